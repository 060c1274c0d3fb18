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

struct loader {
    struct sla__tree *tree;
    sla_diagnostics *d;
    const char *file;
    const char *text; /* without a byte order mark */
    size_t len;
    size_t *lines; /* where each line begins, in bytes */
    size_t line_count;
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

static struct sla__place place_of_byte(const struct loader *ld, size_t byte)
{
    size_t low = 0, high = ld->line_count;

    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (ld->lines[mid] <= byte)
            low = mid;
        else
            high = mid;
    }
    return (struct sla__place){ld->file, (int32_t)low + 1, (int32_t)(byte - ld->lines[low]) + 1};
}

static int continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* libyaml's marks count characters from the start. */
static size_t byte_of(struct loader *ld, yaml_mark_t mark)
{
    while (ld->at_char < mark.index && ld->at_byte < ld->len) {
        ld->at_byte++;
        while (ld->at_byte < ld->len && continues(ld->text[ld->at_byte]))
            ld->at_byte++;
        ld->at_char++;
    }
    while (ld->at_char > mark.index && ld->at_byte > 0) {
        ld->at_byte--;
        while (ld->at_byte > 0 && continues(ld->text[ld->at_byte]))
            ld->at_byte--;
        ld->at_char--;
    }
    return ld->at_byte;
}

static struct sla__place place_of(struct loader *ld, yaml_mark_t mark)
{
    return place_of_byte(ld, byte_of(ld, mark));
}

#define ERROR(ld, number, ...) ((ld)->errors = 1, sla__report((ld)->d, number, __VA_ARGS__))

/* ---- the bytes */

/* The length of the well-formed UTF-8 character at p, or 0. */
static size_t utf8_len(const unsigned char *p, size_t left)
{
    unsigned c = p[0];
    size_t len = c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;

    if (len == 0 || len > left)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    if ((c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f) || (c == 0xf0 && p[1] < 0x90) ||
        (c == 0xf4 && p[1] > 0x8f))
        return 0;
    return len;
}

/* What YAML rules out: C0 but tab and line ends, DEL, C1 but NEL, the byte order mark, U+FFFE,
 * U+FFFF. The number of the character, or 0 if it may stand. */
