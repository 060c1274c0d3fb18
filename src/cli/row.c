/* SPDX-License-Identifier: MIT */
#include "cli/row.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define TICKET_MAX 1000 /* bytes of a ticket's id */

void row_init(struct row *r, const struct columns *outside, const struct columns *inside,
              const struct vocabulary *vocabulary, struct console *c, const char *file)
{
    *r = (struct row){.columns = outside,
                      .outside = outside,
                      .inside = inside,
                      .vocabulary = vocabulary,
                      .console = c,
                      .file = file,
                      .in = ""};
    r->told = memory_alloc((size_t)vocabulary->facts.count, 1);
}

void row_free(struct row *r)
{
    free(r->happenings);
    free(r->changes);
    free(r->told);
}

int row_bad(const struct row *r, const char *format, ...)
{
    struct text t = {0};
    va_list args;

    va_start(args, format);
    text_vprintf(&t, format, args);
    va_end(args);
    console_say(r->console, SAY_ERROR, r->file, r->line, "%s%s", r->in, t.at);
    text_free(&t);
    return 0;
}

/* ---------------------------------------------------------------- beginning */

static void begin(struct row *r, const char *in)
{
    r->now = (struct happening){
        .line = r->line, .at = SLA_TIME_NONE, .told = SLA_TIME_NONE, .due = SLA_TIME_NONE};
    r->event = NOT_TOLD;
    r->state = NOT_TOLD;
    r->in = in;
    memset(r->told, 0, (size_t)r->vocabulary->facts.count);
}

void row_begin(struct row *r, size_t line)
{
    r->line = line;
    r->ticket = NULL;
    r->created = SLA_TIME_NONE;
    r->is_ticket = 0;
    r->count = 0;
    r->change_count = 0;
    r->columns = r->outside;
    begin(r, "");
}

void row_begin_event(struct row *r, const char *in)
{
    r->columns = r->inside;
    begin(r, in);
}

static void record(struct row *r, struct happening h)
{
    r->happenings = memory_grow(r->happenings, &r->room, r->count + 1, sizeof *r->happenings);
    r->happenings[r->count++] = h;
}

static void add_change(struct row *r, int32_t fact, const char *value)
{
    r->changes = memory_grow(r->changes, &r->change_room, r->change_count + 1, sizeof *r->changes);
    r->changes[r->change_count++] = (struct change){fact, value};
    r->told[fact] = 1;
    r->now.change_count++;
}

/* ---------------------------------------------------------------- cells */

/* What a binding calls its column in messages. */
static const char *label(const struct row *r, const struct binding *b)
{
    return b->role == ROLE_FACT     ? r->vocabulary->facts.at[b->number]
           : b->role == ROLE_MOMENT ? r->vocabulary->events.at[b->number]
                                    : columns_words[b->role];
}

static int read_time(const struct row *r, const struct binding *b, struct cell cell, sla_time *out)
{
    const char *why = instants_read(&r->columns->instants, cell.text, cell.len, out);

    return why == NULL || row_bad(r, "%s: %s %s", label(r, b), QUOTE_LEN(cell.text, cell.len), why);
}

static int read_sequence(struct row *r, struct cell cell)
{
    int negative = cell.text[0] == '-';
    size_t i = (size_t)negative;
    int64_t n = 0;

    for (; i < cell.len && i < (size_t)negative + 18 && isdigit((unsigned char)cell.text[i]); i++)
        n = n * 10 + (cell.text[i] - '0');
    if (i < cell.len || i == (size_t)negative)
        return row_bad(r, "sequence: %s is not a whole number of at most 18 digits",
                       QUOTE_LEN(cell.text, cell.len));
    r->now.sequence = negative ? -n : n;
    r->now.has_sequence = 1;
    return 1;
}

/* The policy's word for the cell: *word, NULL if the map says `none`. */
static int translate(const struct row *r, const struct binding *b, struct cell cell,
                     const struct names *words, const char **word)
{
    const struct names *known = b->translated ? &b->words : words;
    int32_t i = names_find(known, cell.text, cell.len);

    if (i < 0)
        return row_bad(r, "%s: %s %s%s", label(r, b), QUOTE_LEN(cell.text, cell.len),
                       b->translated       ? "is not among the column map's values"
                       : known->count == 0 ? "cannot be told: the policy knows no values for it"
                                           : "is not known to the policy",
                       HINT(names_nearest(known, cell.text, cell.len)));
    *word = b->translated ? b->meanings[i] : words->at[i];
    return 1;
}

