/* SPDX-License-Identifier: MIT */
/* Writes policies as YAML, holiday files as iCalendar, and histories for people. */
#include "generate.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void text_add(struct text *text, const char *format, ...)
{
    va_list args;
    int need;

    va_start(args, format);
    need = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (text->len + (size_t)need + 1 > text->room) {
        text->room = (text->room + (size_t)need) * 2 + 64;
        text->at = realloc(text->at, text->room);
        if (text->at == NULL)
            abort();
    }
    va_start(args, format);
    vsnprintf(text->at + text->len, text->room - text->len, format, args);
    va_end(args);
    text->len += (size_t)need;
}

static void date(long day, struct text *out)
{
    int y, m, d;

    day_to_civil(day, &y, &m, &d);
    text_add(out, "%04d-%02d-%02d", y, m, d);
}

void write_time(int64_t t, struct text *out)
{
    long day = (long)(t >= 0 ? t / 86400 : (t - 86399) / 86400);
    int second = (int)(t - day * 86400LL);

    if (t == NONE || t == BEYOND) {
        text_add(out, "%s", t == NONE ? "-" : "later");
        return;
    }
    date(day, out);
    text_add(out, "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60, second % 60);
}

static void duration(int64_t s, struct text *out)
{
    const char *gap = "";

    if (s >= 3600 || s == 0) {
        text_add(out, "%lldh", (long long)(s / 3600));
        gap = " ";
    }
    if (s % 3600 >= 60) {
        text_add(out, "%s%lldm", gap, (long long)(s / 60 % 60));
        gap = " ";
    }
    if (s % 60 != 0)
        text_add(out, "%s%llds", gap, (long long)(s % 60));
}

static void day_text(const struct day_hours *h, struct text *out)
{
    if (h->count == 0) {
        text_add(out, "closed");
        return;
    }
    if (h->count > 1)
        text_add(out, "[");
    for (int i = 0; i < h->count; i++) {
        int open = h->window[i].open, close = h->window[i].close;

        if (close > 1440)
            close -= 1440;
        text_add(out, "%s%02d:%02d-%02d:%02d", i > 0 ? ", " : "", open / 60, open % 60, close / 60,
                 close % 60);
    }
    if (h->count > 1)
        text_add(out, "]");
}

static bool same_hours(const struct day_hours *a, const struct day_hours *b)
{
    if (a->count != b->count)
        return false;
    for (int i = 0; i < a->count; i++)
        if (a->window[i].open != b->window[i].open || a->window[i].close != b->window[i].close)
            return false;
    return true;
}

static void week_text(const struct week *week, bool always, struct text *out)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const char *gap = "";
    int first = 0, open = 0;

    for (int d = 0; d < 7; d++)
        open += week->day[d].count;
    if (always || open == 0) {
        text_add(out, "%s", always ? "always" : "closed");
        return;
    }
    /* begin where a run begins, so that runs over the week's end are written `sun-thu` */
    while (first < 7 && same_hours(&week->day[first], &week->day[(first + 6) % 7]))
        first++;
    first %= 7;
    text_add(out, "{");
    for (int d = 0; d < 7;) {
        const struct day_hours *h = &week->day[(first + d) % 7];
        int last = d;

        while (last + 1 < 7 && same_hours(h, &week->day[(first + last + 1) % 7]))
            last++;
        if (h->count > 0 || d == 2) {
            text_add(out, "%s%s", gap, names[(first + d) % 7]);
            if (last > d)
                text_add(out, "-%s", names[(first + last) % 7]);
            text_add(out, ": ");
            day_text(h, out);
            gap = ", ";
        }
        d = last + 1;
    }
    text_add(out, "}");
}

