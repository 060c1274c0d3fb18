/* SPDX-License-Identifier: MIT */
/* Closures by the second: gathered from all lists, then made disjoint. */
#include "calendar/cuts.h"

#include "base/alloc.h"
#include "base/time.h"
#include "calendar/sort.h"

static sla_result add_cut(struct sla__cuts *cuts, sla_time from, sla_time to, const char *name)
{
    struct sla__cut *at;

    if (from >= to)
        return SLA_OK;
    at = sla__grow(cuts->at, cuts->count, &cuts->room, sizeof *at);
    if (at == NULL)
        return SLA_NO_MEMORY;
    cuts->at = at;
    at[cuts->count++] = (struct sla__cut){from, to, name};
    return SLA_OK;
}

/* The timed closures of one list; floating ones are wall time of this calendar. */
static sla_result gather_spans(struct sla__cuts *cuts, const struct sla__closing *closing,
                               const struct sla__zone *zone, sla_time first, sla_time last)
{
    sla_result rc = SLA_OK;

    for (size_t i = 0; rc == SLA_OK && i < closing->list.span_count; i++) {
        struct sla__closed_span s = closing->list.spans[i];

        if (s.to <= first || s.from >= last)
            continue;
        if (s.floating) {
            s.from = s.from < first ? first : sla__zone_to_utc(zone, s.from);
            s.to = s.to > last ? last : sla__zone_to_utc(zone, s.to);
        }
        rc = add_cut(cuts, s.from, s.to, sla__closing_name(closing, s.name, "closure"));
    }
    return rc;
}

/* `scope: date`: the dates that close for every window, the tail of the night before included. */
static sla_result gather_scopes(struct sla__cuts *cuts, struct sla__dates *dates,
                                const struct sla__zone *zone, int32_t from, int32_t to)
{
    sla_result rc = SLA_OK;

    sla__dates_start(dates, from);
    for (int32_t day = from; rc == SLA_OK && day <= to; day++) {
        struct sla__date_said said;

        sla__dates_next(dates, &said);
        if (said.scope != NULL)
            rc = add_cut(cuts, sla__zone_to_utc(zone, (int64_t)day * SLA__DAY),
                         sla__zone_to_utc(zone, (int64_t)(day + 1) * SLA__DAY), said.scope);
    }
    return rc;
}

static int by_from(const void *a, const void *b)
{
    const struct sla__cut *x = a, *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

/* Where two overlap, the one that begins first has the name. */
static sla_result settle(struct sla__cuts *cuts)
{
    size_t kept = 0;

    if (sla__sort(cuts->at, cuts->count, sizeof *cuts->at, by_from) != SLA_OK)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < cuts->count; i++) {
        struct sla__cut c = cuts->at[i];

        if (kept > 0 && c.from < cuts->at[kept - 1].to)
            c.from = cuts->at[kept - 1].to;
        if (c.from < c.to)
            cuts->at[kept++] = c;
    }
    cuts->count = kept;
    return SLA_OK;
}

sla_result sla__cuts_gather(struct sla__cuts *cuts, const struct sla__plan *plan, uint64_t covered,
                            struct sla__dates *dates, int32_t from, int32_t to)
{
    const sla_time first = (sla_time)from * SLA__DAY, last = (sla_time)to * SLA__DAY;
    sla_result rc = SLA_OK;
    int scopes = 0;

    for (size_t i = 0; rc == SLA_OK && i < plan->closing_count; i++) {
        scopes |= plan->closings[i].scope_date;
        if (!sla__closing_covered(&plan->closings[i], covered))
            rc = gather_spans(cuts, &plan->closings[i], plan->zone, first, last);
    }
    if (rc == SLA_OK && scopes)
        rc = gather_scopes(cuts, dates, plan->zone, from, to);
    return rc == SLA_OK ? settle(cuts) : rc;
}

void sla__cuts_clear(struct sla__cuts *cuts)
{
    sla__free(cuts->at);
    *cuts = (struct sla__cuts){0};
}

size_t sla__cuts_find(const struct sla__cuts *cuts, sla_time at)
{
    size_t low = 0, high = cuts->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (cuts->at[middle].to > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
