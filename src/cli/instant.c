/* SPDX-License-Identifier: MIT */
#include "cli/instant.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ALPHABET "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define NOT_AN_INSTANT "is not an instant; write it as 2026-12-24T23:30:00Z"
#define OUT_OF_RANGE "lies outside 1970-01-01 to 2100-01-01"
#define NO_OFFSET                                                                                  \
    "has no offset, so it could be any instant; write ...Z or ...+01:00, or name a time zone in "  \
    "a "                                                                                           \
    "column map"

const char *const instant_weekdays[7] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

/* ---------------------------------------------------------------- reading */

/* A calendar is how the public interface turns local time into instants. */
static sla_calendar *zone_of(const char *name)
{
    struct text t = {0};
    sla_calendar *zone = NULL;

    if (name != NULL && name[0] != '\0' && name[strspn(name, ALPHABET "0123456789_+-/")] == '\0') {
        text_printf(&t, "{timezone: \"%s\", hours: always}", name);
        if (sla_calendar_load(t.at, t.len, NULL, NULL, &zone) != SLA_OK)
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

int instants_format(struct instants *i, const char *format)
{
    if (strcmp(format, "seconds") == 0)
        i->unit = 1;
    else if (strcmp(format, "milliseconds") == 0)
        i->unit = 1000;
    else if (strcmp(format, "iso") != 0)
        i->pattern = format;
    return i->pattern == NULL || (strstr(format, "YYYY") != NULL && strstr(format, "MM") != NULL &&
                                  strstr(format, "DD") != NULL);
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

/* One or two digits, or `most` of them for a year; 0 if there are none. */
static int read_digits(const char **p, const char *end, int most, int *out)
{
    const char *begin = *p;

    for (*out = 0; *p < end && *p - begin < most && isdigit((unsigned char)**p); ++*p)
        *out = *out * 10 + (**p - '0');
    return most == 4 ? *p - begin == 4 : *p > begin;
}

/* Turn a text by the pattern into `2026-12-24T23:30:00`; 0 if it does not fit. */
static int by_pattern(const char *pattern, const char *text, size_t len, char out[32])
{
    static const char *const tokens[] = {"YYYY", "MM", "DD", "hh", "mm", "ss"};
    int field[6] = {0}, half = -1;
    const char *p = text, *end = text + len;

    while (*pattern != '\0') {
        size_t k = 0;

        while (k < 6 && strncmp(pattern, tokens[k], strlen(tokens[k])) != 0)
            k++;
        if (k < 6) {
            if (!read_digits(&p, end, k == 0 ? 4 : 2, &field[k]))
                return 0;
            pattern += strlen(tokens[k]);
        } else if (strncmp(pattern, "AM", 2) == 0) {
            if (end - p < 2 || strchr("AaPp", p[0]) == NULL || (p[1] | 0x20) != 'm')
                return 0;
            half = (p[0] | 0x20) == 'p';
            p += 2;
            pattern += 2;
        } else if (p < end && *p == *pattern) {
            p++;
            pattern++;
        } else {
            return 0;
        }
    }
    if (half >= 0 && (field[3] < 1 || field[3] > 12))
        return 0;
    if (half >= 0)
        field[3] = field[3] % 12 + 12 * half;
    snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02d", field[0], field[1], field[2], field[3],
             field[4], field[5]);
    return p == end;
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
    char wall[32];
    sla_result rc;

    if (i->unit > 0)
        return from_number(i, text, len, out);
    if (i->pattern != NULL) {
        if (!by_pattern(i->pattern, text, len, wall))
            return "does not fit the column map's format";
        text = wall;
        len = strlen(wall);
    }
    if (i->zone != NULL)
        rc = sla_calendar_parse_time(i->zone, text, len, out);
    else if (i->offset[0] != '\0')
        rc = at_offset(i, text, len, out);
    else
        rc = sla_time_parse(text, len, out);
    if (rc == SLA_BAD_INPUT && i->zone == NULL && i->offset[0] == '\0') {
        static const struct instants utc = {.offset = "+00:00"};
        sla_time ignored;

        if (at_offset(&utc, text, len, &ignored) != SLA_BAD_INPUT)
            return NO_OFFSET;
    }
    return rc == SLA_OK ? NULL : rc == SLA_OUT_OF_RANGE ? OUT_OF_RANGE : NOT_AN_INSTANT;
}

sla_calendar *instant_policy_zone(const sla_policy *policy)
{
    return zone_of(sla_policy_timezone(policy));
}

const char *instant_argument(const char *text, const sla_policy *policy, sla_time *out)
{
    struct instants i = {.zone = instant_policy_zone(policy)};
    const char *why = instants_read(&i, text, strlen(text), out);

    if (why != NULL && strcmp(why, NO_OFFSET) == 0)
        why = "has no offset, and the policy has no time zone; write ...Z or ...+01:00";
    instants_free(&i);
    return why;
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