static void calendar_text(const struct policy *p, const struct calendar *c, struct text *out)
{
    text_add(out, "    timezone: %s\n", p->zone[c->zone]->name);
    if (c->member_count > 0) {
        text_add(out, "    any_of: [");
        for (int i = 0; i < c->member_count; i++)
            text_add(out, "%s%s", i > 0 ? ", " : "", calendar_names[c->member[i]]);
        text_add(out, "]\n    day_length: ");
        duration(c->day_length, out);
        text_add(out, "\n");
        return;
    }
    if (c->like >= 0)
        text_add(out, "    like: %s\n", calendar_names[c->like]);
    text_add(out, "    hours: ");
    week_text(&c->week, c->always, out);
    text_add(out, "\n");
    if (c->dated_count > 0)
        text_add(out, "    dates:\n");
    for (int i = 0; i < c->dated_count; i++) {
        if (c->dated[i].year > 0)
            text_add(out, "      %04d-%02d-%02d: ", c->dated[i].year, c->dated[i].month,
                     c->dated[i].day);
        else
            text_add(out, "      %02d-%02d: ", c->dated[i].month, c->dated[i].day);
        day_text(&c->dated[i].hours, out);
        text_add(out, "\n");
    }
    if (c->like < 0 || c->day_length != p->calendar[c->like].day_length) {
        if (c->day_length > 0) {
            text_add(out, "    day_length: ");
            duration(c->day_length, out);
            text_add(out, "\n");
        }
    }
    if (c->like >= 0)
        return;
    if (c->season_count > 0)
        text_add(out, "    seasons:\n");
    for (int i = 0; i < c->season_count; i++) {
        const struct season *s = &c->season[i];
        text_add(out, "      - {from: %02d-%02d, to: %02d-%02d, hours: ", s->from / 100,
                 s->from % 100, s->to / 100, s->to % 100);
        week_text(&s->week, false, out);
        text_add(out, "}\n");
    }
    if (c->list_count + c->plain_count > 0) {
        text_add(out, "    holidays: [");
        for (int i = 0; i < c->list_count; i++)
            text_add(out, "%slist%d", i > 0 ? ", " : "", c->list[i]);
        for (int i = 0; i < c->plain_count; i++) {
            text_add(out, "%s", i + c->list_count > 0 ? ", " : "");
            date(c->plain[i], out);
        }
        text_add(out, "]\n");
    }
    if (c->whole_date)
        text_add(out, "    scope: date\n");
}

static void mask_text(unsigned mask, const char *const *names, struct text *out)
{
    bool many = (mask & (mask - 1)) != 0;
    const char *gap = "";

    text_add(out, "%s", many ? "[" : "");
    for (int i = 0; mask >> i != 0; i++)
        if ((mask >> i & 1) != 0) {
            text_add(out, "%s%s", gap, names[i]);
            gap = ", ";
        }
    text_add(out, "%s", many ? "]" : "");
}

static void condition_text(const struct condition *c, struct text *out)
{
    const char *gap = "";
    const unsigned masks[] = {c->type, c->priority, c->status};
    const char *const keys[] = {"type", "priority", "status"};
    const char *const *const names[] = {type_names, priority_names, status_names};

    text_add(out, "{");
    for (int i = 0; i < 3; i++)
        if (masks[i] != 0) {
            text_add(out, "%s%s: ", gap, keys[i]);
            mask_text(masks[i], names[i], out);
            gap = ", ";
        }
    for (int a = 0; a < MAX_ATTRIBUTES; a++)
        if (c->attribute[a] != 0) {
            text_add(out, "%s%s: ", gap, attribute_names[a]);
            mask_text(c->attribute[a], value_names[a], out);
            gap = ", ";
        }
    if (c->started != 0)
        text_add(out, "%sstarted: {%s: %s}", gap, c->started == 1 ? "inside" : "outside",
                 calendar_names[c->started_calendar]);
    text_add(out, "}");
}

static void triggers_text(const char *key, const struct triggers *t, struct text *out)
{
    if (t->count == 0)
        return;
    text_add(out, "    %s: %s", key, t->count > 1 ? "[" : "");
    for (int i = 0; i < t->count; i++)
        text_add(out, "%s%s%s", i > 0 ? ", " : "", t->trigger[i].status ? "status " : "",
                 t->trigger[i].status ? status_names[t->trigger[i].index]
                                      : event_names[t->trigger[i].index]);
    text_add(out, "%s\n", t->count > 1 ? "]" : "");
}

