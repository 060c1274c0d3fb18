/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/time.h"
#include "calendar/zone.h"
#include "tzif.h"

#define HOUR 3600
#define BEGIN_1969 (-365 * (int64_t)86400)

static unsigned char bytes[TZIF_ROOM];

static int64_t utc(int year, int month, int day, int hour, int minute)
{
    return (int64_t)sla__days_of(year, month, day) * SLA__DAY + hour * HOUR + minute * 60;
}

static struct sla__zone *parsed(size_t len)
{
    struct sla__zone *zone;
    const char *why;

    if (sla__zone_parse("Test/Zone", bytes, len, &zone, &why) != SLA_OK)
        fail_msg("refused: %s", why);
    return zone;
}

static struct sla__zone *of_footer(const char *footer)
{
    return parsed(tzif_of_footer(footer, bytes));
}

static void refused(size_t len, const char *words)
{
    struct sla__zone *zone = (struct sla__zone *)bytes;
    const char *why = NULL;

    assert_int_equal(sla__zone_parse("Test/Zone", bytes, len, &zone, &why), SLA_BAD_INPUT);
    assert_null(zone);
    assert_non_null(why);
    if (strstr(why, words) == NULL)
        fail_msg("\"%s\" should say \"%s\"", why, words);
}

/* Three hours east, then two, then three, from 1 April and 1 October 2000. */
static const int64_t three_at[] = {954547200, 970358400};
static const unsigned char three_index[] = {1, 0};
static const int32_t three_offset[] = {3 * HOUR, 2 * HOUR};
static const struct tzif three = {'2', 2, 2, three_at, three_index, three_offset, "<+03>-3"};

/* ------------------------------------------------------------------ names */

static void names_of_the_zone_directory_are_zone_names(void **state)
{
    static const char *const good[] = {
        "UTC",
        "GMT",
        "EST5EDT",
        "Etc/GMT+5",
        "America/Argentina/ComodRivadavia",
        "GMT-0",
        "Asia/Dubai",
        "localtime2",
        "America/Port-au-Prince",
        "Europe/posix",
    };
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!sla__zone_name_ok(good[i], strlen(good[i])))
            fail_msg("\"%s\" is a good name", good[i]);
    }
}

static void paths_and_special_files_are_no_zone_names(void **state)
{
    static const char *const bad[] = {
        "",
        "/",
        "/UTC",
        "UTC/",
        "Europe//London",
        "..",
        "../UTC",
        "Europe/../UTC",
        "Europe/.",
        "zone.tab",
        "a/b/c/d",
        "localtime",
        "posixrules",
        "Factory",
        "posix/UTC",
        "right/UTC",
        "posix",
        "right",
        "Europe\\London",
        "GMT Standard Time",
        "Europe/London\n",
        "\xc3\xa9",
    };
    char longest[SLA__ZONE_NAME_MAX + 1];

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (sla__zone_name_ok(bad[i], strlen(bad[i])))
            fail_msg("\"%s\" is a bad name", bad[i]);
    }
    assert_false(sla__zone_name_ok("UTC\0", 4));
    memset(longest, 'a', sizeof longest);
    assert_true(sla__zone_name_ok(longest, SLA__ZONE_NAME_MAX));
    assert_false(sla__zone_name_ok(longest, SLA__ZONE_NAME_MAX + 1));
}

static void abbreviations_and_windows_names_have_hints(void **state)
{
    (void)state;
    assert_string_equal(sla__zone_hint("CST", 3), "America/Chicago");
    assert_string_equal(sla__zone_hint("gst", 3), "Asia/Dubai");
    assert_string_equal(sla__zone_hint("GMT Standard Time", 17), "Europe/London");
    assert_null(sla__zone_hint("CS", 2));
    assert_null(sla__zone_hint("CSTX", 4));
    assert_null(sla__zone_hint("", 0));
}

/* ------------------------------------------------------------------ what is read */

