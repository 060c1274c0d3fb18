/* SPDX-License-Identifier: MIT */
/*
 * The walk. Between events time is counted by advance(); at an event the facts change first
 * (judge() finds what that means for target, due and breach), then the event acts: act() asks the
 * clock's lists in one fixed order, so that the answer never depends on the order of telling.
 */
#include "ticket/replay.h"

#include "ticket/binding.h"
#include "ticket/facts.h"

static sla_result note(struct sla__replay *r, enum sla__noted what, sla_time from, sla_time to,
                       const struct sla__recorded *cause, const char *why)
{
    return r->watcher ? r->watcher->note(r->watcher->context, r, what, from, to, cause, why)
                      : SLA_OK;
}

static sla_duration open_between(const sla_calendar *calendar, sla_time from, sla_time to)
{
    sla_duration n = 0;

    /* Both are valid instants, so this cannot fail; without a calendar nothing counts. */
    if (calendar && sla_calendar_between(calendar, from, to, &n) != SLA_OK)
        return 0;
    return n;
}

/* The earliest instant at which `seconds`, no more than were counted, had been counted. */
static sla_time counted_at(const struct sla__replay *r, sla_duration seconds)
{
    int32_t low = 0, high = r->stretch_count - 1;
    const struct sla__stretch *s;
    sla_time at;

    if (seconds == 0)
        return r->origin;
    while (low < high) { /* the first stretch at whose end they had been */
        int32_t middle = low + (high - low) / 2;

        if (r->stretches[middle].sum < seconds)
            low = middle + 1;
        else
            high = middle;
    }
    s = &r->stretches[low];
    if (low > 0)
        seconds -= s[-1].sum;
    return sla_calendar_add(s->calendar, s->from, seconds, &at) == SLA_OK ? at : s->to;
}

/* ------------------------------------------------------------------ time passes */

/* A clock ran from the mark to `to`, and `n` seconds of that counted. */
static void stretch(struct sla__replay *r, sla_time to, sla_duration n)
{
    struct sla__stretch next = {r->mark, to, r->bound.calendar, r->counted + n};

    if (r->stretch_count > 0) {
        const struct sla__stretch *last = &r->stretches[r->stretch_count - 1];

        if (last->to == next.from && last->calendar == next.calendar) {
            next.from = last->from;
            r->stretch_count--;
        }
    }
    r->stretches[r->stretch_count++] = next;
}

/* Count from the mark to `to`, and see whether the target is used up or passed on the way. */
static sla_result advance(struct sla__replay *r, sla_time to)
{
    sla_time from = r->mark, at;
    sla_duration n, left;
    sla_time was = r->breached;
    int paused = sla__paused(r);
    sla_result rc = SLA_OK;

    if (r->phase != SLA__ACTIVE || to <= from)
        return SLA_OK;
    if (!paused) {
        n = open_between(r->bound.calendar, from, to);
        stretch(r, to, n);
        if (r->agreed == SLA_TIME_NONE && r->bound.seconds != SLA_DURATION_NONE) {
            left = r->bound.seconds - r->counted;
            if (r->used_up == SLA_TIME_NONE && n >= left &&
                sla_calendar_add(r->bound.calendar, from, left, &at) == SLA_OK)
                r->used_up = at;
            if (r->breached == SLA_TIME_NONE && n > left &&
                sla_calendar_add(r->bound.calendar, from, left + 1, &at) == SLA_OK)
                r->breached = at;
        }
        r->counted += n;
    }
    if (r->agreed != SLA_TIME_NONE && r->breached == SLA_TIME_NONE && to > r->agreed)
        r->breached = r->agreed + 1; /* R15; one already past was judged when it was made */
    r->mark = to;
    rc = note(r, paused ? SLA__NOTE_PAUSE : SLA__NOTE_RUN, from, to, NULL, NULL);
    if (rc == SLA_OK && was == SLA_TIME_NONE && r->breached != SLA_TIME_NONE)
        rc = note(r, SLA__NOTE_BREACH, r->breached, r->breached, NULL, NULL);
    return rc;
}

/* ------------------------------------------------------------------ judging */

/* After target, count or agreement changed at `at`: when was it used up, is it past, was a breach
 * made or lifted (R12)? Zero-length targets are used up at the start. */
