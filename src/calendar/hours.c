/* SPDX-License-Identifier: MIT */
/*
 * The walk over dates. Everything that a date could need is sorted once, before the walk, and met
 * by cursors that only go forward: dated holidays and `dates` entries by day, yearly ones and
 * seasons by a table of the 366 month-days, timed closures as disjoint cuts.
 */
#include "calendar/hours.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "base/time.h"
#include "calendar/sort.h"

#define MONTH_DAYS 366
/* Edges of a date's windows, its zone's offset included, lie within these days around it. */
#define REACH 4

/* A holiday on a date, dated or yearly. */
struct entry {
    int32_t key; /* days since 1970, or the number of the month-day */
    int32_t closing, name;
};

struct entries {
    struct entry *at;
    size_t count;
};

/* A stretch of time in which nothing is open. */
struct cut {
    sla_time from, to;
    const char *name;
};

struct dated { /* a `dates` entry with a year */
    int32_t days, special;
};

/* The offset that holds around a date; `steady` is 0 if the clocks change near it. */
struct clock {
    const struct sla__zone *zone;
    size_t next, count; /* the transition to come */
    int32_t offset;
    int steady;
};

/* How far the walk's cursors have come. */
struct cursor {
    size_t date, dated;
};

struct sla__hours {
    const struct sla__plan *plan;
    uint64_t covered;
    int32_t day;
    struct cursor cursor;
    struct clock clock;
    struct entries dates, years;
    size_t year_from[MONTH_DAYS + 1]; /* entries of month-day i: [year_from[i], year_from[i + 1]) */
    struct dated *dated;
    size_t dated_count;
    int32_t yearly[MONTH_DAYS]; /* `dates` entry of every year, or -1 */
    int32_t season[MONTH_DAYS]; /* or -1 */
    struct cut *cuts;
    size_t cut_count, cut_room;
    /* of the date that was asked for last */
    struct sla__part *parts;
    size_t part_count, part_room;
    const char *names[SLA__DAY_NAMES_MAX];
    size_t name_count;
    struct sla__text joined;
    struct sla__window *own[3]; /* coverage hours while they are intersected */
};

/* What the plan says about a date before edges become instants. */
struct judgement {
    const struct sla__windows *written;
    int special;        /* a `dates` entry */
    int closed;         /* a holiday that is not covered */
    const char *scope;  /* ... and closes the wall-clock date: its name */
    uint64_t coverages; /* of the covered holidays on it */
};

/* 0 .. 365, 29 February included. */
static int32_t month_day(int32_t month, int32_t day)
{
    static const int32_t before[12] = {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335};

    return before[month - 1] + day - 1;
}

static const char *name_of(const struct sla__plan *plan, int32_t closing, int32_t name,
                           const char *otherwise)
{
    const char *text = plan->closings[closing].list.names.at[name];

    return text[0] != '\0' ? text : otherwise;
}

static int is_covered(const struct sla__hours *h, int32_t closing)
{
    int32_t coverage = h->plan->closings[closing].coverage;

    return coverage >= 0 && coverage < SLA__COVERAGES_MAX && (h->covered >> coverage & 1);
}

/* ---------------------------------------------------------------- before the walk */

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    return (x->key > y->key) - (x->key < y->key);
}

static sla_result gather_entries(struct sla__hours *h, int32_t from, int32_t to)
{
    size_t dates = 0, years = 0;

    for (size_t i = 0; i < h->plan->closing_count; i++) {
        dates += h->plan->closings[i].list.date_count;
        years += h->plan->closings[i].list.year_count;
    }
    h->dates.at = sla__alloc(dates, sizeof *h->dates.at);
    h->years.at = sla__alloc(years, sizeof *h->years.at);
    if (h->dates.at == NULL || h->years.at == NULL)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < h->plan->closing_count; i++) {
        const struct sla__holidays *list = &h->plan->closings[i].list;

        for (size_t k = 0; k < list->date_count; k++) {
            if (list->dates[k].days >= from && list->dates[k].days <= to)
                h->dates.at[h->dates.count++] =
                    (struct entry){list->dates[k].days, (int32_t)i, list->dates[k].name};
        }
        for (size_t k = 0; k < list->year_count; k++)
            h->years.at[h->years.count++] =
                (struct entry){month_day(list->years[k].month, list->years[k].day), (int32_t)i,
                               list->years[k].name};
    }
    if (sla__sort(h->dates.at, h->dates.count, sizeof *h->dates.at, by_key) != SLA_OK ||
        sla__sort(h->years.at, h->years.count, sizeof *h->years.at, by_key) != SLA_OK)
        return SLA_NO_MEMORY;
    for (size_t i = 0, k = 0; i <= MONTH_DAYS; i++) {
        while (k < h->years.count && h->years.at[k].key < (int32_t)i)
            k++;
        h->year_from[i] = k;
    }
    return SLA_OK;
}

