/* SPDX-License-Identifier: MIT */
/* The clocks: what starts, stops, pauses and resumes each, and for which tickets it runs. */
#include "policy/draft.h"

#include <string.h>

#include "base/alloc.h"

/* One trigger: an event's name, or `status NAME` for entering that status. */
static void read_trigger(struct sla__draft *draft, const struct sla__node *node,
                         struct sla__triggers *out)
{
    const sla_policy *p = draft->policy;
    char quoted[SLA__QUOTE_MAX];
    struct sla__set *set = &out->events;
    int32_t number;

    if (sla__expect_text(draft, node, "event") == NULL)
        return;
    if (strncmp(node->text, "status ", 7) == 0) {
        struct sla__node status = *node;

        status.text += 7;
        status.len -= 7;
        set = &out->statuses;
        number = sla__expect_name(draft, &status, &p->statuses, "status");
    } else if (sla__names_find(&p->events, node->text, node->len) < 0 &&
               sla__names_find(&p->statuses, node->text, node->len) >= 0) {
        sla__report(draft->d, SLA__MSG_STATUS_AS_EVENT, node->place,
                    "%s is a status, not an event; write \"status %s\"",
                    sla__quote(node->text, node->len, quoted), node->text);
        return;
    } else {
        number = sla__expect_name(draft, node, &p->events, "event");
    }
    if (sla__set_has(set, number))
        sla__report(draft->d, SLA__MSG_NAME_TWICE, node->place, "%s is listed twice",
                    sla__quote(node->text, node->len, quoted));
    else if (number >= 0)
        sla__set_add(set, number);
}

static sla_result read_triggers(struct sla__draft *draft, const struct sla__node *node,
                                struct sla__triggers *out)
{
    const sla_policy *p = draft->policy;
    sla_result rc;

    if (node == NULL)
        return SLA_OK;
    out->any = 1;
    rc = sla__set_new(&out->events, p->events.count);
    if (rc == SLA_OK)
        rc = sla__set_new(&out->statuses, p->statuses.count);
    if (rc != SLA_OK)
        return rc;
    if (node->kind != SLA__LIST) {
        read_trigger(draft, node, out);
        return SLA_OK;
    }
    if (node->count == 0)
        sla__report(draft->d, SLA__MSG_EMPTY_VALUE, node->place,
                    "\"%s\" lists nothing; name an event, or leave the key out", node->key);
    for (const struct sla__node *n = node->child; n != NULL; n = n->next)
        read_trigger(draft, n, out);
    return SLA_OK;
}

static sla_result read_pause_while(struct sla__draft *draft, const struct sla__node *node,
                                   struct sla__set *out)
{
    static const char *const known[] = {"status", NULL};
    const struct sla__node *status;

    if (node == NULL || !sla__expect_map(draft, node, "pause_while", known))
        return SLA_OK;
    status = sla__node_find(node, "status");
    if (status == NULL) {
        sla__report(draft->d, SLA__MSG_MISSING_KEY, node->place,
                    "\"pause_while\" needs a status, as in {status: [waiting_for_customer]}");
        return SLA_OK;
    }
    return sla__expect_names(draft, status, &draft->policy->statuses, "status", out);
}

/* The first name that is in both sets, or NULL. */
static const char *first_shared(const struct sla__set *a, const struct sla__set *b,
                                const struct sla__names *names)
{
    for (int32_t i = 0; i < names->count; i++)
        if (sla__set_has(a, i) && sla__set_has(b, i))
            return names->at[i];
    return NULL;
}

static void check_both(struct sla__draft *draft, const struct sla__node *node,
                       const struct sla__triggers *a, const struct sla__triggers *b,
                       enum sla__message number, const char *what)
{
    const sla_policy *p = draft->policy;
    const char *shared = first_shared(&a->events, &b->events, &p->events);
    const char *status = "";
    char quoted[SLA__QUOTE_MAX];

    if (shared == NULL) {
        shared = first_shared(&a->statuses, &b->statuses, &p->statuses);
        status = "status ";
    }
    if (shared != NULL)
        sla__report(draft->d, number, node->place, "%s%s %s", status,
                    sla__quote(shared, strlen(shared), quoted), what);
}

