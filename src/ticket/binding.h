/* SPDX-License-Identifier: MIT */
/* A clock's target and calendar for the facts of the moment. */
#ifndef SLA_TICKET_BINDING_H
#define SLA_TICKET_BINDING_H

#include "ticket/replay.h"

/* Row, target and calendar by R8; no seconds yet. A pending clock is bound as if it started at the
 * instant asked about. */
struct sla__binding sla__bind(const sla_policy *p, int32_t clock, const struct sla__facts *f,
                              sla_time started);
/* The target in seconds, counted from `from`; for a pending clock (SLA_TIME_NONE) only a plain
 * length. */
void sla__binding_count(const sla_policy *p, struct sla__binding *b, sla_time from);

#endif
