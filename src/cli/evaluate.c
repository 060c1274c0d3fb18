/* SPDX-License-Identifier: MIT */
/* slacore evaluate: every clock of every ticket. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/command.h"
#include "cli/report.h"
#include "cli/source.h"

struct evaluation {
    struct source source;
    struct report report;
    int verbose;
    size_t tickets, left_out, remarks;
};

static int evaluate_ticket(struct evaluation *e, const sla_ticket *ticket, size_t bad_rows)
{
    struct source *s = &e->source;
    const struct vocabulary *v = &s->vocabulary;
    const char *facts[3] = {"type", "priority", "status"};

    for (size_t i = 0; i < 3; i++)
        facts[i] = source_fact(s, ticket, facts[i]);
    for (int32_t clock = 0; clock < v->clocks.count; clock++) {
        sla_clock_status status = SLA_CLOCK_STATUS_INIT;
        sla_result rc = sla_ticket_clock(ticket, clock, s->now, s->known, &status);

        if (rc != SLA_OK) {
            console_say(s->console, SAY_ERROR, s->name, 0, "ticket %s: clock %s: %s",
                        QUOTE(sla_ticket_id(ticket)), QUOTE(v->clocks.at[clock]), RESULT(rc));
            return 0;
        }
        report_line(&e->report, ticket, v->clocks.at[clock], &status, facts[0], facts[1], facts[2],
                    bad_rows);
    }
    return 1;
}

static void evaluate_all(struct evaluation *e, enum format format)
{
    struct histories *h = &e->source.histories;

    report_begin(&e->report, format, e->source.policy);
    for (int32_t i = 0; i < h->ids.count && !e->source.stopped; i++) {
        sla_ticket *ticket = histories_ticket(h, i);

        if (ticket != NULL && evaluate_ticket(e, ticket, h->at[i].bad_rows)) {
            e->tickets++;
            e->remarks += histories_remarks(h, ticket, e->source.now, e->source.known, e->verbose);
        } else {
            e->left_out++;
        }
        sla_ticket_free(ticket);
        e->source.stopped = e->source.strict && h->console->errors > 0;
    }
    report_end(&e->report);
}

static void put_count(struct text *t, uint64_t n, const char *one, const char *many)
{
    text_printf(t, "%" PRIu64 " %s", n, n == 1 ? one : many);
}

static void say_summary(const struct evaluation *e)
{
    struct text t = {0};

    put_count(&t, e->tickets, "ticket", "tickets");
    text_puts(&t, " from ");
    put_count(&t, e->source.rows, "row", "rows");
    if (e->source.bad_rows > 0) {
        text_puts(&t, "; ");
        put_count(&t, e->source.bad_rows, "bad row skipped", "bad rows skipped");
    }
    if (e->source.unknown.count > 0) {
        text_puts(&t, "; ");
        put_count(&t, (uint64_t)e->source.unknown.count, "unknown column", "unknown columns");
    }
    if (e->left_out > 0) {
        text_puts(&t, "; ");
        put_count(&t, e->left_out, "ticket left out", "tickets left out");
    }
    if (e->source.stopped)
        text_puts(&t, "; stopped at the first error (--strict)");
    if (e->remarks > 0) {
        text_puts(&t, "; ");
        put_count(&t, e->remarks, "remark", "remarks");
        text_puts(&t, e->verbose ? "" : " (--verbose shows them)");
    }
    console_say(e->source.console, SAY_PLAIN, e->source.name, 0, "%s", t.at);
    text_free(&t);
}

int command_evaluate(int argc, char **argv)
{
    struct console console;
    struct evaluation e = {.source = {.console = &console}};
    const char *operands[2], *format_name = NULL;
    const struct option options[] = {
        {"format", 'f', "FORMAT", "table, jsonl or csv; left out: table", &format_name, NULL},
        SOURCE_OPTIONS(&e.source),
        {"strict", 0, NULL, "stop at the first bad row", NULL, &e.source.strict},
        {"verbose", 'v', NULL, "show what was odd in the tickets' histories", NULL, &e.verbose},
    };
    const struct args args = {
        "evaluate",
        "POLICY TICKETS",
        "Evaluate every clock of every ticket: its state, its verdict and when it is due.\n"
        "TICKETS is a file of JSON Lines or CSV, or - for standard input, with a row for\n"
        "each ticket or for each event. Bad rows are reported and skipped.",
        options,
        sizeof options / sizeof options[0],
        "exit status: 0 all is well, 1 the policy or the input cannot be used, 2 there\n"
        "were bad rows, 3 the command line is wrong. slacore(1) describes rows and\n"
        "column maps."};
    enum format format;
    int status;

    console_init(&console);
    status = args_parse(&args, &console, argc, argv, operands);
    if (status >= 0)
        return status;
    if (!report_format(format_name, 1, &format))
        return args_error(args.command, &console, "--format: %s is none of table, jsonl and csv",
                          QUOTE(format_name));
    status = source_open(&e.source, args.command, operands[0], operands[1]);
    if (status == EXIT_DONE && !source_read(&e.source)) {
        status = EXIT_UNREADABLE;
    } else if (status == EXIT_DONE) {
        if (!e.source.stopped)
            evaluate_all(&e, format);
        say_summary(&e);
        status = console.errors > 0 ? EXIT_BAD_ROWS : EXIT_DONE;
    }
    source_free(&e.source);
    return status;
}
