/* SPDX-License-Identifier: MIT */
/* An aligned table. Cells are made safe for a terminal; columns are as wide as their widest cell,
 * but the last may be folded. */
#ifndef SLA_CLI_TABLE_H
#define SLA_CLI_TABLE_H

#include <stddef.h>
#include <stdio.h>

#include "cli/memory.h"
#include "cli/text.h"

#define TABLE_COLUMNS_MAX 20

/* Start with {0} and table_head(). */
struct table {
    const char *heads[TABLE_COLUMNS_MAX];
    int right[TABLE_COLUMNS_MAX]; /* numbers and lengths stand at the right */
    int folded;                   /* the last column holds sentences */
    size_t widths[TABLE_COLUMNS_MAX];
    size_t columns;
    char **cells;
    size_t count, room;
    struct arena texts;
};

/* A column; the table keeps `head`. One that begins with '>' stands at the right; the last is
 * folded if it begins with '<'. */
void table_head(struct table *t, const char *head);
/* The next cell, row after row. NULL and "" leave it empty. */
void table_cell(struct table *t, const char *text);
void table_print(const struct table *t, FILE *out);
void table_free(struct table *t);

/* The rest of a line whose text so far fills `at` columns, and its end. What is wider than the
 * output goes on below, in the same column. `text` went through text_put_safe(). */
void table_fold(FILE *out, const char *text, size_t at);

#endif
