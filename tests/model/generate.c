/* SPDX-License-Identifier: MIT */
#include "generate.h"

#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------ dice */

uint64_t roll(struct dice *dice)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15u; /* splitmix64 */

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int below(struct dice *dice, int n)
{
    return (int)(roll(dice) % (uint64_t)n);
}

bool chance(struct dice *dice, int percent)
{
    return below(dice, 100) < percent;
}

int64_t between(struct dice *dice, int64_t from, int64_t to)
{
    return from + (int64_t)(roll(dice) % (uint64_t)(to - from + 1));
}

static unsigned some_of(struct dice *dice, int n) /* neither none nor, mostly, all */
{
    unsigned mask = (unsigned)below(dice, (1 << n) - 1) + 1;

    return n > 1 && mask == (1u << n) - 1 ? 1u << below(dice, n) : mask;
}

/* ------------------------------------------------------------------ calendars */

static struct window one_window(struct dice *dice, int from, int to)
{
    static const int edges[] = {0,   15,  30,  60,   90,   120,  150,  180,  240,  480, 510,
                                540, 720, 780, 1020, 1080, 1200, 1320, 1380, 1410, 1439};
    struct window w;

    do {
        w.open = chance(dice, 70) ? edges[below(dice, 21)] : below(dice, 1440);
    } while (w.open < from || w.open >= to);
    do {
        int length = chance(dice, 50) ? 30 * (1 + below(dice, 40)) : 1 + below(dice, 1300);
        w.close = w.open + length;
    } while (w.close - w.open >= 1440 && w.open != 0);
    if (chance(dice, 60) && w.close > 1440)
        w.close = w.open < 1380 ? 1440 : 1441 + below(dice, 120);
    if (w.open == 0 && w.close > 1440)
        w.close = 1440;
    return w;
}

static struct day_hours some_hours(struct dice *dice)
{
    struct day_hours h = {0};
    int n = chance(dice, 70) ? 1 : chance(dice, 80) ? 2 : 3;

    if (chance(dice, 6))
        return (struct day_hours){1, {{0, 1440}}};
    if (n == 2 && chance(dice, 60)) { /* with a lunch */
        h.count = 2;
        h.window[0] = (struct window){420 + 30 * below(dice, 5), 720};
        h.window[1] = (struct window){720 + 15 * below(dice, 5), 960 + 30 * below(dice, 20)};
        return h;
    }
    for (int i = 0; i < n; i++)
        h.window[h.count++] = one_window(dice, 0, 1440);
    return h;
}

static void some_week(struct dice *dice, struct week *week)
{
    struct day_hours usual = some_hours(dice);

    memset(week, 0, sizeof *week);
    switch (below(dice, 4)) {
    case 0:
    case 1:
        for (int d = 0; d < 5; d++)
            week->day[d] = usual;
        if (chance(dice, 40))
            week->day[5] = some_hours(dice);
        if (chance(dice, 20))
            week->day[6] = some_hours(dice);
        break;
    case 2: /* sun-thu */
        for (int d = 0; d < 7; d++)
            if (d != 4 && d != 5)
                week->day[d] = usual;
        break;
    default:
        for (int d = 0; d < 7; d++)
            if (chance(dice, 65))
                week->day[d] = chance(dice, 60) ? usual : some_hours(dice);
        week->day[below(dice, 7)] = usual;
    }
}

static int month_day(long date)
{
    int y, m, d;

    day_to_civil(date, &y, &m, &d);
    return m * 100 + d;
}

static void some_dates(struct dice *dice, long base, struct calendar *c)
{
    int n = chance(dice, 50) ? 0 : 1 + below(dice, 3);

    c->dated_count = 0;
    for (int i = 0; i < n; i++) {
        struct dated d = {0};
        bool twice = false;

        day_to_civil(base - 3 + below(dice, 16), &d.year, &d.month, &d.day);
        if (chance(dice, 40))
            d.year = 0;
        if (chance(dice, 65))
            d.hours = some_hours(dice);
        for (int k = 0; k < c->dated_count; k++)
            twice |= c->dated[k].year == d.year && c->dated[k].month == d.month &&
                     c->dated[k].day == d.day;
        if (!twice)
            c->dated[c->dated_count++] = d;
    }
}

