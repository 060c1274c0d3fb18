/* SPDX-License-Identifier: MIT */
/* The rows of targets, what their words mean, and what is released instead of resolved. */
#include "policy/draft.h"

#include <string.h>

#include "base/alloc.h"

/* Answers are looked up by row, clock and priority; this many of them are 32 MiB. */
#define ANSWERS_MAX 4000000

/* ------------------------------------------------------------------ working_days, changes */

static void read_working_days(struct sla__draft *draft)
{
    static const char *const words[] = {"elapsed", "same time", "end of day", NULL};
    static const enum sla__day_rule rules[] = {SLA__DAYS_ELAPSED, SLA__DAYS_SAME_TIME,
                                               SLA__DAYS_END};
    const int32_t word = sla__expect_word(draft, sla__node_find(draft->root, "working_days"),
                                          "word for working_days", words);

    if (word >= 0)
        draft->policy->working_days = rules[word];
}

/* Each key takes one of two words, the usual one first. */
static int second_of(struct sla__draft *draft, const struct sla__node *map, const char *key,
                     const char *what, const char *usual, const char *other)
{
    const char *const words[] = {usual, other, NULL};

    return sla__expect_word(draft, sla__node_find(map, key), what, words) == 1;
}

static void read_changes(struct sla__draft *draft)
{
    static const char *const known[] = {"target", "calendar", "lifted", NULL};
    const struct sla__node *section = sla__node_find(draft->root, "changes");
    sla_policy *p = draft->policy;

    if (section == NULL || !sla__expect_map(draft, section, "changes", known))
        return;
    p->target_from_change =
        second_of(draft, section, "target", "word for target", "from_start", "from_change");
    p->calendar_from_start =
        second_of(draft, section, "calendar", "word for calendar", "as_it_was", "from_start");
    p->lifted_counts = second_of(draft, section, "lifted", "word for lifted", "apart", "counts");
}

/* ------------------------------------------------------------------ releases */

static sla_result read_vehicle(struct sla__draft *draft, const struct sla__node *node)
{
    sla_policy *p = draft->policy;
    const struct sla__node key = sla__node_of_key(node);
    const int32_t priority = sla__expect_name(draft, &key, &p->priorities, "priority");

    if (sla__expect_text(draft, node, "release") == NULL || priority < 0)
        return SLA_OK;
    p->vehicles[priority] = sla__strndup(node->text, node->len);
    return p->vehicles[priority] != NULL ? SLA_OK : SLA_NO_MEMORY;
}

/* The clocks that a code fix releases: those that are listed, else the one named "resolution"
 * (R16). */
static sla_result choose_released(struct sla__draft *draft, const struct sla__node *section,
                                  const struct sla__node *list)
{
    sla_policy *p = draft->policy;
    const int32_t resolution = sla__names_find(&p->clock_names, "resolution", 10);
    struct sla__set chosen = {0};
    sla_result rc = SLA_OK;

    if (list != NULL) {
        rc = sla__expect_names(draft, list, &p->clock_names, "clock", &chosen);
        for (int32_t i = 0; rc == SLA_OK && i < p->clock_names.count; i++)
            p->clocks[i].released_by_fix = sla__set_has(&chosen, i);
        sla__set_clear(&chosen);
    } else if (resolution >= 0) {
        p->clocks[resolution].released_by_fix = 1;
    } else if (section != NULL) {
        sla__report(draft->d, SLA__MSG_NOTHING_RELEASED, section->key_place,
                    "\"releases\" has no clock to release: none is named \"resolution\"; add "
                    "\"clocks:\" with the names of those it is for");
    }
    return rc;
}

