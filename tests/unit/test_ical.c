/* SPDX-License-Identifier: MIT */
/* Reading iCalendar: what closes what, and every way in which a file can be wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "base/time.h"
#include "calendar/holidays.h"
#include "calendar/ics.h"

static struct sla__holidays h;
static sla_diagnostics *d;
static sla_sources *sources;
static struct sla__ics_spent spent;

static int begin(void **state)
{
    (void)state;
    h = (struct sla__holidays)SLA__HOLIDAYS_INIT;
    spent = (struct sla__ics_spent){0};
    return sla_diagnostics_new(&d) != SLA_OK || sla_sources_new(&sources) != SLA_OK;
}

static int end(void **state)
{
    (void)state;
    sla__holidays_clear(&h);
    sla_diagnostics_free(d);
    sla_sources_free(sources);
    return 0;
}

static sla_result read_bytes(const char *text, size_t len)
{
    return sla__holidays_add_ics(&h, sources, "x.ics", text, len, &spent, d);
}

/* Read a text of lines that end in LF alone, as people's editors write them. */
static sla_result read_text(const char *text)
{
    return read_bytes(text, strlen(text));
}

static sla_result read_events(const char *events)
{
    char text[8000];

    snprintf(text, sizeof text, "BEGIN:VCALENDAR\n%sEND:VCALENDAR\n", events);
    return read_text(text);
}

