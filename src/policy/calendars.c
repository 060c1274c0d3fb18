/* SPDX-License-Identifier: MIT */
/*
 * The section `calendars`: names, `like`, `any_of`, and each calendar compiled for every priority
 * that sees it differently. Names may be used before they are defined.
 */
#include "policy/calendars.h"

#include <string.h>
#include "base/alloc.h"
#include "calendar/sources.h"

#define MEMBERS_MAX 64

struct desk {
    struct sla__draft *draft;
    struct sla__coverages coverages;
    struct sla__holiday_shelf shelf;
    struct sla__written *written; /* by calendar number */
    int32_t count;
    int64_t weight; /* of all views, in those of an ordinary calendar */
};

/* ---- names */

static sla_result read_names(struct desk *desk, const struct sla__node *section)
{
    struct sla__draft *draft = desk->draft;
    sla_policy *p = draft->policy;
    size_t count = (size_t)section->count;
    sla_result rc = sla__check_count(draft, section, "calendars");
    int32_t number;

    if (rc != SLA_OK)
        return rc;
    desk->written = sla__alloc(count, sizeof *desk->written);
    draft->calendar_nodes = sla__alloc(count, sizeof *draft->calendar_nodes);
    p->calendars = sla__alloc(count, sizeof *p->calendars);
    if (!desk->written || !draft->calendar_nodes || !p->calendars)
        return SLA_NO_MEMORY;
    for (const struct sla__node *n = section->child; rc == SLA_OK && n; n = n->next) {
        if (!sla__name_ok(draft, n->key_place, n->key, n->key_len, "calendar"))
            continue;
        rc = sla__names_add(&p->calendar_names, n->key, n->key_len, &number);
        if (rc == SLA_OK) {
            draft->calendar_nodes[number] = n;
            desk->written[number].node = n;
            desk->count = number + 1;
        }
    }
    return rc;
}

/* ---- like */

/* The calendar that `w` is like; NULL if there is none or its name is not known. */
static struct sla__written *model_of(struct desk *desk, struct sla__written *w)
{
    const struct sla__node *like = sla__node_find(w->node, "like");
    int32_t number;

    if (!like)
        return NULL;
    number = sla__expect_name(desk->draft, like, &desk->draft->policy->calendar_names, "calendar");
    w->unknown = number < 0;
    return number < 0 ? NULL : &desk->written[number];
}

static void take_pieces(struct sla__written *w, const struct sla__written *model)
{
    w->model = model;
    for (int piece = 0; piece < SLA__PIECE_COUNT; piece++) {
        w->from[piece] = model ? model->from[piece] : NULL;
        if (sla__node_find(w->node, sla__piece_key(piece)))
            w->from[piece] = w;
    }
    w->unknown |= model && model->unknown;
    w->broken |= w->unknown || (model && model->broken);
}

/* Follow every chain of `like` to its end once, then give out pieces on the way back. */
static sla_result resolve_likes(struct desk *desk)
{
    enum { UNSEEN, ON_CHAIN, DONE };
    struct sla__written **chain = sla__alloc((size_t)desk->count, sizeof *chain);
    struct sla__written **models = sla__alloc((size_t)desk->count, sizeof *models);
    unsigned char *state = sla__alloc((size_t)desk->count, 1);
    sla_result rc = chain && models && state ? SLA_OK : SLA_NO_MEMORY;
    char quoted[SLA__QUOTE_MAX];

    for (int32_t i = 0; rc == SLA_OK && i < desk->count; i++) {
        struct sla__written *w = &desk->written[i];
        size_t depth = 0;
        while (w && state[w - desk->written] == UNSEEN) {
            state[w - desk->written] = ON_CHAIN;
            models[w - desk->written] = model_of(desk, w);
            chain[depth++] = w;
            w = models[w - desk->written];
        }
        if (w && state[w - desk->written] == ON_CHAIN) {
            const struct sla__node *like = sla__node_find(chain[depth - 1]->node, "like");
            sla__report(desk->draft->d, SLA__MSG_BAD_LIKE, like->place,
                        "%s is like itself in the end: give one calendar of this circle its own "
                        "hours",
                        sla__quote(w->node->key, w->node->key_len, quoted));
            models[chain[depth - 1] - desk->written] = NULL;
            chain[depth - 1]->unknown = 1;
        }
        while (depth > 0) {
            w = chain[--depth];
            take_pieces(w, models[w - desk->written]);
            state[w - desk->written] = DONE;
        }
    }
    sla__free(chain);
    sla__free(models);
    sla__free(state);
    return rc;
}

/* ---- any_of */

