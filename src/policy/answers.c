/* SPDX-License-Identifier: MIT */
/*
 * Does every clock have an answer for every ticket that can be, and every row a ticket that it
 * answers? For each clock the rows are taken, in order, out of the space of all its tickets; what
 * is left has no answer, and a row that took nothing can never match. This tries sets of values,
 * not tickets, and so is quick for what people write; what is made to be slow runs into WORK_MAX.
 */
#include "policy/space.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "policy/vain.h"

#define WORK_MAX 64000000 /* words of boxes touched */
#define KEPT_MAX 4000000  /* words of boxes kept */

struct check {
    struct sla__draft *draft;
    const sla_policy *p;
    const struct sla__node **rows; /* the nodes of `targets` */
    struct sla__space space;
    uint64_t *row_boxes;                   /* what each row's `when` fits */
    uint64_t *all, *fits, *meet, *scratch; /* single boxes */
    struct sla__boxes left, next;          /* what the rows so far did not answer */
    struct sla__vain vain;
    uint64_t *entries; /* one set of priorities: those that the row in hand answers */
    uint64_t work;
    int default_is_wrong; /* the policy's `calendar` is there and was reported */
    int no_calendar_told; /* for this clock */
    int no_length_told;   /* for this row and clock */
};

static int32_t columns(const struct check *c)
{
    return c->p->priorities.count + 1;
}

/* The answers of a row for a clock: column 0 without a priority, then by priority. */
static const struct sla__target **answers_of(const struct check *c, size_t row, int32_t clock)
{
    return &c->p->rows[row].answers[(size_t)clock * (size_t)columns(c)];
}

/* The answer for value `v` of the dimension of priorities. */
static const struct sla__target *answer(const struct check *c, size_t row, int32_t clock, int32_t v)
{
    return answers_of(c, row, clock)[c->p->priorities.count > 0 ? 1 + v : 0];
}

static int32_t priority_values(const struct check *c)
{
    return c->space.dimensions[SLA__BY_PRIORITY].count;
}

static sla_result too_much(const struct check *c)
{
    sla__report(c->draft->d, SLA__MSG_LIMIT, sla__node_find(c->draft->root, "targets")->key_place,
                "targets: to check every combination of their conditions takes more than the limit "
                "of %d million steps; use fewer conditions",
                WORK_MAX / 1000000);
    return SLA_LIMIT;
}

static sla_result spend(struct check *c, size_t work)
{
    c->work += work;
    return c->work > WORK_MAX ? too_much(c) : SLA_OK;
}

/* ------------------------------------------------------------------ calendars */

static void report_no_calendar(struct check *c, size_t row, int32_t clock, int32_t value)
{
    const sla_policy *p = c->p;
    const struct sla__node *node = sla__target_node(p, c->rows[row], clock, -1);
    char quoted[SLA__QUOTE_MAX], whose[SLA__QUOTE_MAX + 128] = "";
    const struct sla__attribute *a;

    if (c->no_calendar_told)
        return;
    c->no_calendar_told = 1;
    if (p->calendar_attribute >= 0) {
        a = &p->attributes[p->calendar_attribute];
        if (value < a->values.count)
            snprintf(whose, sizeof whose, " if %s is %s",
                     p->attribute_names.at[p->calendar_attribute],
                     sla__quote(a->values.at[value], strlen(a->values.at[value]), quoted));
        else
            snprintf(whose, sizeof whose, " if %s is not set",
                     p->attribute_names.at[p->calendar_attribute]);
    }
    sla__report(c->draft->d, SLA__MSG_NO_CALENDAR, node->key_place,
                "clock %s has no calendar to count by%s; give the policy, the clock or its rows a "
                "\"calendar\"",
                sla__quote(p->clocks[clock].name, strlen(p->clocks[clock].name), quoted), whose);
}

