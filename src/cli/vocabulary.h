/* SPDX-License-Identifier: MIT */
/* The words of a policy that rows may use, each found by a look-up. */
#ifndef SLA_CLI_VOCABULARY_H
#define SLA_CLI_VOCABULARY_H

#include "cli/console.h"
#include "cli/names.h"

/* Facts by number; the attributes follow. */
enum { FACT_TYPE, FACT_IMPACT, FACT_URGENCY, FACT_PRIORITY, FACT_STATUS, FACT_ATTRIBUTES };

struct vocabulary {
    const sla_policy *policy;
    struct names facts, events, clocks;
    struct names *values;    /* for each fact */
    unsigned char *any_text; /* for each fact: whether any text is a value */
    int32_t created, waiting, resumed, reopened, resolved, closed, cancelled; /* events */
    int32_t status, reclassified, due_agreed, code_fix;
};

void vocabulary_make(struct vocabulary *v, const sla_policy *policy);
void vocabulary_free(struct vocabulary *v);

/* Load a policy; NULL and said if it has errors. Its warnings are said if `warnings`. */
sla_policy *vocabulary_policy(struct console *c, const char *path, int warnings);
/* Add the policy's names of a kind. */
void vocabulary_names(struct names *n, const sla_policy *policy, sla_name_kind kind);

#endif
