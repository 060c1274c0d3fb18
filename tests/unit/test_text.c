/* SPDX-License-Identifier: MIT */
/* Growing texts, UTF-8, and foreign text quoted for a message. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include "base/text.h"

static void a_text_grows_at_its_end(void **state)
{
    struct sla__text t = {0};

    (void)state;
    sla__text_puts(&t, "due");
    sla__text_put(&t, " at noon", 3);
    sla__text_printf(&t, " %d:%02d", 9, 5);
    assert_string_equal(t.at, "due at 9:05");
    assert_int_equal(t.len, 11);
    assert_false(t.failed);
    sla__text_clear(&t);
    assert_null(t.at);
    assert_true(t.len == 0 && t.room == 0);
}

static void nothing_appended_is_an_empty_text(void **state)
{
    struct sla__text t = {0};

    (void)state;
    sla__text_put(&t, NULL, 0);
    assert_string_equal(t.at, "");
    sla__text_puts(&t, "");
    sla__text_printf(&t, "%s", "");
    assert_string_equal(t.at, "");
    assert_int_equal(t.len, 0);
    sla__text_clear(&t);
}

static void every_length_has_room_for_its_nul(void **state)
{
    struct sla__text t = {0};

    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        if (i % 2 == 0)
            sla__text_printf(&t, "%c", 'x');
        else
            sla__text_put(&t, "x", 1);
        assert_int_equal(t.len, i + 1);
        assert_int_equal(strlen(t.at), i + 1);
    }
    sla__text_clear(&t);
}

static void bytes_are_kept_as_they_are(void **state)
{
    struct sla__text t = {0};

    (void)state;
    sla__text_put(&t, "a\0b", 3);
    sla__text_printf(&t, "%.*s", 2, "cde");
    assert_int_equal(t.len, 5);
    assert_memory_equal(t.at, "a\0bcd", 6);
    sla__text_clear(&t);
}

static void a_length_that_cannot_be_fails_for_good(void **state)
{
    struct sla__text t = {0};

    (void)state;
    sla__text_puts(&t, "kept");
    sla__text_put(&t, "x", SIZE_MAX - 3);
    assert_true(t.failed);
    sla__text_puts(&t, " and no more");
    sla__text_printf(&t, "%d", 1);
    assert_string_equal(t.at, "kept");
    sla__text_clear(&t);
    assert_false(t.failed);
}

static void well_formed_utf8_is_ok(void **state)
{
    static const char *const right[] = {"",
                                        "plain",
                                        "\x7F",
                                        "\xC2\x80",
                                        "\xDF\xBF",
                                        "\xE0\xA0\x80",
                                        "\xED\x9F\xBF",
                                        "\xEE\x80\x80",
                                        "\xEF\xBF\xBF",
                                        "\xF0\x90\x80\x80",
                                        "\xF4\x8F\xBF\xBF",
                                        "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"};

    (void)state;
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        assert_true(sla__utf8_ok(right[i], strlen(right[i])));
}

static void broken_utf8_is_not(void **state)
{
    static const char *const wrong[] = {
        "\x80", /* a continuation with nothing to continue */
        "\xBF",
        "\xC2", /* cut short */
        "\xE2\x82",
        "\xF0\x9F\x98",
        "\xC2\x41", /* not continued */
        "\xE2\x28\xA1",
        "\xE2\x82\x28",
        "\xC0\x80", /* overlong */
        "\xC1\xBF",
        "\xE0\x9F\xBF",
        "\xF0\x8F\xBF\xBF",
        "\xED\xA0\x80", /* surrogates */
        "\xED\xBF\xBF",
        "\xF4\x90\x80\x80", /* beyond the last code point */
        "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80\x80",
        "\xF9\x80\x80\x80",
        "\xFE",
        "\xFF",
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (sla__utf8_ok(wrong[i], strlen(wrong[i])))
            fail_msg("text %zu of the broken ones was taken", i);
    }
    assert_false(sla__utf8_ok("a\0b", 3));
    assert_false(sla__utf8_ok("\xE2\x82\xAC", 2));
}