static int read_event(struct row *r, const struct binding *b, struct cell cell, int32_t *event)
{
    const char *word = NULL;

    if (!translate(r, b, cell, &r->vocabulary->events, &word))
        return 0;
    *event = NO_EVENT;
    if (word != NULL)
        *event = names_find(&r->vocabulary->events, word, strlen(word));
    return 1;
}

static int read_fact(struct row *r, const struct binding *b, struct cell cell)
{
    const char *value = cell.text;

    if (r->vocabulary->any_text[b->number] && !b->translated) {
        if (cell.len > TICKET_MAX)
            return row_bad(r, "%s: a text of more than %d bytes", label(r, b), TICKET_MAX);
    } else if (!translate(r, b, cell, &r->vocabulary->values[b->number], &value)) {
        return 0;
    }
    if (r->told[b->number])
        return row_bad(r, "%s: two columns tell it", label(r, b));
    add_change(r, b->number, value);
    return 1;
}

static int read_cell(struct row *r, const struct binding *b, struct cell cell)
{
    struct happening *h = &r->now;

    switch (b->role) {
    case ROLE_TICKET:
        if (cell.len > TICKET_MAX)
            return row_bad(r, "ticket: more than %d bytes are no ticket's name", TICKET_MAX);
        r->ticket = cell.text;
        r->ticket_len = cell.len;
        return 1;
    case ROLE_CREATED:
        return read_time(r, b, cell, &r->created);
    case ROLE_AT:
        return read_time(r, b, cell, &h->at);
    case ROLE_TOLD:
        return read_time(r, b, cell, &h->told);
    case ROLE_DUE:
        return read_time(r, b, cell, &h->due);
    case ROLE_SEQUENCE:
        return read_sequence(r, cell);
    case ROLE_CLOCK:
        return translate(r, b, cell, &r->vocabulary->clocks, &h->clock);
    case ROLE_WHY:
        if (cell.len > TICKET_MAX)
            return row_bad(r, "why: a text of more than %d bytes", TICKET_MAX);
        h->why = cell.text;
        return 1;
    case ROLE_EVENT:
        return read_event(r, b, cell, &r->event);
    case ROLE_STATE:
        return read_event(r, b, cell, &r->state);
    case ROLE_FACT:
        return read_fact(r, b, cell);
    default:
        return row_bad(r, "events: must be a list, in JSON, of events");
    }
}

/* A column named as an event: its cell is an instant. */
static int read_moment(struct row *r, const struct binding *b, struct cell cell)
{
    struct happening moment = {.kind = HAPPENING_MOMENT,
                               .event = b->number,
                               .line = r->line,
                               .told = SLA_TIME_NONE,
                               .due = SLA_TIME_NONE};

    if (b->number == r->vocabulary->due_agreed)
        return row_bad(r, "due_agreed: needs a clock and an instant; write an event row");
    if (!read_time(r, b, cell, &moment.at))
        return 0;
    record(r, moment);
    return 1;
}

/* One cell for one of the things that its column tells. */
static int put(struct row *r, const struct binding *b, struct cell cell)
{
    if (cell.text != NULL && !text_is_utf8(cell.text, cell.len))
        return row_bad(r, "%s: %s is not UTF-8, or holds NUL", label(r, b),
                       QUOTE_LEN(cell.text, cell.len));
    if (r->in[0] != '\0' &&
        (b->role <= ROLE_CREATED || b->role == ROLE_EVENTS || b->role == ROLE_MOMENT))
        return row_bad(r, "%s cannot stand in an event", QUOTE(label(r, b)));
    if (cell.text == NULL && b->role == ROLE_FACT && !r->columns->mapped && !r->told[b->number])
        add_change(r, b->number, NULL); /* JSON's null in an event takes the fact back */
    if (cell.text == NULL || columns_is_empty(r->columns, cell.text, cell.len))
        return 1;
    return b->role == ROLE_MOMENT ? read_moment(r, b, cell) : read_cell(r, b, cell);
}

int row_put(struct row *r, int32_t binding, struct cell cell)
{
    int good = 1;

    for (; good && binding >= 0; binding = r->columns->bindings[binding].next)
        good = put(r, &r->columns->bindings[binding], cell);
    return good;
}

/* ---------------------------------------------------------------- finishing */

