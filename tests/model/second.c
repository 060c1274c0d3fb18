/* SPDX-License-Identifier: MIT */
#include "second.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ painting the seconds */

struct working_day {
    long date;
    int64_t open, close;
    int count;
    int64_t from[8], to[8];
};
struct view {            /* a calendar as one priority sees it */
    unsigned char *open; /* one byte a second */
    struct working_day *day;
    int day_count;
};
struct paint {
    const struct policy *policy;
    int64_t from, to;
    struct view view[MAX_CALENDARS][MAX_PRIORITIES + 1];
    unsigned char *eligible, *counted; /* room for a walk */
};

struct holiday {
    int coverage;
    bool whole_date;
};

/* The all-day holidays of a date. */
static int holidays_on(const struct policy *p, const struct calendar *c, long date,
                       struct holiday *out)
{
    int count = 0;

    for (int i = 0; i < c->plain_count; i++)
        if (c->plain[i] == date)
            out[count++] = (struct holiday){-1, c->whole_date};
    for (int i = 0; i < c->list_count; i++)
        for (int k = 0; k < p->list[c->list[i]].count; k++) {
            const struct entry *e = &p->list[c->list[i]].entry[k];
            struct holiday h = {e->coverage, e->whole_date || c->whole_date};

            if (e->file < 0) {
                if (e->date == date)
                    out[count++] = h;
                continue;
            }
            for (int d = 0; d < p->file[e->file].date_count; d++)
                if (date >= p->file[e->file].date[d] &&
                    date < p->file[e->file].date[d] + p->file[e->file].length[d])
                    out[count++] = h;
        }
    return count;
}

static bool covered(const struct policy *p, int coverage, int priority)
{
    return coverage >= 0 && priority >= 0 &&
           (p->coverage[coverage].priorities >> priority & 1) != 0;
}

/* Does a `dates` entry stand on this date? */
static const struct day_hours *dated_hours(const struct calendar *c, long date)
{
    int y, m, d;

    day_to_civil(date, &y, &m, &d);
    for (int i = 0; i < c->dated_count; i++)
        if (c->dated[i].year == y && c->dated[i].month == m && c->dated[i].day == d)
            return &c->dated[i].hours;
    for (int i = 0; i < c->dated_count; i++)
        if (c->dated[i].year == 0 && c->dated[i].month == m && c->dated[i].day == d)
            return &c->dated[i].hours;
    return NULL;
}

static const struct day_hours *usual_hours(const struct calendar *c, long date)
{
    static const struct day_hours whole = {1, {{0, 1440}}};
    int y, m, d;

    day_to_civil(date, &y, &m, &d);
    for (int i = 0; i < c->season_count; i++) {
        const struct season *s = &c->season[i];
        int md = m * 100 + d;
        bool in = s->from <= s->to ? md >= s->from && md <= s->to : md >= s->from || md <= s->to;

        if (in)
            return &s->week.day[day_weekday(date)];
    }
    return c->always ? &whole : &c->week.day[day_weekday(date)];
}

/* Is minute m (of the date, a night's past 1440) inside one of these windows? */
static bool minute_in(const struct day_hours *h, int m)
{
    for (int i = 0; i < h->count; i++)
        if (m >= h->window[i].open && m < h->window[i].close)
            return true;
    return false;
}

/* The windows that open on a date, as minutes. */
static int windows_on(const struct policy *p, const struct calendar *c, int priority, long date,
                      struct window *out)
{
    const struct day_hours *h = dated_hours(c, date);
    struct holiday holiday[24];
    int holidays = 0, own = 0, count = 0;

    if (h == NULL) {
        h = usual_hours(c, date);
        holidays = holidays_on(p, c, date, holiday);
    }
    if (h->count == 0)
        return 0;
    for (int i = 0; i < holidays; i++) {
        if (!covered(p, holiday[i].coverage, priority))
            return 0;
        own += p->coverage[holiday[i].coverage].own;
    }
    if (own == 0) {
        memcpy(out, h->window, (size_t)h->count * sizeof *out);
        return h->count;
    }
    for (int m = 0; m < 2880; m++) { /* the minutes that all own hours have */
        bool in = true;

        for (int i = 0; i < holidays; i++)
            if (p->coverage[holiday[i].coverage].own)
                in = in && minute_in(&p->coverage[holiday[i].coverage].hours, m);
        if (in && count > 0 && out[count - 1].close == m)
            out[count - 1].close = m + 1;
        else if (in)
            out[count++] = (struct window){m, m + 1};
    }
    return count;
}

