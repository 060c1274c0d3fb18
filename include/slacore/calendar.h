/* SPDX-License-Identifier: MIT */
#ifndef SLACORE_CALENDAR_H
#define SLACORE_CALENDAR_H

/**
 * @file
 * Business time: when a desk is open, and arithmetic in its open seconds.
 *
 * A calendar is made by sla_calendar_parse() or belongs to a policy (policy.h). It is immutable and
 * counted: any number of threads may ask one calendar at once, without a lock. No query allocates.
 *
 * Holiday lists are read with libical, under one lock of ours and only while a load runs. libical keeps
 * state for the whole process, which parsing rewrites: a host that uses libical itself on other
 * threads must keep it quiet during a load. While the host has made libical's errors fatal
 * (icalerror_set_errors_are_fatal()), a load that needs such a list is refused: SLA_REFUSED.
 *
 * Words: a *window* is one opening as it is written (`08:00-01:00`), half-open, belonging to the
 * date on which it opens. A *span* is a stretch of open time after closures were cut out and
 * touching windows were joined.
 */

#include <slacore/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------ sources */

/**
 * Where a loader may take zones and `.ics` files from, and its limits. A load only reads it, and only
 * while it runs: loads in several threads may share one as long as nobody changes it meanwhile.
 * Every loader accepts NULL for the defaults.
 */
typedef struct sla_sources sla_sources;

/**
 * Limits of a load, each with its default. Past one, the load ends with SLA_LIMIT or a diagnostic.
 * All `.ics` files of one policy together may have four times the bytes, dates and spans of one.
 */
typedef enum sla_limit {
    SLA_LIMIT_POLICY_BYTES = 0,   /**< bytes of one policy file: 1 MiB */
    SLA_LIMIT_POLICY_DEPTH = 1,   /**< nesting of a policy file: 16 */
    SLA_LIMIT_NAMES = 2,          /**< names in one section of a policy: 1,000 */
    SLA_LIMIT_ICS_BYTES = 3,      /**< bytes of one `.ics` file: 2 MiB */
    SLA_LIMIT_ICS_LINE = 4,       /**< bytes of one unfolded content line: 64 KiB */
    SLA_LIMIT_ICS_COMPONENTS = 5, /**< components of one `.ics` file: 20,000 */
    SLA_LIMIT_ICS_INSTANCES = 6,  /**< dates or spans that one `.ics` file expands to: 100,000 */
    SLA_LIMIT_VIEWS = 7           /**< compiled calendars of one policy, one more for each view that
                                       some priorities have of their own; one with more than 7 windows
                                       a week, or with members, counts for several: 150 */
} sla_limit;

SLA_API SLA_CHECKED sla_result sla_sources_new(sla_sources **out);
SLA_API void sla_sources_free(sla_sources *sources);

/** Read zones beneath @p path instead of /usr/share/zoneinfo. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_sources_set_zone_directory(sla_sources *sources,
                                                              const char *path);
/**
 * Give the TZif bytes (RFC 9636) of one zone; found before any directory is asked. Copied. A name
 * that was given before gets the new bytes. They are checked by the load that uses them.
 * @return SLA_BAD_INPUT if @p name could not be a zone's name
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_sources_add_zone(sla_sources *sources, const char *name,
                                                    const void *data, size_t len);
/**
 * Give the text of an `.ics` file under the name that policies call it by. Copied. A policy that
 * is loaded from memory finds only files given here; one loaded from a path asks these first.
 * A name that was given before gets the new text.
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_sources_add_file(sla_sources *sources, const char *name,
                                                    const char *text, size_t len);
/** @return SLA_INVALID_ARGUMENT for an unknown limit or a value < 1. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_sources_set_limit(sla_sources *sources, sla_limit limit,
                                                     int64_t value);

/* ------------------------------------------------------------------ a calendar */

typedef struct sla_calendar sla_calendar;

