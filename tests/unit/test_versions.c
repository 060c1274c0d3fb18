/* SPDX-License-Identifier: MIT */
/* Calendars made of others: any_of, and dated versions (R14). */
#include "calendar/compiled.h"
#include "plans.h"

static int is_open(const sla_calendar *c, const char *when)
{
    int open = -1;

    OK(sla_calendar_is_open(c, at(c, when), &open));
    return open;
}

static sla_duration between(const sla_calendar *c, const char *from, const char *to)
{
    sla_duration d = SLA_DURATION_NONE;

    OK(sla_calendar_between(c, at(c, from), at(c, to), &d));
    return d;
}

static struct sla__plan *any_of(const char *zone, struct sla__plan *a, struct sla__plan *b)
{
    struct sla__plan *plan;

    OK(sla__plan_new(&plan));
    plan->zone = zone_named(zone);
    add_member(plan, a);
    add_member(plan, b);
    return plan;
}

/* Takes the calendars over. */
static sla_calendar *chain(sla_calendar *first, sla_calendar *second, sla_date from)
{
    const sla_calendar *const versions[] = {first, second};
    const sla_date dates[] = {20200101, from};
    sla_calendar *made = NULL;

    OK(sla_calendar_chain(versions, dates, 2, &made));
    sla_calendar_unref(first);
    sla_calendar_unref(second);
    return made;
}

/* ---------------------------------------------------------------- any_of */

static void any_of_is_open_when_any_member_is(void **state)
{
    struct sla__plan *london = plan_of("Europe/London", "mon-fri", "09:00-17:00");
    struct sla__plan *york = plan_of("America/New_York", "mon-fri", "09:00-17:00");
    sla_calendar *c;

    (void)state;
    close_date(add_closing(london, -1), 2026, 12, 25, "Christmas Day");
    c = compiled(any_of("UTC", london, york), 0);
    assert_int_equal(between(c, "2026-12-24", "2026-12-25"), H(13)); /* 09-22 */
    assert_int_equal(between(c, "2026-12-25", "2026-12-26"), H(8));  /* 14-22 */
    assert_int_equal(between(c, "2026-03-10", "2026-03-11"), H(12)); /* 09-21: US on DST */
    assert_string_equal(sla_calendar_timezone(c), "UTC");
    sla_calendar_unref(c);
}

static void dates_of_any_of_are_those_of_its_own_zone(void **state)
{
    /* Auckland's Monday opens on Sunday evening in UTC. */
    struct sla__plan *auckland = plan_of("Pacific/Auckland", "mon", "09:00-17:00");
    struct sla__plan *london = plan_of("Europe/London", "mon", "09:00-17:00");
    sla_calendar *c;
    sla_days *days;

    (void)state;
    close_date(add_closing(auckland, -1), 2026, 11, 23, "Show Day");
    close_date(&auckland->closings[0], 2026, 11, 24, "Day after");
    c = compiled(any_of("UTC", auckland, london), 0);
    OK(sla_calendar_days(c, 20261129, 20261130, &days));
    assert_int_equal(sla_days_window_count(days, 0), 1);
    assert_int_equal(sla_days_window_open(days, 0, 0), utc("2026-11-29T20:00Z"));
    assert_int_equal(sla_days_window_close(days, 0, 0), utc("2026-11-30T04:00Z"));
    assert_int_equal(sla_days_window_count(days, 1), 1);
    assert_int_equal(sla_days_window_open(days, 1, 0), utc("2026-11-30T09:00Z"));
    sla_days_free(days);
    OK(sla_calendar_days(c, 20261122, 20261124, &days));
    assert_int_equal(sla_days_window_count(days, 0), 0);
    assert_string_equal(sla_days_name(days, 0), "");
    assert_string_equal(sla_days_name(days, 1), "Show Day");
    assert_int_equal(sla_days_window_count(days, 1), 1);
    assert_string_equal(sla_days_name(days, 2), "Day after");
    sla_days_free(days);
    sla_calendar_unref(c);
}