static int by_days(const void *a, const void *b)
{
    const struct dated *x = a, *y = b;

    return (x->days > y->days) - (x->days < y->days);
}

static sla_result gather_specials(struct sla__hours *h)
{
    h->dated = sla__alloc(h->plan->special_count, sizeof *h->dated);
    if (h->dated == NULL)
        return SLA_NO_MEMORY;
    for (size_t i = h->plan->special_count; i-- > 0;) { /* backwards: the first one stands */
        const struct sla__special *s = &h->plan->specials[i];

        if (s->year == 0)
            h->yearly[month_day(s->month, s->day)] = (int32_t)i;
    }
    for (size_t i = 0; i < h->plan->special_count; i++) {
        const struct sla__special *s = &h->plan->specials[i];

        if (s->year != 0)
            h->dated[h->dated_count++] =
                (struct dated){sla__days_of(s->year, s->month, s->day), (int32_t)i};
    }
    return sla__sort(h->dated, h->dated_count, sizeof *h->dated, by_days);
}

static void gather_seasons(struct sla__hours *h)
{
    for (size_t i = h->plan->season_count; i-- > 0;) {
        const struct sla__season *s = &h->plan->seasons[i];
        int32_t from = month_day(s->from_month, s->from_day);
        int32_t to = month_day(s->to_month, s->to_day);

        for (int32_t k = from;; k = (k + 1) % MONTH_DAYS) {
            h->season[k] = (int32_t)i;
            if (k == to)
                break;
        }
    }
}

static sla_result add_cut(struct sla__hours *h, sla_time from, sla_time to, const char *name)
{
    if (from >= to)
        return SLA_OK;
    if (h->cut_count == h->cut_room) {
        size_t room = h->cut_room > 0 ? 2 * h->cut_room : 16;
        struct cut *more = sla__realloc(h->cuts, room, sizeof *more);

        if (more == NULL)
            return SLA_NO_MEMORY;
        h->cuts = more;
        h->cut_room = room;
    }
    h->cuts[h->cut_count++] = (struct cut){from, to, name};
    return SLA_OK;
}

static int by_beginning(const void *a, const void *b)
{
    const struct cut *x = a, *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

/* Timed closures near the walk; floating ones are wall time of this calendar. */
static sla_result gather_spans(struct sla__hours *h, int32_t from, int32_t to)
{
    const sla_time first = (sla_time)from * SLA__DAY, last = (sla_time)to * SLA__DAY;
    sla_result rc = SLA_OK;

    for (size_t i = 0; i < h->plan->closing_count; i++) {
        const struct sla__holidays *list = &h->plan->closings[i].list;

        for (size_t k = 0; rc == SLA_OK && !is_covered(h, (int32_t)i) && k < list->span_count;
             k++) {
            struct sla__closed_span s = list->spans[k];

            if (s.to <= first || s.from >= last)
                continue;
            if (s.floating) {
                s.from = s.from < first ? first : sla__zone_to_utc(h->clock.zone, s.from);
                s.to = s.to > last ? last : sla__zone_to_utc(h->clock.zone, s.to);
            }
            rc = add_cut(h, s.from, s.to, name_of(h->plan, (int32_t)i, s.name, "closure"));
        }
    }
    return rc;
}

static void judge(const struct sla__hours *h, int32_t day, struct cursor *cursor,
                  struct judgement *out, const char **names, size_t *name_count);

/* `scope: date` (R4): the wall-clock dates that close for every window. */
static sla_result gather_scopes(struct sla__hours *h, int32_t from, int32_t to)
{
    struct cursor cursor = {0, 0};
    sla_result rc = SLA_OK;
    int any = 0;

    for (size_t i = 0; i < h->plan->closing_count; i++)
        any |= h->plan->closings[i].scope_date;
    for (int32_t day = from; any && rc == SLA_OK && day <= to; day++) {
        struct judgement j;

        judge(h, day, &cursor, &j, NULL, NULL);
        if (j.scope != NULL)
            rc = add_cut(h, sla__zone_to_utc(h->clock.zone, (int64_t)day * SLA__DAY),
                         sla__zone_to_utc(h->clock.zone, (int64_t)(day + 1) * SLA__DAY), j.scope);
    }
    return rc;
}

/* Sorted and disjoint: where two overlap, the one that begins first has the name. */
static sla_result settle_cuts(struct sla__hours *h)
{
    size_t kept = 0;

    if (sla__sort(h->cuts, h->cut_count, sizeof *h->cuts, by_beginning) != SLA_OK)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < h->cut_count; i++) {
        struct cut c = h->cuts[i];

        if (kept > 0 && c.from < h->cuts[kept - 1].to)
            c.from = h->cuts[kept - 1].to;
        if (c.from < c.to)
            h->cuts[kept++] = c;
    }
    h->cut_count = kept;
    return SLA_OK;
}

