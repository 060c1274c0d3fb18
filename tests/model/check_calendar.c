/* SPDX-License-Identifier: MIT */
/*
 * Calendars: every question against the interval model's spans, and the laws of R5. Also each zone
 * of the system around its clock changes, and calendars at the ends of the range (R1, R6).
 */
#include "check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool calendar_is(const struct world *w, const sla_calendar *calendar, int number,
                        int priority, int64_t from, int64_t to, struct dice *dice, int rounds,
                        struct text *why)
{
    int count;
    const struct span *s = book_spans(w->book, number, priority, &count);

    for (int i = 0; i < rounds; i++) {
        int64_t t = between(dice, from, to), other = between(dice, from, to), got = -7, back = -7;
        int64_t n = between(dice, 0, chance(dice, 50) ? 4000 : 200000), m = between(dice, 0, 90000);
        int64_t next_open = BEYOND, next_close = t, expect, total = 0;
        int open = -7;
        sla_duration d = -7;
        const char *what;

        if (count > 0 && chance(dice, 60)) { /* an edge, or beside it */
            int k = below(dice, count);
            int64_t edge = (chance(dice, 50) ? s[k].from : s[k].to) + between(dice, -1, 1);
            if (edge >= from && edge <= to)
                t = edge;
        }
        for (int k = count - 1; k >= 0; k--) {
            if (s[k].to > t)
                next_open = s[k].from > t ? s[k].from : t;
        }
        next_close = t;
        for (int k = 0; k < count; k++)
            if (s[k].from <= t && t < s[k].to)
                next_close = s[k].to;
        if (chance(dice, 40)) /* a sum that ends with a span */
            n = book_between(w->book, number, priority, t, next_close) + between(dice, 0, 1);
        counts.calendar_questions++;

        what = "is_open";
        expect = book_is_open(w->book, number, priority, t);
        if (sla_calendar_is_open(calendar, t, &open) != SLA_OK || open != expect)
            goto wrong;
        what = "next_open";
        if (next_open < w->to - 2 * DAY &&
            (sla_calendar_next_open(calendar, t, &got) != SLA_OK || got != next_open))
            goto wrong;
        what = "next_close";
        if (next_close < w->to - 2 * DAY &&
            (sla_calendar_next_close(calendar, t, &got) != SLA_OK || got != next_close))
            goto wrong;
        what = "between";
        expect = book_between(w->book, number, priority, t, other);
        if (sla_calendar_between(calendar, t, other, &d) != SLA_OK || d != expect)
            goto wrong;
        what = "add";
        expect = book_add(w->book, number, priority, t, n);
        if (expect < w->to - 2 * DAY) {
            if (sla_calendar_add(calendar, t, n, &got) != SLA_OK || got != expect)
                goto wrong;
            what = "between after add";
            if (sla_calendar_between(calendar, t, got, &d) != SLA_OK || d != n)
                goto wrong;
            what = "add of a sum";
            if (sla_calendar_add(calendar, t, n + m, &other) == SLA_OK &&
                (sla_calendar_add(calendar, got, m, &back) != SLA_OK || (m > 0 && back != other) ||
                 back < got))
                goto wrong;
        }
        what = "add backwards";
        expect = book_add(w->book, number, priority, t, -n);
        if (expect >= w->from &&
            (sla_calendar_add(calendar, t, -n, &got) != SLA_OK || got != expect))
            goto wrong;
        what = "between over three instants";
        for (int k = 0; k < 3; k++) {
            int64_t x[3] = {t, (t + from) / 2, to};
            if (sla_calendar_between(calendar, x[k], x[(k + 1) % 3], &d) != SLA_OK)
                goto wrong;
            total += d;
        }
        if (total != 0)
            goto wrong;
        continue;
    wrong:
        text_add(why, "%s: calendar %s, priority %d, t ", what, calendar_names[number], priority);
        write_time(t, why);
        text_add(why, " other ");
        write_time(other, why);
        text_add(why, " n %lld m %lld: expected %lld ", (long long)n, (long long)m,
                 (long long)expect);
        write_time(expect, why);
        text_add(why, " next_open ");
        write_time(next_open, why);
        text_add(why, " next_close ");
        write_time(next_close, why);
        text_add(why, ", library: open %d, duration %lld, instant ", open, (long long)d);
        write_time(got, why);
        text_add(why, "\n");
        return false;
    }
    return true;
}

