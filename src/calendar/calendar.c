/* SPDX-License-Identifier: MIT */
/* The compiled calendar as hosts see it: its life, its questions, its local time. */
#include "calendar/compiled.h"

#include <string.h>

#include "base/alloc.h"
#include "base/time.h"

static int in_range(sla_time t)
{
    return t >= SLA_TIME_MIN && t <= SLA_TIME_MAX;
}

sla_calendar *sla_calendar_ref(const sla_calendar *calendar)
{
    /* Only the count changes: a calendar that is read by many is owned by many. */
    sla_calendar *own = (sla_calendar *)(uintptr_t)calendar;

    if (own != NULL)
        (void)__atomic_add_fetch(&own->refs, 1, __ATOMIC_RELAXED);
    return own;
}

void sla_calendar_unref(sla_calendar *c)
{
    if (c == NULL || __atomic_sub_fetch(&c->refs, 1, __ATOMIC_ACQ_REL) != 0)
        return;
    sla__timeline_free(c->timeline);
    sla__names_clear(&c->names);
    sla__free(c->workdays);
    sla__free(c->lost);
    sla__free(c->parts);
    sla__free(c->eras);
    sla__plan_unref(c->plan);
    sla__free(c);
}

const char *sla_calendar_name(const sla_calendar *calendar)
{
    return calendar != NULL ? calendar->plan->name : "";
}

const char *sla_calendar_timezone(const sla_calendar *calendar)
{
    return calendar != NULL ? sla__zone_name(calendar->eras[calendar->era_count - 1].zone) : "";
}

const char *sla_calendar_fingerprint(const sla_calendar *calendar)
{
    return calendar != NULL ? calendar->fingerprint : "";
}

sla_date sla_calendar_known_until(const sla_calendar *calendar)
{
    return calendar != NULL ? calendar->known_until : SLA_DATE_NONE;
}

/* ---------------------------------------------------------------- arithmetic */

sla_result sla_calendar_add(const sla_calendar *calendar, sla_time start, sla_duration seconds,
                            sla_time *out)
{
    if (calendar == NULL || out == NULL)
        return SLA_INVALID_ARGUMENT;
    if (!in_range(start))
        return SLA_OUT_OF_RANGE;
    return sla__timeline_add(calendar->timeline, start, seconds, out);
}

sla_result sla_calendar_between(const sla_calendar *calendar, sla_time from, sla_time to,
                                sla_duration *out)
{
    if (calendar == NULL || out == NULL)
        return SLA_INVALID_ARGUMENT;
    if (!in_range(from) || !in_range(to))
        return SLA_OUT_OF_RANGE;
    *out = sla__timeline_between(calendar->timeline, from, to);
    return SLA_OK;
}

sla_result sla_calendar_is_open(const sla_calendar *calendar, sla_time t, int *out)
{
    if (calendar == NULL || out == NULL)
        return SLA_INVALID_ARGUMENT;
    if (!in_range(t))
        return SLA_OUT_OF_RANGE;
    *out = sla__timeline_is_open(calendar->timeline, t);
    return SLA_OK;
}

sla_result sla_calendar_next_open(const sla_calendar *calendar, sla_time t, sla_time *out)
{
    if (calendar == NULL || out == NULL)
        return SLA_INVALID_ARGUMENT;
    if (!in_range(t))
        return SLA_OUT_OF_RANGE;
    return sla__timeline_next_open(calendar->timeline, t, out);
}

sla_result sla_calendar_next_close(const sla_calendar *calendar, sla_time t, sla_time *out)
{
    if (calendar == NULL || out == NULL)
        return SLA_INVALID_ARGUMENT;
    if (!in_range(t))
        return SLA_OUT_OF_RANGE;
    return sla__timeline_next_close(calendar->timeline, t, out);
}

/* ---------------------------------------------------------------- local time */

sla_result sla_calendar_offset(const sla_calendar *calendar, sla_time t, int32_t *out)
{
    if (calendar == NULL || out == NULL)
        return SLA_INVALID_ARGUMENT;
    if (!in_range(t))
        return SLA_OUT_OF_RANGE;
    *out = sla__zone_offset(sla__calendar_zone_at(calendar, t), t);
    return SLA_OK;
}

/* The instant of a wall time by the zone that is in force then. */
static sla_time instant_of(const sla_calendar *c, int64_t wall)
{
    size_t i = c->era_count - 1;
    sla_time at = sla__zone_to_utc(c->eras[i].zone, wall);

    while (i > 0 && at < c->eras[i].from)
        at = sla__zone_to_utc(c->eras[--i].zone, wall);
    return at;
}

sla_result sla_calendar_parse_time(const sla_calendar *calendar, const char *text, size_t len,
                                   sla_time *out)
{
    sla_result rc;
    int64_t wall;
    sla_time at;

    if (calendar == NULL || text == NULL || out == NULL)
        return SLA_INVALID_ARGUMENT;
    rc = sla_time_parse(text, len, out);
    if (rc != SLA_BAD_INPUT || !sla__parse_wall(text, len, &wall))
        return rc;
    at = instant_of(calendar, wall);
    if (!in_range(at))
        return SLA_OUT_OF_RANGE;
    *out = at;
    return SLA_OK;
}

/* ---------------------------------------------------------------- versions */

static sla_result take_versions(struct sla__plan *plan, const sla_calendar *const *versions,
                                const sla_date *from, size_t count)
{
    plan->versions = sla__alloc(count, sizeof(struct sla__plan *));
    plan->version_from = sla__alloc(count, sizeof *plan->version_from);
    plan->version_covered = sla__alloc(count, sizeof *plan->version_covered);
    if (plan->versions == NULL || plan->version_from == NULL || plan->version_covered == NULL)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        int ok;

        if (versions[i] == NULL)
            return SLA_INVALID_ARGUMENT;
        plan->versions[i] = sla__plan_ref(versions[i]->plan);
        plan->version_covered[i] = versions[i]->covered;
        plan->version_count++;
        plan->version_from[i] = sla__days_of_date(from[i], &ok);
        if (!ok || (i > 0 && plan->version_from[i] <= plan->version_from[i - 1]))
            return SLA_INVALID_ARGUMENT;
    }
    return SLA_OK;
}

sla_result sla_calendar_chain(const sla_calendar *const *versions, const sla_date *from,
                              size_t count, sla_calendar **out)
{
    struct sla__plan *plan;
    sla_result rc;

    if (out == NULL)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    if (versions == NULL || from == NULL || count == 0)
        return SLA_INVALID_ARGUMENT;
    rc = sla__plan_new(&plan);
    if (rc != SLA_OK)
        return rc;
    rc = take_versions(plan, versions, from, count);
    if (rc == SLA_OK) {
        const char *name = sla_calendar_name(versions[count - 1]);

        sla__free(plan->name);
        plan->name = sla__strndup(name, strlen(name));
        rc = plan->name != NULL ? sla__plan_compile(plan, 0, out) : SLA_NO_MEMORY;
    }
    sla__plan_unref(plan);
    return rc;
}

/* ---------------------------------------------------------------- for the rooms above */

int sla__calendar_closed(const sla_calendar *calendar, sla_time from, sla_time to,
                         struct sla__closed *out)
{
    size_t low = 0, high = calendar->lost_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (calendar->lost[middle].to > from)
            high = middle;
        else
            low = middle + 1;
    }
    if (low == calendar->lost_count || calendar->lost[low].from >= to)
        return 0;
    *out = (struct sla__closed){calendar->lost[low].from, calendar->lost[low].to,
                                calendar->names.at[calendar->lost[low].name]};
    return 1;
}