static void report_no_length(struct check *c, size_t row, int32_t clock, int32_t priority,
                             int32_t calendar)
{
    const struct sla__node *node = sla__target_node(c->p, c->rows[row], clock, priority);
    const char *name = c->p->calendar_names.at[calendar];
    char quoted[SLA__QUOTE_MAX];

    if (c->no_length_told)
        return;
    c->no_length_told = 1;
    sla__quote(name, strlen(name), quoted);
    sla__report(c->draft->d, SLA__MSG_NO_DAY_LENGTH, node->place,
                "calendar %s has no usual length of a working day; give it \"day_length\", or "
                "write this target in hours",
                quoted);
    if (c->draft->calendar_nodes != NULL && c->draft->calendar_nodes[calendar] != NULL)
        sla__report(c->draft->d, SLA__MSG_SET_BEFORE, c->draft->calendar_nodes[calendar]->key_place,
                    "calendar %s is set here", quoted);
}

/* One calendar (-1: none) that the tickets of a box count by; `in_days` is a priority with a target
 * that needs the length of its days, or -1. */
static void check_calendar(struct check *c, size_t row, int32_t clock, int32_t calendar,
                           int32_t value, int32_t in_days)
{
    if (calendar < 0 && !c->default_is_wrong)
        report_no_calendar(c, row, clock, value);
    if (calendar >= 0 && in_days >= 0 && c->p->calendars != NULL &&
        c->p->calendars[calendar].plan != NULL && c->p->calendars[calendar].day_length == 0)
        report_no_length(c, row, clock, in_days, calendar);
}

/* c->meet is what the row answers: mark who is served, and see what each target counts by. */
static sla_result see_answers(struct check *c, size_t row, int32_t clock)
{
    const sla_policy *p = c->p;
    const struct sla__row *r = &p->rows[row];
    const struct sla__dimension *types = &c->space.dimensions[SLA__BY_TYPE];
    int32_t in_days = -1;
    struct sla__facts facts = {0};
    int counts = 0;
    size_t d;

    for (int32_t v = 0; v < priority_values(c); v++) {
        const struct sla__target *t = answer(c, row, clock, v);

        if (t == NULL || !sla__box_has(&c->space, c->meet, SLA__BY_PRIORITY, v) ||
            t->kind == SLA__TARGET_NONE)
            continue;
        counts = 1;
        for (size_t i = 0; i < types->words; i++)
            c->draft->served[(size_t)v * types->words + i] |= c->meet[types->at + i];
        if (in_days < 0 && t->kind == SLA__TARGET_WORKING_DAYS && t->rule == SLA__DAYS_ELAPSED)
            in_days = v;
    }
    if (!counts)
        return SLA_OK;
    if (p->calendar_attribute < 0 || r->calendar >= 0 || p->clocks[clock].calendar >= 0) {
        check_calendar(c, row, clock, sla__policy_calendar_of(p, clock, r, &facts), 0, in_days);
        return SLA_OK;
    }
    d = (size_t)c->space.attribute[p->calendar_attribute];
    for (int32_t v = 0; v < c->space.dimensions[d].count; v++) {
        if (!sla__box_has(&c->space, c->meet, d, v))
            continue;
        facts.attribute[p->calendar_attribute] =
            v < p->attributes[p->calendar_attribute].values.count ? v : -1;
        check_calendar(c, row, clock, sla__policy_calendar_of(p, clock, r, &facts), v, in_days);
    }
    return spend(c, (size_t)c->space.dimensions[d].count);
}

/* ------------------------------------------------------------------ one row, one clock */

/* out = what the row fits of the clock's tickets, by its `when` and by the priorities it lists. */
static int fitting(const struct check *c, size_t row, int32_t clock, uint64_t *out)
{
    const struct sla__dimension *d = &c->space.dimensions[SLA__BY_PRIORITY];
    const size_t words = c->space.words;

    memcpy(out, &c->row_boxes[row * words], words * sizeof *out);
    for (int32_t v = 0; v < d->count; v++)
        if (answer(c, row, clock, v) == NULL)
            out[d->at + (size_t)v / 64] &= ~((uint64_t)1 << (v % 64));
    return sla__box_meet(&c->space, out, c->all, out);
}

/* The first row above that answers something that this one fits. */
static sla_result answered_before(struct check *c, size_t row, int32_t clock, int64_t *by)
{
    sla_result rc = SLA_OK;

    *by = -1;
    for (size_t i = 0; rc == SLA_OK && i < row && *by < 0; i++) {
        rc = spend(c, c->space.words + (size_t)priority_values(c));
        if (fitting(c, i, clock, c->scratch) &&
            sla__box_meet(&c->space, c->scratch, c->fits, c->scratch))
            *by = (int64_t)i;
    }
    return rc;
}

