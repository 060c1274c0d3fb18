/* SPDX-License-Identifier: MIT */
#include "cli/instant.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define NOT_AN_INSTANT                                                                             \
    "is not an instant; write it as 2026-12-24T23:30:00Z, or tell its \"format\" in a column map"
#define OUT_OF_RANGE "lies outside 1970-01-01 to 2100-01-01"
#define NO_OFFSET                                                                                  \
    "has no offset, so it could be any instant; write ...Z or ...+01:00, or name a "               \
    "\"timezone\" in a column map"

const char *const instant_weekdays[7] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/* ---------------------------------------------------------------- reading */

/* A calendar is how the public interface turns local time into instants. */
static sla_calendar *zone_of(const char *name)
{
    struct text t = {0};
    sla_calendar *zone = NULL;

    if (name != NULL && name[0] != '\0' && name[strspn(name, ALPHABET "0123456789_+-/")] == '\0') {
        text_printf(&t, "{timezone: \"%s\", hours: always}", name);
        if (sla_calendar_parse(t.at, t.len, NULL, NULL, NULL, &zone) != SLA_OK)
            zone = NULL;
    }
    text_free(&t);
    return zone;
}

int instants_zone(struct instants *i, const char *name)
{
    int hours, minutes, used = 0;

    if (sscanf(name, "%*1[+-]%2d:%2d%n", &hours, &minutes, &used) == 2 && used == 6 &&
        name[6] == '\0' && isdigit((unsigned char)name[1]) && isdigit((unsigned char)name[4]) &&
        hours <= 14 && minutes < 60) {
        memcpy(i->offset, name, 7);
        return 1;
    }
    i->zone = zone_of(name);
    return i->zone != NULL;
}

/* What a pattern is made of; other characters stand for themselves. A longer token stands before
 * its beginning. */
enum part { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, HALF, PARTS };
static const struct token {
    const char *text;
    enum part part;
} tokens[] = {{"YYYY", YEAR}, {"YY", YEAR},   {"MMM", MONTH}, {"MM", MONTH}, {"DD", DAY},
              {"hh", HOUR},   {"mm", MINUTE}, {"ss", SECOND}, {"AM", HALF},  {"am", HALF}};

/* The token that the pattern begins with, or NULL. */
static const struct token *token_at(const char *pattern)
{
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        if (strncmp(pattern, tokens[i].text, strlen(tokens[i].text)) == 0)
            return &tokens[i];
    }
    return NULL;
}

/* A date, and no part twice: hh:MM would take minutes for a month. */
static int is_pattern(const char *pattern)
{
    int has[PARTS] = {0};

    for (const struct token *t; *pattern != '\0'; pattern += t != NULL ? strlen(t->text) : 1) {
        t = token_at(pattern);
        if (t != NULL && has[t->part]++ > 0)
            return 0;
    }
    return has[YEAR] && has[MONTH] && has[DAY];
}

int instants_format(struct instants *i, const char *format)
{
    if (strcmp(format, "seconds") == 0)
        i->unit = 1;
    else if (strcmp(format, "milliseconds") == 0)
        i->unit = 1000;
    else if (strcmp(format, "iso") != 0)
        i->pattern = format;
    return i->pattern == NULL || is_pattern(format);
}

void instants_free(struct instants *i)
{
    sla_calendar_unref(i->zone);
    *i = (struct instants){0};
}

static const char *from_number(const struct instants *i, const char *text, size_t len,
                               sla_time *out)
{
    int64_t n = 0;

    for (size_t k = 0; k < len; k++) {
        if (!isdigit((unsigned char)text[k]))
            return "is not a number of seconds or milliseconds since 1970";
        if (n > SLA_TIME_MAX * 1000)
            break;
        n = n * 10 + (text[k] - '0');
    }
    if (len == 0 || n / i->unit > SLA_TIME_MAX)
        return OUT_OF_RANGE;
    *out = n / i->unit;
    return NULL;
}