/* The lines are those of the only event. */
static sla_result read_event(const char *lines)
{
    char text[4000];

    snprintf(text, sizeof text, "BEGIN:VEVENT\nUID:u\n%sEND:VEVENT\n", lines);
    return read_events(text);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All that is closed, sorted, one entry after another: `2026-12-25 Name;` for a date,
 * `2026-12-25T08:00+3600 Name;` for a span, with `~` before a floating one. */
static void expect_closed(const char *expected)
{
    struct sla__text got = {0};
    const char *lines[64];
    char room[64][120];
    size_t count = 0, i;
    int32_t y, m, day;

    assert_true(h.date_count + h.span_count <= 64);
    for (i = 0; i < h.date_count; i++, count++) {
        sla__civil_of(h.dates[i].days, &y, &m, &day);
        snprintf(room[count], sizeof *room, "%04d-%02d-%02d %s;", (int)y, (int)m, (int)day,
                 h.names.at[h.dates[i].name]);
    }
    for (i = 0; i < h.span_count; i++, count++) {
        int64_t from = h.spans[i].from;
        sla__civil_of((int32_t)(from / SLA__DAY), &y, &m, &day);
        snprintf(room[count], sizeof *room, "%s%04d-%02d-%02dT%02d:%02d+%d %s;",
                 h.spans[i].floating ? "~" : "", (int)y, (int)m, (int)day,
                 (int)(from % SLA__DAY / 3600), (int)(from % 3600 / 60),
                 (int)(h.spans[i].to - from), h.names.at[h.spans[i].name]);
    }
    for (i = 0; i < count; i++)
        lines[i] = room[i];
    qsort(lines, count, sizeof *lines, by_text);
    for (i = 0; i < count; i++) {
        if (i > 0)
            sla__text_puts(&got, " ");
        sla__text_puts(&got, lines[i]);
    }
    if (strcmp(got.at != NULL ? got.at : "", expected) != 0)
        fail_msg("closed:   %s\nexpected: %s", got.at != NULL ? got.at : "", expected);
    sla__text_clear(&got);
}

static void expect_no_message(void)
{
    if (sla_diagnostics_count(d) != 0)
        fail_msg("%s", sla_diagnostics_text(d, 0));
}

static void expect_message(size_t i, const char *text)
{
    assert_string_equal(sla_diagnostics_text(d, i), text);
}

/* The event's lines close this and nothing is said about them. */
static void closes(const char *lines, const char *expected)
{
    sla_result rc = read_event(lines);

    expect_no_message();
    assert_int_equal(rc, SLA_OK);
    expect_closed(expected);
    sla__holidays_clear(&h);
}

/* The event's lines are refused with this as the first message, and nothing is taken. */
static void refused(const char *lines, const char *message)
{
    sla_result rc = read_event(lines);

    expect_message(0, message);
    assert_int_equal(rc, SLA_BAD_INPUT);
    assert_int_equal(h.date_count + h.span_count, 0);
    assert_int_equal(h.known_until, INT32_MAX);
    sla_diagnostics_clear(d);
}

static void text_refused(const char *text, sla_result expected, const char *message)
{
    sla_result rc = read_text(text);

    expect_message(0, message);
    assert_int_equal(rc, expected);
    sla_diagnostics_clear(d);
}

/* ------------------------------------------------------------------ dates */

static void an_all_day_event_closes_its_dates(void **state)
{
    (void)state;
    closes("DTSTART;VALUE=DATE:20261225\nSUMMARY:Christmas\n", "2026-12-25 Christmas;");
    closes("DTSTART:20261225\nSUMMARY:Bare\n", "2026-12-25 Bare;");
    closes("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:S\n",
           "2026-12-24 S; 2026-12-25 S; 2026-12-26 S;");
    closes("DTSTART;VALUE=DATE:20261224\nDURATION:P2D\nSUMMARY:S\n", "2026-12-24 S; 2026-12-25 S;");
    closes("DTSTART;VALUE=DATE:20261224\nDURATION:PT172800S\nSUMMARY:S\n",
           "2026-12-24 S; 2026-12-25 S;");
    closes("DTSTART;VALUE=DATE;TZID=No/Where:20261224\nSUMMARY:S\n", "2026-12-24 S;");
}

static void an_end_that_is_not_after_the_start_means_one_day(void **state)
{
    (void)state;
    closes("DTSTART:20261225\nDTEND:20261225\nSUMMARY:S\n", "2026-12-25 S;");
    closes("DTSTART:20261225\nDTEND:20261220\nSUMMARY:S\n", "2026-12-25 S;");
    closes("DTSTART:20261225\nDURATION:P0D\nSUMMARY:S\n", "2026-12-25 S;");
}

static void names_are_unescaped_and_none_is_said_to_be_none(void **state)
{
    (void)state;
    closes("DTSTART:20261225\nSUMMARY;LANGUAGE=en:Day\\, after\\; it \\\\ \xC3\xA9\n",
           "2026-12-25 Day, after; it \\ \xC3\xA9;");
    closes("DTSTART:20261225\n", "2026-12-25 unnamed;");
    closes("DTSTART:20261225\nSUMMARY:\n", "2026-12-25 unnamed;");
}

static void lines_are_unfolded_and_ends_may_be_crlf_or_lf(void **state)
{
    (void)state;
    assert_int_equal(read_text("\xEF\xBB\xBF"
                               "BEGIN:VCALENDAR\r\n\r\nBEGIN:VEVENT\nDTSTA\r\n RT:2026\n\t1225\r\n"
                               "SUMMARY:A b\r\n  c \xC3\n \xA9\nEND:VEVENT\nEND:VCALENDAR"),
                     SLA_OK);
    expect_no_message();
    expect_closed("2026-12-25 A b c \xC3\xA9;");
}

static void names_of_properties_are_read_in_any_case(void **state)
{
    (void)state;
    assert_int_equal(read_text("begin:vcalendar\nBegin:vEvent\ndtstart;value=date:20261225\n"
                               "summary:S\nend:VEVENT\nEnd:Vcalendar\n"),
                     SLA_OK);
    expect_closed("2026-12-25 S;");
}

static void several_calendars_and_other_components_may_stand_in_a_file(void **state)
{
    (void)state;
    assert_int_equal(
        read_text("BEGIN:VCALENDAR\nVERSION:2.0\nCALSCALE:GREGORIAN\nBEGIN:VTODO\nDUE:20260101\n"
                  "END:VTODO\nBEGIN:VEVENT\nDTSTART:20261225\nSUMMARY:A\nBEGIN:VALARM\n"
                  "DURATION:nonsense\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\nBEGIN:VCALENDAR\n"
                  "BEGIN:VEVENT\nDTSTART:20270101\nSUMMARY:B\nEND:VEVENT\nEND:VCALENDAR\n"),
        SLA_OK);
    expect_no_message();
    expect_closed("2026-12-25 A; 2027-01-01 B;");
}

static void what_lies_outside_1969_to_2101_is_clipped(void **state)
{
    (void)state;
    closes("DTSTART:19681230\nDTEND:19690103\nSUMMARY:S\n", "1969-01-01 S; 1969-01-02 S;");
    closes("DTSTART:21011231\nDTEND:99991231\nSUMMARY:S\n", "2101-12-31 S;");
    closes("DTSTART:19600229\nRRULE:FREQ=YEARLY;INTERVAL=8;UNTIL=19840301\nSUMMARY:S\n",
           "1976-02-29 S; 1984-02-29 S;");
    closes("DTSTART:21011231T230000Z\nDTEND:21020101T010000Z\nSUMMARY:S\n",
           "2101-12-31T23:00+3600 S;");
    closes("DTSTART:00010101T000000Z\nDTEND:19690101T000500Z\nSUMMARY:S\n",
           "1969-01-01T00:00+300 S;");
    closes("DTSTART:21020101T000000Z\nDTEND:21020101T000500Z\nRDATE:20260101T000000Z\nSUMMARY:S\n",
           "2026-01-01T00:00+300 S;");
}

/* ------------------------------------------------------------------ times */

static void a_timed_event_closes_exactly_its_span(void **state)
{
    (void)state;
    closes("DTSTART:20261224T180000Z\nDTEND:20261225T060030Z\nSUMMARY:S\n",
           "2026-12-24T18:00+43230 S;");
    closes("DTSTART:20261224T180000\nDURATION:PT1H30M\nSUMMARY:S\n", "~2026-12-24T18:00+5400 S;");
    closes("DTSTART;TZID=Europe/London:20260701T090000\nDTEND;TZID=Europe/London:20260701T170000\n"
           "SUMMARY:S\n",
           "2026-07-01T08:00+28800 S;");
    closes("DTSTART;TZID=\"Europe/London\":20260701T090000\n"
           "DTEND;TZID=America/New_York:20260701T090000\nSUMMARY:S\n",
           "2026-07-01T08:00+18000 S;");
    closes("DTSTART;TZID=UTC:20260701T090000Z\nDURATION:PT60S\nSUMMARY:S\n",
           "2026-07-01T09:00+60 S;");
}

static void a_rule_in_a_zone_follows_its_clock_changes(void **state)
{
    (void)state;
    closes("DTSTART;TZID=Europe/London:20260328T120000\nDURATION:PT1H\n"
           "RRULE:FREQ=DAILY;COUNT=3\nSUMMARY:S\n",
           "2026-03-28T12:00+3600 S; 2026-03-29T11:00+3600 S; 2026-03-30T11:00+3600 S;");
    /* 01:30 does not exist on the 29th: the offset from before the gap (RFC 5545, 3.3.5). */
    closes("DTSTART;TZID=Europe/London:20260328T013000\nDURATION:PT1H\n"
           "RRULE:FREQ=DAILY;COUNT=3\nSUMMARY:S\n",
           "2026-03-28T01:30+3600 S; 2026-03-29T01:30+3600 S; 2026-03-30T00:30+3600 S;");
}

static void an_end_means_exact_seconds_and_a_duration_days_of_the_clock(void **state)
{
    (void)state;
    closes("DTSTART;TZID=Europe/London:20260327T220000\n"
           "DTEND;TZID=Europe/London:20260328T220000\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:S\n",
           "2026-03-27T22:00+86400 S; 2026-03-28T22:00+86400 S;");
    closes("DTSTART;TZID=Europe/London:20260327T220000\nDURATION:P1D\nRRULE:FREQ=DAILY;COUNT=2\n"
           "SUMMARY:S\n",
           "2026-03-27T22:00+86400 S; 2026-03-28T22:00+82800 S;");
}

static void a_timed_event_without_length_closes_nothing_and_is_told(void **state)
{
    (void)state;
    assert_int_equal(read_event("DTSTART:20261224T180000Z\n"), SLA_OK);
    expect_closed("");
    expect_message(0, "x.ics:2: warning: SLA-0140: event \"u\" ends when it begins and closes "
                      "nothing; give it a DTEND after its DTSTART");
    expect_message(1, "x.ics: warning: SLA-0142: the file closes nothing: of its 1 events 0 are "
                      "TRANSPARENT or CANCELLED");
}

static void periods_need_no_length_of_the_event(void **state)
{
    (void)state;
    closes("DTSTART:20260101T090000Z\nRDATE;VALUE=PERIOD:20260801T090000Z/P1DT1H\nSUMMARY:S\n",
           "2026-08-01T09:00+90000 S;");
}

static void a_leap_second_is_the_second_before_it(void **state)
{
    (void)state;
    closes("DTSTART:20161231T235960Z\nDTEND:20170101T000000Z\nSUMMARY:S\n",
           "2016-12-31T23:59+1 S;");
}

/* ------------------------------------------------------------------ sets of instances */

static void rdates_add_and_exdates_take_away(void **state)
{
    (void)state;
    closes("DTSTART:20260501\nRRULE:FREQ=YEARLY;COUNT=3\nEXDATE;VALUE=DATE:20260501,20270501\n"
           "RDATE;VALUE=DATE:20260508\nRDATE:20260601,20270501\nSUMMARY:S\n",
           "2026-05-08 S; 2026-06-01 S; 2028-05-01 S;");
    closes("DTSTART;TZID=Europe/London:20260701T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n"
           "EXDATE:20260702T080000Z\nSUMMARY:S\n",
           "2026-07-01T08:00+3600 S; 2026-07-03T08:00+3600 S;");
    closes("DTSTART:20260701T090000Z\nDURATION:PT1H\n"
           "RDATE;VALUE=PERIOD:20260801T090000Z/PT2H,20260901T090000Z/20260901T093000Z\n"
           "SUMMARY:S\n",
           "2026-07-01T09:00+3600 S; 2026-08-01T09:00+7200 S; 2026-09-01T09:00+1800 S;");
}

static void the_start_counts_even_if_the_rule_lacks_it(void **state)
{
    (void)state;
    closes("DTSTART:20260101\nRRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2\nSUMMARY:S\n",
           "2026-01-01 S; 2026-02-13 S;");
    closes("DTSTART:20260101\nRRULE:FREQ=DAILY;UNTIL=20251231\nSUMMARY:S\n", "2026-01-01 S;");
}

static void until_is_included(void **state)
{
    (void)state;
    closes("DTSTART:20260101\nRRULE:FREQ=DAILY;UNTIL=20260103\nSUMMARY:S\n",
           "2026-01-01 S; 2026-01-02 S; 2026-01-03 S;");
    closes("DTSTART;TZID=America/New_York:20260101T200000\nDURATION:PT1H\n"
           "RRULE:FREQ=DAILY;UNTIL=20260103T010000Z\nSUMMARY:S\n",
           "2026-01-02T01:00+3600 S; 2026-01-03T01:00+3600 S;");
    closes("DTSTART;TZID=America/New_York:20260101T200000\nDURATION:PT1H\n"
           "RRULE:FREQ=DAILY;UNTIL=20260103T005959Z\nSUMMARY:S\n",
           "2026-01-02T01:00+3600 S;");
}

static void until_in_another_form_is_read_with_a_warning(void **state)
{
    (void)state;
    assert_int_equal(read_event("DTSTART:20260101T090000Z\nDURATION:PT1H\nSUMMARY:S\n"
                                "RRULE:FREQ=DAILY;UNTIL=20260102\n"),
                     SLA_OK);
    expect_closed("2026-01-01T09:00+3600 S; 2026-01-02T09:00+3600 S;");
    expect_message(0, "x.ics:7: warning: SLA-0141: event \"u\": UNTIL is written in another form "
                      "than DTSTART and is read as the end of its date");
    sla__holidays_clear(&h);
    sla_diagnostics_clear(d);
    assert_int_equal(read_event("DTSTART:20260101\nSUMMARY:S\n"
                                "RRULE:FREQ=DAILY;UNTIL=20260102T000000Z\n"),
                     SLA_OK);
    expect_closed("2026-01-01 S; 2026-01-02 S;");
    expect_message(0, "x.ics:6: warning: SLA-0141: event \"u\": UNTIL is written in another form "
                      "than DTSTART and is read as its date");
    sla__holidays_clear(&h);
    sla_diagnostics_clear(d);
    assert_int_equal(read_event("DTSTART;TZID=Asia/Dubai:20260101T090000\nDURATION:PT1H\n"
                                "RRULE:FREQ=DAILY;UNTIL=20260102T090000\nSUMMARY:S\n"),
                     SLA_OK);
    expect_closed("2026-01-01T05:00+3600 S; 2026-01-02T05:00+3600 S;");
    expect_message(0, "x.ics:6: warning: SLA-0141: event \"u\": UNTIL is written in another form "
                      "than DTSTART and is read as local time as DTSTART is");
}

static void empty_lists_and_rules_are_as_none(void **state)
{
    (void)state;
    closes("DTSTART:20260101\nRRULE:\nEXDATE;VALUE=DATE:\nRDATE:\nSTATUS:\nSUMMARY:S\n",
           "2026-01-01 S;");
}

static void cancelled_and_transparent_events_close_nothing(void **state)
{
    (void)state;
    assert_int_equal(read_events("BEGIN:VEVENT\nDTSTART:20260101\nSTATUS:CANCELLED\nEND:VEVENT\n"
                                 "BEGIN:VEVENT\nDTSTART:20260101\nTRANSP:TRANSPARENT\nEND:VEVENT\n"
                                 "BEGIN:VEVENT\nDTSTART:20260102\nSTATUS:TENTATIVE\nSUMMARY:S\n"
                                 "TRANSP:opaque\nEND:VEVENT\n"),
                     SLA_OK);
    expect_closed("2026-01-02 S;");
    expect_no_message();
}

static void a_file_of_transparent_events_says_why_it_closes_nothing(void **state)
{
    (void)state;
    assert_int_equal(read_event("DTSTART:20260101\nTRANSP:TRANSPARENT\n"), SLA_OK);
    expect_message(0, "x.ics: warning: SLA-0142: the file closes nothing: of its 1 events 1 are "
                      "TRANSPARENT or CANCELLED");
}

/* ------------------------------------------------------------------ overrides */

#define SERIES                                                                                     \
    "BEGIN:VEVENT\nUID:s\nDTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:S\nEND:VEVENT\n"

static void an_event_with_recurrence_id_replaces_that_instance(void **state)
{
    (void)state;
    assert_int_equal(read_events("BEGIN:VEVENT\nUID:s\nRECURRENCE-ID:20260102\nDTSTART:20260110\n"
                                 "SUMMARY:Moved\nEND:VEVENT\n" SERIES
                                 "BEGIN:VEVENT\nUID:other\nRECURRENCE-ID:20260101\n"
                                 "DTSTART:20260120\nSUMMARY:Alone\nEND:VEVENT\n"),
                     SLA_OK);
    expect_no_message();
    expect_closed("2026-01-01 S; 2026-01-03 S; 2026-01-10 Moved; 2026-01-20 Alone;");
}

static void a_cancelled_instance_is_removed(void **state)
{
    (void)state;
    assert_int_equal(read_events(SERIES "BEGIN:VEVENT\nUID:s\nRECURRENCE-ID;VALUE=DATE:20260103\n"
                                        "DTSTART:20260103\nSTATUS:CANCELLED\nEND:VEVENT\n"),
                     SLA_OK);
    expect_closed("2026-01-01 S; 2026-01-02 S;");
}

static void an_instance_is_found_by_its_instant_in_any_zone(void **state)
{
    (void)state;
    assert_int_equal(
        read_events("BEGIN:VEVENT\nUID:s\nDTSTART;TZID=Europe/London:20260701T090000\n"
                    "DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:S\nEND:VEVENT\n"
                    "BEGIN:VEVENT\nUID:s\nRECURRENCE-ID:20260702T080000Z\n"
                    "DTSTART:20260705T080000Z\nDURATION:PT1H\nSUMMARY:M\nEND:VEVENT\n"),
        SLA_OK);
    expect_closed("2026-07-01T08:00+3600 S; 2026-07-05T08:00+3600 M;");
}

static void the_newest_of_two_revisions_counts(void **state)
{
    (void)state;
    assert_int_equal(read_events("BEGIN:VEVENT\nUID:a\nDTSTART:20260101\nSUMMARY:Old\n"
                                 "SEQUENCE:1\nEND:VEVENT\n"
                                 "BEGIN:VEVENT\nUID:a\nDTSTART:20260102\nSUMMARY:New\n"
                                 "SEQUENCE:2\nEND:VEVENT\n"
                                 "BEGIN:VEVENT\nUID:a\nDTSTART:20260103\nSUMMARY:Old too\n"
                                 "END:VEVENT\n"),
                     SLA_OK);
    expect_closed("2026-01-02 New;");
    sla__holidays_clear(&h);
    assert_int_equal(read_events(SERIES
                                 "BEGIN:VEVENT\nUID:s\nRECURRENCE-ID:20260102\nDTSTART:20260105\n"
                                 "SUMMARY:Old\nEND:VEVENT\n"
                                 "BEGIN:VEVENT\nUID:s\nRECURRENCE-ID:20260102\nDTSTART:20260106\n"
                                 "SUMMARY:New\nSEQUENCE:3\nEND:VEVENT\n"),
                     SLA_OK);
    expect_closed("2026-01-01 S; 2026-01-03 S; 2026-01-06 New;");
}

static void events_that_share_a_uid_or_have_none_all_count(void **state)
{
    (void)state;
    assert_int_equal(read_events("BEGIN:VEVENT\nUID:a\nDTSTART:20260101\nSUMMARY:A\nEND:VEVENT\n"
                                 "BEGIN:VEVENT\nUID:a\nDTSTART:20260102\nSUMMARY:B\nEND:VEVENT\n"
                                 "BEGIN:VEVENT\nDTSTART:20260103\nSUMMARY:C\nEND:VEVENT\n"
                                 "BEGIN:VEVENT\nDTSTART:20260104\nSUMMARY:D\nSEQUENCE:9\n"
                                 "END:VEVENT\n"),
                     SLA_OK);
    expect_closed("2026-01-01 A; 2026-01-02 B; 2026-01-03 C; 2026-01-04 D;");
}

static void midnight_stands_for_the_date_in_an_all_day_event(void **state)
{
    (void)state;
    assert_int_equal(read_events(SERIES "BEGIN:VEVENT\nUID:s\nDTSTART:20260103\nSTATUS:CANCELLED\n"
                                        "RECURRENCE-ID;TZID=No/Where:20260103T000000\nEND:VEVENT\n"
                                        "BEGIN:VEVENT\nUID:t\nDTSTART:20260201\nSUMMARY:T\n"
                                        "RRULE:FREQ=DAILY;COUNT=3\n"
                                        "EXDATE:20260201T000000Z,20260202T000000\nEND:VEVENT\n"),
                     SLA_OK);
    expect_closed("2026-01-01 S; 2026-01-02 S; 2026-02-03 T;");
    assert_int_equal(sla_diagnostics_count(d), 2);
    expect_message(0, "x.ics:12: warning: SLA-0141: event \"s\": RECURRENCE-ID is a time, but "
                      "DTSTART is a date; midnight is read as the date alone");
}

/* ------------------------------------------------------------------ known until */

static void expect_known_until(const char *date)
{
    int32_t days = INT32_MAX;

    assert_true(date == NULL || sla__parse_date(date, 10, &days));
    assert_int_equal(h.known_until, days);
}

static void a_list_with_an_end_is_known_until_the_end_of_its_last_year(void **state)
{
    (void)state;
    assert_int_equal(read_event("DTSTART:20251229\nDTEND:20260103\n"), SLA_OK);
    expect_known_until("2025-12-31");
    assert_int_equal(read_event("DTSTART:20270101\n"), SLA_OK);
    expect_known_until("2025-12-31"); /* the least of both */
}

static void the_year_is_that_of_the_clock_in_the_events_zone(void **state)
{
    (void)state;
    assert_int_equal(read_event("DTSTART;TZID=America/New_York:20251231T200000\nDURATION:PT1H\n"),
                     SLA_OK);
    expect_known_until("2025-12-31");
}

static void a_rule_without_end_is_known_for_ever(void **state)
{
    (void)state;
    assert_int_equal(read_event("DTSTART:20260101\nRRULE:FREQ=YEARLY\n"), SLA_OK);
    expect_known_until(NULL);
    assert_int_equal(read_events("X-SLACORE-KNOWN-UNTIL:20281231\nBEGIN:VEVENT\nDTSTART:20260101\n"
                                 "RRULE:FREQ=YEARLY\nEND:VEVENT\n"),
                     SLA_OK);
    expect_known_until("2028-12-31");
}

/* ------------------------------------------------------------------ wrong: one event */

static void a_date_that_does_not_exist_is_refused(void **state)
{
    (void)state;
    refused("DTSTART:20263599\n",
            "x.ics:4: error: SLA-0135: event \"u\": DTSTART \"20263599\" is not a date such as "
            "20261224 or a time such as 20261224T080000");
    refused("DTSTART:20260230\n",
            "x.ics:4: error: SLA-0135: event \"u\": DTSTART \"20260230\" is not a date such as "
            "20261224 or a time such as 20261224T080000");
    refused("DTSTART:20260101T240000Z\n",
            "x.ics:4: error: SLA-0135: event \"u\": DTSTART \"20260101T240000Z\" is not a date "
            "such as 20261224 or a time such as 20261224T080000");
    refused("DTSTART:2026 1 1\n",
            "x.ics:4: error: SLA-0135: event \"u\": DTSTART \"2026 1 1\" is not a date such as "
            "20261224 or a time such as 20261224T080000");
    refused("DTSTART:20260101\nDTEND:next year\n",
            "x.ics:5: error: SLA-0135: event \"u\": DTEND \"next year\" is not a date such as "
            "20261224 or a time such as 20261224T080000");
    refused("DTSTART:20260101\nRDATE:20260202,20260231\n",
            "x.ics:5: error: SLA-0135: event \"u\": RDATE \"20260231\" is not a date such as "
            "20261224 or a time such as 20261224T080000");
    refused("DTSTART:20260101\nEXDATE:20260202,\n",
            "x.ics:5: error: SLA-0135: event \"u\": EXDATE \"\" is not a date such as 20261224 "
            "or a time such as 20261224T080000");
}

static void a_missing_or_second_start_is_refused(void **state)
{
    (void)state;
    refused("SUMMARY:S\n",
            "x.ics:2: error: SLA-0134: event \"u\" has no DTSTART; say when it begins");
    refused("DTSTART:20260101\nDTSTART:20260102\n",
            "x.ics:5: error: SLA-0133: event \"u\": a second DTSTART (the first is in line 4); "
            "keep one");
    refused("DTSTART:20260101\nRRULE:FREQ=DAILY\nRRULE:FREQ=DAILY\n",
            "x.ics:6: error: SLA-0133: event \"u\": a second RRULE (the first is in line 5); "
            "keep one");
}

static void lengths_that_cannot_be_are_refused(void **state)
{
    (void)state;
    refused("DTSTART:20260101\nDTEND:20260102\nDURATION:P1D\n",
            "x.ics:6: error: SLA-0138: event \"u\": DURATION and DTEND both say how long it is; "
            "keep one");
    refused("DTSTART:20260101\nDURATION:PT8H\n",
            "x.ics:5: error: SLA-0138: event \"u\": DURATION must be whole days when DTSTART is a "
            "date");
    refused("DTSTART:20260101\nDURATION:-P1D\n",
            "x.ics:5: error: SLA-0135: event \"u\": DURATION \"-P1D\" is not a length such as P1D "
            "or PT8H30M");
    refused("DTSTART:20260101T000000Z\nDTEND:20260102\n",
            "x.ics:5: error: SLA-0138: event \"u\": DTEND and DTSTART differ: both must be dates, "
            "or times of one kind");
    refused("DTSTART:20260101T000000Z\nDTEND:20260102T000000\n",
            "x.ics:5: error: SLA-0138: event \"u\": DTEND and DTSTART differ: both must be dates, "
            "or times of one kind");
}

static void values_that_cannot_be_compared_are_refused(void **state)
{
    (void)state;
    refused("DTSTART:20260101T090000Z\nDURATION:PT1H\nEXDATE;VALUE=DATE:20260101\n",
            "x.ics:6: error: SLA-0138: event \"u\": EXDATE and DTSTART differ: both must be dates, "
            "or times of one kind");
    refused("DTSTART:20260101\nRDATE:20260102T090000Z\n",
            "x.ics:5: error: SLA-0138: event \"u\": RDATE and DTSTART differ: both must be dates, "
            "or times of one kind");
    refused("DTSTART;TZID=Europe/London:20260101T090000Z\n",
            "x.ics:4: error: SLA-0138: event \"u\": DTSTART has both a TZID and the Z of UTC; "
            "keep one");
}

static void a_period_must_be_one(void **state)
{
    (void)state;
    refused("DTSTART:20260101T090000Z\nRDATE;VALUE=PERIOD:20260102T090000Z\n",
            "x.ics:5: error: SLA-0132: event \"u\": \"RDATE;VALUE=PERIOD:20260102T090000Z\" is not "
            "as iCalendar has it; correct its parameters and value");
    refused("DTSTART:20260101T090000Z\n"
            "RDATE;VALUE=PERIOD:20260102T090000Z/PT1H,20260103T090000Z\n",
            "x.ics:5: error: SLA-0135: event \"u\": RDATE \"20260103T090000Z\" is not a period "
            "such as 20261224T080000/PT2H");
    refused("DTSTART:20260101T090000Z\nRDATE;VALUE=PERIOD:20260102T090000Z/\n",
            "x.ics:5: error: SLA-0135: event \"u\": RDATE \"20260102T090000Z/\" is not a period "
            "such as 20261224T080000/PT2H");
    refused("DTSTART:20260101T090000Z\n"
            "RDATE;VALUE=PERIOD:20260102T090000Z/20260102T090000Z\n",
            "x.ics:5: error: SLA-0135: event \"u\": RDATE "
            "\"20260102T090000Z/20260102T090000Z\" does not end after its start");
    refused("DTSTART:20260101\nRDATE;VALUE=PERIOD:20260102T090000Z/PT1H\n",
            "x.ics:5: error: SLA-0138: event \"u\": RDATE and DTSTART differ: both must be times "
            "of one kind");
}

static void zones_without_an_iana_name_are_refused_with_line_and_uid(void **state)
{
    (void)state;
    refused("DTSTART;TZID=GMT Standard Time:20260101T090000\n",
            "x.ics:4: error: SLA-0100: there is no time zone \"GMT Standard Time\"; did you mean "
            "\"Europe/London\"?");
    assert_int_equal(read_event("DTSTART;TZID=../../../etc/passwd:20260101T090000\n"),
                     SLA_BAD_INPUT);
    expect_message(0, "x.ics:4: error: SLA-0100: there is no time zone \"../../../etc/passwd\"; "
                      "write an IANA name such as \"Europe/London\"");
    expect_message(1, "x.ics:4: note: SLA-0137: it is the TZID of the DTSTART of event \"u\"; a "
                      "VTIMEZONE in the file is not used");
}

static void a_rule_that_cannot_be_kept_is_refused_with_its_part(void **state)
{
    (void)state;
    refused("DTSTART:20260101\nRRULE:FREQ=HOURLY\n",
            "x.ics:5: error: SLA-0136: event \"u\": RRULE \"FREQ=HOURLY\" must be DAILY, WEEKLY, "
            "MONTHLY or YEARLY");
    refused("DTSTART:20260101\nRRULE:FREQ=YEARLY;BYMONTH=13\n",
            "x.ics:5: error: SLA-0136: event \"u\": RRULE \"BYMONTH=13\" must be months from 1 "
            "to 12");
    refused("DTSTART:20260101\nEXRULE:FREQ=DAILY\n",
            "x.ics:5: error: SLA-0139: event \"u\": EXRULE is not supported; list the dates as "
            "EXDATE");
}

static void words_that_are_not_known_are_refused(void **state)
{
    (void)state;
    refused("DTSTART:20260101\nSTATUS:CANCELED\n",
            "x.ics:5: error: SLA-0135: event \"u\": STATUS \"CANCELED\" is not CONFIRMED, "
            "TENTATIVE or CANCELLED");
    refused("DTSTART:20260101\nTRANSP:FREE\n",
            "x.ics:5: error: SLA-0135: event \"u\": TRANSP \"FREE\" is not OPAQUE or TRANSPARENT");
    refused("DTSTART:20260101\nSEQUENCE:x\n",
            "x.ics:5: error: SLA-0135: event \"u\": SEQUENCE \"x\" is not a whole number");
}

static void an_override_that_cannot_be_applied_is_refused(void **state)
{
    (void)state;
    refused("DTSTART:20260101\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260101\n",
            "x.ics:5: error: SLA-0139: event \"u\": RANGE is not supported; end the rule with "
            "UNTIL and begin a new event");
    refused("DTSTART:20260101\nRECURRENCE-ID:20260101\nRRULE:FREQ=DAILY\n",
            "x.ics:5: error: SLA-0138: event \"u\": RECURRENCE-ID replaces one instance, which "
            "cannot repeat itself; drop its rule");
    assert_int_equal(read_events(SERIES "BEGIN:VEVENT\nUID:s\nRECURRENCE-ID:20260102T000000Z\n"
                                        "DTSTART:20260102T000000Z\nDURATION:PT1H\nEND:VEVENT\n"),
                     SLA_BAD_INPUT);
    expect_message(0, "x.ics:10: error: SLA-0138: event \"s\": RECURRENCE-ID and the DTSTART of "
                      "line 2 differ: both must be dates, or times of one kind");
    sla_diagnostics_clear(d);
    assert_int_equal(
        read_events("BEGIN:VEVENT\nRECURRENCE-ID:20260101\nDTSTART:20260101\nEND:VEVENT\n"),
        SLA_BAD_INPUT);
    expect_message(0, "x.ics:3: error: SLA-0134: event without UID: RECURRENCE-ID replaces an "
                      "instance of the event with the same UID; give it one");
}

static void what_libical_drops_is_refused(void **state)
{
    (void)state;
    refused("DTSTART;VALUE=NONSENSE:20260101\n",
            "x.ics:4: error: SLA-0132: event \"u\": \"DTSTART;VALUE=NONSENSE:20260101\" is not as "
            "iCalendar has it; correct its parameters and value");
}

/* ------------------------------------------------------------------ wrong: the file */

static void every_error_of_a_file_is_reported_and_nothing_is_taken(void **state)
{
    (void)state;
    assert_int_equal(sla__holidays_add_date(&h, 1, "before", 6), SLA_OK);
    assert_int_equal(read_events("BEGIN:VEVENT\nUID:good\nDTSTART:20260101\nEND:VEVENT\n"
                                 "BEGIN:VEVENT\nUID:one\nEND:VEVENT\n"
                                 "BEGIN:VEVENT\nDTSTART:20261301\nUID:two\nSTATUS:X\nEND:VEVENT\n"),
                     SLA_BAD_INPUT);
    assert_int_equal(sla_diagnostics_count(d), 3);
    expect_message(0, "x.ics:6: error: SLA-0134: event \"one\" has no DTSTART; say when it begins");
    expect_message(1, "x.ics:12: error: SLA-0135: event \"two\": STATUS \"X\" is not CONFIRMED, "
                      "TENTATIVE or CANCELLED");
    expect_message(2, "x.ics:10: error: SLA-0135: event \"two\": DTSTART \"20261301\" is not a "
                      "date such as 20261224 or a time such as 20261224T080000");
    expect_closed("1970-01-02 before;");
    assert_int_equal(h.names.count, 1);
}

static void garbage_and_half_files_are_refused(void **state)
{
    (void)state;
    text_refused("", SLA_BAD_INPUT, "x.ics: error: SLA-0131: there is no calendar in it");
    text_refused("\n\r\n\n", SLA_BAD_INPUT, "x.ics: error: SLA-0131: there is no calendar in it");
    text_refused("hello", SLA_BAD_INPUT,
                 "x.ics:1: error: SLA-0130: \"hello\" is not a line of iCalendar, which is "
                 "NAME:VALUE or begins with a space to go on with the line before");
    text_refused("SUMMARY:S\n", SLA_BAD_INPUT,
                 "x.ics:1: error: SLA-0130: a line outside of any VCALENDAR; begin the file with "
                 "BEGIN:VCALENDAR");
    text_refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n", SLA_BAD_INPUT,
                 "x.ics:2: error: SLA-0130: the VEVENT that begins here never ends; the file may "
                 "be cut off");
    text_refused("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", SLA_BAD_INPUT,
                 "x.ics:3: error: SLA-0130: END:\"VCALENDAR\" has no BEGIN");
    text_refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", SLA_BAD_INPUT,
                 "x.ics:3: error: SLA-0130: END:\"VCALENDAR\" where the VEVENT of line 2 must end "
                 "first");
    text_refused("BEGIN:VEVENT\n", SLA_BAD_INPUT,
                 "x.ics:1: error: SLA-0130: BEGIN:\"VEVENT\" cannot stand here: events stand in a "
                 "VCALENDAR, and that in nothing");
    text_refused("BEGIN:VCALENDAR\nBEGIN:\n", SLA_BAD_INPUT,
                 "x.ics:2: error: SLA-0130: BEGIN:\"\" is no name of a component");
}

