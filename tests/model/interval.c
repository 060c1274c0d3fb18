/* SPDX-License-Identifier: MIT */
/*
 * A clock by intervals (R8 to R16): from event to event, the open spans between them are noted as
 * counted, and breaches are reckoned from what is left of the target.
 */
#include "book.h"

#include <stdlib.h>

struct cycle {
    struct answer a; /* numbers kept as they go: cycle, started, lifted, agreed, target */
    int64_t count_from;
    struct spans live;    /* started and not paused */
    struct spans counted; /* and open */
    int64_t breach;       /* NONE while not past */
};

struct machine {
    struct book *book;
    const struct policy *policy;
    int number;
    struct facts facts;
    struct cycle c;
    bool begun, going, by_event, by_status, over;
    enum state last; /* how the last cycle ended */
    int64_t mark;    /* counted up to here */
    int calendar, priority;
    struct answers closed;
};

static const struct spans *hours(struct machine *m)
{
    return &book_view(m->book, m->calendar, m->priority)->open;
}

static int64_t total(const struct machine *m)
{
    int64_t n = 0;

    for (int i = 0; i < m->c.counted.count; i++)
        n += m->c.counted.at[i].to - m->c.counted.at[i].from;
    return n;
}

static void count_open(struct machine *m, int64_t from, int64_t to)
{
    const struct spans *s = hours(m);

    for (int i = 0; i < s->count && s->at[i].from < to; i++)
        if (s->at[i].to > from)
            spans_push(&m->c.counted, s->at[i].from > from ? s->at[i].from : from,
                       s->at[i].to < to ? s->at[i].to : to);
}

/* The breach that comes if nothing else happens, seen from the mark; NONE if none comes. */
static int64_t coming_breach(struct machine *m)
{
    int64_t counted = total(m);

    if (m->c.a.agreed != NONE)
        return m->c.a.agreed + 1;
    if (m->c.a.target == NONE || m->c.a.target == BEYOND || m->by_event || m->by_status)
        return NONE;
    return spans_reach(hours(m), m->mark, m->c.a.target - counted + 1);
}

static bool is_past(struct machine *m)
{
    if (m->c.a.agreed != NONE)
        return m->mark > m->c.a.agreed;
    return m->c.a.target != NONE && total(m) > m->c.a.target;
}

/* Count up to t, and note a breach on the way. */
static void go_to(struct machine *m, int64_t t)
{
    if (m->going) {
        if (m->c.breach == NONE) {
            int64_t b = coming_breach(m);
            if (b != NONE && b <= t)
                m->c.breach = b;
        }
        if (!m->by_event && !m->by_status) {
            spans_push(&m->c.live, m->mark, t);
            count_open(m, m->mark, t);
        }
    }
    m->mark = t;
}

/* After something at the mark has moved the target or the count. */
static void judge(struct machine *m)
{
    bool past = is_past(m);

    if (past && m->c.breach == NONE)
        m->c.breach = m->mark;
    if (!past && m->c.breach != NONE) {
        m->c.breach = NONE;
        m->c.a.lifted++;
    }
}

static const struct target *choose(struct machine *m, int64_t started)
{
    struct match x = match_rows(m->policy, m->number, &m->facts, started, book_is_open, m->book);

    m->calendar = x.calendar;
    m->priority = facts_priority(m->policy, &m->facts);
    return x.target;
}

static int64_t as_seconds(struct machine *m, const struct target *target, int64_t from)
{
    int64_t seconds = NONE;

    if (target != NULL)
        seconds = book_target(m->book, target, m->calendar, m->priority, from);
    m->closed.lost |= seconds == BEYOND;
    return seconds;
}

static void fresh_count(struct machine *m)
{
    m->c.count_from = m->mark;
    m->c.live.count = m->c.counted.count = 0;
}

static void open_cycle(struct machine *m)
{
    int64_t agreed = m->begun ? NONE : m->c.a.agreed;

    m->c.a = (struct answer){.cycle = m->c.a.cycle + 1, .started = m->mark, .agreed = agreed};
    m->c.breach = NONE;
    m->begun = m->going = true;
    m->by_event = false;
    fresh_count(m);
    m->c.a.target = as_seconds(m, choose(m, m->mark), m->mark);
    judge(m);
}

