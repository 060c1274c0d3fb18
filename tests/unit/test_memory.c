/* SPDX-License-Identifier: MIT */
/* The base when memory runs out: this program brings its own four, and each allocation fails once.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/alloc.h"
#include "base/diagnostics.h"
#include "base/text.h"

static long until_failure; /* how many succeed; after that one fails */

static int granted(void)
{
    return until_failure-- != 0;
}

void *sla__alloc(size_t count, size_t size)
{
    return granted() ? calloc(count, size) : NULL;
}

void *sla__realloc(void *old, size_t count, size_t size)
{
    return granted() ? realloc(old, count * size) : NULL;
}

void sla__free(void *p)
{
    free(p);
}

char *sla__strndup(const char *text, size_t len)
{
    return granted() ? strndup(text, len) : NULL;
}

static const struct sla__place here = {"policy.yaml", 12, 9};

static void diagnostics_that_cannot_be_made_are_null(void **state)
{
    sla_diagnostics *d = (sla_diagnostics *)&until_failure;

    (void)state;
    until_failure = 0;
    assert_int_equal(sla_diagnostics_new(&d), SLA_NO_MEMORY);
    assert_null(d);
}

static void a_message_without_memory_is_dropped_but_counted(void **state)
{
    size_t kept;
    long failing = 0;

    (void)state;
    do {
        sla_diagnostics *d;

        until_failure = -1;
        assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
        until_failure = failing++;
        sla__report(d, SLA__MSG_LIMIT, here, "%0100d", 1); /* grows its text more than once */
        until_failure = -1;
        assert_int_equal(sla_diagnostics_count_of(d, SLA_ERROR), 1);
        kept = sla_diagnostics_count(d);
        sla__report(d, SLA__MSG_SET_BEFORE, here, "set here");
        assert_int_equal(sla_diagnostics_count_of(d, SLA_NOTE), 1);
        assert_int_equal(sla_diagnostics_count(d), 2 * kept); /* a note goes with its error */
        sla__report(d, SLA__MSG_LIMIT, here, "the next");
        assert_string_equal(sla_diagnostics_message(d, 2 * kept), "the next");
        sla_diagnostics_free(d);
    } while (kept == 0);
    assert_int_equal(failing, 4); /* the file, the text, its growth; then nothing fails */
}

static void a_text_without_memory_stays_failed_and_whole(void **state)
{
    struct sla__text t = {0};

    (void)state;
    until_failure = 1;
    sla__text_puts(&t, "kept");
    sla__text_printf(&t, "%0200d", 1);
    assert_true(t.failed);
    until_failure = -1;
    sla__text_puts(&t, " and no more");
    assert_string_equal(t.at, "kept");
    sla__text_clear(&t);
}

static void names_without_memory_are_as_before(void **state)
{
    (void)state;
    for (long failing = 0; failing < 200; failing++) {
        struct sla__names n = {0};
        char name[16];

        until_failure = failing;
        for (int i = 0; i < 40; i++) {
            int32_t number = -7;
            int len = snprintf(name, sizeof name, "name %d", i);
            sla_result rc = sla__names_add(&n, name, (size_t)len, &number);

            if (rc != SLA_OK) { /* the one that failed */
                assert_int_equal(rc, SLA_NO_MEMORY);
                assert_int_equal(number, -7);
                assert_int_equal(n.count, i);
                assert_int_equal(sla__names_find(&n, name, (size_t)len), -1);
                assert_int_equal(sla__names_add(&n, name, (size_t)len, &number), SLA_OK);
            }
            assert_int_equal(number, i);
        }
        for (int i = 0; i < 40; i++) {
            int len = snprintf(name, sizeof name, "name %d", i);

            assert_int_equal(sla__names_find(&n, name, (size_t)len), i);
        }
        sla__names_clear(&n);
        if (until_failure >= 0) /* there were not so many allocations */
            return;
    }
    fail_msg("some allocation always failed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(diagnostics_that_cannot_be_made_are_null),
        cmocka_unit_test(a_message_without_memory_is_dropped_but_counted),
        cmocka_unit_test(a_text_without_memory_stays_failed_and_whole),
        cmocka_unit_test(names_without_memory_are_as_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
