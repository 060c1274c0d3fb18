/* SPDX-License-Identifier: MIT */
/*
 * Is every ticket answered, and is every row of use? The library works with sets; here a model
 * tries every ticket there can be, one by one, on small policies made at random.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "policy_text.h"

/* ------------------------------------------------------------------ small policies at random */

enum { DIMENSIONS = 7, TYPE = 0, PRIORITY = 1, STATUS = 2, SITE = 3, PLAN = 4, IN_A = 5, IN_B = 6 };
enum { CLOCKS = 2, ROWS_MAX = 6, ALL = -1 };

/* Values by dimension; for status and site the last one is "not set". */
static const int sizes[DIMENSIONS] = {2, 3, 3, 3, 2, 2, 2};
static const int named[DIMENSIONS] = {2, 3, 2, 2, 2, 2, 2};
static const char *const words[DIMENSIONS][3] = {
    {"t0", "t1"}, {"P0", "P1", "P2"}, {"s0", "s1"}, {"n", "s"}, {"g", "h"}, {"a", "a"}, {"b", "b"}};
static const char *const keys[5] = {"type", "priority", "status", "site", "plan"};

/* Bit sets of values by dimension; ~0 where there is no condition. */
struct when {
    unsigned fits[DIMENSIONS];
};

struct row {
    struct when when;
    int names[CLOCKS];        /* the clock stands in the row */
    unsigned entries[CLOCKS]; /* priorities that it lists; ~0: one target for all */
};

struct model {
    struct when clock[CLOCKS];
    struct row row[ROWS_MAX];
    int rows;
    int clock_line[CLOCKS], row_line[ROWS_MAX];
};

static uint64_t seed;

static unsigned dice(unsigned sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % sides;
}

static struct when any_when(unsigned rarely)
{
    struct when w;

    for (int d = 0; d < DIMENSIONS; d++)
        w.fits[d] = dice(rarely) == 0 ? 1 + dice((1u << named[d]) - 1) : ~0u;
    if (w.fits[IN_A] != ~0u) { /* one `started` in a condition, of one calendar */
        w.fits[IN_A] = 1u << dice(2);
        w.fits[IN_B] = ~0u;
    } else if (w.fits[IN_B] != ~0u) {
        w.fits[IN_B] = 1u << dice(2);
    }
    return w;
}

static void make_model(struct model *m)
{
    memset(m, 0, sizeof *m);
    for (int c = 0; c < CLOCKS; c++)
        m->clock[c] = any_when(8);
    m->rows = 1 + (int)dice(ROWS_MAX);
    for (int r = 0; r < m->rows; r++) {
        m->row[r].when = any_when(r == m->rows - 1 ? 20 : 4);
        for (int c = 0; c < CLOCKS; c++) {
            m->row[r].names[c] = dice(3) != 0 || (c == CLOCKS - 1 && !m->row[r].names[0]);
            m->row[r].entries[c] = dice(3) == 0 ? 1 + dice(7) : ~0u;
        }
    }
}

static void write_when(struct lines *l, const struct when *w)
{
    char line[200] = "";
    size_t at = 0;

    for (int d = 0; d < 5; d++) {
        if (w->fits[d] == ~0u)
            continue;
        at += (size_t)snprintf(line + at, sizeof line - at, "%s%s: [", at > 0 ? ", " : "", keys[d]);
        for (int v = 0, n = 0; v < named[d]; v++)
            if (w->fits[d] >> v & 1)
                at += (size_t)snprintf(line + at, sizeof line - at, "%s%s", n++ > 0 ? ", " : "",
                                       words[d][v]);
        at += (size_t)snprintf(line + at, sizeof line - at, "]");
    }
    for (int d = IN_A; d <= IN_B; d++)
        if (w->fits[d] != ~0u)
            at += (size_t)snprintf(line + at, sizeof line - at, "%sstarted: {%s: %s}",
                                   at > 0 ? ", " : "", w->fits[d] == 1 ? "inside" : "outside",
                                   words[d][0]);
    l->len--; /* goes on in the line before */
    add_line(l, line);
}

