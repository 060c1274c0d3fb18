/* SPDX-License-Identifier: MIT */
/* The POSIX TZ string in the footer of a TZif file, with the extensions of RFC 9636, 3.3.1. */
#ifndef SLA_CALENDAR_POSIX_TZ_H
#define SLA_CALENDAR_POSIX_TZ_H

#include <stddef.h>
#include <stdint.h>

/* One edge of daylight saving time: a day of the year and a time on it. */
struct sla__tz_edge {
    enum { SLA__TZ_JULIAN, SLA__TZ_DAY, SLA__TZ_WEEKDAY } kind; /* Jn, n, Mm.w.d */
    int32_t day;                                                /* n; for Mm.w.d 0 = Sunday */
    int32_t month, week;                                        /* week 5 is the last one */
    int32_t time;                                               /* may be negative, or days */
};

struct sla__posix_tz {
    int32_t std, dst; /* seconds east of UTC */
    int has_dst;
    struct sla__tz_edge start, end;
};

/* 1 if the whole text is a TZ string that names its rules; the rules of a daylight saving time may
 * not be left out, for nobody can know which were meant. */
int sla__posix_tz_parse(const char *text, size_t len, struct sla__posix_tz *out);

/* The daylight saving time that begins in `year`, as instants [*from, *to). Empty when both of the
 * year's edges are one instant; may reach past the beginning of the next year's. */
void sla__posix_tz_dst(const struct sla__posix_tz *tz, int32_t year, int64_t *from, int64_t *to);

#endif