static void recount(struct machine *m)
{
    if (!m->policy->calendar_from_start)
        return;
    m->c.counted.count = 0;
    for (int i = 0; i < m->c.live.count; i++)
        count_open(m, m->c.live.at[i].from, m->c.live.at[i].to);
}

static void reclassify(struct machine *m)
{
    int64_t old = m->c.a.target;
    const struct target *target = choose(m, m->c.a.started);

    m->c.a.target = as_seconds(m, target, m->c.count_from);
    if (m->policy->target_from_change && m->c.a.target != old && m->c.a.agreed == NONE) {
        fresh_count(m);
        m->c.a.target = as_seconds(m, target, m->mark);
    }
    recount(m);
}

static struct answer look(struct machine *m)
{
    struct answer a = m->c.a;
    bool paused = m->by_event || m->by_status;
    int64_t counted = total(m);

    a.state = paused ? S_PAUSED : S_RUNNING;
    a.verdict = m->c.breach == NONE ? V_ON_TIME : V_BREACHED;
    a.calendar = m->calendar;
    a.vehicle = -1;
    a.elapsed = counted;
    a.ended = a.due = a.breaches_at = a.due_if_resumed = a.remaining = NONE;
    if (a.agreed != NONE) {
        a.target = NONE;
        a.due = a.agreed;
        a.breaches_at = m->c.breach == NONE ? a.agreed + 1 : m->c.breach;
        return a;
    }
    if (a.target == NONE) {
        a.state = S_NOT_APPLICABLE;
        a.verdict = V_NONE;
        return a;
    }
    if (a.target != BEYOND)
        a.remaining = a.target - counted;
    if (counted >= a.target)
        a.due =
            a.target == 0 ? m->c.count_from : spans_reach(&m->c.counted, m->c.count_from, a.target);
    else if (paused)
        a.due_if_resumed = spans_reach(hours(m), m->mark, a.target - counted);
    else
        a.due = spans_reach(hours(m), m->mark, a.target - counted);
    if (m->c.breach != NONE)
        a.breaches_at = m->c.breach;
    else if (!paused)
        a.breaches_at = a.target == BEYOND ? BEYOND : coming_breach(m);
    return a;
}

static void close_cycle(struct machine *m, enum state state, enum verdict kept, int vehicle)
{
    struct answer a = look(m);

    a.ended = m->mark;
    a.due_if_resumed = NONE;
    if (a.state != S_NOT_APPLICABLE) {
        a.state = state;
        a.verdict = m->c.breach != NONE ? V_MISSED : kept;
        a.vehicle = vehicle;
    }
    m->closed.answer[m->closed.count++] = a;
    m->going = m->by_event = false;
    m->last = state;
}

static struct answer waiting_clock(struct machine *m)
{
    const struct target *target = choose(m, m->mark);
    struct answer a = {.state = S_PENDING,
                       .calendar = m->calendar,
                       .vehicle = -1,
                       .started = NONE,
                       .ended = NONE,
                       .due = NONE,
                       .breaches_at = NONE,
                       .due_if_resumed = NONE,
                       .target = NONE,
                       .remaining = NONE,
                       .agreed = m->c.a.agreed};

    if (a.agreed != NONE) {
        a.due = a.agreed;
        a.breaches_at = a.agreed + 1;
        return a;
    }
    if (target == NULL)
        a.state = S_NOT_APPLICABLE;
    else if (target->kind == T_DURATION)
        a.target = a.remaining = target->seconds;
    return a;
}

/* Cancelled or released before its start. */
static void never_began(struct machine *m, enum state state, int vehicle)
{
    struct answer a = waiting_clock(m);

    if (a.state == S_PENDING) {
        a.state = state;
        a.vehicle = vehicle;
    }
    a.ended = m->mark;
    m->closed.answer[m->closed.count++] = a;
    m->last = state;
}

static void agree(struct machine *m, int64_t due)
{
    m->c.a.agreed = due;
    if (m->going)
        judge(m);
}