/* Entries of `{P1: …, P2: …}` that no ticket reaches though the row as a whole is reached. */
static sla_result see_vain_entries(struct check *c, size_t row, int32_t clock)
{
    sla_result rc = SLA_OK;

    if (answers_of(c, row, clock)[0] != NULL)
        return SLA_OK; /* one target for all */
    for (int32_t v = 0; rc == SLA_OK && v < c->p->priorities.count; v++)
        if (answer(c, row, clock, v) != NULL && !(c->entries[v / 64] >> (v % 64) & 1))
            rc = sla__vain_add(&c->vain, row, clock, v, -1);
    return rc;
}

static sla_result take_row(struct check *c, size_t row, int32_t clock)
{
    const size_t words = c->space.words;
    const struct sla__dimension *d = &c->space.dimensions[SLA__BY_PRIORITY];
    const int possible = fitting(c, row, clock, c->fits);
    struct sla__boxes swap;
    int64_t by = -1;
    int reached = 0;
    sla_result rc = SLA_OK;

    c->no_length_told = 0;
    c->next.count = 0;
    memset(c->entries, 0, d->words * sizeof *c->entries);
    for (size_t i = 0; rc == SLA_OK && possible && i < c->left.count; i++) {
        const uint64_t *box = &c->left.at[i * words];

        rc = spend(c, words);
        if (rc != SLA_OK)
            break;
        if (!sla__box_meet(&c->space, box, c->fits, c->meet)) {
            rc = sla__boxes_add(&c->space, &c->next, box);
            continue;
        }
        reached = 1;
        for (size_t k = 0; k < d->words; k++)
            c->entries[k] |= c->meet[d->at + k];
        rc = see_answers(c, row, clock);
        if (rc == SLA_OK)
            rc = spend(c, words * c->space.count + (size_t)d->count);
        if (rc == SLA_OK)
            rc = sla__boxes_add_rest(&c->space, &c->next, box, c->meet, c->scratch);
        if (rc == SLA_OK && c->next.count * words > KEPT_MAX)
            rc = too_much(c);
    }
    if (rc == SLA_OK && possible) {
        swap = c->left;
        c->left = c->next;
        c->next = swap;
    }
    if (rc != SLA_OK)
        return rc;
    if (reached) {
        c->vain.alive[row] = 1;
        return see_vain_entries(c, row, clock);
    }
    if (possible)
        rc = answered_before(c, row, clock, &by);
    return rc == SLA_OK ? sla__vain_add(&c->vain, row, clock, -1, by) : rc;
}

/* ------------------------------------------------------------------ what is left */

/* ` for type "alert" with priority "P5", region not set` */
static void describe(const struct check *c, const uint64_t *box, struct sla__text *t)
{
    const sla_policy *p = c->p;
    char quoted[SLA__QUOTE_MAX];
    int told = 0, with = 0;

    for (size_t i = 0; i < c->space.count; i++) {
        const struct sla__dimension *d = &c->space.dimensions[i];
        const int32_t v = sla__box_example(&c->space, box, i);
        const char *word = d->kind == SLA__BY_TYPE       ? "type"
                           : d->kind == SLA__BY_PRIORITY ? "priority"
                           : d->kind == SLA__BY_STATUS   ? "status"
                           : d->kind == SLA__BY_START    ? "a start"
                                                         : p->attribute_names.at[d->number];
        const char *name = d->kind == SLA__BY_START        ? p->calendar_names.at[d->number]
                           : v >= 0 && v < d->names->count ? d->names->at[v]
                                                           : NULL;

        if (v < 0)
            continue;
        sla__text_puts(t, !told ? " for " : with ? ", " : " with ");
        with |= told || d->kind != SLA__BY_TYPE;
        told = 1;
        if (name == NULL)
            sla__text_printf(t, "%s not set", word);
        else
            sla__text_printf(t, "%s%s %s", word,
                             d->kind != SLA__BY_START ? ""
                             : v == 0                 ? " inside"
                                                      : " outside",
                             sla__quote(name, strlen(name), quoted));
    }
}

