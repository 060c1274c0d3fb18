/* SPDX-License-Identifier: MIT */
/* Recurrence rules: the examples of RFC 5545, what is refused, and a slow model on random rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include "base/time.h"
#include "calendar/recur.h"

#define WORK 100000000

static int32_t day_of(const char *text)
{
    int32_t days = 0;

    if (!sla__parse_date(text, 10, &days))
        fail_msg("%s is not a date", text);
    return days;
}

static void begin(struct sla__recur_walk *w, const char *rule, int32_t start, int32_t last)
{
    struct sla__recur parsed;
    struct sla__recur_fault fault;

    if (sla__recur_parse(rule, strlen(rule), &parsed, &fault) != SLA_OK)
        fail_msg("%s is refused: %.*s %s", rule, (int)fault.part_len, fault.part, fault.why);
    sla__recur_begin(w, &parsed, start, last, WORK);
}

/* The rule from start makes exactly these dates (with a "..." at the end: these first). */
static void expect(const char *start, const char *rule, const char *dates)
{
    struct sla__recur_walk w;
    int32_t day, year, month, month_day;
    char got[16];

    begin(&w, rule, day_of(start), day_of("2101-12-31"));
    for (; *dates != '\0' && strncmp(dates, "...", 3) != 0; dates += strspn(dates, " ")) {
        if (sla__recur_next(&w, &day) != 1)
            fail_msg("%s: ends before %s", rule, dates);
        sla__civil_of(day, &year, &month, &month_day);
        snprintf(got, sizeof got, "%04d-%02d-%02d", (int)year, (int)month, (int)month_day);
        if (strncmp(got, dates, 10) != 0)
            fail_msg("%s: %s where %.10s belongs", rule, got, dates);
        dates += 10;
    }
    if (*dates == '\0' && sla__recur_next(&w, &day) != 0)
        fail_msg("%s: does not end", rule);
}

static void refuse(const char *rule, const char *part, const char *why)
{
    struct sla__recur parsed;
    struct sla__recur_fault fault;

    assert_int_equal(sla__recur_parse(rule, strlen(rule), &parsed, &fault), SLA_BAD_INPUT);
    assert_string_equal(fault.why, why);
    assert_int_equal(fault.part_len, strlen(part));
    assert_memory_equal(fault.part, part, fault.part_len);
}

/* ------------------------------------------------------------------ RFC 5545, 3.8.5.3 */

static void daily_rules_of_the_rfc(void **state)
{
    (void)state;
    expect(
        "1997-09-02", "FREQ=DAILY;COUNT=10",
        "1997-09-02 1997-09-03 1997-09-04 1997-09-05 1997-09-06 1997-09-07 1997-09-08 1997-09-09 "
        "1997-09-10 1997-09-11");
    expect("1997-09-02", "FREQ=DAILY;INTERVAL=2",
           "1997-09-02 1997-09-04 1997-09-06 1997-09-08 ...");
    expect("1997-09-02", "FREQ=DAILY;INTERVAL=10;COUNT=5",
           "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12");
    expect("1998-01-30", "FREQ=DAILY;BYMONTH=1",
           "1998-01-30 1998-01-31 1999-01-01 1999-01-02 1999-01-03 ...");
}

