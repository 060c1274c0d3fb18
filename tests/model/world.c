/* SPDX-License-Identifier: MIT */
/*
 * The parts of a ticket in which no time is counted, for both models: the order of its events
 * (R15), its facts and the choice of a target's row (R8).
 */
#include "world.h"

const char *const type_names[] = {"incident", "request", "change"};
const char *const priority_names[] = {"P1", "P2", "P3", "P4"};
const char *const status_names[] = {"new", "open", "held", "vendor", "done"};
const char *const level_names[2][MAX_LEVELS] = {{"high", "low"}, {"wide", "narrow"}};
const char *const attribute_names[] = {"region", "tier", "remark"};
const char *const value_names[MAX_ATTRIBUTES][MAX_VALUES] = {
    {"uk", "gulf", "us"}, {"gold", "basic", "none"}, {"a", "b c", "no"}};
const char *const clock_names[] = {"response", "resolution", "update", "triage"};
const char *const vehicle_names[] = {"emergency release", "next planned release", "release three",
                                     "some day"};
const char *const calendar_names[] = {"c0", "c1", "c2", "c3", "c4", "c5"};
const char *const event_names[] = {"created",  "triaged",    "responded",    "waiting",
                                   "resumed",  "assigned",   "reclassified", "status",
                                   "code_fix", "due_agreed", "resolved",     "reopened",
                                   "closed",   "cancelled",  "acknowledged", "updated"};
const char *const fact_names[] = {"type",   "impact", "urgency", "priority",
                                  "status", "region", "tier",    "remark"};

/* ------------------------------------------------------------------ the order of events */

static int rank(enum event_kind kind)
{
    switch (kind) {
    case E_RECLASSIFIED:
    case E_STATUS:
    case E_DUE_AGREED:
        return 0;
    case E_REOPENED:
        return 1;
    case E_WAITING:
        return 2;
    case E_RESUMED:
        return 3;
    case E_CODE_FIX:
        return 5;
    case E_RESPONDED:
        return 6;
    case E_RESOLVED:
        return 7;
    case E_CLOSED:
        return 8;
    case E_CANCELLED:
        return 9;
    default:
        return 4;
    }
}

static bool before(const struct step *a, const struct step *b)
{
    if (a->at != b->at)
        return a->at < b->at;
    if (a->event->sequence != b->event->sequence)
        return a->event->sequence < b->event->sequence;
    if (rank(a->event->kind) != rank(b->event->kind))
        return rank(a->event->kind) < rank(b->event->kind);
    return a->event->kind < b->event->kind;
}

int steps_take(const struct history *history, int64_t now, int64_t known, struct step *out)
{
    int count = 1;

    out[0] = (struct step){NULL, history->created};
    if (history->created > now)
        return 0;
    for (int i = 0; i < history->count; i++) {
        const struct event *e = &history->event[i];
        int64_t told = e->told == NONE ? e->at : e->told;
        struct step s = {e, e->at < history->created ? history->created : e->at};
        int at = count;

        if (s.at > now || (known != NONE && told > known))
            continue;
        while (at > 1 && before(&s, &out[at - 1])) {
            out[at] = out[at - 1];
            at--;
        }
        out[at] = s;
        count++;
    }
    return count;
}

bool triggered(const struct triggers *triggers, int kind, int entered)
{
    for (int i = 0; i < triggers->count; i++)
        if (triggers->trigger[i].index == (triggers->trigger[i].status ? entered : kind))
            return true;
    return false;
}

/* ------------------------------------------------------------------ facts */

void facts_begin(const struct policy *policy, const struct history *history, struct facts *facts)
{
    *facts = history->facts;
    for (int a = 0; a < MAX_ATTRIBUTES; a++)
        if (facts->value[F_ATTRIBUTE + a] < 0)
            facts->value[F_ATTRIBUTE + a] = policy->default_value[a];
}

