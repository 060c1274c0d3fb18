/* SPDX-License-Identifier: MIT */
/*
 * The lines of a VEVENT as one event, or what is wrong with it. The lines that matter are kept
 * until END:VEVENT, because messages name the UID, which may come last. All events are read, so
 * that one run shows all that is wrong.
 */
#include "calendar/ics.h"

#include <string.h>
#include "base/alloc.h"
#include "base/time.h"
#include "calendar/holidays.h"
#include "calendar/recur.h"
#include "calendar/sort.h"

/* A name is looked up for each day that it closes: not all of a SUMMARY of 64 KiB. */
#define NAME_MAX_BYTES 200

/* libical takes quadratic time over parameters; those that we read are a zone's name at most. */
#define PARAMETERS_MAX_BYTES 1000

enum property {
    UID,
    SUMMARY,
    DTSTART,
    DTEND,
    DURATION,
    RRULE,
    RDATE,
    EXDATE,
    RECURRENCE_ID,
    STATUS,
    TRANSP,
    SEQUENCE,
    EXRULE,
    PROPERTIES
};

static const char *const names[PROPERTIES] = {
    "UID",    "SUMMARY",       "DTSTART", "DTEND",  "DURATION", "RRULE", "RDATE",
    "EXDATE", "RECURRENCE-ID", "STATUS",  "TRANSP", "SEQUENCE", "EXRULE"};

/* A line that was kept: its text is in `texts` at `at`, with a NUL behind. */
struct held {
    enum property property;
    size_t at;
    struct sla__ics_line line; /* text is set when the line is looked at */
};

struct reading {
    struct sla__ics_lines *lines;
    struct sla__ics_events *out;
    struct sla__text texts;
    struct held *held;
    size_t held_count, held_room;
    struct sla__ics_event e; /* the one in work */
    int dated;               /* 1: its DTSTART was read and is a date */
    int warned_dated;        /* 1: check_dated() has spoken */
    const char *who;         /* its name in messages */
    char who_room[SLA__ICS_WHO_MAX];
};

static struct sla__place at_line(const struct reading *r, int32_t number)
{
    return (struct sla__place){r->lines->file, number, 0};
}

/* What two steps came to: the first thing that is wrong, but memory that ran out before all else.
 */
static sla_result both(sla_result a, sla_result b)
{
    return a == SLA_OK || b == SLA_NO_MEMORY ? b : a;
}

const char *sla__ics_who(const char *uid, char out[SLA__ICS_WHO_MAX])
{
    static const char word[] = "event ";

    if (uid == NULL || uid[0] == '\0')
        return "event without UID";
    memcpy(out, word, sizeof word);
    sla__quote(uid, strlen(uid), out + sizeof word - 1);
    return out;
}

/* ------------------------------------------------------------------ keeping lines */

/* Some products write `RRULE:` for none; when an event is must be said. */
static int may_be_empty(enum property property)
{
    return property != DTSTART && property != DTEND && property != DURATION &&
           property != RECURRENCE_ID;
}

static sla_result hold(struct reading *r, const struct sla__ics_line *line)
{
    struct held *held;
    int i;

    for (i = 0; i < PROPERTIES && !sla__ics_is(line->text, line->name_len, names[i]);)
        i++;
    if (i == PROPERTIES || (line->value == line->len && may_be_empty((enum property)i)))
        return SLA_OK;
    held = sla__grow(r->held, r->held_count, &r->held_room, sizeof *held);
    if (held == NULL)
        return SLA_NO_MEMORY;
    r->held = held;
    held[r->held_count++] = (struct held){(enum property)i, r->texts.len, *line};
    sla__text_put(&r->texts, line->text, line->len + 1);
    return r->texts.failed ? SLA_NO_MEMORY : SLA_OK;
}

static const struct sla__ics_line *line_of(struct reading *r, struct held *held)
{
    held->line.text = r->texts.at + held->at;
    return &held->line;
}

/* The only line of a property, or NULL. Twice is reported by check_once(). */
static const struct sla__ics_line *find(struct reading *r, enum property property)
{
    size_t i;

    for (i = 0; i < r->held_count; i++)
        if (r->held[i].property == property)
            return line_of(r, &r->held[i]);
    return NULL;
}

