/* SPDX-License-Identifier: MIT */
/*
 * Recurrence rules of RFC 5545 (3.3.10) on civil dates. What counts in hours or less, or has other
 * calendars, is refused: closures repeat by days, weeks, months and years.
 */
#ifndef SLA_CALENDAR_RECUR_H
#define SLA_CALENDAR_RECUR_H

#include <stddef.h>
#include <slacore/base.h>

/* A set of numbers 1..366, counted from the start (`ahead`) or from the end (`back`, for -1,
 * -2...). */
struct sla__recur_set {
    int used; /* 0: the rule does not have this part */
    uint32_t ahead[12], back[12];
};

enum sla__recur_freq { SLA__YEARLY = 1, SLA__MONTHLY, SLA__WEEKLY, SLA__DAILY };

struct sla__recur {
    enum sla__recur_freq freq;
    int32_t interval;
    int32_t count;     /* 0: none */
    int32_t has_until; /* until is `until_day`, and `until_second` of it unless that is -1 */
    int32_t until_day; /* days since 1970 */
    int32_t until_second;
    int32_t until_utc;
    int32_t week_start; /* 0 = Monday */
    struct sla__recur_set months, weeks, year_days, month_days, positions;
    int32_t weekdays_used;
    uint32_t weekdays;            /* BYDAY without a number: bit 0 is Monday */
    struct sla__recur_set nth[7]; /* BYDAY with one, by weekday */
};

/* What is wrong with a rule: a text that lives for ever, and the part of the rule that it is about.
 */
struct sla__recur_fault {
    const char *why;
    const char *part;
    size_t part_len;
};

/* Read the value of an RRULE. SLA_BAD_INPUT with *fault filled if it is not exactly understood. */
SLA_CHECKED sla_result sla__recur_parse(const char *text, size_t len, struct sla__recur *rule,
                                        struct sla__recur_fault *fault);

/* Walking the dates of a rule in order. The start is always the first of them and counts for COUNT;
 * UNTIL is the caller's to apply, who knows the time of day and the zone. */
struct sla__recur_walk {
    struct sla__recur rule; /* with what the start tells where the rule is silent */
    int32_t start, last;    /* days */
    int64_t period;         /* next year, month since year 0, or first day of week or day */
    int32_t given;          /* how many dates were handed out */
    int64_t work;           /* how many dates may still be looked at */
    int32_t found[366];     /* the dates of the period before, and those handed out */
    int32_t found_count, found_at;
};

/* From start (days) up to `last`, looking at no more than `work` dates. */
void sla__recur_begin(struct sla__recur_walk *w, const struct sla__recur *rule, int32_t start,
                      int32_t last, int64_t work);
/* 1: *days is the next date; 0: there is none; -1: w->work was used up. */
int sla__recur_next(struct sla__recur_walk *w, int32_t *days);

#endif
