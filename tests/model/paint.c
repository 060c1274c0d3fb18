/* SPDX-License-Identifier: MIT */
/*
 * When a calendar is open, second by second: the windows of each date are painted, then closures
 * are painted over (R2 to R4); and targets in working days as seconds (R7).
 */
#include "paint.h"

#include <stdlib.h>
#include <string.h>

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
}

/*
 * Paint one plain calendar, and note its working days, by the dates of a union's zone if given. In
 * days the seconds of a window count that are open after this calendar's own closures.
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
                add_day(paint, days, open, dates == NULL ? date : zone_date(dates, from), from, to);
        }
    }
}

static int by_date(const void *a, const void *b)
{
    const struct working_day *x = a, *y = b;

    return (x->date > y->date) - (x->date < y->date);
}

struct view *paint_view(struct paint *paint, int number, int priority)
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
        paint_plain(paint, number, priority, NULL, v->open, v);
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

    return paint_view(paint, calendar, priority)->open[t - paint->from] != 0;
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

int64_t paint_target(struct paint *paint, const struct target *target, int calendar, int priority,
                     int64_t start)
{
    struct view *v = paint_view(paint, calendar, priority);
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
    while (s < v->day[i].open || s >= v->day[i].close) /* the first working day that holds s */
        if (++i == v->day_count)
            abort();
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