static void other_calendars_than_gregorian_icalendar_2_are_refused(void **state)
{
    (void)state;
    text_refused("BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR\n", SLA_BAD_INPUT,
                 "x.ics:2: error: SLA-0139: \"VERSION:1.0\" is not supported; export the calendar "
                 "as iCalendar 2.0 with Gregorian dates");
    text_refused("BEGIN:VCALENDAR\nCALSCALE:HEBREW\nEND:VCALENDAR\n", SLA_BAD_INPUT,
                 "x.ics:2: error: SLA-0139: \"CALSCALE:HEBREW\" is not supported; export the "
                 "calendar as iCalendar 2.0 with Gregorian dates");
    text_refused("BEGIN:VCALENDAR\nX-SLACORE-KNOWN-UNTIL:2028\nEND:VCALENDAR\n", SLA_BAD_INPUT,
                 "x.ics:2: error: SLA-0135: X-SLACORE-KNOWN-UNTIL \"2028\" is not a date such as "
                 "20281231");
}

static void bytes_that_are_not_utf8_are_refused_with_their_line(void **state)
{
    static const char nul[] = "BEGIN:VCALENDAR\nX:a\0b\nEND:VCALENDAR\n";

    (void)state;
    text_refused("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:caf\xE9\nEND:VEVENT\nEND:VCALENDAR\n",
                 SLA_BAD_INPUT,
                 "x.ics:3: error: SLA-0002: the line is not UTF-8, or has a NUL in it; save the "
                 "file as UTF-8");
    assert_int_equal(read_bytes(nul, sizeof nul - 1), SLA_BAD_INPUT);
    expect_message(0, "x.ics:2: error: SLA-0002: the line is not UTF-8, or has a NUL in it; save "
                      "the file as UTF-8");
}

