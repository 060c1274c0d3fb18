/* SPDX-License-Identifier: MIT */
/*
 * From written calendars to the compiled one: every date's windows become instants (hours.c), are
 * joined into open spans (the timeline), and leave a table of working days and one of lost hours
 * with their reasons.
 */
#include "calendar/compiled.h"

#include <string.h>

#include "base/alloc.h"
#include "base/time.h"
#include "calendar/hours.h"
#include "calendar/sort.h"

#define WINDOWS_MAX 4000000
#define DATE_COUNT ((size_t)(SLA__LAST_DATE - SLA__FIRST_DATE + 1))

/* What the dates give, each list joined as far as it comes in order. */
struct compiling {
    sla_calendar *calendar;
    size_t window_count; /* parts of windows so far */
    struct sla__span *spans;
    size_t span_count, span_room;
    int spans_unsorted;
    struct sla__workday *days;
    size_t day_count, day_room;
    int days_unsorted;
    struct sla__lost *lost;
    size_t lost_count, lost_room;
};

/* Room for a window a date: most calendars never need more. */
static sla_result reserve(struct compiling *c)
{
    c->spans = sla__realloc(NULL, DATE_COUNT, sizeof *c->spans);
    c->days = sla__realloc(NULL, DATE_COUNT, sizeof *c->days);
    c->span_room = c->day_room = DATE_COUNT;
    return c->spans != NULL && c->days != NULL ? SLA_OK : SLA_NO_MEMORY;
}

/* R2: windows that overlap or touch are one span. There is room for one more. */
static void join_span(struct compiling *c, struct sla__span s)
{
    struct sla__span *last = c->span_count > 0 ? &c->spans[c->span_count - 1] : NULL;

    if (last != NULL && s.open >= last->open && s.open <= last->close) {
        if (s.close > last->close)
            last->close = s.close;
        return;
    }
    c->spans_unsorted |= last != NULL && s.open < last->open;
    c->spans[c->span_count++] = s;
}

static sla_result add_span(struct compiling *c, sla_time open, sla_time close)
{
    if (c->span_count == c->span_room) {
        struct sla__span *at = sla__grow(c->spans, c->span_count, &c->span_room, sizeof *at);

        if (at == NULL)
            return SLA_NO_MEMORY;
        c->spans = at;
    }
    join_span(c, (struct sla__span){open, close});
    return SLA_OK;
}

/* R7: a date is one working day, whatever lies between its windows. There is room for one more. */
static void join_workday(struct compiling *c, struct sla__workday w)
{
    struct sla__workday *last = c->day_count > 0 ? &c->days[c->day_count - 1] : NULL;

    if (last != NULL && w.days == last->days) {
        if (w.open < last->open)
            last->open = w.open;
        if (w.close > last->close)
            last->close = w.close;
        return;
    }
    c->days_unsorted |= last != NULL && w.days < last->days;
    c->days[c->day_count++] = w;
}

static sla_result add_workday(struct compiling *c, int32_t days, sla_time open, sla_time close)
{
    if (days < SLA__FIRST_DATE || days > SLA__LAST_DATE)
        return SLA_OK;
    if (c->day_count == c->day_room) {
        struct sla__workday *at = sla__grow(c->days, c->day_count, &c->day_room, sizeof *at);

        if (at == NULL)
            return SLA_NO_MEMORY;
        c->days = at;
    }
    join_workday(c, (struct sla__workday){days, (uint32_t)open, (uint32_t)close});
    return SLA_OK;
}

static sla_result add_lost(struct compiling *c, struct sla__lost lost)
{
    struct sla__lost *at = sla__grow(c->lost, c->lost_count, &c->lost_room, sizeof *at);

    if (at == NULL)
        return SLA_NO_MEMORY;
    c->lost = at;
    at[c->lost_count++] = lost;
    return SLA_OK;
}