/* sla_calendar_spans() and sla_calendar_days() over some days. */
static bool lists_agree(struct world *w, const sla_calendar *calendar, int number, int priority,
                        struct dice *dice, struct text *why)
{
    int64_t from = w->base + between(dice, 0, 3 * DAY), to = from + between(dice, 0, 6 * DAY);
    long first = (long)(from / DAY);
    int count, seen = 0, y, m, d, y2, m2, d2;
    const struct span *s = book_spans(w->book, number, priority, &count);
    sla_spans *spans = NULL;
    sla_days *days = NULL;
    bool same = sla_calendar_spans(calendar, from, to, &spans) == SLA_OK;

    for (int i = 0; same && i < count; i++) {
        int64_t a = s[i].from > from ? s[i].from : from, b = s[i].to < to ? s[i].to : to;
        if (a >= b)
            continue;
        same =
            sla_spans_open(spans, (size_t)seen) == a && sla_spans_close(spans, (size_t)seen) == b;
        seen++;
    }
    same = same && sla_spans_count(spans) == (size_t)seen;
    if (!same)
        text_add(why, "spans");
    day_to_civil(first, &y, &m, &d);
    day_to_civil(first + 7, &y2, &m2, &d2);
    if (same && sla_calendar_days(calendar, y * 10000 + m * 100 + d, y2 * 10000 + m2 * 100 + d2,
                                  &days) != SLA_OK)
        same = false;
    same = same && sla_days_count(days) == 8;
    for (size_t i = 0; same && i < 8; i++) {
        struct span model = {NONE, NONE}, library = {NONE, NONE};

        (void)book_day(w->book, number, priority, first + (long)i, &model);
        for (size_t k = 0; k < sla_days_window_count(days, i); k++) {
            int64_t a = sla_days_window_open(days, i, k), b = sla_days_window_close(days, i, k);
            if (library.from == NONE || a < library.from)
                library.from = a;
            if (b > library.to)
                library.to = b;
        }
        same = model.from == library.from && model.to == library.to &&
               sla_days_weekday(days, i) == day_weekday(first + (long)i) + 1;
        if (!same) {
            day_to_civil(first + (long)i, &y, &m, &d);
            text_add(why, "day %d-%02d-%02d: model ", y, m, d);
            write_time(model.from, why);
            text_add(why, " ");
            write_time(model.to, why);
            text_add(why, ", library ");
            write_time(library.from, why);
            text_add(why, " ");
            write_time(library.to, why);
        }
    }
    if (!same)
        text_add(why, ": calendar %s, priority %d\n", calendar_names[number], priority);
    sla_spans_free(spans);
    sla_days_free(days);
    return same;
}

bool calendars_agree(struct world *w, struct dice *dice, int rounds, struct text *why)
{
    for (int c = 0; c < w->policy.calendar_count; c++)
        for (int p = -1; p < w->policy.priority_count; p++) {
            const sla_calendar *calendar = sla_policy_calendar(w->library, calendar_names[c],
                                                               p < 0 ? NULL : priority_names[p]);
            int64_t to = w->paint != NULL ? w->to - 2 * DAY : w->base + 30 * DAY;

            if (calendar == NULL) {
                text_add(why, "no calendar %s\n", calendar_names[c]);
                return false;
            }
            if (!calendar_is(w, calendar, c, p, w->from + 2 * DAY, to, dice, rounds, why) ||
                !lists_agree(w, calendar, c, p, dice, why))
                return false;
            /* the two models, too, must see the same seconds */
            for (int i = 0; w->paint != NULL && i < 50; i++) {
                int64_t t = between(dice, w->from + 2 * DAY, to);
                if (paint_is_open(w->paint, c, p, t) != book_is_open(w->book, c, p, t)) {
                    text_add(why, "the models differ about %s at ", calendar_names[c]);
                    write_time(t, why);
                    text_add(why, "\n");
                    return false;
                }
            }
        }
    return true;
}

/* ------------------------------------------------------------------ every zone */

struct names {
    int count;
    char at[1000][64];
};

static void find_zones(const char *folder, const char *prefix, struct names *names)
{
    DIR *dir = opendir(folder);
    struct dirent *e;

    while (dir != NULL && (e = readdir(dir)) != NULL && names->count < 1000) {
        char path[600], name[64], magic[4] = "";
        FILE *f;

        if (e->d_name[0] == '.' || strcmp(e->d_name, "posix") == 0 ||
            strcmp(e->d_name, "right") == 0 || strcmp(e->d_name, "localtime") == 0 ||
            strcmp(e->d_name, "posixrules") == 0 || strcmp(e->d_name, "Factory") == 0 ||
            snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= (int)sizeof path ||
            snprintf(name, sizeof name, "%s%s", prefix, e->d_name) >= (int)sizeof name - 1)
            continue;
        f = fopen(path, "rb");
        if (f != NULL && fread(magic, 1, 4, f) == 4 && memcmp(magic, "TZif", 4) == 0) {
            strcpy(names->at[names->count++], name);
        } else {
            strcat(name, "/");
            find_zones(path, name, names);
        }
        if (f != NULL)
            fclose(f);
    }
    if (dir != NULL)
        closedir(dir);
}