/**
 * Make a calendar from text: what stands under one name in the `calendars` section of a policy
 * file, in YAML or JSON:
 *
 *     timezone: Europe/London
 *     hours: {mon-fri: 08:00-01:00, sat: [09:00-12:00, 13:00-15:00]}
 *     holidays: [uk-england-and-wales, 2026-12-24]
 *
 * All keys of a policy's calendars may be used but `like`, `any_of` and coverages, which name things
 * that only a policy has. `.ics` files are found in @p sources only.
 *
 * @param name         what diagnostics call the text; NULL for "calendar"
 * @param sources      may be NULL
 * @param diagnostics  may be NULL; every error and warning of the text is appended
 * @return SLA_BAD_INPUT, SLA_LIMIT, SLA_IO (no zone files here), SLA_REFUSED or SLA_NO_MEMORY
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_calendar_parse(const char *text, size_t len, const char *name,
                                                  const sla_sources *sources,
                                                  sla_diagnostics *diagnostics,
                                                  sla_calendar **out);

/**
 * Dated versions of one calendar's hours, as one calendar.
 *
 * A version holds from 00:00 of its date in its own zone until a later one begins; the first holds
 * before its date as well. A window belongs to the version in force when it opens: a night shift that
 * began under the old hours runs to its end. Working days, holidays and known_until follow; name and
 * time zone are the last version's, and wall times are read in the zone in force at their instant.
 *
 * Of policies, chain the calendars that one priority sees (sla_policy_calendar()): each version keeps the
 * coverage that it was compiled for. The versions themselves may be released afterwards.
 *
 * @param versions  @p count calendars, at least one
 * @param from      their dates, ascending without repeats
 * @return SLA_INVALID_ARGUMENT, SLA_LIMIT (chains within chains: 16 deep, 1,000 calendars in all) or
 *         SLA_NO_MEMORY
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_calendar_chain(const sla_calendar *const *versions,
                                                  const sla_date *from, size_t count,
                                                  sla_calendar **out);

/** One more owner. Returns @p calendar; NULL gives NULL. Any thread. @since 0.1 */
SLA_API sla_calendar *sla_calendar_ref(const sla_calendar *calendar);
/** One owner fewer; the last one frees. NULL is accepted. Any thread. @since 0.1 */
SLA_API void sla_calendar_unref(sla_calendar *calendar);

/** Its name in the policy, or "". Lives as long as the calendar. @since 0.1 */
SLA_API const char *sla_calendar_name(const sla_calendar *calendar);
/** The IANA name of its zone (the last version's); "" for NULL. Lives as long as the calendar. @since 0.1 */
SLA_API const char *sla_calendar_timezone(const sla_calendar *calendar);
/** 64 hexadecimal digits over all that went into it, zone data included; "" for NULL. @since 0.1 */
SLA_API const char *sla_calendar_fingerprint(const sla_calendar *calendar);

/**
 * The last date for which its holiday lists are proclaimed (the least of its lists), or
 * SLA_DATE_NONE if none has such an end. Answers beyond it rest on projection of today's rules.
 * @since 0.1
 */
SLA_API sla_date sla_calendar_known_until(const sla_calendar *calendar);

/* ------------------------------------------------------------------ arithmetic */

/**
 * The earliest instant at which @p seconds open seconds have passed since @p start.
 *
 * A sum that is used up exactly at closing time is due at closing time. 0 gives @p start, open or
 * not. Negative walks backwards and gives the latest such instant.
 *
 * @return SLA_NEVER_OPENS if the calendar has no more open time, SLA_OUT_OF_RANGE if @p start is
 *         not valid or the answer would not be
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_calendar_add(const sla_calendar *calendar, sla_time start,
                                                sla_duration seconds, sla_time *out);
/**
 * The open seconds in [@p from, @p to), negated when @p to is before @p from.
 * `between(s, add(s, n)) = n`.
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_calendar_between(const sla_calendar *calendar, sla_time from,
                                                    sla_time to, sla_duration *out);
/** 1 if the second that begins at @p t is open, else 0. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_calendar_is_open(const sla_calendar *calendar, sla_time t,
                                                    int *out);
/** The least open instant >= @p t: @p t itself if it is open. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_calendar_next_open(const sla_calendar *calendar, sla_time t,
                                                      sla_time *out);
/**
 * The least instant >= @p t that is not open: @p t itself if it is closed.
 * SLA_OUT_OF_RANGE for a calendar that stays open to the end of the range.
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_calendar_next_close(const sla_calendar *calendar, sla_time t,
                                                       sla_time *out);

/* ------------------------------------------------------------------ spans and days */

