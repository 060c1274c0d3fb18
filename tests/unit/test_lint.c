/* SPDX-License-Identifier: MIT */
/* Warnings for what is legal but surely a mistake, and none for what people mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "policy_text.h"

/* Two priorities, a week of eight-hour days, a reply that ends with the fix. Row lines follow. */
#define BASE                                                                                       \
    "slacore: 1\npriorities: [P1, P2, P3]\ncalendar: c\n"                                          \
    "calendars: {c: {timezone: UTC, hours: {mon-fri: 09:00-17:00}}}\n"                             \
    "clocks:\n"                                                                                    \
    "  reply: {start: created, stop: [responded, resolved]}\n"                                     \
    "  fix: {start: created, stop: resolved}\n"                                                    \
    "targets:\n"

static void says(const char *text, const char *wanted)
{
    sla_result rc;
    char *got = messages_of(text, strlen(text), &rc);

    assert_int_equal(rc, SLA_OK);
    assert_string_equal(got != NULL ? got : "", wanted);
    free(got);
}

/* ------------------------------------------------------------------ priorities */

static void the_more_urgent_may_take_as_long_but_no_longer(void **state)
{
    (void)state;
    says(BASE "  - {within: {reply: {P1: 2h, P2: 2h, P3: 2h}, fix: none}}\n", "");
    says(BASE "  - {within: {reply: {P1: 2h, P2: 119m, P3: 2h}, fix: none}}\n",
         "p:9:27: warning: SLA-0321: target 2h of priority \"P1\" is longer than that of \"P2\", "
         "which is less urgent (119m)\n"
         "p:9:35: note: SLA-0004: \"P2\" is set here\n");
}

static void a_priority_that_is_left_out_does_not_hide_the_next(void **state)
{
    (void)state;
    says(BASE "  - {within: {reply: {P1: 4h, P3: 2h}, fix: none}}\n"
              "  - {within: {reply: 3h}}\n",
         "p:9:27: warning: SLA-0321: target 4h of priority \"P1\" is longer than that of \"P3\", "
         "which is less urgent (2h)\n"
         "p:9:35: note: SLA-0004: \"P3\" is set here\n");
}

static void none_is_neither_long_nor_short(void **state)
{
    (void)state;
    says(BASE "  - {within: {reply: {P1: 4h, P2: none, P3: 5h}, fix: none}}\n", "");
}

static void days_and_hours_compare_by_the_length_of_the_day(void **state)
{
    (void)state;
    says(BASE "  - {within: {reply: {P1: 8h, P2: 1 working day, P3: 9h}, fix: none}}\n", "");
    says(BASE "  - {within: {reply: {P1: 9h, P2: 1 working day, P3: 9h}, fix: none}}\n",
         "p:9:27: warning: SLA-0321: target 9h of priority \"P1\" is longer than that of \"P2\", "
         "which is less urgent (1 working day)\n"
         "p:9:35: note: SLA-0004: \"P2\" is set here\n");
}

static void what_the_calendar_decides_is_not_compared(void **state)
{
    (void)state;
    says(BASE "  - {within: {reply: {P1: 9h, P2: 1 working day end of day, P3: 9h}, fix: none}}\n",
         "");
    says(BASE "  - {within: {reply: {P1: by close next working day, P2: 1h, P3: 2h}, fix: none}}\n",
         "");
}

/* ------------------------------------------------------------------ parts and wholes */

static void a_reply_may_take_as_long_as_the_fix_but_no_longer(void **state)
{
    (void)state;
    says(BASE "  - {within: {reply: 2h, fix: 2h}}\n", "");
    says(BASE "  - {within: {reply: 3h, fix: 2h}}\n",
         "p:9:22: warning: SLA-0322: target \"reply\" (3h) is longer than \"fix\" (2h), which ends "
         "no earlier\n"
         "p:9:31: note: SLA-0004: \"fix\" is set here\n");
    says(BASE "  - {within: {fix: 2h, reply: 3h}}\n",
         "p:9:31: warning: SLA-0322: target \"reply\" (3h) is longer than \"fix\" (2h), which ends "
         "no earlier\n"
         "p:9:20: note: SLA-0004: \"fix\" is set here\n");
}

static void parts_and_wholes_compare_priority_by_priority_and_are_told_once(void **state)
{
    (void)state;
    says(BASE "  - {within: {reply: {P1: 1h, P2: 3h, P3: 3h}, fix: 2h}}\n",
         "p:9:35: warning: SLA-0322: target \"reply\" (3h) is longer than \"fix\" (2h), which ends "
         "no earlier\n"
         "p:9:53: note: SLA-0004: \"fix\" is set here\n");
    says(BASE "  - {within: {reply: {P1: 1h, P2: 2h, P3: 3h}, fix: {P1: 1h, P2: 2h, P3: 2h}}}\n",
         "p:9:43: warning: SLA-0322: target \"reply\" (3h) is longer than \"fix\" (2h), which ends "
         "no earlier\n"
         "p:9:74: note: SLA-0004: \"fix\" is set here\n");
}

