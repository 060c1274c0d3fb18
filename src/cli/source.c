/* SPDX-License-Identifier: MIT */
#include "cli/source.h"

#include <stdlib.h>
#include <string.h>

#include "cli/args.h"
#include "cli/command.h"

#define UNKNOWN_MAX 100 /* unknown columns that are named; JSON could bring new ones for ever */

/* Which kind of input it is. */
static int check_kind(struct source *s, const char *command)
{
    static const char *const endings[][2] = {
        {".csv", "csv"}, {".jsonl", "jsonl"}, {".ndjson", "jsonl"}};
    size_t len = strlen(s->path);

    s->name = strcmp(s->path, "-") == 0 ? "<stdin>" : s->path;
    if (s->kind != NULL && strcmp(s->kind, "csv") != 0 && strcmp(s->kind, "jsonl") != 0)
        return args_error(command, s->console, "--input: %s is neither csv nor jsonl",
                          QUOTE(s->kind));
    for (size_t i = 0; s->kind == NULL && i < sizeof endings / sizeof endings[0]; i++) {
        size_t ending = strlen(endings[i][0]);

        if (len > ending && strcmp(s->path + len - ending, endings[i][0]) == 0)
            s->kind = endings[i][1];
    }
    if (s->kind == NULL)
        return args_error(command, s->console,
                          "is %s CSV or JSON Lines? say --input csv or "
                          "--input jsonl",
                          strcmp(s->path, "-") == 0 ? "standard input" : QUOTE(s->path));
    return EXIT_DONE;
}

int source_open(struct source *s, const char *command, const char *policy, const char *tickets)
{
    int status;

    s->path = tickets;
    s->now = instant_system_clock();
    s->known = SLA_TIME_NONE;
    status = check_kind(s, command);
    if (status != EXIT_DONE)
        return status;
    s->policy = vocabulary_policy(s->console, policy, 0);
    if (s->policy == NULL)
        return EXIT_UNREADABLE;
    vocabulary_make(&s->vocabulary, s->policy);
    status = args_instant(command, s->console, "--now", s->now_at, s->policy, &s->now);
    return status != EXIT_DONE
               ? status
               : args_instant(command, s->console, "--known", s->known_at, s->policy, &s->known);
}

int32_t source_column(struct source *s, const struct columns *columns, const char *name, size_t len,
                      size_t line)
{
    int32_t binding = columns_find(columns, name, len);

    if (binding != -2)
        return binding;
    if (names_find(&s->unknown, name, len) >= 0 || s->unknown.count > UNKNOWN_MAX)
        return -1;
    if (s->unknown.count == UNKNOWN_MAX) {
        console_say(s->console, SAY_ERROR, s->name, line, "further unknown columns are not named");
        names_add(&s->unknown, "", 0);
        return -1;
    }
    names_add(&s->unknown, name, len);
    console_say(s->console, SAY_ERROR, s->name, line, "unknown column %s is left out%s",
                QUOTE_LEN(name, len),
                columns->mapped ? "; name it in the column map, under \"ignore\" if it has no use"
                                : HINT(columns_nearest(columns, name, len)));
    return -1;
}

int source_wants(const struct source *s, const char *ticket, size_t len)
{
    return s->only == NULL || (strlen(s->only) == len && memcmp(s->only, ticket, len) == 0);
}

int source_row(struct source *s, int good)
{
    s->rows++;
    if (good) {
        row_seal(&s->row);
        good = histories_add(&s->histories, &s->row);
    }
    if (!good) {
        s->bad_rows++;
        if (s->row.ticket != NULL)
            histories_note_bad(&s->histories, s->row.ticket, s->row.ticket_len, s->row.line);
    }
    console_progress(s->console, s->rows, s->input.read, s->input.size);
    s->stopped = s->strict && s->console->errors > 0;
    return !s->stopped;
}

int source_read(struct source *s)
{
    int done;

    columns_plain(&s->plain, &s->vocabulary);
    if (s->map == NULL)
        columns_plain(&s->columns, &s->vocabulary);
    else if (!columns_read(&s->columns, &s->vocabulary, s->map, s->console))
        return 0;
    if (!input_open(&s->input, s->path, s->console))
        return 0;
    s->histories =
        (struct histories){.vocabulary = &s->vocabulary, .console = s->console, .file = s->name};
    row_init(&s->row, &s->columns, &s->plain, &s->vocabulary, s->console, s->name);
    done = strcmp(s->kind, "csv") == 0 ? source_read_csv(s) : source_read_jsonl(s);
    done = done && !s->input.failed;
    console_clear(s->console);
    input_close(&s->input);
    return done;
}

const char *source_fact(const struct source *s, const sla_ticket *ticket, const char *fact)
{
    sla_time created = sla_ticket_created(ticket);

    return sla_ticket_fact(ticket, fact, s->now < created ? created : s->now, s->known);
}

void source_free(struct source *s)
{
    row_free(&s->row);
    histories_free(&s->histories);
    columns_free(&s->columns);
    columns_free(&s->plain);
    names_free(&s->unknown);
    free(s->met);
    vocabulary_free(&s->vocabulary);
    sla_policy_unref(s->policy);
}
