/* SPDX-License-Identifier: MIT */
/* Tickets: every clock, cycle and fact of a history, at several instants and states of knowledge.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

static sla_result record(const struct policy *p, sla_ticket *ticket, const struct event *e)
{
    sla_event *event = NULL;
    sla_result rc = sla_event_new(event_names[e->kind], e->at, &event);

    if (rc == SLA_OK && e->told != NONE)
        rc = sla_event_set_told(event, e->told);
    if (rc == SLA_OK && e->sequence != 0)
        rc = sla_event_set_sequence(event, e->sequence);
    for (int i = 0; rc == SLA_OK && i < e->change_count; i++)
        rc = sla_event_set_change(event, fact_names[e->change[i].fact],
                                  fact_value(e->change[i].fact, e->change[i].value));
    if (rc == SLA_OK && e->due != NONE)
        rc = sla_event_set_due(event, e->clock < 0 ? NULL : clock_names[p->clock[e->clock].name],
                               e->due, "as agreed");
    if (rc == SLA_OK)
        rc = sla_ticket_record_event(ticket, event);
    sla_event_free(event);
    return rc;
}

static bool same_place(const struct history *h, int a, int b)
{
    const struct event *x = &h->event[a], *y = &h->event[b];
    int64_t at = x->at < h->created ? h->created : x->at;
    int64_t bt = y->at < h->created ? h->created : y->at;

    return at == bt && x->sequence == y->sequence && x->kind == y->kind;
}

/* The history as a ticket; with dice the events are told in a random, equally good order. */
static sla_ticket *make_ticket(const struct world *w, const struct history *h, struct dice *dice,
                               struct text *why)
{
    sla_ticket *ticket = NULL;
    int order[MAX_EVENTS];
    sla_result rc = sla_ticket_new(w->library, "T-1", h->created, &ticket);

    for (int f = 0; rc == SLA_OK && f < FACTS; f++)
        if (h->facts.value[f] >= 0)
            rc = sla_ticket_set(ticket, fact_names[f], fact_value(f, h->facts.value[f]));
    for (int i = 0; i < h->count; i++)
        order[i] = i;
    for (int i = h->count - 1; dice != NULL && i > 0; i--) {
        int k = below(dice, i + 1), x = order[i];
        order[i] = order[k];
        order[k] = x;
    }
    for (int i = 0; i < h->count; i++) /* put back what may not change places */
        for (int k = i + 1; k < h->count; k++)
            if (order[k] < order[i] && same_place(h, order[i], order[k])) {
                int x = order[i];
                order[i] = order[k];
                order[k] = x;
            }
    for (int i = 0; rc == SLA_OK && i < h->count; i++)
        rc = record(&w->policy, ticket, &h->event[order[i]]);
    if (rc != SLA_OK) {
        text_add(why, "the ticket could not be made: %s\n", sla_result_name(rc));
        sla_ticket_free(ticket);
        return NULL;
    }
    return ticket;
}

static void show_model(const struct answer *a, struct text *out)
{
    const struct {
        const char *name;
        int64_t t;
    } at[] = {{"started", a->started},
              {"ended", a->ended},
              {"due", a->due},
              {"breaches_at", a->breaches_at},
              {"due_if_resumed", a->due_if_resumed},
              {"agreed", a->agreed}};

    text_add(out, "%s, %s, cycle %d, lifted %d, voided %d, calendar %s, vehicle %s\n   ",
             sla_clock_state_name((sla_clock_state)a->state),
             sla_verdict_name((sla_verdict)a->verdict), a->cycle, a->lifted, a->voided,
             a->calendar < 0 ? "-" : calendar_names[a->calendar],
             a->vehicle < 0 ? "-" : vehicle_names[a->vehicle]);
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        text_add(out, " %s ", at[i].name);
        write_time(at[i].t, out);
    }
    text_add(out, "\n    target %lld elapsed %lld remaining %lld\n",
             a->target == NONE ? -1LL : (long long)a->target, (long long)a->elapsed,
             a->remaining == NONE ? -1LL : (long long)a->remaining);
}

static int64_t time_of(sla_time t)
{
    return t == SLA_TIME_NONE ? NONE : t;
}

static int64_t length_of(sla_duration d)
{
    return d == SLA_DURATION_NONE ? NONE : d;
}

static struct answer from_library(const struct policy *p, const sla_clock_status *s)
{
    struct answer a = {(enum state)s->state,
                       (enum verdict)s->verdict,
                       s->cycle,
                       s->lifted,
                       s->voided,
                       -1,
                       -1,
                       time_of(s->started),
                       time_of(s->ended),
                       time_of(s->due),
                       time_of(s->breaches_at),
                       time_of(s->due_if_resumed),
                       length_of(s->target),
                       s->elapsed,
                       length_of(s->remaining),
                       time_of(s->agreed)};

