/* SPDX-License-Identifier: MIT */
/* The bundled lists against what was proclaimed and observed, and the list object itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include "base/time.h"
#include "calendar/holidays.h"

enum { ENGLAND, SCOTLAND, IRELAND, FEDERAL, LISTS };

static struct sla__holidays lists[LISTS];

static int load_all(void **state)
{
    struct sla__ics_spent spent = {0};
    size_t i;

    (void)state;
    for (i = 0; i < LISTS; i++) {
        const char *text = sla_holidays_text(i);
        lists[i] = (struct sla__holidays)SLA__HOLIDAYS_INIT;
        if (sla__holidays_add_ics(&lists[i], NULL, sla_holidays_name(i), text, strlen(text), &spent,
                                  NULL) != SLA_OK)
            return 1;
    }
    return 0;
}

static int clear_all(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < LISTS; i++)
        sla__holidays_clear(&lists[i]);
    return 0;
}

/* The name under which a list closes the day, or NULL. */
static const char *name_on(int list, int32_t day)
{
    const struct sla__holidays *h = &lists[list];
    size_t i;

    for (i = 0; i < h->date_count; i++)
        if (h->dates[i].days == day)
            return h->names.at[h->dates[i].name];
    return NULL;
}

static void expect_name(int list, int year, int month, int day, const char *name)
{
    const char *got = name_on(list, sla__days_of(year, month, day));

    if (name == NULL && got != NULL)
        fail_msg("%s closes %d-%d-%d (%s)", sla_holidays_name((size_t)list), year, month, day, got);
    if (name != NULL && (got == NULL || strcmp(got, name) != 0))
        fail_msg("%s: %d-%d-%d is %s, not %s", sla_holidays_name((size_t)list), year, month, day,
                 got != NULL ? got : "no holiday", name);
}

static int count_in(int list, int year)
{
    int32_t from = sla__days_of(year, 1, 1), to = sla__days_of(year + 1, 1, 1), day;
    int count = 0;

    for (day = from; day < to; day++)
        count += name_on(list, day) != NULL;
    return count;
}

/* ------------------------------------------------------------------ 2012 to 2028 */

static const char *const england[] = {
    "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",       /* 2012 */
    "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",             /* 2013 */
    "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",             /* 2014 */
    "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",             /* 2015 */
    "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",             /* 2016 */
    "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",             /* 2017 */
    "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",             /* 2018 */
    "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",             /* 2019 */
    "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",             /* 2020 */
    "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",             /* 2021 */
    "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27", /* 2022 */
    "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",       /* 2023 */
    "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",             /* 2024 */
    "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",             /* 2025 */
    "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",             /* 2026 */
    "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",             /* 2027 */
    "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",             /* 2028 */
};

static const char *const scotland[] = {
    "01-02 01-03 04-06 05-07 06-04 06-05 08-06 11-30 12-25 12-26",       /* 2012 */
    "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26",             /* 2013 */
    "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",             /* 2014 */
    "01-01 01-02 04-03 05-04 05-25 08-03 11-30 12-25 12-28",             /* 2015 */
    "01-01 01-04 03-25 05-02 05-30 08-01 11-30 12-26 12-27",             /* 2016 */
    "01-02 01-03 04-14 05-01 05-29 08-07 11-30 12-25 12-26",             /* 2017 */
    "01-01 01-02 03-30 05-07 05-28 08-06 11-30 12-25 12-26",             /* 2018 */
    "01-01 01-02 04-19 05-06 05-27 08-05 12-02 12-25 12-26",             /* 2019 */
    "01-01 01-02 04-10 05-08 05-25 08-03 11-30 12-25 12-28",             /* 2020 */
    "01-01 01-04 04-02 05-03 05-31 08-02 11-30 12-27 12-28",             /* 2021 */
    "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27", /* 2022 */
    "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26",       /* 2023 */
    "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26",             /* 2024 */
    "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",             /* 2025 */
    "01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28",       /* 2026 */
    "01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28",             /* 2027 */
    "01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26",             /* 2028 */
};

/* Beside those of England and Wales. */
static const char *const ireland[] = {
    "03-19 07-12", "03-18 07-12", "03-17 07-14", "03-17 07-13", "03-17 07-12", "03-17 07-12",
    "03-19 07-12", "03-18 07-12", "03-17 07-13", "03-17 07-12", "03-17 07-12", "03-17 07-12",
    "03-18 07-12", "03-17 07-14", "03-17 07-13", "03-17 07-12", "03-17 07-12",
};

