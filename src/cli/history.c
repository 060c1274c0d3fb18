/* SPDX-License-Identifier: MIT */
#include "cli/history.h"

#include <stdlib.h>
#include <string.h>

void histories_free(struct histories *h)
{
    names_free(&h->ids);
    free(h->at);
    free(h->order);
    free(h->lines);
    arena_free(&h->texts);
}

/* ---------------------------------------------------------------- gathering */

static struct history *history_of(struct histories *h, const char *ticket, size_t len, size_t line)
{
    int32_t known = h->ids.count, i = names_add(&h->ids, ticket, len);

    h->at = memory_grow(h->at, &h->room, (size_t)i + 1, sizeof *h->at);
    if (i == known)
        h->at[i] = (struct history){.first_line = line, .created = SLA_TIME_NONE};
    return &h->at[i];
}

void histories_note_bad(struct histories *h, const char *ticket, size_t len, size_t line)
{
    struct history *t = history_of(h, ticket, len, line);

    if (t->bad_rows++ == 0)
        t->bad_line = line;
}

/* A value that is not one of the policy's own words goes with the row; keep it. */
static struct change *keep_changes(struct histories *h, const struct change *changes, size_t count)
{
    struct change *kept = count > 0 ? arena_alloc(&h->texts, count * sizeof *kept) : NULL;

    for (size_t i = 0; i < count; i++) {
        kept[i] = changes[i];
        if (kept[i].value != NULL && h->vocabulary->any_text[kept[i].fact])
            kept[i].value = arena_copy(&h->texts, kept[i].value, strlen(kept[i].value));
    }
    return kept;
}

static int check_created(const struct row *row, const struct history *t)
{
    if (row->is_ticket && t->ticket_line > 0)
        return row_bad(row, "ticket %s is created twice; the first time was in line %zu",
                       QUOTE_LEN(row->ticket, row->ticket_len), t->ticket_line);
    if (row->created != SLA_TIME_NONE && t->created_line > 0 && row->created != t->created) {
        char before[SLA_TEXT_MAX] = "", here[SLA_TEXT_MAX] = "";

        if (sla_time_format(t->created, 0, before) != SLA_OK ||
            sla_time_format(row->created, 0, here) != SLA_OK)
            return 0;
        return row_bad(row,
                       "created: ticket %s was created at %s by line %zu, and at %s by this one",
                       QUOTE_LEN(row->ticket, row->ticket_len), before, t->created_line, here);
    }
    return 1;
}

int histories_add(struct histories *h, const struct row *row)
{
    struct history *t = history_of(h, row->ticket, row->ticket_len, row->line);

    if (!check_created(row, t))
        return 0;
    if (row->created != SLA_TIME_NONE && t->created_line == 0) {
        t->created = row->created;
        t->created_line = row->line;
    }
    if (row->is_ticket) {
        t->ticket_line = row->line;
        t->facts = keep_changes(h, row->facts.changes, row->facts.change_count);
        t->fact_count = row->facts.change_count;
    }
    for (size_t i = 0; i < row->count; i++) {
        struct happening *kept = arena_alloc(&h->texts, sizeof *kept);

        *kept = row->happenings[i];
        kept->changes = keep_changes(h, kept->changes, kept->change_count);
        if (kept->why != NULL)
            kept->why = arena_copy(&h->texts, kept->why, strlen(kept->why));
        kept->next = NULL;
        if (t->last != NULL)
            t->last->next = kept;
        else
            t->first = kept;
        t->last = kept;
        t->count++;
    }
    return 1;
}

/* ---------------------------------------------------------------- one ticket */

/* A ticket in the making. */
struct making {
    struct histories *h;
    const char *id;
    sla_ticket *ticket;
    const char **facts; /* as the snapshots so far tell them */
};

static int refused(const struct making *m, size_t line, sla_result rc, const char *what)
{
    console_say(m->h->console, SAY_ERROR, m->h->file, line, "ticket %s is left out: %s: %s",
                QUOTE(m->id), what, RESULT(rc));
    return 0;
}

