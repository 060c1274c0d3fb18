/* SPDX-License-Identifier: MIT */
/* A ticket as it is kept: the facts at creation and every event, in the order of rule R15. */
#ifndef SLA_TICKET_HISTORY_H
#define SLA_TICKET_HISTORY_H

#include <slacore/ticket.h>
#include "policy/model.h"

#define SLA__EVENTS_MAX 10000

/* A fact's number: these, then the policy's attributes. */
enum sla__fact {
    SLA__FACT_TYPE,
    SLA__FACT_IMPACT,
    SLA__FACT_URGENCY,
    SLA__FACT_PRIORITY,
    SLA__FACT_STATUS,
    SLA__FACT_ATTRIBUTE /* + number of the attribute */
};

struct sla__change {
    int32_t fact;
    int32_t value; /* a number as in struct sla__facts, or -1: taken back */
};

struct sla__recorded {
    sla_time at;    /* when it counts: never before the creation */
    sla_time given; /* when it was said to have happened */
    sla_time told;  /* when it became known */
    int64_t sequence;
    int32_t kind;   /* number of its name in the policy's events */
    int32_t rank;   /* R15: order by kind within an instant and sequence */
    int32_t number; /* order of recording, from 1 */
    int32_t clock;  /* due_agreed: which clock, else -1 */
    sla_time due;   /* due_agreed, code_fix: the instant, or SLA_TIME_NONE */
    const char *why;
    int32_t change_count;
    struct sla__change changes[];
};

/* A stretch in which a clock was running, with the calendar by which it counts. */
struct sla__stretch {
    sla_time from, to;
    const sla_calendar *calendar; /* NULL: none is known, nothing counts */
    sla_duration sum;             /* counted up to its end, since the count began */
};

struct sla_ticket {
    sla_policy *policy;
    char *id;
    sla_time created;
    struct sla__facts facts;       /* at creation */
    struct sla__names texts;       /* values of attributes that allow any text */
    struct sla__recorded **events; /* sorted */
    int32_t count, room;
    /* Working space of a replay, so that asking allocates nothing: stretches begin at the creation
     * or at an event's instant, so there are never more than events + 1. */
    struct sla__stretch *stretches;
};

/* 1 if the event is seen at `now` by one who knows what was told until `known` (NONE: all). */
static inline int sla__event_seen(const struct sla__recorded *e, sla_time now, sla_time known)
{
    return e->at <= now && (known == SLA_TIME_NONE || e->told <= known);
}

#endif