static sla_result check_once(struct reading *r)
{
    int32_t first[PROPERTIES] = {0};
    sla_result rc = SLA_OK;
    size_t i;

    for (i = 0; i < r->held_count; i++) {
        const struct held *held = &r->held[i];
        int many = held->property == RDATE || held->property == EXDATE;
        if (!many && first[held->property] != 0) {
            sla__report(r->lines->d, SLA__MSG_ICS_TWICE, at_line(r, held->line.number),
                        "%s: a second %s (the first is in line %d); keep one", r->who,
                        names[held->property], (int)first[held->property]);
            rc = SLA_BAD_INPUT;
        }
        first[held->property] = held->line.number;
    }
    return rc;
}

static sla_result properties_of(struct reading *r, const struct sla__ics_line *line, int times,
                                struct sla__ics_property *out)
{
    char quoted[SLA__QUOTE_MAX];
    sla_result rc = SLA_BAD_INPUT;

    *out = (struct sla__ics_property){0};
    if (line->value <= PARAMETERS_MAX_BYTES)
        rc = sla__ics_property_read(line, times, out);
    if (rc == SLA_BAD_INPUT)
        sla__report(r->lines->d, SLA__MSG_ICS_PROPERTY, at_line(r, line->number),
                    "%s: %s is not as iCalendar has it; correct its parameters and value", r->who,
                    sla__quote(line->text, line->len, quoted));
    else if (rc == SLA_REFUSED)
        sla__report(r->lines->d, SLA__MSG_ICS_LIBICAL, at_line(r, line->number),
                    "this program had libical end it on errors; no .ics file is read then");
    return rc;
}

/* ------------------------------------------------------------------ times */

struct moment {
    struct sla__ics_time time;
    const struct sla__zone *zone;
    struct sla__ics_point point;
};

int64_t sla__ics_key(const struct sla__zone *zone, struct sla__ics_time t)
{
    int64_t wall = (int64_t)t.day * SLA__DAY + t.second;

    if (t.second < 0)
        return t.day;
    return zone != NULL ? sla__zone_to_utc(zone, wall) : wall;
}

int64_t sla__ics_end(const struct sla__zone *zone, struct sla__ics_time t,
                     struct sla__ics_length length)
{
    const int64_t most = 4000000; /* days: from any date of four digits to beyond the last */

    t.day += (int32_t)(length.days < most ? length.days : most);
    return sla__ics_key(zone, t) + length.seconds;
}

/* Each zone of a file is loaded once. */
static sla_result zone_of(struct reading *r, const char *name, const struct sla__ics_line *line,
                          const struct sla__zone **out)
{
    struct sla__ics_events *all = r->out;
    struct sla__zone *zone;
    int32_t number;
    void *zones;
    sla_result rc;

    number = sla__names_find(&all->zone_names, name, strlen(name));
    if (number >= 0) {
        *out = all->zones[number];
        return SLA_OK;
    }
    zones = sla__grow(all->zones, all->zone_count, &all->zone_room, sizeof(struct sla__zone *));
    if (zones == NULL)
        return SLA_NO_MEMORY;
    all->zones = zones;
    rc = sla__sources_zone(r->lines->sources, name, strlen(name), r->lines->d,
                           at_line(r, line->number), &zone);
    if (rc == SLA_OK) {
        rc = sla__names_add(&all->zone_names, name, strlen(name), &number);
        if (rc == SLA_OK)
            all->zones[all->zone_count++] = zone;
        else
            sla__zone_unref(zone);
        *out = zone;
    } else if (rc != SLA_NO_MEMORY) {
        sla__report(r->lines->d, SLA__MSG_ICS_ZONE, at_line(r, line->number),
                    "it is the TZID of the %.*s of %s; a VTIMEZONE in the file is not used",
                    (int)line->name_len, line->text, r->who);
    }
    return rc;
}

static sla_result bad_value(struct reading *r, const struct sla__ics_line *line, const char *text,
                            size_t len, const char *what)
{
    char quoted[SLA__QUOTE_MAX];

    sla__report(r->lines->d, SLA__MSG_ICS_VALUE, at_line(r, line->number), "%s: %.*s %s %s", r->who,
                (int)line->name_len, line->text, sla__quote(text, len, quoted), what);
    return SLA_BAD_INPUT;
}

static sla_result mismatch(struct reading *r, const struct sla__ics_line *line, const char *what)
{
    sla__report(r->lines->d, SLA__MSG_ICS_MISMATCH, at_line(r, line->number), "%s: %.*s %s", r->who,
                (int)line->name_len, line->text, what);
    return SLA_BAD_INPUT;
}

