/* SPDX-License-Identifier: MIT */
#ifndef SLACORE_TICKET_H
#define SLACORE_TICKET_H

/**
 * @file
 * A ticket's history and the clocks that it drives: state, verdict, due, and why.
 *
 * A ticket is told facts and events, in any order, and then asked about any instant. Asking changes
 * no answer, and (but for the calls that return an owned list) allocates nothing. A ticket and an
 * event have one owner and are used by one thread at a time, also to ask: a ticket works in space of
 * its own. Different tickets never meet, though they share a policy.
 *
 * Texts are bytes up to their NUL and are given back as they were told: what comes from foreign hands
 * (ids, texts of attributes, reasons) is to be escaped where it is shown.
 *
 * Two arguments recur. @p now: events that happened later are not seen. @p known: events that
 * became known later are not seen either; SLA_TIME_NONE sees all that was told.
 */

#include <slacore/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------ events */

/**
 * Something that happened to a ticket. The built-in names are `created`, `triaged`, `responded`,
 * `waiting`, `resumed`, `assigned`, `reclassified`, `status`, `code_fix`, `due_agreed`, `resolved`,
 * `reopened`, `closed`, `cancelled`; a policy may add its own.
 */
typedef struct sla_event sla_event;

/** @param at  when it happened. @return SLA_OUT_OF_RANGE if @p at is not valid. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_event_new(const char *name, sla_time at, sla_event **out);
SLA_API void sla_event_free(sla_event *event);
/** When it became known; left out, it was known when it happened. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_event_set_told(sla_event *event, sla_time told);
/** Order among events of the same instant, least first; left out, 0. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_event_set_sequence(sla_event *event, int64_t sequence);
/**
 * A fact that the event changes: `type`, `impact`, `urgency`, `priority`, `status` or an attribute.
 * NULL takes the fact back: an attribute returns to its default, a priority that the host gave to
 * the matrix. Any event may carry changes; `reclassified` and `status` exist for nothing else. A
 * fact said again is changed to the last word.
 * @return SLA_LIMIT for more facts than a policy can have
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_event_set_change(sla_event *event, const char *fact,
                                                    const char *value);
/**
 * For `due_agreed`: the clock, the instant agreed with the customer, and why. For `code_fix`: the
 * release date, if it is known (@p clock is then NULL).
 * @param why  may be NULL
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_event_set_due(sla_event *event, const char *clock, sla_time due,
                                                 const char *why);

/* ------------------------------------------------------------------ a ticket */

typedef struct sla_ticket sla_ticket;

/**
 * A ticket under @p policy, which it keeps alive. It is created at @p created with no fact known
 * but the attributes' defaults.
 * @param id  copied; NULL for ""
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_ticket_new(const sla_policy *policy, const char *id,
                                              sla_time created, sla_ticket **out);
SLA_API void sla_ticket_free(sla_ticket *ticket);

SLA_API const char *sla_ticket_id(const sla_ticket *ticket);
SLA_API sla_time sla_ticket_created(const sla_ticket *ticket);
/** Lives as long as the ticket. */
SLA_API const sla_policy *sla_ticket_policy(const sla_ticket *ticket);

/**
 * A fact as it was at creation, named as in sla_event_set_change(); NULL takes it back.
 * @return SLA_NOT_FOUND if the policy knows no such fact or value, SLA_LIMIT for a text of more than
 *         4,096 bytes, where an attribute allows any
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_ticket_set(sla_ticket *ticket, const char *fact,
                                              const char *value);
/**
 * Record an event that changes no fact: the short form of sla_ticket_record_event().
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_ticket_record(sla_ticket *ticket, const char *event,
                                                 sla_time at);
/**
 * Record an event; it is copied. The order of recording does not matter, but between events of the
 * same instant, sequence and name. An event from before the creation counts at the creation.
 * @return SLA_NOT_FOUND if the policy knows no such event, fact, value or clock; SLA_REFUSED for
 *         `due_agreed` without an instant or a clock, for `code_fix` with a clock, for an instant given
 *         with any other event, and for a second `created`; SLA_LIMIT past 10,000 events and as
 *         sla_ticket_set()
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_ticket_record_event(sla_ticket *ticket, const sla_event *event);
SLA_API size_t sla_ticket_event_count(const sla_ticket *ticket);

/**
 * A fact at @p now, `priority` as it is derived. NULL if it is not known. Lives until the next
 * change of the ticket.
 * @since 0.1
 */