static bool run_zone(const char *name, struct dice *dice, int most)
{
    static struct zone zone;
    struct world w = {.paint = NULL};
    struct text why = {0};
    sla_calendar *calendar = NULL;
    sla_diagnostics *d = NULL;
    const char *text;
    bool same = true;

    if (!zone_take(&zone, name, DAY / 2))
        return false;
    generate_calendar(dice, &zone, between(dice, 100, 47000) * DAY, &w.policy);
    write_policy(&w.policy, &w.yaml);
    text = strstr(w.yaml.at, "  c0:\n") + 6;
    strstr(w.yaml.at, "\ntypes:")[1] = '\0';
    if (sla_diagnostics_new(&d) != SLA_OK ||
        sla_calendar_parse(text, strlen(text), NULL, NULL, d, &calendar) != SLA_OK) {
        printf("difference: zone %s not taken: %s\n%s", name, sla_diagnostics_text(d, 0), text);
        same = false;
    }
    for (int i = 0; same && i < most; i++) {
        int64_t at = zone.count > 1 ? zone.from[1 + below(dice, zone.count - 1)]
                                    : between(dice, 20 * DAY, 47000LL * DAY);
        if (at < 12 * DAY || at > (47482LL - 12) * DAY)
            continue;
        w.from = at - 10 * DAY;
        w.to = at + 10 * DAY;
        w.book = book_new(&w.policy, w.from, w.to);
        same = calendar_is(&w, calendar, 0, -1, at - 3 * DAY, at + 3 * DAY, dice, 8, &why);
        if (!same)
            printf("difference, zone %s: %s%s", name, why.at, text);
        book_free(w.book);
        w.book = NULL;
    }
    free(why.at);
    sla_diagnostics_free(d);
    sla_calendar_unref(calendar);
    world_clear(&w);
    return same;
}

bool run_zones(uint64_t seed, const char *folder, bool all)
{
    static struct names names;
    struct dice dice = {seed};
    int run = 0;

    find_zones(folder, "", &names);
    for (int i = 0; i < names.count; i++) {
        if (!all && below(&dice, names.count) >= 40)
            continue;
        if (!run_zone(names.at[i], &dice, all ? 300 : 100))
            return false;
        run++;
    }
    printf("%d of %d zones\n", run, names.count);
    return run > 0;
}

/* ------------------------------------------------------------------ the ends of the range */

static bool any_hours(const struct week *week)
{
    int n = 0;

    for (int d = 0; d < 7; d++)
        n += week->day[d].count;
    return n > 0;
}

/* Do hours come back every week or year? */
static bool recurs(const struct calendar *c)
{
    bool yes = c->always || any_hours(&c->week);

    for (int i = 0; i < c->season_count; i++)
        yes = yes || any_hours(&c->season[i].week);
    for (int i = 0; i < c->dated_count; i++)
        yes = yes || (c->dated[i].year == 0 && c->dated[i].hours.count > 0);
    return yes;
}

/*
 * What a walk over an end must say, R6. Open time that is there, but past the end, is out of range
 * too, and so may a sum be that it would not fill.
 */
static bool says_so(const struct calendar *c, sla_result rc, bool more_past_the_end)
{
    if (recurs(c))
        return rc == SLA_OUT_OF_RANGE;
    return rc == SLA_NEVER_OPENS || (more_past_the_end && rc == SLA_OUT_OF_RANGE);
}

static bool edge_is(struct world *w, const sla_calendar *calendar, struct dice *dice,
                    struct text *why)
{
    const struct calendar *c = &w->policy.calendar[0];
    int count;
    const struct span *s = book_spans(w->book, 0, -1, &count);