static void some_calendar(struct dice *dice, const struct policy *p, int zone, long base,
                          struct calendar *c)
{
    *c = (struct calendar){.zone = zone, .like = -1, .always = chance(dice, 5)};
    if (!c->always)
        some_week(dice, &c->week);
    some_dates(dice, base, c);
    if (chance(dice, 25)) {
        long from = base - 10 + below(dice, 14), to = from + below(dice, 20);
        c->season[0] = (struct season){.from = month_day(from), .to = month_day(to)};
        some_week(dice, &c->season[0].week);
        c->season_count = 1;
        if (chance(dice, 30)) {
            from = to + 1 + below(dice, 10);
            to = from + below(dice, 30);
            c->season[1] = (struct season){.from = month_day(from), .to = month_day(to)};
            some_week(dice, &c->season[1].week);
            c->season_count = 2;
        }
    }
    for (int i = 0; i < p->list_count; i++)
        if (chance(dice, 55))
            c->list[c->list_count++] = i;
    for (int i = chance(dice, 50) ? 0 : 1 + below(dice, 2); i > 0; i--) {
        long day = base - 3 + below(dice, 14);
        if (c->plain_count == 0 || c->plain[0] != day)
            c->plain[c->plain_count++] = day;
    }
    c->whole_date = c->list_count + c->plain_count > 0 && chance(dice, 15);
    if (day_length(c) == 0 || chance(dice, 20))
        c->day_length = 1800 * (1 + below(dice, 40));
}

static void some_holidays(struct dice *dice, long base, struct policy *p)
{
    p->coverage_count = chance(dice, 60) ? 1 + below(dice, MAX_COVERAGES) : 0;
    for (int i = 0; i < p->coverage_count; i++) {
        p->coverage[i].priorities = some_of(dice, p->priority_count);
        p->coverage[i].own = chance(dice, 40);
        if (p->coverage[i].own) {
            do {
                p->coverage[i].hours = some_hours(dice);
            } while (p->coverage[i].hours.count > 2);
        }
    }
    p->file_count = below(dice, MAX_FILES + 1);
    for (int f = 0; f < p->file_count; f++) {
        struct ics *s = &p->file[f];

        s->date_count = 1 + below(dice, 4);
        for (int i = 0; i < s->date_count; i++) {
            s->date[i] = base - 3 + below(dice, 16);
            s->length[i] = chance(dice, 80) ? 1 : 2 + below(dice, 2);
        }
        s->closure_count = chance(dice, 50) ? 0 : 1 + below(dice, 3);
        for (int i = 0; i < s->closure_count; i++) {
            s->from[i] = (base - 2) * 86400LL + below(dice, 12 * 86400);
            if (chance(dice, 60))
                s->from[i] -= s->from[i] % 900;
            s->to[i] = s->from[i] +
                       (chance(dice, 50) ? 900 * (1 + below(dice, 60)) : 1 + below(dice, 100000));
        }
    }
    p->list_count = p->file_count == 0 ? below(dice, 2) : 1 + below(dice, MAX_LISTS);
    for (int l = 0; l < p->list_count; l++) {
        struct list *list = &p->list[l];
        int at = 0;

        for (int f = 0; f < p->file_count; f++)
            if (chance(dice, 70))
                list->entry[at++] =
                    (struct entry){.file = f,
                                   .whole_date = chance(dice, 25),
                                   .coverage = p->coverage_count > 0 && chance(dice, 65)
                                                   ? below(dice, p->coverage_count)
                                                   : -1};
        if (at == 0 || chance(dice, 30))
            list->entry[at++] =
                (struct entry){.file = -1, .date = base - 2 + below(dice, 12), .coverage = -1};
        list->count = at;
    }
}

static int64_t some_base(struct dice *dice, const struct zone *zone)
{
    int64_t t = between(dice, 400 * 86400LL, 47482LL * 86400 - 400 * 86400LL);

    if (zone->count > 1 && chance(dice, 65)) {
        int64_t change = zone->from[1 + below(dice, zone->count - 1)];
        if (change > 100 * 86400LL && change < 47482LL * 86400 - 400 * 86400LL)
            t = change - below(dice, 4) * 86400LL;
    }
    return t - (t % 86400 + 86400) % 86400;
}

