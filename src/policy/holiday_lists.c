/* SPDX-License-Identifier: MIT */
/* Lists of holidays as they are written: names of lists, `.ics` files, dates, timed closures. */
#include "policy/calendars.h"

#include <string.h>
#include "base/alloc.h"
#include "base/time.h"
#include "calendar/sort.h"

#define FORMS                                                                                      \
    "write a list's name, 2026-12-24, 12-24, {list: NAME}, {file: NAME.ics}, "                     \
    "{date: 2026-12-24, name: ...} or {from: 2026-12-24T12:00, to: ..., name: ...}"

#define TWICE_MAX 10 /* warnings for one list, so that they leave room for errors */

/* What makes two entries the same holiday, for the warning. */
struct seen {
    int64_t key;
    const struct sla__node *node;
};
enum { SEEN_DATE = 0, SEEN_YEAR = 1, SEEN_SOURCE = 2, SEEN_LIST = 3 };

/* Dates that are written here, by coverage and scope. */
struct own {
    int32_t coverage, scope;
    struct sla__holidays *holidays;
};

struct entries {
    struct sla__draft *draft;
    struct sla__holiday_shelf *shelf;
    struct sla__holiday_list *out;
    int in_calendar; /* lists of the section may be named */
    struct own own[3 * (SLA__COVERAGES_MAX + 1)];
    size_t own_count;
    struct seen *seen;
    size_t seen_count;
    int32_t last_date; /* days */
    int only_dates;    /* nothing but dates with their year, and timed closures */
};

/* One entry, its parts told apart. */
struct entry {
    const struct sla__node *node;
    const struct sla__node *list, *file, *date, *from, *to, *name;
    int32_t coverage, scope; /* -1: not given */
};

static sla_result add_use(struct entries *e, const struct sla__node *node,
                          struct sla__holiday_use use)
{
    struct sla__holiday_list *out = e->out;
    sla_result rc = sla__holidays_copied(e->draft, e->shelf, 1, node->place);
    struct sla__holiday_use *more;

    if (rc != SLA_OK)
        return rc;
    more = sla__grow(out->uses, out->count, &out->room, sizeof *more);
    if (!more)
        return SLA_NO_MEMORY;
    out->uses = more;
    more[out->count++] = use;
    return SLA_OK;
}

static void note_seen(struct entries *e, const struct sla__node *node, int kind, int64_t number)
{
    e->seen[e->seen_count++] = (struct seen){(int64_t)kind << 40 | number, node};
}

/* The holidays that dates of this coverage and scope go to. */
static sla_result own_for(struct entries *e, const struct entry *entry, struct sla__holidays **out)
{
    sla_result rc;

    for (size_t i = 0; i < e->own_count; i++) {
        if (e->own[i].coverage == entry->coverage && e->own[i].scope == entry->scope) {
            *out = e->own[i].holidays;
            return SLA_OK;
        }
    }
    rc = sla__holidays_own(e->shelf, out);
    if (rc == SLA_OK) {
        e->own[e->own_count++] = (struct own){entry->coverage, entry->scope, *out};
        rc =
            add_use(e, entry->node, (struct sla__holiday_use){*out, entry->coverage, entry->scope});
    }
    return rc;
}

/* ---- the forms of an entry */

static void check_known(struct entries *e, const struct sla__node *node, const char *what,
                        int32_t known_until)
{
    int ok;
    int32_t effective = sla__days_of_date(e->draft->policy->effective, &ok);
    sla_date last;

    if (!ok || known_until >= effective)
        return;
    last = sla__date_of_days(known_until);
    sla__report(e->draft->d, SLA__MSG_HOLIDAYS_END, node->place,
                "%s ends on %04d-%02d-%02d, before this policy begins: give it a newer one", what,
                (int)(last / 10000), (int)(last / 100 % 100), (int)(last % 100));
}

