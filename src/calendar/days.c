/* SPDX-License-Identifier: MIT */
/* Lists for people to look at: open spans, and one date after another with its windows and names.
 */
#include "calendar/compiled.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/time.h"
#include "calendar/hours.h"
#include "calendar/sort.h"

/* ---------------------------------------------------------------- spans */

struct sla_spans {
    size_t count;
    struct sla__span at[];
};

sla_result sla_calendar_spans(const sla_calendar *calendar, sla_time from, sla_time to,
                              sla_spans **out)
{
    size_t first, end;
    sla_spans *made;

    if (out == NULL)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    if (calendar == NULL)
        return SLA_INVALID_ARGUMENT;
    if (from < SLA_TIME_MIN || from > SLA_TIME_MAX || to < SLA_TIME_MIN || to > SLA_TIME_MAX)
        return SLA_OUT_OF_RANGE;
    if (to < from)
        return SLA_INVALID_ARGUMENT;
    first = sla__timeline_find(calendar->timeline, from);
    end = sla__timeline_find(calendar->timeline, to);
    if (end < sla__timeline_count(calendar->timeline) &&
        sla__timeline_span(calendar->timeline, end).open < to)
        end++;
    made = sla__alloc(1, sizeof *made + (end - first) * sizeof made->at[0]);
    if (made == NULL)
        return SLA_NO_MEMORY;
    for (size_t i = first; i < end; i++) {
        struct sla__span s = sla__timeline_span(calendar->timeline, i);

        if (s.open < from)
            s.open = from;
        if (s.close > to)
            s.close = to;
        if (s.open < s.close)
            made->at[made->count++] = s;
    }
    *out = made;
    return SLA_OK;
}

void sla_spans_free(sla_spans *spans)
{
    sla__free(spans);
}

size_t sla_spans_count(const sla_spans *spans)
{
    return spans != NULL ? spans->count : 0;
}

sla_time sla_spans_open(const sla_spans *spans, size_t i)
{
    return spans != NULL && i < spans->count ? spans->at[i].open : SLA_TIME_NONE;
}

sla_time sla_spans_close(const sla_spans *spans, size_t i)
{
    return spans != NULL && i < spans->count ? spans->at[i].close : SLA_TIME_NONE;
}

/* ---------------------------------------------------------------- days */

#define DAYS_MAX 4000
/* Windows of the dates asked for may stem from dates this far away, of another zone. */
#define REACH 3

struct day {
    size_t window; /* its first one; the next day's is the end of them */
    char *name;    /* or NULL */
};

struct day_window {
    int32_t days;
    sla_time open, close;
};

struct day_name {
    int32_t days;
    int32_t name;
};

struct sla_days {
    int32_t from, count;
    struct day *at; /* count + 1 of them */
    struct day_window *windows;
    size_t window_count, window_room;
    struct day_name *found; /* while the list is made */
    size_t found_count, found_room;
    struct sla__names names;
};

static int has_date(const sla_days *d, int32_t days)
{
    return days >= d->from && days < d->from + d->count;
}

static sla_result add_window(sla_days *d, int32_t days, sla_time open, sla_time close)
{
    if (open < SLA_TIME_MIN)
        open = SLA_TIME_MIN;
    if (close > SLA_TIME_MAX)
        close = SLA_TIME_MAX;
    if (!has_date(d, days) || open >= close)
        return SLA_OK;
    if (d->window_count == d->window_room) {
        size_t room = d->window_room > 0 ? 2 * d->window_room : 64;
        struct day_window *more = sla__realloc(d->windows, room, sizeof *more);

        if (more == NULL)
            return SLA_NO_MEMORY;
        d->windows = more;
        d->window_room = room;
    }
    d->windows[d->window_count++] = (struct day_window){days, open, close};
    return SLA_OK;
}

