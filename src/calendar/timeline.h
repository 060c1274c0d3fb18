/* SPDX-License-Identifier: MIT */
/*
 * The compiled form: sorted disjoint open spans with running totals. Everything that answers a
 * question about open time goes through these few calls, so that the structure behind them can
 * change alone.
 */
#ifndef SLA_CALENDAR_TIMELINE_H
#define SLA_CALENDAR_TIMELINE_H

#include <slacore/base.h>

struct sla__span {
    sla_time open, close; /* may reach past SLA_TIME_MAX by some days (never past 2105), never
                             before SLA_TIME_MIN */
};

struct sla__timeline; /* immutable */

/* Whether hours recur beyond the table, which tells SLA_OUT_OF_RANGE from SLA_NEVER_OPENS. Both
 * bits are equal but for dated versions. */
enum sla__recurs { SLA__RECURS_BEFORE = 1, SLA__RECURS_AFTER = 2 };

/* From spans that are sorted, disjoint and not touching; they are copied. `recurs`: bits of
 * sla__recurs. */
SLA_CHECKED sla_result sla__timeline_new(const struct sla__span *spans, size_t count, int recurs,
                                         struct sla__timeline **out);
void sla__timeline_free(struct sla__timeline *timeline);

/* As their namesakes in <slacore/calendar.h>; arguments are in range. */
SLA_CHECKED sla_result sla__timeline_add(const struct sla__timeline *t, sla_time start,
                                         sla_duration seconds, sla_time *out);
sla_duration sla__timeline_between(const struct sla__timeline *t, sla_time from, sla_time to);
int sla__timeline_is_open(const struct sla__timeline *t, sla_time at);
SLA_CHECKED sla_result sla__timeline_next_open(const struct sla__timeline *t, sla_time at,
                                               sla_time *out);
SLA_CHECKED sla_result sla__timeline_next_close(const struct sla__timeline *t, sla_time at,
                                                sla_time *out);
/* Spans by number; the first that ends after `at` is sla__timeline_find(). */
size_t sla__timeline_count(const struct sla__timeline *t);
size_t sla__timeline_find(const struct sla__timeline *t, sla_time at);
struct sla__span sla__timeline_span(const struct sla__timeline *t, size_t i);

#endif
