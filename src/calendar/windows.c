/* SPDX-License-Identifier: MIT */
/* Opening hours and weekdays as people write them: `08:00-12:00, 13:00-17:00`, `mon-fri` (R2). */
#include "calendar/plan.h"

#include <string.h>

#include "base/alloc.h"
#include "base/time.h"

struct slice {
    const char *at;
    size_t len;
};

static int is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct slice trimmed(struct slice s)
{
    while (s.len > 0 && is_blank(s.at[0])) {
        s.at++;
        s.len--;
    }
    while (s.len > 0 && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

/* Takes what stands before the next `separator` off *rest; the last piece leaves rest->at NULL. */
static struct slice next_piece(struct slice *rest, char separator)
{
    const char *end = rest->len > 0 ? memchr(rest->at, separator, rest->len) : NULL;
    struct slice piece = *rest;

    if (end == NULL) {
        rest->at = NULL;
        rest->len = 0;
        return piece;
    }
    piece.len = (size_t)(end - rest->at);
    rest->at += piece.len + 1;
    rest->len -= piece.len + 1;
    return piece;
}

static int is_word(struct slice s, const char *word)
{
    return s.len == strlen(word) && memcmp(s.at, word, s.len) == 0;
}

static int has(struct slice s, const char *part)
{
    size_t len = strlen(part);

    for (size_t i = 0; i + len <= s.len; i++)
        if (memcmp(s.at + i, part, len) == 0)
            return 1;
    return 0;
}

static int ends_in_half_day(struct slice s)
{
    return s.len >= 2 && (s.at[s.len - 1] | 0x20) == 'm' &&
           ((s.at[s.len - 2] | 0x20) == 'a' || (s.at[s.len - 2] | 0x20) == 'p');
}

static size_t digits_of(struct slice s)
{
    size_t n = 0;

    while (n < s.len && is_digit(s.at[n]))
        n++;
    return n;
}

/* What a person most likely did, for a time that cannot be read. */
static const char *why_no_time(struct slice s)
{
    size_t digits = digits_of(s);

    if (s.len == 0)
        return "a time is missing: write a window as 08:00-17:00";
    if (ends_in_half_day(s))
        return "write times on the 24-hour clock: 08:00-17:00, not 8am-5pm";
    if (digits == s.len && digits <= 2)
        return "minutes are missing: write 08:00-17:00, not 8-17";
    if (digits == s.len && digits <= 4)
        return "the colon is missing: write 08:00, not 0800";
    if (digits >= 1 && digits < s.len && s.at[digits] == ':')
        return "no such time of day: hours run from 00 to 24, minutes from 00 to 59";
    if (digits >= 1 && digits < s.len && s.at[digits] == '.')
        return "write a colon between hours and minutes: 08:00, not 8.00";
    return "not a time of day: write a window as 08:00-17:00, or closed, or always";
}

static const char *why_no_window(struct slice s)
{
    if (s.len == 0)
        return "hours are missing: write 08:00-17:00, closed or always";
    if (is_word(s, "closed") || is_word(s, "always"))
        return "closed and always stand alone: write no other hours beside them";
    /* en dash, em dash, figure dash, minus sign: what editors make of a hyphen */
    if (has(s, "\xe2\x80\x93") || has(s, "\xe2\x80\x94") || has(s, "\xe2\x80\x92") ||
        has(s, "\xe2\x88\x92") || has(s, "\xe2\x80\x91"))
        return "this dash is not a hyphen: write 08:00-17:00 with a plain \"-\"";
    if (has(s, " to ") || has(s, "..") || has(s, "~"))
        return "write \"-\" between the times: 08:00-17:00";
    if (ends_in_half_day(s) || digits_of(s) == 0)
        return why_no_time(s);
    return "the closing time is missing: write a window as 08:00-17:00";
}

/* One `08:00-17:00`; NULL on success, else why not and where. */
static const char *read_window(struct slice s, struct sla__window *w, const char **where)
{
    struct slice rest = s;
    struct slice open = trimmed(next_piece(&rest, '-'));
    struct slice close = trimmed(rest);

    *where = s.at;
    if (rest.at == NULL)
        return why_no_window(s);
    if (!sla__parse_clock(open.at, open.len, &w->open)) {
        *where = open.at;
        return why_no_time(open);
    }
    if (!sla__parse_clock(close.at, close.len, &w->close)) {
        *where = close.at;
        return why_no_time(close);
    }
    if (w->open == SLA__DAY)
        return "24:00 is only a closing time: a window that opens at midnight opens at 00:00";
    if (w->open == w->close)
        return "closing time equals opening time: write 00:00-24:00 for the whole day";
    if (w->close < w->open)
        w->close += SLA__DAY;
    return NULL;
}

static sla_result give(const struct sla__window *from, int32_t count, struct sla__windows *w)
{
    struct sla__windows made = {NULL, count};

    if (count > 0) {
        made.at = sla__alloc((size_t)count, sizeof *made.at);
        if (made.at == NULL)
            return SLA_NO_MEMORY;
        memcpy(made.at, from, (size_t)count * sizeof *from);
    }
    *w = made;
    return SLA_OK;
}

sla_result sla__windows_parse(const char *text, size_t len, struct sla__windows *w,
                              const char **why, size_t *bad)
{
    struct sla__window found[SLA__WINDOWS_MAX];
    struct slice rest;
    int32_t count = 0;

    if (text == NULL)
        text = "";
    rest = (struct slice){text, len};
    w->at = NULL;
    w->count = 0;
    *why = NULL;
    *bad = 0;
    if (is_word(trimmed(rest), "closed"))
        return SLA_OK;
    if (is_word(trimmed(rest), "always"))
        return give(&(struct sla__window){0, SLA__DAY}, 1, w);
    while (rest.at != NULL) {
        struct slice piece = trimmed(next_piece(&rest, ','));
        const char *where = piece.at;

        if (count == SLA__WINDOWS_MAX)
            *why = "more than 48 windows on one day";
        else
            *why = read_window(piece, &found[count], &where);
        if (*why != NULL) {
            *bad = (size_t)(where - text);
            return SLA_BAD_INPUT;
        }
        count++;
    }
    return give(found, count, w);
}

static int weekday_named(struct slice s)
{
    static const char names[] = "montuewedthufrisatsun";

    for (int day = 0; s.len == 3 && day < 7; day++)
        if (memcmp(s.at, names + (size_t)day * 3, 3) == 0)
            return day;
    return -1;
}

int sla__weekdays_parse(const char *text, size_t len)
{
    struct slice rest = {text, len};
    int days = 0;

    while (rest.at != NULL) {
        struct slice piece = trimmed(next_piece(&rest, ','));
        struct slice last = piece;
        int from = weekday_named(trimmed(next_piece(&last, '-')));
        int to = last.at == NULL ? from : weekday_named(trimmed(last));

        if (from < 0 || to < 0 || (last.at != NULL && from == to))
            return 0;
        for (int day = from;; day = (day + 1) % 7) {
            if (days & 1 << day)
                return 0; /* a day named twice is a slip, not a wish */
            days |= 1 << day;
            if (day == to)
                break;
        }
    }
    return days;
}