static void some_calendars(struct dice *dice, long base, struct policy *p)
{
    int n = 1 + below(dice, 3);

    for (int i = 0; i < n; i++) {
        struct calendar *c = &p->calendar[i];

        if (i > 0 && chance(dice, 25) && p->calendar[0].like < 0) {
            *c = p->calendar[0];
            c->like = 0;
            c->zone = below(dice, p->zone_count);
            c->always = false;
            some_week(dice, &c->week);
            some_dates(dice, base, c);
            if (day_length(c) == 0)
                c->day_length = 25200;
        } else {
            some_calendar(dice, p, below(dice, p->zone_count), base, c);
        }
    }
    p->calendar_count = n;
    if (chance(dice, 40))
        p->calendar[p->calendar_count++] =
            (struct calendar){.zone = below(dice, p->zone_count), .always = true, .like = -1};
    if (p->calendar_count > 1 && chance(dice, 35)) {
        struct calendar c = {.zone = below(dice, p->zone_count),
                             .like = -1,
                             .day_length = 1800 * (1 + below(dice, 40))};
        c.member[c.member_count++] = 0;
        c.member[c.member_count++] = 1;
        if (p->calendar_count > 2 && chance(dice, 30))
            c.member[c.member_count++] = 2;
        p->calendar[p->calendar_count++] = c;
    }
}

void generate_calendar(struct dice *dice, const struct zone *zone, int64_t base,
                       struct policy *policy)
{
    memset(policy, 0, sizeof *policy);
    policy->zone[0] = zone;
    policy->zone_count = 1;
    policy->calendar_count = 1;
    some_calendar(dice, policy, 0, (long)(base / 86400), &policy->calendar[0]);
}

/* ------------------------------------------------------------------ clocks and targets */

static struct trigger on(int event)
{
    return (struct trigger){false, event};
}

static void add_trigger(struct triggers *t, struct trigger x)
{
    for (int i = 0; i < t->count; i++)
        if (t->trigger[i].status == x.status && t->trigger[i].index == x.index)
            return;
    if (t->count < MAX_TRIGGERS)
        t->trigger[t->count++] = x;
}

static bool has_trigger(const struct triggers *t, struct trigger x)
{
    for (int i = 0; i < t->count; i++)
        if (t->trigger[i].status == x.status && t->trigger[i].index == x.index)
            return true;
    return false;
}

static void some_triggers(struct dice *dice, const struct policy *p, struct triggers *t,
                          const struct triggers *but, int n)
{
    for (int i = 0; i < n; i++) {
        struct trigger x = on(below(dice, EVENT_KINDS));

        if (chance(dice, 25))
            x = (struct trigger){true, below(dice, p->status_count)};
        if (!x.status &&
            (x.index == E_RECLASSIFIED || x.index == E_STATUS || x.index == E_DUE_AGREED))
            continue;
        if (but == NULL || !has_trigger(but, x))
            add_trigger(t, x);
    }
}

