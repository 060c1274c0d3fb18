/* SPDX-License-Identifier: MIT */
/* The sections `calendars`, `holidays` and `coverage`, and calendars on their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <slacore/slacore.h>

#include "policy_text.h"

static sla_sources *sources;

static int setup(void **state)
{
    static const char closures[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\n"
                                   "X-SLACORE-KNOWN-UNTIL:20271231\r\n"
                                   "BEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20200101T000000Z\r\n"
                                   "DTSTART;VALUE=DATE:20260708\r\nSUMMARY:Works outing\r\n"
                                   "END:VEVENT\r\nEND:VCALENDAR\r\n";

    (void)state;
    return sla_sources_new(&sources) != SLA_OK ||
           sla_sources_add_file(sources, "closures.ics", closures, sizeof closures - 1) != SLA_OK;
}

static int teardown(void **state)
{
    (void)state;
    sla_sources_free(sources);
    return 0;
}

/* ---- asking */

static sla_policy *load(const char *text)
{
    sla_diagnostics *d;
    sla_policy *policy = NULL;

    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    if (sla_policy_parse(text, strlen(text), "p", sources, d, &policy) != SLA_OK)
        fail_msg("%s", sla_diagnostics_text(d, 0));
    assert_string_equal(sla_diagnostics_text(d, 0), "");
    sla_diagnostics_free(d);
    return policy;
}

static int opens(const sla_calendar *c, const char *wall)
{
    sla_time t;
    int open;

    assert_non_null(c);
    assert_int_equal(sla_calendar_parse_time(c, wall, strlen(wall), &t), SLA_OK);
    assert_int_equal(sla_calendar_is_open(c, t, &open), SLA_OK);
    return open;
}

static int opens_in(const sla_policy *p, const char *calendar, const char *priority,
                    const char *wall)
{
    return opens(sla_policy_calendar(p, calendar, priority), wall);
}

static sla_calendar *load_calendar(const char *text)
{
    sla_diagnostics *d;
    sla_calendar *c = NULL;

    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    if (sla_calendar_parse(text, strlen(text), NULL, sources, d, &c) != SLA_OK)
        fail_msg("%s", sla_diagnostics_text(d, 0));
    assert_string_equal(sla_diagnostics_text(d, 0), "");
    sla_diagnostics_free(d);
    return c;
}

/* ---- meanings; 2026-07-06 is a Monday, 2026-12-25 a Friday */

static void names_may_be_used_before_they_are_defined(void **state)
{
    sla_policy *p =
        load("slacore: 1\n"
             "calendars:\n"
             "  c: {like: b, hours: {mon: 10:00-11:00}}\n"
             "  all: {any_of: [c, a], timezone: UTC, day_length: 8h}\n"
             "  b: {like: a, timezone: Asia/Dubai}\n"
             "  a: {timezone: Europe/London, hours: {mon-fri: 09:00-17:00}, holidays: [x]}\n"
             "holidays: {x: [2026-07-06]}\n");

    (void)state;
    assert_string_equal(sla_calendar_timezone(sla_policy_calendar(p, "c", NULL)), "Asia/Dubai");
    assert_true(opens_in(p, "c", NULL, "2026-07-13T10:30"));
    assert_false(opens_in(p, "c", NULL, "2026-07-13T11:30"));
    assert_false(opens_in(p, "c", NULL, "2026-07-06T10:30"));
    assert_true(opens_in(p, "b", NULL, "2026-07-14T16:59"));
    assert_true(opens_in(p, "all", NULL, "2026-07-13T06:30"));
    assert_true(opens_in(p, "all", NULL, "2026-07-13T15:30"));
    assert_false(opens_in(p, "all", NULL, "2026-07-13T07:30"));
    assert_string_equal(sla_calendar_name(sla_policy_calendar(p, "all", NULL)), "all");
    sla_policy_unref(p);
}