static void go_on(struct lines *l, const char *text)
{
    l->len--;
    add_line(l, text);
}

static int lines_in(const struct lines *l)
{
    int n = 0;

    for (size_t i = 0; i < l->len; i++)
        n += l->text[i] == '\n';
    return n;
}

static char *write_model(struct model *m)
{
    struct lines l = {NULL, 0};
    char part[64];

    add_line(&l, "slacore: 1\ncalendar: a\n"
                 "calendars:\n"
                 "  a: {timezone: UTC, hours: always}\n"
                 "  b: {timezone: UTC, hours: always}\n"
                 "types: [t0, t1]\npriorities: [P0, P1, P2]\nstatuses: [s0, s1]\n"
                 "attributes:\n"
                 "  site: {values: [n, s]}\n"
                 "  plan: {values: [g, h], default: g}\n"
                 "clocks:");
    for (int c = 0; c < CLOCKS; c++) {
        m->clock_line[c] = lines_in(&l) + 1;
        snprintf(part, sizeof part, "  c%d: {start: created, stop: closed, when: {", c);
        add_line(&l, part);
        write_when(&l, &m->clock[c]);
        go_on(&l, "}}");
    }
    add_line(&l, "targets:");
    for (int r = 0; r < m->rows; r++) {
        const struct row *row = &m->row[r];
        int clocks = 0;

        m->row_line[r] = lines_in(&l) + 1;
        add_line(&l, "  - {when: {");
        write_when(&l, &row->when);
        go_on(&l, "}, within: {");
        for (int c = 0; c < CLOCKS; c++) {
            if (!row->names[c])
                continue;
            snprintf(part, sizeof part, "%sc%d: ", clocks++ > 0 ? ", " : "", c);
            go_on(&l, part);
            if (row->entries[c] == ~0u) {
                go_on(&l, "1h");
                continue;
            }
            for (int v = 0, n = 0; v < 3; v++) {
                if (!(row->entries[c] >> v & 1))
                    continue;
                snprintf(part, sizeof part, "%sP%d: 1h", n++ > 0 ? ", " : "{", v);
                go_on(&l, part);
            }
            go_on(&l, "}");
        }
        go_on(&l, "}}");
    }
    return l.text;
}

/* ------------------------------------------------------------------ one ticket after the other */

static int fits(const struct when *w, const int *ticket)
{
    for (int d = 0; d < DIMENSIONS; d++)
        if (!(w->fits[d] >> ticket[d] & 1) || (w->fits[d] != ~0u && ticket[d] >= named[d]))
            return 0;
    return 1;
}

struct expected {
    int unanswered[CLOCKS];
    int dead[ROWS_MAX];
    int vain[ROWS_MAX]; /* warnings */
};

static struct expected try_all(const struct model *m)
{
    struct expected e = {{0}, {0}, {0}};
    unsigned used[ROWS_MAX][CLOCKS] = {{0}}; /* priorities for which the row answered */
    int ticket[DIMENSIONS] = {0};

    for (int d = 0; d < DIMENSIONS;) {
        for (int c = 0; c < CLOCKS; c++) {
            int r = 0;

            if (!fits(&m->clock[c], ticket))
                continue;
            while (r < m->rows &&
                   !(m->row[r].names[c] && (m->row[r].entries[c] >> ticket[PRIORITY] & 1) &&
                     fits(&m->row[r].when, ticket)))
                r++;
            if (r < m->rows)
                used[r][c] |= 1u << ticket[PRIORITY];
            else
                e.unanswered[c] = 1;
        }
        for (d = 0; d < DIMENSIONS && ++ticket[d] == sizes[d]; d++)
            ticket[d] = 0;
    }
    for (int r = 0; r < m->rows; r++) {
        const struct row *row = &m->row[r];

        e.dead[r] = !used[r][0] && !used[r][1];
        for (int c = 0; c < CLOCKS && !e.dead[r]; c++) {
            if (!row->names[c])
                continue;
            if (!used[r][c])
                e.vain[r]++;
            else if (row->entries[c] != ~0u)
                for (int v = 0; v < 3; v++)
                    e.vain[r] += (row->entries[c] & ~used[r][c]) >> v & 1;
        }
    }
    return e;
}

