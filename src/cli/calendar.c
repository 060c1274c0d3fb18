/* SPDX-License-Identifier: MIT */
/* slacore calendar: a month as people draw it, a date a row, the open hours as a bar over the day.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/args.h"
#include "cli/calendars.h"
#include "cli/command.h"
#include "cli/instant.h"
#include "cli/text.h"

#define COMMAND "calendar"
#define CELLS 48 /* of half an hour */
#define CELL (86400 / CELLS)
#define DAY 86400

/* `2026-12` */
static int read_month(struct console *c, const char *text, int *year, int *month)
{
    int well = text != NULL && strlen(text) == 7 && text[4] == '-';

    for (int i = 0; well && i < 7; i++)
        well = i == 4 || isdigit((unsigned char)text[i]);
    if (well) {
        *year =
            (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
        *month = (text[5] - '0') * 10 + text[6] - '0';
        well = *year >= 1970 && *year <= 2099 && *month >= 1 && *month <= 12;
    }
    if (well)
        return EXIT_DONE;
    if (text == NULL)
        return args_error(COMMAND, c, "which month? say --month 2026-12");
    return args_error(COMMAND, c, "--month: %s is no month of 1970-01 to 2099-12; write 2026-12",
                      QUOTE(text));
}

static int last_day(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

/* The first instant of a date by the clock on the wall; the month after December included. */
static sla_time midnight(const sla_calendar *calendar, int year, int month, int day)
{
    char text[48];
    sla_time at = SLA_TIME_NONE;

    if (day > last_day(year, month)) {
        day = 1;
        year += month == 12;
        month = month % 12 + 1;
    }
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    if (sla_calendar_parse_time(calendar, text, strlen(text), &at) != SLA_OK)
        return SLA_TIME_NONE; /* the edge of the range, which has no business time to show */
    return at;
}

static int32_t offset_at(const sla_calendar *calendar, sla_time at)
{
    int32_t offset = 0;

    return sla_calendar_offset(calendar, at, &offset) == SLA_OK ? offset : 0;
}

/* Seconds of the wall clock since the date's 00:00. */
static int64_t wall(const sla_calendar *calendar, sla_time at, sla_time from)
{
    return at + offset_at(calendar, at) - (from + offset_at(calendar, from));
}

/* `#` open, `:` open for a part of the half hour, `.` closed. */
static void draw_bar(const sla_calendar *calendar, sla_time from, sla_time to, char bar[CELLS + 1])
{
    int64_t open[CELLS] = {0};
    sla_spans *spans = NULL;

    if (sla_calendar_spans(calendar, from, to, &spans) != SLA_OK)
        spans = NULL;
    for (size_t i = 0; i < sla_spans_count(spans); i++) {
        int64_t begin = wall(calendar, sla_spans_open(spans, i), from);
        int64_t end = wall(calendar, sla_spans_close(spans, i) - 1, from) + 1;

        for (int64_t k = begin / CELL; k < CELLS && k * CELL < end; k++) {
            int64_t a = begin > k * CELL ? begin : k * CELL;
            int64_t b = end < (k + 1) * CELL ? end : (k + 1) * CELL;

            open[k] += b > a ? b - a : 0;
        }
    }
    for (int k = 0; k < CELLS; k++)
        bar[k] = open[k] >= CELL ? '#' : open[k] > 0 ? ':' : '.';
    bar[CELLS] = '\0';
    sla_spans_free(spans);
}

/* `08:00`, with seconds where there are some. */
static void put_wall(struct text *t, const sla_calendar *calendar, sla_time at)
{
    int second = (int)((at + offset_at(calendar, at)) % DAY);

    text_printf(t, "%02d:%02d", second / 3600, second / 60 % 60);
    if (second % 60 != 0)
        text_printf(t, ":%02d", second % 60);
}

/* The windows of a date as text; gives their length. */
static sla_duration put_windows(struct text *t, const sla_calendar *calendar, const sla_days *days,
                                size_t i)
{
    sla_duration length = 0;

    for (size_t w = 0; w < sla_days_window_count(days, i); w++) {
        sla_time open = sla_days_window_open(days, i, w), close = sla_days_window_close(days, i, w);

        text_puts(t, w > 0 ? ", " : "");
        put_wall(t, calendar, open);
        text_puts(t, "-");
        if (instant_date(close, offset_at(calendar, close)) != sla_days_date(days, i) &&
            (close + offset_at(calendar, close)) % DAY == 0)
            text_puts(t, "24:00");
        else
            put_wall(t, calendar, close);
        length += close - open;
    }
    return length;
}

/* What the clocks do on the date: found by halving, for they change once a day at most. */
static void put_clock_change(struct text *t, const sla_calendar *calendar, sla_time from,
                             sla_time to)
{
    int32_t before = offset_at(calendar, from), after = offset_at(calendar, to);
    char length[SLA_TEXT_MAX];

    if (before == after)
        return;
    while (to - from > 1) {
        sla_time middle = from + (to - from) / 2;

        if (offset_at(calendar, middle) == before)
            from = middle;
        else
            to = middle;
    }
    if (sla_duration_format(after > before ? after - before : before - after, length) != SLA_OK)
        return;
    text_printf(t, "%sclocks go %s %s at ", t->len > 0 ? "; " : "",
                after > before ? "forward" : "back", length);
    { /* the wall clock just before the change, one second on */
        int second = (int)((to + before) % DAY);

        text_printf(t, "%02d:%02d", second / 3600, second / 60 % 60);
    }
}

static void print_day(const sla_calendar *calendar, const sla_days *days, size_t i,
                      sla_duration *total)
{
    sla_date date = sla_days_date(days, i);
    int year = date / 10000, month = date / 100 % 100, day = date % 100;
    sla_time from = midnight(calendar, year, month, day);
    sla_time to = midnight(calendar, year, month, day + 1);
    struct text windows = {0}, length = {0}, notes = {0};
    sla_duration open = put_windows(&windows, calendar, days, i);
    char bar[CELLS + 1] = "";

    *total += open;
    if (from != SLA_TIME_NONE && to != SLA_TIME_NONE)
        draw_bar(calendar, from, to, bar);
    if (open > 0)
        duration_put(&length, open);
    text_put_safe(&notes, sla_days_name(days, i), strlen(sla_days_name(days, i)));
    if (from != SLA_TIME_NONE && to != SLA_TIME_NONE)
        put_clock_change(&notes, calendar, from, to);
    printf("%s %02d  %-*s  %8s  %s%s%s\n", instant_weekdays[(sla_days_weekday(days, i) + 6) % 7],
           day, CELLS, bar, length.len > 0 ? length.at : "-",
           windows.len > 0 ? windows.at : "closed", notes.len > 0 ? "  " : "",
           notes.len > 0 ? notes.at : "");
    if (sla_days_weekday(days, i) == 7 && i + 1 < sla_days_count(days))
        printf("\n");
    text_free(&windows);
    text_free(&length);
    text_free(&notes);
}

static int print_month(struct console *c, const char *path, const sla_calendar *calendar, int year,
                       int month)
{
    sla_date first = (sla_date)(year * 10000 + month * 100 + 1);
    sla_date last = first - 1 + last_day(year, month);
    sla_days *days = NULL;
    sla_duration total = 0;
    struct text t = {0};
    sla_time end = midnight(calendar, year, month, last_day(year, month));
    sla_result rc = sla_calendar_days(calendar, first, last, &days);

    if (rc != SLA_OK) {
        console_say(c, SAY_ERROR, path, 0, "calendar %s: %s", QUOTE(sla_calendar_name(calendar)),
                    RESULT(rc));
        return EXIT_UNREADABLE;
    }
    text_put_safe(&t, sla_calendar_name(calendar), strlen(sla_calendar_name(calendar)));
    printf("%s, %04d-%02d, times in %s\n", t.at, year, month, sla_calendar_timezone(calendar));
    printf("        0     3     6     9     12    15    18    21    24\n");
    for (size_t i = 0; i < sla_days_count(days); i++)
        print_day(calendar, days, i, &total);
    text_clear(&t);
    duration_put(&t, total);
    printf("\nopen in all: %s in the windows that open in this month\n"
           "# open   : open for a part of the half hour   . closed\n",
           t.at);
    text_free(&t);
    sla_days_free(days);
    return end != SLA_TIME_NONE ? calendars_warn(c, path, calendar, end, "this month") : EXIT_DONE;
}

int command_calendar(int argc, char **argv)
{
    struct console console;
    const char *operands[2], *priority = NULL, *month_text = NULL;
    const struct option options[] = {
        {"month", 'm', "YYYY-MM", "the month to draw (required)", &month_text, NULL},
        {"priority", 'p', "NAME",
         "the calendar as this priority's clocks see it: days\n"
         "that are covered for it are open",
         &priority, NULL},
    };
    const struct args args = {
        COMMAND,
        "POLICY CALENDAR",
        "Draw a month of a calendar of the policy: for each date its open hours as a bar\n"
        "over the day's 24 hours, their length, the windows that open on it, and what is\n"
        "special about it.",
        options,
        sizeof options / sizeof options[0],
        "exit status: 0 all is well, 1 the policy cannot be used, 3 the command line is\n"
        "wrong."};
    const sla_calendar *calendar = NULL;
    sla_policy *policy;
    int status, year = 0, month = 0;

    console_init(&console);
    status = args_parse(&args, &console, argc, argv, operands);
    if (status >= 0)
        return status;
    status = read_month(&console, month_text, &year, &month);
    if (status != EXIT_DONE)
        return status;
    policy =
        calendars_open(&console, COMMAND, operands[0], operands[1], priority, &calendar, &status);
    if (policy == NULL)
        return status;
    status = print_month(&console, operands[0], calendar, year, month);
    sla_policy_unref(policy);
    return status;
}
