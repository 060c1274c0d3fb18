/* SPDX-License-Identifier: MIT */
#ifndef MODEL_INTERVAL_H
#define MODEL_INTERVAL_H

#include "world.h"

/*
 * The interval model: a calendar is a sorted list of open spans, a clock a list of the spans that
 * counted. Plain loops over plain lists; written apart from the second-by-second model.
 */
struct book;

struct span {
    int64_t from, to;
};

struct book *book_new(const struct policy *policy, int64_t from, int64_t to);
void book_free(struct book *book);

/* The open spans of a calendar as a priority (-1: none) sees it, cut to the horizon. */
const struct span *book_spans(struct book *book, int calendar, int priority, int *count);
/* First and last open second (its end) of the windows that open on a date; false if none. */
bool book_day(struct book *book, int calendar, int priority, long date, struct span *out);
bool book_is_open(void *book, int calendar, int priority, int64_t t);
int64_t book_between(struct book *book, int calendar, int priority, int64_t from, int64_t to);
/* Forward or backward; BEYOND or NONE past the horizon. */
int64_t book_add(struct book *book, int calendar, int priority, int64_t start, int64_t seconds);

void interval_clock(struct book *book, const struct history *history, int clock, int64_t known,
                    int64_t now, struct answers *out);
#endif