static sla_result read_source(struct entries *e, const struct entry *entry,
                              const struct sla__node *node, int file)
{
    const struct sla__holidays *h;
    int32_t number = -1;
    sla_result rc = sla__holidays_source(e->draft, e->shelf, node, file, &number);

    e->only_dates = 0;
    if (rc != SLA_OK)
        return rc;
    note_seen(e, node, SEEN_SOURCE, number);
    h = e->shelf->sources[number];
    if (!h)
        return SLA_OK;
    check_known(e, node, file ? "this file" : "this list", h->known_until);
    return add_use(e, node, (struct sla__holiday_use){h, entry->coverage, entry->scope});
}

/* All of a list of the section; what it says of coverage and scope itself stands. */
static sla_result read_list_of_section(struct entries *e, const struct entry *entry,
                                       const struct sla__node *node, int32_t number)
{
    const struct sla__holiday_list *list = &e->shelf->lists[number];
    sla_result rc = SLA_OK;

    note_seen(e, node, SEEN_LIST, number);
    for (size_t i = 0; rc == SLA_OK && i < list->count; i++) {
        struct sla__holiday_use use = list->uses[i];
        use.coverage = use.coverage < 0 ? entry->coverage : use.coverage;
        use.scope = use.scope < 0 ? entry->scope : use.scope;
        rc = add_use(e, node, use);
    }
    return rc;
}

static void report_unknown(struct entries *e, const struct sla__node *node)
{
    const struct sla__names *lists = &e->shelf->list_names;
    char quoted[SLA__QUOTE_MAX];
    const char *near = NULL;

    sla__quote(node->text, node->len, quoted);
    if (node->len > 4 && strcmp(node->text + node->len - 4, ".ics") == 0) {
        sla__report(e->draft->d, SLA__MSG_UNKNOWN_NAME, node->place,
                    "%s is no list: a file is written {file: NAME.ics}", quoted);
        return;
    }
    if (node->text[0] >= '0' && node->text[0] <= '9') {
        sla__report(e->draft->d, SLA__MSG_BAD_DATE, node->place, "%s is no date: %s", quoted,
                    sla__date_hint(node->text, node->len));
        return;
    }
    if (!e->in_calendar && sla__names_find(lists, node->text, node->len) >= 0) {
        sla__report(e->draft->d, SLA__MSG_BAD_HOLIDAY, node->place,
                    "%s is a list of this section: let calendars name both lists", quoted);
        return;
    }
    if (sla__report_wanted(e->draft->d)) {
        near = e->in_calendar ? sla__names_nearest(lists, node->text, node->len) : NULL;
        near = near ? near : sla__nearest(sla__holidays_bundled_names, node->text, node->len);
    }
    if (near)
        sla__report(e->draft->d, SLA__MSG_UNKNOWN_NAME, node->place,
                    "unknown holiday list %s: did you mean \"%s\"?", quoted, near);
    else
        sla__report(e->draft->d, SLA__MSG_UNKNOWN_NAME, node->place,
                    "unknown holiday list %s: define it under \"holidays\", name a bundled one "
                    "such as uk-england-and-wales, or write {file: NAME.ics}",
                    quoted);
}

static sla_result read_list(struct entries *e, const struct entry *entry,
                            const struct sla__node *node)
{
    int32_t number;

    e->only_dates = 0;
    if (!sla__expect_text(e->draft, node, "list"))
        return SLA_OK;
    number = e->in_calendar ? sla__names_find(&e->shelf->list_names, node->text, node->len) : -1;
    if (number >= 0)
        return read_list_of_section(e, entry, node, number);
    if (sla__holidays_bundled(node->text, node->len) >= 0)
        return read_source(e, entry, node, 0);
    report_unknown(e, node);
    return SLA_OK;
}

static sla_result add_date(struct entries *e, const struct entry *entry,
                           const struct sla__node *node, int32_t days, const char *name)
{
    struct sla__holidays *h;
    char quoted[SLA__QUOTE_MAX];
    sla_result rc;

    if (days < 0 || days > SLA_TIME_MAX / SLA__DAY) {
        sla__report(e->draft->d, SLA__MSG_DATE_BEYOND, node->place,
                    "%s closes nothing: calendars reach from 1970 to 2099",
                    sla__quote(node->text, node->len, quoted));
        return SLA_OK;
    }
    note_seen(e, node, SEEN_DATE, days);
    e->last_date = days > e->last_date ? days : e->last_date;
    rc = own_for(e, entry, &h);
    return rc == SLA_OK ? sla__holidays_add_date(h, days, name, strlen(name)) : rc;
}