static void some_clock(struct dice *dice, const struct policy *p, int shape, struct clock *c)
{
    *c = (struct clock){.name = shape, .calendar = -1};
    if (chance(dice, 75))
        add_trigger(&c->start, on(E_CREATED));
    else
        some_triggers(dice, p, &c->start, NULL, 2);
    if (chance(dice, 20))
        add_trigger(&c->start, (struct trigger){true, below(dice, 2)});
    if (c->start.count == 0)
        add_trigger(&c->start, on(E_ASSIGNED));
    switch (shape) {
    case 0:
        add_trigger(&c->stop, on(E_RESPONDED));
        add_trigger(&c->stop, on(E_RESOLVED));
        if (chance(dice, 40))
            add_trigger(&c->stop, on(E_WAITING));
        break;
    case 1:
        add_trigger(&c->stop, on(E_RESOLVED));
        if (chance(dice, 50))
            add_trigger(&c->stop, on(E_CLOSED));
        if (chance(dice, 30))
            add_trigger(&c->stop, (struct trigger){true, 4});
        break;
    case 2:
        c->start.count = 0;
        add_trigger(&c->start, on(E_RESPONDED));
        add_trigger(&c->start, on(E_OWN1));
        add_trigger(&c->stop, on(E_OWN1));
        add_trigger(&c->until, on(E_RESOLVED));
        if (chance(dice, 40))
            add_trigger(&c->until, on(E_CLOSED));
        if (chance(dice, 30))
            add_trigger(&c->stop, on(E_CANCELLED));
        break;
    default:
        if (chance(dice, 35))
            some_triggers(dice, p, &c->until, &c->start, 2);
        some_triggers(dice, p, &c->stop, c->until.count > 0 ? &c->until : &c->start, 3);
        if (c->stop.count == 0)
            add_trigger(&c->stop, on(has_trigger(&c->start, on(E_TRIAGED)) ? E_OWN0 : E_TRIAGED));
    }
    for (int i = 0; i < c->start.count && c->until.count == 0;) /* start and stop stay apart */
        if (has_trigger(&c->stop, c->start.trigger[i]))
            c->start.trigger[i] = c->start.trigger[--c->start.count];
        else
            i++;
    if (c->start.count == 0)
        add_trigger(&c->start, on(E_CREATED));
    if (chance(dice, shape == 1 ? 85 : 45)) {
        if (chance(dice, 70)) {
            add_trigger(&c->pause, on(E_WAITING));
            add_trigger(&c->resume, on(E_RESUMED));
        }
        if (chance(dice, 30) || c->pause.count == 0) {
            some_triggers(dice, p, &c->pause, NULL, 2);
            some_triggers(dice, p, &c->resume, &c->pause, 2);
            if (c->pause.count == 0)
                add_trigger(&c->pause, on(E_OWN0));
            if (c->resume.count == 0)
                add_trigger(&c->resume,
                            on(has_trigger(&c->pause, on(E_OWN1)) ? E_TRIAGED : E_OWN1));
            for (int i = 0; i < c->pause.count;)
                if (has_trigger(&c->resume, c->pause.trigger[i]))
                    c->pause.trigger[i] = c->pause.trigger[--c->pause.count];
                else
                    i++;
            if (c->pause.count == 0)
                c->resume.count = 0;
        }
    }
    if (chance(dice, 40))
        c->pause_while = some_of(dice, p->status_count);
    if (chance(dice, 60))
        c->reopened = (enum reopened)(1 + below(dice, 3));
    if (chance(dice, 20))
        c->calendar = below(dice, p->calendar_count);
    if (chance(dice, 20)) {
        if (chance(dice, 50))
            c->when.priority = some_of(dice, p->priority_count);
        else if (chance(dice, 50))
            c->when.type = some_of(dice, p->type_count);
        else
            c->when.attribute[0] = some_of(dice, p->value_count[0]);
    }
}

static struct target some_target(struct dice *dice)
{
    static const int64_t lengths[] = {0,     1,     60,    900,   1800,   3600,  5400, 7200,
                                      14400, 28800, 36000, 61200, 122400, 86400, 4000, 12345};
    struct target t = {.kind = T_DURATION};

    switch (below(dice, 20)) {
    case 0:
        t.kind = T_NONE;
        break;
    case 1:
    case 2:
    case 3:
    case 4:
        t.kind = T_DAYS;
        t.days = 1 + below(dice, 3);
        t.rule = (enum day_rule)below(dice, 4);
        break;
    case 5:
        t.kind = T_BY_CLOSE;
        t.next = chance(dice, 50);
        break;
    case 6:
    case 7:
        t.kind = T_BY_TIME;
        t.seconds = chance(dice, 60) ? 30 * below(dice, 48) : below(dice, 1440);
        t.next = chance(dice, 60);
        break;
    default:
        t.seconds = lengths[below(dice, 16)];
        if (chance(dice, 15))
            t.seconds = below(dice, 200000);
    }
    return t;
}

static void some_row(struct dice *dice, const struct policy *p, bool last, struct row *row)
{
    memset(row, 0, sizeof *row);
    row->calendar = chance(dice, last ? 10 : 20) ? below(dice, p->calendar_count) : -1;
    if (!last) {
        for (int keys = 1 + below(dice, 2); keys > 0; keys--)
            switch (below(dice, 6)) {
            case 0:
                row->when.type = some_of(dice, p->type_count);
                break;
            case 1:
                row->when.priority = some_of(dice, p->priority_count);
                break;
            case 2:
                row->when.status = some_of(dice, p->status_count);
                break;
            case 3:
                row->when.started = 1 + below(dice, 2);
                row->when.started_calendar = below(dice, p->calendar_count);
                break;
            default:
                row->when.attribute[below(dice, 2)] = some_of(dice, 2);
            }
        row->clocks = some_of(dice, p->clock_count);
    } else {
        row->clocks = (1u << p->clock_count) - 1;
    }
    for (int c = 0; c < p->clock_count; c++) {
        row->by_priority[c] = chance(dice, 45);
        row->given[c] = last || chance(dice, 50) ? (1u << p->priority_count) - 1
                                                 : some_of(dice, p->priority_count);
        for (int k = 0; k < p->priority_count; k++)
            row->target[c][k] = some_target(dice);
    }
}

