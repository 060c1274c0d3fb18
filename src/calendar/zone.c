/* SPDX-License-Identifier: MIT */
/*
 * Reading a TZif file (RFC 9636) into one table of transitions. A file is believed only after every
 * count, index, offset and order in it was checked; what the table then holds needs no further
 * care. Files that count leap seconds are refused, for our instants do not (base.h).
 */
#include "calendar/zone.h"

#include <assert.h>
#include <string.h>

#include "base/alloc.h"
#include "base/time.h"
#include "calendar/posix_tz.h"

#define FILE_MAX (128 * 1024)
#define HEADER_LEN 44
#define TYPE_LEN 6
#define TYPES_MAX 256   /* an index is one octet */
#define TIMES_MAX 2000  /* real files have fewer than 300 */
#define FIRST_YEAR 1969 /* the table holds these years whole, */
#define LAST_YEAR 2101  /* both included */
/* RFC 9636, 3.2: offsets lie between -25 and +26 hours, both excluded. */
#define OFFSET_MIN (-25 * 3600 + 1)
#define OFFSET_MAX (26 * 3600 - 1)

struct transition {
    int64_t at;
    int32_t offset; /* from then on */
};

struct sla__zone {
    int32_t refs; /* atomic */
    char *name;
    struct transition *table; /* table[0].at is INT64_MIN; neighbours differ in offset */
    size_t count;
    unsigned char *data; /* the table as bytes, the same on every machine */
    size_t data_len;
};

/* ------------------------------------------------------------------ names */

static int name_char(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '+' || c == '-';
}

int sla__zone_name_ok(const char *name, size_t len)
{
    /* Files of the zone directory that are no zones, or that mean another one on each machine. */
    static const char *const forbidden[] = {"localtime", "posixrules", "Factory", "posix", "right"};
    size_t first = len, parts = 1, part = 0;

    if (len > SLA__ZONE_NAME_MAX)
        return 0;
    for (size_t i = 0; i < len; i++) {
        if (name[i] == '/' && part > 0) {
            first = parts == 1 ? i : first;
            parts++;
            part = 0;
        } else if (name_char(name[i])) {
            part++;
        } else {
            return 0;
        }
    }
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        if (strlen(forbidden[i]) == first && memcmp(name, forbidden[i], first) == 0)
            return 0;
    }
    return part > 0 && parts <= 3;
}

/* ------------------------------------------------------------------ the table */

/* Add at the end: the offset is in force from `at`, which is never before the last one. An instant
 * that is told twice means what was told last. What changes nothing is left out. */
static void add(struct sla__zone *z, int64_t at, int32_t offset)
{
    if (at >= (int64_t)sla__days_of(LAST_YEAR + 1, 1, 1) * SLA__DAY)
        return;
    if (at < (int64_t)sla__days_of(FIRST_YEAR, 1, 1) * SLA__DAY)
        at = INT64_MIN;
    if (z->count > 0 && z->table[z->count - 1].at == at)
        z->count--;
    if (z->count == 0 || z->table[z->count - 1].offset != offset)
        z->table[z->count++] = (struct transition){at, offset};
}

/* The footer rules at and after the file's last transition (INT64_MIN if there is none). Where one
 * year's daylight saving time ends as the next one's begins, or later, it lasts for ever. */
static void add_footer(struct sla__zone *z, const struct sla__posix_tz *tz, int64_t last)
{
    int64_t from, to, told = last;

    add(z, last, tz->std);
    for (int32_t year = FIRST_YEAR - 2; tz->has_dst && year <= LAST_YEAR + 1; year++) {
        sla__posix_tz_dst(tz, year, &from, &to);
        told = from > told ? from : told;
        add(z, told, tz->dst);
        told = to > told ? to : told;
        add(z, told, tz->std);
    }
}
#define FOOTER_ROOM (1 + 2 * (LAST_YEAR - FIRST_YEAR + 4))

/* ------------------------------------------------------------------ the file */

/* RFC 9636, 3.1, and where the pieces of the block behind it lie. */
struct block {
    char version;
    uint32_t ut_count, std_count, leap_count, time_count, type_count, char_count;
    const unsigned char *times, *indices, *types, *chars, *std, *ut, *end;
};

static uint32_t read32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Two's complement by arithmetic, for a cast to a signed type is the compiler's affair. */
static int32_t signed32(const unsigned char *p)
{
    uint32_t u = read32(p);
    return u <= INT32_MAX ? (int32_t)u : -(int32_t)~u - 1;
}

static int64_t signed64(const unsigned char *p)
{
    uint64_t u = (uint64_t)read32(p) << 32 | read32(p + 4);
    return u <= INT64_MAX ? (int64_t)u : -(int64_t)~u - 1;
}