static void brush(const struct paint *paint, unsigned char *open, int64_t from, int64_t to,
                  int color)
{
    from = from < paint->from ? paint->from : from;
    to = to > paint->to ? paint->to : to;
    if (from < to)
        memset(open + (from - paint->from), color, (size_t)(to - from));
}

static void add_day(struct paint *paint, struct view *v, const unsigned char *open, long date,
                    int64_t from, int64_t to)
{
    struct working_day *day = NULL;
    int64_t first = NONE, last = NONE;

    for (int64_t t = from < paint->from ? paint->from : from; t < to && t < paint->to; t++)
        if (open[t - paint->from]) {
            first = first == NONE ? t : first;
            last = t + 1;
        }
    if (first == NONE)
        return;
    for (int i = 0; i < v->day_count; i++)
        if (v->day[i].date == date)
            day = &v->day[i];
    if (day == NULL) {
        day = &v->day[v->day_count++];
        *day = (struct working_day){.date = date, .open = first, .close = last};
    }
    day->open = first < day->open ? first : day->open;
    day->close = last > day->close ? last : day->close;
    day->from[day->count] = from;
    day->to[day->count++] = to;
}

/*
 * Paint one plain calendar, and note its working days by the dates of `zone`. In days the seconds
 * of a window count that are open after this calendar's own closures.
 */
static void paint_plain(struct paint *paint, int number, int priority, const struct zone *dates,
                        unsigned char *open, struct view *days)
{
    const struct policy *p = paint->policy;
    const struct calendar *c = &p->calendar[number];
    const struct zone *z = p->zone[c->zone];
    long first = zone_date(z, paint->from) - 3, last = zone_date(z, paint->to) + 3;
    struct window w[24];
    struct holiday holiday[24];

    for (long date = first; date <= last; date++) {
        int count = windows_on(p, c, priority, date, w);
        for (int i = 0; i < count; i++)
            brush(paint, open, zone_instant(z, date * 86400LL + w[i].open * 60),
                  zone_instant(z, date * 86400LL + w[i].close * 60), 1);
    }
    for (long date = first; date <= last; date++) { /* scope: date */
        int count = dated_hours(c, date) != NULL ? 0 : holidays_on(p, c, date, holiday);
        for (int i = 0; i < count; i++)
            if (holiday[i].whole_date && !covered(p, holiday[i].coverage, priority))
                brush(paint, open, zone_instant(z, date * 86400LL),
                      zone_instant(z, (date + 1) * 86400LL), 0);
    }
    for (int i = 0; i < c->list_count; i++)
        for (int k = 0; k < p->list[c->list[i]].count; k++) {
            const struct entry *e = &p->list[c->list[i]].entry[k];
            for (int f = 0; e->file >= 0 && f < p->file[e->file].closure_count; f++)
                if (!covered(p, e->coverage, priority))
                    brush(paint, open, p->file[e->file].from[f], p->file[e->file].to[f], 0);
        }
    for (long date = first; date <= last; date++) {
        int count = windows_on(p, c, priority, date, w);
        for (int i = 0; i < count; i++) {
            int64_t from = zone_instant(z, date * 86400LL + w[i].open * 60),
                    to = zone_instant(z, date * 86400LL + w[i].close * 60);
            if (to > from)
                add_day(paint, days, open, zone_date(dates, from), from, to);
        }
    }
}

static int by_date(const void *a, const void *b)
{
    const struct working_day *x = a, *y = b;

    return (x->date > y->date) - (x->date < y->date);
}

static struct view *view_of(struct paint *paint, int number, int priority)
{
    struct view *v = &paint->view[number][priority + 1];
    const struct calendar *c = &paint->policy->calendar[number];
    size_t size = (size_t)(paint->to - paint->from);

