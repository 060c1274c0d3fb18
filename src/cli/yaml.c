/* SPDX-License-Identifier: MIT */
/* The only file of the command that includes libyaml. */
#include "cli/yaml.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "cli/input.h"
#include "cli/names.h"
#include "cli/text.h"

#define DEPTH_MAX 4 /* a column map needs three */
#define FILE_MAX_BYTES ((size_t)64 * 1024)
#define NO_MARKS "anchors, aliases and tags have no meaning here"

void yaml_error(struct console *c, const char *path, const struct node *at, const char *format, ...)
{
    struct text place = {0}, message = {0};
    va_list args;

    text_printf(&place, "%s:%zu", path, at->line);
    va_start(args, format);
    text_vprintf(&message, format, args);
    va_end(args);
    console_say(c, SAY_ERROR, place.at, at->column, "%s", message.at);
    text_free(&message);
    text_free(&place);
}

struct reading {
    struct console *console;
    const char *path;
    struct arena *arena;
    yaml_parser_t parser;
    yaml_event_t event; /* the one in hand */
    struct node *open[DEPTH_MAX];
    struct node **next[DEPTH_MAX]; /* where the next child of each goes */
    size_t depth;
    struct node *root;
    int failed;
};

static void fail(struct reading *r, const struct node *at, const char *what)
{
    yaml_error(r->console, r->path, at, "%s", what);
    r->failed = 1;
}

static int is_marked(const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        return e->data.scalar.anchor != NULL || e->data.scalar.tag != NULL;
    case YAML_SEQUENCE_START_EVENT:
        return e->data.sequence_start.anchor != NULL || e->data.sequence_start.tag != NULL;
    case YAML_MAPPING_START_EVENT:
        return e->data.mapping_start.anchor != NULL || e->data.mapping_start.tag != NULL;
    default:
        return 0;
    }
}

/* A key that is a text, and stands for the first time in its map. */
static void check_keys(struct reading *r, const struct node *map)
{
    struct names seen = {0};

    for (const struct node *key = map->first; key != NULL && !r->failed; key = key->next->next) {
        int32_t before = seen.count;

        if (key->kind != NODE_TEXT) {
            fail(r, key, "a key must be a text");
        } else if (names_add(&seen, key->text, key->len) < before) {
            yaml_error(r->console, r->path, key, "%s stands twice", QUOTE(key->text));
            r->failed = 1;
        }
    }
    names_free(&seen);
}

static void put_node(struct reading *r, enum node_kind kind)
{
    const yaml_event_t *e = &r->event;
    struct node *n = arena_alloc(r->arena, sizeof *n);

    *n = (struct node){
        .kind = kind, .line = e->start_mark.line + 1, .column = e->start_mark.column + 1};
    if (kind == NODE_TEXT) {
        n->len = e->data.scalar.length;
        n->text = arena_copy(r->arena, (const char *)e->data.scalar.value, n->len);
    }
    if (is_marked(e)) {
        fail(r, n, NO_MARKS);
        return;
    }
    if (kind == NODE_TEXT && memchr(n->text, '\0', n->len) != NULL) {
        fail(r, n, "a text with a NUL byte");
        return;
    }
    if (r->depth > 0) {
        *r->next[r->depth - 1] = n;
        r->next[r->depth - 1] = &n->next;
    } else {
        r->root = n;
    }
    if (kind == NODE_TEXT)
        return;
    if (r->depth == DEPTH_MAX) {
        fail(r, n, "nested deeper than a column map can be");
        return;
    }
    r->open[r->depth] = n;
    r->next[r->depth++] = &n->first;
}

static void read_events(struct reading *r)
{
    for (int done = 0, documents = 0; !done && !r->failed;) {
        struct node here = {0};

        if (!yaml_parser_parse(&r->parser, &r->event)) {
            here.line = r->parser.problem_mark.line + 1;
            here.column = r->parser.problem_mark.column + 1;
            fail(r, &here, r->parser.problem != NULL ? r->parser.problem : "not YAML");
            return;
        }
        here.line = r->event.start_mark.line + 1;
        here.column = r->event.start_mark.column + 1;
        switch (r->event.type) {
        case YAML_SCALAR_EVENT:
            put_node(r, NODE_TEXT);
            break;
        case YAML_ALIAS_EVENT:
            fail(r, &here, NO_MARKS);
            break;
        case YAML_SEQUENCE_START_EVENT:
            put_node(r, NODE_LIST);
            break;
        case YAML_MAPPING_START_EVENT:
            put_node(r, NODE_MAP);
            break;
        case YAML_SEQUENCE_END_EVENT:
            r->depth--;
            break;
        case YAML_MAPPING_END_EVENT:
            check_keys(r, r->open[--r->depth]);
            break;
        case YAML_DOCUMENT_START_EVENT:
            if (++documents > 1)
                fail(r, &here, "a second document");
            break;
        default:
            done = r->event.type == YAML_STREAM_END_EVENT;
        }
        yaml_event_delete(&r->event);
    }
}

/* The whole file; NULL and said if it cannot be read or is not a map's size. */
static char *read_file(const char *path, struct console *c, size_t *len)
{
    struct input in;
    char *text = NULL;

    if (!input_open(&in, path, c))
        return NULL;
    while (in.end - in.at <= FILE_MAX_BYTES && input_more(&in, c))
        ;
    if (in.end - in.at > FILE_MAX_BYTES)
        console_say(c, SAY_ERROR, path, 0, "a column map may have 64 KiB");
    else if (!in.failed)
        text = memory_copy(in.buffer != NULL ? in.buffer + in.at : "", *len = in.end - in.at);
    input_close(&in);
    return text;
}

const struct node *yaml_read(const char *path, struct arena *arena, struct console *c)
{
    struct reading r = {.console = c, .path = path, .arena = arena};
    const struct node begin = {.line = 1, .column = 1};
    size_t len = 0;
    char *text = read_file(path, c, &len);

    if (text == NULL)
        return NULL;
    if (!yaml_parser_initialize(&r.parser)) {
        console_say(c, SAY_ERROR, path, 0, "%s", RESULT(SLA_NO_MEMORY));
        free(text);
        return NULL;
    }
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, len);
    read_events(&r);
    if (!r.failed && (r.root == NULL || r.root->kind != NODE_MAP))
        fail(&r, r.root != NULL ? r.root : &begin, "a column map is a YAML map: key: column");
    yaml_parser_delete(&r.parser);
    free(text);
    return r.failed ? NULL : r.root;
}
