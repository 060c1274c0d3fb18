/* SPDX-License-Identifier: MIT */
/*
 * Events as what is closed. An event's instances are its start, the dates of its rule and its
 * RDATEs, without its EXDATEs and without those that another event with the same UID replaces
 * (RECURRENCE-ID); that event then stands for itself, or for nothing if it is cancelled.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/time.h"
#include "calendar/holidays.h"
#include "calendar/ics.h"
#include "calendar/recur.h"
#include "calendar/sort.h"

/* How many dates the rules of a file may look at for each instance that it may have. */
#define WORK_PER_INSTANCE 100

/* How many times a text's limit all texts of a load may come to. */
#define TEXTS_PER_LOAD 4

/* What may still be taken of something that is limited. */
struct allowance {
    int64_t left, limit;
    const char *whose; /* what the limit holds for */
};

struct expansion {
    const struct sla__ics_lines *lines; /* where to report */
    struct sla__holidays *h;
    int32_t first, end;               /* days that are kept: [first, end) */
    struct allowance instances, work; /* work: dates looked at */
    int32_t last_start;               /* the last day on which something begins, or INT32_MIN */
    int endless;                      /* 1: a rule goes on without end */
    const struct sla__ics_event *overrides; /* of the UID in work, by key */
    size_t override_count;
};

/* ------------------------------------------------------------------ limits */

static struct allowance allow(int64_t limit, int64_t spent)
{
    int64_t all = limit < INT64_MAX / TEXTS_PER_LOAD ? limit * TEXTS_PER_LOAD : INT64_MAX;

    if (all - spent < limit)
        return (struct allowance){all - spent, all, "all .ics files together"};
    return (struct allowance){limit, limit, "the file"};
}

static sla_result spend_bytes(const struct sla__ics_lines *lines, struct sla__ics_spent *spent)
{
    int64_t limit = sla__sources_limit(lines->sources, SLA_LIMIT_ICS_BYTES);
    struct allowance bytes = allow(limit, spent->bytes);

    if (lines->len > (uint64_t)limit)
        return SLA_OK; /* sla__ics_next() will refuse it */
    if (lines->len > (uint64_t)bytes.left) {
        sla__report(lines->d, SLA__MSG_LIMIT, (struct sla__place){lines->file, 0, 0},
                    "with this file, %s are larger than %lld bytes; name fewer, or raise "
                    "SLA_LIMIT_ICS_BYTES",
                    bytes.whose, (long long)bytes.limit);
        return SLA_LIMIT;
    }
    spent->bytes += (int64_t)lines->len;
    return SLA_OK;
}

/* ------------------------------------------------------------------ order */

/* By UID; those that replace behind those that are replaced, by what they replace, the newest
 * first. */
static int by_uid(const void *a, const void *b)
{
    const struct sla__ics_event *x = a, *y = b;
    int uid = strcmp(x->uid, y->uid);

    if (uid != 0)
        return uid;
    if (x->is_override != y->is_override)
        return x->is_override - y->is_override;
    if (x->replaces.kind != y->replaces.kind)
        return (x->replaces.kind > y->replaces.kind) - (x->replaces.kind < y->replaces.kind);
    if (x->replaces.key != y->replaces.key)
        return (x->replaces.key > y->replaces.key) - (x->replaces.key < y->replaces.key);
    return (x->sequence < y->sequence) - (x->sequence > y->sequence);
}

/* Is b an older revision of a, which stands before it? (RFC 5546, 2.1.5) */
static int superseded(const struct sla__ics_event *a, const struct sla__ics_event *b)
{
    return b->sequence < a->sequence && a->is_override == b->is_override &&
           a->replaces.kind == b->replaces.kind && a->replaces.key == b->replaces.key;
}

static int replaced(const struct expansion *x, int64_t key)
{
    size_t from = 0, to = x->override_count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (x->overrides[middle].replaces.key < key)
            from = middle + 1;
        else
            to = middle;
    }
    return from < x->override_count && x->overrides[from].replaces.key == key;
}

static int excepted(const struct sla__ics_event *e, int64_t key)
{
    size_t from = 0, to = e->except_count;

    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (e->except[middle] < key)
            from = middle + 1;
        else
            to = middle;
    }
    return from < e->except_count && e->except[from] == key;
}

