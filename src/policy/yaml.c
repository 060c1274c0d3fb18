/* SPDX-License-Identifier: MIT */
/*
 * YAML into a tree, event by event, so that nesting costs no recursion and no more than the limit.
 * The only file that includes libyaml. The bytes are checked before libyaml sees them, its marks
 * (which count characters) become lines and columns in bytes, and its complaints become advice.
 */
#include "policy/tree.h"

#include <string.h>
#include <yaml.h>
#include "base/alloc.h"
#include "base/text.h"
#include "calendar/sources.h"
#include "policy/source.h"
#include "policy/yaml_advice.h"

struct loader {
    struct sla__tree *tree;
    sla_diagnostics *d;
    struct sla__source source;
    size_t at_char, at_byte; /* the place looked for last: marks come nearly in order */

    yaml_parser_t parser;
    int64_t depth_limit, depth;
    size_t nodes, documents;
    struct sla__node *open; /* the innermost map or list */
    const char *key;        /* read, its value not yet; else NULL */
    size_t key_len, key_end;
    struct sla__place key_place;
    int drop;   /* the value of `key` goes nowhere: the key stands twice */
    int broken; /* the tree would mislead its readers */
    int errors; /* any */
    int done;
};

/* ---- places */

static int continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* libyaml's marks count characters from the start. */
static size_t byte_of(struct loader *ld, yaml_mark_t mark)
{
    while (ld->at_char < mark.index && ld->at_byte < ld->source.len) {
        ld->at_byte++;
        while (ld->at_byte < ld->source.len && continues(ld->source.text[ld->at_byte]))
            ld->at_byte++;
        ld->at_char++;
    }
    while (ld->at_char > mark.index && ld->at_byte > 0) {
        ld->at_byte--;
        while (ld->at_byte > 0 && continues(ld->source.text[ld->at_byte]))
            ld->at_byte--;
        ld->at_char--;
    }
    return ld->at_byte;
}

static struct sla__place place_of(struct loader *ld, yaml_mark_t mark)
{
    return sla__source_place(&ld->source, byte_of(ld, mark));
}

#define ERROR(ld, number, ...) ((ld)->errors = 1, sla__report((ld)->d, number, __VA_ARGS__))

/* ---- what libyaml complains about */

/* The first tab in the white space that a line begins with, at or before `byte`; else `byte`. */
static size_t tab_before(const struct loader *ld, size_t byte)
{
    size_t i = ld->source.lines[sla__source_place(&ld->source, byte).line - 1];

    while (i <= byte && i < ld->source.len && ld->source.text[i] == ' ')
        i++;
    return i <= byte && i < ld->source.len && ld->source.text[i] == '\t' ? i : byte;
}

static void report_syntax(struct loader *ld)
{
    static const char no_token[] = "found character that cannot start any token";
    const yaml_parser_t *p = &ld->parser;
    size_t byte = byte_of(ld, p->problem_mark), tab = tab_before(ld, byte);
    const struct sla__yaml_advice *a = sla__yaml_advise(p->problem, p->context);
    char quoted[SLA__QUOTE_MAX];

    if (tab < ld->source.len && ld->source.text[tab] == '\t') {
        ERROR(ld, SLA__MSG_YAML, sla__source_place(&ld->source, tab), "a tab: indent with spaces");
    } else if (p->problem && strncmp(p->problem, no_token, strlen(no_token)) == 0 &&
               byte < ld->source.len) {
        ERROR(ld, SLA__MSG_YAML, sla__source_place(&ld->source, byte),
              "a text that begins with %s needs quotes",
              sla__quote(ld->source.text + byte, 1, quoted));
    } else if (a) {
        ERROR(ld, SLA__MSG_YAML,
              a->at_context ? place_of(ld, p->context_mark) : sla__source_place(&ld->source, byte),
              "%s", a->message);
        if (a->note)
            sla__report(ld->d, SLA__MSG_SET_BEFORE, place_of(ld, p->context_mark),
                        "it begins here");
    } else {
        ERROR(ld, SLA__MSG_YAML, sla__source_place(&ld->source, byte), "this is not YAML: %s",
              p->problem ? p->problem : "it cannot be read");
    }
}

/* ---- events */

static sla_result refuse(struct loader *ld, struct sla__place place, const char *message)
{
    ERROR(ld, SLA__MSG_YAML_FEATURE, place, "%s", message);
    ld->broken = 1;
    return SLA_OK;
}

