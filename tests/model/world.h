/* SPDX-License-Identifier: MIT */
#ifndef MODEL_WORLD_H
#define MODEL_WORLD_H

/*
 * What both models and the generator speak about: zones, calendars, a policy and a history as
 * plain structures. Nothing here comes from the library; offsets come from the C library.
 *
 * Readings of the contract where its words leave room (each was the most natural one to the
 * authors of the models, who had not seen the library):
 * - An instant belongs to the first working day, by date, whose start and close enclose it.
 * - A window belongs to the date it is written for, even one that its zone skips; for `any_of`, to
 *   the date, in the union's own zone, of its opening.
 * - `started: {inside: X}` asks X as the ticket's priority sees it, at the begin of the cycle;
 *   for a pending clock at the instant that is asked about.
 * - A status counts as a fact: a change of it matches the rows anew.
 * - A timed closure with a coverage does not concern the covered priorities.
 * - A reopening waits clock by clock, to the end of its instant. It ends what `until` forbade.
 * - A breach that came at the very instant of a change, and that the change undoes, is lifted.
 * - `target: from_change` compares the new seconds, reckoned from where the count now begins, with
 *   the old ones; an agreed due is not another target.
 * - A clock cancelled or released before it began waits for its start again when it is reopened.
 * - A pending clock with an agreed due shows that as its due; a cancelled one as it stood then.
 * - A code fix releases pending clocks as well, and an agreed due or a release date holds for them.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NONE INT64_MIN   /* no instant, no duration */
#define BEYOND INT64_MAX /* an instant past the horizon of the model */

enum {
    MAX_ZONE_CHANGES = 400,
    MAX_WINDOWS = 12, /* three as written; more where coverages intersect */
    MAX_CALENDARS = 6,
    MAX_PRIORITIES = 4,
    MAX_CLOCKS = 4,
    MAX_ROWS = 8,
    MAX_STATUSES = 5,
    MAX_TYPES = 3,
    MAX_LEVELS = 2,
    MAX_ATTRIBUTES = 3,
    MAX_VALUES = 3,
    MAX_EVENTS = 20,
    MAX_CYCLES = 2 * MAX_EVENTS + 4,
    MAX_TRIGGERS = 5,
    MAX_COVERAGES = 2,
    MAX_FILES = 2,
    MAX_LISTS = 2,
    MAX_ENTRIES = 3
};

/* ------------------------------------------------------------------ zones */

struct zone {
    char name[64];
    int count;                      /* stretches of one offset */
    int64_t from[MAX_ZONE_CHANGES]; /* from[0] is the far past */
    int32_t offset[MAX_ZONE_CHANGES];
};

/* Fill by asking the C library's localtime_r under TZ=name; step in seconds. Leaves TZ set. */
bool zone_take(struct zone *zone, const char *name, int64_t step);
int32_t zone_offset(const struct zone *zone, int64_t t);
/* A wall clock reading, as seconds since 1970 would show it in UTC, by R3. */
int64_t zone_instant(const struct zone *zone, int64_t wall);

long civil_to_day(int year, int month, int day);
void day_to_civil(long day, int *year, int *month, int *dom);
int day_weekday(long day); /* 0 = Monday */
long zone_date(const struct zone *zone, int64_t t);

/* ------------------------------------------------------------------ calendars */

struct window {
    int open, close; /* minutes; the close of a night is past 1440 */
};
struct day_hours {
    int count;
    struct window window[MAX_WINDOWS];
};
struct week {
    struct day_hours day[7];
};
struct dated {
    int year, month, day; /* year 0: every year */
    struct day_hours hours;
};
struct season {
    int from, to; /* month * 100 + day, both inclusive */
    struct week week;
};
struct coverage {
    unsigned priorities; /* a mask */
    bool own;
    struct day_hours hours;
};
struct ics {
    int date_count;
    long date[4];
    int length[4]; /* in days */
    int closure_count;
    int64_t from[3], to[3];
};
struct entry {
    int file; /* or -1: the date */
    long date;
    int coverage;    /* or -1 */
    bool whole_date; /* scope: date */
};
struct list {
    int count;
    struct entry entry[MAX_ENTRIES];
};
struct calendar {
    int zone;
    bool always;
    struct week week;
    int dated_count, season_count, list_count, plain_count, member_count;
    struct dated dated[3];
    struct season season[2];
    int list[2];
    long plain[2];
    int member[3];
    bool whole_date; /* scope: date for the whole calendar */
    int day_length;  /* seconds; 0: not given */
    int like;        /* or -1; then only zone and hours are written */
};

/* ------------------------------------------------------------------ a policy */

enum event_kind {
    E_CREATED,
    E_TRIAGED,
    E_RESPONDED,
    E_WAITING,
    E_RESUMED,
    E_ASSIGNED,
    E_RECLASSIFIED,
    E_STATUS,
    E_CODE_FIX,
    E_DUE_AGREED,
    E_RESOLVED,
    E_REOPENED,
    E_CLOSED,
    E_CANCELLED,
    E_OWN0,
    E_OWN1,
    EVENT_KINDS
};
enum fact {
    F_TYPE,
    F_IMPACT,
    F_URGENCY,
    F_PRIORITY,
    F_STATUS,
    F_ATTRIBUTE,
    FACTS = F_ATTRIBUTE + MAX_ATTRIBUTES
};
enum target_kind { T_NONE, T_DURATION, T_DAYS, T_BY_CLOSE, T_BY_TIME };
enum day_rule { RULE_DEFAULT, RULE_ELAPSED, RULE_SAME_TIME, RULE_END_OF_DAY };
enum reopened { REOPEN_NOT, REOPEN_RESUME, REOPEN_RESTART, REOPEN_NEW };