/* A date that the text is, or a complaint. */
static sla_result read_date(struct entries *e, const struct entry *entry,
                            const struct sla__node *node)
{
    const char *name = entry->name ? entry->name->text : "holiday";
    char quoted[SLA__QUOTE_MAX];
    struct sla__holidays *h;
    int32_t days, month, day;
    sla_result rc;

    if (!sla__expect_text(e->draft, node, "date"))
        return SLA_OK;
    if (sla__parse_date(node->text, node->len, &days))
        return add_date(e, entry, node, days, name);
    e->only_dates = 0;
    if (!sla__parse_month_day(node->text, node->len, &month, &day)) {
        sla__report(e->draft->d, SLA__MSG_BAD_DATE, node->place, "%s is no date: %s",
                    sla__quote(node->text, node->len, quoted),
                    sla__date_hint(node->text, node->len));
        return SLA_OK;
    }
    note_seen(e, node, SEEN_YEAR, month << 8 | day);
    rc = own_for(e, entry, &h);
    return rc == SLA_OK ? sla__holidays_add_year(h, month, day, name, strlen(name)) : rc;
}

/* ---- timed closures */

/* An instant (*floating = 0) or wall time (1); 0 if it is neither. */
static int read_edge(struct entries *e, const struct sla__node *node, const char *key, int64_t *at,
                     int *floating)
{
    const char *text = sla__expect_text(e->draft, node, key);
    char quoted[SLA__QUOTE_MAX];
    sla_time t = 0;
    sla_result rc;
    int32_t days;

    if (!text)
        return 0;
    rc = sla_time_parse(text, node->len, &t);
    *floating = rc == SLA_BAD_INPUT;
    *at = t;
    if (rc == SLA_BAD_INPUT && sla__parse_wall(text, node->len, at) &&
        !sla__parse_date(text, node->len, &days))
        rc = *at >= SLA_TIME_MIN && *at <= SLA_TIME_MAX ? SLA_OK : SLA_OUT_OF_RANGE;
    if (rc == SLA_OK)
        return 1;
    sla__report(e->draft->d, SLA__MSG_BAD_CLOSURE, node->place,
                rc == SLA_OUT_OF_RANGE ? "%s is outside 1970 to 2099"
                                       : "%s is no time: write 2026-12-24T12:00 for wall time, or "
                                         "2026-12-24T12:00:00Z; a whole day is {date: 2026-12-24}",
                sla__quote(text, node->len, quoted));
    return 0;
}

static sla_result read_closure(struct entries *e, const struct entry *entry)
{
    const char *name = entry->name ? entry->name->text : "closure";
    struct sla__holidays *h;
    int64_t from, to;
    int from_floats = 0, to_floats = 0, ok;
    sla_result rc;

    ok = read_edge(e, entry->from, "from", &from, &from_floats);
    ok &= read_edge(e, entry->to, "to", &to, &to_floats);
    if (entry->scope >= 0) {
        sla__report(e->draft->d, SLA__MSG_BAD_CLOSURE, entry->node->place,
                    "\"scope\" is for whole days: a closure from a time to a time closes just "
                    "that: leave it out");
        ok = 0;
    }
    if (!ok)
        return SLA_OK;
    if (from_floats != to_floats || to <= from) {
        sla__report(e->draft->d, SLA__MSG_BAD_CLOSURE, entry->to->place,
                    from_floats != to_floats
                        ? "\"from\" and \"to\" must both have an offset such as Z, or neither"
                        : "\"to\" is not after \"from\"");
        return SLA_OK;
    }
    rc = own_for(e, entry, &h);
    return rc == SLA_OK ? sla__holidays_add_span(h, from, to, from_floats, name, strlen(name)) : rc;
}

/* ---- entries */