static void like_takes_all_but_dates_and_a_key_replaces_the_whole_key(void **state)
{
    sla_policy *p = load("slacore: 1\n"
                         "calendars:\n"
                         "  a:\n"
                         "    timezone: UTC\n"
                         "    hours: {mon-fri: 09:00-17:00, sat: 10:00-12:00}\n"
                         "    holidays: [2026-07-07]\n"
                         "    seasons: [{from: 08-01, to: 08-31, hours: {mon-fri: 06:00-14:00}}]\n"
                         "    dates: {2026-07-06: closed}\n"
                         "  b: {like: a, hours: {mon-fri: 12:00-13:00}}\n"
                         "  c: {like: a, holidays: none}\n"
                         "  d: {like: a, holidays: [2026-07-09]}\n");

    (void)state;
    assert_false(opens_in(p, "a", NULL, "2026-07-06T12:30"));
    assert_true(opens_in(p, "b", NULL, "2026-07-06T12:30"));
    assert_false(opens_in(p, "b", NULL, "2026-07-11T11:00")); /* its Saturday went with the key */
    assert_true(opens_in(p, "a", NULL, "2026-07-11T11:00"));
    assert_false(opens_in(p, "b", NULL, "2026-07-07T12:30"));
    assert_true(opens_in(p, "c", NULL, "2026-07-07T12:30"));
    assert_true(opens_in(p, "d", NULL, "2026-07-07T12:30"));
    assert_false(opens_in(p, "d", NULL, "2026-07-09T12:30"));
    assert_true(opens_in(p, "b", NULL, "2026-08-03T06:30"));
    sla_policy_unref(p);
}

static void covered_priorities_work_on_and_others_do_not(void **state)
{
    sla_policy *p = load("slacore: 1\n"
                         "priorities: [P1, P2, P3]\n"
                         "coverage:\n"
                         "  limited: {priorities: [P1]}\n"
                         "  short: {priorities: [P1, P2], hours: 10:00-12:00}\n"
                         "holidays:\n"
                         "  national: [{list: uk-england-and-wales, coverage: limited},\n"
                         "             {date: 2026-07-06, coverage: short, name: Training}]\n"
                         "calendars:\n"
                         "  uk: {timezone: Europe/London, hours: {mon-fri: 08:00-01:00},\n"
                         "       holidays: [national]}\n"
                         "  all: {timezone: UTC, hours: always}\n");

    (void)state;
    assert_true(opens_in(p, "uk", "P1", "2026-12-25T09:00"));
    assert_false(opens_in(p, "uk", "P2", "2026-12-25T09:00"));
    assert_false(opens_in(p, "uk", NULL, "2026-12-25T09:00"));
    assert_true(opens_in(p, "uk", "P2", "2026-12-25T00:30")); /* the night shift of the 24th */
    assert_true(opens_in(p, "uk", "P2", "2026-07-06T11:00"));
    assert_false(opens_in(p, "uk", "P2", "2026-07-06T13:00"));
    assert_false(opens_in(p, "uk", "P3", "2026-07-06T11:00"));
    assert_string_equal(sla_calendar_name(sla_policy_calendar(p, "uk", "P1")), "uk");
    assert_int_equal(sla_calendar_known_until(sla_policy_calendar(p, "uk", "P1")), 20281231);
    sla_policy_unref(p);
}

static void those_who_see_the_same_share_one_calendar(void **state)
{
    sla_policy *p =
        load("slacore: 1\n"
             "priorities: [P1, P2, P3]\n"
             "coverage:\n"
             "  one: {priorities: [P1]}\n"
             "  unused: {priorities: [P2]}\n"
             "calendars:\n"
             "  a: {timezone: UTC, hours: always, holidays: [{date: 12-25, coverage: one}]}\n"
             "  b: {timezone: UTC, hours: always}\n"
             "  c: {any_of: [a, b], timezone: UTC, day_length: 24h}\n");

    (void)state;
    for (int i = 0; i < 3; i++) {
        static const char *const names[] = {"a", "b", "c"};
        const sla_calendar *none = sla_policy_calendar(p, names[i], NULL);
        assert_ptr_equal(sla_policy_calendar(p, names[i], "P2"), none);
        assert_ptr_equal(sla_policy_calendar(p, names[i], "P3"), none);
        assert_int_equal(sla_policy_calendar(p, names[i], "P1") == none, i == 1);
    }
    sla_policy_unref(p);
}