static sla_result add_window(struct compiling *c, const struct sla__part_of_time *part,
                             int32_t days, const struct sla__part *p)
{
    sla_time from = p->from > SLA_TIME_MIN ? p->from : SLA_TIME_MIN;
    sla_result rc;

    if (p->window < part->from || p->window >= part->to || p->to <= from)
        return SLA_OK;
    if (++c->window_count > WINDOWS_MAX)
        return SLA_LIMIT;
    if (p->lost != NULL) {
        struct sla__lost lost = {from, p->to, 0};

        rc = sla__names_add(&c->calendar->names, p->lost, strlen(p->lost), &lost.name);
        return rc == SLA_OK ? add_lost(c, lost) : rc;
    }
    rc = add_span(c, from, p->to);
    if (rc == SLA_OK)
        rc = add_workday(c, sla__part_date(part, days, p->window), from, p->to);
    return rc;
}

static sla_result add_plain_dates(struct compiling *c, const struct sla__part_of_time *part,
                                  const struct sla__plain_dates *plain)
{
    int weekday = sla__weekday_of(plain->from);
    sla_result rc = SLA_OK;

    for (int32_t day = plain->from; rc == SLA_OK && day < plain->end; day++) {
        const struct sla__windows *w = &plain->week->day[weekday];
        const sla_time midnight = (sla_time)day * SLA__DAY - plain->offset;

        for (int32_t i = 0; rc == SLA_OK && i < w->count; i++) {
            sla_time open = midnight + w->at[i].open, close = midnight + w->at[i].close;

            rc = add_window(c, part, day, &(struct sla__part){open, open, close, NULL});
        }
        weekday = weekday < 6 ? weekday + 1 : 0;
    }
    return rc;
}

static sla_result add_dates(struct compiling *c, const struct sla__part_of_time *part,
                            struct sla__hours *hours)
{
    int32_t day = SLA__FIRST_DATE;
    sla_result rc = SLA_OK;

    while (rc == SLA_OK && day <= SLA__LAST_DATE) {
        struct sla__plain_dates plain;
        struct sla__date_hours date;

        if (sla__hours_plain(hours, &plain)) {
            rc = add_plain_dates(c, part, &plain);
            day = plain.end;
            continue;
        }
        rc = sla__hours_next(hours, &date);
        for (size_t i = 0; rc == SLA_OK && i < date.part_count; i++)
            rc = add_window(c, part, day, &date.parts[i]);
        day++;
    }
    return rc;
}

static sla_result add_part(struct compiling *c, const struct sla__part_of_time *part)
{
    struct sla__hours *hours;
    sla_result rc =
        sla__hours_new(part->plan, part->covered, SLA__FIRST_DATE, SLA__LAST_DATE, &hours);

    if (rc == SLA_OK)
        rc = add_dates(c, part, hours);
    sla__hours_free(hours);
    return rc;
}

static int by_open(const void *a, const void *b)
{
    const struct sla__span *x = a, *y = b;

    return (x->open > y->open) - (x->open < y->open);
}

static int by_date(const void *a, const void *b)
{
    const struct sla__workday *x = a, *y = b;

    return (x->days > y->days) - (x->days < y->days);
}

