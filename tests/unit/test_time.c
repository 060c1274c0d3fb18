/* SPDX-License-Identifier: MIT */
/* Instants as text: sla_time_parse() and sla_time_format(). */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include <slacore/base.h>

#define UNTOUCHED ((sla_time)-77)

static void reads(const char *text, sla_time expected)
{
    sla_time t = UNTOUCHED;
    sla_result rc = sla_time_parse(text, strlen(text), &t);

    if (rc != SLA_OK || t != expected)
        fail_msg("\"%s\" gave %s, %lld, not %lld", text, sla_result_name(rc), (long long)t,
                 (long long)expected);
}

static void fails(const char *text, size_t len, sla_result expected)
{
    sla_time t = UNTOUCHED;
    sla_result rc = sla_time_parse(text, len, &t);

    if (rc != expected)
        fail_msg("\"%s\" gave %s, not %s", text, sla_result_name(rc), sla_result_name(expected));
    assert_int_equal(t, UNTOUCHED);
}

static void rfc_3339_texts_are_read(void **state)
{
    (void)state;
    reads("1970-01-01T00:00:00Z", 0);
    reads("2026-12-24T23:30:00Z", 1798155000);
    reads("2026-12-24T23:30:00+01:00", 1798151400);
    reads("2026-12-24T23:30:00-03:30", 1798167600);
    reads("2024-02-29T12:00:00Z", 1709208000);
}

static void the_relaxations_are_read_too(void **state)
{
    (void)state;
    reads("2026-12-24t23:30:00z", 1798155000);
    reads("2026-12-24 23:30:00Z", 1798155000);
    reads("2026-12-24T23:30Z", 1798155000);
    reads("2026-12-24 23:30+00:00", 1798155000);
    reads("2026-12-24T23:30:00-00:00", 1798155000);
}

static void a_fraction_is_dropped_towards_the_past(void **state)
{
    (void)state;
    reads("2026-12-24T23:30:15.0Z", 1798155015);
    reads("2026-12-24T23:30:15.999999999999999999999999Z", 1798155015);
    reads("2100-01-01T00:00:00.9Z", SLA_TIME_MAX);
    fails("1969-12-31T23:59:59.9Z", 22, SLA_OUT_OF_RANGE);
}

static void a_leap_second_is_the_next_minutes_first(void **state)
{
    (void)state;
    reads("2016-12-31T23:59:60Z", 1483228800);
    reads("2016-12-31T23:59:60.7Z", 1483228800);
    reads("2017-01-01T01:59:60+02:00", 1483228800);
    reads("1969-12-31T23:59:60Z", 0);
    reads("2099-12-31T23:59:60Z", SLA_TIME_MAX);
    fails("2026-12-24T23:30:61Z", 20, SLA_BAD_INPUT);
}

static void both_ends_of_the_range_belong_to_it(void **state)
{
    (void)state;
    reads("1970-01-01T00:00:00Z", SLA_TIME_MIN);
    reads("2100-01-01T00:00:00Z", SLA_TIME_MAX);
    reads("2100-01-01T00:30:00+01:00", SLA_TIME_MAX - 1800);
    reads("1969-12-31T23:30:00-01:00", 1800);
    reads("2100-01-02T02:00:00+26:00", SLA_TIME_MAX);
}

