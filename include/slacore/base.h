/* SPDX-License-Identifier: MIT */
#ifndef SLACORE_BASE_H
#define SLACORE_BASE_H

/**
 * @file
 * What every other header stands on: results, diagnostics, instants and durations.
 *
 * Nothing in libslacore reads a clock, an environment variable, the locale or TZ. Functions that take
 * only values, calendars and policies may be called from any thread at any time. Every other object
 * is used by one thread at a time, also by calls that only ask. What frees an object or drops an owner
 * accepts NULL.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SLA_API __attribute__((visibility("default")))
#define SLA_CHECKED __attribute__((warn_unused_result))
#else
#define SLA_API
#define SLA_CHECKED
#endif

#define SLA_VERSION_MAJOR 0
#define SLA_VERSION_MINOR 1
#define SLA_VERSION_PATCH 0

/** The version of the library that is linked, for example "0.1.0". Never NULL. @since 0.1 */
SLA_API const char *sla_version(void);

/**
 * What a call that can fail returns. Each code is one thing that a caller can act on; the numbers
 * never change. After any code but SLA_OK everything is as before the call; an object pointer that
 * the call would have filled is NULL, a plain value is untouched.
 */
typedef enum sla_result {
    SLA_OK = 0,
    SLA_NO_MEMORY = 1,        /**< memory ran out; try again when there is more */
    SLA_INVALID_ARGUMENT = 2, /**< a NULL handle, or a value that the header rules out */
    SLA_BAD_INPUT = 3,        /**< a text or file has errors; the diagnostics say which and where */
    SLA_NOT_FOUND = 4,        /**< no such name in this policy, calendar or ticket */
    SLA_NEVER_OPENS = 5,      /**< the calendar has no open time in that direction, ever */
    SLA_OUT_OF_RANGE = 6,     /**< an instant or an answer outside 1970-01-01 .. 2100-01-01 UTC */
    SLA_LIMIT = 7,            /**< a limit on size or number was passed; diagnostics name it */
    SLA_IO = 8,               /**< a file could not be read; the diagnostics say why */
    SLA_REFUSED = 9           /**< not possible in the state that the object is in */
} sla_result;

/** One English sentence for @p result, without a final stop. Never NULL. @since 0.1 */
SLA_API const char *sla_result_text(sla_result result);

/** The constant's own name, for logs: "SLA_NEVER_OPENS". Never NULL. @since 0.1 */
SLA_API const char *sla_result_name(sla_result result);

/* ------------------------------------------------------------------ instants */

/**
 * An instant: whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted (as POSIX does).
 * Valid from SLA_TIME_MIN to SLA_TIME_MAX, both inclusive.
 */
typedef int64_t sla_time;
#define SLA_TIME_MIN ((sla_time)0)
/** 2100-01-01T00:00:00Z */
#define SLA_TIME_MAX ((sla_time)47482 * 86400)
/** "No instant": what an answer holds when there is none. */
#define SLA_TIME_NONE ((sla_time)-1)

/** A calendar date as the number yyyymmdd, for example 20261224. */
typedef int32_t sla_date;
/** "No date". */
#define SLA_DATE_NONE ((sla_date)0)

/** Room for any text that sla_time_format() and sla_duration_format() write, with its NUL. */
#define SLA_TEXT_MAX 64

/**
 * Read an instant written as RFC 3339 (section 5.6): `2026-12-24T23:30:00Z`, `…+01:00`.
 *
 * `t`, `z` and a space for `T` are accepted, and so are seconds left out. A fraction is dropped
 * towards the past. `:60` is read as the first second of the next minute. The offset is required:
 * a time without one is nobody's instant. It may be up to 26:00, as zone files may hold.
 *
 * @param text  @p len bytes; need not end in NUL, must not contain one
 * @return SLA_BAD_INPUT if it is not such a text, SLA_OUT_OF_RANGE if the instant is not valid
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_time_parse(const char *text, size_t len, sla_time *out);

/**
 * Write @p t as RFC 3339 at @p offset seconds east of UTC (0 gives `Z`).
 *
 * An offset that is not whole minutes is cut to minutes in the text and the clock shown follows
 * the text, so that it reads back as the same instant.
 *
 * @param out   at least SLA_TEXT_MAX bytes; always ends in NUL on success
 * @return SLA_OUT_OF_RANGE if @p t is not valid, SLA_INVALID_ARGUMENT if |offset| > 26 h
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_time_format(sla_time t, int32_t offset, char *out);

/* ------------------------------------------------------------------ durations */