/** The open spans that meet [from, to), cut to it. An owned list. */
typedef struct sla_spans sla_spans;

/** @return SLA_INVALID_ARGUMENT if @p to is before @p from. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_calendar_spans(const sla_calendar *calendar, sla_time from,
                                                  sla_time to, sla_spans **out);
SLA_API void sla_spans_free(sla_spans *spans);
SLA_API size_t sla_spans_count(const sla_spans *spans);
/** SLA_TIME_NONE if @p i is out of range. @since 0.1 */
SLA_API sla_time sla_spans_open(const sla_spans *spans, size_t i);
SLA_API sla_time sla_spans_close(const sla_spans *spans, size_t i);

/**
 * One date after another, as a wall planner shows them: the windows that open on each date after
 * closures, and what is special about it. An owned list.
 */
typedef struct sla_days sla_days;

/**
 * At most 4,000 dates, @p from and @p to inclusive, 19700101 .. 20991231. Windows are cut to the valid
 * instants; those of one date that overlap or touch are one.
 *
 * @return SLA_INVALID_ARGUMENT for what is not a date or if @p to is before @p from, SLA_OUT_OF_RANGE
 *         for another year, SLA_LIMIT for more dates
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_calendar_days(const sla_calendar *calendar, sla_date from,
                                                 sla_date to, sla_days **out);
SLA_API void sla_days_free(sla_days *days);
SLA_API size_t sla_days_count(const sla_days *days);
SLA_API sla_date sla_days_date(const sla_days *days, size_t i);
/** 1 = Monday .. 7 = Sunday (ISO 8601); 0 if @p i is out of range. */
SLA_API int32_t sla_days_weekday(const sla_days *days, size_t i);
/**
 * What closes or changes the date ("Christmas Day", several joined by ", "); "" if nothing does. It
 * is named too when no window stood on that date to be closed, or when coverage keeps it open.
 */
SLA_API const char *sla_days_name(const sla_days *days, size_t i);
SLA_API size_t sla_days_window_count(const sla_days *days, size_t i);
SLA_API sla_time sla_days_window_open(const sla_days *days, size_t i, size_t window);
SLA_API sla_time sla_days_window_close(const sla_days *days, size_t i, size_t window);

/* ------------------------------------------------------------------ local time */

/** Seconds east of UTC in the calendar's zone at @p t. @since 0.1 */
SLA_API SLA_CHECKED sla_result sla_calendar_offset(const sla_calendar *calendar, sla_time t,
                                                   int32_t *out);
/**
 * Read an instant as sla_time_parse() does; a text without an offset is wall time in the
 * calendar's zone by RFC 5545 (section 3.3.5): one that the clocks skip takes the offset from
 * before the gap, one that occurs twice means the first. A date alone means its 00:00.
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_calendar_parse_time(const sla_calendar *calendar,
                                                       const char *text, size_t len,
                                                       sla_time *out);

/* ------------------------------------------------------------------ bundled holidays */

/**
 * The holiday calendars inside the library, `uk-england-and-wales` first; NULL past the last one.
 * The same files are installed beside it for people to read.
 * @since 0.1
 */
SLA_API const char *sla_holidays_name(size_t i);
/** The text of bundled calendar @p i as RFC 5545; NULL past the last one. @since 0.1 */
SLA_API const char *sla_holidays_text(size_t i);

#ifdef __cplusplus
}
#endif
#endif
