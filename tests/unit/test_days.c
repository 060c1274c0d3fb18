/* SPDX-License-Identifier: MIT */
/* Dates as a wall planner shows them, and working days (R7). */
#include "plans.h"

/* ---------------------------------------------------------------- the list of dates */

static sla_days *days_of(const sla_calendar *c, sla_date from, sla_date to)
{
    sla_days *days = NULL;

    OK(sla_calendar_days(c, from, to, &days));
    return days;
}

static void expect_window(const sla_days *days, size_t i, size_t window, const char *open,
                          const char *close)
{
    assert_int_equal(sla_days_window_open(days, i, window), utc(open));
    assert_int_equal(sla_days_window_close(days, i, window), utc(close));
}

static void each_date_has_the_windows_that_open_on_it(void **state)
{
    sla_calendar *c = compiled(plan_of("Europe/London", "mon-fri", "08:00-12:00, 13:00-01:00"), 0);
    sla_days *days = days_of(c, 20260326, 20260330);

    (void)state;
    assert_int_equal(sla_days_count(days), 5);
    assert_int_equal(sla_days_date(days, 0), 20260326);
    assert_int_equal(sla_days_weekday(days, 0), 4);
    assert_int_equal(sla_days_weekday(days, 3), 7);
    assert_int_equal(sla_days_window_count(days, 1), 2);
    expect_window(days, 1, 0, "2026-03-27T08:00Z", "2026-03-27T12:00Z");
    expect_window(days, 1, 1, "2026-03-27T13:00Z", "2026-03-28T01:00Z");
    assert_int_equal(sla_days_window_count(days, 2), 0);
    assert_int_equal(sla_days_window_count(days, 3), 0);
    expect_window(days, 4, 1, "2026-03-30T12:00Z", "2026-03-31T00:00Z");
    assert_string_equal(sla_days_name(days, 0), "");
    assert_int_equal(sla_days_date(days, 5), SLA_DATE_NONE);
    assert_int_equal(sla_days_weekday(days, 5), 0);
    assert_string_equal(sla_days_name(days, 5), "");
    assert_int_equal(sla_days_window_count(days, 5), 0);
    assert_int_equal(sla_days_window_open(days, 0, 2), SLA_TIME_NONE);
    assert_int_equal(sla_days_window_close(days, 5, 0), SLA_TIME_NONE);
    sla_days_free(days);
    sla_calendar_unref(c);
}

static void dates_are_named_for_what_closes_or_changes_them(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "08:00-18:00");
    struct sla__closing *close;
    sla_calendar *c;
    sla_days *days;

    (void)state;
    add_coverage(plan, NULL);
    close = add_closing(plan, 0);
    close_date(close, 2026, 12, 25, "Christmas Day");
    close_date(close, 2026, 12, 26, "Boxing Day");
    close_date(close, 2026, 12, 29, "Moved");
    close = add_closing(plan, -1);
    close_date(close, 2026, 12, 25, "Christmas Day");
    close_date(close, 2026, 12, 25, "Stocktaking");
    OK(sla__holidays_add_span(&close->list, utc("2026-12-28T12:00Z"), utc("2026-12-28T13:00Z"), 0,
                              "Fire drill", 10));
    OK(sla__holidays_add_span(&close->list, utc("2026-12-27T12:00Z"), utc("2026-12-27T13:00Z"), 0,
                              "Painting", 8));
    add_special(plan, 2026, 12, 29, "08:00-12:00");
    add_special(plan, 2026, 12, 30, "closed");
    c = compiled(plan, 1);
    days = days_of(c, 20261224, 20261231);
    assert_string_equal(sla_days_name(days, 0), "");
    assert_string_equal(sla_days_name(days, 1), "Christmas Day, Stocktaking");
    assert_string_equal(sla_days_name(days, 2), "Boxing Day"); /* no window stood there */
    assert_string_equal(sla_days_name(days, 3), "");           /* a Sunday: nothing was cut */
    assert_string_equal(sla_days_name(days, 4), "Fire drill");
    assert_int_equal(sla_days_window_count(days, 4), 2);
    assert_string_equal(sla_days_name(days, 5), "special hours");
    assert_int_equal(sla_days_window_count(days, 5), 1);
    assert_string_equal(sla_days_name(days, 6), "closed");
    assert_int_equal(sla_days_window_count(days, 6), 0);
    assert_string_equal(sla_days_name(days, 7), "");
    sla_days_free(days);
    sla_calendar_unref(c);
}

