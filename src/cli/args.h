/* SPDX-License-Identifier: MIT */
/* The command line of a subcommand, described once: read from here, and printed by --help. */
#ifndef SLA_CLI_ARGS_H
#define SLA_CLI_ARGS_H

#include <stddef.h>

#include "cli/console.h"

struct option {
    const char *name;  /* without the dashes */
    char letter;       /* the short form, or 0 */
    const char *value; /* what --help calls the value; NULL for an option that has none */
    const char *help;  /* a newline begins another line */
    const char **text; /* where the value goes */
    int *flag;         /* where an option without a value is noted */
};

struct args {
    const char *command;  /* "evaluate" */
    const char *operands; /* "POLICY TICKETS", each of them required */
    const char *about;    /* for --help: what it does */
    const struct option *options;
    size_t option_count;
    const char *more; /* for --help, behind the options; may be NULL */
};

/* Reads argv[1..] into the options' places and `operands`, as many as `args->operands` has words.
 * -1: go on; else the status to exit with (help was printed, or an error said). */
int args_parse(const struct args *args, struct console *c, int argc, char **argv,
               const char **operands);
/* Say what is wrong with the command line, and where help is. Returns EXIT_USAGE. */
int args_error(const char *command, struct console *c, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Read the instant of an option such as "--now" into *out; NULL leaves it. EXIT_USAGE and said if
 * it is none, else EXIT_DONE. */
int args_instant(const char *command, struct console *c, const char *option, const char *text,
                 const sla_policy *policy, sla_time *out);

#endif
