/* SPDX-License-Identifier: MIT */
/* Opening and reading files whose names, links and sizes may be somebody's attack. */
#ifndef SLA_CALENDAR_FILES_H
#define SLA_CALENDAR_FILES_H

#include <slacore/base.h>

/* All of these give a text that lives for ever in *why when they fail, fit to stand behind a colon.
 *
 * Open what lies at `path` beneath the open directory `folder` for reading, without blocking. The
 * path is relative. Links on the way are followed as long as they stay beneath the folder: an
 * absolute one and one that climbs out are refused. No moment exists in which somebody who swaps
 * files for links could lead us out, for each step opens one name and no link.
 * SLA_NOT_FOUND: nothing is there. SLA_BAD_INPUT: the path or a link on it leads out. SLA_IO. */
SLA_CHECKED sla_result sla__file_open(int folder, const char *path, int *fd, const char **why);

/* The whole of an open regular file, at most `limit` bytes, with a NUL behind; *text is the
 * caller's. SLA_REFUSED: not a regular file. SLA_LIMIT, SLA_IO, SLA_NO_MEMORY. The caller closes
 * fd. */
SLA_CHECKED sla_result sla__file_read(int fd, int64_t limit, char **text, size_t *len,
                                      const char **why);

/* Why a system call failed, after `errno`. */
const char *sla__file_why(int error);

#endif