static void a_date_that_coverage_keeps_open_is_named_too(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "08:00-18:00");
    sla_calendar *c;
    sla_days *days;

    (void)state;
    add_coverage(plan, NULL);
    close_date(add_closing(plan, 0), 2026, 12, 25, "Christmas Day");
    c = compiled(plan, 1);
    days = days_of(c, 20261225, 20261225);
    assert_string_equal(sla_days_name(days, 0), "Christmas Day");
    assert_int_equal(sla_days_window_count(days, 0), 1);
    sla_days_free(days);
    sla_calendar_unref(c);
}

static void the_list_of_dates_has_limits(void **state)
{
    sla_calendar *c = compiled(plan_of("Pacific/Auckland", "mon-sun", "always"), 0);
    sla_days *days;

    (void)state;
    assert_int_equal(sla_calendar_days(c, 20260230, 20260301, &days), SLA_INVALID_ARGUMENT);
    assert_null(days);
    assert_int_equal(sla_calendar_days(c, 20260302, 20260301, &days), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_days(c, 19691231, 19700101, &days), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_calendar_days(c, 20991231, 21000101, &days), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_calendar_days(c, 20200101, 20301214, &days), SLA_LIMIT);
    days = days_of(c, 20200101, 20301213);
    assert_int_equal(sla_days_count(days), 4000);
    assert_int_equal(sla_days_date(days, 3999), 20301213);
    sla_days_free(days);
    days = days_of(c, 19700101, 19700102);
    expect_window(days, 0, 0, "1970-01-01T00:00Z", "1970-01-01T12:00Z");
    sla_days_free(days);
    sla_calendar_unref(c);
    c = compiled(plan_of("America/Los_Angeles", "mon-sun", "always"), 0);
    days = days_of(c, 20991231, 20991231);
    expect_window(days, 0, 0, "2099-12-31T08:00Z", "2100-01-01T00:00Z");
    sla_days_free(days);
    sla_calendar_unref(c);
    assert_int_equal(sla_days_count(NULL), 0);
    sla_days_free(NULL);
}

/* ---------------------------------------------------------------- the length of a working day */

static int32_t length_of(struct sla__plan *plan)
{
    int32_t length = sla__plan_day_length(plan);

    sla__plan_unref(plan);
    return length;
}

static void a_working_day_is_as_long_as_most_weekdays(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "08:00-01:00");

    (void)state;
    set_hours(&plan->week, "sat", "09:00-12:00");
    assert_int_equal(length_of(plan), H(17));
    assert_int_equal(length_of(plan_of("UTC", "mon-sun", "always")), H(24));
    assert_int_equal(length_of(plan_of("UTC", "mon", "09:00-12:00, 11:00-15:00, 10:00-11:00")),
                     H(6));
    assert_int_equal(length_of(plan_of("UTC", "mon", "09:00-12:00, 09:00-12:00, 09:00-13:00")),
                     H(4));
}

static void without_a_majority_the_length_must_be_given(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon,tue", "08:00-16:00");

    (void)state;
    set_hours(&plan->week, "wed", "08:00-12:00");
    set_hours(&plan->week, "thu", "08:00-13:00");
    assert_int_equal(sla__plan_day_length(plan), 0);
    plan->day_length = 7 * 3600;
    assert_int_equal(length_of(plan), H(7));
    assert_int_equal(length_of(plan_of("UTC", "mon-sun", "closed")), 0);
}

static void any_of_has_no_length_of_its_own(void **state)
{
    struct sla__plan *plan;

    (void)state;
    OK(sla__plan_new(&plan));
    plan->zone = zone_named("UTC");
    add_member(plan, plan_of("UTC", "mon-fri", "08:00-16:00"));
    assert_int_equal(length_of(plan), 0);
}

/* ---------------------------------------------------------------- N working days */

static sla_time due_in_days(const sla_calendar *c, const char *start, int32_t n,
                            enum sla__day_rule rule)
{
    sla_duration seconds = SLA_DURATION_NONE;
    sla_time due;

    OK(sla__calendar_working_days(c, at(c, start), n, rule, H(17), &seconds));
    OK(sla_calendar_add(c, at(c, start), seconds, &due));
    return due;
}

static sla_calendar *uk(void)
{
    struct sla__plan *plan = plan_of("Europe/London", "mon-fri", "08:00-01:00");
    struct sla__closing *close = add_closing(plan, -1);

    close_date(close, 2026, 12, 25, "Christmas Day");
    close_date(close, 2026, 12, 28, "Boxing Day");
    add_special(plan, 2026, 12, 30, "08:00-12:00");
    return compiled(plan, 0);
}

