/* SPDX-License-Identifier: MIT */
/* slacore check: what is wrong in a policy, or what it holds. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/args.h"
#include "cli/command.h"
#include "cli/instant.h"
#include "cli/memory.h"
#include "cli/table.h"
#include "cli/text.h"
#include "cli/vocabulary.h"

#define COMMAND "check"

static sla_date known_until(const sla_policy *policy, int32_t calendar)
{
    const char *name = sla_policy_name_at(policy, SLA_NAME_CALENDAR, calendar);

    return sla_calendar_known_until(sla_policy_calendar(policy, name, NULL));
}

/* Calendars whose proclaimed holidays have run out by now. */
static void warn_of_old_holidays(struct console *c, const char *path, const sla_policy *policy,
                                 sla_time now)
{
    for (int32_t i = 0; i < sla_policy_name_count(policy, SLA_NAME_CALENDAR); i++) {
        const char *name = sla_policy_name_at(policy, SLA_NAME_CALENDAR, i);
        const sla_calendar *calendar = sla_policy_calendar(policy, name, NULL);
        sla_date known = known_until(policy, i);
        int32_t offset = 0;
        struct text t = {0};

        if (known == SLA_DATE_NONE || sla_calendar_offset(calendar, now, &offset) != SLA_OK ||
            instant_date(now, offset) <= known)
            continue;
        instant_put_date(&t, known);
        console_say(c, SAY_WARNING, path, 0,
                    "holidays of calendar %s were known until %s, which has "
                    "passed; add newer lists, or those of the years to come rest on old rules",
                    QUOTE(name), t.at);
        text_free(&t);
    }
}

static void print_names(const sla_policy *policy, sla_name_kind kind, const char *what)
{
    int32_t count = sla_policy_name_count(policy, kind);
    struct text t = {0};

    if (count == 0)
        return;
    for (int32_t i = 0; i < count; i++) {
        const char *name = sla_policy_name_at(policy, kind, i);

        text_puts(&t, i > 0 ? ", " : "");
        text_put_safe(&t, name, strlen(name));
    }
    printf("  %-12s %3" PRId32 "  ", what, count);
    table_fold(stdout, t.at, 20);
    text_free(&t);
}

/* A line for each date on which known holidays end, with the calendars that it is the end for. */
static void print_known_until(const sla_policy *policy)
{
    int32_t count = sla_policy_name_count(policy, SLA_NAME_CALENDAR);
    unsigned char *done = memory_alloc((size_t)count, 1);
    struct text t = {0};

    for (int32_t i = 0; i < count; i++) {
        sla_date date = known_until(policy, i);

        if (date == SLA_DATE_NONE || done[i])
            continue;
        text_clear(&t);
        instant_put_date(&t, date);
        for (int32_t k = i; k < count; k++) {
            const char *name = sla_policy_name_at(policy, SLA_NAME_CALENDAR, k);

            if (known_until(policy, k) != date)
                continue;
            done[k] = 1;
            text_puts(&t, k == i ? ": " : ", ");
            text_put_safe(&t, name, strlen(name));
        }
        printf("  holidays known until ");
        table_fold(stdout, t.at, 23);
    }
    text_free(&t);
    free(done);
}

static void print_policy(const sla_policy *policy)
{
    static const struct {
        sla_name_kind kind;
        const char *what;
    } kinds[] = {{SLA_NAME_CALENDAR, "calendars"},  {SLA_NAME_TYPE, "types"},
                 {SLA_NAME_PRIORITY, "priorities"}, {SLA_NAME_IMPACT, "impacts"},
                 {SLA_NAME_URGENCY, "urgencies"},   {SLA_NAME_ATTRIBUTE, "attributes"},
                 {SLA_NAME_STATUS, "statuses"},     {SLA_NAME_EVENT, "events"},
                 {SLA_NAME_CLOCK, "clocks"}};
    const char *name = sla_policy_name(policy), *version = sla_policy_version(policy);
    struct text t = {0};

    text_put_safe(&t, name, name != NULL ? strlen(name) : 0);
    if (version != NULL && version[0] != '\0') {
        text_puts(&t, t.len > 0 ? " " : "version ");
        text_put_safe(&t, version, strlen(version));
    }
    if (sla_policy_effective(policy) != SLA_DATE_NONE) {
        text_puts(&t, t.len > 0 ? ", effective " : "effective ");
        instant_put_date(&t, sla_policy_effective(policy));
    }
    if (t.len > 0)
        printf("%s\n", t.at);
    text_free(&t);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        print_names(policy, kinds[i].kind, kinds[i].what);
    print_known_until(policy);
    printf("  fingerprint  %s\n", sla_policy_fingerprint(policy));
}

static void say_summary(struct console *c, const char *path)
{
    console_say(c, SAY_PLAIN, path, 0, "%zu error%s, %zu warning%s", c->errors,
                c->errors == 1 ? "" : "s", c->warnings, c->warnings == 1 ? "" : "s");
}

static int check(struct console *c, const char *path, const char *now_text, int strict)
{
    sla_policy *policy = vocabulary_policy(c, path, 1);
    sla_time now = instant_system_clock();
    int status;

    status = policy != NULL ? args_instant(COMMAND, c, "--now", now_text, policy, &now) : EXIT_DONE;
    if (status != EXIT_DONE) {
        sla_policy_unref(policy);
        return status;
    }
    if (policy != NULL)
        warn_of_old_holidays(c, path, policy, now);
    say_summary(c, path);
    status = policy == NULL || c->errors > 0 || (strict && c->warnings > 0) ? EXIT_UNREADABLE
                                                                            : EXIT_DONE;
    if (status == EXIT_DONE)
        print_policy(policy);
    sla_policy_unref(policy);
    return status;
}

int command_check(int argc, char **argv)
{
    struct console console;
    const char *operands[1], *now = NULL;
    int strict = 0;
    const struct option options[] = {
        {"strict", 0, NULL, "take warnings for errors", NULL, &strict},
        {"now", 0, "TIME",
         "the instant by which holidays must be known (RFC 3339,\n"
         "or local time in the policy's zone); left out: the\n"
         "system clock",
         &now, NULL},
    };
    const struct args args = {
        COMMAND,
        "POLICY",
        "Read a policy file and report everything that is wrong in it, as\n"
        "file:line:column: error: ...; print what it holds if all is well.",
        options,
        sizeof options / sizeof options[0],
        "exit status: 0 the policy can be used (there may be warnings), 1 it cannot, 3\n"
        "the command line is wrong."};
    int status;

    console_init(&console);
    status = args_parse(&args, &console, argc, argv, operands);
    return status >= 0 ? status : check(&console, operands[0], now, strict);
}