static int by_from(const void *a, const void *b)
{
    const struct sla__lost *x = a, *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

static sla_result settle_spans(struct compiling *c)
{
    const size_t count = c->span_count;

    if (!c->spans_unsorted)
        return SLA_OK;
    if (sla__sort(c->spans, count, sizeof *c->spans, by_open) != SLA_OK)
        return SLA_NO_MEMORY;
    c->span_count = 0;
    for (size_t i = 0; i < count; i++)
        join_span(c, c->spans[i]);
    return SLA_OK;
}

static sla_result settle_workdays(struct compiling *c)
{
    const size_t count = c->day_count;

    if (!c->days_unsorted)
        return SLA_OK;
    if (sla__sort(c->days, count, sizeof *c->days, by_date) != SLA_OK)
        return SLA_NO_MEMORY;
    c->day_count = 0;
    for (size_t i = 0; i < count; i++)
        join_workday(c, c->days[i]);
    return SLA_OK;
}

/* What is open all the same is not lost; where two reasons meet, the one that begins first is told.
 */
static sla_result settle_lost(struct compiling *c)
{
    struct sla__lost *written = c->lost;
    size_t count = c->lost_count, span = 0;
    sla_time done = SLA_TIME_MIN;
    sla_result rc;

    rc = sla__sort(written, count, sizeof *written, by_from);
    c->lost = NULL;
    c->lost_count = c->lost_room = 0;
    for (size_t i = 0; rc == SLA_OK && i < count; i++) {
        sla_time at = written[i].from > done ? written[i].from : done, to = written[i].to;

        while (rc == SLA_OK && at < to) {
            sla_time end = to;

            while (span < c->span_count && c->spans[span].close <= at)
                span++;
            if (span < c->span_count && c->spans[span].open <= at) {
                at = c->spans[span].close;
                continue;
            }
            if (span < c->span_count && c->spans[span].open < to)
                end = c->spans[span].open;
            rc = add_lost(c, (struct sla__lost){at, end, written[i].name});
            at = end;
        }
        if (to > done)
            done = to;
    }
    sla__free(written);
    return rc;
}

/* Gives the calendar an array that is longer than what is used of it. */
static void *cut_to(void *at, size_t count, size_t size)
{
    void *less = sla__realloc(at, count, size);

    return less != NULL ? less : at;
}

static void keep_tables(struct compiling *c)
{
    sla_calendar *calendar = c->calendar;

    calendar->workdays = cut_to(c->days, c->day_count, sizeof *c->days);
    calendar->workday_count = c->day_count;
    calendar->lost = cut_to(c->lost, c->lost_count, sizeof *c->lost);
    calendar->lost_count = c->lost_count;
    c->days = NULL;
    c->lost = NULL;
}

/* R6: hours that go on for ever, into the past or the future, tell "out of range" from "never". */
static int recurs(const sla_calendar *c)
{
    int bits = 0;

    for (size_t i = 0; i < c->part_count; i++) {
        if (!sla__hours_recur(c->parts[i].plan))
            continue;
        if (c->parts[i].from == INT64_MIN)
            bits |= SLA__RECURS_BEFORE;
        if (c->parts[i].to == INT64_MAX)
            bits |= SLA__RECURS_AFTER;
    }
    return bits;
}

static sla_result fill(sla_calendar *calendar)
{
    struct compiling c = {.calendar = calendar};
    sla_result rc = sla__calendar_gather(calendar);

    if (rc != SLA_OK)
        return rc;
    calendar->recurs = recurs(calendar);
    rc = reserve(&c);
    for (size_t i = 0; rc == SLA_OK && i < calendar->part_count; i++)
        rc = add_part(&c, &calendar->parts[i]);
    if (rc == SLA_OK)
        rc = settle_spans(&c);
    if (rc == SLA_OK)
        rc = settle_workdays(&c);
    if (rc == SLA_OK)
        rc = settle_lost(&c);
    if (rc == SLA_OK)
        rc = sla__timeline_new(c.spans, c.span_count, calendar->recurs, &calendar->timeline);
    if (rc == SLA_OK)
        keep_tables(&c);
    sla__free(c.spans);
    sla__free(c.lost);
    sla__free(c.days);
    return rc;
}

sla_result sla__plan_compile(struct sla__plan *plan, uint64_t covered, sla_calendar **out)
{
    sla_calendar *calendar = sla__alloc(1, sizeof *calendar);
    sla_result rc;

    *out = NULL;
    if (calendar == NULL)
        return SLA_NO_MEMORY;
    calendar->refs = 1;
    calendar->plan = sla__plan_ref(plan);
    calendar->covered = covered;
    rc = fill(calendar);
    if (rc != SLA_OK) {
        sla_calendar_unref(calendar);
        return rc;
    }
    calendar->known_until = sla__calendar_known(calendar);
    sla__calendar_print(calendar);
    *out = calendar;
    return SLA_OK;
}
