/* SPDX-License-Identifier: MIT */
/*
 * A clock, second by second (R8 to R16): at each second its events act, then the second counts or
 * does not. A breach is seen, not reckoned: the clock is looked at before and after everything.
 */
#include "paint.h"

#include <stdlib.h>
#include <string.h>

enum phase { PENDING, GOING, ENDED };

struct walk {
    struct paint *paint;
    const struct policy *policy;
    const struct clock *clock;
    int number;
    struct facts facts;
    enum phase phase;
    bool event_pause, status_pause, no_more, breached;
    int64_t started, count_from, total, target, agreed, breached_at;
    int calendar, priority, cycle, lifted, waiting;
    const unsigned char *open;         /* the seconds of that calendar for that priority */
    unsigned char *eligible, *counted; /* of the present cycle, a byte a second */
    struct answers answers;            /* closed cycles; the last is shown while it is closed */
};

/* One look at the clock: is it past its target at this instant? */
static void observe(struct walk *w, int64_t t)
{
    bool past;

    if (w->phase != GOING)
        return;
    if (w->agreed != NONE)
        past = t > w->agreed;
    else
        past = w->target != NONE && w->total > w->target;
    if (past && !w->breached)
        w->breached_at = t;
    if (!past && w->breached)
        w->lifted++;
    w->breached = past;
}

static void recount(struct walk *w, int64_t t)
{
    w->total = 0;
    for (int64_t u = w->count_from; u < t; u++) {
        size_t i = (size_t)(u - w->paint->from);
        w->counted[i] = w->eligible[i] && w->open[i];
        w->total += w->counted[i];
    }
}

static const struct target *rematch(struct walk *w, int64_t started)
{
    struct match m = match_rows(w->policy, w->number, &w->facts, started, paint_is_open, w->paint);

    w->calendar = m.calendar;
    w->priority = facts_priority(w->policy, &w->facts);
    w->open = paint_view(w->paint, w->calendar, w->priority)->open;
    return m.target;
}

static int64_t seconds_of(struct walk *w, const struct target *target, int64_t start)
{
    int64_t seconds = NONE;

    if (target != NULL)
        seconds = paint_target(w->paint, target, w->calendar, w->priority, start);
    w->answers.lost |= seconds == BEYOND;
    return seconds;
}

static void begin_count(struct walk *w, int64_t t)
{
    w->count_from = t;
    w->total = 0;
    memset(w->eligible, 0, (size_t)(w->paint->to - w->paint->from));
    memset(w->counted, 0, (size_t)(w->paint->to - w->paint->from));
}

static void begin_cycle(struct walk *w, int64_t t)
{
    if (w->cycle > 0)
        w->agreed = NONE;
    w->cycle++;
    w->phase = GOING;
    w->started = t;
    w->event_pause = w->breached = false;
    w->lifted = 0;
    begin_count(w, t);
    w->target = seconds_of(w, rematch(w, t), t);
    observe(w, t);
}

static void facts_changed(struct walk *w, int64_t t)
{
    const struct target *target = rematch(w, w->started);
    int64_t seconds;

    if (w->policy->target_from_change) {
        seconds = seconds_of(w, target, w->count_from);
        if (w->agreed == NONE && seconds != w->target) {
            begin_count(w, t);
            seconds = seconds_of(w, target, t);
        }
    } else {
        seconds = seconds_of(w, target, w->started);
    }
    w->target = seconds;
    if (w->policy->calendar_from_start)
        recount(w, t);
}

/* The present cycle at t. Seconds after t are looked at as if nothing more happened. */
static struct answer show(struct walk *w, int64_t t)
{
    struct answer a = {.state = S_RUNNING,
                       .verdict = w->breached ? V_BREACHED : V_ON_TIME,
                       .cycle = w->cycle,
                       .lifted = w->lifted,
                       .calendar = w->calendar,
                       .vehicle = -1,
                       .started = w->started,
                       .ended = NONE,
                       .due = NONE,
                       .breaches_at = NONE,
                       .due_if_resumed = NONE,
                       .target = w->target,
                       .elapsed = w->total,
                       .remaining = NONE,
                       .agreed = w->agreed};
    bool paused = w->event_pause || w->status_pause;
    int64_t sum = 0;

