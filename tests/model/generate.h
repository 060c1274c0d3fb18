/* SPDX-License-Identifier: MIT */
#ifndef MODEL_GENERATE_H
#define MODEL_GENERATE_H

#include "interval.h"
#include "world.h"

struct dice {
    uint64_t state;
};
uint64_t roll(struct dice *dice);    /* any 64 bits */
int below(struct dice *dice, int n); /* 0 .. n-1 */
bool chance(struct dice *dice, int percent);
int64_t between(struct dice *dice, int64_t from, int64_t to); /* both inclusive */

unsigned some_of(struct dice *dice, int n); /* a mask: not none and, mostly, not all */

/* A text that grows. */
struct text {
    char *at;
    size_t len, room;
};
void text_add(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A random policy whose interesting dates lie around *base, which is chosen too. */
void generate_policy(struct dice *dice, const struct zone *zones, int zone_count,
                     struct policy *policy, int64_t *base);
/* Parts of it, in generate_hours.c. */
int64_t generate_base(struct dice *dice, const struct zone *zone);
void generate_holidays(struct dice *dice, long base, struct policy *policy);
void generate_calendars(struct dice *dice, long base, struct policy *policy);
/* One calendar alone, around base. */
void generate_calendar(struct dice *dice, const struct zone *zone, int64_t base,
                       struct policy *policy);
/* A history whose events lie in [base, base + span]; edges are taken from the book. */
void generate_history(struct dice *dice, struct book *book, const struct policy *policy,
                      int64_t base, int64_t span, struct history *history);

/* write.c: the same things as texts for the library and for people. */
void write_policy(const struct policy *policy, struct text *out);
void write_ics(const struct ics *ics, struct text *out);
void write_history(const struct policy *policy, const struct history *history, struct text *out);
void write_time(int64_t t, struct text *out);
#endif