    for (int i = 0; s->calendar != NULL && i < p->calendar_count; i++)
        if (strcmp(s->calendar, calendar_names[i]) == 0)
            a.calendar = i;
    for (int i = 0; s->vehicle != NULL && i < p->priority_count; i++)
        if (strcmp(s->vehicle, vehicle_names[i]) == 0)
            a.vehicle = i;
    return a;
}

static bool instants_agree(int64_t model, int64_t library, int64_t horizon)
{
    if (model >= horizon) /* BEYOND, or where the horizon is ragged */
        return library == NONE || library >= horizon;
    return model == library;
}

static bool answers_agree(const struct answer *m, const struct answer *l, int64_t horizon)
{
    if (m->due == BEYOND || m->breaches_at == BEYOND)
        counts.beyond++;
    return m->state == l->state && m->verdict == l->verdict && m->cycle == l->cycle &&
           m->lifted == l->lifted && m->voided == l->voided && m->calendar == l->calendar &&
           m->vehicle == l->vehicle && m->started == l->started && m->ended == l->ended &&
           instants_agree(m->due, l->due, horizon) &&
           instants_agree(m->breaches_at, l->breaches_at, horizon) &&
           instants_agree(m->due_if_resumed, l->due_if_resumed, horizon) &&
           m->target == l->target && m->elapsed == l->elapsed && m->remaining == l->remaining &&
           m->agreed == l->agreed;
}

/* The two models have no line in common where time is counted; they must agree as well. */
static bool models_agree(const struct world *w, const struct answers *second,
                         const struct answers *interval, struct text *why)
{
    bool same = second->count == interval->count;

    if (second->lost || interval->lost)
        return true;

    for (int i = 0; same && i < second->count; i++) {
        same = answers_agree(&second->answer[i], &interval->answer[i], w->to - 4 * DAY);
        if (!same) {
            text_add(why, "the models differ\n  second   ");
            show_model(&second->answer[i], why);
            text_add(why, "  interval ");
            show_model(&interval->answer[i], why);
        }
    }
    if (second->count != interval->count)
        text_add(why, "the models differ: %d and %d cycles\n", second->count, interval->count);
    return same;
}

static bool compare_clock(const struct world *w, const sla_ticket *ticket, int clock, int64_t now,
                          int64_t known, const struct answers *model, struct text *why)
{
    sla_time seen = known == NONE ? SLA_TIME_NONE : known;
    sla_cycles *cycles = NULL;
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    sla_result rc = sla_ticket_cycles(ticket, clock, now, seen, &cycles);
    int64_t horizon = w->to - (w->paint != NULL ? 3 : 20) * DAY;
    bool same = rc == SLA_OK && sla_cycles_count(cycles) == (size_t)model->count;
    int i;

    if (model->lost) {
        counts.beyond++;
        sla_cycles_free(cycles);
        return rc == SLA_OK;
    }
    for (i = 0; same && i <= model->count; i++) { /* the last round asks for the clock itself */
        const struct answer *m = &model->answer[i < model->count ? i : i - 1];
        struct answer l;

        s = (sla_clock_status)SLA_CLOCK_STATUS_INIT;
        rc = i < model->count ? sla_cycles_status(cycles, (size_t)i, &s)
                              : sla_ticket_clock(ticket, clock, now, seen, &s);
        l = from_library(&w->policy, &s);
        same = rc == SLA_OK && answers_agree(m, &l, horizon);
        if (!same) {
            text_add(why, "cycle %d of %d\n  model   ", i + 1, model->count);
            show_model(m, why);
            text_add(why, "  library ");
            show_model(&l, why);
        }
    }
    if (!same) {
        text_add(why, "%s, due_result %s, %zu cycles of %d; clock %s at ", sla_result_name(rc),
                 sla_result_name(s.due_result), sla_cycles_count(cycles), model->count,
                 clock_names[w->policy.clock[clock].name]);
        write_time(now, why);
        text_add(why, " known ");
        write_time(known, why);
        text_add(why, "\n");
    }
    counts.clocks++;
    counts.state[s.state]++;
    counts.verdict[s.verdict]++;
    counts.lifted += s.lifted > 0;
    counts.agreed += s.agreed != SLA_TIME_NONE;
    for (i = 0; i < model->count; i++)
        counts.voided += model->answer[i].voided;
    sla_cycles_free(cycles);
    return same;
}

