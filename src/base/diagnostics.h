/* SPDX-License-Identifier: MIT */
/* Reporting: how loaders put errors, warnings and notes into the caller's sla_diagnostics. */
#ifndef SLA_BASE_DIAGNOSTICS_H
#define SLA_BASE_DIAGNOSTICS_H

#include <slacore/base.h>

/* Permanent numbers. messages.def has one line each: X(number, NAME, severity, "what it is about").
 * The wording is at the call, the number and severity are here. A retired number stays, commented. */
enum sla__message {
#define X(number, name, severity, about) SLA__MSG_##name = number,
#include "base/messages.def"
#undef X
    SLA__MSG_END_
};

/* A place in an input; file may be NULL; line and column are 1-based, 0 for none. */
struct sla__place {
    const char *file;
    int32_t line, column;
};

/* Append a message; its severity is the one of messages.def. `d` may be NULL. Memory that runs out
 * here drops the message but never its count. */
void sla__report(sla_diagnostics *d, enum sla__message number, struct sla__place place,
                 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* 1 while another message would be kept. Ask before work that only serves a message's words (a "did
 * you mean"), so that a file of nothing but slips costs no more than those that are kept. */
int sla__report_wanted(const sla_diagnostics *d);

#endif
