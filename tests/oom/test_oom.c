/* SPDX-License-Identifier: MIT */
/*
 * Every allocation fails in turn: once alone, and once with all that follow. Each scenario must then
 * give SLA_NO_MEMORY or, where only a message was lost, the same answer as ever; nothing may leak and
 * nothing may be half made.
 *
 * This program brings its own malloc, so that libyaml's allocations fail as well as ours. libical's do
 * not: it has faults of its own under memory exhaustion, which no caller can mend.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <slacore/slacore.h>

/* ------------------------------------------------------------------ the failing heap */

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void __libc_free(void *p);

static struct {
    int armed;
    int all;       /* fail everything from `at` on */
    long at;       /* the allocation that fails, from 0 */
    long seen;     /* allocations asked for since arming */
    long live;     /* blocks that are ours and not freed */
    int failed;
} heap;

#define MARK ((size_t)0x51ac07e5)
/* Each block is headed by its mark, so that blocks made before arming can be told apart. */
struct head {
    size_t mark, ours;
};

static int from_libical(void *caller)
{
    static uintptr_t low, high; /* the library is mapped once, before the first scenario */
    Dl_info info;

    if ((uintptr_t)caller >= low && (uintptr_t)caller < high)
        return 1;
    if (!heap.armed || !dladdr(caller, &info) || !info.dli_fname)
        return 0;
    if (!strstr(info.dli_fname, "libical"))
        return 0;
    if (low == 0 || (uintptr_t)caller < low)
        low = (uintptr_t)caller;
    if ((uintptr_t)caller >= high)
        high = (uintptr_t)caller + 1;
    return 1;
}

static void *allocate(size_t size, void *caller)
{
    struct head *h;
    int counted = heap.armed && !from_libical(caller);

    if (counted) {
        long n = heap.seen++;

        if (n == heap.at || (heap.all && n > heap.at)) {
            heap.failed = 1;
            return NULL;
        }
    }
    if (size > SIZE_MAX - sizeof *h)
        return NULL;
    h = __libc_malloc(size + sizeof *h);
    if (!h)
        return NULL;
    h->mark = MARK;
    h->ours = (size_t)counted;
    heap.live += counted;
    return h + 1;
}

void *malloc(size_t size)
{
    return allocate(size, __builtin_return_address(0));
}

void *calloc(size_t count, size_t size)
{
    void *p;

    if (size && count > SIZE_MAX / size)
        return NULL;
    p = allocate(count * size, __builtin_return_address(0));
    return p ? memset(p, 0, count * size) : NULL;
}

void free(void *p)
{
    struct head *h = p ? (struct head *)p - 1 : NULL;

    if (!h)
        return;
    if (h->mark != MARK)
        abort();
    heap.live -= (long)h->ours;
    h->mark = 0;
    __libc_free(h);
}

void *realloc(void *old, size_t size)
{
    struct head *h = old ? (struct head *)old - 1 : NULL;
    void *p = allocate(size, __builtin_return_address(0));

    if (!p || !h)
        return p;
    /* The old size is not kept; libc knows how much may be read. */
    {
        extern size_t malloc_usable_size(void *block);
        size_t had = malloc_usable_size(h) - sizeof *h;

        memcpy(p, old, had < size ? had : size);
    }
    free(old);
    return p;
}

/* ------------------------------------------------------------------ scenarios */

