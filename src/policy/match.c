/* SPDX-License-Identifier: MIT */
/*
 * Which priority, row, target and calendar a ticket has at one instant. Nothing here allocates:
 * this is asked at each change of every ticket that is replayed.
 */
#include "policy/model.h"

int32_t sla__policy_priority(const sla_policy *p, const struct sla__facts *f)
{
    if (f->given >= 0)
        return f->given; /* the host's word stands first, R8 */
    if (p->fixed != NULL && f->type >= 0 && p->fixed[f->type] >= 0)
        return p->fixed[f->type];
    if (p->matrix != NULL && f->urgency >= 0 && f->impact >= 0)
        return p->matrix[(size_t)f->urgency * (size_t)p->impacts.count + (size_t)f->impact];
    return -1;
}

static int started_holds(const sla_policy *p, const struct sla__when *w, int32_t priority,
                         sla_time started)
{
    int open;

    if (started == SLA_TIME_NONE)
        return 0;
    if (sla_calendar_is_open(p->calendars[w->started_calendar].seen[1 + priority], started,
                             &open) != SLA_OK)
        return 0;
    return open == (w->started == 1);
}

int sla__when_holds(const sla_policy *p, const struct sla__when *w, const struct sla__facts *f,
                    int32_t priority, sla_time started)
{
    if (w->has_types && !sla__set_has(&w->types, f->type))
        return 0;
    if (w->has_priorities && !sla__set_has(&w->priorities, priority))
        return 0;
    if (w->has_statuses && !sla__set_has(&w->statuses, f->status))
        return 0;
    for (int32_t i = 0; i < w->attribute_count; i++)
        if (!sla__set_has(&w->attributes[i].values, f->attribute[w->attributes[i].attribute]))
            return 0;
    return w->started == 0 || started_holds(p, w, priority, started);
}

struct sla__match sla__policy_match(const sla_policy *p, int32_t clock, const struct sla__facts *f,
                                    sla_time started)
{
    const struct sla__match none = {NULL, NULL};
    const int32_t priority = sla__policy_priority(p, f);
    const size_t cell = (size_t)clock * ((size_t)p->priorities.count + 1) + (size_t)(1 + priority);

    if (!sla__when_holds(p, &p->clocks[clock].when, f, priority, started))
        return none;
    for (size_t i = 0; i < p->row_count; i++) {
        const struct sla__row *row = &p->rows[i];

        if (row->answers[cell] != NULL && sla__when_holds(p, &row->when, f, priority, started))
            return (struct sla__match){row, row->answers[cell]};
    }
    return none;
}

int32_t sla__policy_calendar_of(const sla_policy *p, int32_t clock, const struct sla__row *row,
                                const struct sla__facts *f)
{
    if (row != NULL && row->calendar >= 0)
        return row->calendar;
    if (p->clocks[clock].calendar >= 0)
        return p->clocks[clock].calendar;
    if (p->calendar_attribute >= 0) {
        const int32_t value = f->attribute[p->calendar_attribute];
        const int32_t *mapped = p->attributes[p->calendar_attribute].calendar;

        if (value >= 0 && mapped[value] >= 0)
            return mapped[value];
    }
    return p->default_calendar;
}
