/* SPDX-License-Identifier: MIT */
/*
 * The lines of a VEVENT as one event, or what is wrong with it. The lines that matter are kept
 * until END:VEVENT, because messages name the UID, which may come last. All events are read, so
 * that one run shows all that is wrong.
 */
#include "calendar/ics_reading.h"

#include <string.h>
#include "base/alloc.h"
#include "calendar/holidays.h"
#include "calendar/recur.h"
#include "calendar/sort.h"

/* libical takes quadratic time over parameters; those that we read are a zone's name at most. */
#define PARAMETERS_MAX_BYTES 1000

static const char *const names[SLA__ICS_NAMES] = {
    "UID",    "SUMMARY",       "DTSTART", "DTEND",  "DURATION", "RRULE", "RDATE",
    "EXDATE", "RECURRENCE-ID", "STATUS",  "TRANSP", "SEQUENCE", "EXRULE"};

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
static int may_be_empty(enum sla__ics_name property)
{
    return property != SLA__ICS_DTSTART && property != SLA__ICS_DTEND &&
           property != SLA__ICS_DURATION && property != SLA__ICS_RECURRENCE_ID;
}

static sla_result hold(struct sla__ics_reading *r, const struct sla__ics_line *line)
{
    struct sla__ics_held *held;
    int i;

    for (i = 0; i < SLA__ICS_NAMES && !sla__ics_is(line->text, line->name_len, names[i]);)
        i++;
    if (i == SLA__ICS_NAMES || (line->value == line->len && may_be_empty((enum sla__ics_name)i)))
        return SLA_OK;
    held = sla__grow(r->held, r->held_count, &r->held_room, sizeof *held);
    if (held == NULL)
        return SLA_NO_MEMORY;
    r->held = held;
    held[r->held_count++] = (struct sla__ics_held){(enum sla__ics_name)i, r->texts.len, *line};
    sla__text_put(&r->texts, line->text, line->len + 1);
    return r->texts.failed ? SLA_NO_MEMORY : SLA_OK;
}

const struct sla__ics_line *sla__ics_held_line(struct sla__ics_reading *r,
                                               struct sla__ics_held *held)
{
    held->line.text = r->texts.at + held->at;
    return &held->line;
}

/* The only line of a property, or NULL. Twice is reported by check_once(). */
const struct sla__ics_line *sla__ics_find(struct sla__ics_reading *r, enum sla__ics_name property)
{
    size_t i;

    for (i = 0; i < r->held_count; i++)
        if (r->held[i].property == property)
            return sla__ics_held_line(r, &r->held[i]);
    return NULL;
}

static sla_result check_once(struct sla__ics_reading *r)
{
    int32_t first[SLA__ICS_NAMES] = {0};
    sla_result rc = SLA_OK;
    size_t i;

    for (i = 0; i < r->held_count; i++) {
        const struct sla__ics_held *held = &r->held[i];
        int many = held->property == SLA__ICS_RDATE || held->property == SLA__ICS_EXDATE;
        if (!many && first[held->property] != 0) {
            sla__report(r->lines->d, SLA__MSG_ICS_TWICE, sla__ics_place(r, held->line.number),
                        "%s: a second %s (the first is in line %d); keep one", r->who,
                        names[held->property], (int)first[held->property]);
            rc = SLA_BAD_INPUT;
        }
        first[held->property] = held->line.number;
    }
    return rc;
}

sla_result sla__ics_properties(struct sla__ics_reading *r, const struct sla__ics_line *line,
                               int times, struct sla__ics_property *out)
{
    char quoted[SLA__QUOTE_MAX];
    sla_result rc = SLA_BAD_INPUT;

    *out = (struct sla__ics_property){0};
    if (line->value <= PARAMETERS_MAX_BYTES)
        rc = sla__ics_property_read(line, times, out);
    if (rc == SLA_BAD_INPUT)
        sla__report(r->lines->d, SLA__MSG_ICS_PROPERTY, sla__ics_place(r, line->number),
                    "%s: %s is not as iCalendar has it; correct its parameters and value", r->who,
                    sla__quote(line->text, line->len, quoted));
    else if (rc == SLA_REFUSED)
        sla__report(r->lines->d, SLA__MSG_ICS_LIBICAL, sla__ics_place(r, line->number),
                    "this program had libical end it on errors; no .ics file is read then");
    return rc;
}

sla_result sla__ics_bad_value(struct sla__ics_reading *r, const struct sla__ics_line *line,
                              const char *text, size_t len, const char *what)
{
    char quoted[SLA__QUOTE_MAX];

    sla__report(r->lines->d, SLA__MSG_ICS_VALUE, sla__ics_place(r, line->number), "%s: %.*s %s %s",
                r->who, (int)line->name_len, line->text, sla__quote(text, len, quoted), what);
    return SLA_BAD_INPUT;
}

