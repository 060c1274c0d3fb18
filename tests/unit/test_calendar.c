/* SPDX-License-Identifier: MIT */
/* Rules R1 to R6 on compiled calendars, and the worked examples of the design. */
#include "plans.h"

/* The agreement's UK desk with the holidays around its worked examples, covered for P1 (bit 0). */
static struct sla__plan *desk(const char *zone, const char *hours)
{
    struct sla__plan *plan = plan_of(zone, "mon-fri", hours);
    struct sla__closing *c;

    add_coverage(plan, NULL);
    c = add_closing(plan, 0);
    close_date(c, 2026, 4, 3, "Good Friday");
    close_date(c, 2026, 12, 25, "Christmas Day");
    close_date(c, 2026, 12, 28, "Boxing Day (substitute day)");
    c = add_closing(plan, 0);
    close_date(c, 2026, 11, 26, "Thanksgiving Day");
    close_date(c, 2026, 12, 25, "Christmas Day");
    return plan;
}

static struct sla__plan *uk(void)
{
    return desk("Europe/London", "08:00-01:00");
}

#define NO_PRIORITY 0
#define P1 1

static void expect_add(const sla_calendar *c, const char *start, sla_duration n,
                       const char *expected)
{
    sla_time got = SLA_TIME_NONE;

    OK(sla_calendar_add(c, at(c, start), n, &got));
    if (got != at(c, expected)) {
        char text[SLA_TEXT_MAX];

        OK(sla_time_format(got, 0, text));
        fail_msg("%s + %ld s is %s, not %s", start, (long)n, text, expected);
    }
}

static sla_duration between(const sla_calendar *c, const char *from, const char *to)
{
    sla_duration d = SLA_DURATION_NONE;

    OK(sla_calendar_between(c, at(c, from), at(c, to), &d));
    return d;
}

static int is_open(const sla_calendar *c, const char *when)
{
    int open = -1;

    OK(sla_calendar_is_open(c, at(c, when), &open));
    return open;
}

/* The open spans of [from, to) are exactly these: "open close open close ..." in UTC. */
static void expect_spans(const sla_calendar *c, const char *from, const char *to, size_t count,
                         const char *const *edges)
{
    sla_spans *spans = NULL;

    OK(sla_calendar_spans(c, at(c, from), at(c, to), &spans));
    assert_int_equal(sla_spans_count(spans), count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(sla_spans_open(spans, i), utc(edges[2 * i]));
        assert_int_equal(sla_spans_close(spans, i), utc(edges[2 * i + 1]));
    }
    sla_spans_free(spans);
}

#define EXPECT_SPANS(c, from, to, ...)                                                             \
    expect_spans(c, from, to,                                                                      \
                 sizeof((const char *const[]){__VA_ARGS__}) / (2 * sizeof(const char *)),          \
                 (const char *const[]){__VA_ARGS__})

/* ---------------------------------------------------------------- the worked examples */

static void the_worked_examples_hold(void **state)
{
    sla_calendar *p2 = compiled(uk(), NO_PRIORITY), *p1 = compiled(uk(), P1);
    sla_calendar *us = compiled(desk("America/New_York", "08:00-20:00"), NO_PRIORITY);
    sla_calendar *gulf = compiled(desk("Asia/Dubai", "12:00-21:00"), NO_PRIORITY);
    sla_time t;

    (void)state;
    expect_add(p2, "2026-12-24T23:30", H(2), "2026-12-29T08:30");
    expect_add(p1, "2026-12-24T23:30", H(2), "2026-12-25T08:30");
    expect_add(p2, "2026-12-24T23:30", H(34), "2026-12-30T23:30");
    expect_add(p2, "2026-11-26T10:00", H(4), "2026-11-27T12:00");
    expect_add(p2, "2026-03-27T23:00", H(4), "2026-03-30T10:00");
    expect_add(p2, "2026-03-28T12:00", H(8), "2026-03-30T16:00");
    expect_add(p2, "2026-11-20T23:00", H(2), "2026-11-21T01:00");
    OK(sla_calendar_next_open(p2, at(p2, "2026-11-21T01:00"),
                              &t)); /* breaches_at: a second later */
    assert_int_equal(t + 1, at(p2, "2026-11-23T08:00:01"));
    assert_int_equal(between(p2, "2026-12-24T12:00", "2026-12-28T14:00"), H(13));
    expect_add(p1, "2026-12-28T14:00", H(17 - 13), "2026-12-28T18:00");
    expect_add(us, "2026-11-25T17:00", H(36), "2026-12-01T17:00");
    expect_add(gulf, "2026-11-20T20:00", H(2), "2026-11-23T13:00");
    sla_calendar_unref(p2);
    sla_calendar_unref(p1);
    sla_calendar_unref(us);
    sla_calendar_unref(gulf);
}

/* ---------------------------------------------------------------- R3: the clocks change */

