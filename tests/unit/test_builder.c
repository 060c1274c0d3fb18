/* SPDX-License-Identifier: MIT */
/* Policies by calls: pointers, what a failed call leaves, and that a built policy is the file's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <slacore/slacore.h>

#include "policy_text.h"

static sla_policy_builder *b;

static int setup(void **state)
{
    (void)state;
    return sla_policy_builder_new(&b) != SLA_OK;
}

static int teardown(void **state)
{
    (void)state;
    sla_policy_builder_free(b);
    return 0;
}

static void set(const char *pointer, const char *value)
{
    if (sla_policy_builder_set(b, pointer, value) != SLA_OK)
        fail_msg("%s is refused", pointer);
}

static void assert_refused(const char *pointer, const char *value)
{
    if (sla_policy_builder_set(b, pointer, value) != SLA_BAD_INPUT)
        fail_msg("%s is not refused", pointer);
}

/* All that building says. The caller frees. */
static char *said_of_building(void)
{
    struct lines l = {NULL, 0};
    sla_diagnostics *d;
    sla_policy *policy = NULL;
    sla_result rc;

    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    rc = sla_policy_builder_build(b, NULL, d, &policy);
    assert_true((rc == SLA_OK) == (policy != NULL));
    assert_true((rc == SLA_OK) == (sla_diagnostics_count_of(d, SLA_ERROR) == 0));
    for (size_t i = 0; i < sla_diagnostics_count(d); i++)
        add_line(&l, sla_diagnostics_text(d, i));
    sla_policy_unref(policy);
    sla_diagnostics_free(d);
    return l.text;
}

static void assert_says(const char *wanted)
{
    char *said = said_of_building();

    assert_string_equal(said != NULL ? said : "", wanted);
    free(said);
}

static sla_policy *build(void)
{
    sla_policy *policy = NULL;

    if (sla_policy_builder_build(b, NULL, NULL, &policy) != SLA_OK)
        fail_msg("%s", said_of_building());
    return policy;
}

static void set_desk(void)
{
    set("/slacore", "1");
    set("/calendars/uk/timezone", "Europe/London");
    set("/calendars/uk/hours/mon-fri", "08:00-01:00");
    set("/priorities/-", "P1");
    set("/priorities/-", "P2");
    set("/types/-", "incident");
    set("/calendar", "uk");
    set("/clocks/response/start", "created");
    set("/clocks/response/stop/-", "responded");
    set("/clocks/response/stop/-", "resolved");
    set("/targets/-/when", NULL);
    set("/targets/0/within/response/P1", "1h");
    set("/targets/0/within/response/P2", "4h");
}

static const char desk[] =
    "slacore: 1\n"
    "calendars: {uk: {timezone: Europe/London, hours: {mon-fri: 08:00-01:00}}}\n"
    "priorities: [P1, P2]\n"
    "types: [incident]\n"
    "calendar: uk\n"
    "clocks: {response: {start: created, stop: [responded, resolved]}}\n"
    "targets: [{when: {}, within: {response: {P1: 1h, P2: 4h}}}]\n";

static void what_is_built_is_what_a_file_says(void **state)
{
    sla_policy *built, *read;

    (void)state;
    set_desk();
    built = build();
    read = policy_of(desk);
    assert_string_equal(sla_policy_fingerprint(built), sla_policy_fingerprint(read));
    assert_string_equal(sla_calendar_fingerprint(sla_policy_calendar(built, "uk", "P1")),
                        sla_calendar_fingerprint(sla_policy_calendar(read, "uk", "P1")));
    assert_int_equal(sla_policy_name_count(built, SLA_NAME_PRIORITY), 2);
    sla_policy_unref(built);
    sla_policy_unref(read);
}

static void building_leaves_the_builder_as_it_was(void **state)
{
    sla_policy *first, *second, *third;

    (void)state;
    set_desk();
    first = build();
    second = build();
    set("/targets/0/within/response/P2", "8h");
    third = build();
    assert_string_equal(sla_policy_fingerprint(first), sla_policy_fingerprint(second));
    assert_string_not_equal(sla_policy_fingerprint(first), sla_policy_fingerprint(third));
    sla_policy_unref(first);
    sla_policy_unref(second);
    sla_policy_unref(third);
}

static void a_policy_outlives_its_builder(void **state)
{
    sla_policy *policy;

    (void)state;
    set_desk();
    policy = build();
    sla_policy_builder_free(b);
    b = NULL;
    assert_string_equal(sla_policy_name_at(policy, SLA_NAME_CALENDAR, 0), "uk");
    sla_policy_unref(policy);
}