/* Record one event. `h` gives the line, instant and the rest; `event` what happened. */
static int record(struct making *m, const struct happening *h, int32_t event, int64_t sequence,
                  const struct change *changes, size_t change_count)
{
    const struct vocabulary *v = m->h->vocabulary;
    sla_event *e = NULL;
    sla_result rc;

    if (h->told == SLA_TIME_NONE && h->due == SLA_TIME_NONE && sequence == 0 && change_count == 0) {
        rc = sla_ticket_record(m->ticket, v->events.at[event], h->at);
    } else {
        rc = sla_event_new(v->events.at[event], h->at, &e);
        if (rc == SLA_OK && h->told != SLA_TIME_NONE)
            rc = sla_event_set_told(e, h->told);
        if (rc == SLA_OK && sequence != 0)
            rc = sla_event_set_sequence(e, sequence);
        if (rc == SLA_OK && h->due != SLA_TIME_NONE)
            rc = sla_event_set_due(e, h->clock, h->due, h->why);
        for (size_t i = 0; i < change_count && rc == SLA_OK; i++)
            rc = sla_event_set_change(e, v->facts.at[changes[i].fact], changes[i].value);
        if (rc == SLA_OK)
            rc = sla_ticket_record_event(m->ticket, e);
        sla_event_free(e);
    }
    if (rc != SLA_OK)
        return refused(m, h->line, rc, v->events.at[event]);
    m->h->lines =
        memory_grow(m->h->lines, &m->h->line_room, m->h->line_count + 1, sizeof *m->h->lines);
    m->h->lines[m->h->line_count++] = h->line;
    return 1;
}

static int set_facts(struct making *m, size_t line, const struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *fact = m->h->vocabulary->facts.at[changes[i].fact];
        sla_result rc = SLA_OK;

        m->facts[changes[i].fact] = changes[i].value;
        if (changes[i].value != NULL)
            rc = sla_ticket_set(m->ticket, fact, changes[i].value);
        if (rc != SLA_OK)
            return refused(m, line, rc, fact);
    }
    return 1;
}

/* ---------------------------------------------------------------- snapshots into events */

static int is_end(const struct vocabulary *v, int32_t event)
{
    return event >= 0 && (event == v->resolved || event == v->closed || event == v->cancelled);
}

/* What happened between two states. Leaving a waiting state resumes and leaving an end reopens,
 * unless the next state is of that kind as well; two states of one event make none. */
static int record_state(struct making *m, const struct happening *h, int64_t sequence, int32_t from)
{
    const struct vocabulary *v = m->h->vocabulary;

    if (h->event == from)
        return 1;
    if (is_end(v, from) && !is_end(v, h->event) && !record(m, h, v->reopened, sequence, NULL, 0))
        return 0;
    if (from == v->waiting && !record(m, h, v->resumed, sequence, NULL, 0))
        return 0;
    return h->event == NO_EVENT || record(m, h, h->event, sequence, NULL, 0);
}

/* Facts that differ from the snapshots before make one event. */
static int record_facts(struct making *m, const struct happening *h, int64_t sequence)
{
    const struct vocabulary *v = m->h->vocabulary;
    size_t count = 0;
    int32_t event = v->status;

    for (size_t i = 0; i < h->change_count; i++) {
        const char *was = m->facts[h->changes[i].fact], *is = h->changes[i].value;

        if (is == was || (is != NULL && was != NULL && strcmp(is, was) == 0))
            continue;
        m->facts[h->changes[i].fact] = is;
        if (h->changes[i].fact != FACT_STATUS)
            event = v->reclassified;
        h->changes[count++] = h->changes[i];
    }
    return count == 0 || record(m, h, event, sequence, h->changes, count);
}

/* By time, then as the rows' sequence says, then as they stand. */
static int compare(const void *a, const void *b)
{
    const struct happening *x = *(struct happening *const *)a, *y = *(struct happening *const *)b;

    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->sequence != y->sequence)
        return x->sequence < y->sequence ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static int compare_newest_first(const void *a, const void *b)
{
    const struct happening *x = *(struct happening *const *)a, *y = *(struct happening *const *)b;

    if (x->at != y->at || x->sequence != y->sequence)
        return compare(a, b);
    return x->line > y->line ? -1 : x->line < y->line;
}

static int record_snapshots(struct making *m, struct happening **order, size_t count)
{
    int32_t state = NO_EVENT;
    int64_t tie = 0;

    if (count == 0)
        return 1;
    qsort(order, count, sizeof *order,
          order[0]->at > order[count - 1]->at ? compare_newest_first : compare);
    for (size_t i = 0; i < count; i++) {
        const struct happening *h = order[i];
        int64_t sequence;

        tie = i > 0 && order[i - 1]->at == h->at ? tie + 1 : 0;
        sequence = h->has_sequence ? h->sequence : tie;
        if (i == 0 ? !set_facts(m, h->line, h->changes, h->change_count)
                   : !record_facts(m, h, sequence))
            return 0;
        if (h->event == NOT_TOLD)
            continue;
        if (!record_state(m, h, sequence, state))
            return 0;
        state = h->event;
    }
    return 1;
}

