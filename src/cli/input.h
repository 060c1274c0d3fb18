/* SPDX-License-Identifier: MIT */
/*
 * Bytes of a file or of standard input, through one buffer that always holds the whole line or
 * record in hand. A line (a record) may have LINE_MAX_BYTES; so memory does not grow with the
 * input, and after a bad record reading goes on at the line behind its first one.
 */
#ifndef SLA_CLI_INPUT_H
#define SLA_CLI_INPUT_H

#include <stddef.h>
#include <stdint.h>

#include "cli/console.h"

#define LINE_MAX_BYTES ((size_t)1024 * 1024)

struct input {
    const char *name; /* as messages call it: the path, or "-" */
    int fd, standard;
    char *buffer;
    size_t at, end, room; /* what is not used up stands in buffer[at, end) */
    size_t line;          /* number of the line that begins at `at`, from 1 */
    uint64_t read, size;  /* bytes so far, and in all if that is known, else 0 */
    int ended, failed;
};

/* `path` may be "-". 0 and said if it cannot be read. A byte order mark is skipped. */
int input_open(struct input *in, const char *path, struct console *c);
void input_close(struct input *in);
/* Read more behind what is there; 0 at the end of the input (or after an error, which is said). */
int input_more(struct input *in, struct console *c);

enum input_line { INPUT_LINE, INPUT_TOO_LONG, INPUT_END };
/* The next line without its end (LF or CR LF), valid until the next call. *number is its number.
 * One that is too long is passed over. */
enum input_line input_line(struct input *in, struct console *c, const char **text, size_t *len,
                           size_t *number);
/* Pass over the rest of the line that begins at `at`. */
void input_skip_line(struct input *in, struct console *c);

#endif
