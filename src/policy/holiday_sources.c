/* SPDX-License-Identifier: MIT */
/* Where holidays come from: each bundled list and `.ics` file is read once in a load, however many
 * calendars name it. And where they go: merged into plans, by coverage and scope. */
#include "policy/calendars.h"

#include <string.h>
#include "base/alloc.h"
#include "base/time.h"
#include "calendar/sources.h"

/* 150 calendars with four lists of eleven days in each of 130 years have fewer. */
#define COPIED_MAX ((size_t)1000000)

sla_result sla__holidays_copied(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                                size_t count, struct sla__place place)
{
    if (count <= COPIED_MAX && shelf->copied <= COPIED_MAX - count) {
        shelf->copied += count;
        return SLA_OK;
    }
    sla__report(draft->d, SLA__MSG_LIMIT, place,
                "the holidays of all calendars together are more than %zu", COPIED_MAX);
    return SLA_LIMIT;
}

/* ---- sources */

/* Room for one more pointer in *at. */
static sla_result grow(struct sla__holidays ***at, size_t count, size_t *room)
{
    struct sla__holidays **more = sla__grow(*at, count, room, sizeof(struct sla__holidays *));

    *at = more ? more : *at;
    return more ? SLA_OK : SLA_NO_MEMORY;
}

static struct sla__holidays *new_holidays(void)
{
    struct sla__holidays *h = sla__alloc(1, sizeof *h);

    if (h)
        *h = (struct sla__holidays)SLA__HOLIDAYS_INIT;
    return h;
}

static void free_holidays(struct sla__holidays *h)
{
    if (h)
        sla__holidays_clear(h);
    sla__free(h);
}

sla_result sla__holidays_own(struct sla__holiday_shelf *shelf, struct sla__holidays **out)
{
    sla_result rc = grow(&shelf->own, shelf->own_count, &shelf->own_room);

    *out = rc == SLA_OK ? new_holidays() : NULL;
    if (*out)
        shelf->own[shelf->own_count++] = *out;
    return *out ? SLA_OK : SLA_NO_MEMORY;
}

static void print(struct sla__draft *draft, const char *key, const char *text, size_t len)
{
    if (!draft->fingerprint)
        return;
    sla__fingerprint_add_text(draft->fingerprint, key, strlen(key));
    sla__fingerprint_add_text(draft->fingerprint, text, len);
}

/* The text of a source, and the holidays in it. What is wrong with it was reported. */
static sla_result read_source(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                              const struct sla__node *node, int file, const char *key,
                              struct sla__holidays *out)
{
    const char *text = NULL;
    char *owned = NULL;
    size_t len = 0;
    sla_result rc = SLA_OK;

    if (file) {
        rc = sla__sources_file(draft->sources, draft->folder, node->text, node->len,
                               SLA_LIMIT_ICS_BYTES, draft->d, node->place, &owned, &len);
        text = owned;
    } else {
        text = sla_holidays_text((size_t)sla__holidays_bundled(node->text, node->len));
        len = strlen(text);
    }
    if (rc == SLA_OK) {
        print(draft, key, text, len);
        rc = sla__holidays_add_ics(out, draft->sources, node->text, text, len, &shelf->spent,
                                   draft->d);
    }
    sla__free(owned);
    return rc;
}

static sla_result add_source(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                             const struct sla__node *node, int file, const char *key, size_t len,
                             int32_t *number)
{
    struct sla__holidays *h = new_holidays();
    size_t count = (size_t)shelf->source_names.count;
    sla_result rc = h ? grow(&shelf->sources, count, &shelf->source_room) : SLA_NO_MEMORY;

    if (rc == SLA_OK)
        rc = sla__names_add(&shelf->source_names, key, len, number);
    if (rc != SLA_OK) {
        free_holidays(h);
        return rc;
    }
    shelf->sources[count] = NULL;
    rc = read_source(draft, shelf, node, file, key, h);
    if (rc == SLA_OK)
        shelf->sources[count] = h;
    else
        free_holidays(h);
    return rc == SLA_NO_MEMORY || rc == SLA_LIMIT ? rc : SLA_OK;
}