/* R13; false if there was nothing to reopen. */
static bool reopen(struct machine *m)
{
    enum reopened mode = m->policy->clock[m->number].reopened;

    if (m->going || m->closed.count == 0 || (mode == REOPEN_RESUME && m->last != S_STOPPED))
        return false;
    m->over = false;
    if (mode == REOPEN_RESUME) {
        m->going = true;
        m->c.a.cycle++;
        m->c.a.lifted = 0;
        m->c.breach = NONE;
        m->c.a.target = as_seconds(m, choose(m, m->c.a.started), m->c.count_from);
        recount(m);
        judge(m);
        return true;
    }
    if (mode == REOPEN_RESTART)
        m->closed.answer[m->closed.count - 1].voided = 1;
    m->c.a.agreed = NONE;
    if (m->begun)
        open_cycle(m);
    else
        m->closed.count = 0; /* cancelled before it began: it waits again */
    return true;
}

static bool act(struct machine *m, const struct step *step)
{
    const struct clock *c = &m->policy->clock[m->number];
    const struct event *e = step->event;
    int kind = e == NULL ? E_CREATED : (int)e->kind, entered = m->facts.value[F_STATUS];
    bool own_end = triggered(&c->stop, kind, -1) || triggered(&c->until, kind, -1), waits = false;

    if (e != NULL) {
        bool changed = facts_apply(m->policy, e, &m->facts, &entered);
        if (changed && m->going) {
            reclassify(m);
            judge(m);
        }
    }
    m->by_status =
        m->facts.value[F_STATUS] >= 0 && (c->pause_while & 1u << m->facts.value[F_STATUS]) != 0;
    if (triggered(&c->until, kind, entered)) {
        m->over = true;
        if (m->going)
            close_cycle(m, S_STOPPED, V_NONE, -1);
    }
    if (m->going && triggered(&c->stop, kind, entered))
        close_cycle(m, S_STOPPED, V_MET, -1);
    if (kind == E_CANCELLED && !own_end) {
        if (m->going)
            close_cycle(m, S_CANCELLED, V_NONE, -1);
        else if (m->closed.count == 0)
            never_began(m, S_CANCELLED, -1);
    }
    if (kind == E_CODE_FIX && (m->going || m->closed.count == 0) &&
        (m->policy->released & 1u << m->number) != 0) {
        int p = facts_priority(m->policy, &m->facts);
        int vehicle = p >= 0 && (m->policy->vehicles & 1u << p) != 0 ? p : -1;

        if (e->due != NONE)
            agree(m, e->due);
        else if (m->going)
            close_cycle(m, S_RELEASED, V_NONE, vehicle);
        else
            never_began(m, S_RELEASED, vehicle);
    }
    if (kind == E_DUE_AGREED && e->clock == m->number && (m->going || m->closed.count == 0))
        agree(m, e->due);
    if (kind == E_REOPENED && c->reopened != REOPEN_NOT)
        waits = !reopen(m);
    if (!m->going && !m->over && triggered(&c->start, kind, entered) &&
        (m->closed.count == 0 || (m->last == S_STOPPED && c->until.count > 0)))
        open_cycle(m);
    if (m->going && triggered(&c->resume, kind, entered))
        m->by_event = false;
    if (m->going && triggered(&c->pause, kind, entered))
        m->by_event = true;
    return waits;
}

void interval_clock(struct book *book, const struct history *history, int clock, int64_t known,
                    int64_t now, struct answers *out)
{
    struct step step[MAX_EVENTS + 1];
    int steps = steps_take(history, now, known, step), waiting = 0;
    struct machine m = {
        .book = book, .policy = book->policy, .number = clock, .mark = history->created};

    m.c.a.agreed = NONE;
    facts_begin(book->policy, history, &m.facts);
    for (int i = 0; i < steps; i++) {
        go_to(&m, step[i].at);
        waiting += act(&m, &step[i]);
        if (i + 1 == steps || step[i + 1].at != step[i].at)
            for (; waiting > 0; waiting--)
                reopen(&m);
    }
    if (steps > 0) {
        go_to(&m, now);
        if (m.going)
            m.closed.answer[m.closed.count++] = look(&m);
        else if (m.closed.count == 0)
            m.closed.answer[m.closed.count++] = waiting_clock(&m);
    }
    *out = m.closed;
    free(m.c.live.at);
    free(m.c.counted.at);
}
