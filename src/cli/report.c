/* SPDX-License-Identifier: MIT */
#include "cli/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/instant.h"

int report_format(const char *name, int csv, enum format *format)
{
    *format = FORMAT_TABLE;
    if (name == NULL || strcmp(name, "table") == 0)
        return 1;
    *format = strcmp(name, "jsonl") == 0 ? FORMAT_JSONL : FORMAT_CSV;
    return *format == FORMAT_JSONL || (csv && strcmp(name, "csv") == 0);
}

/* One field of a line, in the order of the columns. */
struct field {
    const char *name;
    enum { OWN_WORD, FOREIGN, INSTANT, DURATION, COUNT } kind;
    const char *text; /* OWN_WORD, FOREIGN; may be NULL */
    int64_t number;   /* the others */
};

#define FIELDS 23

static size_t fill(struct field f[FIELDS], const char *id, const char *clock,
                   const sla_clock_status *s, const char *type, const char *priority,
                   const char *ticket_status, size_t bad_rows)
{
    const struct field fields[FIELDS] = {
        {"ticket", FOREIGN, id, 0},
        {"type", FOREIGN, type, 0},
        {"priority", FOREIGN, priority, 0},
        {"status", FOREIGN, ticket_status, 0},
        {"clock", FOREIGN, clock, 0},
        {"cycle", COUNT, NULL, s->cycle},
        {"state", OWN_WORD, sla_clock_state_name(s->state), 0},
        {"verdict", OWN_WORD, sla_verdict_name(s->verdict), 0},
        {"started", INSTANT, NULL, s->started},
        {"ended", INSTANT, NULL, s->ended},
        {"due", INSTANT, NULL, s->due},
        {"breaches_at", INSTANT, NULL, s->breaches_at},
        {"due_if_resumed", INSTANT, NULL, s->due_if_resumed},
        {"agreed", INSTANT, NULL, s->agreed},
        {"elapsed", DURATION, NULL, s->elapsed},
        {"remaining", DURATION, NULL, s->remaining},
        {"target", DURATION, NULL, s->target},
        {"calendar", FOREIGN, s->calendar, 0},
        {"vehicle", FOREIGN, s->vehicle, 0},
        {"lifted", COUNT, NULL, s->lifted},
        {"voided", COUNT, NULL, s->voided},
        {"no_due_because", OWN_WORD,
         s->due_result != SLA_OK ? sla_result_name(s->due_result) : NULL, 0},
        {"bad_rows", COUNT, NULL, (int64_t)bad_rows},
    };

    memcpy(f, fields, sizeof fields);
    return FIELDS;
}

static int is_none(const struct field *f)
{
    return f->kind == INSTANT    ? f->number == SLA_TIME_NONE
           : f->kind == DURATION ? f->number == SLA_DURATION_NONE
           : f->kind == COUNT    ? 0
                                 : f->text == NULL;
}

static void put_instant(struct text *t, sla_time at, const char *quote)
{
    char text[SLA_TEXT_MAX];

    if (sla_time_format(at, 0, text) == SLA_OK)
        text_printf(t, "%s%s%s", quote, text, quote);
}

static void put_json(struct text *t, const struct field *f)
{
    text_printf(t, "\"%s\":", f->name);
    if (is_none(f))
        text_puts(t, "null");
    else if (f->kind == INSTANT)
        put_instant(t, f->number, "\"");
    else if (f->kind == DURATION || f->kind == COUNT)
        text_printf(t, "%" PRId64, f->number);
    else
        text_put_json(t, f->text);
}

static void put_csv(struct text *t, const struct field *f)
{
    if (is_none(f))
        return;
    if (f->kind == INSTANT)
        put_instant(t, f->number, "");
    else if (f->kind == DURATION || f->kind == COUNT)
        text_printf(t, "%" PRId64, f->number);
    else
        text_put_csv(t, f->text);
}

/* The table leaves out what is rarely asked; it shows local time, with `if resumed` where a pause
 * leaves no due. */
static void put_table(struct report *r, const char *id, const char *clock,
                      const sla_clock_status *s, const char *priority)
{
    const sla_calendar *calendar = sla_policy_calendar(r->policy, s->calendar, NULL);
    const char *verdict = s->verdict != SLA_VERDICT_NONE ? sla_verdict_name(s->verdict) : "-";
    struct text *t = &r->line;
    const sla_duration lengths[] = {s->elapsed, s->remaining, s->target};

    table_cell(&r->table, id);
    table_cell(&r->table, priority != NULL ? priority : "-");
    table_cell(&r->table, clock);
    table_cell(&r->table, sla_clock_state_name(s->state));
    table_cell(&r->table, verdict);
    text_clear(t);
    if (s->due == SLA_TIME_NONE && s->due_if_resumed != SLA_TIME_NONE)
        text_puts(t, "if resumed ");
    instant_put_local(t, s->due != SLA_TIME_NONE ? s->due : s->due_if_resumed, calendar);
    table_cell(&r->table, t->len > 0 ? t->at : "-");
    for (size_t i = 0; i < 3; i++) {
        text_clear(t);
        duration_put(t, lengths[i]);
        table_cell(&r->table, t->len > 0 ? t->at : "-");
    }
    table_cell(&r->table, s->calendar != NULL ? s->calendar : "-");
}

static void print_line(struct report *r)
{
    text_puts(&r->line, "\n");
    fwrite(r->line.at, 1, r->line.len, stdout);
    text_clear(&r->line);
}

void report_begin(struct report *r, enum format format, const sla_policy *policy)
{
    static const char *const heads[] = {"TICKET", "PRIORITY", "CLOCK",      "STATE",   "VERDICT",
                                        "DUE",    ">ELAPSED", ">REMAINING", ">TARGET", "CALENDAR"};
    sla_clock_status none = SLA_CLOCK_STATUS_INIT;
    struct field fields[FIELDS];

    *r = (struct report){.format = format, .policy = policy};
    for (size_t i = 0; format == FORMAT_TABLE && i < sizeof heads / sizeof heads[0]; i++)
        table_head(&r->table, heads[i]);
    if (format != FORMAT_CSV)
        return;
    fill(fields, "", "", &none, NULL, NULL, NULL, 0);
    for (size_t i = 0; i < FIELDS; i++) {
        text_puts(&r->line, i > 0 ? "," : "");
        text_puts(&r->line, fields[i].name);
    }
    print_line(r);
}

void report_line(struct report *r, const sla_ticket *ticket, const char *clock,
                 const sla_clock_status *status, const char *type, const char *priority,
                 const char *ticket_status, size_t bad_rows)
{
    struct field fields[FIELDS];
    const char *id = sla_ticket_id(ticket);

    if (r->format == FORMAT_TABLE) {
        put_table(r, id, clock, status, priority);
        return;
    }
    fill(fields, id, clock, status, type, priority, ticket_status, bad_rows);
    for (size_t i = 0; i < FIELDS; i++) {
        text_puts(&r->line, i > 0 ? "," : r->format == FORMAT_JSONL ? "{" : "");
        if (r->format == FORMAT_JSONL)
            put_json(&r->line, &fields[i]);
        else
            put_csv(&r->line, &fields[i]);
    }
    if (r->format == FORMAT_JSONL)
        text_puts(&r->line, "}");
    print_line(r);
}

void report_end(struct report *r)
{
    if (r->table.count > 0)
        table_print(&r->table, stdout);
    table_free(&r->table);
    text_free(&r->line);
}