static const char policy_text[] =
    "slacore: 1\n"
    "name: Small\n"
    "timezone: Europe/London\n"
    "calendar: uk\n"
    "holidays: {days: [{list: us-federal, coverage: limited}, {file: own.ics}, {date: 2026-12-24, name: Eve}, 12-31]}\n"
    "coverage: {limited: {priorities: [P1], hours: 10:00-12:00}}\n"
    "calendars:\n"
    "  uk:\n"
    "    timezone: Europe/London\n"
    "    hours: {mon-fri: [08:00-12:00, 13:00-17:00]}\n"
    "    holidays: [days]\n"
    "    dates: {2026-12-23: 09:00-10:00}\n"
    "    seasons: [{from: 07-01, to: 07-31, hours: {mon-fri: 09:00-15:00}}]\n"
    "  both: {any_of: [uk, us], timezone: UTC, day_length: 8h}\n"
    "  us: {like: uk, timezone: America/New_York}\n"
    "types: [incident]\n"
    "priorities: [P1, P2]\n"
    "statuses: [open, shut]\n"
    "events: [nudged]\n"
    "attributes: {region: {values: [uk, us], default: uk, calendar: {us: us}}, customer: {}}\n"
    "priority: {matrix: {high: {high: P1}}}\n"
    "clocks:\n"
    "  resolution: {start: created, stop: resolved, pause: waiting, resume: resumed, reopened: new_cycle}\n"
    "targets:\n"
    "  - {when: {type: incident, started: {inside: uk}}, within: {resolution: {P1: 4h, P2: 2 working days}}}\n"
    "  - {when: {}, within: {resolution: by 12:00 next working day}}\n"
    "releases: {P1: soon}\n";