/* Lay out header and block; `time_len` is 4 in the first block and 8 in the second. */
static const char *lay_out(const unsigned char *at, const unsigned char *end, unsigned time_len,
                           struct block *b)
{
    uint64_t need;

    if (end - at < 4 || memcmp(at, "TZif", 4) != 0)
        return "it is not a TZif file";
    if (end - at < HEADER_LEN)
        return "it is cut short";
    b->version = (char)at[4];
    b->ut_count = read32(at + 20);
    b->std_count = read32(at + 24);
    b->leap_count = read32(at + 28);
    b->time_count = read32(at + 32);
    b->type_count = read32(at + 36);
    b->char_count = read32(at + 40);
    at += HEADER_LEN;
    /* Seven products of 32-bit counts and numbers below 14: no overflow in 64 bits. */
    need = (uint64_t)b->time_count * (time_len + 1) + (uint64_t)b->type_count * TYPE_LEN +
           b->char_count + (uint64_t)b->leap_count * (time_len + 4) + b->std_count + b->ut_count;
    if (need > (uint64_t)(end - at))
        return "it is cut short";
    b->times = at;
    b->indices = b->times + (size_t)b->time_count * time_len;
    b->types = b->indices + b->time_count;
    b->chars = b->types + (size_t)b->type_count * TYPE_LEN;
    b->std = b->chars + b->char_count + (size_t)b->leap_count * (time_len + 4);
    b->ut = b->std + b->std_count;
    b->end = b->ut + b->ut_count;
    return NULL;
}

static const char *check_types(const struct block *b)
{
    if (b->type_count < 1 || b->type_count > TYPES_MAX)
        return "its number of time types is impossible";
    if (b->char_count < 1 || b->chars[b->char_count - 1] != 0)
        return "its abbreviations do not end";
    if ((b->std_count != 0 && b->std_count != b->type_count) ||
        (b->ut_count != 0 && b->ut_count != b->type_count))
        return "its number of indicators is impossible";
    for (uint32_t i = 0; i < b->type_count; i++) {
        const unsigned char *type = b->types + (size_t)i * TYPE_LEN;
        int std = b->std_count != 0 ? b->std[i] : 0, ut = b->ut_count != 0 ? b->ut[i] : 0;

        if (signed32(type) < OFFSET_MIN || signed32(type) > OFFSET_MAX)
            return "it has an offset of more than a day";
        if (type[4] > 1 || type[5] >= b->char_count)
            return "it has a broken time type";
        if (std > 1 || ut > std) /* universal time implies standard time */
            return "it has a broken indicator";
    }
    return NULL;
}

static const char *check_times(const struct block *b)
{
    if (b->time_count > TIMES_MAX)
        return "it has more than 2000 transitions";
    for (uint32_t i = 0; i < b->time_count; i++) {
        const unsigned char *time = b->times + (size_t)i * 8;

        if (i > 0 && signed64(time) <= signed64(time - 8))
            return "its transitions are not in order";
        if (b->indices[i] >= b->type_count)
            return "it has a transition to a time type that does not exist";
    }
    return NULL;
}

/* Find and check the second block and the text of the footer. Bytes behind it are left alone, for
 * later versions of the format may put something there. */
static const char *check_file(const unsigned char *data, size_t len, struct block *b,
                              struct sla__posix_tz *tz, int *has_footer)
{
    const unsigned char *end = data + len, *footer, *stop;
    const char *why;
    char version;

    if (len > FILE_MAX)
        return "it is larger than 128 KiB";
    if ((why = lay_out(data, end, 4, b)) != NULL)
        return why;
    version = b->version;
    if (version == 0)
        return "it is of TZif version 1, which ends in 2037; version 2 or later is needed";
    if (version < '2' || version > '4')
        return "its TZif version is none of 2, 3 and 4";
    if ((why = lay_out(b->end, end, 8, b)) != NULL)
        return why;
    if (b->version != version)
        return "its two headers differ in version";
    if (b->leap_count != 0)
        return "it counts leap seconds; take the file from outside the folder \"right\"";
    if ((why = check_types(b)) != NULL || (why = check_times(b)) != NULL)
        return why;
    footer = b->end;
    if (footer == end || *footer != '\n')
        return "it has no footer";
    footer++;
    stop = memchr(footer, '\n', (size_t)(end - footer));
    if (stop == NULL)
        return "its footer does not end";
    *has_footer = stop > footer;
    if (*has_footer && !sla__posix_tz_parse((const char *)footer, (size_t)(stop - footer), tz))
        return "its footer is not a POSIX TZ string";
    return NULL;
}

/* Big-endian (at, offset) pairs: the same answers make the same bytes, whichever way the file was
 * written (zic -b fat or slim). */