/* Some products write midnight for a date of an all-day event, in whatever zone. */
static void check_dated(struct reading *r, const struct sla__ics_line *line,
                        struct sla__ics_time *time)
{
    if (!r->dated || time->second != 0)
        return;
    time->second = -1;
    time->utc = 0;
    if (!r->warned_dated)
        sla__report(r->lines->d, SLA__MSG_ICS_FORM, at_line(r, line->number),
                    "%s: %.*s is a time, but DTSTART is a date; midnight is read as the date alone",
                    r->who, (int)line->name_len, line->text);
    r->warned_dated = 1;
}

/* One time of a line whose parameters are p. */
static sla_result read_moment(struct reading *r, const struct sla__ics_line *line,
                              const struct sla__ics_property *p, const char *text, size_t len,
                              struct moment *out)
{
    *out = (struct moment){.zone = NULL};
    if (!sla__ics_time_parse(text, len, &out->time))
        return bad_value(r, line, text, len,
                         "is not a date such as 20261224 or a time such as 20261224T080000");
    if (p->form == SLA__ICS_DATE && out->time.second >= 0)
        return bad_value(r, line, text, len, "is not a date, but VALUE=DATE says so");
    if (p->form == SLA__ICS_DATE_TIME && out->time.second < 0)
        return bad_value(r, line, text, len, "has no time, but VALUE=DATE-TIME says so");
    check_dated(r, line, &out->time);
    if (out->time.second < 0) {
        out->point.kind = SLA__ICS_ALL_DAY; /* a TZID beside it means nothing */
    } else if (out->time.utc) {
        out->point.kind = SLA__ICS_INSTANT;
        if (p->zone != NULL && strcmp(p->zone, "UTC") != 0 && strcmp(p->zone, "Etc/UTC") != 0)
            return mismatch(r, line, "has both a TZID and the Z of UTC; keep one");
    } else if (p->zone != NULL) {
        sla_result rc = zone_of(r, p->zone, line, &out->zone);
        if (rc != SLA_OK)
            return rc;
        out->point.kind = SLA__ICS_INSTANT;
    } else {
        out->point.kind = SLA__ICS_FLOATING;
    }
    out->point.key = sla__ics_key(out->zone, out->time);
    return SLA_OK;
}

/* The time of a line that has one. */
static sla_result read_time(struct reading *r, const struct sla__ics_line *line, struct moment *out,
                            int *has_range)
{
    struct sla__ics_property p;
    sla_result rc = properties_of(r, line, 1, &p);

    if (rc != SLA_OK)
        return rc;
    *has_range = p.has_range;
    if (p.form == SLA__ICS_PERIOD || p.form == SLA__ICS_OTHER)
        rc = mismatch(r, line, "must be a DATE or a DATE-TIME");
    else
        rc = read_moment(r, line, &p, line->text + line->value, line->len - line->value, out);
    sla__ics_property_clear(&p);
    return rc;
}

/* ------------------------------------------------------------------ start and length */

static sla_result read_start(struct reading *r)
{
    const struct sla__ics_line *line = find(r, DTSTART);
    struct moment start;
    int has_range;
    sla_result rc;

    if (line == NULL) {
        sla__report(r->lines->d, SLA__MSG_ICS_MISSING, at_line(r, r->e.line),
                    "%s has no DTSTART; say when it begins", r->who);
        return SLA_BAD_INPUT;
    }
    rc = read_time(r, line, &start, &has_range);
    if (rc == SLA_OK) {
        r->e.start = start.time;
        r->e.zone = start.zone;
        r->e.point = start.point;
        r->dated = start.point.kind == SLA__ICS_ALL_DAY;
    }
    return rc;
}

/* "The same exact duration" for all instances (3.8.5.3); an all-day event is a day at least. */
static sla_result length_by_end(struct reading *r, const struct sla__ics_line *line)
{
    struct moment end;
    int has_range;
    sla_result rc = read_time(r, line, &end, &has_range);
    int64_t length;

    if (rc != SLA_OK)
        return rc;
    if (end.point.kind != r->e.point.kind)
        return mismatch(r, line, "and DTSTART differ: both must be dates, or times of one kind");
    length = end.point.key - r->e.point.key;
    if (r->e.point.kind == SLA__ICS_ALL_DAY)
        r->e.length.days = length;
    else
        r->e.length.seconds = length < 0 ? 0 : length;
    return SLA_OK;
}

