/* SPDX-License-Identifier: MIT */
/* The policy as its readers see it: owners, getters, and the freeing of the whole model. */
#include "policy/model.h"

#include <string.h>

#include "base/alloc.h"
#include "calendar/plan.h"
#include "calendar/zone.h"
#include "policy/draft.h"

/* ------------------------------------------------------------------ owners */

static void clear_triggers(struct sla__triggers *t)
{
    sla__set_clear(&t->events);
    sla__set_clear(&t->statuses);
}

static void clear_calendars(sla_policy *p)
{
    if (p->calendars == NULL)
        return;
    for (int32_t i = 0; i < p->calendar_names.count; i++) {
        struct sla__desk_calendar *c = &p->calendars[i];

        for (int32_t k = 0; c->seen != NULL && k <= p->priorities.count; k++)
            sla_calendar_unref(c->seen[k]);
        sla__free(c->seen);
        sla__plan_unref(c->plan);
    }
    sla__free(p->calendars);
}

static void clear_attributes(sla_policy *p)
{
    for (int32_t i = 0; p->attributes != NULL && i < p->attribute_names.count; i++) {
        sla__names_clear(&p->attributes[i].values);
        sla__free(p->attributes[i].calendar);
    }
    sla__free(p->attributes);
}

static void clear_clocks(sla_policy *p)
{
    for (int32_t i = 0; p->clocks != NULL && i < p->clock_names.count; i++) {
        struct sla__clock *c = &p->clocks[i];

        clear_triggers(&c->start);
        clear_triggers(&c->stop);
        clear_triggers(&c->pause);
        clear_triggers(&c->resume);
        clear_triggers(&c->until);
        sla__set_clear(&c->pause_statuses);
        sla__when_clear(&c->when);
    }
    sla__free(p->clocks);
}

static void clear_targets(sla_policy *p)
{
    for (size_t i = 0; i < p->row_count; i++) {
        sla__when_clear(&p->rows[i].when);
        sla__free(p->rows[i].answers);
        sla__free(p->rows[i].place);
    }
    sla__free(p->rows);
    for (size_t i = 0; i < p->target_count; i++)
        sla__free(p->targets[i].text);
    sla__free(p->targets);
    for (int32_t i = 0; p->vehicles != NULL && i < p->priorities.count; i++)
        sla__free(p->vehicles[i]);
    sla__free(p->vehicles);
}

static void free_policy(sla_policy *p)
{
    clear_calendars(p); /* before the priorities, which count their views */
    clear_attributes(p);
    clear_clocks(p);
    clear_targets(p);
    sla__free(p->matrix);
    sla__free(p->fixed);
    sla__names_clear(&p->calendar_names);
    sla__names_clear(&p->types);
    sla__names_clear(&p->priorities);
    sla__names_clear(&p->impacts);
    sla__names_clear(&p->urgencies);
    sla__names_clear(&p->attribute_names);
    sla__names_clear(&p->statuses);
    sla__names_clear(&p->events);
    sla__names_clear(&p->clock_names);
    sla__zone_unref(p->zone);
    sla__free(p->name);
    sla__free(p->version);
    sla__free(p->timezone);
    sla__free(p);
}

sla_policy *sla_policy_ref(const sla_policy *policy)
{
    sla_policy *p = (sla_policy *)(uintptr_t)policy; /* only the count is ever written */

    if (p != NULL)
        __atomic_add_fetch(&p->refs, 1, __ATOMIC_RELAXED);
    return p;
}

void sla_policy_unref(sla_policy *policy)
{
    if (policy != NULL && __atomic_sub_fetch(&policy->refs, 1, __ATOMIC_ACQ_REL) == 0)
        free_policy(policy);
}

/* ------------------------------------------------------------------ getters */

static const char *text_or_empty(const char *text)
{
    return text != NULL ? text : "";
}

const char *sla_policy_name(const sla_policy *policy)
{
    return policy != NULL ? text_or_empty(policy->name) : NULL;
}