static sla_result judge(struct sla__replay *r, sla_time at, const struct sla__recorded *cause)
{
    int has_target = r->bound.seconds != SLA_DURATION_NONE;
    int past =
        r->agreed != SLA_TIME_NONE ? at > r->agreed : has_target && r->counted > r->bound.seconds;
    sla_time breach = r->breached;

    r->used_up = SLA_TIME_NONE;
    if (r->agreed == SLA_TIME_NONE && has_target && r->counted >= r->bound.seconds)
        r->used_up = counted_at(r, r->bound.seconds);
    if (past && breach == SLA_TIME_NONE) {
        r->breached = at;
        return note(r, SLA__NOTE_BREACH, at, at, cause, NULL);
    }
    if (!past && breach != SLA_TIME_NONE) {
        r->breached = SLA_TIME_NONE;
        r->lifted++;
        return note(r, SLA__NOTE_LIFTED, at, breach, cause, NULL);
    }
    return SLA_OK;
}

/* Facts changed at `at`, or had changed when the clock was reopened: find target and calendar anew
 * (R12). What was counted before a reopening stays counted, whatever target it meets then (R13). */
static sla_result rebind(struct sla__replay *r, sla_time at, const struct sla__recorded *cause,
                         int reopening)
{
    const sla_policy *p = r->policy;
    struct sla__binding old = r->bound;
    int anew = 0, recount = 0;
    sla_result rc;

    r->bound = sla__bind(p, r->number, &r->facts, r->started);
    if (r->bound.target == old.target && r->bound.calendar == old.calendar) {
        r->bound.seconds = old.seconds;
        r->bound.result = old.result;
        return SLA_OK;
    }
    sla__binding_count(p, &r->bound, r->origin);
    if (p->calendar_from_start && r->bound.calendar != old.calendar) {
        recount = 1;
        r->counted = 0;
        for (int32_t i = 0; i < r->stretch_count; i++) {
            struct sla__stretch *s = &r->stretches[i];

            s->calendar = r->bound.calendar;
            s->sum = r->counted += open_between(s->calendar, s->from, s->to);
        }
    }
    if (p->target_from_change && !reopening && r->agreed == SLA_TIME_NONE &&
        r->bound.seconds != old.seconds) {
        anew = 1;
        r->counted = 0;
        r->stretch_count = 0;
        r->origin = at;
        sla__binding_count(p, &r->bound, at);
    }
    rc = note(r, SLA__NOTE_CHANGE, at, at, cause, NULL);
    if (rc == SLA_OK && recount)
        rc = note(r, SLA__NOTE_RECOUNT, at, at, cause, NULL);
    if (rc == SLA_OK && anew)
        rc = note(r, SLA__NOTE_ANEW, at, at, cause, NULL);
    return rc == SLA_OK ? judge(r, at, cause) : rc;
}

/* ------------------------------------------------------------------ cycles */

static sla_result gap(struct sla__replay *r, sla_time to)
{
    return r->cycle > 0 && to > r->ended ? note(r, SLA__NOTE_GAP, r->ended, to, NULL, NULL)
                                         : SLA_OK;
}

static sla_result begin(struct sla__replay *r, sla_time at, const struct sla__recorded *cause)
{
    sla_result rc = gap(r, at);

    if (rc != SLA_OK)
        return rc;
    if (r->cycle > 0)
        r->agreed = SLA_TIME_NONE; /* R15: until the next new cycle */
    r->cycle++;
    r->phase = SLA__ACTIVE;
    r->started = r->origin = r->mark = at;
    r->ended = SLA_TIME_NONE;
    r->ended_by_until = r->waiting = 0;
    r->counted = 0;
    r->stretch_count = 0;
    r->used_up = r->breached = SLA_TIME_NONE;
    r->lifted = 0;
    r->vehicle = NULL;
    r->bound = sla__bind(r->policy, r->number, &r->facts, at);
    sla__binding_count(r->policy, &r->bound, at);
    rc = note(r, SLA__NOTE_START, at, at, cause, NULL);
    return rc == SLA_OK ? judge(r, at, cause) : rc;
}

static sla_result end(struct sla__replay *r, enum sla__phase phase, sla_time at,
                      const struct sla__recorded *cause)
{
    if (r->cycle == 0) { /* never begun: what it would have been */
        r->bound = sla__bind(r->policy, r->number, &r->facts, at);
        sla__binding_count(r->policy, &r->bound, SLA_TIME_NONE);
    }
    r->phase = phase;
    r->ended = at;
    r->ended_paused = sla__paused(r);
    return note(r, SLA__NOTE_END, at, at, cause, NULL);
}

/* R13: `resume` goes on with the cycle; the time stopped does not count and no breach lies before
 * the reopening. */
