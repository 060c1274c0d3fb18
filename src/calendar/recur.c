/* SPDX-License-Identifier: MIT */
/*
 * Recurrence rules on civil dates. A rule is read into sets of numbers; walking it goes from period
 * to period (year, month, week or day, by INTERVAL), keeps the dates of the period that are in all
 * sets, lets BYSETPOS choose among them, and hands them out. That is RFC 5545's table of "expand"
 * and "limit" seen from the dates: a date that is in every set is what expanding and limiting leave
 * over.
 */
#include "calendar/recur.h"

#include <string.h>
#include "base/time.h"
#include "calendar/ics.h"

/* ------------------------------------------------------------------ sets */

static void set_add(struct sla__recur_set *set, int32_t n)
{
    uint32_t *bits = n < 0 ? set->back : set->ahead;
    uint32_t at = (uint32_t)(n < 0 ? -n : n);

    set->used = 1;
    bits[at / 32] |= (uint32_t)1 << (at % 32);
}

/* Is the thing that is number `ahead` from the start and number `back` from the end in the set? */
static int set_has(const struct sla__recur_set *set, int32_t ahead, int32_t back)
{
    return (set->ahead[ahead / 32] >> (ahead % 32) & 1) != 0 ||
           (set->back[back / 32] >> (back % 32) & 1) != 0;
}

/* ------------------------------------------------------------------ reading */

struct reader {
    struct sla__recur *rule;
    struct sla__recur_fault *fault;
    unsigned seen; /* bits by enum part */
};

static sla_result wrong(struct reader *r, const char *why)
{
    r->fault->why = why;
    return SLA_BAD_INPUT;
}

/* A whole number of at most nine digits, with a sign if `sign` allows one. 1 on success. */
static int number(const char *text, size_t len, int sign, int32_t *out)
{
    int32_t n = 0;
    int negative = 0;
    size_t i = 0;

    if (sign && len > 0 && (text[0] == '-' || text[0] == '+'))
        negative = text[i++] == '-';
    if (i == len || len - i > 9)
        return 0;
    for (; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return 0;
        n = n * 10 + (text[i] - '0');
    }
    *out = negative ? -n : n;
    return 1;
}

static int weekday(const char *text, size_t len)
{
    static const char names[7][3] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    int i;

    for (i = 0; i < 7; i++)
        if (sla__ics_is(text, len, names[i]))
            return i;
    return -1;
}

/* The next item of a list; an empty one is not skipped. 0 when there is none. */
static int item(const char **text, size_t *len, const char **at, size_t *at_len)
{
    const char *comma;

    if (*text == NULL)
        return 0;
    comma = memchr(*text, ',', *len);
    *at = *text;
    *at_len = comma != NULL ? (size_t)(comma - *text) : *len;
    *len -= comma != NULL ? *at_len + 1 : *len;
    *text = comma != NULL ? comma + 1 : NULL;
    return 1;
}

static sla_result read_set(struct reader *r, struct sla__recur_set *set, const char *text,
                           size_t len, int sign, int32_t most, const char *why)
{
    const char *at;
    size_t at_len;
    int32_t n;

    while (item(&text, &len, &at, &at_len)) {
        if (!number(at, at_len, sign, &n) || n == 0 || n > most || n < -most)
            return wrong(r, why);
        set_add(set, n);
    }
    return SLA_OK;
}

static sla_result read_weekdays(struct reader *r, const char *text, size_t len)
{
    const char *at;
    size_t at_len;
    int32_t n;

    r->rule->weekdays_used = 1;
    while (item(&text, &len, &at, &at_len)) {
        int day = at_len < 2 ? -1 : weekday(at + at_len - 2, 2);
        if (day < 0)
            return wrong(r,
                         "is a list of MO, TU, WE, TH, FR, SA, SU, each with or without a number");
        if (at_len == 2)
            r->rule->weekdays |= 1u << day;
        else if (number(at, at_len - 2, 1, &n) && n != 0 && n >= -53 && n <= 53)
            set_add(&r->rule->nth[day], n);
        else
            return wrong(r, "has a number that is not 1 to 53 or -53 to -1");
    }
    return SLA_OK;
}

