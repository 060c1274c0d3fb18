/* SPDX-License-Identifier: MIT */
/*
 * The tree itself: nodes and texts in blocks that are freed together, and one table of the keys of
 * all maps. A map's address is the seed of its keys' hashes, so no file can be written to make them
 * collide.
 */
#include "policy/tree.h"

#include <stdalign.h>
#include <string.h>
#include "base/alloc.h"

#define BLOCK_BYTES 8192

struct sla__block {
    struct sla__block *next;
    size_t used, room;
    alignas(max_align_t) char bytes[];
};

static void *take(struct sla__tree *tree, size_t size, size_t align)
{
    struct sla__block *b = tree->blocks;
    size_t at = b ? (b->used + align - 1) & ~(align - 1) : 0;

    if (!b || at > b->room || size > b->room - at) {
        size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
        if (room > SIZE_MAX - sizeof *b)
            return NULL;
        b = sla__alloc(1, sizeof *b + room);
        if (!b)
            return NULL;
        b->room = room;
        b->next = tree->blocks;
        tree->blocks = b;
        at = 0;
    }
    b->used = at + size;
    return b->bytes + at;
}

void sla__tree_clear(struct sla__tree *tree)
{
    while (tree->blocks) {
        struct sla__block *next = tree->blocks->next;
        sla__free(tree->blocks);
        tree->blocks = next;
    }
    sla__free(tree->slots);
    *tree = (struct sla__tree){0};
}

struct sla__node *sla__tree_node(struct sla__tree *tree, enum sla__node_kind kind,
                                 struct sla__place place)
{
    struct sla__node *node = take(tree, sizeof *node, alignof(struct sla__node));

    if (!node)
        return NULL;
    *node = (struct sla__node){.kind = kind, .place = place, .text = kind == SLA__TEXT ? "" : NULL};
    return node;
}

const char *sla__tree_text(struct sla__tree *tree, const char *bytes, size_t len)
{
    char *copy = len == SIZE_MAX ? NULL : take(tree, len + 1, 1);

    if (!copy)
        return NULL;
    if (len)
        memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

/* ---- the keys of all maps: open addressing, a power of two, at most half full */

static size_t hash(const struct sla__node *map, const char *key, size_t len)
{
    uint64_t h = (uint64_t)(uintptr_t)map;

    for (size_t i = 0; i <= len; i++) {
        h = (h ^ (i < len ? (unsigned char)key[i] : len)) * UINT64_C(0x9e3779b97f4a7c15);
        h ^= h >> 29;
    }
    return (size_t)(h ^ h >> 32);
}

/* The slot that holds the key, or the empty one where it would go. */
static struct sla__node **slot_of(const struct sla__tree *tree, const struct sla__node *map,
                                  const char *key, size_t len)
{
    size_t i = hash(map, key, len) & (tree->slot_count - 1);

    for (;; i = (i + 1) & (tree->slot_count - 1)) {
        const struct sla__node *n = tree->slots[i];
        if (!n || (n->parent == map && n->key_len == len && memcmp(n->key, key, len) == 0))
            return &tree->slots[i];
    }
}

sla_result sla__tree_reserve(struct sla__tree *tree, size_t keys)
{
    struct sla__tree grown = *tree;

    if (grown.slot_count == 0)
        grown.slot_count = 64;
    while (tree->key_count + keys > grown.slot_count / 2)
        grown.slot_count *= 2;
    if (grown.slot_count == tree->slot_count)
        return SLA_OK;
    grown.slots = sla__alloc(grown.slot_count, sizeof *grown.slots);
    if (!grown.slots)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < tree->slot_count; i++) {
        struct sla__node *n = tree->slots[i];
        if (n)
            *slot_of(&grown, n->parent, n->key, n->key_len) = n;
    }
    sla__free(tree->slots);
    *tree = grown;
    return SLA_OK;
}

struct sla__node *sla__tree_find(const struct sla__tree *tree, const struct sla__node *map,
                                 const char *key, size_t len)
{
    return tree->slot_count ? *slot_of(tree, map, key, len) : NULL;
}

void sla__tree_append(struct sla__tree *tree, struct sla__node *parent, struct sla__node *node)
{
    tree->node_count++;
    node->parent = parent;
    if (!parent) {
        tree->root = node;
        return;
    }
    if (parent->last)
        parent->last->next = node;
    else
        parent->child = node;
    parent->last = node;
    parent->count++;
    if (parent->kind == SLA__MAP) {
        *slot_of(tree, parent, node->key, node->key_len) = node;
        tree->key_count++;
    }
}

/* ---- reading */

const struct sla__node *sla__node_find(const struct sla__node *map, const char *key)
{
    size_t len = strlen(key);

    for (const struct sla__node *n = map ? map->child : NULL; n; n = n->next)
        if (n->key && n->key_len == len && memcmp(n->key, key, len) == 0)
            return n;
    return NULL;
}

struct sla__place sla__place_in(const struct sla__node *node, size_t offset)
{
    struct sla__place place = node->place;

    if (place.line > 0 && node->shift >= 0)
        place.column += node->shift + (int32_t)offset;
    return place;
}

void sla__node_fingerprint(const struct sla__node *root, struct sla__fingerprint *f)
{
    static const char opens[] = {'t', 'm', 'l'}, closes = '.';
    const struct sla__node *n = root;

    while (n) {
        if (n->key)
            sla__fingerprint_add_text(f, n->key, n->key_len);
        sla__fingerprint_add(f, &opens[n->kind], 1);
        if (n->kind == SLA__TEXT)
            sla__fingerprint_add_text(f, n->text, n->len);
        if (n->child) {
            n = n->child;
            continue;
        }
        if (n->kind != SLA__TEXT)
            sla__fingerprint_add(f, &closes, 1);
        while (n != root && !n->next) {
            n = n->parent;
            sla__fingerprint_add(f, &closes, 1);
        }
        n = n == root ? NULL : n->next;
    }
}
