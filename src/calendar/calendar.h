/* SPDX-License-Identifier: MIT */
/* What the rooms above may ask a compiled calendar beyond its public interface. */
#ifndef SLA_CALENDAR_CALENDAR_H
#define SLA_CALENDAR_CALENDAR_H

#include <slacore/calendar.h>
#include "calendar/plan.h"

/* What "N working days" means (R7). */
enum sla__day_rule { SLA__DAYS_ELAPSED = 0, SLA__DAYS_SAME_TIME = 1, SLA__DAYS_END = 2 };

/* N working days from start, as open seconds from start. A start outside hours counts as at the next
 * opening. `day_length` is sla__plan_day_length() of the calendar's plan. */
SLA_CHECKED sla_result sla__calendar_working_days(const sla_calendar *calendar, sla_time start,
                                                  int32_t n, enum sla__day_rule rule,
                                                  int32_t day_length, sla_duration *seconds);
/* `by 12:00 next working day`: wall seconds of the day, or -1 for the close; ahead = 0 for the same
 * working day, 1 for the next. As open seconds from start, at least 0. */
SLA_CHECKED sla_result sla__calendar_by_wall(const sla_calendar *calendar, sla_time start,
                                             int32_t wall, int32_t ahead, sla_duration *seconds);

/* Why it is closed: the first stretch that ends after `from` and begins before `to` in which written
 * hours were closed by a holiday or closure. 0 if there is none. The name lives with the calendar. */
struct sla__closed {
    sla_time from, to;
    const char *name;
};
int sla__calendar_closed(const sla_calendar *calendar, sla_time from, sla_time to,
                         struct sla__closed *out);

#endif
