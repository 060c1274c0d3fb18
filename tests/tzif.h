/* SPDX-License-Identifier: MIT */
/* Making TZif files (RFC 9636) byte by byte, right ones and wrong ones, for tests. */
#ifndef TESTS_TZIF_H
#define TESTS_TZIF_H

#include <stdint.h>
#include <string.h>

#define TZIF_ROOM 65536

struct tzif {
    char version;
    uint32_t times, types;
    const int64_t *at;
    const unsigned char *index;
    const int32_t *offset;
    const char *footer; /* without its newlines */
};

static inline unsigned char *tzif_put(unsigned char *p, uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--)
        *p++ = (unsigned char)(value >> (8 * i));
    return p;
}

/* Where the counts stand in a header: ut, std, leap, time, type, char. */
#define TZIF_COUNT(i) (20 + 4 * (i))
#define TZIF_HEADER 44
/* The second header follows an empty first block. */
#define TZIF_SECOND TZIF_HEADER
#define TZIF_BODY (TZIF_SECOND + TZIF_HEADER)

static inline unsigned char *tzif_header(unsigned char *p, char version, uint32_t times,
                                         uint32_t types, uint32_t chars)
{
    memcpy(p, "TZif", 4);
    p[4] = (unsigned char)version;
    memset(p + 5, 0, 15);
    p = tzif_put(p + 20, 0, 4);
    p = tzif_put(p, 0, 4);
    p = tzif_put(p, 0, 4);
    p = tzif_put(p, times, 4);
    p = tzif_put(p, types, 4);
    return tzif_put(p, chars, 4);
}

/* out has room for TZIF_ROOM bytes; returns the length. */
static inline size_t tzif_write(const struct tzif *f, unsigned char *out)
{
    unsigned char *p = tzif_header(out, f->version, 0, 0, 0);
    size_t len = strlen(f->footer);

    p = tzif_header(p, f->version, f->times, f->types, 4);
    for (uint32_t i = 0; i < f->times; i++)
        p = tzif_put(p, (uint64_t)f->at[i], 8);
    for (uint32_t i = 0; i < f->times; i++)
        *p++ = f->index[i];
    for (uint32_t i = 0; i < f->types; i++) {
        p = tzif_put(p, (uint32_t)f->offset[i], 4);
        *p++ = 0;
        *p++ = 0;
    }
    memcpy(p, "ABC", 4);
    p += 4;
    *p++ = '\n';
    memcpy(p, f->footer, len);
    p += len;
    *p++ = '\n';
    return (size_t)(p - out);
}

/* A zone that is nothing but its footer. */
static inline size_t tzif_of_footer(const char *footer, unsigned char *out)
{
    static const int32_t zero[] = {0};
    struct tzif f = {'2', 0, 1, NULL, NULL, zero, footer};

    return tzif_write(&f, out);
}

#endif
