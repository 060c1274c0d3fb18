/* SPDX-License-Identifier: MIT */
/*
 * The reckoning (R21). A replay is watched: its stretches and marks are collected as they come,
 * since a later change may count earlier stretches again (R12). Then each running stretch is laid
 * out by its calendar, and the marks are set between the lines.
 */
#include "ticket/reckoning.h"

#include <string.h>

#include "base/alloc.h"
#include "base/time.h"
#include "ticket/status.h"

struct collector {
    struct sla__lines spans; /* RUN as COUNTED or DROPPED, PAUSE, GAP; in order of time */
    struct sla__lines marks; /* in order of time, and of noting at one instant */
    size_t count_begins;     /* the first span of the count that is going on */
    sla_time due;            /* told for this count, or SLA_TIME_NONE */
};

/* Takes the line's text over, also when it fails. */
static sla_result push(struct sla__lines *l, struct sla__line line)
{
    struct sla__line *at = sla__grow(l->at, l->count, &l->room, sizeof *at);

    if (!at) {
        sla__free(line.text);
        return SLA_NO_MEMORY;
    }
    l->at = at;
    l->at[l->count++] = line;
    return SLA_OK;
}

/* The same with words, which are taken over. */
static sla_result push_words(struct sla__lines *l, struct sla__line line, struct sla__text *words)
{
    line.text = words->at;
    if (!words->failed)
        return push(l, line);
    sla__text_clear(words);
    return SLA_NO_MEMORY;
}

static void clear(struct sla__lines *l)
{
    for (size_t i = 0; i < l->count; i++)
        sla__free(l->at[i].text);
    sla__free(l->at);
    *l = (struct sla__lines){NULL, 0, 0};
}

/* ------------------------------------------------------------------ collecting */

/* 1 if nothing tells `line` from the one before it: an event that did nothing to the clock parts
 * them. */
static int goes_on(const struct sla__line *before, const struct sla__line *line, const char *words)
{
    return before->to == line->from && before->reason == line->reason &&
           before->cycle == line->cycle && before->calendar == line->calendar &&
           strcmp(before->text ? before->text : "", words ? words : "") == 0;
}

static sla_result collect_span(struct collector *c, const struct sla__replay *r,
                               enum sla__noted what, sla_time from, sla_time to)
{
    struct sla__line line = {SLA_REASON_COUNTED, from, to, r->cycle, r->bound.calendar, NULL};
    struct sla__text words = {0};

    if (what == SLA__NOTE_PAUSE) {
        line.reason = SLA_REASON_PAUSED;
        sla__pause_text(&words, r);
    } else if (what == SLA__NOTE_GAP) {
        line.reason = SLA_REASON_ENDED;
    }
    if (c->spans.count > c->count_begins) {
        struct sla__line *last = &c->spans.at[c->spans.count - 1];

        if (!words.failed && goes_on(last, &line, words.at)) {
            last->to = to;
            sla__text_clear(&words);
            return SLA_OK;
        }
    }
    return push_words(&c->spans, line, &words);
}

static sla_result collect_mark(struct collector *c, const struct sla__replay *r,
                               enum sla__noted what, sla_time at, sla_time to,
                               const struct sla__recorded *cause)
{
    static const sla_reason reasons[] = {
        [SLA__NOTE_START] = SLA_REASON_START,    [SLA__NOTE_RESUMED] = SLA_REASON_CHANGE,
        [SLA__NOTE_CHANGE] = SLA_REASON_CHANGE,  [SLA__NOTE_ANEW] = SLA_REASON_CHANGE,
        [SLA__NOTE_RECOUNT] = SLA_REASON_CHANGE, [SLA__NOTE_AGREED] = SLA_REASON_AGREED,
        [SLA__NOTE_BREACH] = SLA_REASON_BREACH,  [SLA__NOTE_LIFTED] = SLA_REASON_LIFTED,
        [SLA__NOTE_END] = SLA_REASON_STOP,       [SLA__NOTE_VOIDED] = SLA_REASON_NOTE,
    };
    struct sla__line line = {reasons[what], at, at, r->cycle, r->bound.calendar, NULL};
    struct sla__text words = {0};

    sla__mark_text(&words, r, what, to, cause);
    return push_words(&c->marks, line, &words);
}