/* Room for the intersection of any number of coverage hours: what two lists of disjoint windows
 * share has fewer windows than both together. */
static sla_result make_room_for_own(struct sla__hours *h)
{
    size_t room = 0;

    for (size_t i = 0; i < h->plan->coverage_count; i++)
        room += (size_t)h->plan->coverages[i].windows.count;
    for (int i = 0; i < 3; i++) {
        h->own[i] = sla__alloc(room, sizeof *h->own[i]);
        if (h->own[i] == NULL)
            return SLA_NO_MEMORY;
    }
    return SLA_OK;
}

sla_result sla__hours_new(const struct sla__plan *plan, uint64_t covered, int32_t from, int32_t to,
                          struct sla__hours **out)
{
    struct sla__hours *h = sla__alloc(1, sizeof *h);
    sla_result rc;

    *out = NULL;
    if (h == NULL)
        return SLA_NO_MEMORY;
    h->plan = plan;
    h->covered = covered;
    h->day = from;
    h->clock.zone = plan->zone;
    h->clock.count = sla__zone_transition_count(plan->zone);
    for (size_t i = 0; i < MONTH_DAYS; i++)
        h->yearly[i] = h->season[i] = -1;
    gather_seasons(h);
    rc = gather_specials(h);
    if (rc == SLA_OK)
        rc = gather_entries(h, from - REACH, to + REACH);
    if (rc == SLA_OK)
        rc = gather_spans(h, from - REACH, to + REACH);
    if (rc == SLA_OK)
        rc = gather_scopes(h, from - REACH, to + REACH);
    if (rc == SLA_OK)
        rc = settle_cuts(h);
    if (rc == SLA_OK)
        rc = make_room_for_own(h);
    if (rc != SLA_OK) {
        sla__hours_free(h);
        return rc;
    }
    *out = h;
    return SLA_OK;
}

void sla__hours_free(struct sla__hours *h)
{
    if (h == NULL)
        return;
    sla__free(h->dates.at);
    sla__free(h->years.at);
    sla__free(h->dated);
    sla__free(h->cuts);
    sla__free(h->parts);
    for (int i = 0; i < 3; i++)
        sla__free(h->own[i]);
    sla__text_clear(&h->joined);
    sla__free(h);
}

int sla__hours_recur(const struct sla__plan *plan)
{
    int any = 0;

    for (int day = 0; day < 7; day++)
        any |= plan->week.day[day].count > 0;
    for (size_t i = 0; i < plan->season_count; i++)
        for (int day = 0; day < 7; day++)
            any |= plan->seasons[i].week.day[day].count > 0;
    for (size_t i = 0; i < plan->special_count; i++)
        any |= plan->specials[i].year == 0 && plan->specials[i].windows.count > 0;
    return any;
}

/* ---------------------------------------------------------------- one date, in wall time */

static void add_name(const char **names, size_t *count, const char *name)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(names[i], name) == 0)
            return;
    if (*count < SLA__DAY_NAMES_MAX)
        names[(*count)++] = name;
}

static void judge_entry(const struct sla__hours *h, const struct entry *e, struct judgement *out,
                        const char **names, size_t *name_count)
{
    const char *name = name_of(h->plan, e->closing, e->name, "holiday");

    if (names != NULL)
        add_name(names, name_count, name);
    if (is_covered(h, e->closing)) {
        out->coverages |= (uint64_t)1 << h->plan->closings[e->closing].coverage;
        return;
    }
    out->closed = 1;
    if (h->plan->closings[e->closing].scope_date && out->scope == NULL)
        out->scope = name;
}

/* R4 for one date: a dated `dates` entry before a yearly one before holidays before seasons before
 * the week. `names` may be NULL. */