SLA_API const char *sla_ticket_fact(const sla_ticket *ticket, const char *fact, sla_time now,
                                    sla_time known);

/**
 * What was reported while replaying: events that were ignored (a resume without a pause), events
 * from before the creation, a priority that the facts do not decide. Appended as warnings whose
 * file is the ticket's id and whose line is the number of the event in the order of recording,
 * from 1.
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_ticket_check(const sla_ticket *ticket, sla_time now,
                                                sla_time known, sla_diagnostics *diagnostics);

/* ------------------------------------------------------------------ clocks */

typedef enum sla_clock_state {
    SLA_CLOCK_NOT_APPLICABLE = 0, /**< no target for this ticket */
    SLA_CLOCK_PENDING = 1,        /**< not started yet */
    SLA_CLOCK_RUNNING = 2,        /**< also outside hours: no pause is on */
    SLA_CLOCK_PAUSED = 3,
    SLA_CLOCK_STOPPED = 4,
    SLA_CLOCK_RELEASED = 5,       /**< handed over to a release (clause 5.6 of the agreement) */
    SLA_CLOCK_CANCELLED = 6
} sla_clock_state;

typedef enum sla_verdict {
    SLA_VERDICT_NONE = 0,
    SLA_VERDICT_ON_TIME = 1,  /**< going on, not past its target */
    SLA_VERDICT_BREACHED = 2, /**< going on, past its target */
    SLA_VERDICT_MET = 3,      /**< stopped in time, on the due second included */
    SLA_VERDICT_MISSED = 4    /**< ended past its target */
} sla_verdict;

/** "running", "not applicable", …; "" for an unknown number. @since 0.1 */
SLA_API const char *sla_clock_state_name(sla_clock_state state);
/** "on time", "met", …; "" for an unknown number. @since 0.1 */
SLA_API const char *sla_verdict_name(sla_verdict verdict);

/**
 * One clock at one instant. Set it to SLA_CLOCK_STATUS_INIT before each call; it is filled as far
 * as its `size` says, so a program built against an older header goes on working. Its texts belong
 * to the policy (of a meter: to the calendar) and live as long.
 */
typedef struct sla_clock_status {
    uint32_t size;
    sla_clock_state state;
    sla_verdict verdict;
    int32_t cycle;            /**< number of the cycle shown, from 1; 0 while pending */
    sla_time started;         /**< begin of the cycle, or SLA_TIME_NONE */
    sla_time ended;           /**< its stop, release or cancellation, or SLA_TIME_NONE */
    sla_time due;             /**< earliest instant at which the target is used up, or NONE */
    sla_time breaches_at;     /**< first instant at which stopping misses it, or NONE */
    sla_time due_if_resumed;  /**< for a paused clock with time left: due if resumed now, or NONE */
    sla_duration target;      /**< seconds of business time, or SLA_DURATION_NONE */
    sla_duration elapsed;     /**< business seconds counted so far; 0 while pending */
    sla_duration remaining;   /**< target - elapsed, negative past it; NONE without a target */
    sla_time agreed;          /**< the due instant agreed with the customer, or SLA_TIME_NONE */
    sla_result due_result;    /**< SLA_OK, or why there is no `due`: SLA_NEVER_OPENS, … */
    int32_t lifted;           /**< breaches that a change undid in this cycle */
    int32_t voided;           /**< 1 if a reopening with `restart` voided this cycle */
    const char *calendar;     /**< name of the calendar that it counts by, or NULL */
    const char *vehicle;      /**< what a released clock waits for ("emergency release"), or NULL */
} sla_clock_status;
#define SLA_CLOCK_STATUS_INIT \
    {sizeof(sla_clock_status), SLA_CLOCK_NOT_APPLICABLE, SLA_VERDICT_NONE, 0, SLA_TIME_NONE, \
     SLA_TIME_NONE, SLA_TIME_NONE, SLA_TIME_NONE, SLA_TIME_NONE, SLA_DURATION_NONE, 0, \
     SLA_DURATION_NONE, SLA_TIME_NONE, SLA_OK, 0, 0, NULL, NULL}

