/* SPDX-License-Identifier: MIT */
/*
 * One date after another from wall time to instants: what is said of the date (dates.c), less what
 * its holidays leave of it (coverage.c), by the zone's clock, less what closes by the second
 * (cuts.c).
 */
#include "calendar/hours.h"

#include "base/alloc.h"
#include "base/text.h"
#include "base/time.h"
#include "calendar/coverage.h"
#include "calendar/cuts.h"

/* Edges of a date's windows, its zone's offset included, lie within these days around it. */
#define REACH 4

/* The zone's offset around a date, moved forwards from date to date. */
struct clock {
    const struct sla__zone *zone;
    int64_t change;         /* the transition that is passed next, INT64_MAX: none */
    int32_t offset, coming; /* before it and from it on */
    size_t next;            /* the number of the one behind it */
    int steady;             /* 1: `offset` holds as far as the date reaches */
};

struct sla__hours {
    const struct sla__plan *plan;
    struct sla__dates *dates;
    struct sla__cuts cuts;
    struct sla__common_hours common;
    struct clock clock;
    int32_t day, last; /* the date that comes next; the last one */
    /* of the date that was asked for last */
    struct sla__date_said said;
    struct sla__part *parts;
    size_t part_count, part_room;
    struct sla__text joined;
};

/* ---------------------------------------------------------------- the clock */

static struct clock clock_of(const struct sla__zone *zone)
{
    struct clock c = {.zone = zone, .next = 1};

    sla__zone_transition(zone, 0, &c.change, &c.coming);
    return c;
}

static void move_clock(struct clock *c, int32_t day)
{
    while (c->change <= (int64_t)(day - REACH) * SLA__DAY) {
        c->offset = c->coming;
        if (c->next < sla__zone_transition_count(c->zone))
            sla__zone_transition(c->zone, c->next++, &c->change, &c->coming);
        else
            c->change = INT64_MAX;
    }
    c->steady = c->change > (int64_t)(day + REACH) * SLA__DAY;
}

/* R3. */
static sla_time to_utc(const struct clock *c, int64_t wall)
{
    return c->steady ? wall - c->offset : sla__zone_to_utc(c->zone, wall);
}

/* ---------------------------------------------------------------- a window */

static sla_result add_part(struct sla__hours *h, struct sla__part part)
{
    if (h->part_count == h->part_room) {
        struct sla__part *at = sla__grow(h->parts, h->part_count, &h->part_room, sizeof *at);

        if (at == NULL)
            return SLA_NO_MEMORY;
        h->parts = at;
    }
    h->parts[h->part_count++] = part;
    return SLA_OK;
}

/* Divides one window by the cuts (R2: each window before any are joined); each cut that meets it
 * gives the date its name. */
static sla_result cut_window(struct sla__hours *h, sla_time open, sla_time close)
{
    const struct sla__cuts *cuts = &h->cuts;
    sla_time at = open;
    sla_result rc = SLA_OK;

    for (size_t i = sla__cuts_find(cuts, open); i < cuts->count && cuts->at[i].from < close; i++) {
        const struct sla__cut *c = &cuts->at[i];
        sla_time from = c->from > at ? c->from : at, to = c->to < close ? c->to : close;

        if (at < from)
            rc = add_part(h, (struct sla__part){open, at, from, NULL});
        if (rc == SLA_OK)
            rc = add_part(h, (struct sla__part){open, from, to, c->name});
        if (rc != SLA_OK)
            return rc;
        sla__date_names_add(&h->said.names, c->name);
        at = to;
    }
    return at < close ? add_part(h, (struct sla__part){open, at, close, NULL}) : SLA_OK;
}

/* R3: edges become instants; a window that does not come out forwards is dropped. */
static sla_result add_windows(struct sla__hours *h, const struct sla__windows *w, const char *lost)
{
    const int64_t midnight = (int64_t)h->day * SLA__DAY;
    sla_result rc = SLA_OK;

    for (int32_t i = 0; rc == SLA_OK && i < w->count; i++) {
        sla_time open = to_utc(&h->clock, midnight + w->at[i].open);
        sla_time close = to_utc(&h->clock, midnight + w->at[i].close);

        if (close <= open)
            continue;
        rc = lost != NULL || h->cuts.count == 0
                 ? add_part(h, (struct sla__part){open, open, close, lost})
                 : cut_window(h, open, close);
    }
    return rc;
}

/* ---------------------------------------------------------------- a date */