static void target_text(const struct target *t, struct text *out)
{
    static const char *const rules[] = {"", " elapsed", " same time", " end of day"};

    switch (t->kind) {
    case T_NONE:
        text_add(out, "none");
        return;
    case T_DURATION:
        duration(t->seconds, out);
        return;
    case T_DAYS:
        text_add(out, "%d working day%s%s", t->days, t->days == 1 ? "" : "s", rules[t->rule]);
        return;
    case T_BY_CLOSE:
        text_add(out, "by close %s working day", t->next ? "next" : "same");
        return;
    case T_BY_TIME:
        text_add(out, "by %02d:%02d %s working day", (int)t->seconds / 60, (int)t->seconds % 60,
                 t->next ? "next" : "same");
        return;
    }
}

static void row_text(const struct policy *p, const struct row *row, struct text *out)
{
    const char *gap = "";

    text_add(out, "  - when: ");
    condition_text(&row->when, out);
    text_add(out, "\n");
    if (row->calendar >= 0)
        text_add(out, "    calendar: %s\n", calendar_names[row->calendar]);
    text_add(out, "    within: {");
    for (int c = 0; c < p->clock_count; c++) {
        if ((row->clocks >> c & 1) == 0)
            continue;
        text_add(out, "%s%s: ", gap, clock_names[p->clock[c].name]);
        gap = ", ";
        if (!row->by_priority[c]) {
            target_text(&row->target[c][0], out);
            continue;
        }
        gap = "{";
        for (int k = 0; k < p->priority_count; k++)
            if ((row->given[c] >> k & 1) != 0) {
                text_add(out, "%s%s: ", gap, priority_names[k]);
                target_text(&row->target[c][k], out);
                gap = ", ";
            }
        text_add(out, "}");
        gap = ", ";
    }
    text_add(out, "}\n");
}

static void list_text(const struct policy *p, int number, struct text *out)
{
    text_add(out, "  list%d:\n", number);
    for (int i = 0; i < p->list[number].count; i++) {
        const struct entry *e = &p->list[number].entry[i];

        if (e->file < 0) {
            text_add(out, "    - ");
            date(e->date, out);
            text_add(out, "\n");
            continue;
        }
        text_add(out, "    - {file: h%d.ics", e->file);
        if (e->coverage >= 0)
            text_add(out, ", coverage: k%d", e->coverage);
        if (e->whole_date)
            text_add(out, ", scope: date");
        text_add(out, "}\n");
    }
}

static void facts_text(const struct policy *p, struct text *out)
{
    text_add(out, "types: [");
    for (int i = 0; i < p->type_count; i++)
        text_add(out, "%s%s", i > 0 ? ", " : "", type_names[i]);
    text_add(out, "]\npriorities: [");
    for (int i = 0; i < p->priority_count; i++)
        text_add(out, "%s%s", i > 0 ? ", " : "", priority_names[i]);
    text_add(out, "]\n");
    if (p->has_matrix) {
        text_add(out, "priority:\n%s  matrix:\n",
                 p->impact_first ? "  axes: [impact, urgency]\n" : "");
        for (int a = 0; a < MAX_LEVELS; a++) {
            text_add(out, "    %s: {", level_names[p->impact_first ? 1 : 0][a]);
            for (int b = 0; b < MAX_LEVELS; b++)
                text_add(out, "%s%s: %s", b > 0 ? ", " : "",
                         level_names[p->impact_first ? 0 : 1][b],
                         priority_names[p->impact_first ? p->matrix[b][a] : p->matrix[a][b]]);
            text_add(out, "}\n");
        }
        for (int i = 0, first = 1; i < p->type_count; i++)
            if (p->fixed[i] >= 0) {
                text_add(out, "%s    %s: %s\n", first ? "  fixed:\n" : "", type_names[i],
                         priority_names[p->fixed[i]]);
                first = 0;
            }
    }
    text_add(out, "attributes:\n");
    for (int a = 0; a < MAX_ATTRIBUTES; a++) {
        const char *gap = "";

        text_add(out, "  %s: {", attribute_names[a]);
        if (p->value_count[a] > 0) {
            text_add(out, "values: [");
            for (int v = 0; v < p->value_count[a]; v++)
                text_add(out, "%s%s", v > 0 ? ", " : "", value_names[a][v]);
            text_add(out, "]");
            gap = ", ";
        }
        if (p->default_value[a] >= 0) {
            text_add(out, "%sdefault: %s", gap, value_names[a][p->default_value[a]]);
            gap = ", ";
        }
        if (a == 0) {
            gap = ", calendar: {";
            for (int v = 0; v < p->value_count[a]; v++)
                if (p->value_calendar[v] >= 0) {
                    text_add(out, "%s%s: %s", gap, value_names[a][v],
                             calendar_names[p->value_calendar[v]]);
                    gap = ", ";
                }
            if (gap[2] == '\0')
                text_add(out, "}");
        }
        text_add(out, "}\n");
    }
    text_add(out, "statuses: [");
    for (int i = 0; i < p->status_count; i++)
        text_add(out, "%s%s", i > 0 ? ", " : "", status_names[i]);
    text_add(out, "]\nevents: [%s, %s]\n", event_names[E_OWN0], event_names[E_OWN1]);
}

