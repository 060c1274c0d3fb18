/* SPDX-License-Identifier: MIT */
/* SHA-256 against its known answers. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include "base/fingerprint.h"

static void is_sha256(const char *text, size_t len, const char *expected)
{
    struct sla__fingerprint f;
    char hex[65];

    sla__fingerprint_init(&f);
    sla__fingerprint_add(&f, text, len);
    sla__fingerprint_hex(&f, hex);
    assert_string_equal(hex, expected);
}

static void the_answers_of_the_standard_are_met(void **state)
{
    (void)state;
    is_sha256("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    is_sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void the_padding_fits_at_every_edge_of_a_block(void **state)
{
    static const struct {
        size_t len;
        const char *expected;
    } known[] = {
        {0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
        {56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
        {63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
        {64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
        {65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
        {119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"},
        {120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"},
        {128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e"},
    };
    char text[128];

    (void)state;
    memset(text, 'a', sizeof text);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        is_sha256(text, known[i].len, known[i].expected);
}

static void the_pieces_do_not_matter(void **state)
{
    struct sla__fingerprint f;
    char text[1000], hex[65];

    (void)state;
    memset(text, 'a', sizeof text);
    for (size_t piece = 1; piece <= sizeof text; piece += 61) {
        sla__fingerprint_init(&f);
        for (size_t left = 1000000; left > 0;) {
            size_t n = piece < left ? piece : left;

            sla__fingerprint_add(&f, text, n);
            left -= n;
        }
        sla__fingerprint_hex(&f, hex);
        assert_string_equal(hex,
                            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }
}

static void adding_may_go_on_after_the_hex(void **state)
{
    struct sla__fingerprint f;
    char early[65], late[65];

    (void)state;
    sla__fingerprint_init(&f);
    sla__fingerprint_add(&f, "a", 1);
    sla__fingerprint_hex(&f, early);
    sla__fingerprint_add(&f, "bc", 2);
    sla__fingerprint_hex(&f, late);
    assert_string_equal(early, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
    assert_string_equal(late, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void a_text_brings_its_length(void **state)
{
    struct sla__fingerprint f;
    char hex[65];

    (void)state;
    sla__fingerprint_init(&f);
    sla__fingerprint_add_text(&f, "abc", 3);
    sla__fingerprint_hex(&f, hex);
    assert_string_equal(hex, "c3494ca1a2cf8eeb8a11ded316fb55b83c3bbbedb6313cd50415251e5d09e12f");
}

static void two_texts_never_run_into_each_other(void **state)
{
    struct sla__fingerprint f, g;
    char one[65], other[65];

    (void)state;
    sla__fingerprint_init(&f);
    sla__fingerprint_add_text(&f, "ab", 2);
    sla__fingerprint_add_text(&f, "c", 1);
    sla__fingerprint_hex(&f, one);
    sla__fingerprint_init(&g);
    sla__fingerprint_add_text(&g, "a", 1);
    sla__fingerprint_add_text(&g, "bc", 2);
    sla__fingerprint_hex(&g, other);
    assert_string_not_equal(one, other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_answers_of_the_standard_are_met),
        cmocka_unit_test(the_padding_fits_at_every_edge_of_a_block),
        cmocka_unit_test(the_pieces_do_not_matter),
        cmocka_unit_test(adding_may_go_on_after_the_hex),
        cmocka_unit_test(a_text_brings_its_length),
        cmocka_unit_test(two_texts_never_run_into_each_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