static void quotes_as(const char *text, size_t len, const char *expected)
{
    char out[SLA__QUOTE_MAX];

    memset(out, '#', sizeof out);
    assert_ptr_equal(sla__quote(text, len, out), out);
    assert_string_equal(out, expected);
}

static void foreign_text_stands_between_quotes(void **state)
{
    (void)state;
    quotes_as("P1", 2, "\"P1\"");
    quotes_as("", 0, "\"\"");
    quotes_as(NULL, 0, "\"\"");
    quotes_as("caf\xC3\xA9", 5, "\"caf\xC3\xA9\"");
    quotes_as("P1 and more", 2, "\"P1\"");
}

static void what_a_terminal_would_obey_is_shown_as_bytes(void **state)
{
    (void)state;
    quotes_as("a\x1B[31m", 6, "\"a\\x1B[31m\"");
    quotes_as("a\n\t\x7F", 4, "\"a\\x0A\\x09\\x7F\"");
    quotes_as("a\0b", 3, "\"a\\x00b\"");
    quotes_as("\xC2\x9B", 2, "\"\\xC2\\x9B\"");          /* the one-byte CSI */
    quotes_as("\xE2\x80\xAE", 3, "\"\\xE2\\x80\\xAE\""); /* writes from the right */
    quotes_as("\xEF\xBB\xBF", 3, "\"\\xEF\\xBB\\xBF\""); /* a byte order mark */
}

static void broken_utf8_is_shown_as_bytes(void **state)
{
    (void)state;
    quotes_as("a\xFFz", 3, "\"a\\xFFz\"");
    quotes_as("\xE2\x82", 2, "\"\\xE2\\x82\"");
    quotes_as("\xE2\x82\xAC", 2, "\"\\xE2\\x82\"");
}

static void a_quote_in_the_text_does_not_end_it(void **state)
{
    (void)state;
    quotes_as("say \"no\"", 8, "\"say \\\"no\\\"\"");
    quotes_as("C:\\x", 4, "\"C:\\\\x\"");
}

static void forty_characters_are_whole_and_more_are_cut(void **state)
{
    char text[400], expected[SLA__QUOTE_MAX];

    (void)state;
    memset(text, 'a', sizeof text);
    expected[0] = '"';
    memset(expected + 1, 'a', 40);
    strcpy(expected + 41, "\"");
    quotes_as(text, 40, expected);
    strcpy(expected + 41, "...\"");
    quotes_as(text, 41, expected);
    quotes_as(text, sizeof text, expected);
}

static void the_longest_quotes_fit_their_room(void **state)
{
    static const char *const pieces[] = {"\xF0\x9F\x98\x80", "\x01", "\xE2\x80\xAE", "\"", "\xFF"};

    (void)state;
    for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
        size_t len = strlen(pieces[p]);
        char text[400], out[SLA__QUOTE_MAX];

        for (size_t i = 0; i < sizeof text; i++)
            text[i] = pieces[p][i % len];
        sla__quote(text, sizeof text / len * len, out);
        assert_true(strlen(out) < SLA__QUOTE_MAX);
        assert_string_equal(out + strlen(out) - 4, "...\"");
        assert_true(sla__utf8_ok(out, strlen(out)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_grows_at_its_end),
        cmocka_unit_test(nothing_appended_is_an_empty_text),
        cmocka_unit_test(every_length_has_room_for_its_nul),
        cmocka_unit_test(bytes_are_kept_as_they_are),
        cmocka_unit_test(a_length_that_cannot_be_fails_for_good),
        cmocka_unit_test(well_formed_utf8_is_ok),
        cmocka_unit_test(broken_utf8_is_not),
        cmocka_unit_test(foreign_text_stands_between_quotes),
        cmocka_unit_test(what_a_terminal_would_obey_is_shown_as_bytes),
        cmocka_unit_test(broken_utf8_is_shown_as_bytes),
        cmocka_unit_test(a_quote_in_the_text_does_not_end_it),
        cmocka_unit_test(forty_characters_are_whole_and_more_are_cut),
        cmocka_unit_test(the_longest_quotes_fit_their_room),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
