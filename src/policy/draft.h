/* SPDX-License-Identifier: MIT */
/*
 * One policy while it is being read. Each section has a reader; each reader reports all that is wrong
 * in its section and goes on. A reader returns SLA_OK even after errors in the text (the diagnostics
 * count them, see sla__draft_errors()); any other code ends the load: SLA_NO_MEMORY, SLA_LIMIT.
 */
#ifndef SLA_POLICY_DRAFT_H
#define SLA_POLICY_DRAFT_H

#include "policy/model.h"
#include "base/fingerprint.h"
#include "policy/tree.h"

struct sla__draft {
    const struct sla__node *root;
    const sla_sources *sources;
    int folder;         /* open directory of the policy file, or -1 */
    sla_diagnostics *d; /* never NULL while a draft lives */
    size_t errors_at_start;
    sla_policy *policy; /* being filled */
    struct sla__fingerprint *fingerprint; /* readers add `.ics` texts and zone data that they use */
    const struct sla__node **calendar_nodes; /* by calendar number, for messages */
    uint64_t *served; /* answers.c for lint.c: by priority, the set of types that have a running clock */
};

/* ---- compile.c: what a tree says, from a file or a builder: runs all readers, in order. `root` may be
 * NULL (there is nothing), `d` may be NULL. SLA_BAD_INPUT if anything was an error. */
SLA_CHECKED sla_result sla__policy_compile(const struct sla__node *root, int folder,
                                           const sla_sources *sources, sla_diagnostics *d,
                                           sla_policy **out);

/* How many errors were reported since the draft began. */
size_t sla__draft_errors(const struct sla__draft *draft);

/* ---- calendars.c: `holidays`, `coverage`, `calendars`. Fills policy->calendar_names and ->calendars.
 * Needs policy->priorities (for coverage). Gives each priority its view; equal views are shared. */
SLA_CHECKED sla_result sla__read_calendars(struct sla__draft *draft);

/* ---- the other sections, in the order in which they are read */
SLA_CHECKED sla_result sla__read_heading(struct sla__draft *draft);    /* slacore .. timezone */
SLA_CHECKED sla_result sla__read_names(struct sla__draft *draft);      /* types, priorities, statuses, events */
/* ...then the calendars, and: */
SLA_CHECKED sla_result sla__read_default_calendar(struct sla__draft *draft); /* `calendar`, in heading.c */
SLA_CHECKED sla_result sla__read_attributes(struct sla__draft *draft);
SLA_CHECKED sla_result sla__read_priority(struct sla__draft *draft);   /* axes, matrix, fixed */
SLA_CHECKED sla_result sla__read_clocks(struct sla__draft *draft);
SLA_CHECKED sla_result sla__read_targets(struct sla__draft *draft);    /* targets, working_days, changes, releases */
/* Completeness: a clock without an answer for some ticket, a row that can never match. */
SLA_CHECKED sla_result sla__check_answers(struct sla__draft *draft);
/* Warnings for what is legal but surely a mistake; only run when there are no errors. */
SLA_CHECKED sla_result sla__lint(struct sla__draft *draft);

/* ---- names.c: for whoever defines names */

/* 1 if a name of our own may read so: 1 to 64 bytes, no control character, no space at its ends. Else
 * reported at `place`. */
int sla__name_ok(struct sla__draft *draft, struct sla__place place, const char *text, size_t len,
                 const char *what);
/* A list of new names, each once. What is wrong with one is reported and the name left out. */
SLA_CHECKED sla_result sla__read_names_list(struct sla__draft *draft, const struct sla__node *list,
                                            const char *what, struct sla__names *names);
/* More than the limit allows in one section: reported, and SLA_LIMIT. */
SLA_CHECKED sla_result sla__check_count(struct sla__draft *draft, const struct sla__node *section,
                                        const char *what);

/* ---- when.c: the conditions of a clock or row. NULL holds always. `out` is all zero before. */
SLA_CHECKED sla_result sla__read_when(struct sla__draft *draft, const struct sla__node *node,
                                      struct sla__when *out);
void sla__when_clear(struct sla__when *when);

/* ---- target.c: the text of one target, "4h", "2 working days", "by close same working day", "none".
 * 1 if it could be read; `out->text` is not set. `usual` is the rule of working days that name none. */
int sla__read_target(struct sla__draft *draft, const struct sla__node *node,
                     enum sla__day_rule usual, struct sla__target *out);

/* ---- targets.c: where a row of `targets` sets the target of a clock, or, if it goes by priorities, that
 * of one of them (-1: the clock's altogether). It does set it. */
const struct sla__node *sla__target_node(const sla_policy *p, const struct sla__node *row,
                                         int32_t clock, int32_t priority);

/* ---- reading.c: what every reader needs. All report and go on. `what` is how a message calls the
 * value, in the file's words and without an article ("hours", "calendar \"uk\""). A NULL node (the key
 * is not there) gives what a failure gives and says nothing: whether a key may be missing is for the
 * reader to say. */

/* A map with exactly these keys may stand here: reports unknown keys ("did you mean") and another kind
 * of node. `known` is NULL-terminated; NULL itself lets every key pass. 1 if `node` is a map. */
int sla__expect_map(struct sla__draft *draft, const struct sla__node *node, const char *what,
                    const char *const *known);
/* Another kind of node stands where `wanted` ("a map") belongs; or a value is empty. */
void sla__report_kind(struct sla__draft *draft, const struct sla__node *node, const char *what,
                      const char *wanted);
/* A text that is not empty, else reported and NULL. */
const char *sla__expect_text(struct sla__draft *draft, const struct sla__node *node,
                             const char *what);
/* A name of `names`; an unknown one is reported with "did you mean" and gives -1. */
int32_t sla__expect_name(struct sla__draft *draft, const struct sla__node *node,
                         const struct sla__names *names, const char *what);
/* One of a few words of ours, by number, or -1 and reported. `words` is NULL-terminated. */
int32_t sla__expect_word(struct sla__draft *draft, const struct sla__node *node, const char *what,
                         const char *const *words);
/* A name or a list of names, each once, into a set that is made here (room = names->count); *out must
 * hold nothing before, and is always to be cleared. */
SLA_CHECKED sla_result sla__expect_names(struct sla__draft *draft, const struct sla__node *node,
                                         const struct sla__names *names, const char *what,
                                         struct sla__set *out);
/* A duration (`30m`), else reported with a hint (`1d`) and SLA_DURATION_NONE. */
sla_duration sla__expect_duration(struct sla__draft *draft, const struct sla__node *node,
                                  const char *what);

/* The key of a map's child as a text of its own, so that the calls above can read it. */
static inline struct sla__node sla__node_of_key(const struct sla__node *child)
{
    struct sla__node key = {.kind = SLA__TEXT, .place = child->key_place};

    key.text = child->key;
    key.len = child->key_len;
    return key;
}

SLA_CHECKED sla_result sla__set_new(struct sla__set *s, int32_t room);
void sla__set_add(struct sla__set *s, int32_t i);
void sla__set_clear(struct sla__set *s);

#endif