/* When the target was used up: told with the breach, or when the cycle has ended, since changes may
 * move it until then; put among the marks where it belongs, and told once. */
static sla_result collect_due(struct collector *c, const struct sla__replay *r, sla_time until)
{
    sla_time due = r->agreed != SLA_TIME_NONE ? r->agreed : r->used_up;
    struct sla__line line = {SLA_REASON_DUE, due, due, r->cycle, r->bound.calendar, NULL};
    sla_result rc;
    size_t i;

    if (due == SLA_TIME_NONE || due == c->due || due > until || due < r->started || r->cycle == 0)
        return SLA_OK;
    rc = push(&c->marks, line);
    if (rc != SLA_OK)
        return rc;
    for (i = c->marks.count - 1; i > 0 && c->marks.at[i - 1].from > due; i--)
        c->marks.at[i] = c->marks.at[i - 1];
    c->marks.at[i] = line;
    c->due = due;
    return SLA_OK;
}

static sla_result watch(void *context, const struct sla__replay *r, enum sla__noted what,
                        sla_time from, sla_time to, const struct sla__recorded *cause,
                        const char *why)
{
    struct collector *c = context;
    sla_result rc;

    (void)why;
    switch (what) {
    case SLA__NOTE_RUN:
    case SLA__NOTE_PAUSE:
    case SLA__NOTE_GAP:
        return collect_span(c, r, what, from, to);
    case SLA__NOTE_IGNORED:
        return SLA_OK;
    case SLA__NOTE_START:
        c->count_begins = c->spans.count;
        c->due = SLA_TIME_NONE;
        break;
    case SLA__NOTE_ANEW:
    case SLA__NOTE_RECOUNT:
        for (size_t i = c->count_begins; i < c->spans.count; i++) {
            if (c->spans.at[i].reason != SLA_REASON_COUNTED)
                continue;
            if (what == SLA__NOTE_ANEW)
                c->spans.at[i].reason = SLA_REASON_DROPPED;
            else
                c->spans.at[i].calendar = r->bound.calendar;
        }
        if (what == SLA__NOTE_ANEW)
            c->count_begins = c->spans.count;
        break;
    case SLA__NOTE_BREACH:
    case SLA__NOTE_END:
        rc = collect_due(c, r, from);
        if (rc != SLA_OK)
            return rc;
        break;
    default:
        break;
    }
    return collect_mark(c, r, what, from, to, cause);
}

/* R6: answers beyond the proclaimed holidays rest on projection. */
static sla_result note_horizon(struct collector *c, const struct sla__replay *r, sla_time now,
                               sla_time due)
{
    struct sla__line line = {SLA_REASON_NOTE, now, now, r->cycle, r->bound.calendar, NULL};
    struct sla__text words = {0};
    sla_date until = sla_calendar_known_until(r->bound.calendar);
    sla_time last;
    int ok;

    if (r->ended != SLA_TIME_NONE)
        line.from = line.to = r->ended;
    last = due > line.to ? due : line.to;
    if (until == SLA_DATE_NONE || r->cycle == 0 ||
        last < ((int64_t)sla__days_of_date(until, &ok) + 1) * SLA__DAY)
        return SLA_OK;
    sla__text_printf(
        &words,
        "holidays of calendar %s are known until %04d-%02d-%02d; what lies beyond rests "
        "on projection",
        sla_calendar_name(r->bound.calendar), until / 10000, until / 100 % 100, until % 100);
    return push_words(&c->marks, line, &words);
}

/* ------------------------------------------------------------------ laying out */

struct layout {
    struct sla__lines *out;
    struct sla__lines *marks;
    size_t next; /* the first mark that is not out yet */
};