static sla_result report_unanswered(const struct check *c, int32_t clock,
                                    const struct sla__node *node)
{
    const char *name = c->p->clocks[clock].name;
    char quoted[SLA__QUOTE_MAX];
    struct sla__text t = {0};
    sla_result rc = SLA_OK;

    describe(c, c->left.at, &t);
    if (t.failed)
        rc = SLA_NO_MEMORY;
    else
        sla__report(c->draft->d, SLA__MSG_NO_TARGET, node->key_place,
                    "clock %s has no target%s; add a row, or say \"%.64s: none\"",
                    sla__quote(name, strlen(name), quoted), t.at != NULL ? t.at : "", name);
    sla__text_clear(&t);
    return rc;
}

static int names_clock(const struct check *c, size_t row, int32_t clock)
{
    const struct sla__target **answers = answers_of(c, row, clock);

    for (int32_t i = 0; i < columns(c); i++)
        if (answers[i] != NULL)
            return 1;
    return 0;
}

static sla_result check_clock(struct check *c, int32_t clock, const struct sla__node *node)
{
    sla_result rc;

    sla__box_full(&c->space, c->all);
    sla__box_restrict(&c->space, c->all, &c->p->clocks[clock].when);
    c->left.count = 0;
    c->no_calendar_told = 0;
    rc = sla__boxes_add(&c->space, &c->left, c->all);
    for (size_t r = 0; rc == SLA_OK && r < c->p->row_count; r++)
        if (names_clock(c, r, clock))
            rc = take_row(c, r, clock);
    if (rc == SLA_OK && c->left.count > 0)
        rc = report_unanswered(c, clock, node);
    return rc;
}

/* ------------------------------------------------------------------ all of it */

static sla_result prepare(struct check *c)
{
    const sla_policy *p = c->p;
    const struct sla__node *section = sla__node_find(c->draft->root, "targets");
    const struct sla__node *n = section != NULL ? section->child : NULL;
    sla_result rc = sla__space_new(&c->space, p);
    size_t words = c->space.words;

    if (rc != SLA_OK)
        return rc;
    c->rows = sla__alloc(p->row_count, sizeof *c->rows);
    c->vain.alive = sla__alloc(p->row_count, sizeof *c->vain.alive);
    c->row_boxes = sla__alloc(p->row_count, words * sizeof *c->row_boxes);
    c->all = sla__alloc(4 * words + c->space.dimensions[SLA__BY_PRIORITY].words, sizeof *c->all);
    c->draft->served = sla__alloc((size_t)priority_values(c),
                                  c->space.dimensions[SLA__BY_TYPE].words * sizeof *c->all);
    if (c->rows == NULL || c->vain.alive == NULL || c->row_boxes == NULL || c->all == NULL ||
        c->draft->served == NULL)
        return SLA_NO_MEMORY;
    c->fits = c->all + words;
    c->meet = c->fits + words;
    c->scratch = c->meet + words;
    c->entries = c->scratch + words;
    for (size_t r = 0; r < p->row_count; r++, n = n->next) {
        c->rows[r] = n;
        sla__box_full(&c->space, &c->row_boxes[r * words]);
        sla__box_restrict(&c->space, &c->row_boxes[r * words], &p->rows[r].when);
    }
    return SLA_OK;
}

sla_result sla__check_answers(struct sla__draft *draft)
{
    const struct sla__node *clocks = sla__node_find(draft->root, "clocks");
    const struct sla__node *n = clocks != NULL ? clocks->child : NULL;
    struct check c = {.draft = draft, .p = draft->policy};
    sla_result rc = prepare(&c);

    c.default_is_wrong =
        c.p->default_calendar < 0 && sla__node_find(draft->root, "calendar") != NULL;
    for (int32_t i = 0; rc == SLA_OK && i < c.p->clock_names.count; i++, n = n->next)
        rc = check_clock(&c, i, n);
    if (rc == SLA_OK)
        rc = sla__vain_report(&c.vain, draft, c.rows);
    sla__boxes_clear(&c.left);
    sla__boxes_clear(&c.next);
    sla__space_clear(&c.space);
    sla__free(c.rows);
    sla__free(c.row_boxes);
    sla__free(c.all);
    sla__vain_clear(&c.vain);
    return rc;
}
