/* SPDX-License-Identifier: MIT */
/*
 * Which column (of CSV) or key (of JSON Lines) tells what. Without a column map each is called by
 * the name of what it tells; with one, only what the map names is read. slacore(1) has the map's
 * language.
 */
#ifndef SLA_CLI_COLUMNS_H
#define SLA_CLI_COLUMNS_H

#include "cli/console.h"
#include "cli/instant.h"
#include "cli/names.h"
#include "cli/vocabulary.h"

enum role {
    ROLE_TICKET,
    ROLE_CREATED,
    ROLE_AT,
    ROLE_EVENT,
    ROLE_TOLD,
    ROLE_SEQUENCE,
    ROLE_CLOCK,
    ROLE_DUE,
    ROLE_WHY,
    ROLE_EVENTS, /* a list of events inside a ticket row; JSON alone has it */
    ROLE_STATE,  /* a column map's: the helpdesk's state, whose changes make events */
    ROLE_FACT,
    ROLE_MOMENT /* a column named as an event, which holds its instant */
};

/* One thing that a column tells. A column may tell several: `state` and the fact `status`. */
struct binding {
    enum role role;
    int32_t number; /* of the fact (ROLE_FACT) or event (ROLE_MOMENT) */
    int translated; /* the cells are words of `words`, and mean `meanings` */
    struct names words;
    const char **meanings; /* the policy's words; NULL: no event */
    const char *fallback;  /* a fact's value where the column tells none; or NULL */
    int32_t next;          /* the next binding of the same column, or -1 */
};

struct columns {
    int mapped;    /* there is a column map */
    int snapshots; /* rows without an event tell how a ticket stood at their time */
    int ignore_others;
    struct binding *bindings;
    size_t count, room;
    struct names names; /* of the columns that are read or ignored */
    int32_t *first;     /* for each name its first binding, or -1: ignored */
    size_t first_room;
    const char *ticket; /* the column that names the ticket */
    struct names empty_words;
    struct instants instants;
    struct arena texts;
};

/* Columns by their own names. */
void columns_plain(struct columns *m, const struct vocabulary *v);
/* Columns by a map; 0 and said if it has errors. */
int columns_read(struct columns *m, const struct vocabulary *v, const char *path,
                 struct console *c);
void columns_free(struct columns *m);

/* The first binding of a column; -1 if it is to be ignored, -2 if it is not known. */
int32_t columns_find(const struct columns *m, const char *name, size_t len);
/* 1 if a cell's text stands for "nothing". */
int columns_is_empty(const struct columns *m, const char *text, size_t len);
/* What a column map or a plain file may call a column, for "did you mean". */
const char *columns_nearest(const struct columns *m, const char *name, size_t len);

/* What a role is called, up to ROLE_STATE; the others are called by their fact or event. */
extern const char *const columns_words[ROLE_FACT];

/* Shared with columns_map.c. */
size_t columns_bind(struct columns *m, enum role role, int32_t number, const char *column,
                    size_t len); /* column NULL: bound to none; gives the binding's number */
int columns_role(const struct vocabulary *v, const char *name, size_t len, enum role *role,
                 int32_t *number); /* 0: no such role */

#endif