static void offsets_change_at_the_second_of_the_transition(void **state)
{
    struct sla__zone *zone = parsed(tzif_write(&three, bytes));

    (void)state;
    assert_string_equal(sla__zone_name(zone), "Test/Zone");
    assert_int_equal(sla__zone_transition_count(zone), 3);
    assert_int_equal(sla__zone_offset(zone, three_at[0] - 1), 3 * HOUR);
    assert_int_equal(sla__zone_offset(zone, three_at[0]), 2 * HOUR);
    assert_int_equal(sla__zone_offset(zone, three_at[1] - 1), 2 * HOUR);
    assert_int_equal(sla__zone_offset(zone, three_at[1]), 3 * HOUR);
    assert_int_equal(sla__zone_offset(zone, INT64_MIN), 3 * HOUR);
    assert_int_equal(sla__zone_offset(zone, INT64_MAX), 3 * HOUR);
    sla__zone_unref(zone);
}

static void before_the_first_transition_the_first_type_holds(void **state)
{
    static const unsigned char index[] = {1, 2};
    static const int32_t offset[] = {-17 * 60, HOUR, 2 * HOUR};
    struct tzif f = {'3', 2, 3, three_at, index, offset, ""};
    struct sla__zone *zone = parsed(tzif_write(&f, bytes));

    (void)state;
    assert_int_equal(sla__zone_offset(zone, three_at[0] - 1), -17 * 60);
    assert_int_equal(sla__zone_offset(zone, 0), -17 * 60);
    sla__zone_unref(zone);
}

static void an_empty_footer_leaves_the_last_offset_for_ever(void **state)
{
    static const unsigned char index[] = {0, 1};
    struct tzif f = {'4', 2, 2, three_at, index, three_offset, ""};
    struct sla__zone *zone = parsed(tzif_write(&f, bytes));

    (void)state;
    assert_int_equal(sla__zone_offset(zone, SLA_TIME_MAX), 2 * HOUR);
    assert_int_equal(sla__zone_transition_count(zone), 2);
    sla__zone_unref(zone);
}

static void transitions_that_change_no_offset_are_left_out(void **state)
{
    static const unsigned char index[] = {1, 2};
    static const int32_t offset[] = {HOUR, HOUR, HOUR};
    struct tzif f = {'2', 2, 3, three_at, index, offset, "<+01>-1"};
    struct sla__zone *zone = parsed(tzif_write(&f, bytes));
    int64_t at;
    int32_t east;

    (void)state;
    assert_int_equal(sla__zone_transition_count(zone), 1);
    sla__zone_transition(zone, 0, &at, &east);
    assert_true(at == INT64_MIN);
    assert_int_equal(east, HOUR);
    sla__zone_unref(zone);
}

static void the_footer_rules_from_the_last_transition_on(void **state)
{
    struct tzif f = three;
    struct sla__zone *zone;

    (void)state;
    f.footer = "CET-1CEST,M3.5.0,M10.5.0/3"; /* contradicts the file's +03:00 */
    zone = parsed(tzif_write(&f, bytes));
    assert_int_equal(sla__zone_offset(zone, three_at[1] - 1), 2 * HOUR);
    /* 1 October 2000 is summer: no change at the last transition is left. */
    assert_int_equal(sla__zone_offset(zone, three_at[1]), 2 * HOUR);
    assert_int_equal(sla__zone_offset(zone, utc(2000, 10, 29, 0, 59)), 2 * HOUR);
    assert_int_equal(sla__zone_offset(zone, utc(2000, 10, 29, 1, 0)), HOUR);
    assert_int_equal(sla__zone_offset(zone, utc(2099, 7, 1, 0, 0)), 2 * HOUR);
    sla__zone_unref(zone);
}

static void transitions_before_1969_are_folded_into_the_beginning(void **state)
{
    static const int64_t at[] = {INT64_MIN, -9000000000, BEGIN_1969 - 1, BEGIN_1969};
    static const unsigned char index[] = {1, 2, 3, 0};
    static const int32_t offset[] = {0, 1, 2, 3};
    struct tzif f = {'2', 4, 4, at, index, offset, ""};
    struct sla__zone *zone = parsed(tzif_write(&f, bytes));

    (void)state;
    assert_int_equal(sla__zone_transition_count(zone), 2);
    assert_int_equal(sla__zone_offset(zone, INT64_MIN), 3);
    assert_int_equal(sla__zone_offset(zone, BEGIN_1969 - 1), 3);
    assert_int_equal(sla__zone_offset(zone, BEGIN_1969), 0);
    sla__zone_unref(zone);
}