static sla_result read_freq(struct reader *r, const char *text, size_t len)
{
    static const char *const known[] = {"YEARLY", "MONTHLY", "WEEKLY", "DAILY"};
    int i;

    for (i = 0; i < 4; i++)
        if (sla__ics_is(text, len, known[i])) {
            r->rule->freq = (enum sla__recur_freq)(SLA__YEARLY + i);
            return SLA_OK;
        }
    return wrong(r, "must be DAILY, WEEKLY, MONTHLY or YEARLY");
}

static sla_result read_until(struct reader *r, const char *text, size_t len)
{
    struct sla__ics_time t;

    if (!sla__ics_time_parse(text, len, &t))
        return wrong(r, "is not a date such as 20281231 or a time such as 20281231T235959Z");
    r->rule->has_until = 1;
    r->rule->until_day = t.day;
    r->rule->until_second = t.second;
    r->rule->until_utc = t.utc;
    return SLA_OK;
}

static sla_result read_positive(struct reader *r, const char *text, size_t len, int32_t *out)
{
    return number(text, len, 0, out) && *out > 0 ? SLA_OK
                                                 : wrong(r, "must be a whole number from 1 on");
}

enum part {
    FREQ,
    UNTIL,
    COUNT,
    INTERVAL,
    WKST,
    BYMONTH,
    BYWEEKNO,
    BYYEARDAY,
    BYMONTHDAY,
    BYDAY,
    BYSETPOS,
    PARTS
};

static sla_result read_part(struct reader *r, enum part part, const char *text, size_t len)
{
    struct sla__recur *rule = r->rule;

    switch (part) {
    case FREQ:
        return read_freq(r, text, len);
    case UNTIL:
        return read_until(r, text, len);
    case COUNT:
        return read_positive(r, text, len, &rule->count);
    case INTERVAL:
        return read_positive(r, text, len, &rule->interval);
    case WKST:
        rule->week_start = weekday(text, len);
        return rule->week_start >= 0 ? SLA_OK : wrong(r, "must be a day such as MO");
    case BYMONTH:
        return read_set(r, &rule->months, text, len, 0, 12, "must be months from 1 to 12");
    case BYWEEKNO:
        return read_set(r, &rule->weeks, text, len, 1, 53,
                        "must be weeks from 1 to 53 or -53 to -1");
    case BYYEARDAY:
        return read_set(r, &rule->year_days, text, len, 1, 366,
                        "must be days from 1 to 366 or -366 to -1");
    case BYMONTHDAY:
        return read_set(r, &rule->month_days, text, len, 1, 31,
                        "must be days from 1 to 31 or -31 to -1");
    case BYDAY:
        return read_weekdays(r, text, len);
    case BYSETPOS:
        return read_set(r, &rule->positions, text, len, 1, 366,
                        "must be positions from 1 to 366 or -366 to -1");
    case PARTS:
        break;
    }
    return SLA_BAD_INPUT;
}

static sla_result read_named(struct reader *r, const char *text, size_t len)
{
    static const char *const names[PARTS] = {"FREQ",       "UNTIL",   "COUNT",    "INTERVAL",
                                             "WKST",       "BYMONTH", "BYWEEKNO", "BYYEARDAY",
                                             "BYMONTHDAY", "BYDAY",   "BYSETPOS"};
    static const char *const finer[] = {"BYHOUR", "BYMINUTE", "BYSECOND", "RSCALE", "SKIP"};
    const char *equals = memchr(text, '=', len);
    size_t name_len = equals != NULL ? (size_t)(equals - text) : len;
    size_t i;

    r->fault->part = text;
    r->fault->part_len = len;
    for (i = 0; i < sizeof finer / sizeof *finer; i++)
        if (sla__ics_is(text, name_len, finer[i]))
            return wrong(r, "is not supported here; write the event without it");
    for (i = 0; i < PARTS && !sla__ics_is(text, name_len, names[i]);)
        i++;
    if (i == PARTS || equals == NULL)
        return wrong(r, "is not a part of a recurrence rule");
    if ((r->seen >> i & 1) != 0)
        return wrong(r, "stands twice; keep one");
    r->seen |= 1u << i;
    return read_part(r, (enum part)i, equals + 1, len - name_len - 1);
}

