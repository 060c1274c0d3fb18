/* SPDX-License-Identifier: MIT */
/* A list of what closes a desk: dates, yearly dates, spans of time; read from `.ics` or built. */
#ifndef SLA_CALENDAR_HOLIDAYS_H
#define SLA_CALENDAR_HOLIDAYS_H

#include <stddef.h>
#include <slacore/calendar.h>
#include "base/alloc.h"
#include "base/diagnostics.h"
#include "base/text.h"

/* Bytes of a name: it is looked up for each day that it closes, and copied for each calendar. */
#define SLA__HOLIDAY_NAME_MAX 200

struct sla__closed_date {
    int32_t days; /* since 1970-01-01 */
    int32_t name; /* number in names */
};

struct sla__closed_year {
    int32_t month, day; /* every year; 29 February only in leap years */
    int32_t name;
};

struct sla__closed_span {
    int64_t from, to; /* instants, or wall seconds if floating */
    int32_t floating; /* 1: wall time of whichever calendar uses it */
    int32_t name;
};

/* Start with SLA__HOLIDAYS_INIT. Entries may repeat and be in any order. */
struct sla__holidays {
    struct sla__closed_date *dates;
    size_t date_count, date_room;
    struct sla__closed_year *years;
    size_t year_count, year_room;
    struct sla__closed_span *spans;
    size_t span_count, span_room;
    struct sla__names names;
    int32_t known_until; /* days; INT32_MAX: no end */
};
#define SLA__HOLIDAYS_INIT {.known_until = INT32_MAX}

SLA_CHECKED sla_result sla__holidays_add_date(struct sla__holidays *h, int32_t days,
                                              const char *name, size_t len);
SLA_CHECKED sla_result sla__holidays_add_year(struct sla__holidays *h, int32_t month, int32_t day,
                                              const char *name, size_t len);
SLA_CHECKED sla_result sla__holidays_add_span(struct sla__holidays *h, int64_t from, int64_t to,
                                              int floating, const char *name, size_t len);
void sla__holidays_clear(struct sla__holidays *h);

/* What the `.ics` texts of one load came to so far. A policy names any number of them, and one of
 * them in many ways: all together may come to four times what the limits allow to one. */
struct sla__ics_spent {
    int64_t bytes, instances, work; /* work: dates that rules looked at */
};

/* Add all that the iCalendar text closes within 1969..2101. Events that are CANCELLED or
 * TRANSPARENT close nothing. `file` names it in messages. Anything that cannot be read exactly is
 * an error with line and UID: SLA_BAD_INPUT, and *h is as before. known_until becomes the least of
 * what it was and the file's X-SLACORE-KNOWN-UNTIL (a DATE), or, without that, 31 December of the
 * year in which its last event begins if no rule goes on without end. `spent` is {0} before the
 * first text of a load. The only file that includes libical is ical.c. */
SLA_CHECKED sla_result sla__holidays_add_ics(struct sla__holidays *h, const sla_sources *sources,
                                             const char *file, const char *text, size_t len,
                                             struct sla__ics_spent *spent, sla_diagnostics *d);

/* Number of a bundled list for sla_holidays_text(), or -1. */
int32_t sla__holidays_bundled(const char *name, size_t len);
/* The bundled names, NULL-terminated, for "did you mean"; and the texts, in the same order. */
extern const char *const sla__holidays_bundled_names[];
extern const char *const sla__holidays_bundled_texts[];

#endif
