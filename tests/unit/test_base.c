/* SPDX-License-Identifier: MIT */
/* Results in words, the version, checked arithmetic and the four that allocate. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <slacore/base.h>
#include "base/alloc.h"
#include "base/checked.h"

static void the_version_is_the_headers(void **state)
{
    char expected[32];

    (void)state;
    snprintf(expected, sizeof expected, "%d.%d.%d", SLA_VERSION_MAJOR, SLA_VERSION_MINOR,
             SLA_VERSION_PATCH);
    assert_string_equal(sla_version(), expected);
}

static void each_result_has_its_own_name_and_sentence(void **state)
{
    (void)state;
    for (int i = SLA_OK; i <= SLA_REFUSED; i++) {
        const char *text = sla_result_text((sla_result)i);

        assert_int_equal(strncmp(sla_result_name((sla_result)i), "SLA_", 4), 0);
        assert_true(text[0] >= 'A' && text[0] <= 'Z' && text[strlen(text) - 1] != '.');
        for (int j = SLA_OK; j < i; j++) {
            assert_string_not_equal(text, sla_result_text((sla_result)j));
            assert_string_not_equal(sla_result_name((sla_result)i), sla_result_name((sla_result)j));
        }
    }
    assert_string_equal(sla_result_name(SLA_NEVER_OPENS), "SLA_NEVER_OPENS");
}

static void a_number_that_is_no_result_has_words_too(void **state)
{
    (void)state;
    assert_string_equal(sla_result_name((sla_result)(SLA_REFUSED + 1)), "unknown");
    assert_string_not_equal(sla_result_text((sla_result)(SLA_REFUSED + 1)), "");
}

static void the_greatest_instant_is_the_first_of_2100(void **state)
{
    (void)state;
    assert_int_equal(SLA_TIME_MAX, INT64_C(4102444800));
}

static void checked_arithmetic_reports_overflow_and_leaves_the_answer_alone(void **state)
{
    int64_t r = 5;

    (void)state;
    assert_int_equal(sla__add64(INT64_MAX, 1, &r), 1);
    assert_int_equal(r, 5);
}

static void checked_arithmetic_reaches_both_ends(void **state)
{
    int64_t r = 5;

    (void)state;
    assert_int_equal(sla__add64(INT64_MAX - 1, 1, &r), 0);
    assert_true(r == INT64_MAX);
}

static void new_memory_is_zero(void **state)
{
    unsigned char *p = sla__alloc(100, 3);

    (void)state;
    assert_non_null(p);
    for (int i = 0; i < 300; i++)
        assert_int_equal(p[i], 0);
    sla__free(p);
}

static void memory_for_nothing_is_not_null(void **state)
{
    void *none = sla__alloc(0, 8), *nothing = sla__alloc(8, 0), *again;

    (void)state;
    assert_non_null(none);
    assert_non_null(nothing);
    again = sla__realloc(none, 0, 8);
    assert_non_null(again);
    sla__free(again);
    sla__free(nothing);
    sla__free(NULL);
}

static void a_size_that_overflows_is_no_memory(void **state)
{
    char *p = sla__alloc(1, 1);

    (void)state;
    assert_non_null(p);
    assert_null(sla__alloc(SIZE_MAX / 8 + 1, 8));
    assert_null(sla__realloc(p, SIZE_MAX / 8 + 1, 8));
    assert_null(sla__strndup(p, SIZE_MAX));
    sla__free(p); /* still ours */
}

static void growing_keeps_what_was_there(void **state)
{
    char *p = sla__realloc(NULL, 4, 1);

    (void)state;
    assert_non_null(p);
    memcpy(p, "abc", 4);
    p = sla__realloc(p, 4096, 16);
    assert_non_null(p);
    assert_string_equal(p, "abc");
    sla__free(p);
}

static void a_copied_text_ends_in_nul(void **state)
{
    char *p = sla__strndup("abcdef", 3), *empty = sla__strndup(NULL, 0);

    (void)state;
    assert_string_equal(p, "abc");
    assert_string_equal(empty, "");
    sla__free(p);
    sla__free(empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_version_is_the_headers),
        cmocka_unit_test(each_result_has_its_own_name_and_sentence),
        cmocka_unit_test(a_number_that_is_no_result_has_words_too),
        cmocka_unit_test(the_greatest_instant_is_the_first_of_2100),
        cmocka_unit_test(checked_arithmetic_reports_overflow_and_leaves_the_answer_alone),
        cmocka_unit_test(checked_arithmetic_reaches_both_ends),
        cmocka_unit_test(new_memory_is_zero),
        cmocka_unit_test(memory_for_nothing_is_not_null),
        cmocka_unit_test(a_size_that_overflows_is_no_memory),
        cmocka_unit_test(growing_keeps_what_was_there),
        cmocka_unit_test(a_copied_text_ends_in_nul),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
