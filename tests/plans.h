/* SPDX-License-Identifier: MIT */
/* Written calendars for tests, built by hand: no policy file, no reader. */
#ifndef TESTS_PLANS_H
#define TESTS_PLANS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/alloc.h"
#include "base/time.h"
#include "calendar/calendar.h"
#include "calendar/sources.h"

#define OK(call) assert_int_equal((call), SLA_OK)

static inline struct sla__zone *zone_named(const char *name)
{
    struct sla__zone *zone = NULL;

    OK(sla__sources_zone(NULL, name, strlen(name), NULL, (struct sla__place){0}, &zone));
    return zone;
}

static inline struct sla__windows windows_of(const char *text)
{
    struct sla__windows w;
    const char *why;
    size_t bad;

    OK(sla__windows_parse(text, strlen(text), &w, &why, &bad));
    return w;
}

static inline void set_hours(struct sla__week *week, const char *days, const char *hours)
{
    int bits = sla__weekdays_parse(days, strlen(days));

    assert_int_not_equal(bits, 0);
    for (int day = 0; day < 7; day++) {
        if (!(bits >> day & 1))
            continue;
        sla__free(week->day[day].at);
        week->day[day] = windows_of(hours);
    }
}

/* A plan with one line of weekly hours; more by set_hours(&plan->week, ...). */
static inline struct sla__plan *plan_of(const char *zone, const char *days, const char *hours)
{
    struct sla__plan *plan;

    OK(sla__plan_new(&plan));
    plan->zone = zone_named(zone);
    set_hours(&plan->week, days, hours);
    return plan;
}

/* Room for one more element at the end of an array of a plan, zeroed. */
static inline void *one_more(void *array, size_t *count, size_t size)
{
    void **at = array;
    char *more = sla__realloc(*at, *count + 1, size);

    assert_non_null(more);
    *at = more;
    memset(more + *count * size, 0, size);
    return more + (*count)++ * size;
}

static inline struct sla__special *add_special(struct sla__plan *plan, int32_t year, int32_t month,
                                               int32_t day, const char *hours)
{
    struct sla__special *s = one_more(&plan->specials, &plan->special_count, sizeof *s);

    *s = (struct sla__special){year, month, day, windows_of(hours)};
    return s;
}

static inline struct sla__season *add_season(struct sla__plan *plan, int32_t from_month,
                                             int32_t from_day, int32_t to_month, int32_t to_day,
                                             const char *days, const char *hours)
{
    struct sla__season *s = one_more(&plan->seasons, &plan->season_count, sizeof *s);

    *s = (struct sla__season){from_month, from_day, to_month, to_day, {{{NULL, 0}}}};
    set_hours(&s->week, days, hours);
    return s;
}

/* coverage -1: closed for all. The list is empty: fill it with sla__holidays_add_... */
static inline struct sla__closing *add_closing(struct sla__plan *plan, int32_t coverage)
{
    struct sla__closing *c = one_more(&plan->closings, &plan->closing_count, sizeof *c);

    *c = (struct sla__closing){.list = SLA__HOLIDAYS_INIT, .coverage = coverage};
    return c;
}

/* hours NULL: the date's own. */
static inline void add_coverage(struct sla__plan *plan, const char *hours)
{
    struct sla__coverage *c = one_more(&plan->coverages, &plan->coverage_count, sizeof *c);

    c->has_windows = hours != NULL;
    if (hours != NULL)
        c->windows = windows_of(hours);
}

static inline void add_member(struct sla__plan *plan, struct sla__plan *member)
{
    struct sla__plan **m = one_more(&plan->members, &plan->member_count, sizeof *m);

    *m = member;
}

static inline void close_date(struct sla__closing *c, int32_t year, int32_t month, int32_t day,
                              const char *name)
{
    OK(sla__holidays_add_date(&c->list, sla__days_of(year, month, day), name, strlen(name)));
}

/* Gives the plan away. */
static inline sla_calendar *compiled(struct sla__plan *plan, uint64_t covered)
{
    sla_calendar *calendar = NULL;

    OK(sla__plan_compile(plan, covered, &calendar));
    sla__plan_unref(plan);
    return calendar;
}

/* An instant from "2026-12-24T23:30" in the calendar's zone. */
static inline sla_time at(const sla_calendar *calendar, const char *text)
{
    sla_time t = SLA_TIME_NONE;

    OK(sla_calendar_parse_time(calendar, text, strlen(text), &t));
    return t;
}

static inline sla_time utc(const char *text)
{
    sla_time t = SLA_TIME_NONE;

    OK(sla_time_parse(text, strlen(text), &t));
    return t;
}

#define H(hours) ((sla_duration)(hours)*3600)

#endif
