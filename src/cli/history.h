/* SPDX-License-Identifier: MIT */
/* Rows gathered into the histories of tickets, in the order in which tickets first appear, and a
 * history turned into a ticket of the library. The rows of a ticket may stand anywhere. */
#ifndef SLA_CLI_HISTORY_H
#define SLA_CLI_HISTORY_H

#include "cli/row.h"

struct history {
    size_t first_line;
    size_t ticket_line;  /* of its ticket row, or 0 */
    size_t created_line; /* of the row that told `created`, or 0 */
    size_t bad_line;     /* of the first bad row that is known to be this ticket's, or 0 */
    size_t bad_rows;
    size_t count;
    sla_time created;
    struct change *facts; /* at creation */
    size_t fact_count;
    struct happening *first, *last;
};

/* Start with {.vocabulary = …, .console = …, .file = …}. */
struct histories {
    const struct vocabulary *vocabulary;
    struct console *console;
    const char *file;
    struct names ids;
    struct history *at; /* one for each id */
    size_t room;
    struct arena texts;
    struct happening **order; /* scratch of history_ticket() */
    size_t order_room;
    size_t *lines; /* of the recorded events of the last ticket, for its remarks */
    size_t line_room, line_count;
};

void histories_free(struct histories *h);
/* Take a good row. 0 and said if it does not fit what other rows told of the ticket. */
int histories_add(struct histories *h, const struct row *row);
/* Note that a row of this ticket was bad. */
void histories_note_bad(struct histories *h, const char *ticket, size_t len, size_t line);
/* The ticket of history `i`. NULL and said if it cannot be evaluated. */
sla_ticket *histories_ticket(struct histories *h, int32_t i);
/* How many odd things the library met in the history of the ticket made last; said if `say`. */
size_t histories_remarks(const struct histories *h, const sla_ticket *ticket, sla_time now,
                         sla_time known, int say);

#endif
