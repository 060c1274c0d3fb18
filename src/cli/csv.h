/* SPDX-License-Identifier: MIT */
/* Records of CSV (RFC 4180), one at a time; LF and CR LF end them. */
#ifndef SLA_CLI_CSV_H
#define SLA_CLI_CSV_H

#include "cli/input.h"
#include "cli/text.h"

#define CSV_COLUMNS_MAX 1000

/* Start with {.in = …}. */
struct csv {
    struct input *in;
    struct cell *fields;
    size_t count, room;
    size_t line;     /* number of the record's first line */
    size_t bad_line; /* where a bad record is wrong */
    const char *why; /* what is wrong with it */
    struct text text;
};

enum csv_result { CSV_RECORD, CSV_BAD, CSV_END };
/* The next record into fields[0, count), valid until the next call. Empty lines are passed over.
 * After CSV_BAD reading goes on at the line behind the bad record's first one. */
enum csv_result csv_next(struct csv *csv, struct console *c);
void csv_free(struct csv *csv);

#endif