static void working_days_of_any_of_go_by_its_own_dates(void **state)
{
    struct sla__plan *auckland = plan_of("Pacific/Auckland", "mon", "09:00-17:00");
    struct sla__plan *london = plan_of("Europe/London", "mon", "09:00-17:00");
    sla_calendar *c = compiled(any_of("UTC", auckland, london), 0);
    sla_duration seconds;

    (void)state;
    /* Sunday 20:00-04:00, then Monday 09:00-17:00 UTC: two working days. */
    OK(sla__calendar_working_days(c, utc("2026-11-29T21:00Z"), 1, SLA__DAYS_SAME_TIME, 0,
                                  &seconds));
    assert_int_equal(seconds, H(7 + 1));
    OK(sla__calendar_working_days(c, utc("2026-11-29T21:00Z"), 1, SLA__DAYS_END, 0, &seconds));
    assert_int_equal(seconds, H(7 + 8));
    sla_calendar_unref(c);
}

static void what_another_member_keeps_open_is_not_lost(void **state)
{
    struct sla__plan *one = plan_of("UTC", "mon-fri", "09:00-17:00");
    struct sla__plan *two = plan_of("UTC", "mon-fri", "11:00-13:00");
    struct sla__closed closed;
    sla_calendar *c;

    (void)state;
    close_date(add_closing(one, -1), 2026, 12, 25, "Christmas Day");
    c = compiled(any_of("UTC", one, two), 0);
    assert_true(sla__calendar_closed(c, at(c, "2026-12-25"), at(c, "2026-12-26"), &closed));
    assert_int_equal(closed.from, at(c, "2026-12-25T09:00"));
    assert_int_equal(closed.to, at(c, "2026-12-25T11:00"));
    assert_true(sla__calendar_closed(c, at(c, "2026-12-25T11:00"), at(c, "2026-12-26"), &closed));
    assert_int_equal(closed.from, at(c, "2026-12-25T13:00"));
    assert_int_equal(closed.to, at(c, "2026-12-25T17:00"));
    assert_string_equal(closed.name, "Christmas Day");
    sla_calendar_unref(c);
}

static void known_until_of_any_of_is_the_least_of_its_members(void **state)
{
    struct sla__plan *one = plan_of("UTC", "mon-fri", "09:00-17:00");
    struct sla__plan *two = plan_of("UTC", "mon-fri", "11:00-13:00");
    sla_calendar *c;

    (void)state;
    add_closing(one, -1)->list.known_until = sla__days_of(2030, 12, 31);
    add_closing(two, -1)->list.known_until = sla__days_of(2028, 6, 30);
    c = compiled(any_of("UTC", one, two), 0);
    assert_int_equal(sla_calendar_known_until(c), 20280630);
    sla_calendar_unref(c);
}

static void nesting_names_one_member_many_ways_at_no_cost(void **state)
{
    struct sla__plan *plan = plan_of("UTC", "mon-fri", "09:00-17:00");
    sla_calendar *c;

    (void)state;
    for (int depth = 1; depth < 16; depth++) /* 2 to the 15th paths */
        plan = any_of("UTC", sla__plan_ref(plan), plan);
    c = compiled(sla__plan_ref(plan), 0);
    assert_int_equal(between(c, "2026-11-23", "2026-11-24"), H(8));
    sla_calendar_unref(c);
    plan = any_of("UTC", sla__plan_ref(plan), plan);
    assert_int_equal(sla__plan_compile(plan, 0, &c), SLA_LIMIT);
    assert_null(c);
    sla__plan_unref(plan);
}

static void a_plan_without_zone_is_refused(void **state)
{
    struct sla__plan *plan;
    sla_calendar *c = (sla_calendar *)&plan;

    (void)state;
    OK(sla__plan_new(&plan));
    assert_int_equal(sla__plan_compile(plan, 0, &c), SLA_INVALID_ARGUMENT);
    assert_null(c);
    sla__plan_unref(plan);
}

/* ---------------------------------------------------------------- versions */