static sla_result length_by_duration(struct reading *r, const struct sla__ics_line *line)
{
    const char *text = line->text + line->value;
    size_t len = line->len - line->value;

    if (!sla__ics_length_parse(text, len, &r->e.length))
        return bad_value(r, line, text, len, "is not a length such as P1D or PT8H30M");
    if (r->e.point.kind == SLA__ICS_ALL_DAY && r->e.length.seconds % SLA__DAY != 0)
        return mismatch(r, line, "must be whole days when DTSTART is a date");
    return SLA_OK;
}

static sla_result read_length(struct reading *r)
{
    const struct sla__ics_line *end = find(r, DTEND);
    const struct sla__ics_line *duration = find(r, DURATION);
    struct sla__ics_length *length = &r->e.length;
    sla_result rc = SLA_OK;

    if (end != NULL && duration != NULL)
        return mismatch(r, duration, "and DTEND both say how long it is; keep one");
    if (end != NULL)
        rc = length_by_end(r, end);
    else if (duration != NULL)
        rc = length_by_duration(r, duration);
    if (rc != SLA_OK)
        return rc;
    if (r->e.point.kind == SLA__ICS_ALL_DAY) {
        length->days += length->seconds / SLA__DAY;
        length->seconds = 0;
        if (length->days < 1)
            length->days = 1;
    }
    return SLA_OK;
}

/* ------------------------------------------------------------------ lists of times */

static sla_result add_extra(struct reading *r, const struct moment *start, int64_t end)
{
    struct sla__ics_extra *extras =
        sla__grow(r->e.extras, r->e.extra_count, &r->e.extra_room, sizeof *extras);

    if (extras == NULL)
        return SLA_NO_MEMORY;
    r->e.extras = extras;
    extras[r->e.extra_count++] = (struct sla__ics_extra){start->time.day, start->point.key, end};
    return SLA_OK;
}

static sla_result add_exception(struct reading *r, int64_t key)
{
    int64_t *except = sla__grow(r->e.except, r->e.except_count, &r->e.except_room, sizeof *except);

    if (except == NULL)
        return SLA_NO_MEMORY;
    r->e.except = except;
    except[r->e.except_count++] = key;
    return SLA_OK;
}

/* `start/end` or `start/length` */
static sla_result read_period(struct reading *r, const struct sla__ics_line *line,
                              const struct sla__ics_property *p, const char *text, size_t len)
{
    const char *slash = memchr(text, '/', len);
    size_t start_len = slash != NULL ? (size_t)(slash - text) : len;
    struct moment start, end;
    struct sla__ics_length length;
    sla_result rc;

    if (slash == NULL || start_len + 1 == len)
        return bad_value(r, line, text, len, "is not a period such as 20261224T080000/PT2H");
    rc = read_moment(r, line, p, text, start_len, &start);
    if (rc != SLA_OK)
        return rc;
    if (start.point.kind == SLA__ICS_ALL_DAY || start.point.kind != r->e.point.kind)
        return mismatch(r, line, "and DTSTART differ: both must be times of one kind");
    if (sla__ics_length_parse(slash + 1, len - start_len - 1, &length))
        return add_extra(r, &start, sla__ics_end(start.zone, start.time, length));
    rc = read_moment(r, line, p, slash + 1, len - start_len - 1, &end);
    if (rc == SLA_OK && end.point.kind != start.point.kind)
        rc = mismatch(r, line, "has a period whose start and end differ in kind");
    if (rc != SLA_OK)
        return rc;
    if (end.point.key <= start.point.key)
        return bad_value(r, line, text, len, "does not end after its start");
    return add_extra(r, &start, end.point.key);
}

static sla_result read_listed(struct reading *r, enum property property,
                              const struct sla__ics_line *line, const struct sla__ics_property *p,
                              const char *text, size_t len)
{
    struct moment moment;
    sla_result rc;

    if (p->form == SLA__ICS_PERIOD && property == RDATE)
        return read_period(r, line, p, text, len);
    if (p->form == SLA__ICS_PERIOD || p->form == SLA__ICS_OTHER)
        return mismatch(r, line, "must be dates or times");
    rc = read_moment(r, line, p, text, len, &moment);
    if (rc != SLA_OK)
        return rc;
    if (moment.point.kind != r->e.point.kind)
        return mismatch(r, line, "and DTSTART differ: both must be dates, or times of one kind");
    if (property == EXDATE)
        return add_exception(r, moment.point.key);
    return add_extra(r, &moment, sla__ics_end(moment.zone, moment.time, r->e.length));
}