/* All the date's names in one text; NULL if memory runs out. */
static const char *join_names(struct sla__hours *h)
{
    const struct sla__date_names *names = &h->said.names;

    if (names->count == 1)
        return names->at[0];
    h->joined.len = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (i > 0)
            sla__text_puts(&h->joined, ", ");
        sla__text_puts(&h->joined, names->at[i]);
    }
    return h->joined.failed ? NULL : h->joined.at;
}

/* R4: closed beats coverage; coverage hours replace the written ones, and open no date that has
 * none. */
static sla_result add_holiday(struct sla__hours *h)
{
    const struct sla__windows *written = h->said.written;
    struct sla__windows left = {NULL, 0};
    const char *lost;
    sla_result rc = SLA_OK;

    if (written->count == 0)
        return SLA_OK;
    if (!h->said.closed)
        left = sla__covered_windows(&h->common, h->plan, h->said.coverages, written);
    if (left.at != written->at) { /* lost but for what is left of it */
        lost = join_names(h);
        rc = lost != NULL ? add_windows(h, written, lost) : SLA_NO_MEMORY;
    }
    return rc == SLA_OK ? add_windows(h, &left, NULL) : rc;
}

sla_result sla__hours_next(struct sla__hours *h, struct sla__date_hours *out)
{
    sla_result rc;

    h->part_count = 0;
    sla__dates_next(h->dates, &h->said);
    move_clock(&h->clock, h->day);
    if (h->said.closed || h->said.coverages != 0)
        rc = add_holiday(h);
    else
        rc = add_windows(h, h->said.written, NULL);
    if (rc != SLA_OK)
        return rc;
    *out = (struct sla__date_hours){h->day, h->parts, h->part_count, &h->said.names};
    h->day++;
    return SLA_OK;
}

static int32_t least(int64_t a, int64_t b)
{
    return (int32_t)(a < b ? a : b);
}

int sla__hours_plain(struct sla__hours *h, struct sla__plain_dates *out)
{
    const size_t cut = sla__cuts_find(&h->cuts, (int64_t)(h->day - REACH) * SLA__DAY);
    int32_t end = h->last + 1;

    move_clock(&h->clock, h->day);
    if (!h->clock.steady)
        return 0;
    end = least(end, h->clock.change / SLA__DAY - REACH);
    if (cut < h->cuts.count)
        end = least(end, h->cuts.at[cut].from / SLA__DAY - REACH);
    out->from = h->day;
    out->end = h->day = sla__dates_plain(h->dates, end, &out->week);
    out->offset = h->clock.offset;
    return out->from < out->end;
}

/* ---------------------------------------------------------------- the walk */

sla_result sla__hours_new(const struct sla__plan *plan, uint64_t covered, int32_t from, int32_t to,
                          struct sla__hours **out)
{
    struct sla__hours *h = sla__alloc(1, sizeof *h);
    sla_result rc;

    *out = NULL;
    if (h == NULL)
        return SLA_NO_MEMORY;
    h->plan = plan;
    h->clock = clock_of(plan->zone);
    h->day = from;
    h->last = to;
    rc = sla__dates_new(plan, covered, from - REACH, to + REACH, &h->dates);
    if (rc == SLA_OK)
        rc = sla__cuts_gather(&h->cuts, plan, covered, h->dates, from - REACH, to + REACH);
    if (rc == SLA_OK)
        rc = sla__common_hours_init(&h->common, plan);
    if (rc != SLA_OK) {
        sla__hours_free(h);
        return rc;
    }
    sla__dates_start(h->dates, from);
    *out = h;
    return SLA_OK;
}

void sla__hours_free(struct sla__hours *h)
{
    if (h == NULL)
        return;
    sla__dates_free(h->dates);
    sla__cuts_clear(&h->cuts);
    sla__common_hours_clear(&h->common);
    sla__free(h->parts);
    sla__text_clear(&h->joined);
    sla__free(h);
}

int sla__hours_recur(const struct sla__plan *plan)
{
    int any = 0;

    for (int day = 0; day < 7; day++)
        any |= plan->week.day[day].count > 0;
    for (size_t i = 0; i < plan->season_count; i++)
        for (int day = 0; day < 7; day++)
            any |= plan->seasons[i].week.day[day].count > 0;
    for (size_t i = 0; i < plan->special_count; i++)
        any |= plan->specials[i].year == 0 && plan->specials[i].windows.count > 0;
    return any;
}
