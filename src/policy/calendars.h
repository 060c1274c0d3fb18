/* SPDX-License-Identifier: MIT */
/*
 * Between the files that read `holidays`, `coverage` and `calendars`. As everywhere in this room,
 * what is wrong in the text is reported and left out, and only SLA_NO_MEMORY and SLA_LIMIT end the
 * load.
 */
#ifndef SLA_POLICY_CALENDARS_H
#define SLA_POLICY_CALENDARS_H

#include "policy/draft.h"

/* ---- opening_hours.c. Each `out` is empty before. */

/* `08:00-12:00`, `closed`, `always` or a list of windows. *ok is 0 if it could not be read. */
SLA_CHECKED sla_result sla__read_windows(struct sla__draft *draft, const struct sla__node *node,
                                         struct sla__windows *out, int *ok);
/* `hours:` of a calendar or season. */
SLA_CHECKED sla_result sla__read_week(struct sla__draft *draft, const struct sla__node *node,
                                      struct sla__week *out);

struct sla__seasons {
    struct sla__season *at;
    size_t count;
};
SLA_CHECKED sla_result sla__read_seasons(struct sla__draft *draft, const struct sla__node *node,
                                         struct sla__seasons *out);
void sla__seasons_clear(struct sla__seasons *seasons);

/* `dates:`, into the plan. */
SLA_CHECKED sla_result sla__read_dates(struct sla__draft *draft, const struct sla__node *node,
                                       struct sla__plan *plan);
/* The form that a date was meant to have: "write 2026-12-24". */
const char *sla__date_hint(const char *text, size_t len);

/* ---- coverage.c: the section `coverage`. A coverage's number is its bit. */

struct sla__coverages {
    struct sla__names names;
    struct sla__coverage *at;
    uint64_t
        *of_priority; /* which coverages keep a priority's clocks running; as many as priorities */
};
SLA_CHECKED sla_result sla__read_coverages(struct sla__draft *draft, struct sla__coverages *out);
void sla__coverages_clear(struct sla__coverages *coverages);

/* ---- holiday_sources.c and holiday_lists.c */

/* Holidays that were read once and may be used by many calendars. */
struct sla__holiday_use {
    const struct sla__holidays *holidays;
    int32_t coverage; /* or -1 */
    int32_t scope;    /* 0 shift, 1 date, -1 as the calendar says */
};

struct sla__holiday_list {
    struct sla__holiday_use *uses;
    size_t count, room;
};

/* All that was read of holidays during one load. */
struct sla__holiday_shelf {
    const struct sla__coverages *coverages; /* NULL outside a policy */
    struct sla__names list_names;           /* of the section */
    struct sla__holiday_list *lists;        /* by number in list_names */
    struct sla__names source_names;         /* "list NAME", "file NAME" */
    struct sla__holidays **sources;         /* by number; NULL: could not be read */
    size_t source_room;
    struct sla__ics_spent spent; /* by the sources */
    struct sla__holidays **own;  /* of dates that are written in the policy */
    size_t own_count, own_room;
    size_t copied; /* uses and dates that went into lists and plans: these multiply, so they are
                      limited */
};

/* The number of a bundled list or, with `file`, of an `.ics` file in shelf->sources. */
SLA_CHECKED sla_result sla__holidays_source(struct sla__draft *draft,
                                            struct sla__holiday_shelf *shelf,
                                            const struct sla__node *node, int file,
                                            int32_t *number);
/* An empty list of the shelf's own. */
SLA_CHECKED sla_result sla__holidays_own(struct sla__holiday_shelf *shelf,
                                         struct sla__holidays **out);
/* Account for what multiplies; SLA_LIMIT, reported, past the limit. */
SLA_CHECKED sla_result sla__holidays_copied(struct sla__draft *draft,
                                            struct sla__holiday_shelf *shelf, size_t count,
                                            struct sla__place place);

/* The section `holidays`. */
SLA_CHECKED sla_result sla__read_holiday_lists(struct sla__draft *draft,
                                               struct sla__holiday_shelf *shelf);
/* `holidays:` of one calendar. */
SLA_CHECKED sla_result sla__read_holidays(struct sla__draft *draft,
                                          struct sla__holiday_shelf *shelf,
                                          const struct sla__node *node,
                                          struct sla__holiday_list *out);
void sla__holiday_list_clear(struct sla__holiday_list *list);
void sla__holiday_shelf_clear(struct sla__holiday_shelf *shelf);
/* What a list closes, into the plan; `scope_date` is the calendar's own, `place` its place. */
SLA_CHECKED sla_result sla__holidays_into_plan(struct sla__draft *draft,
                                               struct sla__holiday_shelf *shelf,
                                               const struct sla__holiday_list *list, int scope_date,
                                               struct sla__place place, struct sla__plan *plan);

/* ---- written.c: one entry of `calendars`, before names are resolved */

/* What `like` takes over, each key as a whole. */
enum sla__piece {
    SLA__PIECE_TIMEZONE,
    SLA__PIECE_HOURS,
    SLA__PIECE_HOLIDAYS,
    SLA__PIECE_SCOPE,
    SLA__PIECE_SEASONS,
    SLA__PIECE_DAY_LENGTH,
    SLA__PIECE_ANY_OF,
    SLA__PIECE_COUNT
};

struct sla__written {
    const struct sla__node *node;
    const struct sla__written *from[SLA__PIECE_COUNT]; /* whose piece holds here; NULL: none */
    const struct sla__written *model;                  /* what it is like, or NULL */
    int broken;  /* something in it, or in what it rests on, was wrong */
    int unknown; /* what it is like could not be found: from[] says little */

    struct sla__zone *zone;
    struct sla__week week;
    struct sla__holiday_list holidays;
    int scope_date;
    struct sla__seasons seasons;
    int32_t day_length;
    struct sla__plan *plan; /* with its dates at first */
};

/* All keys but `like` and `any_of`; w->node is set. from[] is left for the caller. */
SLA_CHECKED sla_result sla__written_read(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                                         struct sla__written *w);
/* What must be there is; else reported. */
void sla__written_check(struct sla__draft *draft, struct sla__written *w);
/* All pieces into w->plan; w is not broken and has no `any_of`. */
SLA_CHECKED sla_result sla__written_plan(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                                         const struct sla__coverages *coverages,
                                         struct sla__written *w);
void sla__written_clear(struct sla__written *w);
/* The key of a piece. */
const char *sla__piece_key(enum sla__piece piece);

#endif
