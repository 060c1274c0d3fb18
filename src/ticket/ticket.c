/* SPDX-License-Identifier: MIT */
/* The ticket object: its events in the policy's numbers, kept in the order of R15. */
#include "ticket/history.h"

#include <string.h>

#include "base/alloc.h"
#include "ticket/event.h"
#include "ticket/facts.h"

sla_result sla_ticket_new(const sla_policy *policy, const char *id, sla_time created,
                          sla_ticket **out)
{
    sla_ticket *t;

    if (!out)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    if (!policy)
        return SLA_INVALID_ARGUMENT;
    if (created < SLA_TIME_MIN || created > SLA_TIME_MAX)
        return SLA_OUT_OF_RANGE;
    t = sla__alloc(1, sizeof *t);
    if (!t)
        return SLA_NO_MEMORY;
    t->policy = sla_policy_ref(policy);
    t->id = sla__strndup(id ? id : "", id ? strlen(id) : 0);
    t->stretches = sla__alloc(1, sizeof *t->stretches);
    if (!t->id || !t->stretches) {
        sla_ticket_free(t);
        return SLA_NO_MEMORY;
    }
    t->created = created;
    t->facts.type = t->facts.impact = t->facts.urgency = t->facts.given = t->facts.status = -1;
    for (int32_t i = 0; i < policy->attribute_names.count; i++)
        t->facts.attribute[i] = policy->attributes[i].default_value;
    *out = t;
    return SLA_OK;
}

void sla_ticket_free(sla_ticket *ticket)
{
    if (!ticket)
        return;
    for (int32_t i = 0; i < ticket->count; i++)
        sla__free(ticket->events[i]);
    sla__free(ticket->events);
    sla__free(ticket->stretches);
    sla__names_clear(&ticket->texts);
    sla__free(ticket->id);
    sla_policy_unref(ticket->policy);
    sla__free(ticket);
}

const char *sla_ticket_id(const sla_ticket *ticket)
{
    return ticket ? ticket->id : NULL;
}

sla_time sla_ticket_created(const sla_ticket *ticket)
{
    return ticket ? ticket->created : SLA_TIME_NONE;
}

const sla_policy *sla_ticket_policy(const sla_ticket *ticket)
{
    return ticket ? ticket->policy : NULL;
}

size_t sla_ticket_event_count(const sla_ticket *ticket)
{
    return ticket ? (size_t)ticket->count : 0;
}

sla_result sla_ticket_set(sla_ticket *ticket, const char *fact, const char *value)
{
    struct sla__change change;
    sla_result rc;

    if (!ticket || !fact)
        return SLA_INVALID_ARGUMENT;
    rc = sla__fact_resolve(ticket, fact, value, &change);
    if (rc == SLA_OK)
        *sla__fact_slot(&ticket->facts, change.fact) = change.value;
    return rc;
}

/* R15: changes with status and due agreed, reopened, waiting, resumed, any other, code fix,
 * responded, resolved, closed, cancelled. */
static int32_t rank_of(int32_t kind)
{
    switch (kind) {
    case SLA__EV_RECLASSIFIED:
    case SLA__EV_STATUS:
    case SLA__EV_DUE_AGREED:
        return 0;
    case SLA__EV_REOPENED:
        return 1;
    case SLA__EV_WAITING:
        return 2;
    case SLA__EV_RESUMED:
        return 3;
    case SLA__EV_CODE_FIX:
        return 5;
    case SLA__EV_RESPONDED:
        return 6;
    case SLA__EV_RESOLVED:
        return 7;
    case SLA__EV_CLOSED:
        return 8;
    case SLA__EV_CANCELLED:
        return 9;
    default:
        return 4;
    }
}

static int before(const struct sla__recorded *a, const struct sla__recorded *b)
{
    if (a->at != b->at)
        return a->at < b->at;
    if (a->sequence != b->sequence)
        return a->sequence < b->sequence;
    if (a->rank != b->rank)
        return a->rank < b->rank;
    if (a->kind != b->kind)
        return a->kind < b->kind;
    return a->number < b->number;
}

