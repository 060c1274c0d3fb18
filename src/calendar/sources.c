/* SPDX-License-Identifier: MIT */
/*
 * sla_sources: what the host gives to a load (zones, files, limits), and the look-ups that loaders
 * make in it. What the host gave by name stands before what lies on disk. How files on disk are
 * opened is files.c.
 */
#include "calendar/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/text.h"
#include "calendar/files.h"
#include "calendar/holidays.h"

#define ZONE_DIRECTORY "/usr/share/zoneinfo"
#define ZONE_BYTES (128 * 1024)

struct buffer {
    char *bytes; /* a NUL behind */
    size_t len;
};

/* Buffers by name: at[i] belongs to name number i. */
struct shelf {
    struct sla__names names;
    struct buffer *at;
    size_t room;
};

enum { LIMIT_COUNT = SLA_LIMIT_VIEWS + 1 };

struct sla_sources {
    char *zone_directory; /* NULL: ZONE_DIRECTORY */
    struct shelf zones, files;
    int64_t limit[LIMIT_COUNT];
};

static const int64_t defaults[LIMIT_COUNT] = {
    [SLA_LIMIT_POLICY_BYTES] = 1024 * 1024,
    [SLA_LIMIT_POLICY_DEPTH] = 16,
    [SLA_LIMIT_NAMES] = 1000,
    [SLA_LIMIT_ICS_BYTES] = 2 * 1024 * 1024,
    [SLA_LIMIT_ICS_LINE] = 64 * 1024,
    [SLA_LIMIT_ICS_COMPONENTS] = 20000,
    [SLA_LIMIT_ICS_INSTANCES] = 100000,
    [SLA_LIMIT_VIEWS] = 150,
};

/* ------------------------------------------------------------------ what the host gives */

sla_result sla_sources_new(sla_sources **out)
{
    sla_sources *s;

    if (out == NULL)
        return SLA_INVALID_ARGUMENT;
    *out = NULL;
    s = sla__alloc(1, sizeof *s);
    if (s == NULL)
        return SLA_NO_MEMORY;
    memcpy(s->limit, defaults, sizeof defaults);
    *out = s;
    return SLA_OK;
}

static void shelf_clear(struct shelf *shelf)
{
    for (int32_t i = 0; i < shelf->names.count; i++)
        sla__free(shelf->at[i].bytes);
    sla__free(shelf->at);
    sla__names_clear(&shelf->names);
}

void sla_sources_free(sla_sources *sources)
{
    if (sources == NULL)
        return;
    sla__free(sources->zone_directory);
    shelf_clear(&sources->zones);
    shelf_clear(&sources->files);
    sla__free(sources);
}

sla_result sla_sources_set_zone_directory(sla_sources *sources, const char *path)
{
    char *copy;

    if (sources == NULL || path == NULL || path[0] == '\0')
        return SLA_INVALID_ARGUMENT;
    copy = sla__strndup(path, strlen(path));
    if (copy == NULL)
        return SLA_NO_MEMORY;
    sla__free(sources->zone_directory);
    sources->zone_directory = copy;
    return SLA_OK;
}

/* A name that is there already gets the new bytes. */
static sla_result shelf_put(struct shelf *shelf, const char *name, const char *bytes, size_t len)
{
    size_t count = (size_t)shelf->names.count;
    struct buffer copy = {NULL, len}, *at;
    int32_t number;
    sla_result rc;

    at = sla__grow(shelf->at, count, &shelf->room, sizeof *at);
    if (at == NULL)
        return SLA_NO_MEMORY;
    shelf->at = at;
    copy.bytes = sla__strndup(bytes, len);
    if (copy.bytes == NULL)
        return SLA_NO_MEMORY;
    rc = sla__names_add(&shelf->names, name, strlen(name), &number);
    if (rc != SLA_OK) {
        sla__free(copy.bytes);
        return rc;
    }
    if ((size_t)number < count)
        sla__free(shelf->at[number].bytes);
    shelf->at[number] = copy;
    return SLA_OK;
}

static const struct buffer *shelf_find(const struct shelf *shelf, const char *name, size_t len)
{
    int32_t number = sla__names_find(&shelf->names, name, len);
    return number < 0 ? NULL : &shelf->at[number];
}

sla_result sla_sources_add_zone(sla_sources *sources, const char *name, const void *data,
                                size_t len)
{
    if (sources == NULL || name == NULL || (data == NULL && len > 0))
        return SLA_INVALID_ARGUMENT;
    if (!sla__zone_name_ok(name, strlen(name)))
        return SLA_BAD_INPUT;
    return shelf_put(&sources->zones, name, len > 0 ? data : "", len);
}

sla_result sla_sources_add_file(sla_sources *sources, const char *name, const char *text,
                                size_t len)
{
    if (sources == NULL || name == NULL || name[0] == '\0' || (text == NULL && len > 0))
        return SLA_INVALID_ARGUMENT;
    return shelf_put(&sources->files, name, len > 0 ? text : "", len);
}