static bool compare_facts(const struct world *w, const sla_ticket *ticket, const struct history *h,
                          int64_t now, int64_t known, struct text *why)
{
    struct step step[MAX_EVENTS + 1];
    struct facts facts;
    int entered, steps = steps_take(h, now, known, step);

    facts_begin(&w->policy, h, &facts);
    for (int i = 1; i < steps; i++)
        facts_apply(&w->policy, step[i].event, &facts, &entered);
    facts.value[F_PRIORITY] = facts_priority(&w->policy, &facts);
    for (int f = 0; f < FACTS; f++) {
        const char *model = fact_value(f, facts.value[f]);
        const char *library =
            sla_ticket_fact(ticket, fact_names[f], now, known == NONE ? SLA_TIME_NONE : known);
        if ((model == NULL) != (library == NULL) ||
            (model != NULL && strcmp(model, library) != 0)) {
            text_add(why, "fact %s: model %s, library %s\n", fact_names[f],
                     model == NULL ? "-" : model, library == NULL ? "-" : library);
            return false;
        }
    }
    return true;
}

/*
 * The reckoning's own laws: its spans touch and run to the end; the counted ones add up to the
 * elapsed time, where no rule of the policy throws counted time away.
 */
static bool check_reckoning(const struct world *w, const sla_ticket *ticket, int clock, int64_t now,
                            const struct answers *model, struct text *why)
{
    const struct answer *last = &model->answer[model->count - 1];
    sla_reckoning *r = NULL;
    sla_result rc = sla_ticket_explain(ticket, clock, now, SLA_TIME_NONE, &r);
    int64_t at = NONE, counted = 0;
    bool throws = w->policy.target_from_change || w->policy.calendar_from_start;
    bool resumed = w->policy.clock[clock].reopened == REOPEN_RESUME;
    const char *wrong = rc == SLA_OK ? NULL : sla_result_name(rc);

    for (size_t i = 0; wrong == NULL && i < sla_reckoning_count(r); i++) {
        sla_reason reason = sla_reckoning_reason(r, i);
        int64_t from = sla_reckoning_from(r, i), to = sla_reckoning_to(r, i);

        if (reason >= SLA_REASON_START) {
            if (from != to)
                wrong = "a mark has a length";
            continue;
        }
        if (to <= from)
            wrong = "an empty span";
        if (at != NONE && from != at)
            wrong = "spans do not touch";
        at = to;
        if (reason == SLA_REASON_COUNTED && (resumed || sla_reckoning_cycle(r, i) == last->cycle))
            counted += to - from;
    }
    if (wrong == NULL && !throws && !(resumed && w->policy.clock[clock].until.count > 0) &&
        !model->lost && counted != last->elapsed)
        wrong = "the counted spans do not add up to the elapsed time";
    if (wrong == NULL && at != NONE && last->ended == NONE && at != now)
        wrong = "the spans do not reach the instant asked about";
    if (wrong != NULL) {
        text_add(why, "reckoning of clock %s at ", clock_names[w->policy.clock[clock].name]);
        write_time(now, why);
        text_add(why, ": %s (counted %lld, elapsed %lld)\n", wrong, (long long)counted,
                 (long long)last->elapsed);
        for (size_t i = 0; i < sla_reckoning_count(r); i++) {
            text_add(why, "    %d ", sla_reckoning_cycle(r, i));
            write_time(sla_reckoning_from(r, i), why);
            text_add(why, " ");
            write_time(sla_reckoning_to(r, i), why);
            text_add(why, " %s %s\n", sla_reason_name(sla_reckoning_reason(r, i)),
                     sla_reckoning_text(r, i));
        }
    }
    sla_reckoning_free(r);
    return wrong == NULL;
}

/* True if library and models give one answer to every question. */
bool same_everywhere(struct world *w, const struct history *h, const struct questions *q,
                     uint64_t shuffle, struct text *why)
{
    struct dice dice = {shuffle};
    sla_ticket *ticket = make_ticket(w, h, shuffle % 2 == 0 ? &dice : NULL, why);
    static struct answers model[NOWS], other;
    bool same = ticket != NULL;

    for (int k = 0; same && k < 2; k++) {
        int64_t known = k == 0 ? NONE : q->known;

        for (int i = 0; same && i < q->count; i++)
            same = compare_facts(w, ticket, h, q->now[i], known, why);
        for (int c = 0; same && c < w->policy.clock_count; c++) {
            if (w->paint != NULL && k == 1 &&
                (unsigned)c != shuffle % (unsigned)w->policy.clock_count)
                continue; /* it is slow: one clock will do */
            if (w->paint != NULL)
                second_clock(w->paint, h, c, known, q->now, q->count, model);
            for (int i = 0; same && i < q->count; i++) {
                interval_clock(w->book, h, c, known, q->now[i],
                               w->paint == NULL ? &model[i] : &other);
                if (w->paint != NULL)
                    same = models_agree(w, &model[i], &other, why);
                if (!same)
                    break;
                same = compare_clock(w, ticket, c, q->now[i], known, &model[i], why);
            }
            if (same && k == 0 && (w->paint != NULL || shuffle % 8 == 0))
                same =
                    check_reckoning(w, ticket, c, q->now[q->count - 1], &model[q->count - 1], why);
        }
    }
    sla_ticket_free(ticket);
    return same;
}

