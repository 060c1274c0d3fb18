/* SPDX-License-Identifier: MIT */
/* Which target and calendar a clock has for the facts of the moment (R8), and how many seconds that
 * is (R7: all become seconds once, from the clock's start). */
#include "ticket/binding.h"

static sla_result seconds_of(const struct sla__target *t, const sla_calendar *calendar,
                             int32_t day_length, sla_time from, sla_duration *seconds)
{
    if (t->kind == SLA__TARGET_SECONDS) {
        *seconds = t->seconds;
        return SLA_OK;
    }
    if (!calendar)
        return SLA_NOT_FOUND;
    if (t->kind == SLA__TARGET_WORKING_DAYS)
        return sla__calendar_working_days(calendar, from, t->days, t->rule, day_length, seconds);
    return sla__calendar_by_wall(calendar, from, t->wall, t->days, seconds);
}

struct sla__binding sla__bind(const sla_policy *p, int32_t clock, const struct sla__facts *f,
                              sla_time started)
{
    struct sla__match match = sla__policy_match(p, clock, f, started);
    struct sla__binding b = {match.row, match.target, -1, NULL, SLA_DURATION_NONE, SLA_OK};

    b.calendar_number = sla__policy_calendar_of(p, clock, match.row, f);
    if (b.calendar_number >= 0)
        b.calendar = p->calendars[b.calendar_number].seen[1 + sla__policy_priority(p, f)];
    return b;
}

void sla__binding_count(const sla_policy *p, struct sla__binding *b, sla_time from)
{
    int32_t day_length = b->calendar_number < 0 ? 0 : p->calendars[b->calendar_number].day_length;
    sla_duration seconds;

    b->seconds = SLA_DURATION_NONE;
    b->result = SLA_OK;
    if (!b->target || b->target->kind == SLA__TARGET_NONE)
        return;
    if (from == SLA_TIME_NONE && b->target->kind != SLA__TARGET_SECONDS)
        return; /* not before the clock has started */
    b->result = seconds_of(b->target, b->calendar, day_length, from, &seconds);
    if (b->result == SLA_OK)
        b->seconds = seconds;
}