static void a_window_belongs_to_the_version_in_force_when_it_opens(void **state)
{
    sla_calendar *c =
        chain(compiled(plan_of("Europe/London", "mon-sun", "20:00-06:00"), 0),
              compiled(plan_of("Europe/London", "mon-sun", "09:00-10:00"), 0), 20260701);

    (void)state;
    assert_true(is_open(c, "2026-06-30T23:59:59"));
    assert_true(is_open(c, "2026-07-01T05:59:59")); /* opened under the old hours */
    assert_false(is_open(c, "2026-07-01T06:00"));
    assert_true(is_open(c, "2026-07-01T09:00"));
    assert_false(is_open(c, "2026-07-01T20:00"));
    assert_true(is_open(c, "1975-07-01T21:00")); /* the first holds before its date as well */
    assert_int_equal(between(c, "2026-06-30T12:00", "2026-07-02T12:00"), H(10 + 1 + 1));
    sla_calendar_unref(c);
}

static void a_version_begins_at_midnight_of_its_own_zone(void **state)
{
    /* New York's version begins at 04:00Z. */
    sla_calendar *c =
        chain(compiled(plan_of("Europe/London", "mon-sun", "always"), 0),
              compiled(plan_of("America/New_York", "mon-sun", "12:00-13:00"), 0), 20260701);
    sla_time t = SLA_TIME_NONE;
    int32_t offset;

    (void)state;
    OK(sla_calendar_next_close(c, utc("2026-06-30T12:00Z"), &t));
    assert_int_equal(
        t, utc("2026-07-01T23:00Z")); /* London's 1 July opened at 23:00Z the day before */
    OK(sla_calendar_offset(c, utc("2026-07-01T03:59:59Z"), &offset));
    assert_int_equal(offset, 3600);
    OK(sla_calendar_offset(c, utc("2026-07-01T04:00Z"), &offset));
    assert_int_equal(offset, -4 * 3600);
    assert_int_equal(at(c, "2026-06-30T12:00"), utc("2026-06-30T11:00Z"));
    assert_int_equal(at(c, "2026-07-02T12:00"), utc("2026-07-02T16:00Z"));
    assert_string_equal(sla_calendar_timezone(c), "America/New_York");
    sla_calendar_unref(c);
}

static void closures_and_working_days_follow_the_versions(void **state)
{
    struct sla__plan *old = plan_of("UTC", "mon-fri", "09:00-17:00");
    struct sla__plan *new = plan_of("UTC", "mon-fri", "08:00-18:00");
    struct sla__closed closed;
    sla_calendar *c;
    sla_days *days;
    sla_duration seconds;

    (void)state;
    close_date(add_closing(old, -1), 2026, 6, 30, "Old holiday");
    close_date(&old->closings[0], 2026, 7, 2, "Not kept");
    close_date(add_closing(new, -1), 2026, 7, 3, "New holiday");
    c = chain(compiled(old, 0), compiled(new, 0), 20260701);
    OK(sla_calendar_days(c, 20260630, 20260703, &days));
    assert_string_equal(sla_days_name(days, 0), "Old holiday");
    assert_string_equal(sla_days_name(days, 2), "");
    assert_string_equal(sla_days_name(days, 3), "New holiday");
    assert_int_equal(sla_days_window_count(days, 0), 0);
    assert_int_equal(sla_days_window_open(days, 1, 0), utc("2026-07-01T08:00Z"));
    assert_int_equal(sla_days_window_count(days, 1), 1);
    sla_days_free(days);
    assert_true(sla__calendar_closed(c, at(c, "2026-07-01"), at(c, "2026-07-10"), &closed));
    assert_string_equal(closed.name, "New holiday");
    OK(sla__calendar_working_days(c, at(c, "2026-06-29T12:00"), 1, SLA__DAYS_SAME_TIME, 0,
                                  &seconds));
    assert_int_equal(seconds, H(5 + 3));                   /* Wednesday 11:00 */
    assert_int_equal(sla__plan_day_length(c->plan), H(8)); /* the first one's */
    sla_calendar_unref(c);
}

