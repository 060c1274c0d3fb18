/* SPDX-License-Identifier: MIT */
/* slacore due: when so much business time from a start is used up. */
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/calendars.h"
#include "cli/command.h"
#include "cli/instant.h"

#define COMMAND "due"

/* A length of business time, also negative. */
static int read_length(struct console *c, const char *text, sla_duration *out)
{
    if (sla_duration_parse(text, strlen(text), out) == SLA_OK)
        return EXIT_DONE;
    if (strstr(text, "day") != NULL)
        return args_error(COMMAND, c,
                          "%s: how a working day counts is a target's to say, not a "
                          "calendar's; write hours, such as 17h",
                          QUOTE(text));
    return args_error(COMMAND, c, "%s is no length of time; write 2h, 1h 30m or -45m", QUOTE(text));
}

static int read_start(struct console *c, const char *text, const sla_calendar *calendar,
                      sla_time *out)
{
    sla_result rc = SLA_OK;

    if (strcmp(text, "now") == 0)
        *out = instant_system_clock();
    else
        rc = sla_calendar_parse_time(calendar, text, strlen(text), out);
    if (rc == SLA_OUT_OF_RANGE)
        return args_error(COMMAND, c, "%s lies outside 1970-01-01 to 2100-01-01", QUOTE(text));
    if (rc != SLA_OK)
        return args_error(COMMAND, c,
                          "%s is no instant; write 2026-12-24T23:30:00Z, \"2026-12-24 23:30\" "
                          "(local to the calendar) or now",
                          QUOTE(text));
    return EXIT_DONE;
}

static void print_instant(const char *what, sla_time at, const sla_calendar *calendar)
{
    struct text t = {0};
    char utc[SLA_TEXT_MAX];

    instant_put_local(&t, at, calendar);
    if (sla_time_format(at, 0, utc) == SLA_OK)
        printf("%-13s %-24s  %s\n", what, t.at, utc);
    text_free(&t);
}

static int print_answer(struct console *c, const char *path, const sla_calendar *calendar,
                        sla_time start, sla_duration length)
{
    sla_time due, next;
    int open = 0;
    sla_result rc = sla_calendar_add(calendar, start, length, &due);

    if (rc == SLA_OK)
        rc = sla_calendar_is_open(calendar, start, &open);
    if (rc != SLA_OK) {
        console_say(c, SAY_ERROR, path, 0, "calendar %s: %s", QUOTE(sla_calendar_name(calendar)),
                    RESULT(rc));
        return EXIT_UNREADABLE;
    }
    printf("times are local to %s, then UTC\n", sla_calendar_timezone(calendar));
    print_instant("start", start, calendar);
    print_instant("due", due, calendar);
    printf("%-13s %s\n", "at the start", open ? "open" : "closed");
    next = start;
    if (open && sla_calendar_next_close(calendar, start, &next) == SLA_OK)
        print_instant("closes", next, calendar);
    if ((!open || next > start) && sla_calendar_next_open(calendar, next, &next) == SLA_OK)
        print_instant("opens", next, calendar);
    return calendars_warn(c, path, calendar, due > start ? due : start, "the answer");
}

int command_due(int argc, char **argv)
{
    struct console console;
    const char *operands[4], *priority = NULL;
    const struct option options[] = {
        {"priority", 'p', "NAME",
         "the calendar as this priority's clocks see it: days\n"
         "that are covered for it are open",
         &priority, NULL},
    };
    const struct args args = {
        COMMAND,
        "POLICY CALENDAR START LENGTH",
        "Print when LENGTH (2h, 1h 30m, -45m) of the open time of a calendar of the\n"
        "policy is used up, counted from START (RFC 3339, or local time in the calendar's\n"
        "zone such as \"2026-12-24 23:30\", or now); and whether the desk is open at START.",
        options,
        sizeof options / sizeof options[0],
        "exit status: 0 all is well, 1 the policy cannot be used or there is no answer, 3\n"
        "the command line is wrong."};
    const sla_calendar *calendar = NULL;
    sla_policy *policy;
    sla_time start = 0;
    sla_duration length = 0;
    int status;

    console_init(&console);
    status = args_parse(&args, &console, argc, argv, operands);
    if (status >= 0)
        return status;
    status = read_length(&console, operands[3], &length);
    if (status != EXIT_DONE)
        return status;
    policy =
        calendars_open(&console, COMMAND, operands[0], operands[1], priority, &calendar, &status);
    if (policy == NULL)
        return status;
    status = read_start(&console, operands[2], calendar, &start);
    if (status == EXIT_DONE)
        status = print_answer(&console, operands[0], calendar, start, length);
    sla_policy_unref(policy);
    return status;
}
