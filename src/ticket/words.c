/* SPDX-License-Identifier: MIT */
/* The words of a reckoning: what a support manager reads beside each mark. */
#include <inttypes.h>

#include "base/time.h"
#include "ticket/facts.h"
#include "ticket/reckoning.h"

/* `Mon 2026-12-28 14:00` in the calendar's zone (UTC without one). */
static void local_text(struct sla__text *t, const sla_calendar *calendar, sla_time at)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    int32_t offset = 0, days, year, month, day, second;
    int64_t wall;

    if (calendar && sla_calendar_offset(calendar, at, &offset) != SLA_OK)
        offset = 0;
    wall = at + offset + (int64_t)SLA__DAY; /* never negative: a day more, then taken off again */
    days = (int32_t)(wall / SLA__DAY) - 1;
    second = (int32_t)(wall % SLA__DAY);
    sla__civil_of(days, &year, &month, &day);
    sla__text_printf(t, "%s %04" PRId32 "-%02" PRId32 "-%02" PRId32 " %02d:%02d",
                     weekdays[sla__weekday_of(days)], year, month, day, second / 3600,
                     second / 60 % 60);
    if (second % 60 != 0)
        sla__text_printf(t, ":%02d", second % 60);
    if (!calendar)
        sla__text_puts(t, " UTC");
}

static void duration_text(struct sla__text *t, sla_duration d)
{
    char text[SLA_TEXT_MAX];

    if (sla_duration_format(d, text) == SLA_OK)
        sla__text_puts(t, text);
}

/* `target 2 working days = 34h (policy.yaml:61), calendar uk`. */
static void target_text(struct sla__text *t, const struct sla__replay *r)
{
    const struct sla__binding *b = &r->bound;
    int32_t priority = sla__policy_priority(r->policy, &r->facts);

    if (priority >= 0)
        sla__text_printf(t, "priority %s, ", r->policy->priorities.at[priority]);
    if (!b->target) {
        sla__text_puts(t, "no target");
    } else if (b->target->kind == SLA__TARGET_NONE) {
        sla__text_printf(t, "target none (%s)", b->row->place);
    } else {
        sla__text_printf(t, "target %s", b->target->text);
        if (b->target->kind != SLA__TARGET_SECONDS && b->seconds != SLA_DURATION_NONE) {
            sla__text_puts(t, " = ");
            duration_text(t, b->seconds);
        }
        sla__text_printf(t, " (%s)", b->row->place);
    }
    if (b->calendar_number >= 0)
        sla__text_printf(t, ", calendar %s", r->policy->calendar_names.at[b->calendar_number]);
}

/* `reclassified: urgency high`; `created` for the creation. */
static void cause_text(struct sla__text *t, const struct sla__replay *r,
                       const struct sla__recorded *e)
{
    if (!e) {
        sla__text_puts(t, "created");
        return;
    }
    sla__text_puts(t, r->policy->events.at[e->kind]);
    for (int32_t i = 0; i < e->change_count; i++) {
        const char *value = sla__fact_value(r->ticket, &r->facts, e->changes[i].fact);

        sla__text_printf(t, "%s %s %s", i == 0 ? ":" : ",",
                         sla__fact_name(r->policy, e->changes[i].fact),
                         value ? value : "not known");
    }
}

static void end_text(struct sla__text *t, const struct sla__replay *r,
                     const struct sla__recorded *cause)
{
    sla_clock_status s = SLA_CLOCK_STATUS_INIT;

    sla__replay_status(r, r->ended, &s);
    cause_text(t, r, cause);
    sla__text_printf(t, "; %s",
                     s.state == SLA_CLOCK_NOT_APPLICABLE ? sla_clock_state_name(s.state)
                     : s.verdict == SLA_VERDICT_NONE     ? "no verdict"
                                                         : sla_verdict_name(s.verdict));
    if (s.state == SLA_CLOCK_RELEASED)
        sla__text_printf(t, "; released to %s", s.vehicle ? s.vehicle : "engineering");
}

void sla__mark_text(struct sla__text *t, const struct sla__replay *r, enum sla__noted what,
                    sla_time to, const struct sla__recorded *cause)
{
    switch (what) {
    case SLA__NOTE_START:
    case SLA__NOTE_RESUMED:
    case SLA__NOTE_CHANGE:
        cause_text(t, r, cause);
        sla__text_puts(t, what == SLA__NOTE_RESUMED ? "; goes on; " : "; ");
        target_text(t, r);
        break;
    case SLA__NOTE_ANEW:
        sla__text_puts(t, "the count begins anew");
        break;
    case SLA__NOTE_RECOUNT:
        sla__text_puts(t, "counted again from the start by the new calendar");
        break;
    case SLA__NOTE_AGREED:
        sla__text_printf(t, "%s: due ", r->policy->events.at[cause->kind]);
        local_text(t, r->bound.calendar, cause->due);
        if (*cause->why)
            sla__text_printf(t, " (%s)", cause->why);
        break;
    case SLA__NOTE_LIFTED:
        sla__text_puts(t, "the breach of ");
        local_text(t, r->bound.calendar, to);
        sla__text_puts(t, " is lifted by ");
        cause_text(t, r, cause);
        break;
    case SLA__NOTE_END:
        end_text(t, r, cause);
        break;
    case SLA__NOTE_VOIDED:
        cause_text(t, r, cause);
        sla__text_printf(t, "; cycle %" PRId32 " is void", r->cycle);
        break;
    case SLA__NOTE_BREACH:
        if (cause) {
            sla__text_puts(t, "by ");
            cause_text(t, r, cause);
        }
        break;
    default:
        break;
    }
}

void sla__pause_text(struct sla__text *t, const struct sla__replay *r)
{
    if (r->waiting)
        sla__text_puts(t, r->policy->events.at[r->waiting_for]);
    if (r->status_pause && r->facts.status >= 0)
        sla__text_printf(t, "%sstatus %s", r->waiting ? ", " : "",
                         r->policy->statuses.at[r->facts.status]);
}
