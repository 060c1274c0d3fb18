/* SPDX-License-Identifier: MIT */
/* A ticket's facts: names to numbers and back, changes, and the facts at an instant. */
#include "ticket/facts.h"

#include <string.h>

#define FREE_TEXT_MAX 4096 /* bytes of a fact whose attribute allows any text */

static const char *const built_in[SLA__FACT_ATTRIBUTE] = {"type", "impact", "urgency", "priority",
                                                          "status"};

static int32_t find_fact(const sla_policy *p, const char *name)
{
    int32_t attribute;

    for (int32_t i = 0; i < SLA__FACT_ATTRIBUTE; i++) {
        if (strcmp(name, built_in[i]) == 0)
            return i;
    }
    attribute = sla__names_find(&p->attribute_names, name, strlen(name));
    return attribute < 0 ? -1 : SLA__FACT_ATTRIBUTE + attribute;
}

/* The names that a fact's values come from; NULL if any text is allowed. */
static const struct sla__names *values_of(const sla_policy *p, int32_t fact)
{
    const struct sla__attribute *a;

    switch (fact) {
    case SLA__FACT_TYPE:
        return &p->types;
    case SLA__FACT_IMPACT:
        return &p->impacts;
    case SLA__FACT_URGENCY:
        return &p->urgencies;
    case SLA__FACT_PRIORITY:
        return &p->priorities;
    case SLA__FACT_STATUS:
        return &p->statuses;
    default:
        a = &p->attributes[fact - SLA__FACT_ATTRIBUTE];
        return a->any_text ? NULL : &a->values;
    }
}

int32_t *sla__fact_slot(struct sla__facts *f, int32_t fact)
{
    switch (fact) {
    case SLA__FACT_TYPE:
        return &f->type;
    case SLA__FACT_IMPACT:
        return &f->impact;
    case SLA__FACT_URGENCY:
        return &f->urgency;
    case SLA__FACT_PRIORITY:
        return &f->given;
    case SLA__FACT_STATUS:
        return &f->status;
    default:
        return &f->attribute[fact - SLA__FACT_ATTRIBUTE];
    }
}

sla_result sla__fact_resolve(sla_ticket *t, const char *fact, const char *value,
                             struct sla__change *out)
{
    const sla_policy *p = t->policy;
    const struct sla__names *known;
    size_t len;

    out->fact = find_fact(p, fact);
    if (out->fact < 0)
        return SLA_NOT_FOUND;
    if (!value) { /* taken back: an attribute returns to its default */
        out->value = out->fact < SLA__FACT_ATTRIBUTE
                         ? -1
                         : p->attributes[out->fact - SLA__FACT_ATTRIBUTE].default_value;
        return SLA_OK;
    }
    len = strlen(value);
    known = values_of(p, out->fact);
    if (!known)
        return len > FREE_TEXT_MAX ? SLA_LIMIT : sla__names_add(&t->texts, value, len, &out->value);
    out->value = sla__names_find(known, value, len);
    return out->value < 0 ? SLA_NOT_FOUND : SLA_OK;
}

int sla__facts_apply(struct sla__facts *f, const struct sla__recorded *e, int32_t *entered)
{
    int changed = 0;

    *entered = -1;
    for (int32_t i = 0; i < e->change_count; i++) {
        int32_t *slot = sla__fact_slot(f, e->changes[i].fact);

        if (*slot == e->changes[i].value)
            continue;
        *slot = e->changes[i].value;
        if (e->changes[i].fact == SLA__FACT_STATUS)
            *entered = *slot;
        changed = 1;
    }
    return changed;
}

const char *sla__fact_name(const sla_policy *p, int32_t fact)
{
    return fact < SLA__FACT_ATTRIBUTE ? built_in[fact]
                                      : p->attribute_names.at[fact - SLA__FACT_ATTRIBUTE];
}

const char *sla__fact_value(const sla_ticket *t, const struct sla__facts *f, int32_t fact)
{
    const struct sla__names *known = values_of(t->policy, fact);
    struct sla__facts copy = *f;
    int32_t value = fact == SLA__FACT_PRIORITY ? sla__policy_priority(t->policy, f)
                                               : *sla__fact_slot(&copy, fact);

    if (value < 0)
        return NULL;
    return known ? known->at[value] : t->texts.at[value];
}

const char *sla_ticket_fact(const sla_ticket *ticket, const char *fact, sla_time now,
                            sla_time known)
{
    struct sla__facts f;
    int32_t number, entered;

    if (!ticket || !fact || now < ticket->created)
        return NULL;
    number = find_fact(ticket->policy, fact);
    if (number < 0)
        return NULL;
    f = ticket->facts;
    for (int32_t i = 0; i < ticket->count && ticket->events[i]->at <= now; i++) {
        if (sla__event_seen(ticket->events[i], now, known))
            (void)sla__facts_apply(&f, ticket->events[i], &entered);
    }
    return sla__fact_value(ticket, &f, number);
}
