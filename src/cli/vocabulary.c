/* SPDX-License-Identifier: MIT */
#include "cli/vocabulary.h"

#include <stdlib.h>
#include <string.h>

void vocabulary_names(struct names *n, const sla_policy *policy, sla_name_kind kind)
{
    for (int32_t i = 0; i < sla_policy_name_count(policy, kind); i++) {
        const char *name = sla_policy_name_at(policy, kind, i);

        names_add(n, name, strlen(name));
    }
}

static int32_t event(const struct vocabulary *v, const char *name)
{
    return names_find(&v->events, name, strlen(name));
}

void vocabulary_make(struct vocabulary *v, const sla_policy *policy)
{
    static const char *const facts[] = {"type", "impact", "urgency", "priority", "status"};
    static const sla_name_kind kinds[] = {SLA_NAME_TYPE, SLA_NAME_IMPACT, SLA_NAME_URGENCY,
                                          SLA_NAME_PRIORITY, SLA_NAME_STATUS};

    *v = (struct vocabulary){.policy = policy};
    for (int32_t i = 0; i < FACT_ATTRIBUTES; i++)
        names_add(&v->facts, facts[i], strlen(facts[i]));
    vocabulary_names(&v->facts, policy, SLA_NAME_ATTRIBUTE);
    vocabulary_names(&v->events, policy, SLA_NAME_EVENT);
    vocabulary_names(&v->clocks, policy, SLA_NAME_CLOCK);
    v->values = memory_alloc((size_t)v->facts.count, sizeof *v->values);
    v->any_text = memory_alloc((size_t)v->facts.count, 1);
    for (int32_t f = 0; f < FACT_ATTRIBUTES; f++)
        vocabulary_names(&v->values[f], policy, kinds[f]);
    for (int32_t f = FACT_ATTRIBUTES; f < v->facts.count; f++) {
        int32_t attribute = sla_policy_find(policy, SLA_NAME_ATTRIBUTE, v->facts.at[f]);
        int32_t count = sla_policy_value_count(policy, attribute);

        v->any_text[f] = count == 0;
        for (int32_t i = 0; i < count; i++) {
            const char *value = sla_policy_value_at(policy, attribute, i);

            names_add(&v->values[f], value, strlen(value));
        }
    }
    v->created = event(v, "created");
    v->waiting = event(v, "waiting");
    v->resumed = event(v, "resumed");
    v->reopened = event(v, "reopened");
    v->resolved = event(v, "resolved");
    v->closed = event(v, "closed");
    v->cancelled = event(v, "cancelled");
    v->status = event(v, "status");
    v->reclassified = event(v, "reclassified");
    v->due_agreed = event(v, "due_agreed");
    v->code_fix = event(v, "code_fix");
}

void vocabulary_free(struct vocabulary *v)
{
    for (int32_t f = 0; f < v->facts.count; f++)
        names_free(&v->values[f]);
    free(v->values);
    free(v->any_text);
    names_free(&v->facts);
    names_free(&v->events);
    names_free(&v->clocks);
}

sla_policy *vocabulary_policy(struct console *c, const char *path, int warnings)
{
    size_t before = c->errors;
    sla_diagnostics *d = NULL;
    sla_policy *policy = NULL;
    sla_result rc = sla_diagnostics_new(&d);

    if (rc == SLA_OK)
        rc = sla_policy_load(path, NULL, d, &policy);
    if (rc != SLA_OK || warnings)
        console_diagnostics(c, d);
    if (rc != SLA_OK && c->errors == before)
        console_say(c, SAY_ERROR, path, 0, "%s", RESULT(rc));
    sla_diagnostics_free(d);
    return policy;
}
