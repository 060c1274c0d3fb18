/* SPDX-License-Identifier: MIT */
/*
 * What is legal but surely a mistake. Runs over a policy without errors, so every name is known,
 * clock and row numbers are places in their sections, and no test below can fail half-way.
 */
#include "policy/draft.h"

#include <string.h>

#include "base/alloc.h"

/* Clocks of one row that are compared with each other; nobody writes more by hand. */
#define PEERS_MAX 16

static const char *quote_name(const char *name, char out[SLA__QUOTE_MAX])
{
    return sla__quote(name, strlen(name), out);
}

/* ------------------------------------------------------------------ targets beside each other */

/* 1 if `a` is surely the longer one: both in time, or both in days of one rule, or, with a known
 * length of the day, one in each. */
static int is_longer(const struct sla__target *a, const struct sla__target *b, int32_t day_length)
{
    sla_duration length[2];

    if (a->kind == SLA__TARGET_WORKING_DAYS && b->kind == a->kind && a->rule == b->rule)
        return a->days > b->days;
    for (int i = 0; i < 2; i++) {
        const struct sla__target *t = i == 0 ? a : b;

        if (t->kind == SLA__TARGET_SECONDS)
            length[i] = t->seconds;
        else if (t->kind == SLA__TARGET_WORKING_DAYS && t->rule == SLA__DAYS_ELAPSED &&
                 day_length > 0)
            length[i] = (sla_duration)t->days * day_length;
        else
            return 0;
    }
    return length[0] > length[1];
}

/* The length of a working day for a clock in a row, if it is the same for all tickets; else 0. */
static int32_t day_length_of(const sla_policy *p, const struct sla__row *row, int32_t clock)
{
    int32_t calendar = row->calendar >= 0 ? row->calendar : p->clocks[clock].calendar;

    if (calendar < 0 && p->calendar_attribute < 0)
        calendar = p->default_calendar;
    return calendar >= 0 ? p->calendars[calendar].day_length : 0;
}

static const struct sla__target *target_of(const sla_policy *p, const struct sla__row *row,
                                           int32_t clock, int32_t priority)
{
    return row->answers[(size_t)clock * ((size_t)p->priorities.count + 1) + (size_t)(1 + priority)];
}

/* `{P1: 4h, P2: 2h}`: the more urgent takes longer. */
static void lint_priorities(struct sla__draft *draft, const struct sla__row *row,
                            const struct sla__node *node, int32_t clock)
{
    const sla_policy *p = draft->policy;
    const int32_t day_length = day_length_of(p, row, clock);
    char urgent[SLA__QUOTE_MAX], other[SLA__QUOTE_MAX];
    int32_t before = -1;

    for (int32_t i = 0; i < p->priorities.count; i++) {
        const struct sla__target *t = target_of(p, row, clock, i);
        const struct sla__target *u = before >= 0 ? target_of(p, row, clock, before) : NULL;

        if (t == NULL)
            continue;
        if (u != NULL && is_longer(u, t, day_length)) {
            quote_name(p->priorities.at[before], urgent);
            quote_name(p->priorities.at[i], other);
            sla__report(draft->d, SLA__MSG_URGENT_IS_SLOWER,
                        sla__node_find(node, p->priorities.at[before])->place,
                        "target %.40s of priority %s is longer than that of %s, which is less "
                        "urgent (%.40s)",
                        u->text, urgent, other, t->text);
            sla__report(draft->d, SLA__MSG_SET_BEFORE,
                        sla__node_find(node, p->priorities.at[i])->place, "%s is set here", other);
        }
        before = i;
    }
}

static int is_within(const struct sla__set *a, const struct sla__set *b)
{
    for (int32_t i = 0; i * 64 < a->room; i++)
        if (a->bits[i] & ~(i * 64 < b->room ? b->bits[i] : 0))
            return 0;
    return 1;
}

static int triggers_within(const struct sla__triggers *a, const struct sla__triggers *b)
{
    return is_within(&a->events, &b->events) && is_within(&a->statuses, &b->statuses);
}

/* Whatever stops `b` stops `a` too, and they start together: so `a` never takes longer than `b`. */
static int ends_first(const struct sla__clock *a, const struct sla__clock *b)
{
    return !a->repeats && !b->repeats && triggers_within(&a->start, &b->start) &&
           triggers_within(&b->start, &a->start) && triggers_within(&b->stop, &a->stop) &&
           !triggers_within(&a->stop, &b->stop);
}

