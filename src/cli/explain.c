/* SPDX-License-Identifier: MIT */
/* slacore explain: one ticket's facts, and its clocks' reckonings as a support manager reads them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/command.h"
#include "cli/report.h"
#include "cli/source.h"

struct explanation {
    struct source source;
    const char *clock; /* the only one wanted, or NULL */
    enum format format;
    struct text text; /* scratch */
};

/* ---------------------------------------------------------------- facts */

static void print_fact(struct explanation *e, const char *name, const char *value)
{
    text_clear(&e->text);
    text_put_safe(&e->text, value, strlen(value));
    printf("  %-12s ", name);
    table_fold(stdout, e->text.at, 15);
}

static void print_instant(struct explanation *e, const char *name, sla_time at,
                          const sla_calendar *calendar)
{
    if (at == SLA_TIME_NONE)
        return;
    text_clear(&e->text);
    instant_put_local(&e->text, at, calendar);
    printf("  %-12s %s\n", name, e->text.at);
}

static void print_length(struct explanation *e, const char *name, sla_duration d)
{
    if (d == SLA_DURATION_NONE)
        return;
    text_clear(&e->text);
    duration_put(&e->text, d);
    printf("  %-12s %s\n", name, e->text.at);
}

static void print_facts(struct explanation *e, const sla_ticket *ticket)
{
    const struct vocabulary *v = &e->source.vocabulary;
    const char *policy = sla_policy_name(e->source.policy);
    sla_calendar *zone = instant_policy_zone(e->source.policy);

    text_clear(&e->text);
    text_put_safe(&e->text, sla_ticket_id(ticket), strlen(sla_ticket_id(ticket)));
    printf("Ticket %s\n", e->text.at);
    if (policy != NULL && policy[0] != '\0')
        print_fact(e, "policy", policy);
    for (int32_t f = 0; f < v->facts.count; f++) {
        const char *value = source_fact(&e->source, ticket, v->facts.at[f]);

        if (value != NULL)
            print_fact(e, v->facts.at[f], value);
    }
    print_instant(e, "created", sla_ticket_created(ticket), zone);
    print_instant(e, "seen at", e->source.now, zone);
    sla_calendar_unref(zone);
}

/* ---------------------------------------------------------------- a reckoning */

static int is_span(sla_reason reason)
{
    return reason < SLA_REASON_START;
}

/* What the line says, in its reason's words and the library's. */
static void put_why(struct text *t, const sla_reckoning *k, size_t i)
{
    const char *reason = sla_reason_name(sla_reckoning_reason(k, i));
    const char *text = sla_reckoning_text(k, i);

    text_puts(t, reason);
    if (text[0] != '\0')
        text_printf(t, ": %s", text);
}

static void put_local(struct explanation *e, const sla_reckoning *k, size_t i, sla_time at)
{
    const sla_calendar *calendar =
        sla_policy_calendar(e->source.policy, sla_reckoning_calendar(k, i), NULL);

    text_clear(&e->text);
    if (calendar != NULL)
        instant_put_local(&e->text, at, calendar);
    else
        instant_put(&e->text, at, sla_reckoning_offset(k, i));
}

static void print_lines(struct explanation *e, const sla_reckoning *k)
{
    static const char *const heads[] = {"FROM", "TO", ">LENGTH", "COUNTS", "<WHY"};
    struct table table = {0};

    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        table_head(&table, heads[i]);
    for (size_t i = 0; i < sla_reckoning_count(k); i++) {
        sla_time from = sla_reckoning_from(k, i), to = sla_reckoning_to(k, i);
        sla_reason reason = sla_reckoning_reason(k, i);

        put_local(e, k, i, from);
        table_cell(&table, e->text.at);
        if (is_span(reason)) {
            put_local(e, k, i, to);
            table_cell(&table, e->text.at);
            text_clear(&e->text);
            duration_put(&e->text, to - from);
            table_cell(&table, e->text.at);
            table_cell(&table, reason == SLA_REASON_COUNTED ? "yes" : "no");
        } else {
            for (int column = 0; column < 3; column++)
                table_cell(&table, "");
        }
        text_clear(&e->text);
        put_why(&e->text, k, i);
        table_cell(&table, e->text.at);
    }
    table_print(&table, stdout);
    table_free(&table);
}

