/* SPDX-License-Identifier: MIT */
/*
 * A calendar that is made of others, laid flat: `any_of` and dated versions (R14) come down to
 * written calendars, each with the span of time in which its windows count. From the same flat
 * list: known_until and the fingerprint.
 */
#include "calendar/compiled.h"

#include <string.h>

#include "base/alloc.h"
#include "base/fingerprint.h"
#include "base/time.h"

#define DEPTH_MAX 16
#define PARTS_MAX 1000

/* `any_of` may name one calendar by many ways; a visited part is not walked again, so that nesting
 * never multiplies. */
struct gathering {
    struct sla__part_of_time *seen;
    size_t seen_count;
    struct sla__part_of_time *parts;
    size_t part_count;
    struct sla__era *eras;
    size_t era_count;
};

static int same_part(const struct sla__part_of_time *a, const struct sla__part_of_time *b)
{
    return a->plan == b->plan && a->covered == b->covered && a->from == b->from && a->to == b->to &&
           a->dating == b->dating;
}

static sla_result gather(struct gathering *g, struct sla__part_of_time part, int depth);

/* The zone in which a version begins. */
static const struct sla__zone *zone_of(const struct sla__plan *plan)
{
    while (plan->version_count > 0)
        plan = plan->versions[0];
    return plan->zone;
}

/* R14: each version holds from 00:00 of its date in its own zone, the first one before it as well,
 * until any later one begins. */
static sla_result gather_versions(struct gathering *g, const struct sla__part_of_time *part,
                                  int depth)
{
    const struct sla__plan *plan = part->plan;
    sla_time to = part->to;

    for (size_t i = plan->version_count; i-- > 0;) {
        struct sla__part_of_time version = *part;
        const struct sla__zone *zone = zone_of(plan->versions[i]);

        if (zone == NULL)
            return SLA_INVALID_ARGUMENT;
        version.plan = plan->versions[i];
        if (plan->version_covered != NULL)
            version.covered = plan->version_covered[i];
        version.to = to;
        if (i > 0) {
            sla_time begin = sla__zone_to_utc(zone, (int64_t)plan->version_from[i] * SLA__DAY);

            if (begin > version.from)
                version.from = begin;
        }
        if (version.from < version.to) {
            sla_result rc = gather(g, version, depth + 1);

            if (rc != SLA_OK)
                return rc;
            to = version.from;
        }
    }
    return SLA_OK;
}

static sla_result gather(struct gathering *g, struct sla__part_of_time part, int depth)
{
    const struct sla__plan *plan = part.plan;

    if (depth > DEPTH_MAX)
        return SLA_LIMIT;
    for (size_t i = 0; i < g->seen_count; i++)
        if (same_part(&g->seen[i], &part))
            return SLA_OK;
    if (g->seen_count == PARTS_MAX)
        return SLA_LIMIT;
    g->seen[g->seen_count++] = part;
    if (plan->version_count > 0)
        return gather_versions(g, &part, depth);
    if (plan->zone == NULL)
        return SLA_INVALID_ARGUMENT;
    if (part.dating == NULL)
        g->eras[g->era_count++] = (struct sla__era){part.from, plan->zone};
    if (plan->member_count == 0) {
        g->parts[g->part_count++] = part;
        return SLA_OK;
    }
    if (part.dating == NULL)
        part.dating = plan->zone;
    for (size_t i = 0; i < plan->member_count; i++) {
        struct sla__part_of_time member = part;
        sla_result rc;

        member.plan = plan->members[i];
        rc = gather(g, member, depth + 1);
        if (rc != SLA_OK)
            return rc;
    }
    return SLA_OK;
}

/* Versions are gathered from the last to the first: turned round, eras ascend. */
static void turn_eras(struct sla__era *eras, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct sla__era swap = eras[i];

        eras[i] = eras[count - 1 - i];
        eras[count - 1 - i] = swap;
    }
}

sla_result sla__calendar_gather(sla_calendar *c)
{
    struct sla__part_of_time whole = {c->plan, c->covered, INT64_MIN, INT64_MAX, NULL};
    struct gathering g = {0};
    sla_result rc = SLA_NO_MEMORY;

    g.seen = sla__alloc(PARTS_MAX, sizeof *g.seen);
    g.parts = sla__alloc(PARTS_MAX, sizeof *g.parts);
    g.eras = sla__alloc(PARTS_MAX, sizeof *g.eras);
    if (g.seen != NULL && g.parts != NULL && g.eras != NULL)
        rc = gather(&g, whole, 1);
    if (rc == SLA_OK) {
        c->part_count = g.part_count;
        c->era_count = g.era_count;
        c->parts = sla__alloc(g.part_count, sizeof *c->parts);
        c->eras = sla__alloc(g.era_count, sizeof *c->eras);
        if (c->parts == NULL || c->eras == NULL)
            rc = SLA_NO_MEMORY;
    }
    if (rc == SLA_OK) {
        turn_eras(g.eras, g.era_count);
        memcpy(c->eras, g.eras, g.era_count * sizeof *c->eras);
        memcpy(c->parts, g.parts, g.part_count * sizeof *c->parts);
    }
    sla__free(g.seen);
    sla__free(g.parts);
    sla__free(g.eras);
    return rc;
}

const struct sla__zone *sla__calendar_zone_at(const sla_calendar *c, sla_time t)
{
    size_t i = c->era_count - 1;

    while (i > 0 && c->eras[i].from > t)
        i--;
    return c->eras[i].zone;
}

int32_t sla__part_date(const struct sla__part_of_time *part, int32_t own, sla_time window)
{
    int64_t wall;

    if (part->dating == NULL)
        return own;
    wall = window + sla__zone_offset(part->dating, window);
    return (int32_t)(wall / SLA__DAY - (wall % SLA__DAY < 0));
}

