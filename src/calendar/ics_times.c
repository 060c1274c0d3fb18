/* SPDX-License-Identifier: MIT */
/* The times of a VEVENT: its start and length, and the lists of RDATE and EXDATE. */
#include "calendar/ics_reading.h"

#include <string.h>
#include "base/time.h"
#include "calendar/holidays.h"

/* ------------------------------------------------------------------ times */

struct moment {
    struct sla__ics_time time;
    const struct sla__zone *zone;
    struct sla__ics_point point;
};

int64_t sla__ics_key(const struct sla__zone *zone, struct sla__ics_time t)
{
    int64_t wall = (int64_t)t.day * SLA__DAY + t.second;

    if (t.second < 0)
        return t.day;
    return zone != NULL ? sla__zone_to_utc(zone, wall) : wall;
}

int64_t sla__ics_end(const struct sla__zone *zone, struct sla__ics_time t,
                     struct sla__ics_length length)
{
    const int64_t most = 4000000; /* days: from any date of four digits to beyond the last */

    t.day += (int32_t)(length.days < most ? length.days : most);
    return sla__ics_key(zone, t) + length.seconds;
}

/* Each zone of a file is loaded once. */
static sla_result zone_of(struct sla__ics_reading *r, const char *name,
                          const struct sla__ics_line *line, const struct sla__zone **out)
{
    struct sla__ics_events *all = r->out;
    struct sla__zone *zone;
    int32_t number;
    void *zones;
    sla_result rc;

    number = sla__names_find(&all->zone_names, name, strlen(name));
    if (number >= 0) {
        *out = all->zones[number];
        return SLA_OK;
    }
    zones = sla__grow(all->zones, all->zone_count, &all->zone_room, sizeof(struct sla__zone *));
    if (zones == NULL)
        return SLA_NO_MEMORY;
    all->zones = zones;
    rc = sla__sources_zone(r->lines->sources, name, strlen(name), r->lines->d,
                           sla__ics_place(r, line->number), &zone);
    if (rc == SLA_OK) {
        rc = sla__names_add(&all->zone_names, name, strlen(name), &number);
        if (rc == SLA_OK)
            all->zones[all->zone_count++] = zone;
        else
            sla__zone_unref(zone);
        *out = zone;
    } else if (rc != SLA_NO_MEMORY) {
        sla__report(r->lines->d, SLA__MSG_ICS_ZONE, sla__ics_place(r, line->number),
                    "it is the TZID of the %.*s of %s; a VTIMEZONE in the file is not used",
                    (int)line->name_len, line->text, r->who);
    }
    return rc;
}

/* Some products write midnight for a date of an all-day event, in whatever zone. */
static void check_dated(struct sla__ics_reading *r, const struct sla__ics_line *line,
                        struct sla__ics_time *time)
{
    if (!r->dated || time->second != 0)
        return;
    time->second = -1;
    time->utc = 0;
    if (!r->warned_dated)
        sla__report(r->lines->d, SLA__MSG_ICS_FORM, sla__ics_place(r, line->number),
                    "%s: %.*s is a time, but DTSTART is a date; midnight is read as the date alone",
                    r->who, (int)line->name_len, line->text);
    r->warned_dated = 1;
}

/* One time of a line whose parameters are p. */
static sla_result read_moment(struct sla__ics_reading *r, const struct sla__ics_line *line,
                              const struct sla__ics_property *p, const char *text, size_t len,
                              struct moment *out)
{
    *out = (struct moment){.zone = NULL};
    if (!sla__ics_time_parse(text, len, &out->time))
        return sla__ics_bad_value(
            r, line, text, len, "is not a date such as 20261224 or a time such as 20261224T080000");
    if (p->form == SLA__ICS_DATE && out->time.second >= 0)
        return sla__ics_bad_value(r, line, text, len, "is not a date, but VALUE=DATE says so");
    if (p->form == SLA__ICS_DATE_TIME && out->time.second < 0)
        return sla__ics_bad_value(r, line, text, len, "has no time, but VALUE=DATE-TIME says so");
    check_dated(r, line, &out->time);
    if (out->time.second < 0) {
        out->point.kind = SLA__ICS_ALL_DAY; /* a TZID beside it means nothing */
    } else if (out->time.utc) {
        out->point.kind = SLA__ICS_INSTANT;
        if (p->zone != NULL && strcmp(p->zone, "UTC") != 0 && strcmp(p->zone, "Etc/UTC") != 0)
            return sla__ics_mismatch(r, line, "has both a TZID and the Z of UTC; keep one");
    } else if (p->zone != NULL) {
        sla_result rc = zone_of(r, p->zone, line, &out->zone);
        if (rc != SLA_OK)
            return rc;
        out->point.kind = SLA__ICS_INSTANT;
    } else {
        out->point.kind = SLA__ICS_FLOATING;
    }
    out->point.key = sla__ics_key(out->zone, out->time);
    return SLA_OK;
}

