/* SPDX-License-Identifier: MIT */
/* Dates, times and lengths of iCalendar, read exactly: what does not exist in the calendar or on
 * the clock is refused. */
#include "calendar/ics.h"

#include "base/time.h"

/* The number that `digits` digits at text make, or -1. */
static int32_t digits(const char *text, int count)
{
    int32_t n = 0;
    int i;

    for (i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        n = n * 10 + (text[i] - '0');
    }
    return n;
}

int sla__ics_time_parse(const char *text, size_t len, struct sla__ics_time *out)
{
    int32_t year, month, day, hour, minute, second;

    if (len != 8 && len != 15 && len != 16)
        return 0;
    year = digits(text, 4);
    month = digits(text + 4, 2);
    day = digits(text + 6, 2);
    if (year < 0 || month < 0 || day < 0 || !sla__date_ok(year, month, day))
        return 0;
    *out = (struct sla__ics_time){sla__days_of(year, month, day), -1, 0};
    if (len == 8)
        return 1;
    hour = digits(text + 9, 2);
    minute = digits(text + 11, 2);
    second = digits(text + 13, 2);
    if (text[8] != 'T' || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 60 || (len == 16 && text[15] != 'Z'))
        return 0;
    if (second == 60)
        second = 59; /* a leap second, as 3.3.12 says to read it */
    out->second = hour * 3600 + minute * 60 + second;
    out->utc = len == 16;
    return 1;
}

int sla__ics_length_parse(const char *text, size_t len, struct sla__ics_length *out)
{
    static const struct {
        char unit;
        int32_t days, seconds;
    } units[] = {{'W', 7, 0}, {'D', 1, 0}, {'H', 0, 3600}, {'M', 0, 60}, {'S', 0, 1}};
    size_t next = 0; /* units stand in this order, each at most once */
    size_t at = 0;
    int in_time = 0, pending = 0;

    *out = (struct sla__ics_length){0, 0};
    if (at < len && text[at] == '+')
        at++;
    if (at == len || text[at++] != 'P')
        return 0;
    while (at < len) {
        int64_t n = 0;
        size_t from = at;
        if (text[at] == 'T' && !in_time) {
            in_time = 1;
            pending = 1;
            at++;
            continue;
        }
        while (at < len && at - from < 9 && text[at] >= '0' && text[at] <= '9')
            n = n * 10 + (text[at++] - '0');
        if (at == from || at == len)
            return 0;
        while (next < 5 && units[next].unit != text[at])
            next++;
        if (next == 5 || (units[next].seconds != 0) != in_time)
            return 0;
        out->days += n * units[next].days; /* nine digits: no overflow */
        out->seconds += n * units[next].seconds;
        next++;
        at++;
        pending = 0;
    }
    return !pending && next > 0;
}