static sla_result read_releases(struct sla__draft *draft)
{
    sla_policy *p = draft->policy;
    const struct sla__node *section = sla__node_find(draft->root, "releases");
    const struct sla__node *list = NULL;
    sla_result rc = SLA_OK;

    if (section != NULL && !sla__expect_map(draft, section, "releases", NULL))
        return SLA_OK;
    if (section != NULL) {
        list = sla__node_find(section, "clocks");
        p->vehicles = sla__alloc((size_t)p->priorities.count, sizeof *p->vehicles);
        if (p->vehicles == NULL)
            return SLA_NO_MEMORY;
        for (const struct sla__node *n = section->child; rc == SLA_OK && n != NULL; n = n->next)
            if (n != list)
                rc = read_vehicle(draft, n);
    }
    return rc == SLA_OK ? choose_released(draft, section, list) : rc;
}

/* ------------------------------------------------------------------ rows */

static sla_result new_target(struct sla__draft *draft, const struct sla__node *node,
                             const struct sla__target **out)
{
    sla_policy *p = draft->policy;
    struct sla__target *t = &p->targets[p->target_count];

    *out = NULL;
    if (!sla__read_target(draft, node, p->working_days, t))
        return SLA_OK;
    t->text = sla__strndup(node->text, node->len);
    if (t->text == NULL)
        return SLA_NO_MEMORY;
    p->target_count++;
    *out = t;
    return SLA_OK;
}

/* `CLOCK: 4h`, or `CLOCK: {P1: 1h, P2: 2h}`; answers are those of one clock. */
static sla_result read_answers(struct sla__draft *draft, const struct sla__node *node,
                               const struct sla__target **answers)
{
    const struct sla__names *priorities = &draft->policy->priorities;
    const struct sla__target *target;
    sla_result rc = SLA_OK;

    if (node->kind != SLA__MAP) {
        rc = new_target(draft, node, &target);
        for (int32_t i = 0; rc == SLA_OK && i <= priorities->count; i++)
            answers[i] = target;
        return rc;
    }
    if (node->count == 0)
        sla__report(draft->d, SLA__MSG_EMPTY_VALUE, node->place,
                    "no target stands here; write one, such as 4h, or \"none\"");
    for (const struct sla__node *n = node->child; rc == SLA_OK && n != NULL; n = n->next) {
        const struct sla__node key = sla__node_of_key(n);
        const int32_t priority = sla__expect_name(draft, &key, priorities, "priority");

        rc = new_target(draft, n, &target);
        if (rc == SLA_OK && priority >= 0)
            answers[1 + priority] = target;
    }
    return rc;
}

static sla_result read_within(struct sla__draft *draft, const struct sla__node *row_node,
                              struct sla__row *row)
{
    const sla_policy *p = draft->policy;
    const struct sla__node *within = sla__node_find(row_node, "within");
    sla_result rc = SLA_OK;

    if (within == NULL) {
        sla__report(draft->d, SLA__MSG_MISSING_KEY, row_node->place,
                    "this row has no \"within\"; say how long, as in \"within: {response: 4h}\"");
        return SLA_OK;
    }
    if (!sla__expect_map(draft, within, "within", NULL))
        return SLA_OK;
    if (within->count == 0)
        sla__report(draft->d, SLA__MSG_EMPTY_VALUE, within->place,
                    "\"within\" names no clock; write one with its target, such as response: 4h");
    for (const struct sla__node *n = within->child; rc == SLA_OK && n != NULL; n = n->next) {
        const struct sla__node key = sla__node_of_key(n);
        const int32_t clock = sla__expect_name(draft, &key, &p->clock_names, "clock");

        if (clock >= 0)
            rc = read_answers(draft, n,
                              &row->answers[(size_t)clock * ((size_t)p->priorities.count + 1)]);
    }
    return rc;
}

/* "policy.yaml:61", or the pointer of what was built by calls. */
static char *place_text(const struct sla__place *place)
{
    struct sla__text t = {0};

    sla__text_puts(&t, place->file != NULL ? place->file : "");
    if (place->line > 0)
        sla__text_printf(&t, ":%d", (int)place->line);
    if (t.failed)
        sla__text_clear(&t);
    return t.at;
}

