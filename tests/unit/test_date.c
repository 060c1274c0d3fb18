/* SPDX-License-Identifier: MIT */
/* Dates as days, and the dates and clock times that policy files are made of. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include "base/time.h"

static void days_are_counted_from_1970(void **state)
{
    (void)state;
    assert_int_equal(sla__days_of(1970, 1, 1), 0);
    assert_int_equal(sla__days_of(1969, 12, 31), -1);
    assert_int_equal(sla__days_of(2000, 2, 29), 11016);
    assert_int_equal(sla__days_of(2100, 1, 1), 47482);
    assert_int_equal(sla__days_of(1, 1, 1), -719162);
}

/* A calendar that only knows how to turn a page. */
static void every_day_follows_the_day_before(void **state)
{
    int32_t year = -1000, month = 1, day = 1, days = sla__days_of(year, month, day);

    (void)state;
    for (; year < 4000; days++) {
        int32_t y, m, d;

        sla__civil_of(days, &y, &m, &d);
        if (y != year || m != month || d != day || sla__days_of(year, month, day) != days)
            fail_msg("day %d is %d-%d-%d, not %d-%d-%d", days, year, month, day, y, m, d);
        if (sla__date_ok(year, month, day + 1)) {
            day++;
        } else {
            day = 1;
            year += month == 12;
            month = month % 12 + 1;
        }
    }
}

static void far_years_come_back(void **state)
{
    (void)state;
    for (int32_t year = -30000; year <= 30000; year += 7) {
        int32_t y, m, d;

        sla__civil_of(sla__days_of(year, 12, 31), &y, &m, &d);
        assert_true(y == year && m == 12 && d == 31);
        assert_int_equal(sla__days_of(year + 1, 1, 1), sla__days_of(year, 12, 31) + 1);
    }
}

static void a_day_may_run_over_the_months_end(void **state)
{
    (void)state;
    assert_int_equal(sla__days_of(2026, 12, 32), sla__days_of(2027, 1, 1));
    assert_int_equal(sla__days_of(2026, 3, 0), sla__days_of(2026, 2, 28));
    assert_int_equal(sla__days_of(2026, 1, 366), sla__days_of(2027, 1, 1));
}

static void leap_years_are_gregorian(void **state)
{
    (void)state;
    assert_true(sla__date_ok(2024, 2, 29));
    assert_true(sla__date_ok(2000, 2, 29));
    assert_false(sla__date_ok(1900, 2, 29));
    assert_false(sla__date_ok(2100, 2, 29));
    assert_false(sla__date_ok(2026, 2, 29));
}

static void dates_that_are_on_no_calendar_are_refused(void **state)
{
    (void)state;
    assert_false(sla__date_ok(2026, 0, 1));
    assert_false(sla__date_ok(2026, 13, 1));
    assert_false(sla__date_ok(2026, 1, 0));
    assert_false(sla__date_ok(2026, 4, 31));
    assert_false(sla__date_ok(2026, 12, 32));
}

static void weekdays_begin_on_monday(void **state)
{
    (void)state;
    assert_int_equal(sla__weekday_of(0), 3); /* a Thursday */
    assert_int_equal(sla__weekday_of(-1), 2);
    assert_int_equal(sla__weekday_of(-3), 0);
    assert_int_equal(sla__weekday_of(-4), 6);
    assert_int_equal(sla__weekday_of(sla__days_of(2026, 12, 24)), 3);
    assert_int_equal(sla__weekday_of(INT32_MIN), (INT32_MIN % 7 + 10) % 7);
}

static void date_numbers_come_back_as_days(void **state)
{
    int ok = 7;

    (void)state;
    assert_int_equal(sla__date_of_days(0), 19700101);
    for (int32_t days = -719162; days <= 2932896; days += 97) {
        assert_int_equal(sla__days_of_date(sla__date_of_days(days), &ok), days);
        assert_int_equal(ok, 1);
    }
    assert_int_equal(sla__days_of_date(99991231, &ok), 2932896);
}

static void numbers_that_are_no_date_give_zero(void **state)
{
    static const sla_date wrong[] = {SLA_DATE_NONE, -20260101, 101,       20260229,  20261301,
                                     20260100,      2026,      100000101, INT32_MAX, INT32_MIN};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int ok = 7;

        assert_int_equal(sla__days_of_date(wrong[i], &ok), 0);
        assert_int_equal(ok, 0);
    }
}

