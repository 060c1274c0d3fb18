/* SPDX-License-Identifier: MIT */
/*
 * Spans with running totals, searched in halves. `before` is the open time of all earlier spans, so
 * that the open time before an instant is one search and one subtraction. 32 bits hold seconds
 * until 2106, and so any total.
 */
#include "calendar/timeline.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"

struct stretch {
    uint32_t open, close;
    uint32_t before;
};

struct sla__timeline {
    size_t count;
    sla_duration total;
    int recurs;
    struct stretch at[];
};

sla_result sla__timeline_new(const struct sla__span *spans, size_t count, int recurs,
                             struct sla__timeline **out)
{
    struct sla__timeline *t;

    *out = NULL;
    if (count > (SIZE_MAX - sizeof *t) / sizeof t->at[0])
        return SLA_NO_MEMORY;
    t = sla__alloc(1, sizeof *t + count * sizeof t->at[0]);
    if (t == NULL)
        return SLA_NO_MEMORY;
    t->count = count;
    t->recurs = recurs;
    for (size_t i = 0; i < count; i++) {
        t->at[i] =
            (struct stretch){(uint32_t)spans[i].open, (uint32_t)spans[i].close, (uint32_t)t->total};
        t->total += spans[i].close - spans[i].open;
    }
    *out = t;
    return SLA_OK;
}

void sla__timeline_free(struct sla__timeline *timeline)
{
    sla__free(timeline);
}

size_t sla__timeline_count(const struct sla__timeline *t)
{
    return t->count;
}

struct sla__span sla__timeline_span(const struct sla__timeline *t, size_t i)
{
    return (struct sla__span){t->at[i].open, t->at[i].close};
}

size_t sla__timeline_find(const struct sla__timeline *t, sla_time at)
{
    size_t low = 0, high = t->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (t->at[middle].close > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Open seconds before `at`. */
static sla_duration open_before(const struct sla__timeline *t, sla_time at)
{
    size_t i = sla__timeline_find(t, at);

    if (i == t->count)
        return t->total;
    return t->at[i].before + (at > t->at[i].open ? at - t->at[i].open : 0);
}

/* How many spans begin with fewer than `total` open seconds behind them. */
static size_t spans_begun(const struct sla__timeline *t, sla_duration total)
{
    size_t low = 0, high = t->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (t->at[middle].before >= total)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static sla_result beyond(const struct sla__timeline *t, enum sla__recurs direction)
{
    return t->recurs & (int)direction ? SLA_OUT_OF_RANGE : SLA_NEVER_OPENS;
}

static sla_result found(sla_time at, sla_time *out)
{
    if (at > SLA_TIME_MAX)
        return SLA_OUT_OF_RANGE;
    *out = at;
    return SLA_OK;
}

sla_result sla__timeline_add(const struct sla__timeline *t, sla_time start, sla_duration seconds,
                             sla_time *out)
{
    sla_duration goal;
    size_t i;

    if (seconds == 0)
        return found(start, out);
    if (sla__add64(open_before(t, start), seconds, &goal))
        return beyond(t, SLA__RECURS_AFTER); /* only upwards: open time is not negative */
    if (seconds > 0) {
        if (goal > t->total)
            return beyond(t, SLA__RECURS_AFTER);
        /* The span in which the sum is used up, its close included (R5: earliest). */
        i = spans_begun(t, goal) - 1;
    } else {
        if (goal < 0)
            return beyond(t, SLA__RECURS_BEFORE);
        /* The span that begins with the sum or holds it, its close not included (R5: latest). */
        i = spans_begun(t, goal + 1) - 1;
    }
    return found(t->at[i].open + (goal - t->at[i].before), out);
}

sla_duration sla__timeline_between(const struct sla__timeline *t, sla_time from, sla_time to)
{
    return open_before(t, to) - open_before(t, from);
}

int sla__timeline_is_open(const struct sla__timeline *t, sla_time at)
{
    size_t i = sla__timeline_find(t, at);

    return i < t->count && t->at[i].open <= at;
}

sla_result sla__timeline_next_open(const struct sla__timeline *t, sla_time at, sla_time *out)
{
    size_t i = sla__timeline_find(t, at);

    if (i == t->count)
        return beyond(t, SLA__RECURS_AFTER);
    return found(t->at[i].open > at ? t->at[i].open : at, out);
}

sla_result sla__timeline_next_close(const struct sla__timeline *t, sla_time at, sla_time *out)
{
    size_t i = sla__timeline_find(t, at);

    return found(i < t->count && t->at[i].open <= at ? t->at[i].close : at, out);
}
