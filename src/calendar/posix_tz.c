/* SPDX-License-Identifier: MIT */
/*
 * Reading `GMT0BST,M3.5.0/1,M10.5.0`: a name and an offset, a second name with an optional offset,
 * two edges. Offsets are written west of UTC and kept east. POSIX is widened by RFC 9636, 3.3.1:
 * the time of an edge runs from -167 to 167 hours.
 */
#include "calendar/posix_tz.h"

#include "base/time.h"

#define HOUR 3600

/* What is left of the text. Every reader takes what it knows from the front and says 1, or says 0.
 */
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

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static int take_number(struct rest *r, int32_t least, int32_t most, int32_t *out)
{
    int32_t n = 0;

    if (r->at == r->end || !is_digit(*r->at))
        return 0;
    for (; r->at < r->end && is_digit(*r->at); r->at++) {
        n = n * 10 + (*r->at - '0');
        if (n > most)
            return 0;
    }
    *out = n;
    return n >= least;
}

/* At least three letters, or in angle brackets at least three of letters, digits, + and -. */
static int take_name(struct rest *r)
{
    int quoted = take(r, '<');
    const char *from = r->at;

    while (r->at < r->end &&
           (is_letter(*r->at) || (quoted && (is_digit(*r->at) || *r->at == '+' || *r->at == '-'))))
        r->at++;
    return r->at - from >= 3 && (!quoted || take(r, '>'));
}

/* [+-]hh[:mm[:ss]] */
static int take_time(struct rest *r, int32_t most_hours, int32_t *seconds)
{
    int negative = take(r, '-');
    int32_t h, m = 0, s = 0;

    if (!negative)
        take(r, '+');
    if (!take_number(r, 0, most_hours, &h))
        return 0;
    if (take(r, ':')) {
        if (!take_number(r, 0, 59, &m))
            return 0;
        if (take(r, ':') && !take_number(r, 0, 59, &s))
            return 0;
    }
    *seconds = h * HOUR + m * 60 + s;
    if (negative)
        *seconds = -*seconds;
    return 1;
}

static int take_edge(struct rest *r, struct sla__tz_edge *edge)
{
    if (!take(r, ','))
        return 0;
    if (take(r, 'M')) {
        edge->kind = SLA__TZ_WEEKDAY;
        if (!take_number(r, 1, 12, &edge->month) || !take(r, '.') ||
            !take_number(r, 1, 5, &edge->week) || !take(r, '.') ||
            !take_number(r, 0, 6, &edge->day))
            return 0;
    } else if (take(r, 'J')) {
        edge->kind = SLA__TZ_JULIAN;
        if (!take_number(r, 1, 365, &edge->day))
            return 0;
    } else {
        edge->kind = SLA__TZ_DAY;
        if (!take_number(r, 0, 365, &edge->day))
            return 0;
    }
    edge->time = 2 * HOUR;
    return !take(r, '/') || take_time(r, 167, &edge->time);
}

int sla__posix_tz_parse(const char *text, size_t len, struct sla__posix_tz *out)
{
    struct rest r = {text, text + len};
    struct sla__posix_tz tz = {0};
    int32_t west;

    if (!take_name(&r) || !take_time(&r, 24, &west))
        return 0;
    tz.std = -west;
    if (r.at < r.end) {
        tz.has_dst = 1;
        if (!take_name(&r))
            return 0;
        tz.dst = tz.std + HOUR;
        if (r.at < r.end && *r.at != ',') {
            if (!take_time(&r, 24, &west))
                return 0;
            tz.dst = -west;
        }
        if (!take_edge(&r, &tz.start) || !take_edge(&r, &tz.end))
            return 0;
    }
    if (r.at < r.end)
        return 0;
    *out = tz;
    return 1;
}

static int32_t day_of(const struct sla__tz_edge *edge, int32_t year)
{
    int32_t first, day;

    switch (edge->kind) {
    case SLA__TZ_JULIAN: /* 29 February is never counted: J60 is always 1 March */
        if (edge->day >= 60)
            return sla__days_of(year, 3, 1) + edge->day - 60;
        return sla__days_of(year, 1, 1) + edge->day - 1;
    case SLA__TZ_DAY:
        return sla__days_of(year, 1, 1) + edge->day;
    case SLA__TZ_WEEKDAY:
        break;
    }
    first = sla__days_of(year, edge->month, 1);
    /* sla__weekday_of() counts from Monday, the rule from Sunday. */
    day = first + (edge->day + 6 - sla__weekday_of(first)) % 7 + (edge->week - 1) * 7;
    if (edge->week == 5 && day >= sla__days_of(year + edge->month / 12, edge->month % 12 + 1, 1))
        day -= 7;
    return day;
}

/* `offset` is the one in force before the edge: its time is told by that clock. */
static int64_t instant_of(const struct sla__tz_edge *edge, int32_t year, int32_t offset)
{
    return (int64_t)day_of(edge, year) * SLA__DAY + edge->time - offset;
}

void sla__posix_tz_dst(const struct sla__posix_tz *tz, int32_t year, int64_t *from, int64_t *to)
{
    *from = instant_of(&tz->start, year, tz->std);
    *to = instant_of(&tz->end, year, tz->dst);
    if (*to < *from) /* south of the equator, and Ireland's winter */
        *to = instant_of(&tz->end, year + 1, tz->dst);
}
