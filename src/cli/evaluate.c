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
    sla_time now, known;
    int verbose;
    size_t tickets, left_out, remarks;
};

static int evaluate_ticket(struct evaluation *e, const sla_ticket *ticket, size_t bad_rows)
{
    const struct vocabulary *v = e->source.vocabulary;
    const char *facts[3] = {"type", "priority", "status"};

    for (size_t i = 0; i < 3; i++)
        facts[i] = sla_ticket_fact(ticket, facts[i], e->now, e->known);
    for (int32_t clock = 0; clock < v->clocks.count; clock++) {
        sla_clock_status status = SLA_CLOCK_STATUS_INIT;
        sla_result rc = sla_ticket_clock(ticket, clock, e->now, e->known, &status);

        if (rc != SLA_OK) {
            console_say(e->source.console, SAY_ERROR, e->source.name, 0, "ticket %s: clock %s: %s",
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
    report_begin(&e->report, format, h->vocabulary->policy);
    for (int32_t i = 0; i < h->ids.count && !e->source.stopped; i++) {
        sla_ticket *ticket = histories_ticket(h, i);

        if (ticket != NULL && evaluate_ticket(e, ticket, h->at[i].bad_rows)) {
            e->tickets++;
            e->remarks += histories_remarks(h, ticket, e->now, e->known, e->verbose);
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
    struct vocabulary vocabulary;
    struct evaluation e = {.known = SLA_TIME_NONE,
                           .source = {.console = &console, .vocabulary = &vocabulary}};
    const char *operands[2], *now = NULL, *known = NULL, *format_name = NULL;
    const struct option options[] = {
        {"now", 0, "TIME",
         "the instant to look at (RFC 3339, or local time in the\npolicy's zone); "
         "left out: the system clock",
         &now, NULL},
        {"known", 0, "TIME", "only see what was known at this instant", &known, NULL},
        {"format", 'f', "FORMAT", "table, jsonl or csv; left out: table", &format_name, NULL},
        {"input", 'i', "KIND", "jsonl or csv; left out: by the file's extension", &e.source.kind,
         NULL},
        {"columns", 'c', "FILE", "a column map: which columns of the export tell what",
         &e.source.map, NULL},
        {"strict", 0, NULL, "stop at the first bad row", NULL, &e.source.strict},
        {"verbose", 'v', NULL, "show what was odd in the tickets' histories", NULL, &e.verbose},
    };
    const struct args args = {
        "evaluate",
        "POLICY TICKETS",
        "Evaluate every clock of every ticket: its state, its verdict and when it is due. TICKETS\n"
        "is a file of JSON Lines or CSV, or - for standard input, with a row for each ticket or\n"
        "for each event. Bad rows are reported and skipped.",
        options,
        sizeof options / sizeof options[0],
        "exit status: 0 all is well, 1 the policy or the input cannot be used, 2 there were bad\n"
        "rows, 3 the command line is wrong. slacore(1) describes rows and column maps."};
    sla_policy *policy;
    enum format format;
    int status;

    console_init(&console);
    status = args_parse(&args, &console, argc, argv, operands);
    if (status >= 0)
        return status;
    e.source.path = operands[1];
    if (!report_format(format_name, 1, &format))
        return args_error(args.command, &console, "--format: %s is none of table, jsonl and csv",
                          QUOTE(format_name));
    status = source_check_kind(&e.source, args.command);
    if (status != EXIT_DONE)
        return status;
    policy = vocabulary_policy(&console, operands[0]);
    if (policy == NULL)
        return EXIT_UNREADABLE;
    e.now = instant_system_clock();
    status = args_instant(args.command, &console, "--now", now, policy, &e.now);
    if (status == EXIT_DONE)
        status = args_instant(args.command, &console, "--known", known, policy, &e.known);
    if (status != EXIT_DONE) {
        sla_policy_unref(policy);
        return status;
    }
    vocabulary_make(&vocabulary, policy);
    if (!source_read(&e.source)) {
        status = EXIT_UNREADABLE;
    } else {
        if (!e.source.stopped)
            evaluate_all(&e, format);
        say_summary(&e);
        status = console.errors > 0 ? EXIT_BAD_ROWS : EXIT_DONE;
    }
    source_free(&e.source);
    vocabulary_free(&vocabulary);
    sla_policy_unref(policy);
    return status;
}
