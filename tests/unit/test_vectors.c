/* SPDX-License-Identifier: MIT */
/*
 * Runs tests/vectors/worked_examples.json through the public interface. The file is data for any
 * language; this is its runner in C. Run from the top folder.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include <slacore/slacore.h>

#define VECTORS "tests/vectors/worked_examples.json"

struct vectors {
    json_t *root;
    sla_policy *policy;
};

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    if (text == NULL)
        fail_msg("%s: no text \"%s\"", VECTORS, key);
    return text;
}

static int set_up(void **state)
{
    static struct vectors v;
    static char policy[8192];
    json_error_t error;
    sla_diagnostics *d = NULL;
    json_t *line;
    size_t i, len = 0;

    v.root = json_load_file(VECTORS, 0, &error);
    if (v.root == NULL)
        fail_msg("%s:%d: %s", VECTORS, error.line, error.text);
    json_array_foreach(json_object_get(v.root, "policy"), i, line)
    {
        int n = snprintf(policy + len, sizeof policy - len, "%s\n", json_string_value(line));
        assert_in_range(n, 1, sizeof policy - len - 1);
        len += (size_t)n;
    }
    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    if (sla_policy_parse(policy, len, VECTORS, NULL, d, &v.policy) != SLA_OK)
        fail_msg("%s", sla_diagnostics_text(d, 0));
    sla_diagnostics_free(d);
    *state = &v;
    return 0;
}

static int tear_down(void **state)
{
    struct vectors *v = *state;

    json_decref(v->root);
    sla_policy_unref(v->policy);
    return 0;
}

static sla_time instant(const sla_calendar *calendar, const char *text)
{
    sla_time t = SLA_TIME_NONE;

    assert_int_equal(sla_calendar_parse_time(calendar, text, strlen(text), &t), SLA_OK);
    return t;
}

/* Compares as text, so that a failure reads as a sentence. */
static void same_instant(const char *name, const char *what, sla_time got, sla_time expected)
{
    char a[SLA_TEXT_MAX] = "none", b[SLA_TEXT_MAX] = "none";

    if (got == expected)
        return;
    if (got != SLA_TIME_NONE)
        assert_int_equal(sla_time_format(got, 0, a), SLA_OK);
    if (expected != SLA_TIME_NONE)
        assert_int_equal(sla_time_format(expected, 0, b), SLA_OK);
    fail_msg("%s: %s is %s, not %s", name, what, a, b);
}

static void sums_of_business_time_fall_due_as_the_design_says(void **state)
{
    const struct vectors *v = *state;
    const json_t *list = json_object_get(v->root, "add"), *c;
    size_t i;

    assert_int_equal(json_array_size(list), 9);
    json_array_foreach(list, i, c)
    {
        const char *name = text_of(c, "name"), *utc = text_of(c, "due_utc");
        const sla_calendar *calendar =
            sla_policy_calendar(v->policy, text_of(c, "calendar"), text_of(c, "priority"));
        sla_duration seconds = json_integer_value(json_object_get(c, "seconds")), counted = -1;
        sla_time start, due = SLA_TIME_NONE, breach = SLA_TIME_NONE, expected = SLA_TIME_NONE;

        assert_non_null(calendar);
        start = instant(calendar, text_of(c, "start"));
        assert_int_equal(sla_calendar_add(calendar, start, seconds, &due), SLA_OK);
        same_instant(name, "due", due, instant(calendar, text_of(c, "due")));
        assert_int_equal(sla_time_parse(utc, strlen(utc), &expected), SLA_OK);
        same_instant(name, "due in UTC", due, expected);
        assert_int_equal(sla_calendar_between(calendar, start, due, &counted), SLA_OK);
        assert_int_equal(counted, seconds);
        assert_int_equal(sla_calendar_add(calendar, start, seconds + 1, &breach), SLA_OK);
        same_instant(name, "breaches_at", breach, instant(calendar, text_of(c, "breaches_at")));
    }
}

static sla_ticket *replay(const struct vectors *v, const sla_calendar *calendar, const json_t *c)
{
    sla_ticket *ticket = NULL;
    const char *fact;
    const json_t *e;
    json_t *value;
    size_t i;

    assert_int_equal(sla_ticket_new(v->policy, text_of(c, "name"),
                                    instant(calendar, text_of(c, "created")), &ticket),
                     SLA_OK);
    json_object_foreach(json_object_get(c, "facts"), fact, value)
        assert_int_equal(sla_ticket_set(ticket, fact, json_string_value(value)), SLA_OK);
    json_array_foreach(json_object_get(c, "events"), i, e)
    {
        sla_event *event = NULL;

        assert_int_equal(
            sla_event_new(text_of(e, "event"), instant(calendar, text_of(e, "at")), &event),
            SLA_OK);
        json_object_foreach(json_object_get(e, "changes"), fact, value)
            assert_int_equal(sla_event_set_change(event, fact, json_string_value(value)), SLA_OK);
        assert_int_equal(sla_ticket_record_event(ticket, event), SLA_OK);
        sla_event_free(event);
    }
    return ticket;
}

static void clocks_of_replayed_tickets_stand_as_the_design_says(void **state)
{
    const struct vectors *v = *state;
    const json_t *list = json_object_get(v->root, "ticket"), *c, *a;
    size_t i, k;

    assert_int_equal(json_array_size(list), 1);
    json_array_foreach(list, i, c)
    {
        const char *name = text_of(c, "name");
        const sla_calendar *calendar = sla_policy_calendar(v->policy, text_of(c, "calendar"), NULL);
        sla_ticket *ticket = replay(v, calendar, c);

        assert_true(json_array_size(json_object_get(c, "asked")) > 0);
        json_array_foreach(json_object_get(c, "asked"), k, a)
        {
            sla_clock_status s = SLA_CLOCK_STATUS_INIT;
            int32_t clock = sla_policy_find(v->policy, SLA_NAME_CLOCK, text_of(a, "clock"));

            assert_int_equal(sla_ticket_clock(ticket, clock, instant(calendar, text_of(a, "now")),
                                              SLA_TIME_NONE, &s),
                             SLA_OK);
            assert_string_equal(sla_clock_state_name(s.state), text_of(a, "state"));
            assert_string_equal(sla_verdict_name(s.verdict), text_of(a, "verdict"));
            assert_int_equal(s.target, json_integer_value(json_object_get(a, "target")));
            assert_int_equal(s.elapsed, json_integer_value(json_object_get(a, "elapsed")));
            same_instant(name, "due", s.due, instant(calendar, text_of(a, "due")));
            same_instant(name, "breaches_at", s.breaches_at,
                         instant(calendar, text_of(a, "breaches_at")));
        }
        sla_ticket_free(ticket);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_of_business_time_fall_due_as_the_design_says),
        cmocka_unit_test(clocks_of_replayed_tickets_stand_as_the_design_says),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
