/* SPDX-License-Identifier: MIT */
/* The head of a policy: the format's version, what it is called, from when, in which zone. */
#include "policy/draft.h"

#include <string.h>

#include "base/alloc.h"
#include "base/time.h"
#include "calendar/sources.h"

static sla_result copy_text(const struct sla__node *node, char **out)
{
    *out = sla__strndup(node->text, node->len);
    return *out != NULL ? SLA_OK : SLA_NO_MEMORY;
}

static void read_format(struct sla__draft *draft)
{
    const struct sla__node *node = sla__node_find(draft->root, "slacore");
    char quoted[SLA__QUOTE_MAX];

    if (node == NULL)
        sla__report(draft->d, SLA__MSG_MISSING_KEY, draft->root->place,
                    "\"slacore\" is missing; begin with \"slacore: 1\"");
    else if (sla__expect_text(draft, node, "slacore") != NULL && strcmp(node->text, "1") != 0)
        sla__report(draft->d, SLA__MSG_FORMAT, node->place,
                    "this version reads policies of format 1, not %s; write \"slacore: 1\"",
                    sla__quote(node->text, node->len, quoted));
}

static void read_effective(struct sla__draft *draft)
{
    const struct sla__node *node = sla__node_find(draft->root, "effective");
    char quoted[SLA__QUOTE_MAX];
    int32_t days;

    if (sla__expect_text(draft, node, "effective") == NULL)
        return;
    if (!sla__parse_date(node->text, node->len, &days))
        sla__report(draft->d, SLA__MSG_EFFECTIVE, node->place,
                    "\"effective\" must be a date such as 2024-01-31, not %s",
                    sla__quote(node->text, node->len, quoted));
    else if (days < 0 || days >= SLA_TIME_MAX / SLA__DAY)
        sla__report(draft->d, SLA__MSG_EFFECTIVE, node->place,
                    "\"effective\" must lie between 1970-01-01 and 2099-12-31");
    else
        draft->policy->effective = sla__date_of_days(days);
}

static sla_result read_timezone(struct sla__draft *draft)
{
    const struct sla__node *node = sla__node_find(draft->root, "timezone");
    struct sla__zone *zone = NULL;
    const void *data;
    size_t len;
    sla_result rc;

    if (sla__expect_text(draft, node, "timezone") == NULL)
        return SLA_OK;
    rc = sla__sources_zone(draft->sources, node->text, node->len, draft->d, node->place, &zone);
    if (rc == SLA_BAD_INPUT)
        return SLA_OK; /* it was reported */
    if (rc != SLA_OK)
        return rc;
    draft->policy->zone = zone;
    data = sla__zone_data(zone, &len);
    sla__fingerprint_add_text(draft->fingerprint, data, len);
    return copy_text(node, &draft->policy->timezone);
}

sla_result sla__read_heading(struct sla__draft *draft)
{
    const struct sla__node *name = sla__node_find(draft->root, "name");
    const struct sla__node *version = sla__node_find(draft->root, "version");
    sla_result rc = SLA_OK;

    read_format(draft);
    if (sla__expect_text(draft, name, "name") != NULL)
        rc = copy_text(name, &draft->policy->name);
    if (rc == SLA_OK && sla__expect_text(draft, version, "version") != NULL)
        rc = copy_text(version, &draft->policy->version);
    read_effective(draft);
    return rc == SLA_OK ? read_timezone(draft) : rc;
}

/* A policy without a zone of its own lives in that of its calendar. */
static sla_result inherit_timezone(sla_policy *p)
{
    const struct sla__plan *plan;
    const char *name;

    if (p->default_calendar < 0 || p->calendars == NULL)
        return SLA_OK;
    plan = p->calendars[p->default_calendar].plan;
    if (plan == NULL || plan->zone == NULL)
        return SLA_OK;
    name = sla__zone_name(plan->zone);
    p->timezone = sla__strndup(name, strlen(name));
    p->zone = sla__zone_ref(plan->zone);
    return p->timezone != NULL ? SLA_OK : SLA_NO_MEMORY;
}

sla_result sla__read_default_calendar(struct sla__draft *draft)
{
    sla_policy *p = draft->policy;
    const struct sla__node *effective = sla__node_find(draft->root, "effective");
    sla_result rc = SLA_OK;

    p->default_calendar = sla__expect_name(draft, sla__node_find(draft->root, "calendar"),
                                           &p->calendar_names, "calendar");
    if (sla__node_find(draft->root, "timezone") == NULL) {
        rc = inherit_timezone(p);
        if (rc == SLA_OK && p->zone == NULL && effective != NULL &&
            sla__node_find(draft->root, "calendar") == NULL)
            sla__report(draft->d, SLA__MSG_EFFECTIVE, effective->place,
                        "\"effective\" needs a zone in which the date begins; add \"timezone:\"");
    }
    return rc;
}
