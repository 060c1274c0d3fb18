/* SPDX-License-Identifier: MIT */
/*
 * Random policies, calendars and histories: the library against two models that share no code with
 * it, and against the laws that its answers must keep whatever they are. On a difference the
 * history is made as short as it can be, everything is printed, and the program fails.
 */
#include "generate.h"
#include "second.h"

#include <slacore/slacore.h>

#include <dirent.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum mode { MODE_SECOND = 1, MODE_INTERVAL = 2 };
enum { NOWS = 4, SECOND_SPAN = 4, INTERVAL_SPAN = 25, DAY = 86400 };

static const char *const zone_names[] = {"UTC",
                                         "Europe/London",
                                         "America/New_York",
                                         "Asia/Dubai",
                                         "Australia/Lord_Howe",
                                         "Asia/Kathmandu",
                                         "America/Sao_Paulo",
                                         "Europe/Dublin",
                                         "Pacific/Auckland",
                                         "Africa/Casablanca",
                                         "Pacific/Apia"};
enum { ZONES = sizeof zone_names / sizeof *zone_names };
static struct zone zones[ZONES];

struct questions {
    int count;
    int64_t now[NOWS]; /* ascending, from the creation on */
    int64_t known;     /* besides NONE */
};

struct world { /* one policy, everywhere */
    struct policy policy;
    struct text yaml, ics[MAX_FILES];
    int64_t base, from, to;
    struct book *book;
    struct paint *paint; /* NULL for the interval model */
    sla_policy *library;
};

static struct {
    long policies, rejected, histories, clocks, calendar_questions, beyond;
    long state[7], verdict[5];
} counts;
static bool verbose;

/* ------------------------------------------------------------------ a policy */

static bool world_load(struct world *w)
{
    sla_sources *sources = NULL;
    sla_diagnostics *d = NULL;
    sla_result rc;

    if (sla_sources_new(&sources) != SLA_OK || sla_diagnostics_new(&d) != SLA_OK)
        abort();
    for (int f = 0; f < w->policy.file_count; f++) {
        char name[16];
        snprintf(name, sizeof name, "h%d.ics", f);
        write_ics(&w->policy.file[f], &w->ics[f]);
        if (sla_sources_add_file(sources, name, w->ics[f].at, w->ics[f].len) != SLA_OK)
            abort();
    }
    write_policy(&w->policy, &w->yaml);
    rc = sla_policy_parse(w->yaml.at, w->yaml.len, NULL, sources, d, &w->library);
    if (rc != SLA_OK && verbose) {
        for (size_t i = 0; i < sla_diagnostics_count(d); i++)
            if (sla_diagnostics_severity(d, i) == SLA_ERROR)
                printf("rejected: %s\n", sla_diagnostics_text(d, i));
    }
    sla_diagnostics_free(d);
    sla_sources_free(sources);
    return rc == SLA_OK;
}

static void world_clear(struct world *w)
{
    for (int f = 0; f < MAX_FILES; f++)
        free(w->ics[f].at);
    free(w->yaml.at);
    if (w->book != NULL)
        book_free(w->book);
    if (w->paint != NULL)
        paint_free(w->paint);
    sla_policy_unref(w->library);
}

/* ------------------------------------------------------------------ a ticket */

static const char *value_of(int fact, int value)
{
    if (value < 0)
        return NULL;
    switch (fact) {
    case F_TYPE:
        return type_names[value];
    case F_IMPACT:
        return level_names[1][value];
    case F_URGENCY:
        return level_names[0][value];
    case F_PRIORITY:
        return priority_names[value];
    case F_STATUS:
        return status_names[value];
    default:
        return value_names[fact - F_ATTRIBUTE][value];
    }
}

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
                                  value_of(e->change[i].fact, e->change[i].value));
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
            rc = sla_ticket_set(ticket, fact_names[f], value_of(f, h->facts.value[f]));
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

