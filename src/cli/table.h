/* SPDX-License-Identifier: MIT */
/* An aligned table. Cells are made safe for a terminal; columns are as wide as their widest cell.
 */
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
    size_t widths[TABLE_COLUMNS_MAX];
    size_t columns;
    char **cells;
    size_t count, room;
    struct arena texts;
};

/* A column; the table keeps `head`. One that begins with '>' stands at the right. */
void table_head(struct table *t, const char *head);
/* The next cell, row after row. NULL and "" leave it empty. */
void table_cell(struct table *t, const char *text);
void table_print(const struct table *t, FILE *out);
void table_free(struct table *t);

#endif