/* All RDATE or EXDATE lines; the first value that is wrong ends a line. */
static sla_result read_lists(struct reading *r)
{
    sla_result rc = SLA_OK;
    size_t i;

    for (i = 0; i < r->held_count && rc != SLA_NO_MEMORY; i++) {
        enum property property = r->held[i].property;
        const struct sla__ics_line *line = line_of(r, &r->held[i]);
        struct sla__ics_property p;
        sla_result step;
        size_t at;
        if (property != RDATE && property != EXDATE)
            continue;
        step = properties_of(r, line, 1, &p);
        for (at = line->value; step == SLA_OK && at <= line->len;) {
            const char *comma = memchr(line->text + at, ',', line->len - at);
            size_t to = comma != NULL ? (size_t)(comma - line->text) : line->len;
            step = read_listed(r, property, line, &p, line->text + at, to - at);
            at = to + 1;
        }
        sla__ics_property_clear(&p);
        rc = both(rc, step);
    }
    return rc;
}

/* ------------------------------------------------------------------ rule */

static sla_result keep_text(const char *text, size_t len, char **out)
{
    *out = sla__strndup(text, len);
    return *out != NULL ? SLA_OK : SLA_NO_MEMORY;
}

/* UNTIL in another form than DTSTART asks for is wrong by RFC 5545, but was legal before it: a date
 * means to its end, and local time that of DTSTART. */
static void check_until(struct reading *r, const struct sla__ics_line *line,
                        const struct sla__recur *rule)
{
    int dated = rule->until_second < 0;
    enum sla__ics_kind kind = r->e.point.kind;

    if (!rule->has_until || (kind == SLA__ICS_ALL_DAY && dated) ||
        (kind == SLA__ICS_FLOATING && !dated && !rule->until_utc) ||
        (kind == SLA__ICS_INSTANT && !dated && rule->until_utc))
        return;
    sla__report(r->lines->d, SLA__MSG_ICS_FORM, at_line(r, line->number),
                "%s: UNTIL is written in another form than DTSTART and is read as %s", r->who,
                kind == SLA__ICS_ALL_DAY ? "its date"
                : dated                  ? "the end of its date"
                                         : "local time as DTSTART is");
}

static sla_result read_rule(struct reading *r)
{
    const struct sla__ics_line *line = find(r, RRULE);
    const struct sla__ics_line *except = find(r, EXRULE);
    struct sla__recur rule;
    struct sla__recur_fault fault;
    char quoted[SLA__QUOTE_MAX];

    if (except != NULL) {
        sla__report(r->lines->d, SLA__MSG_ICS_UNSUPPORTED, at_line(r, except->number),
                    "%s: EXRULE is not supported; list the dates as EXDATE", r->who);
        return SLA_BAD_INPUT;
    }
    if (line == NULL)
        return SLA_OK;
    if (sla__recur_parse(line->text + line->value, line->len - line->value, &rule, &fault) !=
        SLA_OK) {
        sla__report(r->lines->d, SLA__MSG_ICS_RULE, at_line(r, line->number), "%s: RRULE %s %s",
                    r->who, sla__quote(fault.part, fault.part_len, quoted), fault.why);
        return SLA_BAD_INPUT;
    }
    check_until(r, line, &rule);
    r->e.rule_line = line->number;
    return keep_text(line->text + line->value, line->len - line->value, &r->e.rule);
}

/* ------------------------------------------------------------------ the rest */

static sla_result read_override(struct reading *r)
{
    const struct sla__ics_line *line = find(r, RECURRENCE_ID);
    struct moment replaced;
    int has_range;
    sla_result rc;

    if (line == NULL)
        return SLA_OK;
    rc = read_time(r, line, &replaced, &has_range);
    if (rc != SLA_OK)
        return rc;
    if (has_range) {
        sla__report(r->lines->d, SLA__MSG_ICS_UNSUPPORTED, at_line(r, line->number),
                    "%s: RANGE is not supported; end the rule with UNTIL and begin a new event",
                    r->who);
        return SLA_BAD_INPUT;
    }
    if (find(r, UID) == NULL) {
        sla__report(
            r->lines->d, SLA__MSG_ICS_MISSING, at_line(r, line->number),
            "%s: RECURRENCE-ID replaces an instance of the event with the same UID; give it "
            "one",
            r->who);
        return SLA_BAD_INPUT;
    }
    if (find(r, RRULE) != NULL || find(r, RDATE) != NULL || find(r, EXDATE) != NULL)
        return mismatch(r, line,
                        "replaces one instance, which cannot repeat itself; drop its rule");
    r->e.is_override = 1;
    r->e.override_line = line->number;
    r->e.replaces = replaced.point;
    return SLA_OK;
}

