/* SPDX-License-Identifier: MIT */
/*
 * iCalendar bytes as unfolded lines. Everything that must hold before a parser of other people's
 * sees a line is checked here: sizes, UTF-8, the shape `NAME;PARAMETERS:VALUE`, and BEGIN and END
 * that match.
 */
#include "calendar/ics.h"

#include <string.h>

static char capital(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

int sla__ics_is(const char *text, size_t len, const char *word)
{
    size_t i;

    for (i = 0; i < len; i++)
        if (word[i] == '\0' || capital(text[i]) != word[i])
            return 0;
    return word[len] == '\0';
}

static struct sla__place at_line(const struct sla__ics_lines *r, int32_t number)
{
    return (struct sla__place){r->file, number, 0};
}

/* ------------------------------------------------------------------ unfolding */

/* The written line at r->at without its end; *next is where the one after it begins. */
static size_t written_line(const struct sla__ics_lines *r, size_t *next)
{
    const char *from = r->text + r->at;
    const char *end = memchr(from, '\n', r->len - r->at);
    size_t len = end != NULL ? (size_t)(end - from) : r->len - r->at;

    *next = r->at + len + (end != NULL);
    while (len > 0 && from[len - 1] == '\r')
        len--;
    return len;
}

static sla_result append(struct sla__ics_lines *r, const char *text, size_t len, int32_t first)
{
    int64_t limit = sla__sources_limit(r->sources, SLA_LIMIT_ICS_LINE);

    if (r->unfolded.len + len > (uint64_t)limit) {
        sla__report(r->d, SLA__MSG_LIMIT, at_line(r, first),
                    "a line is longer than %lld bytes; split the event or raise "
                    "SLA_LIMIT_ICS_LINE",
                    (long long)limit);
        return SLA_LIMIT;
    }
    sla__text_put(&r->unfolded, text, len);
    return r->unfolded.failed ? SLA_NO_MEMORY : SLA_OK;
}

/* Gather one line and what is folded behind it; empty lines are passed over. */
static sla_result unfold(struct sla__ics_lines *r, int32_t *first)
{
    sla_result rc = SLA_OK;
    size_t next;

    r->unfolded.len = 0;
    *first = 0;
    for (; rc == SLA_OK && r->at < r->len; r->at = next, r->number++) {
        size_t len = written_line(r, &next);
        const char *text = r->text + r->at;
        int folded = len > 0 && (text[0] == ' ' || text[0] == '\t');
        if (len == 0)
            continue;
        if (*first != 0 && !folded)
            break;
        if (*first == 0)
            *first = r->number;
        rc = append(r, text + folded, len - (size_t)folded, *first);
    }
    return rc;
}

/* ------------------------------------------------------------------ shape */

static int in_name(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

/* Where the value begins: behind the first colon outside quotes, or, with quotes that do not match,
 * behind the first one; 0 if there is none. */
static size_t value_of(const char *text, size_t len, size_t from)
{
    size_t any = 0;
    int quoted = 0;
    size_t i;

    for (i = from; i < len; i++) {
        if (text[i] == '"')
            quoted = !quoted;
        if (text[i] == ':' && any == 0)
            any = i + 1;
        if (text[i] == ':' && !quoted)
            return i + 1;
    }
    return any;
}

static sla_result shape(struct sla__ics_lines *r, struct sla__ics_line *line)
{
    char quoted[SLA__QUOTE_MAX];

    if (!sla__utf8_ok(line->text, line->len)) {
        sla__report(r->d, SLA__MSG_NOT_UTF8, at_line(r, line->number),
                    "the line is not UTF-8, or has a NUL in it; save the file as UTF-8");
        return SLA_BAD_INPUT;
    }
    while (line->name_len < line->len && in_name(line->text[line->name_len]))
        line->name_len++;
    if (line->name_len > 0 &&
        (line->text[line->name_len] == ';' || line->text[line->name_len] == ':'))
        line->value = value_of(line->text, line->len, line->name_len);
    if (line->value != 0)
        return SLA_OK;
    sla__report(
        r->d, SLA__MSG_ICS_STRUCTURE, at_line(r, line->number),
        "%s is not a line of iCalendar, which is NAME:VALUE or begins with a space to go on "
        "with the line before",
        sla__quote(line->text, line->len, quoted));
    return SLA_BAD_INPUT;
}

/* ------------------------------------------------------------------ components */

static sla_result begin(struct sla__ics_lines *r, const struct sla__ics_line *line,
                        const char *name, size_t len)
{
    int64_t limit = sla__sources_limit(r->sources, SLA_LIMIT_ICS_COMPONENTS);
    struct sla__place place = at_line(r, line->number);
    char quoted[SLA__QUOTE_MAX];
    size_t i;

    if (++r->components > limit) {
        sla__report(r->d, SLA__MSG_LIMIT, place,
                    "there are more than %lld components; split the file or raise "
                    "SLA_LIMIT_ICS_COMPONENTS",
                    (long long)limit);
        return SLA_LIMIT;
    }
    if (r->depth == SLA__ICS_DEPTH) {
        sla__report(r->d, SLA__MSG_LIMIT, place, "components are nested deeper than %d",
                    SLA__ICS_DEPTH);
        return SLA_LIMIT;
    }
    if (sla__ics_is(name, len, "VCALENDAR") != (r->depth == 0) ||
        (sla__ics_is(name, len, "VEVENT") && r->depth != 1)) {
        sla__report(r->d, SLA__MSG_ICS_STRUCTURE, place,
                    "BEGIN:%s cannot stand here: events stand in a VCALENDAR, and that in nothing",
                    sla__quote(name, len, quoted));
        return SLA_BAD_INPUT;
    }
    if (len == 0 || len >= sizeof r->open[0].name) {
        sla__report(r->d, SLA__MSG_ICS_STRUCTURE, place, "BEGIN:%s is no name of a component",
                    sla__quote(name, len, quoted));
        return SLA_BAD_INPUT;
    }
    for (i = 0; i < len; i++)
        r->open[r->depth].name[i] = capital(name[i]);
    r->open[r->depth].name[len] = '\0';
    r->open[r->depth].line = line->number;
    r->depth++;
    return SLA_OK;
}

static sla_result end(struct sla__ics_lines *r, const struct sla__ics_line *line, const char *name,
                      size_t len)
{
    char quoted[SLA__QUOTE_MAX];

    if (r->depth > 0 && sla__ics_is(name, len, r->open[r->depth - 1].name)) {
        r->closing = 1;
        return SLA_OK;
    }
    if (r->depth == 0)
        sla__report(r->d, SLA__MSG_ICS_STRUCTURE, at_line(r, line->number), "END:%s has no BEGIN",
                    sla__quote(name, len, quoted));
    else
        sla__report(r->d, SLA__MSG_ICS_STRUCTURE, at_line(r, line->number),
                    "END:%s where the %s of line %d must end first", sla__quote(name, len, quoted),
                    r->open[r->depth - 1].name, (int)r->open[r->depth - 1].line);
    return SLA_BAD_INPUT;
}

static sla_result place_in_tree(struct sla__ics_lines *r, const struct sla__ics_line *line)
{
    const char *value = line->text + line->value;
    size_t len = line->len - line->value;

    while (len > 0 && (value[len - 1] == ' ' || value[len - 1] == '\t'))
        len--;
    if (sla__ics_is(line->text, line->name_len, "BEGIN"))
        return begin(r, line, value, len);
    if (sla__ics_is(line->text, line->name_len, "END"))
        return end(r, line, value, len);
    if (r->depth > 0)
        return SLA_OK;
    sla__report(r->d, SLA__MSG_ICS_STRUCTURE, at_line(r, line->number),
                "a line outside of any VCALENDAR; begin the file with BEGIN:VCALENDAR");
    return SLA_BAD_INPUT;
}

static sla_result finish(struct sla__ics_lines *r)
{
    if (r->depth > 0) {
        sla__report(r->d, SLA__MSG_ICS_STRUCTURE, at_line(r, r->open[r->depth - 1].line),
                    "the %s that begins here never ends; the file may be cut off",
                    r->open[r->depth - 1].name);
        return SLA_BAD_INPUT;
    }
    if (r->components == 0) {
        sla__report(r->d, SLA__MSG_ICS_EMPTY, at_line(r, 0), "there is no calendar in it");
        return SLA_BAD_INPUT;
    }
    return SLA_OK;
}

/* ------------------------------------------------------------------ */

static sla_result start(struct sla__ics_lines *r)
{
    int64_t limit = sla__sources_limit(r->sources, SLA_LIMIT_ICS_BYTES);

    if (r->len > (uint64_t)limit) {
        sla__report(r->d, SLA__MSG_LIMIT, at_line(r, 0),
                    "the file is larger than %lld bytes; split it or raise SLA_LIMIT_ICS_BYTES",
                    (long long)limit);
        return SLA_LIMIT;
    }
    if (r->len >= 3 && memcmp(r->text, "\xEF\xBB\xBF", 3) == 0)
        r->at = 3; /* a byte order mark */
    r->number = 1;
    return SLA_OK;
}

sla_result sla__ics_next(struct sla__ics_lines *r, struct sla__ics_line *line, int *more)
{
    sla_result rc = r->number == 0 ? start(r) : SLA_OK;

    *more = 0;
    *line = (struct sla__ics_line){0};
    r->depth -= r->closing;
    r->closing = 0;
    if (rc == SLA_OK)
        rc = unfold(r, &line->number);
    if (rc != SLA_OK)
        return rc;
    if (line->number == 0)
        return finish(r);
    line->text = r->unfolded.at;
    line->len = r->unfolded.len;
    rc = shape(r, line);
    if (rc == SLA_OK)
        rc = place_in_tree(r, line);
    *more = rc == SLA_OK;
    return rc;
}

void sla__ics_lines_clear(struct sla__ics_lines *r)
{
    sla__text_clear(&r->unfolded);
}