static void report_pair(struct sla__draft *draft, const struct sla__node *a,
                        const struct sla__node *b, const char *name_a, const char *name_b,
                        const struct sla__target *longer, const struct sla__target *shorter)
{
    char quoted_a[SLA__QUOTE_MAX], quoted_b[SLA__QUOTE_MAX];

    quote_name(name_a, quoted_a);
    quote_name(name_b, quoted_b);
    sla__report(draft->d, SLA__MSG_LONGER_THAN_WHOLE, a->place,
                "target %s (%.40s) is longer than %s (%.40s), which ends no earlier", quoted_a,
                longer->text, quoted_b, shorter->text);
    sla__report(draft->d, SLA__MSG_SET_BEFORE, b->place, "%s is set here", quoted_b);
}

/* Two clocks of one row: told once, for the first priority that shows it. */
static void lint_pair(struct sla__draft *draft, const struct sla__row *row,
                      const struct sla__node *row_node, const struct sla__node *node_a,
                      const struct sla__node *node_b)
{
    const sla_policy *p = draft->policy;
    const int32_t a = sla__names_find(&p->clock_names, node_a->key, node_a->key_len);
    const int32_t b = sla__names_find(&p->clock_names, node_b->key, node_b->key_len);
    const int32_t length_a = day_length_of(p, row, a), length_b = day_length_of(p, row, b);
    const int plain = node_a->kind != SLA__MAP && node_b->kind != SLA__MAP;

    if (!ends_first(&p->clocks[a], &p->clocks[b]))
        return;
    for (int32_t i = plain ? -1 : 0; i < (plain ? 0 : p->priorities.count); i++) {
        const struct sla__target *t = target_of(p, row, a, i), *u = target_of(p, row, b, i);

        if (t == NULL || u == NULL || !is_longer(t, u, length_a == length_b ? length_a : 0))
            continue;
        report_pair(draft, sla__target_node(p, row_node, a, i), sla__target_node(p, row_node, b, i),
                    p->clocks[a].name, p->clocks[b].name, t, u);
        return;
    }
}

static void lint_row(struct sla__draft *draft, const struct sla__row *row,
                     const struct sla__node *node)
{
    const sla_policy *p = draft->policy;
    const struct sla__node *within = sla__node_find(node, "within");

    for (const struct sla__node *n = within->child; n != NULL; n = n->next) {
        if (n->kind == SLA__MAP)
            lint_priorities(draft, row, n, sla__names_find(&p->clock_names, n->key, n->key_len));
        for (const struct sla__node *m = within->child; m != NULL && within->count <= PEERS_MAX;
             m = m->next)
            if (m != n)
                lint_pair(draft, row, node, n, m);
    }
}

/* ------------------------------------------------------------------ clocks and events */

static void lint_clock(struct sla__draft *draft, const struct sla__clock *c,
                       const struct sla__node *node)
{
    char quoted[SLA__QUOTE_MAX];

    quote_name(c->name, quoted);
    if (c->pause.any && !c->resume.any)
        sla__report(draft->d, SLA__MSG_NEVER_RESUMES, sla__node_find(node, "pause")->key_place,
                    "clock %s pauses and nothing resumes it; add \"resume\"", quoted);
    if (c->resume.any && !c->pause.any)
        sla__report(draft->d, SLA__MSG_NEVER_PAUSES, sla__node_find(node, "resume")->key_place,
                    "clock %s resumes and no event pauses it; add \"pause\", or take \"resume\" "
                    "out",
                    quoted);
}

static int is_used(const struct sla__clock *c, int32_t event)
{
    return sla__set_has(&c->start.events, event) || sla__set_has(&c->stop.events, event) ||
           sla__set_has(&c->pause.events, event) || sla__set_has(&c->resume.events, event) ||
           sla__set_has(&c->until.events, event);
}

/* An event that no clock uses may be there for the record; one that is nearly the name of a
 * built-in one is a slip. */