/* The time of a line that has one. */
static sla_result read_one(struct sla__ics_reading *r, const struct sla__ics_line *line,
                           struct moment *out, int *has_range)
{
    struct sla__ics_property p;
    sla_result rc = sla__ics_properties(r, line, 1, &p);

    if (rc != SLA_OK)
        return rc;
    *has_range = p.has_range;
    if (p.form == SLA__ICS_PERIOD || p.form == SLA__ICS_OTHER)
        rc = sla__ics_mismatch(r, line, "must be a DATE or a DATE-TIME");
    else
        rc = read_moment(r, line, &p, line->text + line->value, line->len - line->value, out);
    sla__ics_property_clear(&p);
    return rc;
}

sla_result sla__ics_read_time(struct sla__ics_reading *r, const struct sla__ics_line *line,
                              struct sla__ics_point *point, int *has_range)
{
    struct moment moment;
    sla_result rc = read_one(r, line, &moment, has_range);

    if (rc == SLA_OK)
        *point = moment.point;
    return rc;
}

/* ------------------------------------------------------------------ start and length */

sla_result sla__ics_read_start(struct sla__ics_reading *r)
{
    const struct sla__ics_line *line = sla__ics_find(r, SLA__ICS_DTSTART);
    struct moment start;
    int has_range;
    sla_result rc;

    if (line == NULL) {
        sla__report(r->lines->d, SLA__MSG_ICS_MISSING, sla__ics_place(r, r->e.line),
                    "%s has no DTSTART; say when it begins", r->who);
        return SLA_BAD_INPUT;
    }
    rc = read_one(r, line, &start, &has_range);
    if (rc == SLA_OK) {
        r->e.start = start.time;
        r->e.zone = start.zone;
        r->e.point = start.point;
        r->dated = start.point.kind == SLA__ICS_ALL_DAY;
    }
    return rc;
}

/* "The same exact duration" for all instances (3.8.5.3); an all-day event is a day at least. */
static sla_result length_by_end(struct sla__ics_reading *r, const struct sla__ics_line *line)
{
    struct moment end;
    int has_range;
    sla_result rc = read_one(r, line, &end, &has_range);
    int64_t length;

    if (rc != SLA_OK)
        return rc;
    if (end.point.kind != r->e.point.kind)
        return sla__ics_mismatch(r, line,
                                 "and DTSTART differ: both must be dates, or times of one kind");
    length = end.point.key - r->e.point.key;
    if (r->e.point.kind == SLA__ICS_ALL_DAY)
        r->e.length.days = length;
    else
        r->e.length.seconds = length < 0 ? 0 : length;
    return SLA_OK;
}

static sla_result length_by_duration(struct sla__ics_reading *r, const struct sla__ics_line *line)
{
    const char *text = line->text + line->value;
    size_t len = line->len - line->value;

    if (!sla__ics_length_parse(text, len, &r->e.length))
        return sla__ics_bad_value(r, line, text, len, "is not a length such as P1D or PT8H30M");
    if (r->e.point.kind == SLA__ICS_ALL_DAY && r->e.length.seconds % SLA__DAY != 0)
        return sla__ics_mismatch(r, line, "must be whole days when DTSTART is a date");
    return SLA_OK;
}

sla_result sla__ics_read_length(struct sla__ics_reading *r)
{
    const struct sla__ics_line *end = sla__ics_find(r, SLA__ICS_DTEND);
    const struct sla__ics_line *duration = sla__ics_find(r, SLA__ICS_DURATION);
    struct sla__ics_length *length = &r->e.length;
    sla_result rc = SLA_OK;

    if (end != NULL && duration != NULL)
        return sla__ics_mismatch(r, duration, "and DTEND both say how long it is; keep one");
    if (end != NULL)
        rc = length_by_end(r, end);
    else if (duration != NULL)
        rc = length_by_duration(r, duration);
    if (rc != SLA_OK)
        return rc;
    if (r->e.point.kind == SLA__ICS_ALL_DAY) {
        length->days += length->seconds / SLA__DAY;
        length->seconds = 0;
        if (length->days < 1)
            length->days = 1;
    }
    return SLA_OK;
}

