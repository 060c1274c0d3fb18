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

static const struct option help_option = {"help", 'h', NULL, "print this and exit", NULL, NULL};

/* Option `i`, of which --help is the last. */
static const struct option *option_at(const struct args *a, size_t i)
{
    return i < a->option_count ? &a->options[i] : &help_option;
}

static void print_help(const struct args *a)
{
    printf("usage: slacore %s [option ...] %s\n\n%s\n\noptions:\n", a->command, a->operands,
           a->about);
    for (size_t i = 0; i <= a->option_count; i++)
        print_option(option_at(a, i));
    if (a->more != NULL)
        printf("\n%s\n", a->more);
}

static int unknown_option(const struct args *a, struct console *c, const char *word, size_t len)
{
    struct names known = {0};
    struct text name = {0};

    for (size_t i = 0; i <= a->option_count; i++) {
        text_clear(&name);
        text_printf(&name, "--%s", option_at(a, i)->name);
        names_add(&known, name.at, name.len);
    }
    args_error(a->command, c, "unknown option %s%s", QUOTE_LEN(word, len),
               HINT(names_nearest(&known, word, len)));
    text_free(&name);
    names_free(&known);
    return EXIT_USAGE;
}

/* The option of this name, or if `name` is NULL of this letter; NULL if there is none. */
static const struct option *find_option(const struct args *a, const char *name, size_t len,
                                        char letter)
{
    for (size_t i = 0; i <= a->option_count; i++) {
        const struct option *o = option_at(a, i);

        if (name != NULL ? strlen(o->name) == len && memcmp(o->name, name, len) == 0
                         : o->letter != 0 && o->letter == letter)
            return o;
    }
    return NULL;
}

/* Take an option. `value` is what is written to it, or NULL: the next word then. -1: go on. */
static int take_option(const struct args *a, struct console *c, const struct option *o,
                       const char *value, char **next)
{
    if (o->value == NULL && value != NULL)
        return args_error(a->command, c, "--%s takes no value", o->name);
    if (o == &help_option) {
        print_help(a);
        return EXIT_DONE;
    }
    if (o->value == NULL) {
        *o->flag = 1;
        return -1;
    }
    if (value == NULL && *next == NULL)
        return args_error(a->command, c, "--%s needs a value: --%s %s", o->name, o->name, o->value);
    *o->text = value != NULL ? value : *next;
    return -1;
}

/* The word of options at argv[*i], which may take the next word as well: `--name`, `--name=VALUE`,
 * or letters, of which the last may have its VALUE behind it. -1: go on. */
static int read_options(const struct args *a, struct console *c, char **argv, int *i)
{
    const char *word = argv[*i], *letter = word + 1;
    const struct option *o;
    int status = -1;

    if (word[1] == '-') {
        size_t len = 2 + strcspn(word + 2, "=");
        const char *value = word[len] == '=' ? word + len + 1 : NULL;

        o = find_option(a, word + 2, len - 2, 0);
        if (o == NULL)
            return unknown_option(a, c, word, len);
        status = take_option(a, c, o, value, argv + *i + 1);
        *i += o->value != NULL && value == NULL;
        return status;
    }
    for (; status < 0 && *letter != '\0'; letter++) {
        const char *value = letter[1] != '\0' ? letter + 1 : NULL;

        o = find_option(a, NULL, 0, *letter);
        if (o == NULL)
            return unknown_option(a, c, word, strlen(word));
        status = take_option(a, c, o, o->value != NULL ? value : NULL, argv + *i + 1);
        if (o->value != NULL) {
            *i += value == NULL;
            break;
        }
    }
    return status;
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
            int status = read_options(a, c, argv, &i);

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