static int read_name(struct entries *e, const struct sla__node *node)
{
    char quoted[SLA__QUOTE_MAX];

    if (!sla__expect_text(e->draft, node, "name"))
        return 0;
    if (node->len <= SLA__HOLIDAY_NAME_MAX)
        return 1;
    sla__report(e->draft->d, SLA__MSG_BAD_NAME, node->place,
                "holiday name %s is longer than %d bytes; shorten it",
                sla__quote(node->text, node->len, quoted), SLA__HOLIDAY_NAME_MAX);
    return 0;
}

/* coverage, scope and name; 0 if one of them is wrong. */
static int read_terms(struct entries *e, struct entry *entry)
{
    static const char *const scopes[] = {"shift", "date", NULL};
    const struct sla__node *coverage = sla__node_find(entry->node, "coverage");
    const struct sla__node *scope = sla__node_find(entry->node, "scope");
    int ok = 1;

    if (coverage && !e->shelf->coverages) {
        sla__report(e->draft->d, SLA__MSG_ONLY_IN_POLICY, coverage->key_place,
                    "\"coverage\" needs the priorities of a policy: leave it out here");
        ok = 0;
    } else if (coverage) {
        entry->coverage =
            sla__expect_name(e->draft, coverage, &e->shelf->coverages->names, "coverage");
        ok = entry->coverage >= 0;
    }
    if (scope) {
        entry->scope = sla__expect_word(e->draft, scope, "scope", scopes);
        ok &= entry->scope >= 0;
    }
    if (entry->name && !read_name(e, entry->name))
        ok = 0;
    return ok;
}

static sla_result read_map(struct entries *e, const struct sla__node *node)
{
    static const char *const known[] = {"list", "file",     "date",  "from", "to",
                                        "name", "coverage", "scope", NULL};
    struct entry entry = {node,
                          sla__node_find(node, "list"),
                          sla__node_find(node, "file"),
                          sla__node_find(node, "date"),
                          sla__node_find(node, "from"),
                          sla__node_find(node, "to"),
                          sla__node_find(node, "name"),
                          -1,
                          -1};
    size_t errors = sla__draft_errors(e->draft);
    int forms = !!entry.list + !!entry.file + !!entry.date + !!entry.from;
    int named = entry.list || entry.file;

    if (!sla__expect_map(e->draft, node, "holiday", known))
        return SLA_OK;
    if (forms != 1 || (entry.from != NULL) != (entry.to != NULL) || (named && entry.name)) {
        if (sla__draft_errors(e->draft) == errors) /* else a key is misspelt, and was reported */
            sla__report(e->draft->d, SLA__MSG_BAD_HOLIDAY, node->place,
                        named && entry.name ? "\"name\" is for dates and closures: %s"
                                            : "this entry names no holiday, or is of two kinds: %s",
                        FORMS);
        return SLA_OK;
    }
    if (!read_terms(e, &entry))
        return SLA_OK;
    if (entry.list)
        return read_list(e, &entry, entry.list);
    if (entry.date)
        return read_date(e, &entry, entry.date);
    if (entry.from)
        return read_closure(e, &entry);
    return sla__expect_text(e->draft, entry.file, "file") ? read_source(e, &entry, entry.file, 1)
                                                          : SLA_OK;
}

static sla_result read_entry(struct entries *e, const struct sla__node *node)
{
    struct entry entry = {.node = node, .coverage = -1, .scope = -1};
    int32_t days, month, day;

    if (node->kind == SLA__MAP)
        return read_map(e, node);
    if (node->kind == SLA__LIST) {
        sla__report(e->draft->d, SLA__MSG_BAD_HOLIDAY, node->place, "a list in a list: %s", FORMS);
        return SLA_OK;
    }
    if (sla__parse_date(node->text, node->len, &days) ||
        sla__parse_month_day(node->text, node->len, &month, &day))
        return read_date(e, &entry, node);
    return read_list(e, &entry, node);
}

static int by_key(const void *a, const void *b)
{
    int64_t x = ((const struct seen *)a)->key, y = ((const struct seen *)b)->key;

    return (x > y) - (x < y);
}

