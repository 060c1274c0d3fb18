/* SPDX-License-Identifier: MIT */
/* Loading, owning and asking a policy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <slacore/slacore.h>

#include "policy_text.h"
#include "policy/model.h"

static sla_result parse(const char *text, sla_policy **out)
{
    return sla_policy_parse(text, strlen(text), NULL, NULL, NULL, out);
}

/* ------------------------------------------------------------------ heading */

static void the_heading_reads_back(void **state)
{
    sla_policy *p = impero_policy();

    (void)state;
    assert_string_equal(sla_policy_name(p), "Impero Software Service Level Agreement");
    assert_string_equal(sla_policy_version(p), "1.1");
    assert_int_equal(sla_policy_effective(p), 20240101);
    assert_string_equal(sla_policy_timezone(p), "Europe/London");
    sla_policy_unref(p);
}

static void what_a_policy_does_not_say_is_empty(void **state)
{
    sla_policy *p = policy_of("slacore: 1\n");

    (void)state;
    assert_string_equal(sla_policy_name(p), "");
    assert_string_equal(sla_policy_version(p), "");
    assert_string_equal(sla_policy_timezone(p), "");
    assert_int_equal(sla_policy_effective(p), SLA_DATE_NONE);
    assert_int_equal(sla_policy_name_count(p, SLA_NAME_CLOCK), 0);
    assert_int_equal(sla_policy_name_count(p, SLA_NAME_EVENT), 14);
    assert_null(sla_policy_priority(p, NULL, NULL, NULL));
    sla_policy_unref(p);
}

static void without_a_zone_the_policy_lives_in_that_of_its_calendar(void **state)
{
    sla_policy *p = policy_of("slacore: 1\neffective: 2024-02-29\ncalendar: c\n"
                              "calendars: {c: {timezone: Asia/Dubai, hours: always}}\n");

    (void)state;
    assert_string_equal(sla_policy_timezone(p), "Asia/Dubai");
    assert_int_equal(sla_policy_effective(p), 20240229);
    sla_policy_unref(p);
}

/* ------------------------------------------------------------------ names */