const char *sla_policy_version(const sla_policy *policy)
{
    return policy != NULL ? text_or_empty(policy->version) : NULL;
}

sla_date sla_policy_effective(const sla_policy *policy)
{
    return policy != NULL ? policy->effective : SLA_DATE_NONE;
}

const char *sla_policy_timezone(const sla_policy *policy)
{
    return policy != NULL ? text_or_empty(policy->timezone) : NULL;
}

const char *sla_policy_fingerprint(const sla_policy *policy)
{
    return policy != NULL ? policy->fingerprint : NULL;
}

static const struct sla__names *names_of(const sla_policy *p, sla_name_kind kind)
{
    if (p == NULL)
        return NULL;
    switch (kind) {
    case SLA_NAME_CALENDAR:
        return &p->calendar_names;
    case SLA_NAME_TYPE:
        return &p->types;
    case SLA_NAME_PRIORITY:
        return &p->priorities;
    case SLA_NAME_IMPACT:
        return &p->impacts;
    case SLA_NAME_URGENCY:
        return &p->urgencies;
    case SLA_NAME_ATTRIBUTE:
        return &p->attribute_names;
    case SLA_NAME_STATUS:
        return &p->statuses;
    case SLA_NAME_EVENT:
        return &p->events;
    case SLA_NAME_CLOCK:
        return &p->clock_names;
    }
    return NULL;
}

static const char *name_at(const struct sla__names *names, int32_t i)
{
    return names != NULL && i >= 0 && i < names->count ? names->at[i] : NULL;
}

static int32_t find(const struct sla__names *names, const char *name)
{
    return names != NULL && name != NULL ? sla__names_find(names, name, strlen(name)) : -1;
}

int32_t sla_policy_name_count(const sla_policy *policy, sla_name_kind kind)
{
    const struct sla__names *names = names_of(policy, kind);

    return names != NULL ? names->count : 0;
}

const char *sla_policy_name_at(const sla_policy *policy, sla_name_kind kind, int32_t i)
{
    return name_at(names_of(policy, kind), i);
}

int32_t sla_policy_find(const sla_policy *policy, sla_name_kind kind, const char *name)
{
    return find(names_of(policy, kind), name);
}

static const struct sla__names *values_of(const sla_policy *p, int32_t attribute)
{
    if (p == NULL || attribute < 0 || attribute >= p->attribute_names.count)
        return NULL;
    return &p->attributes[attribute].values;
}

int32_t sla_policy_value_count(const sla_policy *policy, int32_t attribute)
{
    const struct sla__names *values = values_of(policy, attribute);

    return values != NULL ? values->count : 0;
}

const char *sla_policy_value_at(const sla_policy *policy, int32_t attribute, int32_t i)
{
    return name_at(values_of(policy, attribute), i);
}

/* ------------------------------------------------------------------ questions */

const char *sla_policy_priority(const sla_policy *policy, const char *type, const char *impact,
                                const char *urgency)
{
    struct sla__facts facts = {.type = -1, .impact = -1, .urgency = -1, .given = -1, .status = -1};

    if (policy == NULL)
        return NULL;
    facts.type = find(&policy->types, type);
    facts.impact = find(&policy->impacts, impact);
    facts.urgency = find(&policy->urgencies, urgency);
    if ((type != NULL && facts.type < 0) || (impact != NULL && facts.impact < 0) ||
        (urgency != NULL && facts.urgency < 0))
        return NULL; /* a name from elsewhere decides nothing */
    return name_at(&policy->priorities, sla__policy_priority(policy, &facts));
}

const sla_calendar *sla_policy_calendar(const sla_policy *policy, const char *calendar,
                                        const char *priority)
{
    int32_t c, p = -1;

    if (policy == NULL || (c = find(&policy->calendar_names, calendar)) < 0)
        return NULL;
    if (priority != NULL && (p = find(&policy->priorities, priority)) < 0)
        return NULL;
    return policy->calendars[c].seen[1 + p];
}
