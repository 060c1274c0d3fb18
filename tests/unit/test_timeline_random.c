/* SPDX-License-Identifier: MIT */
/*
 * A slow and obvious model of rules R2 to R7 against compiled calendars: random plans in random
 * zones, around clock changes. The model knows one thing of a zone, its offset at an instant, and
 * walks cells of a minute. All edges of a case share their second of the minute, so that a cell is
 * open or closed as a whole.
 *
 * Arguments: number of cases, seed.
 */
#include "plans.h"

#include <stdlib.h>
#include <time.h>

#define DAYS 36      /* modelled; edges of the first and last dates are not trusted... */
#define TRUST_FROM 7 /* ... so questions stay within these days */
#define TRUST_TO 28
#define DAY_CELLS 1440
#define CELLS (DAYS * DAY_CELLS)
#define WALLS (2 * DAY_CELLS) /* minutes that a window of one date may reach */

static uint64_t seed_now;

static uint32_t random_bits(void)
{
    /* splitmix64 */
    uint64_t z = (seed_now += 0x9E3779B97F4A7C15u);

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) >> 16);
}

static int32_t below(int32_t n)
{
    return (int32_t)(random_bits() % (uint32_t)n);
}

/* ---------------------------------------------------------------- a random plan */

struct trial {
    int32_t first_day; /* of the model */
    int32_t phase;     /* second of the minute of all edges */
    uint64_t covered;
};

/* Half of them fall on a few days, so that things meet. */
static int32_t some_day(const struct trial *t)
{
    return t->first_day + (below(2) ? DAYS / 2 + below(3) : 4 + below(DAYS - 8));
}

static struct tm civil(int32_t day)
{
    time_t t = (time_t)day * 86400;
    struct tm tm;

    assert_non_null(gmtime_r(&t, &tm));
    return tm;
}

static void random_windows(const struct trial *t, struct sla__windows *w)
{
    sla__free(w->at);
    w->count = below(6) == 0 ? 0 : 1 + below(3);
    w->at = sla__alloc((size_t)w->count, sizeof *w->at);
    assert_non_null(w->at);
    for (int32_t i = 0; i < w->count; i++) {
        int32_t step = below(2) ? 30 : 1;
        int32_t open = below(DAY_CELLS / step) * step;
        int32_t length = 1 + below(DAY_CELLS - 1);

        if (below(4) == 0)
            length = 1 + below(90); /* short ones fall into gaps */
        w->at[i].open = open * 60 + t->phase;
        w->at[i].close = w->at[i].open + length * 60;
        if (t->phase == 0 && below(8) == 0) {
            w->at[i].open = 0;
            w->at[i].close = 86400;
        }
    }
}

static void random_week(const struct trial *t, struct sla__week *week)
{
    for (int day = 0; day < 7; day++)
        if (below(5) > 0)
            random_windows(t, &week->day[day]);
}

static void random_closing(const struct trial *t, struct sla__plan *plan)
{
    int32_t coverage =
        plan->coverage_count > 0 && below(4) ? below((int32_t)plan->coverage_count) : -1;
    struct sla__closing *c = add_closing(plan, coverage);

    c->scope_date = t->phase == 0 && below(3) == 0;
    for (int32_t n = below(4); n > 0; n--)
        OK(sla__holidays_add_date(&c->list, some_day(t), "date", 4));
    for (int32_t n = below(2); n > 0; n--) {
        struct tm tm = civil(some_day(t));

        OK(sla__holidays_add_year(&c->list, tm.tm_mon + 1, tm.tm_mday, "year", 4));
    }
    for (int32_t n = below(3); n > 0; n--) {
        int64_t from = (int64_t)some_day(t) * 86400 + below(DAY_CELLS) * 60 + t->phase;

        OK(sla__holidays_add_span(&c->list, from, from + 60 + below(40 * 60) * 60, below(2), "span",
                                  4));
    }
}

/* Two or three coverages with hours of their own on one date: seldom enough by chance alone. */
static void random_meeting(const struct trial *t, struct sla__plan *plan)
{
    int32_t day = t->first_day + DAYS / 2 + below(3);

    for (int32_t n = 2 + below(2); n > 0; n--) {
        struct sla__closing *c = add_closing(plan, (int32_t)plan->coverage_count);

        add_coverage(plan, NULL);
        plan->coverages[plan->coverage_count - 1].has_windows = 1;
        random_windows(t, &plan->coverages[plan->coverage_count - 1].windows);
        OK(sla__holidays_add_date(&c->list, day, "meeting", 7));
    }
}