void write_policy(const struct policy *p, struct text *out)
{
    static const char *const modes[] = {"", "resume", "restart", "new_cycle"};
    static const char *const rules[] = {"", "elapsed", "same time", "end of day"};

    text_add(out, "slacore: 1\ntimezone: UTC\ncalendar: %s\n", calendar_names[p->top_calendar]);
    if (p->list_count > 0)
        text_add(out, "holidays:\n");
    for (int i = 0; i < p->list_count; i++)
        list_text(p, i, out);
    if (p->coverage_count > 0)
        text_add(out, "coverage:\n");
    for (int i = 0; i < p->coverage_count; i++) {
        text_add(out, "  k%d: {priorities: [", i);
        for (int k = 0, first = 1; k < p->priority_count; k++)
            if ((p->coverage[i].priorities >> k & 1) != 0) {
                text_add(out, "%s%s", first ? "" : ", ", priority_names[k]);
                first = 0;
            }
        text_add(out, "]");
        if (p->coverage[i].own) {
            text_add(out, ", hours: ");
            day_text(&p->coverage[i].hours, out);
        }
        text_add(out, "}\n");
    }
    text_add(out, "calendars:\n");
    for (int i = 0; i < p->calendar_count; i++) {
        text_add(out, "  %s:\n", calendar_names[i]);
        calendar_text(p, &p->calendar[i], out);
    }
    facts_text(p, out);
    text_add(out, "clocks:\n");
    for (int i = 0; i < p->clock_count; i++) {
        const struct clock *c = &p->clock[i];

        text_add(out, "  %s:\n", clock_names[c->name]);
        if (c->when.type != 0 || c->when.priority != 0 || c->when.attribute[0] != 0) {
            text_add(out, "    when: ");
            condition_text(&c->when, out);
            text_add(out, "\n");
        }
        triggers_text("start", &c->start, out);
        triggers_text("stop", &c->stop, out);
        triggers_text("until", &c->until, out);
        triggers_text("pause", &c->pause, out);
        triggers_text("resume", &c->resume, out);
        if (c->pause_while != 0) {
            text_add(out, "    pause_while: {status: ");
            mask_text(c->pause_while, status_names, out);
            text_add(out, "}\n");
        }
        if (c->reopened != REOPEN_NOT)
            text_add(out, "    reopened: %s\n", modes[c->reopened]);
        if (c->calendar >= 0)
            text_add(out, "    calendar: %s\n", calendar_names[c->calendar]);
    }
    text_add(out, "targets:\n");
    for (int i = 0; i < p->row_count; i++)
        row_text(p, &p->row[i], out);
    if (p->day_rule != RULE_ELAPSED)
        text_add(out, "working_days: %s\n", rules[p->day_rule]);
    if (p->target_from_change || p->calendar_from_start)
        text_add(out, "changes: {target: %s, calendar: %s}\n",
                 p->target_from_change ? "from_change" : "from_start",
                 p->calendar_from_start ? "from_start" : "as_it_was");
    if (p->releases) {
        text_add(out, "releases:\n");
        for (int k = 0; k < p->priority_count; k++)
            if ((p->vehicles >> k & 1) != 0)
                text_add(out, "  %s: %s\n", priority_names[k], vehicle_names[k]);
        if (p->releases_named) {
            text_add(out, "  clocks: [");
            for (int c = 0, first = 1; c < p->clock_count; c++)
                if ((p->released >> c & 1) != 0) {
                    text_add(out, "%s%s", first ? "" : ", ", clock_names[p->clock[c].name]);
                    first = 0;
                }
            text_add(out, "]\n");
        }
    }
}

