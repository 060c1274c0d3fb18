/* SPDX-License-Identifier: MIT */
/*
 * All tickets that can be, as far as conditions tell them apart: a box has a set of values in each
 * of some dimensions (type, priority, status, attributes, started inside a calendar or outside).
 * Rows of targets are boxes; what no row answers is what is left when each is taken away.
 */
#ifndef SLA_POLICY_SPACE_H
#define SLA_POLICY_SPACE_H

#include "policy/draft.h"

enum sla__dimension_kind {
    SLA__BY_TYPE,
    SLA__BY_PRIORITY,
    SLA__BY_STATUS,
    SLA__BY_ATTRIBUTE,
    SLA__BY_START
};

struct sla__dimension {
    enum sla__dimension_kind kind;
    int32_t number;                 /* of the attribute, or of the calendar for a start */
    const struct sla__names *names; /* of the values; NULL for a start: 0 inside, 1 outside */
    int32_t count;                  /* one more than there are names if the fact can be unknown */
    size_t at, words;               /* its part of a box */
};

struct sla__space {
    struct sla__dimension *dimensions; /* types and priorities are always the first two */
    size_t count;
    size_t words;                           /* of one box */
    int32_t attribute[SLA__ATTRIBUTES_MAX]; /* dimension of each, or -1: no condition asks for it */
    int32_t status;                         /* likewise */
    int32_t *start;                         /* likewise, by calendar */
};

/* Of a policy whose rows and clocks are read. Start with {0}. */
SLA_CHECKED sla_result sla__space_new(struct sla__space *s, const sla_policy *p);
void sla__space_clear(struct sla__space *s);

/* Everything. */
void sla__box_full(const struct sla__space *s, uint64_t *box);
/* Take away what `when` does not fit. */
void sla__box_restrict(const struct sla__space *s, uint64_t *box, const struct sla__when *when);
/* out = a and b; 1 if that is not empty. */
int sla__box_meet(const struct sla__space *s, const uint64_t *a, const uint64_t *b, uint64_t *out);
int sla__box_has(const struct sla__space *s, const uint64_t *box, size_t dimension, int32_t value);
/* The least value there; -1 if all of them are. */
int32_t sla__box_example(const struct sla__space *s, const uint64_t *box, size_t dimension);

struct sla__boxes {
    uint64_t *at; /* words each */
    size_t count, room;
};

SLA_CHECKED sla_result sla__boxes_add(const struct sla__space *s, struct sla__boxes *b,
                                      const uint64_t *box);
/* Add what of `box` is outside `part`, which lies within it, as boxes that do not overlap.
 * `scratch` is a box too. */
SLA_CHECKED sla_result sla__boxes_add_rest(const struct sla__space *s, struct sla__boxes *b,
                                           const uint64_t *box, const uint64_t *part,
                                           uint64_t *scratch);
void sla__boxes_clear(struct sla__boxes *b);

#endif
