/* SPDX-License-Identifier: MIT */
/* What tickets are told apart by beyond type and priority, and the calendars that hang on it. */
#include "policy/draft.h"

#include <string.h>

#include "base/alloc.h"

/* Facts of every ticket, and keys of `when`: no attribute may be taken for one of them. */
static const char *const reserved[] = {"type",    "priority", "status", "impact",
                                       "urgency", "started",  NULL};

static int name_is_free(struct sla__draft *draft, const struct sla__node *node)
{
    if (!sla__name_ok(draft, node->key_place, node->key, node->key_len, "attribute"))
        return 0;
    for (size_t i = 0; reserved[i] != NULL; i++) {
        if (strcmp(reserved[i], node->key) == 0) {
            sla__report(draft->d, SLA__MSG_RESERVED_NAME, node->key_place,
                        "\"%s\" cannot be an attribute: every ticket has it; choose another name",
                        reserved[i]);
            return 0;
        }
    }
    return 1;
}

static sla_result read_calendar_map(struct sla__draft *draft, const struct sla__node *map,
                                    int32_t number)
{
    sla_policy *p = draft->policy;
    struct sla__attribute *a = &p->attributes[number];

    if (map == NULL || !sla__expect_map(draft, map, "calendar map", NULL))
        return SLA_OK;
    if (p->calendar_attribute >= 0) {
        sla__report(draft->d, SLA__MSG_SECOND_CALENDAR_MAP, map->key_place,
                    "only one attribute can choose the calendar, and \"%s\" does already; "
                    "take one of the two maps out",
                    p->attribute_names.at[p->calendar_attribute]);
        return SLA_OK;
    }
    a->calendar = sla__alloc((size_t)a->values.count, sizeof *a->calendar);
    if (a->calendar == NULL)
        return SLA_NO_MEMORY;
    for (int32_t i = 0; i < a->values.count; i++)
        a->calendar[i] = -1;
    p->calendar_attribute = number;
    for (const struct sla__node *n = map->child; n != NULL; n = n->next) {
        const struct sla__node key = sla__node_of_key(n);
        const int32_t value = sla__expect_name(draft, &key, &a->values, "value");
        const int32_t calendar = sla__expect_name(draft, n, &p->calendar_names, "calendar");

        if (value >= 0)
            a->calendar[value] = calendar;
    }
    return SLA_OK;
}

static void needs_values(struct sla__draft *draft, const struct sla__node *node)
{
    if (node != NULL)
        sla__report(draft->d, SLA__MSG_NEEDS_VALUES, node->key_place,
                    "\"%s\" needs \"values\": without them the attribute is any text", node->key);
}

static sla_result read_attribute(struct sla__draft *draft, const struct sla__node *node,
                                 int32_t number)
{
    static const char *const known[] = {"values", "default", "calendar", NULL};
    struct sla__attribute *a = &draft->policy->attributes[number];
    const struct sla__node *values, *fallback, *calendar;
    sla_result rc;

    a->default_value = -1;
    a->any_text = 1;
    if (node->kind == SLA__TEXT && node->len == 0)
        return SLA_OK; /* `customer:` alone */
    if (!sla__expect_map(draft, node, "attribute", known))
        return SLA_OK;
    values = sla__node_find(node, "values");
    fallback = sla__node_find(node, "default");
    calendar = sla__node_find(node, "calendar");
    if (values == NULL) {
        needs_values(draft, fallback);
        needs_values(draft, calendar);
        return SLA_OK;
    }
    a->any_text = 0;
    rc = sla__read_names_list(draft, values, "value", &a->values);
    if (rc != SLA_OK || a->values.count == 0)
        return rc;
    a->default_value = sla__expect_name(draft, fallback, &a->values, "value");
    return read_calendar_map(draft, calendar, number);
}

sla_result sla__read_attributes(struct sla__draft *draft)
{
    sla_policy *p = draft->policy;
    const struct sla__node *section = sla__node_find(draft->root, "attributes");
    sla_result rc = SLA_OK;

    if (section == NULL || !sla__expect_map(draft, section, "attributes", NULL))
        return SLA_OK;
    if (section->count > SLA__ATTRIBUTES_MAX) {
        sla__report(draft->d, SLA__MSG_LIMIT, section->place,
                    "attributes: %d are more than the limit of %d", (int)section->count,
                    SLA__ATTRIBUTES_MAX);
        return SLA_LIMIT;
    }
    p->attributes = sla__alloc((size_t)section->count, sizeof *p->attributes);
    if (p->attributes == NULL)
        return SLA_NO_MEMORY;
    for (const struct sla__node *n = section->child; rc == SLA_OK && n != NULL; n = n->next) {
        int32_t number;

        if (!name_is_free(draft, n))
            continue;
        rc = sla__names_add(&p->attribute_names, n->key, n->key_len, &number);
        if (rc == SLA_OK)
            rc = read_attribute(draft, n, number);
    }
    return rc;
}
