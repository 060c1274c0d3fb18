/* SPDX-License-Identifier: MIT */
/* Room in a growing array, made of the four in alloc.c so that they can be replaced alone. */
#include "base/alloc.h"

void *sla__grow(void *at, size_t count, size_t *room, size_t size)
{
    size_t wanted = *room == 0 ? 16 : *room + *room / 2;
    void *larger;

    if (count < *room)
        return at;
    larger = wanted > *room ? sla__realloc(at, wanted, size) : NULL;
    if (larger != NULL)
        *room = wanted;
    return larger;
}
