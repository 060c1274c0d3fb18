/* SPDX-License-Identifier: MIT */
/*
 * From written calendars to the compiled one: every date's windows become instants (hours.c), are
 * joined into open spans (the timeline), and leave a table of working days and one of lost hours
 * with their reasons.
 */
#include "calendar/compiled.h"

#include <string.h>

#include "base/alloc.h"
#include "calendar/hours.h"
#include "calendar/sort.h"

#define SPANS_MAX ((size_t)4000000)
#define DATE_COUNT ((size_t)(SLA__LAST_DATE - SLA__FIRST_DATE + 1))

struct compiling {
    sla_calendar *calendar;
    struct sla__span *spans;
    size_t span_count, span_room;
    struct sla__lost *lost;
    size_t lost_count, lost_room;
    struct sla__workday *days; /* DATE_COUNT of them; open = close: nothing opens on that date */
};

static sla_result add_span(struct compiling *c, sla_time open, sla_time close)
{
    if (c->span_count == c->span_room) {
        /* A window a date: most calendars never need more. */
        size_t room = c->span_room > 0 ? 2 * c->span_room : DATE_COUNT;
        struct sla__span *at;

        if (c->span_count >= SPANS_MAX)
            return SLA_LIMIT;
        at = sla__realloc(c->spans, room, sizeof *at);
        if (at == NULL)
            return SLA_NO_MEMORY;
        c->spans = at;
        c->span_room = room;
    }
    c->spans[c->span_count++] = (struct sla__span){open, close};
    return SLA_OK;
}

static sla_result add_lost(struct compiling *c, struct sla__lost lost)
{
    struct sla__lost *at;

    if (c->lost_count >= SPANS_MAX)
        return SLA_LIMIT;
    at = sla__grow(c->lost, c->lost_count, &c->lost_room, sizeof *at);
    if (at == NULL)
        return SLA_NO_MEMORY;
    c->lost = at;
    at[c->lost_count++] = lost;
    return SLA_OK;
}

static sla_result note_lost(struct compiling *c, sla_time from, sla_time to, const char *name)
{
    struct sla__lost lost = {from, to, 0};
    sla_result rc = sla__names_add(&c->calendar->names, name, strlen(name), &lost.name);

    return rc == SLA_OK ? add_lost(c, lost) : rc;
}

static void note_workday(struct compiling *c, int32_t days, sla_time open, sla_time close)
{
    struct sla__workday *day;

    if (days < SLA__FIRST_DATE || days > SLA__LAST_DATE)
        return;
    day = &c->days[days - SLA__FIRST_DATE];
    if (day->open == day->close) {
        *day = (struct sla__workday){days, (uint32_t)open, (uint32_t)close};
        return;
    }
    if (open < day->open)
        day->open = (uint32_t)open;
    if (close > day->close)
        day->close = (uint32_t)close;
}

static sla_result add_date(struct compiling *c, const struct sla__part_of_time *part,
                           const struct sla__date_hours *date)
{
    sla_result rc = SLA_OK;

    for (size_t i = 0; rc == SLA_OK && i < date->part_count; i++) {
        const struct sla__part *p = &date->parts[i];
        sla_time from = p->from > SLA_TIME_MIN ? p->from : SLA_TIME_MIN;

        if (p->window < part->from || p->window >= part->to || p->to <= from)
            continue;
        if (p->lost != NULL) {
            rc = note_lost(c, from, p->to, p->lost);
        } else {
            rc = add_span(c, from, p->to);
            note_workday(c, sla__part_date(part, date->days, p->window), from, p->to);
        }
    }
    return rc;
}

static sla_result add_part(struct compiling *c, const struct sla__part_of_time *part)
{
    struct sla__hours *hours;
    struct sla__date_hours date;
    sla_result rc =
        sla__hours_new(part->plan, part->covered, SLA__FIRST_DATE, SLA__LAST_DATE, &hours);

    for (int32_t day = SLA__FIRST_DATE; rc == SLA_OK && day <= SLA__LAST_DATE; day++) {
        rc = sla__hours_next(hours, &date);
        if (rc == SLA_OK)
            rc = add_date(c, part, &date);
    }
    sla__hours_free(hours);
    return rc;
}

static int by_open(const void *a, const void *b)
{
    const struct sla__span *x = a, *y = b;

    return (x->open > y->open) - (x->open < y->open);
}

static int by_from(const void *a, const void *b)
{
    const struct sla__lost *x = a, *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

/* R2: windows that overlap or touch are one span. */
static sla_result join_spans(struct compiling *c)
{
    size_t kept = 0;

    if (sla__sort(c->spans, c->span_count, sizeof *c->spans, by_open) != SLA_OK)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < c->span_count; i++) {
        struct sla__span s = c->spans[i];

        if (kept > 0 && s.open <= c->spans[kept - 1].close) {
            if (s.close > c->spans[kept - 1].close)
                c->spans[kept - 1].close = s.close;
        } else {
            c->spans[kept++] = s;
        }
    }
    c->span_count = kept;
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

    for (size_t i = 0; i < DATE_COUNT; i++)
        if (c->days[i].open < c->days[i].close)
            c->days[calendar->workday_count++] = c->days[i];
    calendar->workdays = cut_to(c->days, calendar->workday_count, sizeof *c->days);
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
    c.days = sla__alloc(DATE_COUNT, sizeof *c.days);
    if (c.days == NULL)
        return SLA_NO_MEMORY;
    for (size_t i = 0; rc == SLA_OK && i < calendar->part_count; i++)
        rc = add_part(&c, &calendar->parts[i]);
    if (rc == SLA_OK)
        rc = join_spans(&c);
    if (rc == SLA_OK)
        rc = settle_lost(&c);
    calendar->recurs = recurs(calendar);
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