static struct sla__plan *random_plan(const struct trial *t, const char *zone)
{
    struct sla__plan *plan = plan_of(zone, "mon", "closed");

    random_week(t, &plan->week);
    if (below(4) == 0) {
        struct tm from = civil(some_day(t)), to = civil(some_day(t));
        struct sla__season *s = add_season(plan, from.tm_mon + 1, from.tm_mday, to.tm_mon + 1,
                                           to.tm_mday, "mon", "closed");

        random_week(t, &s->week);
    }
    for (int32_t n = below(4); n > 0; n--) {
        struct tm tm = civil(some_day(t));

        random_windows(t, &add_special(plan, below(3) ? tm.tm_year + 1900 : 0, tm.tm_mon + 1,
                                       tm.tm_mday, "closed")
                               ->windows);
    }
    for (int32_t n = below(4); n > 0; n--) {
        add_coverage(plan, NULL);
        if (below(2)) {
            plan->coverages[plan->coverage_count - 1].has_windows = 1;
            random_windows(t, &plan->coverages[plan->coverage_count - 1].windows);
        }
    }
    for (int32_t n = below(6); n > 0; n--)
        random_closing(t, plan);
    if (below(3) == 0)
        random_meeting(t, plan);
    return plan;
}

/* ---------------------------------------------------------------- the model */

static unsigned char open_cells[CELLS], written_cells[CELLS], date_cells[DAYS][CELLS + 1];
/* The cells of a date are within these; empty if from >= to. */
static struct {
    int32_t from, to;
} reach[DAYS];

/* One plan's clock: the cell in which a wall minute begins; negative: it has none. */
struct wall_clock {
    int32_t offset[CELLS];
    int32_t cell[CELLS + 4 * DAY_CELLS];
};
#define WALL_SHIFT (2 * DAY_CELLS)

static sla_time cell_time(const struct trial *t, int32_t cell)
{
    return (sla_time)t->first_day * 86400 + (sla_time)cell * 60 + t->phase;
}

/* R3 by walking: the first cell that shows a wall time, else what the offset before the gap makes
 * of it. */
static void walk_clock(const struct trial *t, const struct sla__zone *zone, struct wall_clock *w)
{
    const int32_t walls = (int32_t)(sizeof w->cell / sizeof w->cell[0]);

    for (int32_t i = 0; i < walls; i++)
        w->cell[i] = INT32_MIN;
    for (int32_t i = 0; i < CELLS; i++) {
        int32_t wall;

        w->offset[i] = sla__zone_offset(zone, cell_time(t, i));
        assert_int_equal(w->offset[i] % 60, 0);
        wall = i + w->offset[i] / 60 + WALL_SHIFT;
        if (w->cell[wall] == INT32_MIN)
            w->cell[wall] = i;
    }
    for (int32_t i = 0; i + 1 < CELLS; i++) {
        int32_t wall = i + w->offset[i] / 60 + WALL_SHIFT;
        int32_t next = i + 1 + w->offset[i + 1] / 60 + WALL_SHIFT;

        for (int32_t skipped = wall + 1; skipped < next; skipped++)
            if (w->cell[skipped] == INT32_MIN)
                w->cell[skipped] = skipped - WALL_SHIFT - w->offset[i] / 60;
    }
}

/* Wall minutes since the model's first midnight -> cell. */
static int32_t cell_of(const struct wall_clock *w, int32_t minutes)
{
    int32_t i = minutes + WALL_SHIFT;

    if (i < 0 || i >= (int32_t)(sizeof w->cell / sizeof w->cell[0]) || w->cell[i] == INT32_MIN)
        return minutes < CELLS / 2 ? -1 : CELLS; /* far outside of what is trusted */
    return w->cell[i];
}

static void mark(unsigned char *cells, int32_t from, int32_t to, unsigned char value)
{
    for (int32_t i = from < 0 ? 0 : from; i < to && i < CELLS; i++)
        cells[i] = value;
}