static void a_list_that_a_later_version_replaced_in_time_bounds_nothing(void **state)
{
    struct sla__plan *old = plan_of("UTC", "mon-fri", "09:00-17:00");
    struct sla__plan *new = plan_of("UTC", "mon-fri", "08:00-18:00");
    sla_calendar *c;

    (void)state;
    add_closing(old, -1)->list.known_until = sla__days_of(2026, 6, 30);
    add_closing(new, -1)->list.known_until = sla__days_of(2028, 12, 31);
    c = chain(compiled(sla__plan_ref(old), 0), compiled(sla__plan_ref(new), 0), 20260701);
    assert_int_equal(sla_calendar_known_until(c), 20281231);
    sla_calendar_unref(c);
    c = chain(compiled(old, 0), compiled(new, 0), 20260702);
    assert_int_equal(sla_calendar_known_until(c), 20260630);
    sla_calendar_unref(c);
}

static void a_last_version_without_hours_never_opens_again(void **state)
{
    sla_calendar *c = chain(compiled(plan_of("UTC", "mon-sun", "09:00-17:00"), 0),
                            compiled(plan_of("UTC", "mon-sun", "closed"), 0), 20260701);
    sla_time t;

    (void)state;
    assert_int_equal(sla_calendar_next_open(c, at(c, "2026-07-01"), &t), SLA_NEVER_OPENS);
    assert_int_equal(sla_calendar_add(c, 0, -1, &t), SLA_OUT_OF_RANGE);
    sla_calendar_unref(c);
}

static void each_version_keeps_the_coverage_of_its_own_policy(void **state)
{
    struct sla__plan *old = plan_of("UTC", "mon-fri", "09:00-17:00");
    struct sla__plan *new = plan_of("UTC", "mon-fri", "09:00-17:00");
    sla_calendar *c;

    (void)state;
    add_coverage(old, NULL);
    add_coverage(new, NULL);
    add_coverage(new, NULL);
    close_date(add_closing(old, 0), 2026, 6, 30, "a");
    close_date(add_closing(new, 1), 2026, 7, 1, "b");
    close_date(add_closing(new, 0), 2026, 7, 2, "c");
    c = chain(compiled(old, 1), compiled(new, 2), 20260701);
    assert_true(is_open(c, "2026-06-30T12:00"));
    assert_true(is_open(c, "2026-07-01T12:00"));
    assert_false(is_open(c, "2026-07-02T12:00"));
    sla_calendar_unref(c);
}

static void chains_are_chained_and_joined(void **state)
{
    sla_calendar *inner = chain(compiled(plan_of("UTC", "mon-sun", "01:00-02:00"), 0),
                                compiled(plan_of("UTC", "mon-sun", "02:00-03:00"), 0), 20250101);
    sla_calendar *c = chain(inner, compiled(plan_of("UTC", "mon-sun", "03:00-04:00"), 0), 20260101);

    (void)state;
    assert_true(is_open(c, "2024-06-01T01:30"));
    assert_true(is_open(c, "2025-06-01T02:30"));
    assert_false(is_open(c, "2025-06-01T01:30"));
    assert_true(is_open(c, "2026-06-01T03:30"));
    assert_false(is_open(c, "2026-06-01T02:30"));
    sla_calendar_unref(c);
}

static void any_of_may_have_members_with_versions(void **state)
{
    sla_calendar *member = chain(compiled(plan_of("UTC", "mon-sun", "01:00-02:00"), 0),
                                 compiled(plan_of("UTC", "mon-sun", "02:00-03:00"), 0), 20260101);
    struct sla__plan *versions = member->plan;
    sla_calendar *c = compiled(
        any_of("UTC", sla__plan_ref(versions), plan_of("UTC", "mon-sun", "12:00-13:00")), 0);

    (void)state;
    assert_true(is_open(c, "2025-06-01T01:30"));
    assert_false(is_open(c, "2026-06-01T01:30"));
    assert_true(is_open(c, "2026-06-01T02:30"));
    assert_true(is_open(c, "2026-06-01T12:30"));
    sla_calendar_unref(c);
    sla_calendar_unref(member);
}

