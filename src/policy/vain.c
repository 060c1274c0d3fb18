/* SPDX-License-Identifier: MIT */
#include "policy/vain.h"

#include <string.h>

#include "base/alloc.h"
#include "calendar/holidays.h"
#include "calendar/sort.h"

sla_result sla__vain_add(struct sla__vain *v, size_t row, int32_t clock, int32_t priority,
                         int64_t by)
{
    struct sla__vain_target *at = sla__grow(v->at, v->count, &v->room, sizeof *at);

    if (at == NULL)
        return SLA_NO_MEMORY;
    v->at = at;
    at[v->count++] = (struct sla__vain_target){row, clock, priority, by};
    return SLA_OK;
}

static int by_place(const void *a, const void *b)
{
    const struct sla__vain_target *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->clock != y->clock)
        return x->clock < y->clock ? -1 : 1;
    return (x->priority > y->priority) - (x->priority < y->priority);
}

static void report_row(struct sla__draft *draft, const struct sla__node *row, int is_answered)
{
    if (is_answered)
        sla__report(draft->d, SLA__MSG_DEAD_ROW, row->place,
                    "this row can never match: rows above answer for every ticket that it fits; "
                    "move it up, or take it out");
    else
        sla__report(draft->d, SLA__MSG_DEAD_ROW, row->place,
                    "this row can never match: no ticket fits its \"when\" and the clocks and "
                    "priorities that it names; change one of them");
}

static void report_target(struct sla__draft *draft, const struct sla__node *row,
                          const struct sla__vain_target *t)
{
    const sla_policy *p = draft->policy;
    const struct sla__node *node = sla__target_node(p, row, t->clock, t->priority);
    const char *clock = p->clocks[t->clock].name;
    char quoted[SLA__QUOTE_MAX], priority[SLA__QUOTE_MAX];

    sla__quote(clock, strlen(clock), quoted);
    if (t->priority >= 0)
        sla__report(draft->d, SLA__MSG_VAIN_TARGET, node->key_place,
                    "the target of clock %s for priority %s is never used here: its tickets do "
                    "not fit this row, or a row above answers for them",
                    quoted,
                    sla__quote(p->priorities.at[t->priority], strlen(p->priorities.at[t->priority]),
                               priority));
    else if (t->by >= 0)
        sla__report(draft->d, SLA__MSG_VAIN_TARGET, node->key_place,
                    "the target of clock %s is never used here: rows above answer for every "
                    "ticket of this row",
                    quoted);
    else
        sla__report(draft->d, SLA__MSG_VAIN_TARGET, node->key_place,
                    "the target of clock %s is never used here: the clock does not run for the "
                    "tickets of this row",
                    quoted);
}

sla_result sla__vain_report(struct sla__vain *v, struct sla__draft *draft,
                            const struct sla__node *const *rows)
{
    const struct sla__node *told = NULL; /* the last dead row */
    sla_result rc = sla__sort(v->at, v->count, sizeof *v->at, by_place);

    for (size_t i = 0; rc == SLA_OK && i < v->count; i++) {
        const struct sla__vain_target *t = &v->at[i];
        const struct sla__node *row = rows[t->row];

        if (row == told)
            continue;
        if (v->alive[t->row]) {
            report_target(draft, row, t);
        } else {
            report_row(draft, row, t->by >= 0);
            told = row;
        }
        if (t->by >= 0)
            sla__report(draft->d, SLA__MSG_EARLIER_ROW, rows[t->by]->place,
                        "this row answers before it");
    }
    return rc;
}

void sla__vain_clear(struct sla__vain *v)
{
    sla__free(v->at);
    sla__free(v->alive);
    *v = (struct sla__vain){0};
}