    if (v->open != NULL)
        return v;
    v->open = calloc(size, 1);
    v->day = calloc(size / 86400 + 12, sizeof *v->day);
    if (v->open == NULL || v->day == NULL)
        abort();
    if (c->member_count == 0)
        paint_plain(paint, number, priority, paint->policy->zone[c->zone], v->open, v);
    for (int i = 0; i < c->member_count; i++) {
        unsigned char *open = calloc(size, 1);
        if (open == NULL)
            abort();
        paint_plain(paint, c->member[i], priority, paint->policy->zone[c->zone], open, v);
        for (size_t t = 0; t < size; t++)
            v->open[t] |= open[t];
        free(open);
    }
    qsort(v->day, (size_t)v->day_count, sizeof *v->day, by_date);
    return v;
}

struct paint *paint_new(const struct policy *policy, int64_t from, int64_t to)
{
    struct paint *paint = calloc(1, sizeof *paint);

    if (paint == NULL)
        abort();
    paint->policy = policy;
    paint->from = from;
    paint->to = to;
    paint->eligible = malloc((size_t)(to - from));
    paint->counted = malloc((size_t)(to - from));
    if (paint->eligible == NULL || paint->counted == NULL)
        abort();
    return paint;
}

void paint_free(struct paint *paint)
{
    for (int c = 0; c < MAX_CALENDARS; c++)
        for (int p = 0; p <= MAX_PRIORITIES; p++) {
            free(paint->view[c][p].open);
            free(paint->view[c][p].day);
        }
    free(paint->eligible);
    free(paint->counted);
    free(paint);
}

bool paint_is_open(void *model, int calendar, int priority, int64_t t)
{
    struct paint *paint = model;

    return view_of(paint, calendar, priority)->open[t - paint->from] != 0;
}

/* ------------------------------------------------------------------ targets as seconds */

static int64_t count_open(struct paint *paint, const struct view *v, int64_t from, int64_t to)
{
    int64_t n = 0;

    for (int64_t t = from; t < to && t < paint->to; t++)
        n += v->open[t - paint->from];
    return n;
}

/* The last days of the horizon may be cut by its end. */
static bool known_day(const struct paint *paint, const struct view *v, int i)
{
    return i < v->day_count && v->day[i].date < paint->to / 86400 - 3;
}

/* R7. BEYOND if the horizon is too short to tell. */
static int64_t target_seconds(struct paint *paint, const struct target *target, int calendar,
                              int priority, int64_t start)
{
    struct view *v = view_of(paint, calendar, priority);
    enum day_rule rule = target->rule == RULE_DEFAULT ? paint->policy->day_rule : target->rule;
    int64_t s = start, k, due;
    int i = 0;

    if (target->kind == T_DURATION)
        return target->seconds;
    if (target->kind == T_DAYS && rule == RULE_ELAPSED)
        return target->days * day_length(&paint->policy->calendar[calendar]);
    while (s < paint->to && !v->open[s - paint->from])
        s++;
    if (s >= paint->to)
        return BEYOND;
    for (;; i++) { /* the working day whose windows hold s */
        bool in = false;
        if (i == v->day_count)
            abort();
        for (int w = 0; w < v->day[i].count; w++)
            in = in || (s >= v->day[i].from[w] && s < v->day[i].to[w]);
        if (in && s >= v->day[i].open && s < v->day[i].close)
            break;
    }
    if (target->kind == T_DAYS) {
        if (!known_day(paint, v, i + target->days))
            return BEYOND;
        k = count_open(paint, v, v->day[i].open, s);
        due = v->day[i + target->days].close;
        if (rule == RULE_SAME_TIME)
            for (int64_t t = v->day[i + target->days].open; t < due; t++) {
                if (k == 0)
                    due = t;
                else
                    k -= v->open[t - paint->from];
            }
    } else {
        i += target->next;
        if (!known_day(paint, v, i))
            return BEYOND;
        due = v->day[i].close;
        if (target->kind == T_BY_TIME)
            due = zone_instant(paint->policy->zone[paint->policy->calendar[calendar].zone],
                               v->day[i].date * 86400LL + target->seconds * 60);
    }
    return count_open(paint, v, start, due);
}

/* ------------------------------------------------------------------ walking a clock */

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
    w->open = view_of(w->paint, w->calendar, w->priority)->open;
    return m.target;
}

static int64_t seconds_of(struct walk *w, const struct target *target, int64_t start)
{
    int64_t seconds = NONE;

    if (target != NULL)
        seconds = target_seconds(w->paint, target, w->calendar, w->priority, start);
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
