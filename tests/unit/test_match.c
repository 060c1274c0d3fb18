/* SPDX-License-Identifier: MIT */
/* Which priority, target and calendar a ticket has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "policy_text.h"
#include "policy/model.h"

#define MONDAY_NOON 1795435200 /* 2026-11-23T12:00:00Z */
#define SUNDAY_NOON 1795348800 /* 2026-11-22T12:00:00Z */

static int32_t number(const sla_policy *p, sla_name_kind kind, const char *name)
{
    const int32_t n = sla_policy_find(p, kind, name);

    if (n < 0)
        fail_msg("the policy has no \"%s\"", name);
    return n;
}

static struct sla__facts no_facts(void)
{
    struct sla__facts f = {.type = -1, .impact = -1, .urgency = -1, .given = -1, .status = -1};

    for (size_t i = 0; i < SLA__ATTRIBUTES_MAX; i++)
        f.attribute[i] = -1;
    return f;
}

/* A ticket of a type, with a priority that the host gave; either may be NULL. */
static struct sla__facts ticket(const sla_policy *p, const char *type, const char *priority)
{
    struct sla__facts f = no_facts();

    if (type != NULL)
        f.type = number(p, SLA_NAME_TYPE, type);
    if (priority != NULL)
        f.given = number(p, SLA_NAME_PRIORITY, priority);
    return f;
}

/* The text of the target, "" if no row names the clock. */
static const char *target(const sla_policy *p, const char *clock, const struct sla__facts *f,
                          sla_time started)
{
    const struct sla__match m = sla__policy_match(p, number(p, SLA_NAME_CLOCK, clock), f, started);

    assert_int_equal(m.row == NULL, m.target == NULL);
    return m.target != NULL ? m.target->text : "";
}

static const char *calendar(const sla_policy *p, const char *clock, const struct sla__facts *f)
{
    const int32_t n = number(p, SLA_NAME_CLOCK, clock);
    const struct sla__match m = sla__policy_match(p, n, f, SLA_TIME_NONE);
    const int32_t c = sla__policy_calendar_of(p, n, m.row, f);

    return c >= 0 ? p->calendar_names.at[c] : "";
}

/* ------------------------------------------------------------------ priority */

static void the_matrix_is_that_of_the_agreement(void **state)
{
    static const char *const wanted[3][4] = {
        {"P1", "P1", "P1", "P1"}, {"P2", "P2", "P3", "P4"}, {"P3", "P3", "P4", "P4"}};
    sla_policy *p = impero_policy();

    (void)state;
    for (int32_t u = 0; u < 3; u++)
        for (int32_t i = 0; i < 4; i++)
            assert_string_equal(sla_policy_priority(p, "incident",
                                                    sla_policy_name_at(p, SLA_NAME_IMPACT, i),
                                                    sla_policy_name_at(p, SLA_NAME_URGENCY, u)),
                                wanted[u][i]);
    sla_policy_unref(p);
}

static void the_axes_may_be_written_the_other_way_round(void **state)
{
    sla_policy *p = policy_of("slacore: 1\npriorities: [A, B, C]\npriority:\n"
                              "  axes: [impact, urgency]\n"
                              "  matrix: {wide: {now: A, soon: B}, narrow: {now: B, soon: C}}\n");

    (void)state;
    assert_string_equal(sla_policy_name_at(p, SLA_NAME_IMPACT, 1), "narrow");
    assert_string_equal(sla_policy_name_at(p, SLA_NAME_URGENCY, 1), "soon");
    assert_string_equal(sla_policy_priority(p, NULL, "wide", "soon"), "B");
    assert_string_equal(sla_policy_priority(p, NULL, "narrow", "soon"), "C");
    assert_null(sla_policy_priority(p, NULL, "soon", "wide"));
    sla_policy_unref(p);
}

static void a_fixed_priority_stands_before_the_matrix(void **state)
{
    sla_policy *p = impero_policy();

    (void)state;
    assert_string_equal(sla_policy_priority(p, "service_request", "severe", "high"), "P5");
    assert_string_equal(sla_policy_priority(p, "service_request", NULL, NULL), "P5");
    assert_string_equal(sla_policy_priority(p, NULL, "severe", "high"), "P1");
    sla_policy_unref(p);
}

static void facts_that_are_missing_or_unknown_decide_nothing(void **state)
{
    sla_policy *p = impero_policy();

    (void)state;
    assert_null(sla_policy_priority(p, "incident", "severe", NULL));
    assert_null(sla_policy_priority(p, "incident", NULL, "high"));
    assert_null(sla_policy_priority(p, NULL, NULL, NULL));
    assert_null(sla_policy_priority(p, "praise", "severe", "high"));
    assert_null(sla_policy_priority(p, "service_request", "huge", "high"));
    sla_policy_unref(p);
}

