/* SPDX-License-Identifier: MIT */
#include "cli/calendars.h"

#include <string.h>

#include "cli/args.h"
#include "cli/command.h"
#include "cli/instant.h"
#include "cli/vocabulary.h"

/* The policy has no such name: say so, with what was meant. */
static int unknown(struct console *c, const char *command, const sla_policy *policy,
                   sla_name_kind kind, const char *what, const char *name)
{
    struct names known = {0};

    vocabulary_names(&known, policy, kind);
    args_error(command, c, "the policy has no %s %s%s", what, QUOTE(name),
               HINT(names_nearest(&known, name, strlen(name))));
    names_free(&known);
    return EXIT_USAGE;
}

sla_policy *calendars_open(struct console *c, const char *command, const char *path,
                           const char *name, const char *priority, const sla_calendar **calendar,
                           int *status)
{
    sla_policy *policy = vocabulary_policy(c, path, 0);

    *status = EXIT_UNREADABLE;
    if (policy == NULL)
        return NULL;
    *calendar = sla_policy_calendar(policy, name, priority);
    if (*calendar != NULL)
        return policy;
    if (sla_policy_find(policy, SLA_NAME_CALENDAR, name) < 0)
        *status = unknown(c, command, policy, SLA_NAME_CALENDAR, "calendar", name);
    else
        *status = unknown(c, command, policy, SLA_NAME_PRIORITY, "priority", priority);
    sla_policy_unref(policy);
    return NULL;
}

int calendars_warn(struct console *c, const char *path, const sla_calendar *calendar, sla_time at,
                   const char *what)
{
    sla_date known = sla_calendar_known_until(calendar);
    int32_t offset = 0;
    struct text t = {0};

    if (known != SLA_DATE_NONE && sla_calendar_offset(calendar, at, &offset) == SLA_OK &&
        instant_date(at, offset) > known) {
        instant_put_date(&t, known);
        console_say(c, SAY_WARNING, path, 0,
                    "holidays of calendar %s are known until %s; %s "
                    "reaches beyond and rests on today's rules",
                    QUOTE(sla_calendar_name(calendar)), t.at, what);
    }
    text_free(&t);
    return EXIT_DONE;
}
