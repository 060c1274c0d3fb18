/* SPDX-License-Identifier: MIT */
/*
 * When a calendar is open, as lists of spans: the windows of each date, cut by closures and joined
 * (R2 to R4); sums over them (R5); and targets in working days as seconds (R7).
 */
#include "book.h"

#include <stdlib.h>
#include <string.h>

void spans_push(struct spans *s, int64_t from, int64_t to)
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
        spans_push(s, to > x.from ? to : x.from, x.to);
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
            bool known = false;

            if (b->window[k].open > open)
                open = b->window[k].open;
            if (b->window[k].close < close)
                close = b->window[k].close;
            for (int n = 0; n < out.count; n++)
                known |= out.window[n].open == open && out.window[n].close == close;
            if (open >= close || known)
                continue;
            if (out.count == MAX_WINDOWS)
                abort();
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
    struct spans all = {0}, of = {0}, closures = {0}, one = {0};

    for (int i = 0; i < c->list_count; i++)
        for (int k = 0; k < p->list[c->list[i]].count; k++) {
            const struct entry *e = &p->list[c->list[i]].entry[k];
            if (e->file < 0 || (e->coverage >= 0 && priority >= 0 &&
                                (p->coverage[e->coverage].priorities >> priority & 1) != 0))
                continue;
            for (int f = 0; f < p->file[e->file].closure_count; f++)
                spans_push(&closures, p->file[e->file].from[f], p->file[e->file].to[f]);
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
                spans_push(&closures, zone_instant(z, date * 86400LL),
                           zone_instant(z, (date + 1) * 86400LL));
            if (closing.closed)
                hours.count = 0;
            else if (closing.own && hours.count > 0)
                hours = closing.hours;
        }
        for (int i = 0; i < hours.count; i++) {
            int64_t from = zone_instant(z, date * 86400LL + hours.window[i].open * 60LL);
            int64_t to = zone_instant(z, date * 86400LL + hours.window[i].close * 60LL);

            if (to > from) {
                spans_push(&all, from, to);
                spans_push(&of, date, date + 1);
            }
        }
    }
    for (int i = 0; i < all.count; i++) {
        long date = dates == NULL ? (long)of.at[i].from : zone_date(dates, all.at[i].from);
        int n = 0;

        one.count = 0;
        spans_push(&one, all.at[i].from, all.at[i].to);
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
            spans_push(&out->day[n].open, one.at[k].from, one.at[k].to);
            spans_push(&out->open, one.at[k].from, one.at[k].to);
        }
    }
    free(one.at);
    free(all.at);
    free(of.at);
    free(closures.at);
}

static int by_date(const void *a, const void *b)
{
    const struct working_day *x = a, *y = b;

    return (x->date > y->date) - (x->date < y->date);
}

struct view *book_view(struct book *book, int number, int priority)
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
        plain(book, c, priority, NULL, v);
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
    struct view *v = book_view(book, calendar, priority);

    *count = v->open.count;
    return v->open.at;
}

bool book_day(struct book *book, int calendar, int priority, long date, struct span *out)
{
    const struct view *v = book_view(book, calendar, priority);

    for (int i = 0; i < v->day_count; i++)
        if (v->day[i].date == date) {
            out->from = v->day[i].open.at[0].from;
            out->to = v->day[i].open.at[v->day[i].open.count - 1].to;
            return true;
        }
    return false;
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
    return holds_instant(&book_view(model, calendar, priority)->open, t);
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
    const struct spans *s = &book_view(book, calendar, priority)->open;

    return from <= to ? sum(s, from, to) : -sum(s, to, from);
}

int64_t spans_reach(const struct spans *s, int64_t from, int64_t n)
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
    const struct spans *s = &book_view(book, calendar, priority)->open;

    if (seconds == 0)
        return start;
    if (seconds > 0)
        return spans_reach(s, start, seconds);
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

int64_t book_target(struct book *book, const struct target *target, int calendar, int priority,
                    int64_t start)
{
    const struct view *v = book_view(book, calendar, priority);
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
    while (next < v->day[i].open.at[0].from ||
           next >= v->day[i].open.at[v->day[i].open.count - 1].to)
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
        int64_t reached =
            k == 0 ? day->open.at[0].from : spans_reach(&v->open, day->open.at[0].from, k);
        due = reached < due ? reached : due;
    }
    return due > start ? sum(&v->open, start, due) : 0;
}