static sla_result add_name(sla_days *d, int32_t days, const char *name)
{
    struct day_name found = {days, 0};
    sla_result rc = sla__names_add(&d->names, name, strlen(name), &found.name);

    if (rc != SLA_OK)
        return rc;
    if (d->found_count == d->found_room) {
        size_t room = d->found_room > 0 ? 2 * d->found_room : 64;
        struct day_name *more = sla__realloc(d->found, room, sizeof *more);

        if (more == NULL)
            return SLA_NO_MEMORY;
        d->found = more;
        d->found_room = room;
    }
    d->found[d->found_count++] = found;
    return SLA_OK;
}

static sla_result add_date(sla_days *d, const struct sla__part_of_time *part,
                           const struct sla__date_hours *date)
{
    sla_time midnight = sla__zone_to_utc(part->plan->zone, (int64_t)date->days * SLA__DAY);
    sla_result rc = SLA_OK;

    for (size_t i = 0; rc == SLA_OK && i < date->part_count; i++) {
        const struct sla__part *p = &date->parts[i];

        if (p->lost == NULL && p->window >= part->from && p->window < part->to)
            rc = add_window(d, sla__part_date(part, date->days, p->window), p->from, p->to);
    }
    if (!has_date(d, date->days) || midnight < part->from || midnight >= part->to)
        return rc;
    for (size_t i = 0; rc == SLA_OK && i < date->names->count; i++)
        rc = add_name(d, date->days, date->names->at[i]);
    return rc;
}

static sla_result add_part(sla_days *d, const struct sla__part_of_time *part)
{
    const int32_t from = d->from - REACH, to = d->from + d->count - 1 + REACH;
    struct sla__hours *hours;
    struct sla__date_hours date;
    sla_result rc = sla__hours_new(part->plan, part->covered, from, to, &hours);

    for (int32_t day = from; rc == SLA_OK && day <= to; day++) {
        rc = sla__hours_next(hours, &date);
        if (rc == SLA_OK)
            rc = add_date(d, part, &date);
    }
    sla__hours_free(hours);
    return rc;
}

static int by_date_and_open(const void *a, const void *b)
{
    const struct day_window *x = a, *y = b;

    if (x->days != y->days)
        return x->days < y->days ? -1 : 1;
    return (x->open > y->open) - (x->open < y->open);
}

static int by_date(const void *a, const void *b)
{
    const struct day_name *x = a, *y = b;

    return (x->days > y->days) - (x->days < y->days);
}

static sla_result settle_windows(sla_days *d)
{
    size_t kept = 0, next = 0;

    if (sla__sort(d->windows, d->window_count, sizeof *d->windows, by_date_and_open) != SLA_OK)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < d->window_count; i++) {
        struct day_window w = d->windows[i], *last = kept > 0 ? &d->windows[kept - 1] : NULL;

        if (last != NULL && last->days == w.days && w.open <= last->close) {
            if (w.close > last->close)
                last->close = w.close;
        } else {
            d->windows[kept++] = w;
        }
    }
    d->window_count = kept;
    for (int32_t i = 0; i <= d->count; i++) {
        while (next < kept && d->windows[next].days < d->from + i)
            next++;
        d->at[i].window = next;
    }
    return SLA_OK;
}

/* The names found[first..end) of one date, each once, as one text. */
static sla_result join_names(sla_days *d, size_t first, size_t end)
{
    int32_t kept[SLA__DAY_NAMES_MAX];
    struct sla__text text = {0};
    int count = 0;

    for (size_t i = first; i < end && count < SLA__DAY_NAMES_MAX; i++) {
        int again = 0;

        for (int k = 0; k < count; k++)
            again |= kept[k] == d->found[i].name;
        if (again)
            continue;
        if (count > 0)
            sla__text_puts(&text, ", ");
        sla__text_puts(&text, d->names.at[d->found[i].name]);
        kept[count++] = d->found[i].name;
    }
    if (text.failed) {
        sla__text_clear(&text);
        return SLA_NO_MEMORY;
    }
    d->at[d->found[first].days - d->from].name = text.at;
    return SLA_OK;
}

