/* SPDX-License-Identifier: MIT */
#ifndef MODEL_SECOND_H
#define MODEL_SECOND_H

#include "world.h"

/*
 * The second-by-second model: every second of a short horizon is painted open or closed, and a
 * clock walks from second to second. Slow, and meant to be read beside the rules.
 */
struct paint;

struct paint *paint_new(const struct policy *policy, int64_t from, int64_t to);
void paint_free(struct paint *paint);
bool paint_is_open(void *paint, int calendar, int priority, int64_t t);

/* One walk of a clock; out[i] is the answer at now[i]; now[] ascends and lies in the horizon. */
void second_clock(struct paint *paint, const struct history *history, int clock, int64_t known,
                  const int64_t *now, int count, struct answers *out);
#endif