static void a_scope_is_the_nearest_that_is_written(void **state)
{
    sla_policy *p = load(
        "slacore: 1\n"
        "holidays:\n"
        "  mixed: [{date: 2026-07-07, scope: date}, {date: 2026-07-09, scope: shift}, 2026-07-14]\n"
        "calendars:\n"
        "  shift: {timezone: UTC, hours: {mon-sun: 20:00-04:00}, holidays: [mixed]}\n"
        "  date: {like: shift, scope: date}\n"
        "  entry: {like: shift, holidays: [{list: mixed, scope: date}]}\n");

    (void)state;
    assert_false(opens_in(p, "shift", NULL, "2026-07-07T03:00"));
    assert_true(opens_in(p, "shift", NULL, "2026-07-09T03:00"));
    assert_true(opens_in(p, "shift", NULL, "2026-07-14T03:00"));
    assert_false(opens_in(p, "date", NULL, "2026-07-07T03:00"));
    assert_true(opens_in(p, "date", NULL, "2026-07-09T03:00"));
    assert_false(opens_in(p, "date", NULL, "2026-07-14T03:00"));
    assert_true(opens_in(p, "entry", NULL, "2026-07-09T03:00"));
    assert_false(opens_in(p, "entry", NULL, "2026-07-14T03:00"));
    sla_policy_unref(p);
}

static void a_holiday_is_written_in_many_ways(void **state)
{
    sla_calendar *c =
        load_calendar("timezone: Europe/London\n"
                      "hours: always\n"
                      "holidays:\n"
                      "  - uk-england-and-wales\n"
                      "  - {list: us-federal}\n"
                      "  - {file: closures.ics}\n"
                      "  - 2026-07-06\n"
                      "  - 07-16\n"
                      "  - {date: 2026-07-20, name: Summer party}\n"
                      "  - {from: 2026-07-22T12:00, to: 2026-07-22T13:00, name: Drill}\n"
                      "  - {from: '2026-07-23T12:00:00Z', to: 2026-07-23T15:00+02:00}\n");
    sla_days *days;

    (void)state;
    assert_false(opens(c, "2026-12-25T09:00"));
    assert_false(opens(c, "2026-11-26T09:00"));
    assert_false(opens(c, "2026-07-08T09:00"));
    assert_false(opens(c, "2026-07-06T09:00"));
    assert_false(opens(c, "2027-07-16T09:00"));
    assert_false(opens(c, "2026-07-20T09:00"));
    assert_true(opens(c, "2026-07-21T09:00"));
    assert_false(opens(c, "2026-07-22T12:30")); /* wall time */
    assert_true(opens(c, "2026-07-22T13:00"));
    assert_true(opens(c, "2026-07-23T12:59"));
    assert_false(opens(c, "2026-07-23T13:00")); /* 12:00Z, in summer */
    assert_true(opens(c, "2026-07-23T14:00"));
    assert_int_equal(sla_calendar_known_until(c), 20271231);
    assert_int_equal(sla_calendar_days(c, 20260720, 20260722, &days), SLA_OK);
    assert_string_equal(sla_days_name(days, 0), "Summer party");
    assert_string_equal(sla_days_name(days, 1), "");
    assert_string_equal(sla_days_name(days, 2), "Drill");
    sla_days_free(days);
    sla_calendar_unref(c);
}

static void one_holiday_needs_no_list(void **state)
{
    sla_calendar *c = load_calendar("{timezone: UTC, hours: always, holidays: uk-scotland}");

    (void)state;
    assert_false(opens(c, "2026-11-30T09:00"));
    sla_calendar_unref(c);
}

static void dates_alone_are_known_until_the_end_of_their_last_year(void **state)
{
    static const struct {
        const char *holidays;
        sla_date known;
    } cases[] = {
        {"[2026-07-06, 2025-01-01]", 20261231},
        {"[2026-07-06, 12-25]", SLA_DATE_NONE},
        {"[12-25]", SLA_DATE_NONE},
        {"[2026-07-06, {from: 2030-07-06T10:00, to: 2030-07-06T11:00}]", 20261231},
        {"[{from: 2030-07-06T10:00, to: 2030-07-06T11:00}]", SLA_DATE_NONE},
        {"[2026-07-06, uk-scotland]", 20281231},
        {"[2026-07-06, {file: closures.ics}]", 20271231},
        {"none", SLA_DATE_NONE},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        sla_calendar *c;
        sprintf(text, "{timezone: UTC, hours: always, holidays: %s}", cases[i].holidays);
        c = load_calendar(text);
        assert_int_equal(sla_calendar_known_until(c), cases[i].known);
        sla_calendar_unref(c);
    }
}

