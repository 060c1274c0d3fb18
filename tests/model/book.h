/* SPDX-License-Identifier: MIT */
#ifndef MODEL_BOOK_H
#define MODEL_BOOK_H

#include "interval.h"

/* Calendars of the interval model: sorted lists of open spans. */

struct spans {
    int count, room;
    struct span *at;
};

struct working_day {
    long date;
    struct spans open; /* sorted, joined */
};
struct view {
    bool made;
    struct spans open;
    struct working_day *day;
    int day_count;
};
struct book {
    const struct policy *policy;
    int64_t from, to;
    struct view view[MAX_CALENDARS][MAX_PRIORITIES + 1];
};

void spans_push(struct spans *spans, int64_t from, int64_t to); /* an empty one is left out */
/* The first instant at which n > 0 seconds of these spans have passed since `from`, or BEYOND. */
int64_t spans_reach(const struct spans *spans, int64_t from, int64_t n);

struct view *book_view(struct book *book, int number, int priority);
/* R7: a target as seconds from its start; BEYOND if the horizon is too short to tell. */
int64_t book_target(struct book *book, const struct target *target, int calendar, int priority,
                    int64_t start);
#endif
