/* SPDX-License-Identifier: MIT */
/* "Did you mean": the known name at the least edit distance (optimal string alignment, by bytes).
 */
#include "base/text.h"

#include <string.h>

enum {
    EDIT = 4, /* insert, leave out or replace a byte */
    SWAP = 2, /* two neighbours exchanged */
    CASE = 1, /* a letter in the other case */
    LONGEST = 64,
    WORK = 1 << 18 /* table cells per question, so that a file full of slips stays cheap */
};

struct search {
    const char *name;
    size_t len;
    const char *best;
    int32_t distance;
    size_t work;
};

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int32_t least(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t replaced(char a, char b)
{
    return a == b ? 0 : lower(a) == lower(b) ? CASE : EDIT;
}

static int32_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    int32_t rows[3][LONGEST + 1];

    for (size_t j = 0; j <= b_len; j++)
        rows[0][j] = (int32_t)j * EDIT;
    for (size_t i = 1; i <= a_len; i++) {
        int32_t *row = rows[i % 3];
        const int32_t *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];

        row[0] = (int32_t)i * EDIT;
        for (size_t j = 1; j <= b_len; j++) {
            row[j] = above[j - 1] + replaced(a[i - 1], b[j - 1]);
            row[j] = least(row[j], least(above[j], row[j - 1]) + EDIT);
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                lower(a[i - 2]) == lower(b[j - 1]))
                row[j] = least(row[j], two_above[j - 2] + SWAP);
        }
    }
    return rows[a_len % 3][b_len];
}

/* Of two at the same distance the one that was known first stays. */
static void consider(struct search *s, const char *known)
{
    size_t len = strlen(known);
    size_t longer = len > s->len ? len : s->len, shorter = len > s->len ? s->len : len;
    int32_t d;

    if (longer > LONGEST || (longer - shorter) * 3 > longer || s->work > WORK)
        return;
    s->work += len * s->len;
    d = distance(s->name, s->len, known, len);
    if (d * 3 <= (int32_t)longer * EDIT && (s->best == NULL || d < s->distance)) {
        s->best = known;
        s->distance = d;
    }
}

const char *sla__names_nearest(const struct sla__names *n, const char *name, size_t len)
{
    struct search s = {.name = name, .len = len};

    for (int32_t i = 0; i < n->count; i++)
        consider(&s, n->at[i]);
    return s.best;
}

const char *sla__nearest(const char *const *known, const char *name, size_t len)
{
    struct search s = {.name = name, .len = len};

    for (; *known != NULL; known++)
        consider(&s, *known);
    return s.best;
}