/* Digits at *p: at least `least`, at most `most`. 0 if there are fewer. */
static int read_digits(const char **p, const char *end, int least, int most, int *out)
{
    const char *begin = *p;

    for (*out = 0; *p < end && *p - begin < most && isdigit((unsigned char)**p); ++*p)
        *out = *out * 10 + (**p - '0');
    return *p - begin >= least;
}

/* `Jan` to `Dec`, in any case. */
static int read_month(const char **p, const char *end, int *out)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    char name[3];

    if (end - *p < 3)
        return 0;
    for (int i = 0; i < 3; i++)
        name[i] = (char)tolower((unsigned char)(*p)[i]);
    for (*out = 1; *out <= 12; ++*out) {
        if (memcmp(name, months + 3 * (*out - 1), 3) == 0) {
            *p += 3;
            return 1;
        }
    }
    return 0;
}

/* `AM` or `PM`, in any case: whether it is the second half of the day. */
static int read_half(const char **p, const char *end, int *out)
{
    if (end - *p < 2 || strchr("AaPp", **p) == NULL || ((*p)[1] | 0x20) != 'm')
        return 0;
    *out = (**p | 0x20) == 'p';
    *p += 2;
    return 1;
}

static int read_part(const struct token *token, const char **p, const char *end, int *out)
{
    size_t len = strlen(token->text);

    if (token->part == HALF)
        return read_half(p, end, out);
    if (token->part == MONTH && len == 3)
        return read_month(p, end, out);
    if (token->part != YEAR)
        return read_digits(p, end, 1, 2, out);
    if (!read_digits(p, end, (int)len, (int)len, out))
        return 0;
    *out += len == 2 ? 2000 : 0;
    return 1;
}

/* Turn a text by the pattern into `2026-12-24T23:30:00`; 0 if it does not fit. */
static int by_pattern(const char *pattern, const char *text, size_t len, char out[32])
{
    int part[PARTS] = {[HALF] = -1};
    const char *p = text, *end = text + len;

    while (*pattern != '\0') {
        const struct token *token = token_at(pattern);

        if (token != NULL ? !read_part(token, &p, end, &part[token->part])
                          : p == end || *p++ != *pattern)
            return 0;
        pattern += token != NULL ? strlen(token->text) : 1;
    }
    if (part[HALF] >= 0) {
        if (part[HOUR] < 1 || part[HOUR] > 12)
            return 0;
        part[HOUR] = part[HOUR] % 12 + 12 * part[HALF];
    }
    snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02d", part[YEAR], part[MONTH], part[DAY],
             part[HOUR], part[MINUTE], part[SECOND]);
    return p == end;
}

/* `...+0200`, as ISO 8601 has it and RFC 3339 has not, with its colon; 0 if it is none of these. */
static int with_colon(const char *text, size_t len, char out[48])
{
    if (len < 18 || len > 40 || memchr(text, ':', len) == NULL ||
        strchr("+-", text[len - 5]) == NULL)
        return 0;
    for (size_t i = len - 4; i < len; i++) {
        if (!isdigit((unsigned char)text[i]))
            return 0;
    }
    snprintf(out, 48, "%.*s:%.2s", (int)len - 2, text, text + len - 2);
    return 1;
}

/* Local time at a fixed offset: a text without one gets it. */
static sla_result at_offset(const struct instants *i, const char *text, size_t len, sla_time *out)
{
    char whole[64];
    sla_result rc = sla_time_parse(text, len, out);

    if (rc != SLA_BAD_INPUT || len > 40)
        return rc;
    snprintf(whole, sizeof whole, "%.*s%s%s", (int)len, text, len == 10 ? "T00:00" : "", i->offset);
    return sla_time_parse(whole, strlen(whole), out);
}

