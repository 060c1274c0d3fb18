/* SPDX-License-Identifier: MIT */
/* Reading a column map: `what: column`, or `what: {column: …, values: {…}, default: …}`. */
#include "cli/columns.h"

#include <stdlib.h>
#include <string.h>

#include "cli/yaml.h"

struct map {
    struct columns *columns;
    const struct vocabulary *vocabulary;
    struct console *console;
    const char *path;
    struct names written; /* what the map's keys are */
};

#define WRONG(m, at, ...) yaml_error((m)->console, (m)->path, (at), __VA_ARGS__)

static int is(const struct node *n, const char *word)
{
    return n->kind == NODE_TEXT && strcmp(n->text, word) == 0;
}

/* What a cell of this role is translated into; NULL for roles whose cells are not words. */
static const struct names *words_of(const struct map *m, enum role role, int32_t fact)
{
    switch (role) {
    case ROLE_EVENT:
    case ROLE_STATE:
        return &m->vocabulary->events;
    case ROLE_CLOCK:
        return &m->vocabulary->clocks;
    case ROLE_FACT:
        return &m->vocabulary->values[fact];
    default:
        return NULL;
    }
}

/* The policy's own word that `n` says; NULL and said if there is none. */
static const char *read_word(struct map *m, const struct binding *b, const struct node *n,
                             const char *what)
{
    const struct names *words = words_of(m, b->role, b->number);
    int32_t i;

    if (n->kind != NODE_TEXT) {
        WRONG(m, n, "%s must be a text", what);
        return NULL;
    }
    if (b->role == ROLE_FACT && m->vocabulary->any_text[b->number])
        return arena_copy(&m->columns->texts, n->text, n->len);
    i = names_find(words, n->text, n->len);
    if (i < 0) {
        WRONG(m, n, "the policy knows no %s %s%s",
              b->role == ROLE_FACT    ? m->vocabulary->facts.at[b->number]
              : b->role == ROLE_CLOCK ? "clock"
                                      : "event",
              QUOTE(n->text), HINT(names_nearest(words, n->text, n->len)));
        return NULL;
    }
    return words->at[i];
}

static void read_values(struct map *m, struct binding *b, const struct node *values)
{
    size_t room = 0;

    if (values->kind != NODE_MAP) {
        WRONG(m, values, "\"values\" must be a map: the column's word: the policy's word");
        return;
    }
    b->translated = 1;
    for (const struct node *key = values->first; key != NULL; key = key->next->next) {
        int none = (b->role == ROLE_STATE || b->role == ROLE_EVENT) && is(key->next, "none");
        const char *meaning = none ? NULL : read_word(m, b, key->next, "a value");

        b->meanings =
            memory_grow(b->meanings, &room, (size_t)b->words.count + 1, sizeof *b->meanings);
        b->meanings[names_add(&b->words, key->text, key->len)] = meaning;
    }
}

/* The long form. The column's name is filled in at once, so that the binding can hang on it. */
static void read_long(struct map *m, enum role role, int32_t number, const struct node *map)
{
    const struct node *column = NULL, *values = NULL, *fallback = NULL;
    int bad = 0;
    size_t i;
    struct binding *b;

    for (const struct node *key = map->first; key != NULL; key = key->next->next) {
        if (is(key, "column")) {
            column = key->next;
        } else if (is(key, "values") && words_of(m, role, number) != NULL) {
            values = key->next;
        } else if (is(key, "default") && role == ROLE_FACT) {
            fallback = key->next;
        } else {
            WRONG(m, key,
                  "%s cannot be written here; \"column\", \"values\" (for words) and "
                  "\"default\" (for facts) can",
                  QUOTE(key->text));
            bad = 1;
        }
    }
    if (column != NULL && (column->kind != NODE_TEXT || column->len == 0))
        WRONG(m, column, "\"column\" must be the name of a column");
    else if (column == NULL && fallback == NULL && !bad)
        WRONG(m, map, "name a \"column\"%s", role == ROLE_FACT ? ", a \"default\", or both" : "");
    i = columns_bind(m->columns, role, number,
                     column != NULL && column->len > 0 ? column->text : NULL,
                     column != NULL ? column->len : 0);
    b = &m->columns->bindings[i];
    if (values != NULL)
        read_values(m, b, values);
    if (fallback != NULL)
        b->fallback = read_word(m, b, fallback, "\"default\"");
}

static void read_binding(struct map *m, const struct node *key)
{
    const struct node *value = key->next;
    enum role role = ROLE_STATE;
    int32_t number = -1;

    if (!is(key, "state") && !columns_role(m->vocabulary, key->text, key->len, &role, &number)) {
        WRONG(m, key, "%s is neither a key of rows nor a fact or event of the policy%s",
              QUOTE(key->text), HINT(names_nearest(&m->written, key->text, key->len)));
        return;
    }
    if (value->kind == NODE_MAP)
        read_long(m, role, number, value);
    else if (value->kind == NODE_TEXT && value->len > 0)
        columns_bind(m->columns, role, number, value->text, value->len);
    else
        WRONG(m, value, "%s must be the name of a column, or {column: ..., values: ...}",
              QUOTE(key->text));
}