static void serialise(struct sla__zone *z)
{
    unsigned char *p = z->data;

    for (size_t i = 0; i < z->count; i++) {
        uint64_t at = (uint64_t)z->table[i].at;
        uint32_t offset = (uint32_t)z->table[i].offset;

        for (int shift = 56; shift >= 0; shift -= 8)
            *p++ = (unsigned char)(at >> shift);
        for (int shift = 24; shift >= 0; shift -= 8)
            *p++ = (unsigned char)(offset >> shift);
    }
}

sla_result sla__zone_parse(const char *name, const void *data, size_t len, struct sla__zone **out,
                           const char **why)
{
    struct block b;
    struct sla__posix_tz tz;
    struct sla__zone *z;
    int has_footer = 0;

    *out = NULL;
    *why = check_file(data, len, &b, &tz, &has_footer);
    if (*why != NULL)
        return SLA_BAD_INPUT;

    z = sla__alloc(1, sizeof *z);
    if (z == NULL)
        return SLA_NO_MEMORY;
    z->refs = 1;
    z->name = sla__strndup(name, strlen(name));
    z->table = sla__alloc(1 + b.time_count + FOOTER_ROOM, sizeof *z->table);
    if (z->name == NULL || z->table == NULL)
        goto no_memory;

    add(z, INT64_MIN, signed32(b.types)); /* RFC 9636, 3.2: type 0 before the first transition */
    for (uint32_t i = 0; i < b.time_count; i++)
        add(z, signed64(b.times + (size_t)i * 8),
            signed32(b.types + (size_t)b.indices[i] * TYPE_LEN));
    if (has_footer)
        add_footer(z, &tz,
                   b.time_count > 0 ? signed64(b.times + (size_t)(b.time_count - 1) * 8)
                                    : INT64_MIN);

    z->data_len = z->count * 12;
    z->data = sla__alloc(1, z->data_len);
    if (z->data == NULL)
        goto no_memory;
    serialise(z);
    *out = z;
    return SLA_OK;

no_memory:
    sla__zone_unref(z);
    return SLA_NO_MEMORY;
}

/* ------------------------------------------------------------------ the object */

struct sla__zone *sla__zone_ref(const struct sla__zone *zone)
{
    struct sla__zone *z = (struct sla__zone *)(uintptr_t)zone;

    if (z != NULL)
        __atomic_add_fetch(&z->refs, 1, __ATOMIC_RELAXED);
    return z;
}

void sla__zone_unref(struct sla__zone *zone)
{
    if (zone == NULL || __atomic_sub_fetch(&zone->refs, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    sla__free(zone->name);
    sla__free(zone->table);
    sla__free(zone->data);
    sla__free(zone);
}

const char *sla__zone_name(const struct sla__zone *zone)
{
    return zone->name;
}

size_t sla__zone_transition_count(const struct sla__zone *zone)
{
    return zone->count;
}

void sla__zone_transition(const struct sla__zone *zone, size_t i, int64_t *at, int32_t *offset)
{
    *at = zone->table[i].at;
    *offset = zone->table[i].offset;
}

const void *sla__zone_data(const struct sla__zone *zone, size_t *len)
{
    *len = zone->data_len;
    return zone->data;
}

/* ------------------------------------------------------------------ questions */

/* The last transition at or before t. */
static size_t find(const struct sla__zone *z, int64_t t)
{
    size_t low = 0, high = z->count; /* table[low].at <= t, and t < table[high].at if it exists */

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (z->table[middle].at <= t)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int32_t sla__zone_offset(const struct sla__zone *zone, sla_time t)
{
    return zone->table[find(zone, t)].offset;
}

/* The wall clock is a function of time that runs upwards and jumps at transitions. A wall time may
 * be passed over by one jump and yet be shown later, if another jump soon leads back; it is skipped
 * only if no stretch shows it, and then the gap is the first jump over it. No offset reaches
 * OFFSET_MAX in size, so all that matters lies that near. */
sla_time sla__zone_to_utc(const struct sla__zone *zone, int64_t wall)
{
    const struct transition *table = zone->table;
    size_t first, i;

    assert(wall > -(INT64_C(1) << 60) && wall < INT64_C(1) << 60);
    first = find(zone, wall - OFFSET_MAX);
    for (i = first; i < zone->count && table[i].at <= wall + OFFSET_MAX; i++) {
        int64_t t = wall - table[i].offset;

        if (t >= table[i].at && (i + 1 == zone->count || t < table[i + 1].at))
            return t;
    }
    for (i = first + 1; wall >= table[i].at + table[i].offset; i++)
        ;
    return wall - table[i - 1].offset;
}
