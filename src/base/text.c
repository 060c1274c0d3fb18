/* SPDX-License-Identifier: MIT */
/* A text that grows at its end, and foreign text made fit for a message. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include "base/alloc.h"

/* Room for more bytes and the NUL behind them; 0 and `failed` when there is none. */
static int reserve(struct sla__text *t, size_t more)
{
    size_t need, room;
    char *grown;

    if (t->failed)
        return 0;
    if (more >= SIZE_MAX - t->len)
        goto failed;
    need = t->len + more + 1;
    if (need <= t->room)
        return 1;
    room = t->room < 64 ? 64 : t->room;
    while (room < need)
        room = room > SIZE_MAX / 2 ? need : room * 2;
    grown = sla__realloc(t->at, room, 1);
    if (grown == NULL)
        goto failed;
    t->at = grown;
    t->room = room;
    return 1;
failed:
    t->failed = 1;
    return 0;
}

void sla__text_put(struct sla__text *t, const char *bytes, size_t len)
{
    if (!reserve(t, len))
        return;
    if (len > 0)
        memcpy(t->at + t->len, bytes, len);
    t->len += len;
    t->at[t->len] = '\0';
}

void sla__text_puts(struct sla__text *t, const char *text)
{
    sla__text_put(t, text, strlen(text));
}

void sla__text_printf(struct sla__text *t, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    sla__text_vprintf(t, format, args);
    va_end(args);
}

void sla__text_vprintf(struct sla__text *t, const char *format, va_list args)
{
    va_list again;
    int len;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    if (len < 0)
        t->failed = 1;
    else if (reserve(t, (size_t)len)) {
        vsnprintf(t->at + t->len, (size_t)len + 1, format, again);
        t->len += (size_t)len;
    }
    va_end(again);
}

void sla__text_clear(struct sla__text *t)
{
    sla__free(t->at);
    *t = (struct sla__text){0};
}

/* ------------------------------------------------------------------ UTF-8 */

size_t sla__utf8_point(const unsigned char *s, size_t len, uint32_t *point)
{
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = s[0] < 0x80 ? 1 : s[0] < 0xC0 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    uint32_t p;

    if (n == 0 || s[0] > 0xF4 || n > len)
        return 0;
    p = n == 1 ? s[0] : s[0] & (0xFFu >> (n + 1));
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        p = p << 6 | (s[i] & 0x3F);
    }
    if (p < least[n] || p > 0x10FFFF || (p >= 0xD800 && p <= 0xDFFF))
        return 0;
    *point = p;
    return n;
}

int sla__utf8_ok(const char *text, size_t len)
{
    const unsigned char *s = (const unsigned char *)text;
    uint32_t point;

    for (size_t i = 0, n; i < len; i += n) {
        n = sla__utf8_point(s + i, len - i, &point);
        if (n == 0 || point == 0)
            return 0;
    }
    return 1;
}

/* Code points that a terminal obeys or does not show: controls, the directions of writing, and the
 * invisible. */
static int unseen(uint32_t p)
{
    return p < 0x20 || (p >= 0x7F && p < 0xA0) || p == 0xAD || p == 0x61C ||
           (p >= 0x200B && p <= 0x200F) || (p >= 0x2028 && p <= 0x202E) ||
           (p >= 0x2060 && p <= 0x206F) || p == 0xFEFF;
}

static char *escape(char *out, unsigned char byte)
{
    static const char hex[] = "0123456789ABCDEF";

    *out++ = '\\';
    *out++ = 'x';
    *out++ = hex[byte >> 4];
    *out++ = hex[byte & 15];
    return out;
}

/* Each of the 40 is at most one \xNN (an unseen character of n bytes counts as n), so that the room
 * is two quotes, 40 times four, three dots and the NUL. */
const char *sla__quote(const char *text, size_t len, char out[SLA__QUOTE_MAX])
{
    const unsigned char *s = (const unsigned char *)text;
    char *to = out;
    size_t i = 0, shown = 0;

    *to++ = '"';
    while (i < len) {
        uint32_t point = 0;
        size_t n = sla__utf8_point(s + i, len - i, &point);
        int escaped = n == 0 || unseen(point);
        size_t bytes = n == 0 ? 1 : n;

        shown += escaped ? bytes : 1;
        if (shown > 40)
            break;
        if (point == '"' || point == '\\')
            *to++ = '\\';
        for (size_t k = 0; k < bytes; k++) {
            if (escaped)
                to = escape(to, s[i + k]);
            else
                *to++ = text[i + k];
        }
        i += bytes;
    }
    memcpy(to, i < len ? "...\"" : "\"", i < len ? 5 : 2);
    return out;
}

void sla__mask(char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0, n; i < len; i += n) {
        uint32_t point = 0; /* what is broken is masked as a NUL would be */

        n = sla__utf8_point((unsigned char *)text + i, len - i, &point);
        if (n == 0)
            n = 1;
        if (unseen(point))
            memset(text + i, '?', n);
    }
}