static int said(const sla_diagnostics *d, int line, int message)
{
    int n = 0;

    for (size_t i = 0; i < sla_diagnostics_count(d); i++)
        n += sla_diagnostics_line(d, i) == line && sla_diagnostics_number(d, i) == message;
    return n;
}

static void check_one(uint64_t with)
{
    struct model m;
    struct expected e;
    sla_diagnostics *d = NULL;
    sla_policy *p = NULL;
    char *text;
    int wrong = 0;

    seed = with;
    make_model(&m);
    text = write_model(&m);
    e = try_all(&m);
    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    (void)!sla_policy_parse(text, strlen(text), "p", NULL, d, &p);
    for (int c = 0; c < CLOCKS; c++)
        wrong += said(d, m.clock_line[c], 259) != e.unanswered[c];
    for (int r = 0; r < m.rows; r++)
        wrong +=
            said(d, m.row_line[r], 260) != e.dead[r] || said(d, m.row_line[r], 320) != e.vain[r];
    if (wrong > 0) {
        print_error("%s", text);
        for (size_t i = 0; i < sla_diagnostics_count(d); i++)
            print_error("%s\n", sla_diagnostics_text(d, i));
        fail_msg("seed %llu: %d lines are not as the model says", (unsigned long long)with, wrong);
    }
    sla_policy_unref(p);
    sla_diagnostics_free(d);
    free(text);
}

static void sets_of_tickets_agree_with_tickets_tried_one_by_one(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 100; i++)
        check_one(i);
}

/* ------------------------------------------------------------------ size */

/* Attributes a0, a1, ... of two values each. */
static struct lines with_attributes(int count)
{
    struct lines l = {NULL, 0};
    char line[80];

    add_line(&l, "slacore: 1\ncalendar: c\n"
                 "calendars: {c: {timezone: UTC, hours: always}}\n"
                 "clocks: {fix: {start: created, stop: closed}}\nattributes:");
    for (int i = 0; i < count; i++) {
        snprintf(line, sizeof line, "  a%d: {values: [x, y], default: x}", i);
        add_line(&l, line);
    }
    add_line(&l, "targets:");
    return l;
}

static void conditions_that_would_take_for_ever_run_into_a_limit(void **state)
{
    struct lines l = with_attributes(30);
    char line[120];
    sla_diagnostics *d = NULL;
    sla_policy *p = NULL;

    (void)state;
    seed = 7;
    for (int i = 0; i < 400; i++) {
        const unsigned a = dice(30), b = (a + 1 + dice(14)) % 30, c = (b + 1 + dice(14)) % 30;

        snprintf(line, sizeof line, "  - {when: {a%u: x, a%u: y%s%u: y}, within: {fix: 1h}}", a, b,
                 c == a ? ", b" : ", a", c);
        if (c != a)
            add_line(&l, line);
    }
    add_line(&l, "  - {within: {fix: 1h}}");
    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    assert_int_equal(sla_policy_parse(l.text, l.len, "p", NULL, d, &p), SLA_LIMIT);
    assert_null(p);
    assert_int_equal(sla_diagnostics_count(d), 1);
    assert_string_equal(sla_diagnostics_text(d, 0),
                        "p:36:1: error: SLA-0001: targets: to check every combination of their "
                        "conditions takes more than the limit of 64 million steps; use fewer "
                        "conditions");
    sla_diagnostics_free(d);
    free(l.text);
}