/* The same holiday twice is legal, and surely one of them was meant to be another. */
static sla_result check_twice(struct entries *e)
{
    char quoted[SLA__QUOTE_MAX];
    sla_result rc = sla__sort(e->seen, e->seen_count, sizeof *e->seen, by_key);
    int told = 0;

    for (size_t i = 1; rc == SLA_OK && i < e->seen_count && told < TWICE_MAX; i++) {
        const struct sla__node *node = e->seen[i].node;
        if (e->seen[i].key != e->seen[i - 1].key)
            continue;
        told++;
        sla__report(e->draft->d, SLA__MSG_HOLIDAY_TWICE, node->place, "%s is listed twice",
                    sla__quote(node->text, node->len, quoted));
        sla__report(e->draft->d, SLA__MSG_SET_BEFORE, e->seen[i - 1].node->place,
                    "it is listed here first");
    }
    return rc;
}

/* Dates alone are known until the end of their last year; other lists know their own ends. */
static void bound_dates(struct entries *e, const struct sla__node *node)
{
    int32_t year, month, day;

    if (!e->only_dates || e->last_date < 0)
        return;
    sla__civil_of(e->last_date, &year, &month, &day);
    for (size_t i = 0; i < e->own_count; i++)
        e->own[i].holidays->known_until = sla__days_of(year, 12, 31);
    check_known(e, node, "this list", sla__days_of(year, 12, 31));
}

static sla_result read_entries(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                               const struct sla__node *node, int in_calendar,
                               struct sla__holiday_list *out)
{
    struct entries e = {.draft = draft,
                        .shelf = shelf,
                        .out = out,
                        .in_calendar = in_calendar,
                        .last_date = -1,
                        .only_dates = 1};
    sla_result rc = SLA_OK;

    if (in_calendar && node->kind == SLA__TEXT && strcmp(node->text, "none") == 0)
        return SLA_OK;
    if (node->kind == SLA__MAP || (node->kind == SLA__TEXT && node->len == 0)) {
        sla__report_kind(draft, node, "holidays", "a list");
        return SLA_OK;
    }
    if (node->kind == SLA__LIST && !node->child)
        sla__report(draft->d, SLA__MSG_EMPTY_VALUE, node->place,
                    in_calendar ? "this list is empty: write \"holidays: none\", or leave it out"
                                : "this list is empty: put holidays into it, or leave it out");
    e.seen = sla__alloc((size_t)node->count + 1, sizeof *e.seen);
    if (!e.seen)
        return SLA_NO_MEMORY;
    if (node->kind == SLA__TEXT)
        rc = read_entry(&e, node);
    for (const struct sla__node *n = node->child; rc == SLA_OK && n; n = n->next)
        rc = read_entry(&e, n);
    if (rc == SLA_OK)
        rc = check_twice(&e);
    if (rc == SLA_OK)
        bound_dates(&e, node);
    sla__free(e.seen);
    return rc;
}

sla_result sla__read_holidays(struct sla__draft *draft, struct sla__holiday_shelf *shelf,
                              const struct sla__node *node, struct sla__holiday_list *out)
{
    return read_entries(draft, shelf, node, 1, out);
}

sla_result sla__read_holiday_lists(struct sla__draft *draft, struct sla__holiday_shelf *shelf)
{
    const struct sla__node *section = sla__node_find(draft->root, "holidays");
    sla_result rc;

    if (!sla__expect_map(draft, section, "holidays", NULL))
        return SLA_OK;
    rc = sla__check_count(draft, section, "holidays");
    if (rc != SLA_OK)
        return rc;
    shelf->lists = sla__alloc((size_t)section->count, sizeof *shelf->lists);
    if (!shelf->lists)
        return SLA_NO_MEMORY;
    for (const struct sla__node *n = section->child; rc == SLA_OK && n; n = n->next) {
        int32_t number;
        if (!sla__name_ok(draft, n->key_place, n->key, n->key_len, "holiday list"))
            continue;
        rc = sla__names_add(&shelf->list_names, n->key, n->key_len, &number);
        if (rc == SLA_OK)
            rc = read_entries(draft, shelf, n, 0, &shelf->lists[number]);
    }
    return rc;
}
