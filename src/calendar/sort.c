/* SPDX-License-Identifier: MIT */
/* A natural merge sort: neighbouring runs are merged in pairs until one is left. */
#include "calendar/sort.h"

#include <string.h>

#include "base/alloc.h"

struct sorting {
    size_t count, size;
    int (*order)(const void *, const void *);
};

/* The end of the sorted run that begins at number `from`. */
static size_t run_end(const struct sorting *s, const char *base, size_t from)
{
    size_t end = from + 1;

    while (end < s->count && s->order(base + (end - 1) * s->size, base + end * s->size) <= 0)
        end++;
    return end < s->count ? end : s->count;
}

/* Merges [begin, middle) and [middle, end) of `from` into the same place of `to`. */
static void merge(const struct sorting *s, const char *from, char *to, size_t begin, size_t middle,
                  size_t end)
{
    size_t left = begin, right = middle;

    for (size_t i = begin; i < end; i++) {
        int take_left = right == end || (left < middle && s->order(from + left * s->size,
                                                                   from + right * s->size) <= 0);
        size_t taken = take_left ? left++ : right++;

        memcpy(to + i * s->size, from + taken * s->size, s->size);
    }
}

sla_result sla__sort(void *base, size_t count, size_t size,
                     int (*order)(const void *, const void *))
{
    struct sorting s = {count, size, order};
    char *from = base, *to, *spare;

    if (count < 2 || run_end(&s, from, 0) == count)
        return SLA_OK;
    spare = to = sla__alloc(count, size);
    if (spare == NULL)
        return SLA_NO_MEMORY;
    for (size_t runs = 2; runs > 1;) {
        char *swap = from;

        runs = 0;
        for (size_t begin = 0, end; begin < count; begin = end) {
            size_t middle = run_end(&s, from, begin);

            end = middle < count ? run_end(&s, from, middle) : count;
            merge(&s, from, to, begin, middle, end);
            runs++;
        }
        from = to;
        to = swap;
    }
    if (from != base)
        memcpy(base, from, count * size);
    sla__free(spare);
    return SLA_OK;
}