static void transitions_after_2101_do_no_harm(void **state)
{
    static const int64_t at[] = {INT64_MAX - 1, INT64_MAX};
    struct tzif f = three;
    struct sla__zone *zone;

    (void)state;
    f.at = at;
    f.footer = "GMT0BST,M3.5.0/1,M10.5.0";
    zone = parsed(tzif_write(&f, bytes));
    assert_int_equal(sla__zone_transition_count(zone), 1);
    sla__zone_unref(zone);
}

/* The same zone by its footer alone, and with ten years written out, as zic -b slim and fat do. */
static void fat_and_slim_files_give_the_same_bytes(void **state)
{
    static const int32_t offset[] = {0, HOUR};
    int64_t at[20];
    unsigned char index[20];
    struct tzif f = {'2', 20, 2, at, index, offset, "GMT0BST,M3.5.0/1,M10.5.0"};
    struct sla__zone *slim = of_footer(f.footer), *fat;
    size_t slim_len, fat_len;
    const void *slim_data, *fat_data;

    (void)state;
    for (size_t i = 0; i < 20; i++) {
        int32_t east;
        sla__zone_transition(slim, i + 1, &at[i], &east);
        index[i] = east != 0;
    }
    fat = parsed(tzif_write(&f, bytes));
    slim_data = sla__zone_data(slim, &slim_len);
    fat_data = sla__zone_data(fat, &fat_len);
    assert_int_equal(slim_len, fat_len);
    assert_int_equal(slim_len, 12 * sla__zone_transition_count(slim));
    assert_memory_equal(slim_data, fat_data, slim_len);
    sla__zone_unref(slim);
    sla__zone_unref(fat);
}

static void a_zone_lives_until_its_last_owner_leaves(void **state)
{
    struct sla__zone *zone = of_footer("UTC0");

    (void)state;
    assert_ptr_equal(sla__zone_ref(zone), zone);
    sla__zone_unref(zone);
    assert_string_equal(sla__zone_name(zone), "Test/Zone");
    sla__zone_unref(zone);
    sla__zone_unref(NULL);
    assert_null(sla__zone_ref(NULL));
}

/* ------------------------------------------------------------------ what is refused */

static void other_formats_and_versions_are_refused(void **state)
{
    struct tzif f = three;
    size_t len;

    (void)state;
    refused(0, "not a TZif file");
    bytes[0] = 'T';
    refused(1, "not a TZif file");
    memset(bytes, 0, 64);
    refused(64, "not a TZif file");
    f.version = 0;
    refused(tzif_write(&f, bytes), "version 1");
    f.version = '1';
    refused(tzif_write(&f, bytes), "none of 2, 3 and 4");
    f.version = '5';
    refused(tzif_write(&f, bytes), "none of 2, 3 and 4");
    f.version = '2';
    len = tzif_write(&f, bytes);
    bytes[TZIF_SECOND + 4] = '3';
    refused(len, "differ in version");
}

static void a_file_cut_short_anywhere_is_refused(void **state)
{
    size_t len = tzif_write(&three, bytes);

    (void)state;
    for (size_t cut = 0; cut < len; cut++) {
        unsigned char *copy = malloc(cut + 1); /* so that the sanitizer sees a read beyond it */
        struct sla__zone *zone;
        const char *why;

        memcpy(copy, bytes, cut);
        copy = realloc(copy, cut > 0 ? cut : 1);
        if (sla__zone_parse("Test/Zone", copy, cut, &zone, &why) != SLA_BAD_INPUT)
            fail_msg("cut to %zu of %zu bytes, but accepted", cut, len);
        free(copy);
    }
}

static void bytes_behind_the_footer_are_ignored(void **state)
{
    size_t len = tzif_write(&three, bytes);

    (void)state;
    memset(bytes + len, 'x', 100);
    sla__zone_unref(parsed(len + 100));
}

static void more_than_128_kib_are_refused(void **state)
{
    static unsigned char large[128 * 1024 + 1];
    struct sla__zone *zone;
    const char *why;
    size_t len = tzif_write(&three, bytes);

    (void)state;
    memcpy(large, bytes, len);
    assert_int_equal(sla__zone_parse("A", large, sizeof large, &zone, &why), SLA_BAD_INPUT);
    assert_non_null(strstr(why, "128 KiB"));
    assert_int_equal(sla__zone_parse("A", large, sizeof large - 1, &zone, &why), SLA_OK);
    sla__zone_unref(zone);
}

