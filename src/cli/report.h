/* SPDX-License-Identifier: MIT */
/* The answers of `evaluate`, a line for each ticket and clock: as a table, JSON Lines or CSV. */
#ifndef SLA_CLI_REPORT_H
#define SLA_CLI_REPORT_H

#include "cli/table.h"
#include "cli/vocabulary.h"

enum format { FORMAT_TABLE, FORMAT_JSONL, FORMAT_CSV };

/* *format by its name (NULL: a table); 0 if there is none, or CSV and `csv` is 0. */
int report_format(const char *name, int csv, enum format *format);

struct report {
    enum format format;
    const sla_policy *policy;
    struct table table; /* FORMAT_TABLE: all lines, for their widths */
    struct text line;
};

void report_begin(struct report *r, enum format format, const sla_policy *policy);
void report_line(struct report *r, const sla_ticket *ticket, const char *clock,
                 const sla_clock_status *status, const char *type, const char *priority,
                 const char *ticket_status, size_t bad_rows);
void report_end(struct report *r);

#endif
