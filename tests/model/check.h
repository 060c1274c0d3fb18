/* SPDX-License-Identifier: MIT */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "generate.h"
#include "second.h"

#include <slacore/slacore.h>

/* What the checks share: the library's policy beside the models', and what was counted. */

enum { NOWS = 4, DAY = 86400 };

struct questions {
    int count;
    int64_t now[NOWS]; /* ascending, from the creation on */
    int64_t known;     /* besides NONE */
};

struct world { /* one policy, everywhere */
    struct policy policy;
    struct text yaml, ics[MAX_FILES];
    int64_t base, from, to;
    struct book *book;
    struct paint *paint; /* NULL for the interval model */
    sla_policy *library;
};

struct counts {
    long policies, rejected, histories, clocks, calendar_questions, beyond;
    long state[7], verdict[5], lifted, voided, agreed;
};
extern struct counts counts;

void world_clear(struct world *world);

/* check_ticket.c: true if library and models give one answer to every question about a history. */
bool same_everywhere(struct world *world, const struct history *history, const struct questions *q,
                     uint64_t shuffle, struct text *why);

/* sla_meter beside a clock of the interval model. */
bool meter_agrees(struct world *world, struct dice *dice, struct text *why);

/* check_calendar.c: the calendars of a policy; all zones of a folder; the ends of the range. */
bool calendars_agree(struct world *world, struct dice *dice, int rounds, struct text *why);
bool run_zones(uint64_t seed, const char *folder, bool all);
bool run_edge(uint64_t seed, const struct zone *zones, int zone_count);
#endif
