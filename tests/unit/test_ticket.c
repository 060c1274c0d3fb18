/* SPDX-License-Identifier: MIT */
/* Tickets by hand: rules R8 to R16, each with the histories that would show a fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <slacore/slacore.h>

static const char base_text[] =
    "slacore: 1\n"
    "timezone: Europe/London\n"
    "calendar: uk\n"
    "holidays: {national: [{list: uk-england-and-wales, coverage: limited}]}\n"
    "coverage: {limited: {priorities: [P1]}}\n"
    "calendars:\n"
    "  uk: {timezone: Europe/London, hours: {mon-fri: 08:00-01:00}, holidays: [national]}\n"
    "  us: {timezone: America/New_York, hours: {mon-fri: 08:00-20:00}}\n"
    "  always: {timezone: UTC, hours: always}\n"
    "types: [incident, request]\n"
    "priorities: [P1, P2, P3]\n"
    "attributes: {region: {values: [uk, us], default: uk, calendar: {us: us}}}\n"
    "priority:\n"
    "  matrix: {high: {high: P1, low: P2}, low: {high: P2, low: P3}}\n"
    "  fixed: {request: P3}\n"
    "statuses: [open, waiting_for_customer, done]\n"
    "events: [updated, nudged]\n"
    "clocks:\n"
    "  response: {start: created, stop: [responded, resolved]}\n"
    "  resolution:\n"
    "    start: created\n"
    "    stop: [resolved, closed, status done]\n"
    "    pause: waiting\n"
    "    resume: resumed\n"
    "    pause_while: {status: [waiting_for_customer]}\n"
    "    reopened: REOPENED\n"
    "  update: {when: {priority: P1}, start: [responded, updated], stop: [updated], until: [resolved], calendar: always}\n"
    "targets:\n"
    "  - when: {type: request}\n"
    "    within: {response: 8h, resolution: none}\n"
    "  - when: {}\n"
    "    within:\n"
    "      response: {P1: 1h, P2: 2h, P3: 4h}\n"
    "      resolution: {P1: 1 working day, P2: 2 working days, P3: 3 working days}\n"
    "      update: 2h\n"
    "releases: {P1: emergency release, P2: next planned release}\n"
    "CHANGES\n";

/* The base policy with a way to reopen and, if any, a `changes:` line. */
static sla_policy *policy_with(const char *reopened, const char *changes)
{
    static char text[sizeof base_text + 200];
    const char *r = strstr(base_text, "REOPENED"), *c = strstr(base_text, "CHANGES");
    sla_policy *p = NULL;
    sla_diagnostics *d = NULL;
    sla_result rc;

    snprintf(text, sizeof text, "%.*s%s%.*s%s\n", (int)(r - base_text), base_text, reopened,
             (int)(c - (r + 8)), r + 8, changes);
    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    rc = sla_policy_parse(text, strlen(text), "test.yaml", NULL, d, &p);
    for (size_t i = 0; i < sla_diagnostics_count(d); i++)
        if (sla_diagnostics_severity(d, i) == SLA_ERROR)
            print_message("%s\n", sla_diagnostics_text(d, i));
    sla_diagnostics_free(d);
    assert_int_equal(rc, SLA_OK);
    return p;
}

static const sla_calendar *london; /* to read wall times in */

static sla_time at(const char *text)
{
    sla_time t = SLA_TIME_NONE;

    assert_int_equal(sla_calendar_parse_time(london, text, strlen(text), &t), SLA_OK);
    return t;
}

static sla_ticket *ticket(sla_policy *p, const char *created, const char *priority)
{
    sla_ticket *t = NULL;

    london = sla_policy_calendar(p, "uk", NULL);
    assert_int_equal(sla_ticket_new(p, "T-1", at(created), &t), SLA_OK);
    assert_int_equal(sla_ticket_set(t, "type", "incident"), SLA_OK);
    if (priority)
        assert_int_equal(sla_ticket_set(t, "priority", priority), SLA_OK);
    return t;
}

static void event(sla_ticket *t, const char *name, const char *when)
{
    assert_int_equal(sla_ticket_record(t, name, at(when)), SLA_OK);
}

static void change(sla_ticket *t, const char *when, const char *fact, const char *value)
{
    sla_event *e = NULL;

    assert_int_equal(sla_event_new("reclassified", at(when), &e), SLA_OK);
    assert_int_equal(sla_event_set_change(e, fact, value), SLA_OK);
    assert_int_equal(sla_ticket_record_event(t, e), SLA_OK);
    sla_event_free(e);
}