static const char *const federal[] = {
    "01-02 01-16 02-20 05-28 07-04 09-03 10-08 11-12 11-22 12-25",             /* 2012 */
    "01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25",             /* 2013 */
    "01-01 01-20 02-17 05-26 07-04 09-01 10-13 11-11 11-27 12-25",             /* 2014 */
    "01-01 01-19 02-16 05-25 07-03 09-07 10-12 11-11 11-26 12-25",             /* 2015 */
    "01-01 01-18 02-15 05-30 07-04 09-05 10-10 11-11 11-24 12-26",             /* 2016 */
    "01-02 01-16 02-20 05-29 07-04 09-04 10-09 11-10 11-23 12-25",             /* 2017 */
    "01-01 01-15 02-19 05-28 07-04 09-03 10-08 11-12 11-22 12-25",             /* 2018 */
    "01-01 01-21 02-18 05-27 07-04 09-02 10-14 11-11 11-28 12-25",             /* 2019 */
    "01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25",             /* 2020 */
    "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31", /* 2021 */
    "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26",             /* 2022 */
    "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",       /* 2023 */
    "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",       /* 2024 */
    "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",       /* 2025 */
    "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",       /* 2026 */
    "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31", /* 2027 */
    "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",             /* 2028 */
};

static int listed(const char *dates, int32_t month, int32_t day)
{
    int32_t m, d;

    for (; *dates != '\0'; dates += strspn(dates, " ")) {
        if (!sla__parse_month_day(dates, 5, &m, &d))
            fail_msg("%s is not a month and a day", dates);
        if (m == month && d == day)
            return 1;
        dates += 5;
    }
    return 0;
}

/* Every day of 2012 to 2028 is closed if and only if a table has it. */
static void expect_tables(int list, const char *const *table, const char *const *more)
{
    int32_t day, year, month, month_day;

    for (day = sla__days_of(2012, 1, 1); day < sla__days_of(2029, 1, 1); day++) {
        const char *name = name_on(list, day);
        int wanted;
        sla__civil_of(day, &year, &month, &month_day);
        wanted = listed(table[year - 2012], month, month_day) ||
                 (more != NULL && listed(more[year - 2012], month, month_day));
        if (wanted != (name != NULL))
            fail_msg("%s: %04d-%02d-%02d is %s", sla_holidays_name((size_t)list), (int)year,
                     (int)month, (int)month_day, name != NULL ? name : "open");
    }
}

static void england_and_wales_closes_as_proclaimed_2012_to_2028(void **state)
{
    (void)state;
    expect_tables(ENGLAND, england, NULL);
}

static void scotland_closes_as_proclaimed_2012_to_2028(void **state)
{
    (void)state;
    expect_tables(SCOTLAND, scotland, NULL);
}

static void northern_ireland_closes_as_proclaimed_2012_to_2028(void **state)
{
    (void)state;
    expect_tables(IRELAND, england, ireland);
}

static void federal_offices_close_as_observed_2012_to_2028(void **state)
{
    (void)state;
    expect_tables(FEDERAL, federal, NULL);
}

/* ------------------------------------------------------------------ all years */

static void every_bundled_day_is_a_weekday(void **state)
{
    size_t list, i;

    (void)state;
    for (list = 0; list < LISTS; list++)
        for (i = 0; i < lists[list].date_count; i++)
            if (sla__weekday_of(lists[list].dates[i].days) > 4)
                fail_msg("%s: day %d is on a weekend", sla_holidays_name(list),
                         (int)lists[list].dates[i].days);
}

static void no_day_is_closed_twice_and_no_list_has_spans(void **state)
{
    size_t list, i, k;

    (void)state;
    for (list = 0; list < LISTS; list++) {
        assert_int_equal(lists[list].span_count + lists[list].year_count, 0);
        for (i = 0; i < lists[list].date_count; i++)
            for (k = 0; k < i; k++)
                if (lists[list].dates[i].days == lists[list].dates[k].days)
                    fail_msg("%s: day %d is there twice", sla_holidays_name(list),
                             (int)lists[list].dates[i].days);
    }
}

/* One-off days that were added, not moved, in each year. */
static int extra_days(int year)
{
    return year == 2022 ? 2
           : year == 1981 || year == 1999 || year == 2002 || year == 2011 || year == 2012 ||
                   year == 2023
               ? 1
               : 0;
}

static void each_year_has_its_number_of_days(void **state)
{
    int year;

    (void)state;
    for (year = 1978; year <= 2099; year++) {
        /* New Year's Day on a Saturday is observed in the year before. */
        int taken = sla__weekday_of(sla__days_of(year, 1, 1)) == 5;
        int given = sla__weekday_of(sla__days_of(year + 1, 1, 1)) == 5;
        assert_int_equal(count_in(ENGLAND, year), 8 + extra_days(year));
        assert_int_equal(count_in(IRELAND, year), 10 + extra_days(year));
        assert_int_equal(count_in(SCOTLAND, year),
                         8 + (year >= 2007) + extra_days(year) + (year == 2026));
        assert_int_equal(count_in(FEDERAL, year),
                         9 + (year >= 1986) + (year >= 2021) - taken + given);
    }
}