/** A length of time in seconds; negative means towards the past. */
typedef int64_t sla_duration;
/** "No duration": what an answer holds when there is none. */
#define SLA_DURATION_NONE (-((sla_duration)0x40000000 << 32))

/**
 * Read a duration: `90s`, `30m`, `1h 30m`, `1h30m`, `2 hours`, `45 minutes`; units w, days and
 * working days are not durations (a day is not always 24 hours) and give SLA_BAD_INPUT.
 * Each unit at most once, greatest first. A `-` in front means towards the past, so that what
 * sla_duration_format() writes reads back.
 *
 * Units: h, hr, hrs, hour, hours; m, min, mins, minute, minutes; s, sec, secs, second, seconds.
 *
 * @param text  @p len bytes; need not end in NUL, must not contain one
 * @return SLA_BAD_INPUT if it is not such a text, SLA_OUT_OF_RANGE if it is longer than 131 years
 *         (of 365.25 days: 1148346h)
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_duration_parse(const char *text, size_t len, sla_duration *out);

/**
 * Write @p d as `1h 30m`, `45s`, `-2h`, `0s`: hours are the largest unit.
 * @param out  at least SLA_TEXT_MAX bytes
 * @return SLA_INVALID_ARGUMENT if @p d is SLA_DURATION_NONE or beyond 131 years
 * @since 0.1
 */
SLA_API SLA_CHECKED sla_result sla_duration_format(sla_duration d, char *out);

/* ------------------------------------------------------------------ diagnostics */

/**
 * What is wrong in a text or file, for the person who wrote it. The caller makes one, passes it to
 * a loader, reads it and frees it. Loaders append; they never clear. At most 200 are kept, of
 * warnings at most 100, so that they never crowd out errors; further ones are only counted. One
 * owner, one thread at a time.
 */
typedef struct sla_diagnostics sla_diagnostics;

typedef enum sla_severity {
    SLA_NOTE = 0,    /**< belongs to the error or warning before it */
    SLA_WARNING = 1, /**< legal, but surely a mistake */
    SLA_ERROR = 2    /**< the load failed because of it */
} sla_severity;

SLA_API SLA_CHECKED sla_result sla_diagnostics_new(sla_diagnostics **out);
SLA_API void sla_diagnostics_free(sla_diagnostics *diagnostics);
SLA_API void sla_diagnostics_clear(sla_diagnostics *diagnostics);

/** How many are kept; valid indices are 0 .. count-1. 0 for NULL. @since 0.1 */
SLA_API size_t sla_diagnostics_count(const sla_diagnostics *diagnostics);
/** How many of @p severity were reported, those beyond the kept ones included. @since 0.1 */
SLA_API size_t sla_diagnostics_count_of(const sla_diagnostics *diagnostics, sla_severity severity);

/** SLA_NOTE if @p i is out of range. @since 0.1 */
SLA_API sla_severity sla_diagnostics_severity(const sla_diagnostics *diagnostics, size_t i);
/** The permanent number: 214 for SLA-0214. 0 if @p i is out of range. @since 0.1 */
SLA_API int32_t sla_diagnostics_number(const sla_diagnostics *diagnostics, size_t i);
/**
 * Where: the file's name as the caller gave it (or, for what was built by calls, the pointer to
 * the value, such as `/targets/0/within`), and the 1-based line and column in bytes, 0 if there is
 * none; "" if there is no file. Texts live until the next change of the diagnostics object.
 * @since 0.1
 */
SLA_API const char *sla_diagnostics_file(const sla_diagnostics *diagnostics, size_t i);
SLA_API int32_t sla_diagnostics_line(const sla_diagnostics *diagnostics, size_t i);
SLA_API int32_t sla_diagnostics_column(const sla_diagnostics *diagnostics, size_t i);
/** What is wrong and what to do, without place and number; "" if @p i is out of range. */
SLA_API const char *sla_diagnostics_message(const sla_diagnostics *diagnostics, size_t i);
/**
 * The whole line as a compiler prints it: `policy.yaml:12:9: error: SLA-0214: target …`.
 * One line always: controls and broken or invisible characters of names are shown as `?`. "" if
 * @p i is out of range. Lives until the next change of the object.
 * @since 0.1
 */
SLA_API const char *sla_diagnostics_text(const sla_diagnostics *diagnostics, size_t i);

#ifdef __cplusplus
}
#endif
#endif