static void agree(sla_ticket *t, const char *when, const char *clock, const char *due)
{
    sla_event *e = NULL;

    assert_int_equal(sla_event_new("due_agreed", at(when), &e), SLA_OK);
    assert_int_equal(sla_event_set_due(e, clock, at(due), "as agreed"), SLA_OK);
    assert_int_equal(sla_ticket_record_event(t, e), SLA_OK);
    sla_event_free(e);
}

static sla_clock_status clock_at(const sla_ticket *t, const char *clock, const char *now)
{
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    int32_t n = sla_policy_find(sla_ticket_policy(t), SLA_NAME_CLOCK, clock);

    assert_int_equal(sla_ticket_clock(t, n, at(now), SLA_TIME_NONE, &s), SLA_OK);
    return s;
}

static void done(sla_ticket *t, sla_policy *p)
{
    sla_ticket_free(t);
    sla_policy_unref(p);
}

#define assert_at(t, text) assert_int_equal(t, at(text))
#define HOURS 3600

static void christmas_night_is_due_after_the_holidays_for_p2_only(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-12-24 23:30", "P2");
    sla_clock_status s;

    (void)state;
    s = clock_at(t, "response", "2026-12-24 23:45");
    assert_at(s.due, "2026-12-29 08:30");
    assert_int_equal(s.breaches_at, s.due + 1);
    assert_int_equal(s.state, SLA_CLOCK_RUNNING);
    assert_int_equal(s.verdict, SLA_VERDICT_ON_TIME);
    assert_int_equal(s.elapsed, 15 * 60);
    assert_int_equal(s.remaining, 105 * 60);
    assert_at(clock_at(t, "resolution", "2026-12-25 00:00").due, "2026-12-30 23:30");
    sla_ticket_free(t);
    t = ticket(p, "2026-12-24 23:30", "P1");
    assert_at(clock_at(t, "response", "2026-12-24 23:45").due, "2026-12-25 00:30");
    done(t, p);
}

static void a_sum_used_up_at_closing_is_due_then_and_missed_after_the_next_opening(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-20 23:00", "P2");
    sla_clock_status s;

    (void)state;
    s = clock_at(t, "response", "2026-11-22 12:00");
    assert_at(s.due, "2026-11-21 01:00");
    assert_at(s.breaches_at, "2026-11-23 08:00:01");
    assert_int_equal(s.verdict, SLA_VERDICT_ON_TIME); /* used up is not breached */
    assert_int_equal(s.remaining, 0);
    assert_int_equal(clock_at(t, "response", "2026-11-23 08:00").verdict, SLA_VERDICT_ON_TIME);
    assert_int_equal(clock_at(t, "response", "2026-11-23 08:00:01").verdict, SLA_VERDICT_BREACHED);
    event(t, "responded", "2026-11-23 08:00");
    s = clock_at(t, "response", "2026-11-24 08:00");
    assert_int_equal(s.verdict, SLA_VERDICT_MET); /* on the due second, as it were */
    assert_at(s.ended, "2026-11-23 08:00");
    assert_at(s.due, "2026-11-21 01:00");
    done(t, p);
}

static void a_change_of_priority_counts_each_second_by_its_own_coverage(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-12-24 12:00", "P2");
    sla_clock_status s;

    (void)state;
    change(t, "2026-12-28 14:00", "priority", "P1");
    assert_at(clock_at(t, "resolution", "2026-12-28 13:00").due, "2026-12-30 12:00");
    s = clock_at(t, "resolution", "2026-12-28 14:00");
    assert_int_equal(s.elapsed, 13 * HOURS);
    assert_at(s.due, "2026-12-28 18:00");
    assert_int_equal(s.target, 17 * HOURS);
    done(t, p);
}

static void a_breach_made_by_a_change_is_at_the_change_though_due_lies_before(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P3");
    sla_clock_status s;

    (void)state;
    change(t, "2026-11-23 12:00", "priority", "P1"); /* 3 h counted, 1 h allowed */
    s = clock_at(t, "response", "2026-11-23 13:00");
    assert_at(s.due, "2026-11-23 10:00");
    assert_at(s.breaches_at, "2026-11-23 12:00");
    assert_int_equal(s.verdict, SLA_VERDICT_BREACHED);
    change(t, "2026-11-23 12:30", "priority", "P3"); /* and this one lifts it */
    s = clock_at(t, "response", "2026-11-23 12:45");
    assert_int_equal(s.verdict, SLA_VERDICT_ON_TIME);
    assert_int_equal(s.lifted, 1);
    assert_at(s.due, "2026-11-23 13:00");
    assert_at(s.breaches_at, "2026-11-23 13:00:01");
    done(t, p);
}