static const struct sla__special *special_on(const struct sla__plan *plan, const struct tm *tm)
{
    for (int yearly = 0; yearly < 2; yearly++)
        for (size_t i = 0; i < plan->special_count; i++)
            if (plan->specials[i].year == (yearly ? 0 : tm->tm_year + 1900) &&
                plan->specials[i].month == tm->tm_mon + 1 && plan->specials[i].day == tm->tm_mday)
                return &plan->specials[i];
    return NULL;
}

static const struct sla__windows *regular_on(const struct sla__plan *plan, const struct tm *tm)
{
    int32_t now = (tm->tm_mon + 1) * 100 + tm->tm_mday;
    int weekday = (tm->tm_wday + 6) % 7;

    for (size_t i = 0; i < plan->season_count; i++) {
        const struct sla__season *s = &plan->seasons[i];
        int32_t from = s->from_month * 100 + s->from_day, to = s->to_month * 100 + s->to_day;

        if (from <= to ? now >= from && now <= to : now >= from || now <= to)
            return &s->week.day[weekday];
    }
    return &plan->week.day[weekday];
}

static int closing_on(const struct sla__closing *c, int32_t day, const struct tm *tm)
{
    for (size_t i = 0; i < c->list.date_count; i++)
        if (c->list.dates[i].days == day)
            return 1;
    for (size_t i = 0; i < c->list.year_count; i++)
        if (c->list.years[i].month == tm->tm_mon + 1 && c->list.years[i].day == tm->tm_mday)
            return 1;
    return 0;
}

static int covers(const struct sla__closing *c, uint64_t covered)
{
    return c->coverage >= 0 && (covered >> c->coverage & 1);
}

/* What opens in [from, to), and belongs to dates by `dating` (NULL: the plan's own dates). */
struct share {
    const struct sla__plan *plan;
    sla_time from, to;
    const struct sla__zone *dating;
};

static void model_window(const struct trial *t, const struct share *s, const struct wall_clock *w,
                         int32_t day, int32_t open, int32_t close, const unsigned char *cut,
                         int stands)
{
    int32_t from = cell_of(w, (day - t->first_day) * DAY_CELLS + open);
    int32_t to = cell_of(w, (day - t->first_day) * DAY_CELLS + close);
    sla_time opens = cell_time(t, from);
    int32_t date = day;

    if (from < 0 || to <= from || opens < s->from || opens >= s->to)
        return;
    mark(written_cells, from, to, 1);
    if (s->dating != NULL) {
        struct tm tm;
        time_t local = opens + sla__zone_offset(s->dating, opens);

        assert_non_null(gmtime_r(&local, &tm));
        date = (int32_t)((local - tm.tm_hour * 3600 - tm.tm_min * 60 - tm.tm_sec) / 86400);
    }
    for (int32_t i = from; stands && i < to && i < CELLS; i++) {
        if (cut[i])
            continue;
        open_cells[i] = 1;
        if (date < t->first_day || date >= t->first_day + DAYS)
            continue;
        date -= t->first_day;
        date_cells[date][i] = 1;
        if (i < reach[date].from)
            reach[date].from = i;
        if (i + 1 > reach[date].to)
            reach[date].to = i + 1;
        date += t->first_day;
    }
}

/* Coverage hours by wall minutes: what all of them have in common. */
static void model_own_hours(const struct trial *t, const struct share *s,
                            const struct wall_clock *w, int32_t day, uint64_t coverages,
                            const unsigned char *cut)
{
    const struct sla__plan *plan = s->plan;
    unsigned char common[WALLS + 1];
    int own = 0;

    memset(common, 1, WALLS);
    common[WALLS] = 0;
    for (size_t i = 0; i < plan->coverage_count; i++) {
        const struct sla__windows *hours = &plan->coverages[i].windows;
        unsigned char minutes[WALLS] = {0};

        if (!(coverages >> i & 1) || !plan->coverages[i].has_windows)
            continue;
        own++;
        for (int32_t k = 0; k < hours->count; k++)
            for (int32_t m = hours->at[k].open / 60; m < hours->at[k].close / 60; m++)
                minutes[m] = 1;
        for (int32_t m = 0; m < WALLS; m++)
            common[m] &= minutes[m];
        if (own == 1 && (coverages & (coverages - 1)) == 0) {
            for (int32_t k = 0; k < hours->count; k++)
                model_window(t, s, w, day, hours->at[k].open / 60, hours->at[k].close / 60, cut, 1);
            return;
        }
    }
    for (int32_t m = 0, from; own > 0 && m < WALLS; m++) {
        for (from = m; common[m]; m++)
            ;
        if (from < m)
            model_window(t, s, w, day, from, m, cut, 1);
    }
}

