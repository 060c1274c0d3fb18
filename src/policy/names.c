/* SPDX-License-Identifier: MIT */
/* The words that a policy speaks in: types, priorities, statuses and its own events. */
#include "policy/draft.h"

#include <string.h>

#include "base/alloc.h"
#include "calendar/sources.h"

#define NAME_MAX_BYTES 64

static const char *const builtin_events[SLA__EV_BUILTIN_COUNT] = {
    [SLA__EV_CREATED] = "created",
    [SLA__EV_TRIAGED] = "triaged",
    [SLA__EV_RESPONDED] = "responded",
    [SLA__EV_WAITING] = "waiting",
    [SLA__EV_RESUMED] = "resumed",
    [SLA__EV_ASSIGNED] = "assigned",
    [SLA__EV_RECLASSIFIED] = "reclassified",
    [SLA__EV_STATUS] = "status",
    [SLA__EV_CODE_FIX] = "code_fix",
    [SLA__EV_DUE_AGREED] = "due_agreed",
    [SLA__EV_RESOLVED] = "resolved",
    [SLA__EV_REOPENED] = "reopened",
    [SLA__EV_CLOSED] = "closed",
    [SLA__EV_CANCELLED] = "cancelled",
};

/* `none` is a target, `clocks` a key beside the priorities of `releases`. */
static const char *const reserved_priorities[] = {"none", "clocks", NULL};
/* Words that stand beside events in escalation rules. */
static const char *const reserved_events[] = {"none", "requested", "exhausted", NULL};

static int has_control(const char *text, size_t len)
{
    const unsigned char *u = (const unsigned char *)text;

    for (size_t i = 0; i < len; i++) {
        if (u[i] < 0x20 || u[i] == 0x7f)
            return 1;
        if (u[i] == 0xc2 && i + 1 < len && u[i + 1] >= 0x80 && u[i + 1] < 0xa0)
            return 1; /* U+0080 to U+009F */
    }
    return 0;
}

int sla__name_ok(struct sla__draft *draft, struct sla__place place, const char *text, size_t len,
                 const char *what)
{
    char quoted[SLA__QUOTE_MAX];
    const char *wrong = NULL;

    if (len == 0)
        wrong = "is empty";
    else if (len > NAME_MAX_BYTES)
        wrong = "is longer than 64 bytes; shorten it";
    else if (!sla__utf8_ok(text, len) || has_control(text, len))
        wrong = "has a control character or broken UTF-8 in it; take that out";
    else if (text[0] == ' ' || text[len - 1] == ' ')
        wrong = "begins or ends with a space; take that out";
    if (wrong != NULL)
        sla__report(draft->d, SLA__MSG_BAD_NAME, place, "%s name %s %s", what,
                    sla__quote(text, len, quoted), wrong);
    return wrong == NULL;
}

sla_result sla__check_count(struct sla__draft *draft, const struct sla__node *section,
                            const char *what)
{
    const int64_t limit = sla__sources_limit(draft->sources, SLA_LIMIT_NAMES);

    if (section->count <= limit)
        return SLA_OK;
    sla__report(draft->d, SLA__MSG_LIMIT, section->place,
                "%s: %d entries are more than the limit of %lld names in one section", what,
                (int)section->count, (long long)limit);
    return SLA_LIMIT;
}

static int reserved(const char *const *words, const char *text)
{
    for (; words != NULL && *words != NULL; words++)
        if (strcmp(*words, text) == 0)
            return 1;
    return 0;
}

/* What `names` holds already is built in, and may not be defined again. `first` remembers the place
 * of each new name. */
static sla_result read_name(struct sla__draft *draft, const struct sla__node *node,
                            const char *what, const char *const *words, int32_t builtin,
                            struct sla__names *names, const struct sla__node **first)
{
    char quoted[SLA__QUOTE_MAX];
    sla_result rc = SLA_OK;
    int32_t number;

