/* SPDX-License-Identifier: MIT */
/*
 * What a policy says before anybody asks whether it makes sense: maps, lists and texts, each with its
 * place. Made from YAML (yaml.c, the only file that includes libyaml) or by calls (builder.c); read
 * by the section readers.
 */
#ifndef SLA_POLICY_TREE_H
#define SLA_POLICY_TREE_H

#include <slacore/calendar.h>
#include "base/diagnostics.h"

enum sla__node_kind { SLA__TEXT, SLA__MAP, SLA__LIST };

struct sla__node {
    enum sla__node_kind kind;
    struct sla__place place; /* of the value: file, line, column; or file = its JSON Pointer */
    const char *key;         /* in a map: its key, NUL-terminated; else NULL */
    size_t key_len;
    struct sla__place key_place;
    const char *text; /* TEXT: its value, NUL-terminated, no NUL inside */
    size_t len;
    struct sla__node *child; /* MAP, LIST: the first one */
    struct sla__node *next;  /* the next sibling */
    int32_t count;           /* MAP, LIST: how many children */
};

/* One tree owns all its nodes and texts. Start with {0}. */
struct sla__tree {
    struct sla__node *root; /* NULL if there was nothing but errors */
    struct sla__block *blocks;
};

void sla__tree_clear(struct sla__tree *tree);

/* Read one YAML document: UTF-8, no anchor, alias, tag, merge key, second document or duplicate key;
 * depth and bytes limited by `sources`. All that is wrong is reported; SLA_BAD_INPUT or SLA_LIMIT then.
 * Scalars are texts whatever they look like. `name` is copied into the tree. */
SLA_CHECKED sla_result sla__tree_parse(struct sla__tree *tree, const char *text, size_t len,
                                       const char *name, const sla_sources *sources,
                                       sla_diagnostics *d);

/* The child of a map under `key`, or NULL. */
const struct sla__node *sla__node_find(const struct sla__node *map, const char *key);

#endif