static void judge(const struct sla__hours *h, int32_t day, struct cursor *cursor,
                  struct judgement *out, const char **names, size_t *name_count)
{
    int32_t year, month, date, number, special;

    sla__civil_of(day, &year, &month, &date);
    number = month_day(month, date);
    special = h->yearly[number];
    *out = (struct judgement){0};
    while (cursor->dated < h->dated_count && h->dated[cursor->dated].days < day)
        cursor->dated++;
    if (cursor->dated < h->dated_count && h->dated[cursor->dated].days == day)
        special = h->dated[cursor->dated].special;
    while (cursor->date < h->dates.count && h->dates.at[cursor->date].key < day)
        cursor->date++;
    if (special >= 0) {
        out->special = 1;
        out->written = &h->plan->specials[special].windows;
        if (names != NULL)
            add_name(names, name_count, out->written->count > 0 ? "special hours" : "closed");
        return;
    }
    out->written = h->season[number] >= 0
                       ? &h->plan->seasons[h->season[number]].week.day[sla__weekday_of(day)]
                       : &h->plan->week.day[sla__weekday_of(day)];
    for (size_t i = cursor->date; i < h->dates.count && h->dates.at[i].key == day; i++)
        judge_entry(h, &h->dates.at[i], out, names, name_count);
    for (size_t i = h->year_from[number]; i < h->year_from[number + 1]; i++)
        judge_entry(h, &h->years.at[i], out, names, name_count);
}

/* Copies the windows into `room`, sorted and joined so that they are disjoint. A day has few
 * windows: the plain way will do. */
static struct sla__windows disjoint(const struct sla__windows *from, struct sla__window *room)
{
    struct sla__windows made = {room, 0};

    for (int32_t i = 0; i < from->count; i++) {
        int32_t k = i;

        for (; k > 0 && room[k - 1].open > from->at[i].open; k--)
            room[k] = room[k - 1];
        room[k] = from->at[i];
    }
    for (int32_t i = 0; i < from->count; i++) {
        if (made.count > 0 && room[i].open <= room[made.count - 1].close) {
            if (room[i].close > room[made.count - 1].close)
                room[made.count - 1].close = room[i].close;
        } else {
            room[made.count++] = room[i];
        }
    }
    return made;
}

/* What two disjoint lists have in common. */
static struct sla__windows common(const struct sla__windows *a, const struct sla__windows *b,
                                  struct sla__window *room)
{
    struct sla__windows made = {room, 0};

    for (int32_t i = 0, k = 0; i < a->count && k < b->count;) {
        int32_t open = a->at[i].open > b->at[k].open ? a->at[i].open : b->at[k].open;
        int32_t close = a->at[i].close < b->at[k].close ? a->at[i].close : b->at[k].close;

        if (open < close)
            room[made.count++] = (struct sla__window){open, close};
        if (a->at[i].close < b->at[k].close)
            i++;
        else
            k++;
    }
    return made;
}

/* The windows that a covered holiday leaves: its coverage's own, or what several have in common. */
static struct sla__windows covered_windows(struct sla__hours *h, const struct judgement *j)
{
    struct sla__windows left = *j->written;
    int own = 0;

    for (size_t i = 0; i < h->plan->coverage_count && i < SLA__COVERAGES_MAX; i++) {
        const struct sla__coverage *c = &h->plan->coverages[i];
        struct sla__windows next;

        if (!(j->coverages >> i & 1) || !c->has_windows)
            continue;
        if (++own == 1) {
            left = c->windows; /* as written: R3 looks at each window alone */
            continue;
        }
        if (own == 2)
            left = disjoint(&left, h->own[0]);
        next = disjoint(&c->windows, h->own[2]);
        left = common(&left, &next, h->own[left.at == h->own[0]]);
    }
    return left;
}

/* ---------------------------------------------------------------- one date, in instants */

static void move_clock(struct clock *c, int32_t day)
{
    const int64_t from = (int64_t)(day - REACH) * SLA__DAY, to = (int64_t)(day + REACH) * SLA__DAY;
    int64_t at = INT64_MAX;
    int32_t offset;

    while (c->next < c->count) {
        sla__zone_transition(c->zone, c->next, &at, &offset);
        if (at > from)
            break;
        c->offset = offset;
        c->next++;
    }
    c->steady = c->next == c->count || at > to;
}

