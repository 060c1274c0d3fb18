/* SPDX-License-Identifier: MIT */
#ifndef MODEL_PAINT_H
#define MODEL_PAINT_H

#include "second.h"

/* Calendars of the second-by-second model: one byte for each second of the horizon. */

struct working_day {
    long date;
    int64_t open, close;
};
struct view {            /* a calendar as one priority sees it */
    unsigned char *open; /* one byte a second */
    struct working_day *day;
    int day_count;
};
struct paint {
    const struct policy *policy;
    int64_t from, to;
    struct view view[MAX_CALENDARS][MAX_PRIORITIES + 1];
    unsigned char *eligible, *counted; /* room for a walk */
};

struct view *paint_view(struct paint *paint, int number, int priority);
/* R7: a target as seconds from its start; BEYOND if the horizon is too short to tell. */
int64_t paint_target(struct paint *paint, const struct target *target, int calendar, int priority,
                     int64_t start);
#endif