static void weekly_rules_of_the_rfc(void **state)
{
    (void)state;
    expect(
        "1997-09-02", "FREQ=WEEKLY;COUNT=10",
        "1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-10-07 1997-10-14 1997-10-21 "
        "1997-10-28 1997-11-04");
    expect("1997-09-02", "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
           "1997-09-02 1997-09-16 1997-09-30 1997-10-14 1997-10-28 1997-11-11 ...");
    expect(
        "1997-09-02", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        "1997-09-02 1997-09-04 1997-09-09 1997-09-11 1997-09-16 1997-09-18 1997-09-23 1997-09-25 "
        "1997-09-30 1997-10-02");
    expect(
        "1997-09-01", "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29 1997-10-01 "
        "1997-10-03 1997-10-13 ...");
    expect(
        "1997-09-02", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 1997-10-16");
}

static void the_week_start_decides_which_week_is_skipped(void **state)
{
    (void)state;
    expect("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
           "1997-08-05 1997-08-10 1997-08-19 1997-08-24");
    expect("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
           "1997-08-05 1997-08-17 1997-08-19 1997-08-31");
}

static void monthly_rules_of_the_rfc(void **state)
{
    (void)state;
    expect(
        "1997-09-05", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09-05 1997-10-03 1997-11-07 1997-12-05 1998-01-02 1998-02-06 1998-03-06 1998-04-03 "
        "1998-05-01 1998-06-05");
    expect(
        "1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09-07 1997-09-28 1997-11-02 1997-11-30 1998-01-04 1998-01-25 1998-03-01 1998-03-29 "
        "1998-05-03 1998-05-31");
    expect("1997-09-22", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
           "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19 1998-02-16");
    expect("1997-09-28", "FREQ=MONTHLY;BYMONTHDAY=-3",
           "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29 1998-02-26 ...");
    expect(
        "1997-09-02", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997-09-02 1997-09-15 1997-10-02 1997-10-15 1997-11-02 1997-11-15 1997-12-02 1997-12-15 "
        "1998-01-02 1998-01-15");
    expect(
        "1997-09-30", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09-30 1997-10-01 1997-10-31 1997-11-01 1997-11-30 1997-12-01 1997-12-31 1998-01-01 "
        "1998-01-31 1998-02-01");
    expect(
        "1997-09-10", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997-09-10 1997-09-11 1997-09-12 1997-09-13 1997-09-14 1997-09-15 1999-03-10 1999-03-11 "
        "1999-03-12 1999-03-13");
    expect(
        "1997-09-02", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997-09-02 1997-09-09 1997-09-16 1997-09-23 1997-09-30 1997-11-04 1997-11-11 1997-11-18 "
        "1997-11-25 1998-01-06 ...");
    expect("1997-09-13", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
           "1997-09-13 1997-10-11 1997-11-08 1997-12-13 1998-01-10 1998-02-07 1998-03-07 ...");
    expect("2007-01-15", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
           "2007-01-15 2007-01-30 2007-02-15 2007-03-15 2007-03-30");
}

static void positions_choose_among_the_dates_of_a_period(void **state)
{
    (void)state;
    expect("1997-09-04", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
           "1997-09-04 1997-10-07 1997-11-06");
    expect("1997-09-29", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
           "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29 1998-02-26 1998-03-30 ...");
    expect("2026-11-23", "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1;COUNT=3",
           "2026-11-23 2026-11-27 2026-12-04");
}

static void yearly_rules_of_the_rfc(void **state)
{
    (void)state;
    expect(
        "1997-06-10", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997-06-10 1997-07-10 1998-06-10 1998-07-10 1999-06-10 1999-07-10 2000-06-10 2000-07-10 "
        "2001-06-10 2001-07-10");
    expect(
        "1997-03-10", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997-03-10 1999-01-10 1999-02-10 1999-03-10 2001-01-10 2001-02-10 2001-03-10 2003-01-10 "
        "2003-02-10 2003-03-10");
    expect(
        "1997-01-01", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997-01-01 1997-04-10 1997-07-19 2000-01-01 2000-04-09 2000-07-18 2003-01-01 2003-04-10 "
        "2003-07-19 2006-01-01");
    expect("1997-05-19", "FREQ=YEARLY;BYDAY=20MO", "1997-05-19 1998-05-18 1999-05-17 ...");
    expect("1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
           "1997-05-12 1998-05-11 1999-05-17 ...");
    expect(
        "1997-03-13", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1997-03-13 1997-03-20 1997-03-27 1998-03-05 1998-03-12 1998-03-19 1998-03-26 1999-03-04 "
        "...");
    expect("1996-11-05", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
           "1996-11-05 2000-11-07 2004-11-02 ...");
    expect("1997-04-06", "FREQ=YEARLY;BYMONTH=4;BYDAY=1SU", "1997-04-06 1998-04-05 1999-04-04 ...");
}

static void the_start_is_the_first_date_even_if_the_rule_lacks_it(void **state)
{
    (void)state;
    expect("1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
           "1997-09-02 1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13 ...");
    expect("1997-09-02", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", "1997-09-02 1998-02-13");
    expect("2024-02-29", "FREQ=YEARLY;COUNT=1", "2024-02-29");
}

static void what_the_rule_does_not_say_comes_from_the_start(void **state)
{
    (void)state;
    expect("2024-02-29", "FREQ=YEARLY", "2024-02-29 2028-02-29 2032-02-29 ...");
    expect("2096-02-29", "FREQ=YEARLY", "2096-02-29");
    expect("2026-01-31", "FREQ=MONTHLY;COUNT=4", "2026-01-31 2026-03-31 2026-05-31 2026-07-31");
    expect("2026-03-15", "FREQ=YEARLY;BYMONTHDAY=15;COUNT=3", "2026-03-15 2026-04-15 2026-05-15");
    expect("2026-05-13", "FREQ=YEARLY;BYWEEKNO=20;COUNT=3", "2026-05-13 2027-05-19 2028-05-17");
}

static void weeks_are_counted_as_iso_8601_does(void **state)
{
    (void)state;
    expect("2020-12-31", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH,FR;COUNT=4",
           "2020-12-31 2021-01-01 2026-12-31 2027-01-01");
    expect("2024-12-30", "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO;COUNT=3",
           "2024-12-30 2025-12-29 2027-01-04");
    expect("2025-12-22", "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO;COUNT=3",
           "2025-12-22 2026-12-28 2027-12-27");
}

static void parts_stand_in_any_order_and_case(void **state)
{
    (void)state;
    expect("2026-05-25", "byday=-1mo;count=2;freq=yearly;bymonth=5", "2026-05-25 2027-05-31");
}

/* ------------------------------------------------------------------ refused */

static void what_is_not_understood_is_refused_with_its_part(void **state)
{
    (void)state;
    refuse("", "", "is not a part of a recurrence rule");
    refuse("FREQ=DAILY;", "", "is not a part of a recurrence rule");
    refuse("FREQ", "FREQ", "is not a part of a recurrence rule");
    refuse("COUNT=3", "COUNT=3", "has no FREQ");
    refuse("FREQ=HOURLY", "FREQ=HOURLY", "must be DAILY, WEEKLY, MONTHLY or YEARLY");
    refuse("FREQ=SECONDLY;BYMONTH=3", "FREQ=SECONDLY", "must be DAILY, WEEKLY, MONTHLY or YEARLY");
    refuse("FREQ=DAILY;BYHOUR=9", "BYHOUR=9", "is not supported here; write the event without it");
    refuse("RSCALE=CHINESE;FREQ=YEARLY", "RSCALE=CHINESE",
           "is not supported here; write the event without it");
    refuse("FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY", "stands twice; keep one");
    refuse("FREQ=DAILY;INTERVAL=0", "INTERVAL=0", "must be a whole number from 1 on");
    refuse("FREQ=DAILY;COUNT=-1", "COUNT=-1", "must be a whole number from 1 on");
    refuse("FREQ=DAILY;COUNT=9999999999", "COUNT=9999999999", "must be a whole number from 1 on");
    refuse("FREQ=DAILY;UNTIL=20260231", "UNTIL=20260231",
           "is not a date such as 20281231 or a time such as 20281231T235959Z");
    refuse("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13", "must be months from 1 to 12");
    refuse("FREQ=YEARLY;BYMONTH=-1", "BYMONTH=-1", "must be months from 1 to 12");
    refuse("FREQ=YEARLY;BYMONTH=1,,2", "BYMONTH=1,,2", "must be months from 1 to 12");
    refuse("FREQ=YEARLY;BYMONTH=", "BYMONTH=", "must be months from 1 to 12");
    refuse("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0", "must be days from 1 to 31 or -31 to -1");
    refuse("FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY=367",
           "must be days from 1 to 366 or -366 to -1");
    refuse("FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO=54", "must be weeks from 1 to 53 or -53 to -1");
    refuse("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS=367",
           "must be positions from 1 to 366 or -366 to -1");
    refuse("FREQ=MONTHLY;BYDAY=XX", "BYDAY=XX",
           "is a list of MO, TU, WE, TH, FR, SA, SU, each with or without a number");
    refuse("FREQ=MONTHLY;BYDAY=54MO", "BYDAY=54MO",
           "has a number that is not 1 to 53 or -53 to -1");
    refuse("FREQ=WEEKLY;WKST=1", "WKST=1", "must be a day such as MO");
}

static void what_may_not_stand_together_is_refused(void **state)
{
    static const struct {
        const char *rule, *why;
    } cases[] = {
        {"FREQ=DAILY;COUNT=2;UNTIL=20281231", "has COUNT and UNTIL; keep one"},
        {"FREQ=MONTHLY;BYWEEKNO=2", "has BYWEEKNO, which only FREQ=YEARLY can have"},
        {"FREQ=DAILY;BYYEARDAY=2", "has BYYEARDAY, which only FREQ=YEARLY can have"},
        {"FREQ=WEEKLY;BYMONTHDAY=2", "has BYMONTHDAY, which FREQ=WEEKLY cannot have"},
        {"FREQ=WEEKLY;BYDAY=1MO",
         "has BYDAY with a number, which only FREQ=MONTHLY and YEARLY can have"},
        {"FREQ=YEARLY;BYWEEKNO=2;BYDAY=1MO",
         "has BYDAY with a number beside BYWEEKNO; leave the number out"},
        {"FREQ=MONTHLY;BYSETPOS=1", "has BYSETPOS, which needs another BY part to choose from"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++)
        refuse(cases[i].rule, cases[i].rule, cases[i].why);
}

/* ------------------------------------------------------------------ bounds */

static void a_rule_that_never_matches_ends_at_the_horizon(void **state)
{
    (void)state;
    expect("2026-01-01", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01");
    expect("2026-01-01", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01");
    expect("2026-01-01", "FREQ=MONTHLY;BYMONTHDAY=-31,1;BYDAY=-3MO,5SU;BYMONTH=2", "2026-01-01");
    expect("2026-01-01", "FREQ=DAILY;INTERVAL=999999999", "2026-01-01");
    expect("2026-01-01", "FREQ=YEARLY;INTERVAL=999999999", "2026-01-01");
}

static void the_work_allowed_is_never_passed_by_more_than_a_period(void **state)
{
    struct sla__recur_walk w;
    struct sla__recur rule;
    struct sla__recur_fault fault;
    int32_t day = 0;

    (void)state;
    assert_int_equal(sla__recur_parse("FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1", 35, &rule, &fault),
                     SLA_OK);
    sla__recur_begin(&w, &rule, day_of("0001-01-01"), day_of("2101-12-31"), 1000);
    assert_int_equal(sla__recur_next(&w, &day), 1);
    assert_int_equal(sla__recur_next(&w, &day), -1);
    assert_true(w.work <= 0 && w.work > -400);
}

static void the_last_day_is_included_and_nothing_behind_it(void **state)
{
    struct sla__recur_walk w;
    int32_t day = 0;

    (void)state;
    begin(&w, "FREQ=DAILY", 100, 101);
    assert_int_equal(sla__recur_next(&w, &day), 1);
    assert_int_equal(sla__recur_next(&w, &day), 1);
    assert_int_equal(day, 101);
    assert_int_equal(sla__recur_next(&w, &day), 0);
    begin(&w, "FREQ=DAILY", 102, 101);
    assert_int_equal(sla__recur_next(&w, &day), 0);
}

/* ------------------------------------------------------------------ a slow model
 *
 * Every date is asked by itself: is its period one that INTERVAL takes, is it in every list, and
 * which place has it among the dates of its period? Numbers are found by counting dates one by one.
 */

struct list {
    int count, at[4];
};

struct model {
    int freq, interval, count, week_start, by_day_count;
    struct list months, weeks, year_days, month_days, positions;
    struct {
        int nth, weekday;
    } by_day[3];
};

static uint64_t random_state;

static int dice(int n)
{
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((random_state >> 33) % (uint64_t)n);
}

static int in_list(const struct list *list, int ahead, int back)
{
    int i;

    for (i = 0; i < list->count; i++)
        if (list->at[i] == ahead || list->at[i] == -back)
            return 1;
    return list->count == 0;
}

static int year_of(int day)
{
    int32_t y, m, d;
    sla__civil_of(day, &y, &m, &d);
    return y;
}

static int month_of(int day)
{
    int32_t y, m, d;
    sla__civil_of(day, &y, &m, &d);
    return y * 12 + m - 1;
}

static int week_of(const struct model *m, int day)
{
    while (sla__weekday_of(day) != m->week_start)
        day--;
    return day;
}

static int period_of(const struct model *m, int day)
{
    return m->freq == SLA__YEARLY    ? year_of(day)
           : m->freq == SLA__MONTHLY ? month_of(day)
           : m->freq == SLA__WEEKLY  ? week_of(m, day)
                                     : day;
}

/* How many dates from `day` in steps of `step` stay in its year or month. */
static int count_in(int (*period)(int), int day, int step)
{
    int n = 0, of = period(day);

    for (; period(day) == of; day += step)
        n++;
    return n;
}

/* The week's number in the year that has most of it; weeks are counted from that year's first. */
static int week_number(const struct model *m, int day, int step)
{
    int week = week_of(m, day), year = year_of(week + 3), n = 0;

    for (; year_of(week + 3) == year; week += 7 * step)
        n++;
    return n;
}

static int in_by_day(const struct model *m, int day)
{
    int (*of)(int) = m->freq == SLA__MONTHLY || m->months.count > 0 ? month_of : year_of;
    int i;

    for (i = 0; i < m->by_day_count; i++)
        if (m->by_day[i].weekday == sla__weekday_of(day) &&
            (m->by_day[i].nth == 0 || m->by_day[i].nth == count_in(of, day, -7) ||
             m->by_day[i].nth == -count_in(of, day, 7)))
            return 1;
    return m->by_day_count == 0;
}

static int in_lists(const struct model *m, int day, int start)
{
    int has_day = m->month_days.count + m->year_days.count + m->by_day_count > 0;
    int32_t y, month, d, start_month, start_day;

    sla__civil_of(start, &y, &start_month, &start_day);
    sla__civil_of(day, &y, &month, &d);
    if (!in_list(&m->months, month, 99) || !in_by_day(m, day) ||
        (m->month_days.count > 0 &&
         !in_list(&m->month_days, count_in(month_of, day, -1), count_in(month_of, day, 1))) ||
        (m->year_days.count > 0 &&
         !in_list(&m->year_days, count_in(year_of, day, -1), count_in(year_of, day, 1))) ||
        (m->weeks.count > 0 &&
         !in_list(&m->weeks, week_number(m, day, -1), week_number(m, day, 1))))
        return 0;
    if (has_day || m->freq == SLA__DAILY)
        return 1;
    if (m->freq == SLA__WEEKLY || m->weeks.count > 0)
        return sla__weekday_of(day) == sla__weekday_of(start);
    return d == start_day &&
           (m->freq == SLA__MONTHLY || m->months.count > 0 || month == start_month);
}

static int taken(const struct model *m, int day, int start)
{
    int period = period_of(m, day), from = period_of(m, start);
    int step = m->freq == SLA__WEEKLY ? 7 * m->interval : m->interval;
    int before = 0, behind = 0, d;

    if ((period - from) % step != 0 || !in_lists(m, day, start))
        return 0;
    if (m->positions.count == 0)
        return 1;
    for (d = day; period_of(m, d) == period; d--)
        before += in_lists(m, d, start);
    for (d = day; period_of(m, d) == period; d++)
        behind += in_lists(m, d, start);
    return in_list(&m->positions, before, behind);
}

static void fill(struct list *list, int odds, int most, int sign)
{
    int i;

    list->count = dice(odds) == 0 ? 1 + dice(3) : 0;
    for (i = 0; i < list->count; i++)
        list->at[i] = (1 + dice(most)) * (sign && dice(3) == 0 ? -1 : 1);
}

static int put_list(char *out, const char *name, const struct list *list)
{
    int n = 0, i;

    for (i = 0; i < list->count; i++)
        n += sprintf(out + n, "%s%d", i == 0 ? name : ",", list->at[i]);
    return n;
}

static void make_rule(struct model *m, char *out)
{
    static const char *const freqs[] = {"", "YEARLY", "MONTHLY", "WEEKLY", "DAILY"};
    static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    int i;

    *m = (struct model){.freq = 1 + dice(4), .interval = 1 + dice(3), .week_start = dice(7)};
    m->count = dice(3) == 0 ? 1 + dice(20) : 0;
    fill(&m->months, 3, 12, 0);
    if (m->freq == SLA__YEARLY) {
        fill(&m->weeks, 4, 53, 1);
        fill(&m->year_days, 5, 366, 1);
    }
    if (m->freq != SLA__WEEKLY)
        fill(&m->month_days, 3, 31, 1);
    m->by_day_count = dice(2) == 0 ? 1 + dice(3) : 0;
    for (i = 0; i < m->by_day_count; i++) {
        m->by_day[i].weekday = dice(7);
        if (m->freq <= SLA__MONTHLY && m->weeks.count == 0 && dice(2) == 0)
            m->by_day[i].nth = (1 + dice(m->freq == SLA__YEARLY ? 53 : 5)) * (dice(3) ? 1 : -1);
    }
    if (m->months.count + m->weeks.count + m->year_days.count + m->month_days.count +
            m->by_day_count >
        0)
        fill(&m->positions, 3, 4, 1);
    out += sprintf(out, "FREQ=%s;INTERVAL=%d;WKST=%s", freqs[m->freq], m->interval,
                   days[m->week_start]);
    if (m->count > 0)
        out += sprintf(out, ";COUNT=%d", m->count);
    out += put_list(out, ";BYMONTH=", &m->months);
    out += put_list(out, ";BYWEEKNO=", &m->weeks);
    out += put_list(out, ";BYYEARDAY=", &m->year_days);
    out += put_list(out, ";BYMONTHDAY=", &m->month_days);
    for (i = 0; i < m->by_day_count; i++) {
        out += sprintf(out, i == 0 ? ";BYDAY=" : ",");
        if (m->by_day[i].nth != 0)
            out += sprintf(out, "%d", m->by_day[i].nth);
        out += sprintf(out, "%s", days[m->by_day[i].weekday]);
    }
    put_list(out, ";BYSETPOS=", &m->positions);
}

static void random_rules_agree_with_a_date_by_date_model(void **state)
{
    const uint64_t seed = 20261122;
    int i;

    (void)state;
    random_state = seed;
    for (i = 0; i < 600; i++) {
        struct model m;
        struct sla__recur_walk w;
        char rule[300];
        int start = dice(20000), last = start + 1500, day, given = 1;
        int32_t got;

        make_rule(&m, rule);
        begin(&w, rule, start, last);
        assert_int_equal(sla__recur_next(&w, &got), 1);
        assert_int_equal(got, start);
        for (day = start + 1; day <= last && (m.count == 0 || given < m.count); day++) {
            if (!taken(&m, day, start))
                continue;
            given++;
            if (sla__recur_next(&w, &got) != 1 || got != day)
                fail_msg("seed %d, %s from day %d: day %d is missing", (int)seed, rule, start, day);
        }
        if (sla__recur_next(&w, &got) != 0)
            fail_msg("seed %d, %s from day %d: day %d is too much", (int)seed, rule, start,
                     (int)got);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(daily_rules_of_the_rfc),
        cmocka_unit_test(weekly_rules_of_the_rfc),
        cmocka_unit_test(the_week_start_decides_which_week_is_skipped),
        cmocka_unit_test(monthly_rules_of_the_rfc),
        cmocka_unit_test(positions_choose_among_the_dates_of_a_period),
        cmocka_unit_test(yearly_rules_of_the_rfc),
        cmocka_unit_test(the_start_is_the_first_date_even_if_the_rule_lacks_it),
        cmocka_unit_test(what_the_rule_does_not_say_comes_from_the_start),
        cmocka_unit_test(weeks_are_counted_as_iso_8601_does),
        cmocka_unit_test(parts_stand_in_any_order_and_case),
        cmocka_unit_test(what_is_not_understood_is_refused_with_its_part),
        cmocka_unit_test(what_may_not_stand_together_is_refused),
        cmocka_unit_test(a_rule_that_never_matches_ends_at_the_horizon),
        cmocka_unit_test(the_work_allowed_is_never_passed_by_more_than_a_period),
        cmocka_unit_test(the_last_day_is_included_and_nothing_behind_it),
        cmocka_unit_test(random_rules_agree_with_a_date_by_date_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
