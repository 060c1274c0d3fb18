/* SPDX-License-Identifier: MIT */
/* Dates by the proleptic Gregorian calendar, and zones as the C library sees them. */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

long civil_to_day(int year, int month, int day)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    long y = year - 1; /* whole years before */
    long days = y * 365 + y / 4 - y / 100 + y / 400 + before[month - 1] + day - 1;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days + (leap && month > 2) - 719162;
}

void day_to_civil(long day, int *year, int *month, int *dom)
{
    int y = (int)(1970 + day / 366) - 1, m = 12;

    while (civil_to_day(y + 1, 1, 1) <= day)
        y++;
    while (civil_to_day(y, m, 1) > day)
        m--;
    *year = y;
    *month = m;
    *dom = (int)(day - civil_to_day(y, m, 1)) + 1;
}

int day_weekday(long day)
{
    return (int)(((day + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

static long floor_day(int64_t seconds)
{
    return (long)(seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400));
}

static int32_t ask_offset(int64_t t)
{
    time_t when = (time_t)t;
    struct tm tm;

    if (localtime_r(&when, &tm) == NULL)
        abort();
    return (int32_t)(civil_to_day(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) * 86400LL +
                     tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec - t);
}

bool zone_take(struct zone *zone, const char *name, int64_t step)
{
    int64_t from = -40 * 86400LL, to = 47482LL * 86400 + 40 * 86400LL;
    int32_t last;

    snprintf(zone->name, sizeof zone->name, "%s", name);
    setenv("TZ", name, 1);
    tzset();
    last = ask_offset(from);
    zone->count = 1;
    zone->from[0] = INT64_MIN / 2;
    zone->offset[0] = last;
    for (int64_t t = from + step; t < to; t += step) {
        int64_t low = t - step, high = t;
        int32_t offset = ask_offset(t);

        if (offset == last)
            continue;
        while (high - low > 1) {
            int64_t middle = low + (high - low) / 2;
            if (ask_offset(middle) == last)
                low = middle;
            else
                high = middle;
        }
        if (zone->count == MAX_ZONE_CHANGES)
            return false;
        last = ask_offset(high);
        zone->from[zone->count] = high;
        zone->offset[zone->count++] = last;
        if (last != offset)
            t = high; /* more than one change in this step */
    }
    return true;
}

int32_t zone_offset(const struct zone *zone, int64_t t)
{
    int low = 0, high = zone->count;

    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (zone->from[middle] <= t)
            low = middle;
        else
            high = middle;
    }
    return zone->offset[low];
}

int64_t zone_instant(const struct zone *zone, int64_t wall)
{
    int first = 0;

    while (first + 1 < zone->count && zone->from[first + 1] < wall - 200000)
        first++;
    for (int i = first; i < zone->count; i++) { /* the first instant that shows this reading */
        int64_t t = wall - zone->offset[i];
        if (t >= zone->from[i] && (i + 1 == zone->count || t < zone->from[i + 1]))
            return t;
    }
    for (int i = first; i + 1 < zone->count; i++) { /* none does: the offset before the gap */
        int64_t t = wall - zone->offset[i];
        if (t >= zone->from[i + 1] && wall - zone->offset[i + 1] < zone->from[i + 1])
            return t;
    }
    abort();
}

long zone_date(const struct zone *zone, int64_t t)
{
    return floor_day(t + zone_offset(zone, t));
}
