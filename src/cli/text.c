/* SPDX-License-Identifier: MIT */
#include "cli/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/memory.h"

void text_put(struct text *t, const char *bytes, size_t len)
{
    t->at = memory_grow(t->at, &t->room, t->len + len + 1, 1);
    if (len > 0)
        memcpy(t->at + t->len, bytes, len);
    t->len += len;
    t->at[t->len] = '\0';
}

void text_puts(struct text *t, const char *text)
{
    text_put(t, text, strlen(text));
}

void text_vprintf(struct text *t, const char *format, va_list args)
{
    va_list again;
    int len;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0)
        return;
    t->at = memory_grow(t->at, &t->room, t->len + (size_t)len + 1, 1);
    vsnprintf(t->at + t->len, (size_t)len + 1, format, args);
    t->len += (size_t)len;
}

void text_printf(struct text *t, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    text_vprintf(t, format, args);
    va_end(args);
}

void text_clear(struct text *t)
{
    t->len = 0;
    if (t->at != NULL)
        t->at[0] = '\0';
}

void text_free(struct text *t)
{
    free(t->at);
    *t = (struct text){0};
}

/* Bytes of the well-formed UTF-8 character at `p` (RFC 3629), or 0. */
static size_t decode(const unsigned char *p, size_t len, uint32_t *out)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = p[0] < 0x80 ? 1 : p[0] >> 5 == 6 ? 2 : p[0] >> 4 == 14 ? 3 : p[0] >> 3 == 30 ? 4 : 0;
    uint32_t c;

    if (n == 0 || n > len)
        return 0;
    c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
    for (size_t i = 1; i < n; i++) {
        if (p[i] >> 6 != 2)
            return 0;
        c = c << 6 | (p[i] & 0x3f);
    }
    if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *out = c;
    return n;
}

int text_is_utf8(const char *bytes, size_t len)
{
    const unsigned char *p = (const unsigned char *)bytes;
    uint32_t c;

    for (size_t i = 0; i < len;) {
        size_t n = p[i] - 1u < 0x7f ? 1 : decode(p + i, len - i, &c);

        if (n == 0 || p[i] == 0)
            return 0;
        i += n;
    }
    return 1;
}

/* Controls, and what turns the direction of writing or hides: these let a text lie on a screen. */
static int is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xe0000 && c <= 0xe0fff);
}

/* Put at most `most` characters of foreign text, safely; 1 if all of it was put. */
static int put_safe(struct text *t, const char *bytes, size_t len, size_t most)
{
    const unsigned char *p = (const unsigned char *)bytes;

    for (size_t i = 0; i < len; most--) {
        uint32_t c = 0;
        size_t n = decode(p + i, len - i, &c);

        if (most == 0)
            return 0;
        if (n > 0 && !is_unsafe(c)) {
            text_put(t, bytes + i, n);
        } else {
            n = n > 0 ? n : 1;
            for (size_t k = 0; k < n; k++)
                text_printf(t, "\\x%02x", p[i + k]);
        }
        i += n;
    }
    return 1;
}

void text_put_safe(struct text *t, const char *bytes, size_t len)
{
    put_safe(t, bytes, len, SIZE_MAX);
}

const char *text_quote(const char *bytes, size_t len, char out[QUOTE_MAX])
{
    struct text t = {0};

    text_puts(&t, "\"");
    if (!put_safe(&t, bytes, len, 40))
        text_puts(&t, "...");
    text_puts(&t, "\"");
    /* 40 characters of at most 4 bytes fit; those written as \xNN may be longer and are cut again
     */
    if (t.len >= QUOTE_MAX) {
        size_t cut = QUOTE_MAX - 6;

        while (cut > 0 && t.at[cut] != '\\')
            cut--;
        t.len = cut;
        text_puts(&t, "...\"");
    }
    memcpy(out, t.at, t.len + 1);
    text_free(&t);
    return out;
}

void text_put_json(struct text *t, const char *bytes)
{
    text_puts(t, "\"");
    for (const char *p = bytes; *p != '\0';) {
        size_t plain = 0;

        while ((unsigned char)p[plain] >= 0x20 && p[plain] != '"' && p[plain] != '\\')
            plain++;
        text_put(t, p, plain);
        p += plain;
        if (*p == '\0')
            break;
        if (*p == '"' || *p == '\\')
            text_printf(t, "\\%c", *p);
        else
            text_printf(t, "\\u%04x", (unsigned)(unsigned char)*p);
        p++;
    }
    text_puts(t, "\"");
}

void text_put_csv(struct text *t, const char *bytes)
{
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
                                       "\xef\xbc\xa0"}; /* = + - @ as East Asia writes them */
    int formula = bytes[0] != '\0' && strchr("=+-@\t\r\n", bytes[0]) != NULL;

    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        formula |= strncmp(bytes, wide[i], 3) == 0;

    if (bytes[strcspn(bytes, ",\"\r\n")] == '\0') {
        text_puts(t, formula ? "'" : "");
        text_puts(t, bytes);
        return;
    }
    text_puts(t, formula ? "\"'" : "\"");
    for (const char *p = bytes; *p != '\0'; p++) {
        if (*p == '"')
            text_puts(t, "\"");
        text_put(t, p, 1);
    }
    text_puts(t, "\"");
}

/* 0 for a combining mark, 2 for wide East Asian writing and pictures: enough to keep tables
 * straight, and independent of the locale. */
static size_t cells_of(uint32_t c)
{
    static const struct {
        uint32_t from, to;
        size_t cells;
    } special[] = {
        {0x300, 0x36f, 0},     {0x483, 0x489, 0},     {0x591, 0x5bd, 0},     {0x610, 0x61a, 0},
        {0x64b, 0x65f, 0},     {0x1100, 0x115f, 2},   {0x1ab0, 0x1aff, 0},   {0x1dc0, 0x1dff, 0},
        {0x20d0, 0x20ff, 0},   {0x2e80, 0x303e, 2},   {0x3041, 0xa4cf, 2},   {0xac00, 0xd7a3, 2},
        {0xf900, 0xfaff, 2},   {0xfe00, 0xfe0f, 0},   {0xfe20, 0xfe2f, 0},   {0xfe30, 0xfe6f, 2},
        {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2},   {0x1f300, 0x1f64f, 2}, {0x1f680, 0x1f6ff, 2},
        {0x1f900, 0x1faff, 2}, {0x20000, 0x3fffd, 2},
    };

    for (size_t i = 0; c >= 0x300 && i < sizeof special / sizeof special[0]; i++) {
        if (c >= special[i].from && c <= special[i].to)
            return special[i].cells;
    }
    return 1;
}

size_t text_width(const char *bytes, size_t len)
{
    size_t width = 0;

    for (size_t i = 0; i < len;) {
        uint32_t c = 0;
        size_t n = decode((const unsigned char *)bytes + i, len - i, &c);

        width += n > 0 ? cells_of(c) : 1;
        i += n > 0 ? n : 1;
    }
    return width;
}
