/* SPDX-License-Identifier: MIT */
/* Stretches of time in which no window of a written calendar is open: timed closures, and the
 * wall-clock dates that a holiday with `scope: date` closes (R4). */
#ifndef SLA_CALENDAR_CUTS_H
#define SLA_CALENDAR_CUTS_H

#include "calendar/dates.h"

struct sla__cut {
    sla_time from, to;
    const char *name; /* lives with the plan */
};

struct sla__cuts {
    struct sla__cut *at; /* ascending, disjoint */
    size_t count, room;
};

/* What could cut a window of the dates from..to, into cuts that are empty so far. Walks over
 * `dates`, which are the plan's and have all of these. */
SLA_CHECKED sla_result sla__cuts_gather(struct sla__cuts *cuts, const struct sla__plan *plan,
                                        uint64_t covered, struct sla__dates *dates, int32_t from,
                                        int32_t to);
void sla__cuts_clear(struct sla__cuts *cuts);
/* The number of the first one that ends after `at`. */
size_t sla__cuts_find(const struct sla__cuts *cuts, sla_time at);

#endif