static const char ics_text[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=YEARLY;COUNT=3\r\n"
    "SUMMARY:Own day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
static const char broken_text[] = "slacore: 1\ncalendars: {uk: {timezone: Europe/Londn, hours: {mon-fri: 8am}}}\n";

static sla_policy *shared; /* made before a failing heap, for the scenarios of tickets */
static sla_sources *files;

static sla_result load(void)
{
    sla_diagnostics *d = NULL;
    sla_policy *p = NULL;
    sla_result rc = sla_diagnostics_new(&d);

    if (rc == SLA_OK)
        rc = sla_policy_parse(policy_text, sizeof policy_text - 1, "p", files, d, &p);
    if ((rc == SLA_OK) != (p != NULL))
        rc = SLA_INVALID_ARGUMENT; /* half made */
    sla_policy_unref(p);
    sla_diagnostics_free(d);
    return rc;
}

static sla_result load_broken(void)
{
    sla_diagnostics *d = NULL;
    sla_policy *p = NULL;
    sla_result rc = sla_diagnostics_new(&d);

    if (rc == SLA_OK) {
        rc = sla_policy_parse(broken_text, sizeof broken_text - 1, "p", NULL, d, &p);
        if (p)
            rc = SLA_INVALID_ARGUMENT;
        else if (rc == SLA_BAD_INPUT && sla_diagnostics_count_of(d, SLA_ERROR) == 2)
            rc = SLA_OK; /* what is wanted; every error is counted though its text was lost */
    }
    sla_diagnostics_free(d);
    return rc;
}

static sla_result calendar_alone(void)
{
    static const char text[] = "{timezone: Europe/London, hours: {mon-fri: 09:00-17:00}, "
                               "holidays: [2026-12-25]}";
    sla_calendar *c = NULL;
    sla_spans *spans = NULL;
    sla_days *days = NULL;
    sla_result rc = sla_calendar_parse(text, sizeof text - 1, NULL, NULL, NULL, &c);

    if (rc == SLA_OK)
        rc = sla_calendar_spans(c, 1700000000, 1701000000, &spans);
    if (rc == SLA_OK)
        rc = sla_calendar_days(c, 20261201, 20261231, &days);
    sla_days_free(days);
    sla_spans_free(spans);
    sla_calendar_unref(c);
    return rc;
}

static sla_result built(void)
{
    static const char *const values[][2] = {
        {"/slacore", "1"}, {"/calendars/uk/timezone", "UTC"},
        {"/calendars/uk/hours/mon-fri", "09:00-17:00"}, {"/calendar", "uk"},
        {"/priorities/-", "P1"}, {"/clocks/c/start", "created"}, {"/clocks/c/stop", "resolved"},
        {"/targets/-/within/c", "4h"}, {"/targets/0/when", NULL}};
    sla_policy_builder *b = NULL;
    sla_policy *p = NULL;
    sla_result rc = sla_policy_builder_new(&b);

    for (size_t i = 0; rc == SLA_OK && i < sizeof values / sizeof *values; i++)
        rc = sla_policy_builder_set(b, values[i][0], values[i][1]);
    if (rc == SLA_OK)
        rc = sla_policy_builder_build(b, NULL, NULL, &p);
    sla_policy_unref(p);
    sla_policy_builder_free(b);
    return rc;
}

static sla_result history(sla_ticket **out)
{
    static const char *const events[] = {"waiting", "resumed", "nudged", "resolved", "reopened"};
    sla_ticket *t = NULL;
    sla_event *e = NULL;
    sla_result rc = sla_ticket_new(shared, "T-1", 1798000000, &t);

    if (rc == SLA_OK)
        rc = sla_ticket_set(t, "type", "incident");
    if (rc == SLA_OK)
        rc = sla_ticket_set(t, "customer", "anybody");
    for (int i = 0; rc == SLA_OK && i < 20; i++)
        rc = sla_ticket_record(t, events[i % 5], 1798000000 + i * 20000);
    if (rc == SLA_OK)
        rc = sla_event_new("due_agreed", 1798500000, &e);
    if (rc == SLA_OK)
        rc = sla_event_set_due(e, "resolution", 1799000000, "as agreed");
    if (rc == SLA_OK)
        rc = sla_event_set_change(e, "priority", "P1");
    if (rc == SLA_OK)
        rc = sla_event_set_change(e, "priority", "P2");
    if (rc == SLA_OK)
        rc = sla_ticket_record_event(t, e);
    sla_event_free(e);
    *out = t;
    return rc;
}

static sla_result evaluate(void)
{
    sla_ticket *t = NULL;
    sla_cycles *cycles = NULL;
    sla_reckoning *k = NULL;
    sla_diagnostics *d = NULL;
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    sla_result rc = history(&t);

    if (rc == SLA_OK)
        rc = sla_ticket_clock(t, 0, 1799100000, SLA_TIME_NONE, &s);
    if (rc == SLA_OK)
        rc = sla_ticket_cycles(t, 0, 1799100000, SLA_TIME_NONE, &cycles);
    if (rc == SLA_OK)
        rc = sla_ticket_explain(t, 0, 1799100000, SLA_TIME_NONE, &k);
    if (rc == SLA_OK)
        rc = sla_diagnostics_new(&d);
    if (rc == SLA_OK)
        rc = sla_ticket_check(t, 1799100000, SLA_TIME_NONE, d);
    sla_diagnostics_free(d);
    sla_reckoning_free(k);
    sla_cycles_free(cycles);
    sla_ticket_free(t);
    return rc;
}

static sla_result sources(void)
{
    static const char zone[] = "TZif";
    sla_sources *s = NULL;
    sla_result rc = sla_sources_new(&s);

    if (rc == SLA_OK)
        rc = sla_sources_set_zone_directory(s, "/usr/share/zoneinfo");
    if (rc == SLA_OK)
        rc = sla_sources_add_zone(s, "Own/Zone", zone, sizeof zone);
    if (rc == SLA_OK)
        rc = sla_sources_add_file(s, "own.ics", ics_text, sizeof ics_text - 1);
    sla_sources_free(s);
    return rc;
}

/* ------------------------------------------------------------------ */

/* After a failure a ticket must be as before: recording the same event again then works. */
static sla_result record_after_failure(void)
{
    sla_ticket *t = NULL;
    sla_result rc;
    size_t count;

    heap.armed = 0;
    rc = sla_ticket_new(shared, "T-2", 1798000000, &t);
    for (int i = 0; rc == SLA_OK && i < 8; i++)
        rc = sla_ticket_record(t, "nudged", 1798000000 + i);
    heap.armed = 1;
    count = sla_ticket_event_count(t);
    if (rc == SLA_OK)
        rc = sla_ticket_record(t, "resolved", 1798000100);
    if (sla_ticket_event_count(t) != count + (rc == SLA_OK))
        rc = SLA_INVALID_ARGUMENT;
    sla_ticket_free(t);
    return rc;
}

/* The promise of the headers: a question that returns no list allocates nothing. */
static int asking_allocates_nothing(void)
{
    const sla_calendar *c = sla_policy_calendar(shared, "uk", "P1");
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    sla_meter m = SLA_METER_INIT;
    sla_ticket *t = NULL;
    sla_time at, now = 1799100000;
    sla_duration n;
    int open, failed;

    if (history(&t) != SLA_OK || !c)
        return 1;
    heap.at = -1;
    heap.all = 0;
    heap.seen = 0;
    heap.armed = 1;
    failed = sla_ticket_clock(t, 0, now, SLA_TIME_NONE, &s) != SLA_OK ||
             !sla_ticket_fact(t, "priority", now, SLA_TIME_NONE) ||
             sla_calendar_add(c, now, 36000, &at) != SLA_OK ||
             sla_calendar_between(c, now, at, &n) != SLA_OK || n != 36000 ||
             sla_calendar_is_open(c, now, &open) != SLA_OK ||
             sla_calendar_next_open(c, now, &at) != SLA_OK ||
             sla_calendar_next_close(c, now, &at) != SLA_OK || sla_meter_init(&m, 60) != SLA_OK ||
             sla_meter_start(&m, c, now) != SLA_OK || sla_meter_status(&m, c, now, &s) != SLA_OK;
    heap.armed = 0;
    sla_ticket_free(t);
    printf("asking: %ld allocations\n", heap.seen);
    return failed || heap.seen != 0;
}

/* `spared`: how many failures may leave the answer as ever: a message lost, a block not cut to size. */
static int run(const char *name, sla_result (*scenario)(void), long step, long spared)
{
    long count, same = 0;

    heap.armed = 1;
    heap.at = -1;
    heap.all = 0;
    heap.seen = heap.live = 0;
    if (scenario() != SLA_OK || heap.live != 0) {
        heap.armed = 0;
        printf("%s: fails with all the memory it wants, or leaks %ld\n", name, heap.live);
        return 1;
    }
    count = heap.seen;
    for (int all = 0; all < 2; all++) {
        for (long i = 0; i < count; i += i < 300 ? 1 : step) {
            sla_result rc;

            heap.at = i;
            heap.all = all;
            heap.seen = heap.live = 0;
            heap.failed = 0;
            rc = scenario();
            same += rc == SLA_OK;
            if ((rc != SLA_NO_MEMORY && rc != SLA_OK) || heap.live != 0 || !heap.failed) {
                heap.armed = 0;
                printf("%s: allocation %ld of %ld%s: %s, %ld blocks left\n", name, i, count,
                       all ? " and all after it" : "", sla_result_name(rc), heap.live);
                return 1;
            }
        }
    }
    heap.armed = 0;
    printf("%s: each of %ld allocations failed in turn, %ld failures cost no more than a message or spare room\n", name,
           count, same);
    return same > spared;
}

int main(int argc, char **argv)
{
    long step = argc > 1 ? strtol(argv[1], NULL, 10) : 1; /* above 300: every step-th only */
    sla_diagnostics *d = NULL;
    int failures = 0;

    if (sla_diagnostics_new(&d) != SLA_OK || sla_sources_new(&files) != SLA_OK ||
        sla_sources_add_file(files, "own.ics", ics_text, sizeof ics_text - 1) != SLA_OK ||
        sla_policy_parse(policy_text, sizeof policy_text - 1, "p", files, d, &shared) != SLA_OK) {
        for (size_t i = 0; i < sla_diagnostics_count(d); i++)
            printf("%s\n", sla_diagnostics_text(d, i));
        return 1;
    }
    failures += asking_allocates_nothing();
    failures += run("sources", sources, 1, 0);
    failures += run("a ticket's history", evaluate, 1, 0);
    failures += run("recording", record_after_failure, 1, 0);
    failures += run("a policy built by calls", built, step, 2);
    failures += run("a calendar alone", calendar_alone, step, 2);
    failures += run("a broken policy", load_broken, step, 1000);
    failures += run("a policy with an .ics file", load, step, 80);
    sla_policy_unref(shared);
    sla_sources_free(files);
    sla_diagnostics_free(d);
    printf("%s\n", failures ? "oom: FAILED" : "oom: nothing leaked, nothing half made");
    return failures != 0;
}