static void the_overnight_shift_is_17_hours_on_every_date(void **state)
{
    sla_calendar *c = compiled(plan_of("Europe/London", "mon-sun", "08:00-01:00"), NO_PRIORITY);

    (void)state;
    EXPECT_SPANS(c, "2026-03-27T02:00", "2026-03-31T02:00", "2026-03-27T08:00Z",
                 "2026-03-28T01:00Z", "2026-03-28T08:00Z", "2026-03-29T01:00Z", "2026-03-29T07:00Z",
                 "2026-03-30T00:00Z", "2026-03-30T07:00Z", "2026-03-31T00:00Z");
    EXPECT_SPANS(c, "2026-10-23T02:00", "2026-10-27T02:00", "2026-10-23T07:00Z",
                 "2026-10-24T00:00Z", "2026-10-24T07:00Z", "2026-10-25T00:00Z", "2026-10-25T08:00Z",
                 "2026-10-26T01:00Z", "2026-10-26T08:00Z", "2026-10-27T01:00Z");
    EXPECT_SPANS(c, "2027-03-26T02:00", "2027-03-28T02:00", "2027-03-26T08:00Z",
                 "2027-03-27T01:00Z", "2027-03-27T08:00Z", "2027-03-28T01:00Z");
    EXPECT_SPANS(c, "2027-03-29T02:00", "2027-03-30T02:00", "2027-03-29T07:00Z",
                 "2027-03-30T00:00Z");
    EXPECT_SPANS(c, "2027-10-29T02:00", "2027-10-31T02:00", "2027-10-29T07:00Z",
                 "2027-10-30T00:00Z", "2027-10-30T07:00Z", "2027-10-31T00:00Z");
    EXPECT_SPANS(c, "2027-11-01T02:00", "2027-11-02T02:00", "2027-11-01T08:00Z",
                 "2027-11-02T01:00Z");
    sla_calendar_unref(c);
}

static void a_night_shift_over_a_clock_change_is_an_hour_shorter_or_longer(void **state)
{
    sla_calendar *c = compiled(plan_of("Europe/London", "sat", "22:00-06:00"), NO_PRIORITY);

    (void)state;
    assert_int_equal(between(c, "2026-03-28T12:00", "2026-03-29T12:00"), H(7));
    assert_int_equal(between(c, "2026-10-24T12:00", "2026-10-25T12:00"), H(9));
    assert_int_equal(between(c, "2026-10-17T12:00", "2026-10-18T12:00"), H(8));
    sla_calendar_unref(c);
}

static void a_window_inside_the_skipped_hour_opens_when_the_clocks_have_moved(void **state)
{
    sla_calendar *c = compiled(plan_of("Europe/London", "sun", "01:15-01:45"), NO_PRIORITY);

    (void)state;
    EXPECT_SPANS(c, "2026-03-29T00:00", "2026-03-30T00:00", "2026-03-29T01:15Z",
                 "2026-03-29T01:45Z");
    sla_calendar_unref(c);
}

static void a_window_that_comes_out_backwards_is_dropped(void **state)
{
    /* 01:30 is 01:30Z, half an hour after the jump; 02:00 is 01:00Z. */
    sla_calendar *c = compiled(plan_of("Europe/London", "sun", "01:30-02:00"), NO_PRIORITY);

    (void)state;
    assert_int_equal(between(c, "2026-03-29T00:00", "2026-03-30T00:00"), 0);
    assert_int_equal(between(c, "2026-04-05T00:00", "2026-04-06T00:00"), 1800);
    sla_calendar_unref(c);
}

static void a_window_in_the_repeated_hour_is_its_first_pass(void **state)
{
    sla_calendar *c = compiled(plan_of("Europe/London", "sun", "01:15-01:45"), NO_PRIORITY);

    (void)state;
    EXPECT_SPANS(c, "2026-10-25T00:00", "2026-10-26T00:00", "2026-10-25T00:15Z",
                 "2026-10-25T00:45Z");
    sla_calendar_unref(c);
}

static void civil_zones_keep_the_american_desks_together(void **state)
{
    static const char *const rows[][2] = {{"America/New_York", "08:00-20:00"},
                                          {"America/Chicago", "07:00-19:00"},
                                          {"America/Denver", "06:00-18:00"},
                                          {"America/Los_Angeles", "05:00-17:00"}};
    sla_calendar *row[4];

    (void)state;
    for (int i = 0; i < 4; i++)
        row[i] = compiled(plan_of(rows[i][0], "mon-fri", rows[i][1]), NO_PRIORITY);
    for (int i = 0; i < 4; i++) {
        EXPECT_SPANS(row[i], "2026-03-06T12:00Z", "2026-03-07T12:00Z", "2026-03-06T13:00Z",
                     "2026-03-07T01:00Z");
        EXPECT_SPANS(row[i], "2026-03-09T08:00Z", "2026-03-10T08:00Z", "2026-03-09T12:00Z",
                     "2026-03-10T00:00Z");
        EXPECT_SPANS(row[i], "2026-11-02T08:00Z", "2026-11-03T08:00Z", "2026-11-02T13:00Z",
                     "2026-11-03T01:00Z");
        sla_calendar_unref(row[i]);
    }
}

static void open_round_the_clock_has_every_second_of_a_year_of_changes(void **state)
{
    sla_calendar *c = compiled(plan_of("Europe/London", "mon-sun", "always"), NO_PRIORITY);
    sla_spans *spans;

    (void)state;
    OK(sla_calendar_spans(c, SLA_TIME_MIN, SLA_TIME_MAX, &spans));
    assert_int_equal(sla_spans_count(spans), 1);
    assert_int_equal(sla_spans_open(spans, 0), SLA_TIME_MIN);
    assert_int_equal(sla_spans_close(spans, 0), SLA_TIME_MAX);
    sla_spans_free(spans);
    sla_calendar_unref(c);
}

