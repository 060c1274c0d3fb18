/* SPDX-License-Identifier: MIT */
/*
 * One row, made sense of: cells go in one by one, and what comes out is whole and checked against
 * the policy, or said to be bad. Nothing of a row is recorded before all of it is known to be good.
 */
#ifndef SLA_CLI_ROW_H
#define SLA_CLI_ROW_H

#include "cli/columns.h"

#define NO_EVENT (-1) /* a word that makes no event */
#define NOT_TOLD (-2)

struct change {
    int32_t fact;
    const char *value; /* NULL: taken back */
};

enum happening_kind {
    HAPPENING_EVENT,
    HAPPENING_MOMENT,  /* an event from a column of instants; rows may repeat it */
    HAPPENING_SNAPSHOT /* how the ticket stood: its changes are all facts that the row tells */
};

struct happening {
    enum happening_kind kind;
    int32_t event; /* of a snapshot: that of its state, NO_EVENT or NOT_TOLD */
    size_t line;
    sla_time at, told, due;
    int64_t sequence;
    int has_sequence;
    const char *clock, *why;
    struct change *changes;
    size_t change_count;
    struct happening *next; /* in the ticket's history */
};

/* Start with row_init(). Texts that come out live as long as the cells, but for the policy's words.
 */
struct row {
    const struct columns *columns; /* of the cells in hand: the input's, or the plain ones inside */
    const struct columns *outside, *inside;
    const struct vocabulary *vocabulary;
    struct console *console;
    const char *file;

    /* the row as a whole */
    size_t line;
    const char *ticket; /* or NULL */
    size_t ticket_len;
    sla_time created;
    int is_ticket; /* a ticket row: `facts` holds its facts at creation */
    struct happening facts;
    struct happening *happenings; /* in the order of the row */
    size_t count, room;

    /* what is in hand: the row's own cells, then one event inside it after another */
    struct happening now;
    int32_t event, state;
    unsigned char *told;    /* for each fact: whether it is told */
    const char *in;         /* the event inside the row, for messages: "events[3]: ", or "" */
    struct change *changes; /* of all happenings, one after another */
    size_t change_count, change_room;
};

/* Rows have the columns `outside`, events inside them `inside`. */
void row_init(struct row *r, const struct columns *outside, const struct columns *inside,
              const struct vocabulary *vocabulary, struct console *c, const char *file);
void row_free(struct row *r);

/* Row after row: begin, put each cell, finish; then begin_event, put, finish_event for each event
 * inside it; then seal. Each returns 0 once the row is bad, which was said then, and it is left at
 * that. */
void row_begin(struct row *r, size_t line);
int row_put(struct row *r, int32_t binding, struct cell cell);
int row_finish(struct row *r);
void row_begin_event(struct row *r, const char *in);
int row_finish_event(struct row *r);
void row_seal(struct row *r);
/* Say why the row is bad. Returns 0. */
int row_bad(const struct row *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