static void model_date(const struct trial *t, const struct share *s, const struct wall_clock *w,
                       int32_t day, const unsigned char *cut)
{
    const struct sla__plan *plan = s->plan;
    struct tm tm = civil(day);
    const struct sla__special *special = special_on(plan, &tm);
    const struct sla__windows *written = special ? &special->windows : regular_on(plan, &tm);
    uint64_t coverages = 0;
    int closed = 0, own = 0;

    for (size_t i = 0; !special && i < plan->closing_count; i++) {
        if (!closing_on(&plan->closings[i], day, &tm))
            continue;
        if (covers(&plan->closings[i], t->covered)) {
            int32_t coverage = plan->closings[i].coverage;

            if (plan->coverages[coverage].has_windows)
                coverages |= (uint64_t)1 << coverage;
            own |= plan->coverages[coverage].has_windows;
        } else {
            closed = 1;
        }
    }
    for (int32_t k = 0; k < written->count; k++)
        model_window(t, s, w, day, written->at[k].open / 60, written->at[k].close / 60, cut,
                     !closed && !own);
    if (written->count > 0 && !closed && own)
        model_own_hours(t, s, w, day, coverages, cut);
}

static void model_cuts(const struct trial *t, const struct sla__plan *plan,
                       const struct wall_clock *w, unsigned char *cut)
{
    memset(cut, 0, CELLS);
    for (size_t i = 0; i < plan->closing_count; i++) {
        const struct sla__closing *c = &plan->closings[i];

        if (covers(c, t->covered))
            continue;
        for (size_t k = 0; k < c->list.span_count; k++) {
            const struct sla__closed_span *span = &c->list.spans[k];
            int32_t from = (int32_t)((span->from - cell_time(t, 0)) / 60);
            int32_t to = (int32_t)((span->to - cell_time(t, 0)) / 60);

            if (span->floating)
                mark(cut, cell_of(w, from), cell_of(w, to), 1);
            else
                mark(cut, from, to, 1);
        }
        for (int32_t day = t->first_day; c->scope_date && day < t->first_day + DAYS; day++) {
            struct tm tm = civil(day);
            int32_t midnight = (day - t->first_day) * DAY_CELLS;

            if (closing_on(c, day, &tm) && special_on(plan, &tm) == NULL)
                mark(cut, cell_of(w, midnight), cell_of(w, midnight + DAY_CELLS), 1);
        }
    }
}

static void model_share(const struct trial *t, const struct share *s)
{
    static struct wall_clock clock;
    static unsigned char cut[CELLS];

    walk_clock(t, s->plan->zone, &clock);
    model_cuts(t, s->plan, &clock, cut);
    for (int32_t day = t->first_day; day < t->first_day + DAYS; day++)
        model_date(t, s, &clock, day, cut);
}

/* ---------------------------------------------------------------- its answers; INT64_MIN: outside
 * the model */

static int32_t cell_at(const struct trial *t, sla_time at)
{
    sla_time seconds = at - cell_time(t, 0);

    return seconds < 0 || seconds >= (sla_time)CELLS * 60 ? -1 : (int32_t)(seconds / 60);
}

static sla_time model_add(const struct trial *t, sla_time start, sla_duration n)
{
    sla_time at = start;

    while (n > 0) {
        int32_t cell = cell_at(t, at);
        sla_duration step = cell < 0 ? 0 : cell_time(t, cell + 1) - at;

        if (cell < 0)
            return INT64_MIN;
        if (open_cells[cell] && step > n)
            step = n;
        n -= open_cells[cell] ? step : 0;
        at += step;
    }
    while (n < 0) {
        int32_t cell = cell_at(t, at - 1);
        sla_duration step = cell < 0 ? 0 : at - cell_time(t, cell);

        if (cell < 0)
            return INT64_MIN;
        if (open_cells[cell] && step > -n)
            step = -n;
        n += open_cells[cell] ? step : 0;
        at -= step;
    }
    return at;
}

