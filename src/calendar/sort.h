/* SPDX-License-Identifier: MIT */
/* Sorting that the C library cannot promise: stable, n log n at worst, memory from base/alloc.h. */
#ifndef SLA_CALENDAR_SORT_H
#define SLA_CALENDAR_SORT_H

#include <slacore/base.h>

/* Merges the sorted runs that are there; what is sorted already costs one pass and no memory. */
SLA_CHECKED sla_result sla__sort(void *base, size_t count, size_t size,
                                 int (*order)(const void *, const void *));

#endif