static void names_are_numbered_in_the_order_of_the_file(void **state)
{
    sla_policy *p = impero_policy();
    static const struct {
        sla_name_kind kind;
        int32_t count;
        const char *first, *last;
    } kinds[] = {
        {SLA_NAME_CALENDAR, 4, "uk", "always"},  {SLA_NAME_TYPE, 5, "incident", "alert"},
        {SLA_NAME_PRIORITY, 5, "P1", "P5"},      {SLA_NAME_IMPACT, 4, "severe", "low"},
        {SLA_NAME_URGENCY, 3, "high", "low"},    {SLA_NAME_ATTRIBUTE, 1, "region", "region"},
        {SLA_NAME_STATUS, 6, "new", "closed"},   {SLA_NAME_EVENT, 17, "created", "updated"},
        {SLA_NAME_CLOCK, 4, "triage", "update"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const int32_t count = sla_policy_name_count(p, kinds[i].kind);

        assert_int_equal(count, kinds[i].count);
        assert_string_equal(sla_policy_name_at(p, kinds[i].kind, 0), kinds[i].first);
        assert_string_equal(sla_policy_name_at(p, kinds[i].kind, count - 1), kinds[i].last);
        assert_int_equal(sla_policy_find(p, kinds[i].kind, kinds[i].last), count - 1);
    }
    assert_int_equal(sla_policy_find(p, SLA_NAME_PRIORITY, "p1"), -1);
    assert_int_equal(sla_policy_find(p, SLA_NAME_EVENT, "cancelled"), SLA__EV_CANCELLED);
    assert_int_equal(sla_policy_value_count(p, 0), 3);
    assert_string_equal(sla_policy_value_at(p, 0, 2), "us-eastern");
    sla_policy_unref(p);
}

static void an_attribute_of_any_text_has_no_values(void **state)
{
    sla_policy *p = policy_of("slacore: 1\nattributes: {customer: {}, site: {values: [a]}}\n");

    (void)state;
    assert_int_equal(sla_policy_value_count(p, 0), 0);
    assert_int_equal(sla_policy_value_count(p, 1), 1);
    sla_policy_unref(p);
}

/* ------------------------------------------------------------------ handles */

static void a_getter_without_a_policy_gives_nothing(void **state)
{
    (void)state;
    assert_null(sla_policy_name(NULL));
    assert_null(sla_policy_version(NULL));
    assert_null(sla_policy_timezone(NULL));
    assert_null(sla_policy_fingerprint(NULL));
    assert_int_equal(sla_policy_effective(NULL), SLA_DATE_NONE);
    assert_int_equal(sla_policy_name_count(NULL, SLA_NAME_CLOCK), 0);
    assert_null(sla_policy_name_at(NULL, SLA_NAME_CLOCK, 0));
    assert_int_equal(sla_policy_find(NULL, SLA_NAME_CLOCK, "response"), -1);
    assert_int_equal(sla_policy_value_count(NULL, 0), 0);
    assert_null(sla_policy_value_at(NULL, 0, 0));
    assert_null(sla_policy_priority(NULL, NULL, NULL, NULL));
    assert_null(sla_policy_calendar(NULL, "uk", NULL));
    assert_null(sla_policy_ref(NULL));
    sla_policy_unref(NULL);
}

static void numbers_out_of_range_give_nothing(void **state)
{
    static const int32_t odd[] = {-1, 4, INT32_MIN, INT32_MAX};
    sla_policy *p = impero_policy();

    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        assert_null(sla_policy_name_at(p, SLA_NAME_CLOCK, odd[i]));
        assert_int_equal(sla_policy_value_count(p, odd[i]), 0);
        assert_null(sla_policy_value_at(p, odd[i], 0));
        assert_null(sla_policy_value_at(p, 0, odd[i]));
    }
    assert_int_equal(sla_policy_name_count(p, (sla_name_kind)99), 0);
    assert_null(sla_policy_name_at(p, (sla_name_kind)99, 0));
    assert_int_equal(sla_policy_find(p, (sla_name_kind)99, "uk"), -1);
    assert_int_equal(sla_policy_find(p, SLA_NAME_CLOCK, NULL), -1);
    assert_null(sla_policy_calendar(p, NULL, NULL));
    sla_policy_unref(p);
}

static void a_load_without_its_arguments_is_refused(void **state)
{
    sla_policy *p = (sla_policy *)1;

    (void)state;
    assert_int_equal(sla_policy_parse(NULL, 0, NULL, NULL, NULL, &p), SLA_INVALID_ARGUMENT);
    assert_null(p);
    p = (sla_policy *)1;
    assert_int_equal(sla_policy_load(NULL, NULL, NULL, &p), SLA_INVALID_ARGUMENT);
    assert_null(p);
    assert_int_equal(sla_policy_parse("slacore: 1", 10, NULL, NULL, NULL, NULL),
                     SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_policy_load("p.yaml", NULL, NULL, NULL), SLA_INVALID_ARGUMENT);
}

static void a_policy_lives_until_its_last_owner_leaves(void **state)
{
    sla_policy *p = impero_policy();

    (void)state;
    assert_ptr_equal(sla_policy_ref(p), p);
    sla_policy_unref(p);
    assert_string_equal(sla_policy_version(p), "1.1");
    sla_policy_unref(p);
}

/* ------------------------------------------------------------------ failures */

static void a_failed_load_gives_no_policy_and_needs_no_diagnostics(void **state)
{
    sla_policy *p = (sla_policy *)1;

    (void)state;
    assert_int_equal(parse("slacore: 2\n", &p), SLA_BAD_INPUT);
    assert_null(p);
    p = (sla_policy *)1;
    assert_int_equal(parse("slacore: [\n", &p), SLA_BAD_INPUT);
    assert_null(p);
    p = (sla_policy *)1;
    assert_int_equal(sla_policy_load("no/such/policy.yaml", NULL, NULL, &p), SLA_IO);
    assert_null(p);
}

static void errors_of_an_earlier_load_do_not_count_against_this_one(void **state)
{
    sla_diagnostics *d;
    sla_policy *p;

    (void)state;
    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    assert_int_equal(sla_policy_parse("slacore: 2", 10, "a", NULL, d, &p), SLA_BAD_INPUT);
    assert_int_equal(sla_policy_parse("slacore: 1", 10, "b", NULL, d, &p), SLA_OK);
    assert_int_equal(sla_diagnostics_count_of(d, SLA_ERROR), 1);
    sla_policy_unref(p);
    sla_diagnostics_free(d);
}