/* Is the value one of the words? Its number, or -1 after a report. */
static int word_of(struct reading *r, const struct sla__ics_line *line, const char *const *words,
                   const char *what)
{
    const char *text = line->text + line->value;
    size_t len = line->len - line->value;
    int i;

    for (i = 0; words[i] != NULL; i++)
        if (sla__ics_is(text, len, words[i]))
            return i;
    (void)bad_value(r, line, text, len, what);
    return -1;
}

static sla_result read_closes(struct reading *r)
{
    static const char *const states[] = {"CANCELLED", "CONFIRMED", "TENTATIVE", NULL};
    static const char *const shown[] = {"TRANSPARENT", "OPAQUE", NULL};
    const struct sla__ics_line *status = find(r, STATUS), *transp = find(r, TRANSP);
    int state = 1, show = 1;

    if (status != NULL)
        state = word_of(r, status, states, "is not CONFIRMED, TENTATIVE or CANCELLED");
    if (transp != NULL)
        show = word_of(r, transp, shown, "is not OPAQUE or TRANSPARENT");
    r->e.closes = state > 0 && show > 0;
    return state >= 0 && show >= 0 ? SLA_OK : SLA_BAD_INPUT;
}

static sla_result read_sequence(struct reading *r)
{
    const struct sla__ics_line *line = find(r, SEQUENCE);
    size_t i;

    if (line == NULL)
        return SLA_OK;
    for (i = line->value; i < line->len; i++) {
        if (line->text[i] < '0' || line->text[i] > '9' || r->e.sequence > INT32_MAX)
            return bad_value(r, line, line->text + line->value, line->len - line->value,
                             "is not a whole number");
        r->e.sequence = r->e.sequence * 10 + (line->text[i] - '0');
    }
    return SLA_OK;
}

/* At most so many bytes of UTF-8, no character cut in two. */
static size_t whole_characters(const char *text, size_t most)
{
    size_t len = strlen(text);

    if (len <= most)
        return len;
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80)
        most--;
    return most;
}

/* UID and SUMMARY; an empty one is as none. */
static sla_result read_text(struct reading *r, enum property property, size_t most,
                            const char *instead, char **out)
{
    const struct sla__ics_line *line = find(r, property);
    struct sla__ics_property p;
    sla_result rc;

    if (line == NULL)
        return keep_text(instead, strlen(instead), out);
    rc = properties_of(r, line, 0, &p);
    if (rc != SLA_OK)
        return rc;
    if (p.text != NULL && p.text[0] != '\0')
        rc = keep_text(p.text, whole_characters(p.text, most), out);
    else
        rc = keep_text(instead, strlen(instead), out);
    sla__ics_property_clear(&p);
    return rc;
}