/* ------------------------------------------------------------------ limits */

static void set_limit(sla_limit limit, int64_t value)
{
    assert_int_equal(sla_sources_set_limit(sources, limit, value), SLA_OK);
}

static void each_limit_ends_the_load_with_its_name(void **state)
{
    (void)state;
    set_limit(SLA_LIMIT_ICS_BYTES, 30);
    text_refused("BEGIN:VCALENDAR\nEND:VCALENDAR\n\n", SLA_LIMIT,
                 "x.ics: error: SLA-0001: the file is larger than 30 bytes; split it or raise "
                 "SLA_LIMIT_ICS_BYTES");
    set_limit(SLA_LIMIT_ICS_BYTES, 100000);
    set_limit(SLA_LIMIT_ICS_LINE, 20);
    text_refused("BEGIN:VCALENDAR\nX-A:34567890\n 1234567\n 9!\nEND:VCALENDAR\n", SLA_LIMIT,
                 "x.ics:2: error: SLA-0001: a line is longer than 20 bytes; split the event or "
                 "raise SLA_LIMIT_ICS_LINE");
    set_limit(SLA_LIMIT_ICS_COMPONENTS, 2);
    text_refused("BEGIN:VCALENDAR\nBEGIN:A\nEND:A\nBEGIN:B\nEND:B\nEND:VCALENDAR\n", SLA_LIMIT,
                 "x.ics:4: error: SLA-0001: there are more than 2 components; split the file or "
                 "raise SLA_LIMIT_ICS_COMPONENTS");
    set_limit(SLA_LIMIT_ICS_COMPONENTS, 10);
    text_refused("BEGIN:VCALENDAR\nBEGIN:A\nBEGIN:B\nBEGIN:C\nBEGIN:D\n", SLA_LIMIT,
                 "x.ics:5: error: SLA-0001: components are nested deeper than 4");
}

