/* SPDX-License-Identifier: MIT */
/* Rows of JSON Lines: one object a line; a ticket row may hold its events as a list. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cli/source.h"

#define NUMBER_MAX 32

/* A scalar as a cell; 0 and said if it is none. */
static int read_cell(struct source *s, const char *key, const json_t *value, struct cell *out)
{
    char number[NUMBER_MAX];

    switch (json_typeof(value)) {
    case JSON_NULL:
        *out = (struct cell){NULL, 0};
        return 1;
    case JSON_STRING:
        *out = (struct cell){json_string_value(value), json_string_length(value)};
        return 1;
    case JSON_INTEGER:
        snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        snprintf(number, sizeof number, "%s", json_is_true(value) ? "true" : "false");
        break;
    case JSON_REAL:
        return row_bad(&s->row, "%s: a number with a fraction; write a text or a whole number",
                       QUOTE(key));
    default:
        return row_bad(&s->row, "%s: %s where a text is wanted", QUOTE(key),
                       json_is_object(value) ? "an object" : "a list");
    }
    out->len = strlen(number);
    out->text = arena_copy(&s->scratch, number, out->len);
    return 1;
}

/* The keys of one object, but for `events` (*events) and `skip`. */
static int read_keys(struct source *s, json_t *object, const char *skip, json_t **events)
{
    struct row *r = &s->row;
    const char *key;
    json_t *value;

    json_object_foreach(object, key, value)
    {
        int32_t binding = source_column(s, r->columns, key, strlen(key), r->line);
        struct cell cell;

        if (binding >= 0 && r->columns == &s->columns)
            s->met[binding] = 1;
        if (binding < 0 || (skip != NULL && strcmp(key, skip) == 0))
            continue;
        if (json_is_array(value) && r->in[0] == '\0' &&
            r->columns->bindings[binding].role == ROLE_EVENTS)
            *events = value;
        else if (!read_cell(s, key, value, &cell) || !row_put(r, binding, cell))
            return 0;
    }
    return 1;
}

static int read_events(struct source *s, json_t *events)
{
    size_t i;
    json_t *event;

    json_array_foreach(events, i, event)
    {
        char in[NUMBER_MAX + 16];

        snprintf(in, sizeof in, "events[%zu]: ", i);
        row_begin_event(&s->row, in);
        if (!(json_is_object(event) ? read_keys(s, event, NULL, NULL) && row_finish_event(&s->row)
                                    : row_bad(&s->row, "not an object")))
            return 0;
    }
    return 1;
}

/* One row. 2: of a ticket that is not wanted. The ticket comes first, so that a row that turns out
 * to be bad is known to be its. */
static int read_row(struct source *s, json_t *object)
{
    const char *column = s->columns.ticket;
    const json_t *ticket = json_object_get(object, column);
    struct cell cell;
    json_t *events = NULL;

    if (ticket != NULL) {
        if (!read_cell(s, column, ticket, &cell))
            return 0;
        if (!source_wants(s, cell.text != NULL ? cell.text : "", cell.len))
            return 2;
        if (!row_put(&s->row, columns_find(&s->columns, column, strlen(column)), cell))
            return 0;
    }
    return read_keys(s, object, column, &events) && row_finish(&s->row) &&
           (events == NULL || read_events(s, events));
}

/* What is wrong with a line that is not JSON, in words for whoever wrote it. */
static const char *why_not_json(const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_premature_end_of_input:
        return "it breaks off";
    case json_error_invalid_utf8:
        return "it is not UTF-8";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "it holds a NUL character";
    case json_error_duplicate_key:
        return "a key stands twice";
    case json_error_numeric_overflow:
        return "a number is too large";
    case json_error_stack_overflow:
        return "it is nested too deep";
    case json_error_end_of_input_expected:
        return "something follows the object";
    default:
        return error->text;
    }
}

static int read_line(struct source *s, const char *line, size_t len)
{
    json_error_t error;
    json_t *object = json_loadb(line, len, JSON_REJECT_DUPLICATES, &error);
    int good, more = 1;

    if (object == NULL)
        good = row_bad(&s->row, "not JSON: column %d: %s", error.column, why_not_json(&error));
    else if (!json_is_object(object))
        good = row_bad(&s->row, "not an object; a row is {\"ticket\": ...}");
    else
        good = read_row(s, object);
    if (good < 2)
        more = source_row(s, good);
    json_decref(object);
    arena_free(&s->scratch);
    return more;
}

/* What a map reads and no row has is most likely misspelt; a key may be left out where it is empty.
 */
static void warn_unmet(const struct source *s)
{
    const struct columns *m = &s->columns;

    for (int32_t i = 0; m->mapped && s->only == NULL && s->rows > s->bad_rows && i < m->names.count;
         i++) {
        if (m->first[i] >= 0 && !s->met[m->first[i]])
            console_say(s->console, SAY_WARNING, s->name, 0,
                        "the column map reads key %s, and no row has it", QUOTE(m->names.at[i]));
    }
}

int source_read_jsonl(struct source *s)
{
    const char *line;
    size_t len, number, blank;
    enum input_line got;
    int more = 1;

    s->met = memory_alloc(s->columns.count, 1);
    while (more && (got = input_line(&s->input, s->console, &line, &len, &number)) != INPUT_END) {
        row_begin(&s->row, number);
        if (got == INPUT_TOO_LONG) {
            more = source_row(s, row_bad(&s->row, "the line is longer than 1 MiB"));
            continue;
        }
        for (blank = 0; blank < len && (line[blank] == ' ' || line[blank] == '\t');)
            blank++;
        if (number == 1 && blank < len && line[blank] == '[')
            return row_bad(&s->row, "a JSON array; JSON Lines has an object on each line, as \"jq "
                                    "-c '.[]'\" makes them of an array");
        if (blank < len)
            more = read_line(s, line, len);
    }
    if (more)
        warn_unmet(s);
    return 1;
}