static void event_clear(struct sla__ics_event *e)
{
    sla__free(e->uid);
    sla__free(e->name);
    sla__free(e->rule);
    sla__free(e->extras);
    sla__free(e->except);
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void warn_no_length(const struct reading *r)
{
    if (r->dated || !r->e.closes || r->e.length.days > 0 || r->e.length.seconds > 0 ||
        r->e.extra_count > 0)
        return;
    sla__report(r->lines->d, SLA__MSG_ICS_NO_LENGTH, at_line(r, r->e.line),
                "%s ends when it begins and closes nothing; give it a DTEND after its DTSTART",
                r->who);
}

static sla_result read_event(struct reading *r)
{
    sla_result rc, start;

    rc = read_text(r, UID, SIZE_MAX, "", &r->e.uid);
    r->who = sla__ics_who(r->e.uid, r->who_room);
    rc = both(rc, check_once(r));
    rc = both(rc, read_text(r, SUMMARY, NAME_MAX_BYTES, "unnamed", &r->e.name));
    rc = both(rc, read_closes(r));
    rc = both(rc, read_sequence(r));
    start = read_start(r);
    if (start == SLA_OK) { /* the others compare themselves with it */
        rc = both(rc, read_override(r));
        rc = both(rc, read_length(r));
        rc = both(rc, read_lists(r));
        rc = both(rc, read_rule(r));
    }
    rc = both(rc, start);
    if (rc == SLA_OK)
        warn_no_length(r);
    if (rc == SLA_OK)
        rc = sla__sort(r->e.except, r->e.except_count, sizeof *r->e.except, by_value);
    return rc;
}

/* END:VEVENT */
static sla_result finish_event(struct reading *r)
{
    struct sla__ics_events *all = r->out;
    struct sla__ics_event *at = sla__grow(all->at, all->count, &all->room, sizeof *at);
    sla_result rc = SLA_NO_MEMORY;

    if (at != NULL) {
        all->at = at;
        rc = read_event(r);
    }
    if (rc == SLA_OK)
        at[all->count++] = r->e;
    else
        event_clear(&r->e);
    r->e = (struct sla__ics_event){0};
    r->dated = 0;
    r->warned_dated = 0;
    r->held_count = 0;
    r->texts.len = 0;
    return rc;
}

/* ------------------------------------------------------------------ the calendar's own lines */

static sla_result calendar_line(struct reading *r, const struct sla__ics_line *line)
{
    const char *text = line->text + line->value;
    size_t len = line->len - line->value;
    struct sla__ics_time until;
    char quoted[SLA__QUOTE_MAX];

    if (sla__ics_is(line->text, line->name_len, "X-SLACORE-KNOWN-UNTIL")) {
        if (!sla__ics_time_parse(text, len, &until) || until.second >= 0) {
            sla__report(r->lines->d, SLA__MSG_ICS_VALUE, at_line(r, line->number),
                        "X-SLACORE-KNOWN-UNTIL %s is not a date such as 20281231",
                        sla__quote(text, len, quoted));
            return SLA_BAD_INPUT;
        }
        if (until.day < r->out->known_until)
            r->out->known_until = until.day;
    } else if ((sla__ics_is(line->text, line->name_len, "VERSION") &&
                sla__ics_is(text, len, "1.0")) ||
               (sla__ics_is(line->text, line->name_len, "CALSCALE") &&
                !sla__ics_is(text, len, "GREGORIAN"))) {
        sla__report(
            r->lines->d, SLA__MSG_ICS_UNSUPPORTED, at_line(r, line->number),
            "%s is not supported; export the calendar as iCalendar 2.0 with Gregorian dates",
            sla__quote(line->text, line->len, quoted));
        return SLA_BAD_INPUT;
    }
    return SLA_OK;
}

static sla_result read_line(struct reading *r, const struct sla__ics_line *line)
{
    const struct sla__ics_lines *lines = r->lines;
    int in_event = lines->depth == 2 && strcmp(lines->open[1].name, "VEVENT") == 0;

    if (in_event && lines->closing)
        return finish_event(r);
    if (in_event && lines->open[1].line == line->number)
        r->e.line = line->number;
    else if (in_event)
        return hold(r, line);
    else if (lines->depth == 1)
        return calendar_line(r, line);
    return SLA_OK;
}

sla_result sla__ics_read(struct sla__ics_lines *lines, struct sla__ics_events *out)
{
    struct reading r = {.lines = lines, .out = out};
    struct sla__ics_line line;
    sla_result rc = SLA_OK, step;
    int more;

    *out = (struct sla__ics_events){.known_until = INT32_MAX};
    do {
        step = sla__ics_next(lines, &line, &more);
        rc = both(rc, step);
        if (more)
            rc = both(rc, read_line(&r, &line));
    } while (more && rc != SLA_NO_MEMORY);
    event_clear(&r.e);
    sla__free(r.held);
    sla__text_clear(&r.texts);
    if (rc != SLA_OK)
        sla__ics_events_clear(out);
    return rc;
}

void sla__ics_events_clear(struct sla__ics_events *events)
{
    size_t i;

    for (i = 0; i < events->count; i++)
        event_clear(&events->at[i]);
    sla__free(events->at);
    for (i = 0; i < events->zone_count; i++)
        sla__zone_unref(events->zones[i]);
    sla__free(events->zones);
    sla__names_clear(&events->zone_names);
    *events = (struct sla__ics_events){.known_until = INT32_MAX};
}
