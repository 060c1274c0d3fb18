/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "cli/console.h"

#define EVERY_ROWS 1024 /* between looks at the clock */
#define EVERY_MS 100

void progress_tick(struct console *c, uint64_t rows, uint64_t done, uint64_t size)
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

void progress_clear(struct console *c)
{
    if (c->drawn)
        fputs("\r\033[K", stderr);
    c->drawn = 0;
}
