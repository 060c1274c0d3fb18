/* SPDX-License-Identifier: MIT */
/*
 * A path is walked one name at a time, each opened relative to the directory before it and never
 * through a link (O_NOFOLLOW). A link is read instead, and its text takes the place of its name in
 * what is still to be walked. `..`, which only links may contain, goes back to the directory that
 * we came from, which we hold open, so that a directory moved meanwhile makes no difference.
 */
#include "calendar/files.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

#define PATH_ROOM 1024
#define PART_ROOM 256
#define DEPTH_MAX 16
#define LINKS_MAX 16
#define OPEN_FLAGS (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)

static const char too_long[] = "its path is too long";
static const char leads_out[] = "it leads out of its folder";

const char *sla__file_why(int error)
{
    switch (error) {
    case ENOENT:
        return "there is no such file";
    case ENOTDIR:
        return "a part of its path is not a folder";
    case EACCES:
    case EPERM:
        return "permission is denied";
    case EMFILE:
    case ENFILE:
        return "too many files are open";
    case ENAMETOOLONG:
        return too_long;
    case ENXIO:
    case ENODEV:
        return "it is not a regular file"; /* a socket, or a device without its driver */
    default:
        return "the system reports an error";
    }
}

struct walk {
    int fd[DEPTH_MAX + 1]; /* the directories from the folder, which is the caller's, to here */
    int depth;
    int links;
    char rest[PATH_ROOM]; /* what is still to be walked, from `at` */
    const char *at;
};

static sla_result fail(const char **why, const char *text, sla_result rc)
{
    *why = text;
    return rc;
}

static sla_result fail_errno(const char **why, int error)
{
    *why = sla__file_why(error);
    if (error == ENOMEM)
        return SLA_NO_MEMORY;
    return error == ENOENT || error == ENOTDIR ? SLA_NOT_FOUND : SLA_IO;
}

/* The next name, "" at the end. 0 if it is too long to be one. */
static int next_part(struct walk *w, char part[PART_ROOM])
{
    size_t len;

    w->at += strspn(w->at, "/");
    len = strcspn(w->at, "/");
    if (len >= PART_ROOM)
        return 0;
    memcpy(part, w->at, len);
    part[len] = '\0';
    w->at += len;
    return 1;
}

/* Put the text of a link in front of what is still to be walked. */
static sla_result follow(struct walk *w, const char *target, size_t len, const char **why)
{
    size_t left = strlen(w->at);

    if (++w->links > LINKS_MAX)
        return fail(why, "it is a link to a link to a link, more than 16 times", SLA_IO);
    if (len > 0 && target[0] == '/')
        return fail(why, leads_out, SLA_BAD_INPUT);
    if (len + left >= PATH_ROOM)
        return fail(why, too_long, SLA_IO);
    memmove(w->rest + len, w->at, left + 1); /* it begins with a slash, or is empty */
    memcpy(w->rest, target, len);
    w->at = w->rest;
    return SLA_OK;
}

/* Walk to the end. *out is what lies there. */
static sla_result walk_all(struct walk *w, int *out, const char **why)
{
    char part[PART_ROOM], target[PATH_ROOM];

    for (;;) {
        int fd, error;
        ssize_t len;
        sla_result rc;

        if (!next_part(w, part))
            return fail(why, too_long, SLA_IO);
        if (strcmp(part, ".") == 0)
            continue;
        if (strcmp(part, "..") == 0) {
            if (w->depth == 0)
                return fail(why, leads_out, SLA_BAD_INPUT);
            close(w->fd[w->depth--]);
            continue;
        }
        /* At the end of a path such as `a/` or `a/..` stands the directory itself. */
        fd = openat(w->fd[w->depth], part[0] == '\0' ? "." : part,
                    OPEN_FLAGS | (*w->at == '/' ? O_DIRECTORY : 0));
        if (fd >= 0 && *w->at != '/') {
            *out = fd;
            return SLA_OK;
        }
        if (fd >= 0) {
            if (w->depth == DEPTH_MAX) {
                close(fd);
                return fail(why, too_long, SLA_IO);
            }
            w->fd[++w->depth] = fd;
            continue;
        }
        error = errno; /* for a link ELOOP, EMLINK, ENOTDIR or EFTYPE: every system has its own */
        len = readlinkat(w->fd[w->depth], part, target, sizeof target);
        if (len < 0)
            return fail_errno(why, error);
        if ((rc = follow(w, target, (size_t)len, why)) != SLA_OK)
            return rc;
    }
}

sla_result sla__file_open(int folder, const char *path, int *fd, const char **why)
{
    struct walk w = {.fd = {folder}, .at = w.rest};
    size_t len = strlen(path);
    sla_result rc;

    *fd = -1;
    if (len >= sizeof w.rest)
        return fail(why, too_long, SLA_IO);
    memcpy(w.rest, path, len + 1);
    rc = walk_all(&w, fd, why);
    while (w.depth > 0)
        close(w.fd[w.depth--]);
    return rc;
}

sla_result sla__file_read(int fd, int64_t limit, char **text, size_t *len, const char **why)
{
    struct stat st;
    size_t most = limit < INT32_MAX ? (size_t)limit : INT32_MAX, room, used = 0;
    char *bytes = NULL;
    sla_result rc;

    *text = NULL;
    if (fstat(fd, &st) != 0)
        return fail_errno(why, errno);
    if (S_ISDIR(st.st_mode))
        return fail(why, "it is a folder", SLA_REFUSED);
    if (!S_ISREG(st.st_mode))
        return fail(why, "it is not a regular file", SLA_REFUSED);
    if (st.st_size > (off_t)most)
        return fail(why, "it is too large", SLA_LIMIT);

    /* One byte more than it should have, for the size is only what it was a moment ago. */
    for (room = (size_t)st.st_size + 1;; room = room <= most / 2 ? room * 2 : most + 1) {
        char *grown = sla__realloc(bytes, room + 1, 1);
        ssize_t got;

        if (grown == NULL) {
            rc = fail(why, "memory ran out", SLA_NO_MEMORY);
            goto failed;
        }
        bytes = grown;
        while (used < room) {
            got = read(fd, bytes + used, room - used);
            if (got == 0) {
                bytes[used] = '\0';
                *text = bytes;
                *len = used;
                return SLA_OK;
            }
            if (got < 0 && errno != EINTR) {
                rc = fail_errno(why, errno);
                goto failed;
            }
            used += got > 0 ? (size_t)got : 0;
        }
        if (used > most) {
            rc = fail(why, "it is too large", SLA_LIMIT);
            goto failed;
        }
    }

failed:
    sla__free(bytes);
    return rc;
}
