/* SPDX-License-Identifier: MIT */
/* Targets that no ticket ever gets: gathered by answers.c clock by clock, told row by row. */
#ifndef SLA_POLICY_VAIN_H
#define SLA_POLICY_VAIN_H

#include "policy/draft.h"

struct sla__vain_target {
    size_t row;
    int32_t clock;
    int32_t priority; /* of one entry; -1: of the clock altogether */
    int64_t by;       /* the first row that answers before it, or -1: its own conditions */
};

/* Start with {0}. */
struct sla__vain {
    struct sla__vain_target *at;
    size_t count, room;
    unsigned char *alive; /* by row: it answers for some ticket */
};

SLA_CHECKED sla_result sla__vain_add(struct sla__vain *v, size_t row, int32_t clock,
                                     int32_t priority, int64_t by);
/* A row that is not alive is an error, told once; a target in another row is a warning. `rows` are
 * the nodes of all rows. */
SLA_CHECKED sla_result sla__vain_report(struct sla__vain *v, struct sla__draft *draft,
                                        const struct sla__node *const *rows);
void sla__vain_clear(struct sla__vain *v);

#endif