static void nothing_is_closed_before_its_rule_began(void **state)
{
    int list;

    (void)state;
    expect_name(ENGLAND, 1973, 1, 1, NULL);
    expect_name(ENGLAND, 1974, 1, 1, "New Year's Day");
    expect_name(SCOTLAND, 1973, 1, 1, "New Year's Day");
    expect_name(SCOTLAND, 1973, 12, 26, NULL);
    expect_name(SCOTLAND, 1974, 12, 26, "Boxing Day");
    expect_name(ENGLAND, 1973, 12, 26, "Boxing Day");
    expect_name(ENGLAND, 1977, 5, 2, NULL);
    expect_name(ENGLAND, 1978, 5, 1, "Early May bank holiday");
    expect_name(SCOTLAND, 1977, 5, 30, NULL);
    expect_name(SCOTLAND, 1978, 5, 29, "Spring bank holiday");
    expect_name(SCOTLAND, 2006, 11, 30, NULL);
    expect_name(SCOTLAND, 2007, 11, 30, "St Andrew's Day");
    expect_name(FEDERAL, 1985, 1, 21, NULL);
    expect_name(FEDERAL, 1986, 1, 20, "Birthday of Martin Luther King, Jr.");
    expect_name(FEDERAL, 2020, 6, 19, NULL);
    expect_name(FEDERAL, 1977, 10, 24, "Veterans Day");
    expect_name(FEDERAL, 1977, 11, 11, NULL);
    expect_name(FEDERAL, 1978, 10, 23, NULL);
    expect_name(FEDERAL, 1978, 11, 10, "Veterans Day (substitute)");
    for (list = 0; list < LISTS; list++)
        assert_int_equal(count_in(list, 1970), 0);
}

static void one_off_and_moved_days_are_there(void **state)
{
    int list;

    (void)state;
    for (list = ENGLAND; list <= IRELAND; list++) {
        expect_name(list, 1973, 11, 14, "Wedding of Princess Anne and Mark Phillips");
        expect_name(list, 1981, 7, 29, "Wedding of Prince Charles and Lady Diana Spencer");
        expect_name(list, 1995, 5, 1, NULL);
        expect_name(list, 1995, 5, 8, "Early May bank holiday");
        expect_name(list, 1999, 12, 31, "Millennium Eve");
        expect_name(list, 2002, 5, 27, NULL);
        expect_name(list, 2002, 6, 3, "Golden Jubilee of Elizabeth II");
        expect_name(list, 2002, 6, 4, "Spring bank holiday");
        expect_name(list, 2011, 4, 29, "Wedding of Prince William and Catherine Middleton");
        expect_name(list, 2020, 5, 8, "Early May bank holiday");
        expect_name(list, 2022, 9, 19, "State Funeral of Elizabeth II");
        expect_name(list, 2023, 5, 8, "Coronation of Charles III");
    }
    expect_name(ENGLAND, 1977, 5, 30, NULL);
    expect_name(ENGLAND, 1977, 6, 6, "Spring bank holiday");
    expect_name(ENGLAND, 1977, 6, 7, "Silver Jubilee of Elizabeth II");
    expect_name(SCOTLAND, 1977, 6, 7, NULL);
    expect_name(SCOTLAND, 2026, 6, 15, "World Cup");
    expect_name(ENGLAND, 2026, 6, 15, NULL);
}

static void substitutes_are_named_as_such(void **state)
{
    (void)state;
    expect_name(ENGLAND, 2026, 12, 25, "Christmas Day");
    expect_name(ENGLAND, 2026, 12, 28, "Boxing Day (substitute)");
    expect_name(ENGLAND, 2027, 12, 27, "Christmas Day (substitute)");
    expect_name(ENGLAND, 2027, 12, 28, "Boxing Day (substitute)");
    expect_name(ENGLAND, 2022, 12, 26, "Boxing Day");
    expect_name(ENGLAND, 2022, 12, 27, "Christmas Day (substitute)");
    expect_name(ENGLAND, 2028, 1, 3, "New Year's Day (substitute)");
    expect_name(SCOTLAND, 2028, 1, 4, "2nd January (substitute)");
    expect_name(FEDERAL, 2021, 6, 18, "Juneteenth National Independence Day (substitute)");
    expect_name(FEDERAL, 2022, 6, 20, "Juneteenth National Independence Day (substitute)");
    expect_name(FEDERAL, 2021, 12, 31, "New Year's Day (substitute)");
    expect_name(FEDERAL, 2026, 7, 3, "Independence Day (substitute)");
}

