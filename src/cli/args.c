/* SPDX-License-Identifier: MIT */
#include "cli/args.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/instant.h"
#include "cli/names.h"
#include "cli/text.h"

#define HELP_AT 24 /* column where the options' explanations begin */

int args_error(const char *command, struct console *c, const char *format, ...)
{
    struct text name = {0}, t = {0};
    va_list args;

    text_printf(&name, "slacore%s%s", command[0] != '\0' ? " " : "", command);
    va_start(args, format);
    text_vprintf(&t, format, args);
    va_end(args);
    console_say(c, SAY_ERROR, name.at, 0, "%s", t.at);
    console_say(c, SAY_NOTE, name.at, 0, "\"%s --help\" tells what may be written", name.at);
    text_free(&t);
    text_free(&name);
    return EXIT_USAGE;
}

static void print_option(const struct option *o)
{
    struct text t = {0};

    if (o->letter != 0)
        text_printf(&t, "  -%c, --%s", o->letter, o->name);
    else
        text_printf(&t, "      --%s", o->name);
    if (o->value != NULL)
        text_printf(&t, " %s", o->value);
    printf("%s", t.at);
    for (const char *line = o->help; line != NULL;) {
        const char *end = strchr(line, '\n');
        size_t at = line == o->help ? t.len : 0;

        if (at >= HELP_AT) {
            printf("\n");
            at = 0;
        }
        printf("%*s%.*s\n", (int)(HELP_AT - at), "",
               (int)(end != NULL ? (size_t)(end - line) : strlen(line)), line);
        line = end != NULL ? end + 1 : NULL;
    }
    text_free(&t);
}

static void print_help(const struct args *a)
{
    static const struct option help = {"help", 'h', NULL, "print this and exit", NULL, NULL};

    printf("usage: slacore %s [option ...] %s\n\n%s\n\noptions:\n", a->command, a->operands,
           a->about);
    for (size_t i = 0; i < a->option_count; i++)
        print_option(&a->options[i]);
    print_option(&help);
    if (a->more != NULL)
        printf("\n%s\n", a->more);
}

static int unknown_option(const struct args *a, struct console *c, const char *word, size_t len)
{
    struct names known = {0};
    struct text name = {0};

    for (size_t i = 0; i < a->option_count; i++) {
        text_clear(&name);
        text_printf(&name, "--%s", a->options[i].name);
        names_add(&known, name.at, name.len);
    }
    names_add(&known, "--help", 6);
    args_error(a->command, c, "unknown option %s%s", QUOTE_LEN(word, len),
               HINT(names_nearest(&known, word, len)));
    text_free(&name);
    names_free(&known);
    return EXIT_USAGE;
}

/* One option, at argv[*i]; may take the next word as its value. -1: go on. */
static int read_option(const struct args *a, struct console *c, int argc, char **argv, int *i)
{
    const char *word = argv[*i], *name = word + 2, *value = NULL;
    size_t len = 1;
    const struct option *o = NULL;

    if (word[1] == '-') {
        len = strcspn(name, "=");
        value = name[len] == '=' ? name + len + 1 : NULL;
    }
    for (size_t k = 0; k < a->option_count && o == NULL; k++) {
        const struct option *this = &a->options[k];

        if (word[1] == '-' ? strlen(this->name) == len && strncmp(this->name, name, len) == 0
                           : this->letter != 0 && word[1] == this->letter && word[2] == '\0')
            o = this;
    }
    if (o == NULL && (strcmp(word, "-h") == 0 || (len == 4 && strcmp(word, "--help") == 0))) {
        print_help(a);
        return EXIT_DONE;
    }
    if (o == NULL)
        return unknown_option(a, c, word, word[1] == '-' ? len + 2 : strlen(word));
    if (o->value == NULL && value != NULL)
        return args_error(a->command, c, "--%s takes no value", o->name);
    if (o->value == NULL) {
        *o->flag = 1;
        return -1;
    }
    if (value == NULL && *i + 1 < argc)
        value = argv[++*i];
    if (value == NULL)
        return args_error(a->command, c, "--%s needs a value: --%s %s", o->name, o->name, o->value);
    *o->text = value;
    return -1;
}

/* An option, and not `-` (standard input) or a negative duration such as `-2h`. */
static int is_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && !isdigit((unsigned char)word[1]);
}

int args_parse(const struct args *a, struct console *c, int argc, char **argv,
               const char **operands)
{
    size_t wanted = 0, found = 0;
    int only_operands = 0;
    const char *missing = a->operands;

    for (const char *p = a->operands; *p != '\0'; p++)
        wanted += p == a->operands || p[-1] == ' ';
    for (int i = 1; i < argc; i++) {
        if (!only_operands && strcmp(argv[i], "--") == 0) {
            only_operands = 1;
        } else if (!only_operands && is_option(argv[i])) {
            int status = read_option(a, c, argc, argv, &i);

            if (status >= 0)
                return status;
        } else if (found < wanted) {
            operands[found++] = argv[i];
        } else {
            return args_error(a->command, c,
                              "%s is one operand too many; it takes %s (quote those "
                              "that hold spaces)",
                              QUOTE(argv[i]), a->operands);
        }
    }
    for (size_t i = 0; i < found; i++) /* what is still missing begins with the next word */
        missing += strcspn(missing, " ") + (i + 1 < wanted);
    if (found < wanted)
        return args_error(a->command, c, "%s is missing", missing);
    return -1;
}

int args_instant(const char *command, struct console *c, const char *option, const char *text,
                 const sla_policy *policy, sla_time *out)
{
    const char *why = text != NULL ? instant_argument(text, policy, out) : NULL;

    return why == NULL ? EXIT_DONE : args_error(command, c, "%s: %s %s", option, QUOTE(text), why);
}