    if (w->agreed != NONE) {
        a.target = NONE;
        a.due = w->agreed;
        a.breaches_at = w->breached ? w->breached_at : w->agreed + 1;
        a.state = paused ? S_PAUSED : S_RUNNING;
        return a;
    }
    if (w->target == NONE) {
        a.state = S_NOT_APPLICABLE;
        a.verdict = V_NONE;
        return a;
    }
    if (w->target != BEYOND)
        a.remaining = w->target - w->total;
    a.state = paused ? S_PAUSED : S_RUNNING;
    for (int64_t u = w->count_from; u < w->paint->to; u++) {
        bool future = u >= t;

        if (sum >= w->target && a.due == NONE)
            a.due = u;
        if (sum > w->target) {
            a.breaches_at = w->breached ? w->breached_at : u;
            break;
        }
        if (future && paused && w->total >= w->target)
            break; /* just used up, or past: nothing more to come */
        if (future)
            sum += w->open[u - w->paint->from];
        else
            sum += w->counted[u - w->paint->from];
    }
    if (w->breached)
        a.breaches_at = w->breached_at;
    if (paused && w->total < w->target) {
        a.due_if_resumed = a.due == NONE ? BEYOND : a.due;
        a.due = a.breaches_at = NONE;
    } else {
        a.due = a.due == NONE ? BEYOND : a.due;
        if (!paused && a.breaches_at == NONE)
            a.breaches_at = BEYOND;
    }
    return a;
}

/* A clock that has not started, as it would be matched now. */
static struct answer unstarted(struct walk *w, int64_t now)
{
    const struct target *target = rematch(w, now);
    struct answer a = {.state = S_PENDING,
                       .verdict = V_NONE,
                       .calendar = w->calendar,
                       .vehicle = -1,
                       .started = NONE,
                       .ended = NONE,
                       .due = NONE,
                       .breaches_at = NONE,
                       .due_if_resumed = NONE,
                       .target = NONE,
                       .remaining = NONE,
                       .agreed = w->agreed};

    if (w->agreed != NONE) {
        a.due = w->agreed;
        a.breaches_at = w->agreed + 1;
    } else if (target == NULL)
        a.state = S_NOT_APPLICABLE;
    else if (target->kind == T_DURATION)
        a.target = a.remaining = target->seconds;
    return a;
}

static void end_cycle(struct walk *w, int64_t t, enum state state, enum verdict unbreached)
{
    struct answer a = show(w, t);

    w->phase = ENDED;
    w->event_pause = false;
    a.ended = t;
    a.due_if_resumed = NONE;
    if (a.state == S_NOT_APPLICABLE) {
        a.verdict = V_NONE;
    } else {
        a.state = state;
        a.verdict = w->breached ? V_MISSED : unbreached;
    }
    w->answers.answer[w->answers.count++] = a;
}

/* Cancelled or released, begun or not. */
static void end_clock(struct walk *w, int64_t t, enum state state)
{
    struct answer a;

    if (w->phase == GOING) {
        end_cycle(w, t, state, V_NONE);
        return;
    }
    a = unstarted(w, t);
    w->phase = ENDED;
    a.ended = t;
    if (a.state == S_PENDING)
        a.state = state;
    w->answers.answer[w->answers.count++] = a;
}

static bool reopen(struct walk *w, int64_t t, enum state ended)
{
    struct answer *last = w->answers.count > 0 ? &w->answers.answer[w->answers.count - 1] : NULL;

    if (w->phase != ENDED || (w->clock->reopened == REOPEN_RESUME && ended != S_STOPPED))
        return false;
    w->no_more = false;
    if (w->clock->reopened != REOPEN_RESUME) {
        if (w->clock->reopened == REOPEN_RESTART && last != NULL && w->cycle > 0)
            last->voided = 1;
        w->agreed = NONE;
        if (w->cycle > 0) {
            begin_cycle(w, t);
        } else {
            w->phase = PENDING; /* cancelled before it began: it waits again */
            w->answers.count = 0;
        }
        return true;
    }
    w->phase = GOING;
    w->cycle++;
    w->lifted = 0;
    w->breached = false;
    w->target = seconds_of(w, rematch(w, w->started), w->count_from);
    if (w->policy->calendar_from_start)
        recount(w, t);
    observe(w, t);
    return true;
}

