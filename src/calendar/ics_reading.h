/* SPDX-License-Identifier: MIT */
/* One VEVENT while it is read: what ics_events.c and ics_times.c share. */
#ifndef SLA_CALENDAR_ICS_READING_H
#define SLA_CALENDAR_ICS_READING_H

#include "calendar/ics.h"

enum sla__ics_name {
    SLA__ICS_UID,
    SLA__ICS_SUMMARY,
    SLA__ICS_DTSTART,
    SLA__ICS_DTEND,
    SLA__ICS_DURATION,
    SLA__ICS_RRULE,
    SLA__ICS_RDATE,
    SLA__ICS_EXDATE,
    SLA__ICS_RECURRENCE_ID,
    SLA__ICS_STATUS,
    SLA__ICS_TRANSP,
    SLA__ICS_SEQUENCE,
    SLA__ICS_EXRULE,
    SLA__ICS_NAMES
};

/* A line that was kept: its text is in `texts` at `at`, with a NUL behind. */
struct sla__ics_held {
    enum sla__ics_name property;
    size_t at;
    struct sla__ics_line line; /* text is set when the line is looked at */
};

struct sla__ics_reading {
    struct sla__ics_lines *lines;
    struct sla__ics_events *out;
    struct sla__text texts;
    struct sla__ics_held *held;
    size_t held_count, held_room;
    struct sla__ics_event e; /* the one in work */
    int dated;               /* 1: its DTSTART was read and is a date */
    int warned_dated;        /* 1: check_dated() has spoken */
    const char *who;         /* its name in messages */
    char who_room[SLA__ICS_WHO_MAX];
};

/* What two steps came to: the first thing that is wrong, but memory that ran out before all. */
static inline sla_result sla__ics_both(sla_result a, sla_result b)
{
    return a == SLA_OK || b == SLA_NO_MEMORY ? b : a;
}

static inline struct sla__place sla__ics_place(const struct sla__ics_reading *r, int32_t number)
{
    return (struct sla__place){r->lines->file, number, 0};
}

/* A line that was kept; the only line of a property, or NULL. */
const struct sla__ics_line *sla__ics_held_line(struct sla__ics_reading *r,
                                               struct sla__ics_held *held);
const struct sla__ics_line *sla__ics_find(struct sla__ics_reading *r, enum sla__ics_name property);
/* sla__ics_property_read() with a report of what is wrong. */
SLA_CHECKED sla_result sla__ics_properties(struct sla__ics_reading *r,
                                           const struct sla__ics_line *line, int times,
                                           struct sla__ics_property *out);
/* Report that a value of the line is wrong, or that the line does not fit the others:
 * SLA_BAD_INPUT. */
sla_result sla__ics_bad_value(struct sla__ics_reading *r, const struct sla__ics_line *line,
                              const char *text, size_t len, const char *what);
sla_result sla__ics_mismatch(struct sla__ics_reading *r, const struct sla__ics_line *line,
                             const char *what);

/* The steps that read times; the start must be read before all others. */
SLA_CHECKED sla_result sla__ics_read_start(struct sla__ics_reading *r);
SLA_CHECKED sla_result sla__ics_read_length(struct sla__ics_reading *r);
SLA_CHECKED sla_result sla__ics_read_lists(struct sla__ics_reading *r);
SLA_CHECKED sla_result sla__ics_read_time(struct sla__ics_reading *r,
                                          const struct sla__ics_line *line,
                                          struct sla__ics_point *point, int *has_range);

#endif
