/* SPDX-License-Identifier: MIT */
/* How far a long input is read, on a terminal only and ten times a second at most. */
#ifndef SLA_CLI_PROGRESS_H
#define SLA_CLI_PROGRESS_H

#include <stdint.h>

struct console;

/* `rows` were read, `done` bytes of `size` (0: not known). Cheap enough to be called for each row.
 */
void progress_tick(struct console *c, uint64_t rows, uint64_t done, uint64_t size);
/* Take the line away, before anything else is printed and at the end. */
void progress_clear(struct console *c);

#endif