/* Room for one event more, and for one stretch more in the replay's working space. */
static sla_result make_room(sla_ticket *t)
{
    int32_t room = t->room ? t->room * 2 : 8;
    struct sla__recorded **events;
    struct sla__stretch *stretches;

    if (t->count == SLA__EVENTS_MAX)
        return SLA_LIMIT;
    if (t->count < t->room)
        return SLA_OK;
    events = sla__realloc(t->events, (size_t)room, sizeof(struct sla__recorded *));
    if (!events)
        return SLA_NO_MEMORY;
    t->events = events;
    stretches = sla__realloc(t->stretches, (size_t)room + 1, sizeof *stretches);
    if (!stretches)
        return SLA_NO_MEMORY;
    t->stretches = stretches;
    t->room = room;
    return SLA_OK;
}

static void insert(sla_ticket *t, struct sla__recorded *e)
{
    int32_t low = 0, high = t->count;

    if (high > 0 && before(t->events[high - 1], e)) /* told in order, as most are */
        low = high;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;

        if (before(e, t->events[middle]))
            high = middle;
        else
            low = middle + 1;
    }
    memmove(t->events + low + 1, t->events + low,
            (size_t)(t->count - low) * sizeof(struct sla__recorded *));
    t->events[low] = e;
    t->count++;
}

/* What may be said with which event: an instant belongs to due_agreed and code_fix alone. */
static sla_result check_due(const sla_ticket *t, const sla_event *event, int32_t kind,
                            int32_t *clock)
{
    *clock = -1;
    if (kind == SLA__EV_CREATED)
        return SLA_REFUSED;
    if (kind == SLA__EV_DUE_AGREED) {
        if (event->due == SLA_TIME_NONE || !event->clock)
            return SLA_REFUSED;
        *clock = sla__names_find(&t->policy->clock_names, event->clock, strlen(event->clock));
        return *clock < 0 ? SLA_NOT_FOUND : SLA_OK;
    }
    if (event->due != SLA_TIME_NONE && (kind != SLA__EV_CODE_FIX || event->clock))
        return SLA_REFUSED;
    return SLA_OK;
}

sla_result sla_ticket_record_event(sla_ticket *ticket, const sla_event *event)
{
    struct sla__recorded *e;
    size_t why_len, head;
    int32_t kind, clock;
    sla_result rc;

    if (!ticket || !event)
        return SLA_INVALID_ARGUMENT;
    kind = sla__names_find(&ticket->policy->events, event->name, strlen(event->name));
    if (kind < 0)
        return SLA_NOT_FOUND;
    rc = check_due(ticket, event, kind, &clock);
    if (rc == SLA_OK)
        rc = make_room(ticket);
    if (rc != SLA_OK)
        return rc;
    why_len = event->why ? strlen(event->why) : 0;
    head = sizeof *e + event->change_count * sizeof *e->changes;
    e = sla__alloc(1, head + why_len + 1);
    if (!e)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < event->change_count; i++) {
        rc = sla__fact_resolve(ticket, event->changes[i].fact, event->changes[i].value,
                               &e->changes[i]);
        if (rc != SLA_OK) {
            sla__free(e);
            return rc;
        }
    }
    e->change_count = (int32_t)event->change_count;
    if (why_len > 0)
        memcpy((char *)e + head, event->why, why_len);
    e->why = (char *)e + head;
    e->given = event->at;
    e->at = event->at < ticket->created ? ticket->created : event->at;
    e->told = event->told;
    e->sequence = event->sequence;
    e->kind = kind;
    e->rank = rank_of(kind);
    e->number = ticket->count + 1;
    e->clock = clock;
    e->due = event->due;
    insert(ticket, e);
    return SLA_OK;
}

sla_result sla_ticket_record(sla_ticket *ticket, const char *event, sla_time at)
{
    sla_event *e = NULL;
    sla_result rc;

    if (!ticket || !event)
        return SLA_INVALID_ARGUMENT;
    rc = sla_event_new(event, at, &e);
    if (rc == SLA_OK)
        rc = sla_ticket_record_event(ticket, e);
    sla_event_free(e);
    return rc;
}
