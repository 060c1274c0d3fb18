/* SPDX-License-Identifier: MIT */
#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/memory.h"

#define READ_BYTES ((size_t)64 * 1024)

int input_open(struct input *in, const char *path, struct console *c)
{
    struct stat about;

    *in = (struct input){.name = path, .standard = strcmp(path, "-") == 0, .line = 1};
    in->fd = in->standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (in->fd < 0 || fstat(in->fd, &about) != 0) {
        console_say(c, SAY_ERROR, path, 0, "cannot be read: %s", strerror(errno));
        input_close(in);
        return 0;
    }
    if (S_ISREG(about.st_mode) && !in->standard)
        in->size = (uint64_t)about.st_size;
    while (in->end < 3 && input_more(in, c))
        ;
    if (in->end >= 3 && memcmp(in->buffer, "\xef\xbb\xbf", 3) == 0)
        in->at = 3;
    if (in->failed)
        input_close(in);
    return !in->failed;
}

void input_close(struct input *in)
{
    if (in->fd >= 0 && !in->standard)
        close(in->fd);
    in->fd = -1;
    free(in->buffer);
    in->buffer = NULL;
}

int input_more(struct input *in, struct console *c)
{
    ssize_t got;

    if (in->ended)
        return 0;
    if (in->at > 0 && in->room - in->end < READ_BYTES) {
        memmove(in->buffer, in->buffer + in->at, in->end - in->at);
        in->end -= in->at;
        in->at = 0;
    }
    in->buffer = memory_grow(in->buffer, &in->room, in->end + READ_BYTES, 1);
    do {
        got = read(in->fd, in->buffer + in->end, READ_BYTES);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        console_say(c, SAY_ERROR, in->name, 0, "cannot be read: %s", strerror(errno));
        in->failed = 1;
    }
    if (got <= 0) {
        in->ended = 1;
        return 0;
    }
    in->end += (size_t)got;
    in->read += (uint64_t)got;
    return 1;
}

void input_skip_line(struct input *in, struct console *c)
{
    for (;;) {
        char *newline =
            in->at < in->end ? memchr(in->buffer + in->at, '\n', in->end - in->at) : NULL;

        if (newline != NULL) {
            in->at = (size_t)(newline - in->buffer) + 1;
            in->line++;
            return;
        }
        in->at = in->end;
        if (!input_more(in, c))
            return;
    }
}

enum input_line input_line(struct input *in, struct console *c, const char **text, size_t *len,
                           size_t *number)
{
    size_t seen = 0;
    char *newline = NULL;

    *number = in->line;
    for (;;) {
        size_t there = in->end - in->at;

        if (there > seen)
            newline = memchr(in->buffer + in->at + seen, '\n', there - seen);
        seen = there;
        if (newline != NULL || seen > LINE_MAX_BYTES || !input_more(in, c))
            break;
    }
    if (in->failed || (newline == NULL && seen == 0))
        return INPUT_END;
    *text = in->buffer + in->at;
    *len = newline != NULL ? (size_t)(newline - *text) : seen;
    if (*len > LINE_MAX_BYTES) {
        input_skip_line(in, c);
        return INPUT_TOO_LONG;
    }
    in->at += *len + (newline != NULL);
    in->line++;
    if (*len > 0 && (*text)[*len - 1] == '\r')
        --*len;
    return INPUT_LINE;
}