static void what_the_host_gives_stands_before_all(void **state)
{
    sla_policy *p = impero_policy();
    struct sla__facts f = ticket(p, "service_request", "P2");

    (void)state;
    assert_int_equal(sla__policy_priority(p, &f), 1);
    f.given = -1;
    assert_int_equal(sla__policy_priority(p, &f), 4);
    sla_policy_unref(p);
}

/* ------------------------------------------------------------------ rows */

static void the_first_row_that_names_the_clock_answers(void **state)
{
    sla_policy *p = impero_policy();
    struct sla__facts f = ticket(p, "incident", "P2");

    (void)state;
    assert_string_equal(target(p, "response", &f, SLA_TIME_NONE), "2h");
    assert_string_equal(target(p, "resolution", &f, SLA_TIME_NONE), "2 working days");
    assert_string_equal(target(p, "triage", &f, SLA_TIME_NONE), "30m");
    f = ticket(p, "change_request", "P5");
    assert_string_equal(target(p, "response", &f, SLA_TIME_NONE), "8h");
    assert_string_equal(target(p, "resolution", &f, SLA_TIME_NONE), "none");
    sla_policy_unref(p);
}

static void a_row_without_an_entry_for_the_priority_passes_the_clock_on(void **state)
{
    sla_policy *p = impero_policy();
    struct sla__facts f = ticket(p, "incident", "P5");

    (void)state;
    assert_string_equal(target(p, "response", &f, SLA_TIME_NONE), "8h"); /* the row of P5 */
    sla_policy_unref(p);
}

static void an_unknown_priority_fits_no_condition_on_it_and_no_entry(void **state)
{
    sla_policy *p = impero_policy();
    struct sla__facts f = ticket(p, "incident", NULL);

    (void)state;
    assert_string_equal(target(p, "triage", &f, SLA_TIME_NONE), "30m");
    assert_string_equal(target(p, "response", &f, SLA_TIME_NONE), "none"); /* the last row */
    assert_string_equal(target(p, "update", &f, SLA_TIME_NONE), "");       /* P1 only */
    sla_policy_unref(p);
}

static void a_clock_whose_own_condition_fails_has_no_target(void **state)
{
    sla_policy *p = impero_policy();
    struct sla__facts f = ticket(p, "incident", "P1");

    (void)state;
    assert_string_equal(target(p, "update", &f, SLA_TIME_NONE), "2h");
    f = ticket(p, "incident", "P2");
    assert_string_equal(target(p, "update", &f, SLA_TIME_NONE), "");
    sla_policy_unref(p);
}

static void every_condition_of_a_row_must_hold(void **state)
{
    sla_policy *p = policy_of(
        "slacore: 1\ntypes: [a, b]\nstatuses: [open, done]\ncalendar: c\n"
        "attributes: {site: {values: [north, south]}, plan: {values: [gold, tin]}}\n"
        "calendars: {c: {timezone: UTC, hours: always}}\n"
        "clocks: {fix: {start: created, stop: resolved}}\n"
        "targets:\n"
        "  - {when: {type: a, status: open, site: north, plan: [gold]}, within: {fix: 1h}}\n"
        "  - {within: {fix: 9h}}\n");
    struct sla__facts f = ticket(p, "a", NULL);

    (void)state;
    f.status = f.attribute[0] = f.attribute[1] = 0;
    assert_string_equal(target(p, "fix", &f, SLA_TIME_NONE), "1h");
    f.type = 1;
    assert_string_equal(target(p, "fix", &f, SLA_TIME_NONE), "9h");
    f.type = 0;
    f.status = 1;
    assert_string_equal(target(p, "fix", &f, SLA_TIME_NONE), "9h");
    f.status = 0;
    f.attribute[0] = 1;
    assert_string_equal(target(p, "fix", &f, SLA_TIME_NONE), "9h");
    f.attribute[0] = 0;
    f.attribute[1] = -1; /* not known: fits no condition on it */
    assert_string_equal(target(p, "fix", &f, SLA_TIME_NONE), "9h");
    sla_policy_unref(p);
}