/**
 * The state of clock number @p clock (see sla_policy_find()) at @p now.
 * Before the creation no clock has started.
 * @return SLA_INVALID_ARGUMENT for a number that is no clock or a `size` that holds no verdict,
 *         SLA_OUT_OF_RANGE if @p now or @p known is not valid
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_ticket_clock(const sla_ticket *ticket, int32_t clock,
                                                sla_time now, sla_time known,
                                                sla_clock_status *out);

/** All cycles of one clock up to @p now, the last one as sla_ticket_clock() shows it. Owned list. */
typedef struct sla_cycles sla_cycles;

SLA_API SLA_CHECKED sla_result sla_ticket_cycles(const sla_ticket *ticket, int32_t clock,
                                                 sla_time now, sla_time known, sla_cycles **out);
SLA_API void sla_cycles_free(sla_cycles *cycles);
SLA_API size_t sla_cycles_count(const sla_cycles *cycles);
/** @return SLA_INVALID_ARGUMENT if @p i is out of range. Its texts live as long as the list. */
SLA_API SLA_CHECKED sla_result sla_cycles_status(const sla_cycles *cycles, size_t i,
                                                 sla_clock_status *out);

/* ------------------------------------------------------------------ the reckoning */

/**
 * Why a clock stands where it stands: line after line from its first start to @p now (or its end).
 * A line out of range is a NOTE without instants or words.
 * Spans touch and add up to the second. The counted ones since the last SLA_REASON_START mark add up to
 * the elapsed time: a cycle that a reopening resumes goes on with the sum of the one before. Marks
 * are lines with from = to; they stand before the span they fall into. Owned, and independent of the
 * ticket once it is made.
 */
typedef struct sla_reckoning sla_reckoning;

typedef enum sla_reason {
    SLA_REASON_COUNTED = 0,  /**< open, and no pause is on */
    SLA_REASON_CLOSED = 1,   /**< outside the hours */
    SLA_REASON_HOLIDAY = 2,  /**< closed by a holiday or closure; the text names it */
    SLA_REASON_PAUSED = 3,   /**< the text names the event or status */
    SLA_REASON_ENDED = 4,    /**< between a stop and a reopening or the next cycle */
    SLA_REASON_DROPPED = 5,  /**< open, but a later change began the count anew */
    SLA_REASON_START = 16,   /**< mark: a cycle begins; the text says target, row and calendar */
    SLA_REASON_CHANGE = 17,  /**< mark: the text says what changed and the new target */
    SLA_REASON_AGREED = 18,  /**< mark: a due instant was agreed */
    SLA_REASON_DUE = 19,     /**< mark: the target is used up */
    SLA_REASON_BREACH = 20,  /**< mark: the target is passed */
    SLA_REASON_LIFTED = 21,  /**< mark: a change undid a breach; the text says which and who */
    SLA_REASON_STOP = 22,    /**< mark: a cycle ends; the text says how, and the verdict */
    SLA_REASON_NOTE = 23     /**< mark: other facts, such as a date past the known holidays */
} sla_reason;

SLA_API const char *sla_reason_name(sla_reason reason);

SLA_API SLA_CHECKED sla_result sla_ticket_explain(const sla_ticket *ticket, int32_t clock,
                                                  sla_time now, sla_time known,
                                                  sla_reckoning **out);
