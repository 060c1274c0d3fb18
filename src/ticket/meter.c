/* SPDX-License-Identifier: MIT */
/* A running total that a host keeps in its own table: the same meanings as a replayed clock,
 * without a history. What it cannot honour it refuses, and is then as before. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "ticket/status.h"

/* The states that a meter can be in, by their words in its text. */
static const struct {
    sla_clock_state state;
    const char *word;
} states[] = {{SLA_CLOCK_PENDING, "pending"},
              {SLA_CLOCK_RUNNING, "running"},
              {SLA_CLOCK_PAUSED, "paused"},
              {SLA_CLOCK_STOPPED, "stopped"}};
#define STATE_COUNT (sizeof states / sizeof *states)
#define LONGEST (SLA_TIME_MAX - SLA_TIME_MIN) /* no more can be counted, or be a target */

static int instant_or_none(sla_time t)
{
    return t == SLA_TIME_NONE || (t >= SLA_TIME_MIN && t <= SLA_TIME_MAX);
}

/* Anything can stand in a struct that a host stores: 1 if it is a meter that calls could have made.
 */
static int sane(const sla_meter *m)
{
    int past, used, begun;

    if (!m || m->size != sizeof *m || m->target < 0 || m->target > LONGEST || m->counted < 0 ||
        m->counted > LONGEST || !instant_or_none(m->since) || !instant_or_none(m->due) ||
        !instant_or_none(m->breached_at))
        return 0;
    begun = m->state == SLA_CLOCK_RUNNING || m->state == SLA_CLOCK_PAUSED ||
            m->state == SLA_CLOCK_STOPPED;
    past = m->breached_at != SLA_TIME_NONE;
    used = m->due != SLA_TIME_NONE;
    if (!begun)
        return m->state == SLA_CLOCK_PENDING && m->since == SLA_TIME_NONE && m->counted == 0 &&
               !past && !used;
    return m->since != SLA_TIME_NONE && used == (m->counted >= m->target) &&
           past == (m->counted > m->target) && (!used || m->due <= m->since) &&
           (!past || (m->breached_at <= m->since && m->breached_at > m->due));
}

sla_result sla_meter_init(sla_meter *meter, sla_duration target)
{
    sla_meter fresh = SLA_METER_INIT;

    if (!meter || meter->size != sizeof *meter || target < 0 || target > LONGEST)
        return SLA_INVALID_ARGUMENT;
    fresh.target = target;
    *meter = fresh;
    return SLA_OK;
}

/* Count up to `at`; the meter is sane. */
static sla_result advance(sla_meter *m, const sla_calendar *calendar, sla_time at)
{
    sla_meter next = *m;
    sla_duration n = 0, left = m->target - m->counted;
    sla_result rc = SLA_OK;

    if (m->since != SLA_TIME_NONE && at < m->since)
        return SLA_REFUSED;
    if (m->state == SLA_CLOCK_RUNNING) {
        rc = sla_calendar_between(calendar, m->since, at, &n);
        if (rc == SLA_OK && m->due == SLA_TIME_NONE && n >= left)
            rc = sla_calendar_add(calendar, m->since, left, &next.due);
        if (rc == SLA_OK && m->breached_at == SLA_TIME_NONE && n > left)
            rc = sla_calendar_add(calendar, m->since, left + 1, &next.breached_at);
    }
    if (rc != SLA_OK)
        return rc;
    next.counted += n;
    next.since = at;
    *m = next;
    return SLA_OK;
}

/* One event: from one of the states in `from` (bits by number) to `to`. */
static sla_result tell(sla_meter *m, const sla_calendar *calendar, sla_time at, unsigned from,
                       sla_clock_state to)
{
    sla_meter next;
    sla_result rc;

    if (!sane(m) || !calendar)
        return SLA_INVALID_ARGUMENT;
    if (at < SLA_TIME_MIN || at > SLA_TIME_MAX)
        return SLA_OUT_OF_RANGE;
    if (!(from >> m->state & 1))
        return SLA_REFUSED;
    next = *m;
    rc = advance(&next, calendar, at);
    if (rc != SLA_OK)
        return rc;
    next.state = to;
    if (next.target == 0 && next.due == SLA_TIME_NONE)
        next.due = at; /* add(start, 0) is start */
    *m = next;
    return SLA_OK;
}

sla_result sla_meter_start(sla_meter *meter, const sla_calendar *calendar, sla_time at)
{
    return tell(meter, calendar, at, 1u << SLA_CLOCK_PENDING, SLA_CLOCK_RUNNING);
}

sla_result sla_meter_pause(sla_meter *meter, const sla_calendar *calendar, sla_time at)
{
    return tell(meter, calendar, at, 1u << SLA_CLOCK_RUNNING, SLA_CLOCK_PAUSED);
}

sla_result sla_meter_resume(sla_meter *meter, const sla_calendar *calendar, sla_time at)
{
    return tell(meter, calendar, at, 1u << SLA_CLOCK_PAUSED, SLA_CLOCK_RUNNING);
}

sla_result sla_meter_stop(sla_meter *meter, const sla_calendar *calendar, sla_time at)
{
    return tell(meter, calendar, at, 1u << SLA_CLOCK_RUNNING | 1u << SLA_CLOCK_PAUSED,
                SLA_CLOCK_STOPPED);
}