static void what_fits_a_limit_exactly_is_read(void **state)
{
    static const char text[] = "BEGIN:VCALENDAR\nX-A:3456789012345678\nEND:VCALENDAR\n";

    (void)state;
    set_limit(SLA_LIMIT_ICS_BYTES, sizeof text - 1);
    set_limit(SLA_LIMIT_ICS_LINE, 20);
    set_limit(SLA_LIMIT_ICS_COMPONENTS, 1);
    assert_int_equal(read_text(text), SLA_OK);
}

static void instances_are_limited_over_the_whole_file(void **state)
{
    (void)state;
    set_limit(SLA_LIMIT_ICS_INSTANCES, 5);
    closes("DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=5\nSUMMARY:S\n",
           "2026-01-01 S; 2026-01-02 S; 2026-01-03 S; 2026-01-04 S; 2026-01-05 S;");
    assert_int_equal(read_event("DTSTART:20260101\nRRULE:FREQ=DAILY;COUNT=6\n"), SLA_LIMIT);
    expect_message(0,
                   "x.ics:2: error: SLA-0001: event \"u\": the events of the file make more than 5 "
                   "dates and spans; end their rules with UNTIL or raise "
                   "SLA_LIMIT_ICS_INSTANCES");
    assert_int_equal(h.date_count, 0);
    sla_diagnostics_clear(d);
    assert_int_equal(read_event("DTSTART:20260101\nDTEND:20260107\n"), SLA_LIMIT);
    assert_int_equal(read_event("DTSTART:20260101T000000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\n"),
                     SLA_LIMIT);
}

