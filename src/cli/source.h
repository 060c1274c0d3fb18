/* SPDX-License-Identifier: MIT */
/* Reading tickets: from a file or standard input, as JSON Lines or CSV, into histories. */
#ifndef SLA_CLI_SOURCE_H
#define SLA_CLI_SOURCE_H

#include "cli/history.h"
#include "cli/input.h"

/* Set the first group, then source_open() and source_read(). Freed by source_free() in any case. */
struct source {
    struct console *console;
    const char *kind;              /* "csv", "jsonl", or NULL: by the path's extension */
    const char *map;               /* path of a column map, or NULL */
    const char *only;              /* the one ticket that is wanted, or NULL */
    const char *now_at, *known_at; /* as the command line has them, or NULL */
    int strict;                    /* stop at the first bad row */

    const char *path; /* "-": standard input */
    const char *name; /* of the input in messages */
    sla_policy *policy;
    struct vocabulary vocabulary;
    sla_time now, known;
    struct columns columns, plain;
    struct histories histories;
    struct input input;
    struct row row;
    struct arena scratch; /* texts of the row in hand */
    unsigned char *met;   /* JSON: for each binding whether a row had its column */
    uint64_t rows, bad_rows;
    struct names unknown; /* columns that were said to be unknown */
    int stopped;          /* a bad row ended a strict reading */
};

/* The options of every command that reads tickets. */
#define SOURCE_OPTIONS(s)                                                                            \
    {"now",                                                                                          \
     0,                                                                                              \
     "TIME",                                                                                         \
     "the instant to look at (RFC 3339, or local time in the\n"                                      \
     "policy's zone); left out: the system clock",                                                   \
     &(s)->now_at,                                                                                   \
     NULL},                                                                                          \
        {"known", 0, "TIME", "only see what was known at this instant", &(s)->known_at, NULL},       \
        {"input", 'i', "KIND", "jsonl or csv; left out: by the file's extension", &(s)->kind, NULL}, \
    {                                                                                                \
        "columns", 'c', "FILE", "a column map: which columns of the export tell what", &(s)->map,    \
            NULL                                                                                     \
    }

/* Load the policy and make sense of the options. EXIT_DONE; or said, and the status to exit with.
 */
int source_open(struct source *s, const char *command, const char *policy, const char *tickets);
/* 0 and said if nothing of the input can be used. Bad rows are said, counted and passed over. */
int source_read(struct source *s);
void source_free(struct source *s);

/* A fact of the ticket now; at its creation if that is still to come. May be NULL. */
const char *source_fact(const struct source *s, const sla_ticket *ticket, const char *fact);

/* Shared with the readers. The binding of a column; an unknown one is said once and gives -1. */
int32_t source_column(struct source *s, const struct columns *columns, const char *name, size_t len,
                      size_t line);
/* Done with a row that went well (or not): record it, count it. 0: stop reading. */
int source_row(struct source *s, int good);
int source_wants(const struct source *s, const char *ticket, size_t len);
int source_read_csv(struct source *s);   /* rows_csv.c */
int source_read_jsonl(struct source *s); /* rows_jsonl.c */

#endif