static sla_result put_line(struct layout *l, const struct sla__line *like, sla_reason reason,
                           sla_time from, sla_time to, const char *words)
{
    struct sla__line line = *like;
    struct sla__text text = {0};

    if (words)
        sla__text_puts(&text, words);
    line.reason = reason;
    line.from = from;
    line.to = to;
    return push_words(l->out, line, &text);
}

static sla_result put_mark(struct layout *l)
{
    struct sla__line *mark = &l->marks->at[l->next++], line = *mark;

    mark->text = NULL; /* it moves */
    return push(l->out, line);
}

/* A line, split where marks fall into it. The second after due does not split it: a breach stands
 * with its due before the line. */
static sla_result put(struct layout *l, const struct sla__line *like, sla_reason reason,
                      sla_time from, sla_time to, const char *words)
{
    sla_result rc = SLA_OK;

    while (rc == SLA_OK && l->next < l->marks->count) {
        const struct sla__line *mark = &l->marks->at[l->next];

        if (mark->reason != SLA_REASON_BREACH || mark->from != from + 1) {
            if (mark->from >= to)
                break;
            if (mark->from > from) {
                rc = put_line(l, like, reason, from, mark->from, words);
                from = mark->from;
            }
        }
        if (rc == SLA_OK)
            rc = put_mark(l);
    }
    return rc == SLA_OK ? put_line(l, like, reason, from, to, words) : rc;
}

/* Closed time, with the holidays in it by name. */
static sla_result lay_closed(struct layout *l, const struct sla__line *s, sla_time from,
                             sla_time to)
{
    struct sla__closed c;
    sla_result rc = SLA_OK;

    while (rc == SLA_OK && from < to) {
        if (!s->calendar || !sla__calendar_closed(s->calendar, from, to, &c))
            return put(l, s, SLA_REASON_CLOSED, from, to, s->calendar ? NULL : "no calendar");
        if (c.from > from) {
            rc = put(l, s, SLA_REASON_CLOSED, from, c.from, NULL);
            from = c.from;
        }
        if (c.to > to)
            c.to = to;
        if (rc == SLA_OK)
            rc = put(l, s, SLA_REASON_HOLIDAY, from, c.to, c.name);
        from = c.to;
    }
    return rc;
}

/* Running time: what the calendar counts and what not. */
static sla_result lay_running(struct layout *l, const struct sla__line *s)
{
    sla_time t = s->from, next;
    sla_result rc = SLA_OK;

    while (rc == SLA_OK && t < s->to) {
        if (!s->calendar || sla_calendar_next_open(s->calendar, t, &next) != SLA_OK || next > s->to)
            next = s->to;
        rc = lay_closed(l, s, t, next);
        t = next;
        if (rc != SLA_OK || t >= s->to)
            break;
        if (sla_calendar_next_close(s->calendar, t, &next) != SLA_OK || next > s->to)
            next = s->to;
        rc = put(l, s, s->reason, t, next, NULL);
        t = next;
    }
    return rc;
}

static sla_result lay_out(struct sla__lines *out, struct collector *c)
{
    struct layout l = {out, &c->marks, 0};
    sla_result rc = SLA_OK;

    for (size_t i = 0; rc == SLA_OK && i < c->spans.count; i++) {
        const struct sla__line *s = &c->spans.at[i];

        if (s->reason == SLA_REASON_COUNTED || s->reason == SLA_REASON_DROPPED)
            rc = lay_running(&l, s);
        else
            rc = put(&l, s, s->reason, s->from, s->to, s->text);
    }
    while (rc == SLA_OK && l.next < c->marks.count)
        rc = put_mark(&l);
    return rc;
}