static void started_asks_where_the_clock_started(void **state)
{
    sla_policy *p = policy_of("slacore: 1\ncalendar: c\n"
                              "calendars: {c: {timezone: UTC, hours: {mon-fri: 09:00-17:00}}}\n"
                              "clocks: {fix: {start: created, stop: resolved}}\n"
                              "targets:\n"
                              "  - {when: {started: {outside: c}}, within: {fix: 1h}}\n"
                              "  - {when: {started: {inside: c}}, within: {fix: 2h}}\n");
    struct sla__facts f = no_facts();

    (void)state;
    assert_string_equal(target(p, "fix", &f, MONDAY_NOON), "2h");
    assert_string_equal(target(p, "fix", &f, SUNDAY_NOON), "1h");
    assert_string_equal(target(p, "fix", &f, MONDAY_NOON + 5 * 3600), "1h"); /* at closing time */
    assert_string_equal(target(p, "fix", &f, SLA_TIME_NONE), ""); /* not started: neither */
    assert_string_equal(target(p, "fix", &f, SLA_TIME_MAX + 1), "");
    assert_int_equal(
        sla__when_holds(p, &p->rows[1].when, &f, sla__policy_priority(p, &f), MONDAY_NOON), 1);
    assert_int_equal(
        sla__when_holds(p, &p->rows[1].when, &f, sla__policy_priority(p, &f), SUNDAY_NOON), 0);
    sla_policy_unref(p);
}

/* ------------------------------------------------------------------ calendars */

static void the_nearest_calendar_counts(void **state)
{
    static const char text[] =
        "slacore: 1\ncalendar: policy\ntypes: [a, b]\n"
        "attributes: {site: {values: [north, south, west], calendar: {north: map, south: map}}}\n"
        "calendars:\n"
        "  policy: {timezone: UTC, hours: always}\n"
        "  map: {timezone: UTC, hours: always}\n"
        "  own: {timezone: UTC, hours: always}\n"
        "  row: {timezone: UTC, hours: always}\n"
        "clocks:\n"
        "  fix: {start: created, stop: resolved}\n"
        "  reply: {start: created, stop: responded, calendar: own}\n"
        "targets:\n"
        "  - {when: {type: a}, calendar: row, within: {fix: 1h, reply: 1h}}\n"
        "  - {within: {fix: 2h, reply: 2h}}\n";
    sla_policy *p = policy_of(text);
    struct sla__facts f = ticket(p, "a", NULL);

    (void)state;
    f.attribute[0] = 0;
    assert_string_equal(calendar(p, "fix", &f), "row");
    assert_string_equal(calendar(p, "reply", &f), "row");
    f.type = 1;
    assert_string_equal(calendar(p, "reply", &f), "own");
    assert_string_equal(calendar(p, "fix", &f), "map");
    f.attribute[0] = 2; /* a value that the map leaves out */
    assert_string_equal(calendar(p, "fix", &f), "policy");
    f.attribute[0] = -1;
    assert_string_equal(calendar(p, "fix", &f), "policy");
    assert_int_equal(sla__policy_calendar_of(p, 0, NULL, &f), p->default_calendar);
    sla_policy_unref(p);
}

/* ------------------------------------------------------------------ what targets say */

static const struct sla__target *read(const sla_policy *p, int32_t clock)
{
    return p->rows[0].answers[(size_t)clock];
}

static void targets_keep_what_their_words_mean(void **state)
{
    sla_policy *p = policy_of("slacore: 1\ncalendar: c\nworking_days: same time\n"
                              "calendars: {c: {timezone: UTC, hours: {mon-fri: 09:00-17:00}}}\n"
                              "clocks:\n"
                              "  a: {start: created, stop: closed}\n"
                              "  b: {start: created, stop: closed}\n"
                              "  c: {start: created, stop: closed}\n"
                              "  d: {start: created, stop: closed}\n"
                              "  e: {start: created, stop: closed}\n"
                              "  f: {start: created, stop: closed}\n"
                              "  g: {start: created, stop: closed}\n"
                              "targets:\n"
                              "  - within:\n"
                              "      a: 1h 30m\n"
                              "      b: 2 working days\n"
                              "      c: 1 working day elapsed\n"
                              "      d: 9999 working days end of day\n"
                              "      e: by close same working day\n"
                              "      f: by 12:30 next working day\n"
                              "      g: 0s\n");

    (void)state;
    assert_int_equal(read(p, 0)->kind, SLA__TARGET_SECONDS);
    assert_int_equal(read(p, 0)->seconds, 5400);
    assert_int_equal(read(p, 1)->kind, SLA__TARGET_WORKING_DAYS);
    assert_int_equal(read(p, 1)->days, 2);
    assert_int_equal(read(p, 1)->rule, SLA__DAYS_SAME_TIME); /* as `working_days` says */
    assert_int_equal(read(p, 2)->rule, SLA__DAYS_ELAPSED);
    assert_int_equal(read(p, 3)->days, 9999);
    assert_int_equal(read(p, 3)->rule, SLA__DAYS_END);
    assert_int_equal(read(p, 4)->kind, SLA__TARGET_BY);
    assert_int_equal(read(p, 4)->wall, -1);
    assert_int_equal(read(p, 4)->days, 0);
    assert_int_equal(read(p, 5)->wall, 45000);
    assert_int_equal(read(p, 5)->days, 1);
    assert_int_equal(read(p, 6)->seconds, 0);
    assert_string_equal(read(p, 5)->text, "by 12:30 next working day");
    assert_string_equal(p->rows[0].place, "p:14");
    sla_policy_unref(p);
}