    for (int i = 0; i < 60; i++) {
        int64_t low = w->from < 0 ? 0 : w->from + 5 * DAY;
        int64_t high = w->to > SLA_TIME_MAX ? SLA_TIME_MAX : w->to - 5 * DAY;
        int64_t t = chance(dice, 10) ? low : chance(dice, 10) ? high : between(dice, low, high);
        int64_t n = between(dice, 1, chance(dice, 50) ? 5000 : 900000), expect = BEYOND, got = -7;
        int64_t back = book_add(w->book, 0, -1, t, -n);
        bool late = w->to > SLA_TIME_MAX || !recurs(c);
        bool more = count > 0 && s[count - 1].to > high, before = count > 0 && s[0].from < low;
        sla_result rc;

        counts.calendar_questions++;
        for (int k = count - 1; k >= 0; k--)
            if (s[k].to > t && s[k].to > 0)
                expect = s[k].from > t ? s[k].from : t;
        rc = sla_calendar_next_open(calendar, t, &got);
        if (expect <= high ? rc != SLA_OK || got != expect : late && !says_so(c, rc, more)) {
            text_add(why, "next_open %s, expected %s, ", sla_result_name(rc),
                     expect <= high ? "an instant"
                     : recurs(c)    ? "out of range"
                                    : "never opens");
            n = 0;
        }
        expect = book_add(w->book, 0, -1, t, n);
        rc = n == 0 ? SLA_OK : sla_calendar_add(calendar, t, n, &got);
        if (n != 0 &&
            (expect <= high ? rc != SLA_OK || got != expect : late && !says_so(c, rc, more))) {
            text_add(why, "add %s, expected %s, ", sla_result_name(rc),
                     expect <= high ? "an instant"
                     : recurs(c)    ? "out of range"
                                    : "never opens");
            n = 0;
        }
        rc = n == 0 ? SLA_OK : sla_calendar_add(calendar, t, -n, &got);
        late = w->from < 0 || !recurs(c);
        if (n != 0 &&
            (back >= low ? rc != SLA_OK || got != back : late && !says_so(c, rc, before))) {
            text_add(why, "add backwards %s, expected %s, ", sla_result_name(rc),
                     back >= low ? "an instant"
                     : recurs(c) ? "out of range"
                                 : "never opens");
            expect = back;
            n = 0;
        }
        if (n != 0)
            continue;
        text_add(why, "at ");
        write_time(t, why);
        text_add(why, ": expected ");
        write_time(expect, why);
        text_add(why, ", library ");
        write_time(got, why);
        text_add(why, "\n");
        return false;
    }
    return true;
}

/* A calendar near one end of the range, or one that is open on a few dates and never again. */
bool run_edge(uint64_t seed, const struct zone *zones, int zone_count)
{
    struct dice dice = {seed};
    struct world w = {.paint = NULL};
    struct text why = {0};
    sla_calendar *calendar = NULL;
    sla_diagnostics *d = NULL;
    const char *text;
    int where = below(&dice, 3);
    bool same;

    w.base = where == 0 ? 3 * DAY : where == 1 ? SLA_TIME_MAX - 8 * DAY : 18000LL * DAY;
    generate_calendar(&dice, &zones[below(&dice, zone_count)], w.base, &w.policy);
    for (int i = 0; i < w.policy.calendar[0].dated_count;) { /* dates that can matter only */
        struct dated *dated = w.policy.calendar[0].dated;
        if ((dated[i].year == 1969 && dated[i].day < 30) ||
            (dated[i].year == 2100 && dated[i].day > 2))
            dated[i] = dated[--w.policy.calendar[0].dated_count];
        else
            i++;
    }
    if (where == 2 || chance(&dice, 30)) {
        w.policy.calendar[0].always = false;
        memset(&w.policy.calendar[0].week, 0, sizeof w.policy.calendar[0].week);
        w.policy.calendar[0].season_count = 0;
        for (int i = 0; where == 2 && i < w.policy.calendar[0].dated_count; i++)
            if (w.policy.calendar[0].dated[i].year == 0)
                w.policy.calendar[0].dated[i].hours.count = 0;
    }
    write_policy(&w.policy, &w.yaml);
    text = strstr(w.yaml.at, "  c0:\n") + 6;
    strstr(w.yaml.at, "\ntypes:")[1] = '\0';
    w.from = w.base - 30 * DAY;
    w.to = w.base + 60 * DAY;
    w.book = book_new(&w.policy, w.from, w.to);
    same = sla_diagnostics_new(&d) == SLA_OK &&
           sla_calendar_parse(text, strlen(text), NULL, NULL, d, &calendar) == SLA_OK;
    if (!same)
        text_add(&why, "not taken: %s\n", sla_diagnostics_text(d, 0));
    same = same && edge_is(&w, calendar, &dice, &why);
    if (!same)
        printf("difference at the edge of time, seed %llu: %s%s", (unsigned long long)seed, why.at,
               text);
    free(why.at);
    sla_diagnostics_free(d);
    sla_calendar_unref(calendar);
    world_clear(&w);
    return same;
}