static void many_attributes_that_do_not_meet_are_no_trouble(void **state)
{
    struct lines l = with_attributes(30);
    char line[80];

    (void)state;
    for (int i = 0; i < 30; i++) {
        snprintf(line, sizeof line, "  - {when: {a%d: y}, within: {fix: 1h}}", i);
        add_line(&l, line);
    }
    add_line(&l, "  - {within: {fix: 2h}}");
    sla_policy_unref(policy_of(l.text));
    free(l.text);
}

static void a_thousand_types_with_a_row_each_are_no_trouble(void **state)
{
    struct lines l = {NULL, 0};
    char line[80];

    (void)state;
    add_line(&l, "slacore: 1\ncalendar: c\n"
                 "calendars: {c: {timezone: UTC, hours: always}}\n"
                 "clocks: {fix: {start: created, stop: closed}}\ntypes:");
    for (int i = 0; i < 1000; i++) {
        snprintf(line, sizeof line, "  - t%d", i);
        add_line(&l, line);
    }
    add_line(&l, "targets:");
    for (int i = 0; i < 1000; i++) {
        snprintf(line, sizeof line, "  - {when: {type: t%d}, within: {fix: %dm}}", i, i + 1);
        add_line(&l, line);
    }
    sla_policy_unref(policy_of(l.text));
    free(l.text);
}

/* ------------------------------------------------------------------ calendars */

/* Rows of one clock on calendars of which `odd` has no usual day. */
static char *days_policy(const char *row)
{
    struct lines l = {NULL, 0};

    add_line(&l, "slacore: 1\ntypes: [a, b]\n"
                 "calendars:\n"
                 "  even: {timezone: UTC, hours: {mon-fri: 09:00-17:00}}\n"
                 "  odd: {timezone: UTC, hours: {mon: 09:00-17:00, tue: 09:00-16:00}}\n"
                 "attributes: {site: {values: [n, s], default: n, calendar: {n: even, s: odd}}}\n"
                 "clocks: {fix: {start: created, stop: closed}}\n"
                 "targets:");
    add_line(&l, row);
    return l.text;
}

static void says(const char *row, const char *wanted)
{
    char *text = days_policy(row);
    sla_result rc;
    char *got = messages_of(text, strlen(text), &rc);

    if (wanted == NULL)
        assert_null(got);
    else
        assert_string_equal(got, wanted);
    free(got);
    free(text);
}

static void working_days_need_a_length_on_every_calendar_that_can_count(void **state)
{
    static const char refused[] =
        "p:9:20: error: SLA-0262: calendar \"odd\" has no usual length of a working day; give it "
        "\"day_length\", or write this target in hours\n"
        "p:5:3: note: SLA-0004: calendar \"odd\" is set here\n";

    (void)state;
    says("  - {within: {fix: 2 working days}}", refused);
    says("  - {within: {fix: 2 working days elapsed}}", refused);
    says("  - {within: {fix: 2 working days end of day}}", NULL); /* needs no length */
    says("  - {within: {fix: 2 working days}, calendar: even}", NULL);
    says("  - {when: {site: n}, within: {fix: 2 working days}}\n"
         "  - {when: {site: s}, within: {fix: 16h}}",
         NULL);
}

static void a_clock_without_a_target_needs_no_calendar(void **state)
{
    (void)state;
    sla_policy_unref(policy_of("slacore: 1\nclocks: {fix: {start: created, stop: closed}}\n"
                               "targets: [{within: {fix: none}}]\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sets_of_tickets_agree_with_tickets_tried_one_by_one),
        cmocka_unit_test(conditions_that_would_take_for_ever_run_into_a_limit),
        cmocka_unit_test(many_attributes_that_do_not_meet_are_no_trouble),
        cmocka_unit_test(a_thousand_types_with_a_row_each_are_no_trouble),
        cmocka_unit_test(working_days_need_a_length_on_every_calendar_that_can_count),
        cmocka_unit_test(a_clock_without_a_target_needs_no_calendar),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