/* What RFC 5545 forbids to stand together. */
static sla_result check(struct reader *r, const char *text, size_t len)
{
    const struct sla__recur *rule = r->rule;
    int numbered = 0;
    int i;

    r->fault->part = text;
    r->fault->part_len = len;
    for (i = 0; i < 7; i++)
        numbered |= rule->nth[i].used;
    if (rule->freq == 0)
        return wrong(r, "has no FREQ");
    if (rule->count != 0 && rule->has_until)
        return wrong(r, "has COUNT and UNTIL; keep one");
    if (rule->weeks.used && rule->freq != SLA__YEARLY)
        return wrong(r, "has BYWEEKNO, which only FREQ=YEARLY can have");
    if (rule->year_days.used && rule->freq != SLA__YEARLY)
        return wrong(r, "has BYYEARDAY, which only FREQ=YEARLY can have");
    if (rule->month_days.used && rule->freq == SLA__WEEKLY)
        return wrong(r, "has BYMONTHDAY, which FREQ=WEEKLY cannot have");
    if (numbered && rule->freq != SLA__YEARLY && rule->freq != SLA__MONTHLY)
        return wrong(r, "has BYDAY with a number, which only FREQ=MONTHLY and YEARLY can have");
    if (numbered && rule->weeks.used)
        return wrong(r, "has BYDAY with a number beside BYWEEKNO; leave the number out");
    if (rule->positions.used && !rule->months.used && !rule->weeks.used && !rule->year_days.used &&
        !rule->month_days.used && !rule->weekdays_used)
        return wrong(r, "has BYSETPOS, which needs another BY part to choose from");
    return SLA_OK;
}

sla_result sla__recur_parse(const char *text, size_t len, struct sla__recur *rule,
                            struct sla__recur_fault *fault)
{
    struct reader r = {rule, fault, 0};
    size_t at = 0;

    *rule = (struct sla__recur){.interval = 1};
    *fault = (struct sla__recur_fault){"", text, len};
    for (;;) {
        const char *end = memchr(text + at, ';', len - at);
        size_t part_len = end != NULL ? (size_t)(end - text) - at : len - at;
        if (read_named(&r, text + at, part_len) != SLA_OK)
            return SLA_BAD_INPUT;
        if (end == NULL)
            return check(&r, text, len);
        at += part_len + 1;
    }
}

/* ------------------------------------------------------------------ walking */

struct date {
    int32_t days, year, month, month_day, month_len, year_day, year_len, weekday;
};

static int32_t month_length(int32_t year, int32_t month)
{
    return sla__days_of(year, month + 1, 1) - sla__days_of(year, month, 1);
}

static struct date date_of(int32_t days)
{
    struct date d = {.days = days};
    int32_t new_year;

    sla__civil_of(days, &d.year, &d.month, &d.month_day);
    new_year = sla__days_of(d.year, 1, 1);
    d.year_day = days - new_year + 1;
    d.year_len = sla__days_of(d.year + 1, 1, 1) - new_year;
    d.month_len = d.month == 12 ? 31 : month_length(d.year, d.month);
    d.weekday = sla__weekday_of(days);
    return d;
}

/* Week 1 has at least four days in its year: a week belongs to the year of its fourth day. */
static int in_weeks(const struct sla__recur *rule, const struct date *d)
{
    struct date fourth = date_of(d->days - (d->weekday - rule->week_start + 7) % 7 + 3);
    int32_t week = (fourth.year_day - 1) / 7 + 1;

    return set_has(&rule->weeks, week, (fourth.year_len - fourth.year_day) / 7 + 1);
}

static int in_weekdays(const struct sla__recur *rule, const struct date *d)
{
    /* "The second Monday" is counted within months if there are any to count in. */
    int by_month = rule->freq == SLA__MONTHLY || rule->months.used;
    int32_t day = by_month ? d->month_day : d->year_day;
    int32_t of = by_month ? d->month_len : d->year_len;

    return (rule->weekdays >> d->weekday & 1) != 0 ||
           set_has(&rule->nth[d->weekday], (day - 1) / 7 + 1, (of - day) / 7 + 1);
}

static int in_rule(const struct sla__recur *rule, const struct date *d)
{
    return (!rule->months.used || set_has(&rule->months, d->month, 0)) &&
           (!rule->month_days.used ||
            set_has(&rule->month_days, d->month_day, d->month_len - d->month_day + 1)) &&
           (!rule->weekdays_used || in_weekdays(rule, d)) &&
           (!rule->year_days.used ||
            set_has(&rule->year_days, d->year_day, d->year_len - d->year_day + 1)) &&
           (!rule->weeks.used || in_weeks(rule, d));
}

