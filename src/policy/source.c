/* SPDX-License-Identifier: MIT */
#include "policy/source.h"

#include <string.h>
#include "base/alloc.h"
#include "base/text.h"

struct sla__place sla__source_place(const struct sla__source *source, size_t byte)
{
    size_t low = 0, high = source->line_count;

    while (high - low > 1) {
        size_t mid = low + (high - low) / 2;
        if (source->lines[mid] <= byte)
            low = mid;
        else
            high = mid;
    }
    return (struct sla__place){source->file, (int32_t)low + 1,
                               (int32_t)(byte - source->lines[low]) + 1};
}

/* What YAML rules out: C0 but tab and line ends, DEL, C1 but NEL, the byte order mark, U+FFFE,
 * U+FFFF. */
static int ruled_out(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f ||
           (c >= 0x80 && c < 0xa0 && c != 0x85) || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

static int line_ends(const char *text, size_t len, size_t i)
{
    return text[i] == '\n' || (text[i] == '\r' && (i + 1 == len || text[i + 1] != '\n'));
}

static sla_result index_lines(struct sla__source *source)
{
    size_t count = 1;

    for (size_t i = 0; i < source->len; i++)
        count += (size_t)line_ends(source->text, source->len, i);
    source->lines = sla__alloc(count, sizeof *source->lines);
    if (!source->lines)
        return SLA_NO_MEMORY;
    source->line_count = 1; /* the first line begins at 0 */
    for (size_t i = 0; i < source->len; i++)
        if (line_ends(source->text, source->len, i))
            source->lines[source->line_count++] = i + 1;
    return SLA_OK;
}

/* The first byte that may not stand is reported. */
static sla_result check_bytes(const struct sla__source *source, sla_diagnostics *d)
{
    const unsigned char *p = (const unsigned char *)source->text;
    size_t width = 1;

    for (size_t i = 0; i < source->len; i += width) {
        uint32_t c;

        width = sla__utf8_point(p + i, source->len - i, &c);
        if (width == 0 && i == 0 && source->len > 1 && p[0] + p[1] == 0xff + 0xfe) {
            sla__report(d, SLA__MSG_NOT_UTF8, sla__source_place(source, i),
                        "the text is UTF-16: save it as UTF-8");
            return SLA_BAD_INPUT;
        }
        if (width == 0) {
            sla__report(d, SLA__MSG_NOT_UTF8, sla__source_place(source, i),
                        "the byte 0x%02X is not UTF-8: save the text as UTF-8", p[i]);
            return SLA_BAD_INPUT;
        }
        if (c == 0) {
            sla__report(d, SLA__MSG_NOT_UTF8, sla__source_place(source, i),
                        "a NUL byte: this is not a text, or not UTF-8");
            return SLA_BAD_INPUT;
        }
        if (ruled_out(c)) {
            sla__report(d, SLA__MSG_CONTROL_CHARACTER, sla__source_place(source, i),
                        "the control character U+%04X may not stand here: remove it", (unsigned)c);
            return SLA_BAD_INPUT;
        }
    }
    return SLA_OK;
}

/* 1 if libyaml has a line begin at this byte: it ends lines with NEL, LS and PS too. */
static int begins_line(const struct sla__source *source, size_t byte)
{
    const char *text = source->text + byte;

    return byte == 0 || text[-1] == '\n' || text[-1] == '\r' ||
           (byte >= 2 && memcmp(text - 2, "\xc2\x85", 2) == 0) ||
           (byte >= 3 &&
            (memcmp(text - 3, "\xe2\x80\xa8", 3) == 0 || memcmp(text - 3, "\xe2\x80\xa9", 3) == 0));
}

/* libyaml compares each %TAG with all before it, before it tells of any. */
static sla_result refuse_tag_directives(const struct sla__source *source, sla_diagnostics *d)
{
    static const char directive[] = "%TAG";
    const char *text = source->text, *end = text + source->len, *p = text;

    for (; (p = memchr(p, '%', (size_t)(end - p))) != NULL; p++) {
        size_t byte = (size_t)(p - text);
        if (source->len - byte < sizeof directive - 1 || !begins_line(source, byte) ||
            memcmp(p, directive, sizeof directive - 1) != 0)
            continue;
        sla__report(d, SLA__MSG_YAML_FEATURE, sla__source_place(source, byte),
                    "tags are not used here: take this line out");
        return SLA_BAD_INPUT;
    }
    return SLA_OK;
}

sla_result sla__source_open(struct sla__source *source, const char *file, const char *text,
                            size_t len, sla_diagnostics *d)
{
    sla_result rc;

    *source = (struct sla__source){.file = file, .text = len ? text : "", .len = len};
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) { /* a byte order mark */
        source->text += 3;
        source->len -= 3;
    }
    rc = index_lines(source);
    if (rc == SLA_OK)
        rc = check_bytes(source, d);
    return rc == SLA_OK ? refuse_tag_directives(source, d) : rc;
}

void sla__source_clear(struct sla__source *source)
{
    sla__free(source->lines);
    source->lines = NULL;
}
