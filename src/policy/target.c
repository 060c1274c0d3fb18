/* SPDX-License-Identifier: MIT */
/*
 * The text of one target (R7):
 *
 *     none
 *     4h 30m
 *     2 working days [elapsed | same time | end of day]
 *     by close|HH:MM same|next working day
 */
#include "policy/draft.h"

#include <string.h>

#include "base/time.h"

#define WORDS_MAX 6
#define DAYS_MAX 9999

struct words {
    struct word {
        const char *at;
        size_t len;
    } at[WORDS_MAX];
    size_t count; /* WORDS_MAX + 1: there are more */
};

static struct words split(const char *text, size_t len)
{
    struct words w = {.count = 0};
    size_t i = 0;

    while (i < len) {
        const size_t from = i;

        while (i < len && text[i] != ' ')
            i++;
        if (i > from) {
            if (w.count == WORDS_MAX) {
                w.count++;
                return w;
            }
            w.at[w.count++] = (struct word){text + from, i - from};
        }
        while (i < len && text[i] == ' ')
            i++;
    }
    return w;
}

/* Word i reads so; 0 past the last one. */
static int is(const struct words *w, size_t i, const char *text)
{
    return i < w->count && i < WORDS_MAX && w->at[i].len == strlen(text) &&
           memcmp(w->at[i].at, text, w->at[i].len) == 0;
}

static int is_day(const struct words *w, size_t i)
{
    return is(w, i, "day") || is(w, i, "days");
}

/* A whole number below 10^6, or -1. */
static int32_t number_of(const struct word *word)
{
    int32_t n = 0;

    if (word->len == 0 || word->len > 6)
        return -1;
    for (size_t i = 0; i < word->len; i++) {
        if (word->at[i] < '0' || word->at[i] > '9')
            return -1;
        n = n * 10 + (word->at[i] - '0');
    }
    return n;
}

static void report(struct sla__draft *draft, const struct sla__node *node, const char *instead)
{
    char quoted[SLA__QUOTE_MAX];

    sla__report(draft->d, SLA__MSG_BAD_TARGET, node->place, "cannot read %s; write %s",
                sla__quote(node->text, node->len, quoted), instead);
}

static int read_by(struct sla__draft *draft, const struct sla__node *node, const struct words *w,
                   struct sla__target *out)
{
    out->kind = SLA__TARGET_BY;
    out->wall = -1;
    out->days = is(w, 2, "next");
    if (w->count != 5 || !is(w, 3, "working") || !is(w, 4, "day") ||
        (!is(w, 2, "same") && !is(w, 2, "next")) ||
        (!is(w, 1, "close") && !sla__parse_clock(w->at[1].at, w->at[1].len, &out->wall))) {
        report(draft, node, "\"by close same working day\" or \"by 12:00 next working day\"");
        return 0;
    }
    return 1;
}

static int read_days(struct sla__draft *draft, const struct sla__node *node, const struct words *w,
                     enum sla__day_rule usual, struct sla__target *out)
{
    out->kind = SLA__TARGET_WORKING_DAYS;
    out->days = number_of(&w->at[0]);
    if (w->count == 3)
        out->rule = usual;
    else if (w->count == 4 && is(w, 3, "elapsed"))
        out->rule = SLA__DAYS_ELAPSED;
    else if (w->count == 5 && is(w, 3, "same") && is(w, 4, "time"))
        out->rule = SLA__DAYS_SAME_TIME;
    else if (w->count == 6 && is(w, 3, "end") && is(w, 4, "of") && is(w, 5, "day"))
        out->rule = SLA__DAYS_END;
    else
        out->days = -1;
    if (out->days < 0 || !is_day(w, 2)) {
        report(draft, node,
               "\"2 working days\", and behind it, if you like, \"elapsed\", \"same time\" or "
               "\"end of day\"");
        return 0;
    }
    if (out->days < 1 || out->days > DAYS_MAX) {
        report(draft, node, "1 to 9999 working days, or a length of time");
        return 0;
    }
    return 1;
}

int sla__read_target(struct sla__draft *draft, const struct sla__node *node,
                     enum sla__day_rule usual, struct sla__target *out)
{
    struct words w;

    *out = (struct sla__target){.kind = SLA__TARGET_NONE, .wall = -1};
    if (sla__expect_text(draft, node, "target") == NULL)
        return 0;
    w = split(node->text, node->len);
    if (w.count == 1 && is(&w, 0, "none"))
        return 1;
    if (is(&w, 0, "by"))
        return read_by(draft, node, &w, out);
    if (is(&w, 1, "working") || strstr(node->text, "working") != NULL)
        return read_days(draft, node, &w, usual, out);
    if (strstr(node->text, "business") != NULL ||
        (node->text[0] != '-' && (node->text[0] < '0' || node->text[0] > '9'))) {
        report(draft, node,
               "a length of time such as 4h, \"2 working days\", \"by close next working day\" or "
               "none");
        return 0;
    }
    out->kind = SLA__TARGET_SECONDS;
    out->seconds = sla__expect_duration(draft, node, "target");
    return out->seconds != SLA_DURATION_NONE;
}
