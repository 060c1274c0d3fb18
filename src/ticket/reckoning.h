/* SPDX-License-Identifier: MIT */
/* A reckoning as it is kept, and the words of its marks. */
#ifndef SLA_TICKET_RECKONING_H
#define SLA_TICKET_RECKONING_H

#include "ticket/replay.h"

struct sla__line {
    sla_reason reason;
    sla_time from, to;
    int32_t cycle;
    const sla_calendar *calendar; /* NULL: none; the policy owns it */
    char *text;                   /* NULL: none */
};

struct sla__lines {
    struct sla__line *at;
    size_t count, room;
};

struct sla_reckoning {
    sla_policy *policy;
    struct sla__lines lines;
    sla_clock_status status;
};

/* The words of a mark, into `t`; `to` is the note's. */
void sla__mark_text(struct sla__text *t, const struct sla__replay *r, enum sla__noted what,
                    sla_time to, const struct sla__recorded *cause);
/* Why the clock is paused. */
void sla__pause_text(struct sla__text *t, const struct sla__replay *r);

#endif
