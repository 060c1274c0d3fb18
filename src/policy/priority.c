/* SPDX-License-Identifier: MIT */
/* How urgency and impact make a priority: the matrix, and the types whose priority is fixed. */
#include "policy/draft.h"

#include <string.h>

#include "base/alloc.h"

enum { HOLE = -1, WRONG = -2 }; /* what a cell of the matrix holds while it is read */
enum { HOLES_NAMED = 3, CELLS_MAX = 1000000 };

/* The matrix as it is written: rows of the first axis, columns of the second. */
struct grid {
    struct sla__names *rows, *columns;
    const char *row_word, *column_word;
    int transposed; /* the rows are impacts */
    int32_t *cells; /* as the policy keeps them: by urgency, then impact */
};

static int32_t *cell(const struct grid *g, int32_t row, int32_t column)
{
    const size_t urgency = (size_t)(g->transposed ? column : row);
    const size_t impact = (size_t)(g->transposed ? row : column);
    const size_t impacts = (size_t)(g->transposed ? g->rows->count : g->columns->count);

    return &g->cells[urgency * impacts + impact];
}

/* 1 if the axes say [impact, urgency]. */
static int read_axes(struct sla__draft *draft, const struct sla__node *axes)
{
    static const char *const words[] = {"urgency", "impact", NULL};
    int32_t first, second;

    if (axes == NULL)
        return 0;
    if (axes->kind != SLA__LIST || axes->count != 2) {
        sla__report(draft->d, SLA__MSG_AXES, axes->place,
                    "\"axes\" must be [urgency, impact] or [impact, urgency]");
        return 0;
    }
    first = sla__expect_word(draft, axes->child, "axis", words);
    second = sla__expect_word(draft, axes->child->next, "axis", words);
    if (first >= 0 && first == second)
        sla__report(draft->d, SLA__MSG_AXES, axes->place,
                    "the two axes must differ: [urgency, impact] or [impact, urgency]");
    return first == 1;
}

static sla_result add_keys(struct sla__draft *draft, const struct sla__node *map, const char *what,
                           struct sla__names *names)
{
    sla_result rc = sla__check_count(draft, map, what);
    int32_t number;

    for (const struct sla__node *n = map->child; rc == SLA_OK && n != NULL; n = n->next)
        if (sla__name_ok(draft, n->key_place, n->key, n->key_len, what))
            rc = sla__names_add(names, n->key, n->key_len, &number);
    return rc;
}

static void report_extra(struct sla__draft *draft, const struct grid *g,
                         const struct sla__node *row, const struct sla__node *n)
{
    const char *near = NULL;
    char quoted[SLA__QUOTE_MAX], row_name[SLA__QUOTE_MAX];

    if (sla__report_wanted(draft->d))
        near = sla__names_nearest(g->columns, n->key, n->key_len);
    sla__quote(n->key, n->key_len, quoted);
    sla__quote(row->key, row->key_len, row_name);
    if (near != NULL && *cell(g, sla__names_find(g->rows, row->key, row->key_len),
                              sla__names_find(g->columns, near, strlen(near))) == HOLE)
        sla__report(draft->d, SLA__MSG_MATRIX_EXTRA, n->key_place,
                    "%s %s of %s %s is not in the first row: did you mean \"%s\"?", g->column_word,
                    quoted, g->row_word, row_name, near);
    else
        sla__report(draft->d, SLA__MSG_MATRIX_EXTRA, n->key_place,
                    "%s %s of %s %s is not in the first row; add it to every row, or take it out",
                    g->column_word, quoted, g->row_word, row_name);
}

static void report_holes(struct sla__draft *draft, const struct grid *g,
                         const struct sla__node *row, int32_t r)
{
    char quoted[SLA__QUOTE_MAX], row_name[SLA__QUOTE_MAX];
    struct sla__text list = {0};
    int32_t holes = 0;

    for (int32_t c = 0; c < g->columns->count; c++) {
        if (*cell(g, r, c) != HOLE)
            continue;
        holes++;
        if (holes <= HOLES_NAMED) {
            sla__quote(g->columns->at[c], strlen(g->columns->at[c]), quoted);
            sla__text_printf(&list, "%s%s", holes > 1 ? ", " : "", quoted);
        }
    }
    if (holes > HOLES_NAMED)
        sla__text_printf(&list, " and %d more", (int)(holes - HOLES_NAMED));
    if (holes > 0)
        sla__report(draft->d, SLA__MSG_MATRIX_HOLE, row->key_place,
                    "%s %s has no priority for %s %s; add it", g->row_word,
                    sla__quote(row->key, row->key_len, row_name), g->column_word,
                    list.at != NULL ? list.at : "");
    sla__text_clear(&list);
}