/* ---------------------------------------------------------------- R2: windows and days */

static void overlapping_and_touching_windows_are_joined(void **state)
{
    sla_calendar *c = compiled(
        plan_of("UTC", "mon", "09:00-12:00, 11:00-13:00, 13:00-14:00, 15:00-16:00"), NO_PRIORITY);

    (void)state;
    EXPECT_SPANS(c, "2026-11-23", "2026-11-24", "2026-11-23T09:00Z", "2026-11-23T14:00Z",
                 "2026-11-23T15:00Z", "2026-11-23T16:00Z");
    sla_calendar_unref(c);
}

static void windows_of_neighbouring_dates_are_joined(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon", "20:00-06:00");
    sla_calendar *c;

    (void)state;
    set_hours(&plan->week, "tue", "04:00-08:00");
    set_hours(&plan->week, "wed", "00:00-24:00");
    set_hours(&plan->week, "thu", "00:00-01:00");
    c = compiled(plan, NO_PRIORITY);
    EXPECT_SPANS(c, "2026-11-23", "2026-11-28", "2026-11-23T20:00Z", "2026-11-24T08:00Z",
                 "2026-11-25T00:00Z", "2026-11-26T01:00Z");
    sla_calendar_unref(c);
}

/* ---------------------------------------------------------------- R4: what closes, what stands
 * before what */

static void a_holiday_leaves_the_night_before_it_alone_and_takes_its_own_night(void **state)
{
    sla_calendar *c = compiled(uk(), NO_PRIORITY);

    (void)state;
    assert_true(is_open(c, "2026-12-25T00:59:59"));
    assert_false(is_open(c, "2026-12-25T01:00"));
    assert_false(is_open(c, "2026-12-25T08:00"));
    assert_false(is_open(c, "2026-12-26T00:30"));
    sla_calendar_unref(c);
}

static void scope_date_closes_the_wall_clock_date_as_well(void **state)
{
    struct sla__plan *plan = uk();
    sla_calendar *c;

    (void)state;
    plan->closings[0].scope_date = 1;
    c = compiled(plan, NO_PRIORITY);
    assert_true(is_open(c, "2026-12-24T23:59:59"));
    assert_false(is_open(c, "2026-12-25T00:00"));
    assert_false(is_open(c, "2026-12-25T08:00"));
    assert_true(is_open(c, "2026-11-26T00:30")); /* the other list has no such scope */
    sla_calendar_unref(c);
}

static void scope_date_spares_the_night_for_those_whom_coverage_keeps_running(void **state)
{
    struct sla__plan *plan = uk();
    sla_calendar *c;

    (void)state;
    plan->closings[0].scope_date = plan->closings[1].scope_date = 1;
    c = compiled(plan, P1);
    assert_true(is_open(c, "2026-12-25T00:00"));
    assert_true(is_open(c, "2026-12-25T08:00"));
    sla_calendar_unref(c);
}

static void a_holiday_without_coverage_closes_the_date_for_all(void **state)
{
    struct sla__plan *plan = uk();
    sla_calendar *c;

    (void)state;
    close_date(add_closing(plan, -1), 2026, 12, 25, "Christmas Day");
    c = compiled(plan, P1);
    assert_false(is_open(c, "2026-12-25T08:00"));
    assert_true(is_open(c, "2026-12-28T08:00"));
    sla_calendar_unref(c);
}

static void coverages_that_meet_on_a_date_must_all_cover(void **state)
{
    struct sla__plan *plan = uk();
    sla_calendar *first, *both;

    (void)state;
    add_coverage(plan, NULL);
    close_date(add_closing(plan, 1), 2026, 12, 25, "Christmas Day");
    first = compiled(sla__plan_ref(plan), 1);
    both = compiled(plan, 3);
    assert_false(is_open(first, "2026-12-25T08:00"));
    assert_true(is_open(first, "2026-12-28T08:00"));
    assert_true(is_open(both, "2026-12-25T08:00"));
    sla_calendar_unref(first);
    sla_calendar_unref(both);
}

static void coverage_hours_replace_those_of_the_date(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "08:00-18:00");
    sla_calendar *c, *none;

    (void)state;
    add_coverage(plan, "10:00-12:00, 17:00-20:00");
    close_date(add_closing(plan, 0), 2026, 12, 25, "Christmas Day");
    none = compiled(sla__plan_ref(plan), NO_PRIORITY);
    c = compiled(plan, 1);
    EXPECT_SPANS(c, "2026-12-25", "2026-12-26", "2026-12-25T10:00Z", "2026-12-25T12:00Z",
                 "2026-12-25T17:00Z", "2026-12-25T20:00Z");
    assert_int_equal(between(none, "2026-12-25", "2026-12-26"), 0);
    sla_calendar_unref(c);
    sla_calendar_unref(none);
}

static void coverage_hours_open_no_date_that_has_none(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "08:00-18:00");
    sla_calendar *c;

    (void)state;
    add_coverage(plan, "10:00-12:00");
    close_date(add_closing(plan, 0), 2026, 12, 26, "Boxing Day"); /* a Saturday */
    c = compiled(plan, 1);
    assert_int_equal(between(c, "2026-12-26", "2026-12-27"), 0);
    sla_calendar_unref(c);
}

