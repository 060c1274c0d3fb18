/* SPDX-License-Identifier: MIT */
/* Facts of a ticket by name and by number. */
#ifndef SLA_TICKET_FACTS_H
#define SLA_TICKET_FACTS_H

#include "ticket/history.h"

/* A fact and its value, as the host names them, as numbers; value NULL takes the fact back. Unknown
 * names give SLA_NOT_FOUND. A free text is added to the ticket's own table. */
SLA_CHECKED sla_result sla__fact_resolve(sla_ticket *t, const char *fact, const char *value,
                                         struct sla__change *out);
/* Where a fact is kept. */
int32_t *sla__fact_slot(struct sla__facts *f, int32_t fact);
/* Apply an event's changes; 1 if a fact changed. *entered becomes the status entered, or -1. */
int sla__facts_apply(struct sla__facts *f, const struct sla__recorded *e, int32_t *entered);
/* The name of a fact, and of its value (the priority as derived); NULL if it is not known. */
const char *sla__fact_name(const sla_policy *p, int32_t fact);
const char *sla__fact_value(const sla_ticket *t, const struct sla__facts *f, int32_t fact);

#endif
