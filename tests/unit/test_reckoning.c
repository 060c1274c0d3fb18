/* SPDX-License-Identifier: MIT */
/* Reckonings line by line (R21), and what long histories cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include <slacore/slacore.h>

#define CREATED ((sla_time)1798000000) /* any will do: the desk never closes */
#define HOUR 3600

/* A policy of one clock, whose targets are written as `within`. */
static sla_policy *policy(const char *within)
{
    char text[1000];
    sla_policy *p = NULL;

    snprintf(
        text, sizeof text,
        "slacore: 1\n"
        "calendar: day\n"
        "calendars:\n"
        "  day: {timezone: UTC, hours: always}\n"
        "  too: {timezone: UTC, hours: {mon-sun: 00:00-23:00}}\n"
        "priorities: [P1, P2]\n"
        "attributes: {region: {values: [here, there], default: here, calendar: {there: too}}}\n"
        "events: [nudged]\n"
        "clocks: {r: {start: created, stop: resolved, pause: waiting, reopened: resume}}\n"
        "targets: [{when: {}, within: {r: %s}}]\n",
        within);
    assert_int_equal(sla_policy_parse(text, strlen(text), NULL, NULL, NULL, &p), SLA_OK);
    return p;
}

static sla_ticket *ticket(const sla_policy *p)
{
    sla_ticket *t = NULL;

    assert_int_equal(sla_ticket_new(p, "T-1", CREATED, &t), SLA_OK);
    assert_int_equal(sla_ticket_set(t, "priority", "P1"), SLA_OK);
    return t;
}

static void event(sla_ticket *t, const char *name, sla_duration after)
{
    assert_int_equal(sla_ticket_record(t, name, CREATED + after), SLA_OK);
}

static void change(sla_ticket *t, sla_duration after, const char *fact, const char *value)
{
    sla_event *e = NULL;

    assert_int_equal(sla_event_new("reclassified", CREATED + after, &e), SLA_OK);
    assert_int_equal(sla_event_set_change(e, fact, value), SLA_OK);
    assert_int_equal(sla_ticket_record_event(t, e), SLA_OK);
    sla_event_free(e);
}

/* The lines as `name from-to, …` in seconds since the creation. */
static void assert_lines(const sla_ticket *t, sla_duration now, const char *expected)
{
    char text[1000] = "";
    sla_reckoning *k = NULL;

    assert_int_equal(sla_ticket_explain(t, 0, CREATED + now, SLA_TIME_NONE, &k), SLA_OK);
    for (size_t i = 0; i < sla_reckoning_count(k); i++) {
        size_t used = strlen(text);
        sla_time from = sla_reckoning_from(k, i), to = sla_reckoning_to(k, i);

        snprintf(text + used, sizeof text - used, "%s%s %d", i > 0 ? ", " : "",
                 sla_reason_name(sla_reckoning_reason(k, i)), (int)(from - CREATED));
        used = strlen(text);
        if (to != from)
            snprintf(text + used, sizeof text - used, "-%d", (int)(to - CREATED));
    }
    assert_string_equal(text, expected);
    sla_reckoning_free(k);
}

static void done(sla_ticket *t, sla_policy *p)
{
    sla_ticket_free(t);
    sla_policy_unref(p);
}

static void due_and_breach_stand_before_what_was_too_much(void **state)
{
    sla_policy *p = policy("1h");
    sla_ticket *t = ticket(p);

    (void)state;
    assert_lines(t, 3599, "start 0, counted 0-3599");
    assert_lines(t, 3600, "start 0, counted 0-3600, due 3600");
    assert_lines(t, 3601, "start 0, counted 0-3600, due 3600, breach 3601, counted 3600-3601");
    assert_lines(t, 4000, "start 0, counted 0-3600, due 3600, breach 3601, counted 3600-4000");
    done(t, p);
}

static void a_resumed_cycle_does_not_tell_the_same_due_again(void **state)
{
    sla_policy *p = policy("1h");
    sla_ticket *t = ticket(p);

    (void)state;
    event(t, "resolved", 4000);
    event(t, "reopened", 5000);
    assert_lines(t, 6000,
                 "start 0, counted 0-3600, due 3600, breach 3601, counted 3600-4000, stop 4000, "
                 "ended 4000-5000, change 5000, breach 5000, counted 5000-6000");
    done(t, p);
}

static void a_resumed_cycle_tells_a_due_of_its_own(void **state)
{
    sla_policy *p = policy("{P1: 1h, P2: 2h}");
    sla_ticket *t = ticket(p);

    (void)state;
    event(t, "resolved", 4000);
    event(t, "reopened", 5000);
    change(t, 5000, "priority", "P2");
    assert_lines(t, 9000,
                 "start 0, counted 0-3600, due 3600, breach 3601, counted 3600-4000, stop 4000, "
                 "ended 4000-5000, change 5000, change 5000, counted 5000-8200, due 8200, "
                 "breach 8201, counted 8200-9000");
    done(t, p);
}

static void an_event_that_does_nothing_parts_no_line(void **state)
{
    sla_policy *p = policy("1h");
    sla_ticket *t = ticket(p);

    (void)state;
    event(t, "nudged", 1000);
    event(t, "waiting", 2000);
    event(t, "waiting", 2500);
    event(t, "nudged", 3000);
    assert_lines(t, 4000, "start 0, counted 0-2000, paused 2000-4000");
    done(t, p);
}

static void a_change_of_calendar_parts_the_line(void **state)
{
    sla_policy *p = policy("9h");
    sla_ticket *t = ticket(p);

    (void)state;
    change(t, 1000, "region", "there");
    assert_lines(t, 2000, "start 0, counted 0-1000, change 1000, counted 1000-2000");
    done(t, p);
}

/* Each change asks when a target of long ago was used up; that must not walk all that came before.
 */
static void ten_thousand_changes_of_a_late_clock_are_answered_at_once(void **state)
{
    sla_policy *p = policy("{P1: 150000h, P2: 151000h}");
    sla_ticket *t = ticket(p);
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    clock_t begun;

    (void)state;
    for (sla_duration i = 0; i < 10000; i++)
        change(t, (i + 1) * 30 * HOUR, i % 3 ? "region" : "priority",
               i % 3 == 1   ? "there"
               : i % 3 == 2 ? "here"
               : i % 2      ? "P1"
                            : "P2");
    begun = clock();
    for (int i = 0; i < 5; i++)
        assert_int_equal(sla_ticket_clock(t, 0, SLA_TIME_MAX, SLA_TIME_NONE, &s), SLA_OK);
    assert_true(clock() - begun < CLOCKS_PER_SEC);
    assert_int_equal(s.verdict, SLA_VERDICT_BREACHED);
    done(t, p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(due_and_breach_stand_before_what_was_too_much),
        cmocka_unit_test(a_resumed_cycle_does_not_tell_the_same_due_again),
        cmocka_unit_test(a_resumed_cycle_tells_a_due_of_its_own),
        cmocka_unit_test(an_event_that_does_nothing_parts_no_line),
        cmocka_unit_test(a_change_of_calendar_parts_the_line),
        cmocka_unit_test(ten_thousand_changes_of_a_late_clock_are_answered_at_once),
    };

    return cmocka_run_group_tests_name("reckoning", tests, NULL, NULL);
}