/* "Information, not contained in the rule, [...] is derived from DTSTART" (RFC 5545, 3.3.10). */
static void complete(struct sla__recur *rule, const struct date *start)
{
    int has_day = rule->month_days.used || rule->year_days.used || rule->weekdays_used;

    if (has_day || rule->freq == SLA__DAILY)
        return;
    if (rule->freq == SLA__WEEKLY || rule->weeks.used) {
        rule->weekdays_used = 1;
        rule->weekdays = 1u << start->weekday;
        return;
    }
    set_add(&rule->month_days, start->month_day);
    if (rule->freq == SLA__YEARLY && !rule->months.used)
        set_add(&rule->months, start->month);
}

void sla__recur_begin(struct sla__recur_walk *w, const struct sla__recur *rule, int32_t start,
                      int32_t last, int64_t work)
{
    struct date d = date_of(start);

    w->rule = *rule;
    complete(&w->rule, &d);
    w->start = start;
    w->last = last;
    w->given = 0;
    w->work = work;
    w->found_count = 0;
    w->found_at = 0;
    switch (rule->freq) {
    case SLA__YEARLY:
        w->period = d.year;
        break;
    case SLA__MONTHLY:
        w->period = (int64_t)d.year * 12 + d.month - 1;
        break;
    case SLA__WEEKLY:
        w->period = start - (d.weekday - rule->week_start + 7) % 7;
        break;
    case SLA__DAILY:
        w->period = start;
        break;
    }
}

static void look_days(struct sla__recur_walk *w, int32_t first, int32_t count)
{
    int32_t i;

    w->work -= count;
    for (i = 0; i < count; i++) {
        struct date d = date_of(first + i);
        if (in_rule(&w->rule, &d))
            w->found[w->found_count++] = d.days;
    }
}

static void look_month(struct sla__recur_walk *w, int32_t year, int32_t month)
{
    struct date d;

    w->work--;
    if (w->rule.months.used && !set_has(&w->rule.months, month, 0))
        return;
    d = date_of(sla__days_of(year, month, 1));
    w->work -= d.month_len;
    for (; d.month_day <= d.month_len; d.days++, d.month_day++, d.year_day++) {
        if (in_rule(&w->rule, &d))
            w->found[w->found_count++] = d.days;
        d.weekday = (d.weekday + 1) % 7;
    }
}

static void choose_positions(struct sla__recur_walk *w)
{
    int32_t count = w->found_count;
    int32_t i;

    w->found_count = 0;
    for (i = 0; i < count; i++)
        if (set_has(&w->rule.positions, i + 1, count - i))
            w->found[w->found_count++] = w->found[i];
}

/* Fill found[] from the next period; 0 if that begins after `last`. */
static int look_period(struct sla__recur_walk *w)
{
    int32_t year, month, day;

    sla__civil_of(w->last, &year, &month, &day);
    w->found_count = 0;
    w->found_at = 0;
    switch (w->rule.freq) {
    case SLA__YEARLY:
        if (w->period > year)
            return 0;
        for (month = 1; month <= 12; month++)
            look_month(w, (int32_t)w->period, month);
        break;
    case SLA__MONTHLY:
        if (w->period > (int64_t)year * 12 + month - 1)
            return 0;
        look_month(w, (int32_t)(w->period / 12), (int32_t)(w->period % 12) + 1);
        break;
    case SLA__WEEKLY:
    case SLA__DAILY:
        if (w->period > w->last)
            return 0;
        look_days(w, (int32_t)w->period, w->rule.freq == SLA__WEEKLY ? 7 : 1);
        break;
    }
    w->period += (int64_t)w->rule.interval * (w->rule.freq == SLA__WEEKLY ? 7 : 1);
    if (w->rule.positions.used)
        choose_positions(w);
    return 1;
}

int sla__recur_next(struct sla__recur_walk *w, int32_t *days)
{
    if (w->rule.count != 0 && w->given == w->rule.count)
        return 0;
    if (w->given == 0) {
        w->given = 1;
        *days = w->start;
        return w->start <= w->last;
    }
    for (;;) {
        while (w->found_at < w->found_count) {
            int32_t found = w->found[w->found_at++];
            if (found > w->last)
                return 0;
            if (found > w->start) {
                w->given++; /* at most as many as there are days */
                *days = found;
                return 1;
            }
        }
        if (w->work <= 0)
            return -1;
        if (!look_period(w))
            return 0;
    }
}