static int compare_moments(const void *a, const void *b)
{
    const struct happening *x = *(struct happening *const *)a, *y = *(struct happening *const *)b;

    return x->event != y->event ? (x->event < y->event ? -1 : 1) : compare(a, b);
}

static int record_moments(struct making *m, struct happening **order, size_t count)
{
    if (count == 0)
        return 1;
    qsort(order, count, sizeof *order, compare_moments);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && order[i]->event == order[i - 1]->event && order[i]->at == order[i - 1]->at)
            continue;
        if (!record(m, order[i], order[i]->event, 0, NULL, 0))
            return 0;
    }
    return 1;
}

/* The happenings of one kind, in the order of the rows, into `order`; gives how many. */
static size_t collect(struct histories *h, const struct history *t, enum happening_kind kind)
{
    size_t count = 0;

    h->order = memory_grow(h->order, &h->order_room, t->count, sizeof *h->order);
    for (struct happening *e = t->first; e != NULL; e = e->next) {
        if (e->kind == kind)
            h->order[count++] = e;
    }
    return count;
}

static int tell_all(struct making *m, const struct history *t)
{
    struct histories *h = m->h;

    if (!set_facts(m, t->ticket_line, t->facts, t->fact_count))
        return 0;
    for (const struct happening *e = t->first; e != NULL; e = e->next) {
        if (e->kind == HAPPENING_EVENT &&
            !record(m, e, e->event, e->sequence, e->changes, e->change_count))
            return 0;
    }
    return record_snapshots(m, h->order, collect(h, t, HAPPENING_SNAPSHOT)) &&
           record_moments(m, h->order, collect(h, t, HAPPENING_MOMENT));
}

sla_ticket *histories_ticket(struct histories *h, int32_t i)
{
    const struct history *t = &h->at[i];
    struct making m = {.h = h, .id = h->ids.at[i]};
    sla_result rc;
    int good;

    h->line_count = 0;
    if (t->created_line == 0) {
        if (t->bad_rows == 0)
            console_say(h->console, SAY_ERROR, h->file, t->first_line,
                        "ticket %s is left out: no row tells when it was created", QUOTE(m.id));
        else if (t->count > 0) /* else all that there was of it was said to be bad */
            console_say(h->console, SAY_ERROR, h->file, t->first_line,
                        "ticket %s is left out: line %zu, which may tell its creation, is bad",
                        QUOTE(m.id), t->bad_line);
        return NULL;
    }
    rc = sla_ticket_new(h->vocabulary->policy, m.id, t->created, &m.ticket);
    if (rc != SLA_OK) {
        refused(&m, t->created_line, rc, "created");
        return NULL;
    }
    m.facts = memory_alloc((size_t)h->vocabulary->facts.count, sizeof *m.facts);
    good = tell_all(&m, t);
    free(m.facts);
    if (!good) {
        sla_ticket_free(m.ticket);
        return NULL;
    }
    if (t->bad_rows > 0)
        console_say(h->console, SAY_WARNING, h->file, t->bad_line,
                    "ticket %s is evaluated without its %zu bad row%s", QUOTE(m.id), t->bad_rows,
                    t->bad_rows == 1 ? "" : "s");
    return m.ticket;
}

size_t histories_remarks(const struct histories *h, const sla_ticket *ticket, sla_time now,
                         sla_time known, int say)
{
    sla_diagnostics *d = NULL;
    size_t count = 0;

    if (sla_diagnostics_new(&d) == SLA_OK && sla_ticket_check(ticket, now, known, d) == SLA_OK)
        count = sla_diagnostics_count_of(d, SLA_WARNING);
    for (size_t i = 0; say && i < sla_diagnostics_count(d); i++) {
        int32_t event = sla_diagnostics_line(d, i); /* its number in the order of recording */
        size_t line = event >= 1 && (size_t)event <= h->line_count ? h->lines[event - 1] : 0;

        console_say(h->console, SAY_WARNING, h->file, line, "ticket %s: %s",
                    QUOTE(sla_ticket_id(ticket)), sla_diagnostics_message(d, i));
    }
    sla_diagnostics_free(d);
    return count;
}