sla_result sla__ics_mismatch(struct sla__ics_reading *r, const struct sla__ics_line *line,
                             const char *what)
{
    sla__report(r->lines->d, SLA__MSG_ICS_MISMATCH, sla__ics_place(r, line->number), "%s: %.*s %s",
                r->who, (int)line->name_len, line->text, what);
    return SLA_BAD_INPUT;
}

/* ------------------------------------------------------------------ rule */

static sla_result keep_text(const char *text, size_t len, char **out)
{
    *out = sla__strndup(text, len);
    return *out != NULL ? SLA_OK : SLA_NO_MEMORY;
}

/* UNTIL in another form than DTSTART asks for is wrong by RFC 5545, but was legal before it: a date
 * means to its end, and local time that of DTSTART. */
static void check_until(struct sla__ics_reading *r, const struct sla__ics_line *line,
                        const struct sla__recur *rule)
{
    int dated = rule->until_second < 0;
    enum sla__ics_kind kind = r->e.point.kind;

    if (!rule->has_until || (kind == SLA__ICS_ALL_DAY && dated) ||
        (kind == SLA__ICS_FLOATING && !dated && !rule->until_utc) ||
        (kind == SLA__ICS_INSTANT && !dated && rule->until_utc))
        return;
    sla__report(r->lines->d, SLA__MSG_ICS_FORM, sla__ics_place(r, line->number),
                "%s: UNTIL is written in another form than DTSTART and is read as %s", r->who,
                kind == SLA__ICS_ALL_DAY ? "its date"
                : dated                  ? "the end of its date"
                                         : "local time as DTSTART is");
}

static sla_result read_rule(struct sla__ics_reading *r)
{
    const struct sla__ics_line *line = sla__ics_find(r, SLA__ICS_RRULE);
    const struct sla__ics_line *except = sla__ics_find(r, SLA__ICS_EXRULE);
    struct sla__recur rule;
    struct sla__recur_fault fault;
    char quoted[SLA__QUOTE_MAX];

    if (except != NULL) {
        sla__report(r->lines->d, SLA__MSG_ICS_UNSUPPORTED, sla__ics_place(r, except->number),
                    "%s: EXRULE is not supported; list the dates as EXDATE", r->who);
        return SLA_BAD_INPUT;
    }
    if (line == NULL)
        return SLA_OK;
    if (sla__recur_parse(line->text + line->value, line->len - line->value, &rule, &fault) !=
        SLA_OK) {
        sla__report(r->lines->d, SLA__MSG_ICS_RULE, sla__ics_place(r, line->number),
                    "%s: RRULE %s %s", r->who, sla__quote(fault.part, fault.part_len, quoted),
                    fault.why);
        return SLA_BAD_INPUT;
    }
    check_until(r, line, &rule);
    r->e.rule_line = line->number;
    return keep_text(line->text + line->value, line->len - line->value, &r->e.rule);
}

/* ------------------------------------------------------------------ the rest */

static sla_result read_override(struct sla__ics_reading *r)
{
    const struct sla__ics_line *line = sla__ics_find(r, SLA__ICS_RECURRENCE_ID);
    struct sla__ics_point replaced;
    int has_range;
    sla_result rc;

    if (line == NULL)
        return SLA_OK;
    rc = sla__ics_read_time(r, line, &replaced, &has_range);
    if (rc != SLA_OK)
        return rc;
    if (has_range) {
        sla__report(r->lines->d, SLA__MSG_ICS_UNSUPPORTED, sla__ics_place(r, line->number),
                    "%s: RANGE is not supported; end the rule with UNTIL and begin a new event",
                    r->who);
        return SLA_BAD_INPUT;
    }
    if (sla__ics_find(r, SLA__ICS_UID) == NULL) {
        sla__report(
            r->lines->d, SLA__MSG_ICS_MISSING, sla__ics_place(r, line->number),
            "%s: RECURRENCE-ID replaces an instance of the event with the same UID; give it "
            "one",
            r->who);
        return SLA_BAD_INPUT;
    }
    if (sla__ics_find(r, SLA__ICS_RRULE) != NULL || sla__ics_find(r, SLA__ICS_RDATE) != NULL ||
        sla__ics_find(r, SLA__ICS_EXDATE) != NULL)
        return sla__ics_mismatch(
            r, line, "replaces one instance, which cannot repeat itself; drop its rule");
    r->e.is_override = 1;
    r->e.override_line = line->number;
    r->e.replaces = replaced;
    return SLA_OK;
}

/* Is the value one of the words? Its number, or -1 after a report. */
static int word_of(struct sla__ics_reading *r, const struct sla__ics_line *line,
                   const char *const *words, const char *what)
{
    const char *text = line->text + line->value;
    size_t len = line->len - line->value;
    int i;

    for (i = 0; words[i] != NULL; i++)
        if (sla__ics_is(text, len, words[i]))
            return i;
    (void)sla__ics_bad_value(r, line, text, len, what);
    return -1;
}