    if (sla__expect_text(draft, node, what) == NULL ||
        !sla__name_ok(draft, node->place, node->text, node->len, what))
        return SLA_OK;
    sla__quote(node->text, node->len, quoted);
    number = sla__names_find(names, node->text, node->len);
    if (number >= 0 && number < builtin) {
        sla__report(draft->d, SLA__MSG_RESERVED_NAME, node->place,
                    "%s %s is built in; leave it out", what, quoted);
    } else if (number >= 0) {
        sla__report(draft->d, SLA__MSG_NAME_TWICE, node->place, "%s %s is listed twice", what,
                    quoted);
        sla__report(draft->d, SLA__MSG_SET_BEFORE, first[number - builtin]->place,
                    "%s is listed here first", quoted);
    } else if (reserved(words, node->text)) {
        sla__report(draft->d, SLA__MSG_RESERVED_NAME, node->place,
                    "no %s can be called %s: the word has a meaning of its own; choose another",
                    what, quoted);
    } else {
        rc = sla__names_add(names, node->text, node->len, &number);
        if (rc == SLA_OK)
            first[number - builtin] = node;
    }
    return rc;
}

static sla_result read_list(struct sla__draft *draft, const struct sla__node *list,
                            const char *what, const char *const *words, struct sla__names *names)
{
    const int32_t builtin = names->count;
    const struct sla__node **first;
    sla_result rc;

    if (list == NULL)
        return SLA_OK;
    if (list->kind != SLA__LIST || list->count == 0) {
        sla__report(draft->d, SLA__MSG_WRONG_KIND, list->place,
                    "write a list with at least one %s here, for example [a, b]", what);
        return SLA_OK;
    }
    rc = sla__check_count(draft, list, what);
    if (rc != SLA_OK)
        return rc;
    first = sla__alloc((size_t)list->count, sizeof *first);
    if (first == NULL)
        return SLA_NO_MEMORY;
    for (const struct sla__node *n = list->child; rc == SLA_OK && n != NULL; n = n->next)
        rc = read_name(draft, n, what, words, builtin, names, first);
    sla__free(first);
    return rc;
}

sla_result sla__read_names_list(struct sla__draft *draft, const struct sla__node *list,
                                const char *what, struct sla__names *names)
{
    return read_list(draft, list, what, NULL, names);
}

/* Triggers write `status NAME`, so no event may begin so. */
static void check_events(struct sla__draft *draft)
{
    const struct sla__node *list = sla__node_find(draft->root, "events");
    char quoted[SLA__QUOTE_MAX];

    for (const struct sla__node *n = list != NULL ? list->child : NULL; n != NULL; n = n->next)
        if (n->kind == SLA__TEXT && strncmp(n->text, "status ", 7) == 0)
            sla__report(draft->d, SLA__MSG_RESERVED_NAME, n->place,
                        "event %s begins like a status; list it under \"statuses\", or rename it",
                        sla__quote(n->text, n->len, quoted));
}

sla_result sla__read_names(struct sla__draft *draft)
{
    sla_policy *p = draft->policy;
    const struct sla__node *root = draft->root;
    sla_result rc = SLA_OK;
    int32_t number;

    for (int32_t i = 0; rc == SLA_OK && i < SLA__EV_BUILTIN_COUNT; i++)
        rc = sla__names_add(&p->events, builtin_events[i], strlen(builtin_events[i]), &number);
    if (rc == SLA_OK)
        rc = read_list(draft, sla__node_find(root, "types"), "type", NULL, &p->types);
    if (rc == SLA_OK)
        rc = read_list(draft, sla__node_find(root, "priorities"), "priority", reserved_priorities,
                       &p->priorities);
    if (rc == SLA_OK)
        rc = read_list(draft, sla__node_find(root, "statuses"), "status", NULL, &p->statuses);
    if (rc == SLA_OK)
        rc = read_list(draft, sla__node_find(root, "events"), "event", reserved_events, &p->events);
    check_events(draft);
    return rc;
}
