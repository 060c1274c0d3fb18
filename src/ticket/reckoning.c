/* SPDX-License-Identifier: MIT */
/*
 * The reckoning (R21). A replay is watched: its stretches and marks are collected as they come,
 * since a later change may count earlier stretches again (R12). Then each running stretch is laid
 * out by its calendar, and the marks are set between the lines.
 */
#include "ticket/reckoning.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/time.h"

struct lines {
    struct sla__line *at;
    size_t count, room;
};

struct collector {
    struct lines spans;  /* RUN as COUNTED or DROPPED, PAUSE, GAP; in order of time */
    struct lines marks;  /* in order of noting */
    size_t count_begins; /* the first span of the count that is going on */
};

/* Takes `text` over, also when it fails. */
static sla_result push(struct lines *l, struct sla__line line, struct sla__text *text)
{
    struct sla__line *grown;

    if (text && text->failed) {
        sla__text_clear(text);
        return SLA_NO_MEMORY;
    }
    if (l->count == l->room) {
        size_t room = l->room ? l->room * 2 : 16;

        grown = sla__realloc(l->at, room, sizeof *grown);
        if (!grown) {
            if (text)
                sla__text_clear(text);
            return SLA_NO_MEMORY;
        }
        l->at = grown;
        l->room = room;
    }
    line.text = text ? text->at : NULL;
    l->at[l->count++] = line;
    return SLA_OK;
}

static void clear(struct lines *l)
{
    for (size_t i = 0; i < l->count; i++)
        sla__free(l->at[i].text);
    sla__free(l->at);
    *l = (struct lines){NULL, 0, 0};
}

/* ------------------------------------------------------------------ collecting */

static sla_result collect_span(struct collector *c, const struct sla__replay *r,
                               enum sla__noted what, sla_time from, sla_time to)
{
    struct sla__line line = {SLA_REASON_COUNTED, from, to, r->cycle, r->bound.calendar, NULL};
    struct sla__text text = {0};

    if (what == SLA__NOTE_PAUSE) {
        line.reason = SLA_REASON_PAUSED;
        sla__pause_text(&text, r);
    } else if (what == SLA__NOTE_GAP) {
        line.reason = SLA_REASON_ENDED;
    }
    return push(&c->spans, line, &text);
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
    struct sla__text text = {0};

    sla__mark_text(&text, r, what, to, cause);
    return push(&c->marks, line, &text);
}

