/* SPDX-License-Identifier: MIT */
/* What is reported, what is kept, and how it reads. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include "base/diagnostics.h"

static int make(void **state)
{
    sla_diagnostics *d = NULL;

    if (sla_diagnostics_new(&d) != SLA_OK)
        return -1;
    *state = d;
    return 0;
}

static int drop(void **state)
{
    sla_diagnostics_free(*state);
    return 0;
}

static const struct sla__place nowhere = {NULL, 0, 0};

static void a_line_reads_as_a_compiler_prints_it(void **state)
{
    sla_diagnostics *d = *state;

    sla__report(d, SLA__MSG_LIMIT, (struct sla__place){"policy.yaml", 12, 9},
                "%d names, at most %s", 1001, "1000");
    sla__report(d, SLA__MSG_SET_BEFORE, (struct sla__place){"policy.yaml", 11, 3}, "set here");
    assert_string_equal(sla_diagnostics_text(d, 0),
                        "policy.yaml:12:9: error: SLA-0001: 1001 names, at most 1000");
    assert_string_equal(sla_diagnostics_text(d, 1), "policy.yaml:11:3: note: SLA-0004: set here");
}

static void each_part_can_be_read_alone(void **state)
{
    sla_diagnostics *d = *state;

    sla__report(d, SLA__MSG_SET_BEFORE, (struct sla__place){"policy.yaml", 12, 9}, "set here");
    assert_int_equal(sla_diagnostics_count(d), 1);
    assert_int_equal(sla_diagnostics_severity(d, 0), SLA_NOTE);
    assert_int_equal(sla_diagnostics_number(d, 0), 4);
    assert_string_equal(sla_diagnostics_file(d, 0), "policy.yaml");
    assert_int_equal(sla_diagnostics_line(d, 0), 12);
    assert_int_equal(sla_diagnostics_column(d, 0), 9);
    assert_string_equal(sla_diagnostics_message(d, 0), "set here");
}

static void parts_of_a_place_that_are_absent_are_left_out(void **state)
{
    static const struct {
        struct sla__place place;
        const char *text;
    } cases[] = {
        {{NULL, 0, 0}, "error: SLA-0001: m"},
        {{"", 0, 0}, "error: SLA-0001: m"},
        {{"f", 0, 0}, "f: error: SLA-0001: m"},
        {{"f", 3, 0}, "f:3: error: SLA-0001: m"},
        {{"f", 0, 5}, "f: error: SLA-0001: m"},
        {{"f", -1, -1}, "f: error: SLA-0001: m"},
        {{NULL, 3, 5}, "3:5: error: SLA-0001: m"},
        {{"/targets/0/within", 0, 0}, "/targets/0/within: error: SLA-0001: m"},
        {{"f", INT32_MAX, INT32_MAX}, "f:2147483647:2147483647: error: SLA-0001: m"},
    };
    sla_diagnostics *d = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sla__report(d, SLA__MSG_LIMIT, cases[i].place, "m");
        assert_string_equal(sla_diagnostics_text(d, i), cases[i].text);
        assert_string_equal(sla_diagnostics_message(d, i), "m");
        assert_true(sla_diagnostics_line(d, i) >= 0 && sla_diagnostics_column(d, i) >= 0);
    }
    assert_string_equal(sla_diagnostics_file(d, 0), "");
}

static void the_places_file_is_copied(void **state)
{
    sla_diagnostics *d = *state;
    char file[] = "a.yaml";

    sla__report(d, SLA__MSG_LIMIT, (struct sla__place){file, 1, 1}, "m");
    memset(file, 'x', sizeof file - 1);
    assert_string_equal(sla_diagnostics_file(d, 0), "a.yaml");
}

static void a_line_stays_one_line(void **state)
{
    sla_diagnostics *d = *state;

    sla__report(d, SLA__MSG_LIMIT, (struct sla__place){"a\nb\x1B", 1, 1}, "c\td\x7F%s",
                "\r\xC3\xA9");
    assert_string_equal(sla_diagnostics_text(d, 0), "a?b?:1:1: error: SLA-0001: c?d??\xC3\xA9");
    assert_string_equal(sla_diagnostics_file(d, 0), "a\nb\x1B"); /* as the caller gave it */
}

static void a_line_holds_nothing_that_a_terminal_obeys(void **state)
{
    sla_diagnostics *d = *state;
    static const char file[] =
        "\x1b[2J \xc2\x9b \xff \xe2\x80\xae K\xc3\xb6ln"; /* C1, broken, bidi */

    sla__report(d, SLA__MSG_LIMIT, (struct sla__place){file, 1, 1}, "too much");
    assert_string_equal(sla_diagnostics_text(d, 0),
                        "?[2J ?? ? ??? K\xc3\xb6ln:1:1: error: SLA-0001: too much");
    assert_string_equal(sla_diagnostics_message(d, 0), "too much");
    assert_string_equal(sla_diagnostics_file(d, 0), file);
}