/* One text or a list of texts into `names`. */
static void read_texts(struct map *m, const struct node *key, struct names *names)
{
    const struct node *n = key->next;

    if (n->kind == NODE_MAP) {
        WRONG(m, n, "%s must be a text or a list of texts", QUOTE(key->text));
        return;
    }
    for (n = n->kind == NODE_LIST ? n->first : n; n != NULL; n = n->next) {
        if (n->kind != NODE_TEXT)
            WRONG(m, n, "%s must be a text or a list of texts", QUOTE(key->text));
        else
            names_add(names, n->text, n->len);
        if (key->next->kind == NODE_TEXT)
            break;
    }
}

/* `ignore: others` or the names of columns. A column that is read as well stays read. */
static void read_ignored(struct map *m, const struct node *key)
{
    struct columns *s = m->columns;
    struct names ignored = {0};

    if (is(key->next, "others")) {
        s->ignore_others = 1;
        return;
    }
    read_texts(m, key, &ignored);
    for (int32_t i = 0; i < ignored.count; i++) {
        int32_t known = s->names.count;
        int32_t name = names_add(&s->names, ignored.at[i], strlen(ignored.at[i]));

        s->first = memory_grow(s->first, &s->first_room, (size_t)name + 1, sizeof *s->first);
        if (name == known)
            s->first[name] = -1;
        else
            WRONG(m, key->next, "column %s is read and cannot be ignored", QUOTE(ignored.at[i]));
    }
    names_free(&ignored);
}

static void read_setting(struct map *m, const struct node *key)
{
    struct instants *i = &m->columns->instants;
    const struct node *value = key->next;

    if (is(key, "empty")) {
        read_texts(m, key, &m->columns->empty_words);
    } else if (value->kind != NODE_TEXT) {
        WRONG(m, value, "%s must be a text", QUOTE(key->text));
    } else if (is(key, "timezone")) {
        if (!instants_zone(i, value->text))
            WRONG(m, value, "there is no time zone %s; write Europe/London or +01:00",
                  QUOTE(value->text));
    } else if (!instants_format(i, arena_copy(&m->columns->texts, value->text, value->len))) {
        WRONG(m, value,
              "%s is no format; write iso, seconds, milliseconds or a pattern with YYYY (or "
              "YY), MM (or MMM) and DD, no part of it twice",
              QUOTE(value->text));
    }
}

static int is_setting(const struct node *key)
{
    return is(key, "empty") || is(key, "timezone") || is(key, "format");
}

/* What the map must say for rows to make sense. */
static void check_whole(struct map *m, const struct node *root)
{
    const struct columns *s = m->columns;
    int has[ROLE_MOMENT + 1] = {0};

    for (size_t i = 0; i < s->count; i++)
        has[s->bindings[i].role] = 1;
    if (!has[ROLE_TICKET])
        WRONG(m, root, "name the column that holds the ticket: \"ticket: number\"");
    if (!has[ROLE_CREATED] && !has[ROLE_EVENT] && !has[ROLE_EVENTS])
        WRONG(m, root, "name the column that tells the creation: \"created: opened_at\"");
    if (has[ROLE_STATE] && !has[ROLE_AT])
        WRONG(m, root, "\"state\" needs the rows' time: \"at: updated_at\"");
    if (s->instants.pattern != NULL && s->instants.zone == NULL && s->instants.offset[0] == '\0')
        WRONG(m, root, "a format without an offset needs a time zone: \"timezone: Europe/London\"");
    m->columns->snapshots = has[ROLE_AT];
}

int columns_read(struct columns *m, const struct vocabulary *v, const char *path, struct console *c)
{
    struct map map = {.columns = m, .vocabulary = v, .console = c, .path = path};
    struct arena arena = {0};
    size_t errors = c->errors;
    const struct node *root = yaml_read(path, &arena, c);

    *m = (struct columns){.mapped = 1};
    if (root != NULL) {
        struct columns plain;
        const struct node *key;

        columns_plain(&plain, v);
        for (int32_t i = 0; i < plain.names.count; i++)
            names_add(&map.written, plain.names.at[i], strlen(plain.names.at[i]));
        columns_free(&plain);
        for (const char *const *w =
                 (const char *const[]){"state", "empty", "timezone", "format", "ignore", NULL};
             *w != NULL; w++)
            names_add(&map.written, *w, strlen(*w));
        for (key = root->first; key != NULL; key = key->next->next) {
            if (is_setting(key))
                read_setting(&map, key);
            else if (!is(key, "ignore"))
                read_binding(&map, key);
        }
        for (key = root->first; key != NULL; key = key->next->next) {
            if (is(key, "ignore"))
                read_ignored(&map, key);
        }
        if (c->errors == errors)
            check_whole(&map, root);
        names_free(&map.written);
    }
    arena_free(&arena);
    return c->errors == errors;
}
