/* SPDX-License-Identifier: MIT */
/* Names by number in order of adding, and "did you mean". Finding is a look-up however many there
 * are. */
#ifndef SLA_CLI_NAMES_H
#define SLA_CLI_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "cli/memory.h"

/* Start with {0}. */
struct names {
    char **at;
    size_t room;
    int32_t count;
    int32_t *slots; /* open addressing; -1 is empty */
    uint64_t *hashes;
    size_t hash_room, slot_count;
    uint64_t key[2]; /* secret, so that nobody can choose names that collide */
    struct arena texts;
};

/* The number of a name, added (and copied) if it is new: then `count` has grown. */
int32_t names_add(struct names *n, const char *name, size_t len);
int32_t names_find(const struct names *n, const char *name, size_t len); /* or -1 */
void names_free(struct names *n);
/* The name that a person most likely meant, or NULL: an edit distance of at most a third of the
 * length, but one letter may always be wrong. Asks all names: for messages only. */
const char *names_nearest(const struct names *n, const char *name, size_t len);

#endif
