/* SPDX-License-Identifier: MIT */
/* The bytes of a policy text: which may stand, and on which line and column each does. */
#ifndef SLA_POLICY_SOURCE_H
#define SLA_POLICY_SOURCE_H

#include <stddef.h>
#include "base/diagnostics.h"

struct sla__source {
    const char *file; /* as messages call it */
    const char *text; /* without a byte order mark */
    size_t len;
    size_t *lines; /* where each line begins: behind LF, CR LF or CR alone */
    size_t line_count;
};

/* `text` must outlive the source. SLA_BAD_INPUT, with the first byte reported that may not stand:
 * not UTF-8, NUL, control characters, a %TAG. To be cleared in any case. */
SLA_CHECKED sla_result sla__source_open(struct sla__source *source, const char *file,
                                        const char *text, size_t len, sla_diagnostics *d);
void sla__source_clear(struct sla__source *source);
/* Columns count bytes, from 1. */
struct sla__place sla__source_place(const struct sla__source *source, size_t byte);

#endif