static void elapsed_days_are_lengths_of_business_time(void **state)
{
    sla_calendar *c = uk();
    sla_duration seconds;

    (void)state;
    assert_int_equal(due_in_days(c, "2026-11-19T23:30", 2, SLA__DAYS_ELAPSED),
                     at(c, "2026-11-23T23:30"));
    OK(sla__calendar_working_days(c, 0, INT32_MAX, SLA__DAYS_ELAPSED, 86400, &seconds));
    assert_int_equal(seconds, (sla_duration)INT32_MAX * 86400);
    assert_int_equal(sla__calendar_working_days(c, 0, 1, SLA__DAYS_ELAPSED, 0, &seconds),
                     SLA_INVALID_ARGUMENT);
    assert_int_equal(sla__calendar_working_days(c, 0, -1, SLA__DAYS_END, 0, &seconds),
                     SLA_INVALID_ARGUMENT);
    sla_calendar_unref(c);
}

static void same_time_is_as_far_into_the_nth_next_day(void **state)
{
    sla_calendar *c = uk();

    (void)state;
    assert_int_equal(due_in_days(c, "2026-12-23T10:00", 1, SLA__DAYS_SAME_TIME),
                     at(c, "2026-12-24T10:00"));
    assert_int_equal(due_in_days(c, "2026-12-24T10:00", 1, SLA__DAYS_SAME_TIME),
                     at(c, "2026-12-29T10:00"));
    /* The night part belongs to Thursday. */
    assert_int_equal(due_in_days(c, "2026-12-25T00:30", 1, SLA__DAYS_SAME_TIME),
                     at(c, "2026-12-30T00:30"));
    /* A start outside hours counts as at the next opening: its sum ends with the day before. */
    assert_int_equal(due_in_days(c, "2026-12-26T12:00", 1, SLA__DAYS_SAME_TIME),
                     at(c, "2026-12-30T01:00"));
    assert_int_equal(due_in_days(c, "2026-12-23T10:00", 0, SLA__DAYS_SAME_TIME),
                     at(c, "2026-12-23T10:00"));
    sla_calendar_unref(c);
}

static void same_time_is_at_most_the_close_of_a_shorter_day(void **state)
{
    sla_calendar *c = uk();

    (void)state;
    assert_int_equal(due_in_days(c, "2026-12-29T15:00", 1, SLA__DAYS_SAME_TIME),
                     at(c, "2026-12-30T12:00"));
    sla_calendar_unref(c);
}

static void end_of_day_is_the_close_of_the_nth_next_day(void **state)
{
    sla_calendar *c = uk();

    (void)state;
    assert_int_equal(due_in_days(c, "2026-12-23T10:00", 1, SLA__DAYS_END),
                     at(c, "2026-12-25T01:00"));
    assert_int_equal(due_in_days(c, "2026-12-24T10:00", 2, SLA__DAYS_END),
                     at(c, "2026-12-30T12:00"));
    assert_int_equal(due_in_days(c, "2026-12-27T10:00", 0, SLA__DAYS_END),
                     at(c, "2026-12-30T01:00"));
    sla_calendar_unref(c);
}

static void a_working_day_begins_and_ends_with_its_open_seconds(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "08:00-12:00, 13:00-18:00");
    struct sla__closing *close = add_closing(plan, -1);
    sla_calendar *c;

    (void)state;
    /* Tuesday opens at 09:30 and ends at 12:00; Wednesday has no second left and is none. */
    OK(sla__holidays_add_span(&close->list, utc("2026-11-24T07:00Z"), utc("2026-11-24T09:30Z"), 0,
                              "a", 1));
    OK(sla__holidays_add_span(&close->list, utc("2026-11-24T12:30Z"), utc("2026-11-25T23:00Z"), 0,
                              "b", 1));
    c = compiled(plan, 0);
    assert_int_equal(due_in_days(c, "2026-11-23T09:00", 1, SLA__DAYS_SAME_TIME),
                     at(c, "2026-11-24T10:30"));
    assert_int_equal(due_in_days(c, "2026-11-23T09:00", 1, SLA__DAYS_END),
                     at(c, "2026-11-24T12:00"));
    assert_int_equal(due_in_days(c, "2026-11-23T09:00", 2, SLA__DAYS_END),
                     at(c, "2026-11-26T18:00"));
    sla_calendar_unref(c);
}

