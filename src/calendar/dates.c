/* SPDX-License-Identifier: MIT */
/*
 * The walk over dates. What any date could need is sorted before the walk: what falls on a day of
 * every year into a table of the 366 month-days, what falls on one date alone into lists that
 * cursors go along. So a date on which nothing falls costs two looks, and no division.
 */
#include "calendar/dates.h"

#include <string.h>

#include "base/alloc.h"
#include "base/time.h"
#include "calendar/sort.h"

#define MONTH_DAYS 366
#define FEBRUARY_29 59 /* its number, from 0 */

/* A holiday on a date, dated or yearly. */
struct holiday {
    int32_t key; /* days since 1970, or the number of the month-day */
    int32_t name;
    const struct sla__closing *closing;
};

struct holidays {
    struct holiday *at;
    size_t count;
};

struct dated { /* a `dates` entry with a year */
    int32_t days;
    const struct sla__special *special;
};

struct month_day {
    const struct sla__week *week;       /* of its season, or the plan's own */
    const struct sla__special *special; /* the `dates` entry of every year, or NULL */
    size_t first; /* of its yearly holidays; the next month-day's is the end of them */
    int plain;    /* 1: neither of these */
};

struct sla__dates {
    const struct sla__plan *plan;
    uint64_t covered;
    struct holidays dated, yearly; /* ascending by key */
    struct dated *specials;        /* ascending by days */
    size_t special_count;
    struct month_day at[MONTH_DAYS + 1];
    /* the date that comes next, in every form */
    int32_t day, year, month_day, weekday;
    /* the cursors, and the nearer one's date */
    size_t next_holiday, next_special;
    int32_t next_dated;
};

/* 0 .. 365, 29 February included. */
static int32_t month_day(int32_t month, int32_t day)
{
    static const int32_t before[12] = {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335};

    return before[month - 1] + day - 1;
}

int sla__closing_covered(const struct sla__closing *closing, uint64_t covered)
{
    return closing->coverage >= 0 && closing->coverage < SLA__COVERAGES_MAX &&
           (covered >> closing->coverage & 1);
}

const char *sla__closing_name(const struct sla__closing *closing, int32_t name,
                              const char *otherwise)
{
    const char *text = closing->list.names.at[name];

    return text[0] != '\0' ? text : otherwise;
}

void sla__date_names_add(struct sla__date_names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->at[i], name) == 0)
            return;
    if (names->count < SLA__DAY_NAMES_MAX)
        names->at[names->count++] = name;
}

/* ---------------------------------------------------------------- before the walk */

static int by_key(const void *a, const void *b)
{
    const struct holiday *x = a, *y = b;

    return (x->key > y->key) - (x->key < y->key);
}

static sla_result gather_holidays(struct sla__dates *d, int32_t from, int32_t to)
{
    size_t dated = 0, yearly = 0;

    for (size_t i = 0; i < d->plan->closing_count; i++) {
        dated += d->plan->closings[i].list.date_count;
        yearly += d->plan->closings[i].list.year_count;
    }
    d->dated.at = sla__alloc(dated, sizeof *d->dated.at);
    d->yearly.at = sla__alloc(yearly, sizeof *d->yearly.at);
    if (d->dated.at == NULL || d->yearly.at == NULL)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < d->plan->closing_count; i++) {
        const struct sla__closing *closing = &d->plan->closings[i];
        const struct sla__holidays *list = &closing->list;

        for (size_t k = 0; k < list->date_count; k++) {
            const struct sla__closed_date *date = &list->dates[k];

            if (date->days >= from && date->days <= to)
                d->dated.at[d->dated.count++] = (struct holiday){date->days, date->name, closing};
        }
        for (size_t k = 0; k < list->year_count; k++) {
            const struct sla__closed_year *year = &list->years[k];

            d->yearly.at[d->yearly.count++] =
                (struct holiday){month_day(year->month, year->day), year->name, closing};
        }
    }
    if (sla__sort(d->dated.at, d->dated.count, sizeof *d->dated.at, by_key) != SLA_OK)
        return SLA_NO_MEMORY;
    return sla__sort(d->yearly.at, d->yearly.count, sizeof *d->yearly.at, by_key);
}

static int by_days(const void *a, const void *b)
{
    const struct dated *x = a, *y = b;

    return (x->days > y->days) - (x->days < y->days);
}

/* Of several `dates` entries for one date the first stands. */
static sla_result gather_specials(struct sla__dates *d)
{
    d->specials = sla__alloc(d->plan->special_count, sizeof *d->specials);
    if (d->specials == NULL)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < d->plan->special_count; i++) {
        const struct sla__special *s = &d->plan->specials[i];

        if (s->year != 0)
            d->specials[d->special_count++] =
                (struct dated){sla__days_of(s->year, s->month, s->day), s};
        else if (d->at[month_day(s->month, s->day)].special == NULL)
            d->at[month_day(s->month, s->day)].special = s;
    }
    return sla__sort(d->specials, d->special_count, sizeof *d->specials, by_days);
}