/* How long each reason lasted, in the last cycle: the one that the clock's state is about. */
static void print_sums(struct explanation *e, const sla_reckoning *k, const sla_clock_status *s)
{
    sla_duration sums[SLA_REASON_ENDED + 1] = {0};

    for (size_t i = 0; i < sla_reckoning_count(k); i++) {
        sla_reason reason = sla_reckoning_reason(k, i);

        if (is_span(reason) && reason <= SLA_REASON_ENDED && sla_reckoning_cycle(k, i) == s->cycle)
            sums[reason] += sla_reckoning_to(k, i) - sla_reckoning_from(k, i);
    }
    for (int reason = 0; reason <= SLA_REASON_ENDED; reason++) {
        if (sums[reason] > 0 || reason == SLA_REASON_COUNTED)
            print_length(e, sla_reason_name((sla_reason)reason), sums[reason]);
    }
    /* what a cycle took over from those before, or what a change took out of the count */
    if (s->elapsed != sums[SLA_REASON_COUNTED]) {
        print_length(e, s->elapsed > sums[SLA_REASON_COUNTED] ? "taken over" : "taken out",
                     s->elapsed - sums[SLA_REASON_COUNTED]);
        print_length(e, "elapsed", s->elapsed);
    }
    print_length(e, "target", s->target);
    print_length(e, "remaining", s->remaining);
}

static void print_clock(struct explanation *e, const char *clock, const sla_reckoning *k,
                        const sla_clock_status *s)
{
    const sla_calendar *calendar = sla_policy_calendar(e->source.policy, s->calendar, NULL);

    text_clear(&e->text);
    text_put_safe(&e->text, clock, strlen(clock));
    printf("\nClock %s: %s", e->text.at, sla_clock_state_name(s->state));
    if (s->verdict != SLA_VERDICT_NONE)
        printf(", %s", sla_verdict_name(s->verdict));
    if (s->cycle > 1)
        printf(" (cycle %" PRId32 ")", s->cycle);
    printf("\n");
    if (s->calendar != NULL)
        print_fact(e, "calendar", s->calendar);
    if (calendar != NULL)
        print_fact(e, "times in", sla_calendar_timezone(calendar));
    print_instant(e, "agreed", s->agreed, calendar);
    print_instant(e, "due", s->due, calendar);
    print_instant(e, "if resumed", s->due_if_resumed, calendar);
    print_instant(e, "breaches at", s->breaches_at, calendar);
    if (s->due_result != SLA_OK)
        print_fact(e, "no due", RESULT(s->due_result));
    if (s->vehicle != NULL)
        print_fact(e, "waits for", s->vehicle);
    if (sla_reckoning_count(k) > 0) {
        printf("\n");
        print_lines(e, k);
        printf("\n");
    }
    print_sums(e, k, s);
}

/* A line of JSON for each line of the reckoning. */
static void print_json(struct explanation *e, const char *ticket, const char *clock,
                       const sla_reckoning *k)
{
    struct text *t = &e->text;

    for (size_t i = 0; i < sla_reckoning_count(k); i++) {
        sla_reason reason = sla_reckoning_reason(k, i);
        char from[SLA_TEXT_MAX] = "", to[SLA_TEXT_MAX] = "";

        if (sla_time_format(sla_reckoning_from(k, i), sla_reckoning_offset(k, i), from) != SLA_OK ||
            sla_time_format(sla_reckoning_to(k, i), sla_reckoning_offset(k, i), to) != SLA_OK)
            continue;
        text_clear(t);
        text_puts(t, "{\"ticket\":");
        text_put_json(t, ticket);
        text_puts(t, ",\"clock\":");
        text_put_json(t, clock);
        text_printf(t, ",\"cycle\":%" PRId32 ",\"from\":\"%s\",\"to\":\"%s\",\"seconds\":%" PRId64,
                    sla_reckoning_cycle(k, i), from, to,
                    sla_reckoning_to(k, i) - sla_reckoning_from(k, i));
        text_printf(t,
                    ",\"counts\":%s,\"reason\":", reason == SLA_REASON_COUNTED ? "true" : "false");
        text_put_json(t, sla_reason_name(reason));
        text_puts(t, ",\"calendar\":");
        text_put_json(t, sla_reckoning_calendar(k, i));
        text_puts(t, ",\"text\":");
        text_put_json(t, sla_reckoning_text(k, i));
        text_puts(t, "}\n");
        fwrite(t->at, 1, t->len, stdout);
    }
}

