/* SPDX-License-Identifier: MIT */
/* Arithmetic that reports overflow instead of wrapping: each returns 1 and leaves *out alone then. */
#ifndef SLA_BASE_CHECKED_H
#define SLA_BASE_CHECKED_H

#include <stdint.h>

static inline int sla__add64(int64_t a, int64_t b, int64_t *out)
{
    int64_t r;
    if (__builtin_add_overflow(a, b, &r))
        return 1;
    *out = r;
    return 0;
}

#endif
