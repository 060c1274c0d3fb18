/* SPDX-License-Identifier: MIT */
#include "plans.h"

static void expect_windows(const char *text, const struct sla__window *expected, int32_t count)
{
    struct sla__windows w = windows_of(text);

    assert_int_equal(w.count, count);
    for (int32_t i = 0; i < count; i++) {
        assert_int_equal(w.at[i].open, expected[i].open);
        assert_int_equal(w.at[i].close, expected[i].close);
    }
    sla__free(w.at);
}

static void expect_refused(const char *text, const char *part_of_why, size_t expected_bad)
{
    struct sla__windows w = {(struct sla__window *)1, 1};
    const char *why = NULL;
    size_t bad = 99;

    assert_int_equal(sla__windows_parse(text, strlen(text), &w, &why, &bad), SLA_BAD_INPUT);
    assert_null(w.at);
    assert_int_equal(w.count, 0);
    assert_non_null(why);
    if (strstr(why, part_of_why) == NULL)
        fail_msg("\"%s\" is refused with \"%s\"", text, why);
    assert_int_equal(bad, expected_bad);
}

#define HM(h, m) ((h)*3600 + (m)*60)

static void a_window_is_two_times(void **state)
{
    (void)state;
    expect_windows("08:00-17:00", &(struct sla__window){HM(8, 0), HM(17, 0)}, 1);
    expect_windows(" 8:00 - 17:30 ", &(struct sla__window){HM(8, 0), HM(17, 30)}, 1);
    expect_windows("08:00:30-17:00", &(struct sla__window){HM(8, 0) + 30, HM(17, 0)}, 1);
}

static void a_close_before_its_open_is_the_next_day(void **state)
{
    (void)state;
    expect_windows("08:00-01:00", &(struct sla__window){HM(8, 0), HM(25, 0)}, 1);
    expect_windows("08:00-00:00", &(struct sla__window){HM(8, 0), HM(24, 0)}, 1);
    expect_windows("00:01-00:00", &(struct sla__window){HM(0, 1), HM(24, 0)}, 1);
}

static void midnight_closes_as_24(void **state)
{
    (void)state;
    expect_windows("08:00-24:00", &(struct sla__window){HM(8, 0), HM(24, 0)}, 1);
    expect_windows("00:00-24:00", &(struct sla__window){0, HM(24, 0)}, 1);
}

static void several_windows_stand_behind_commas(void **state)
{
    (void)state;
    expect_windows("09:00-12:00, 13:00-17:00",
                   (struct sla__window[]){{HM(9, 0), HM(12, 0)}, {HM(13, 0), HM(17, 0)}}, 2);
}

static void overlapping_windows_are_allowed(void **state)
{
    (void)state;
    expect_windows("09:00-12:00,11:00-17:00",
                   (struct sla__window[]){{HM(9, 0), HM(12, 0)}, {HM(11, 0), HM(17, 0)}}, 2);
}

static void closed_and_always_are_words(void **state)
{
    (void)state;
    expect_windows("closed", NULL, 0);
    expect_windows(" always ", &(struct sla__window){0, HM(24, 0)}, 1);
}

static void the_usual_slips_are_explained(void **state)
{
    (void)state;
    expect_refused("08:00\xe2\x80\x93"
                   "17:00",
                   "not a hyphen", 0);
    expect_refused("8am-5pm", "24-hour clock", 0);
    expect_refused("08:00-5pm", "24-hour clock", 6);
    expect_refused("0800-1700", "colon is missing", 0);
    expect_refused("8-17", "minutes are missing", 0);
    expect_refused("08:00-17", "minutes are missing", 6);
    expect_refused("8.00-17.00", "write a colon", 0);
    expect_refused("25:00-26:00", "no such time", 0);
    expect_refused("08:00-17:60", "no such time", 6);
    expect_refused("08:00 to 17:00", "write \"-\"", 0);
    expect_refused("08:00", "closing time is missing", 0);
    expect_refused("08:00-", "a time is missing", 6);
    expect_refused("", "hours are missing", 0);
    expect_refused("09:00-12:00,", "hours are missing", 12);
    expect_refused("open", "not a time of day", 0);
    expect_refused("09:00-12:00, closed", "stand alone", 13);
}

static void a_close_equal_to_its_open_is_an_error(void **state)
{
    (void)state;
    expect_refused("08:00-08:00", "00:00-24:00", 0);
    expect_refused("00:00-00:00", "00:00-24:00", 0);
    expect_refused("24:00-24:00", "only a closing time", 0);
}

static void nothing_opens_at_24(void **state)
{
    (void)state;
    expect_refused("24:00-08:00", "only a closing time", 0);
}

static void a_day_has_at_most_48_windows(void **state)
{
    char text[49 * 12 + 1] = "";

    (void)state;
    for (int i = 0; i < 48; i++) {
        char one[64];

        snprintf(one, sizeof one, "%s%02d:%02d-%02d:%02d", i > 0 ? "," : "", i / 2, i % 2 * 30,
                 i / 2, i % 2 * 30 + 15);
        strcat(text, one);
    }
    assert_int_equal(strlen(text), 48 * 12 - 1);
    sla__free(windows_of(text).at);
    strcat(text, ",00:20-00:25");
    expect_refused(text, "48 windows", 48 * 12);
}

static void weekdays_are_bits_from_monday(void **state)
{
    (void)state;
    assert_int_equal(sla__weekdays_parse("mon", 3), 1);
    assert_int_equal(sla__weekdays_parse("sun", 3), 64);
    assert_int_equal(sla__weekdays_parse("mon-fri", 7), 31);
    assert_int_equal(sla__weekdays_parse("mon, wed", 8), 5);
    assert_int_equal(sla__weekdays_parse(" mon - tue , sat", 16), 35);
}

static void ranges_of_weekdays_wrap(void **state)
{
    (void)state;
    assert_int_equal(sla__weekdays_parse("sun-thu", 7), 64 | 15);
    assert_int_equal(sla__weekdays_parse("fri-mon", 7), 16 | 32 | 64 | 1);
    assert_int_equal(sla__weekdays_parse("tue-mon", 7), 127);
}

static void other_texts_name_no_weekday(void **state)
{
    static const char *const texts[] = {"",        "monday",      "Mon",      "mon-",
                                        "-fri",    "mon,",        "mon mon",  "mon,mon",
                                        "mon-mon", "mon-fri,wed", "mon-fri-", "weekdays"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (sla__weekdays_parse(texts[i], strlen(texts[i])) != 0)
            fail_msg("\"%s\" was taken for weekdays", texts[i]);
    assert_int_equal(sla__weekdays_parse(NULL, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_is_two_times),
        cmocka_unit_test(a_close_before_its_open_is_the_next_day),
        cmocka_unit_test(midnight_closes_as_24),
        cmocka_unit_test(several_windows_stand_behind_commas),
        cmocka_unit_test(overlapping_windows_are_allowed),
        cmocka_unit_test(closed_and_always_are_words),
        cmocka_unit_test(the_usual_slips_are_explained),
        cmocka_unit_test(a_close_equal_to_its_open_is_an_error),
        cmocka_unit_test(nothing_opens_at_24),
        cmocka_unit_test(a_day_has_at_most_48_windows),
        cmocka_unit_test(weekdays_are_bits_from_monday),
        cmocka_unit_test(ranges_of_weekdays_wrap),
        cmocka_unit_test(other_texts_name_no_weekday),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
