/* SPDX-License-Identifier: MIT */
/* The inside of sla_calendar, for the files that make it and answer from it. */
#ifndef SLA_CALENDAR_COMPILED_H
#define SLA_CALENDAR_COMPILED_H

#include "base/text.h"
#include "calendar/calendar.h"
#include "calendar/timeline.h"

/* The dates for which windows are made. Their edges reach over SLA_TIME_MIN and SLA_TIME_MAX in
 * every zone. */
#define SLA__FIRST_DATE (-3)   /* 1969-12-29 */
#define SLA__LAST_DATE (47484) /* 2100-01-03 */

/* A written calendar that takes part, for windows that open in [from, to). INT64_MIN, INT64_MAX:
 * always. */
struct sla__part_of_time {
    const struct sla__plan *plan;
    uint64_t covered;
    sla_time from, to;
    const struct sla__zone *dating; /* `any_of`: whose dates its windows belong to; NULL: its own */
};

/* Which zone wall times are in, from an instant on. */
struct sla__era {
    sla_time from;
    const struct sla__zone *zone;
};

/* R7. Seconds fit 32 bits until 2106. */
struct sla__workday {
    int32_t days;
    uint32_t open, close; /* the first open second; the end of the last open span */
};

struct sla__lost {
    sla_time from, to;
    int32_t name;
};

struct sla_calendar {
    int32_t refs; /* atomic */
    struct sla__plan *plan;
    uint64_t covered;
    struct sla__part_of_time *parts;
    size_t part_count;
    struct sla__era *eras; /* ascending, never empty */
    size_t era_count;
    struct sla__timeline *timeline;
    int recurs;                    /* bits of sla__recurs */
    struct sla__workday *workdays; /* ascending by date */
    size_t workday_count;
    struct sla__lost *lost; /* ascending, disjoint, never open */
    size_t lost_count;
    struct sla__names names; /* of `lost` */
    sla_date known_until;
    char fingerprint[65];
};

/* parts.c: which written calendars take part and when, and what the whole rests on. */
SLA_CHECKED sla_result sla__calendar_gather(sla_calendar *calendar);
sla_date sla__calendar_known(const sla_calendar *calendar);
void sla__calendar_print(sla_calendar *calendar); /* its fingerprint */

/* The zone of wall times at t. */
const struct sla__zone *sla__calendar_zone_at(const sla_calendar *calendar, sla_time t);
/* The date that a window belongs to: `own` of its written calendar, or by the zone of `any_of`. */
int32_t sla__part_date(const struct sla__part_of_time *part, int32_t own, sla_time window);

#endif