/* When the target was used up, told at the end of a cycle: changes may move it until then. */
static sla_result collect_due(struct collector *c, const struct sla__replay *r, sla_time until)
{
    sla_time due = r->agreed != SLA_TIME_NONE ? r->agreed : r->used_up;
    struct sla__line line = {SLA_REASON_DUE, due, due, r->cycle, r->bound.calendar, NULL};

    if (due == SLA_TIME_NONE || due > until || due < r->started || r->cycle == 0)
        return SLA_OK;
    return push(&c->marks, line, NULL);
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

/* ------------------------------------------------------------------ laying out */

static sla_result put(sla_reckoning *k, const struct sla__line *like, sla_reason reason,
                      sla_time from, sla_time to, const char *words)
{
    struct lines all = {k->lines, k->count, k->room};
    struct sla__line line = *like;
    struct sla__text text = {0};
    sla_result rc;

    if (words)
        sla__text_puts(&text, words);
    line.reason = reason;
    line.from = from;
    line.to = to;
    rc = push(&all, line, &text);
    k->lines = all.at;
    k->count = all.count;
    k->room = all.room;
    return rc;
}

/* Closed time, with the holidays in it by name. */
static sla_result lay_closed(sla_reckoning *k, const struct sla__line *s, sla_time from,
                             sla_time to)
{
    struct sla__closed c;
    sla_result rc = SLA_OK;

    while (rc == SLA_OK && from < to) {
        if (!s->calendar || !sla__calendar_closed(s->calendar, from, to, &c))
            return put(k, s, SLA_REASON_CLOSED, from, to, s->calendar ? NULL : "no calendar");
        if (c.from > from) {
            rc = put(k, s, SLA_REASON_CLOSED, from, c.from, NULL);
            from = c.from;
        }
        if (c.to > to)
            c.to = to;
        if (rc == SLA_OK)
            rc = put(k, s, SLA_REASON_HOLIDAY, from, c.to, c.name);
        from = c.to;
    }
    return rc;
}

/* Running time: what the calendar counts and what not. */
static sla_result lay_running(sla_reckoning *k, const struct sla__line *s)
{
    sla_time t = s->from, next;
    sla_result rc = SLA_OK;

    while (rc == SLA_OK && t < s->to) {
        if (!s->calendar || sla_calendar_next_open(s->calendar, t, &next) != SLA_OK || next > s->to)
            next = s->to;
        rc = lay_closed(k, s, t, next);
        t = next;
        if (rc != SLA_OK || t >= s->to)
            break;
        if (sla_calendar_next_close(s->calendar, t, &next) != SLA_OK || next > s->to)
            next = s->to;
        rc = put(k, s, s->reason, t, next, NULL);
        t = next;
    }
    return rc;
}

static int by_time(const void *a, const void *b)
{
    const struct sla__line *const *x = a, *const *y = b;

    if ((*x)->from != (*y)->from)
        return (*x)->from < (*y)->from ? -1 : 1;
    return *x < *y ? -1 : *x > *y; /* both point into one array: the order of noting */
}

/* Set the marks between the spans: before the span they fall into. A due instant splits its span; a
 * breach, one second after due, does not. */
static sla_result weave(sla_reckoning *k, const struct lines *marks)
{
    struct lines out = {NULL, 0, 0}, spans = {k->lines, k->count, k->room};
    const struct sla__line **sorted = sla__alloc(marks->count, sizeof(struct sla__line *));
    size_t m = 0;
    sla_result rc = sorted ? SLA_OK : SLA_NO_MEMORY;

    for (size_t i = 0; sorted && i < marks->count; i++)
        sorted[i] = &marks->at[i];
    if (sorted && marks->count > 0)
        qsort(sorted, marks->count, sizeof *sorted, by_time);
    for (size_t i = 0; rc == SLA_OK && i <= spans.count; i++) {
        struct sla__line *s = i < spans.count ? &spans.at[i] : NULL;

        while (rc == SLA_OK && m < marks->count) {
            const struct sla__line *mark = sorted[m];
            struct sla__text text = {0};

            if (s && mark->from > s->from) {
                struct sla__line head = *s;

                if (mark->reason == SLA_REASON_BREACH && mark->from == s->from + 1) {
                    ; /* the second after due: before the line */
                } else if (mark->from >= s->to) {
                    break;
                } else {
                    head.to = mark->from;
                    if (s->text)
                        sla__text_puts(&text, s->text);
                    rc = push(&out, head, &text);
                    text = (struct sla__text){0};
                    s->from = mark->from;
                    if (rc != SLA_OK)
                        break;
                }
            }
            if (mark->text)
                sla__text_puts(&text, mark->text);
            rc = push(&out, *mark, &text);
            m++;
        }
        if (rc == SLA_OK && s) {
            struct sla__text text = {s->text, 0, 0, 0};

            rc = push(&out, *s, &text);
            s->text = NULL; /* taken over either way */
        }
    }
    sla__free(sorted);
    clear(&spans);
    k->lines = out.at;
    k->count = out.count;
    k->room = out.room;
    return rc;
}

/* R6: answers beyond the proclaimed holidays rest on projection. */
static sla_result note_horizon(struct collector *c, const struct sla__replay *r, sla_time now)
{
    struct sla__line line = {SLA_REASON_NOTE, now, now, r->cycle, r->bound.calendar, NULL};
    struct sla__text text = {0};
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    sla_date until = sla_calendar_known_until(r->bound.calendar);
    sla_time last = now;
    int ok;

    sla__replay_status(r, now, &s);
    if (s.due > last)
        last = s.due;
    if (r->ended != SLA_TIME_NONE)
        line.from = line.to = r->ended;
    if (until == SLA_DATE_NONE || r->cycle == 0 ||
        last < ((int64_t)sla__days_of_date(until, &ok) + 1) * SLA__DAY)
        return SLA_OK;
    sla__text_printf(
        &text,
        "holidays of calendar %s are known until %04d-%02d-%02d; what lies beyond rests "
        "on projection",
        sla_calendar_name(r->bound.calendar), until / 10000, until / 100 % 100, until % 100);
    return push(&c->marks, line, &text);
}

static sla_result lay_out(sla_reckoning *k, struct collector *c)
{
    sla_result rc = SLA_OK;

    for (size_t i = 0; rc == SLA_OK && i < c->spans.count; i++) {
        const struct sla__line *s = &c->spans.at[i];

        if (s->reason == SLA_REASON_COUNTED || s->reason == SLA_REASON_DROPPED)
            rc = lay_running(k, s);
        else
            rc = put(k, s, s->reason, s->from, s->to, s->text);
    }
    return rc == SLA_OK ? weave(k, &c->marks) : rc;
}

sla_result sla_ticket_explain(const sla_ticket *ticket, int32_t clock, sla_time now, sla_time known,
                              sla_reckoning **out)
{
    struct collector c = {{NULL, 0, 0}, {NULL, 0, 0}, 0};
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
    rc = sla__replay_run(&r, ticket, clock, now, known, &watcher);
    if (rc == SLA_OK && r.phase == SLA__ACTIVE)
        rc = collect_due(&c, &r, now);
    if (rc == SLA_OK)
        rc = note_horizon(&c, &r, now);
    if (rc == SLA_OK)
        rc = lay_out(k, &c);
    k->status.size = sizeof k->status;
    if (rc == SLA_OK)
        sla__replay_status(&r, now, &k->status);
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
    for (size_t i = 0; i < reckoning->count; i++)
        sla__free(reckoning->lines[i].text);
    sla__free(reckoning->lines);
    sla_policy_unref(reckoning->policy);
    sla__free(reckoning);
}

size_t sla_reckoning_count(const sla_reckoning *reckoning)
{
    return reckoning ? reckoning->count : 0;
}

static const struct sla__line *line_at(const sla_reckoning *k, size_t i)
{
    static const struct sla__line none = {
        SLA_REASON_NOTE, SLA_TIME_NONE, SLA_TIME_NONE, 0, NULL, NULL};

    return k && i < k->count ? &k->lines[i] : &none;
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
    uint32_t size;

    if (!reckoning || !out || out->size < sizeof out->size)
        return SLA_INVALID_ARGUMENT;
    size = out->size;
    memcpy(out, &reckoning->status, size < sizeof *out ? size : sizeof *out);
    out->size = size;
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