static void instants_beyond_the_ends_are_out_of_range(void **state)
{
    static const char *const wrong[] = {
        "1969-12-31T23:59:59Z",      "2100-01-01T00:00:01Z",      "1970-01-01T00:59:59+01:00",
        "2099-12-31T23:00:01-01:00", "0000-01-01T00:00:00+26:00", "9999-12-31T23:59:60-26:00",
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        fails(wrong[i], strlen(wrong[i]), SLA_OUT_OF_RANGE);
}

static void an_instant_needs_its_offset(void **state)
{
    (void)state;
    fails("2026-12-24T23:30:00", 19, SLA_BAD_INPUT);
    fails("2026-12-24T23:30", 16, SLA_BAD_INPUT);
    fails("2026-12-24", 10, SLA_BAD_INPUT);
}

static void other_texts_are_refused(void **state)
{
    static const char *const wrong[] = {
        "",
        " ",
        "now",
        "2026-13-24T23:30:00Z",
        "2026-00-24T23:30:00Z",
        "2026-02-29T23:30:00Z",
        "2026-12-00T23:30:00Z",
        "2026-12-24T24:00:00Z",
        "2026-12-24T23:60:00Z",
        "2026-12-24T23:30:0Z",
        "2026-12-24T23:30:Z",
        "2026-12-24T23:30.5Z",
        "2026-12-24T23:30:15.Z",
        "2026-12-24T23:30:15,5Z",
        "2026-12-24T8:30:00Z",
        "2026-12-24TZ",
        "2026-12-24Z",
        "2026-12-24_23:30:00Z",
        "2026-12-24  23:30:00Z",
        "26-12-24T23:30:00Z",
        "12026-12-24T23:30:00Z",
        "+2026-12-24T23:30:00Z",
        "-026-12-24T23:30:00Z",
        "20261224T233000Z",
        " 2026-12-24T23:30:00Z",
        "2026-12-24T23:30:00Z ",
        "2026-12-24T23:30:00 Z",
        "2026-12-24T23:30:00ZZ",
        "2026-12-24T23:30:00+1:00",
        "2026-12-24T23:30:00+01",
        "2026-12-24T23:30:00+0100",
        "2026-12-24T23:30:00+01:60",
        "2026-12-24T23:30:00+01:000",
        "2026-12-24T23:30:00+01:00Z",
        "2026-12-24T23:30:00+26:01",
        "2026-12-24T23:30:00+",
        "2026-12-24T23:30:00\342\210\22201:00", /* a minus sign of typography */
        "1798155000",
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        fails(wrong[i], strlen(wrong[i]), SLA_BAD_INPUT);
}

static void the_length_ends_the_text_and_nul_does_not(void **state)
{
    static const char nul_inside[] = "2026-12-24T23:30:00Z\0Z";
    char exact[20]; /* no NUL behind: a sanitizer sees any byte too many */
    sla_time t = UNTOUCHED;

    (void)state;
    memcpy(exact, "2026-12-24T23:30:00Z", sizeof exact);
    assert_int_equal(sla_time_parse(exact, sizeof exact, &t), SLA_OK);
    assert_int_equal(t, 1798155000);
    for (size_t len = 0; len < sizeof exact; len++)
        fails(exact, len, SLA_BAD_INPUT);
    fails(nul_inside, 21, SLA_BAD_INPUT);
    fails("2026-12-24\0"
          "23:30:00Z",
          20, SLA_BAD_INPUT);
}

static void missing_arguments_are_refused(void **state)
{
    sla_time t = UNTOUCHED;

    (void)state;
    assert_int_equal(sla_time_parse(NULL, 0, &t), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_time_parse("2026-12-24T23:30:00Z", 20, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_time_format(0, 0, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(t, UNTOUCHED);
}

static void writes(sla_time t, int32_t offset, const char *expected)
{
    char text[SLA_TEXT_MAX] = "untouched";

    assert_int_equal(sla_time_format(t, offset, text), SLA_OK);
    assert_string_equal(text, expected);
}

static void instants_are_written_at_an_offset(void **state)
{
    (void)state;
    writes(1798155000, 0, "2026-12-24T23:30:00Z");
    writes(1798155000, 3600, "2026-12-25T00:30:00+01:00");
    writes(1798155015, -12600, "2026-12-24T20:00:15-03:30");
    writes(0, -93600, "1969-12-30T22:00:00-26:00");
    writes(SLA_TIME_MAX, 93600, "2100-01-02T02:00:00+26:00");
}

static void the_clock_follows_an_offset_cut_to_minutes(void **state)
{
    (void)state;
    writes(3600, -75, "1970-01-01T00:59:00-00:01");
    writes(3600, 75, "1970-01-01T01:01:00+00:01");
    writes(3600, 59, "1970-01-01T01:00:00Z");
    writes(3600, -59, "1970-01-01T01:00:00Z");
}

static void what_cannot_be_written_leaves_the_room_alone(void **state)
{
    char text[SLA_TEXT_MAX] = "untouched";

    (void)state;
    assert_int_equal(sla_time_format(SLA_TIME_MIN - 1, 0, text), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_time_format(SLA_TIME_MAX + 1, 0, text), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_time_format(INT64_MIN, -93600, text), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_time_format(INT64_MAX, 93600, text), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_time_format(0, 93601, text), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_time_format(0, INT32_MIN, text), SLA_INVALID_ARGUMENT);
    assert_string_equal(text, "untouched");
}

static void what_is_written_reads_back_at_every_offset(void **state)
{
    char text[SLA_TEXT_MAX];

    (void)state;
    for (sla_time t = SLA_TIME_MIN; t <= SLA_TIME_MAX; t += 5000011) {
        for (int32_t offset = -93600; offset <= 93600; offset += 677) {
            assert_int_equal(sla_time_format(t, offset, text), SLA_OK);
            reads(text, t);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rfc_3339_texts_are_read),
        cmocka_unit_test(the_relaxations_are_read_too),
        cmocka_unit_test(a_fraction_is_dropped_towards_the_past),
        cmocka_unit_test(a_leap_second_is_the_next_minutes_first),
        cmocka_unit_test(both_ends_of_the_range_belong_to_it),
        cmocka_unit_test(instants_beyond_the_ends_are_out_of_range),
        cmocka_unit_test(an_instant_needs_its_offset),
        cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(the_length_ends_the_text_and_nul_does_not),
        cmocka_unit_test(missing_arguments_are_refused),
        cmocka_unit_test(instants_are_written_at_an_offset),
        cmocka_unit_test(the_clock_follows_an_offset_cut_to_minutes),
        cmocka_unit_test(what_cannot_be_written_leaves_the_room_alone),
        cmocka_unit_test(what_is_written_reads_back_at_every_offset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