/* ------------------------------------------------------------------ instances */

static sla_result too_many(const struct expansion *x, const struct sla__ics_event *e)
{
    char room[SLA__ICS_WHO_MAX];

    sla__report(x->lines->d, SLA__MSG_LIMIT, (struct sla__place){x->lines->file, e->line, 0},
                "%s: the events of %s make more than %lld dates and spans; end their rules with "
                "UNTIL or raise SLA_LIMIT_ICS_INSTANCES",
                sla__ics_who(e->uid, room), x->instances.whose, (long long)x->instances.limit);
    return SLA_LIMIT;
}

static sla_result too_much_work(const struct expansion *x, const struct sla__ics_event *e)
{
    char room[SLA__ICS_WHO_MAX];

    sla__report(x->lines->d, SLA__MSG_LIMIT, (struct sla__place){x->lines->file, e->rule_line, 0},
                "%s: the rules of %s pass over too many dates that they do not take; begin them "
                "later, end them with UNTIL or raise SLA_LIMIT_ICS_INSTANCES",
                sla__ics_who(e->uid, room), x->work.whose);
    return SLA_LIMIT;
}

static sla_result close_days(struct expansion *x, const struct sla__ics_event *e, int64_t from,
                             int64_t to)
{
    size_t len = strlen(e->name);
    sla_result rc = SLA_OK;

    if (from < x->first)
        from = x->first;
    if (to > x->end)
        to = x->end;
    for (; rc == SLA_OK && from < to; from++)
        rc = x->instances.left-- > 0 ? sla__holidays_add_date(x->h, (int32_t)from, e->name, len)
                                     : too_many(x, e);
    return rc;
}

static sla_result close_span(struct expansion *x, const struct sla__ics_event *e, int64_t from,
                             int64_t to)
{
    if (from < (int64_t)x->first * SLA__DAY)
        from = (int64_t)x->first * SLA__DAY;
    if (to > (int64_t)x->end * SLA__DAY)
        to = (int64_t)x->end * SLA__DAY;
    if (from >= to)
        return SLA_OK;
    if (x->instances.left-- <= 0)
        return too_many(x, e);
    return sla__holidays_add_span(x->h, from, to, e->point.kind == SLA__ICS_FLOATING, e->name,
                                  strlen(e->name));
}

static sla_result instance(struct expansion *x, const struct sla__ics_event *e, int32_t day,
                           int64_t key, int64_t end)
{
    int64_t before = x->instances.left;
    sla_result rc;

    if (excepted(e, key) || (!e->is_override && replaced(x, key)))
        return SLA_OK;
    rc =
        e->point.kind == SLA__ICS_ALL_DAY ? close_days(x, e, key, end) : close_span(x, e, key, end);
    if (x->instances.left < before && day > x->last_start)
        x->last_start = day;
    return rc;
}

/* ------------------------------------------------------------------ rules */

struct until {
    int by_day;
    int32_t day;
    int64_t key;
};

/* What UNTIL means for this event; ics_events.c has warned where its form is not DTSTART's. */
static struct until until_of(const struct sla__recur *rule, const struct sla__ics_event *e)
{
    struct sla__ics_time t = {rule->until_day, rule->until_second, rule->until_utc};
    struct until until = {0, INT32_MAX, INT64_MAX};

    if (!rule->has_until)
        return until;
    until.by_day = t.second < 0 || e->point.kind == SLA__ICS_ALL_DAY;
    until.day = t.day;
    if (!until.by_day)
        until.key = sla__ics_key(t.utc ? NULL : e->zone, t);
    return until;
}

