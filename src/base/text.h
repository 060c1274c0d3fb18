/* SPDX-License-Identifier: MIT */
/* A growing text, quoting of foreign text for messages, names by number, and "did you mean". */
#ifndef SLA_BASE_TEXT_H
#define SLA_BASE_TEXT_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <slacore/base.h>

/* A text that grows at its end. Start with {0}. After a failed append `failed` stays set and
 * appends do nothing, so that a writer checks once, at the end. */
struct sla__text {
    char *at; /* always NUL-terminated once anything was appended; may be NULL while empty */
    size_t len, room;
    int failed;
};

void sla__text_put(struct sla__text *t, const char *bytes, size_t len);
void sla__text_puts(struct sla__text *t, const char *text);
void sla__text_printf(struct sla__text *t, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void sla__text_vprintf(struct sla__text *t, const char *format, va_list args);
void sla__text_clear(struct sla__text *t); /* frees and returns to {0} */

/* Foreign text made fit for a message, between double quotes: at most 40 characters; controls, broken
 * UTF-8 and what is invisible as \xNN; `"` and `\` behind a `\`; a cut marked by "...". Writes at most SLA__QUOTE_MAX bytes with the NUL; returns out. */
#define SLA__QUOTE_MAX 176
const char *sla__quote(const char *text, size_t len, char out[SLA__QUOTE_MAX]);

/* What of it sla__quote() would write as \xNN becomes `?`, byte for byte. */
void sla__mask(char *text);

/* The code point that s, of len > 0 bytes, begins with; its length in bytes, 0 if it is not
 * well-formed (overlong forms and surrogates included). */
size_t sla__utf8_point(const unsigned char *s, size_t len, uint32_t *point);

/* 1 if the bytes are well-formed UTF-8 without NUL. */
int sla__utf8_ok(const char *text, size_t len);

/* Names by number, in order of adding; finding is by hash. Start with {0}. */
struct sla__names {
    char **at;
    int32_t count;
    int32_t room;
    int32_t *slots; /* open addressing; -1 is empty */
    int32_t slot_count;
};

/* Adds a name (copied) and gives its number; one that is there keeps its number. */
SLA_CHECKED sla_result sla__names_add(struct sla__names *n, const char *name, size_t len,
                                      int32_t *number);
int32_t sla__names_find(const struct sla__names *n, const char *name, size_t len); /* or -1 */
void sla__names_clear(struct sla__names *n);
/* The known name that a person most likely meant, or NULL if none is near (edit distance at most
 * a third of the length, transposition and case count little). */
const char *sla__names_nearest(const struct sla__names *n, const char *name, size_t len);
/* The same over a NULL-terminated array. */
const char *sla__nearest(const char *const *known, const char *name, size_t len);

#endif
