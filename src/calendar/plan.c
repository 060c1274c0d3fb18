/* SPDX-License-Identifier: MIT */
/* A written calendar's life: making, sharing, freeing, and the length of its working day (R7). */
#include "calendar/plan.h"

#include <string.h>

#include "base/alloc.h"

sla_result sla__plan_new(struct sla__plan **out)
{
    struct sla__plan *plan = sla__alloc(1, sizeof *plan);

    *out = NULL;
    if (plan == NULL)
        return SLA_NO_MEMORY;
    plan->refs = 1;
    plan->name = sla__strndup("", 0);
    if (plan->name == NULL) {
        sla__free(plan);
        return SLA_NO_MEMORY;
    }
    *out = plan;
    return SLA_OK;
}

struct sla__plan *sla__plan_ref(struct sla__plan *plan)
{
    if (plan != NULL)
        (void)__atomic_add_fetch(&plan->refs, 1, __ATOMIC_RELAXED);
    return plan;
}

static void free_plan(struct sla__plan *plan)
{
    for (size_t i = 0; i < plan->season_count; i++)
        sla__week_clear(&plan->seasons[i].week);
    for (size_t i = 0; i < plan->special_count; i++)
        sla__free(plan->specials[i].windows.at);
    for (size_t i = 0; i < plan->closing_count; i++)
        sla__holidays_clear(&plan->closings[i].list);
    for (size_t i = 0; i < plan->coverage_count; i++)
        sla__free(plan->coverages[i].windows.at);
    for (size_t i = 0; i < plan->member_count; i++)
        sla__plan_unref(plan->members[i]);
    for (size_t i = 0; i < plan->version_count; i++)
        sla__plan_unref(plan->versions[i]);
    sla__week_clear(&plan->week);
    sla__free(plan->seasons);
    sla__free(plan->specials);
    sla__free(plan->closings);
    sla__free(plan->coverages);
    sla__free(plan->members);
    sla__free(plan->versions);
    sla__free(plan->version_from);
    sla__free(plan->version_covered);
    sla__zone_unref(plan->zone);
    sla__free(plan->name);
    sla__free(plan);
}

void sla__plan_unref(struct sla__plan *plan)
{
    if (plan != NULL && __atomic_sub_fetch(&plan->refs, 1, __ATOMIC_ACQ_REL) == 0)
        free_plan(plan);
}

sla_result sla__windows_copy(struct sla__windows *to, const struct sla__windows *from)
{
    struct sla__windows copy = {NULL, from->count};

    if (from->count > 0) {
        copy.at = sla__alloc((size_t)from->count, sizeof *copy.at);
        if (copy.at == NULL)
            return SLA_NO_MEMORY;
        memcpy(copy.at, from->at, (size_t)from->count * sizeof *copy.at);
    }
    *to = copy;
    return SLA_OK;
}

sla_result sla__week_copy(struct sla__week *to, const struct sla__week *from)
{
    struct sla__week copy = {0};

    for (int day = 0; day < 7; day++) {
        if (sla__windows_copy(&copy.day[day], &from->day[day]) != SLA_OK) {
            sla__week_clear(&copy);
            return SLA_NO_MEMORY;
        }
    }
    *to = copy;
    return SLA_OK;
}

void sla__week_clear(struct sla__week *week)
{
    for (int day = 0; day < 7; day++)
        sla__free(week->day[day].at);
    *week = (struct sla__week){0};
}

/* Wall-clock seconds in at least one of the windows. */
static int32_t total_of(const struct sla__windows *w)
{
    int32_t total = 0;

    for (int32_t i = 0; i < w->count; i++) {
        /* Each window counts from where the windows that open before it (or with it, and stand
         * before it in the list) end. */
        int32_t from = w->at[i].open;

        for (int32_t j = 0; j < w->count; j++) {
            int before = w->at[j].open < w->at[i].open || (w->at[j].open == w->at[i].open && j < i);

            if (before && w->at[j].close > from)
                from = w->at[j].close;
        }
        if (from < w->at[i].close)
            total += w->at[i].close - from;
    }
    return total;
}

int32_t sla__plan_day_length(const struct sla__plan *plan)
{
    int32_t totals[7];
    int worked = 0;

    while (plan->version_count > 0)
        plan = plan->versions[0];
    if (plan->day_length > 0 || plan->member_count > 0)
        return plan->day_length;
    for (int day = 0; day < 7; day++) {
        totals[day] = total_of(&plan->week.day[day]);
        worked += totals[day] > 0;
    }
    for (int day = 0; day < 7; day++) {
        int same = 0;

        for (int other = 0; other < 7; other++)
            same += totals[other] == totals[day];
        if (totals[day] > 0 && same * 2 > worked)
            return totals[day];
    }
    return 0;
}
