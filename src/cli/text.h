/* SPDX-License-Identifier: MIT */
/* A growing text, and foreign text made fit for a terminal, a message, JSON or CSV. */
#ifndef SLA_CLI_TEXT_H
#define SLA_CLI_TEXT_H

#include <stdarg.h>
#include <stddef.h>

/* Start with {0}; `at` is NUL-terminated once anything was put. */
struct text {
    char *at;
    size_t len, room;
};

void text_put(struct text *t, const char *bytes, size_t len);
void text_puts(struct text *t, const char *text);
void text_printf(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vprintf(struct text *t, const char *format, va_list args);
void text_clear(struct text *t); /* empties and keeps the room */
void text_free(struct text *t);

/* A field or value as an input has it. */
struct cell {
    const char *text; /* NUL behind it; NULL: said to be nothing (JSON's null) */
    size_t len;
};

/* For a terminal: controls, characters that turn the direction of writing, and broken UTF-8 become
 * \xNN; a newline too. */
void text_put_safe(struct text *t, const char *bytes, size_t len);
/* As a JSON string with its quotes; `bytes` is UTF-8. */
void text_put_json(struct text *t, const char *bytes);
/* As a CSV field. Foreign text that a spreadsheet would take for a formula gets an apostrophe. */
void text_put_csv(struct text *t, const char *bytes);

/* Columns that `bytes` fill on a terminal; `bytes` went through text_put_safe(). */
size_t text_width(const char *bytes, size_t len);
/* 1 if the bytes are well-formed UTF-8 without NUL. */
int text_is_utf8(const char *bytes, size_t len);

/* Foreign text in a message: quoted, at most 40 characters, made safe. QUOTE(s) makes room for it
 * until the end of the block it stands in. */
#define QUOTE_MAX 184
const char *text_quote(const char *bytes, size_t len, char out[QUOTE_MAX]);
#define QUOTE(s) text_quote((s), strlen(s), (char[QUOTE_MAX]){0})
#define QUOTE_LEN(s, len) text_quote((s), (len), (char[QUOTE_MAX]){0})

#endif
