/* SPDX-License-Identifier: MIT */
/*
 * One written calendar (no `any_of`, no versions) walked date by date: rules R2 to R4. It says
 * which parts of the windows that open on a date are open and what closed the others.
 */
#ifndef SLA_CALENDAR_HOURS_H
#define SLA_CALENDAR_HOURS_H

#include "calendar/dates.h"

/* A part of a written window. */
struct sla__part {
    sla_time window; /* when that window opens, before anything was cut from it */
    sla_time from, to;
    const char *lost; /* NULL: open; else the name of what closed it */
};

/* What is told of one date; it lives until the next date is asked for. */
struct sla__date_hours {
    int32_t days;                  /* since 1970-01-01 */
    const struct sla__part *parts; /* in no promised order */
    size_t part_count;
    const struct sla__date_names *names; /* what closes or changes the date */
};

struct sla__hours; /* a walk over the dates from..to */

/* `plan` must outlive the walk, its zone too. */
SLA_CHECKED sla_result sla__hours_new(const struct sla__plan *plan, uint64_t covered, int32_t from,
                                      int32_t to, struct sla__hours **out);
void sla__hours_free(struct sla__hours *hours);
/* The next date. Ask until `to` was told. */
SLA_CHECKED sla_result sla__hours_next(struct sla__hours *hours, struct sla__date_hours *out);

/* Dates on which nothing falls while the clocks stand: their windows are a week's, at one offset,
 * open from end to end. Most dates are such, and whoever walks far can take them at a time. */
struct sla__plain_dates {
    int32_t from, end; /* `end` is not one of them */
    const struct sla__week *week;
    int32_t offset; /* seconds east of UTC */
};
/* 1, and the walk goes on behind them, if the next date is such; else 0: sla__hours_next() tells.
 */
int sla__hours_plain(struct sla__hours *hours, struct sla__plain_dates *out);

/* 1 if weekly, seasonal or yearly hours go on for ever. */
int sla__hours_recur(const struct sla__plan *plan);

#endif
