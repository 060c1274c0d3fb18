/* SPDX-License-Identifier: MIT */
#include "policy/space.h"

#include <string.h>

#include "base/alloc.h"
#include "calendar/holidays.h"

/* ------------------------------------------------------------------ the dimensions */

static int32_t add_dimension(struct sla__space *s, enum sla__dimension_kind kind, int32_t number,
                             const struct sla__names *names, int32_t count)
{
    struct sla__dimension *d = &s->dimensions[s->count];

    *d = (struct sla__dimension){.kind = kind, .number = number, .names = names, .count = count};
    d->at = s->words;
    d->words = ((size_t)count + 63) / 64;
    s->words += d->words;
    return (int32_t)s->count++;
}

static void see_condition(struct sla__space *s, const sla_policy *p, const struct sla__when *w)
{
    if (w->has_statuses && s->status < 0)
        s->status = add_dimension(s, SLA__BY_STATUS, 0, &p->statuses, p->statuses.count + 1);
    for (int32_t i = 0; i < w->attribute_count; i++) {
        const int32_t number = w->attributes[i].attribute;
        const struct sla__attribute *a = &p->attributes[number];

        if (s->attribute[number] < 0)
            s->attribute[number] = add_dimension(s, SLA__BY_ATTRIBUTE, number, &a->values,
                                                 a->values.count + (a->default_value < 0));
    }
    if (w->started != 0 && s->start[w->started_calendar] < 0)
        s->start[w->started_calendar] =
            add_dimension(s, SLA__BY_START, w->started_calendar, NULL, 2);
}

sla_result sla__space_new(struct sla__space *s, const sla_policy *p)
{
    const size_t most = 3 + SLA__ATTRIBUTES_MAX + (size_t)p->calendar_names.count;

    s->dimensions = sla__alloc(most, sizeof *s->dimensions);
    s->start = sla__alloc((size_t)p->calendar_names.count, sizeof *s->start);
    if (s->dimensions == NULL || s->start == NULL)
        return SLA_NO_MEMORY;
    s->status = -1;
    for (size_t i = 0; i < SLA__ATTRIBUTES_MAX; i++)
        s->attribute[i] = -1;
    for (int32_t i = 0; i < p->calendar_names.count; i++)
        s->start[i] = -1;
    /* A type or priority that the facts do not tell answers to no row (it is reported with the
     * ticket); only a policy that has none at all speaks of tickets without. */
    add_dimension(s, SLA__BY_TYPE, 0, &p->types, p->types.count > 0 ? p->types.count : 1);
    add_dimension(s, SLA__BY_PRIORITY, 0, &p->priorities,
                  p->priorities.count > 0 ? p->priorities.count : 1);
    if (p->calendar_attribute >= 0) {
        const struct sla__attribute *a = &p->attributes[p->calendar_attribute];

        s->attribute[p->calendar_attribute] =
            add_dimension(s, SLA__BY_ATTRIBUTE, p->calendar_attribute, &a->values,
                          a->values.count + (a->default_value < 0));
    }
    for (size_t i = 0; i < p->row_count; i++)
        see_condition(s, p, &p->rows[i].when);
    for (int32_t i = 0; i < p->clock_names.count; i++)
        see_condition(s, p, &p->clocks[i].when);
    return SLA_OK;
}

void sla__space_clear(struct sla__space *s)
{
    sla__free(s->dimensions);
    sla__free(s->start);
    *s = (struct sla__space){0};
}

/* ------------------------------------------------------------------ boxes */

/* The bits of word i that stand for values of the dimension. */
static uint64_t all_of(const struct sla__dimension *d, size_t i)
{
    const int32_t rest = d->count - (int32_t)(i * 64);

    return rest >= 64 ? UINT64_MAX : ((uint64_t)1 << rest) - 1;
}