static int explain_ticket(struct explanation *e, const sla_ticket *ticket)
{
    const struct vocabulary *v = &e->source.vocabulary;

    if (e->format == FORMAT_TABLE)
        print_facts(e, ticket);
    for (int32_t i = 0; i < v->clocks.count; i++) {
        sla_reckoning *k = NULL;
        sla_clock_status status = SLA_CLOCK_STATUS_INIT;
        sla_result rc;

        if (e->clock != NULL && strcmp(e->clock, v->clocks.at[i]) != 0)
            continue;
        rc = sla_ticket_explain(ticket, i, e->source.now, e->source.known, &k);
        if (rc == SLA_OK)
            rc = sla_reckoning_status(k, &status);
        if (rc == SLA_OK && e->format == FORMAT_TABLE)
            print_clock(e, v->clocks.at[i], k, &status);
        else if (rc == SLA_OK)
            print_json(e, sla_ticket_id(ticket), v->clocks.at[i], k);
        sla_reckoning_free(k);
        if (rc != SLA_OK) {
            console_say(e->source.console, SAY_ERROR, e->source.name, 0, "clock %s: %s",
                        QUOTE(v->clocks.at[i]), RESULT(rc));
            return EXIT_UNREADABLE;
        }
    }
    return EXIT_DONE;
}

/* ---------------------------------------------------------------- the command */

static int explain_source(struct explanation *e)
{
    struct histories *h = &e->source.histories;
    struct console *c = e->source.console;
    sla_ticket *ticket;
    int status;

    if (!source_read(&e->source))
        return EXIT_UNREADABLE;
    if (h->ids.count == 0) {
        console_say(c, SAY_ERROR, e->source.name, 0, "there is no ticket %s",
                    QUOTE(e->source.only));
        return EXIT_UNREADABLE;
    }
    ticket = histories_ticket(h, 0);
    status = ticket != NULL ? explain_ticket(e, ticket) : EXIT_UNREADABLE;
    if (ticket != NULL)
        histories_remarks(h, ticket, e->source.now, e->source.known, 1);
    sla_ticket_free(ticket);
    return status == EXIT_DONE && c->errors > 0 ? EXIT_BAD_ROWS : status;
}

int command_explain(int argc, char **argv)
{
    struct console console;
    struct explanation e = {.source = {.console = &console}};
    const char *operands[2], *format_name = NULL;
    const struct option options[] = {
        {"ticket", 't', "ID", "the ticket to explain (required)", &e.source.only, NULL},
        {"clock", 0, "NAME", "only this clock; left out: all of them", &e.clock, NULL},
        {"format", 'f', "FORMAT", "table or jsonl; left out: table", &format_name, NULL},
        SOURCE_OPTIONS(&e.source),
    };
    const struct args args = {
        "explain",
        "POLICY TICKETS",
        "Explain why one ticket's clocks stand where they stand: each stretch of time,\n"
        "whether it counted and why, and the sums. TICKETS is as for \"slacore evaluate\";\n"
        "other tickets' rows are passed over.",
        options,
        sizeof options / sizeof options[0],
        "exit status: 0 all is well, 1 the policy or the input cannot be used or has no\n"
        "such ticket, 2 the ticket had bad rows, 3 the command line is wrong."};
    const struct names *clocks = &e.source.vocabulary.clocks;
    int status;

    console_init(&console);
    status = args_parse(&args, &console, argc, argv, operands);
    if (status >= 0)
        return status;
    if (e.source.only == NULL)
        return args_error(args.command, &console, "which ticket? say --ticket ID");
    if (!report_format(format_name, 0, &e.format))
        return args_error(args.command, &console, "--format: %s is neither table nor jsonl",
                          QUOTE(format_name));
    status = source_open(&e.source, args.command, operands[0], operands[1]);
    if (status == EXIT_DONE && e.clock != NULL && names_find(clocks, e.clock, strlen(e.clock)) < 0)
        status = args_error(args.command, &console, "--clock: the policy has no clock %s%s",
                            QUOTE(e.clock), HINT(names_nearest(clocks, e.clock, strlen(e.clock))));
    if (status == EXIT_DONE)
        status = explain_source(&e);
    text_free(&e.text);
    source_free(&e.source);
    return status;
}
