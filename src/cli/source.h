/* SPDX-License-Identifier: MIT */
/* Reading tickets: from a file or standard input, as JSON Lines or CSV, into histories. */
#ifndef SLA_CLI_SOURCE_H
#define SLA_CLI_SOURCE_H

#include "cli/history.h"
#include "cli/input.h"

/* Set the first group, then source_read(). Freed by source_free(). */
struct source {
    struct console *console;
    const struct vocabulary *vocabulary;
    const char *path; /* "-": standard input */
    const char *name; /* of the input in messages; source_check_kind() sets it */
    const char *kind; /* "csv", "jsonl", or NULL: by the path's extension */
    const char *map;  /* path of a column map, or NULL */
    const char *only; /* the one ticket that is wanted, or NULL */
    int strict;       /* stop at the first bad row */

    struct columns columns, plain;
    struct histories histories;
    struct input input;
    struct row row;
    struct arena scratch; /* texts of the row in hand */
    uint64_t rows, bad_rows;
    struct names unknown; /* columns that were said to be unknown */
    int stopped;          /* a bad row ended a strict reading */
};

/* 0 and said if nothing of the input can be used. Bad rows are said, counted and passed over. */
int source_read(struct source *s);
void source_free(struct source *s);
/* EXIT_USAGE and said if nobody can tell which kind of input it is; else 0, and `kind` is set. */
int source_check_kind(struct source *s, const char *command);

/* Shared with the readers. The binding of a column; an unknown one is said once and gives -1. */
int32_t source_column(struct source *s, const struct columns *columns, const char *name, size_t len,
                      size_t line);
/* Done with a row that went well (or not): record it, count it. 0: stop reading. */
int source_row(struct source *s, int good);
int source_wants(const struct source *s, const char *ticket, size_t len);
int source_read_csv(struct source *s);   /* rows_csv.c */
int source_read_jsonl(struct source *s); /* rows_jsonl.c */

#endif