static sla_time to_utc(const struct clock *c, int64_t wall)
{
    return c->steady ? wall - c->offset : sla__zone_to_utc(c->zone, wall);
}

static sla_result add_part(struct sla__hours *h, struct sla__part part)
{
    if (h->part_count == h->part_room / 2) { /* the other half is for sorting */
        size_t room = h->part_room > 0 ? 2 * h->part_room : 16;
        struct sla__part *more = sla__realloc(h->parts, room, sizeof *more);

        if (more == NULL)
            return SLA_NO_MEMORY;
        h->parts = more;
        h->part_room = room;
    }
    h->parts[h->part_count++] = part;
    return SLA_OK;
}

static size_t first_cut_after(const struct sla__hours *h, sla_time at)
{
    size_t low = 0, high = h->cut_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (h->cuts[middle].to > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Divides one window by the cuts; each cut that meets it gives the date its name. */
static sla_result cut_window(struct sla__hours *h, sla_time open, sla_time close)
{
    sla_time at = open;
    sla_result rc = SLA_OK;

    for (size_t i = first_cut_after(h, open); i < h->cut_count && h->cuts[i].from < close; i++) {
        const struct cut *c = &h->cuts[i];
        sla_time from = c->from > at ? c->from : at, to = c->to < close ? c->to : close;

        if (at < from)
            rc = add_part(h, (struct sla__part){open, at, from, NULL});
        if (rc == SLA_OK)
            rc = add_part(h, (struct sla__part){open, from, to, c->name});
        if (rc != SLA_OK)
            return rc;
        add_name(h->names, &h->name_count, c->name);
        at = to;
    }
    return at < close ? add_part(h, (struct sla__part){open, at, close, NULL}) : SLA_OK;
}

/* R3: edges become instants; a window that does not come out forwards is dropped. */
static sla_result place_windows(struct sla__hours *h, const struct sla__windows *w,
                                const char *lost)
{
    const int64_t midnight = (int64_t)h->day * SLA__DAY;
    sla_result rc = SLA_OK;

    for (int32_t i = 0; rc == SLA_OK && i < w->count; i++) {
        sla_time open = to_utc(&h->clock, midnight + w->at[i].open);
        sla_time close = to_utc(&h->clock, midnight + w->at[i].close);

        if (close <= open)
            continue;
        rc = lost != NULL ? add_part(h, (struct sla__part){open, open, close, lost})
                          : cut_window(h, open, close);
    }
    return rc;
}

/* All the date's names in one text. */
static const char *join_names(struct sla__hours *h)
{
    if (h->name_count == 1)
        return h->names[0];
    h->joined.len = 0;
    for (size_t i = 0; i < h->name_count; i++) {
        if (i > 0)
            sla__text_puts(&h->joined, ", ");
        sla__text_puts(&h->joined, h->names[i]);
    }
    return h->joined.failed ? NULL : h->joined.at;
}

static sla_result place_date(struct sla__hours *h, const struct judgement *j)
{
    struct sla__windows left;
    const char *lost;
    sla_result rc = SLA_OK;

    if (!j->closed && j->coverages == 0)
        return place_windows(h, j->written, NULL);
    if (j->written->count == 0)
        return SLA_OK; /* nothing to close, and coverage opens no date that has no windows */
    lost = join_names(h);
    if (lost == NULL)
        return SLA_NO_MEMORY;
    if (j->closed)
        return place_windows(h, j->written, lost);
    left = covered_windows(h, j);
    if (left.at != j->written->at)
        rc = place_windows(h, j->written, lost); /* lost but for what is open below */
    return rc == SLA_OK ? place_windows(h, &left, NULL) : rc;
}

static int by_edge(const void *a, const void *b)
{
    const struct sla__part *x = a, *y = b;

    return (x->from > y->from) - (x->from < y->from);
}

sla_result sla__hours_next(struct sla__hours *h, struct sla__date_hours *out)
{
    struct judgement j;
    sla_result rc;

    h->part_count = 0;
    h->name_count = 0;
    judge(h, h->day, &h->cursor, &j, h->names, &h->name_count);
    move_clock(&h->clock, h->day);
    rc = place_date(h, &j);
    if (rc != SLA_OK)
        return rc;
    if (h->part_count > 1)
        sla__sort_with(h->parts + h->part_room / 2, h->parts, h->part_count, sizeof *h->parts,
                       by_edge);
    *out = (struct sla__date_hours){h->day, h->parts, h->part_count, h->names, h->name_count};
    h->day++;
    return SLA_OK;
}
