/* SPDX-License-Identifier: MIT */
/* Durations as text: sla_duration_parse() and sla_duration_format(). */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/time.h"

#define UNTOUCHED ((sla_duration)-77)

static void reads(const char *text, sla_duration expected)
{
    sla_duration d = UNTOUCHED;
    sla_result rc = sla_duration_parse(text, strlen(text), &d);

    if (rc != SLA_OK || d != expected)
        fail_msg("\"%s\" gave %s, %lld, not %lld", text, sla_result_name(rc), (long long)d,
                 (long long)expected);
}

static void fails(const char *text, size_t len, sla_result expected)
{
    sla_duration d = UNTOUCHED;
    sla_result rc = sla_duration_parse(text, len, &d);

    if (rc != expected)
        fail_msg("\"%s\" gave %s, not %s", text, sla_result_name(rc), sla_result_name(expected));
    assert_int_equal(d, UNTOUCHED);
}

static void short_and_long_units_are_read(void **state)
{
    (void)state;
    reads("90s", 90);
    reads("30m", 1800);
    reads("4h", 14400);
    reads("2 hours", 7200);
    reads("1 hour", 3600);
    reads("45 minutes", 2700);
    reads("1 minute", 60);
    reads("10 sec", 10);
    reads("30mins", 1800);
    reads("2 hrs", 7200);
    reads("0s", 0);
    reads("007m", 420);
}

static void parts_may_stand_together_or_apart(void **state)
{
    (void)state;
    reads("1h 30m", 5400);
    reads("1h30m", 5400);
    reads("1 hour 30 min", 5400);
    reads("1hour30minutes", 5400);
    reads("1h  30  m", 5400);
    reads("1h 30s", 3630);
    reads("1h 1m 1s", 3661);
    reads("0h 90m", 5400);
}

static void a_minus_points_to_the_past(void **state)
{
    (void)state;
    reads("-2h", -7200);
    reads("-1h 30m", -5400);
    reads("-0s", 0);
}

static void units_come_greatest_first_and_once(void **state)
{
    (void)state;
    fails("30m 1h", 6, SLA_BAD_INPUT);
    fails("1h 1h", 5, SLA_BAD_INPUT);
    fails("1h 1 hour", 9, SLA_BAD_INPUT);
    fails("1s 1m", 5, SLA_BAD_INPUT);
}

static void days_and_weeks_are_not_durations(void **state)
{
    static const char *const wrong[] = {"1d", "1 day", "2 days", "1w", "1 working day", "1 month"};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        fails(wrong[i], strlen(wrong[i]), SLA_BAD_INPUT);
}

static void other_texts_are_refused(void **state)
{
    static const char *const wrong[] = {
        "",    " ",     "1",    "h",    "1h ", " 1h",    "1h 30",  "1h,",  "1.5h", "1,5h", "1H",
        "1hx", "1 h m", "- 1h", "--1h", "+1h", "1h -2m", "1h\t2m", "PT1H", "1:30", "-",    "1h  "};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        fails(wrong[i], strlen(wrong[i]), SLA_BAD_INPUT);
}

static void the_length_ends_the_text_and_nul_does_not(void **state)
{
    char exact[3] = {'9', '0', 's'}; /* no NUL behind: a sanitizer sees any byte too many */
    sla_duration d = UNTOUCHED;

    (void)state;
    assert_int_equal(sla_duration_parse(exact, sizeof exact, &d), SLA_OK);
    assert_int_equal(d, 90);
    fails(exact, 2, SLA_BAD_INPUT);
    fails(exact, 0, SLA_BAD_INPUT);
    fails("90s", 4, SLA_BAD_INPUT);
    fails("90\0s", 4, SLA_BAD_INPUT);
}

static void the_longest_is_131_years(void **state)
{
    (void)state;
    reads("1148346h", SLA__DURATION_MAX);
    reads("-4134045600s", -SLA__DURATION_MAX);
    fails("1148346h 1s", 11, SLA_OUT_OF_RANGE);
    fails("-1148347h", 9, SLA_OUT_OF_RANGE);
    fails("4134045601s", 11, SLA_OUT_OF_RANGE);
    fails("99999999999999999999999999h 99999999999999999999m", 49, SLA_OUT_OF_RANGE);
    fails("99999999999999999999999999d", 27, SLA_BAD_INPUT);
    assert_true(SLA__DURATION_MAX > SLA_TIME_MAX - SLA_TIME_MIN);
}

static void writes(sla_duration d, const char *expected)
{
    char text[SLA_TEXT_MAX] = "untouched";

    assert_int_equal(sla_duration_format(d, text), SLA_OK);
    assert_string_equal(text, expected);
}

static void hours_are_the_largest_unit(void **state)
{
    (void)state;
    writes(0, "0s");
    writes(45, "45s");
    writes(60, "1m");
    writes(5400, "1h 30m");
    writes(3605, "1h 5s");
    writes(3661, "1h 1m 1s");
    writes(86400, "24h");
    writes(-7200, "-2h");
    writes(-61, "-1m 1s");
    writes(SLA__DURATION_MAX, "1148346h");
}

static void what_is_no_duration_leaves_the_room_alone(void **state)
{
    char text[SLA_TEXT_MAX] = "untouched";

    (void)state;
    assert_int_equal(sla_duration_format(SLA_DURATION_NONE, text), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_duration_format(SLA__DURATION_MAX + 1, text), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_duration_format(-SLA__DURATION_MAX - 1, text), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_duration_format(INT64_MIN, text), SLA_INVALID_ARGUMENT);
    assert_string_equal(text, "untouched");
}

static void missing_arguments_are_refused(void **state)
{
    sla_duration d = UNTOUCHED;

    (void)state;
    assert_int_equal(sla_duration_parse(NULL, 0, &d), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_duration_parse("1h", 2, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_duration_format(0, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(d, UNTOUCHED);
}

static void what_is_written_reads_back(void **state)
{
    char text[SLA_TEXT_MAX];

    (void)state;
    for (sla_duration d = -20000; d <= 20000; d++) {
        assert_int_equal(sla_duration_format(d, text), SLA_OK);
        reads(text, d);
    }
    for (sla_duration d = -SLA__DURATION_MAX; d <= SLA__DURATION_MAX; d += 99991) {
        assert_int_equal(sla_duration_format(d, text), SLA_OK);
        reads(text, d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_and_long_units_are_read),
        cmocka_unit_test(parts_may_stand_together_or_apart),
        cmocka_unit_test(a_minus_points_to_the_past),
        cmocka_unit_test(units_come_greatest_first_and_once),
        cmocka_unit_test(days_and_weeks_are_not_durations),
        cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(the_length_ends_the_text_and_nul_does_not),
        cmocka_unit_test(the_longest_is_131_years),
        cmocka_unit_test(hours_are_the_largest_unit),
        cmocka_unit_test(what_is_no_duration_leaves_the_room_alone),
        cmocka_unit_test(missing_arguments_are_refused),
        cmocka_unit_test(what_is_written_reads_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
