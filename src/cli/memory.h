/* SPDX-License-Identifier: MIT */
/* Memory that is there or ends the command, and an arena for what lives until the end of a run. */
#ifndef SLA_CLI_MEMORY_H
#define SLA_CLI_MEMORY_H

#include <stddef.h>

void *memory_alloc(size_t count, size_t size); /* zeroed */
/* Room for at least `need` things of `size` bytes, doubling; *room is the present and the new room.
 * What is new is not zeroed. */
void *memory_grow(void *old, size_t *room, size_t need, size_t size);
char *memory_copy(const char *text, size_t len); /* with a NUL behind */

/* Things that are freed together. Start with {0}. */
struct arena {
    struct arena_block *last;
};
void *arena_alloc(struct arena *a, size_t len); /* aligned for anything; not zeroed */
char *arena_copy(struct arena *a, const char *text, size_t len);
void arena_free(struct arena *a);

#endif
