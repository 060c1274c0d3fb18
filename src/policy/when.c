/* SPDX-License-Identifier: MIT */
/* `when`: which tickets a clock or a row of targets is for. */
#include "policy/draft.h"

#include <string.h>

#include "base/alloc.h"

void sla__when_clear(struct sla__when *when)
{
    sla__set_clear(&when->types);
    sla__set_clear(&when->priorities);
    sla__set_clear(&when->statuses);
    for (int32_t i = 0; i < when->attribute_count; i++)
        sla__set_clear(&when->attributes[i].values);
    sla__free(when->attributes);
    when->attributes = NULL;
    when->attribute_count = 0;
}

/* `{inside: CALENDAR}` or `{outside: CALENDAR}` */
static void read_started(struct sla__draft *draft, const struct sla__node *node,
                         struct sla__when *out)
{
    static const char *const known[] = {"inside", "outside", NULL};
    const struct sla__node *inside, *outside;

    if (!sla__expect_map(draft, node, "started", known))
        return;
    inside = sla__node_find(node, "inside");
    outside = sla__node_find(node, "outside");
    if ((inside != NULL) == (outside != NULL)) {
        sla__report(draft->d, SLA__MSG_STARTED, node->place,
                    "\"started\" takes one of \"inside\" and \"outside\", as in "
                    "{outside: CALENDAR}");
        return;
    }
    out->started_calendar = sla__expect_name(draft, inside != NULL ? inside : outside,
                                             &draft->policy->calendar_names, "calendar");
    if (out->started_calendar >= 0)
        out->started = inside != NULL ? 1 : 2;
}

static sla_result read_attribute(struct sla__draft *draft, const struct sla__node *node,
                                 struct sla__when *out)
{
    const sla_policy *p = draft->policy;
    const int32_t number = sla__names_find(&p->attribute_names, node->key, node->key_len);
    struct sla__when_attribute *condition;

    if (number < 0)
        return SLA_OK; /* an unknown key: it was reported */
    if (p->attributes[number].any_text) {
        sla__report(draft->d, SLA__MSG_ANY_TEXT, node->key_place,
                    "attribute \"%s\" can be any text, so no condition can list it; give it "
                    "\"values\"",
                    p->attribute_names.at[number]);
        return SLA_OK;
    }
    condition = &out->attributes[out->attribute_count++];
    condition->attribute = number;
    return sla__expect_names(draft, node, &p->attributes[number].values,
                             p->attribute_names.at[number], &condition->values);
}

static sla_result read_condition(struct sla__draft *draft, const struct sla__node *node,
                                 struct sla__when *out)
{
    const sla_policy *p = draft->policy;

    if (strcmp(node->key, "type") == 0) {
        out->has_types = 1;
        return sla__expect_names(draft, node, &p->types, "type", &out->types);
    }
    if (strcmp(node->key, "priority") == 0) {
        out->has_priorities = 1;
        return sla__expect_names(draft, node, &p->priorities, "priority", &out->priorities);
    }
    if (strcmp(node->key, "status") == 0) {
        out->has_statuses = 1;
        return sla__expect_names(draft, node, &p->statuses, "status", &out->statuses);
    }
    if (strcmp(node->key, "started") == 0) {
        read_started(draft, node, out);
        return SLA_OK;
    }
    return read_attribute(draft, node, out);
}

sla_result sla__read_when(struct sla__draft *draft, const struct sla__node *node,
                          struct sla__when *out)
{
    const struct sla__names *attributes = &draft->policy->attribute_names;
    const char *known[4 + SLA__ATTRIBUTES_MAX + 1] = {"type", "priority", "status", "started"};
    sla_result rc = SLA_OK;

    for (int32_t i = 0; i < attributes->count; i++)
        known[4 + i] = attributes->at[i];
    if (node == NULL || !sla__expect_map(draft, node, "when", known))
        return SLA_OK;
    out->attributes = sla__alloc((size_t)attributes->count, sizeof *out->attributes);
    if (out->attributes == NULL)
        return SLA_NO_MEMORY;
    for (const struct sla__node *n = node->child; rc == SLA_OK && n != NULL; n = n->next)
        rc = read_condition(draft, n, out);
    return rc;
}