const char *instants_read(const struct instants *i, const char *text, size_t len, sla_time *out)
{
    static const struct instants utc = {.offset = "+00:00"};
    char whole[48];
    sla_time ignored;
    sla_result rc;

    if (i->unit > 0)
        return from_number(i, text, len, out);
    if (i->pattern != NULL && !by_pattern(i->pattern, text, len, whole))
        return "does not fit the column map's format";
    if (i->pattern != NULL || with_colon(text, len, whole)) {
        text = whole;
        len = strlen(whole);
    }
    if (i->zone != NULL)
        rc = sla_calendar_parse_time(i->zone, text, len, out);
    else if (i->offset[0] != '\0')
        rc = at_offset(i, text, len, out);
    else
        rc = sla_time_parse(text, len, out);
    if (rc == SLA_OK)
        return NULL;
    if (rc == SLA_OUT_OF_RANGE)
        return OUT_OF_RANGE;
    if (i->pattern != NULL)
        return "is no date and time that there is";
    if (i->zone == NULL && i->offset[0] == '\0' &&
        at_offset(&utc, text, len, &ignored) != SLA_BAD_INPUT)
        return NO_OFFSET;
    return NOT_AN_INSTANT;
}

sla_calendar *instant_policy_zone(const sla_policy *policy)
{
    return zone_of(sla_policy_timezone(policy));
}

const char *instant_argument(const char *text, const sla_policy *policy, sla_time *out)
{
    sla_calendar *zone = instant_policy_zone(policy);
    sla_result rc = zone != NULL ? sla_calendar_parse_time(zone, text, strlen(text), out)
                                 : sla_time_parse(text, strlen(text), out);

    sla_calendar_unref(zone);
    return rc == SLA_OK             ? NULL
           : rc == SLA_OUT_OF_RANGE ? OUT_OF_RANGE
           : zone != NULL
               ? "is not an instant; write it as 2026-12-24T23:30:00Z or \"2026-12-24 23:30\""
               : "is not an instant; write it as 2026-12-24T23:30:00Z (the policy names no time "
                 "zone in which \"2026-12-24 23:30\" would be local)";
}

sla_time instant_system_clock(void)
{
    time_t now = time(NULL);

    return now < SLA_TIME_MIN ? SLA_TIME_MIN : now > SLA_TIME_MAX ? SLA_TIME_MAX : now;
}

/* ---------------------------------------------------------------- showing */

/* Days since 1970-01-01 to a date (proleptic Gregorian); the years of 400 have 146,097 days. */
static sla_date date_of(int64_t days)
{
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int64_t month = mp < 10 ? mp + 3 : mp - 9;

    return (sla_date)((yoe + era * 400 + (month <= 2)) * 10000 + month * 100 + doy -
                      (153 * mp + 2) / 5 + 1);
}

static int64_t day_of(int64_t local)
{
    return (local >= 0 ? local : local - 86399) / 86400;
}

sla_date instant_date(sla_time at, int32_t offset)
{
    return date_of(day_of(at + offset));
}

void instant_put_date(struct text *t, sla_date date)
{
    text_printf(t, "%04d-%02d-%02d", (int)(date / 10000), (int)(date / 100 % 100),
                (int)(date % 100));
}

void instant_put(struct text *t, sla_time at, int32_t offset)
{
    int64_t local = at + offset, day = day_of(local);
    int second = (int)(local - day * 86400);

    if (at == SLA_TIME_NONE)
        return;
    text_printf(t, "%s ", instant_weekdays[((day + 3) % 7 + 7) % 7]); /* 1970 began on a Thursday */
    instant_put_date(t, date_of(day));
    text_printf(t, " %02d:%02d", second / 3600, second / 60 % 60);
    if (second % 60 != 0)
        text_printf(t, ":%02d", second % 60);
}

void instant_put_local(struct text *t, sla_time at, const sla_calendar *calendar)
{
    int32_t offset = 0;
    int local = at != SLA_TIME_NONE && calendar != NULL &&
                sla_calendar_offset(calendar, at, &offset) == SLA_OK;

    instant_put(t, at, local ? offset : 0);
    if (at != SLA_TIME_NONE && !local)
        text_puts(t, " UTC");
}

void duration_put(struct text *t, sla_duration d)
{
    char text[SLA_TEXT_MAX];

    if (d != SLA_DURATION_NONE && sla_duration_format(d, text) == SLA_OK)
        text_puts(t, text);
}
