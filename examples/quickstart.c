/* SPDX-License-Identifier: MIT */
/* When is this ticket due, and is it late? Build: cc quickstart.c $(pkg-config --cflags --libs slacore) */
#include <slacore/slacore.h>
#include <stdio.h>
#include <string.h>

static const char text[] =
    "slacore: 1\n"
    "calendar: uk\n"
    "calendars:\n"
    "  uk: {timezone: Europe/London, hours: {mon-fri: 08:00-01:00}, holidays: [uk-england-and-wales]}\n"
    "priorities: [P1, P2]\n"
    "clocks: {response: {start: created, stop: responded}}\n"
    "targets: [{when: {}, within: {response: {P1: 1h, P2: 2h}}}]\n";

int main(void)
{
    sla_clock_status response = SLA_CLOCK_STATUS_INIT;
    sla_diagnostics *wrong = NULL;
    sla_policy *policy = NULL;
    sla_ticket *ticket = NULL;
    sla_time created, now;
    char due[SLA_TEXT_MAX];
    sla_result rc = sla_diagnostics_new(&wrong);

    if (rc == SLA_OK)
        rc = sla_policy_parse(text, strlen(text), "quickstart", NULL, wrong, &policy);
    for (size_t i = 0; i < sla_diagnostics_count(wrong); i++)
        fprintf(stderr, "%s\n", sla_diagnostics_text(wrong, i));
    if (rc == SLA_OK)
        rc = sla_time_parse("2026-12-24T23:30:00Z", 20, &created); /* Christmas Eve, half past eleven */
    if (rc == SLA_OK)
        rc = sla_time_parse("2026-12-29T09:00:00Z", 20, &now);
    if (rc == SLA_OK)
        rc = sla_ticket_new(policy, "T-1", created, &ticket);
    if (rc == SLA_OK)
        rc = sla_ticket_set(ticket, "priority", "P2");
    if (rc == SLA_OK)
        rc = sla_ticket_clock(ticket, sla_policy_find(policy, SLA_NAME_CLOCK, "response"), now,
                              SLA_TIME_NONE, &response);
    if (rc == SLA_OK)
        rc = sla_time_format(response.due, 0, due);
    if (rc == SLA_OK)
        printf("%s: due %s, %s\n", sla_ticket_id(ticket), due, sla_verdict_name(response.verdict));
    else
        fprintf(stderr, "%s\n", sla_result_text(rc));
    sla_ticket_free(ticket);
    sla_policy_unref(policy);
    sla_diagnostics_free(wrong);
    return rc == SLA_OK ? 0 : 1;
}