static void impossible_counts_are_refused(void **state)
{
    (void)state;
    for (int block = 0; block < 2; block++) {
        for (int i = 0; i < 6; i++) {
            size_t len = tzif_write(&three, bytes);
            tzif_put(bytes + block * TZIF_SECOND + TZIF_COUNT(i), UINT32_MAX, 4);
            refused(len, "cut short");
        }
    }
}

/* One change to the good file `three`, and what is said of it. */
static void each_broken_field_is_named(void **state)
{
    enum { INDEX = TZIF_BODY + 16, TYPES = INDEX + 2, CHARS = TYPES + 12, FOOTER = CHARS + 4 };
    static const struct {
        size_t at;
        int bytes;
        uint64_t value;
        const char *words;
    } wrong[] = {
        {TZIF_BODY + 8, 8, 954547200, "not in order"}, /* twice the same */
        {TZIF_BODY + 8, 8, (uint64_t)-1, "not in order"},
        {INDEX, 1, 2, "does not exist"},
        {TYPES, 4, 26 * HOUR, "more than a day"},
        {TYPES, 4, (uint32_t)(-25 * HOUR), "more than a day"},
        {TYPES, 4, 0x80000000, "more than a day"},
        {TYPES + 4, 1, 2, "broken time type"},
        {TYPES + 11, 1, 4, "broken time type"},
        {CHARS + 3, 1, 'D', "abbreviations"},
        {FOOTER, 1, 'x', "no footer"},
        {FOOTER + 8, 1, 'x', "does not end"},
        {FOOTER + 1, 1, 'x', "not a POSIX TZ string"},
        {TZIF_SECOND + TZIF_COUNT(4), 4, 0, "time types"},
        {TZIF_SECOND + TZIF_COUNT(0), 4, 1, "indicators"},
        {TZIF_SECOND + TZIF_COUNT(1), 4, 1, "indicators"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        size_t len = tzif_write(&three, bytes);
        tzif_put(bytes + wrong[i].at, wrong[i].value, wrong[i].bytes);
        refused(len, wrong[i].words);
    }
}

static void leap_seconds_are_refused(void **state)
{
    size_t len = tzif_write(&three, bytes), at = TZIF_BODY + 2 * 9 + 2 * 6 + 4;

    (void)state;
    memmove(bytes + at + 12, bytes + at, len - at);
    tzif_put(bytes + at, 78796800, 8);
    tzif_put(bytes + at + 8, 1, 4);
    tzif_put(bytes + TZIF_SECOND + TZIF_COUNT(2), 1, 4);
    refused(len + 12, "leap seconds");
}

static void indicators_are_checked(void **state)
{
    size_t len = tzif_write(&three, bytes), at = TZIF_BODY + 2 * 9 + 2 * 6 + 4;

    (void)state;
    memmove(bytes + at + 4, bytes + at, len - at);
    tzif_put(bytes + TZIF_SECOND + TZIF_COUNT(0), 2, 4);
    tzif_put(bytes + TZIF_SECOND + TZIF_COUNT(1), 2, 4);
    memcpy(bytes + at, "\1\0\1\0", 4);
    sla__zone_unref(parsed(len + 4));
    memcpy(bytes + at, "\1\0\1\1", 4); /* universal but not standard */
    refused(len + 4, "broken indicator");
    memcpy(bytes + at, "\2\0\0\0", 4);
    refused(len + 4, "broken indicator");
}

static void more_than_2000_transitions_are_refused(void **state)
{
    static int64_t at[2001];
    static unsigned char index[2001];
    struct tzif f = {'2', 2000, 2, at, index, three_offset, ""};
    struct sla__zone *zone;

    (void)state;
    for (int i = 0; i < 2001; i++) {
        at[i] = i;
        index[i] = i % 2;
    }
    zone = parsed(tzif_write(&f, bytes));
    assert_int_equal(sla__zone_transition_count(zone), 2000); /* the first one changes nothing */
    sla__zone_unref(zone);
    f.times = 2001;
    refused(tzif_write(&f, bytes), "2000 transitions");
}

/* Any answer will do, as long as it is one. */
static void use(const struct sla__zone *zone)
{
    for (int64_t t = -86400; t < SLA_TIME_MAX; t += 86400 * 365 + 12345) {
        int32_t east = sla__zone_offset(zone, t);
        int64_t back = sla__zone_to_utc(zone, t);

        assert_in_range(east + 26 * HOUR, 0, 52 * HOUR);
        assert_in_range(t - back + 26 * HOUR, 0, 52 * HOUR);
    }
}

static void corrupt_each_byte(size_t len)
{
    static const unsigned char values[] = {0x00, 0x01, 0x7f, 0x80, 0xff, '\n', 'Z'};

    for (size_t i = 0; i < len; i++) {
        unsigned char was = bytes[i];
        for (size_t v = 0; v < sizeof values; v++) {
            struct sla__zone *zone;
            const char *why;

            bytes[i] = values[v];
            if (sla__zone_parse("Test/Zone", bytes, len, &zone, &why) == SLA_OK)
                use(zone);
            sla__zone_unref(zone);
        }
        bytes[i] = was;
    }
}

static void no_single_wrong_byte_does_harm(void **state)
{
    struct tzif f = three;

    (void)state;
    f.footer = "IST-1GMT0,M10.5.0,M3.5.0/1";
    corrupt_each_byte(tzif_write(&f, bytes));
}

static void no_single_wrong_byte_of_a_real_file_does_harm(void **state)
{
    FILE *file = fopen("/usr/share/zoneinfo/America/New_York", "rb");
    size_t len;

    (void)state;
    if (file == NULL)
        skip();
    len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    sla__zone_unref(parsed(len));
    corrupt_each_byte(len);
}

/* ------------------------------------------------------------------ footers */

static void footers_that_are_no_tz_strings_are_refused(void **state)
{
    static const char *const bad[] = {
        "UTC",
        "UT0",
        "<UT>0",
        "<UTC0",
        "UTC0 ",
        " UTC0",
        "UTC25",
        "UTC0:60",
        "UTC0:0:60",
        "UTC0:",
        "UTC--1",
        "U1C0",
        "<U_C>0",
        "EST5EDT",
        "EST5EDT,",
        "EST5EDT,M3.2.0",
        ":Europe/London",
        "EST5EDT,M3.2.0,",
        "EST5EDT,M0.2.0,M11.1.0",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.0.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,M3.2,M11.1.0",
        "EST5EDT,J0,M11.1.0",
        "EST5EDT,J366,M11.1.0",
        "EST5EDT,366,M11.1.0",
        "EST5EDT,-1,M11.1.0",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0/-168,M11.1.0",
        "EST5EDT,M3.2.0/,M11.1.0",
        "EST5EDT,M3.2.0,M11.1.0,",
        "EST5EDT,M3.2.0,M11.1.0x",
        "EST5ED,M3.2.0,M11.1.0",
        "EST5EDT25,M3.2.0,M11.1.0",
        "EST99999999999999999999",
        "EST5EDT,M3.2.0/2:60,M11.1.0",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct sla__zone *zone;
        const char *why;
        size_t len = tzif_of_footer(bad[i], bytes);

        if (sla__zone_parse("Test/Zone", bytes, len, &zone, &why) != SLA_BAD_INPUT)
            fail_msg("\"%s\" was accepted", bad[i]);
    }
}

static void fixed_offsets_count_west_in_the_footer_and_east_in_the_zone(void **state)
{
    static const struct {
        const char *footer;
        int32_t east;
    } fixed[] = {
        {"UTC0", 0},
        {"EST5", -5 * HOUR},
        {"EST+5", -5 * HOUR},
        {"<+03>-3", 3 * HOUR},
        {"<-0930>9:30", -34200},
        {"Abc-0:00:01", 1},
        {"XYZ24:59:59", -89999},
        {"XYZ-24:59:59", 89999},
        {"<+00>-00", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        struct sla__zone *zone = of_footer(fixed[i].footer);
        assert_int_equal(sla__zone_transition_count(zone), 1);
        assert_int_equal(sla__zone_offset(zone, 0), fixed[i].east);
        sla__zone_unref(zone);
    }
}

/* `at` is the last second of `before` plus one. */
static void changes(const char *footer, int64_t at, int32_t before, int32_t after)
{
    struct sla__zone *zone = of_footer(footer);

    if (sla__zone_offset(zone, at - 1) != before || sla__zone_offset(zone, at) != after)
        fail_msg("%s at %lld: from %d to %d, not from %d to %d", footer, (long long)at,
                 sla__zone_offset(zone, at - 1), sla__zone_offset(zone, at), before, after);
    sla__zone_unref(zone);
}

static void edges_fall_where_the_footer_says(void **state)
{
    static const char dublin[] = "IST-1GMT0,M10.5.0,M3.5.0/1",
                      gaza[] = "EET-2EEST,M3.4.4/50,M10.4.4/50",
                      nuuk[] = "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", odd[] = "AAA0BBB,J60/0,J300/0",
                      zero[] = "AAA0BBB,59/0,299/0",
                      wide[] = "AAA0BBB,M6.1.1/-167,M9.1.1/167:59:59",
                      south[] = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0";

    (void)state;
    changes("EST5EDT,M3.2.0,M11.1.0", utc(2026, 3, 8, 7, 0), -5 * HOUR, -4 * HOUR);
    changes("EST5EDT,M3.2.0,M11.1.0", utc(2026, 11, 1, 6, 0), -4 * HOUR, -5 * HOUR);
    changes(dublin, utc(2026, 3, 29, 1, 0), 0, HOUR); /* winter is its "daylight saving" */
    changes(dublin, utc(2026, 10, 25, 1, 0), HOUR, 0);
    changes(dublin, utc(1969, 3, 30, 1, 0), 0, HOUR);          /* in it since the year before */
    changes(gaza, utc(2026, 3, 28, 0, 0), 2 * HOUR, 3 * HOUR); /* Thursday and 50 hours */
    changes(nuuk, utc(2026, 3, 29, 1, 0), -2 * HOUR, -HOUR);   /* Saturday, 23:00 */
    changes(south, utc(2026, 4, 4, 15, 0), 11 * HOUR, 10 * HOUR + 1800);
    changes(south, utc(2026, 10, 3, 15, 30), 10 * HOUR + 1800, 11 * HOUR);
    changes(odd, utc(2024, 3, 1, 0, 0), 0, HOUR); /* J never counts 29 February */
    changes(odd, utc(2026, 3, 1, 0, 0), 0, HOUR);
    changes(odd, utc(2024, 10, 26, 23, 0), HOUR, 0);
    changes(zero, utc(2024, 2, 29, 0, 0), 0, HOUR); /* the plain number does */
    changes(zero, utc(2026, 3, 1, 0, 0), 0, HOUR);
    changes(wide, utc(2026, 5, 25, 1, 0), 0, HOUR);
    changes(wide, utc(2026, 9, 13, 22, 59) + 59, HOUR, 0);
    changes("AAA0BBB,M2.5.0/0,M12.5.4/24", utc(2026, 12, 31, 23, 0), HOUR, 0);
    changes("AAA0BBB,M2.5.0/0,M12.5.4/24", utc(2032, 2, 29, 0, 0), 0, HOUR);
    changes("AAA0BBB,M2.5.0/0,M12.5.4/24", utc(2101, 2, 27, 0, 0), 0, HOUR);
}

static void daylight_saving_time_may_last_all_year(void **state)
{
    static const char *const whole[] = {"XXX3EDT4,0/0,J365/23", "EST5EDT,0/0,J365/25",
                                        "EST5EDT4,M1.1.0/-167,M12.5.0/167"};

    (void)state;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        struct sla__zone *zone = of_footer(whole[i]);
        assert_int_equal(sla__zone_transition_count(zone), 1);
        assert_int_equal(sla__zone_offset(zone, 0), -4 * HOUR);
        sla__zone_unref(zone);
    }
}

static void daylight_saving_time_may_last_no_time(void **state)
{
    struct sla__zone *zone = of_footer("AAA0BBB,M3.2.0/2,M3.2.0/3");

    (void)state;
    assert_int_equal(sla__zone_transition_count(zone), 1);
    assert_int_equal(sla__zone_offset(zone, 0), 0);
    sla__zone_unref(zone);
}

/* ------------------------------------------------------------------ wall times */

static void london_at_both_changes_is_read_by_rfc_5545(void **state)
{
    struct sla__zone *zone = of_footer("GMT0BST,M3.5.0/1,M10.5.0");

    (void)state;
    /* The hour that is skipped takes the offset from before. */
    assert_int_equal(sla__zone_to_utc(zone, utc(2026, 3, 29, 0, 59)), utc(2026, 3, 29, 0, 59));
    assert_int_equal(sla__zone_to_utc(zone, utc(2026, 3, 29, 1, 0)), utc(2026, 3, 29, 1, 0));
    assert_int_equal(sla__zone_to_utc(zone, utc(2026, 3, 29, 1, 30)), utc(2026, 3, 29, 1, 30));
    assert_int_equal(sla__zone_to_utc(zone, utc(2026, 3, 29, 2, 0)), utc(2026, 3, 29, 1, 0));
    /* The hour that comes twice means the first time. */
    assert_int_equal(sla__zone_to_utc(zone, utc(2026, 10, 25, 0, 59)), utc(2026, 10, 24, 23, 59));
    assert_int_equal(sla__zone_to_utc(zone, utc(2026, 10, 25, 1, 0)), utc(2026, 10, 25, 0, 0));
    assert_int_equal(sla__zone_to_utc(zone, utc(2026, 10, 25, 1, 59)), utc(2026, 10, 25, 0, 59));
    assert_int_equal(sla__zone_to_utc(zone, utc(2026, 10, 25, 2, 0)), utc(2026, 10, 25, 2, 0));
    sla__zone_unref(zone);
}

static void a_date_that_a_date_line_skips_takes_the_offset_from_before(void **state)
{
    /* Apia had no 30 December 2011. */
    static const int64_t at[] = {1325239200};
    static const unsigned char index[] = {1};
    static const int32_t offset[] = {-10 * HOUR, 14 * HOUR};
    struct tzif f = {'2', 1, 2, at, index, offset, ""};
    struct sla__zone *zone = parsed(tzif_write(&f, bytes));

    (void)state;
    assert_int_equal(sla__zone_to_utc(zone, utc(2011, 12, 29, 23, 59)), at[0] - 60);
    assert_int_equal(sla__zone_to_utc(zone, utc(2011, 12, 30, 0, 0)), at[0]);
    assert_int_equal(sla__zone_to_utc(zone, utc(2011, 12, 30, 12, 0)), at[0] + 12 * HOUR);
    assert_int_equal(sla__zone_to_utc(zone, utc(2011, 12, 30, 23, 59)), at[0] + 24 * HOUR - 60);
    assert_int_equal(sla__zone_to_utc(zone, utc(2011, 12, 31, 0, 0)), at[0]);
    sla__zone_unref(zone);
}

static void a_date_that_comes_twice_means_the_first(void **state)
{
    /* As Manila in 1844, the other way round: from 14 hours east to 10 west. */
    static const int64_t at[] = {1325239200};
    static const unsigned char index[] = {1};
    static const int32_t offset[] = {14 * HOUR, -10 * HOUR};
    struct tzif f = {'2', 1, 2, at, index, offset, ""};
    struct sla__zone *zone = parsed(tzif_write(&f, bytes));

    (void)state;
    assert_int_equal(sla__zone_to_utc(zone, at[0] - 10 * HOUR), at[0] - 24 * HOUR);
    assert_int_equal(sla__zone_to_utc(zone, at[0] + 14 * HOUR - 1), at[0] - 1);
    assert_int_equal(sla__zone_to_utc(zone, at[0] + 14 * HOUR), at[0] + 24 * HOUR);
    sla__zone_unref(zone);
}

static void a_wall_time_skipped_and_shown_later_is_not_skipped(void **state)
{
    /* An hour forward, and half an hour later an hour back. */
    static const int64_t at[] = {1000000000, 1000001800};
    static const unsigned char index[] = {1, 0};
    static const int32_t offset[] = {0, HOUR};
    struct tzif f = {'2', 2, 2, at, index, offset, ""};
    struct sla__zone *zone = parsed(tzif_write(&f, bytes));

    (void)state;
    assert_int_equal(sla__zone_to_utc(zone, at[1]), at[1]);
    assert_int_equal(sla__zone_to_utc(zone, at[0] + 600), at[0] + 600); /* in the gap for good */
    sla__zone_unref(zone);
}

/* A model that walks the clock: the first step that shows the wall time, else the first step over
 * it. All is in whole steps of ten minutes. */
static int64_t walked(const struct tzif *f, int64_t wall)
{
    int64_t skipped = INT64_MIN;
    int32_t before = 0;

    for (int64_t t = wall - 27 * HOUR; t <= wall + 27 * HOUR; t += 600) {
        int32_t east = f->offset[0];

        for (uint32_t i = 0; i < f->times && f->at[i] <= t; i++)
            east = f->offset[f->index[i]];
        if (t + east == wall)
            return t;
        if (t + east > wall && skipped == INT64_MIN)
            skipped = wall - before;
        before = east;
    }
    return skipped;
}

static void wild_zones_agree_with_a_clock_walked_by_hand(void **state)
{
    uint32_t seed = 20260329;

    (void)state;
    for (int round = 0; round < 300; round++) {
        int64_t at[12];
        unsigned char index[12];
        int32_t offset[6];
        struct tzif f = {'2', 12, 6, at, index, offset, ""};
        int64_t t = 1000000200;
        struct sla__zone *zone;

        for (int i = 0; i < 6; i++) {
            seed = seed * 1664525 + 1013904223;
            offset[i] = (int32_t)(seed >> 16) % 149 * 600 - 74 * 600;
        }
        for (int i = 0; i < 12; i++) {
            seed = seed * 1664525 + 1013904223;
            t += 600 * (1 + (int64_t)(seed >> 16) % (round % 2 == 0 ? 20 : 200));
            at[i] = t;
            index[i] = (unsigned char)((seed >> 8) % 6);
        }
        zone = parsed(tzif_write(&f, bytes));
        for (int64_t wall = at[0] - 30 * HOUR; wall < t + 30 * HOUR; wall += 4200) {
            int64_t want = walked(&f, wall), got = sla__zone_to_utc(zone, wall);
            if (want != got)
                fail_msg("round %d, wall %lld: %lld, not %lld", round, (long long)wall,
                         (long long)got, (long long)want);
        }
        sla__zone_unref(zone);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_the_zone_directory_are_zone_names),
        cmocka_unit_test(paths_and_special_files_are_no_zone_names),
        cmocka_unit_test(abbreviations_and_windows_names_have_hints),
        cmocka_unit_test(offsets_change_at_the_second_of_the_transition),
        cmocka_unit_test(before_the_first_transition_the_first_type_holds),
        cmocka_unit_test(an_empty_footer_leaves_the_last_offset_for_ever),
        cmocka_unit_test(transitions_that_change_no_offset_are_left_out),
        cmocka_unit_test(the_footer_rules_from_the_last_transition_on),
        cmocka_unit_test(transitions_before_1969_are_folded_into_the_beginning),
        cmocka_unit_test(transitions_after_2101_do_no_harm),
        cmocka_unit_test(fat_and_slim_files_give_the_same_bytes),
        cmocka_unit_test(a_zone_lives_until_its_last_owner_leaves),
        cmocka_unit_test(other_formats_and_versions_are_refused),
        cmocka_unit_test(a_file_cut_short_anywhere_is_refused),
        cmocka_unit_test(bytes_behind_the_footer_are_ignored),
        cmocka_unit_test(more_than_128_kib_are_refused),
        cmocka_unit_test(impossible_counts_are_refused),
        cmocka_unit_test(each_broken_field_is_named),
        cmocka_unit_test(leap_seconds_are_refused),
        cmocka_unit_test(indicators_are_checked),
        cmocka_unit_test(more_than_2000_transitions_are_refused),
        cmocka_unit_test(no_single_wrong_byte_does_harm),
        cmocka_unit_test(no_single_wrong_byte_of_a_real_file_does_harm),
        cmocka_unit_test(footers_that_are_no_tz_strings_are_refused),
        cmocka_unit_test(fixed_offsets_count_west_in_the_footer_and_east_in_the_zone),
        cmocka_unit_test(edges_fall_where_the_footer_says),
        cmocka_unit_test(daylight_saving_time_may_last_all_year),
        cmocka_unit_test(daylight_saving_time_may_last_no_time),
        cmocka_unit_test(london_at_both_changes_is_read_by_rfc_5545),
        cmocka_unit_test(a_date_that_a_date_line_skips_takes_the_offset_from_before),
        cmocka_unit_test(a_date_that_comes_twice_means_the_first),
        cmocka_unit_test(a_wall_time_skipped_and_shown_later_is_not_skipped),
        cmocka_unit_test(wild_zones_agree_with_a_clock_walked_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