static void from_change_begins_the_count_anew(void **state)
{
    sla_policy *p = policy_with("resume", "changes: {target: from_change}");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P3");
    sla_clock_status s;

    (void)state;
    change(t, "2026-11-23 12:00", "priority", "P1");
    s = clock_at(t, "response", "2026-11-23 12:30");
    assert_int_equal(s.elapsed, HOURS / 2);
    assert_at(s.due, "2026-11-23 13:00");
    assert_int_equal(s.verdict, SLA_VERDICT_ON_TIME);
    done(t, p);
}

static void calendar_from_start_counts_the_cycle_again(void **state)
{
    sla_policy *p = policy_with("resume", "changes: {calendar: from_start}");
    sla_policy *q = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P3"), *u = ticket(q, "2026-11-23 09:00", "P3");

    (void)state;
    change(t, "2026-11-23 15:00", "region", "us"); /* opens at 13:00 in London */
    change(u, "2026-11-23 15:00", "region", "us");
    assert_int_equal(clock_at(t, "resolution", "2026-11-23 16:00").elapsed, 3 * HOURS);
    assert_int_equal(clock_at(u, "resolution", "2026-11-23 16:00").elapsed, 7 * HOURS);
    assert_int_equal(clock_at(u, "resolution", "2026-11-23 16:00").target, 36 * HOURS);
    assert_string_equal(clock_at(u, "resolution", "2026-11-23 16:00").calendar, "us");
    done(t, p);
    done(u, q);
}

static void a_paused_clock_has_no_due_but_says_what_it_would_be(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1");
    sla_clock_status s;

    (void)state;
    event(t, "waiting", "2026-11-23 10:00");
    s = clock_at(t, "resolution", "2026-11-23 12:00");
    assert_int_equal(s.state, SLA_CLOCK_PAUSED);
    assert_int_equal(s.due, SLA_TIME_NONE);
    assert_int_equal(s.breaches_at, SLA_TIME_NONE);
    assert_at(s.due_if_resumed, "2026-11-24 11:00"); /* 16 h left from Monday noon */
    event(t, "resumed", "2026-11-23 12:00");
    assert_at(clock_at(t, "resolution", "2026-11-23 13:00").due, "2026-11-24 11:00");
    done(t, p);
}

static void a_pause_hides_no_breach_and_when_just_used_up_shows_due_only(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 08:00", "P1"), *u = ticket(p, "2026-11-23 08:00", "P1");
    sla_clock_status s;

    (void)state;
    event(t, "waiting", "2026-11-24 01:00"); /* 17 h: just used up */
    s = clock_at(t, "resolution", "2026-11-24 12:00");
    assert_at(s.due, "2026-11-24 01:00");
    assert_int_equal(s.breaches_at, SLA_TIME_NONE);
    assert_int_equal(s.verdict, SLA_VERDICT_ON_TIME);
    event(u, "waiting", "2026-11-24 09:00"); /* an hour past */
    s = clock_at(u, "resolution", "2026-11-24 12:00");
    assert_int_equal(s.state, SLA_CLOCK_PAUSED);
    assert_int_equal(s.verdict, SLA_VERDICT_BREACHED);
    assert_at(s.due, "2026-11-24 01:00");
    assert_at(s.breaches_at, "2026-11-24 08:00:01");
    assert_int_equal(s.remaining, -HOURS);
    sla_ticket_free(u);
    done(t, p);
}

static void two_reasons_pause_and_both_must_go(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1");
    sla_clock_status s;

    (void)state;
    event(t, "waiting", "2026-11-23 10:00");
    change(t, "2026-11-23 11:00", "status", "waiting_for_customer");
    event(t, "resumed", "2026-11-23 12:00");
    assert_int_equal(clock_at(t, "resolution", "2026-11-23 12:30").state, SLA_CLOCK_PAUSED);
    change(t, "2026-11-23 13:00", "status", "open");
    s = clock_at(t, "resolution", "2026-11-23 14:00");
    assert_int_equal(s.state, SLA_CLOCK_RUNNING);
    assert_int_equal(s.elapsed, 2 * HOURS);
    change(t, "2026-11-23 15:00", "status", "done"); /* entering a status stops as an event does */
    assert_int_equal(clock_at(t, "resolution", "2026-11-23 16:00").verdict, SLA_VERDICT_MET);
    done(t, p);
}