static void working_days_beyond_the_table_say_so(void **state)
{
    sla_calendar *c = uk(), *once;
    struct sla__plan *plan = plan_of("UTC", "mon", "closed");
    sla_duration seconds = -7;

    (void)state;
    assert_int_equal(
        sla__calendar_working_days(c, at(c, "2099-12-01"), 60, SLA__DAYS_END, 0, &seconds),
        SLA_OUT_OF_RANGE);
    assert_int_equal(
        sla__calendar_working_days(c, at(c, "2099-12-01"), INT32_MAX, SLA__DAYS_END, 0, &seconds),
        SLA_OUT_OF_RANGE);
    add_special(plan, 2026, 7, 1, "09:00-12:00");
    once = compiled(plan, 0);
    assert_int_equal(sla__calendar_working_days(once, at(once, "2026-06-01"), 1,
                                                SLA__DAYS_SAME_TIME, 0, &seconds),
                     SLA_NEVER_OPENS);
    assert_int_equal(
        sla__calendar_working_days(once, at(once, "2026-08-01"), 0, SLA__DAYS_END, 0, &seconds),
        SLA_NEVER_OPENS);
    assert_int_equal(sla__calendar_by_wall(once, at(once, "2026-08-01"), -1, 0, &seconds),
                     SLA_NEVER_OPENS);
    assert_int_equal(seconds, -7);
    sla_calendar_unref(once);
    sla_calendar_unref(c);
}

/* ---------------------------------------------------------------- by a time of day */

static sla_duration by_wall(const sla_calendar *c, const char *start, int32_t wall, int32_t ahead)
{
    sla_duration seconds = SLA_DURATION_NONE;

    OK(sla__calendar_by_wall(c, at(c, start), wall, ahead, &seconds));
    return seconds;
}

static void by_close_is_the_rest_of_the_working_day(void **state)
{
    sla_calendar *c = uk();

    (void)state;
    assert_int_equal(by_wall(c, "2026-12-24T22:00", -1, 0), H(3));
    assert_int_equal(by_wall(c, "2026-12-25T00:30", -1, 0), 1800);
    assert_int_equal(by_wall(c, "2026-12-25T10:00", -1, 0), H(17)); /* closed: Tuesday's */
    assert_int_equal(by_wall(c, "2026-12-24T22:00", -1, 1), H(3 + 17));
    sla_calendar_unref(c);
}

static void by_noon_next_working_day_is_wall_time_of_that_date(void **state)
{
    sla_calendar *c = uk();

    (void)state;
    assert_int_equal(by_wall(c, "2026-12-24T22:00", 12 * 3600, 1), H(3 + 4));
    assert_int_equal(by_wall(c, "2026-12-25T00:30", 12 * 3600, 1), 1800 + H(4));
    assert_int_equal(by_wall(c, "2026-12-24T09:00", 12 * 3600, 0), H(3));
    assert_int_equal(by_wall(c, "2026-03-27T23:00", 12 * 3600, 1), H(2 + 4)); /* clocks change */
    sla_calendar_unref(c);
}

static void a_time_of_day_that_is_past_gives_no_time(void **state)
{
    sla_calendar *c = uk();
    sla_duration seconds;

    (void)state;
    assert_int_equal(by_wall(c, "2026-12-24T13:00", 12 * 3600, 0), 0);
    assert_int_equal(by_wall(c, "2026-12-24T09:00", 0, 0), 0);
    assert_int_equal(sla__calendar_by_wall(c, 0, -2, 0, &seconds), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla__calendar_by_wall(c, 0, 86401, 0, &seconds), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla__calendar_by_wall(c, 0, 0, -1, &seconds), SLA_INVALID_ARGUMENT);
    sla_calendar_unref(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_date_has_the_windows_that_open_on_it),
        cmocka_unit_test(dates_are_named_for_what_closes_or_changes_them),
        cmocka_unit_test(a_date_that_coverage_keeps_open_is_named_too),
        cmocka_unit_test(the_list_of_dates_has_limits),
        cmocka_unit_test(a_working_day_is_as_long_as_most_weekdays),
        cmocka_unit_test(without_a_majority_the_length_must_be_given),
        cmocka_unit_test(any_of_has_no_length_of_its_own),
        cmocka_unit_test(elapsed_days_are_lengths_of_business_time),
        cmocka_unit_test(same_time_is_as_far_into_the_nth_next_day),
        cmocka_unit_test(same_time_is_at_most_the_close_of_a_shorter_day),
        cmocka_unit_test(end_of_day_is_the_close_of_the_nth_next_day),
        cmocka_unit_test(a_working_day_begins_and_ends_with_its_open_seconds),
        cmocka_unit_test(working_days_beyond_the_table_say_so),
        cmocka_unit_test(by_close_is_the_rest_of_the_working_day),
        cmocka_unit_test(by_noon_next_working_day_is_wall_time_of_that_date),
        cmocka_unit_test(a_time_of_day_that_is_past_gives_no_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