static void rules_that_never_match_are_limited_too(void **state)
{
    (void)state;
    set_limit(SLA_LIMIT_ICS_INSTANCES, 100);
    assert_int_equal(read_event("DTSTART:00010101\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\n"),
                     SLA_LIMIT);
    expect_message(
        0, "x.ics:5: error: SLA-0001: event \"u\": the rules of the file pass over too many "
           "dates that they do not take; begin them later, end them with UNTIL or raise "
           "SLA_LIMIT_ICS_INSTANCES");
    assert_int_equal(h.date_count, 0);
}

static void a_start_behind_its_until_stands_alone(void **state)
{
    (void)state;
    closes("DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;UNTIL=20260101\nSUMMARY:S\n",
           "2026-01-05 S;");
}

static void a_rule_that_ended_looks_no_further_than_its_until(void **state)
{
    (void)state;
    set_limit(SLA_LIMIT_ICS_INSTANCES, 2);
    assert_int_equal(
        read_event("DTSTART:19680101\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=19680601\n"),
        SLA_OK);
}

/* A policy names as many files as it likes, and one file by many names. */
static void four_texts_take_all_that_a_load_may_take(void **state)
{
    static const char daily[] = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n"
                                "RRULE:FREQ=DAILY;COUNT=5\nEND:VEVENT\nEND:VCALENDAR\n";
    int i;

    (void)state;
    set_limit(SLA_LIMIT_ICS_BYTES, sizeof daily - 1);
    for (i = 0; i < 4; i++)
        assert_int_equal(read_text(daily), SLA_OK);
    assert_int_equal(read_text(daily), SLA_LIMIT);
    expect_message(0, "x.ics: error: SLA-0001: with this file, all .ics files together are larger "
                      "than 384 bytes; name fewer, or raise SLA_LIMIT_ICS_BYTES");

    spent = (struct sla__ics_spent){0};
    sla_diagnostics_clear(d);
    set_limit(SLA_LIMIT_ICS_BYTES, 1000);
    set_limit(SLA_LIMIT_ICS_INSTANCES, 5);
    for (i = 0; i < 4; i++)
        assert_int_equal(read_text(daily), SLA_OK);
    assert_int_equal(read_text(daily), SLA_LIMIT);
    expect_message(0, "x.ics:2: error: SLA-0001: event without UID: the events of all .ics files "
                      "together make more than 20 dates and spans; end their rules with UNTIL or "
                      "raise SLA_LIMIT_ICS_INSTANCES");
}