void generate_policy(struct dice *dice, const struct zone *zones, int zone_count, struct policy *p,
                     int64_t *base)
{
    long day;

    memset(p, 0, sizeof *p);
    p->zone_count = 1 + below(dice, 2);
    for (int i = 0; i < p->zone_count; i++)
        p->zone[i] = &zones[below(dice, zone_count)];
    *base = some_base(dice, p->zone[0]);
    day = (long)(*base / 86400);
    p->priority_count = 2 + below(dice, 3);
    p->type_count = 2 + below(dice, 2);
    p->status_count = MAX_STATUSES;
    p->value_count[0] = 2 + below(dice, 2);
    p->value_count[1] = 2;
    for (int a = 0; a < MAX_ATTRIBUTES; a++)
        p->default_value[a] =
            p->value_count[a] > 0 && chance(dice, 50) ? below(dice, p->value_count[a]) : -1;
    some_holidays(dice, day, p);
    some_calendars(dice, day, p);
    p->top_calendar = below(dice, p->calendar_count);
    for (int v = 0; v < MAX_VALUES; v++)
        p->value_calendar[v] =
            v < p->value_count[0] && chance(dice, 35) ? below(dice, p->calendar_count) : -1;
    p->has_matrix = chance(dice, 80);
    p->impact_first = chance(dice, 30);
    for (int a = 0; a < MAX_LEVELS; a++)
        for (int b = 0; b < MAX_LEVELS; b++)
            p->matrix[a][b] = below(dice, p->priority_count);
    for (int i = 0; i < MAX_TYPES; i++)
        p->fixed[i] = p->has_matrix && i > 0 && i < p->type_count && chance(dice, 30)
                          ? below(dice, p->priority_count)
                          : -1;
    for (int shape = 0; shape < MAX_CLOCKS; shape++)
        if (chance(dice, shape == 1 ? 85 : 60))
            some_clock(dice, p, shape, &p->clock[p->clock_count++]);
    if (p->clock_count == 0)
        some_clock(dice, p, 1, &p->clock[p->clock_count++]);
    p->row_count = 1 + below(dice, 4);
    for (int i = 0; i < p->row_count; i++)
        some_row(dice, p, i + 1 == p->row_count, &p->row[i]);
    p->day_rule = (enum day_rule)(1 + below(dice, 3));
    p->target_from_change = chance(dice, 30);
    p->calendar_from_start = chance(dice, 30);
    p->releases = chance(dice, 60);
    for (int c = 0; c < p->clock_count; c++)
        if (p->clock[c].name == 1)
            p->released = 1u << c; /* unless others are named */
    if (p->releases) {
        p->vehicles =
            chance(dice, 70) ? (1u << p->priority_count) - 1 : some_of(dice, p->priority_count);
        p->releases_named = chance(dice, 40);
        if (p->released == 0)
            p->releases_named = true;
        if (p->releases_named)
            p->released = some_of(dice, p->clock_count);
    }
}

/* ------------------------------------------------------------------ histories */

static struct change some_change(struct dice *dice, const struct policy *p, int fact)
{
    const int room[FACTS] = {
        p->type_count,   MAX_LEVELS,        MAX_LEVELS,        p->priority_count,
        p->status_count, p->value_count[0], p->value_count[1], 3};
    bool back = chance(dice, fact == F_PRIORITY ? 25 : 8);

    return (struct change){fact, back ? -1 : below(dice, room[fact])};
}

