/* SPDX-License-Identifier: MIT */
/* The compiled form alone: three spans, [100,200) [300,301) [500,600). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "calendar/timeline.h"

#define BOTH (SLA__RECURS_BEFORE | SLA__RECURS_AFTER)

static const struct sla__span three[] = {{100, 200}, {300, 301}, {500, 600}};

static struct sla__timeline *timeline_of(const struct sla__span *spans, size_t count, int recurs)
{
    struct sla__timeline *t = NULL;

    assert_int_equal(sla__timeline_new(spans, count, recurs, &t), SLA_OK);
    return t;
}

static int make_three(void **state)
{
    *state = timeline_of(three, 3, BOTH);
    return 0;
}

static int free_three(void **state)
{
    sla__timeline_free(*state);
    return 0;
}

static void expect_add(const struct sla__timeline *t, sla_time start, sla_duration n,
                       sla_time expected)
{
    sla_time got = -7;

    assert_int_equal(sla__timeline_add(t, start, n, &got), SLA_OK);
    if (got != expected)
        fail_msg("add(%d, %d) is %d, not %d", (int)start, (int)n, (int)got, (int)expected);
}

static void expect_no_add(const struct sla__timeline *t, sla_time start, sla_duration n,
                          sla_result expected)
{
    sla_time got = -7;

    assert_int_equal(sla__timeline_add(t, start, n, &got), expected);
    assert_int_equal(got, -7);
}

static void a_sum_used_up_at_closing_time_is_due_at_closing_time(void **state)
{
    expect_add(*state, 100, 100, 200);
    expect_add(*state, 150, 50, 200);
    expect_add(*state, 150, 51, 301);
    expect_add(*state, 0, 101, 301);
    expect_add(*state, 0, 102, 501);
    expect_add(*state, 0, 201, 600);
}

static void nothing_added_is_the_start_open_or_not(void **state)
{
    expect_add(*state, 0, 0, 0);
    expect_add(*state, 150, 0, 150);
    expect_add(*state, 200, 0, 200);
    expect_add(*state, 900, 0, 900);
    expect_add(*state, SLA_TIME_MAX, 0, SLA_TIME_MAX);
}

static void a_start_outside_counts_from_the_next_opening(void **state)
{
    expect_add(*state, 200, 1, 301);
    expect_add(*state, 250, 2, 501);
}

static void backwards_gives_the_latest_such_instant(void **state)
{
    expect_add(*state, 600, -1, 599);
    expect_add(*state, 600, -100, 500);
    expect_add(*state, 900, -101, 300);
    expect_add(*state, 501, -1, 500);
    expect_add(*state, 501, -2, 300);
    expect_add(*state, 301, -1, 300);
    expect_add(*state, 301, -2, 199);
    expect_add(*state, 301, -101, 100);
}

static void between_inverts_add_both_ways(void **state)
{
    for (sla_time start = 0; start < 700; start++)
        for (sla_duration n = -250; n <= 250; n++) {
            sla_time end;

            if (sla__timeline_add(*state, start, n, &end) != SLA_OK)
                continue;
            if (sla__timeline_between(*state, start, end) != n)
                fail_msg("between(%d, add(.., %d)) differs", (int)start, (int)n);
        }
}

static void between_is_negated_backwards(void **state)
{
    assert_int_equal(sla__timeline_between(*state, 0, 1000), 201);
    assert_int_equal(sla__timeline_between(*state, 1000, 0), -201);
    assert_int_equal(sla__timeline_between(*state, 150, 550), 101);
    assert_int_equal(sla__timeline_between(*state, 200, 300), 0);
    assert_int_equal(sla__timeline_between(*state, 150, 150), 0);
}

static void closing_time_is_not_open(void **state)
{
    assert_false(sla__timeline_is_open(*state, 99));
    assert_true(sla__timeline_is_open(*state, 100));
    assert_true(sla__timeline_is_open(*state, 199));
    assert_false(sla__timeline_is_open(*state, 200));
    assert_true(sla__timeline_is_open(*state, 300));
    assert_false(sla__timeline_is_open(*state, 301));
    assert_false(sla__timeline_is_open(*state, 600));
}

static void expect_next(const struct sla__timeline *t, sla_time at, sla_time open, sla_time close)
{
    sla_time got = -7;

    assert_int_equal(sla__timeline_next_open(t, at, &got), SLA_OK);
    assert_int_equal(got, open);
    assert_int_equal(sla__timeline_next_close(t, at, &got), SLA_OK);
    assert_int_equal(got, close);
}

static void next_open_and_next_close_include_the_instant_itself(void **state)
{
    expect_next(*state, 0, 100, 0);
    expect_next(*state, 100, 100, 200);
    expect_next(*state, 199, 199, 200);
    expect_next(*state, 200, 300, 200);
    expect_next(*state, 300, 300, 301);
    expect_next(*state, 301, 500, 301);
}

static void past_the_table_hours_that_recur_are_out_of_range(void **state)
{
    sla_time got = -7;

    expect_no_add(*state, 0, 202, SLA_OUT_OF_RANGE);
    expect_no_add(*state, 600, 1, SLA_OUT_OF_RANGE);
    expect_no_add(*state, 600, -202, SLA_OUT_OF_RANGE);
    expect_no_add(*state, 100, -1, SLA_OUT_OF_RANGE);
    expect_no_add(*state, 100, INT64_MAX, SLA_OUT_OF_RANGE);
    expect_no_add(*state, 100, INT64_MIN, SLA_OUT_OF_RANGE);
    assert_int_equal(sla__timeline_next_open(*state, 600, &got), SLA_OUT_OF_RANGE);
    assert_int_equal(got, -7);
    assert_int_equal(sla__timeline_next_close(*state, 600, &got), SLA_OK);
    assert_int_equal(got, 600);
}

static void past_the_table_hours_that_do_not_recur_never_come(void **state)
{
    struct sla__timeline *t = timeline_of(three, 3, 0);
    sla_time got = -7;

    (void)state;
    expect_no_add(t, 0, 202, SLA_NEVER_OPENS);
    expect_no_add(t, 500, INT64_MAX, SLA_NEVER_OPENS);
    expect_no_add(t, 100, -1, SLA_NEVER_OPENS);
    assert_int_equal(sla__timeline_next_open(t, 600, &got), SLA_NEVER_OPENS);
    sla__timeline_free(t);
}

static void past_and_future_recur_apart(void **state)
{
    struct sla__timeline *t = timeline_of(three, 3, SLA__RECURS_BEFORE);

    (void)state;
    expect_no_add(t, 0, 202, SLA_NEVER_OPENS);
    expect_no_add(t, 100, -1, SLA_OUT_OF_RANGE);
    sla__timeline_free(t);
}

static void an_empty_timeline_answers_too(void **state)
{
    struct sla__timeline *t = timeline_of(NULL, 0, 0);
    sla_time got = -7;

    (void)state;
    expect_add(t, 5, 0, 5);
    expect_no_add(t, 5, 1, SLA_NEVER_OPENS);
    expect_no_add(t, 5, -1, SLA_NEVER_OPENS);
    assert_int_equal(sla__timeline_between(t, 0, SLA_TIME_MAX), 0);
    assert_false(sla__timeline_is_open(t, 5));
    assert_int_equal(sla__timeline_next_open(t, 5, &got), SLA_NEVER_OPENS);
    assert_int_equal(sla__timeline_next_close(t, 5, &got), SLA_OK);
    assert_int_equal(got, 5);
    assert_int_equal(sla__timeline_count(t), 0);
    assert_int_equal(sla__timeline_find(t, 5), 0);
    sla__timeline_free(t);
}

static void answers_end_with_the_range(void **state)
{
    const struct sla__span over[] = {{SLA_TIME_MAX - 10, SLA_TIME_MAX + 10}};
    const struct sla__span later[] = {{SLA_TIME_MAX + 1, SLA_TIME_MAX + 10}};
    struct sla__timeline *t = timeline_of(over, 1, BOTH);
    sla_time got = -7;

    (void)state;
    expect_add(t, 0, 10, SLA_TIME_MAX);
    expect_no_add(t, 0, 11, SLA_OUT_OF_RANGE);
    expect_add(t, SLA_TIME_MAX, -10, SLA_TIME_MAX - 10);
    assert_true(sla__timeline_is_open(t, SLA_TIME_MAX));
    assert_int_equal(sla__timeline_next_open(t, SLA_TIME_MAX, &got), SLA_OK);
    assert_int_equal(got, SLA_TIME_MAX);
    got = -7;
    assert_int_equal(sla__timeline_next_close(t, SLA_TIME_MAX - 5, &got), SLA_OUT_OF_RANGE);
    assert_int_equal(got, -7);
    sla__timeline_free(t);

    t = timeline_of(later, 1, 0);
    assert_int_equal(sla__timeline_next_open(t, 0, &got), SLA_OUT_OF_RANGE);
    expect_no_add(t, 0, 1, SLA_OUT_OF_RANGE);
    sla__timeline_free(t);
}

static void spans_are_found_by_the_end_they_have_not_reached(void **state)
{
    assert_int_equal(sla__timeline_count(*state), 3);
    assert_int_equal(sla__timeline_find(*state, 0), 0);
    assert_int_equal(sla__timeline_find(*state, 199), 0);
    assert_int_equal(sla__timeline_find(*state, 200), 1);
    assert_int_equal(sla__timeline_find(*state, 600), 3);
    assert_int_equal(sla__timeline_span(*state, 1).open, 300);
    assert_int_equal(sla__timeline_span(*state, 1).close, 301);
}

#define ON_THREE(test) cmocka_unit_test_setup_teardown(test, make_three, free_three)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_THREE(a_sum_used_up_at_closing_time_is_due_at_closing_time),
        ON_THREE(nothing_added_is_the_start_open_or_not),
        ON_THREE(a_start_outside_counts_from_the_next_opening),
        ON_THREE(backwards_gives_the_latest_such_instant),
        ON_THREE(between_inverts_add_both_ways),
        ON_THREE(between_is_negated_backwards),
        ON_THREE(closing_time_is_not_open),
        ON_THREE(next_open_and_next_close_include_the_instant_itself),
        ON_THREE(past_the_table_hours_that_recur_are_out_of_range),
        cmocka_unit_test(past_the_table_hours_that_do_not_recur_never_come),
        cmocka_unit_test(past_and_future_recur_apart),
        cmocka_unit_test(an_empty_timeline_answers_too),
        cmocka_unit_test(answers_end_with_the_range),
        ON_THREE(spans_are_found_by_the_end_they_have_not_reached),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
