/* SPDX-License-Identifier: MIT */
/* All that goes to standard error: messages as a compiler prints them, and a progress line that
 * gives way to them. Whatever is printed is made safe for a terminal. */
#ifndef SLA_CLI_CONSOLE_H
#define SLA_CLI_CONSOLE_H

#include <stddef.h>
#include <stdint.h>

#include <slacore/slacore.h>

struct console {
    size_t errors, warnings;
    int terminal;      /* standard error is one: progress may be drawn */
    int drawn;         /* a progress line stands on it */
    int64_t next_draw; /* milliseconds of the monotonic clock */
};

void console_init(struct console *c);

enum say { SAY_ERROR, SAY_WARNING, SAY_NOTE, SAY_PLAIN };

/* `file:line: error: …`. Without a line, 0; without a file, NULL: then the command's name stands
 * there. SAY_PLAIN has no word before the message. Errors and warnings are counted. */
void console_say(struct console *c, enum say what, const char *file, size_t line,
                 const char *format, ...) __attribute__((format(printf, 5, 6)));
/* One line as it is, counted as `what`. */
void console_line(struct console *c, enum say what, const char *line);
/* How far a long input is read, on a terminal only and ten times a second at most: `done` bytes of
 * `size` (0: not known). Cheap enough to be called for each row. */
void console_progress(struct console *c, uint64_t rows, uint64_t done, uint64_t size);
/* Take that line away, before anything else is printed and at the end. */
void console_clear(struct console *c);
/* Print what a loader reported, and count it. */
void console_diagnostics(struct console *c, const sla_diagnostics *d);

/* sla_result_text() as a part of a message: it begins with a small letter. */
#define RESULT_MAX 160
const char *console_result(sla_result result, char out[RESULT_MAX]);
#define RESULT(rc) console_result((rc), (char[RESULT_MAX]){0})

/* `did you mean "…"?` to stand behind a message, or "". */
#define HINT_MAX 224
const char *console_hint(const char *nearest, char out[HINT_MAX]);
#define HINT(nearest) console_hint((nearest), (char[HINT_MAX]){0})

#endif
