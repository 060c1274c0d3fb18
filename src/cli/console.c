/* SPDX-License-Identifier: MIT */
#include "cli/console.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/progress.h"
#include "cli/text.h"

void console_init(struct console *c)
{
    *c = (struct console){.terminal = isatty(STDERR_FILENO)};
}

void console_line(struct console *c, enum say what, const char *line)
{
    struct text safe = {0};

    c->errors += what == SAY_ERROR;
    c->warnings += what == SAY_WARNING;
    text_put_safe(&safe, line, strlen(line));
    text_puts(&safe, "\n");
    progress_clear(c);
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