static sla_result add_member(struct desk *desk, struct sla__written *w,
                             const struct sla__node *node)
{
    struct sla__draft *draft = desk->draft;
    int32_t number = sla__expect_name(draft, node, &draft->policy->calendar_names, "calendar");
    struct sla__written *member = number < 0 ? NULL : &desk->written[number];
    char quoted[SLA__QUOTE_MAX];

    if (!member || member->broken) {
        w->broken = 1;
        return SLA_OK;
    }
    sla__quote(node->text, node->len, quoted);
    if (member->from[SLA__PIECE_ANY_OF]) {
        sla__report(draft->d, SLA__MSG_BAD_ANY_OF, node->place,
                    member == w ? "%s cannot be a member of itself"
                                : "%s has \"any_of\" itself: name its members here",
                    quoted);
        w->broken = 1;
        return SLA_OK;
    }
    for (size_t i = 0; i < w->plan->member_count; i++) {
        if (w->plan->members[i] != member->plan)
            continue;
        sla__report(draft->d, SLA__MSG_NAME_TWICE, node->place,
                    "calendar %s stands twice in this list", quoted);
        w->broken = 1;
        return SLA_OK;
    }
    w->plan->members[w->plan->member_count++] = sla__plan_ref(member->plan);
    return SLA_OK;
}

/* `any_of` that is taken over by `like` was reported where it stands. */
static sla_result read_members(struct desk *desk, struct sla__written *w)
{
    const struct sla__written *owner = w->from[SLA__PIECE_ANY_OF];
    const struct sla__node *list = sla__node_find(owner->node, "any_of");
    struct sla__draft *draft = desk->draft;
    sla_result rc = SLA_OK;

    if (list->kind != SLA__LIST) {
        if (owner == w)
            sla__report_kind(draft, list, "any_of", "a list of calendars");
        w->broken = 1;
        return SLA_OK;
    }
    if (list->count < 1 || list->count > MEMBERS_MAX) {
        if (owner == w)
            sla__report(draft->d, SLA__MSG_BAD_ANY_OF, list->place,
                        "name from 1 to %d calendars here, not %d", MEMBERS_MAX, (int)list->count);
        w->broken = 1;
        return SLA_OK;
    }
    w->plan->members = sla__alloc((size_t)list->count, sizeof *w->plan->members);
    if (!w->plan->members)
        return SLA_NO_MEMORY;
    for (const struct sla__node *n = list->child; rc == SLA_OK && n; n = n->next)
        rc = add_member(desk, w, n);
    if (rc == SLA_OK && !w->broken) {
        w->plan->zone = sla__zone_ref(w->from[SLA__PIECE_TIMEZONE]->zone);
        w->plan->day_length = w->from[SLA__PIECE_DAY_LENGTH]->day_length;
    }
    return rc;
}

/* ---- plans */

static sla_result name_plan(struct sla__plan *plan, const struct sla__node *node)
{
    char *name = sla__strndup(node->key, node->key_len);

    if (!name)
        return SLA_NO_MEMORY;
    sla__free(plan->name);
    plan->name = name;
    return SLA_OK;
}

static sla_result make_plans(struct desk *desk)
{
    sla_result rc = SLA_OK;

    for (int32_t i = 0; rc == SLA_OK && i < desk->count; i++) {
        struct sla__written *w = &desk->written[i];
        if (!w->unknown && w->node->kind == SLA__MAP)
            sla__written_check(desk->draft, w);
        if (!w->broken)
            rc = name_plan(w->plan, w->node);
        if (rc == SLA_OK && !w->broken && !w->from[SLA__PIECE_ANY_OF])
            rc = sla__written_plan(desk->draft, &desk->shelf, &desk->coverages, w);
    }
    for (int32_t i = 0; rc == SLA_OK && i < desk->count; i++) {
        struct sla__written *w = &desk->written[i];
        if (!w->broken && w->from[SLA__PIECE_ANY_OF])
            rc = read_members(desk, w);
    }
    for (int32_t i = 0; rc == SLA_OK && i < desk->count; i++) {
        struct sla__desk_calendar *c = &desk->draft->policy->calendars[i];
        if (desk->written[i].broken)
            continue;
        c->plan = sla__plan_ref(desk->written[i].plan);
        c->day_length = sla__plan_day_length(c->plan);
    }
    return rc;
}

/* ---- views */

/* The coverages that make a difference to a plan. */
static uint64_t coverages_of(const struct sla__plan *plan)
{
    uint64_t used = 0;

    for (size_t i = 0; i < plan->closing_count; i++)
        if (plan->closings[i].coverage >= 0)
            used |= UINT64_C(1) << plan->closings[i].coverage;
    for (size_t i = 0; i < plan->member_count; i++)
        used |= coverages_of(plan->members[i]); /* members have no members */
    return used;
}