static void messages_name_the_pointer(void **state)
{
    (void)state;
    set_desk();
    set("/calendars/us~1east~0/hours/mon-fri", "8am-5pm");
    set("/targets/-/within/response", "1d");
    set("/targets/1/wen/type", "incident");
    assert_says(
        "/calendars/us~1east~0/hours/mon-fri: error: SLA-0220: hours \"8am-5pm\": write times "
        "on the 24-hour clock: 08:00-17:00, not 8am-5pm\n"
        "/calendars/us~1east~0: error: SLA-0217: this calendar needs \"timezone\": its hours are "
        "wall time there\n"
        "/targets/1/wen: error: SLA-0211: unknown key \"wen\" in row: did you mean "
        "\"when\"?\n"
        "/targets/1/within/response: error: SLA-0215: target is not a length of time: "
        "\"1d\"; a day is not always 24 hours: write 24h, or 1 working day where a target "
        "is set\n");
}

static void escapes_are_those_of_rfc_6901(void **state)
{
    sla_policy *policy;

    (void)state;
    set("/slacore", "1");
    set("/calendars/a~1b~0c~01/timezone", "UTC");
    set("/calendars/a~1b~0c~01/hours", "always");
    policy = build();
    assert_string_equal(sla_policy_name_at(policy, SLA_NAME_CALENDAR, 0), "a/b~c~1");
    sla_policy_unref(policy);
}

static void a_text_is_replaced(void **state)
{
    sla_policy *policy;

    (void)state;
    set("/slacore", "1");
    set("/name", "x");
    set("/name", "a longer name");
    set("/name", "short");
    policy = build();
    assert_string_equal(sla_policy_name(policy), "short");
    sla_policy_unref(policy);
}

static void a_text_may_become_an_empty_map(void **state)
{
    (void)state;
    set("/slacore", "1");
    set("/calendars", "x");
    set("/calendars", NULL);
    set("/calendars/uk/timezone", "UTC");
    set("/calendars/uk/hours", "always");
    assert_says("");
}

static void a_number_names_an_element_that_is_there(void **state)
{
    (void)state;
    set_desk();
    set("/priorities/1", "P9");
    set("/targets/0/within/response/P9", "5h");
    assert_refused("/priorities/2", "P3");
    assert_refused("/priorities/01", "P3");
    assert_refused("/priorities/+1", "P3");
    assert_refused("/priorities/ 1", "P3");
    assert_refused("/priorities/1x", "P3");
    assert_refused("/priorities/99999999999999999999", "P3");
    assert_refused("/priorities/4294967296", "P3");
    assert_says("/targets/0/within/response/P2: error: SLA-0213: unknown priority \"P2\": use P1 "
                "or P9\n");
}

static void numbers_are_keys_where_no_list_is(void **state)
{
    sla_policy *policy;

    (void)state;
    set("/slacore", "1");
    set("/calendars/1/timezone", "UTC");
    set("/calendars/1/hours", "always");
    policy = build();
    assert_string_equal(sla_policy_name_at(policy, SLA_NAME_CALENDAR, 0), "1");
    sla_policy_unref(policy);
}

static void malformed_pointers_are_refused(void **state)
{
    static const char *const pointers[] = {"name",   "/",     "//a",   "/a/",       "/a~",   "/a~2",
                                           "/a/~/b", "/a//b", "/\xff", "/\xc0\x80", "a/b~0", "#/a"};

    (void)state;
    for (size_t i = 0; i < sizeof pointers / sizeof *pointers; i++)
        assert_refused(pointers[i], "x");
    assert_refused("", "x");
    assert_refused("/name", "\xff");
    assert_refused("/name", "\xed\xa0\x80");
}

static void a_refused_call_leaves_all_as_it_was(void **state)
{
    sla_policy *before, *after;

    (void)state;
    set_desk();
    before = build();
    assert_refused("/priorities/P1/x", "y"); /* through a list by a name */
    assert_refused("/priorities/0/x", "y");  /* through a text */
    assert_refused("/calendar/x", "y");      /* through a text */
    assert_refused("/calendars", "x");       /* a map is no text */
    assert_refused("/priorities", "x");      /* nor is a list */
    assert_refused("/priorities", NULL);     /* a list is no map */
    assert_refused("/calendars", NULL);      /* a map with something in it stays */
    assert_refused("", NULL);
    assert_refused("/new/deep/er/~", "x"); /* malformed far behind what is new */
    assert_int_equal(sla_policy_builder_set(NULL, "/a", "x"), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_policy_builder_set(b, NULL, "x"), SLA_INVALID_ARGUMENT);
    after = build();
    assert_string_equal(sla_policy_fingerprint(before), sla_policy_fingerprint(after));
    sla_policy_unref(before);
    sla_policy_unref(after);
}