bool facts_apply(const struct policy *policy, const struct event *event, struct facts *facts,
                 int *entered)
{
    bool changed = false;

    *entered = -1;
    for (int i = 0; i < event->change_count; i++) {
        int fact = event->change[i].fact, value = event->change[i].value;

        if (value < 0 && fact >= F_ATTRIBUTE)
            value = policy->default_value[fact - F_ATTRIBUTE];
        if (facts->value[fact] == value)
            continue;
        facts->value[fact] = value;
        changed = true;
        if (fact == F_STATUS)
            *entered = value;
    }
    return changed;
}

int facts_priority(const struct policy *policy, const struct facts *facts)
{
    const int *v = facts->value;

    if (v[F_PRIORITY] >= 0)
        return v[F_PRIORITY];
    if (v[F_TYPE] >= 0 && policy->fixed[v[F_TYPE]] >= 0)
        return policy->fixed[v[F_TYPE]];
    if (policy->has_matrix && v[F_IMPACT] >= 0 && v[F_URGENCY] >= 0)
        return policy->matrix[v[F_URGENCY]][v[F_IMPACT]];
    return -1;
}

const char *fact_value(int fact, int value)
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

/* ------------------------------------------------------------------ rows */

static bool fits(unsigned mask, int value)
{
    return mask == 0 || (value >= 0 && (mask >> value & 1) != 0);
}

static bool holds(const struct policy *policy, const struct condition *c, const struct facts *facts,
                  int64_t started, is_open_function *is_open, void *model)
{
    int priority = facts_priority(policy, facts);

    if (!fits(c->type, facts->value[F_TYPE]) || !fits(c->priority, priority) ||
        !fits(c->status, facts->value[F_STATUS]))
        return false;
    for (int a = 0; a < MAX_ATTRIBUTES; a++)
        if (!fits(c->attribute[a], facts->value[F_ATTRIBUTE + a]))
            return false;
    return c->started == 0 ||
           is_open(model, c->started_calendar, priority, started) == (c->started == 1);
}

struct match match_rows(const struct policy *policy, int clock, const struct facts *facts,
                        int64_t started, is_open_function *is_open, void *model)
{
    const struct clock *c = &policy->clock[clock];
    int priority = facts_priority(policy, facts), region = facts->value[F_ATTRIBUTE];
    struct match m = {NULL, policy->top_calendar};

    if (region >= 0 && policy->value_calendar[region] >= 0)
        m.calendar = policy->value_calendar[region];
    if (c->calendar >= 0)
        m.calendar = c->calendar;
    if (!holds(policy, &c->when, facts, started, is_open, model))
        return m;
    for (int i = 0; i < policy->row_count; i++) {
        const struct row *row = &policy->row[i];
        bool map = row->by_priority[clock];

        if ((row->clocks >> clock & 1) == 0 || (map && !fits(row->given[clock], priority)) ||
            !holds(policy, &row->when, facts, started, is_open, model))
            continue;
        m.target = &row->target[clock][map ? priority : 0];
        if (row->calendar >= 0)
            m.calendar = row->calendar;
        if (m.target->kind == T_NONE)
            m.target = NULL;
        return m;
    }
    return m;
}

/* R7: what more than half of the weekdays with windows share. */
int64_t day_length(const struct calendar *calendar)
{
    int64_t total[7];
    int days = 0;

    if (calendar->day_length > 0)
        return calendar->day_length;
    if (calendar->always)
        return 86400;
    for (int d = 0; d < 7; d++) {
        const struct day_hours *h = &calendar->week.day[d];
        int64_t sum = 0;

        for (int minute = 0; h->count > 0 && minute < 2880; minute++)
            for (int w = 0; w < h->count; w++)
                if (minute >= h->window[w].open && minute < h->window[w].close) {
                    sum += 60;
                    break;
                }
        if (sum > 0)
            total[days++] = sum;
    }
    for (int i = 0; i < days; i++) {
        int same = 0;
        for (int j = 0; j < days; j++)
            same += total[j] == total[i];
        if (2 * same > days)
            return total[i];
    }
    return 0;
}
