/* SPDX-License-Identifier: MIT */
/* Civil dates by days, wall-clock texts, and the reading of the pieces that policy files are made of. */
#ifndef SLA_BASE_TIME_H
#define SLA_BASE_TIME_H

#include <slacore/base.h>

#define SLA__DAY 86400
/* 131 years of 365.25 days: more than lies between SLA_TIME_MIN and SLA_TIME_MAX. */
#define SLA__DURATION_MAX ((sla_duration)131 * 8766 * 3600)

/* Days since 1970-01-01 of a proleptic Gregorian date; any year within +-30000; the month is 1..12
 * and the day may run over the month's end. */
int32_t sla__days_of(int32_t year, int32_t month, int32_t day);
void sla__civil_of(int32_t days, int32_t *year, int32_t *month, int32_t *day);
int sla__date_ok(int32_t year, int32_t month, int32_t day); /* exists in the calendar */
/* 0 = Monday .. 6 = Sunday. */
int sla__weekday_of(int32_t days);
/* For a date of the years 0001 to 9999. */
sla_date sla__date_of_days(int32_t days);
/* Days of a valid yyyymmdd; 0 and *ok = 0 for another number. */
int32_t sla__days_of_date(sla_date date, int *ok);

/* `2026-12-24`, whole text. 1 on success. */
int sla__parse_date(const char *text, size_t len, int32_t *days);
/* `12-24`, whole text; 02-29 is allowed. 1 on success. */
int sla__parse_month_day(const char *text, size_t len, int32_t *month, int32_t *day);
/* `08:00`, `8:00`, `24:00`, `08:00:30`; seconds of the day 0..86400. 1 on success. */
int sla__parse_clock(const char *text, size_t len, int32_t *seconds);
/* The fields of `2026-12-24T23:30[:15]`, `2026-12-24 23:30` or `2026-12-24` with no offset: wall
 * seconds since 1970 as if UTC. Read as sla_time_parse() does but for the offset. 1 on success. */
int sla__parse_wall(const char *text, size_t len, int64_t *wall);

#endif
