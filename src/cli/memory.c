/* SPDX-License-Identifier: MIT */
#include "cli/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"

#define BLOCK_BYTES ((size_t)64 * 1024)

struct arena_block {
    struct arena_block *before;
    size_t used, room;
    max_align_t data[];
};

static void *there(void *p)
{
    if (p == NULL) {
        fputs("slacore: error: memory ran out\n", stderr);
        exit(EXIT_UNREADABLE);
    }
    return p;
}

void *memory_alloc(size_t count, size_t size)
{
    return there(calloc(count > 0 ? count : 1, size));
}

void *memory_grow(void *old, size_t *room, size_t need, size_t size)
{
    size_t more = *room;

    if (need <= more)
        return old;
    if (more < 16)
        more = 16;
    while (more < need)
        more = more <= SIZE_MAX / 2 ? more * 2 : need;
    *room = more;
    return there(more <= SIZE_MAX / size ? realloc(old, more * size) : NULL);
}

char *memory_copy(const char *text, size_t len)
{
    char *copy = memory_alloc(len + 1, 1);

    if (len > 0)
        memcpy(copy, text, len);
    return copy;
}

void *arena_alloc(struct arena *a, size_t len)
{
    size_t unit = sizeof(max_align_t);
    size_t need = (len / unit + 1) * unit;
    struct arena_block *b = a->last;

    if (b == NULL || b->room - b->used < need) {
        size_t room = need > BLOCK_BYTES ? need : BLOCK_BYTES;

        b = there(malloc(sizeof *b + room));
        b->before = a->last;
        b->used = 0;
        b->room = room;
        a->last = b;
    }
    b->used += need;
    return (char *)b->data + (b->used - need);
}

char *arena_copy(struct arena *a, const char *text, size_t len)
{
    char *copy = arena_alloc(a, len + 1);

    if (len > 0)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

void arena_free(struct arena *a)
{
    while (a->last != NULL) {
        struct arena_block *b = a->last;

        a->last = b->before;
        free(b);
    }
}