static void rules_that_never_match_are_limited_over_all_texts(void **state)
{
    static const char never[] = "DTSTART:19680101\n"
                                "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=19681101\n";
    int i;

    (void)state;
    set_limit(SLA_LIMIT_ICS_INSTANCES, 4);
    for (i = 0; i < 5; i++)
        assert_int_equal(read_event(never), SLA_OK);
    sla_diagnostics_clear(d);
    assert_int_equal(read_event(never), SLA_LIMIT);
    expect_message(0, "x.ics:5: error: SLA-0001: event \"u\": the rules of all .ics files together "
                      "pass over too many dates that they do not take; begin them later, end them "
                      "with UNTIL or raise SLA_LIMIT_ICS_INSTANCES");
}

/* ------------------------------------------------------------------ hostile texts */

static void thousands_of_events_with_one_uid_are_read_in_time(void **state)
{
    struct sla__text t = {0};
    int i;

    (void)state;
    sla__text_puts(&t, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nDTSTART:20000101\n"
                       "RRULE:FREQ=DAILY;COUNT=8000\nEND:VEVENT\n");
    for (i = 0; i < 8000; i++) {
        int32_t y, m, day;
        sla__civil_of(sla__days_of(2000, 1, 1) + i, &y, &m, &day);
        sla__text_printf(&t,
                         "BEGIN:VEVENT\nUID:u\nRECURRENCE-ID:%04d%02d%02d\nDTSTART:20300101\n"
                         "STATUS:CANCELLED\nEND:VEVENT\n",
                         (int)y, (int)m, (int)day);
    }
    sla__text_puts(&t, "END:VCALENDAR\n");
    assert_int_equal(t.failed, 0);
    assert_int_equal(read_text(t.at), SLA_OK);
    assert_int_equal(h.date_count, 0);
    sla__text_clear(&t);
}