static void check_clock(struct sla__draft *draft, const struct sla__node *node,
                        const struct sla__clock *c)
{
    char quoted[SLA__QUOTE_MAX];

    sla__quote(node->key, node->key_len, quoted);
    if (!c->start.any)
        sla__report(
            draft->d, SLA__MSG_CLOCK_START, node->key_place,
            "clock %s has no \"start\"; say which event starts it, as in \"start: created\"",
            quoted);
    if (!c->stop.any && !c->until.any)
        sla__report(draft->d, SLA__MSG_CLOCK_STOP, node->key_place,
                    "clock %s has neither \"stop\" nor \"until\"; say which event ends it, as in "
                    "\"stop: [resolved, closed]\"",
                    quoted);
    if (!c->repeats)
        check_both(draft, sla__node_find(node, "stop"), &c->start, &c->stop, SLA__MSG_START_IS_STOP,
                   "is both in \"start\" and in \"stop\"; add \"until\" if the clock repeats, "
                   "or take it out of one of them");
    check_both(draft, sla__node_find(node, "resume"), &c->pause, &c->resume,
               SLA__MSG_PAUSE_IS_RESUME,
               "is both in \"pause\" and in \"resume\"; take it out of one of them");
}

static sla_result read_clock(struct sla__draft *draft, const struct sla__node *node,
                             struct sla__clock *c)
{
    static const char *const known[] = {"start",       "stop",     "pause", "resume",   "until",
                                        "pause_while", "reopened", "when",  "calendar", NULL};
    static const char *const ways[] = {"resume", "restart", "new_cycle", NULL};
    static const enum sla__reopened reopenings[] = {SLA__REOPEN_RESUME, SLA__REOPEN_RESTART,
                                                    SLA__REOPEN_NEW_CYCLE};
    int32_t way;
    sla_result rc;

    c->calendar = -1;
    if (!sla__expect_map(draft, node, "clock", known))
        return SLA_OK;
    rc = read_triggers(draft, sla__node_find(node, "start"), &c->start);
    if (rc == SLA_OK)
        rc = read_triggers(draft, sla__node_find(node, "stop"), &c->stop);
    if (rc == SLA_OK)
        rc = read_triggers(draft, sla__node_find(node, "pause"), &c->pause);
    if (rc == SLA_OK)
        rc = read_triggers(draft, sla__node_find(node, "resume"), &c->resume);
    if (rc == SLA_OK)
        rc = read_triggers(draft, sla__node_find(node, "until"), &c->until);
    if (rc == SLA_OK)
        rc = read_pause_while(draft, sla__node_find(node, "pause_while"), &c->pause_statuses);
    if (rc == SLA_OK)
        rc = sla__read_when(draft, sla__node_find(node, "when"), &c->when);
    if (rc != SLA_OK)
        return rc;
    way = sla__expect_word(draft, sla__node_find(node, "reopened"), "word for reopened", ways);
    if (way >= 0)
        c->reopened = reopenings[way];
    c->calendar = sla__expect_name(draft, sla__node_find(node, "calendar"),
                                   &draft->policy->calendar_names, "calendar");
    c->repeats = c->until.any;
    check_clock(draft, node, c);
    return SLA_OK;
}

sla_result sla__read_clocks(struct sla__draft *draft)
{
    sla_policy *p = draft->policy;
    const struct sla__node *section = sla__node_find(draft->root, "clocks");
    sla_result rc;

    if (section == NULL || !sla__expect_map(draft, section, "clocks", NULL))
        return SLA_OK;
    rc = sla__check_count(draft, section, "clocks");
    if (rc != SLA_OK)
        return rc;
    p->clocks = sla__alloc((size_t)section->count, sizeof *p->clocks);
    if (p->clocks == NULL)
        return SLA_NO_MEMORY;
    for (const struct sla__node *n = section->child; rc == SLA_OK && n != NULL; n = n->next) {
        int32_t number;

        if (!sla__name_ok(draft, n->key_place, n->key, n->key_len, "clock"))
            continue;
        rc = sla__names_add(&p->clock_names, n->key, n->key_len, &number);
        if (rc == SLA_OK) {
            p->clocks[number].name = p->clock_names.at[number];
            rc = read_clock(draft, n, &p->clocks[number]);
        }
    }
    return rc;
}