void sla__box_full(const struct sla__space *s, uint64_t *box)
{
    for (size_t d = 0; d < s->count; d++)
        for (size_t i = 0; i < s->dimensions[d].words; i++)
            box[s->dimensions[d].at + i] = all_of(&s->dimensions[d], i);
}

static void keep_only(const struct sla__space *s, uint64_t *box, int32_t dimension,
                      const struct sla__set *set)
{
    const struct sla__dimension *d = &s->dimensions[dimension];

    for (size_t i = 0; i < d->words; i++)
        box[d->at + i] &= (int64_t)i * 64 < set->room ? set->bits[i] : 0;
}

void sla__box_restrict(const struct sla__space *s, uint64_t *box, const struct sla__when *when)
{
    if (when->has_types)
        keep_only(s, box, SLA__BY_TYPE, &when->types);
    if (when->has_priorities)
        keep_only(s, box, SLA__BY_PRIORITY, &when->priorities);
    if (when->has_statuses)
        keep_only(s, box, s->status, &when->statuses);
    for (int32_t i = 0; i < when->attribute_count; i++)
        keep_only(s, box, s->attribute[when->attributes[i].attribute], &when->attributes[i].values);
    if (when->started != 0)
        box[s->dimensions[s->start[when->started_calendar]].at] &=
            (uint64_t)(when->started == 1 ? 1 : 2); /* value 0: inside, 1: outside */
}

int sla__box_meet(const struct sla__space *s, const uint64_t *a, const uint64_t *b, uint64_t *out)
{
    for (size_t d = 0; d < s->count; d++) {
        const struct sla__dimension *dimension = &s->dimensions[d];
        uint64_t any = 0;

        for (size_t i = dimension->at; i < dimension->at + dimension->words; i++)
            any |= out[i] = a[i] & b[i];
        if (any == 0)
            return 0;
    }
    return 1;
}

int sla__box_has(const struct sla__space *s, const uint64_t *box, size_t dimension, int32_t value)
{
    return (int)(box[s->dimensions[dimension].at + (size_t)value / 64] >> (value % 64) & 1);
}

int32_t sla__box_example(const struct sla__space *s, const uint64_t *box, size_t dimension)
{
    int32_t least = -1, held = 0;

    for (int32_t v = s->dimensions[dimension].count - 1; v >= 0; v--) {
        if (sla__box_has(s, box, dimension, v)) {
            least = v;
            held++;
        }
    }
    return held < s->dimensions[dimension].count ? least : -1;
}

/* ------------------------------------------------------------------ lists of boxes */

sla_result sla__boxes_add(const struct sla__space *s, struct sla__boxes *b, const uint64_t *box)
{
    uint64_t *at = sla__grow(b->at, b->count, &b->room, s->words * sizeof *at);

    if (at == NULL)
        return SLA_NO_MEMORY;
    b->at = at;
    memcpy(&b->at[b->count++ * s->words], box, s->words * sizeof *box);
    return SLA_OK;
}

sla_result sla__boxes_add_rest(const struct sla__space *s, struct sla__boxes *b,
                               const uint64_t *box, const uint64_t *part, uint64_t *scratch)
{
    sla_result rc = SLA_OK;

    /* Dimension by dimension: what lies outside here, and inside in those before. */
    memcpy(scratch, box, s->words * sizeof *box);
    for (size_t d = 0; rc == SLA_OK && d < s->count; d++) {
        const struct sla__dimension *dimension = &s->dimensions[d];
        uint64_t any = 0;

        for (size_t i = dimension->at; i < dimension->at + dimension->words; i++)
            any |= scratch[i] = box[i] & ~part[i];
        if (any != 0)
            rc = sla__boxes_add(s, b, scratch);
        memcpy(&scratch[dimension->at], &part[dimension->at], dimension->words * sizeof *scratch);
    }
    return rc;
}

void sla__boxes_clear(struct sla__boxes *b)
{
    sla__free(b->at);
    *b = (struct sla__boxes){0};
}