/* What an event must and must not tell besides its instant. */
static int check_event(const struct row *r)
{
    const struct happening *h = &r->now;
    int agreed = r->event == r->vocabulary->due_agreed;

    if (h->at == SLA_TIME_NONE)
        return row_bad(r, "at: missing: when did event %s happen?",
                       QUOTE(r->vocabulary->events.at[r->event]));
    if (agreed && (h->clock == NULL || h->due == SLA_TIME_NONE))
        return row_bad(r, "%s: missing: due_agreed needs the clock and the instant agreed",
                       h->clock == NULL ? "clock" : "due");
    if (!agreed && (h->clock != NULL || h->why != NULL))
        return row_bad(r, "%s: only due_agreed tells it", h->clock != NULL ? "clock" : "why");
    if (!agreed && r->event != r->vocabulary->code_fix && h->due != SLA_TIME_NONE)
        return row_bad(r, "due: only due_agreed and code_fix tell it");
    return 1;
}

/* The facts of a ticket row or snapshot that its columns leave out and the map gives. */
static void add_fallbacks(struct row *r)
{
    for (size_t i = 0; r->columns->mapped && i < r->columns->count; i++) {
        const struct binding *b = &r->columns->bindings[i];

        if (b->fallback != NULL && !r->told[b->number])
            add_change(r, b->number, b->fallback);
    }
}

/* An event `created`, which may stand in a row that tells the creation's instant as well. */
static int take_creation(struct row *r)
{
    sla_time at = r->now.at;

    if (at != SLA_TIME_NONE && r->created != SLA_TIME_NONE && at != r->created)
        return row_bad(r, "created: the row tells two instants; one is enough");
    if (at == SLA_TIME_NONE && r->created == SLA_TIME_NONE)
        return row_bad(r, "at: missing: when was the ticket created?");
    if (at != SLA_TIME_NONE)
        r->created = at;
    return 1;
}

/* A row by a map that names the rows' time: an event, a snapshot, or both. */
static int finish_timed(struct row *r)
{
    struct happening event = r->now;

    if (r->now.at == SLA_TIME_NONE)
        return row_bad(r, "at: missing: when was this row written?");
    if (r->event >= 0) {
        if (!check_event(r))
            return 0;
        event.event = r->event;
        event.change_count = 0;
        if (r->event != r->vocabulary->created)
            record(r, event);
        else if (!take_creation(r))
            return 0;
    }
    add_fallbacks(r);
    r->now.kind = HAPPENING_SNAPSHOT;
    r->now.event = r->state;
    r->now.due = SLA_TIME_NONE;
    r->now.clock = r->now.why = NULL;
    record(r, r->now);
    return 1;
}

static int finish_plain(struct row *r)
{
    const struct happening *h = &r->now;

    if (r->event >= 0 && r->event != r->vocabulary->created) {
        if (r->count > 0)
            return row_bad(r, "%s: a column of instants belongs into a ticket row",
                           r->vocabulary->events.at[r->happenings[0].event]);
        if (!check_event(r))
            return 0;
        r->now.event = r->event;
        record(r, r->now);
        return 1;
    }
    if (r->event == NOT_TOLD) {
        const char *stray = h->at != SLA_TIME_NONE     ? "at"
                            : h->told != SLA_TIME_NONE ? "told"
                            : h->due != SLA_TIME_NONE  ? "due"
                            : h->has_sequence          ? "sequence"
                            : h->clock != NULL         ? "clock"
                            : h->why != NULL           ? "why"
                                                       : NULL;

        if (stray != NULL)
            return row_bad(r, "event: missing: \"%s\" belongs to an event, and none is named",
                           stray);
    } else if (!take_creation(r)) {
        return 0;
    }
    add_fallbacks(r);
    r->is_ticket = 1;
    r->facts = r->now;
    return 1;
}

int row_finish(struct row *r)
{
    if (r->ticket == NULL)
        return row_bad(r, "ticket: missing: which ticket is it?");
    return r->columns->snapshots ? finish_timed(r) : finish_plain(r);
}

int row_finish_event(struct row *r)
{
    if (r->event < 0)
        return row_bad(r, "event: missing: what happened?");
    if (r->event == r->vocabulary->created && r->now.change_count > 0)
        return row_bad(r, "created: its facts belong into the ticket row itself");
    if (!check_event(r))
        return 0;
    r->now.event = r->event;
    if (r->event == r->vocabulary->created)
        return take_creation(r);
    record(r, r->now);
    return 1;
}

void row_seal(struct row *r)
{
    struct change *next = r->changes;

    r->in = "";
    if (r->is_ticket) {
        r->facts.changes = next;
        next += r->facts.change_count;
    }
    for (size_t i = 0; i < r->count; i++) {
        r->happenings[i].changes = next;
        next += r->happenings[i].change_count;
    }
}
