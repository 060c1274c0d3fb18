/* SPDX-License-Identifier: MIT */
/* Durations as text: `1h 30m`, `90s`, `2 hours`. */
#include "base/time.h"

#include <string.h>

static const struct unit {
    const char *name;
    int32_t seconds;
} units[] = {
    {"h", 3600}, {"hr", 3600}, {"hrs", 3600}, {"hour", 3600}, {"hours", 3600},
    {"m", 60},   {"min", 60},  {"mins", 60},  {"minute", 60}, {"minutes", 60},
    {"s", 1},    {"sec", 1},   {"secs", 1},   {"second", 1},  {"seconds", 1},
};

static const char *skip_spaces(const char *at, const char *end)
{
    while (at < end && *at == ' ')
        at++;
    return at;
}

/* Digits as a number; one beyond the longest duration stands for all that are longer. NULL if there
 * is no digit. */
static const char *take_number(const char *at, const char *end, int64_t *number)
{
    const char *begin = at;

    for (*number = 0; at < end && *at >= '0' && *at <= '9'; at++) {
        *number = *number * 10 + (*at - '0');
        if (*number > SLA__DURATION_MAX)
            *number = SLA__DURATION_MAX + 1;
    }
    return at == begin ? NULL : at;
}

static const char *take_unit(const char *at, const char *end, int32_t *seconds)
{
    const char *begin = at;

    while (at < end && *at >= 'a' && *at <= 'z')
        at++;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t len = (size_t)(at - begin);

        if (strlen(units[i].name) == len && memcmp(units[i].name, begin, len) == 0) {
            *seconds = units[i].seconds;
            return at;
        }
    }
    return NULL;
}

sla_result sla_duration_parse(const char *text, size_t len, sla_duration *out)
{
    const char *at = text, *end;
    sla_duration sum = 0;
    int32_t before = INT32_MAX;
    int negative;

    if (text == NULL || out == NULL)
        return SLA_INVALID_ARGUMENT;
    end = text + len;
    negative = len > 0 && *at == '-';
    at += negative;
    do {
        int64_t number;
        int32_t seconds;

        at = take_number(at, end, &number);
        if (at != NULL)
            at = take_unit(skip_spaces(at, end), end, &seconds);
        if (at == NULL || seconds >= before) /* greatest first, each once */
            return SLA_BAD_INPUT;
        before = seconds;
        sum += number * seconds; /* three parts of at most 2^33 times 3600 */
        if (at < end)
            at = skip_spaces(at, end - 1); /* none may be last */
    } while (at < end);
    if (sum > SLA__DURATION_MAX)
        return SLA_OUT_OF_RANGE;
    *out = negative ? -sum : sum;
    return SLA_OK;
}

/* One part with its unit, a space before it if it is not the first. */
static char *put_part(char *out, const char *begin, int64_t number, char unit)
{
    char digits[20];
    int count = 0;

    if (out > begin && out[-1] != '-')
        *out++ = ' ';
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    while (count > 0)
        *out++ = digits[--count];
    *out++ = unit;
    return out;
}

sla_result sla_duration_format(sla_duration d, char *out)
{
    char *to = out;

    if (out == NULL || d < -SLA__DURATION_MAX || d > SLA__DURATION_MAX)
        return SLA_INVALID_ARGUMENT;
    if (d < 0) {
        *to++ = '-';
        d = -d;
    }
    if (d >= 3600)
        to = put_part(to, out, d / 3600, 'h');
    if (d / 60 % 60 > 0)
        to = put_part(to, out, d / 60 % 60, 'm');
    if (d % 60 > 0 || d == 0)
        to = put_part(to, out, d % 60, 's');
    *to = '\0';
    return SLA_OK;
}