static void what_yaml_finds_and_what_readers_find_is_told_in_one_run(void **state)
{
    static const char text[] = "slacore: 1\ntypes: [a]\ntypes: [b]\ntimezone: Nowhere/Never\n";
    sla_result rc;
    char *said = messages_of(text, strlen(text), &rc);

    (void)state;
    assert_int_equal(rc, SLA_BAD_INPUT);
    assert_non_null(strstr(said, "p:3:1: error: SLA-0202"));
    assert_non_null(strstr(said, "p:4:11: error: SLA-0100"));
    free(said);
}

static void a_text_that_yaml_refused_is_not_asked_what_is_missing(void **state)
{
    static const char text[] = "slacore: 1\nname: a\nname: b\ntypes: [a]\npriorities: [P1]\n"
                               "clocks: {fix: {start: created, stop: resolved}}\n";
    sla_result rc;
    char *said = messages_of(text, strlen(text), &rc);

    (void)state;
    assert_int_equal(rc, SLA_BAD_INPUT);
    assert_non_null(strstr(said, "p:3:1: error: SLA-0202"));
    assert_null(strstr(said, "SLA-0259")); /* a target may stand in what was refused */
    free(said);
}

/* ------------------------------------------------------------------ limits */

static char *many_names(const char *key, int count)
{
    struct lines l = {NULL, 0};
    char line[64];

    add_line(&l, "slacore: 1");
    add_line(&l, key);
    for (int i = 0; i < count; i++) {
        snprintf(line, sizeof line, "  - n%d", i);
        add_line(&l, line);
    }
    return l.text;
}

static void a_section_has_at_most_as_many_names_as_the_limit(void **state)
{
    static const char *const sections[] = {"types:", "priorities:", "statuses:", "events:"};
    sla_policy *p;

    (void)state;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        char *enough = many_names(sections[i], 1000), *more = many_names(sections[i], 1001);

        p = policy_of(enough);
        sla_policy_unref(p);
        assert_int_equal(parse(more, &p), SLA_LIMIT);
        assert_null(p);
        free(enough);
        free(more);
    }
}

static void a_host_can_lower_the_limit_on_names(void **state)
{
    static const char text[] = "slacore: 1\nstatuses: [a, b, c]\n";
    sla_sources *sources;
    sla_diagnostics *d;
    sla_policy *p;

    (void)state;
    assert_int_equal(sla_sources_new(&sources), SLA_OK);
    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    assert_int_equal(sla_sources_set_limit(sources, SLA_LIMIT_NAMES, 2), SLA_OK);
    assert_int_equal(sla_policy_parse(text, strlen(text), "p", sources, d, &p), SLA_LIMIT);
    assert_string_equal(sla_diagnostics_text(d, 0),
                        "p:2:11: error: SLA-0001: status: 3 entries are more than the limit of 2 "
                        "names in one section");
    sla_diagnostics_free(d);
    sla_sources_free(sources);
}

static void rows_clocks_and_priorities_have_a_limit_together(void **state)
{
    struct lines l = {NULL, 0};
    char line[64];
    sla_policy *p;

    (void)state;
    add_line(&l, "slacore: 1\npriorities:");
    for (int i = 0; i < 500; i++) {
        snprintf(line, sizeof line, "  - p%d", i);
        add_line(&l, line);
    }
    add_line(&l, "clocks:");
    for (int i = 0; i < 100; i++) {
        snprintf(line, sizeof line, "  c%d: {start: created, stop: closed}", i);
        add_line(&l, line);
    }
    add_line(&l, "targets:");
    for (int i = 0; i < 100; i++)
        add_line(&l, "  - within: {c0: none}");
    assert_int_equal(parse(l.text, &p), SLA_LIMIT);
    free(l.text);
}

/* ------------------------------------------------------------------ fingerprint */

