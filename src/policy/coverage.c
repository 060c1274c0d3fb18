/* SPDX-License-Identifier: MIT */
/* The section `coverage`: on whose behalf work goes on when a holiday closes the desk (R4). */
#include "policy/calendars.h"

#include "base/alloc.h"

static sla_result read_coverage(struct sla__draft *draft, const struct sla__node *node,
                                uint64_t bit, struct sla__coverages *out, struct sla__coverage *c)
{
    static const char *const known[] = {"priorities", "hours", NULL};
    const struct sla__node *priorities = sla__node_find(node, "priorities");
    const struct sla__node *hours = sla__node_find(node, "hours");
    struct sla__set covered = {0};
    sla_result rc;
    int ok;

    if (!sla__expect_map(draft, node, "coverage", known))
        return SLA_OK;
    if (!priorities)
        sla__report(draft->d, SLA__MSG_MISSING_KEY, node->place,
                    "this coverage needs \"priorities\": those whose clocks run on such days");
    rc = sla__expect_names(draft, priorities, &draft->policy->priorities, "priority", &covered);
    for (int32_t i = 0; i < covered.room; i++)
        if (sla__set_has(&covered, i))
            out->of_priority[i] |= bit;
    sla__set_clear(&covered);
    if (rc == SLA_OK && hours) {
        rc = sla__read_windows(draft, hours, &c->windows, &ok);
        c->has_windows = 1;
        if (rc == SLA_OK && ok && c->windows.count == 0)
            sla__report(draft->d, SLA__MSG_BAD_COVERAGE, hours->place,
                        "a coverage without hours covers nothing: leave the coverage out");
    }
    return rc;
}

sla_result sla__read_coverages(struct sla__draft *draft, struct sla__coverages *out)
{
    const struct sla__node *section = sla__node_find(draft->root, "coverage");
    sla_result rc = SLA_OK;

    out->of_priority = sla__alloc((size_t)draft->policy->priorities.count, sizeof(uint64_t));
    out->at = sla__alloc(SLA__COVERAGES_MAX, sizeof *out->at);
    if (!out->of_priority || !out->at)
        return SLA_NO_MEMORY;
    if (!sla__expect_map(draft, section, "coverage", NULL))
        return SLA_OK;
    if (section->count > SLA__COVERAGES_MAX) {
        sla__report(draft->d, SLA__MSG_LIMIT, section->place, "more than %d coverages",
                    SLA__COVERAGES_MAX);
        return SLA_LIMIT;
    }
    for (const struct sla__node *n = section->child; rc == SLA_OK && n; n = n->next) {
        int32_t number;
        if (!sla__name_ok(draft, n->key_place, n->key, n->key_len, "coverage"))
            continue;
        rc = sla__names_add(&out->names, n->key, n->key_len, &number);
        if (rc == SLA_OK)
            rc = read_coverage(draft, n, UINT64_C(1) << number, out, &out->at[number]);
    }
    return rc;
}

void sla__coverages_clear(struct sla__coverages *coverages)
{
    for (int32_t i = 0; coverages->at && i < coverages->names.count; i++)
        sla__free(coverages->at[i].windows.at);
    sla__names_clear(&coverages->names);
    sla__free(coverages->at);
    sla__free(coverages->of_priority);
    *coverages = (struct sla__coverages){0};
}
