/* SPDX-License-Identifier: MIT */
/*
 * The compiled policy, as the rooms above read it. Immutable; everything hangs on one struct and is
 * freed with its last owner. All names are numbers here (-1: none); a policy's own words are in the
 * name tables, so that what is said to people uses them.
 */
#ifndef SLA_POLICY_MODEL_H
#define SLA_POLICY_MODEL_H

#include <slacore/policy.h>
#include "base/text.h"
#include "calendar/calendar.h"

#define SLA__ATTRIBUTES_MAX 32

/* The built-in events, in the order of their numbers: SLA_NAME_EVENT begins with them. */
enum sla__event_kind {
    SLA__EV_CREATED, SLA__EV_TRIAGED, SLA__EV_RESPONDED, SLA__EV_WAITING, SLA__EV_RESUMED,
    SLA__EV_ASSIGNED, SLA__EV_RECLASSIFIED, SLA__EV_STATUS, SLA__EV_CODE_FIX, SLA__EV_DUE_AGREED,
    SLA__EV_RESOLVED, SLA__EV_REOPENED, SLA__EV_CLOSED, SLA__EV_CANCELLED, SLA__EV_BUILTIN_COUNT
};

/* A set of numbers 0 .. room-1. */
struct sla__set {
    uint64_t *bits;
    int32_t room;
};

static inline int sla__set_has(const struct sla__set *s, int32_t i)
{
    return i >= 0 && i < s->room && (s->bits[i >> 6] >> (i & 63) & 1);
}

/* The facts of a ticket at one instant. Values are numbers of the policy's tables; for an attribute
 * that allows any text they are numbers of the ticket's own table. -1: not known. */
struct sla__facts {
    int32_t type, impact, urgency;
    int32_t given; /* the priority that the host gave, or -1 */
    int32_t status;
    int32_t attribute[SLA__ATTRIBUTES_MAX];
};

/* `when`: each part that is there must hold. A fact that is not known fits no condition on it. */
struct sla__when {
    int has_types, has_priorities, has_statuses;
    struct sla__set types, priorities, statuses;
    struct sla__when_attribute {
        int32_t attribute;
        struct sla__set values;
    } *attributes;
    int32_t attribute_count;
    int started;              /* 0: no condition, 1: inside, 2: outside the hours of... */
    int32_t started_calendar; /* ...this calendar, as the ticket's priority sees it */
};

/* What starts, stops, pauses...: events, and entering a status. */
struct sla__triggers {
    struct sla__set events, statuses;
    int any; /* 0: nothing was written */
};

enum sla__target_kind {
    SLA__TARGET_NONE,         /* `none`: the clock does not apply */
    SLA__TARGET_SECONDS,      /* `4h` */
    SLA__TARGET_WORKING_DAYS, /* `2 working days` */
    SLA__TARGET_BY            /* `by 12:00 next working day` */
};

struct sla__target {
    enum sla__target_kind kind;
    sla_duration seconds;    /* SECONDS */
    int32_t days;            /* WORKING_DAYS: how many; BY: 0 same, 1 next working day */
    enum sla__day_rule rule; /* WORKING_DAYS */
    int32_t wall;            /* BY: seconds of the day, or -1 for the close */
    char *text;              /* as written, for reckonings: "2 working days" */
};

struct sla__row {
    struct sla__when when;
    int32_t calendar;           /* or -1 */
    const struct sla__target **answers; /* [clock * (priority_count + 1) + 1 + priority], column 0 for
                                           a ticket whose priority is not known; NULL: not named */
    char *place;                /* "policy.yaml:61" or "/targets/0", for reckonings */
};

enum sla__reopened { SLA__REOPEN_IGNORED, SLA__REOPEN_RESUME, SLA__REOPEN_RESTART, SLA__REOPEN_NEW_CYCLE };

struct sla__clock {
    const char *name;
    struct sla__triggers start, stop, pause, resume, until;
    struct sla__set pause_statuses; /* pause_while */
    enum sla__reopened reopened;
    struct sla__when when;
    int32_t calendar;   /* its own, or -1 */
    int repeats;        /* has `until` */
    int released_by_fix;
};

struct sla__desk_calendar {
    struct sla__plan *plan;
    int32_t day_length;  /* seconds of a working day, or 0 */
    sla_calendar **seen; /* [1 + priority], [0] with no priority; each counted */
};

struct sla__attribute {
    struct sla__names values;
    int any_text;          /* no `values`: any text */
    int32_t default_value; /* or -1 */
    int32_t *calendar;     /* by value, or NULL: this attribute carries no calendar map */
};

struct sla_policy {
    int32_t refs; /* atomic */
    char *name, *version, *timezone;
    sla_date effective;
    struct sla__zone *zone; /* of timezone; left out, the default calendar's; else "" and NULL */
    char fingerprint[65];

    struct sla__names calendar_names, types, priorities, impacts, urgencies, attribute_names,
        statuses, events, clock_names;
    struct sla__desk_calendar *calendars;
    int32_t default_calendar; /* or -1 */
    struct sla__attribute *attributes;
    int32_t calendar_attribute; /* the one with a calendar map, or -1 */

    int32_t *matrix; /* [urgency * impacts.count + impact] -> priority; NULL: none */
    int32_t *fixed;  /* by type -> priority or -1; NULL: none */

    struct sla__clock *clocks;
    struct sla__row *rows;
    size_t row_count;
    struct sla__target *targets; /* owns what answers point to */
    size_t target_count;
    char **vehicles; /* by priority, with NULL entries; or NULL: `releases` */

    enum sla__day_rule working_days;
    int target_from_change;   /* changes: {target: from_change} */
    int calendar_from_start;  /* changes: {calendar: from_start} */
    int lifted_counts;        /* changes: {lifted: counts} */
};

/* The priority in force: the host's, else fixed, else the matrix, else -1. */
int32_t sla__policy_priority(const sla_policy *p, const struct sla__facts *f);
/* 1 if `w` holds for a ticket of this priority (-1: not known). `started` is the clock's start, or SLA_TIME_NONE if it has not started (a condition on
 * it then does not hold). */
int sla__when_holds(const sla_policy *p, const struct sla__when *w, const struct sla__facts *f,
                    int32_t priority, sla_time started);
/* The first row that names `clock` for these facts; NULL if none does (an unknown priority, or a
 * clock whose own `when` does not hold). */
struct sla__match {
    const struct sla__row *row;
    const struct sla__target *target;
};
struct sla__match sla__policy_match(const sla_policy *p, int32_t clock, const struct sla__facts *f,
                                    sla_time started);
/* R8: the calendar of `clock`: the row's, its own, the attribute map's, the policy's; or -1. */
int32_t sla__policy_calendar_of(const sla_policy *p, int32_t clock, const struct sla__row *row,
                                const struct sla__facts *f);

#endif