static sla_result go_on(struct sla__replay *r, sla_time at, const struct sla__recorded *cause)
{
    sla_result rc = gap(r, at);

    if (rc != SLA_OK)
        return rc;
    r->cycle++;
    r->phase = SLA__ACTIVE;
    r->mark = at;
    r->ended = SLA_TIME_NONE;
    r->ended_by_until = r->waiting = 0;
    r->breached = SLA_TIME_NONE;
    r->lifted = 0;
    rc = note(r, SLA__NOTE_RESUMED, at, at, cause, NULL);
    if (rc == SLA_OK)
        rc = rebind(r, at, cause, 1);
    /* Judged also when nothing was bound anew; a breach that is already noted stays. */
    return rc == SLA_OK ? judge(r, at, cause) : rc;
}

/* 1 if there is something to reopen (R13). */
static int reopenable(const struct sla__replay *r)
{
    if (r->clock->reopened == SLA__REOPEN_IGNORED)
        return 0;
    if (r->phase == SLA__STOPPED)
        return 1;
    return (r->phase == SLA__RELEASED || r->phase == SLA__CANCELLED) &&
           r->clock->reopened != SLA__REOPEN_RESUME;
}

static sla_result reopen(struct sla__replay *r, sla_time at, const struct sla__recorded *cause)
{
    sla_result rc = SLA_OK;

    r->done = 0;
    if (r->cycle == 0) { /* ended before it began: it may begin again */
        r->phase = SLA__PENDING;
        r->ended = r->agreed = SLA_TIME_NONE;
        r->vehicle = NULL;
        return SLA_OK;
    }
    if (r->clock->reopened == SLA__REOPEN_RESUME)
        return go_on(r, at, cause);
    if (r->clock->reopened == SLA__REOPEN_RESTART)
        rc = note(r, SLA__NOTE_VOIDED, at, at, cause, NULL);
    return rc == SLA_OK ? begin(r, at, cause) : rc;
}

/* ------------------------------------------------------------------ events */

static int triggers(const struct sla__triggers *t, int32_t kind, int32_t entered)
{
    return sla__set_has(&t->events, kind) || sla__set_has(&t->statuses, entered);
}

static int open_ended(const struct sla__replay *r)
{
    return r->phase == SLA__PENDING || r->phase == SLA__ACTIVE;
}

static sla_result agree(struct sla__replay *r, const struct sla__recorded *e)
{
    sla_result rc;

    if (!open_ended(r))
        return note(r, SLA__NOTE_IGNORED, e->at, e->at, e, "the clock has ended");
    r->agreed = e->due;
    rc = note(r, SLA__NOTE_AGREED, e->at, e->at, e, NULL);
    return rc == SLA_OK && r->phase == SLA__ACTIVE ? judge(r, e->at, e) : rc;
}

/* R16. */
static sla_result hand_over(struct sla__replay *r, const struct sla__recorded *e)
{
    int32_t priority;

    if (e->due != SLA_TIME_NONE || !open_ended(r))
        return agree(r, e);
    priority = sla__policy_priority(r->policy, &r->facts);
    r->vehicle = priority < 0 || !r->policy->vehicles ? NULL : r->policy->vehicles[priority];
    return end(r, SLA__RELEASED, e->at, e);
}

/* `e` is NULL for the creation, which may enter a status that pauses; there is nothing to report
 * then. */
static sla_result wait_or_resume(struct sla__replay *r, sla_time at, int32_t kind,
                                 const struct sla__recorded *e, int waiting)
{
    const char *why = NULL;

    if (r->phase != SLA__ACTIVE)
        why = "the clock is not running";
    else if (r->waiting == waiting)
        why = waiting ? "the clock is already paused" : "the clock is not paused";
    if (why)
        return e ? note(r, SLA__NOTE_IGNORED, at, at, e, why) : SLA_OK;
    r->waiting = waiting;
    r->waiting_for = kind;
    return SLA_OK;
}

/* What ends a cycle: until, stop, a cancellation, a code fix. */
static sla_result end_if(struct sla__replay *r, sla_time at, int32_t kind, int32_t entered,
                         const struct sla__recorded *e)
{
    const struct sla__clock *c = r->clock;

    if (c->repeats && triggers(&c->until, kind, entered)) {
        r->done = 1;
        if (r->phase == SLA__ACTIVE) {
            r->ended_by_until = 1;
            return end(r, SLA__STOPPED, at, e);
        }
    }
    if (r->phase == SLA__ACTIVE && triggers(&c->stop, kind, entered))
        return end(r, SLA__STOPPED, at, e);
    if (kind == SLA__EV_CANCELLED && open_ended(r) && !triggers(&c->stop, kind, -1) &&
        !triggers(&c->until, kind, -1))
        return end(r, SLA__CANCELLED, at, e);
    if (kind == SLA__EV_CODE_FIX && c->released_by_fix)
        return hand_over(r, e);
    return SLA_OK;
}

