/* SPDX-License-Identifier: MIT */
/*
 * One clock of one ticket, walked through its events (R8 to R16). The walk allocates nothing;
 * whoever wants more than the end of it (all cycles, a reckoning, remarks) watches.
 */
#ifndef SLA_TICKET_REPLAY_H
#define SLA_TICKET_REPLAY_H

#include "ticket/history.h"

enum sla__phase { SLA__PENDING, SLA__ACTIVE, SLA__STOPPED, SLA__RELEASED, SLA__CANCELLED };

/* What a clock counts against and by; found anew when a fact changes (R8, R12). */
struct sla__binding {
    const struct sla__row *row;
    const struct sla__target *target; /* NULL or `none`: the clock does not apply */
    int32_t calendar_number;          /* -1: none */
    const sla_calendar *calendar;     /* as the ticket's priority sees it */
    sla_duration seconds;             /* the target in seconds, or SLA_DURATION_NONE */
    sla_result result;                /* why there are no seconds though there is a target */
};

struct sla__replay {
    const sla_ticket *ticket;
    const sla_policy *policy;
    const struct sla__clock *clock;
    int32_t number;                     /* of the clock */
    const struct sla__watcher *watcher; /* may be NULL */

    struct sla__facts facts;
    enum sla__phase phase;
    int waiting;         /* the event reason for a pause */
    int32_t waiting_for; /* the kind of event that set it */
    int status_pause;    /* the status reason */
    int done;            /* `until` came: no start counts any more */
    int32_t deferred;    /* index of a reopening that waits for the rest of its instant, or -1 */

    /* The cycle. After its end all this stands as it stood then. */
    int32_t cycle;
    sla_time started, ended;
    sla_time origin; /* counted from here: the start, or a change that began the count anew */
    int ended_by_until;
    int ended_paused;
    struct sla__binding bound;
    sla_time agreed;
    sla_time mark; /* counted up to here */
    sla_duration counted;
    struct sla__stretch *stretches; /* what was counted, in the ticket's working space */
    int32_t stretch_count;
    sla_time used_up;  /* when the target in force was used up, or SLA_TIME_NONE */
    sla_time breached; /* since when it is past its target, or SLA_TIME_NONE */
    int32_t lifted;
    const char *vehicle;
};

enum sla__noted {
    SLA__NOTE_RUN,     /* from..to: no pause is on */
    SLA__NOTE_PAUSE,   /* from..to: paused */
    SLA__NOTE_GAP,     /* from..to: between an end and the next cycle */
    SLA__NOTE_START,   /* a cycle begins */
    SLA__NOTE_RESUMED, /* a cycle goes on after a reopening */
    SLA__NOTE_CHANGE,  /* the facts changed and so did target or calendar */
    SLA__NOTE_ANEW,    /* ...and the count began anew at that instant */
    SLA__NOTE_RECOUNT, /* ...and the cycle was counted again by another calendar */
    SLA__NOTE_AGREED,  /* a due instant was agreed */
    SLA__NOTE_BREACH,  /* from: the target is passed */
    SLA__NOTE_LIFTED,  /* from: now; to: the breach that the event undid */
    SLA__NOTE_END,     /* a cycle ends; the replay stands as it will stay */
    SLA__NOTE_VOIDED,  /* a reopening voided the cycle that is still shown */
    SLA__NOTE_IGNORED  /* the event did nothing; see why */
};

/* `cause` is the event behind it, NULL for the creation; `why` is only there for IGNORED. */
struct sla__watcher {
    sla_result (*note)(void *context, const struct sla__replay *r, enum sla__noted what,
                       sla_time from, sla_time to, const struct sla__recorded *cause,
                       const char *why);
    void *context;
};

/* Walk clock number `clock` to `now`. Any result but SLA_OK comes from the watcher. */
SLA_CHECKED sla_result sla__replay_run(struct sla__replay *r, const sla_ticket *ticket,
                                       int32_t clock, sla_time now, sla_time known,
                                       const struct sla__watcher *watcher);
/* Checks that every question begins with: of the instants, and of a clock besides. */
int sla__askable_at(sla_time now, sla_time known);
SLA_CHECKED sla_result sla__ask(const sla_ticket *ticket, int32_t clock, sla_time now,
                                sla_time known);
/* The clock as it stands: R9, R10. Fills *out as far as its size says. */
void sla__replay_status(const struct sla__replay *r, sla_time now, sla_clock_status *out);

/* 1 if the clock has something to meet: a target or an agreed due. */
static inline int sla__applies(const struct sla__replay *r)
{
    return r->agreed != SLA_TIME_NONE ||
           (r->bound.target && r->bound.target->kind != SLA__TARGET_NONE);
}

static inline int sla__paused(const struct sla__replay *r)
{
    return r->waiting || r->status_pause;
}

#endif