static void read_row(struct sla__draft *draft, const struct grid *g, const struct sla__node *row)
{
    const int32_t r = sla__names_find(g->rows, row->key, row->key_len);
    int extra = 0;

    if (!sla__expect_map(draft, row, "row of the matrix", NULL) || r < 0)
        return;
    for (const struct sla__node *n = row->child; n != NULL; n = n->next) {
        const int32_t c = sla__names_find(g->columns, n->key, n->key_len);
        const int32_t priority = sla__expect_name(draft, n, &draft->policy->priorities, "priority");

        if (c >= 0)
            *cell(g, r, c) = priority >= 0 ? priority : WRONG;
        else
            extra = 1;
    }
    /* A misspelt column leaves a hole too; once it is told, the hole is no news. */
    for (const struct sla__node *n = row->child; extra && n != NULL; n = n->next)
        if (sla__names_find(g->columns, n->key, n->key_len) < 0)
            report_extra(draft, g, row, n);
    if (!extra)
        report_holes(draft, g, row, r);
}

static sla_result read_matrix(struct sla__draft *draft, const struct sla__node *matrix,
                              int transposed)
{
    sla_policy *p = draft->policy;
    struct grid g = {.rows = transposed ? &p->impacts : &p->urgencies,
                     .columns = transposed ? &p->urgencies : &p->impacts,
                     .row_word = transposed ? "impact" : "urgency",
                     .column_word = transposed ? "urgency" : "impact",
                     .transposed = transposed};
    const struct sla__node *first;
    size_t cells;
    sla_result rc;

    if (matrix == NULL || !sla__expect_map(draft, matrix, "matrix", NULL))
        return SLA_OK;
    for (first = matrix->child; first != NULL; first = first->next)
        if (first->kind == SLA__MAP && first->count > 0)
            break; /* its columns are the matrix's */
    if (first == NULL) {
        sla__report(draft->d, SLA__MSG_MATRIX_HOLE, matrix->place,
                    "the matrix is empty; write a row such as \"high: {high: P1, low: P2}\"");
        return SLA_OK;
    }
    rc = add_keys(draft, matrix, g.row_word, g.rows);
    if (rc == SLA_OK)
        rc = add_keys(draft, first, g.column_word, g.columns);
    if (rc != SLA_OK)
        return rc;
    cells = (size_t)g.rows->count * (size_t)g.columns->count;
    if (cells > CELLS_MAX) {
        sla__report(draft->d, SLA__MSG_LIMIT, matrix->place,
                    "matrix: %d rows of %d columns are more than the limit of %d cells",
                    (int)g.rows->count, (int)g.columns->count, CELLS_MAX);
        return SLA_LIMIT;
    }
    g.cells = p->matrix = sla__alloc(cells, sizeof *p->matrix);
    if (p->matrix == NULL)
        return SLA_NO_MEMORY;
    for (size_t i = 0; i < cells; i++)
        p->matrix[i] = HOLE;
    for (const struct sla__node *n = matrix->child; n != NULL; n = n->next)
        read_row(draft, &g, n);
    return SLA_OK;
}

static sla_result read_fixed(struct sla__draft *draft, const struct sla__node *fixed)
{
    sla_policy *p = draft->policy;

    if (fixed == NULL || !sla__expect_map(draft, fixed, "fixed", NULL))
        return SLA_OK;
    p->fixed = sla__alloc((size_t)p->types.count, sizeof *p->fixed);
    if (p->fixed == NULL)
        return SLA_NO_MEMORY;
    for (int32_t i = 0; i < p->types.count; i++)
        p->fixed[i] = -1;
    for (const struct sla__node *n = fixed->child; n != NULL; n = n->next) {
        const struct sla__node key = sla__node_of_key(n);
        const int32_t type = sla__expect_name(draft, &key, &p->types, "type");
        const int32_t priority = sla__expect_name(draft, n, &p->priorities, "priority");

        if (type >= 0)
            p->fixed[type] = priority;
    }
    return SLA_OK;
}

sla_result sla__read_priority(struct sla__draft *draft)
{
    static const char *const known[] = {"axes", "matrix", "fixed", NULL};
    const struct sla__node *section = sla__node_find(draft->root, "priority");
    const struct sla__node *matrix, *fixed;
    int transposed;
    sla_result rc;

    if (section == NULL || !sla__expect_map(draft, section, "priority", known))
        return SLA_OK;
    matrix = sla__node_find(section, "matrix");
    fixed = sla__node_find(section, "fixed");
    if (matrix == NULL && fixed == NULL)
        sla__report(draft->d, SLA__MSG_MISSING_KEY, section->key_place,
                    "\"priority\" needs a \"matrix\", or \"fixed\", or both");
    transposed = read_axes(draft, sla__node_find(section, "axes"));
    rc = read_matrix(draft, matrix, transposed);
    return rc == SLA_OK ? read_fixed(draft, fixed) : rc;
}
