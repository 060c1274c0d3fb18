/* SPDX-License-Identifier: MIT */
/* Instants as text, and the dates and clock times that texts are made of. Digits only: no locale.
 */
#include "base/time.h"

/* ------------------------------------------------------------------ instants */

#define OFFSET_MAX (26 * 60) /* minutes: what zone files may hold */

/* What is left to read of a text. */
struct rest {
    const char *at, *end;
};

static int take(struct rest *r, char c)
{
    if (r->at == r->end || *r->at != c)
        return 0;
    r->at++;
    return 1;
}

/* A number of min to max digits. */
static int take_number(struct rest *r, int min, int max, int32_t *out)
{
    int count = 0;
    int32_t number = 0;

    for (; count < max && r->at < r->end && *r->at >= '0' && *r->at <= '9'; count++)
        number = number * 10 + (*r->at++ - '0');
    *out = number;
    return count >= min;
}

static int take_date(struct rest *r, int32_t *days)
{
    int32_t year, month, day;

    if (!take_number(r, 4, 4, &year) || !take(r, '-') || !take_number(r, 2, 2, &month) ||
        !take(r, '-') || !take_number(r, 2, 2, &day) || !sla__date_ok(year, month, day))
        return 0;
    *days = sla__days_of(year, month, day);
    return 1;
}

/* `23:30`, `23:30:15`, `23:30:15.25`: the fraction is dropped, :60 is the next minute's first
 * second. */
static int take_time(struct rest *r, int32_t *seconds)
{
    int32_t hour, minute, second = 0, digit;

    if (!take_number(r, 2, 2, &hour) || !take(r, ':') || !take_number(r, 2, 2, &minute))
        return 0;
    if (take(r, ':')) {
        if (!take_number(r, 2, 2, &second))
            return 0;
        if (take(r, '.')) {
            if (!take_number(r, 1, 1, &digit))
                return 0;
            while (take_number(r, 1, 1, &digit))
                ;
        }
    }
    *seconds = hour * 3600 + minute * 60 + second;
    return hour <= 23 && minute <= 59 && second <= 60;
}

/* Date and time with what stands between them. */
static int take_wall(struct rest *r, int64_t *wall)
{
    int32_t days, seconds;

    if (!take_date(r, &days) || !(take(r, 'T') || take(r, 't') || take(r, ' ')) ||
        !take_time(r, &seconds))
        return 0;
    *wall = (int64_t)days * SLA__DAY + seconds;
    return 1;
}

/* `Z`, `+01:00`, `-00:30`: minutes east of UTC. */
static int take_offset(struct rest *r, int32_t *minutes)
{
    int32_t hour, minute;
    int west;

    *minutes = 0;
    if (take(r, 'Z') || take(r, 'z'))
        return 1;
    west = take(r, '-');
    if ((!west && !take(r, '+')) || !take_number(r, 2, 2, &hour) || !take(r, ':') ||
        !take_number(r, 2, 2, &minute) || minute > 59 || hour * 60 + minute > OFFSET_MAX)
        return 0;
    *minutes = west ? -(hour * 60 + minute) : hour * 60 + minute;
    return 1;
}

sla_result sla_time_parse(const char *text, size_t len, sla_time *out)
{
    struct rest r = {text, text};
    int64_t wall;
    int32_t minutes;

    if (text == NULL || out == NULL)
        return SLA_INVALID_ARGUMENT;
    r.end += len;
    if (!take_wall(&r, &wall) || !take_offset(&r, &minutes) || r.at != r.end)
        return SLA_BAD_INPUT;
    wall -= (int64_t)minutes * 60; /* four digits of a year cannot overflow */
    if (wall < SLA_TIME_MIN || wall > SLA_TIME_MAX)
        return SLA_OUT_OF_RANGE;
    *out = wall;
    return SLA_OK;
}

/* A number as so many digits, and the sign that follows it. */
static char *put(char *out, int32_t number, int width, char sign)
{
    for (int i = width; i-- > 0; number /= 10)
        out[i] = (char)('0' + number % 10);
    out[width] = sign;
    return out + width + 1;
}

sla_result sla_time_format(sla_time t, int32_t offset, char *out)
{
    int32_t minutes, days, seconds, year, month, day;
    int64_t wall;

    if (out == NULL || offset < -OFFSET_MAX * 60 || offset > OFFSET_MAX * 60)
        return SLA_INVALID_ARGUMENT;
    if (t < SLA_TIME_MIN || t > SLA_TIME_MAX)
        return SLA_OUT_OF_RANGE;
    minutes = offset / 60;
    wall = t + (int64_t)minutes * 60 + 2 * SLA__DAY; /* two days on, so that it is not negative */
    days = (int32_t)(wall / SLA__DAY) - 2;
    seconds = (int32_t)(wall % SLA__DAY);
    sla__civil_of(days, &year, &month, &day);
    out = put(out, year, 4, '-');
    out = put(out, month, 2, '-');
    out = put(out, day, 2, 'T');
    out = put(out, seconds / 3600, 2, ':');
    out = put(out, seconds / 60 % 60, 2, ':');
    out = put(out, seconds % 60, 2, minutes == 0 ? 'Z' : minutes < 0 ? '-' : '+');
    if (minutes != 0) {
        minutes = minutes < 0 ? -minutes : minutes;
        out = put(out, minutes / 60, 2, ':');
        put(out, minutes % 60, 2, '\0');
    } else {
        *out = '\0';
    }
    return SLA_OK;
}

/* ------------------------------------------------------------------ pieces of policy files */

int sla__parse_date(const char *text, size_t len, int32_t *days)
{
    struct rest r = {text, text + len};
    int32_t read;

    if (!take_date(&r, &read) || r.at != r.end)
        return 0;
    *days = read;
    return 1;
}

int sla__parse_month_day(const char *text, size_t len, int32_t *month, int32_t *day)
{
    struct rest r = {text, text + len};
    int32_t m, d;

    if (!take_number(&r, 2, 2, &m) || !take(&r, '-') || !take_number(&r, 2, 2, &d) ||
        r.at != r.end || !sla__date_ok(2000, m, d)) /* a leap year */
        return 0;
    *month = m;
    *day = d;
    return 1;
}

int sla__parse_clock(const char *text, size_t len, int32_t *seconds)
{
    struct rest r = {text, text + len};
    int32_t hour, minute, second = 0, sum;

    if (!take_number(&r, 1, 2, &hour) || !take(&r, ':') || !take_number(&r, 2, 2, &minute))
        return 0;
    if (take(&r, ':') && !take_number(&r, 2, 2, &second))
        return 0;
    sum = hour * 3600 + minute * 60 + second;
    if (r.at != r.end || minute > 59 || second > 59 || sum > SLA__DAY)
        return 0;
    *seconds = sum;
    return 1;
}

int sla__parse_wall(const char *text, size_t len, int64_t *wall)
{
    struct rest r = {text, text + len};
    int64_t read;
    int32_t days;

    if (sla__parse_date(text, len, &days)) {
        *wall = (int64_t)days * SLA__DAY;
        return 1;
    }
    if (!take_wall(&r, &read) || r.at != r.end)
        return 0;
    *wall = read;
    return 1;
}