/* One event's deeds, its changes already made; `e` is NULL for the creation. The order of the
 * questions is part of the contract: an event in both stop and start of a repeating clock closes
 * one cycle and opens the next. */
static sla_result act(struct sla__replay *r, sla_time at, int32_t kind, int32_t entered,
                      const struct sla__recorded *e, int32_t index)
{
    const struct sla__clock *c = r->clock;
    sla_result rc = end_if(r, at, kind, entered, e);

    if (rc == SLA_OK && kind == SLA__EV_DUE_AGREED && e->clock == r->number)
        rc = agree(r, e);
    if (rc == SLA_OK && kind == SLA__EV_REOPENED && c->reopened != SLA__REOPEN_IGNORED) {
        if (reopenable(r))
            rc = reopen(r, at, e);
        else
            r->deferred = index;
    }
    if (rc == SLA_OK && triggers(&c->start, kind, entered) && !r->done &&
        (r->phase == SLA__PENDING || (r->phase == SLA__STOPPED && c->repeats)))
        rc = begin(r, at, e);
    if (rc == SLA_OK && triggers(&c->resume, kind, entered))
        rc = wait_or_resume(r, at, kind, e, 0);
    if (rc == SLA_OK && triggers(&c->pause, kind, entered))
        rc = wait_or_resume(r, at, kind, e, 1);
    return rc;
}

static sla_result event(struct sla__replay *r, const struct sla__recorded *e, int32_t index)
{
    int32_t entered;
    sla_result rc = advance(r, e->at);

    if (rc != SLA_OK)
        return rc;
    if (sla__facts_apply(&r->facts, e, &entered)) {
        r->status_pause = sla__set_has(&r->clock->pause_statuses, r->facts.status);
        if (r->phase == SLA__ACTIVE)
            rc = rebind(r, e->at, e, 0);
    }
    return rc == SLA_OK ? act(r, e->at, e->kind, entered, e, index) : rc;
}

/* The instant is over: a reopening that found nothing to reopen may find it now (R15). */
static sla_result settle(struct sla__replay *r)
{
    const struct sla__recorded *e;

    if (r->deferred < 0)
        return SLA_OK;
    e = r->ticket->events[r->deferred];
    r->deferred = -1;
    if (reopenable(r))
        return reopen(r, e->at, e);
    return note(r, SLA__NOTE_IGNORED, e->at, e->at, e, "there is nothing to reopen");
}

sla_result sla__replay_run(struct sla__replay *r, const sla_ticket *ticket, int32_t clock,
                           sla_time now, sla_time known, const struct sla__watcher *watcher)
{
    const struct sla__recorded *e;
    sla_result rc;

    *r = (struct sla__replay){
        .ticket = ticket,
        .policy = ticket->policy,
        .clock = &ticket->policy->clocks[clock],
        .number = clock,
        .watcher = watcher,
        .facts = ticket->facts,
        .deferred = -1,
        .started = SLA_TIME_NONE,
        .ended = SLA_TIME_NONE,
        .origin = SLA_TIME_NONE,
        .bound = {.calendar_number = -1, .seconds = SLA_DURATION_NONE},
        .agreed = SLA_TIME_NONE,
        .stretches = ticket->stretches,
        .used_up = SLA_TIME_NONE,
        .breached = SLA_TIME_NONE,
    };
    r->status_pause = sla__set_has(&r->clock->pause_statuses, r->facts.status);
    if (now < ticket->created)
        return SLA_OK;
    rc = act(r, ticket->created, SLA__EV_CREATED, r->facts.status, NULL, -1);
    for (int32_t i = 0; rc == SLA_OK && i < ticket->count; i++) {
        e = ticket->events[i];
        if (e->at > now)
            break;
        if (!sla__event_seen(e, now, known))
            continue;
        if (r->deferred >= 0 && ticket->events[r->deferred]->at != e->at)
            rc = settle(r);
        if (rc == SLA_OK)
            rc = event(r, e, i);
    }
    if (rc == SLA_OK)
        rc = settle(r);
    return rc == SLA_OK ? advance(r, now) : rc;
}