static void nothing_built_is_a_policy_that_lacks_its_format(void **state)
{
    (void)state;
    assert_says("error: SLA-0217: \"slacore\" is missing; begin with \"slacore: 1\"\n");
}

static void missing_handles_are_refused(void **state)
{
    sla_policy *policy = (sla_policy *)(uintptr_t)1;

    (void)state;
    assert_int_equal(sla_policy_builder_new(NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_policy_builder_build(NULL, NULL, NULL, &policy), SLA_INVALID_ARGUMENT);
    assert_null(policy);
    assert_int_equal(sla_policy_builder_build(b, NULL, NULL, NULL), SLA_INVALID_ARGUMENT);
    sla_policy_builder_free(NULL);
}

/* ---- limits */

static void depth_is_limited(void **state)
{
    char pointer[400] = "/slacore";
    sla_sources *sources;
    sla_policy *policy;
    int depth;

    (void)state;
    for (depth = 0; depth < 100; depth++) {
        if (sla_policy_builder_set(b, pointer, "1") != SLA_OK ||
            sla_policy_builder_set(b, pointer, NULL) != SLA_OK) /* a text, then a map */
            break;
        strcat(pointer, "/a");
    }
    assert_int_equal(depth, 63); /* with the root that is 64 */
    assert_int_equal(sla_policy_builder_set(b, pointer, NULL), SLA_LIMIT);
    strcat(pointer, "/a/b");
    assert_int_equal(sla_policy_builder_set(b, pointer, "1"), SLA_BAD_INPUT); /* through a text */
    assert_says("error: SLA-0001: maps and lists nested deeper than 16: make it flatter, or raise "
                "SLA_LIMIT_POLICY_DEPTH\n");
    assert_int_equal(sla_sources_new(&sources), SLA_OK);
    assert_int_equal(sla_sources_set_limit(sources, SLA_LIMIT_POLICY_DEPTH, 70), SLA_OK);
    assert_int_equal(sla_policy_builder_build(b, sources, NULL, &policy), SLA_BAD_INPUT);
    sla_sources_free(sources);
}

static void the_number_of_values_is_limited(void **state)
{
    char pointer[40];
    int count = 0;
    sla_result rc;

    (void)state;
    do {
        sprintf(pointer, "/name/k%d", count);
        rc = sla_policy_builder_set(b, pointer, "x");
    } while (rc == SLA_OK && ++count < 200000);
    assert_int_equal(rc, SLA_LIMIT);
    assert_int_equal(count, 100000 - 2); /* the root and `name` are two */
}

static void texts_are_limited(void **state)
{
    char *text = malloc(5000000), pointer[5000];

    (void)state;
    memset(text, 'x', 5000000);
    text[2000000] = '\0';
    set("/name", text);
    assert_says("error: SLA-0001: the texts are longer than 1048576 bytes together: raise "
                "SLA_LIMIT_POLICY_BYTES\n");
    text[2000000] = 'x';
    text[4999999] = '\0';
    set("/a", text);
    set("/b", text);
    assert_int_equal(sla_policy_builder_set(b, "/c", text), SLA_LIMIT);
    assert_int_equal(sla_policy_builder_set(b, "/slacore", text), SLA_LIMIT);
    memset(pointer, 'a', sizeof pointer);
    pointer[0] = '/';
    pointer[sizeof pointer - 1] = '\0';
    assert_int_equal(sla_policy_builder_set(b, pointer, "x"), SLA_LIMIT);
    free(text);
}

static void replacing_for_ever_ends_at_a_limit(void **state)
{
    char text[100001];
    sla_result rc = SLA_OK;
    int count = 0;

    (void)state;
    memset(text, 'x', sizeof text);
    text[100000] = '\0';
    while (rc == SLA_OK && count++ < 1000) {
        text[0] = (char)('a' + count % 26);
        rc = sla_policy_builder_set(b, "/name", text);
    }
    assert_int_equal(rc, SLA_LIMIT);
    assert_in_range(count, 100, 200);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(what_is_built_is_what_a_file_says),   T(building_leaves_the_builder_as_it_was),
        T(a_policy_outlives_its_builder),       T(messages_name_the_pointer),
        T(escapes_are_those_of_rfc_6901),       T(a_text_is_replaced),
        T(a_text_may_become_an_empty_map),      T(a_number_names_an_element_that_is_there),
        T(numbers_are_keys_where_no_list_is),   T(malformed_pointers_are_refused),
        T(a_refused_call_leaves_all_as_it_was), T(nothing_built_is_a_policy_that_lacks_its_format),
        T(missing_handles_are_refused),         T(depth_is_limited),
        T(the_number_of_values_is_limited),     T(texts_are_limited),
        T(replacing_for_ever_ends_at_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