sla_result sla__holidays_source(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                                const struct sla__node *node, int file, int32_t *number)
{
    struct sla__text key = {0};
    sla_result rc = SLA_OK;

    sla__text_printf(&key, "%s %s", file ? "file" : "list", node->text);
    if (key.failed)
        return SLA_NO_MEMORY;
    *number = sla__names_find(&shelf->source_names, key.at, key.len);
    if (*number < 0)
        rc = add_source(draft, shelf, node, file, key.at, key.len, number);
    sla__text_clear(&key);
    return rc;
}

void sla__holiday_list_clear(struct sla__holiday_list *list)
{
    sla__free(list->uses);
    *list = (struct sla__holiday_list){0};
}

void sla__holiday_shelf_clear(struct sla__holiday_shelf *shelf)
{
    for (int32_t i = 0; shelf->lists && i < shelf->list_names.count; i++)
        sla__holiday_list_clear(&shelf->lists[i]);
    for (int32_t i = 0; shelf->sources && i < shelf->source_names.count; i++)
        free_holidays(shelf->sources[i]);
    for (size_t i = 0; i < shelf->own_count; i++)
        free_holidays(shelf->own[i]);
    sla__free(shelf->lists);
    sla__free(shelf->sources);
    sla__free(shelf->own);
    sla__names_clear(&shelf->list_names);
    sla__names_clear(&shelf->source_names);
    *shelf = (struct sla__holiday_shelf){0};
}

/* ---- into a plan */

static const char *name_of(const struct sla__holidays *h, int32_t number)
{
    return h->names.at[number];
}

static sla_result merge(struct sla__holidays *to, const struct sla__holidays *from)
{
    sla_result rc = SLA_OK;

    for (size_t i = 0; rc == SLA_OK && i < from->date_count; i++) {
        const char *name = name_of(from, from->dates[i].name);
        rc = sla__holidays_add_date(to, from->dates[i].days, name, strlen(name));
    }
    for (size_t i = 0; rc == SLA_OK && i < from->year_count; i++) {
        const char *name = name_of(from, from->years[i].name);
        rc = sla__holidays_add_year(to, from->years[i].month, from->years[i].day, name,
                                    strlen(name));
    }
    for (size_t i = 0; rc == SLA_OK && i < from->span_count; i++) {
        const struct sla__closed_span *s = &from->spans[i];
        const char *name = name_of(from, s->name);
        rc = sla__holidays_add_span(to, s->from, s->to, s->floating, name, strlen(name));
    }
    if (from->known_until < to->known_until)
        to->known_until = from->known_until;
    return rc;
}

/* The plan's closing with this coverage and scope, made if it is not there. There is room: few can
 * differ. */
static struct sla__closing *closing_for(struct sla__plan *plan, int32_t coverage, int32_t scope)
{
    struct sla__closing *c;

    for (size_t i = 0; i < plan->closing_count; i++) {
        c = &plan->closings[i];
        if (c->coverage == coverage && c->scope_date == scope)
            return c;
    }
    c = &plan->closings[plan->closing_count++];
    *c = (struct sla__closing){SLA__HOLIDAYS_INIT, coverage, scope};
    return c;
}

sla_result sla__holidays_into_plan(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                                   const struct sla__holiday_list *list, int scope_date,
                                   struct sla__place place, struct sla__plan *plan)
{
    sla_result rc = SLA_OK;

    if (list->count == 0)
        return SLA_OK;
    plan->closings = sla__alloc(2 * (SLA__COVERAGES_MAX + 1), sizeof *plan->closings);
    if (!plan->closings)
        return SLA_NO_MEMORY;
    for (size_t i = 0; rc == SLA_OK && i < list->count; i++) {
        const struct sla__holiday_use *use = &list->uses[i];
        const struct sla__holidays *h = use->holidays;
        rc = sla__holidays_copied(draft, shelf, h->date_count + h->year_count + h->span_count,
                                  place);
        if (rc == SLA_OK)
            rc = merge(
                &closing_for(plan, use->coverage, use->scope < 0 ? scope_date : use->scope)->list,
                h);
    }
    return rc;
}
