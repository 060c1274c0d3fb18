/* SPDX-License-Identifier: MIT */
#include "interval.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ lists of spans */

struct spans {
    int count, room;
    struct span *at;
};

static void push(struct spans *s, int64_t from, int64_t to)
{
    if (to <= from)
        return;
    if (s->count == s->room) {
        s->room = s->room * 2 + 16;
        s->at = realloc(s->at, (size_t)s->room * sizeof *s->at);
        if (s->at == NULL)
            abort();
    }
    s->at[s->count++] = (struct span){from, to};
}

/* Take [from, to) out of every span from number `first` on. */
static void cut(struct spans *s, int first, int64_t from, int64_t to)
{
    int count = s->count;

    for (int i = first; i < count; i++) {
        struct span x = s->at[i];

        if (to <= x.from || from >= x.to)
            continue;
        s->at[i].to = from > x.from ? from : x.from; /* perhaps empty */
        push(s, to > x.from ? to : x.from, x.to);
    }
}

static int by_from(const void *a, const void *b)
{
    const struct span *x = a, *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

static void join(struct spans *s)
{
    int count = 0;

    if (s->count > 0)
        qsort(s->at, (size_t)s->count, sizeof *s->at, by_from);
    for (int i = 0; i < s->count; i++) {
        if (s->at[i].to <= s->at[i].from)
            continue;
        if (count > 0 && s->at[i].from <= s->at[count - 1].to) {
            if (s->at[i].to > s->at[count - 1].to)
                s->at[count - 1].to = s->at[i].to;
        } else {
            s->at[count++] = s->at[i];
        }
    }
    s->count = count;
}

/* ------------------------------------------------------------------ calendars */

struct working_day {
    long date;
    struct spans open; /* sorted, joined */
};
struct view {
    bool made;
    struct spans open;
    struct working_day *day;
    int day_count;
};
struct book {
    const struct policy *policy;
    int64_t from, to;
    struct view view[MAX_CALENDARS][MAX_PRIORITIES + 1];
};

struct closing { /* what the holidays of one date do to one priority */
    bool closed, whole_date, own;
    struct day_hours hours;
};

static struct day_hours intersect(const struct day_hours *a, const struct day_hours *b)
{
    struct day_hours out = {0};

    for (int i = 0; i < a->count; i++)
        for (int k = 0; k < b->count; k++) {
            int open = a->window[i].open, close = a->window[i].close;
            if (b->window[k].open > open)
                open = b->window[k].open;
            if (b->window[k].close < close)
                close = b->window[k].close;
            if (open < close && out.count < MAX_WINDOWS)
                out.window[out.count++] = (struct window){open, close};
        }
    return out;
}

static void one_holiday(const struct policy *p, struct closing *c, int coverage, bool whole,
                        int priority)
{
    const struct coverage *v = coverage < 0 ? NULL : &p->coverage[coverage];

    if (v == NULL || priority < 0 || (v->priorities & 1u << priority) == 0) {
        c->closed = true;
        c->whole_date |= whole;
    } else if (v->own) {
        c->hours = c->own ? intersect(&c->hours, &v->hours) : v->hours;
        c->own = true;
    }
}

static struct closing closing_on(const struct policy *p, const struct calendar *c, long date,
                                 int priority)
{
    struct closing out = {0};

    for (int i = 0; i < c->plain_count; i++)
        if (c->plain[i] == date)
            one_holiday(p, &out, -1, c->whole_date, priority);
    for (int i = 0; i < c->list_count; i++) {
        const struct list *list = &p->list[c->list[i]];

        for (int k = 0; k < list->count; k++) {
            const struct entry *e = &list->entry[k];
            const struct ics *f = e->file < 0 ? NULL : &p->file[e->file];
            bool hit = f == NULL && e->date == date;

            for (int d = 0; f != NULL && d < f->date_count; d++)
                hit |= date >= f->date[d] && date - f->date[d] < f->length[d];
            if (hit)
                one_holiday(p, &out, e->coverage, e->whole_date || c->whole_date, priority);
        }
    }
    return out;
}

static bool in_season(const struct season *s, int md)
{
    if (s->from <= s->to)
        return s->from <= md && md <= s->to;
    return s->from <= md || md <= s->to;
}

/* All windows of one calendar that is no union, each cut by its closures; noted by date. */
static void plain(struct book *book, const struct calendar *c, int priority,
                  const struct zone *dates, struct view *out)
{
    const struct policy *p = book->policy;
    const struct zone *z = p->zone[c->zone];
    long first = zone_date(z, book->from) - 3, last = zone_date(z, book->to) + 3;
    struct spans all = {0}, closures = {0}, one = {0};

    for (int i = 0; i < c->list_count; i++)
        for (int k = 0; k < p->list[c->list[i]].count; k++) {
            const struct entry *e = &p->list[c->list[i]].entry[k];
            if (e->file < 0 || (e->coverage >= 0 && priority >= 0 &&
                                (p->coverage[e->coverage].priorities >> priority & 1) != 0))
                continue;
            for (int f = 0; f < p->file[e->file].closure_count; f++)
                push(&closures, p->file[e->file].from[f], p->file[e->file].to[f]);
        }
    for (long date = first; date <= last; date++) {
        const struct day_hours whole = {1, {{0, 1440}}}, *special = NULL;
        struct day_hours hours = c->always ? whole : c->week.day[day_weekday(date)];
        struct closing closing;
        int y, m, d;

        day_to_civil(date, &y, &m, &d);
        for (int i = 0; i < c->season_count; i++)
            if (in_season(&c->season[i], m * 100 + d))
                hours = c->season[i].week.day[day_weekday(date)];
        for (int i = 0; i < c->dated_count; i++)
            if (c->dated[i].month == m && c->dated[i].day == d &&
                (c->dated[i].year == y || (c->dated[i].year == 0 && special == NULL)))
                special = &c->dated[i].hours;
        if (special != NULL) {
            hours = *special;
        } else {
            closing = closing_on(p, c, date, priority);
            if (closing.whole_date)
                push(&closures, zone_instant(z, date * 86400LL),
                     zone_instant(z, (date + 1) * 86400LL));
            if (closing.closed)
                hours.count = 0;
            else if (closing.own && hours.count > 0)
                hours = closing.hours;
        }
        for (int i = 0; i < hours.count; i++)
            push(&all, zone_instant(z, date * 86400LL + hours.window[i].open * 60LL),
                 zone_instant(z, date * 86400LL + hours.window[i].close * 60LL));
    }
    for (int i = 0; i < all.count; i++) {
        long date = zone_date(dates, all.at[i].from);
        int n = 0;

        one.count = 0;
        push(&one, all.at[i].from, all.at[i].to);
        for (int k = 0; k < closures.count; k++)
            cut(&one, 0, closures.at[k].from, closures.at[k].to);
        join(&one);
        if (one.count == 0)
            continue;
        while (n < out->day_count && out->day[n].date != date)
            n++;
        if (n == out->day_count) {
            out->day[n] = (struct working_day){.date = date};
            out->day_count++;
        }
        for (int k = 0; k < one.count; k++) {
            push(&out->day[n].open, one.at[k].from, one.at[k].to);
            push(&out->open, one.at[k].from, one.at[k].to);
        }
    }
    free(one.at);
    free(all.at);
    free(closures.at);
}

static int by_date(const void *a, const void *b)
{
    const struct working_day *x = a, *y = b;

    return (x->date > y->date) - (x->date < y->date);
}

static struct view *view_of(struct book *book, int number, int priority)
{
    const struct calendar *c = &book->policy->calendar[number];
    struct view *v = &book->view[number][priority + 1];

    if (v->made)
        return v;
    v->made = true;
    v->day = calloc((size_t)((book->to - book->from) / 86400 + 16), sizeof *v->day);
    if (v->day == NULL)
        abort();
    if (c->member_count == 0)
        plain(book, c, priority, book->policy->zone[c->zone], v);
    for (int i = 0; i < c->member_count; i++)
        plain(book, &book->policy->calendar[c->member[i]], priority, book->policy->zone[c->zone],
              v);
    join(&v->open);
    for (int i = 0; i < v->day_count; i++)
        join(&v->day[i].open);
    if (v->day_count > 0)
        qsort(v->day, (size_t)v->day_count, sizeof *v->day, by_date);
    return v;
}

struct book *book_new(const struct policy *policy, int64_t from, int64_t to)
{
    struct book *book = calloc(1, sizeof *book);

    if (book == NULL)
        abort();
    book->policy = policy;
    book->from = from;
    book->to = to;
    return book;
}

void book_free(struct book *book)
{
    for (int c = 0; c < MAX_CALENDARS; c++)
        for (int p = 0; p <= MAX_PRIORITIES; p++) {
            struct view *v = &book->view[c][p];
            for (int d = 0; d < v->day_count; d++)
                free(v->day[d].open.at);
            free(v->day);
            free(v->open.at);
        }
    free(book);
}

const struct span *book_spans(struct book *book, int calendar, int priority, int *count)
{
    struct view *v = view_of(book, calendar, priority);

    *count = v->open.count;
    return v->open.at;
}

static bool holds_instant(const struct spans *s, int64_t t)
{
    for (int i = 0; i < s->count && s->at[i].from <= t; i++)
        if (t < s->at[i].to)
            return true;
    return false;
}

bool book_is_open(void *model, int calendar, int priority, int64_t t)
{
    return holds_instant(&view_of(model, calendar, priority)->open, t);
}

static int64_t sum(const struct spans *s, int64_t from, int64_t to)
{
    int64_t n = 0;

    for (int i = 0; i < s->count && s->at[i].from < to; i++) {
        int64_t a = s->at[i].from > from ? s->at[i].from : from;
        int64_t b = s->at[i].to < to ? s->at[i].to : to;
        if (b > a)
            n += b - a;
    }
    return n;
}

int64_t book_between(struct book *book, int calendar, int priority, int64_t from, int64_t to)
{
    const struct spans *s = &view_of(book, calendar, priority)->open;

    return from <= to ? sum(s, from, to) : -sum(s, to, from);
}

/* The first instant at which n > 0 seconds of these spans have passed since `from`. */
static int64_t reach(const struct spans *s, int64_t from, int64_t n)
{
    for (int i = 0; i < s->count; i++) {
        int64_t a = s->at[i].from > from ? s->at[i].from : from;

        if (s->at[i].to <= a)
            continue;
        if (s->at[i].to - a >= n)
            return a + n;
        n -= s->at[i].to - a;
    }
    return BEYOND;
}

int64_t book_add(struct book *book, int calendar, int priority, int64_t start, int64_t seconds)
{
    const struct spans *s = &view_of(book, calendar, priority)->open;

    if (seconds == 0)
        return start;
    if (seconds > 0)
        return reach(s, start, seconds);
    for (int i = s->count - 1; i >= 0; i--) {
        int64_t b = s->at[i].to < start ? s->at[i].to : start;

        if (b <= s->at[i].from)
            continue;
        if (b - s->at[i].from >= -seconds)
            return b + seconds;
        seconds += b - s->at[i].from;
    }
    return NONE;
}

/* ------------------------------------------------------------------ targets as seconds (R7) */

static int64_t seconds_of(struct book *book, const struct target *target, int calendar,
                          int priority, int64_t start)
{
    const struct view *v = view_of(book, calendar, priority);
    enum day_rule rule = target->rule == RULE_DEFAULT ? book->policy->day_rule : target->rule;
    const struct working_day *day = NULL;
    int64_t next = BEYOND, due, k;
    int i = 0;

    if (target->kind == T_DURATION)
        return target->seconds;
    if (target->kind == T_DAYS && rule == RULE_ELAPSED)
        return target->days * day_length(&book->policy->calendar[calendar]);
    for (int n = v->open.count - 1; n >= 0 && v->open.at[n].to > start; n--)
        next = v->open.at[n].from > start ? v->open.at[n].from : start;
    if (next == BEYOND)
        return BEYOND;
    while (!holds_instant(&v->day[i].open, next))
        i++;
    k = sum(&v->open, v->day[i].open.at[0].from, next);
    i += target->kind == T_DAYS ? target->days : target->next;
    if (i >= v->day_count || v->day[i].date >= book->to / 86400 - 3)
        return BEYOND; /* the last days may be cut by the horizon */
    day = &v->day[i];
    due = day->open.at[day->open.count - 1].to;
    if (target->kind == T_BY_TIME) {
        due = zone_instant(book->policy->zone[book->policy->calendar[calendar].zone],
                           day->date * 86400LL + target->seconds * 60);
    } else if (target->kind == T_DAYS && rule == RULE_SAME_TIME) {
        int64_t reached = k == 0 ? day->open.at[0].from : reach(&v->open, day->open.at[0].from, k);
        due = reached < due ? reached : due;
    }
    return due > start ? sum(&v->open, start, due) : 0;
}

/* ------------------------------------------------------------------ a clock */

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
    return &view_of(m->book, m->calendar, m->priority)->open;
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
            push(&m->c.counted, s->at[i].from > from ? s->at[i].from : from,
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
    return reach(hours(m), m->mark, m->c.a.target - counted + 1);
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
            push(&m->c.live, m->mark, t);
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
        seconds = seconds_of(m->book, target, m->calendar, m->priority, from);
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
        a.due = a.target == 0 ? m->c.count_from : reach(&m->c.counted, m->c.count_from, a.target);
    else if (paused)
        a.due_if_resumed = reach(hours(m), m->mark, a.target - counted);
    else
        a.due = reach(hours(m), m->mark, a.target - counted);
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