static void agree(struct walk *w, int64_t t, int64_t due)
{
    w->agreed = due;
    observe(w, t);
}

static void act(struct walk *w, const struct step *step, enum state *ended)
{
    const struct clock *c = w->clock;
    const struct event *e = step->event;
    int kind = e == NULL ? E_CREATED : (int)e->kind, entered = -1;
    int64_t t = step->at;
    bool changed = false, stop, own_end;

    if (e == NULL)
        entered = w->facts.value[F_STATUS];
    else
        changed = facts_apply(w->policy, e, &w->facts, &entered);
    w->status_pause =
        w->facts.value[F_STATUS] >= 0 && (c->pause_while >> w->facts.value[F_STATUS] & 1) != 0;
    if (changed && w->phase == GOING)
        facts_changed(w, t);
    observe(w, t);

    own_end = triggered(&c->stop, kind, -1) || triggered(&c->until, kind, -1);
    stop = triggered(&c->stop, kind, entered);
    if (triggered(&c->until, kind, entered)) {
        w->no_more = true;
        if (w->phase == GOING) {
            end_cycle(w, t, *ended = S_STOPPED, V_NONE);
        }
    }
    if (stop && w->phase == GOING)
        end_cycle(w, t, *ended = S_STOPPED, V_MET);
    if (kind == E_CANCELLED && w->phase != ENDED && !own_end) {
        *ended = S_CANCELLED;
        end_clock(w, t, S_CANCELLED);
    }
    if (kind == E_CODE_FIX && w->phase != ENDED && (w->policy->released >> w->number & 1) != 0) {
        if (e->due != NONE) {
            agree(w, t, e->due);
        } else {
            struct answer *a;
            int priority = facts_priority(w->policy, &w->facts);

            end_clock(w, t, *ended = S_RELEASED);
            a = &w->answers.answer[w->answers.count - 1];
            if (a->state == S_RELEASED && priority >= 0 &&
                (w->policy->vehicles >> priority & 1) != 0)
                a->vehicle = priority;
        }
    }
    if (kind == E_DUE_AGREED && e->clock == w->number && w->phase != ENDED)
        agree(w, t, e->due);
    if (kind == E_REOPENED && c->reopened != REOPEN_NOT && !reopen(w, t, *ended))
        w->waiting++;
    if (triggered(&c->start, kind, entered) && !w->no_more &&
        (w->phase == PENDING || (w->phase == ENDED && *ended == S_STOPPED && c->until.count > 0)))
        begin_cycle(w, t);
    if (triggered(&c->resume, kind, entered) && w->phase == GOING)
        w->event_pause = false;
    if (triggered(&c->pause, kind, entered) && w->phase == GOING)
        w->event_pause = true;
}

static struct answers take(struct walk *w, int64_t now)
{
    struct answers all = w->answers;

    if (w->phase == GOING)
        all.answer[all.count++] = show(w, now);
    if (w->phase == PENDING)
        all.answer[all.count++] = unstarted(w, now);
    return all;
}

void second_clock(struct paint *paint, const struct history *history, int clock, int64_t known,
                  const int64_t *now, int count, struct answers *out)
{
    struct step step[MAX_EVENTS + 1];
    int steps = steps_take(history, paint->to, known, step), next = 0, shown = 0;
    enum state ended = S_STOPPED;
    struct walk w = {.paint = paint,
                     .policy = paint->policy,
                     .number = clock,
                     .target = NONE,
                     .clock = &paint->policy->clock[clock],
                     .agreed = NONE,
                     .started = NONE};

    w.eligible = paint->eligible;
    w.counted = paint->counted;
    facts_begin(paint->policy, history, &w.facts);
    for (; shown < count && now[shown] < history->created; shown++)
        out[shown].count = 0;
    for (int64_t t = history->created; shown < count; t++) {
        observe(&w, t);
        for (; next < steps && step[next].at == t; next++)
            act(&w, &step[next], &ended);
        for (; w.waiting > 0; w.waiting--)
            reopen(&w, t, ended);
        for (; shown < count && now[shown] == t; shown++)
            out[shown] = take(&w, t);
        if (w.phase == GOING && !w.event_pause && !w.status_pause) {
            w.eligible[t - paint->from] = 1;
            w.counted[t - paint->from] = w.open[t - paint->from];
            w.total += w.counted[t - paint->from];
        }
    }
}
