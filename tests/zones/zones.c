/* SPDX-License-Identifier: MIT */
/*
 * Answers questions about the zones of a directory through the library's own reader, for check.sh.
 * Usage: zones DIRECTORY < questions. One question a line, and the answer repeats it:
 *
 *     ZONE changes           ->  ZONE changes COUNT, and for each change of 1969..2101
 *                                ZONE change AT BEFORE AFTER
 *     ZONE offset AT         ->  ZONE offset AT EAST
 *     ZONE wall SECONDS      ->  ZONE wall SECONDS AT
 *     ZONE same OTHER        ->  ZONE same OTHER, or ZONE unlike OTHER
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calendar/sources.h"

static struct sla__zone *load(const sla_sources *sources, const char *name)
{
    struct sla__place nowhere = {NULL, 0, 0};
    struct sla__zone *zone;
    sla_diagnostics *d;

    if (sla_diagnostics_new(&d) != SLA_OK)
        exit(2);
    if (sla__sources_zone(sources, name, strlen(name), d, nowhere, &zone) != SLA_OK)
        printf("%s: %s\n", name, sla_diagnostics_text(d, 0));
    sla_diagnostics_free(d);
    return zone;
}

static int same(const struct sla__zone *a, const struct sla__zone *b)
{
    size_t a_len, b_len;
    const void *a_data = sla__zone_data(a, &a_len), *b_data = sla__zone_data(b, &b_len);

    return a_len == b_len && memcmp(a_data, b_data, a_len) == 0;
}

static void answer(const sla_sources *sources, const struct sla__zone *zone, const char *about,
                   const char *argument)
{
    const char *name = sla__zone_name(zone);
    int64_t n = strtoll(argument, NULL, 10);

    if (strcmp(about, "changes") == 0) {
        printf("%s changes %zu\n", name, sla__zone_transition_count(zone) - 1);
        for (size_t i = 1; i < sla__zone_transition_count(zone); i++) {
            int64_t at, at_before;
            int32_t before, after;

            sla__zone_transition(zone, i - 1, &at_before, &before);
            sla__zone_transition(zone, i, &at, &after);
            printf("%s change %" PRId64 " %d %d\n", name, at, before, after);
        }
    } else if (strcmp(about, "offset") == 0) {
        printf("%s offset %s %d\n", name, argument, sla__zone_offset(zone, n));
    } else if (strcmp(about, "wall") == 0) {
        printf("%s wall %s %" PRId64 "\n", name, argument, sla__zone_to_utc(zone, n));
    } else {
        struct sla__zone *other = load(sources, argument);

        if (other != NULL)
            printf("%s %s %s\n", name, same(zone, other) ? "same" : "unlike", argument);
        sla__zone_unref(other);
    }
}

int main(int argc, char **argv)
{
    struct sla__zone *zone = NULL;
    sla_sources *sources;
    char line[512], name[128], about[16], argument[128];

    if (argc != 2 || sla_sources_new(&sources) != SLA_OK ||
        sla_sources_set_zone_directory(sources, argv[1]) != SLA_OK)
        return 2;
    while (fgets(line, sizeof line, stdin) != NULL) {
        argument[0] = '\0';
        if (sscanf(line, "%127s %15s %127s", name, about, argument) < 2)
            return 2;
        if (zone == NULL || strcmp(sla__zone_name(zone), name) != 0) {
            sla__zone_unref(zone);
            zone = load(sources, name);
        }
        if (zone != NULL)
            answer(sources, zone, about, argument);
    }
    sla__zone_unref(zone);
    sla_sources_free(sources);
    return 0;
}