static sla_result expand_rule(struct expansion *x, const struct sla__ics_event *e)
{
    struct sla__recur_walk walk;
    struct sla__recur_fault fault;
    struct sla__recur rule;
    struct sla__ics_time t = e->start;
    struct until until;
    int32_t last = x->end;
    sla_result rc = sla__recur_parse(e->rule, strlen(e->rule), &rule, &fault);
    int found = 0;

    if (rc != SLA_OK)
        return rc; /* not so: it was read before */
    until = until_of(&rule, e);
    if (!rule.has_until && rule.count == 0)
        x->endless = 1;
    if (rule.has_until && rule.until_day < last)
        last = rule.until_day + 1; /* UNTIL in UTC may be tomorrow here */
    if (last < e->start.day)
        last = e->start.day; /* it stands whatever UNTIL says */
    sla__recur_begin(&walk, &rule, e->start.day, last, x->work.left);
    while (rc == SLA_OK && (found = sla__recur_next(&walk, &t.day)) > 0) {
        int64_t key = sla__ics_key(e->zone, t);
        if (walk.given > 1 && (until.by_day ? t.day > until.day : key > until.key))
            break;
        rc = instance(x, e, t.day, key, sla__ics_end(e->zone, t, e->length));
    }
    x->work.left = walk.work;
    return rc == SLA_OK && found < 0 ? too_much_work(x, e) : rc;
}

static sla_result expand(struct expansion *x, const struct sla__ics_event *e)
{
    sla_result rc;
    size_t i;

    if (!e->closes)
        return SLA_OK;
    if (e->rule != NULL)
        rc = expand_rule(x, e);
    else
        rc = instance(x, e, e->start.day, e->point.key, sla__ics_end(e->zone, e->start, e->length));
    for (i = 0; rc == SLA_OK && i < e->extra_count; i++)
        rc = instance(x, e, e->extras[i].day, e->extras[i].key, e->extras[i].end);
    return rc;
}

/* ------------------------------------------------------------------ UIDs */

/* What is replaced and what replaces it must be comparable. */
static sla_result check_overrides(const struct expansion *x, const struct sla__ics_event *master)
{
    const struct sla__ics_event *e = x->overrides;
    char room[SLA__ICS_WHO_MAX];

    if (x->override_count > 0 && e->replaces.kind == master->point.kind)
        e = &x->overrides[x->override_count - 1]; /* sorted by kind: one of the two differs */
    if (x->override_count == 0 || e->replaces.kind == master->point.kind)
        return SLA_OK;
    sla__report(x->lines->d, SLA__MSG_ICS_MISMATCH,
                (struct sla__place){x->lines->file, e->override_line, 0},
                "%s: RECURRENCE-ID and the DTSTART of line %d differ: both must be dates, or times "
                "of one kind",
                sla__ics_who(e->uid, room), (int)master->line);
    return SLA_BAD_INPUT;
}

/* All events of one UID: at[0..masters) and what replaces instances of them behind. */
static sla_result expand_uid(struct expansion *x, const struct sla__ics_event *at, size_t masters,
                             size_t count)
{
    const struct sla__ics_event *newest = at;
    sla_result rc = SLA_OK;
    size_t i;

    x->overrides = at + masters;
    x->override_count = count - masters;
    for (i = 0; rc == SLA_OK && i < count; i++) {
        if (at[i].uid[0] != '\0' && superseded(newest, &at[i]))
            continue;
        newest = &at[i];
        if (i < masters)
            rc = check_overrides(x, &at[i]);
        if (rc == SLA_OK)
            rc = expand(x, &at[i]);
    }
    return rc;
}

static sla_result expand_all(struct expansion *x, const struct sla__ics_events *events)
{
    sla_result rc = SLA_OK;
    size_t from, to, masters;

    for (from = 0; rc == SLA_OK && from < events->count; from = to) {
        const struct sla__ics_event *at = events->at + from;
        for (to = from, masters = 0; to < events->count && strcmp(events->at[to].uid, at->uid) == 0;
             to++)
            masters += !events->at[to].is_override;
        rc = expand_uid(x, at, masters, to - from);
    }
    return rc;
}

/* ------------------------------------------------------------------ */

static sla_result copy_list(const void *from, size_t count, size_t size, void **to)
{
    *to = sla__alloc(count, size);
    if (*to == NULL)
        return SLA_NO_MEMORY;
    if (count > 0)
        memcpy(*to, from, count * size);
    return SLA_OK;
}

