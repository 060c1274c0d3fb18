/* SPDX-License-Identifier: MIT */
/* The `slacore` command: which subcommand it is. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/command.h"
#include "cli/names.h"
#include "cli/text.h"

static const struct {
    const char *name, *about;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"check", "read a policy and report everything that is wrong in it", command_check},
    {"evaluate", "every clock of every ticket: state, verdict, due", command_evaluate},
    {"explain", "one ticket's clocks: what counted, what did not, and why", command_explain},
    {"due", "when so much business time from a start is used up", command_due},
    {"calendar", "a month of a calendar as people draw it", command_calendar},
};
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static void print_help(void)
{
    printf("usage: slacore SUBCOMMAND [option ...] operand ...\n"
           "\n"
           "When is a ticket due, is its clock running, was the promise kept, and why?\n"
           "\n"
           "subcommands:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-10s %s\n", commands[i].name, commands[i].about);
    printf("\n"
           "options:\n"
           "  -h, --help     print this; \"slacore SUBCOMMAND --help\" tells more\n"
           "      --version  print the versions of the command and the library\n"
           "\n"
           "exit status: 0 all is well, 1 the policy or the input cannot be used, 2 there\n"
           "were bad rows, 3 the command line is wrong. slacore(1) is the manual.\n");
}

static int unknown_command(struct console *c, const char *name)
{
    struct names known = {0};

    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names_add(&known, commands[i].name, strlen(commands[i].name));
    args_error("", c, "unknown %s %s%s", name[0] == '-' ? "option" : "subcommand", QUOTE(name),
               HINT(names_nearest(&known, name, strlen(name))));
    names_free(&known);
    return EXIT_USAGE;
}

/* Flush standard output; EXIT_UNREADABLE and said if not all of it could be written. */
static int finish(struct console *c, int status)
{
    int failed = ferror(stdout);

    errno = 0;
    if (fflush(stdout) != 0 || failed) {
        console_say(c, SAY_ERROR, NULL, 0, "the output could not be written: %s",
                    errno != 0 ? strerror(errno) : "it was cut short");
        return EXIT_UNREADABLE;
    }
    return status;
}

int main(int argc, char **argv)
{
    struct console c;

    console_init(&c);
    if (argc < 2)
        return args_error("", &c, "name a subcommand: check, evaluate, explain, due or calendar");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        print_help();
        return finish(&c, EXIT_DONE);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("slacore %d.%d.%d (library %s)\n", SLA_VERSION_MAJOR, SLA_VERSION_MINOR,
               SLA_VERSION_PATCH, sla_version());
        return finish(&c, EXIT_DONE);
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return finish(&c, commands[i].run(argc - 1, argv + 1));
    }
    return unknown_command(&c, argv[1]);
}