static void hours_are_written_in_many_ways(void **state)
{
    sla_calendar *c = load_calendar("timezone: UTC\n"
                                    "hours:\n"
                                    "  mon, wed: 09:00-12:00, 13:00-17:00\n"
                                    "  tue: [09:00-12:00, '13:00-17:00']\n"
                                    "  thu-fri: always\n"
                                    "  sat: closed\n"
                                    "dates:\n"
                                    "  2026-07-06: [10:00-11:00]\n"
                                    "  07-11: 10:00-11:00\n"
                                    "seasons:\n"
                                    "  - {from: 12-20, to: 01-05, hours: {mon-fri: 10:00-11:00}}\n"
                                    "  - {from: 01-06, to: 01-06, hours: closed}\n"
                                    "day_length: 7h 30m\n");

    (void)state;
    assert_true(opens(c, "2026-07-08T13:00"));
    assert_false(opens(c, "2026-07-08T12:00"));
    assert_true(opens(c, "2026-07-07T11:59"));
    assert_true(opens(c, "2026-07-10T23:59"));
    assert_false(opens(c, "2026-07-12T10:30"));
    assert_true(opens(c, "2026-07-06T10:30"));
    assert_false(opens(c, "2026-07-06T09:30"));
    assert_true(opens(c, "2026-07-11T10:30"));
    assert_false(opens(c, "2026-12-24T09:30"));
    assert_true(opens(c, "2026-01-05T10:30"));
    assert_false(opens(c, "2026-01-06T10:30"));
    assert_true(opens(c, "2026-01-07T09:30"));
    assert_string_equal(sla_calendar_name(c), "");
    assert_string_equal(sla_calendar_timezone(c), "UTC");
    sla_calendar_unref(c);
}

static void json_makes_the_same_calendar(void **state)
{
    sla_calendar *a = load_calendar("timezone: UTC\nhours: {mon-fri: 09:00-17:00}\n"
                                    "holidays: [12-25]\n");
    sla_calendar *b = load_calendar("{\"timezone\": \"UTC\", \"hours\": {\"mon-fri\": "
                                    "\"09:00-17:00\"}, \"holidays\": [\"12-25\"]}");

    (void)state;
    assert_string_equal(sla_calendar_fingerprint(a), sla_calendar_fingerprint(b));
    sla_calendar_unref(a);
    sla_calendar_unref(b);
}

static void the_fingerprint_covers_the_files_that_are_read(void **state)
{
    static const char text[] = "slacore: 1\n"
                               "calendars: {a: {timezone: UTC, hours: always, "
                               "holidays: [{file: closures.ics}]}}\n";
    static const char other[] =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:2@x\r\n"
        "DTSTAMP:20200101T000000Z\r\nDTSTART;VALUE=DATE:20260709\r\nSUMMARY:Works outing\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n";
    sla_policy *a = load(text), *c;

    (void)state;
    sla_sources_free(sources);
    assert_int_equal(sla_sources_new(&sources), SLA_OK);
    assert_int_equal(sla_sources_add_file(sources, "closures.ics", other, sizeof other - 1),
                     SLA_OK);
    c = load(text);
    assert_string_not_equal(sla_policy_fingerprint(a), sla_policy_fingerprint(c));
    sla_policy_unref(a);
    sla_policy_unref(c);
}

/* ---- messages */

#define CASES "tests/hostile/calendars.txt"

/* A case of the file. "@calendar" in its first line: the text is one calendar's alone; else it
 * follows "slacore: 1". */
struct slip {
    char name[120];
    int alone;
    struct lines text, said;
};

static void check_slip(struct slip *slip, int *wrong)
{
    struct lines said = {NULL, 0};
    const char *wanted = slip->said.text != NULL ? slip->said.text : "";
    sla_diagnostics *d;
    sla_policy *p = NULL;
    sla_calendar *c = NULL;
    sla_result rc;

    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    rc = slip->alone ? sla_calendar_parse(slip->text.text, slip->text.len, NULL, sources, d, &c)
                     : sla_policy_parse(slip->text.text, slip->text.len, "policy", sources, d, &p);
    assert_true((rc == SLA_OK) == (strstr(wanted, " error: ") == NULL));
    assert_true((rc == SLA_OK) == (p != NULL || c != NULL));
    for (size_t i = 0; i < sla_diagnostics_count(d); i++)
        add_line(&said, sla_diagnostics_text(d, i));
    if (strcmp(said.text != NULL ? said.text : "", wanted) != 0) {
        fprintf(stderr, "== %s\n-- says\n%s-- but should say\n%s", slip->name,
                said.text != NULL ? said.text : "", wanted);
        ++*wrong;
    }
    sla_policy_unref(p);
    sla_calendar_unref(c);
    sla_diagnostics_free(d);
    free(slip->text.text);
    free(slip->said.text);
    free(said.text);
}

