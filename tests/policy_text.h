/* SPDX-License-Identifier: MIT */
/* A whole policy that tests begin from, and what they do with the text of one. */
#ifndef TESTS_POLICY_TEXT_H
#define TESTS_POLICY_TEXT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <slacore/policy.h>

static const char *const impero_lines[] = {
    "slacore: 1",
    "name: Impero Software Service Level Agreement",
    "version: \"1.1\"",
    "effective: 2024-01-01",
    "timezone: Europe/London",
    "calendar: uk",
    "calendars:",
    "  uk:",
    "    timezone: Europe/London",
    "    hours:",
    "      mon-fri: 08:00-01:00",
    "  gulf: {timezone: Asia/Dubai, hours: {mon-fri: 12:00-21:00}}",
    "  us-eastern: {timezone: America/New_York, hours: {mon-fri: 08:00-20:00}}",
    "  always: {timezone: UTC, hours: always}",
    "types: [incident, information_request, service_request, change_request, alert]",
    "priorities: [P1, P2, P3, P4, P5]",
    "priority:",
    "  axes: [urgency, impact]",
    "  matrix:",
    "    high:   {severe: P1, high: P1, medium: P1, low: P1}",
    "    medium: {severe: P2, high: P2, medium: P3, low: P4}",
    "    low:    {severe: P3, high: P3, medium: P4, low: P4}",
    "  fixed: {information_request: P5, service_request: P5, change_request: P5}",
    "attributes:",
    "  region: {values: [uk, gulf, us-eastern], default: uk, calendar: {us-eastern: us-eastern, "
    "gulf: gulf}}",
    "statuses: [new, open, waiting_for_customer, waiting_for_vendor, resolved, closed]",
    "events: [complained, acknowledged, updated]",
    "clocks:",
    "  triage:     {start: created, stop: [triaged, responded, resolved, closed]}",
    "  response:   {start: created, stop: [responded, waiting, resolved, closed]}",
    "  resolution:",
    "    start: created",
    "    stop: [resolved, closed]",
    "    pause: waiting",
    "    resume: resumed",
    "    pause_while: {status: [waiting_for_customer]}",
    "    reopened: resume",
    "  update:",
    "    when: {priority: P1}",
    "    start: [responded, updated]",
    "    stop: [updated]",
    "    until: [resolved, closed]",
    "targets:",
    "  - when: {type: incident}",
    "    within:",
    "      response:   {P1: 1h, P2: 2h, P3: 4h, P4: 8h}",
    "      resolution: {P1: 1 working day, P2: 2 working days, P3: 3 working days, P4: 5 working "
    "days}",
    "  - {when: {priority: P5}, within: {response: 8h, resolution: none}}",
    "  - {when: {}, within: {triage: 30m, update: 2h, response: none, resolution: none}}",
    "working_days: elapsed",
    "changes: {target: from_start, calendar: as_it_was, lifted: apart}",
    "releases: {P1: emergency release, P2: next planned release, P3: next relevant release, P4: "
    "next relevant release}",
    NULL,
};

/* A text of whole lines that grows; tests stop when memory does. */
struct lines {
    char *text;
    size_t len;
};

static inline void add_line(struct lines *l, const char *line)
{
    const size_t len = strlen(line);
    char *more = realloc(l->text, l->len + len + 2);

    if (more == NULL)
        abort();
    memcpy(more + l->len, line, len);
    memcpy(more + l->len + len, "\n", 2);
    l->text = more;
    l->len += len + 1;
}

/* The policy with one of its lines, whole, replaced (by nothing, if `with` is NULL). The caller
 * frees. */
static inline char *impero_with(const char *line, const char *with)
{
    struct lines l = {NULL, 0};
    int found = 0;

    for (size_t i = 0; impero_lines[i] != NULL; i++) {
        const int this_one = line != NULL && strcmp(impero_lines[i], line) == 0;

        found += this_one;
        if (!this_one)
            add_line(&l, impero_lines[i]);
        else if (with != NULL)
            add_line(&l, with);
    }
    if (line != NULL && found != 1)
        fail_msg("%d lines of the policy read \"%s\"", found, line);
    return l.text;
}

/* All diagnostics of a load, a line each. The caller frees. */
static inline char *messages_of(const char *text, size_t len, sla_result *rc)
{
    struct lines l = {NULL, 0};
    sla_diagnostics *d = NULL;
    sla_policy *policy = NULL;

    assert_int_equal(sla_diagnostics_new(&d), SLA_OK);
    *rc = sla_policy_parse(text, len, "p", NULL, d, &policy);
    assert_true((*rc == SLA_OK) == (policy != NULL));
    for (size_t i = 0; i < sla_diagnostics_count(d); i++)
        add_line(&l, sla_diagnostics_text(d, i));
    sla_policy_unref(policy);
    sla_diagnostics_free(d);
    return l.text;
}

/* The policy of a text without errors. */
static inline sla_policy *policy_of(const char *text)
{
    sla_policy *policy = NULL;
    sla_result rc = sla_policy_parse(text, strlen(text), "p", NULL, NULL, &policy);

    if (rc != SLA_OK)
        fail_msg("%s:\n%s", sla_result_name(rc), messages_of(text, strlen(text), &rc));
    return policy;
}

static inline sla_policy *impero_policy(void)
{
    char *text = impero_with(NULL, NULL);
    sla_policy *policy = policy_of(text);

    free(text);
    return policy;
}

#endif
