/* SPDX-License-Identifier: MIT */
/* What a replay met and could not use: reported, never refused (R11, R15). */
#include "base/diagnostics.h"
#include "ticket/facts.h"
#include "ticket/replay.h"

struct remarks {
    const sla_ticket *ticket;
    sla_diagnostics *d;
};

static struct sla__place place_of(const sla_ticket *t, const struct sla__recorded *e)
{
    return (struct sla__place){t->id, e->number, 0};
}

static sla_result watch(void *context, const struct sla__replay *r, enum sla__noted what,
                        sla_time from, sla_time to, const struct sla__recorded *cause,
                        const char *why)
{
    struct remarks *m = context;

    (void)from, (void)to;
    if (what == SLA__NOTE_IGNORED)
        sla__report(m->d, SLA__MSG_EVENT_IGNORED, place_of(m->ticket, cause),
                    "event \"%s\" does nothing to clock \"%s\": %s",
                    r->policy->events.at[cause->kind], r->clock->name, why);
    return SLA_OK;
}

sla_result sla_ticket_check(const sla_ticket *ticket, sla_time now, sla_time known,
                            sla_diagnostics *diagnostics)
{
    struct remarks m = {ticket, diagnostics};
    struct sla__watcher watcher = {watch, &m};
    const sla_policy *p;
    struct sla__facts f;
    struct sla__replay r;
    int32_t entered;
    sla_result rc = SLA_OK;

    if (!ticket || !diagnostics)
        return SLA_INVALID_ARGUMENT;
    if (!sla__askable_at(now, known))
        return SLA_OUT_OF_RANGE;
    p = ticket->policy;
    f = ticket->facts;
    for (int32_t i = 0; i < ticket->count; i++) {
        const struct sla__recorded *e = ticket->events[i];

        if (!sla__event_seen(e, now, known))
            continue;
        (void)sla__facts_apply(&f, e, &entered);
        if (e->given < e->at)
            sla__report(diagnostics, SLA__MSG_EVENT_EARLY, place_of(ticket, e),
                        "event \"%s\" lies before the creation and counts at the creation",
                        p->events.at[e->kind]);
    }
    if (p->priorities.count > 0 && sla__policy_priority(p, &f) < 0)
        sla__report(diagnostics, SLA__MSG_NO_PRIORITY, (struct sla__place){ticket->id, 0, 0},
                    "the facts do not decide a priority: clocks whose target depends on it do "
                    "not run; give impact and urgency, a type with a fixed one, or the priority");
    for (int32_t i = 0; rc == SLA_OK && i < p->clock_names.count; i++)
        rc = sla__replay_run(&r, ticket, i, now, known, &watcher);
    return rc;
}
