/* SPDX-License-Identifier: MIT */
/* An event as the host tells it, in the host's words; ticket.c turns them into numbers. */
#ifndef SLA_TICKET_EVENT_H
#define SLA_TICKET_EVENT_H

#include <slacore/ticket.h>

struct sla_event {
    char *name;
    sla_time at, told;
    int64_t sequence;
    struct sla__told_change {
        char *fact, *value; /* value NULL: taken back */
    } * changes;
    size_t change_count;
    sla_time due;
    char *clock, *why;
};

#endif
