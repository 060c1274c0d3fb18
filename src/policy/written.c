/* SPDX-License-Identifier: MIT */
/* One calendar as it is written: its keys one by one, what must be there, and the plan they make.
 */
#include "policy/calendars.h"

#include <string.h>
#include "base/alloc.h"
#include "base/time.h"
#include "calendar/sources.h"

static const char *const keys[] = {"timezone",   "hours",  "holidays", "scope", "seasons",
                                   "day_length", "any_of", "dates",    "like",  NULL};

const char *sla__piece_key(enum sla__piece piece)
{
    return keys[piece];
}

/* ---- zones */

/* `EST` and `Etc/GMT+5` are zones, and never change their clocks: seldom what a desk's author
 * means. */
static void check_fixed(struct sla__draft *draft, const struct sla__node *node,
                        const struct sla__zone *zone)
{
    const sla_time january = INT64_C(1767225600), july = INT64_C(1782864000); /* of 2026 */
    const char *meant = sla__zone_hint(node->text, node->len);
    int32_t offset = sla__zone_offset(zone, january), minutes = offset < 0 ? -offset : offset;
    int etc = strncmp(node->text, "Etc/GMT", 7) == 0 && offset != 0;
    char quoted[SLA__QUOTE_MAX];

    minutes /= 60;
    if ((!meant && !etc) || offset == 0 || sla__zone_offset(zone, july) != offset)
        return;
    sla__quote(node->text, node->len, quoted);
    if (etc)
        sla__report(draft->d, SLA__MSG_FIXED_ZONE, node->place,
                    "%s is always %c%02d:%02d, whatever the season: name the zone of a city, such "
                    "as Europe/London",
                    quoted, offset < 0 ? '-' : '+', (int)minutes / 60, (int)minutes % 60);
    else
        sla__report(draft->d, SLA__MSG_FIXED_ZONE, node->place,
                    "%s is always %c%02d:%02d, whatever the season: did you mean %s?", quoted,
                    offset < 0 ? '-' : '+', (int)minutes / 60, (int)minutes % 60, meant);
}

static sla_result read_zone(struct sla__draft *draft, const struct sla__node *node,
                            struct sla__zone **out)
{
    const void *data;
    size_t len;
    sla_result rc;

    if (!sla__expect_text(draft, node, "timezone"))
        return SLA_OK;
    rc = sla__sources_zone(draft->sources, node->text, node->len, draft->d, node->place, out);
    if (rc != SLA_OK)
        return rc == SLA_NO_MEMORY || rc == SLA_LIMIT ? rc : SLA_OK;
    check_fixed(draft, node, *out);
    data = sla__zone_data(*out, &len);
    if (draft->fingerprint)
        sla__fingerprint_add_text(draft->fingerprint, data, len);
    return SLA_OK;
}

/* ---- keys */

static void read_day_length(struct sla__draft *draft, const struct sla__node *node, int32_t *out)
{
    size_t errors = sla__draft_errors(draft);
    sla_duration d = sla__expect_duration(draft, node, "day_length");

    if (sla__draft_errors(draft) > errors)
        return;
    if (d < 1 || d > SLA__DAY)
        sla__report(draft->d, SLA__MSG_BAD_DAY_LENGTH, node->place,
                    "a working day lasts from 1s to 24h");
    else
        *out = (int32_t)d;
}

static sla_result read_keys(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                            struct sla__written *w)
{
    static const char *const scopes[] = {"shift", "date", NULL};
    const struct sla__node *hours = sla__node_find(w->node, "hours");
    const struct sla__node *holidays = sla__node_find(w->node, "holidays");
    const struct sla__node *seasons = sla__node_find(w->node, "seasons");
    const struct sla__node *dates = sla__node_find(w->node, "dates");
    const struct sla__node *day_length = sla__node_find(w->node, "day_length");
    sla_result rc = read_zone(draft, sla__node_find(w->node, "timezone"), &w->zone);

    if (rc == SLA_OK && hours)
        rc = sla__read_week(draft, hours, &w->week);
    if (rc == SLA_OK && holidays)
        rc = sla__read_holidays(draft, shelf, holidays, &w->holidays);
    if (rc == SLA_OK && seasons)
        rc = sla__read_seasons(draft, seasons, &w->seasons);
    if (rc == SLA_OK && dates)
        rc = sla__read_dates(draft, dates, w->plan);
    w->scope_date = sla__expect_word(draft, sla__node_find(w->node, "scope"), "scope", scopes);
    if (day_length)
        read_day_length(draft, day_length, &w->day_length);
    return rc;
}

sla_result sla__written_read(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                             struct sla__written *w)
{
    size_t errors = sla__draft_errors(draft);
    sla_result rc = sla__plan_new(&w->plan);

    if (rc == SLA_OK && sla__expect_map(draft, w->node, "calendar", keys))
        rc = read_keys(draft, shelf, w);
    w->broken = sla__draft_errors(draft) > errors;
    return rc;
}

