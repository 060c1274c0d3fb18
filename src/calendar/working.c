/* SPDX-License-Identifier: MIT */
/* Working days (R7): "2 working days" and "by 12:00 next working day" as open seconds from a start.
 */
#include "calendar/compiled.h"

#include "base/time.h"

/* Windows reach this many dates past their own. */
#define LONGEST 3

static size_t first_workday(const sla_calendar *c, int32_t days)
{
    size_t low = 0, high = c->workday_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (c->workdays[middle].days >= days)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* The working day that holds the open instant `at`: a night part belongs to the day before, so the
 * first one if two do. */
static size_t workday_at(const sla_calendar *c, sla_time at)
{
    int64_t wall = at + sla__zone_offset(sla__calendar_zone_at(c, at), at);
    size_t i = first_workday(c, (int32_t)(wall / SLA__DAY) - LONGEST);

    while (i < c->workday_count && !(c->workdays[i].open <= at && at < c->workdays[i].close))
        i++;
    return i;
}

/* The working day `ahead` days after the one of `start`; *first is its opening instant. */
static sla_result find_workday(const sla_calendar *c, sla_time start, int32_t ahead,
                               sla_time *first, size_t *here, size_t *there)
{
    sla_result rc = sla_calendar_next_open(c, start, first);

    if (rc != SLA_OK)
        return rc;
    *here = workday_at(c, *first);
    if (*here >= c->workday_count || (size_t)ahead >= c->workday_count - *here)
        return c->recurs & SLA__RECURS_AFTER ? SLA_OUT_OF_RANGE : SLA_NEVER_OPENS;
    *there = *here + (size_t)ahead;
    return SLA_OK;
}

/* A target is an amount of time: none is left if its instant lies before the start already. */
static sla_result time_until(const sla_calendar *c, sla_time start, sla_time due,
                             sla_duration *seconds)
{
    sla_duration n;
    sla_result rc = sla_calendar_between(c, start, due, &n);

    if (rc == SLA_OK)
        *seconds = n > 0 ? n : 0;
    return rc;
}

sla_result sla__calendar_working_days(const sla_calendar *calendar, sla_time start, int32_t n,
                                      enum sla__day_rule rule, int32_t day_length,
                                      sla_duration *seconds)
{
    const struct sla__workday *days = calendar->workdays;
    sla_time first, due;
    size_t here, there;
    sla_result rc;

    if (n < 0 || (rule == SLA__DAYS_ELAPSED && day_length <= 0))
        return SLA_INVALID_ARGUMENT;
    if (rule == SLA__DAYS_ELAPSED) {
        *seconds = (sla_duration)n * day_length;
        return SLA_OK;
    }
    rc = find_workday(calendar, start, n, &first, &here, &there);
    if (rc != SLA_OK)
        return rc;
    due = days[there].close;
    if (rule == SLA__DAYS_SAME_TIME) {
        sla_duration into = sla__timeline_between(calendar->timeline, days[here].open, first);
        sla_time same;

        rc = sla_calendar_add(calendar, days[there].open, into, &same);
        if (rc == SLA_OK && same < due)
            due = same; /* else the day is too short: its close */
    }
    return time_until(calendar, start, due, seconds);
}

sla_result sla__calendar_by_wall(const sla_calendar *calendar, sla_time start, int32_t wall,
                                 int32_t ahead, sla_duration *seconds)
{
    const struct sla__workday *day;
    sla_time first, by;
    size_t here, there;
    sla_result rc;

    if (ahead < 0 || wall < -1 || wall > SLA__DAY)
        return SLA_INVALID_ARGUMENT;
    rc = find_workday(calendar, start, ahead, &first, &here, &there);
    if (rc != SLA_OK)
        return rc;
    day = &calendar->workdays[there];
    by = wall < 0 ? (sla_time)day->close
                  : sla__zone_to_utc(sla__calendar_zone_at(calendar, day->open),
                                     (int64_t)day->days * SLA__DAY + wall);
    return time_until(calendar, start, by > SLA_TIME_MIN ? by : SLA_TIME_MIN, seconds);
}