/* ------------------------------------------------------------------ lists of times */

static sla_result add_extra(struct sla__ics_reading *r, const struct moment *start, int64_t end)
{
    struct sla__ics_extra *extras =
        sla__grow(r->e.extras, r->e.extra_count, &r->e.extra_room, sizeof *extras);

    if (extras == NULL)
        return SLA_NO_MEMORY;
    r->e.extras = extras;
    extras[r->e.extra_count++] = (struct sla__ics_extra){start->time.day, start->point.key, end};
    return SLA_OK;
}

static sla_result add_exception(struct sla__ics_reading *r, int64_t key)
{
    int64_t *except = sla__grow(r->e.except, r->e.except_count, &r->e.except_room, sizeof *except);

    if (except == NULL)
        return SLA_NO_MEMORY;
    r->e.except = except;
    except[r->e.except_count++] = key;
    return SLA_OK;
}

/* `start/end` or `start/length` */
static sla_result read_period(struct sla__ics_reading *r, const struct sla__ics_line *line,
                              const struct sla__ics_property *p, const char *text, size_t len)
{
    const char *slash = memchr(text, '/', len);
    size_t start_len = slash != NULL ? (size_t)(slash - text) : len;
    struct moment start, end;
    struct sla__ics_length length;
    sla_result rc;

    if (slash == NULL || start_len + 1 == len)
        return sla__ics_bad_value(r, line, text, len,
                                  "is not a period such as 20261224T080000/PT2H");
    rc = read_moment(r, line, p, text, start_len, &start);
    if (rc != SLA_OK)
        return rc;
    if (start.point.kind == SLA__ICS_ALL_DAY || start.point.kind != r->e.point.kind)
        return sla__ics_mismatch(r, line, "and DTSTART differ: both must be times of one kind");
    if (sla__ics_length_parse(slash + 1, len - start_len - 1, &length))
        return add_extra(r, &start, sla__ics_end(start.zone, start.time, length));
    rc = read_moment(r, line, p, slash + 1, len - start_len - 1, &end);
    if (rc == SLA_OK && end.point.kind != start.point.kind)
        rc = sla__ics_mismatch(r, line, "has a period whose start and end differ in kind");
    if (rc != SLA_OK)
        return rc;
    if (end.point.key <= start.point.key)
        return sla__ics_bad_value(r, line, text, len, "does not end after its start");
    return add_extra(r, &start, end.point.key);
}

static sla_result read_listed(struct sla__ics_reading *r, enum sla__ics_name property,
                              const struct sla__ics_line *line, const struct sla__ics_property *p,
                              const char *text, size_t len)
{
    struct moment moment;
    sla_result rc;

    if (p->form == SLA__ICS_PERIOD && property == SLA__ICS_RDATE)
        return read_period(r, line, p, text, len);
    if (p->form == SLA__ICS_PERIOD || p->form == SLA__ICS_OTHER)
        return sla__ics_mismatch(r, line, "must be dates or times");
    rc = read_moment(r, line, p, text, len, &moment);
    if (rc != SLA_OK)
        return rc;
    if (moment.point.kind != r->e.point.kind)
        return sla__ics_mismatch(r, line,
                                 "and DTSTART differ: both must be dates, or times of one kind");
    if (property == SLA__ICS_EXDATE)
        return add_exception(r, moment.point.key);
    return add_extra(r, &moment, sla__ics_end(moment.zone, moment.time, r->e.length));
}

/* All RDATE or EXDATE lines; the first value that is wrong ends a line. */
sla_result sla__ics_read_lists(struct sla__ics_reading *r)
{
    sla_result rc = SLA_OK;
    size_t i;

    for (i = 0; i < r->held_count && rc != SLA_NO_MEMORY; i++) {
        enum sla__ics_name property = r->held[i].property;
        const struct sla__ics_line *line = sla__ics_held_line(r, &r->held[i]);
        struct sla__ics_property p;
        sla_result step;
        size_t at;
        if (property != SLA__ICS_RDATE && property != SLA__ICS_EXDATE)
            continue;
        step = sla__ics_properties(r, line, 1, &p);
        for (at = line->value; step == SLA_OK && at <= line->len;) {
            const char *comma = memchr(line->text + at, ',', line->len - at);
            size_t to = comma != NULL ? (size_t)(comma - line->text) : line->len;
            step = read_listed(r, property, line, &p, line->text + at, to - at);
            at = to + 1;
        }
        sla__ics_property_clear(&p);
        rc = sla__ics_both(rc, step);
    }
    return rc;
}
