/* SPDX-License-Identifier: MIT */
/* Random calendars, holidays and coverages, with their edges close together. */
#include "generate.h"

#include <string.h>

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

void generate_holidays(struct dice *dice, long base, struct policy *p)
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

int64_t generate_base(struct dice *dice, const struct zone *zone)
{
    int64_t t = between(dice, 400 * 86400LL, 47482LL * 86400 - 400 * 86400LL);

    if (zone->count > 1 && chance(dice, 65)) {
        int64_t change = zone->from[1 + below(dice, zone->count - 1)];
        if (change > 100 * 86400LL && change < 47482LL * 86400 - 400 * 86400LL)
            t = change - below(dice, 4) * 86400LL;
    }
    return t - (t % 86400 + 86400) % 86400;
}

void generate_calendars(struct dice *dice, long base, struct policy *p)
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