static void clocks_that_end_apart_are_not_compared(void **state)
{
    (void)state;
    says("slacore: 1\ncalendar: c\n"
         "calendars: {c: {timezone: UTC, hours: always}}\n"
         "clocks:\n"
         "  reply: {start: created, stop: responded}\n"
         "  twin: {start: created, stop: responded}\n"
         "  late: {start: assigned, stop: [resolved, responded]}\n"
         "  fix: {start: created, stop: resolved}\n"
         "targets: [{within: {reply: 4h, twin: 2h, late: 9h, fix: 1h}}]\n",
         "");
}

/* ------------------------------------------------------------------ clocks and events */

static void a_pause_by_status_needs_no_resume(void **state)
{
    (void)state;
    says("slacore: 1\ncalendar: c\nstatuses: [open, waiting]\n"
         "calendars: {c: {timezone: UTC, hours: always}}\n"
         "clocks: {fix: {start: created, stop: resolved, pause_while: {status: waiting}}}\n"
         "targets: [{within: {fix: 4h}}]\n",
         "");
}

static void an_event_for_the_record_is_no_mistake(void **state)
{
    (void)state;
    says("slacore: 1\nevents: [phoned, complained]\n", "");
}

static void an_event_near_a_builtin_one_is_fine_once_a_clock_uses_it(void **state)
{
    (void)state;
    says("slacore: 1\ncalendar: c\nevents: [close]\n"
         "calendars: {c: {timezone: UTC, hours: always}}\n"
         "clocks: {fix: {start: created, stop: close}}\n"
         "targets: [{within: {fix: 4h}}]\n",
         "");
}

/* ------------------------------------------------------------------ types without a clock */

#define TYPES                                                                                      \
    "slacore: 1\ntypes: [a, b]\npriorities: [P1, P2, P3]\ncalendar: c\n"                           \
    "calendars: {c: {timezone: UTC, hours: always}}\n"                                             \
    "clocks: {fix: {start: created, stop: resolved}}\n"

static void only_priorities_that_a_type_usually_has_are_missed(void **state)
{
    (void)state;
    says(TYPES "priority: {matrix: {high: {high: P1, low: P2}}, fixed: {b: P3}}\n"
               "targets:\n"
               "  - {when: {type: a}, within: {fix: {P1: 1h, P2: 2h, P3: none}}}\n"
               "  - {when: {type: b}, within: {fix: {P1: none, P2: none, P3: 4h}}}\n",
         "");
    says(TYPES "priority: {matrix: {high: {high: P1, low: P2}}, fixed: {b: P3}}\n"
               "targets:\n"
               "  - {when: {type: a}, within: {fix: {P1: 1h, P2: none, P3: none}}}\n"
               "  - {when: {type: b}, within: {fix: {P1: 1h, P2: 1h, P3: none}}}\n",
         "p:2:9: warning: SLA-0326: no clock runs for type \"a\" with priority \"P2\"; give it a "
         "target if one is missing\n"
         "p:2:12: warning: SLA-0326: no clock runs for type \"b\"; give it a target if one is "
         "missing\n");
}

static void one_clock_is_enough(void **state)
{
    (void)state;
    says("slacore: 1\ntypes: [a]\npriorities: [P1]\ncalendar: c\n"
         "calendars: {c: {timezone: UTC, hours: always}}\n"
         "clocks: {fix: {start: created, stop: resolved}, reply: {start: created, stop: "
         "responded}}\n"
         "targets: [{within: {fix: none, reply: 1h}}]\n",
         "");
}

static void the_agreement_itself_draws_no_warning(void **state)
{
    char *text = impero_with(NULL, NULL);

    (void)state;
    says(text, "");
    free(text);
}

static void warnings_wait_until_there_are_no_errors(void **state)
{
    static const char text[] = BASE "  - {within: {reply: 3h, fix: 2h}}\n"
                                    "changes: {lifted: never}\n";
    sla_result rc;
    char *got = messages_of(text, strlen(text), &rc);

    (void)state;
    assert_int_equal(rc, SLA_BAD_INPUT);
    assert_null(strstr(got, "warning"));
    free(got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_more_urgent_may_take_as_long_but_no_longer),
        cmocka_unit_test(a_priority_that_is_left_out_does_not_hide_the_next),
        cmocka_unit_test(none_is_neither_long_nor_short),
        cmocka_unit_test(days_and_hours_compare_by_the_length_of_the_day),
        cmocka_unit_test(what_the_calendar_decides_is_not_compared),
        cmocka_unit_test(a_reply_may_take_as_long_as_the_fix_but_no_longer),
        cmocka_unit_test(parts_and_wholes_compare_priority_by_priority_and_are_told_once),
        cmocka_unit_test(clocks_that_end_apart_are_not_compared),
        cmocka_unit_test(a_pause_by_status_needs_no_resume),
        cmocka_unit_test(an_event_for_the_record_is_no_mistake),
        cmocka_unit_test(an_event_near_a_builtin_one_is_fine_once_a_clock_uses_it),
        cmocka_unit_test(only_priorities_that_a_type_usually_has_are_missed),
        cmocka_unit_test(one_clock_is_enough),
        cmocka_unit_test(the_agreement_itself_draws_no_warning),
        cmocka_unit_test(warnings_wait_until_there_are_no_errors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