static void long_lists_of_dates_are_read_in_time(void **state)
{
    struct sla__text t = {0};
    int line, i;

    (void)state;
    sla__text_puts(&t, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20000101\nSUMMARY:S\n");
    for (line = 0; line < 25; line++) {
        sla__text_puts(&t, "EXDATE:20000101");
        for (i = 0; i < 7000; i++)
            sla__text_puts(&t, ",20000102");
        sla__text_puts(&t, "\n");
    }
    sla__text_puts(&t, "END:VEVENT\nEND:VCALENDAR\n");
    assert_int_equal(t.failed, 0);
    assert_int_equal(read_text(t.at), SLA_OK);
    assert_int_equal(h.date_count, 0);
    sla__text_clear(&t);
}

static void long_names_are_cut_between_characters(void **state)
{
    struct sla__text t = {0};
    int i;

    (void)state;
    sla__text_puts(&t, "DTSTART:20260101\nSUMMARY:x");
    for (i = 0; i < 150; i++)
        sla__text_puts(&t, "\xC3\xA9");
    sla__text_puts(&t, "\n");
    assert_int_equal(t.failed, 0);
    assert_int_equal(read_event(t.at), SLA_OK);
    assert_int_equal(strlen(h.names.at[0]), 199);
    assert_true(sla__utf8_ok(h.names.at[0], 199));
    sla__text_clear(&t);
}

static void endless_parameters_are_refused(void **state)
{
    struct sla__text t = {0};
    int i;

    (void)state;
    sla__text_puts(&t, "DTSTART:20260101\nSUMMARY");
    for (i = 0; i < 400; i++)
        sla__text_puts(&t, ";A=\"");
    sla__text_puts(&t, ":x\n");
    assert_int_equal(t.failed, 0);
    refused(t.at,
            "x.ics:5: error: SLA-0132: event \"u\": \"SUMMARY;A=\\\";A=\\\";A=\\\";A=\\\";A="
            "\\\";A=\\\";A=\\\";A=\\\";...\" is not as iCalendar has it; correct its parameters "
            "and value");
    sla__text_clear(&t);
}

/* Every prefix of a file, and the file with each byte changed, is read or refused; nothing else. */
static void cut_and_damaged_files_do_no_harm(void **state)
{
    static const char text[] =
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\\,b\r\nDTSTART;TZID=\"Europe/London\":20260101T"
        "090000\r\nDURATION:PT1H30M\r\nRRULE:FREQ=MONTHLY;BYDAY=-1FR,2MO;BYSETPOS=1;COUNT=9\r\n"
        "EXDATE;TZID=Europe/London:20260202T090000,\r\n 20260302T090000\r\nRDATE;VALUE=PERIOD:"
        "20260405T090000Z/PT2H\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    static const char swaps[] = {'\0', '\n', ' ', ':', ';', '"', '9', 'Z', '\x80'};
    char changed[sizeof text];
    size_t i, k;

    (void)state;
    for (i = 0; i < sizeof text - 1; i++) {
        sla_result rc = read_bytes(text, i);
        /* Only the last line end may be missing. */
        assert_int_equal(rc, i < sizeof text - 3 ? SLA_BAD_INPUT : SLA_OK);
    }
    for (k = 0; k < sizeof swaps; k++)
        for (i = 0; i < sizeof text - 1; i++) {
            sla_result rc;
            memcpy(changed, text, sizeof text);
            changed[i] = swaps[k];
            rc = read_bytes(changed, sizeof text - 1);
            assert_true(rc == SLA_OK || rc == SLA_BAD_INPUT);
            sla__holidays_clear(&h);
        }
}

/* ------------------------------------------------------------------ values */

static void lengths_are_read_as_rfc_5545_has_them(void **state)
{
    static const struct {
        const char *text;
        int ok;
        int64_t days, seconds;
    } cases[] = {
        {"P1D", 1, 1, 0},
        {"+P2W", 1, 14, 0},
        {"P15DT5H0M20S", 1, 15, 18020},
        {"PT1H0M0S", 1, 0, 3600},
        {"P0D", 1, 0, 0},
        {"P", 0, 0, 0},
        {"PT", 0, 0, 0},
        {"P1DT", 0, 0, 0},
        {"P1H", 0, 0, 0},
        {"PT1D", 0, 0, 0},
        {"PT1M1H", 0, 0, 0},
        {"P1D1D", 0, 0, 0},
        {"1D", 0, 0, 0},
        {"-P1D", 0, 0, 0},
        {"", 0, 0, 0},
        {"P1", 0, 0, 0},
        {"PT1H ", 0, 0, 0},
        {"P9999999999D", 0, 0, 0},
        {"PT1HT1M", 0, 0, 0},
        {"P999999999W", 1, 6999999993, 0},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sla__ics_length got;
        int ok = sla__ics_length_parse(cases[i].text, strlen(cases[i].text), &got);
        if (ok != cases[i].ok ||
            (ok && (got.days != cases[i].days || got.seconds != cases[i].seconds)))
            fail_msg("%s: %d, %lld days, %lld s", cases[i].text, ok, (long long)got.days,
                     (long long)got.seconds);
    }
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_all_day_event_closes_its_dates),
        T(an_end_that_is_not_after_the_start_means_one_day),
        T(names_are_unescaped_and_none_is_said_to_be_none),
        T(lines_are_unfolded_and_ends_may_be_crlf_or_lf),
        T(names_of_properties_are_read_in_any_case),
        T(several_calendars_and_other_components_may_stand_in_a_file),
        T(what_lies_outside_1969_to_2101_is_clipped),
        T(a_timed_event_closes_exactly_its_span),
        T(a_rule_in_a_zone_follows_its_clock_changes),
        T(an_end_means_exact_seconds_and_a_duration_days_of_the_clock),
        T(a_timed_event_without_length_closes_nothing_and_is_told),
        T(periods_need_no_length_of_the_event),
        T(a_leap_second_is_the_second_before_it),
        T(rdates_add_and_exdates_take_away),
        T(the_start_counts_even_if_the_rule_lacks_it),
        T(until_is_included),
        T(until_in_another_form_is_read_with_a_warning),
        T(empty_lists_and_rules_are_as_none),
        T(cancelled_and_transparent_events_close_nothing),
        T(a_file_of_transparent_events_says_why_it_closes_nothing),
        T(an_event_with_recurrence_id_replaces_that_instance),
        T(a_cancelled_instance_is_removed),
        T(an_instance_is_found_by_its_instant_in_any_zone),
        T(the_newest_of_two_revisions_counts),
        T(events_that_share_a_uid_or_have_none_all_count),
        T(midnight_stands_for_the_date_in_an_all_day_event),
        T(a_list_with_an_end_is_known_until_the_end_of_its_last_year),
        T(the_year_is_that_of_the_clock_in_the_events_zone),
        T(a_rule_without_end_is_known_for_ever),
        T(a_date_that_does_not_exist_is_refused),
        T(a_missing_or_second_start_is_refused),
        T(lengths_that_cannot_be_are_refused),
        T(values_that_cannot_be_compared_are_refused),
        T(a_period_must_be_one),
        T(zones_without_an_iana_name_are_refused_with_line_and_uid),
        T(a_rule_that_cannot_be_kept_is_refused_with_its_part),
        T(words_that_are_not_known_are_refused),
        T(an_override_that_cannot_be_applied_is_refused),
        T(what_libical_drops_is_refused),
        T(every_error_of_a_file_is_reported_and_nothing_is_taken),
        T(garbage_and_half_files_are_refused),
        T(other_calendars_than_gregorian_icalendar_2_are_refused),
        T(bytes_that_are_not_utf8_are_refused_with_their_line),
        T(each_limit_ends_the_load_with_its_name),
        T(what_fits_a_limit_exactly_is_read),
        T(instances_are_limited_over_the_whole_file),
        T(rules_that_never_match_are_limited_too),
        T(a_start_behind_its_until_stands_alone),
        T(a_rule_that_ended_looks_no_further_than_its_until),
        T(four_texts_take_all_that_a_load_may_take),
        T(rules_that_never_match_are_limited_over_all_texts),
        T(thousands_of_events_with_one_uid_are_read_in_time),
        T(long_lists_of_dates_are_read_in_time),
        T(long_names_are_cut_between_characters),
        T(endless_parameters_are_refused),
        T(cut_and_damaged_files_do_no_harm),
        T(lengths_are_read_as_rfc_5545_has_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
