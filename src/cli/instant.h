/* SPDX-License-Identifier: MIT */
/* Instants: read as an export writes them, and shown as local time with its weekday. */
#ifndef SLA_CLI_INSTANT_H
#define SLA_CLI_INSTANT_H

#include <slacore/slacore.h>

#include "cli/text.h"

/* How times are written. All zero: RFC 3339 with an offset. */
struct instants {
    sla_calendar *zone;  /* where times without an offset are local, or NULL */
    char offset[8];      /* or their fixed offset, "+01:00"; else "" */
    int64_t unit;        /* numbers since 1970: 1 of seconds, 1000 of milliseconds; 0: texts */
    const char *pattern; /* of other texts: "DD/MM/YYYY hh:mm"; NULL: ISO 8601 */
};

/* Set the zone by its IANA name or an offset such as `+01:00`; 0 if there is no such zone. */
int instants_zone(struct instants *i, const char *name);
/* Set the format: `iso`, `seconds`, `milliseconds` or a pattern (kept); 0 if it is none of these.
 */
int instants_format(struct instants *i, const char *format);
void instants_free(struct instants *i);
/* NULL and *out, or what is wrong and what to do. */
const char *instants_read(const struct instants *i, const char *text, size_t len, sla_time *out);

/* The policy's time zone, to be released; NULL if it names none. */
sla_calendar *instant_policy_zone(const sla_policy *policy);
/* An instant on the command line: RFC 3339, or local time in the policy's zone. NULL and *out, or
 * what is wrong. */
const char *instant_argument(const char *text, const sla_policy *policy, sla_time *out);
sla_time instant_system_clock(void);

/* `Thu 2026-12-24 23:30`, seconds only where there are some; nothing for SLA_TIME_NONE. */
void instant_put(struct text *t, sla_time at, int32_t offset);
/* The same in the zone of `calendar`; NULL: in UTC, and it says so. */
void instant_put_local(struct text *t, sla_time at, const sla_calendar *calendar);
void instant_put_date(struct text *t, sla_date date); /* `2026-12-24` */
sla_date instant_date(sla_time at, int32_t offset);
extern const char *const instant_weekdays[7]; /* "Mon" .. "Sun" */
/* `1h 30m`; nothing for SLA_DURATION_NONE. */
void duration_put(struct text *t, sla_duration d);

#endif