static sla_result settle_names(sla_days *d)
{
    sla_result rc = sla__sort(d->found, d->found_count, sizeof *d->found, by_date);

    for (size_t first = 0, end; rc == SLA_OK && first < d->found_count; first = end) {
        end = first + 1;
        while (end < d->found_count && d->found[end].days == d->found[first].days)
            end++;
        rc = join_names(d, first, end);
    }
    sla__free(d->found);
    sla__names_clear(&d->names);
    d->found = NULL;
    d->found_count = d->found_room = 0;
    return rc;
}

static sla_result check_dates(sla_date from, sla_date to, int32_t *first, int32_t *last)
{
    int ok_from, ok_to;

    *first = sla__days_of_date(from, &ok_from);
    *last = sla__days_of_date(to, &ok_to);
    if (!ok_from || !ok_to)
        return SLA_INVALID_ARGUMENT;
    if (from < 19700101 || from > 20991231 || to < 19700101 || to > 20991231)
        return SLA_OUT_OF_RANGE;
    if (*last < *first)
        return SLA_INVALID_ARGUMENT;
    return *last - *first < DAYS_MAX ? SLA_OK : SLA_LIMIT;
}

sla_result sla_calendar_days(const sla_calendar *calendar, sla_date from, sla_date to,
                             sla_days **out)
{
    int32_t first, last;
    sla_days *d;
    sla_result rc;

    if (out == NULL)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    if (calendar == NULL)
        return SLA_INVALID_ARGUMENT;
    rc = check_dates(from, to, &first, &last);
    if (rc != SLA_OK)
        return rc;
    d = sla__alloc(1, sizeof *d);
    if (d == NULL)
        return SLA_NO_MEMORY;
    d->from = first;
    d->count = last - first + 1;
    d->at = sla__alloc((size_t)d->count + 1, sizeof *d->at);
    if (d->at == NULL)
        rc = SLA_NO_MEMORY;
    for (size_t i = 0; rc == SLA_OK && i < calendar->part_count; i++)
        rc = add_part(d, &calendar->parts[i]);
    if (rc == SLA_OK)
        rc = settle_windows(d);
    if (rc == SLA_OK)
        rc = settle_names(d);
    if (rc != SLA_OK) {
        sla_days_free(d);
        return rc;
    }
    *out = d;
    return SLA_OK;
}

void sla_days_free(sla_days *d)
{
    if (d == NULL)
        return;
    for (int32_t i = 0; d->at != NULL && i < d->count; i++)
        sla__free(d->at[i].name);
    sla__free(d->at);
    sla__free(d->windows);
    sla__free(d->found);
    sla__names_clear(&d->names);
    sla__free(d);
}

size_t sla_days_count(const sla_days *days)
{
    return days != NULL ? (size_t)days->count : 0;
}

sla_date sla_days_date(const sla_days *days, size_t i)
{
    return i < sla_days_count(days) ? sla__date_of_days(days->from + (int32_t)i) : SLA_DATE_NONE;
}

int32_t sla_days_weekday(const sla_days *days, size_t i)
{
    return i < sla_days_count(days) ? sla__weekday_of(days->from + (int32_t)i) + 1 : 0;
}

const char *sla_days_name(const sla_days *days, size_t i)
{
    return i < sla_days_count(days) && days->at[i].name != NULL ? days->at[i].name : "";
}

size_t sla_days_window_count(const sla_days *days, size_t i)
{
    return i < sla_days_count(days) ? days->at[i + 1].window - days->at[i].window : 0;
}

sla_time sla_days_window_open(const sla_days *days, size_t i, size_t window)
{
    return window < sla_days_window_count(days, i) ? days->windows[days->at[i].window + window].open
                                                   : SLA_TIME_NONE;
}

sla_time sla_days_window_close(const sla_days *days, size_t i, size_t window)
{
    return window < sla_days_window_count(days, i)
               ? days->windows[days->at[i].window + window].close
               : SLA_TIME_NONE;
}
