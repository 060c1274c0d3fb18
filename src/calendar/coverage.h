/* SPDX-License-Identifier: MIT */
/* The hours of a date whose holidays are covered (R4). */
#ifndef SLA_CALENDAR_COVERAGE_H
#define SLA_CALENDAR_COVERAGE_H

#include "calendar/plan.h"

/* Room for hours that several coverages have in common. */
struct sla__common_hours {
    struct sla__window *room[3];
};

SLA_CHECKED sla_result sla__common_hours_init(struct sla__common_hours *common,
                                              const struct sla__plan *plan);
void sla__common_hours_clear(struct sla__common_hours *common);

/* The windows that holidays with these coverages (bits) leave of a date's written ones: the
 * coverage's own, what several have in common, or `written` if none has hours of its own. They
 * live until the next call. */
struct sla__windows sla__covered_windows(struct sla__common_hours *common,
                                         const struct sla__plan *plan, uint64_t coverages,
                                         const struct sla__windows *written);

#endif