static void two_hundred_are_kept_and_all_are_counted(void **state)
{
    sla_diagnostics *d = *state;

    for (int i = 0; i < 250; i++) {
        assert_int_equal(sla__report_wanted(d), i < 200);
        sla__report(d, SLA__MSG_LIMIT, nowhere, "number %d", i);
    }
    sla__report(d, SLA__MSG_SET_BEFORE, nowhere, "set here");
    assert_int_equal(sla_diagnostics_count(d), 200);
    assert_int_equal(sla_diagnostics_count_of(d, SLA_ERROR), 250);
    assert_int_equal(sla_diagnostics_count_of(d, SLA_NOTE), 1);
    assert_int_equal(sla_diagnostics_count_of(d, SLA_WARNING), 0);
    assert_string_equal(sla_diagnostics_message(d, 0), "number 0");
    assert_string_equal(sla_diagnostics_message(d, 199), "number 199");
    assert_string_equal(sla_diagnostics_message(d, 200), "");
}

static void clearing_begins_anew(void **state)
{
    sla_diagnostics *d = *state;

    for (int i = 0; i < 250; i++)
        sla__report(d, SLA__MSG_LIMIT, nowhere, "m");
    sla_diagnostics_clear(d);
    assert_int_equal(sla_diagnostics_count(d), 0);
    assert_int_equal(sla_diagnostics_count_of(d, SLA_ERROR), 0);
    sla__report(d, SLA__MSG_SET_BEFORE, nowhere, "set here");
    assert_int_equal(sla_diagnostics_count(d), 1);
}

static void beyond_the_last_there_are_neutral_values(void **state)
{
    const sla_diagnostics *asked[] = {*state, NULL};

    for (size_t a = 0; a < 2; a++) {
        const sla_diagnostics *d = asked[a];

        assert_int_equal(sla_diagnostics_count(d), 0);
        assert_int_equal(sla_diagnostics_severity(d, 0), SLA_NOTE);
        assert_int_equal(sla_diagnostics_number(d, SIZE_MAX), 0);
        assert_int_equal(sla_diagnostics_line(d, 0), 0);
        assert_int_equal(sla_diagnostics_column(d, 0), 0);
        assert_string_equal(sla_diagnostics_file(d, 0), "");
        assert_string_equal(sla_diagnostics_message(d, SIZE_MAX), "");
        assert_string_equal(sla_diagnostics_text(d, 0), "");
    }
}

static void a_severity_that_does_not_exist_was_never_reported(void **state)
{
    sla_diagnostics *d = *state;

    sla__report(d, SLA__MSG_LIMIT, nowhere, "m");
    assert_int_equal(sla_diagnostics_count_of(d, (sla_severity)3), 0);
    assert_int_equal(sla_diagnostics_count_of(d, (sla_severity)-1), 0);
}

static void no_diagnostics_is_a_place_to_report_to(void **state)
{
    (void)state;
    sla__report(NULL, SLA__MSG_LIMIT, nowhere, "m");
    assert_false(sla__report_wanted(NULL));
    assert_int_equal(sla_diagnostics_count_of(NULL, SLA_ERROR), 0);
    sla_diagnostics_clear(NULL);
    sla_diagnostics_free(NULL);
    assert_int_equal(sla_diagnostics_new(NULL), SLA_INVALID_ARGUMENT);
}

static void every_number_has_one_name_and_fits_four_digits(void **state)
{
    static const int32_t numbers[] = {
#define X(number, name, severity, about) number,
#include "base/messages.def"
#undef X
    };

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_true(numbers[i] > 0 && numbers[i] < 10000);
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(numbers[i], numbers[j]);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make, drop)

static void warnings_never_crowd_out_an_error(void **state)
{
    sla_diagnostics *d = NULL;

    (void)state;
    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    for (int i = 0; i < 500; i++)
        sla__report(d, SLA__MSG_EVENT_EARLY, (struct sla__place){"f", i + 1, 0}, "early");
    sla__report(d, SLA__MSG_NOT_UTF8, (struct sla__place){"f", 501, 0}, "an error");
    assert_int_equal(sla_diagnostics_count(d), 101);
    assert_int_equal(sla_diagnostics_count_of(d, SLA_WARNING), 500);
    assert_string_equal(sla_diagnostics_message(d, 100), "an error");
    sla_diagnostics_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(warnings_never_crowd_out_an_error),
        TEST(a_line_reads_as_a_compiler_prints_it),
        TEST(each_part_can_be_read_alone),
        TEST(parts_of_a_place_that_are_absent_are_left_out),
        TEST(the_places_file_is_copied),
        TEST(a_line_stays_one_line),
        TEST(a_line_holds_nothing_that_a_terminal_obeys),
        TEST(two_hundred_are_kept_and_all_are_counted),
        TEST(clearing_begins_anew),
        TEST(beyond_the_last_there_are_neutral_values),
        TEST(a_severity_that_does_not_exist_was_never_reported),
        cmocka_unit_test(no_diagnostics_is_a_place_to_report_to),
        cmocka_unit_test(every_number_has_one_name_and_fits_four_digits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