static void lint_event(struct sla__draft *draft, const struct sla__node *node, int32_t event)
{
    const sla_policy *p = draft->policy;
    const char *builtin[SLA__EV_BUILTIN_COUNT + 1] = {NULL};
    const char *near;
    char quoted[SLA__QUOTE_MAX];

    for (int32_t i = 0; i < SLA__EV_BUILTIN_COUNT; i++)
        builtin[i] = p->events.at[i];
    near = sla__nearest(builtin, node->text, node->len);
    for (int32_t i = 0; near != NULL && i < p->clock_names.count; i++)
        if (is_used(&p->clocks[i], event))
            near = NULL;
    if (near != NULL)
        sla__report(draft->d, SLA__MSG_EVENT_NEAR_BUILTIN, node->place,
                    "event %s is used by no clock; if the built-in \"%s\" is meant, take it out",
                    quote_name(node->text, quoted), near);
}

/* ------------------------------------------------------------------ types that no clock serves */

/* 1 if tickets of the type get this priority by the policy's own word. */
static int is_usual(const sla_policy *p, const unsigned char *in_matrix, int32_t type,
                    int32_t priority)
{
    if (p->fixed != NULL && p->fixed[type] >= 0)
        return p->fixed[type] == priority;
    return p->matrix == NULL || in_matrix[priority];
}

static void lint_type(struct sla__draft *draft, const unsigned char *in_matrix, int32_t type,
                      const struct sla__node *node)
{
    const sla_policy *p = draft->policy;
    const size_t words = ((size_t)p->types.count + 63) / 64;
    char quoted[SLA__QUOTE_MAX], example[SLA__QUOTE_MAX];
    int32_t idle = 0, usual = 0, first = -1;

    for (int32_t i = 0; i < p->priorities.count; i++) {
        if (!is_usual(p, in_matrix, type, i))
            continue;
        usual++;
        if (draft->served[(size_t)i * words + (size_t)type / 64] >> (type % 64) & 1)
            continue;
        if (idle++ == 0)
            first = i;
    }
    quote_name(p->types.at[type], quoted);
    if (idle > 0 && idle == usual)
        sla__report(draft->d, SLA__MSG_NO_CLOCK_RUNS, node->place,
                    "no clock runs for type %s; give it a target if one is missing", quoted);
    else if (idle > 0)
        sla__report(
            draft->d, SLA__MSG_NO_CLOCK_RUNS, node->place,
            "no clock runs for type %s with priority %s; give it a target if one is missing",
            quoted, quote_name(p->priorities.at[first], example));
}

static sla_result lint_types(struct sla__draft *draft)
{
    const sla_policy *p = draft->policy;
    const struct sla__node *types = sla__node_find(draft->root, "types");
    const struct sla__node *n = types != NULL ? types->child : NULL;
    unsigned char *in_matrix;

    if (p->clock_names.count == 0 || p->priorities.count == 0)
        return SLA_OK;
    in_matrix = sla__alloc((size_t)p->priorities.count, 1);
    if (in_matrix == NULL)
        return SLA_NO_MEMORY;
    for (size_t i = 0;
         p->matrix != NULL && i < (size_t)p->urgencies.count * (size_t)p->impacts.count; i++)
        in_matrix[p->matrix[i]] = 1;
    for (int32_t t = 0; t < p->types.count; t++, n = n->next)
        lint_type(draft, in_matrix, t, n);
    sla__free(in_matrix);
    return SLA_OK;
}

/* ------------------------------------------------------------------ all of it */

sla_result sla__lint(struct sla__draft *draft)
{
    const sla_policy *p = draft->policy;
    const struct sla__node *clocks = sla__node_find(draft->root, "clocks");
    const struct sla__node *events = sla__node_find(draft->root, "events");
    const struct sla__node *rows = sla__node_find(draft->root, "targets");
    const struct sla__node *n = clocks != NULL ? clocks->child : NULL;

    for (int32_t i = 0; i < p->clock_names.count; i++, n = n->next)
        lint_clock(draft, &p->clocks[i], n);
    n = rows != NULL ? rows->child : NULL;
    for (size_t i = 0; i < p->row_count; i++, n = n->next)
        lint_row(draft, &p->rows[i], n);
    n = events != NULL ? events->child : NULL;
    for (int32_t i = SLA__EV_BUILTIN_COUNT; i < p->events.count; i++, n = n->next)
        lint_event(draft, n, i);
    return lint_types(draft);
}