static sla_result read_closes(struct sla__ics_reading *r)
{
    static const char *const states[] = {"CANCELLED", "CONFIRMED", "TENTATIVE", NULL};
    static const char *const shown[] = {"TRANSPARENT", "OPAQUE", NULL};
    const struct sla__ics_line *status = sla__ics_find(r, SLA__ICS_STATUS),
                               *transp = sla__ics_find(r, SLA__ICS_TRANSP);
    int state = 1, show = 1;

    if (status != NULL)
        state = word_of(r, status, states, "is not CONFIRMED, TENTATIVE or CANCELLED");
    if (transp != NULL)
        show = word_of(r, transp, shown, "is not OPAQUE or TRANSPARENT");
    r->e.closes = state > 0 && show > 0;
    return state >= 0 && show >= 0 ? SLA_OK : SLA_BAD_INPUT;
}

static sla_result read_sequence(struct sla__ics_reading *r)
{
    const struct sla__ics_line *line = sla__ics_find(r, SLA__ICS_SEQUENCE);
    size_t i;

    if (line == NULL)
        return SLA_OK;
    for (i = line->value; i < line->len; i++) {
        if (line->text[i] < '0' || line->text[i] > '9' || r->e.sequence > INT32_MAX)
            return sla__ics_bad_value(r, line, line->text + line->value, line->len - line->value,
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
static sla_result read_text(struct sla__ics_reading *r, enum sla__ics_name property, size_t most,
                            const char *instead, char **out)
{
    const struct sla__ics_line *line = sla__ics_find(r, property);
    struct sla__ics_property p;
    sla_result rc;

    if (line == NULL)
        return keep_text(instead, strlen(instead), out);
    rc = sla__ics_properties(r, line, 0, &p);
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

static void warn_no_length(const struct sla__ics_reading *r)
{
    if (r->dated || !r->e.closes || r->e.length.days > 0 || r->e.length.seconds > 0 ||
        r->e.extra_count > 0)
        return;
    sla__report(r->lines->d, SLA__MSG_ICS_NO_LENGTH, sla__ics_place(r, r->e.line),
                "%s ends when it begins and closes nothing; give it a DTEND after its DTSTART",
                r->who);
}

static sla_result read_event(struct sla__ics_reading *r)
{
    sla_result rc, start;

    rc = read_text(r, SLA__ICS_UID, SIZE_MAX, "", &r->e.uid);
    r->who = sla__ics_who(r->e.uid, r->who_room);
    rc = sla__ics_both(rc, check_once(r));
    rc = sla__ics_both(
        rc, read_text(r, SLA__ICS_SUMMARY, SLA__HOLIDAY_NAME_MAX, "unnamed", &r->e.name));
    rc = sla__ics_both(rc, read_closes(r));
    rc = sla__ics_both(rc, read_sequence(r));
    start = sla__ics_read_start(r);
    if (start == SLA_OK) { /* the others compare themselves with it */
        rc = sla__ics_both(rc, read_override(r));
        rc = sla__ics_both(rc, sla__ics_read_length(r));
        rc = sla__ics_both(rc, sla__ics_read_lists(r));
        rc = sla__ics_both(rc, read_rule(r));
    }
    rc = sla__ics_both(rc, start);
    if (rc == SLA_OK)
        warn_no_length(r);
    if (rc == SLA_OK)
        rc = sla__sort(r->e.except, r->e.except_count, sizeof *r->e.except, by_value);
    return rc;
}

/* END:VEVENT */
static sla_result finish_event(struct sla__ics_reading *r)
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

static sla_result calendar_line(struct sla__ics_reading *r, const struct sla__ics_line *line)
{
    const char *text = line->text + line->value;
    size_t len = line->len - line->value;
    struct sla__ics_time until;
    char quoted[SLA__QUOTE_MAX];

    if (sla__ics_is(line->text, line->name_len, "X-SLACORE-KNOWN-UNTIL")) {
        if (!sla__ics_time_parse(text, len, &until) || until.second >= 0) {
            sla__report(r->lines->d, SLA__MSG_ICS_VALUE, sla__ics_place(r, line->number),
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
            r->lines->d, SLA__MSG_ICS_UNSUPPORTED, sla__ics_place(r, line->number),
            "%s is not supported; export the calendar as iCalendar 2.0 with Gregorian dates",
            sla__quote(line->text, line->len, quoted));
        return SLA_BAD_INPUT;
    }
    return SLA_OK;
}

static sla_result read_line(struct sla__ics_reading *r, const struct sla__ics_line *line)
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
    struct sla__ics_reading r = {.lines = lines, .out = out};
    struct sla__ics_line line;
    sla_result rc = SLA_OK, step;
    int more;

    *out = (struct sla__ics_events){.known_until = INT32_MAX};
    do {
        step = sla__ics_next(lines, &line, &more);
        rc = sla__ics_both(rc, step);
        if (more)
            rc = sla__ics_both(rc, read_line(&r, &line));
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