sla_date sla__calendar_known(const sla_calendar *c)
{
    int32_t known = INT32_MAX;

    for (size_t i = 0; i < c->part_count; i++) {
        const struct sla__part_of_time *part = &c->parts[i];

        for (size_t k = 0; k < part->plan->closing_count; k++) {
            int32_t until = part->plan->closings[k].list.known_until;

            if (until >= known)
                continue;
            /* What is proclaimed until a later version begins is known well enough. */
            if (part->to != INT64_MAX &&
                sla__zone_to_utc(part->plan->zone, ((int64_t)until + 1) * SLA__DAY) >= part->to)
                continue;
            known = until;
        }
    }
    return known == INT32_MAX ? SLA_DATE_NONE : sla__date_of_days(known);
}

/* ---------------------------------------------------------------- the fingerprint */

static void put_number(struct sla__fingerprint *f, int64_t number)
{
    unsigned char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
    sla__fingerprint_add(f, bytes, sizeof bytes);
}

/* Lists of holidays are long: two small numbers in the room of one. */
static void put_pair(struct sla__fingerprint *f, int32_t a, int32_t b)
{
    put_number(f, (int64_t)((uint64_t)(uint32_t)a << 32 | (uint32_t)b));
}

static void put_windows(struct sla__fingerprint *f, const struct sla__windows *w)
{
    put_number(f, w->count);
    for (int32_t i = 0; i < w->count; i++)
        put_pair(f, w->at[i].open, w->at[i].close);
}

static void put_week(struct sla__fingerprint *f, const struct sla__week *week)
{
    for (int day = 0; day < 7; day++)
        put_windows(f, &week->day[day]);
}

static void put_zone(struct sla__fingerprint *f, const struct sla__zone *zone)
{
    const char *name = zone != NULL ? sla__zone_name(zone) : "";
    size_t len = 0;
    const void *data = zone != NULL ? sla__zone_data(zone, &len) : "";

    sla__fingerprint_add_text(f, name, strlen(name));
    sla__fingerprint_add_text(f, data, len);
}

static void put_holidays(struct sla__fingerprint *f, const struct sla__holidays *list)
{
    put_number(f, list->known_until);
    put_number(f, list->names.count);
    for (int32_t i = 0; i < list->names.count; i++)
        sla__fingerprint_add_text(f, list->names.at[i], strlen(list->names.at[i]));
    put_number(f, (int64_t)list->date_count);
    for (size_t i = 0; i < list->date_count; i++)
        put_pair(f, list->dates[i].days, list->dates[i].name);
    put_number(f, (int64_t)list->year_count);
    for (size_t i = 0; i < list->year_count; i++) {
        put_number(f, list->years[i].month);
        put_number(f, list->years[i].day);
        put_number(f, list->years[i].name);
    }
    put_number(f, (int64_t)list->span_count);
    for (size_t i = 0; i < list->span_count; i++) {
        put_number(f, list->spans[i].from);
        put_number(f, list->spans[i].to);
        put_number(f, list->spans[i].floating);
        put_number(f, list->spans[i].name);
    }
}

static void put_plan(struct sla__fingerprint *f, const struct sla__plan *plan)
{
    put_zone(f, plan->zone);
    put_week(f, &plan->week);
    put_number(f, (int64_t)plan->season_count);
    for (size_t i = 0; i < plan->season_count; i++) {
        put_number(f, plan->seasons[i].from_month);
        put_number(f, plan->seasons[i].from_day);
        put_number(f, plan->seasons[i].to_month);
        put_number(f, plan->seasons[i].to_day);
        put_week(f, &plan->seasons[i].week);
    }
    put_number(f, (int64_t)plan->special_count);
    for (size_t i = 0; i < plan->special_count; i++) {
        put_number(f, plan->specials[i].year);
        put_number(f, plan->specials[i].month);
        put_number(f, plan->specials[i].day);
        put_windows(f, &plan->specials[i].windows);
    }
    put_number(f, (int64_t)plan->closing_count);
    for (size_t i = 0; i < plan->closing_count; i++) {
        put_number(f, plan->closings[i].coverage);
        put_number(f, plan->closings[i].scope_date);
        put_holidays(f, &plan->closings[i].list);
    }
    put_number(f, (int64_t)plan->coverage_count);
    for (size_t i = 0; i < plan->coverage_count; i++) {
        put_number(f, plan->coverages[i].has_windows);
        put_windows(f, &plan->coverages[i].windows);
    }
}

void sla__calendar_print(sla_calendar *c)
{
    struct sla__fingerprint f;

    sla__fingerprint_init(&f);
    sla__fingerprint_add_text(&f, c->plan->name, strlen(c->plan->name));
    put_number(&f, sla__plan_day_length(c->plan));
    put_number(&f, (int64_t)c->era_count);
    for (size_t i = 0; i < c->era_count; i++) {
        put_number(&f, c->eras[i].from);
        put_zone(&f, c->eras[i].zone);
    }
    put_number(&f, (int64_t)c->part_count);
    for (size_t i = 0; i < c->part_count; i++) {
        const struct sla__part_of_time *part = &c->parts[i];
        size_t coverages = part->plan->coverage_count;
        uint64_t mask =
            coverages < SLA__COVERAGES_MAX ? ((uint64_t)1 << coverages) - 1 : UINT64_MAX;

        put_number(&f, part->from);
        put_number(&f, part->to);
        put_number(&f, (int64_t)(part->covered & mask));
        put_zone(&f, part->dating);
        put_plan(&f, part->plan);
    }
    sla__fingerprint_hex(&f, c->fingerprint);
}