static sla_duration model_between(const struct trial *t, sla_time from, sla_time to)
{
    sla_duration open = 0;

    for (sla_time at = from; at < to;) {
        int32_t cell = cell_at(t, at);
        sla_time end = cell_time(t, cell + 1) < to ? cell_time(t, cell + 1) : to;

        open += open_cells[cell] ? end - at : 0;
        at = end;
    }
    return open;
}

static sla_time model_next(const struct trial *t, sla_time at, unsigned char open)
{
    int32_t cell = cell_at(t, at);

    if (open_cells[cell] == open)
        return at;
    while (cell < CELLS && open_cells[cell] != open)
        cell++;
    return cell == CELLS ? INT64_MIN : cell_time(t, cell);
}

/* The first open second and the close of what opens on a date; 0 if nothing does. */
static int model_workday(const struct trial *t, int32_t day, sla_time *open, sla_time *close)
{
    day -= t->first_day;
    if (reach[day].from >= reach[day].to)
        return 0;
    *open = cell_time(t, reach[day].from);
    *close = cell_time(t, reach[day].to);
    return 1;
}

/* R7 word for word: `same time` and `end of day`. */
static sla_duration model_working_days(const struct trial *t, sla_time start, int32_t n, int same)
{
    sla_time first = model_next(t, start, 1), open = 0, close = 0, due;
    sla_duration into = -1;
    int32_t day = t->first_day + 2;

    if (first == INT64_MIN)
        return INT64_MIN;
    for (; day < t->first_day + DAYS; day++) {
        if (!model_workday(t, day, &open, &close))
            continue;
        if (into < 0 && open <= first && first < close)
            into = model_between(t, open, first);
        else if (into >= 0)
            n--;
        if (into >= 0 && n == 0)
            break;
    }
    if (day >= t->first_day + TRUST_TO)
        return INT64_MIN;
    due = close;
    if (same) {
        sla_time far = model_add(t, open, into);

        if (far != INT64_MIN && far < due)
            due = far;
    }
    return due < start ? -model_between(t, due, start) : model_between(t, start, due);
}

/* ---------------------------------------------------------------- the comparison */

static char what[256]; /* the case, for messages */

static void ask_one(const struct trial *t, const sla_calendar *c)
{
    sla_time start = cell_time(t, TRUST_FROM * DAY_CELLS) + below((TRUST_TO - TRUST_FROM) * 86400);
    sla_time other = cell_time(t, TRUST_FROM * DAY_CELLS) + below((TRUST_TO - TRUST_FROM) * 86400);
    sla_time got = -1, expected;
    sla_duration n = below(3) ? below(100) * 600 - 30000 : below(400000) - 200000, d = -1;
    int open = -1;

    expected = model_next(t, start, (unsigned char)below(2));
    if (expected != INT64_MIN && below(3) == 0)
        start = expected + below(3) - 1; /* at an edge, or next to it */
    if (cell_at(t, start) < TRUST_FROM * DAY_CELLS || cell_at(t, start) >= TRUST_TO * DAY_CELLS)
        return;
    OK(sla_calendar_is_open(c, start, &open));
    if (open != open_cells[cell_at(t, start)])
        fail_msg("%s: is_open(%lld)", what, (long long)start);
    OK(sla_calendar_between(c, start, other, &d));
    if (d != (start <= other ? model_between(t, start, other) : -model_between(t, other, start)))
        fail_msg("%s: between(%lld, %lld)", what, (long long)start, (long long)other);
    if (below(2) == 0 && n != 0) /* a sum that is used up exactly at an edge */
        n = d;
    expected = model_add(t, start, n);
    if (expected != INT64_MIN && cell_at(t, expected) >= TRUST_FROM * DAY_CELLS &&
        cell_at(t, expected) < TRUST_TO * DAY_CELLS) {
        OK(sla_calendar_add(c, start, n, &got));
        if (got != expected)
            fail_msg("%s: add(%lld, %lld) is %lld, not %lld", what, (long long)start, (long long)n,
                     (long long)got, (long long)expected);
    }
    expected = model_next(t, start, 1);
    if (expected != INT64_MIN && cell_at(t, expected) < TRUST_TO * DAY_CELLS) {
        OK(sla_calendar_next_open(c, start, &got));
        if (got != expected)
            fail_msg("%s: next_open(%lld)", what, (long long)start);
    }
    expected = model_next(t, start, 0);
    if (expected != INT64_MIN && cell_at(t, expected) < TRUST_TO * DAY_CELLS) {
        OK(sla_calendar_next_close(c, start, &got));
        if (got != expected)
            fail_msg("%s: next_close(%lld)", what, (long long)start);
    }
}