static void hours_of_several_coverages_are_intersected(void **state)
{
    static const char *const hours[] = {"08:00-12:00, 11:00-14:00, 20:00-02:00",
                                        "09:00-13:00, 13:30-01:00", "closed", NULL, "06:00-23:00"};
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "08:00-18:00");
    sla_calendar *c;

    (void)state;
    for (int i = 0; i < 5; i++)
        add_coverage(plan, hours[i]);
    close_date(add_closing(plan, 0), 2026, 12, 25, "a");
    close_date(add_closing(plan, 1), 2026, 12, 25, "b");
    close_date(add_closing(plan, 3), 2026, 12, 25, "c");
    close_date(add_closing(plan, 4), 2026, 12, 25, "d");
    close_date(add_closing(plan, 0), 2026, 12, 24, "a");
    close_date(add_closing(plan, 2), 2026, 12, 24, "b");
    c = compiled(plan, UINT64_MAX);
    EXPECT_SPANS(c, "2026-12-25", "2026-12-26T12:00", "2026-12-25T09:00Z", "2026-12-25T13:00Z",
                 "2026-12-25T13:30Z", "2026-12-25T14:00Z", "2026-12-25T20:00Z",
                 "2026-12-25T23:00Z");
    assert_int_equal(between(c, "2026-12-24", "2026-12-25"), 0);
    sla_calendar_unref(c);
}

static void a_dates_entry_replaces_hours_and_all_day_holidays(void **state)
{
    struct sla__plan *plan = uk();
    sla_calendar *c;

    (void)state;
    plan->closings[0].scope_date = 1;
    add_special(plan, 2026, 12, 25, "10:00-12:00");
    add_special(plan, 2026, 12, 24, "08:00-02:00");
    add_special(plan, 2026, 12, 26, "09:00-10:00"); /* a Saturday */
    add_special(plan, 2026, 12, 29, "closed");
    c = compiled(plan, NO_PRIORITY);
    EXPECT_SPANS(c, "2026-12-24", "2026-12-30", "2026-12-24T00:00Z", "2026-12-24T01:00Z",
                 "2026-12-24T08:00Z", "2026-12-25T02:00Z", "2026-12-25T10:00Z", "2026-12-25T12:00Z",
                 "2026-12-26T09:00Z", "2026-12-26T10:00Z");
    sla_calendar_unref(c);
}

static void a_dated_entry_stands_before_a_yearly_one(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "08:00-18:00");
    sla_calendar *c;

    (void)state;
    add_special(plan, 0, 12, 24, "08:00-13:00");
    add_special(plan, 2026, 12, 24, "08:00-09:00");
    add_special(plan, 0, 2, 29, "08:00-10:00");
    c = compiled(plan, NO_PRIORITY);
    assert_int_equal(between(c, "2025-12-24", "2025-12-25"), H(5));
    assert_int_equal(between(c, "2026-12-24", "2026-12-25"), H(1));
    assert_int_equal(between(c, "2027-12-24", "2027-12-25"), H(5));
    assert_int_equal(between(c, "2028-02-29", "2028-03-01"), H(2));
    assert_int_equal(between(c, "2027-03-01", "2027-03-02"),
                     H(10)); /* no leap year, no such date */
    sla_calendar_unref(c);
}

static void timed_closures_cut_their_span_and_nothing_else(void **state)
{
    struct sla__plan *plan = plan_of("Europe/London", "mon-fri", "08:00-01:00");
    struct sla__closing *close = add_closing(plan, -1);
    sla_calendar *c;

    (void)state;
    add_special(plan, 2026, 7, 2, "09:00-12:00"); /* cut all the same */
    OK(sla__holidays_add_span(&close->list, utc("2026-07-01T12:00Z"), utc("2026-07-01T13:00Z"), 0,
                              "drill", 5));
    OK(sla__holidays_add_span(&close->list, utc("2026-07-02T10:00Z"), utc("2026-07-02T11:00Z"), 1,
                              "move", 4));
    OK(sla__holidays_add_span(&close->list, utc("2026-07-01T12:30Z"), utc("2026-07-01T12:45Z"), 0,
                              "drill", 5));
    c = compiled(plan, NO_PRIORITY);
    EXPECT_SPANS(c, "2026-07-01T02:00", "2026-07-03T02:00", "2026-07-01T07:00Z",
                 "2026-07-01T12:00Z", "2026-07-01T13:00Z", "2026-07-02T00:00Z", "2026-07-02T08:00Z",
                 "2026-07-02T09:00Z", "2026-07-02T10:00Z", "2026-07-02T11:00Z");
    sla_calendar_unref(c);
}

static void a_covered_timed_closure_closes_nothing(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "08:00-18:00");
    sla_calendar *covered, *other;

    (void)state;
    add_coverage(plan, NULL);
    OK(sla__holidays_add_span(&add_closing(plan, 0)->list, utc("2026-07-01T12:00Z"),
                              utc("2026-07-01T13:00Z"), 0, "drill", 5));
    covered = compiled(sla__plan_ref(plan), 1);
    other = compiled(plan, 0);
    assert_int_equal(between(covered, "2026-07-01", "2026-07-02"), H(10));
    assert_int_equal(between(other, "2026-07-01", "2026-07-02"), H(9));
    sla_calendar_unref(covered);
    sla_calendar_unref(other);
}