/* *to is empty before; after a failure too, but for what sla__holidays_clear() frees. */
static sla_result copy_holidays(const struct sla__holidays *from, struct sla__holidays *to)
{
    void *dates = NULL, *years = NULL, *spans = NULL;
    int32_t number, i;
    sla_result rc;

    rc = copy_list(from->dates, from->date_count, sizeof *from->dates, &dates);
    if (rc == SLA_OK)
        rc = copy_list(from->years, from->year_count, sizeof *from->years, &years);
    if (rc == SLA_OK)
        rc = copy_list(from->spans, from->span_count, sizeof *from->spans, &spans);
    to->dates = dates;
    to->years = years;
    to->spans = spans;
    to->date_count = to->date_room = from->date_count;
    to->year_count = to->year_room = from->year_count;
    to->span_count = to->span_room = from->span_count;
    to->known_until = from->known_until;
    for (i = 0; rc == SLA_OK && i < from->names.count; i++)
        rc = sla__names_add(&to->names, from->names.at[i], strlen(from->names.at[i]), &number);
    return rc;
}

static int32_t known_until(const struct expansion *x, const struct sla__ics_events *events)
{
    int32_t year, month, day;

    if (events->known_until != INT32_MAX)
        return events->known_until;
    if (x->endless || x->last_start == INT32_MIN)
        return INT32_MAX;
    sla__civil_of(x->last_start, &year, &month, &day);
    return sla__days_of(year, 12, 31);
}

static void warn_nothing(const struct sla__ics_lines *lines, const struct sla__ics_events *events)
{
    size_t idle = 0, i;

    for (i = 0; i < events->count; i++)
        idle += !events->at[i].closes;
    sla__report(lines->d, SLA__MSG_ICS_NOTHING, (struct sla__place){lines->file, 0, 0},
                "the file closes nothing: of its %zu events %zu are TRANSPARENT or CANCELLED",
                events->count, idle);
}

static sla_result add_events(struct sla__holidays *h, const struct sla__ics_lines *lines,
                             struct sla__ics_events *events, struct sla__ics_spent *spent)
{
    int64_t limit = sla__sources_limit(lines->sources, SLA_LIMIT_ICS_INSTANCES);
    int64_t work = limit < INT64_MAX / WORK_PER_INSTANCE ? limit * WORK_PER_INSTANCE : INT64_MAX;
    const struct allowance instances = allow(limit, spent->instances);
    const struct allowance looks = allow(work, spent->work);
    struct sla__holidays grown = SLA__HOLIDAYS_INIT;
    struct expansion x = {.lines = lines,
                          .h = &grown,
                          .instances = instances,
                          .work = looks,
                          .last_start = INT32_MIN};
    int32_t until;
    sla_result rc;

    x.first = sla__days_of(SLA__ICS_FIRST_YEAR, 1, 1);
    x.end = sla__days_of(SLA__ICS_LAST_YEAR + 1, 1, 1);
    rc = copy_holidays(h, &grown);
    if (rc == SLA_OK)
        rc = sla__sort(events->at, events->count, sizeof *events->at, by_uid);
    if (rc == SLA_OK)
        rc = expand_all(&x, events);
    spent->instances += instances.left - x.instances.left;
    spent->work += looks.left - x.work.left;
    if (rc == SLA_OK) {
        struct sla__holidays old = *h;
        until = known_until(&x, events);
        if (until < grown.known_until)
            grown.known_until = until;
        if (x.instances.left == instances.left)
            warn_nothing(lines, events);
        *h = grown;
        grown = old;
    }
    sla__holidays_clear(&grown);
    return rc;
}

sla_result sla__holidays_add_ics(struct sla__holidays *h, const sla_sources *sources,
                                 const char *file, const char *text, size_t len,
                                 struct sla__ics_spent *spent, sla_diagnostics *d)
{
    struct sla__ics_lines lines = {
        .file = file, .text = text, .len = len, .sources = sources, .d = d};
    struct sla__ics_events events;
    sla_result rc = spend_bytes(&lines, spent);

    if (rc != SLA_OK)
        return rc;
    rc = sla__ics_read(&lines, &events);
    if (rc == SLA_OK)
        rc = add_events(h, &lines, &events, spent);
    sla__ics_events_clear(&events);
    sla__ics_lines_clear(&lines);
    return rc;
}