/* What the model lacks as well was reported there. */
static void need(struct sla__draft *draft, struct sla__written *w, enum sla__piece piece,
                 int in_model, const char *what)
{
    if (w->from[piece])
        return;
    w->broken = 1;
    if (!in_model)
        sla__report(draft->d, SLA__MSG_MISSING_KEY, w->node->place,
                    "this calendar needs \"%s\": %s", keys[piece], what);
}

static void clash(struct sla__draft *draft, struct sla__written *w, const char *key)
{
    const struct sla__node *node = sla__node_find(w->node, key);

    if (!node)
        node = sla__node_find(w->node, "like");
    w->broken = 1;
    sla__report(
        draft->d, SLA__MSG_BAD_ANY_OF, node->key_place,
        "a calendar with \"any_of\" has the hours and holidays of its members: leave \"%s\" "
        "out",
        key);
}

void sla__written_check(struct sla__draft *draft, struct sla__written *w)
{
    static const enum sla__piece of_members[] = {SLA__PIECE_HOURS, SLA__PIECE_HOLIDAYS,
                                                 SLA__PIECE_SCOPE, SLA__PIECE_SEASONS};
    const struct sla__written *any_of = w->from[SLA__PIECE_ANY_OF];

    need(draft, w, SLA__PIECE_TIMEZONE, w->model != NULL, "its hours are wall time there");
    if (!any_of) {
        need(draft, w, SLA__PIECE_HOURS, w->model != NULL,
             "for example {mon-fri: 08:00-17:00}, always or closed");
        return;
    }
    need(draft, w, SLA__PIECE_DAY_LENGTH, any_of != w,
         "with \"any_of\" nothing else says how long its working day is");
    for (size_t i = 0; i < sizeof of_members / sizeof *of_members; i++)
        if (w->from[of_members[i]])
            clash(draft, w, keys[of_members[i]]);
    if (sla__node_find(w->node, "dates"))
        clash(draft, w, "dates");
}

/* ---- the plan */

static sla_result copy_seasons(const struct sla__seasons *from, struct sla__plan *plan)
{
    sla_result rc = SLA_OK;

    plan->seasons = sla__alloc(from->count, sizeof *plan->seasons);
    if (!plan->seasons)
        return SLA_NO_MEMORY;
    for (size_t i = 0; rc == SLA_OK && i < from->count; i++) {
        struct sla__season *season = &plan->seasons[i];
        *season = from->at[i];
        season->week = (struct sla__week){0};
        rc = sla__week_copy(&season->week, &from->at[i].week);
        plan->season_count += rc == SLA_OK;
    }
    return rc;
}

static sla_result copy_coverages(const struct sla__coverages *from, struct sla__plan *plan)
{
    sla_result rc = SLA_OK;

    plan->coverages = sla__alloc((size_t)from->names.count, sizeof *plan->coverages);
    if (!plan->coverages)
        return SLA_NO_MEMORY;
    for (int32_t i = 0; rc == SLA_OK && i < from->names.count; i++) {
        struct sla__coverage *c = &plan->coverages[i];
        c->has_windows = from->at[i].has_windows;
        rc = sla__windows_copy(&c->windows, &from->at[i].windows);
        plan->coverage_count += rc == SLA_OK;
    }
    return rc;
}

sla_result sla__written_plan(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                             const struct sla__coverages *coverages, struct sla__written *w)
{
    const struct sla__written *holidays = w->from[SLA__PIECE_HOLIDAYS];
    const struct sla__written *seasons = w->from[SLA__PIECE_SEASONS];
    const struct sla__written *scope = w->from[SLA__PIECE_SCOPE];
    const struct sla__written *day_length = w->from[SLA__PIECE_DAY_LENGTH];
    struct sla__plan *plan = w->plan;
    sla_result rc = sla__week_copy(&plan->week, &w->from[SLA__PIECE_HOURS]->week);

    plan->zone = sla__zone_ref(w->from[SLA__PIECE_TIMEZONE]->zone);
    plan->day_length = day_length ? day_length->day_length : 0;
    if (rc == SLA_OK && seasons)
        rc = copy_seasons(&seasons->seasons, plan);
    if (rc == SLA_OK && holidays)
        rc = sla__holidays_into_plan(draft, shelf, &holidays->holidays,
                                     scope ? scope->scope_date : 0, w->node->place, plan);
    if (rc == SLA_OK && coverages)
        rc = copy_coverages(coverages, plan);
    return rc;
}

void sla__written_clear(struct sla__written *w)
{
    sla__zone_unref(w->zone);
    sla__week_clear(&w->week);
    sla__holiday_list_clear(&w->holidays);
    sla__seasons_clear(&w->seasons);
    sla__plan_unref(w->plan);
    *w = (struct sla__written){0};
}