static void a_reopened_ticket_resumes_restarts_or_begins_a_new_cycle(void **state)
{
    static const char *const modes[] = {"resume", "restart", "new_cycle"};

    (void)state;
    for (int i = 0; i < 3; i++) {
        sla_policy *p = policy_with(modes[i], "");
        sla_ticket *t = ticket(p, "2026-11-23 08:00", "P1");
        sla_cycles *cycles = NULL;
        sla_clock_status s, first = SLA_CLOCK_STATUS_INIT;
        int32_t n = sla_policy_find(p, SLA_NAME_CLOCK, "resolution");

        event(t, "resolved", "2026-11-24 09:00"); /* 18 h: missed */
        event(t, "reopened", "2026-11-24 12:00");
        s = clock_at(t, "resolution", "2026-11-24 13:00");
        assert_int_equal(s.cycle, 2);
        assert_int_equal(s.elapsed, i == 0 ? 19 * HOURS : HOURS);
        assert_int_equal(s.verdict, i == 0 ? SLA_VERDICT_BREACHED : SLA_VERDICT_ON_TIME);
        if (i == 0) {
            assert_at(s.breaches_at, "2026-11-24 12:00"); /* no breach lies before the reopening */
            assert_at(s.due, "2026-11-24 01:00");
        }
        assert_int_equal(
            sla_ticket_cycles(t, n, at("2026-11-24 13:00"), SLA_TIME_NONE, &cycles), SLA_OK);
        assert_int_equal(sla_cycles_count(cycles), 2);
        assert_int_equal(sla_cycles_status(cycles, 0, &first), SLA_OK);
        assert_int_equal(first.verdict, SLA_VERDICT_MISSED);
        assert_at(first.breaches_at, "2026-11-24 08:00:01");
        assert_int_equal(first.voided, i == 1);
        sla_cycles_free(cycles);
        done(t, p);
    }
}

static void a_tie_of_resolved_and_reopened_does_not_freeze_the_clock(void **state)
{
    sla_policy *p = policy_with("resume", "");

    (void)state;
    for (int order = 0; order < 2; order++) {
        sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1");

        event(t, order ? "reopened" : "resolved", "2026-11-23 10:00");
        event(t, order ? "resolved" : "reopened", "2026-11-23 10:00");
        assert_int_equal(clock_at(t, "resolution", "2026-11-23 11:00").state, SLA_CLOCK_RUNNING);
        assert_int_equal(clock_at(t, "resolution", "2026-11-23 11:00").elapsed, 2 * HOURS);
        sla_ticket_free(t);
    }
    sla_policy_unref(p);
}

static void an_agreed_due_stands_against_pauses_hours_and_changes(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1");
    sla_clock_status s;

    (void)state;
    agree(t, "2026-11-24 12:00", "resolution", "2026-11-29 03:00"); /* a Sunday night */
    event(t, "waiting", "2026-11-25 10:00");
    change(t, "2026-11-25 11:00", "priority", "P2");
    s = clock_at(t, "resolution", "2026-11-26 09:00");
    assert_at(s.due, "2026-11-29 03:00");
    assert_at(s.breaches_at, "2026-11-29 03:00:01");
    assert_int_equal(s.target, SLA_DURATION_NONE);
    assert_int_equal(s.remaining, SLA_DURATION_NONE);
    assert_int_equal(s.lifted, 1); /* Tuesday 10:00:01, undone at noon */
    assert_int_equal(s.verdict, SLA_VERDICT_ON_TIME);
    assert_int_equal(clock_at(t, "resolution", "2026-11-29 03:00").verdict, SLA_VERDICT_ON_TIME);
    assert_int_equal(clock_at(t, "resolution", "2026-11-29 03:00:01").verdict,
                     SLA_VERDICT_BREACHED);
    done(t, p);
}

static void an_agreed_due_makes_a_clock_apply_that_had_no_target(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", NULL);

    (void)state;
    assert_int_equal(sla_ticket_set(t, "type", "request"), SLA_OK);
    assert_int_equal(clock_at(t, "resolution", "2026-11-23 10:00").state, SLA_CLOCK_NOT_APPLICABLE);
    assert_int_equal(clock_at(t, "resolution", "2026-11-23 10:00").verdict, SLA_VERDICT_NONE);
    agree(t, "2026-11-23 11:00", "resolution", "2026-11-23 12:00");
    assert_int_equal(clock_at(t, "resolution", "2026-11-23 11:30").state, SLA_CLOCK_RUNNING);
    event(t, "resolved", "2026-11-23 12:00");
    assert_int_equal(clock_at(t, "resolution", "2026-11-23 13:00").verdict, SLA_VERDICT_MET);
    done(t, p);
}

