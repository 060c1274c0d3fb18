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
#include "base/fingerprint.h"

#define SLA__NODES_MAX 100000 /* of one tree */

enum sla__node_kind { SLA__TEXT, SLA__MAP, SLA__LIST };

struct sla__node {
    enum sla__node_kind kind;
    struct sla__place place; /* of the value: file, line, column; or file = its JSON Pointer */
    const char *key;         /* in a map: its key, NUL-terminated; else NULL */
    size_t key_len;
    struct sla__place key_place;
    const char *text; /* TEXT: its value, NUL-terminated, no NUL inside */
    size_t len;
    int32_t shift; /* TEXT: bytes from its place to its first one; -1: not as it stands in the file */
    struct sla__node *child; /* MAP, LIST: the first one */
    struct sla__node *last;  /* MAP, LIST: the last one */
    struct sla__node *next;  /* the next sibling */
    struct sla__node *parent;
    int32_t count; /* MAP, LIST: how many children */
};

/* One tree owns all its nodes and texts. Start with {0}. */
struct sla__tree {
    struct sla__node *root; /* NULL if there was nothing but errors */
    struct sla__block *blocks;
    struct sla__node **slots; /* the keys of all maps, by hash of map and key */
    size_t slot_count, key_count, node_count;
};

void sla__tree_clear(struct sla__tree *tree);

/* Making a tree. A node is new and empty, not yet in the tree; NULL when memory runs out. */
struct sla__node *sla__tree_node(struct sla__tree *tree, enum sla__node_kind kind,
                                 struct sla__place place);
/* A copy with a NUL behind that lives as long as the tree, or NULL. */
const char *sla__tree_text(struct sla__tree *tree, const char *bytes, size_t len);
/* Room for so many more keys, so that sla__tree_append() cannot fail. */
SLA_CHECKED sla_result sla__tree_reserve(struct sla__tree *tree, size_t keys);
/* Make `node` the last child of `parent`, or the root if that is NULL. In a map, node->key is set and is
 * new there, and room was reserved. */
void sla__tree_append(struct sla__tree *tree, struct sla__node *parent, struct sla__node *node);
/* The child of `map` under a key, by hash; or NULL. */
struct sla__node *sla__tree_find(const struct sla__tree *tree, const struct sla__node *map,
                                 const char *key, size_t len);

/* Read one YAML document: UTF-8, no anchor, alias, tag, merge key, second document or duplicate key;
 * depth and bytes limited by `sources`. All that is wrong is reported; SLA_BAD_INPUT or SLA_LIMIT then.
 * After SLA_BAD_INPUT the root may still be there: what it holds is as written, so that the readers can
 * report their errors in the same run. Scalars are texts whatever they look like. `name` is copied. */
SLA_CHECKED sla_result sla__tree_parse(struct sla__tree *tree, const char *text, size_t len,
                                       const char *name, const sla_sources *sources,
                                       sla_diagnostics *d);

/* The child of a map under `key`, or NULL. */
const struct sla__node *sla__node_find(const struct sla__node *map, const char *key);

/* The place of byte `offset` of a text. */
struct sla__place sla__place_in(const struct sla__node *node, size_t offset);

/* All that is said below `root`, without places: the same for a file and for calls that say the same. */
void sla__node_fingerprint(const struct sla__node *root, struct sla__fingerprint *f);

#endif