static void every_slip_is_told_with_its_place_and_what_to_do(void **state)
{
    struct slip slip = {.name = ""};
    FILE *f = fopen(CASES, "r");
    char line[1000];
    int says = 0, wrong = 0, count = 0;

    (void)state;
    if (f == NULL)
        fail_msg("%s is not there: run this from the top of the source", CASES);
    while (fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "== ", 3) == 0) {
            if (count++ > 0)
                check_slip(&slip, &wrong);
            slip = (struct slip){.name = ""};
            snprintf(slip.name, sizeof slip.name, "%.110s", line + 3);
            says = 0;
        } else if (count == 0) {
            continue; /* the file's head */
        } else if (strcmp(line, "--") == 0) {
            says = 1;
        } else if (says && line[0] != '\0') {
            add_line(&slip.said, line);
        } else if (!says && strcmp(line, "@calendar") == 0) {
            slip.alone = 1;
        } else if (!says) {
            if (!slip.alone && slip.text.len == 0)
                add_line(&slip.text, "slacore: 1");
            add_line(&slip.text, line);
        }
    }
    fclose(f);
    check_slip(&slip, &wrong);
    assert_true(count > 40);
    assert_int_equal(wrong, 0);
}

/* ---- limits and handles */

static void assert_limit(const char *text, const char *said)
{
    sla_diagnostics *d;
    sla_policy *p;

    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    assert_int_equal(sla_policy_parse(text, strlen(text), "p", sources, d, &p), SLA_LIMIT);
    assert_null(p);
    assert_string_equal(sla_diagnostics_text(d, sla_diagnostics_count(d) - 1), said);
    sla_diagnostics_free(d);
}

static void compiled_calendars_are_limited(void **state)
{
    (void)state;
    assert_int_equal(sla_sources_set_limit(sources, SLA_LIMIT_VIEWS, 3), SLA_OK);
    assert_limit(
        "slacore: 1\npriorities: [P1, P2]\ncoverage: {one: {priorities: P1}}\ncalendars:\n"
        "  a: {timezone: UTC, hours: always, holidays: [{date: 12-25, coverage: one}]}\n"
        "  b: {timezone: UTC, hours: always}\n"
        "  c: {timezone: UTC, hours: always}\n",
        "p:7:3: error: SLA-0001: with \"c\" the calendars, as all priorities see them, are "
        "more than 3: let several use one, or raise SLA_LIMIT_VIEWS");
}

static void names_are_limited_in_each_section(void **state)
{
    (void)state;
    assert_int_equal(sla_sources_set_limit(sources, SLA_LIMIT_NAMES, 1), SLA_OK);
    assert_limit("slacore: 1\ncalendars: {a: {like: b}, b: {like: a}}\n",
                 "p:2:12: error: SLA-0001: calendars: 2 entries are more than the limit of 1 names "
                 "in one section");
    assert_limit("slacore: 1\nholidays: {a: 12-25, b: 12-26}\n",
                 "p:2:11: error: SLA-0001: holidays: 2 entries are more than the limit of 1 names "
                 "in one section");
}

static void holidays_that_multiply_are_limited(void **state)
{
    struct lines text = {NULL, 0};
    char line[64];

    (void)state;
    add_line(&text, "slacore: 1\ncalendars:\n  c0: {timezone: UTC, hours: closed, holidays: many}");
    for (int i = 1; i < 1000; i++) {
        sprintf(line, "  c%d: {like: c%d}", i, i - 1);
        add_line(&text, line);
    }
    add_line(&text, "holidays:\n  many:");
    for (int i = 0; i < 99 * 12 * 28; i++) {
        sprintf(line, "    - 20%02d-%02d-%02d", i / 336, i / 28 % 12 + 1, i % 28 + 1);
        add_line(&text, line);
    }
    assert_limit(text.text, "p:33:8: error: SLA-0001: the holidays of all calendars together are "
                            "more than 1000000");
    free(text.text);
}