static void ask_working_days(const struct trial *t, const sla_calendar *c)
{
    sla_time start = cell_time(t, TRUST_FROM * DAY_CELLS) + below((TRUST_TO - TRUST_FROM) * 86400);
    int32_t n = below(4);
    int same = below(2);
    sla_duration expected = model_working_days(t, start, n, same), got = -1;

    if (expected == INT64_MIN)
        return;
    if (expected < 0) /* a target is an amount of time, whatever lies behind the start */
        expected = 0;
    OK(sla__calendar_working_days(c, start, n, same ? SLA__DAYS_SAME_TIME : SLA__DAYS_END, 0,
                                  &got));
    if (got != expected)
        fail_msg("%s: %d working days (%s) from %lld are %lld, not %lld", what, (int)n,
                 same ? "same time" : "end", (long long)start, (long long)got, (long long)expected);
}

static void compare_days(const struct trial *t, const sla_calendar *c)
{
    struct tm from = civil(t->first_day + TRUST_FROM), to = civil(t->first_day + TRUST_TO - 1);
    sla_days *days = NULL;

    OK(sla_calendar_days(c, (from.tm_year + 1900) * 10000 + (from.tm_mon + 1) * 100 + from.tm_mday,
                         (to.tm_year + 1900) * 10000 + (to.tm_mon + 1) * 100 + to.tm_mday, &days));
    for (size_t i = 0; i < sla_days_count(days); i++) {
        const unsigned char *cells = date_cells[TRUST_FROM + i];
        size_t window = 0;

        for (int32_t k = reach[TRUST_FROM + i].from, begin; k < reach[TRUST_FROM + i].to; k++) {
            for (begin = k; cells[k]; k++)
                ;
            if (begin == k)
                continue;
            if (sla_days_window_open(days, i, window) != cell_time(t, begin) ||
                sla_days_window_close(days, i, window) != cell_time(t, k))
                fail_msg("%s: windows of %d", what, (int)sla_days_date(days, i));
            window++;
        }
        assert_int_equal(sla_days_window_count(days, i), window);
    }
    sla_days_free(days);
}

/* Written hours are open or lost, never both and never neither. */
static void compare_lost(const struct trial *t, const sla_calendar *c)
{
    static unsigned char lost[CELLS];
    const sla_time end = cell_time(t, TRUST_TO * DAY_CELLS);
    sla_time at = cell_time(t, TRUST_FROM * DAY_CELLS);
    struct sla__closed closed;

    memset(lost, 0, CELLS);
    while (sla__calendar_closed(c, at, end, &closed)) {
        assert_true(closed.to > at && closed.from < closed.to);
        mark(lost, (int32_t)((closed.from - cell_time(t, 0)) / 60),
             (int32_t)((closed.to - cell_time(t, 0)) / 60), 1);
        assert_true(closed.name[0] != '\0');
        at = closed.to;
    }
    for (int32_t i = TRUST_FROM * DAY_CELLS; i < TRUST_TO * DAY_CELLS; i++)
        if (lost[i] != (written_cells[i] && !open_cells[i]))
            fail_msg("%s: lost hours at %lld", what, (long long)cell_time(t, i));
}

/* ---------------------------------------------------------------- a case */

static const char *const zones[] = {
    "Europe/London",       "America/New_York",  "America/Sao_Paulo", "Asia/Tehran",
    "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu",    "Pacific/Apia",
    "America/St_Johns",    "Africa/Cairo",      "Asia/Gaza",         "Europe/Dublin",
    "America/Asuncion",    "Antarctica/Troll",  "Asia/Dubai",        "UTC"};
#define ZONES ((int32_t)(sizeof zones / sizeof *zones))