static void yearly_holidays_come_every_year_and_leap_days_only_in_leap_years(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-sun", "08:00-18:00");
    struct sla__closing *close = add_closing(plan, -1);
    sla_calendar *c;

    (void)state;
    OK(sla__holidays_add_year(&close->list, 1, 1, "New Year", 8));
    OK(sla__holidays_add_year(&close->list, 2, 29, "Leap day", 8));
    c = compiled(plan, NO_PRIORITY);
    assert_false(is_open(c, "1970-01-01T12:00"));
    assert_false(is_open(c, "2026-01-01T12:00"));
    assert_false(is_open(c, "2099-01-01T12:00"));
    assert_false(is_open(c, "2028-02-29T12:00"));
    assert_true(is_open(c, "2028-02-28T12:00"));
    assert_true(is_open(c, "2028-03-01T12:00"));
    assert_true(is_open(c, "2027-02-28T12:00"));
    assert_true(is_open(c, "2027-03-01T12:00"));
    sla_calendar_unref(c);
}

static void a_season_replaces_the_whole_week_and_may_wrap_the_new_year(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-sun", "08:00-18:00");
    sla_calendar *c;

    (void)state;
    add_season(plan, 6, 15, 8, 31, "mon-fri", "09:00-17:00");
    add_season(plan, 12, 20, 1, 6, "mon-sun", "10:00-12:00");
    c = compiled(plan, NO_PRIORITY);
    assert_int_equal(between(c, "2026-06-14", "2026-06-15"), H(10));
    assert_int_equal(between(c, "2026-06-15", "2026-06-16"), H(8));
    assert_int_equal(between(c, "2026-08-31", "2026-09-01"), H(8));
    assert_int_equal(between(c, "2026-09-01", "2026-09-02"), H(10));
    assert_int_equal(between(c, "2026-06-20", "2026-06-22"),
                     0); /* a weekend the season does not name */
    assert_int_equal(between(c, "2026-12-19", "2026-12-20"), H(10));
    assert_int_equal(between(c, "2026-12-20", "2026-12-21"), H(2));
    assert_int_equal(between(c, "2027-01-06", "2027-01-07"), H(2));
    assert_int_equal(between(c, "2027-01-07", "2027-01-08"), H(10));
    sla_calendar_unref(c);
}

static void holidays_and_dates_stand_before_seasons(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-sun", "08:00-18:00");
    sla_calendar *c;

    (void)state;
    add_season(plan, 6, 15, 8, 31, "mon-sun", "09:00-17:00");
    close_date(add_closing(plan, -1), 2026, 7, 1, "Fair");
    add_special(plan, 2026, 7, 2, "08:00-09:00");
    c = compiled(plan, NO_PRIORITY);
    assert_int_equal(between(c, "2026-07-01", "2026-07-02"), 0);
    assert_int_equal(between(c, "2026-07-02", "2026-07-03"), H(1));
    assert_int_equal(between(c, "2026-07-03", "2026-07-04"), H(8));
    sla_calendar_unref(c);
}

/* ---------------------------------------------------------------- R1, R6: ends of the range, never
 */

static void the_range_ends_at_both_ends(void **state)
{
    sla_calendar *c = compiled(plan_of("America/New_York", "mon-sun", "18:00-20:00"), NO_PRIORITY);
    sla_time t = -7;

    (void)state;
    /* 1969-12-31 18:00 in New York is 23:00Z: [00:00Z, 01:00Z) is left of it. */
    assert_true(is_open(c, "1970-01-01T00:00Z"));
    assert_true(is_open(c, "1970-01-01T00:59:59Z"));
    assert_false(is_open(c, "1970-01-01T01:00Z"));
    assert_true(is_open(c, "2100-01-01T00:00Z"));
    OK(sla_calendar_next_open(c, SLA_TIME_MAX, &t));
    assert_int_equal(t, SLA_TIME_MAX);
    assert_int_equal(sla_calendar_next_close(c, SLA_TIME_MAX, &t), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_calendar_add(c, SLA_TIME_MAX, 1, &t), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_calendar_add(c, 0, -1, &t), SLA_OUT_OF_RANGE);
    OK(sla_calendar_add(c, SLA_TIME_MAX, -3600, &t));
    assert_int_equal(t, utc("2099-12-31T23:00Z"));
    OK(sla_calendar_add(c, 0, 3600, &t));
    assert_int_equal(t, utc("1970-01-01T01:00Z"));
    sla_calendar_unref(c);
}

static void instants_outside_the_range_are_refused(void **state)
{
    static const sla_time outside[] = {SLA_TIME_MIN - 1, SLA_TIME_MAX + 1, INT64_MIN, INT64_MAX};
    sla_calendar *c = compiled(uk(), NO_PRIORITY);

    (void)state;
    for (int i = 0; i < 4; i++) {
        sla_time t = -7;
        sla_duration d = -7;
        sla_spans *spans = (sla_spans *)&t;
        int32_t offset = -7;
        int open = -7;

        assert_int_equal(sla_calendar_add(c, outside[i], 1, &t), SLA_OUT_OF_RANGE);
        assert_int_equal(sla_calendar_between(c, outside[i], 0, &d), SLA_OUT_OF_RANGE);
        assert_int_equal(sla_calendar_between(c, 0, outside[i], &d), SLA_OUT_OF_RANGE);
        assert_int_equal(sla_calendar_is_open(c, outside[i], &open), SLA_OUT_OF_RANGE);
        assert_int_equal(sla_calendar_next_open(c, outside[i], &t), SLA_OUT_OF_RANGE);
        assert_int_equal(sla_calendar_next_close(c, outside[i], &t), SLA_OUT_OF_RANGE);
        assert_int_equal(sla_calendar_offset(c, outside[i], &offset), SLA_OUT_OF_RANGE);
        assert_int_equal(sla_calendar_spans(c, outside[i], 0, &spans), SLA_OUT_OF_RANGE);
        assert_null(spans);
        assert_true(t == -7 && d == -7 && open == -7 && offset == -7);
    }
    sla_calendar_unref(c);
}

