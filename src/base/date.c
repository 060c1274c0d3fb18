/* SPDX-License-Identifier: MIT */
/*
 * Dates of the proleptic Gregorian calendar as days since 1970-01-01. A year is taken to begin in
 * March, so that the leap day is its last; then the months' lengths repeat 31 30 31 30 31 and
 * (153 m + 2) / 5 days lie before month m. Years are counted from -30400, so that none is negative
 * and every division cuts the same way.
 */
#include "base/time.h"

enum {
    CYCLE_YEARS = 400,
    CYCLE_DAYS = 400 * 365 + 97,
    FIRST_YEAR = -76 * CYCLE_YEARS,
    /* from March of the first year to 1970-01-01; 719468 of it since March of year 0 */
    EPOCH = 76 * CYCLE_DAYS + 719468
};

int32_t sla__days_of(int32_t year, int32_t month, int32_t day)
{
    int32_t y = year - FIRST_YEAR - (month < 3);
    int32_t m = (month + 9) % 12;

    return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - EPOCH;
}

void sla__civil_of(int32_t days, int32_t *year, int32_t *month, int32_t *day)
{
    int32_t rest = days + EPOCH;
    int32_t cycles = rest / CYCLE_DAYS, centuries, fours, years, m;

    rest %= CYCLE_DAYS;
    centuries =
        rest / 36524 - rest / (CYCLE_DAYS - 1); /* the cycle's last day is no fifth century */
    rest -= centuries * 36524;
    fours = rest / 1461;
    rest %= 1461;
    years = rest / 365 - rest / 1460; /* nor is a leap day a fifth year */
    rest -= years * 365;
    m = (5 * rest + 2) / 153;
    *day = rest - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = FIRST_YEAR + cycles * CYCLE_YEARS + centuries * 100 + fours * 4 + years + (m >= 10);
}

int sla__date_ok(int32_t year, int32_t month, int32_t day)
{
    static const char length[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return month >= 1 && month <= 12 && day >= 1 && day <= length[month - 1] + (month == 2 && leap);
}

int sla__weekday_of(int32_t days)
{
    return (days % 7 + 7 + 3) % 7; /* day 0 was a Thursday */
}

sla_date sla__date_of_days(int32_t days)
{
    int32_t year, month, day;

    sla__civil_of(days, &year, &month, &day);
    return year * 10000 + month * 100 + day;
}

int32_t sla__days_of_date(sla_date date, int *ok)
{
    int32_t year = date / 10000, month = date / 100 % 100, day = date % 100;

    *ok = year >= 1 && year <= 9999 && sla__date_ok(year, month, day);
    return *ok ? sla__days_of(year, month, day) : 0;
}
