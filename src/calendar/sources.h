/* SPDX-License-Identifier: MIT */
/* Finding zones and files for a load, and refusing what must not be opened. */
#ifndef SLA_CALENDAR_SOURCES_H
#define SLA_CALENDAR_SOURCES_H

#include <slacore/calendar.h>
#include "base/diagnostics.h"
#include "calendar/zone.h"

/* The value in force; `sources` may be NULL. */
int64_t sla__sources_limit(const sla_sources *sources, sla_limit limit);

/* A zone by its IANA name: a buffer given by the host, else a regular file beneath the zone
 * directory (links are followed, but never out of it). An unknown or forbidden name is reported at
 * `place` with a hint (`EST` -> America/New_York) and gives SLA_BAD_INPUT. */
SLA_CHECKED sla_result sla__sources_zone(const sla_sources *sources, const char *name, size_t len,
                                         sla_diagnostics *d, struct sla__place place,
                                         struct sla__zone **out);

/* A file by the name that a policy calls it: a buffer given by the host, else, if `folder` is not
 * -1, a regular file beneath that open directory: no absolute path, no `..`, no link that leads
 * out, opened without blocking, at most `limit` bytes. *text is the caller's, by sla__free(). */
SLA_CHECKED sla_result sla__sources_file(const sla_sources *sources, int folder, const char *name,
                                         size_t len, sla_limit limit, sla_diagnostics *d,
                                         struct sla__place place, char **text, size_t *text_len);

/* A whole regular file that the caller trusts by path: the policy file itself. *folder is an open
 * directory to close() afterwards: the folder that the file lies in. */
SLA_CHECKED sla_result sla__sources_read(const char *path, int64_t limit, sla_diagnostics *d,
                                         char **text, size_t *len, int *folder);

#endif