static void a_calendar_without_hours_never_opens(void **state)
{
    sla_calendar *c = compiled(plan_of("Europe/London", "mon-sun", "closed"), NO_PRIORITY);
    sla_time t = -7;

    (void)state;
    assert_int_equal(sla_calendar_add(c, 0, 1, &t), SLA_NEVER_OPENS);
    assert_int_equal(sla_calendar_add(c, SLA_TIME_MAX, -1, &t), SLA_NEVER_OPENS);
    assert_int_equal(sla_calendar_next_open(c, 0, &t), SLA_NEVER_OPENS);
    OK(sla_calendar_next_close(c, 5, &t));
    assert_int_equal(t, 5);
    OK(sla_calendar_add(c, 5, 0, &t));
    assert_int_equal(t, 5);
    sla_calendar_unref(c);
}

static void a_single_opening_never_comes_again(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-sun", "closed");
    sla_calendar *c;
    sla_time t = -7;

    (void)state;
    add_special(plan, 2026, 7, 1, "09:00-12:00");
    c = compiled(plan, NO_PRIORITY);
    expect_add(c, "1980-01-01", H(3), "2026-07-01T12:00");
    expect_add(c, "2080-01-01", -H(3), "2026-07-01T09:00");
    assert_int_equal(sla_calendar_add(c, 0, H(3) + 1, &t), SLA_NEVER_OPENS);
    assert_int_equal(sla_calendar_next_open(c, at(c, "2026-07-01T12:00"), &t), SLA_NEVER_OPENS);
    assert_int_equal(sla_calendar_add(c, at(c, "2026-07-01T09:00"), -1, &t), SLA_NEVER_OPENS);
    sla_calendar_unref(c);
}

static void yearly_and_seasonal_hours_recur(void **state)
{
    struct sla__plan *yearly = plan_of("UTC", "mon-sun", "closed");
    struct sla__plan *seasonal = plan_of("UTC", "mon-sun", "closed");
    sla_calendar *c;
    sla_time t;

    (void)state;
    add_special(yearly, 0, 7, 1, "09:00-12:00");
    c = compiled(yearly, NO_PRIORITY);
    assert_int_equal(sla_calendar_next_open(c, at(c, "2099-12-01"), &t), SLA_OUT_OF_RANGE);
    sla_calendar_unref(c);
    add_season(seasonal, 7, 1, 7, 31, "mon", "09:00-12:00");
    c = compiled(seasonal, NO_PRIORITY);
    assert_int_equal(sla_calendar_next_open(c, at(c, "2099-12-01"), &t), SLA_OUT_OF_RANGE);
    sla_calendar_unref(c);
}

static void known_until_is_the_least_of_the_lists(void **state)
{
    struct sla__plan *plan = uk();
    sla_calendar *c;

    (void)state;
    c = compiled(sla__plan_ref(plan), NO_PRIORITY);
    assert_int_equal(sla_calendar_known_until(c), SLA_DATE_NONE);
    sla_calendar_unref(c);
    plan->closings[0].list.known_until = sla__days_of(2028, 12, 31);
    plan->closings[1].list.known_until = sla__days_of(2050, 12, 31);
    c = compiled(plan, NO_PRIORITY);
    assert_int_equal(sla_calendar_known_until(c), 20281231);
    sla_calendar_unref(c);
}

/* ---------------------------------------------------------------- local time, identity, why closed
 */

static void wall_times_are_read_in_the_calendars_zone(void **state)
{
    sla_calendar *c = compiled(uk(), NO_PRIORITY);
    sla_time t = -7;
    int32_t offset;

    (void)state;
    assert_int_equal(at(c, "2026-07-01T12:00"), utc("2026-07-01T11:00Z"));
    assert_int_equal(at(c, "2026-07-01T12:00Z"), utc("2026-07-01T12:00Z"));
    assert_int_equal(at(c, "2026-07-01T12:00+05:00"), utc("2026-07-01T07:00Z"));
    assert_int_equal(at(c, "2026-07-01"), utc("2026-06-30T23:00Z"));
    assert_int_equal(at(c, "2026-03-29T01:30"), utc("2026-03-29T01:30Z")); /* skipped */
    assert_int_equal(at(c, "2026-10-25T01:30"), utc("2026-10-25T00:30Z")); /* the first */
    assert_int_equal(sla_calendar_parse_time(c, "1970-01-01T00:30", 16, &t), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_calendar_parse_time(c, "2100-01-01T00:00:01", 19, &t), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_calendar_parse_time(c, "2026-02-30", 10, &t), SLA_BAD_INPUT);
    assert_int_equal(sla_calendar_parse_time(c, "noon", 4, &t), SLA_BAD_INPUT);
    assert_int_equal(sla_calendar_parse_time(c, "", 0, &t), SLA_BAD_INPUT);
    assert_int_equal(t, -7);
    OK(sla_calendar_offset(c, at(c, "2026-07-01T12:00"), &offset));
    assert_int_equal(offset, 3600);
    OK(sla_calendar_offset(c, at(c, "2026-12-01T12:00"), &offset));
    assert_int_equal(offset, 0);
    assert_string_equal(sla_calendar_timezone(c), "Europe/London");
    sla_calendar_unref(c);
}

