/* SPDX-License-Identifier: MIT */
/* Names by number, and "did you mean". */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"

static void names_are_numbered_as_they_come(void **state)
{
    struct sla__names n = {0};
    int32_t number = -1;

    (void)state;
    assert_int_equal(sla__names_add(&n, "P1", 2, &number), SLA_OK);
    assert_int_equal(number, 0);
    assert_int_equal(sla__names_add(&n, "P2 and more", 2, &number), SLA_OK);
    assert_int_equal(number, 1);
    assert_string_equal(n.at[1], "P2");
    assert_int_equal(n.count, 2);
    sla__names_clear(&n);
}

static void a_name_that_is_there_keeps_its_number(void **state)
{
    struct sla__names n = {0};
    int32_t number = -1;

    (void)state;
    assert_int_equal(sla__names_add(&n, "open", 4, &number), SLA_OK);
    assert_int_equal(sla__names_add(&n, "closed", 6, &number), SLA_OK);
    assert_int_equal(sla__names_add(&n, "open", 4, &number), SLA_OK);
    assert_int_equal(number, 0);
    assert_int_equal(n.count, 2);
    sla__names_clear(&n);
}

static void nothing_is_found_among_no_names(void **state)
{
    struct sla__names n = {0};

    (void)state;
    assert_int_equal(sla__names_find(&n, "open", 4), -1);
    assert_null(sla__names_nearest(&n, "open", 4));
    sla__names_clear(&n);
}

static void names_differ_by_case_and_length(void **state)
{
    struct sla__names n = {0};
    int32_t number;

    (void)state;
    assert_int_equal(sla__names_add(&n, "open", 4, &number), SLA_OK);
    assert_int_equal(sla__names_add(&n, "", 0, &number), SLA_OK);
    assert_int_equal(sla__names_find(&n, "Open", 4), -1);
    assert_int_equal(sla__names_find(&n, "ope", 3), -1);
    assert_int_equal(sla__names_find(&n, "opens", 5), -1);
    assert_int_equal(sla__names_find(&n, "open", 4), 0);
    assert_int_equal(sla__names_find(&n, "", 0), 1);
    sla__names_clear(&n);
}

static void a_name_with_nul_is_no_name(void **state)
{
    struct sla__names n = {0};
    int32_t number = 7;

    (void)state;
    assert_int_equal(sla__names_add(&n, "a\0b", 3, &number), SLA_INVALID_ARGUMENT);
    assert_int_equal(number, 7);
    assert_int_equal(n.count, 0);
    assert_int_equal(sla__names_add(&n, "a", 1, &number), SLA_OK);
    assert_int_equal(sla__names_find(&n, "a\0b", 3), -1);
    sla__names_clear(&n);
}

static void thousands_of_names_are_all_found(void **state)
{
    struct sla__names n = {0};
    char name[16];

    (void)state;
    for (int32_t i = 0; i < 20000; i++) {
        int32_t number = -1;
        int len = snprintf(name, sizeof name, "name %d", (int)i);

        assert_int_equal(sla__names_add(&n, name, (size_t)len, &number), SLA_OK);
        assert_int_equal(number, i);
    }
    for (int32_t i = 0; i < 20000; i++) {
        int len = snprintf(name, sizeof name, "name %d", (int)i);

        assert_int_equal(sla__names_find(&n, name, (size_t)len), i);
        assert_string_equal(n.at[i], name);
    }
    assert_int_equal(sla__names_find(&n, "name 20000", 10), -1);
    sla__names_clear(&n);
    assert_null(n.at);
    assert_int_equal(n.count, 0);
}

/* ------------------------------------------------------------------ did you mean */

static const char *const words[] = {"response", "resolution", "update", "mon",
                                    "uk",       "us-eastern", NULL};

static void means(const char *name, const char *expected)
{
    const char *near = sla__nearest(words, name, strlen(name));

    if (expected == NULL)
        assert_null(near);
    else if (near == NULL)
        fail_msg("nothing is near \"%s\"", name);
    else
        assert_string_equal(near, expected);
}

static void a_slip_is_understood(void **state)
{
    (void)state;
    means("respone", "response");
    means("responsse", "response");
    means("rasponse", "response");
    means("resoltuion", "resolution");
    means("us_eastern", "us-eastern");
    means("mom", "mon");
    means("response", "response");
}

