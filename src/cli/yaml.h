/* SPDX-License-Identifier: MIT */
/* A small YAML file as a tree of texts with their places. Anchors, aliases, tags and further
 * documents are errors, and so is a key that stands twice. */
#ifndef SLA_CLI_YAML_H
#define SLA_CLI_YAML_H

#include "cli/console.h"
#include "cli/memory.h"

enum node_kind { NODE_TEXT, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    const char *text; /* NODE_TEXT: no NUL inside, one behind */
    size_t len, line, column;
    struct node *first, *next; /* children; a map's are key, value, key, value */
};

/* The root, which is a map, kept in `arena`; NULL and said if there is anything wrong. */
const struct node *yaml_read(const char *path, struct arena *arena, struct console *c);
/* `path:line:column: error: …` */
void yaml_error(struct console *c, const char *path, const struct node *at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
