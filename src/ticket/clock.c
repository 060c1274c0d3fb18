/* SPDX-License-Identifier: MIT */
/* A clock as it stands: state and verdict (R9), due and breach (R10), all cycles. */
#include "base/alloc.h"
#include "ticket/binding.h"
#include "ticket/replay.h"
#include "ticket/status.h"

const char *sla_clock_state_name(sla_clock_state state)
{
    static const char *const names[] = {"not applicable", "pending",  "running",  "paused",
                                        "stopped",        "released", "cancelled"};

    return (unsigned)state < sizeof names / sizeof *names ? names[state] : "";
}

const char *sla_verdict_name(sla_verdict verdict)
{
    static const char *const names[] = {"none", "on time", "breached", "met", "missed"};

    return (unsigned)verdict < sizeof names / sizeof *names ? names[verdict] : "";
}

static sla_clock_state state_of(const struct sla__replay *r)
{
    switch (r->phase) {
    case SLA__PENDING:
        return SLA_CLOCK_PENDING;
    case SLA__ACTIVE:
        return sla__paused(r) ? SLA_CLOCK_PAUSED : SLA_CLOCK_RUNNING;
    case SLA__STOPPED:
        return SLA_CLOCK_STOPPED;
    case SLA__RELEASED:
        return SLA_CLOCK_RELEASED;
    default:
        return SLA_CLOCK_CANCELLED;
    }
}

static sla_verdict verdict_of(const struct sla__replay *r)
{
    int breached = r->breached != SLA_TIME_NONE;

    switch (r->phase) {
    case SLA__PENDING:
        return SLA_VERDICT_NONE;
    case SLA__ACTIVE:
        return breached ? SLA_VERDICT_BREACHED : SLA_VERDICT_ON_TIME;
    case SLA__STOPPED:
        if (!r->ended_by_until)
            return breached ? SLA_VERDICT_MISSED : SLA_VERDICT_MET;
        break;
    default:
        break;
    }
    return breached ? SLA_VERDICT_MISSED : SLA_VERDICT_NONE; /* R13, R16: ended without a stop */
}

/* R10, for a clock with a target in seconds that stood at `at`, paused or running. */
static void forecast(const struct sla__replay *r, sla_time at, int paused, sla_clock_status *s)
{
    sla_duration left = r->bound.seconds - r->counted;
    sla_time t;

    s->due = r->used_up;
    s->breaches_at = r->breached;
    if (!r->bound.calendar)
        return;
    if (s->due == SLA_TIME_NONE) {
        s->due_result = sla_calendar_add(r->bound.calendar, at, left, &t);
        if (s->due_result != SLA_OK)
            return;
        if (paused) {
            s->due_if_resumed = r->phase == SLA__ACTIVE ? t : SLA_TIME_NONE;
            return;
        }
        s->due = t;
    }
    if (s->breaches_at == SLA_TIME_NONE && !paused &&
        sla_calendar_add(r->bound.calendar, at, left + 1, &t) == SLA_OK)
        s->breaches_at = t;
}

static void fill_times(const struct sla__replay *r, const struct sla__binding *bound, sla_time now,
                       sla_clock_status *s)
{
    int ended = r->ended != SLA_TIME_NONE;

    if (r->agreed != SLA_TIME_NONE) { /* R15: nothing but the next agreement moves it */
        s->due = s->agreed = r->agreed;
        s->breaches_at = r->breached;
        if (r->breached == SLA_TIME_NONE && r->agreed < SLA_TIME_MAX)
            s->breaches_at = r->agreed + 1;
        return;
    }
    s->target = bound->seconds;
    s->due_result = bound->result;
    if (bound->seconds == SLA_DURATION_NONE)
        return;
    s->remaining = bound->seconds - r->counted;
    if (r->cycle > 0)
        forecast(r, ended ? r->ended : now, ended ? r->ended_paused : sla__paused(r), s);
}

void sla__replay_status(const struct sla__replay *r, sla_time now, sla_clock_status *out)
{
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    struct sla__binding bound = r->bound;

    if (r->phase == SLA__PENDING) {
        bound = sla__bind(r->policy, r->number, &r->facts, now); /* as if it started now */
        sla__binding_count(r->policy, &bound, SLA_TIME_NONE);
    }
    s.cycle = r->cycle;
    s.started = r->started;
    s.ended = r->ended;
    s.elapsed = r->counted;
    s.lifted = r->lifted;
    if (bound.calendar_number >= 0)
        s.calendar = r->policy->calendar_names.at[bound.calendar_number];
    if (r->agreed != SLA_TIME_NONE || (bound.target && bound.target->kind != SLA__TARGET_NONE)) {
        s.state = state_of(r);
        s.verdict = verdict_of(r);
        s.vehicle = r->vehicle;
        fill_times(r, &bound, now, &s);
    }
    sla__status_copy(&s, out);
}

