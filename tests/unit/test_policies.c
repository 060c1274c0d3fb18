/* SPDX-License-Identifier: MIT */
/* Runs the cases of tests/hostile/policies.txt: each policy says exactly what stands there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "policy_text.h"

#define CASES "tests/hostile/policies.txt"
#define CASES_MAX 400

static struct one_case {
    char name[120];
    int on_impero;
    struct lines text, edits, wanted; /* edits: as in the file, with their - and + */
} cases[CASES_MAX];

static size_t read_cases(void)
{
    FILE *f = fopen(CASES, "r");
    char line[1000];
    size_t count = 0;
    int wants = 0;

    if (f == NULL)
        fail_msg("%s is not there: run this from the top of the source", CASES);
    while (fgets(line, sizeof line, f) != NULL) {
        struct one_case *c = count > 0 ? &cases[count - 1] : NULL;

        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "== ", 3) == 0) {
            assert_in_range(count, 0, CASES_MAX - 1);
            snprintf(cases[count++].name, sizeof cases->name, "%.110s", line + 3);
            wants = 0;
        } else if (c == NULL) {
            continue; /* the file's head */
        } else if (strcmp(line, "--") == 0) {
            wants = 1;
        } else if (wants) {
            if (line[0] != '\0') {
                char whole[1002];

                snprintf(whole, sizeof whole, "p:%.990s", line);
                add_line(&c->wanted, whole);
            }
        } else if (strcmp(line, "@impero") == 0) {
            c->on_impero = 1;
        } else {
            add_line(c->on_impero ? &c->edits : &c->text, line);
        }
    }
    fclose(f);
    return count;
}

/* The base with the case's edits: a "-" takes a line away, each "+" puts one there. */
static void edit(struct one_case *c)
{
    static const char *base[200];
    static int gone[200];
    static size_t after[200]; /* which edit lines follow, as offsets from 1 */
    size_t at = 0, i;

    for (i = 0; impero_lines[i] != NULL; i++) {
        base[i] = impero_lines[i];
        gone[i] = 0;
        after[i] = 0;
    }
    for (char *e = c->edits.text; e != NULL && e < c->edits.text + c->edits.len;
         e += strlen(e) + 1) {
        e[strcspn(e, "\n")] = '\0';
        if (e[0] == '-') {
            for (at = 0; base[at] != NULL && (gone[at] || strcmp(base[at], e + 2) != 0); at++)
                ;
            if (base[at] == NULL)
                fail_msg("%s: the policy has no line \"%s\"", c->name, e + 2);
            gone[at] = 1;
        } else if (after[at] == 0) {
            after[at] = (size_t)(e - c->edits.text) + 1;
        }
    }
    for (i = 0; impero_lines[i] != NULL; i++) {
        if (!gone[i])
            add_line(&c->text, base[i]);
        for (const char *e = after[i] > 0 ? c->edits.text + after[i] - 1 : NULL;
             e != NULL && e < c->edits.text + c->edits.len && e[0] == '+'; e += strlen(e) + 1)
            add_line(&c->text, e + 2);
    }
}

static void every_policy_says_exactly_what_is_wrong_with_it(void **state)
{
    const size_t count = read_cases();
    int wrong = 0;

    (void)state;
    assert_true(count >= 60);
    for (size_t i = 0; i < count; i++) {
        struct one_case *c = &cases[i];
        const char *wanted;
        char *said;
        sla_result rc;

        if (c->on_impero)
            edit(c);
        wanted = c->wanted.text != NULL ? c->wanted.text : "";
        said = messages_of(c->text.text, c->text.len, &rc);
        if (strcmp(said != NULL ? said : "", wanted) != 0) {
            print_error("== %s\n-- says\n%s-- but should say\n%s", c->name,
                        said != NULL ? said : "", wanted);
            wrong++;
        }
        assert_true((rc == SLA_OK) == (strstr(wanted, " error: ") == NULL));
        free(said);
        free(c->text.text);
        free(c->edits.text);
        free(c->wanted.text);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_policy_says_exactly_what_is_wrong_with_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