static sla_result take_key(struct loader *ld, const yaml_event_t *event, struct sla__place place)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t len = event->data.scalar.length;
    const struct sla__node *before;
    char quoted[SLA__QUOTE_MAX];

    ld->key_end = byte_of(ld, event->end_mark);
    ld->key_place = place;
    ld->key_len = len;
    ld->key = sla__tree_text(ld->tree, text, len);
    if (!ld->key)
        return SLA_NO_MEMORY;
    if (len == 0) {
        ERROR(ld, SLA__MSG_EMPTY_VALUE, place, "a key is missing before \":\"");
        ld->broken = 1;
    }
    if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && strcmp(text, "<<") == 0)
        return refuse(ld, place, "merge keys are not used here: write out what they would add");
    before = sla__tree_find(ld->tree, ld->open, text, len);
    ld->drop = before != NULL;
    if (before) {
        ERROR(ld, SLA__MSG_KEY_TWICE, place, "the key %s stands twice in this map",
              sla__quote(text, len, quoted));
        sla__report(ld->d, SLA__MSG_SET_BEFORE, before->key_place, "it is set here first");
    }
    return SLA_OK;
}

/* `{name: Smith, John}` gives the key `John`, with no colon behind it. */
static int split_by_comma(const struct loader *ld)
{
    size_t i = ld->key_end;

    while (i < ld->source.len && strchr(" \t\r\n", ld->source.text[i]))
        i++;
    return i < ld->source.len && strchr(",}", ld->source.text[i]) != NULL;
}

/* Put a value where it belongs: the root, the next of a list, or under the key that was read. */
static sla_result add(struct loader *ld, struct sla__node *node)
{
    struct sla__node *open = ld->open;
    sla_result rc = SLA_OK;

    if (open && open->kind == SLA__MAP) {
        node->key = ld->key;
        node->key_len = ld->key_len;
        node->key_place = ld->key_place;
        ld->key = NULL;
        rc = sla__tree_reserve(ld->tree, 1);
    }
    if (rc != SLA_OK)
        return rc;
    if (ld->drop)
        node->parent = open; /* to come back to, without being its child */
    else
        sla__tree_append(ld->tree, open, node);
    ld->drop = 0;
    return SLA_OK;
}

/* Where the text begins behind its place: at once, behind a quote, or -1 where it is not in the
 * file as it is (folded lines, escapes). */
static int32_t shift_of(struct loader *ld, const yaml_event_t *event, const struct sla__node *node)
{
    size_t from = byte_of(ld, event->start_mark), size = byte_of(ld, event->end_mark) - from;
    int32_t shift = size == node->len + 2 ? 1 : 0;

    if (size < node->len || memcmp(ld->source.text + from + shift, node->text, node->len) != 0)
        return -1;
    return shift;
}

static sla_result take_value(struct loader *ld, const yaml_event_t *event, struct sla__place place,
                             enum sla__node_kind kind)
{
    struct sla__node *node = sla__tree_node(ld->tree, kind, place);
    char quoted[SLA__QUOTE_MAX];
    sla_result rc;

    if (!node)
        return SLA_NO_MEMORY;
    if (kind == SLA__TEXT && event->type == YAML_SCALAR_EVENT) {
        node->len = event->data.scalar.length;
        node->text = sla__tree_text(ld->tree, (const char *)event->data.scalar.value, node->len);
        if (!node->text)
            return SLA_NO_MEMORY;
        node->shift = shift_of(ld, event, node);
        if (ld->key && node->len == 0 && split_by_comma(ld) &&
            event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE) {
            ERROR(ld, SLA__MSG_COMMA_SPLIT, ld->key_place,
                  "%s has no value: a text with a comma needs quotes, and a list is written [a, b]",
                  sla__quote(ld->key, ld->key_len, quoted));
            ld->drop = 1;
        }
    }
    rc = add(ld, node);
    if (rc == SLA_OK && kind != SLA__TEXT) {
        ld->open = node;
        ld->depth++;
    }
    return rc;
}