static unsigned control(const unsigned char *p, size_t len)
{
    unsigned c = p[0];

    if (len == 1)
        return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f ? c : 0;
    if (len == 2)
        return c == 0xc2 && p[1] < 0xa0 && p[1] != 0x85 ? p[1] : 0;
    if (len == 3) {
        c = (c & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
        return c == 0xfeff || c >= 0xfffe ? c : 0;
    }
    return 0;
}

static int line_ends(const char *text, size_t len, size_t i)
{
    return text[i] == '\n' || (text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n'));
}

static sla_result index_lines(struct loader *ld)
{
    size_t count = 1;

    for (size_t i = 0; i < ld->len; i++)
        count += (size_t)line_ends(ld->text, ld->len, i);
    ld->lines = sla__alloc(count, sizeof *ld->lines);
    if (!ld->lines)
        return SLA_NO_MEMORY;
    ld->line_count = 1; /* the first line begins at 0 */
    for (size_t i = 0; i < ld->len; i++)
        if (line_ends(ld->text, ld->len, i))
            ld->lines[ld->line_count++] = i + 1;
    return SLA_OK;
}

/* 1 if every byte may stand in a policy; else the first that may not is reported. */
static int check_bytes(struct loader *ld)
{
    const unsigned char *p = (const unsigned char *)ld->text;
    size_t width = 1;

    for (size_t i = 0; i < ld->len; i += width) {
        unsigned c;
        width = utf8_len(p + i, ld->len - i);
        if (width == 0 && i == 0 && ld->len > 1 && p[0] + p[1] == 0xff + 0xfe) {
            ERROR(ld, SLA__MSG_NOT_UTF8, place_of_byte(ld, i),
                  "the text is UTF-16: save it as UTF-8");
            return 0;
        }
        if (width == 0) {
            ERROR(ld, SLA__MSG_NOT_UTF8, place_of_byte(ld, i),
                  "the byte 0x%02X is not UTF-8: save the text as UTF-8", p[i]);
            return 0;
        }
        if (p[i] == 0) {
            ERROR(ld, SLA__MSG_NOT_UTF8, place_of_byte(ld, i),
                  "a NUL byte: this is not a text, or not UTF-8");
            return 0;
        }
        c = control(p + i, width);
        if (c) {
            ERROR(ld, SLA__MSG_CONTROL_CHARACTER, place_of_byte(ld, i),
                  "the control character U+%04X may not stand here: remove it", c);
            return 0;
        }
    }
    return 1;
}

/* ---- what libyaml complains about */

static const struct advice {
    const char *problem; /* libyaml's words, or their beginning */
    const char *context; /* the beginning of its context; NULL: any */
    int at_context;      /* the slip is where the context began */
    int note;            /* say where the context began */
    const char *message;
} advices[] = {
    {"mapping values are not allowed", NULL, 0, 0,
     "a second \":\" in one line: a text with \": \" needs quotes; or the line is indented "
     "wrongly"},
    {"block sequence entries are not allowed", NULL, 0, 0,
     "\"- \" may not stand here: a list begins on a line of its own, below its key"},
    {"mapping keys are not allowed", NULL, 0, 0,
     "\"? \" may not stand here: a text with it needs quotes"},
    {"could not find expected ':'", NULL, 1, 0,
     "a line without \": \": write \"key: value\", or indent it if it goes on the line before"},
    {"did not find expected key", NULL, 0, 1,
     "this does not fit the map around it: indent it like its neighbours; a text with \" or ' in "
     "it "
     "needs quotes around the whole"},
    {"did not find expected '-' indicator", NULL, 0, 1,
     "this does not fit the list around it: begin it with \"- \", indented like its neighbours"},
    {"did not find expected ',' or ']'", NULL, 0, 1,
     "\",\" or \"]\" is missing before this: a text with , [ ] { } or \": \" needs quotes"},
    {"did not find expected ',' or '}'", NULL, 0, 1,
     "\",\" or \"}\" is missing before this: a text with , [ ] { } or \": \" needs quotes"},
    {"did not find expected node content", NULL, 0, 0, "a value is missing here"},
    {"did not find expected <document start>", NULL, 0, 0,
     "this does not belong to what stands before it: check the indentation"},
    {"found unexpected end of stream", "while scanning a quoted", 1, 0,
     "this quote is never closed"},
    {"found unexpected document indicator", "while scanning a quoted", 1, 0,
     "this quote is never closed"},
    {NULL, "while parsing a quoted", 0, 0,
     "\"\\\" in \"double quotes\" begins an escape: write \"\\\\\", or use 'single quotes'"},
    {NULL, "while scanning an alias", 1, 0, "a text that begins with \"*\" needs quotes"},
    {NULL, "while scanning an anchor", 1, 0, "a text that begins with \"&\" needs quotes"},
    {NULL, "while scanning a tag", 1, 0, "a text that begins with \"!\" needs quotes"},
    {NULL, "while parsing a tag", 1, 0, "a text that begins with \"!\" needs quotes"},
    {"found undefined tag handle", NULL, 1, 0, "a text that begins with \"!\" needs quotes"},
    {NULL, "while scanning a directive", 1, 0, "a line that begins with \"%\" needs quotes"},
    {NULL, "while scanning a block scalar", 0, 0,
     "\"|\" and \">\" begin a text on the next lines: a text with one of them needs quotes"},
};

static int begins(const char *text, const char *with)
{
    return text && strncmp(text, with, strlen(with)) == 0;
}

static const struct advice *advice_for(const yaml_parser_t *p)
{
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++) {
        const struct advice *a = &advices[i];
        if ((!a->problem || begins(p->problem, a->problem)) &&
            (!a->context || begins(p->context, a->context)))
            return a;
    }
    return NULL;
}

/* The first tab in the white space that a line begins with, at or before `byte`; else `byte`. */
static size_t tab_before(const struct loader *ld, size_t byte)
{
    size_t i = ld->lines[place_of_byte(ld, byte).line - 1];

    while (i <= byte && i < ld->len && ld->text[i] == ' ')
        i++;
    return i <= byte && i < ld->len && ld->text[i] == '\t' ? i : byte;
}

static void report_syntax(struct loader *ld)
{
    const yaml_parser_t *p = &ld->parser;
    size_t byte = byte_of(ld, p->problem_mark), tab = tab_before(ld, byte);
    const struct advice *a = advice_for(p);
    char quoted[SLA__QUOTE_MAX];

    if (tab < ld->len && ld->text[tab] == '\t') {
        ERROR(ld, SLA__MSG_YAML, place_of_byte(ld, tab), "a tab: indent with spaces");
    } else if (begins(p->problem, "found character that cannot start any token") &&
               byte < ld->len) {
        ERROR(ld, SLA__MSG_YAML, place_of_byte(ld, byte), "a text that begins with %s needs quotes",
              sla__quote(ld->text + byte, 1, quoted));
    } else if (a) {
        ERROR(ld, SLA__MSG_YAML,
              a->at_context ? place_of(ld, p->context_mark) : place_of_byte(ld, byte), "%s",
              a->message);
        if (a->note)
            sla__report(ld->d, SLA__MSG_SET_BEFORE, place_of(ld, p->context_mark),
                        "it begins here");
    } else {
        ERROR(ld, SLA__MSG_YAML, place_of_byte(ld, byte), "this is not YAML: %s",
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

    while (i < ld->len && strchr(" \t\r\n", ld->text[i]))
        i++;
    return i < ld->len && strchr(",}", ld->text[i]) != NULL;
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

    if (size < node->len || memcmp(ld->text + from + shift, node->text, node->len) != 0)
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
        ERROR(ld, SLA__MSG_LIMIT, place, "maps and lists nested deeper than %lld",
              (long long)ld->depth_limit);
        return SLA_LIMIT;
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
    if (event->type == YAML_ALIAS_EVENT)
        (void)refuse(
            ld, place,
            "aliases are not used here: write the value out; a text that begins with \"*\" "
            "needs quotes");
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
    yaml_parser_set_input_string(&ld->parser, (const unsigned char *)ld->text, ld->len);
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

static sla_result read_text(struct loader *ld)
{
    const struct sla__node *root;
    sla_result rc = index_lines(ld);

    if (rc == SLA_OK && !check_bytes(ld))
        rc = SLA_BAD_INPUT;
    if (rc == SLA_OK)
        rc = read_events(ld);
    root = ld->tree->root;
    if (rc == SLA_OK && !ld->errors && (!root || (root->kind == SLA__TEXT && root->len == 0))) {
        ERROR(ld, SLA__MSG_NOTHING_THERE, place_of_byte(ld, 0), "there is nothing in this text");
        ld->broken = 1;
    }
    if (rc != SLA_OK || ld->broken)
        ld->tree->root = NULL;
    return rc == SLA_OK && ld->errors ? SLA_BAD_INPUT : rc;
}

sla_result sla__tree_parse(struct sla__tree *tree, const char *text, size_t len, const char *name,
                           const sla_sources *sources, sla_diagnostics *d)
{
    struct loader ld = {.tree = tree, .d = d, .text = len ? text : "", .len = len};
    int64_t bytes = sla__sources_limit(sources, SLA_LIMIT_POLICY_BYTES);
    sla_result rc;

    ld.depth_limit = sla__sources_limit(sources, SLA_LIMIT_POLICY_DEPTH);
    ld.file = sla__tree_text(tree, name, strlen(name));
    if (!ld.file)
        return SLA_NO_MEMORY;
    if (bytes > INT32_MAX - 1)
        bytes = INT32_MAX - 1; /* columns are 32 bits */
    if (len > (size_t)bytes) {
        sla__report(d, SLA__MSG_LIMIT, (struct sla__place){ld.file, 0, 0},
                    "the text is longer than %lld bytes", (long long)bytes);
        return SLA_LIMIT;
    }
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) { /* a byte order mark */
        ld.text += 3;
        ld.len -= 3;
    }
    rc = read_text(&ld);
    sla__free(ld.lines);
    return rc;
}
