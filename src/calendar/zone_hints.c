/* SPDX-License-Identifier: MIT */
/*
 * What people write for a time zone where an IANA name belongs: abbreviations, the names that
 * Windows has, and slips. An abbreviation is a different zone in each country, and which one was
 * meant is for the author to say.
 */
#include "calendar/zone.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "calendar/files.h"
#include "calendar/sort.h"

#define ENTRIES_MAX 1000 /* of one directory; real ones have fewer than 200 */

static const struct {
    const char *written, *meant;
} hints[] = {
    {"ACST", "Australia/Adelaide"},
    {"AEDT", "Australia/Sydney"},
    {"AEST", "Australia/Sydney"},
    {"AKST", "America/Anchorage"},
    {"AST", "America/Halifax"},
    {"AWST", "Australia/Perth"},
    {"BST", "Europe/London"},
    {"CAT", "Africa/Maputo"},
    {"CDT", "America/Chicago"},
    {"CEST", "Europe/Berlin"},
    {"CET", "Europe/Berlin"},
    {"CST", "America/Chicago"},
    {"CT", "America/Chicago"},
    {"EDT", "America/New_York"},
    {"EEST", "Europe/Athens"},
    {"EET", "Europe/Athens"},
    {"EST", "America/New_York"},
    {"ET", "America/New_York"},
    {"GST", "Asia/Dubai"},
    {"HKT", "Asia/Hong_Kong"},
    {"HST", "Pacific/Honolulu"},
    {"IST", "Asia/Kolkata"},
    {"JST", "Asia/Tokyo"},
    {"KST", "Asia/Seoul"},
    {"MDT", "America/Denver"},
    {"MSK", "Europe/Moscow"},
    {"MST", "America/Denver"},
    {"MT", "America/Denver"},
    {"NZDT", "Pacific/Auckland"},
    {"NZST", "Pacific/Auckland"},
    {"PDT", "America/Los_Angeles"},
    {"PKT", "Asia/Karachi"},
    {"PST", "America/Los_Angeles"},
    {"PT", "America/Los_Angeles"},
    {"SAST", "Africa/Johannesburg"},
    {"SGT", "Asia/Singapore"},
    {"WET", "Europe/Lisbon"},
    {"Z", "UTC"},
    {"AUS Eastern Standard Time", "Australia/Sydney"},
    {"Alaskan Standard Time", "America/Anchorage"},
    {"Arabian Standard Time", "Asia/Dubai"},
    {"Atlantic Standard Time", "America/Halifax"},
    {"Central European Standard Time", "Europe/Warsaw"},
    {"Central Standard Time", "America/Chicago"},
    {"China Standard Time", "Asia/Shanghai"},
    {"E. Australia Standard Time", "Australia/Brisbane"},
    {"E. South America Standard Time", "America/Sao_Paulo"},
    {"Eastern Standard Time", "America/New_York"},
    {"FLE Standard Time", "Europe/Kyiv"},
    {"GMT Standard Time", "Europe/London"},
    {"GTB Standard Time", "Europe/Bucharest"},
    {"Greenwich Standard Time", "Atlantic/Reykjavik"},
    {"Hawaiian Standard Time", "Pacific/Honolulu"},
    {"India Standard Time", "Asia/Kolkata"},
    {"Israel Standard Time", "Asia/Jerusalem"},
    {"Korea Standard Time", "Asia/Seoul"},
    {"Mountain Standard Time", "America/Denver"},
    {"New Zealand Standard Time", "Pacific/Auckland"},
    {"Pacific Standard Time", "America/Los_Angeles"},
    {"Romance Standard Time", "Europe/Paris"},
    {"Russian Standard Time", "Europe/Moscow"},
    {"SE Asia Standard Time", "Asia/Bangkok"},
    {"Singapore Standard Time", "Asia/Singapore"},
    {"South Africa Standard Time", "Africa/Johannesburg"},
    {"Tokyo Standard Time", "Asia/Tokyo"},
    {"Turkey Standard Time", "Europe/Istanbul"},
    {"US Mountain Standard Time", "America/Phoenix"},
    {"W. Australia Standard Time", "Australia/Perth"},
    {"W. Europe Standard Time", "Europe/Berlin"},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

const char *sla__zone_hint(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        const char *written = hints[i].written;
        size_t n = 0;

        while (n < len && written[n] != '\0' && lower(written[n]) == lower(name[n]))
            n++;
        if (n == len && written[n] == '\0')
            return hints[i].meant;
    }
    return NULL;
}

/* ------------------------------------------------------------------ slips */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in the directory at `path` beneath the folder that could be a part of a zone's name. */
static void list(int folder, const char *path, struct sla__names *names)
{
    struct dirent *entry;
    const char *why;
    int32_t number;
    int fd;
    DIR *dir;

    if (sla__file_open(folder, path, &fd, &why) != SLA_OK)
        return;
    dir = fdopendir(fd);
    if (dir == NULL) {
        close(fd);
        return;
    }
    while (names->count < ENTRIES_MAX && (entry = readdir(dir)) != NULL) {
        size_t len = strlen(entry->d_name);

        if (sla__zone_name_ok(entry->d_name, len) &&
            sla__names_add(names, entry->d_name, len, &number) != SLA_OK)
            break;
    }
    closedir(dir);
}

/* One part of the name: the entry of the directory `out` that it is or is near to, added to out. */
static int near_part(int folder, const char *part, size_t len, char *out)
{
    struct sla__names names = {0};
    const char *best = NULL;
    size_t used = strlen(out), best_len;
    int found = 0;

    list(folder, used > 0 ? out : ".", &names);
    /* Directories are in no order, and of two that are equally near the first is taken: sorted, it
     * is the same one always. Only `at` is used from here on. */
    if (sla__sort(names.at, (size_t)names.count, sizeof *names.at, by_name) == SLA_OK)
        best = sla__names_nearest(&names, part, len);
    best_len = best != NULL ? strlen(best) : 0;
    if (best != NULL && used + 1 + best_len <= SLA__ZONE_NAME_MAX) {
        if (used > 0)
            out[used++] = '/';
        memcpy(out + used, best, best_len + 1);
        found = 1;
    }
    sla__names_clear(&names);
    return found;
}

int sla__zone_near(int directory, const char *name, size_t len, char out[SLA__ZONE_NAME_MAX + 1])
{
    const char *at = name, *end = name + len;
    struct sla__names inside = {0};
    int parts = 0, is_folder;

    out[0] = '\0';
    for (;;) {
        const char *slash = memchr(at, '/', (size_t)(end - at));
        size_t part = (size_t)((slash != NULL ? slash : end) - at);

        if (++parts > 3 || !near_part(directory, at, part, out))
            return 0;
        if (slash == NULL)
            break;
        at = slash + 1;
    }
    list(directory, out, &inside); /* "Europ" is near to no zone, only to a folder of zones */
    is_folder = inside.count > 0;
    sla__names_clear(&inside);
    return !is_folder;
}