static void a_version_that_zones_put_behind_the_next_one_never_holds(void **state)
{
    /* 1 July in Pago Pago begins at 11:00Z, 2 July on Kiritimati at 10:00Z of the day before. */
    sla_calendar *one = compiled(plan_of("UTC", "mon-sun", "01:00-02:00"), 0);
    sla_calendar *two = compiled(plan_of("Pacific/Pago_Pago", "mon-sun", "always"), 0);
    sla_calendar *three = compiled(plan_of("Pacific/Kiritimati", "mon-sun", "01:00-02:00"), 0);
    const sla_calendar *const versions[] = {one, two, three};
    const sla_date dates[] = {20260101, 20260701, 20260702};
    sla_calendar *c;
    int32_t offset;

    (void)state;
    OK(sla_calendar_chain(versions, dates, 3, &c));
    assert_false(is_open(c, "2026-07-01T10:30Z"));
    assert_false(is_open(c, "2026-07-01T12:00Z"));
    OK(sla_calendar_offset(c, utc("2026-07-01T09:59:59Z"), &offset));
    assert_int_equal(offset, 0);
    OK(sla_calendar_offset(c, utc("2026-07-01T10:00Z"), &offset));
    assert_int_equal(offset, 14 * 3600);
    sla_calendar_unref(c);
    sla_calendar_unref(one);
    sla_calendar_unref(two);
    sla_calendar_unref(three);
}

static void chain_checks_what_it_is_given(void **state)
{
    sla_calendar *one = compiled(plan_of("UTC", "mon-sun", "01:00-02:00"), 0);
    const sla_calendar *const versions[] = {one, one}, *const holes[] = {one, NULL};
    const sla_date dates[] = {20260101, 20260701}, same[] = {20260101, 20260101};
    const sla_date no_date[] = {20260101, 20260231};
    sla_calendar *c = one;

    (void)state;
    assert_int_equal(sla_calendar_chain(NULL, dates, 2, &c), SLA_INVALID_ARGUMENT);
    assert_null(c);
    assert_int_equal(sla_calendar_chain(versions, NULL, 2, &c), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_chain(versions, dates, 0, &c), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_chain(versions, dates, 2, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_chain(holes, dates, 2, &c), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_chain(versions, same, 2, &c), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_chain(versions, no_date, 2, &c), SLA_INVALID_ARGUMENT);
    assert_null(c);
    OK(sla_calendar_chain(versions, dates, 1, &c));
    assert_true(is_open(c, "2026-06-01T01:30"));
    sla_calendar_unref(c);
    sla_calendar_unref(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_of_is_open_when_any_member_is),
        cmocka_unit_test(dates_of_any_of_are_those_of_its_own_zone),
        cmocka_unit_test(working_days_of_any_of_go_by_its_own_dates),
        cmocka_unit_test(what_another_member_keeps_open_is_not_lost),
        cmocka_unit_test(known_until_of_any_of_is_the_least_of_its_members),
        cmocka_unit_test(nesting_names_one_member_many_ways_at_no_cost),
        cmocka_unit_test(a_plan_without_zone_is_refused),
        cmocka_unit_test(a_window_belongs_to_the_version_in_force_when_it_opens),
        cmocka_unit_test(a_version_begins_at_midnight_of_its_own_zone),
        cmocka_unit_test(closures_and_working_days_follow_the_versions),
        cmocka_unit_test(a_list_that_a_later_version_replaced_in_time_bounds_nothing),
        cmocka_unit_test(a_last_version_without_hours_never_opens_again),
        cmocka_unit_test(each_version_keeps_the_coverage_of_its_own_policy),
        cmocka_unit_test(chains_are_chained_and_joined),
        cmocka_unit_test(any_of_may_have_members_with_versions),
        cmocka_unit_test(a_version_that_zones_put_behind_the_next_one_never_holds),
        cmocka_unit_test(chain_checks_what_it_is_given),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
