/* SPDX-License-Identifier: MIT */
/*
 * A policy by calls: texts put at JSON Pointers (RFC 6901) into the same tree that a file makes. A
 * call first walks what is there, then makes all that is missing, and links it when nothing can
 * fail.
 */
#include "policy/draft.h"

#include <string.h>
#include "base/alloc.h"
#include "calendar/sources.h"

#define POINTER_MAX 4096
#define DEPTH_MAX 64 /* the limit of `sources` is asked when the policy is built */
#define BYTES_MAX ((size_t)16 << 20)

struct sla_policy_builder {
    struct sla__tree tree; /* its root is a map */
    int64_t depth;         /* of the deepest map or list */
    size_t bytes;          /* of keys and texts */
    size_t taken; /* the same with those that were replaced: memory comes back at the end */
};

/* One reference token of a pointer, unescaped. */
struct token {
    char text[POINTER_MAX];
    size_t len;
};

static const struct sla__place no_place = {.file = ""};

sla_result sla_policy_builder_new(sla_policy_builder **out)
{
    sla_policy_builder *b;
    struct sla__node *root;

    if (!out)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    b = sla__alloc(1, sizeof *b);
    root = b ? sla__tree_node(&b->tree, SLA__MAP, no_place) : NULL;
    if (!root) {
        sla__free(b);
        return SLA_NO_MEMORY;
    }
    sla__tree_append(&b->tree, NULL, root);
    b->depth = 1;
    *out = b;
    return SLA_OK;
}

void sla_policy_builder_free(sla_policy_builder *builder)
{
    if (!builder)
        return;
    sla__tree_clear(&builder->tree);
    sla__free(builder);
}

/* ---- pointers */

/* Read the token behind the `/` at *at and move on to the next `/` or the end. 1 if it is well
 * formed. */
static int next_token(const char **at, struct token *token)
{
    const char *p = *at + 1;

    token->len = 0;
    for (; *p && *p != '/'; p++) {
        char c = *p;
        if (c == '~') {
            c = *++p;
            if (c != '0' && c != '1')
                return 0;
            c = c == '0' ? '~' : '/';
        }
        token->text[token->len++] = c;
    }
    token->text[token->len] = '\0';
    *at = p;
    return token->len > 0; /* no key of a policy is empty */
}

static int is_append(const struct token *token)
{
    return token->len == 1 && token->text[0] == '-';
}

/* The element that a number names: without leading zeros, and there. */
static struct sla__node *element(const struct sla__node *list, const struct token *token)
{
    struct sla__node *n = list->child;
    int32_t number = 0;

    if (token->len > 9 || (token->text[0] == '0' && token->len > 1))
        return NULL;
    for (size_t i = 0; i < token->len; i++) {
        if (token->text[i] < '0' || token->text[i] > '9')
            return NULL;
        number = number * 10 + (token->text[i] - '0');
    }
    while (n && number-- > 0)
        n = n->next;
    return n;
}

/* Where a call leads: the deepest node that is there, and the tokens still to be made below it. */
struct way {
    struct sla__node *node;
    const char *rest; /* from its `/`, or "" */
    int64_t depth;    /* of node, if that is a map or list */
};

static sla_result walk(const sla_policy_builder *b, const char *pointer, struct token *token,
                       struct way *way)
{
    *way = (struct way){.node = b->tree.root, .rest = pointer, .depth = 1};
    while (*way->rest) {
        const char *behind = way->rest;
        struct sla__node *found;

        if (way->node->kind == SLA__TEXT || !next_token(&behind, token))
            return SLA_BAD_INPUT;
        if (way->node->kind == SLA__MAP)
            found = sla__tree_find(&b->tree, way->node, token->text, token->len);
        else
            found = element(way->node, token);
        if (!found)
            return way->node->kind == SLA__MAP || is_append(token) ? SLA_OK : SLA_BAD_INPUT;
        way->node = found;
        way->rest = behind;
        way->depth++;
    }
    return SLA_OK;
}

/* ---- putting */

/* The pointer to a child of `parent`, as diagnostics show it. */
static struct sla__place place_below(struct sla__tree *tree, const char *parent, int32_t index,
                                     const char *escaped, size_t len)
{
    struct sla__text t = {0};
    struct sla__place place = no_place;

    sla__text_printf(&t, "%s/", parent);
    if (index >= 0)
        sla__text_printf(&t, "%d", (int)index);
    else
        sla__text_put(&t, escaped, len);
    place.file = t.failed ? NULL : sla__tree_text(tree, t.at, t.len);
    sla__text_clear(&t);
    return place;
}

/* A new node for the token at way->rest, which moves on. Its kind is what the next token asks for;
 * at the end it is a text, or an empty map if there is no value. NULL: memory ran out. */
static struct sla__node *make_node(sla_policy_builder *b, struct way *way,
                                   const struct sla__node *parent, const char *value,
                                   struct token *token)
{
    const char *from = way->rest, *ahead;
    enum sla__node_kind kind = value ? SLA__TEXT : SLA__MAP;
    struct sla__node *node;
    struct sla__place place;

