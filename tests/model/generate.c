/* SPDX-License-Identifier: MIT */
/* Random numbers; clocks, targets and whole policies. */
#include "generate.h"

#include <string.h>

uint64_t roll(struct dice *dice)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15u; /* splitmix64 */

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

int below(struct dice *dice, int n)
{
    return (int)(roll(dice) % (uint64_t)n);
}

bool chance(struct dice *dice, int percent)
{
    return below(dice, 100) < percent;
}

int64_t between(struct dice *dice, int64_t from, int64_t to)
{
    return from + (int64_t)(roll(dice) % (uint64_t)(to - from + 1));
}

unsigned some_of(struct dice *dice, int n)
{
    unsigned mask = (unsigned)below(dice, (1 << n) - 1) + 1;

    return n > 1 && mask == (1u << n) - 1 ? 1u << below(dice, n) : mask;
}

static struct trigger on(int event)
{
    return (struct trigger){false, event};
}

static void add_trigger(struct triggers *t, struct trigger x)
{
    for (int i = 0; i < t->count; i++)
        if (t->trigger[i].status == x.status && t->trigger[i].index == x.index)
            return;
    if (t->count < MAX_TRIGGERS)
        t->trigger[t->count++] = x;
}

static bool has_trigger(const struct triggers *t, struct trigger x)
{
    for (int i = 0; i < t->count; i++)
        if (t->trigger[i].status == x.status && t->trigger[i].index == x.index)
            return true;
    return false;
}

static void some_triggers(struct dice *dice, const struct policy *p, struct triggers *t,
                          const struct triggers *but, int n)
{
    for (int i = 0; i < n; i++) {
        struct trigger x = on(below(dice, EVENT_KINDS));

        if (chance(dice, 25))
            x = (struct trigger){true, below(dice, p->status_count)};
        if (!x.status &&
            (x.index == E_RECLASSIFIED || x.index == E_STATUS || x.index == E_DUE_AGREED))
            continue;
        if (but == NULL || !has_trigger(but, x))
            add_trigger(t, x);
    }
}

static void some_clock(struct dice *dice, const struct policy *p, int shape, struct clock *c)
{
    *c = (struct clock){.name = shape, .calendar = -1};
    if (chance(dice, 75))
        add_trigger(&c->start, on(E_CREATED));
    else
        some_triggers(dice, p, &c->start, NULL, 2);
    if (chance(dice, 20))
        add_trigger(&c->start, (struct trigger){true, below(dice, 2)});
    if (c->start.count == 0)
        add_trigger(&c->start, on(E_ASSIGNED));
    switch (shape) {
    case 0:
        add_trigger(&c->stop, on(E_RESPONDED));
        add_trigger(&c->stop, on(E_RESOLVED));
        if (chance(dice, 40))
            add_trigger(&c->stop, on(E_WAITING));
        break;
    case 1:
        add_trigger(&c->stop, on(E_RESOLVED));
        if (chance(dice, 50))
            add_trigger(&c->stop, on(E_CLOSED));
        if (chance(dice, 30))
            add_trigger(&c->stop, (struct trigger){true, 4});
        break;
    case 2:
        c->start.count = 0;
        add_trigger(&c->start, on(E_RESPONDED));
        add_trigger(&c->start, on(E_OWN1));
        add_trigger(&c->stop, on(E_OWN1));
        add_trigger(&c->until, on(E_RESOLVED));
        if (chance(dice, 40))
            add_trigger(&c->until, on(E_CLOSED));
        if (chance(dice, 30))
            add_trigger(&c->stop, on(E_CANCELLED));
        break;
    default:
        if (chance(dice, 35))
            some_triggers(dice, p, &c->until, &c->start, 2);
        some_triggers(dice, p, &c->stop, c->until.count > 0 ? &c->until : &c->start, 3);
        if (c->stop.count == 0)
            add_trigger(&c->stop, on(has_trigger(&c->start, on(E_TRIAGED)) ? E_OWN0 : E_TRIAGED));
    }
    for (int i = 0; i < c->start.count && c->until.count == 0;) /* start and stop stay apart */
        if (has_trigger(&c->stop, c->start.trigger[i]))
            c->start.trigger[i] = c->start.trigger[--c->start.count];
        else
            i++;
    if (c->start.count == 0)
        add_trigger(&c->start, on(E_CREATED));
    if (chance(dice, shape == 1 ? 85 : 45)) {
        if (chance(dice, 70)) {
            add_trigger(&c->pause, on(E_WAITING));
            add_trigger(&c->resume, on(E_RESUMED));
        }
        if (chance(dice, 30) || c->pause.count == 0) {
            some_triggers(dice, p, &c->pause, NULL, 2);
            some_triggers(dice, p, &c->resume, &c->pause, 2);
            if (c->pause.count == 0)
                add_trigger(&c->pause, on(E_OWN0));
            if (c->resume.count == 0)
                add_trigger(&c->resume,
                            on(has_trigger(&c->pause, on(E_OWN1)) ? E_TRIAGED : E_OWN1));
            for (int i = 0; i < c->pause.count;)
                if (has_trigger(&c->resume, c->pause.trigger[i]))
                    c->pause.trigger[i] = c->pause.trigger[--c->pause.count];
                else
                    i++;
            if (c->pause.count == 0)
                c->resume.count = 0;
        }
    }
    if (chance(dice, 40))
        c->pause_while = some_of(dice, p->status_count);
    if (chance(dice, 60))
        c->reopened = (enum reopened)(1 + below(dice, 3));
    if (chance(dice, 20))
        c->calendar = below(dice, p->calendar_count);
    if (chance(dice, 20)) {
        if (chance(dice, 50))
            c->when.priority = some_of(dice, p->priority_count);
        else if (chance(dice, 50))
            c->when.type = some_of(dice, p->type_count);
        else
            c->when.attribute[0] = some_of(dice, p->value_count[0]);
    }
}