static void expect_print(struct sla__plan *plan, uint64_t covered, const sla_calendar *than,
                         int same)
{
    sla_calendar *c = compiled(plan, covered);

    assert_int_equal(strlen(sla_calendar_fingerprint(c)), 64);
    if (same)
        assert_string_equal(sla_calendar_fingerprint(c), sla_calendar_fingerprint(than));
    else
        assert_string_not_equal(sla_calendar_fingerprint(c), sla_calendar_fingerprint(than));
    sla_calendar_unref(c);
}

static void the_fingerprint_is_over_all_that_went_in(void **state)
{
    sla_calendar *c = compiled(uk(), NO_PRIORITY);
    struct sla__plan *other;

    (void)state;
    expect_print(uk(), NO_PRIORITY, c, 1);
    expect_print(uk(), UINT64_MAX << 1, c, 1); /* bits of no coverage say nothing */
    expect_print(uk(), P1, c, 0);
    expect_print(desk("Europe/Dublin", "08:00-01:00"), NO_PRIORITY, c, 0);
    expect_print(desk("Europe/London", "08:00-01:01"), NO_PRIORITY, c, 0);
    other = uk();
    other->closings[1].scope_date = 1;
    expect_print(other, NO_PRIORITY, c, 0);
    other = uk();
    other->closings[1].list.known_until = 20000;
    expect_print(other, NO_PRIORITY, c, 0);
    other = uk();
    other->day_length = 17 * 3600 - 1;
    expect_print(other, NO_PRIORITY, c, 0);
    other = uk();
    add_special(other, 0, 7, 1, "closed");
    expect_print(other, NO_PRIORITY, c, 0);
    other = uk();
    add_season(other, 7, 1, 7, 2, "mon-fri", "08:00-01:00");
    expect_print(other, NO_PRIORITY, c, 0);
    other = uk();
    OK(sla__holidays_add_year(&other->closings[0].list, 7, 1, "x", 1));
    expect_print(other, NO_PRIORITY, c, 0);
    other = uk();
    OK(sla__holidays_add_span(&other->closings[0].list, 5, 6, 0, "x", 1));
    expect_print(other, NO_PRIORITY, c, 0);
    sla_calendar_unref(c);
}

static void expect_closed(const sla_calendar *c, const char *from, const char *to,
                          const char *lost_from, const char *lost_to, const char *name)
{
    struct sla__closed closed;

    assert_true(sla__calendar_closed(c, at(c, from), at(c, to), &closed));
    assert_int_equal(closed.from, at(c, lost_from));
    assert_int_equal(closed.to, at(c, lost_to));
    assert_string_equal(closed.name, name);
}

static void lost_hours_tell_why(void **state)
{
    struct sla__plan *plan = uk();
    struct sla__closed closed;
    struct sla__closing *close;
    sla_calendar *c;

    (void)state;
    close = add_closing(plan, -1);
    close_date(close, 2026, 11, 26, "Stocktaking");
    close_date(close, 2026, 12, 26, "Boxing Day"); /* a Saturday: no hours to lose */
    OK(sla__holidays_add_span(&close->list, utc("2026-12-30T23:00Z"), utc("2026-12-31T05:00Z"), 0,
                              "Power cut", 9));
    OK(sla__holidays_add_span(&close->list, utc("2026-12-31T09:00Z"), utc("2026-12-31T10:00Z"), 0,
                              "", 0));
    c = compiled(plan, NO_PRIORITY);
    expect_closed(c, "2026-12-24T12:00", "2026-12-31", "2026-12-25T08:00", "2026-12-26T01:00",
                  "Christmas Day");
    expect_closed(c, "2026-12-26T00:59:59", "2026-12-31", "2026-12-25T08:00", "2026-12-26T01:00",
                  "Christmas Day");
    expect_closed(c, "2026-12-26T01:00", "2026-12-31", "2026-12-28T08:00", "2026-12-29T01:00",
                  "Boxing Day (substitute day)");
    expect_closed(c, "2026-11-25", "2026-11-27", "2026-11-26T08:00", "2026-11-27T01:00",
                  "Thanksgiving Day, Stocktaking");
    expect_closed(c, "2026-12-30T12:00", "2027-01-01", "2026-12-30T23:00", "2026-12-31T01:00",
                  "Power cut");
    expect_closed(c, "2026-12-31T02:00", "2027-01-01", "2026-12-31T09:00", "2026-12-31T10:00",
                  "closure");
    assert_false(
        sla__calendar_closed(c, at(c, "2026-12-26T01:00"), at(c, "2026-12-28T08:00"), &closed));
    sla_calendar_unref(c);
}