static sla_result read_row(struct sla__draft *draft, const struct sla__node *node,
                           struct sla__row *row)
{
    static const char *const known[] = {"when", "within", "calendar", NULL};
    const sla_policy *p = draft->policy;
    sla_result rc;

    row->calendar = -1;
    row->place = place_text(&node->place);
    row->answers = sla__alloc((size_t)p->clock_names.count * ((size_t)p->priorities.count + 1),
                              sizeof *row->answers);
    if (row->place == NULL || row->answers == NULL)
        return SLA_NO_MEMORY;
    if (!sla__expect_map(draft, node, "row", known))
        return SLA_OK;
    rc = sla__read_when(draft, sla__node_find(node, "when"), &row->when);
    row->calendar =
        sla__expect_name(draft, sla__node_find(node, "calendar"), &p->calendar_names, "calendar");
    return rc == SLA_OK ? read_within(draft, node, row) : rc;
}

const struct sla__node *sla__target_node(const sla_policy *p, const struct sla__node *row,
                                         int32_t clock, int32_t priority)
{
    const struct sla__node *within = sla__node_find(row, "within");
    const struct sla__node *node = sla__node_find(within, p->clock_names.at[clock]);

    if (node->kind != SLA__MAP || priority < 0)
        return node;
    return sla__node_find(node, p->priorities.at[priority]);
}

/* Every text below a `within` may become a target. */
static size_t count_targets(const struct sla__node *section)
{
    size_t count = 0;

    for (const struct sla__node *row = section->child; row != NULL; row = row->next) {
        const struct sla__node *within =
            row->kind == SLA__MAP ? sla__node_find(row, "within") : NULL;

        if (within == NULL || within->kind != SLA__MAP)
            continue;
        for (const struct sla__node *n = within->child; n != NULL; n = n->next)
            count += n->kind == SLA__MAP ? (size_t)n->count : 1;
    }
    return count;
}

static sla_result make_room(struct sla__draft *draft, const struct sla__node *section)
{
    sla_policy *p = draft->policy;
    const int64_t cells = (int64_t)p->clock_names.count * (p->priorities.count + 1);
    sla_result rc = sla__check_count(draft, section, "targets");

    if (rc != SLA_OK)
        return rc;
    if (cells > ANSWERS_MAX / section->count) {
        sla__report(draft->d, SLA__MSG_LIMIT, section->place,
                    "targets: %d rows for %d clocks and %d priorities are more than the limit of "
                    "%d answers; use fewer rows",
                    (int)section->count, (int)p->clock_names.count, (int)p->priorities.count,
                    ANSWERS_MAX);
        return SLA_LIMIT;
    }
    p->rows = sla__alloc((size_t)section->count, sizeof *p->rows);
    p->targets = sla__alloc(count_targets(section), sizeof *p->targets);
    return p->rows != NULL && p->targets != NULL ? SLA_OK : SLA_NO_MEMORY;
}

static sla_result read_rows(struct sla__draft *draft)
{
    sla_policy *p = draft->policy;
    const struct sla__node *section = sla__node_find(draft->root, "targets");
    sla_result rc;

    if (section == NULL)
        return SLA_OK;
    if (section->kind != SLA__LIST || section->count == 0) {
        sla__report(draft->d, SLA__MSG_WRONG_KIND, section->place,
                    "\"targets\" must be a list of rows, each with a dash: "
                    "\"- within: {response: 4h}\"");
        return SLA_OK;
    }
    rc = make_room(draft, section);
    for (const struct sla__node *n = section->child; rc == SLA_OK && n != NULL; n = n->next)
        rc = read_row(draft, n, &p->rows[p->row_count++]);
    return rc;
}

sla_result sla__read_targets(struct sla__draft *draft)
{
    sla_result rc;

    read_working_days(draft);
    read_changes(draft);
    rc = read_rows(draft);
    return rc == SLA_OK ? read_releases(draft) : rc;
}
