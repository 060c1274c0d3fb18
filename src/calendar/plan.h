/* SPDX-License-Identifier: MIT */
/*
 * A calendar as it was written, before it is compiled: zone, weekly windows, seasons, dates, holidays
 * with their coverages. Made by the policy room, shared by all views of one calendar, immutable once
 * compiled. Rules R2 to R4 of the design are compile.c's reading of it.
 */
#ifndef SLA_CALENDAR_PLAN_H
#define SLA_CALENDAR_PLAN_H

#include <slacore/calendar.h>
#include "calendar/holidays.h"
#include "calendar/zone.h"

#define SLA__COVERAGES_MAX 64
#define SLA__WINDOWS_MAX 48 /* a day */

/* Seconds since 00:00 of the date it belongs to: 0 <= open < 86400, open < close < open + 86400 or
 * open = 0 and close = 86400. */
struct sla__window {
    int32_t open, close;
};

struct sla__windows {
    struct sla__window *at;
    int32_t count; /* 0: closed */
};

/* Read `08:00-12:00, 13:00-17:00`, `closed` or `always` into w (sla__free(w->at)). On SLA_BAD_INPUT
 * *why is a text that lives for ever and says what is wrong and what to write instead; *bad is the
 * offset of the slip in text. */
SLA_CHECKED sla_result sla__windows_parse(const char *text, size_t len, struct sla__windows *w,
                                          const char **why, size_t *bad);
/* Read `mon`, `mon-fri`, `sun-thu`, `mon, wed`: bit 0 is Monday. 0 if it is none of these. */
int sla__weekdays_parse(const char *text, size_t len);

struct sla__week {
    struct sla__windows day[7]; /* 0 = Monday */
};

struct sla__season { /* from and to inclusive; from after to wraps over the new year */
    int32_t from_month, from_day, to_month, to_day;
    struct sla__week week;
};

struct sla__special { /* a `dates` entry */
    int32_t year;     /* 0: every year; a dated entry stands before a yearly one */
    int32_t month, day;
    struct sla__windows windows;
};

struct sla__closing { /* one entry of `holidays` */
    struct sla__holidays list;
    int32_t coverage;   /* index into coverages, or -1 */
    int32_t scope_date; /* 1: closes the wall-clock date as well */
};

struct sla__coverage {
    int32_t has_windows; /* 1: these replace the date's windows; opens no date that has none */
    struct sla__windows windows;
};

struct sla__plan {
    int32_t refs; /* atomic */
    char *name;   /* "" for a calendar outside a policy */
    struct sla__zone *zone;
    struct sla__week week;
    struct sla__season *seasons;
    size_t season_count;
    struct sla__special *specials;
    size_t special_count;
    struct sla__closing *closings;
    size_t closing_count;
    struct sla__coverage *coverages;
    size_t coverage_count;
    int32_t day_length; /* seconds as `day_length:` says, or 0 */
    /* Instead of all hours above: open when any member is (zone and day_length are its own). */
    struct sla__plan **members; /* each counted */
    size_t member_count;
    /* Instead of all above but name: versions, each from 00:00 of its date in its own zone. */
    struct sla__plan **versions; /* each counted */
    int32_t *version_from;       /* days, ascending; the first holds before its date as well */
    uint64_t *version_covered;   /* NULL, or each version's own `covered`: coverages of different
                                    policies have numbers of their own */
    size_t version_count;
};

SLA_CHECKED sla_result sla__plan_new(struct sla__plan **out); /* all empty, closed on every day */
struct sla__plan *sla__plan_ref(struct sla__plan *plan);
void sla__plan_unref(struct sla__plan *plan);
SLA_CHECKED sla_result sla__week_copy(struct sla__week *to, const struct sla__week *from);
void sla__week_clear(struct sla__week *week);
SLA_CHECKED sla_result sla__windows_copy(struct sla__windows *to, const struct sla__windows *from);

/* The length of a working day for targets (R7): day_length, else the wall-clock total that more than
 * half of the weekdays with windows share, else 0: it must be given. Versions: the first one's. */
int32_t sla__plan_day_length(const struct sla__plan *plan);

/* Compile for the priorities whose coverages are the bits of `covered`: R4. Two priorities with the same
 * bits share one calendar. Bit numbers mean the same in all members. SLA_LIMIT past 16 levels of
 * members and versions, 1,000 of them in all, or 4 million windows. */
SLA_CHECKED sla_result sla__plan_compile(struct sla__plan *plan, uint64_t covered,
                                         sla_calendar **out);

#endif