static void easter_is_known_to_2099(void **state)
{
    (void)state;
    expect_name(ENGLAND, 1971, 4, 9, "Good Friday");
    expect_name(ENGLAND, 2038, 4, 23, "Good Friday"); /* the latest Easter */
    expect_name(ENGLAND, 2038, 4, 26, "Easter Monday");
    expect_name(ENGLAND, 2008, 3, 21, "Good Friday"); /* a very early one */
    expect_name(ENGLAND, 2099, 4, 10, "Good Friday");
    expect_name(ENGLAND, 2099, 4, 13, "Easter Monday");
    expect_name(SCOTLAND, 2026, 4, 6, NULL);
}

static void uk_lists_are_known_to_2028_and_the_federal_one_has_no_end(void **state)
{
    int list;

    (void)state;
    for (list = ENGLAND; list <= IRELAND; list++)
        assert_int_equal(lists[list].known_until, sla__days_of(2028, 12, 31));
    assert_int_equal(lists[FEDERAL].known_until, INT32_MAX);
}

/* ------------------------------------------------------------------ texts and names */

static void the_lists_have_their_names_in_order(void **state)
{
    static const char *const names[] = {"uk-england-and-wales", "uk-scotland",
                                        "uk-northern-ireland", "us-federal"};
    size_t i;

    (void)state;
    for (i = 0; i < LISTS; i++) {
        assert_string_equal(sla_holidays_name(i), names[i]);
        assert_int_equal(sla__holidays_bundled(names[i], strlen(names[i])), (int)i);
    }
    assert_int_equal(sla__holidays_bundled("uk-scotland", 10), -1);
    assert_int_equal(sla__holidays_bundled("", 0), -1);
    assert_null(sla_holidays_name(LISTS));
    assert_null(sla_holidays_text(LISTS));
    assert_null(sla_holidays_name(SIZE_MAX));
}

static void the_texts_are_folded_lines_that_end_in_crlf(void **state)
{
    size_t list;

    (void)state;
    for (list = 0; list < LISTS; list++) {
        const char *at = sla_holidays_text(list);
        assert_memory_equal(at, "BEGIN:VCALENDAR\r\n", 17);
        while (*at != '\0') {
            const char *end = strchr(at, '\n');
            assert_non_null(end);
            assert_true(end > at && end[-1] == '\r' && end - at <= 76);
            at = end + 1;
        }
    }
}

/* ------------------------------------------------------------------ the list */

static void entries_keep_what_was_given(void **state)
{
    struct sla__holidays h = SLA__HOLIDAYS_INIT;
    int i;

    (void)state;
    for (i = 0; i < 100; i++) {
        assert_int_equal(sla__holidays_add_date(&h, i, "day", 3), SLA_OK);
        assert_int_equal(sla__holidays_add_year(&h, 2, 29, "leap", 4), SLA_OK);
        assert_int_equal(sla__holidays_add_span(&h, i, i + 1, 7, "span", 4), SLA_OK);
    }
    assert_int_equal(h.date_count, 100);
    assert_int_equal(h.dates[99].days, 99);
    assert_string_equal(h.names.at[h.dates[99].name], "day");
    assert_int_equal(h.years[99].month * 100 + h.years[99].day, 229);
    assert_string_equal(h.names.at[h.years[0].name], "leap");
    assert_int_equal(h.spans[99].from * 1000 + h.spans[99].to, 99100);
    assert_int_equal(h.spans[99].floating, 1);
    assert_int_equal(h.names.count, 3);
    sla__holidays_clear(&h);
    assert_int_equal(h.date_count + h.year_count + h.span_count + (size_t)h.names.count, 0);
    assert_int_equal(h.known_until, INT32_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(england_and_wales_closes_as_proclaimed_2012_to_2028),
        cmocka_unit_test(scotland_closes_as_proclaimed_2012_to_2028),
        cmocka_unit_test(northern_ireland_closes_as_proclaimed_2012_to_2028),
        cmocka_unit_test(federal_offices_close_as_observed_2012_to_2028),
        cmocka_unit_test(every_bundled_day_is_a_weekday),
        cmocka_unit_test(no_day_is_closed_twice_and_no_list_has_spans),
        cmocka_unit_test(each_year_has_its_number_of_days),
        cmocka_unit_test(nothing_is_closed_before_its_rule_began),
        cmocka_unit_test(one_off_and_moved_days_are_there),
        cmocka_unit_test(substitutes_are_named_as_such),
        cmocka_unit_test(easter_is_known_to_2099),
        cmocka_unit_test(uk_lists_are_known_to_2028_and_the_federal_one_has_no_end),
        cmocka_unit_test(the_lists_have_their_names_in_order),
        cmocka_unit_test(the_texts_are_folded_lines_that_end_in_crlf),
        cmocka_unit_test(entries_keep_what_was_given),
    };
    return cmocka_run_group_tests(tests, load_all, clear_all);
}
