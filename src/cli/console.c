/* SPDX-License-Identifier: MIT */
#include "cli/console.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/text.h"

#define EVERY_ROWS 1024 /* between looks at the clock */
#define EVERY_MS 100

void console_init(struct console *c)
{
    *c = (struct console){.terminal = isatty(STDERR_FILENO)};
}

void console_progress(struct console *c, uint64_t rows, uint64_t done, uint64_t size)
{
    struct timespec t;
    int64_t ms;

    if (!c->terminal || rows % EVERY_ROWS != 0 || clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        return;
    ms = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
    if (c->next_draw == 0) /* a short input is read before the first line is due */
        c->next_draw = ms + EVERY_MS;
    if (ms < c->next_draw)
        return;
    c->next_draw = ms + EVERY_MS;
    c->drawn = 1;
    fprintf(stderr, "\rslacore: %" PRIu64 " rows", rows);
    if (size > 0)
        fprintf(stderr, ", %" PRIu64 " %%", done < size ? done * 100 / size : 100);
    fputs("\033[K", stderr);
}

void console_clear(struct console *c)
{
    if (c->drawn)
        fputs("\r\033[K", stderr);
    c->drawn = 0;
}

void console_line(struct console *c, enum say what, const char *line)
{
    struct text safe = {0};

    c->errors += what == SAY_ERROR;
    c->warnings += what == SAY_WARNING;
    text_put_safe(&safe, line, strlen(line));
    text_puts(&safe, "\n");
    console_clear(c);
    fputs(safe.at, stderr);
    text_free(&safe);
}

void console_say(struct console *c, enum say what, const char *file, size_t line,
                 const char *format, ...)
{
    static const char *const words[] = {"error: ", "warning: ", "note: ", ""};
    struct text t = {0};
    va_list args;

    text_puts(&t, file != NULL ? file : "slacore");
    if (line > 0)
        text_printf(&t, ":%zu", line);
    text_printf(&t, ": %s", words[what]);
    va_start(args, format);
    text_vprintf(&t, format, args);
    va_end(args);
    console_line(c, what, t.at);
    text_free(&t);
}

void console_diagnostics(struct console *c, const sla_diagnostics *d)
{
    size_t kept = sla_diagnostics_count(d), errors = 0, warnings = 0;

    for (size_t i = 0; i < kept; i++) {
        sla_severity severity = sla_diagnostics_severity(d, i);

        errors += severity == SLA_ERROR;
        warnings += severity == SLA_WARNING;
        console_line(c, SAY_PLAIN, sla_diagnostics_text(d, i));
    }
    c->errors += sla_diagnostics_count_of(d, SLA_ERROR);
    c->warnings += sla_diagnostics_count_of(d, SLA_WARNING);
    if (sla_diagnostics_count_of(d, SLA_ERROR) > errors ||
        sla_diagnostics_count_of(d, SLA_WARNING) > warnings)
        console_say(c, SAY_NOTE, NULL, 0, "only the first %zu messages are shown", kept);
}

const char *console_hint(const char *nearest, char out[HINT_MAX])
{
    out[0] = '\0';
    if (nearest != NULL)
        snprintf(out, HINT_MAX, "; did you mean %s?", QUOTE(nearest));
    return out;
}

const char *console_result(sla_result result, char out[RESULT_MAX])
{
    snprintf(out, RESULT_MAX, "%s", sla_result_text(result));
    out[0] = (char)tolower((unsigned char)out[0]);
    return out;
}