static void hours_that_coverage_keeps_are_not_lost(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "08:00-18:00");
    struct sla__closed closed;
    sla_calendar *c;

    (void)state;
    add_coverage(plan, "10:00-12:00");
    add_coverage(plan, NULL);
    close_date(add_closing(plan, 0), 2026, 12, 25, "Christmas Day");
    close_date(add_closing(plan, 1), 2026, 12, 28, "Boxing Day");
    c = compiled(plan, 3);
    expect_closed(c, "2026-12-25", "2026-12-27", "2026-12-25T08:00", "2026-12-25T10:00",
                  "Christmas Day");
    expect_closed(c, "2026-12-25T10:00", "2026-12-27", "2026-12-25T12:00", "2026-12-25T18:00",
                  "Christmas Day");
    assert_false(sla__calendar_closed(c, at(c, "2026-12-26"), at(c, "2026-12-31"), &closed));
    sla_calendar_unref(c);
}

static void handles_are_checked_and_counted(void **state)
{
    sla_calendar *c = compiled(uk(), NO_PRIORITY);
    sla_time t;
    sla_duration d;
    int32_t offset;
    int open;
    sla_spans *spans;
    sla_days *days;

    (void)state;
    assert_ptr_equal(sla_calendar_ref(c), c);
    sla_calendar_unref(c);
    assert_null(sla_calendar_ref(NULL));
    sla_calendar_unref(NULL);
    assert_string_equal(sla_calendar_name(c), "");
    assert_string_equal(sla_calendar_name(NULL), "");
    assert_string_equal(sla_calendar_timezone(NULL), "");
    assert_string_equal(sla_calendar_fingerprint(NULL), "");
    assert_int_equal(sla_calendar_known_until(NULL), SLA_DATE_NONE);
    assert_int_equal(sla_calendar_add(NULL, 0, 1, &t), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_add(c, 0, 1, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_between(NULL, 0, 1, &d), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_between(c, 0, 1, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_is_open(NULL, 0, &open), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_is_open(c, 0, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_next_open(NULL, 0, &t), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_next_open(c, 0, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_next_close(NULL, 0, &t), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_next_close(c, 0, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_offset(NULL, 0, &offset), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_offset(c, 0, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_parse_time(NULL, "2026-01-01", 10, &t), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_parse_time(c, NULL, 0, &t), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_parse_time(c, "2026-01-01", 10, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_spans(NULL, 0, 1, &spans), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_spans(c, 0, 1, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_spans(c, 2, 1, &spans), SLA_INVALID_ARGUMENT);
    assert_null(spans);
    assert_int_equal(sla_calendar_days(NULL, 20260101, 20260102, &days), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_days(c, 20260101, 20260102, NULL), SLA_INVALID_ARGUMENT);
    sla_calendar_unref(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_examples_hold),
        cmocka_unit_test(the_overnight_shift_is_17_hours_on_every_date),
        cmocka_unit_test(a_night_shift_over_a_clock_change_is_an_hour_shorter_or_longer),
        cmocka_unit_test(a_window_inside_the_skipped_hour_opens_when_the_clocks_have_moved),
        cmocka_unit_test(a_window_that_comes_out_backwards_is_dropped),
        cmocka_unit_test(a_window_in_the_repeated_hour_is_its_first_pass),
        cmocka_unit_test(civil_zones_keep_the_american_desks_together),
        cmocka_unit_test(open_round_the_clock_has_every_second_of_a_year_of_changes),
        cmocka_unit_test(overlapping_and_touching_windows_are_joined),
        cmocka_unit_test(windows_of_neighbouring_dates_are_joined),
        cmocka_unit_test(a_holiday_leaves_the_night_before_it_alone_and_takes_its_own_night),
        cmocka_unit_test(scope_date_closes_the_wall_clock_date_as_well),
        cmocka_unit_test(scope_date_spares_the_night_for_those_whom_coverage_keeps_running),
        cmocka_unit_test(a_holiday_without_coverage_closes_the_date_for_all),
        cmocka_unit_test(coverages_that_meet_on_a_date_must_all_cover),
        cmocka_unit_test(coverage_hours_replace_those_of_the_date),
        cmocka_unit_test(coverage_hours_open_no_date_that_has_none),
        cmocka_unit_test(hours_of_several_coverages_are_intersected),
        cmocka_unit_test(a_dates_entry_replaces_hours_and_all_day_holidays),
        cmocka_unit_test(a_dated_entry_stands_before_a_yearly_one),
        cmocka_unit_test(timed_closures_cut_their_span_and_nothing_else),
        cmocka_unit_test(a_covered_timed_closure_closes_nothing),
        cmocka_unit_test(yearly_holidays_come_every_year_and_leap_days_only_in_leap_years),
        cmocka_unit_test(a_season_replaces_the_whole_week_and_may_wrap_the_new_year),
        cmocka_unit_test(holidays_and_dates_stand_before_seasons),
        cmocka_unit_test(the_range_ends_at_both_ends),
        cmocka_unit_test(instants_outside_the_range_are_refused),
        cmocka_unit_test(a_calendar_without_hours_never_opens),
        cmocka_unit_test(a_single_opening_never_comes_again),
        cmocka_unit_test(yearly_and_seasonal_hours_recur),
        cmocka_unit_test(known_until_is_the_least_of_the_lists),
        cmocka_unit_test(wall_times_are_read_in_the_calendars_zone),
        cmocka_unit_test(the_fingerprint_is_over_all_that_went_in),
        cmocka_unit_test(lost_hours_tell_why),
        cmocka_unit_test(hours_that_coverage_keeps_are_not_lost),
        cmocka_unit_test(handles_are_checked_and_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