/* Seasons replace the whole week; should two overlap, the first stands. */
static void fill_month_days(struct sla__dates *d)
{
    size_t first = 0;

    for (int32_t i = 0; i <= MONTH_DAYS; i++) {
        while (first < d->yearly.count && d->yearly.at[first].key < i)
            first++;
        d->at[i].first = first;
        d->at[i].week = &d->plan->week;
    }
    for (int32_t i = 0; i < MONTH_DAYS; i++)
        d->at[i].plain = d->at[i].special == NULL && d->at[i].first == d->at[i + 1].first;
    for (size_t i = d->plan->season_count; i-- > 0;) {
        const struct sla__season *s = &d->plan->seasons[i];
        int32_t from = month_day(s->from_month, s->from_day);
        int32_t to = month_day(s->to_month, s->to_day);

        for (int32_t k = from;; k = (k + 1) % MONTH_DAYS) {
            d->at[k].week = &s->week;
            if (k == to)
                break;
        }
    }
}

sla_result sla__dates_new(const struct sla__plan *plan, uint64_t covered, int32_t from, int32_t to,
                          struct sla__dates **out)
{
    struct sla__dates *d = sla__alloc(1, sizeof *d);
    sla_result rc;

    *out = NULL;
    if (d == NULL)
        return SLA_NO_MEMORY;
    d->plan = plan;
    d->covered = covered;
    rc = gather_holidays(d, from, to);
    if (rc == SLA_OK)
        rc = gather_specials(d);
    if (rc != SLA_OK) {
        sla__dates_free(d);
        return rc;
    }
    fill_month_days(d);
    sla__dates_start(d, from);
    *out = d;
    return SLA_OK;
}

void sla__dates_free(struct sla__dates *d)
{
    if (d == NULL)
        return;
    sla__free(d->dated.at);
    sla__free(d->yearly.at);
    sla__free(d->specials);
    sla__free(d);
}

/* ---------------------------------------------------------------- the walk */

void sla__dates_start(struct sla__dates *d, int32_t day)
{
    int32_t month, date;

    sla__civil_of(day, &d->year, &month, &date);
    d->day = day;
    d->month_day = month_day(month, date);
    d->weekday = sla__weekday_of(day);
    d->next_holiday = d->next_special = 0;
    d->next_dated = INT32_MIN;
}

/* Moves the cursors to what falls on the date that comes next, or after it. */
static void look_ahead(struct sla__dates *d)
{
    d->next_dated = INT32_MAX;
    while (d->next_holiday < d->dated.count && d->dated.at[d->next_holiday].key < d->day)
        d->next_holiday++;
    if (d->next_holiday < d->dated.count)
        d->next_dated = d->dated.at[d->next_holiday].key;
    while (d->next_special < d->special_count && d->specials[d->next_special].days < d->day)
        d->next_special++;
    if (d->next_special < d->special_count && d->specials[d->next_special].days < d->next_dated)
        d->next_dated = d->specials[d->next_special].days;
}

static void go_on(struct sla__dates *d)
{
    d->day++;
    d->weekday = d->weekday < 6 ? d->weekday + 1 : 0;
    d->month_day++;
    if (d->month_day == FEBRUARY_29 && !sla__date_ok(d->year, 2, 29))
        d->month_day++;
    if (d->month_day == MONTH_DAYS) {
        d->month_day = 0;
        d->year++;
    }
}

static void say_holiday(const struct sla__dates *d, const struct holiday *h,
                        struct sla__date_said *out)
{
    const char *name = sla__closing_name(h->closing, h->name, "holiday");

    sla__date_names_add(&out->names, name);
    if (sla__closing_covered(h->closing, d->covered)) {
        out->coverages |= (uint64_t)1 << h->closing->coverage;
        return;
    }
    out->closed = 1;
    if (h->closing->scope_date && out->scope == NULL)
        out->scope = name;
}

/* R4: a dated `dates` entry stands before a yearly one, either of them before holidays, and
 * holidays act on the hours of the season or the week. */
static void say_date(const struct sla__dates *d, struct sla__date_said *out)
{
    const struct month_day *today = &d->at[d->month_day];
    const struct sla__special *special = today->special;

    if (d->next_special < d->special_count && d->specials[d->next_special].days == d->day)
        special = d->specials[d->next_special].special;
    if (special != NULL) {
        out->written = &special->windows;
        sla__date_names_add(&out->names, special->windows.count > 0 ? "special hours" : "closed");
        return;
    }
    for (size_t i = d->next_holiday; i < d->dated.count && d->dated.at[i].key == d->day; i++)
        say_holiday(d, &d->dated.at[i], out);
    for (size_t i = today[0].first; i < today[1].first; i++)
        say_holiday(d, &d->yearly.at[i], out);
}

void sla__dates_next(struct sla__dates *d, struct sla__date_said *out)
{
    const struct month_day *today = &d->at[d->month_day];

    out->written = &today->week->day[d->weekday];
    out->closed = 0;
    out->scope = NULL;
    out->coverages = 0;
    out->names.count = 0;
    if (d->next_dated < d->day)
        look_ahead(d);
    if (d->next_dated == d->day || !today->plain)
        say_date(d, out);
    go_on(d);
}

int32_t sla__dates_plain(struct sla__dates *d, int32_t end, const struct sla__week **week)
{
    *week = d->at[d->month_day].week;
    if (d->next_dated < d->day)
        look_ahead(d);
    if (end > d->next_dated)
        end = d->next_dated;
    while (d->day < end && d->at[d->month_day].plain && d->at[d->month_day].week == *week)
        go_on(d);
    return d->day;
}
