/* SPDX-License-Identifier: MIT */
/* The snapshot that hosts read by field: filled as far as the host's own struct goes. */
#ifndef SLA_TICKET_STATUS_H
#define SLA_TICKET_STATUS_H

#include <string.h>
#include <slacore/ticket.h>

/* 1 if `out` can take anything: state and verdict at least, which have been there from the first.
 */
static inline int sla__status_fits(const sla_clock_status *out)
{
    return out && out->size >= offsetof(sla_clock_status, cycle);
}

static inline void sla__status_copy(const sla_clock_status *from, sla_clock_status *out)
{
    uint32_t size = out->size;

    memcpy(out, from, size < sizeof *from ? size : sizeof *from);
    out->size = size;
}

#endif