static void exchanged_letters_and_case_count_little(void **state)
{
    (void)state;
    means("RESPONSE", "response");
    means("UK", "uk");
    means("ku", "uk");
    means("Mon", "mon");
    means("UPDTAE", "update");
}

static void another_word_is_not_a_slip(void **state)
{
    (void)state;
    means("calendar", NULL);
    means("up", NULL);
    means("fr", NULL);
    means("x", NULL);
    means("", NULL);
    means("upd", NULL);
}

static void a_third_of_the_length_may_differ_and_no_more(void **state)
{
    static const char *const nine[] = {"abcdefghi", NULL};

    (void)state;
    assert_non_null(sla__nearest(nine, "xxxdefghi", 9));
    assert_null(sla__nearest(nine, "xxxxefghi", 9));
    assert_non_null(sla__nearest(nine, "defghi", 6));
    assert_null(sla__nearest(nine, "efghi", 5));
    assert_non_null(sla__nearest(nine, "abcdefghi123", 12));
}

static void the_nearest_wins_and_then_the_first(void **state)
{
    static const char *const known[] = {"prio-a", "prio-b", "priority", "Priority", NULL};

    (void)state;
    assert_string_equal(sla__nearest(known, "prio-c", 6), "prio-a");
    assert_string_equal(sla__nearest(known, "priorty", 7), "priority");
    assert_string_equal(sla__nearest(known, "Priorty", 7), "Priority");
}

static void the_length_ends_the_name(void **state)
{
    static const char *const known[] = {"update", NULL};
    char exact[6]; /* no NUL behind: a sanitizer sees any byte too many */

    (void)state;
    memcpy(exact, "updaet", sizeof exact);
    assert_string_equal(sla__nearest(known, exact, sizeof exact), "update");
}

static void names_longer_than_64_bytes_are_not_compared(void **state)
{
    char longest[66];
    const char *known[] = {longest, NULL};

    (void)state;
    memset(longest, 'a', 65);
    longest[65] = '\0';
    assert_null(sla__nearest(known, longest, 64));
    assert_null(sla__nearest(known, longest, 65));
    longest[64] = '\0';
    assert_ptr_equal(sla__nearest(known, longest, 63), longest);
    assert_ptr_equal(sla__nearest(known, longest, 64), longest);
}

/* 64 bytes each: the work allowed is 2^18 cells, so the 66th is not looked at any more. */
static void the_work_for_one_question_is_bounded(void **state)
{
    struct sla__names n = {0};
    char name[65];
    int32_t number;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "%064d", i);
        assert_int_equal(sla__names_add(&n, name, 64, &number), SLA_OK);
    }
    snprintf(name, sizeof name, "%064d", 999);
    name[0] = 'x';
    assert_string_not_equal(sla__names_nearest(&n, name, 64) + 61, "999");
    snprintf(name, sizeof name, "%064d", 60);
    name[0] = 'x';
    assert_string_equal(sla__names_nearest(&n, name, 64) + 61, "060");
    sla__names_clear(&n);
}

static void the_nearest_of_numbered_names_is_found(void **state)
{
    struct sla__names n = {0};
    int32_t number;

    (void)state;
    assert_int_equal(sla__names_add(&n, "gulf", 4, &number), SLA_OK);
    assert_int_equal(sla__names_add(&n, "us-eastern", 10, &number), SLA_OK);
    assert_string_equal(sla__names_nearest(&n, "us-estern", 9), "us-eastern");
    assert_null(sla__names_nearest(&n, "tokyo", 5));
    sla__names_clear(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_numbered_as_they_come),
        cmocka_unit_test(a_name_that_is_there_keeps_its_number),
        cmocka_unit_test(nothing_is_found_among_no_names),
        cmocka_unit_test(names_differ_by_case_and_length),
        cmocka_unit_test(a_name_with_nul_is_no_name),
        cmocka_unit_test(thousands_of_names_are_all_found),
        cmocka_unit_test(a_slip_is_understood),
        cmocka_unit_test(exchanged_letters_and_case_count_little),
        cmocka_unit_test(another_word_is_not_a_slip),
        cmocka_unit_test(a_third_of_the_length_may_differ_and_no_more),
        cmocka_unit_test(the_nearest_wins_and_then_the_first),
        cmocka_unit_test(the_length_ends_the_name),
        cmocka_unit_test(names_longer_than_64_bytes_are_not_compared),
        cmocka_unit_test(the_work_for_one_question_is_bounded),
        cmocka_unit_test(the_nearest_of_numbered_names_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