/* A day after 1973, mostly near one of the zone's clock changes. */
static int32_t random_day(const char *name)
{
    struct sla__zone *zone = zone_named(name);
    size_t count = sla__zone_transition_count(zone);
    int32_t day = 1100 + below(46000);

    if (count > 1 && below(4) > 0) {
        int64_t change;
        int32_t offset;

        sla__zone_transition(zone, 1 + (size_t)below((int32_t)count - 1), &change, &offset);
        if (change > (int64_t)1200 * 86400 && change < (int64_t)47300 * 86400)
            day = (int32_t)(change / 86400) - 8 - below(19);
    }
    sla__zone_unref(zone);
    return day;
}

/* Two random plans as versions, the second from a random date of its zone. */
static struct sla__plan *random_versions(const struct trial *t, struct sla__plan *first,
                                         struct sla__plan *second, struct share shares[2])
{
    static struct wall_clock clock;
    int32_t day = t->first_day + TRUST_FROM + below(TRUST_TO - TRUST_FROM);
    struct sla__plan *plan;

    OK(sla__plan_new(&plan));
    plan->versions = sla__alloc(2, sizeof(struct sla__plan *));
    plan->version_from = sla__alloc(2, sizeof *plan->version_from);
    plan->version_count = 2;
    plan->versions[0] = first;
    plan->versions[1] = second;
    plan->version_from[1] = day;
    walk_clock(t, second->zone, &clock);
    shares[0].to = shares[1].from = cell_time(t, cell_of(&clock, (day - t->first_day) * DAY_CELLS));
    return plan;
}

static void one_case(uint64_t seed)
{
    struct trial t;
    struct sla__plan *plan, *first, *second;
    struct share shares[2];
    const char *zone, *other;
    sla_calendar *c = NULL;
    int kind;

    seed_now = seed;
    zone = zones[below(ZONES)];
    other = zones[below(ZONES)];
    t.first_day = random_day(zone);
    t.phase = below(2) ? 0 : below(60);
    t.covered = below(2) ? UINT64_MAX : random_bits();
    kind = t.phase == 0 ? below(6) : below(5); /* versions begin at midnight */
    first = random_plan(&t, zone);
    shares[0] = shares[1] = (struct share){first, INT64_MIN, INT64_MAX, NULL};
    if (kind < 4) {
        plan = first;
    } else {
        second = random_plan(&t, other);
        shares[1].plan = second;
        if (kind == 5) {
            plan = random_versions(&t, first, second, shares);
        } else {
            OK(sla__plan_new(&plan));
            plan->zone = zone_named(zones[below(ZONES)]);
            add_member(plan, first);
            add_member(plan, second);
            shares[0].dating = shares[1].dating = plan->zone;
        }
    }
    snprintf(what, sizeof what, "seed %llu, %s %s, kind %d", (unsigned long long)seed, zone,
             kind < 4 ? "" : other, kind);
    memset(open_cells, 0, sizeof open_cells);
    memset(written_cells, 0, sizeof written_cells);
    for (int i = 0; i < DAYS; i++) {
        memset(date_cells[i], 0, CELLS);
        reach[i].from = CELLS;
        reach[i].to = 0;
    }
    for (int i = 0; i < (kind < 4 ? 1 : 2); i++)
        model_share(&t, &shares[i]);
    OK(sla__plan_compile(plan, t.covered, &c));
    for (int i = 0; i < 25; i++)
        ask_one(&t, c);
    for (int i = 0; i < 5; i++)
        ask_working_days(&t, c);
    compare_days(&t, c);
    compare_lost(&t, c);
    sla_calendar_unref(c);
    sla__plan_unref(plan);
}

static uint64_t first_seed = 20261122;
#ifdef __SANITIZE_ADDRESS__
static int cases = 200; /* slower there, and it is memory that is looked at */
#else
static int cases = 1000;
#endif

static void compiled_calendars_agree_with_a_walk_over_minutes(void **state)
{
    (void)state;
    for (int i = 0; i < cases; i++)
        one_case(first_seed + (uint64_t)i);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compiled_calendars_agree_with_a_walk_over_minutes),
    };

    if (argc > 1)
        cases = atoi(argv[1]);
    if (argc > 2)
        first_seed = strtoull(argv[2], NULL, 10);
    printf("%d cases from seed %llu\n", cases, (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
