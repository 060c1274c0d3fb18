/* SPDX-License-Identifier: MIT */
/*
 * From text to a compiled policy: the sections' readers, one after the other, each reporting all
 * that is wrong in its own. What the tree says and what the readers used makes the fingerprint.
 */
#include "policy/draft.h"

#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "calendar/sources.h"

static const char *const sections[] = {
    "slacore",  "name",      "version", "effective",    "timezone", "calendar",   "holidays",
    "coverage", "calendars", "types",   "priorities",   "priority", "attributes", "statuses",
    "events",   "clocks",    "targets", "working_days", "changes",  "releases",   NULL};

/* Sections of the file format that this version of the library cannot keep, and so must not pass.
 */
static const char *const later_sections[] = {
    "contacts", "support_levels", "escalation_paths", "warnings", "services",
    "samples",  "kpis",           "report",           "channels", NULL};

static int is_one_of(const char *const *words, const char *text)
{
    while (*words != NULL && strcmp(*words, text) != 0)
        words++;
    return *words != NULL;
}

static void check_sections(struct sla__draft *draft)
{
    char quoted[SLA__QUOTE_MAX];

    for (const struct sla__node *s = draft->root->child; s != NULL; s = s->next) {
        const char *near;

        if (is_one_of(sections, s->key))
            continue;
        sla__quote(s->key, s->key_len, quoted);
        near = sla__nearest(sections, s->key, s->key_len);
        if (is_one_of(later_sections, s->key))
            sla__report(draft->d, SLA__MSG_LATER_SECTION, s->key_place,
                        "section %s is not known yet in this version; take it out", quoted);
        else if (near != NULL)
            sla__report(draft->d, SLA__MSG_UNKNOWN_KEY, s->key_place,
                        "unknown section %s: did you mean \"%s\"?", quoted, near);
        else
            sla__report(draft->d, SLA__MSG_UNKNOWN_KEY, s->key_place,
                        "unknown section %s; take it out", quoted);
    }
}

static const struct reader {
    sla_result (*read)(struct sla__draft *draft);
    int shapes_answers; /* an error here would make the check of answers guess */
} readers[] = {
    {sla__read_heading, 0},          {sla__read_names, 1},      {sla__read_calendars, 0},
    {sla__read_default_calendar, 0}, {sla__read_attributes, 1}, {sla__read_priority, 0},
    {sla__read_clocks, 1},           {sla__read_targets, 1},
};

/* `whole`: the tree holds all that was written, so that what is missing was forgotten. */
static sla_result read_sections(struct sla__draft *draft, int whole)
{
    sla_result rc = SLA_OK;
    size_t in_the_way = 0;

    check_sections(draft);
    for (size_t i = 0; rc == SLA_OK && i < sizeof readers / sizeof *readers; i++) {
        const size_t before = sla__draft_errors(draft);

        rc = readers[i].read(draft);
        if (readers[i].shapes_answers)
            in_the_way += sla__draft_errors(draft) - before;
    }
    if (!whole)
        return rc;
    if (rc == SLA_OK && in_the_way == 0)
        rc = sla__check_answers(draft);
    if (rc == SLA_OK && sla__draft_errors(draft) == 0)
        rc = sla__lint(draft);
    return rc;
}

static sla_policy *new_policy(void)
{
    sla_policy *p = sla__alloc(1, sizeof *p);

    if (p != NULL) {
        p->refs = 1;
        p->effective = SLA_DATE_NONE;
        p->default_calendar = -1;
        p->calendar_attribute = -1;
    }
    return p;
}

static sla_result compile(const struct sla__node *root, int whole, int folder,
                          const sla_sources *sources, sla_diagnostics *d, sla_policy **out)
{
    const struct sla__place nowhere = {NULL, 0, 0};
    struct sla__fingerprint fingerprint;
    struct sla__draft draft = {
        .root = root, .sources = sources, .folder = folder, .fingerprint = &fingerprint};
    sla_diagnostics *own = NULL;
    sla_result rc = SLA_OK;

    *out = NULL;
    if (d == NULL) {
        rc = sla_diagnostics_new(&own); /* somebody has to count the errors */
        d = own;
    }
    if (rc == SLA_OK && (draft.policy = new_policy()) == NULL)
        rc = SLA_NO_MEMORY;
    if (rc == SLA_OK) {
        sla__fingerprint_init(&fingerprint);
        draft.d = d;
        draft.errors_at_start = sla_diagnostics_count_of(d, SLA_ERROR);
        if (root == NULL)
            sla__report(d, SLA__MSG_NOTHING_THERE, nowhere,
                        "the policy is empty; begin with \"slacore: 1\"");
        else if (sla__expect_map(&draft, root, "policy", NULL))
            rc = read_sections(&draft, whole);
        if (rc == SLA_OK && sla__draft_errors(&draft) > 0)
            rc = SLA_BAD_INPUT;
    }
    if (rc == SLA_OK) {
        sla__node_fingerprint(root, &fingerprint);
        sla__fingerprint_hex(&fingerprint, draft.policy->fingerprint);
        *out = draft.policy;
        draft.policy = NULL;
    }
    sla_policy_unref(draft.policy);
    sla__free(draft.calendar_nodes);
    sla__free(draft.served);
    sla_diagnostics_free(own);
    return rc;
}

sla_result sla__policy_compile(const struct sla__node *root, int folder, const sla_sources *sources,
                               sla_diagnostics *d, sla_policy **out)
{
    return compile(root, 1, folder, sources, d, out);
}

static sla_result compile_text(const char *text, size_t len, const char *name, int folder,
                               const sla_sources *sources, sla_diagnostics *d, sla_policy **out)
{
    struct sla__tree tree = {0};
    sla_result rc = sla__tree_parse(&tree, text, len, name, sources, d);

    /* What YAML could not say right is wrong already; the readers still tell what else is. */
    if (rc == SLA_OK || (rc == SLA_BAD_INPUT && tree.root != NULL)) {
        const sla_result read = compile(tree.root, rc == SLA_OK, folder, sources, d, out);

        if (rc == SLA_OK || read != SLA_OK)
            rc = read;
    }
    if (rc != SLA_OK) {
        sla_policy_unref(*out);
        *out = NULL;
    }
    sla__tree_clear(&tree);
    return rc;
}

sla_result sla_policy_parse(const char *text, size_t len, const char *name,
                            const sla_sources *sources, sla_diagnostics *diagnostics,
                            sla_policy **out)
{
    if (out == NULL)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    if (text == NULL)
        return SLA_INVALID_ARGUMENT;
    return compile_text(text, len, name != NULL ? name : "policy", -1, sources, diagnostics, out);
}

sla_result sla_policy_load(const char *path, const sla_sources *sources,
                           sla_diagnostics *diagnostics, sla_policy **out)
{
    char *text = NULL;
    size_t len = 0;
    int folder = -1;
    sla_result rc;

    if (out == NULL)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    if (path == NULL)
        return SLA_INVALID_ARGUMENT;
    rc = sla__sources_read(path, sla__sources_limit(sources, SLA_LIMIT_POLICY_BYTES), diagnostics,
                           &text, &len, &folder);
    if (rc != SLA_OK)
        return rc;
    rc = compile_text(text, len, path, folder, sources, diagnostics, out);
    sla__free(text);
    close(folder);
    return rc;
}
