/* SPDX-License-Identifier: MIT */
#ifndef SLACORE_POLICY_H
#define SLACORE_POLICY_H

/**
 * @file
 * A service level agreement, compiled: its names, priority matrix, calendars, clocks and targets.
 *
 * A policy is immutable and counted: any number of threads may read one at once, without a lock.
 * Texts and calendars that a getter returns live as long as the policy. Names are numbered in the
 * order of the file from 0; -1 stands for "none". A getter that is given NULL or a number out of
 * range returns NULL, 0 or -1.
 */

#include <slacore/calendar.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sla_policy sla_policy;

/* ------------------------------------------------------------------ loading */

/**
 * Load a policy from a file. `.ics` files that it names are looked for in @p sources, then beneath
 * the file's own folder: no absolute path, no `..`, no link that leads out, regular files only.
 *
 * All errors of the file are reported in one run.
 *
 * @param sources      may be NULL
 * @param diagnostics  may be NULL; errors, warnings and notes are appended, also on success
 * @return SLA_IO, SLA_BAD_INPUT, SLA_LIMIT, SLA_REFUSED (see calendar.h on libical) or SLA_NO_MEMORY
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_policy_load(const char *path, const sla_sources *sources,
                                               sla_diagnostics *diagnostics, sla_policy **out);
/**
 * Load a policy from memory. Opens no file but zones.
 * @param name  what diagnostics call the text; NULL for "policy"
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_policy_parse(const char *text, size_t len, const char *name,
                                                const sla_sources *sources,
                                                sla_diagnostics *diagnostics, sla_policy **out);

SLA_API sla_policy *sla_policy_ref(const sla_policy *policy);
SLA_API void sla_policy_unref(sla_policy *policy);

/* ------------------------------------------------------------------ building with no file */

/**
 * A policy in the making, for a host that keeps its rules in tables or forms. Each value is put
 * at its place in the policy file, named by a JSON Pointer (RFC 6901), so there is one language to
 * learn and nothing that a file can say and calls cannot:
 *
 *     sla_policy_builder_set(b, "/calendars/uk/timezone", "Europe/London");
 *     sla_policy_builder_set(b, "/calendars/uk/hours/mon-fri", "08:00-01:00");
 *     sla_policy_builder_set(b, "/clocks/response/stop/-", "responded");
 *     sla_policy_builder_set(b, "/targets/-/within/response", "4h");
 *
 * Maps and lists on the way are made as needed; `-` appends to a list, a number names an element
 * that is there. `/` in a name is written `~1` and `~` is written `~0`. Diagnostics name the pointer
 * where a file's would name line and column. One owner, one thread at a time.
 */
typedef struct sla_policy_builder sla_policy_builder;

SLA_API SLA_CHECKED sla_result sla_policy_builder_new(sla_policy_builder **out);
SLA_API void sla_policy_builder_free(sla_policy_builder *builder);
/**
 * Put a text at @p pointer. A text that is there is replaced.
 * @param value  any scalar of the file, as text; NULL makes an empty map (`when: {}`)
 * @return SLA_BAD_INPUT if @p pointer is malformed or leads through a text or past a list's end,
 *         SLA_LIMIT, SLA_NO_MEMORY; the builder is then as before
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_policy_builder_set(sla_policy_builder *builder,
                                                      const char *pointer, const char *value);
/** Compile what was put. The builder is unchanged and can go on. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_policy_builder_build(const sla_policy_builder *builder,
                                                        const sla_sources *sources,
                                                        sla_diagnostics *diagnostics,
                                                        sla_policy **out);

/* ------------------------------------------------------------------ reading */

SLA_API const char *sla_policy_name(const sla_policy *policy);
/** The agreement's own version, a text: "1.1". "" if it has none. @since 0.1 */
SLA_API const char *sla_policy_version(const sla_policy *policy);
/** The date from which it holds, in its zone; SLA_DATE_NONE if it does not say. @since 0.1 */
SLA_API sla_date sla_policy_effective(const sla_policy *policy);
SLA_API const char *sla_policy_timezone(const sla_policy *policy);
/** 64 hexadecimal digits over the text, its `.ics` files and the zone data. @since 0.1 */
SLA_API const char *sla_policy_fingerprint(const sla_policy *policy);

/** The kinds of names that a policy defines. */
typedef enum sla_name_kind {
    SLA_NAME_CALENDAR = 0,
    SLA_NAME_TYPE = 1,
    SLA_NAME_PRIORITY = 2,  /**< most urgent first, as the policy lists them */
    SLA_NAME_IMPACT = 3,
    SLA_NAME_URGENCY = 4,
    SLA_NAME_ATTRIBUTE = 5,
    SLA_NAME_STATUS = 6,
    SLA_NAME_EVENT = 7,     /**< the built-in events, then the policy's own */
    SLA_NAME_CLOCK = 8
} sla_name_kind;

SLA_API int32_t sla_policy_name_count(const sla_policy *policy, sla_name_kind kind);
SLA_API const char *sla_policy_name_at(const sla_policy *policy, sla_name_kind kind, int32_t i);
/** The number of @p name, or -1. Exact match, case matters. @since 0.1 */
SLA_API int32_t sla_policy_find(const sla_policy *policy, sla_name_kind kind, const char *name);

/** The values of attribute @p attribute; 0 of them if any text is allowed. @since 0.1 */
SLA_API int32_t sla_policy_value_count(const sla_policy *policy, int32_t attribute);
SLA_API const char *sla_policy_value_at(const sla_policy *policy, int32_t attribute, int32_t i);

/**
 * The priority of a ticket by `fixed` and the matrix, or NULL if these facts do not decide it.
 * Each of the three may be NULL for "not known".
 * @since 0.1
 */
SLA_API const char *sla_policy_priority(const sla_policy *policy, const char *type,
                                        const char *impact, const char *urgency);

/**
 * A calendar as the clocks of @p priority see it: coverage days are open to the priorities they
 * cover. NULL asks with no priority: coverage days are closed. NULL if either name is unknown.
 * Lives as long as the policy; sla_calendar_ref() keeps it longer.
 * @since 0.1
 */
SLA_API const sla_calendar *sla_policy_calendar(const sla_policy *policy, const char *calendar,
                                                const char *priority);

#ifdef __cplusplus
}
#endif
#endif