/* Anything that stands for a value or a key. */
static sla_result take_node(struct loader *ld, const yaml_event_t *event)
{
    struct sla__place place = place_of(ld, event->start_mark);
    int is_key = ld->open && ld->open->kind == SLA__MAP && !ld->key;
    const yaml_char_t *anchor = NULL, *tag = NULL;
    enum sla__node_kind kind = SLA__TEXT;

    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
        kind = SLA__MAP;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
        kind = SLA__LIST;
    }
    if (++ld->nodes > 2 * SLA__NODES_MAX || ld->tree->node_count >= SLA__NODES_MAX) {
        ERROR(ld, SLA__MSG_LIMIT, place, "more than %d values in one text", SLA__NODES_MAX);
        return SLA_LIMIT;
    }
    if (kind != SLA__TEXT && ld->depth >= ld->depth_limit) {
        ERROR(ld, SLA__MSG_LIMIT, place,
              "maps and lists nested deeper than %lld: make it flatter, or raise "
              "SLA_LIMIT_POLICY_DEPTH",
              (long long)ld->depth_limit);
        return SLA_LIMIT;
    }
    if (event->type == YAML_ALIAS_EVENT) {
        (void)refuse(
            ld, place,
            "aliases are not used here: write the value out; a text that begins with \"*\" "
            "needs quotes");
        if (is_key)
            return SLA_BAD_INPUT;
    }
    if (is_key && event->type != YAML_SCALAR_EVENT) {
        ERROR(ld, SLA__MSG_WRONG_KIND, place,
              "a key must be a text: a text with [ or { needs quotes");
        return SLA_BAD_INPUT;
    }
    if (event->type == YAML_SCALAR_EVENT &&
        memchr(event->data.scalar.value, 0, event->data.scalar.length)) {
        ERROR(ld, SLA__MSG_NOT_UTF8, place, "a NUL character in this text: remove its \"\\0\"");
        return SLA_BAD_INPUT;
    }
    if (anchor)
        (void)refuse(ld, place,
                     "anchors are not used here: a text that begins with \"&\" needs quotes");
    if (tag)
        (void)refuse(ld, place,
                     "tags are not used here: a text that begins with \"!\" needs quotes");
    return is_key ? take_key(ld, event, place) : take_value(ld, event, place, kind);
}

static sla_result take_event(struct loader *ld, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
    case YAML_ALIAS_EVENT:
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        return take_node(ld, event);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        ld->open = ld->open->parent;
        ld->depth--;
        return SLA_OK;
    case YAML_DOCUMENT_START_EVENT:
        if (++ld->documents == 1)
            return SLA_OK;
        ERROR(ld, SLA__MSG_YAML_FEATURE, place_of(ld, event->start_mark),
              "a second document begins here: one text holds one policy");
        return SLA_BAD_INPUT;
    case YAML_STREAM_END_EVENT:
        ld->done = 1;
        return SLA_OK;
    default:
        return SLA_OK;
    }
}

static sla_result read_events(struct loader *ld)
{
    sla_result rc = SLA_OK;

    if (!yaml_parser_initialize(&ld->parser))
        return SLA_NO_MEMORY;
    yaml_parser_set_encoding(&ld->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&ld->parser, (const unsigned char *)ld->source.text,
                                 ld->source.len);
    while (rc == SLA_OK && !ld->done) {
        yaml_event_t event;
        if (yaml_parser_parse(&ld->parser, &event)) {
            rc = take_event(ld, &event);
            yaml_event_delete(&event);
        } else if (ld->parser.error == YAML_MEMORY_ERROR) {
            rc = SLA_NO_MEMORY;
        } else {
            report_syntax(ld);
            rc = SLA_BAD_INPUT;
        }
    }
    yaml_parser_delete(&ld->parser);
    return rc;
}

static sla_result read_text(struct loader *ld, const char *file, const char *text, size_t len)
{
    sla_result rc = sla__source_open(&ld->source, file, text, len, ld->d);
    const struct sla__node *root;

    if (rc == SLA_OK)
        rc = read_events(ld);
    root = ld->tree->root;
    if (rc == SLA_OK && !ld->errors && (!root || (root->kind == SLA__TEXT && root->len == 0))) {
        ERROR(ld, SLA__MSG_NOTHING_THERE, sla__source_place(&ld->source, 0),
              "there is nothing in this text");
        ld->broken = 1;
    }
    if (rc != SLA_OK || ld->broken)
        ld->tree->root = NULL;
    sla__source_clear(&ld->source);
    return rc == SLA_OK && ld->errors ? SLA_BAD_INPUT : rc;
}

sla_result sla__tree_parse(struct sla__tree *tree, const char *text, size_t len, const char *name,
                           const sla_sources *sources, sla_diagnostics *d)
{
    struct loader ld = {.tree = tree, .d = d};
    int64_t bytes = sla__sources_limit(sources, SLA_LIMIT_POLICY_BYTES);
    const char *file = sla__tree_text(tree, name, strlen(name));

    ld.depth_limit = sla__sources_limit(sources, SLA_LIMIT_POLICY_DEPTH);
    if (!file)
        return SLA_NO_MEMORY;
    if (bytes > INT32_MAX - 1)
        bytes = INT32_MAX - 1; /* columns are 32 bits */
    if (len > (size_t)bytes) {
        sla__report(
            d, SLA__MSG_LIMIT, (struct sla__place){file, 0, 0},
            "the text is longer than %lld bytes: shorten it, or raise SLA_LIMIT_POLICY_BYTES",
            (long long)bytes);
        return SLA_LIMIT;
    }
    return read_text(&ld, file, text, len);
}