static void missing_handles_are_refused(void **state)
{
    sla_calendar *c = (sla_calendar *)(uintptr_t)1;

    (void)state;
    assert_int_equal(sla_calendar_parse(NULL, 0, NULL, NULL, NULL, &c), SLA_INVALID_ARGUMENT);
    assert_null(c);
    assert_int_equal(sla_calendar_parse("a", 1, NULL, NULL, NULL, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_calendar_parse("a", 1, NULL, NULL, NULL, &c), SLA_BAD_INPUT);
    assert_null(c);
}

/* ---- whatever comes */

static const char all[] =
    "slacore: 1\npriorities: [P1, P2]\n"
    "coverage: {one: {priorities: P1, hours: 10:00-12:00}}\n"
    "holidays:\n  n: [{list: uk-scotland, coverage: one}, {file: closures.ics}, 07-16,\n"
    "      {date: 2026-07-20, name: x, scope: date}, {from: 2026-07-22T12:00, to: "
    "2026-07-22T13:00}]\n"
    "calendars:\n"
    "  a: {timezone: UTC, hours: {mon-fri: 08:00-01:00, sat: [09:00-12:00, 13:00-15:00]},\n"
    "      holidays: [n, us-federal], dates: {12-24: closed}, scope: date,\n"
    "      seasons: [{from: 06-15, to: 08-31, hours: {mon-fri: 09:00-17:00}}]}\n"
    "  b: {like: a, timezone: Europe/London, day_length: 8h}\n"
    "  c: {any_of: [a, b], timezone: UTC, day_length: 17h}\n";

static void read_any(const char *text, size_t len)
{
    sla_diagnostics *d;
    sla_policy *p;
    sla_result rc;

    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    rc = sla_policy_parse(text, len, "p", sources, d, &p);
    assert_true((rc == SLA_OK) == (p != NULL));
    assert_true((rc == SLA_OK) == (sla_diagnostics_count_of(d, SLA_ERROR) == 0));
    sla_policy_unref(p);
    sla_diagnostics_free(d);
}

static void every_beginning_is_read_or_refused(void **state)
{
    (void)state;
    read_any(all, sizeof all - 1);
    assert_int_equal(sla_sources_set_limit(sources, SLA_LIMIT_VIEWS, 1), SLA_OK); /* for speed */
    for (size_t i = 0; i < sizeof all; i++) {
        char *copy = malloc(i + 1);
        memcpy(copy, all, i);
        read_any(copy, i);
        free(copy);
    }
}

static void every_changed_byte_is_read_or_refused(void **state)
{
    static const char with[] = "\0\xff\t\n\"'#&*:,[]{}-0a ";
    uint32_t seed = 20260102;
    char text[sizeof all];

    (void)state;
    assert_int_equal(sla_sources_set_limit(sources, SLA_LIMIT_VIEWS, 1), SLA_OK); /* for speed */
    memcpy(text, all, sizeof all);
    for (size_t i = 0; i + 1 < sizeof all; i++) {
        seed = seed * 1664525u + 1013904223u;
        text[i] = with[(seed >> 16) % (sizeof with - 1)];
        read_any(text, sizeof all - 1);
        text[i] = all[i];
    }
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(names_may_be_used_before_they_are_defined),
        T(like_takes_all_but_dates_and_a_key_replaces_the_whole_key),
        T(covered_priorities_work_on_and_others_do_not),
        T(those_who_see_the_same_share_one_calendar),
        T(a_scope_is_the_nearest_that_is_written),
        T(a_holiday_is_written_in_many_ways),
        T(one_holiday_needs_no_list),
        T(dates_alone_are_known_until_the_end_of_their_last_year),
        T(hours_are_written_in_many_ways),
        T(json_makes_the_same_calendar),
        T(the_fingerprint_covers_the_files_that_are_read),
        T(every_slip_is_told_with_its_place_and_what_to_do),
        T(compiled_calendars_are_limited),
        T(names_are_limited_in_each_section),
        T(holidays_that_multiply_are_limited),
        T(missing_handles_are_refused),
        T(every_beginning_is_read_or_refused),
        T(every_changed_byte_is_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
