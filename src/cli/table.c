/* SPDX-License-Identifier: MIT */
#include "cli/table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#define WIDTH 100     /* of an output that is no terminal */
#define FOLD_LEAST 20 /* columns that a folded text has, however narrow the output is */

void table_head(struct table *t, const char *head)
{
    t->right[t->columns] = head[0] == '>';
    t->folded = head[0] == '<';
    t->heads[t->columns] = head + (t->right[t->columns] || t->folded);
    t->widths[t->columns] = text_width(t->heads[t->columns], strlen(t->heads[t->columns]));
    t->columns++;
}

void table_cell(struct table *t, const char *text)
{
    struct text safe = {0};
    size_t column = t->count % t->columns, width;

    text_put_safe(&safe, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
    width = text_width(safe.at != NULL ? safe.at : "", safe.len);
    if (width > t->widths[column])
        t->widths[column] = width;
    t->cells = memory_grow(t->cells, &t->room, t->count + 1, sizeof *t->cells);
    t->cells[t->count++] = arena_copy(&t->texts, safe.at, safe.len);
    text_free(&safe);
}

/* COLUMNS, as everywhere, stands before what the terminal says. */
static size_t width_of(FILE *out)
{
    const char *columns = getenv("COLUMNS");
    unsigned long told = columns != NULL ? strtoul(columns, NULL, 10) : 0;
    struct winsize size;

    if (told > 0 && told < 10000)
        return told;
    return ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : WIDTH;
}

void table_fold(FILE *out, const char *text, size_t at)
{
    size_t width = width_of(out), room = width > at + FOLD_LEAST ? width - at : FOLD_LEAST;

    for (;;) {
        size_t fits = 0; /* bytes of whole words; one word at least */

        for (size_t end = 0;; end++) {
            end += strcspn(text + end, " ");
            if (fits > 0 && text_width(text, end) > room)
                break;
            fits = end;
            if (text[end] == '\0')
                break;
        }
        fprintf(out, "%.*s\n", (int)fits, text);
        if (text[fits] == '\0')
            return;
        text += fits + 1;
        fprintf(out, "%*s", (int)at, "");
    }
}

static void print_row(const struct table *t, FILE *out, const char *const *cells)
{
    size_t pending = 0; /* spaces that are owed: none is written at a line's end */
    size_t at = 0;

    for (size_t i = 0; i < t->columns; i++) {
        size_t len = strlen(cells[i]), rest = t->widths[i] - text_width(cells[i], len);

        if (t->folded && i + 1 == t->columns && len > 0) {
            fprintf(out, "%*s", (int)pending, "");
            table_fold(out, cells[i], at);
            return;
        }
        at += t->widths[i] + 2;
        if (len > 0) {
            pending += t->right[i] ? rest : 0;
            fprintf(out, "%*s%s", (int)pending, "", cells[i]);
            pending = t->right[i] ? 0 : rest;
        } else {
            pending += rest;
        }
        pending += 2;
    }
    fputc('\n', out);
}

void table_print(const struct table *t, FILE *out)
{
    print_row(t, out, t->heads);
    for (size_t i = 0; i + t->columns <= t->count; i += t->columns)
        print_row(t, out, (const char *const *)t->cells + i);
}

void table_free(struct table *t)
{
    free(t->cells);
    arena_free(&t->texts);
    *t = (struct table){0};
}