struct trigger {
    bool status;
    int index;
};
struct triggers {
    int count;
    struct trigger trigger[MAX_TRIGGERS];
};
struct condition {
    unsigned type, priority, status, attribute[MAX_ATTRIBUTES]; /* masks, 0: not asked */
    int started;                                                /* 1 inside, 2 outside */
    int started_calendar;
};
struct target {
    enum target_kind kind;
    int64_t seconds; /* a duration, or minutes of the day for T_BY_TIME */
    int days;
    enum day_rule rule;
    bool next;
};
struct clock {
    int name; /* into clock_names */
    struct triggers start, stop, until, pause, resume;
    unsigned pause_while;
    enum reopened reopened;
    int calendar;
    struct condition when;
};
struct row {
    struct condition when;
    int calendar;
    unsigned clocks; /* a mask: which clocks the row names */
    bool by_priority[MAX_CLOCKS];
    unsigned given[MAX_CLOCKS]; /* priorities of the map */
    struct target target[MAX_CLOCKS][MAX_PRIORITIES];
};
struct policy {
    int zone_count;
    const struct zone *zone[4];
    int calendar_count, file_count, list_count, coverage_count;
    struct calendar calendar[MAX_CALENDARS];
    struct ics file[MAX_FILES];
    struct list list[MAX_LISTS];
    struct coverage coverage[MAX_COVERAGES];
    int top_calendar;
    int type_count, priority_count, status_count, value_count[MAX_ATTRIBUTES];
    bool has_matrix, impact_first;
    int matrix[MAX_LEVELS][MAX_LEVELS]; /* [urgency][impact] */
    int fixed[MAX_TYPES];               /* or -1 */
    int default_value[MAX_ATTRIBUTES];  /* or -1 */
    int value_calendar[MAX_VALUES];     /* attribute 0's map, or -1 */
    int clock_count, row_count;
    struct clock clock[MAX_CLOCKS];
    struct row row[MAX_ROWS];
    enum day_rule day_rule;
    bool target_from_change, calendar_from_start;
    bool releases;
    bool releases_named;
    unsigned released; /* clocks; as named, or those called resolution */
    unsigned vehicles; /* priorities that have one */
};

extern const char *const type_names[],
    *const status_names[],
        *const level_names[2][MAX_LEVELS],
            *const attribute_names[],
                *const value_names[MAX_ATTRIBUTES][MAX_VALUES],
                    *const clock_names[], *const event_names[], *const fact_names[],
                                                                    *const priority_names[],
                                                                        *const vehicle_names[],
                                                                            *const calendar_names[];

/* ------------------------------------------------------------------ a history */

struct facts {
    int value[FACTS]; /* -1: not known; F_PRIORITY: what the host gave */
};
struct change {
    int fact, value;
};
struct event {
    enum event_kind kind;
    int64_t at, told, sequence;
    int change_count;
    struct change change[2];
    int64_t due; /* of due_agreed and code_fix, or NONE */
    int clock;
};
struct history {
    int64_t created;
    struct facts facts; /* as set after creation, -1: not set */
    int count;
    struct event event[MAX_EVENTS];
};

/* ------------------------------------------------------------------ an answer */

enum state { S_NOT_APPLICABLE, S_PENDING, S_RUNNING, S_PAUSED, S_STOPPED, S_RELEASED, S_CANCELLED };
enum verdict { V_NONE, V_ON_TIME, V_BREACHED, V_MET, V_MISSED };

struct answer {
    enum state state;
    enum verdict verdict;
    int cycle, lifted, voided, calendar, vehicle; /* calendar, vehicle: -1 for none */
    int64_t started, ended, due, breaches_at, due_if_resumed, target, elapsed, remaining, agreed;
};
struct answers { /* all cycles, the present one last */
    int count;
    bool lost; /* a target lay past the horizon: nothing after it is sure */
    struct answer answer[MAX_CYCLES];
};

/* ------------------------------------------------------------------ facts and rows, for both */

struct step { /* an event in its place; NULL is the creation */
    const struct event *event;
    int64_t at;
};
/* Those that happened up to now and are known at `known` (NONE: all), in the order of R15. */
int steps_take(const struct history *history, int64_t now, int64_t known, struct step *out);

void facts_begin(const struct policy *policy, const struct history *history, struct facts *facts);
/* True if a fact changed; *entered is the status entered by it, or -1. */
bool facts_apply(const struct policy *policy, const struct event *event, struct facts *facts,
                 int *entered);
/* Its name in the policy; NULL for -1. */
const char *fact_value(int fact, int value);
int facts_priority(const struct policy *policy, const struct facts *facts);
bool triggered(const struct triggers *triggers, int kind, int entered);

/* Is the calendar open at t for that priority (-1: none)? */
typedef bool is_open_function(void *model, int calendar, int priority, int64_t t);
struct match {
    const struct target *target; /* NULL: none, or not applicable */
    int calendar;
};
struct match match_rows(const struct policy *policy, int clock, const struct facts *facts,
                        int64_t started, is_open_function *is_open, void *model);
int64_t day_length(const struct calendar *calendar);

#endif