/* ------------------------------------------------------------------ a running total */

/* sla_meter against a clock of the interval model that is told the same. */
bool meter_agrees(struct world *w, struct dice *dice, struct text *why)
{
    static struct policy plain;
    static const enum event_kind kinds[] = {E_ASSIGNED, E_WAITING, E_RESUMED, E_RESOLVED};
    static const char *const told[] = {"start", "pause", "resume", "stop"};
    const sla_calendar *calendar;
    struct book *book;
    struct history h = {.created = w->base};
    struct answers model;
    const struct answer *a = &model.answer[0];
    sla_meter meter = SLA_METER_INIT, copy = SLA_METER_INIT;
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    int64_t t = w->base, n = between(dice, 0, 200000);
    char text[SLA_METER_TEXT_MAX];
    int state = 0; /* pending, running, paused, stopped */
    bool same = sla_meter_init(&meter, n) == SLA_OK;

    plain = w->policy;
    plain.clock_count = plain.row_count = 1;
    plain.clock[0] = (struct clock){.name = 1,
                                    .start = {1, {{false, E_ASSIGNED}}},
                                    .stop = {1, {{false, E_RESOLVED}}},
                                    .pause = {1, {{false, E_WAITING}}},
                                    .resume = {1, {{false, E_RESUMED}}},
                                    .calendar = below(dice, w->policy.calendar_count)};
    memset(&plain.row[0], 0, sizeof plain.row[0]);
    plain.row[0].calendar = -1;
    plain.row[0].clocks = 1;
    plain.row[0].target[0][0] = (struct target){.kind = T_DURATION, .seconds = n};
    for (int f = 0; f < FACTS; f++)
        h.facts.value[f] = -1;
    calendar = sla_policy_calendar(w->library, calendar_names[plain.clock[0].calendar], NULL);
    book = book_new(&plain, w->from, w->to);
    for (int i = 0; same && i < 8; i++) {
        int pick = state == 0 ? 0 : state == 1 ? 1 + 2 * chance(dice, 20) : 2 + chance(dice, 20);
        sla_result rc;

        t += between(dice, 0, chance(dice, 50) ? 5000 : 60000);
        if (state == 1 && chance(dice, 40)) { /* where it falls due, or just after */
            int64_t due = meter.counted < n ? book_add(book, plain.clock[0].calendar, -1,
                                                       meter.since, n - meter.counted)
                                            : t;
            if (due != BEYOND && due >= meter.since)
                t = due + below(dice, 2);
        }
        if (state < 3 && t < w->base + 20 * DAY) {
            rc = pick == 0   ? sla_meter_start(&meter, calendar, t)
                 : pick == 1 ? sla_meter_pause(&meter, calendar, t)
                 : pick == 2 ? sla_meter_resume(&meter, calendar, t)
                             : sla_meter_stop(&meter, calendar, t);
            h.event[h.count] = (struct event){kinds[pick], t, NONE, h.count, 0, {{0, 0}}, NONE, -1};
            h.count++;
            state = pick == 0 || pick == 2 ? 1 : pick == 1 ? 2 : 3;
            same = rc == SLA_OK;
        }
        interval_clock(book, &h, 0, NONE, t, &model);
        if (state == 3) { /* a stopped meter knows no more what would have come */
            model.answer[0].due = a->due > a->ended ? NONE : a->due;
            model.answer[0].breaches_at = a->breaches_at > a->ended ? NONE : a->breaches_at;
        }
        s = (sla_clock_status)SLA_CLOCK_STATUS_INIT;
        same = same && sla_meter_format(&meter, text) == SLA_OK &&
               sla_meter_parse(text, strlen(text), &copy) == SLA_OK &&
               sla_meter_status(&copy, calendar, t, &s) == SLA_OK &&
               (enum state)s.state == a->state && (enum verdict)s.verdict == a->verdict &&
               instants_agree(a->due, time_of(s.due), w->to - 20 * DAY) &&
               instants_agree(a->breaches_at, time_of(s.breaches_at), w->to - 20 * DAY) &&
               instants_agree(a->due_if_resumed, time_of(s.due_if_resumed), w->to - 20 * DAY) &&
               s.target == a->target && s.elapsed == a->elapsed && s.remaining == a->remaining;
        if (!same) {
            struct answer l = from_library(&w->policy, &s);
            text_add(why, "meter, last told to %s, in calendar %s: %s\n  model   ", told[pick],
                     calendar_names[plain.clock[0].calendar], text);
            show_model(a, why);
            text_add(why, "  library ");
            show_model(&l, why);
            write_history(&plain, &h, why);
        }
    }
    book_free(book);
    return same;
}