static int askable(const sla_ticket *ticket, int32_t clock)
{
    return ticket && clock >= 0 && clock < ticket->policy->clock_names.count;
}

int sla__askable_at(sla_time now, sla_time known)
{
    return now >= SLA_TIME_MIN && now <= SLA_TIME_MAX &&
           (known == SLA_TIME_NONE || (known >= SLA_TIME_MIN && known <= SLA_TIME_MAX));
}

sla_result sla__ask(const sla_ticket *ticket, int32_t clock, sla_time now, sla_time known)
{
    if (!askable(ticket, clock))
        return SLA_INVALID_ARGUMENT;
    return sla__askable_at(now, known) ? SLA_OK : SLA_OUT_OF_RANGE;
}

sla_result sla_ticket_clock(const sla_ticket *ticket, int32_t clock, sla_time now, sla_time known,
                            sla_clock_status *out)
{
    struct sla__replay r;
    sla_result rc;

    if (!sla__status_fits(out))
        return SLA_INVALID_ARGUMENT;
    rc = sla__ask(ticket, clock, now, known);
    if (rc == SLA_OK)
        rc = sla__replay_run(&r, ticket, clock, now, known, NULL);
    if (rc == SLA_OK)
        sla__replay_status(&r, now, out);
    return rc;
}

/* ------------------------------------------------------------------ cycles */

struct sla_cycles {
    sla_policy *policy; /* the texts belong to it */
    sla_clock_status *at;
    size_t count, room;
};

static sla_result add_cycle(struct sla_cycles *c, const struct sla__replay *r, sla_time now)
{
    sla_clock_status *at = sla__grow(c->at, c->count, &c->room, sizeof *at);

    if (!at)
        return SLA_NO_MEMORY;
    c->at = at;
    c->at[c->count].size = sizeof *c->at;
    sla__replay_status(r, now, &c->at[c->count++]);
    return SLA_OK;
}

static sla_result watch_cycles(void *context, const struct sla__replay *r, enum sla__noted what,
                               sla_time from, sla_time to, const struct sla__recorded *cause,
                               const char *why)
{
    struct sla_cycles *c = context;

    (void)to, (void)cause, (void)why;
    if (what == SLA__NOTE_END && r->cycle > 0)
        return add_cycle(c, r, from);
    if (what == SLA__NOTE_VOIDED && c->count > 0)
        c->at[c->count - 1].voided = 1;
    return SLA_OK;
}

sla_result sla_ticket_cycles(const sla_ticket *ticket, int32_t clock, sla_time now, sla_time known,
                             sla_cycles **out)
{
    struct sla_cycles *c;
    struct sla__watcher watcher = {watch_cycles, NULL};
    struct sla__replay r;
    sla_result rc;

    if (!out)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    rc = sla__ask(ticket, clock, now, known);
    if (rc != SLA_OK)
        return rc;
    c = sla__alloc(1, sizeof *c);
    if (!c)
        return SLA_NO_MEMORY;
    c->policy = sla_policy_ref(ticket->policy);
    watcher.context = c;
    rc = sla__replay_run(&r, ticket, clock, now, known, &watcher);
    if (rc == SLA_OK && (c->count == 0 || r.phase == SLA__ACTIVE))
        rc = add_cycle(c, &r, now);
    if (rc == SLA_OK)
        *out = c;
    else
        sla_cycles_free(c);
    return rc;
}

void sla_cycles_free(sla_cycles *cycles)
{
    if (!cycles)
        return;
    sla__free(cycles->at);
    sla_policy_unref(cycles->policy);
    sla__free(cycles);
}

size_t sla_cycles_count(const sla_cycles *cycles)
{
    return cycles ? cycles->count : 0;
}

sla_result sla_cycles_status(const sla_cycles *cycles, size_t i, sla_clock_status *out)
{
    if (!cycles || i >= cycles->count || !sla__status_fits(out))
        return SLA_INVALID_ARGUMENT;
    sla__status_copy(&cycles->at[i], out);
    return SLA_OK;
}