sla_result sla_sources_set_limit(sla_sources *sources, sla_limit limit, int64_t value)
{
    if (sources == NULL || (int)limit < 0 || (int)limit >= LIMIT_COUNT || value < 1)
        return SLA_INVALID_ARGUMENT;
    sources->limit[limit] = value;
    return SLA_OK;
}

int64_t sla__sources_limit(const sla_sources *sources, sla_limit limit)
{
    return sources != NULL ? sources->limit[limit] : defaults[limit];
}

/* ------------------------------------------------------------------ zones */

static const char *zone_directory(const sla_sources *sources)
{
    return sources != NULL && sources->zone_directory != NULL ? sources->zone_directory
                                                              : ZONE_DIRECTORY;
}

/* The directory itself is trusted: it may be a link. */
static int open_zone_directory(const sla_sources *sources)
{
    return open(zone_directory(sources), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* What may have been meant, or NULL; it lives as long as `room` and the sources. */
static const char *meant_zone(const sla_sources *sources, const char *name, size_t len,
                              char room[SLA__ZONE_NAME_MAX + 1])
{
    const char *meant = sla__zone_hint(name, len);
    int folder, found;

    if (meant == NULL && sources != NULL)
        meant = sla__names_nearest(&sources->zones.names, name, len);
    if (meant != NULL)
        return meant;
    folder = open_zone_directory(sources);
    if (folder < 0)
        return NULL;
    found = sla__zone_near(folder, name, len, room);
    close(folder);
    return found ? room : NULL;
}

static sla_result unknown_zone(const sla_sources *sources, const char *name, size_t len,
                               sla_diagnostics *d, struct sla__place place)
{
    const char *meant = NULL;
    char q[SLA__QUOTE_MAX], room[SLA__ZONE_NAME_MAX + 1];

    if (sla__report_wanted(d))
        meant = meant_zone(sources, name, len, room);
    if (meant != NULL)
        sla__report(d, SLA__MSG_ZONE_UNKNOWN, place,
                    "there is no time zone %s; did you mean \"%s\"?", sla__quote(name, len, q),
                    meant);
    else
        sla__report(d, SLA__MSG_ZONE_UNKNOWN, place,
                    "there is no time zone %s; write an IANA name such as \"Europe/London\"",
                    sla__quote(name, len, q));
    return SLA_BAD_INPUT;
}

static sla_result bad_zone(const char *name, const char *why, sla_diagnostics *d,
                           struct sla__place place)
{
    char q[SLA__QUOTE_MAX];

    sla__report(d, SLA__MSG_ZONE_DATA, place, "the data of time zone %s cannot be used: %s",
                sla__quote(name, strlen(name), q), why);
    return SLA_BAD_INPUT;
}

/* The bytes of a zone beneath the zone directory. */
static sla_result read_zone(const sla_sources *sources, const char *name, sla_diagnostics *d,
                            struct sla__place place, char **bytes, size_t *len)
{
    char q[SLA__QUOTE_MAX];
    const char *why;
    int folder, fd;
    sla_result rc;

    folder = open_zone_directory(sources);
    if (folder < 0) {
        const char *directory = zone_directory(sources);
        int error = errno;

        sla__report(d, SLA__MSG_ZONE_DIRECTORY, place,
                    "the time zones of this system cannot be read from %s: %s%s",
                    sla__quote(directory, strlen(directory), q), sla__file_why(error),
                    error == ENOENT ? "; install tzdata, or have the program give the zones" : "");
        return SLA_IO;
    }
    rc = sla__file_open(folder, name, &fd, &why);
    if (rc == SLA_OK) {
        rc = sla__file_read(fd, ZONE_BYTES, bytes, len, &why);
        close(fd);
    }
    close(folder);
    if (rc == SLA_OK || rc == SLA_NO_MEMORY)
        return rc;
    if (rc == SLA_NOT_FOUND)
        return unknown_zone(sources, name, strlen(name), d, place);
    return bad_zone(name, why, d, place);
}

sla_result sla__sources_zone(const sla_sources *sources, const char *name, size_t len,
                             sla_diagnostics *d, struct sla__place place, struct sla__zone **out)
{
    const struct buffer *given;
    const char *why;
    char text[SLA__ZONE_NAME_MAX + 1], *bytes = NULL;
    size_t bytes_len;
    sla_result rc;

    *out = NULL;
    if (!sla__zone_name_ok(name, len))
        return unknown_zone(sources, name, len, d, place);
    memcpy(text, name, len);
    text[len] = '\0';

    given = sources != NULL ? shelf_find(&sources->zones, name, len) : NULL;
    if (given != NULL) {
        rc = sla__zone_parse(text, given->bytes, given->len, out, &why);
    } else {
        rc = read_zone(sources, text, d, place, &bytes, &bytes_len);
        if (rc != SLA_OK)
            return rc;
        rc = sla__zone_parse(text, bytes, bytes_len, out, &why);
        sla__free(bytes);
    }
    return rc == SLA_BAD_INPUT ? bad_zone(text, why, d, place) : rc;
}

/* ------------------------------------------------------------------ files */

static sla_result too_large(const char *name, size_t len, int64_t limit, sla_diagnostics *d,
                            struct sla__place place)
{
    char q[SLA__QUOTE_MAX];

    sla__report(d, SLA__MSG_LIMIT, place,
                "file %s has more than %" PRId64
                " bytes; make it smaller, or have the program raise the limit",
                sla__quote(name, len, q), limit);
    return SLA_LIMIT;
}

/* Why a file may not be called so, or NULL. */
static const char *bad_name(const char *name, size_t len)
{
    size_t from = 0;

    if (len == 0)
        return "an empty name";
    if (memchr(name, '\0', len) != NULL)
        return "a NUL in the name";
    if (name[0] == '/')
        return "an absolute path; files are named from the policy's folder";
    for (size_t i = 0; i <= len; i++) {
        if (i < len && name[i] != '/')
            continue;
        if (i == from)
            return "an empty part in the path";
        if (i - from == 2 && memcmp(name + from, "..", 2) == 0)
            return "\"..\" in the path; files lie in the policy's folder or below it";
        from = i + 1;
    }
    return NULL;
}

/* A name of a file beneath `folder`, as read from a policy. */
static sla_result read_file(int folder, const char *name, size_t len, int64_t limit,
                            sla_diagnostics *d, struct sla__place place, char **text,
                            size_t *text_len)
{
    const char *why;
    char *path, q[SLA__QUOTE_MAX];
    int fd;
    sla_result rc;

    path = sla__strndup(name, len);
    if (path == NULL)
        return SLA_NO_MEMORY;
    rc = sla__file_open(folder, path, &fd, &why);
    sla__free(path);
    if (rc == SLA_OK) {
        rc = sla__file_read(fd, limit, text, text_len, &why);
        close(fd);
    }
    if (rc == SLA_OK || rc == SLA_NO_MEMORY)
        return rc;
    if (rc == SLA_LIMIT)
        return too_large(name, len, limit, d, place);
    sla__report(d, SLA__MSG_CANNOT_READ, place, "file %s cannot be read: %s",
                sla__quote(name, len, q), why);
    return rc == SLA_BAD_INPUT ? SLA_BAD_INPUT : SLA_IO;
}

sla_result sla__sources_file(const sla_sources *sources, int folder, const char *name, size_t len,
                             sla_limit limit, sla_diagnostics *d, struct sla__place place,
                             char **text, size_t *text_len)
{
    const struct buffer *given;
    const char *why;
    char q[SLA__QUOTE_MAX];
    int64_t most = sla__sources_limit(sources, limit);

    *text = NULL;
    given = sources != NULL ? shelf_find(&sources->files, name, len) : NULL;
    if (given != NULL) {
        if (given->len > (uint64_t)most)
            return too_large(name, len, most, d, place);
        *text = sla__strndup(given->bytes, given->len);
        if (*text == NULL)
            return SLA_NO_MEMORY;
        *text_len = given->len;
        return SLA_OK;
    }
    why = bad_name(name, len);
    if (why != NULL) {
        sla__report(d, SLA__MSG_FILE_NAME, place, "file %s cannot be used: %s",
                    sla__quote(name, len, q), why);
        return SLA_BAD_INPUT;
    }
    if (folder < 0) {
        sla__report(d, SLA__MSG_FILE_NOT_GIVEN, place,
                    "file %s was not given; without a folder of its own a policy has only the "
                    "files that the program gives",
                    sla__quote(name, len, q));
        return SLA_BAD_INPUT;
    }
    return read_file(folder, name, len, most, d, place, text, text_len);
}

/* ------------------------------------------------------------------ the policy file */

/* Open the folder that a path lies in. */
static int open_folder(const char *path, const char *slash)
{
    size_t len = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    char *folder = len > 0 ? sla__strndup(path, len) : sla__strndup(".", 1);
    int fd, error;

    if (folder == NULL) {
        errno = ENOMEM;
        return -1;
    }
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    error = errno;
    sla__free(folder);
    errno = error;
    return fd;
}

sla_result sla__sources_read(const char *path, int64_t limit, sla_diagnostics *d, char **text,
                             size_t *len, int *folder)
{
    struct sla__place place = {path, 0, 0};
    const char *slash = strrchr(path, '/'), *why;
    int fd = -1;
    sla_result rc;

    *text = NULL;
    *folder = open_folder(path, slash);
    /* From the folder that is held open, so that file and folder belong together. Who gives the
     * path is trusted: it may be a link to anywhere. */
    if (*folder >= 0)
        fd = openat(*folder, slash != NULL ? slash + 1 : path,
                    O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0) {
        rc = sla__file_read(fd, limit, text, len, &why);
        close(fd);
    } else {
        rc = errno == ENOMEM ? SLA_NO_MEMORY : SLA_IO;
        why = sla__file_why(errno);
    }
    if (rc == SLA_OK)
        return SLA_OK;

    if (*folder >= 0)
        close(*folder);
    *folder = -1;
    if (rc == SLA_NO_MEMORY)
        return rc;
    if (rc == SLA_LIMIT)
        return too_large(path, strlen(path), limit, d, place);
    sla__report(d, SLA__MSG_CANNOT_READ, place, "the file cannot be read: %s", why);
    return SLA_IO;
}