sla_result sla_meter_status(const sla_meter *meter, const sla_calendar *calendar, sla_time now,
                            sla_clock_status *out)
{
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;
    sla_meter m;
    sla_time t;
    sla_result rc;

    if (!sane(meter) || !calendar || !sla__status_fits(out))
        return SLA_INVALID_ARGUMENT;
    if (now < SLA_TIME_MIN || now > SLA_TIME_MAX)
        return SLA_OUT_OF_RANGE;
    m = *meter;
    if (m.since != SLA_TIME_NONE) {
        if (now < m.since)
            return SLA_REFUSED;
        rc = m.state == SLA_CLOCK_RUNNING ? advance(&m, calendar, now) : SLA_OK;
        if (rc != SLA_OK)
            return rc;
    }
    s.state = m.state;
    s.target = m.target;
    s.elapsed = m.counted;
    s.remaining = m.target - m.counted;
    s.calendar = sla_calendar_name(calendar);
    if (m.state != SLA_CLOCK_PENDING) {
        s.cycle = 1;
        s.due = m.due;
        s.breaches_at = m.breached_at;
        s.verdict =
            m.state == SLA_CLOCK_STOPPED
                ? (m.breached_at == SLA_TIME_NONE ? SLA_VERDICT_MET : SLA_VERDICT_MISSED)
                : (m.breached_at == SLA_TIME_NONE ? SLA_VERDICT_ON_TIME : SLA_VERDICT_BREACHED);
    }
    if (m.state == SLA_CLOCK_STOPPED)
        s.ended = m.since;
    if (m.state == SLA_CLOCK_RUNNING || (m.state == SLA_CLOCK_PAUSED && s.due == SLA_TIME_NONE)) {
        if (s.due == SLA_TIME_NONE) {
            s.due_result = sla_calendar_add(calendar, now, s.remaining, &t);
            if (s.due_result == SLA_OK && m.state == SLA_CLOCK_RUNNING)
                s.due = t;
            else if (s.due_result == SLA_OK)
                s.due_if_resumed = t;
        }
        if (s.due != SLA_TIME_NONE && s.breaches_at == SLA_TIME_NONE &&
            sla_calendar_add(calendar, now, s.remaining + 1, &t) == SLA_OK)
            s.breaches_at = t;
    }
    sla__status_copy(&s, out);
    return SLA_OK;
}

/* ------------------------------------------------------------------ the stable text */

static const char *word_of(sla_clock_state state)
{
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (states[i].state == state)
            return states[i].word;
    }
    return "";
}

/* RFC 3339 in UTC, or `-`; the instant is valid. */
static const char *instant(sla_time t, char *out)
{
    return t == SLA_TIME_NONE || sla_time_format(t, 0, out) != SLA_OK ? "-" : out;
}

sla_result sla_meter_format(const sla_meter *meter, char *out)
{
    char since[SLA_TEXT_MAX], due[SLA_TEXT_MAX], breached[SLA_TEXT_MAX];
    int n;

    if (!sane(meter) || !out)
        return SLA_INVALID_ARGUMENT;
    n = snprintf(out, SLA_METER_TEXT_MAX,
                 "meter1 %s target=%" PRId64 " counted=%" PRId64 " since=%s due=%s breached_at=%s",
                 word_of(meter->state), meter->target, meter->counted, instant(meter->since, since),
                 instant(meter->due, due), instant(meter->breached_at, breached));
    return n > 0 && n < SLA_METER_TEXT_MAX ? SLA_OK : SLA_INVALID_ARGUMENT;
}

/* The next word, up to a space or the end, behind `prefix`; 0 if it is not there. */
static int word(const char **at, const char *end, const char *prefix, const char **from,
                size_t *len)
{
    size_t n = strlen(prefix);
    const char *space;

    if ((size_t)(end - *at) < n || memcmp(*at, prefix, n) != 0)
        return 0;
    *from = *at + n;
    space = memchr(*from, ' ', (size_t)(end - *from));
    *len = (size_t)((space ? space : end) - *from);
    *at = space ? space + 1 : end;
    return *len > 0;
}

static int number(const char *from, size_t len, int64_t *out)
{
    int64_t n = 0;

    if (len > 10)
        return 0;
    for (size_t i = 0; i < len; i++) {
        if (from[i] < '0' || from[i] > '9')
            return 0;
        n = n * 10 + (from[i] - '0');
    }
    *out = n;
    return 1;
}

static int instant_of(const char *from, size_t len, sla_time *out)
{
    if (len == 1 && *from == '-') {
        *out = SLA_TIME_NONE;
        return 1;
    }
    return sla_time_parse(from, len, out) == SLA_OK;
}

sla_result sla_meter_parse(const char *text, size_t len, sla_meter *out)
{
    sla_meter m = SLA_METER_INIT;
    char again[SLA_METER_TEXT_MAX];
    const char *at = text, *end, *w;
    size_t n;
    int ok;

    if (!text || !out || out->size != sizeof *out)
        return SLA_INVALID_ARGUMENT;
    end = text + len;
    m.state = SLA_CLOCK_NOT_APPLICABLE;
    ok = word(&at, end, "meter", &w, &n) && n == 1 && *w == '1' && word(&at, end, "", &w, &n);
    for (size_t i = 0; ok && i < STATE_COUNT; i++) {
        if (strlen(states[i].word) == n && memcmp(states[i].word, w, n) == 0)
            m.state = states[i].state;
    }
    ok = ok && word(&at, end, "target=", &w, &n) && number(w, n, &m.target) &&
         word(&at, end, "counted=", &w, &n) && number(w, n, &m.counted) &&
         word(&at, end, "since=", &w, &n) && instant_of(w, n, &m.since) &&
         word(&at, end, "due=", &w, &n) && instant_of(w, n, &m.due) &&
         word(&at, end, "breached_at=", &w, &n) && instant_of(w, n, &m.breached_at);
    /* Only the very text that it would be written as is accepted: no second spelling. */
    if (!ok || !sane(&m) || sla_meter_format(&m, again) != SLA_OK || strlen(again) != len ||
        memcmp(again, text, len) != 0)
        return SLA_BAD_INPUT;
    *out = m;
    return SLA_OK;
}
