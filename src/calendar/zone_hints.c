/* SPDX-License-Identifier: MIT */
/*
 * What people write for a time zone where an IANA name belongs: abbreviations and the names that
 * Windows has. Only for hints: an abbreviation is a different zone in each country, and which one
 * was meant is for the author to say.
 */
#include "calendar/zone.h"

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
