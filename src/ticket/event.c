/* SPDX-License-Identifier: MIT */
/* The event object: what a host says happened. Nothing is checked against a policy here. */
#include "ticket/event.h"

#include <string.h>

#include "base/alloc.h"
#include "policy/model.h"

#define CHANGES_MAX (SLA__ATTRIBUTES_MAX + 5) /* one for each fact that there can be */

static int valid(sla_time t)
{
    return t >= SLA_TIME_MIN && t <= SLA_TIME_MAX;
}

/* A copy of a text or of NULL; 0 when memory ran out. */
static int copy(const char *text, char **out)
{
    *out = text ? sla__strndup(text, strlen(text)) : NULL;
    return !text || *out;
}

sla_result sla_event_new(const char *name, sla_time at, sla_event **out)
{
    sla_event *e;

    if (!out)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    if (!name)
        return SLA_INVALID_ARGUMENT;
    if (!valid(at))
        return SLA_OUT_OF_RANGE;
    e = sla__alloc(1, sizeof *e);
    if (!e || !copy(name, &e->name)) {
        sla__free(e);
        return SLA_NO_MEMORY;
    }
    e->at = at;
    e->told = at;
    e->due = SLA_TIME_NONE;
    *out = e;
    return SLA_OK;
}

void sla_event_free(sla_event *event)
{
    if (!event)
        return;
    for (size_t i = 0; i < event->change_count; i++) {
        sla__free(event->changes[i].fact);
        sla__free(event->changes[i].value);
    }
    sla__free(event->changes);
    sla__free(event->name);
    sla__free(event->clock);
    sla__free(event->why);
    sla__free(event);
}

sla_result sla_event_set_told(sla_event *event, sla_time told)
{
    if (!event)
        return SLA_INVALID_ARGUMENT;
    if (!valid(told))
        return SLA_OUT_OF_RANGE;
    event->told = told;
    return SLA_OK;
}

sla_result sla_event_set_sequence(sla_event *event, int64_t sequence)
{
    if (!event)
        return SLA_INVALID_ARGUMENT;
    event->sequence = sequence;
    return SLA_OK;
}

sla_result sla_event_set_change(sla_event *event, const char *fact, const char *value)
{
    struct sla__told_change change = {NULL, NULL}, *grown;

    if (!event || !fact)
        return SLA_INVALID_ARGUMENT;
    if (!copy(value, &change.value))
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < event->change_count; i++) {
        if (strcmp(event->changes[i].fact, fact) == 0) { /* said again: the last word counts */
            sla__free(event->changes[i].value);
            event->changes[i].value = change.value;
            return SLA_OK;
        }
    }
    if (event->change_count == CHANGES_MAX) {
        sla__free(change.value);
        return SLA_LIMIT;
    }
    if (copy(fact, &change.fact)) {
        grown = sla__realloc(event->changes, event->change_count + 1, sizeof *grown);
        if (grown) {
            event->changes = grown;
            grown[event->change_count++] = change;
            return SLA_OK;
        }
    }
    sla__free(change.fact);
    sla__free(change.value);
    return SLA_NO_MEMORY;
}

sla_result sla_event_set_due(sla_event *event, const char *clock, sla_time due, const char *why)
{
    char *new_clock, *new_why;

    if (!event)
        return SLA_INVALID_ARGUMENT;
    if (!valid(due))
        return SLA_OUT_OF_RANGE;
    if (!copy(clock, &new_clock))
        return SLA_NO_MEMORY;
    if (!copy(why, &new_why)) {
        sla__free(new_clock);
        return SLA_NO_MEMORY;
    }
    sla__free(event->clock);
    sla__free(event->why);
    event->clock = new_clock;
    event->why = new_why;
    event->due = due;
    return SLA_OK;
}