SLA_API void sla_reckoning_free(sla_reckoning *reckoning);
SLA_API size_t sla_reckoning_count(const sla_reckoning *reckoning);
SLA_API sla_reason sla_reckoning_reason(const sla_reckoning *reckoning, size_t i);
SLA_API sla_time sla_reckoning_from(const sla_reckoning *reckoning, size_t i);
SLA_API sla_time sla_reckoning_to(const sla_reckoning *reckoning, size_t i);
/** Number of the cycle the line belongs to, from 1. */
SLA_API int32_t sla_reckoning_cycle(const sla_reckoning *reckoning, size_t i);
/** Seconds east of UTC at `from`, in the zone of the line's calendar: to show local time. */
SLA_API int32_t sla_reckoning_offset(const sla_reckoning *reckoning, size_t i);
/** The line's calendar; "" if it has none. Lives as long as the reckoning. */
SLA_API const char *sla_reckoning_calendar(const sla_reckoning *reckoning, size_t i);
/** Words for people: the holiday's name, the pause, what changed. "" if there is no more to say. */
SLA_API const char *sla_reckoning_text(const sla_reckoning *reckoning, size_t i);
/** The clock as it stands at the end of the reckoning. */
SLA_API SLA_CHECKED sla_result sla_reckoning_status(const sla_reckoning *reckoning,
                                                    sla_clock_status *out);

/* ------------------------------------------------------------------ a running total */

/**
 * One clock reduced to what a host's own table can hold: for hosts that keep no history. A plain
 * value: copy it, store its text, compare it. Events must be told in the order of time, facts may
 * not change and nothing can be explained; for all that, replay a ticket instead. Set it to
 * SLA_METER_INIT before it is filled by sla_meter_init() or sla_meter_parse().
 */
typedef struct sla_meter {
    uint32_t size;
    sla_clock_state state;  /**< pending, running, paused or stopped */
    sla_duration target;    /**< business seconds */
    sla_duration counted;   /**< business seconds up to `since` */
    sla_time since;         /**< the last event, or SLA_TIME_NONE */
    sla_time due;           /**< when the target was used up, once it was; else SLA_TIME_NONE */
    sla_time breached_at;   /**< when it was first past, once it was; else SLA_TIME_NONE */
} sla_meter;
#define SLA_METER_INIT \
    {sizeof(sla_meter), SLA_CLOCK_PENDING, SLA_DURATION_NONE, 0, SLA_TIME_NONE, SLA_TIME_NONE, \
     SLA_TIME_NONE}

/**
 * Set up for @p target business seconds (0 or more), not started.
 * @return SLA_INVALID_ARGUMENT, also for a `size` that this library does not know
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_meter_init(sla_meter *meter, sla_duration target);
/**
 * Tell it an event; @p calendar must be the same each time. SLA_REFUSED, and the meter unchanged,
 * if @p at is before the last event or the state does not allow it: a second start, a pause while
 * paused, a resume while running, anything after the stop.
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_meter_start(sla_meter *meter, const sla_calendar *calendar,
                                               sla_time at);
SLA_API SLA_CHECKED sla_result sla_meter_pause(sla_meter *meter, const sla_calendar *calendar,
                                               sla_time at);
SLA_API SLA_CHECKED sla_result sla_meter_resume(sla_meter *meter, const sla_calendar *calendar,
                                                sla_time at);
SLA_API SLA_CHECKED sla_result sla_meter_stop(sla_meter *meter, const sla_calendar *calendar,
                                              sla_time at);
/**
 * The meter as a clock at @p now (not before its last event), with the same meanings as
 * sla_ticket_clock(). Of a meter, `started` is not known.
 * @return SLA_REFUSED if @p now is before the last event
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_meter_status(const sla_meter *meter,
                                                const sla_calendar *calendar, sla_time now,
                                                sla_clock_status *out);
/**
 * A stable text to store, such as `meter1 running target=3600 counted=600
 * since=2026-11-20T09:00:00Z due=- breached_at=-` in one line.
 * @param out  at least SLA_METER_TEXT_MAX bytes
 * @since 0.1
 */
#define SLA_METER_TEXT_MAX 192
SLA_API SLA_CHECKED sla_result sla_meter_format(const sla_meter *meter, char *out);
/** @return SLA_BAD_INPUT for anything that sla_meter_format() could not have written. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_meter_parse(const char *text, size_t len, sla_meter *out);

#ifdef __cplusplus
}
#endif
#endif