static void ics_date(long day, struct text *out)
{
    int y, m, d;

    day_to_civil(day, &y, &m, &d);
    text_add(out, "%04d%02d%02d", y, m, d);
}

static void ics_time(int64_t t, struct text *out)
{
    long day = (long)(t / 86400);
    int s = (int)(t % 86400);

    ics_date(day, out);
    text_add(out, "T%02d%02d%02dZ", s / 3600, s / 60 % 60, s % 60);
}

void write_ics(const struct ics *f, struct text *out)
{
    text_add(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//model//EN\r\n");
    for (int i = 0; i < f->date_count; i++) {
        text_add(out, "BEGIN:VEVENT\r\nUID:d%d@model\r\nDTSTAMP:20200101T000000Z\r\n", i);
        text_add(out, "DTSTART;VALUE=DATE:");
        ics_date(f->date[i], out);
        if (f->length[i] > 1) {
            text_add(out, "\r\nDTEND;VALUE=DATE:");
            ics_date(f->date[i] + f->length[i], out);
        }
        text_add(out, "\r\nSUMMARY:Day %d\r\nEND:VEVENT\r\n", i);
    }
    for (int i = 0; i < f->closure_count; i++) {
        text_add(out, "BEGIN:VEVENT\r\nUID:t%d@model\r\nDTSTAMP:20200101T000000Z\r\nDTSTART:", i);
        ics_time(f->from[i], out);
        text_add(out, "\r\nDTEND:");
        ics_time(f->to[i], out);
        text_add(out, "\r\nSUMMARY:Closure %d\r\nEND:VEVENT\r\n", i);
    }
    text_add(out, "END:VCALENDAR\r\n");
}

static const char *value_text(int fact, int value)
{
    return value < 0 ? "(taken back)" : fact_value(fact, value);
}

void write_history(const struct policy *policy, const struct history *h, struct text *out)
{
    text_add(out, "created ");
    write_time(h->created, out);
    for (int f = 0; f < FACTS; f++)
        if (h->facts.value[f] >= 0)
            text_add(out, " %s=%s", fact_names[f], value_text(f, h->facts.value[f]));
    text_add(out, "\n");
    for (int i = 0; i < h->count; i++) {
        const struct event *e = &h->event[i];

        write_time(e->at, out);
        text_add(out, " %s", event_names[e->kind]);
        for (int c = 0; c < e->change_count; c++)
            text_add(out, " %s=%s", fact_names[e->change[c].fact],
                     value_text(e->change[c].fact, e->change[c].value));
        if (e->kind == E_DUE_AGREED)
            text_add(out, " clock=%s", clock_names[policy->clock[e->clock].name]);
        if (e->due != NONE) {
            text_add(out, " due=");
            write_time(e->due, out);
        }
        if (e->told != NONE) {
            text_add(out, " told=");
            write_time(e->told, out);
        }
        if (e->sequence != 0)
            text_add(out, " sequence=%lld", (long long)e->sequence);
        text_add(out, "\n");
    }
}
