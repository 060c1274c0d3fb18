/* SPDX-License-Identifier: MIT */
/* What `due` and `calendar` share: opening one calendar of a policy, and the end of its holidays.
 */
#ifndef SLA_CLI_CALENDARS_H
#define SLA_CLI_CALENDARS_H

#include "cli/console.h"

/* The policy, which keeps *calendar alive; or NULL with what was wrong said and *status to exit
 * with. */
sla_policy *calendars_open(struct console *c, const char *command, const char *path,
                           const char *name, const char *priority, const sla_calendar **calendar,
                           int *status);
/* Warn if `what`, which reaches to `at`, lies beyond the holidays that are known. Returns
 * EXIT_DONE. */
int calendars_warn(struct console *c, const char *path, const sla_calendar *calendar, sla_time at,
                   const char *what);

#endif
