/* SPDX-License-Identifier: MIT */
/* sla_calendar_parse(): one calendar with no policy around it, by the same readers. */
#include "policy/calendars.h"

#include "base/alloc.h"

/* 1 if there are no keys that name what only a policy has. */
static int stands_alone(struct sla__draft *draft)
{
    const struct sla__node *like = sla__node_find(draft->root, "like");
    const struct sla__node *any_of = sla__node_find(draft->root, "any_of");

    if (like)
        sla__report(draft->d, SLA__MSG_ONLY_IN_POLICY, like->key_place,
                    "\"like\" names a calendar of a policy: write its keys out here");
    if (any_of)
        sla__report(draft->d, SLA__MSG_ONLY_IN_POLICY, any_of->key_place,
                    "\"any_of\" names calendars of a policy: give \"hours\" here");
    return !like && !any_of;
}

static sla_result read_calendar(struct sla__draft *draft, sla_calendar **out)
{
    struct sla__written w = {.node = draft->root};
    struct sla__holiday_shelf shelf = {0};
    sla_result rc = sla__written_read(draft, &shelf, &w);

    for (int piece = 0; piece < SLA__PIECE_COUNT; piece++)
        w.from[piece] = sla__node_find(w.node, sla__piece_key(piece)) ? &w : NULL;
    if (rc == SLA_OK && stands_alone(draft) && w.node->kind == SLA__MAP)
        sla__written_check(draft, &w);
    if (rc == SLA_OK && sla__draft_errors(draft) == 0) {
        rc = sla__written_plan(draft, &shelf, NULL, &w);
        if (rc == SLA_OK)
            rc = sla__plan_compile(w.plan, 0, out);
        if (rc == SLA_LIMIT && sla__draft_errors(draft) == 0)
            sla__report(draft->d, SLA__MSG_LIMIT, w.node->place, "it has too many windows");
    }
    sla__written_clear(&w);
    sla__holiday_shelf_clear(&shelf);
    return rc;
}

static sla_result parse(const char *text, size_t len, const char *name, const sla_sources *sources,
                        sla_diagnostics *d, sla_calendar **out)
{
    struct sla__tree tree = {0};
    sla_policy none = {0}; /* no names, no date */
    struct sla__draft draft = {.sources = sources,
                               .folder = -1,
                               .d = d,
                               .errors_at_start = sla_diagnostics_count_of(d, SLA_ERROR),
                               .policy = &none};
    sla_result rc = sla__tree_parse(&tree, text, len, name, sources, d);

    draft.root = tree.root;
    if (rc == SLA_OK || (rc == SLA_BAD_INPUT && tree.root)) {
        rc = read_calendar(&draft, out);
        if (rc == SLA_OK && sla__draft_errors(&draft) > 0)
            rc = SLA_BAD_INPUT;
    }
    sla__tree_clear(&tree);
    return rc;
}

sla_result sla_calendar_parse(const char *text, size_t len, const char *name,
                              const sla_sources *sources, sla_diagnostics *diagnostics,
                              sla_calendar **out)
{
    sla_diagnostics *own = NULL;
    sla_result rc = SLA_OK;

    if (out)
        *out = NULL;
    if (!out || !text)
        return SLA_INVALID_ARGUMENT;
    if (!diagnostics) /* somebody has to count the errors */
        rc = sla_diagnostics_new(&own);
    if (rc == SLA_OK)
        rc = parse(text, len, name ? name : "calendar", sources, diagnostics ? diagnostics : own,
                   out);
    sla_diagnostics_free(own);
    return rc;
}
