/* SPDX-License-Identifier: MIT */
/*
 * The `slacore` command. It is a host like any other: it uses the public interface alone, and it is
 * the only part of the project that reads the clock, prints, and exits when memory runs out.
 * Names that its files share begin with their file's name (`table_`, `csv_`).
 */
#ifndef SLA_CLI_COMMAND_H
#define SLA_CLI_COMMAND_H

#include <slacore/slacore.h>

enum {
    EXIT_DONE = 0,
    EXIT_UNREADABLE = 1, /* the policy or the input has errors or could not be read */
    EXIT_BAD_ROWS = 2,   /* all good rows were evaluated, but there were others */
    EXIT_USAGE = 3       /* the command line makes no sense */
};

/* One a subcommand; argv[0] is its name. Each returns the exit status. */
int command_check(int argc, char **argv);
int command_evaluate(int argc, char **argv);
int command_explain(int argc, char **argv);
int command_due(int argc, char **argv);
int command_calendar(int argc, char **argv);

#endif
