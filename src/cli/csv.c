/* SPDX-License-Identifier: MIT */
#include "cli/csv.h"

#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

/* A reader's place: `i` counts bytes from the record's begin, so that it survives input_more(). */
struct place {
    size_t i, line;
};

/* The byte at the place, or -1 at the end of the input. */
static int peek(struct csv *csv, const struct place *p, struct console *c)
{
    struct input *in = csv->in;

    if (in->at + p->i >= in->end && !input_more(in, c))
        return -1;
    return (unsigned char)in->buffer[in->at + p->i];
}

static int bad(struct csv *csv, size_t line, const char *why)
{
    csv->bad_line = line;
    csv->why = why;
    return 0;
}

/* Take the bytes at the place that mean nothing special; at least one is there. */
static void take_run(struct csv *csv, struct place *p)
{
    const struct input *in = csv->in;
    const char *begin = in->buffer + in->at + p->i, *end = in->buffer + in->end, *to = begin + 1;

    while (to < end && *to != '"' && *to != ',' && *to != '\n')
        to++;
    text_put(&csv->text, begin, (size_t)(to - begin));
    p->i += (size_t)(to - begin);
}

/* What stands between quotes, its begin at the place; 1 if it is well. */
static int read_quoted(struct csv *csv, struct place *p, struct console *c)
{
    size_t opened = p->line;
    int byte;

    p->i++;
    for (;;) {
        byte = peek(csv, p, c);
        if (byte < 0)
            return bad(csv, opened, "a quote opens here and never closes");
        if (p->i > LINE_MAX_BYTES)
            return bad(csv, opened, "the record is longer than 1 MiB; is a quote missing?");
        if (byte == '"') {
            p->i++;
            byte = peek(csv, p, c);
            if (byte != '"')
                break;
        }
        p->line += byte == '\n';
        take_run(csv, p);
    }
    if (byte >= 0 && byte != ',' && byte != '\n' && byte != '\r')
        return bad(csv, p->line, "text follows a closing quote; write a quote inside quotes twice");
    return 1;
}

static int read_plain(struct csv *csv, struct place *p, struct console *c)
{
    int byte;

    while ((byte = peek(csv, p, c)) >= 0 && byte != ',' && byte != '\n') {
        if (byte == '"')
            return bad(csv, p->line, "a quote inside a field that does not begin with one");
        if (p->i > LINE_MAX_BYTES)
            return bad(csv, p->line, "the record is longer than 1 MiB");
        take_run(csv, p);
    }
    return 1;
}

/* Fields one after another until the record ends; 1 if all is well. *p is then behind the record.
 */
static int read_fields(struct csv *csv, struct place *p, struct console *c)
{
    for (;;) {
        size_t begin = csv->text.len;
        int quoted = peek(csv, p, c) == '"', byte;

        if (csv->count == CSV_COLUMNS_MAX)
            return bad(csv, p->line, "more than 1000 columns");
        if (!(quoted ? read_quoted(csv, p, c) : read_plain(csv, p, c)))
            return 0;
        byte = peek(csv, p, c);
        if (quoted && byte == '\r') {
            p->i++;
            byte = peek(csv, p, c);
            if (byte != '\n' && byte >= 0)
                return bad(csv, p->line, "a carriage return without a line feed");
        } else if (!quoted && byte != ',' && csv->text.len > begin &&
                   csv->text.at[csv->text.len - 1] == '\r') {
            csv->text.len--;
        }
        csv->fields = memory_grow(csv->fields, &csv->room, csv->count + 1, sizeof *csv->fields);
        csv->fields[csv->count++].len = csv->text.len - begin;
        text_put(&csv->text, "", 1);
        if (byte != ',') {
            p->i += byte == '\n';
            p->line += byte == '\n';
            return 1;
        }
        p->i++;
    }
}

enum csv_result csv_next(struct csv *csv, struct console *c)
{
    struct input *in = csv->in;

    for (;;) {
        struct place p = {0, in->line};

        if (peek(csv, &p, c) < 0)
            return CSV_END;
        csv->line = in->line;
        csv->count = 0;
        text_clear(&csv->text);
        if (!read_fields(csv, &p, c)) {
            input_skip_line(in, c);
            return in->failed ? CSV_END : CSV_BAD;
        }
        in->at += p.i;
        in->line = p.line;
        if (in->failed)
            return CSV_END;
        if (csv->count > 1 || csv->fields[0].len > 0)
            break;
    }
    for (size_t i = 0, at = 0; i < csv->count; i++) {
        csv->fields[i].text = csv->text.at + at;
        at += csv->fields[i].len + 1;
    }
    return CSV_RECORD;
}

void csv_free(struct csv *csv)
{
    free(csv->fields);
    text_free(&csv->text);
}
