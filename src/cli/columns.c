/* SPDX-License-Identifier: MIT */
#include "cli/columns.h"

#include <stdlib.h>
#include <string.h>

/* They stand before facts and events of the same name. */
const char *const columns_words[ROLE_FACT] = {"ticket", "created",  "at",    "event",
                                              "told",   "sequence", "clock", "due",
                                              "why",    "events",   "state"};
#define OWN_COUNT ROLE_STATE /* "state" is a word of column maps alone */

int columns_role(const struct vocabulary *v, const char *name, size_t len, enum role *role,
                 int32_t *number)
{
    *number = -1;
    for (size_t i = 0; i < OWN_COUNT; i++) {
        if (strlen(columns_words[i]) == len && memcmp(columns_words[i], name, len) == 0) {
            *role = (enum role)i;
            return 1;
        }
    }
    *role = ROLE_FACT;
    *number = names_find(&v->facts, name, len);
    if (*number < 0) {
        *role = ROLE_MOMENT;
        *number = names_find(&v->events, name, len);
    }
    return *number >= 0;
}

size_t columns_bind(struct columns *m, enum role role, int32_t number, const char *column,
                    size_t len)
{
    size_t i = m->count;
    int32_t name, known = m->names.count;

    m->bindings = memory_grow(m->bindings, &m->room, i + 1, sizeof *m->bindings);
    m->bindings[i] = (struct binding){.role = role, .number = number, .next = -1};
    m->count++;
    if (column == NULL)
        return i;
    name = names_add(&m->names, column, len);
    m->first = memory_grow(m->first, &m->first_room, (size_t)name + 1, sizeof *m->first);
    if (name < known)
        m->bindings[i].next = m->first[name];
    m->first[name] = (int32_t)i;
    if (role == ROLE_TICKET)
        m->ticket = m->names.at[name];
    return i;
}

static void bind_all(struct columns *m, const struct vocabulary *v, const struct names *names)
{
    enum role role;
    int32_t number;

    for (int32_t i = 0; i < names->count; i++) {
        size_t len = strlen(names->at[i]);

        if (names_find(&m->names, names->at[i], len) < 0 &&
            columns_role(v, names->at[i], len, &role, &number))
            columns_bind(m, role, number, names->at[i], len);
    }
}

void columns_plain(struct columns *m, const struct vocabulary *v)
{
    *m = (struct columns){0};
    for (size_t i = 0; i < OWN_COUNT; i++)
        columns_bind(m, (enum role)i, -1, columns_words[i], strlen(columns_words[i]));
    bind_all(m, v, &v->facts);
    bind_all(m, v, &v->events);
}

void columns_free(struct columns *m)
{
    for (size_t i = 0; i < m->count; i++) {
        names_free(&m->bindings[i].words);
        free(m->bindings[i].meanings);
    }
    free(m->bindings);
    free(m->first);
    names_free(&m->names);
    names_free(&m->empty_words);
    instants_free(&m->instants);
    arena_free(&m->texts);
}

int32_t columns_find(const struct columns *m, const char *name, size_t len)
{
    int32_t i = names_find(&m->names, name, len);

    if (i >= 0)
        return m->first[i];
    return m->ignore_others ? -1 : -2;
}

int columns_is_empty(const struct columns *m, const char *text, size_t len)
{
    return len == 0 || names_find(&m->empty_words, text, len) >= 0;
}

const char *columns_nearest(const struct columns *m, const char *name, size_t len)
{
    return names_nearest(&m->names, name, len);
}