/* What a view costs, in those of a calendar with a window a day. */
static int64_t weight_of(const struct sla__plan *plan)
{
    int64_t weight = 0, windows = 0;

    for (size_t i = 0; i < plan->member_count; i++)
        weight += weight_of(plan->members[i]);
    for (int day = 0; day < 7; day++)
        windows += plan->week.day[day].count;
    for (size_t i = 0; i < plan->season_count; i++)
        for (int day = 0; day < 7; day++)
            windows += plan->seasons[i].week.day[day].count;
    return windows > 7 ? weight + (windows + 6) / 7 : weight + 1;
}

static sla_result compile_view(struct desk *desk, int32_t number, uint64_t covered,
                               sla_calendar **out)
{
    struct sla__draft *draft = desk->draft;
    struct sla__plan *plan = draft->policy->calendars[number].plan;
    const int64_t limit = sla__sources_limit(draft->sources, SLA_LIMIT_VIEWS);
    char quoted[SLA__QUOTE_MAX];
    sla_result rc = SLA_LIMIT;

    desk->weight += weight_of(plan);
    if (desk->weight <= limit)
        rc = sla__plan_compile(plan, covered, out);
    sla__quote(plan->name, strlen(plan->name), quoted);
    if (desk->weight > limit)
        sla__report(draft->d, SLA__MSG_LIMIT, desk->written[number].node->key_place,
                    "with %s the calendars, as all priorities see them, are more than %lld: let "
                    "several use one, or raise SLA_LIMIT_VIEWS",
                    quoted, (long long)limit);
    else if (rc == SLA_LIMIT)
        sla__report(draft->d, SLA__MSG_LIMIT, desk->written[number].node->key_place,
                    "%s has more windows than any calendar may have", quoted);
    return rc;
}

/* Compile a calendar as each priority sees it; those who see the same share one. */
static sla_result compile_views(struct desk *desk, int32_t number)
{
    sla_policy *p = desk->draft->policy;
    struct sla__desk_calendar *c = &p->calendars[number];
    size_t views = (size_t)p->priorities.count + 1, distinct = 0;
    uint64_t used = coverages_of(c->plan), *masks = sla__alloc(views, sizeof *masks);
    sla_calendar **made = sla__alloc(views, sizeof(sla_calendar *));
    sla_result rc;

    c->seen = sla__alloc(views, sizeof(sla_calendar *));
    rc = masks && made && c->seen ? SLA_OK : SLA_NO_MEMORY;
    for (size_t i = 0; rc == SLA_OK && i < views; i++) {
        uint64_t mask = i == 0 ? 0 : desk->coverages.of_priority[i - 1] & used;
        size_t k = 0;
        while (k < distinct && masks[k] != mask)
            k++;
        if (k < distinct) {
            c->seen[i] = sla_calendar_ref(made[k]);
            continue;
        }
        rc = compile_view(desk, number, mask, &c->seen[i]);
        masks[distinct] = mask;
        made[distinct++] = c->seen[i];
    }
    sla__free(masks);
    sla__free(made);
    return rc;
}

static sla_result read_all(struct desk *desk)
{
    struct sla__draft *draft = desk->draft;
    const struct sla__node *section = sla__node_find(draft->root, "calendars");
    sla_result rc = sla__read_coverages(draft, &desk->coverages);

    desk->shelf.coverages = &desk->coverages;
    if (rc == SLA_OK)
        rc = sla__read_holiday_lists(draft, &desk->shelf);
    if (rc != SLA_OK || !sla__expect_map(draft, section, "calendars", NULL))
        return rc;
    rc = read_names(desk, section);
    for (int32_t i = 0; rc == SLA_OK && i < desk->count; i++)
        rc = sla__written_read(draft, &desk->shelf, &desk->written[i]);
    if (rc == SLA_OK)
        rc = resolve_likes(desk);
    if (rc == SLA_OK)
        rc = make_plans(desk);
    /* Compiling is by far the greatest part of a load, and no policy comes of one with errors. */
    for (int32_t i = 0; rc == SLA_OK && i < desk->count && sla__draft_errors(draft) == 0; i++)
        rc = compile_views(desk, i);
    return rc;
}

sla_result sla__read_calendars(struct sla__draft *draft)
{
    struct desk desk = {.draft = draft};
    sla_result rc = read_all(&desk);

    for (int32_t i = 0; i < desk.count; i++)
        sla__written_clear(&desk.written[i]);
    sla__free(desk.written);
    sla__holiday_shelf_clear(&desk.shelf);
    sla__coverages_clear(&desk.coverages);
    return rc;
}