    (void)next_token(&way->rest, token); /* it was well formed a moment ago */
    place =
        place_below(&b->tree, parent->place.file, parent->kind == SLA__LIST ? parent->count : -1,
                    from + 1, (size_t)(way->rest - from - 1));
    if (*way->rest) {
        ahead = way->rest;
        kind = strcmp(ahead, "/-") == 0 || strncmp(ahead, "/-/", 3) == 0 ? SLA__LIST : SLA__MAP;
    }
    node = place.file ? sla__tree_node(&b->tree, kind, place) : NULL;
    if (!node)
        return NULL;
    if (parent->kind == SLA__MAP) {
        node->key_place = place;
        node->key_len = token->len;
        node->key = sla__tree_text(&b->tree, token->text, token->len);
        if (!node->key)
            return NULL;
    }
    if (kind == SLA__TEXT) {
        node->len = strlen(value);
        node->text = sla__tree_text(&b->tree, value, node->len);
    }
    return kind == SLA__TEXT && !node->text ? NULL : node;
}

/* All that is missing below way->node; linked only when all of it is there. */
static sla_result put_new(sla_policy_builder *b, struct way *way, const char *value,
                          struct token *token)
{
    struct sla__node *made[DEPTH_MAX + 1], *parent = way->node;
    sla_result rc = SLA_OK;
    int64_t depth = way->depth;
    size_t count = 0, bytes = 0;

    while (rc == SLA_OK && *way->rest) {
        struct sla__node *node;
        if (depth > DEPTH_MAX || b->tree.node_count + count >= SLA__NODES_MAX)
            return SLA_LIMIT;
        node = make_node(b, way, parent, value, token);
        if (!node)
            return SLA_NO_MEMORY;
        bytes += node->key_len + node->len;
        if (bytes > BYTES_MAX || b->taken > BYTES_MAX - bytes)
            return SLA_LIMIT;
        depth += node->kind != SLA__TEXT;
        made[count++] = parent = node;
    }
    rc = sla__tree_reserve(&b->tree, count);
    if (rc != SLA_OK)
        return rc;
    parent = way->node;
    for (size_t i = 0; i < count; i++) {
        sla__tree_append(&b->tree, parent, made[i]);
        parent = made[i];
    }
    b->bytes += bytes;
    b->taken += bytes;
    b->depth = depth > b->depth ? depth : b->depth;
    return SLA_OK;
}

/* The value of a node that is there. */
static sla_result put_again(sla_policy_builder *b, struct way *way, const char *value)
{
    struct sla__node *node = way->node;
    size_t len = value ? strlen(value) : 0;
    const char *text;

    if (!value && node->kind == SLA__MAP)
        return node->child ? SLA_BAD_INPUT : SLA_OK;
    if (node->kind != SLA__TEXT)
        return SLA_BAD_INPUT;
    if (!value) {
        if (way->depth > DEPTH_MAX)
            return SLA_LIMIT;
        node->kind = SLA__MAP;
        node->text = NULL;
        b->bytes -= node->len;
        node->len = 0;
        b->depth = way->depth > b->depth ? way->depth : b->depth;
        return SLA_OK;
    }
    if (len == node->len && memcmp(node->text, value, len) == 0)
        return SLA_OK;
    if (len > BYTES_MAX || b->taken > BYTES_MAX - len)
        return SLA_LIMIT;
    text = sla__tree_text(&b->tree, value, len);
    if (!text)
        return SLA_NO_MEMORY;
    b->bytes = b->bytes - node->len + len;
    b->taken += len;
    node->text = text;
    node->len = len;
    return SLA_OK;
}

/* Every token of what is still to be made is well formed. */
static int rest_ok(const char *rest, struct token *token)
{
    while (*rest)
        if (!next_token(&rest, token))
            return 0;
    return 1;
}

sla_result sla_policy_builder_set(sla_policy_builder *builder, const char *pointer,
                                  const char *value)
{
    struct token token;
    struct way way;
    sla_result rc;
    size_t len;

    if (!builder || !pointer)
        return SLA_INVALID_ARGUMENT;
    len = strlen(pointer);
    if (len >= POINTER_MAX)
        return SLA_LIMIT;
    if ((*pointer && *pointer != '/') || !sla__utf8_ok(pointer, len) ||
        (value && !sla__utf8_ok(value, strlen(value))))
        return SLA_BAD_INPUT;
    rc = walk(builder, pointer, &token, &way);
    if (rc == SLA_OK && !rest_ok(way.rest, &token))
        rc = SLA_BAD_INPUT;
    if (rc != SLA_OK)
        return rc;
    return *way.rest ? put_new(builder, &way, value, &token) : put_again(builder, &way, value);
}

/* ---- building */

sla_result sla_policy_builder_build(const sla_policy_builder *builder, const sla_sources *sources,
                                    sla_diagnostics *diagnostics, sla_policy **out)
{
    int64_t depth = sla__sources_limit(sources, SLA_LIMIT_POLICY_DEPTH);
    int64_t bytes = sla__sources_limit(sources, SLA_LIMIT_POLICY_BYTES);

    if (out)
        *out = NULL;
    if (!builder || !out)
        return SLA_INVALID_ARGUMENT;
    if (builder->depth > depth) {
        sla__report(diagnostics, SLA__MSG_LIMIT, no_place,
                    "maps and lists nested deeper than %lld: make it flatter, or raise "
                    "SLA_LIMIT_POLICY_DEPTH",
                    (long long)depth);
        return SLA_LIMIT;
    }
    if (builder->bytes > (uint64_t)bytes) {
        sla__report(diagnostics, SLA__MSG_LIMIT, no_place,
                    "the texts are longer than %lld bytes together: raise SLA_LIMIT_POLICY_BYTES",
                    (long long)bytes);
        return SLA_LIMIT;
    }
    return sla__policy_compile(builder->tree.root, -1, sources, diagnostics, out);
}