static int64_t some_instant(struct dice *dice, struct book *book, const struct policy *p,
                            const struct history *h, int64_t last, int64_t from, int64_t to)
{
    struct answers now;
    int64_t t = NONE;
    int count;

    switch (below(dice, 10)) {
    case 0: /* a tie */
        t = last;
        break;
    case 1:
    case 2:
    case 3: { /* an edge of a calendar */
        const struct span *s = book_spans(book, below(dice, p->calendar_count),
                                          below(dice, p->priority_count + 1) - 1, &count);
        int64_t reach = last + (1 + below(dice, 4)) * 86400LL / 2;
        int seen = 0;

        for (int i = 0; i < count; i++) /* one of the edges between last and reach */
            for (int k = 0; k < 2; k++) {
                int64_t edge = k == 0 ? s[i].from : s[i].to;
                if (edge >= last && edge <= reach && below(dice, ++seen) == 0)
                    t = edge;
            }
        break;
    }
    case 4:
    case 5:
    case 6: { /* where a clock falls due, or breaches */
        interval_clock(book, h, below(dice, p->clock_count), NONE, last, &now);
        if (now.count > 0) {
            const struct answer *a = &now.answer[now.count - 1];
            t = chance(dice, 60) || a->breaches_at == NONE ? a->due : a->breaches_at;
            if (t == NONE)
                t = a->due_if_resumed;
        }
        break;
    }
    case 7:
        return between(dice, from, to);
    default:
        t = last + between(dice, 0, chance(dice, 50) ? 7200 : 100000);
    }
    if (t == NONE || t == BEYOND)
        t = last + below(dice, 50000);
    if (chance(dice, 15))
        t += chance(dice, 50) ? 1 : -1;
    return t < from ? from : t > to ? to : t;
}

static int some_fact(struct dice *dice, const struct policy *p)
{
    int fact = below(dice, FACTS);

    return !p->has_matrix && (fact == F_IMPACT || fact == F_URGENCY) ? F_PRIORITY : fact;
}

void generate_history(struct dice *dice, struct book *book, const struct policy *p, int64_t base,
                      int64_t span, struct history *h)
{
    int events = below(dice, 9) + (chance(dice, 25) ? below(dice, 8) : 0);
    int64_t last;

    memset(h, 0, sizeof *h);
    h->created = some_instant(dice, book, p, h, base, base, base + span / 3);
    if (h->created == 0)
        h->created = base;
    last = h->created;
    for (int f = 0; f < FACTS; f++) {
        struct change c = some_change(dice, p, f);
        if (!p->has_matrix && (f == F_IMPACT || f == F_URGENCY))
            c.value = -1; /* no matrix, no such names */
        h->facts.value[f] =
            chance(dice, f == F_PRIORITY ? (p->has_matrix ? 20 : 85) : 85) ? c.value : -1;
    }
    for (int i = 0; i < events; i++) {
        static const int weights[EVENT_KINDS] = {0, 3, 7,  12, 10, 4, 16, 10,
                                                 4, 4, 12, 10, 4,  3, 5,  8};
        struct event *e = &h->event[h->count];
        int pick = below(dice, 112), kind = 0;

        while (pick >= weights[kind])
            pick -= weights[kind++];
        *e = (struct event){.kind = (enum event_kind)kind, .told = NONE, .due = NONE, .clock = -1};
        e->at = some_instant(dice, book, p, h, last, base, base + span);
        if (chance(dice, 3))
            e->at = h->created - below(dice, 5000);
        if (kind == E_STATUS) {
            e->change[e->change_count++] = some_change(dice, p, F_STATUS);
        } else if (kind == E_RECLASSIFIED || chance(dice, 8)) {
            int first = some_fact(dice, p), second = some_fact(dice, p);
            e->change[e->change_count++] = some_change(dice, p, first);
            if (chance(dice, 30) && second != first)
                e->change[e->change_count++] = some_change(dice, p, second);
        }
        if (kind == E_DUE_AGREED || (kind == E_CODE_FIX && chance(dice, 40))) {
            e->due = some_instant(dice, book, p, h, e->at, base, base + span);
            if (kind == E_DUE_AGREED)
                e->clock = below(dice, p->clock_count);
        }
        if (chance(dice, 12))
            e->told = e->at + between(dice, -1000, 100000);
        if (chance(dice, 10))
            e->sequence = between(dice, -2, 3);
        h->count++;
        last = e->at > last ? e->at : last;
    }
}