sla_result sla_ticket_explain(const sla_ticket *ticket, int32_t clock, sla_time now, sla_time known,
                              sla_reckoning **out)
{
    struct collector c = {{NULL, 0, 0}, {NULL, 0, 0}, 0, SLA_TIME_NONE};
    struct sla__watcher watcher = {watch, &c};
    struct sla__replay r;
    sla_reckoning *k;
    sla_result rc;

    if (!out)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    rc = sla__ask(ticket, clock, now, known);
    if (rc != SLA_OK)
        return rc;
    k = sla__alloc(1, sizeof *k);
    if (!k)
        return SLA_NO_MEMORY;
    k->policy = sla_policy_ref(ticket->policy);
    k->status.size = sizeof k->status;
    rc = sla__replay_run(&r, ticket, clock, now, known, &watcher);
    if (rc == SLA_OK && r.phase == SLA__ACTIVE)
        rc = collect_due(&c, &r, now);
    if (rc == SLA_OK)
        sla__replay_status(&r, now, &k->status);
    if (rc == SLA_OK)
        rc = note_horizon(&c, &r, now, k->status.due);
    if (rc == SLA_OK)
        rc = lay_out(&k->lines, &c);
    clear(&c.spans);
    clear(&c.marks);
    if (rc == SLA_OK)
        *out = k;
    else
        sla_reckoning_free(k);
    return rc;
}

/* ------------------------------------------------------------------ reading */

void sla_reckoning_free(sla_reckoning *reckoning)
{
    if (!reckoning)
        return;
    clear(&reckoning->lines);
    sla_policy_unref(reckoning->policy);
    sla__free(reckoning);
}

size_t sla_reckoning_count(const sla_reckoning *reckoning)
{
    return reckoning ? reckoning->lines.count : 0;
}

static const struct sla__line *line_at(const sla_reckoning *k, size_t i)
{
    static const struct sla__line none = {
        SLA_REASON_NOTE, SLA_TIME_NONE, SLA_TIME_NONE, 0, NULL, NULL};

    return k && i < k->lines.count ? &k->lines.at[i] : &none;
}

sla_reason sla_reckoning_reason(const sla_reckoning *reckoning, size_t i)
{
    return line_at(reckoning, i)->reason;
}

sla_time sla_reckoning_from(const sla_reckoning *reckoning, size_t i)
{
    return line_at(reckoning, i)->from;
}

sla_time sla_reckoning_to(const sla_reckoning *reckoning, size_t i)
{
    return line_at(reckoning, i)->to;
}

int32_t sla_reckoning_cycle(const sla_reckoning *reckoning, size_t i)
{
    return line_at(reckoning, i)->cycle;
}

int32_t sla_reckoning_offset(const sla_reckoning *reckoning, size_t i)
{
    const struct sla__line *line = line_at(reckoning, i);
    int32_t offset = 0;

    if (line->calendar && sla_calendar_offset(line->calendar, line->from, &offset) != SLA_OK)
        return 0;
    return offset;
}

const char *sla_reckoning_calendar(const sla_reckoning *reckoning, size_t i)
{
    const struct sla__line *line = line_at(reckoning, i);

    return line->calendar ? sla_calendar_name(line->calendar) : "";
}

const char *sla_reckoning_text(const sla_reckoning *reckoning, size_t i)
{
    const struct sla__line *line = line_at(reckoning, i);

    return line->text ? line->text : "";
}

sla_result sla_reckoning_status(const sla_reckoning *reckoning, sla_clock_status *out)
{
    if (!reckoning || !sla__status_fits(out))
        return SLA_INVALID_ARGUMENT;
    sla__status_copy(&reckoning->status, out);
    return SLA_OK;
}

const char *sla_reason_name(sla_reason reason)
{
    switch (reason) {
    case SLA_REASON_COUNTED:
        return "counted";
    case SLA_REASON_CLOSED:
        return "closed";
    case SLA_REASON_HOLIDAY:
        return "holiday";
    case SLA_REASON_PAUSED:
        return "paused";
    case SLA_REASON_ENDED:
        return "ended";
    case SLA_REASON_DROPPED:
        return "dropped";
    case SLA_REASON_START:
        return "start";
    case SLA_REASON_CHANGE:
        return "change";
    case SLA_REASON_AGREED:
        return "agreed";
    case SLA_REASON_DUE:
        return "due";
    case SLA_REASON_BREACH:
        return "breach";
    case SLA_REASON_LIFTED:
        return "lifted";
    case SLA_REASON_STOP:
        return "stop";
    case SLA_REASON_NOTE:
        return "note";
    }
    return "";
}
