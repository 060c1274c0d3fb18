/* SPDX-License-Identifier: MIT */
#include "cli/names.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NEAREST_MAX 40  /* bytes of a name that is compared */
#define SECRET_FROM 256 /* slots; collisions in a smaller table cost nothing worth a secret */

/* SipHash-1-3: a keyed hash, so that a file cannot be made whose names all collide. */
#define ROTATE(x, b) ((x) << (b) | (x) >> (64 - (b)))
static void mix(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = ROTATE(v[1], 13) ^ v[0];
    v[0] = ROTATE(v[0], 32);
    v[2] += v[3];
    v[3] = ROTATE(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = ROTATE(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = ROTATE(v[1], 17) ^ v[2];
    v[2] = ROTATE(v[2], 32);
}

static uint64_t hash(const struct names *n, const char *name, size_t len)
{
    uint64_t v[4] = {n->key[0] ^ 0x736f6d6570736575, n->key[1] ^ 0x646f72616e646f6d,
                     n->key[0] ^ 0x6c7967656e657261, n->key[1] ^ 0x7465646279746573};
    uint64_t word = 0;
    size_t i;

    for (i = 0; i + 8 <= len; i += 8) {
        memcpy(&word, name + i, 8);
        v[3] ^= word;
        mix(v);
        v[0] ^= word;
    }
    word = 0;
    memcpy(&word, name + i, len - i);
    word ^= (uint64_t)len << 56;
    v[3] ^= word;
    mix(v);
    v[0] ^= word;
    v[2] ^= 0xff;
    mix(v);
    mix(v);
    mix(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Without /dev/urandom (a bare chroot) the table works as well, only guessably. */
static void take_secret(struct names *n)
{
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return;
    if (read(fd, n->key, sizeof n->key) != (ssize_t)sizeof n->key)
        memset(n->key, 0, sizeof n->key);
    close(fd);
}

/* The slot of the name, or the empty one where it belongs. */
static size_t slot_of(const struct names *n, const char *name, size_t len, uint64_t h)
{
    size_t i = (size_t)h & (n->slot_count - 1);

    for (; n->slots[i] >= 0; i = (i + 1) & (n->slot_count - 1)) {
        const char *there = n->at[n->slots[i]];

        if (n->hashes[n->slots[i]] == h && strncmp(there, name, len) == 0 && there[len] == '\0')
            break;
    }
    return i;
}

static void widen(struct names *n)
{
    n->slot_count = n->slot_count > 0 ? n->slot_count * 2 : 16;
    if (n->slot_count == SECRET_FROM)
        take_secret(n);
    free(n->slots);
    n->slots = memory_alloc(n->slot_count, sizeof *n->slots);
    memset(n->slots, 0xff, n->slot_count * sizeof *n->slots);
    for (int32_t k = 0; k < n->count; k++) {
        size_t len = strlen(n->at[k]);

        n->hashes[k] = hash(n, n->at[k], len);
        n->slots[slot_of(n, n->at[k], len, n->hashes[k])] = k;
    }
}

int32_t names_add(struct names *n, const char *name, size_t len)
{
    uint64_t h;
    size_t slot;

    if ((size_t)n->count * 2 >= n->slot_count)
        widen(n);
    h = hash(n, name, len);
    slot = slot_of(n, name, len, h);
    if (n->slots[slot] < 0) {
        n->at = memory_grow(n->at, &n->room, (size_t)n->count + 1, sizeof *n->at);
        n->hashes = memory_grow(n->hashes, &n->hash_room, (size_t)n->count + 1, sizeof *n->hashes);
        n->at[n->count] = arena_copy(&n->texts, name, len);
        n->hashes[n->count] = h;
        n->slots[slot] = n->count++;
    }
    return n->slots[slot];
}

int32_t names_find(const struct names *n, const char *name, size_t len)
{
    if (n->count == 0)
        return -1;
    return n->slots[slot_of(n, name, len, hash(n, name, len))];
}

void names_free(struct names *n)
{
    free(n->at);
    free(n->slots);
    free(n->hashes);
    arena_free(&n->texts);
    *n = (struct names){0};
}

/* Edit distance of two short texts; case is free, and two letters that changed places count once.
 */
static size_t distance(const char *a, size_t alen, const char *b, size_t blen)
{
    size_t row[3][NEAREST_MAX + 1];

    for (size_t j = 0; j <= blen; j++)
        row[0][j] = j;
    for (size_t i = 1; i <= alen; i++) {
        size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];

        now[0] = i;
        for (size_t j = 1; j <= blen; j++) {
            int ca = tolower((unsigned char)a[i - 1]), cb = tolower((unsigned char)b[j - 1]);
            size_t best = last[j - 1] + (ca != cb);

            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            if (i > 1 && j > 1 && ca == tolower((unsigned char)b[j - 2]) &&
                cb == tolower((unsigned char)a[i - 2]) && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[alen % 3][blen];
}

const char *names_nearest(const struct names *n, const char *name, size_t len)
{
    const char *nearest = NULL;
    size_t best = (len / 3 > 1 ? len / 3 : 1) + 1;

    if (len == 0 || len > NEAREST_MAX)
        return NULL;
    for (int32_t i = 0; i < n->count; i++) {
        size_t there = strlen(n->at[i]);
        size_t d;

        if (there > NEAREST_MAX || there + best <= len || len + best <= there)
            continue; /* the lengths alone are too far apart */
        d = distance(name, len, n->at[i], there);
        if (d < best) {
            best = d;
            nearest = n->at[i];
        }
    }
    return nearest;
}