static struct target some_target(struct dice *dice)
{
    static const int64_t lengths[] = {0,     1,     60,    900,   1800,   3600,  5400, 7200,
                                      14400, 28800, 36000, 61200, 122400, 86400, 4000, 12345};
    struct target t = {.kind = T_DURATION};

    switch (below(dice, 20)) {
    case 0:
        t.kind = T_NONE;
        break;
    case 1:
    case 2:
    case 3:
    case 4:
        t.kind = T_DAYS;
        t.days = 1 + below(dice, 3);
        t.rule = (enum day_rule)below(dice, 4);
        break;
    case 5:
        t.kind = T_BY_CLOSE;
        t.next = chance(dice, 50);
        break;
    case 6:
    case 7:
        t.kind = T_BY_TIME;
        t.seconds = chance(dice, 60) ? 30 * below(dice, 48) : below(dice, 1440);
        t.next = chance(dice, 60);
        break;
    default:
        t.seconds = lengths[below(dice, 16)];
        if (chance(dice, 15))
            t.seconds = below(dice, 200000);
    }
    return t;
}

static void some_row(struct dice *dice, const struct policy *p, bool last, struct row *row)
{
    memset(row, 0, sizeof *row);
    row->calendar = chance(dice, last ? 10 : 20) ? below(dice, p->calendar_count) : -1;
    if (!last) {
        for (int keys = 1 + below(dice, 2); keys > 0; keys--)
            switch (below(dice, 6)) {
            case 0:
                row->when.type = some_of(dice, p->type_count);
                break;
            case 1:
                row->when.priority = some_of(dice, p->priority_count);
                break;
            case 2:
                row->when.status = some_of(dice, p->status_count);
                break;
            case 3:
                row->when.started = 1 + below(dice, 2);
                row->when.started_calendar = below(dice, p->calendar_count);
                break;
            default:
                row->when.attribute[below(dice, 2)] = some_of(dice, 2);
            }
        row->clocks = some_of(dice, p->clock_count);
    } else {
        row->clocks = (1u << p->clock_count) - 1;
    }
    for (int c = 0; c < p->clock_count; c++) {
        row->by_priority[c] = chance(dice, 45);
        row->given[c] = last || chance(dice, 50) ? (1u << p->priority_count) - 1
                                                 : some_of(dice, p->priority_count);
        for (int k = 0; k < p->priority_count; k++)
            row->target[c][k] = some_target(dice);
    }
}

void generate_policy(struct dice *dice, const struct zone *zones, int zone_count, struct policy *p,
                     int64_t *base)
{
    long day;

    memset(p, 0, sizeof *p);
    p->zone_count = 1 + below(dice, 2);
    for (int i = 0; i < p->zone_count; i++)
        p->zone[i] = &zones[below(dice, zone_count)];
    *base = generate_base(dice, p->zone[0]);
    day = (long)(*base / 86400);
    p->priority_count = 2 + below(dice, 3);
    p->type_count = 2 + below(dice, 2);
    p->status_count = MAX_STATUSES;
    p->value_count[0] = 2 + below(dice, 2);
    p->value_count[1] = 2;
    for (int a = 0; a < MAX_ATTRIBUTES; a++)
        p->default_value[a] =
            p->value_count[a] > 0 && chance(dice, 50) ? below(dice, p->value_count[a]) : -1;
    generate_holidays(dice, day, p);
    generate_calendars(dice, day, p);
    p->top_calendar = below(dice, p->calendar_count);
    for (int v = 0; v < MAX_VALUES; v++)
        p->value_calendar[v] =
            v < p->value_count[0] && chance(dice, 35) ? below(dice, p->calendar_count) : -1;
    p->has_matrix = chance(dice, 80);
    p->impact_first = chance(dice, 30);
    for (int a = 0; a < MAX_LEVELS; a++)
        for (int b = 0; b < MAX_LEVELS; b++)
            p->matrix[a][b] = below(dice, p->priority_count);
    for (int i = 0; i < MAX_TYPES; i++)
        p->fixed[i] = p->has_matrix && i > 0 && i < p->type_count && chance(dice, 30)
                          ? below(dice, p->priority_count)
                          : -1;
    for (int shape = 0; shape < MAX_CLOCKS; shape++)
        if (chance(dice, shape == 1 ? 85 : 60))
            some_clock(dice, p, shape, &p->clock[p->clock_count++]);
    if (p->clock_count == 0)
        some_clock(dice, p, 1, &p->clock[p->clock_count++]);
    p->row_count = 1 + below(dice, 4);
    for (int i = 0; i < p->row_count; i++)
        some_row(dice, p, i + 1 == p->row_count, &p->row[i]);
    p->day_rule = (enum day_rule)(1 + below(dice, 3));
    p->target_from_change = chance(dice, 30);
    p->calendar_from_start = chance(dice, 30);
    p->releases = chance(dice, 60);
    for (int c = 0; c < p->clock_count; c++)
        if (p->clock[c].name == 1)
            p->released = 1u << c; /* unless others are named */
    if (p->releases) {
        p->vehicles =
            chance(dice, 70) ? (1u << p->priority_count) - 1 : some_of(dice, p->priority_count);
        p->releases_named = chance(dice, 40);
        if (p->released == 0)
            p->releases_named = true;
        if (p->releases_named)
            p->released = some_of(dice, p->clock_count);
    }
}