static void a_code_fix_releases_or_takes_the_release_date_as_due(void **state)
{
    sla_policy *p = policy_with("new_cycle", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1"), *u = ticket(p, "2026-11-23 09:00", "P2");
    sla_clock_status s;
    sla_event *e = NULL;

    (void)state;
    event(t, "code_fix", "2026-11-23 12:00");
    s = clock_at(t, "resolution", "2026-12-23 12:00");
    assert_int_equal(s.state, SLA_CLOCK_RELEASED);
    assert_int_equal(s.verdict, SLA_VERDICT_NONE);
    assert_string_equal(s.vehicle, "emergency release");
    event(t, "reopened", "2026-11-24 12:00");
    assert_int_equal(clock_at(t, "resolution", "2026-11-24 13:00").cycle, 2);
    assert_int_equal(clock_at(t, "resolution", "2026-11-24 13:00").state, SLA_CLOCK_RUNNING);
    sla_ticket_free(t);

    assert_int_equal(sla_event_new("code_fix", at("2026-11-23 12:00"), &e), SLA_OK);
    assert_int_equal(sla_event_set_due(e, NULL, at("2026-12-10 17:00"), NULL), SLA_OK);
    assert_int_equal(sla_ticket_record_event(u, e), SLA_OK);
    sla_event_free(e);
    s = clock_at(u, "resolution", "2026-12-01 12:00");
    assert_int_equal(s.state, SLA_CLOCK_RUNNING);
    assert_at(s.due, "2026-12-10 17:00");
    done(u, p);
}

static void a_breached_clock_that_is_released_or_cancelled_is_missed(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 08:00", "P1"), *u = ticket(p, "2026-11-23 08:00", "P1");

    (void)state;
    event(t, "code_fix", "2026-11-24 12:00");
    event(u, "cancelled", "2026-11-24 00:30");
    assert_int_equal(clock_at(t, "resolution", "2026-11-25 12:00").verdict, SLA_VERDICT_MISSED);
    assert_int_equal(clock_at(u, "resolution", "2026-11-25 12:00").verdict, SLA_VERDICT_NONE);
    assert_int_equal(clock_at(u, "resolution", "2026-11-25 12:00").state, SLA_CLOCK_CANCELLED);
    assert_int_equal(clock_at(u, "response", "2026-11-25 12:00").verdict, SLA_VERDICT_MISSED);
    sla_ticket_free(u);
    done(t, p);
}

static void a_repeating_clock_counts_from_update_to_update_until_the_end(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1");
    sla_clock_status s;

    (void)state;
    assert_int_equal(clock_at(t, "update", "2026-11-23 09:30").state, SLA_CLOCK_PENDING);
    event(t, "responded", "2026-11-23 10:00");
    event(t, "updated", "2026-11-23 11:00");
    event(t, "updated", "2026-11-23 13:30");
    s = clock_at(t, "update", "2026-11-23 14:00");
    assert_int_equal(s.cycle, 3);
    assert_at(s.started, "2026-11-23 13:30");
    assert_at(s.due, "2026-11-23 15:30");
    event(t, "resolved", "2026-11-23 14:00");
    event(t, "updated", "2026-11-23 15:00"); /* no start after `until` counts */
    s = clock_at(t, "update", "2026-11-24 14:00");
    assert_int_equal(s.cycle, 3);
    assert_int_equal(s.state, SLA_CLOCK_STOPPED);
    assert_int_equal(s.verdict, SLA_VERDICT_NONE);
    done(t, p);
}

static void what_was_not_known_yet_is_not_seen(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P2");
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    sla_event *e = NULL;
    int32_t n = sla_policy_find(p, SLA_NAME_CLOCK, "response");

    (void)state;
    assert_int_equal(sla_event_new("responded", at("2026-11-23 10:00"), &e), SLA_OK);
    assert_int_equal(sla_event_set_told(e, at("2026-11-23 18:00")), SLA_OK);
    assert_int_equal(sla_ticket_record_event(t, e), SLA_OK);
    sla_event_free(e);
    assert_int_equal(sla_ticket_clock(t, n, at("2026-11-23 17:00"), at("2026-11-23 17:00"), &s),
                     SLA_OK);
    assert_int_equal(s.verdict, SLA_VERDICT_BREACHED);
    assert_int_equal(sla_ticket_clock(t, n, at("2026-11-23 17:00"), SLA_TIME_NONE, &s), SLA_OK);
    assert_int_equal(s.verdict, SLA_VERDICT_MET);
    done(t, p);
}

static void events_that_do_nothing_are_reported_and_do_no_harm(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1");
    sla_diagnostics *d = NULL;

    (void)state;
    event(t, "waiting", "2026-11-22 09:00"); /* before the creation */
    event(t, "waiting", "2026-11-23 10:00");
    event(t, "resumed", "2026-11-23 11:00");
    event(t, "resumed", "2026-11-23 12:00");
    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    assert_int_equal(sla_ticket_check(t, at("2026-11-23 13:00"), SLA_TIME_NONE, d), SLA_OK);
    assert_int_equal(sla_diagnostics_count(d), 3);
    assert_string_equal(sla_diagnostics_text(d, 0),
                        "T-1:1: warning: SLA-0401: event \"waiting\" lies before the creation and "
                        "counts at the creation");
    assert_string_equal(sla_diagnostics_text(d, 1),
                        "T-1:2: warning: SLA-0400: event \"waiting\" does nothing to clock "
                        "\"resolution\": the clock is already paused");
    assert_string_equal(sla_diagnostics_text(d, 2),
                        "T-1:4: warning: SLA-0400: event \"resumed\" does nothing to clock "
                        "\"resolution\": the clock is not paused");
    assert_int_equal(clock_at(t, "resolution", "2026-11-23 13:00").elapsed, 2 * HOURS);
    sla_diagnostics_free(d);
    done(t, p);
}

static void a_ticket_without_a_priority_waits_for_one(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", NULL);

    (void)state;
    assert_int_equal(clock_at(t, "response", "2026-11-23 10:00").state, SLA_CLOCK_NOT_APPLICABLE);
    assert_null(sla_ticket_fact(t, "priority", at("2026-11-23 10:00"), SLA_TIME_NONE));
    change(t, "2026-11-23 11:00", "impact", "high");
    change(t, "2026-11-23 11:00", "urgency", "low");
    assert_string_equal(sla_ticket_fact(t, "priority", at("2026-11-23 12:00"), SLA_TIME_NONE),
                        "P2");
    assert_int_equal(clock_at(t, "response", "2026-11-23 10:59").due, SLA_TIME_NONE);
    assert_at(clock_at(t, "response", "2026-11-23 12:00").due, "2026-11-23 11:00"); /* 2 h from 9 */
    done(t, p);
}

static void the_reckoning_adds_up_and_names_the_holiday(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-12-24 23:30", "P2");
    sla_reckoning *k = NULL;
    sla_duration counted = 0;
    sla_time end = at("2026-12-24 23:30");
    int christmas = 0;

    (void)state;
    assert_int_equal(sla_ticket_explain(t, 0, at("2026-12-29 12:00"), SLA_TIME_NONE, &k), SLA_OK);
    for (size_t i = 0; i < sla_reckoning_count(k); i++) {
        if (sla_reckoning_from(k, i) == sla_reckoning_to(k, i))
            continue;
        assert_int_equal(sla_reckoning_from(k, i), end);
        end = sla_reckoning_to(k, i);
        if (sla_reckoning_reason(k, i) == SLA_REASON_COUNTED)
            counted += end - sla_reckoning_from(k, i);
        if (strcmp(sla_reckoning_text(k, i), "Christmas Day") == 0)
            christmas++;
    }
    assert_int_equal(end, at("2026-12-29 12:00"));
    assert_int_equal(counted, clock_at(t, "response", "2026-12-29 12:00").elapsed);
    assert_int_equal(christmas, 1);
    sla_reckoning_free(k);
    done(t, p);
}

static void a_lifted_breach_stays_in_the_reckoning_with_its_due(void **state)
{
    static const sla_reason order[] = {SLA_REASON_START, SLA_REASON_DUE, SLA_REASON_BREACH,
                                       SLA_REASON_CHANGE, SLA_REASON_LIFTED};
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1");
    sla_reckoning *k = NULL;
    size_t marks = 0;

    (void)state;
    change(t, "2026-11-23 11:00", "priority", "P3");
    assert_int_equal(sla_ticket_explain(t, 0, at("2026-11-23 12:00"), SLA_TIME_NONE, &k), SLA_OK);
    for (size_t i = 0; i < sla_reckoning_count(k); i++) {
        if (sla_reckoning_from(k, i) != sla_reckoning_to(k, i))
            continue;
        assert_true(marks < sizeof order / sizeof *order);
        assert_int_equal(sla_reckoning_reason(k, i), order[marks++]);
    }
    assert_int_equal(marks, sizeof order / sizeof *order);
    sla_reckoning_free(k);
    done(t, p);
}

static void a_late_question_about_an_ended_clock_says_nothing_of_projected_holidays(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1");
    sla_reckoning *k = NULL;

    (void)state;
    event(t, "responded", "2026-11-23 09:30");
    assert_int_equal(sla_ticket_explain(t, 0, at("2040-11-23 12:00"), SLA_TIME_NONE, &k), SLA_OK);
    for (size_t i = 0; i < sla_reckoning_count(k); i++)
        assert_int_not_equal(sla_reckoning_reason(k, i), SLA_REASON_NOTE);
    sla_reckoning_free(k);
    k = NULL;
    sla_ticket_free(t);
    t = ticket(p, "2040-11-23 09:00", "P1");
    assert_int_equal(sla_ticket_explain(t, 0, at("2040-11-23 09:10"), SLA_TIME_NONE, &k), SLA_OK);
    assert_int_equal(sla_reckoning_reason(k, sla_reckoning_count(k) - 1), SLA_REASON_NOTE);
    sla_reckoning_free(k);
    done(t, p);
}

static void nonsense_is_refused_and_changes_nothing(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1"), *none = NULL;
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    sla_event *e = NULL;

    (void)state;
    assert_int_equal(sla_ticket_record(t, "teleported", at("2026-11-23 10:00")), SLA_NOT_FOUND);
    assert_int_equal(sla_ticket_record(t, "created", at("2026-11-23 10:00")), SLA_REFUSED);
    assert_int_equal(sla_ticket_record(t, "due_agreed", at("2026-11-23 10:00")), SLA_REFUSED);
    assert_int_equal(sla_ticket_set(t, "colour", "red"), SLA_NOT_FOUND);
    assert_int_equal(sla_ticket_set(t, "priority", "P9"), SLA_NOT_FOUND);
    assert_int_equal(sla_event_new("waiting", -5, &e), SLA_OUT_OF_RANGE);
    assert_null(e);
    assert_int_equal(sla_event_new("responded", at("2026-11-23 10:00"), &e), SLA_OK);
    assert_int_equal(sla_event_set_due(e, NULL, at("2026-11-23 10:00"), NULL), SLA_OK);
    assert_int_equal(sla_ticket_record_event(t, e), SLA_REFUSED);
    sla_event_free(e);
    assert_int_equal(sla_ticket_event_count(t), 0);
    assert_int_equal(sla_ticket_clock(t, 99, 0, SLA_TIME_NONE, &s), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_ticket_clock(t, 0, SLA_TIME_MAX + 1, SLA_TIME_NONE, &s), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_ticket_clock(NULL, 0, 0, SLA_TIME_NONE, &s), SLA_INVALID_ARGUMENT);
    for (s.size = 0; s.size < offsetof(sla_clock_status, cycle); s.size += 4)
        assert_int_equal(sla_ticket_clock(t, 0, 0, SLA_TIME_NONE, &s), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_ticket_new(NULL, "x", 0, &none), SLA_INVALID_ARGUMENT);
    done(t, p);
}

static void a_policy_without_clocks_still_refuses_what_is_no_instant(void **state)
{
    static const char text[] = "slacore: 1\n";
    sla_policy *p = NULL;
    sla_ticket *t = NULL;
    sla_diagnostics *d = NULL;

    (void)state;
    assert_int_equal(sla_policy_parse(text, strlen(text), NULL, NULL, NULL, &p), SLA_OK);
    assert_int_equal(sla_ticket_new(p, "T-1", 0, &t), SLA_OK);
    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    assert_int_equal(sla_ticket_check(t, -5, SLA_TIME_NONE, d), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_ticket_check(t, 0, -5, d), SLA_OUT_OF_RANGE);
    assert_int_equal(sla_ticket_check(t, 0, SLA_TIME_NONE, d), SLA_OK);
    sla_diagnostics_free(d);
    done(t, p);
}

static void an_older_status_struct_is_filled_only_as_far_as_it_goes(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1");
    sla_clock_status s;

    (void)state;
    memset(&s, 0x5a, sizeof s);
    s.size = offsetof(sla_clock_status, target);
    assert_int_equal(sla_ticket_clock(t, 0, at("2026-11-23 09:10"), SLA_TIME_NONE, &s), SLA_OK);
    assert_int_equal(s.state, SLA_CLOCK_RUNNING);
    assert_int_equal(s.target, 0x5a5a5a5a5a5a5a5a);
    done(t, p);
}

static void a_meter_agrees_with_the_replayed_clock_and_keeps_its_text(void **state)
{
    sla_policy *p = policy_with("resume", "");
    sla_ticket *t = ticket(p, "2026-11-23 09:00", "P1");
    const sla_calendar *c = sla_policy_calendar(p, "uk", "P1");
    sla_meter m = SLA_METER_INIT, copy = SLA_METER_INIT;
    sla_clock_status a, b = SLA_CLOCK_STATUS_INIT;
    char text[SLA_METER_TEXT_MAX];

    (void)state;
    event(t, "waiting", "2026-11-23 10:00");
    event(t, "resumed", "2026-11-23 12:00");
    assert_int_equal(sla_meter_init(&m, 17 * HOURS), SLA_OK);
    assert_int_equal(sla_meter_pause(&m, c, at("2026-11-23 09:00")), SLA_REFUSED);
    assert_int_equal(sla_meter_start(&m, c, at("2026-11-23 09:00")), SLA_OK);
    assert_int_equal(sla_meter_pause(&m, c, at("2026-11-23 10:00")), SLA_OK);
    assert_int_equal(sla_meter_pause(&m, c, at("2026-11-23 11:00")), SLA_REFUSED);
    assert_int_equal(sla_meter_resume(&m, c, at("2026-11-23 09:59")), SLA_REFUSED);
    assert_int_equal(sla_meter_resume(&m, c, at("2026-11-23 12:00")), SLA_OK);
    assert_int_equal(sla_meter_format(&m, text), SLA_OK);
    assert_string_equal(text, "meter1 running target=61200 counted=3600 "
                              "since=2026-11-23T12:00:00Z due=- breached_at=-");
    assert_int_equal(sla_meter_parse(text, strlen(text), &copy), SLA_OK);
    assert_memory_equal(&m, &copy, sizeof m);
    a = clock_at(t, "resolution", "2026-11-24 12:00");
    assert_int_equal(sla_meter_status(&m, c, at("2026-11-24 12:00"), &b), SLA_OK);
    assert_int_equal(a.due, b.due);
    assert_int_equal(a.breaches_at, b.breaches_at);
    assert_int_equal(a.elapsed, b.elapsed);
    assert_int_equal(a.verdict, b.verdict);
    assert_int_equal(sla_meter_stop(&m, c, at("2026-11-24 12:00")), SLA_OK);
    assert_int_equal(sla_meter_resume(&m, c, at("2026-11-24 13:00")), SLA_REFUSED);
    for (size_t i = 0; i < strlen(text); i++)
        assert_int_equal(sla_meter_parse(text, i, &copy), SLA_BAD_INPUT);
    done(t, p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(christmas_night_is_due_after_the_holidays_for_p2_only),
        cmocka_unit_test(a_sum_used_up_at_closing_is_due_then_and_missed_after_the_next_opening),
        cmocka_unit_test(a_change_of_priority_counts_each_second_by_its_own_coverage),
        cmocka_unit_test(a_breach_made_by_a_change_is_at_the_change_though_due_lies_before),
        cmocka_unit_test(from_change_begins_the_count_anew),
        cmocka_unit_test(calendar_from_start_counts_the_cycle_again),
        cmocka_unit_test(a_paused_clock_has_no_due_but_says_what_it_would_be),
        cmocka_unit_test(a_pause_hides_no_breach_and_when_just_used_up_shows_due_only),
        cmocka_unit_test(two_reasons_pause_and_both_must_go),
        cmocka_unit_test(a_reopened_ticket_resumes_restarts_or_begins_a_new_cycle),
        cmocka_unit_test(a_tie_of_resolved_and_reopened_does_not_freeze_the_clock),
        cmocka_unit_test(an_agreed_due_stands_against_pauses_hours_and_changes),
        cmocka_unit_test(an_agreed_due_makes_a_clock_apply_that_had_no_target),
        cmocka_unit_test(a_code_fix_releases_or_takes_the_release_date_as_due),
        cmocka_unit_test(a_breached_clock_that_is_released_or_cancelled_is_missed),
        cmocka_unit_test(a_repeating_clock_counts_from_update_to_update_until_the_end),
        cmocka_unit_test(what_was_not_known_yet_is_not_seen),
        cmocka_unit_test(events_that_do_nothing_are_reported_and_do_no_harm),
        cmocka_unit_test(a_ticket_without_a_priority_waits_for_one),
        cmocka_unit_test(the_reckoning_adds_up_and_names_the_holiday),
        cmocka_unit_test(a_lifted_breach_stays_in_the_reckoning_with_its_due),
        cmocka_unit_test(
            a_late_question_about_an_ended_clock_says_nothing_of_projected_holidays),
        cmocka_unit_test(nonsense_is_refused_and_changes_nothing),
        cmocka_unit_test(a_policy_without_clocks_still_refuses_what_is_no_instant),
        cmocka_unit_test(an_older_status_struct_is_filled_only_as_far_as_it_goes),
        cmocka_unit_test(a_meter_agrees_with_the_replayed_clock_and_keeps_its_text),
    };

    return cmocka_run_group_tests_name("ticket", tests, NULL, NULL);
}
