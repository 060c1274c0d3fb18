/* SPDX-License-Identifier: MIT */
/* Rows of a CSV file: the header says what each column tells. */
#include <stdlib.h>
#include <string.h>

#include "cli/csv.h"
#include "cli/source.h"

#define IGNORED (-1)

/* What the header says. */
struct header {
    int32_t *bindings; /* of each column */
    size_t count;
    size_t ticket; /* the column that names the ticket */
};

static int unusable(struct source *s, size_t line, const char *what)
{
    console_say(s->console, SAY_ERROR, s->name, line, "%s", what);
    return 0;
}

/* What each column of the header in hand tells. */
static int read_columns(struct source *s, const struct csv *csv, struct header *h,
                        struct names *seen)
{
    for (size_t i = 0; i < csv->count; i++) {
        const struct cell *f = &csv->fields[i];
        int32_t before = seen->count;

        if (!text_is_utf8(f->text, f->len))
            return unusable(s, csv->line, "the header is not UTF-8; save the file as UTF-8");
        h->bindings[i] = source_column(s, &s->columns, f->text, f->len, csv->line);
        if (names_add(seen, f->text, f->len) < before && h->bindings[i] != IGNORED) {
            console_say(s->console, SAY_ERROR, s->name, csv->line, "column %s stands twice",
                        QUOTE_LEN(f->text, f->len));
            return 0;
        }
        if (strcmp(f->text, s->columns.ticket) == 0)
            h->ticket = i;
    }
    return 1;
}

/* Each column that a map reads must be there. */
static int check_map(struct source *s, size_t line, const struct names *seen)
{
    const struct names *read = &s->columns.names;
    int good = 1;

    for (int32_t i = 0; s->columns.mapped && i < read->count; i++) {
        size_t len = strlen(read->at[i]);

        if (s->columns.first[i] == IGNORED || names_find(seen, read->at[i], len) >= 0)
            continue;
        console_say(s->console, SAY_ERROR, s->name, line,
                    "the column map reads column %s, and there is none%s", QUOTE(read->at[i]),
                    HINT(names_nearest(seen, read->at[i], len)));
        good = 0;
    }
    return good;
}

static int read_header(struct source *s, struct csv *csv, struct header *h)
{
    struct names seen = {0};
    enum csv_result got = csv_next(csv, s->console);
    int good;

    if (got == CSV_BAD)
        return unusable(s, csv->bad_line, csv->why);
    if (s->input.failed)
        return 0;
    if (got == CSV_END)
        return unusable(s, 1, "the file is empty; its first line must name the columns");
    if (csv->count == 1 && strpbrk(csv->fields[0].text, ";\t") != NULL)
        return unusable(s, csv->line,
                        "the columns are separated by semicolons or tabs; save the file with "
                        "commas between them");
    h->count = csv->count;
    h->ticket = csv->count;
    h->bindings = memory_alloc(csv->count, sizeof *h->bindings);
    good = read_columns(s, csv, h, &seen) && check_map(s, csv->line, &seen);
    if (good && h->ticket == csv->count)
        good = unusable(s, csv->line, "no column \"ticket\"; name it so, or use a column map");
    names_free(&seen);
    return good;
}

static int read_record(struct source *s, const struct csv *csv, const struct header *h)
{
    struct row *r = &s->row;

    if (csv->count != h->count)
        return row_bad(r, "%zu fields, but the header has %zu", csv->count, h->count);
    for (size_t i = 0; i < csv->count; i++) {
        if (i != h->ticket && h->bindings[i] != IGNORED &&
            !row_put(r, h->bindings[i], csv->fields[i]))
            return 0;
    }
    return row_finish(r);
}

int source_read_csv(struct source *s)
{
    struct csv csv = {.in = &s->input};
    struct header h = {0};
    enum csv_result got;
    int good = read_header(s, &csv, &h), more = good && !(s->strict && s->console->errors > 0);

    s->stopped = good && !more;
    while (more && (got = csv_next(&csv, s->console)) != CSV_END) {
        row_begin(&s->row, got == CSV_BAD ? csv.bad_line : csv.line);
        if (got == CSV_BAD) {
            more = source_row(s, row_bad(&s->row, "%s", csv.why));
            continue;
        }
        if (csv.count > h.ticket) {
            const struct cell *f = &csv.fields[h.ticket];

            if (!source_wants(s, f->text, f->len))
                continue;
            if (!row_put(&s->row, h.bindings[h.ticket], *f)) {
                more = source_row(s, 0);
                continue;
            }
        }
        more = source_row(s, read_record(s, &csv, &h));
    }
    free(h.bindings);
    csv_free(&csv);
    return good;
}