static void a_date_is_ten_characters(void **state)
{
    static const char *const wrong[] = {
        "",           "2026-12-2",   "2026-12-244", "2026-2-24",  "26-12-24", "2026/12/24",
        "2026-02-29", " 2026-12-24", "2026-12-24 ", "+026-12-24", "20261224"};
    int32_t days = 7;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (sla__parse_date(wrong[i], strlen(wrong[i]), &days))
            fail_msg("\"%s\" was read as a date", wrong[i]);
    }
    assert_int_equal(days, 7);
    assert_true(sla__parse_date("2026-12-24T", 10, &days));
    assert_int_equal(days, sla__days_of(2026, 12, 24));
}

static void a_month_and_day_may_be_29_february(void **state)
{
    static const char *const wrong[] = {"",      "12",    "12-",   "2-29",
                                        "02-30", "13-01", "00-01", "12-241"};
    int32_t month = 7, day = 7;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(sla__parse_month_day(wrong[i], strlen(wrong[i]), &month, &day));
    assert_true(month == 7 && day == 7);
    assert_true(sla__parse_month_day("02-29", 5, &month, &day));
    assert_true(month == 2 && day == 29);
}

static void clock(const char *text, int32_t expected)
{
    int32_t seconds = -1;

    if (sla__parse_clock(text, strlen(text), &seconds) != (expected >= 0) || seconds != expected)
        fail_msg("\"%s\" was read as %d, not %d", text, seconds, expected);
}

static void clock_times_reach_from_midnight_to_midnight(void **state)
{
    (void)state;
    clock("00:00", 0);
    clock("0:00", 0);
    clock("8:00", 28800);
    clock("08:00", 28800);
    clock("08:00:30", 28830);
    clock("23:59:59", 86399);
    clock("24:00", 86400);
    clock("24:00:00", 86400);
}

static void other_clock_times_are_refused(void **state)
{
    static const char *const wrong[] = {"",       ":",        "8",     "8:0",       "08:60",
                                        "24:01",  "24:00:01", "25:00", "08:00:60",  "008:00",
                                        "08:00:", "08:00:5",  "08.00", "08:00:000", "-8:00",
                                        "08:00 ", " 08:00",   "8am",   "08:000",    "99:99"};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        clock(wrong[i], -1);
}

static void wall(const char *text, int64_t expected)
{
    int64_t seconds = -1;

    if (sla__parse_wall(text, strlen(text), &seconds) != (expected != -1) || seconds != expected)
        fail_msg("\"%s\" was read as %lld", text, (long long)seconds);
}

static void wall_times_are_read_as_if_utc(void **state)
{
    (void)state;
    wall("1970-01-01", 0);
    wall("1970-01-02T00:00", 86400);
    wall("1970-01-01 00:01:15", 75);
    wall("1970-01-01t00:01:15.999", 75);
    wall("1970-01-01T23:59:60", 86400);
    wall("1969-12-31T00:00", -86400);
    wall("9999-12-31T23:59:59", INT64_C(253402300799));
}

static void wall_times_have_no_offset(void **state)
{
    static const char *const wrong[] = {"",
                                        "2026-12-24T",
                                        "2026-12-24T23",
                                        "2026-12-24T23:30Z",
                                        "2026-12-24T23:30+01:00",
                                        "2026-12-24T24:00",
                                        "2026-12-24T8:00",
                                        "2026-12-24  23:30",
                                        "2026-12-24T23:30:15."};

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        wall(wrong[i], -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_counted_from_1970),
        cmocka_unit_test(every_day_follows_the_day_before),
        cmocka_unit_test(far_years_come_back),
        cmocka_unit_test(a_day_may_run_over_the_months_end),
        cmocka_unit_test(leap_years_are_gregorian),
        cmocka_unit_test(dates_that_are_on_no_calendar_are_refused),
        cmocka_unit_test(weekdays_begin_on_monday),
        cmocka_unit_test(date_numbers_come_back_as_days),
        cmocka_unit_test(numbers_that_are_no_date_give_zero),
        cmocka_unit_test(a_date_is_ten_characters),
        cmocka_unit_test(a_month_and_day_may_be_29_february),
        cmocka_unit_test(clock_times_reach_from_midnight_to_midnight),
        cmocka_unit_test(other_clock_times_are_refused),
        cmocka_unit_test(wall_times_are_read_as_if_utc),
        cmocka_unit_test(wall_times_have_no_offset),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
