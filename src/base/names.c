/* SPDX-License-Identifier: MIT */
/* Names by number, found by hash. */
#include "base/text.h"

#include <string.h>
#include "base/alloc.h"

/* Seeded with the table's address, so that no file can hold names that all fall into one slot. The
 * order of names never depends on it. */
static uint32_t hash(const int32_t *slots, const char *name, size_t len)
{
    uint64_t h = (uint64_t)(uintptr_t)slots * 0x9E3779B97F4A7C15u;

    for (size_t i = 0; i < len; i++) {
        h = (h ^ (unsigned char)name[i]) * 0x9FB21C651E98DF25u;
        h ^= h >> 29;
    }
    return (uint32_t)(h >> 16);
}

/* The slot that holds the name, or the empty one where it belongs. There is always an empty one. */
static int32_t slot_of(char *const *at, const int32_t *slots, int32_t slot_count, const char *name,
                       size_t len)
{
    uint32_t mask = (uint32_t)slot_count - 1;
    uint32_t i = hash(slots, name, len) & mask;

    while (slots[i] >= 0 && (strlen(at[slots[i]]) != len || memcmp(at[slots[i]], name, len) != 0))
        i = (i + 1) & mask;
    return (int32_t)i;
}

/* Twice the slots, before more than half of them are used. */
static int grow_slots(struct sla__names *n)
{
    int32_t slot_count = n->slot_count == 0 ? 16 : n->slot_count * 2;
    int32_t *slots = sla__alloc((size_t)slot_count, sizeof *slots);

    if (slots == NULL)
        return 0;
    memset(slots, 0xFF, (size_t)slot_count * sizeof *slots); /* all -1 */
    for (int32_t i = 0; i < n->count; i++)
        slots[slot_of(n->at, slots, slot_count, n->at[i], strlen(n->at[i]))] = i;
    sla__free(n->slots);
    n->slots = slots;
    n->slot_count = slot_count;
    return 1;
}

static int grow_room(struct sla__names *n)
{
    int32_t room = n->room == 0 ? 8 : n->room * 2;
    char **at = sla__realloc(n->at, (size_t)room, sizeof *at);

    if (at == NULL)
        return 0;
    n->at = at;
    n->room = room;
    return 1;
}

sla_result sla__names_add(struct sla__names *n, const char *name, size_t len, int32_t *number)
{
    int32_t found = sla__names_find(n, name, len);
    char *copy;

    if (found >= 0) {
        *number = found;
        return SLA_OK;
    }
    if (len > 0 && memchr(name, '\0', len) != NULL)
        return SLA_INVALID_ARGUMENT;
    if (n->count >= INT32_MAX / 4)
        return SLA_LIMIT;
    if ((n->count >= n->slot_count / 2 && !grow_slots(n)) || (n->count == n->room && !grow_room(n)))
        return SLA_NO_MEMORY;
    copy = sla__strndup(name, len);
    if (copy == NULL)
        return SLA_NO_MEMORY;
    n->slots[slot_of(n->at, n->slots, n->slot_count, name, len)] = n->count;
    n->at[n->count] = copy;
    *number = n->count++;
    return SLA_OK;
}

int32_t sla__names_find(const struct sla__names *n, const char *name, size_t len)
{
    if (n->slot_count == 0)
        return -1;
    return n->slots[slot_of(n->at, n->slots, n->slot_count, name, len)];
}

void sla__names_clear(struct sla__names *n)
{
    for (int32_t i = 0; i < n->count; i++)
        sla__free(n->at[i]);
    sla__free(n->at);
    sla__free(n->slots);
    *n = (struct sla__names){0};
}