static void clocks_keep_their_triggers(void **state)
{
    sla_policy *p = policy_of("slacore: 1\ncalendar: c\nstatuses: [open, on hold]\n"
                              "calendars: {c: {timezone: UTC, hours: always}}\n"
                              "clocks:\n"
                              "  fix:\n"
                              "    start: status open\n"
                              "    stop: [resolved, status on hold]\n"
                              "    pause_while: {status: on hold}\n"
                              "    reopened: restart\n"
                              "targets: [{within: {fix: none}}]\n");
    const struct sla__clock *c = &p->clocks[0];

    (void)state;
    assert_string_equal(c->name, "fix");
    assert_true(sla__set_has(&c->start.statuses, 0));
    assert_false(sla__set_has(&c->start.events, SLA__EV_CREATED));
    assert_true(sla__set_has(&c->stop.events, SLA__EV_RESOLVED));
    assert_true(sla__set_has(&c->stop.statuses, 1));
    assert_true(sla__set_has(&c->pause_statuses, 1));
    assert_false(c->pause.any);
    assert_int_equal(c->reopened, SLA__REOPEN_RESTART);
    assert_false(c->repeats);
    sla_policy_unref(p);
}

static void a_code_fix_releases_the_resolution_unless_the_policy_names_others(void **state)
{
    char *text = impero_with("releases: {P1: emergency release, P2: next planned release, P3: next "
                             "relevant release, P4: next relevant release}",
                             "releases: {P1: at once, clocks: [triage, update]}");
    sla_policy *p = impero_policy();

    (void)state;
    assert_int_equal(p->clocks[2].released_by_fix, 1);
    assert_int_equal(p->clocks[0].released_by_fix, 0);
    assert_string_equal(p->vehicles[1], "next planned release");
    assert_null(p->vehicles[4]);
    sla_policy_unref(p);
    p = policy_of(text);
    assert_int_equal(p->clocks[2].released_by_fix, 0);
    assert_int_equal(p->clocks[0].released_by_fix, 1);
    assert_int_equal(p->clocks[3].released_by_fix, 1);
    sla_policy_unref(p);
    free(text);
}

static void changes_are_those_of_rule_12_unless_the_policy_says_otherwise(void **state)
{
    char *text =
        impero_with("changes: {target: from_start, calendar: as_it_was, lifted: apart}",
                    "changes: {target: from_change, calendar: from_start, lifted: counts}");
    sla_policy *p = impero_policy();

    (void)state;
    assert_false(p->target_from_change || p->calendar_from_start || p->lifted_counts);
    sla_policy_unref(p);
    p = policy_of(text);
    assert_true(p->target_from_change && p->calendar_from_start && p->lifted_counts);
    sla_policy_unref(p);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_matrix_is_that_of_the_agreement),
        cmocka_unit_test(the_axes_may_be_written_the_other_way_round),
        cmocka_unit_test(a_fixed_priority_stands_before_the_matrix),
        cmocka_unit_test(facts_that_are_missing_or_unknown_decide_nothing),
        cmocka_unit_test(what_the_host_gives_stands_before_all),
        cmocka_unit_test(the_first_row_that_names_the_clock_answers),
        cmocka_unit_test(a_row_without_an_entry_for_the_priority_passes_the_clock_on),
        cmocka_unit_test(an_unknown_priority_fits_no_condition_on_it_and_no_entry),
        cmocka_unit_test(a_clock_whose_own_condition_fails_has_no_target),
        cmocka_unit_test(every_condition_of_a_row_must_hold),
        cmocka_unit_test(started_asks_where_the_clock_started),
        cmocka_unit_test(the_nearest_calendar_counts),
        cmocka_unit_test(targets_keep_what_their_words_mean),
        cmocka_unit_test(clocks_keep_their_triggers),
        cmocka_unit_test(a_code_fix_releases_the_resolution_unless_the_policy_names_others),
        cmocka_unit_test(changes_are_those_of_rule_12_unless_the_policy_says_otherwise),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
