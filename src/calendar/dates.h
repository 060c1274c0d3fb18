/* SPDX-License-Identifier: MIT */
/* What a written calendar says of one date after another, in wall time: R4 but for its closures
 * (cuts.h), and nothing yet of zones. */
#ifndef SLA_CALENDAR_DATES_H
#define SLA_CALENDAR_DATES_H

#include "calendar/plan.h"

#define SLA__DAY_NAMES_MAX 8 /* of one date; further ones are left out */

struct sla__date_names {
    const char *at[SLA__DAY_NAMES_MAX];
    size_t count;
};
void sla__date_names_add(struct sla__date_names *names, const char *name); /* each once */

struct sla__date_said {
    const struct sla__windows *written; /* what holidays act on */
    int closed;                         /* a holiday that is not covered */
    const char *scope;                  /* ... and closes the wall-clock date: its name, or NULL */
    uint64_t coverages;                 /* of the covered holidays, as bits */
    struct sla__date_names names;       /* what closes or changes the date */
};

struct sla__dates; /* a walk over dates from..to */

/* `plan` must outlive the walk. */
SLA_CHECKED sla_result sla__dates_new(const struct sla__plan *plan, uint64_t covered, int32_t from,
                                      int32_t to, struct sla__dates **out);
void sla__dates_free(struct sla__dates *dates);
/* The date that is said next; `day` lies within from..to. */
void sla__dates_start(struct sla__dates *dates, int32_t day);
void sla__dates_next(struct sla__dates *dates, struct sla__date_said *out);
/* Passes over dates before `end` on which nothing falls and that share a week's hours, and gives
 * the date that comes next then: the same as before if there are none. */
int32_t sla__dates_plain(struct sla__dates *dates, int32_t end, const struct sla__week **week);

/* 1 if clocks of the priorities whose coverages are `covered` run on in spite of it (R4). */
int sla__closing_covered(const struct sla__closing *closing, uint64_t covered);
/* A name of its list, or `otherwise` where the list has none. */
const char *sla__closing_name(const struct sla__closing *closing, int32_t name,
                              const char *otherwise);

#endif
