/* SPDX-License-Identifier: MIT */
/* Time zones from TZif files (RFC 9636, version 2 and later, with their footer). */
#ifndef SLA_CALENDAR_ZONE_H
#define SLA_CALENDAR_ZONE_H

#include <stddef.h>
#include <slacore/base.h>

/* Immutable and counted. All transitions of 1969..2101 are in one table: the file's own and, at or
 * after its last one, those of the footer. */
struct sla__zone;

/* `why` gets a text that lives for ever ("version 1 only", "leap seconds", ...) on SLA_BAD_INPUT.
 */
SLA_CHECKED sla_result sla__zone_parse(const char *name, const void *data, size_t len,
                                       struct sla__zone **out, const char **why);
struct sla__zone *sla__zone_ref(const struct sla__zone *zone);
void sla__zone_unref(struct sla__zone *zone);
const char *sla__zone_name(const struct sla__zone *zone);
#define SLA__ZONE_NAME_MAX 100
/* 1 if the text could name a zone: Area/City patterns, none of the forbidden names. */
int sla__zone_name_ok(const char *name, size_t len);

/* For messages only, never to load on a guess. The zone most likely meant by an abbreviation or a
 * Windows name, or NULL. */
const char *sla__zone_hint(const char *name, size_t len);
/* The name beneath the open zone directory that is nearest to what was written: 1 and the name in
 * out, or 0 if none is near or memory ran out. */
int sla__zone_near(int directory, const char *name, size_t len, char out[SLA__ZONE_NAME_MAX + 1]);

/* Seconds east of UTC at t. */
int32_t sla__zone_offset(const struct sla__zone *zone, sla_time t);
/* The instant of a wall time (seconds since 1970 as if UTC) by RFC 5545, 3.3.5: one that does not
 * exist takes the offset from before the gap, one that occurs twice means the first. */
sla_time sla__zone_to_utc(const struct sla__zone *zone, int64_t wall);

/* The transitions, in order, for tests and for whoever walks days: instant and the offset from
 * then on. Number 0 holds from the beginning of time (its `at` is INT64_MIN). */
size_t sla__zone_transition_count(const struct sla__zone *zone);
void sla__zone_transition(const struct sla__zone *zone, size_t i, int64_t *at, int32_t *offset);

/* What it answers, as bytes that are the same on every machine and for every way to write the same
 * zone (zic -b fat or slim): for fingerprints. */
const void *sla__zone_data(const struct sla__zone *zone, size_t *len);

#endif