static void same_fingerprint(const char *a, const char *b, int same)
{
    sla_policy *p = policy_of(a), *q = policy_of(b);

    assert_int_equal(strlen(sla_policy_fingerprint(p)), 64);
    assert_int_equal(strcmp(sla_policy_fingerprint(p), sla_policy_fingerprint(q)) == 0, same);
    sla_policy_unref(p);
    sla_policy_unref(q);
}

static void the_fingerprint_is_of_what_is_said_not_of_how(void **state)
{
    static const char text[] = "slacore: 1\nname: A b\ntypes: [x, y]\n";

    (void)state;
    same_fingerprint(text, "# words\nslacore: '1'\nname:   \"A b\"\ntypes:\n  - x\n  - \"y\"\n", 1);
    same_fingerprint(text, "{\"slacore\": 1, \"name\": \"A b\", \"types\": [\"x\", \"y\"]}", 1);
    same_fingerprint(text, "slacore: 1\nname: A c\ntypes: [x, y]\n", 0);
    same_fingerprint(text, "slacore: 1\nname: A b\ntypes: [y, x]\n", 0);
    same_fingerprint(text, "slacore: 1\nname: A b\ntypes: [x]\nstatuses: [y]\n", 0);
}

static void the_zone_is_part_of_the_fingerprint(void **state)
{
    (void)state;
    same_fingerprint("slacore: 1\ntimezone: Europe/London\n",
                     "slacore: 1\ntimezone: Europe/Paris\n", 0);
}

/* ------------------------------------------------------------------ calendars */

static void a_calendar_is_found_by_name_as_each_priority_sees_it(void **state)
{
    sla_policy *p = impero_policy();
    const sla_calendar *uk = sla_policy_calendar(p, "uk", NULL);

    (void)state;
    assert_string_equal(sla_calendar_name(uk), "uk");
    assert_string_equal(sla_calendar_timezone(sla_policy_calendar(p, "gulf", "P2")), "Asia/Dubai");
    assert_null(sla_policy_calendar(p, "uk", "P9"));
    assert_null(sla_policy_calendar(p, "mars", NULL));
    sla_policy_unref(p);
}

static void a_calendar_outlives_its_policy_for_whoever_holds_it(void **state)
{
    sla_policy *p = impero_policy();
    sla_calendar *uk = sla_calendar_ref(sla_policy_calendar(p, "uk", "P1"));
    int open = 0;

    (void)state;
    sla_policy_unref(p);
    assert_int_equal(sla_calendar_is_open(uk, 1795428000, &open),
                     SLA_OK); /* Mon 23 Nov 2026, 10:00 */
    assert_int_equal(open, 1);
    sla_calendar_unref(uk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_heading_reads_back),
        cmocka_unit_test(what_a_policy_does_not_say_is_empty),
        cmocka_unit_test(without_a_zone_the_policy_lives_in_that_of_its_calendar),
        cmocka_unit_test(names_are_numbered_in_the_order_of_the_file),
        cmocka_unit_test(an_attribute_of_any_text_has_no_values),
        cmocka_unit_test(a_getter_without_a_policy_gives_nothing),
        cmocka_unit_test(numbers_out_of_range_give_nothing),
        cmocka_unit_test(a_load_without_its_arguments_is_refused),
        cmocka_unit_test(a_policy_lives_until_its_last_owner_leaves),
        cmocka_unit_test(a_failed_load_gives_no_policy_and_needs_no_diagnostics),
        cmocka_unit_test(errors_of_an_earlier_load_do_not_count_against_this_one),
        cmocka_unit_test(what_yaml_finds_and_what_readers_find_is_told_in_one_run),
        cmocka_unit_test(a_text_that_yaml_refused_is_not_asked_what_is_missing),
        cmocka_unit_test(a_section_has_at_most_as_many_names_as_the_limit),
        cmocka_unit_test(a_host_can_lower_the_limit_on_names),
        cmocka_unit_test(rows_clocks_and_priorities_have_a_limit_together),
        cmocka_unit_test(the_fingerprint_is_of_what_is_said_not_of_how),
        cmocka_unit_test(the_zone_is_part_of_the_fingerprint),
        cmocka_unit_test(a_calendar_is_found_by_name_as_each_priority_sees_it),
        cmocka_unit_test(a_calendar_outlives_its_policy_for_whoever_holds_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