/* ------------------------------------------------------------------ comparing */

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
        const char *model = value_of(f, facts.value[f]);
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
static bool same_everywhere(struct world *w, const struct history *h, const struct questions *q,
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

/* ------------------------------------------------------------------ calendars */

static bool calendar_is(const struct world *w, const sla_calendar *calendar, int number,
                        int priority, int64_t from, int64_t to, struct dice *dice, int rounds,
                        struct text *why)
{
    int count;
    const struct span *s = book_spans(w->book, number, priority, &count);

    for (int i = 0; i < rounds; i++) {
        int64_t t = between(dice, from, to), other = between(dice, from, to), got = -7, back = -7;
        int64_t n = between(dice, 0, chance(dice, 50) ? 4000 : 200000), m = between(dice, 0, 90000);
        int64_t next_open = BEYOND, next_close = t, expect, total = 0;
        int open = -7;
        sla_duration d = -7;
        const char *what;

        if (count > 0 && chance(dice, 60)) { /* an edge, or beside it */
            int k = below(dice, count);
            int64_t edge = (chance(dice, 50) ? s[k].from : s[k].to) + between(dice, -1, 1);
            if (edge >= from && edge <= to)
                t = edge;
        }
        for (int k = count - 1; k >= 0; k--) {
            if (s[k].to > t)
                next_open = s[k].from > t ? s[k].from : t;
        }
        next_close = t;
        for (int k = 0; k < count; k++)
            if (s[k].from <= t && t < s[k].to)
                next_close = s[k].to;
        if (chance(dice, 40)) /* a sum that ends with a span */
            n = book_between(w->book, number, priority, t, next_close) + between(dice, 0, 1);
        counts.calendar_questions++;

        what = "is_open";
        expect = book_is_open(w->book, number, priority, t);
        if (sla_calendar_is_open(calendar, t, &open) != SLA_OK || open != expect)
            goto wrong;
        what = "next_open";
        if (next_open < w->to - 2 * DAY &&
            (sla_calendar_next_open(calendar, t, &got) != SLA_OK || got != next_open))
            goto wrong;
        what = "next_close";
        if (next_close < w->to - 2 * DAY &&
            (sla_calendar_next_close(calendar, t, &got) != SLA_OK || got != next_close))
            goto wrong;
        what = "between";
        expect = book_between(w->book, number, priority, t, other);
        if (sla_calendar_between(calendar, t, other, &d) != SLA_OK || d != expect)
            goto wrong;
        what = "add";
        expect = book_add(w->book, number, priority, t, n);
        if (expect < w->to - 2 * DAY) {
            if (sla_calendar_add(calendar, t, n, &got) != SLA_OK || got != expect)
                goto wrong;
            what = "between after add";
            if (sla_calendar_between(calendar, t, got, &d) != SLA_OK || d != n)
                goto wrong;
            what = "add of a sum";
            if (sla_calendar_add(calendar, t, n + m, &other) == SLA_OK &&
                (sla_calendar_add(calendar, got, m, &back) != SLA_OK || (m > 0 && back != other) ||
                 back < got))
                goto wrong;
        }
        what = "add backwards";
        expect = book_add(w->book, number, priority, t, -n);
        if (expect >= w->from &&
            (sla_calendar_add(calendar, t, -n, &got) != SLA_OK || got != expect))
            goto wrong;
        what = "between over three instants";
        for (int k = 0; k < 3; k++) {
            int64_t x[3] = {t, (t + from) / 2, to};
            if (sla_calendar_between(calendar, x[k], x[(k + 1) % 3], &d) != SLA_OK)
                goto wrong;
            total += d;
        }
        if (total != 0)
            goto wrong;
        continue;
    wrong:
        text_add(why, "%s: calendar %s, priority %d, t ", what, calendar_names[number], priority);
        write_time(t, why);
        text_add(why, " other ");
        write_time(other, why);
        text_add(why, " n %lld m %lld: expected %lld ", (long long)n, (long long)m,
                 (long long)expect);
        write_time(expect, why);
        text_add(why, " next_open ");
        write_time(next_open, why);
        text_add(why, " next_close ");
        write_time(next_close, why);
        text_add(why, ", library: open %d, duration %lld, instant ", open, (long long)d);
        write_time(got, why);
        text_add(why, "\n");
        return false;
    }
    return true;
}

static bool calendars_agree(struct world *w, struct dice *dice, int rounds, struct text *why)
{
    for (int c = 0; c < w->policy.calendar_count; c++)
        for (int p = -1; p < w->policy.priority_count; p++) {
            const sla_calendar *calendar = sla_policy_calendar(w->library, calendar_names[c],
                                                               p < 0 ? NULL : priority_names[p]);
            int64_t to = w->paint != NULL ? w->to - 2 * DAY : w->base + 30 * DAY;

            if (calendar == NULL) {
                text_add(why, "no calendar %s\n", calendar_names[c]);
                return false;
            }
            if (!calendar_is(w, calendar, c, p, w->from + 2 * DAY, to, dice, rounds, why))
                return false;
            /* the two models, too, must see the same seconds */
            for (int i = 0; w->paint != NULL && i < 50; i++) {
                int64_t t = between(dice, w->from + 2 * DAY, to);
                if (paint_is_open(w->paint, c, p, t) != book_is_open(w->book, c, p, t)) {
                    text_add(why, "the models differ about %s at ", calendar_names[c]);
                    write_time(t, why);
                    text_add(why, "\n");
                    return false;
                }
            }
        }
    return true;
}

/* ------------------------------------------------------------------ a case */

static void print_world(const struct world *w)
{
    printf("---- policy\n%s", w->yaml.at);
    for (int f = 0; f < w->policy.file_count; f++)
        printf("---- h%d.ics\n%s", f, w->ics[f].at);
}

/* Drop from the history whatever the difference does not need. */
static void shrink(struct world *w, struct history *h, const struct questions *q, uint64_t shuffle)
{
    struct text sink = {0};

    for (bool again = true; again;) {
        again = false;
        for (int i = 0; i < h->count; i++) {
            struct history less = *h;
            memmove(&less.event[i], &less.event[i + 1],
                    (size_t)(--less.count - i) * sizeof *less.event);
            if (!same_everywhere(w, &less, q, shuffle, &sink)) {
                *h = less;
                again = true;
                i--;
            }
        }
        for (int i = 0; i < h->count + FACTS; i++) {
            struct history less = *h;
            if (i >= h->count)
                less.facts.value[i - h->count] = -1;
            else {
                less.event[i].told = NONE;
                less.event[i].sequence = 0;
            }
            if (memcmp(&less, h, sizeof less) != 0 &&
                !same_everywhere(w, &less, q, shuffle, &sink)) {
                *h = less;
                again = true;
            }
        }
    }
    free(sink.at);
}

static void choose_questions(struct dice *dice, struct world *w, const struct history *h,
                             int64_t end, struct questions *q)
{
    struct answers a;

    q->count = NOWS;
    for (int i = 0; i < NOWS; i++) {
        int64_t t = between(dice, h->created, end);

        if (h->count > 0 && chance(dice, 60))
            t = h->event[below(dice, h->count)].at + between(dice, -1, 1);
        else if (chance(dice, 50)) {
            interval_clock(w->book, h, below(dice, w->policy.clock_count), NONE, end, &a);
            if (a.count > 0) {
                const struct answer *x = &a.answer[below(dice, a.count)];
                t = (chance(dice, 50) ? x->due : x->breaches_at);
                t = t == NONE || t == BEYOND ? end : t + between(dice, -1, 1);
            }
        }
        if (i == 0 && chance(dice, 80))
            t = end;
        q->now[i] = t < h->created ? h->created : t > end ? end : t;
        for (int k = i; k > 0 && q->now[k] < q->now[k - 1]; k--) {
            t = q->now[k];
            q->now[k] = q->now[k - 1];
            q->now[k - 1] = t;
        }
    }
    q->known = between(dice, h->created, end);
}

static bool run_policy(uint64_t seed, enum mode mode, int histories)
{
    static const char *const hosts[] = {"UTC0", "America/New_York", "Pacific/Apia", ":bad",
                                        "XYZ-3"};
    struct dice dice = {seed};
    struct world w = {.paint = NULL};
    struct text why = {0};
    bool same = true;
    int64_t span = (mode == MODE_SECOND ? SECOND_SPAN : INTERVAL_SPAN) * (int64_t)DAY;

    generate_policy(&dice, zones, ZONES, &w.policy, &w.base);
    w.from = w.base - 5 * DAY;
    w.to = w.base + span + (mode == MODE_SECOND ? 9 : 75) * (int64_t)DAY;
    setenv("TZ", hosts[seed % 5], 1);
    counts.policies++;
    if (!world_load(&w)) {
        counts.rejected++;
        if (verbose)
            printf("policy of seed %llu rejected\n", (unsigned long long)seed);
        world_clear(&w);
        return true;
    }
    w.book = book_new(&w.policy, w.from, mode == MODE_SECOND ? w.to + 60 * DAY : w.to);
    if (mode == MODE_SECOND)
        w.paint = paint_new(&w.policy, w.from, w.to);
    if (!calendars_agree(&w, &dice, mode == MODE_SECOND ? 20 : 10, &why)) {
        printf("difference, seed %llu: %s", (unsigned long long)seed, why.at);
        print_world(&w);
        same = false;
    }
    for (int i = 0; same && i < histories; i++) {
        struct history h;
        struct questions q;
        uint64_t shuffle = roll(&dice);

        generate_history(&dice, w.book, &w.policy, w.base, span, &h);
        choose_questions(&dice, &w, &h, w.base + span, &q);
        counts.histories++;
        same = same_everywhere(&w, &h, &q, shuffle, &why);
        if (!same) {
            shrink(&w, &h, &q, shuffle);
            why.len = 0;
            same_everywhere(&w, &h, &q, shuffle, &why);
            print_world(&w);
            why.len += 0;
            printf("---- history\n");
            {
                struct text t = {0};
                write_history(&w.policy, &h, &t);
                printf("%s", t.at);
                free(t.at);
            }
            printf("---- difference, %s model, seed %llu, history %d\n%s",
                   mode == MODE_SECOND ? "second" : "interval", (unsigned long long)seed, i,
                   why.at);
        }
    }
    free(why.at);
    world_clear(&w);
    return same;
}

/* ------------------------------------------------------------------ every zone */

struct names {
    int count;
    char at[1000][64];
};

static void find_zones(const char *folder, const char *prefix, struct names *names)
{
    DIR *dir = opendir(folder);
    struct dirent *e;

    while (dir != NULL && (e = readdir(dir)) != NULL && names->count < 1000) {
        char path[600], name[64], magic[4] = "";
        FILE *f;

        if (e->d_name[0] == '.' || strcmp(e->d_name, "posix") == 0 ||
            strcmp(e->d_name, "right") == 0 || strcmp(e->d_name, "localtime") == 0 ||
            strcmp(e->d_name, "posixrules") == 0 || strcmp(e->d_name, "Factory") == 0 ||
            snprintf(path, sizeof path, "%s/%s", folder, e->d_name) >= (int)sizeof path ||
            snprintf(name, sizeof name, "%s%s", prefix, e->d_name) >= (int)sizeof name - 1)
            continue;
        f = fopen(path, "rb");
        if (f != NULL && fread(magic, 1, 4, f) == 4 && memcmp(magic, "TZif", 4) == 0) {
            strcpy(names->at[names->count++], name);
        } else {
            strcat(name, "/");
            find_zones(path, name, names);
        }
        if (f != NULL)
            fclose(f);
    }
    if (dir != NULL)
        closedir(dir);
}

static bool run_zone(const char *name, struct dice *dice, int most)
{
    static struct zone zone;
    struct world w = {.paint = NULL};
    struct text why = {0};
    sla_calendar *calendar = NULL;
    sla_diagnostics *d = NULL;
    const char *text;
    bool same = true;

    if (!zone_take(&zone, name, DAY / 2))
        return false;
    generate_calendar(dice, &zone, between(dice, 100, 47000) * DAY, &w.policy);
    write_policy(&w.policy, &w.yaml);
    text = strstr(w.yaml.at, "  c0:\n") + 6;
    strstr(w.yaml.at, "\ntypes:")[1] = '\0';
    if (sla_diagnostics_new(&d) != SLA_OK ||
        sla_calendar_load(text, strlen(text), NULL, d, &calendar) != SLA_OK) {
        printf("difference: zone %s not taken: %s\n%s", name, sla_diagnostics_text(d, 0), text);
        same = false;
    }
    for (int i = 0; same && i < most; i++) {
        int64_t at = zone.count > 1 ? zone.from[1 + below(dice, zone.count - 1)]
                                    : between(dice, 20 * DAY, 47000LL * DAY);
        if (at < 12 * DAY || at > (47482LL - 12) * DAY)
            continue;
        w.from = at - 10 * DAY;
        w.to = at + 10 * DAY;
        w.book = book_new(&w.policy, w.from, w.to);
        same = calendar_is(&w, calendar, 0, -1, at - 3 * DAY, at + 3 * DAY, dice, 8, &why);
        if (!same)
            printf("difference, zone %s: %s%s", name, why.at, text);
        book_free(w.book);
        w.book = NULL;
    }
    free(why.at);
    sla_diagnostics_free(d);
    sla_calendar_unref(calendar);
    world_clear(&w);
    return same;
}

static bool run_zones(uint64_t seed, const char *folder, bool all)
{
    static struct names names;
    struct dice dice = {seed};
    int run = 0;

    find_zones(folder, "", &names);
    for (int i = 0; i < names.count; i++) {
        if (!all && below(&dice, names.count) >= 40)
            continue;
        if (!run_zone(names.at[i], &dice, all ? 300 : 100))
            return false;
        run++;
    }
    printf("%d of %d zones\n", run, names.count);
    return run > 0;
}

/* ------------------------------------------------------------------ the program */

static int usage(void)
{
    fputs("usage: test_model [--cases N] [--seed S] [--mode second|interval|both] [--long]\n"
          "                  [--one SEED] [--zones FOLDER] [--verbose]\n",
          stderr);
    return 2;
}

static bool run_mode(uint64_t seed, enum mode mode, long cases, long differences)
{
    long wrong = 0, per = mode == MODE_SECOND ? 20 : 200;

    for (long done = counts.histories, i = 0; counts.histories - done < cases; i++) {
        if (i > 20 && counts.rejected * 2 > counts.policies) {
            printf("more than half of the policies were rejected\n");
            return false;
        }
        if (!run_policy(seed + (uint64_t)i, mode, (int)per) && ++wrong >= differences)
            return false;
    }
    return wrong == 0;
}

int main(int argc, char **argv)
{
    uint64_t seed = (uint64_t)time(NULL) * 1000, one = 0;
    long second = 2000, interval = 50000, differences = 1;
    int modes = MODE_SECOND | MODE_INTERVAL;
    bool all = false, fine = true;
    const char *folder = "/usr/share/zoneinfo";

    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";

        if (strcmp(argv[i], "--long") == 0) {
            all = true;
            interval = 1000000;
            second = 10000;
            continue;
        }
        if (strcmp(argv[i], "--verbose") == 0) {
            verbose = true;
            continue;
        }
        if (strcmp(argv[i], "--cases") == 0)
            second = interval = strtol(value, NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0)
            seed = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--one") == 0)
            one = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--keep-going") == 0)
            differences = strtol(value, NULL, 10);
        else if (strcmp(argv[i], "--zones") == 0)
            folder = value;
        else if (strcmp(argv[i], "--mode") == 0 && strcmp(value, "second") == 0)
            modes = MODE_SECOND;
        else if (strcmp(argv[i], "--mode") == 0 && strcmp(value, "interval") == 0)
            modes = MODE_INTERVAL;
        else if (strcmp(argv[i], "--mode") != 0 || strcmp(value, "both") != 0)
            return usage();
        i++;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    setlocale(LC_ALL, "");
    printf("seed %llu\n", (unsigned long long)seed);
    for (int i = 0; i < ZONES; i++)
        if (!zone_take(&zones[i], zone_names[i], DAY / 2))
            return 1;
    if (one != 0)
        return run_policy(one, modes == MODE_SECOND ? MODE_SECOND : MODE_INTERVAL, 100) ? 0 : 1;
    if (modes == (MODE_SECOND | MODE_INTERVAL))
        fine = run_zones(seed, folder, all);
    if (fine && (modes & MODE_SECOND) != 0)
        fine = run_mode(seed, MODE_SECOND, second, differences);
    if (fine && (modes & MODE_INTERVAL) != 0)
        fine = run_mode(seed + 1000000007u, MODE_INTERVAL, interval, differences);
    printf("%ld policies (%ld rejected), %ld histories, %ld clock answers, %ld calendar questions, "
           "%ld answers past the horizon\n",
           counts.policies, counts.rejected, counts.histories, counts.clocks,
           counts.calendar_questions, counts.beyond);
    for (int i = 0; i < 7; i++)
        printf("%s%s %ld", i > 0 ? ", " : "", sla_clock_state_name((sla_clock_state)i),
               counts.state[i]);
    printf("\n");
    for (int i = 0; i < 5; i++)
        printf("%s%s %ld", i > 0 ? ", " : "", sla_verdict_name((sla_verdict)i), counts.verdict[i]);
    printf("\n%s\n", fine ? "no difference" : "DIFFERENT");
    return fine ? 0 : 1;
}
