/* SPDX-License-Identifier: MIT */
/*
 * Reading iCalendar (RFC 5545), in steps that each do one thing:
 *
 *   ics_lines.c   bytes -> unfolded lines with their numbers; every limit; BEGIN and END that match
 *   ical.c        a line -> its parameters and text (the only file that includes libical)
 *   ics_values.c  dates, times and lengths from their texts
 *   ics_events.c  the lines of a VEVENT -> one event, or what is wrong with it;
 *   ics_times.c   its start, length and lists of times
 *   recur.c       a recurrence rule -> its dates
 *   ics_expand.c  events -> what is closed; sla__holidays_add_ics()
 */
#ifndef SLA_CALENDAR_ICS_H
#define SLA_CALENDAR_ICS_H

#include <stddef.h>
#include <stdint.h>
#include "base/diagnostics.h"
#include "base/text.h"
#include "calendar/sources.h"
#include "calendar/zone.h"

/* What is closed is kept for these years, both included. */
#define SLA__ICS_FIRST_YEAR 1969
#define SLA__ICS_LAST_YEAR 2101

/* 1 if the bytes are the word, letters compared without case (names and keywords of RFC 5545). */
int sla__ics_is(const char *text, size_t len, const char *word);

/* ------------------------------------------------------------------ lines */

/* One content line, unfolded, `NAME;PARAMETERS:VALUE`; the text lives until the next one. */
struct sla__ics_line {
    const char *text; /* NUL-terminated */
    size_t len;
    size_t name_len;
    size_t value; /* offset behind the colon */
    int32_t number;
};

#define SLA__ICS_DEPTH 4 /* VCALENDAR, VEVENT, PARTICIPANT, VLOCATION */

/* Set file, text, len, sources and diagnostics, the rest {0}. */
struct sla__ics_lines {
    const char *file, *text;
    size_t len;
    const sla_sources *sources;
    sla_diagnostics *d;
    size_t at;
    int32_t number; /* of the line that begins at `at` */
    int64_t components;
    int32_t depth;   /* components that are open */
    int32_t closing; /* 1: the innermost ends with the line handed out last */
    struct {
        char name[40]; /* in capitals */
        int32_t line;
    } open[SLA__ICS_DEPTH];
    struct sla__text unfolded;
};

/* The next line into *line, *more = 1; *more = 0 at the end, when every component is closed. BEGIN
 * and END lines are handed out too, `depth` and `open` as they are with the component open. What is
 * wrong is reported and ends the reading: SLA_BAD_INPUT, SLA_LIMIT, SLA_NO_MEMORY. */
SLA_CHECKED sla_result sla__ics_next(struct sla__ics_lines *r, struct sla__ics_line *line,
                                     int *more);
void sla__ics_lines_clear(struct sla__ics_lines *r);

/* ------------------------------------------------------------------ properties (libical) */

enum sla__ics_form {
    SLA__ICS_ANY,
    SLA__ICS_DATE,
    SLA__ICS_DATE_TIME,
    SLA__ICS_PERIOD,
    SLA__ICS_OTHER
};

struct sla__ics_property {
    enum sla__ics_form form; /* what the parameter VALUE says */
    int has_range;           /* the parameter RANGE is there */
    char *zone;              /* TZID, or NULL */
    char *text;              /* the value of a TEXT property, unescaped; else NULL */
};

/* What libical finds in the line; `times`: its value is a list of times. SLA_BAD_INPUT if it would
 * drop it, SLA_REFUSED if libical's errors end the program. Any thread; the calls are serialised.
 */
SLA_CHECKED sla_result sla__ics_property_read(const struct sla__ics_line *line, int times,
                                              struct sla__ics_property *out);
void sla__ics_property_clear(struct sla__ics_property *p);

/* ------------------------------------------------------------------ values */

/* `20261224`, `20261224T080000`, `20261224T080000Z` */
struct sla__ics_time {
    int32_t day;    /* since 1970-01-01 */
    int32_t second; /* of the day, or -1: a date */
    int32_t utc;    /* 1: written with Z */
};
int sla__ics_time_parse(const char *text, size_t len, struct sla__ics_time *out);

/* `P1D`, `PT8H30M`, `P2W`, not negative: days are wall-clock days, seconds are real ones. */
struct sla__ics_length {
    int64_t days, seconds;
};
int sla__ics_length_parse(const char *text, size_t len, struct sla__ics_length *out);

/* ------------------------------------------------------------------ events */

enum sla__ics_kind { SLA__ICS_ALL_DAY, SLA__ICS_FLOATING, SLA__ICS_INSTANT };

/* A point as an event has it: its key orders and compares all points of one kind. */
struct sla__ics_point {
    enum sla__ics_kind kind;
    int64_t key; /* days; wall seconds; seconds UTC */
};

/* One more instance, by RDATE: keys of its start and end. */
struct sla__ics_extra {
    int32_t day; /* on which it begins, as written */
    int64_t key, end;
};

struct sla__ics_event {
    int32_t line;      /* of BEGIN:VEVENT */
    int32_t rule_line; /* of its RRULE */
    int32_t override_line;
    int32_t closes; /* 0: CANCELLED or TRANSPARENT */
    int64_t sequence;
    char *uid;  /* "" if there is none */
    char *name; /* SUMMARY, or a word instead */
    char *rule; /* value of RRULE, or NULL */
    struct sla__ics_time start;
    const struct sla__zone *zone;  /* of a start with TZID, else NULL */
    struct sla__ics_point point;   /* of the start */
    struct sla__ics_length length; /* an all-day event has at least 1 day and no seconds */
    int32_t is_override;
    struct sla__ics_point replaces; /* RECURRENCE-ID */
    struct sla__ics_extra *extras;
    size_t extra_count, extra_room;
    int64_t *except; /* keys by EXDATE, sorted */
    size_t except_count, except_room;
};

struct sla__ics_events {
    struct sla__ics_event *at;
    size_t count, room;
    struct sla__names zone_names;
    struct sla__zone **zones; /* by number in zone_names */
    size_t zone_count, zone_room;
    int32_t known_until; /* by X-SLACORE-KNOWN-UNTIL, or INT32_MAX */
};

/* Read all events of the text. On SLA_BAD_INPUT all that is wrong was reported. */
SLA_CHECKED sla_result sla__ics_read(struct sla__ics_lines *lines, struct sla__ics_events *out);
void sla__ics_events_clear(struct sla__ics_events *events);

/* The key of a time: its day, its instant if `zone` is not NULL, else its second. And that of an
 * end which lies `length` later: days on the clock of the zone, then seconds. */
int64_t sla__ics_key(const struct sla__zone *zone, struct sla__ics_time t);
int64_t sla__ics_end(const struct sla__zone *zone, struct sla__ics_time t,
                     struct sla__ics_length length);
/* `event "uid"` or `event without UID`, for messages. */
#define SLA__ICS_WHO_MAX (SLA__QUOTE_MAX + 16)
const char *sla__ics_who(const char *uid, char out[SLA__ICS_WHO_MAX]);

#endif
