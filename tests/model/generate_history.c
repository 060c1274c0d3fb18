/* SPDX-License-Identifier: MIT */
/* Random histories, whose events tend to fall on edges of calendars and clocks. */
#include "generate.h"

#include <string.h>

static struct change some_change(struct dice *dice, const struct policy *p, int fact)
{
    const int room[FACTS] = {
        p->type_count,   MAX_LEVELS,        MAX_LEVELS,        p->priority_count,
        p->status_count, p->value_count[0], p->value_count[1], 3};
    bool back = chance(dice, fact == F_PRIORITY ? 25 : 8);

    return (struct change){fact, back ? -1 : below(dice, room[fact])};
}

static int64_t some_instant(struct dice *dice, struct book *book, const struct policy *p,
                            const struct history *h, int64_t last, int64_t from, int64_t to)
{
    struct answers now;
    int64_t t = NONE;
    int count;

    switch (below(dice, 10)) {
    case 0: /* a tie */
        t = last;
        break;
    case 1:
    case 2:
    case 3: { /* an edge of a calendar */
        const struct span *s = book_spans(book, below(dice, p->calendar_count),
                                          below(dice, p->priority_count + 1) - 1, &count);
        int64_t reach = last + (1 + below(dice, 4)) * 86400LL / 2;
        int seen = 0;

        for (int i = 0; i < count; i++) /* one of the edges between last and reach */
            for (int k = 0; k < 2; k++) {
                int64_t edge = k == 0 ? s[i].from : s[i].to;
                if (edge >= last && edge <= reach && below(dice, ++seen) == 0)
                    t = edge;
            }
        break;
    }
    case 4:
    case 5:
    case 6: { /* where a clock falls due, or breaches */
        interval_clock(book, h, below(dice, p->clock_count), NONE, last, &now);
        if (now.count > 0) {
            const struct answer *a = &now.answer[now.count - 1];
            t = chance(dice, 60) || a->breaches_at == NONE ? a->due : a->breaches_at;
            if (t == NONE)
                t = a->due_if_resumed;
        }
        break;
    }
    case 7:
        return between(dice, from, to);
    default:
        t = last + between(dice, 0, chance(dice, 50) ? 7200 : 100000);
    }
    if (t == NONE || t == BEYOND)
        t = last + below(dice, 50000);
    if (chance(dice, 15))
        t += chance(dice, 50) ? 1 : -1;
    return t < from ? from : t > to ? to : t;
}

static int some_fact(struct dice *dice, const struct policy *p)
{
    int fact = below(dice, FACTS);

    return !p->has_matrix && (fact == F_IMPACT || fact == F_URGENCY) ? F_PRIORITY : fact;
}

void generate_history(struct dice *dice, struct book *book, const struct policy *p, int64_t base,
                      int64_t span, struct history *h)
{
    int events = below(dice, 9) + (chance(dice, 25) ? below(dice, 8) : 0);
    int64_t last;

    memset(h, 0, sizeof *h);
    h->created = some_instant(dice, book, p, h, base, base, base + span / 3);
    if (h->created == 0)
        h->created = base;
    last = h->created;
    for (int f = 0; f < FACTS; f++) {
        struct change c = some_change(dice, p, f);
        if (!p->has_matrix && (f == F_IMPACT || f == F_URGENCY))
            c.value = -1; /* no matrix, no such names */
        h->facts.value[f] =
            chance(dice, f == F_PRIORITY ? (p->has_matrix ? 20 : 85) : 85) ? c.value : -1;
    }
    for (int i = 0; i < events; i++) {
        static const int weights[EVENT_KINDS] = {0, 3, 7,  12, 10, 4, 16, 10,
                                                 4, 4, 12, 10, 4,  3, 5,  8};
        struct event *e = &h->event[h->count];
        int pick = below(dice, 112), kind = 0;

        while (pick >= weights[kind])
            pick -= weights[kind++];
        *e = (struct event){.kind = (enum event_kind)kind, .told = NONE, .due = NONE, .clock = -1};
        e->at = some_instant(dice, book, p, h, last, base, base + span);
        if (chance(dice, 3))
            e->at = h->created - below(dice, 5000);
        if (kind == E_STATUS) {
            e->change[e->change_count++] = some_change(dice, p, F_STATUS);
        } else if (kind == E_RECLASSIFIED || chance(dice, 8)) {
            int first = some_fact(dice, p), second = some_fact(dice, p);
            e->change[e->change_count++] = some_change(dice, p, first);
            if (chance(dice, 30) && second != first)
                e->change[e->change_count++] = some_change(dice, p, second);
        }
        if (kind == E_DUE_AGREED || (kind == E_CODE_FIX && chance(dice, 40))) {
            e->due = some_instant(dice, book, p, h, e->at, base, base + span);
            if (kind == E_DUE_AGREED)
                e->clock = below(dice, p->clock_count);
        }
        if (chance(dice, 12))
            e->told = e->at + between(dice, -1000, 100000);
        if (chance(dice, 10))
            e->sequence = between(dice, -2, 3);
        h->count++;
        last = e->at > last ? e->at : last;
    }
}
