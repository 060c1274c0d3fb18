/* SPDX-License-Identifier: MIT */
/* A folder is made for each test, filled with what the test needs, and removed afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/alloc.h"
#include "calendar/files.h"
#include "calendar/sources.h"
#include "tzif.h"

static const struct sla__place here = {"policy.yaml", 3, 5};

struct world {
    char root[64]; /* holds "in", the folder of the test, and what lies outside of it */
    int in;        /* open directory */
    sla_sources *sources;
    sla_diagnostics *d;
};

/* Write a file beneath the root. */
static void put(struct world *w, const char *path, const char *text, size_t len)
{
    char full[256];
    FILE *f;

    snprintf(full, sizeof full, "%s/%s", w->root, path);
    f = fopen(full, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, len, f), len);
    assert_int_equal(fclose(f), 0);
}

static void put_text(struct world *w, const char *path, const char *text)
{
    put(w, path, text, strlen(text));
}

static void put_zone(struct world *w, const char *path, const char *footer)
{
    static unsigned char bytes[TZIF_ROOM];
    size_t len = tzif_of_footer(footer, bytes);

    put(w, path, (const char *)bytes, len);
}

static void folder(struct world *w, const char *path)
{
    char full[256];

    snprintf(full, sizeof full, "%s/%s", w->root, path);
    assert_int_equal(mkdir(full, 0700), 0);
}

static void link_to(struct world *w, const char *path, const char *target)
{
    char full[256];

    snprintf(full, sizeof full, "%s/%s", w->root, path);
    assert_int_equal(symlink(target, full), 0);
}

static void remove_all(int parent, const char *name)
{
    int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    struct dirent *entry;
    DIR *dir;

    if (fd < 0) {
        unlinkat(parent, name, 0);
        return;
    }
    dir = fdopendir(fd);
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            remove_all(fd, entry->d_name);
    }
    closedir(dir);
    unlinkat(parent, name, AT_REMOVEDIR);
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    char in[80];

    strcpy(w->root, "/tmp/slacore-sources-XXXXXX");
    if (mkdtemp(w->root) == NULL)
        return -1;
    snprintf(in, sizeof in, "%s/in", w->root);
    if (mkdir(in, 0700) != 0)
        return -1;
    w->in = open(in, O_RDONLY | O_DIRECTORY);
    *state = w;
    return w->in < 0 || sla_sources_new(&w->sources) != SLA_OK ||
           sla_diagnostics_new(&w->d) != SLA_OK || sla_sources_set_zone_directory(w->sources, in);
}

static int tear_down(void **state)
{
    struct world *w = *state;

    close(w->in);
    remove_all(AT_FDCWD, w->root);
    sla_sources_free(w->sources);
    sla_diagnostics_free(w->d);
    free(w);
    return 0;
}

/* The one message that there is has this number and these words. */
static void said(struct world *w, int32_t number, const char *words)
{
    assert_int_equal(sla_diagnostics_count(w->d), 1);
    assert_int_equal(sla_diagnostics_number(w->d, 0), number);
    if (strstr(sla_diagnostics_text(w->d, 0), words) == NULL)
        fail_msg("\"%s\" should say \"%s\"", sla_diagnostics_text(w->d, 0), words);
    sla_diagnostics_clear(w->d);
}

static sla_result file(struct world *w, const char *name, char **text, size_t *len)
{
    return sla__sources_file(w->sources, w->in, name, strlen(name), SLA_LIMIT_ICS_BYTES, w->d, here,
                             text, len);
}

static void file_is(struct world *w, const char *name, const char *want)
{
    char *text;
    size_t len;

    if (file(w, name, &text, &len) != SLA_OK)
        fail_msg("%s: %s", name, sla_diagnostics_text(w->d, 0));
    assert_int_equal(len, strlen(want));
    assert_string_equal(text, want);
    sla__free(text);
}

static void file_refused(struct world *w, const char *name, sla_result want, const char *words)
{
    char *text = w->root;
    size_t len = 7;

    assert_int_equal(file(w, name, &text, &len), want);
    assert_null(text);
    assert_int_equal(len, 7);
    said(w, want == SLA_LIMIT ? SLA__MSG_LIMIT : SLA__MSG_CANNOT_READ, words);
}

static sla_result zone(struct world *w, const char *name, struct sla__zone **out)
{
    return sla__sources_zone(w->sources, name, strlen(name), w->d, here, out);
}

static void zone_is(struct world *w, const char *name, int32_t east)
{
    struct sla__zone *z;

    if (zone(w, name, &z) != SLA_OK)
        fail_msg("%s: %s", name, sla_diagnostics_text(w->d, 0));
    assert_string_equal(sla__zone_name(z), name);
    assert_int_equal(sla__zone_offset(z, 0), east);
    sla__zone_unref(z);
}

static void zone_refused(struct world *w, const char *name, int32_t number, const char *words)
{
    struct sla__zone *z = (struct sla__zone *)w;

    assert_int_equal(zone(w, name, &z), SLA_BAD_INPUT);
    assert_null(z);
    said(w, number, words);
}

/* ------------------------------------------------------------------ the object */

static void handles_and_values_are_checked(void **state)
{
    struct world *w = *state;

    assert_int_equal(sla_sources_new(NULL), SLA_INVALID_ARGUMENT);
    sla_sources_free(NULL);
    assert_int_equal(sla_sources_set_zone_directory(NULL, "/x"), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_set_zone_directory(w->sources, NULL), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_set_zone_directory(w->sources, ""), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_add_zone(NULL, "UTC", "", 0), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_add_zone(w->sources, NULL, "", 0), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_add_zone(w->sources, "UTC", NULL, 1), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_add_zone(w->sources, "../UTC", "", 0), SLA_BAD_INPUT);
    assert_int_equal(sla_sources_add_zone(w->sources, "localtime", "", 0), SLA_BAD_INPUT);
    assert_int_equal(sla_sources_add_file(NULL, "a", "", 0), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_add_file(w->sources, NULL, "", 0), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_add_file(w->sources, "", "", 0), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_add_file(w->sources, "a", NULL, 1), SLA_INVALID_ARGUMENT);
}

static void limits_have_defaults_and_can_be_set(void **state)
{
    struct world *w = *state;

    assert_int_equal(sla__sources_limit(NULL, SLA_LIMIT_POLICY_BYTES), 1048576);
    assert_int_equal(sla__sources_limit(NULL, SLA_LIMIT_POLICY_DEPTH), 16);
    assert_int_equal(sla__sources_limit(NULL, SLA_LIMIT_NAMES), 1000);
    assert_int_equal(sla__sources_limit(NULL, SLA_LIMIT_ICS_BYTES), 2097152);
    assert_int_equal(sla__sources_limit(NULL, SLA_LIMIT_ICS_LINE), 65536);
    assert_int_equal(sla__sources_limit(NULL, SLA_LIMIT_ICS_COMPONENTS), 20000);
    assert_int_equal(sla__sources_limit(w->sources, SLA_LIMIT_ICS_INSTANCES), 100000);
    assert_int_equal(sla__sources_limit(NULL, SLA_LIMIT_VIEWS), 150);
    assert_int_equal(sla_sources_set_limit(w->sources, SLA_LIMIT_NAMES, 7), SLA_OK);
    assert_int_equal(sla__sources_limit(w->sources, SLA_LIMIT_NAMES), 7);
    assert_int_equal(sla_sources_set_limit(w->sources, SLA_LIMIT_NAMES, 0), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_set_limit(w->sources, (sla_limit)(SLA_LIMIT_VIEWS + 1), 1), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_set_limit(w->sources, (sla_limit)-1, 1), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla_sources_set_limit(NULL, SLA_LIMIT_NAMES, 1), SLA_INVALID_ARGUMENT);
    assert_int_equal(sla__sources_limit(w->sources, SLA_LIMIT_NAMES), 7);
}

/* ------------------------------------------------------------------ zones */

static void a_zone_that_the_host_gives_stands_before_the_directory(void **state)
{
    struct world *w = *state;
    unsigned char bytes[256];
    size_t len;

    put_zone(w, "in/Zone", "AAA-1");
    zone_is(w, "Zone", 3600);
    len = tzif_of_footer("AAA-2", bytes);
    assert_int_equal(sla_sources_add_zone(w->sources, "Zone", bytes, len), SLA_OK);
    zone_is(w, "Zone", 7200);
    len = tzif_of_footer("AAA-3", bytes);
    assert_int_equal(sla_sources_add_zone(w->sources, "Zone", bytes, len), SLA_OK);
    memset(bytes, 0, sizeof bytes); /* it was copied */
    zone_is(w, "Zone", 10800);
}

static void many_zones_can_be_given(void **state)
{
    struct world *w = *state;
    unsigned char bytes[256];
    char name[32], footer[32];

    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "Given/Zone%d", i);
        snprintf(footer, sizeof footer, "AAA-0:%d:%d", i / 60, i % 60);
        assert_int_equal(
            sla_sources_add_zone(w->sources, name, bytes, tzif_of_footer(footer, bytes)), SLA_OK);
    }
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "Given/Zone%d", i);
        zone_is(w, name, i);
    }
}

static void bytes_that_are_no_zone_are_named_when_they_are_used(void **state)
{
    struct world *w = *state;

    assert_int_equal(sla_sources_add_zone(w->sources, "Empty", NULL, 0), SLA_OK);
    zone_refused(w, "Empty", SLA__MSG_ZONE_DATA, "\"Empty\" cannot be used: it is not a TZif file");
    put_text(w, "in/Text", "hello\n");
    zone_refused(w, "Text", SLA__MSG_ZONE_DATA, "\"Text\" cannot be used: it is not a TZif file");
}

static void links_inside_the_zone_directory_are_followed(void **state)
{
    struct world *w = *state;

    folder(w, "in/Area");
    folder(w, "in/Other");
    put_zone(w, "in/Area/City", "AAA-1");
    link_to(w, "in/Flat", "Area/City");
    link_to(w, "in/Area/Town", "City");
    link_to(w, "in/Other/Far", "../Area/Town");
    link_to(w, "in/Odd", "./Other/..//Other/./Far");
    link_to(w, "in/Land", "Area");
    link_to(w, "in/Other/Up", "../Land/../Land/City");
    zone_is(w, "Flat", 3600);
    zone_is(w, "Area/Town", 3600);
    zone_is(w, "Other/Far", 3600);
    zone_is(w, "Odd", 3600);
    zone_is(w, "Land/City", 3600);
    zone_is(w, "Other/Up", 3600);
}

/* `Land/..` is what Land leads to, and one up: not the folder that the link lies in. */
static void dot_dot_behind_a_link_goes_up_from_its_target(void **state)
{
    struct world *w = *state;

    folder(w, "in/a");
    folder(w, "in/a/b");
    put_zone(w, "in/Zone", "AAA-1");
    put_zone(w, "in/a/Zone", "AAA-2");
    link_to(w, "in/Deep", "a/b");
    link_to(w, "in/Try", "Deep/../Zone");
    zone_is(w, "Try", 7200);
}

static void links_out_of_the_zone_directory_are_refused(void **state)
{
    struct world *w = *state;
    char full[128];

    put_zone(w, "outside", "AAA-1");
    snprintf(full, sizeof full, "%s/in/Zone", w->root);
    put_zone(w, "in/Zone", "AAA-1");
    folder(w, "in/Area");
    link_to(w, "in/Up", "../outside");
    link_to(w, "in/Area/Up", "../../outside");
    link_to(w, "in/UpAndIn", "../in/Zone");
    link_to(w, "in/Absolute", full);
    link_to(w, "in/Root", "/");
    zone_refused(w, "Up", SLA__MSG_ZONE_DATA, "leads out");
    zone_refused(w, "Area/Up", SLA__MSG_ZONE_DATA, "leads out");
    zone_refused(w, "UpAndIn", SLA__MSG_ZONE_DATA, "leads out");
    zone_refused(w, "Absolute", SLA__MSG_ZONE_DATA, "leads out");
    zone_refused(w, "Root/etc", SLA__MSG_ZONE_DATA, "leads out");
}

static void link_loops_end(void **state)
{
    struct world *w = *state;
    char name[32], target[32];

    link_to(w, "in/Self", "Self");
    link_to(w, "in/Grow", "Grow/Grow");
    link_to(w, "in/Ping", "Pong");
    link_to(w, "in/Pong", "Ping");
    zone_refused(w, "Self", SLA__MSG_ZONE_DATA, "more than 16 times");
    zone_refused(w, "Grow", SLA__MSG_ZONE_DATA, "more than 16 times");
    zone_refused(w, "Ping", SLA__MSG_ZONE_DATA, "more than 16 times");
    put_zone(w, "in/L0", "AAA-1");
    for (int i = 1; i <= 17; i++) {
        snprintf(name, sizeof name, "in/L%d", i);
        snprintf(target, sizeof target, "L%d", i - 1);
        link_to(w, name, target);
    }
    zone_is(w, "L16", 3600);
    zone_refused(w, "L17", SLA__MSG_ZONE_DATA, "more than 16 times");
}

static void unknown_zones_are_errors_with_a_hint(void **state)
{
    struct world *w = *state;

    folder(w, "in/Area");
    put_zone(w, "in/Area/City", "AAA-1");
    zone_refused(w, "Area/Village", SLA__MSG_ZONE_UNKNOWN, "policy.yaml:3:5: error: SLA-0100: ");
    zone_refused(w, "Nowhere/City", SLA__MSG_ZONE_UNKNOWN, "no time zone \"Nowhere/City\"");
    zone_refused(w, "Area/City/Street", SLA__MSG_ZONE_UNKNOWN, "write an IANA name");
    zone_refused(w, "CST", SLA__MSG_ZONE_UNKNOWN, "did you mean \"America/Chicago\"?");
    zone_refused(w, "EST", SLA__MSG_ZONE_UNKNOWN, "did you mean \"America/New_York\"?");
    zone_refused(w, "GMT Standard Time", SLA__MSG_ZONE_UNKNOWN, "did you mean \"Europe/London\"?");
    zone_refused(w, "", SLA__MSG_ZONE_UNKNOWN, "write an IANA name");
    zone_refused(w, "../in/Area/City", SLA__MSG_ZONE_UNKNOWN, "write an IANA name");
    zone_refused(w, "localtime", SLA__MSG_ZONE_UNKNOWN, "write an IANA name");
    zone_refused(w, "Area", SLA__MSG_ZONE_DATA, "it is a folder");
}

static void a_slip_in_a_zone_name_is_answered_with_the_nearest_zone(void **state)
{
    struct world *w = *state;
    unsigned char bytes[256];

    folder(w, "in/America");
    folder(w, "in/America/Indiana");
    folder(w, "in/Europe");
    put_zone(w, "in/Europe/London", "AAA-1");
    put_zone(w, "in/Europe/Lisbon", "AAA-1");
    put_zone(w, "in/America/New_York", "AAA-1");
    put_zone(w, "in/America/Indiana/Vincennes", "AAA-1");
    link_to(w, "in/Up", "..");
    zone_refused(w, "Europe/Londn", SLA__MSG_ZONE_UNKNOWN, "did you mean \"Europe/London\"?");
    zone_refused(w, "europe/lisbon", SLA__MSG_ZONE_UNKNOWN, "did you mean \"Europe/Lisbon\"?");
    zone_refused(w, "America/New York", SLA__MSG_ZONE_UNKNOWN, "mean \"America/New_York\"?");
    zone_refused(w, "Amercia/Indiana/Vincenes", SLA__MSG_ZONE_UNKNOWN,
                 "mean \"America/Indiana/Vincennes\"?");
    zone_refused(w, "America/Indianna", SLA__MSG_ZONE_UNKNOWN, "write an IANA name");
    zone_refused(w, "Europ", SLA__MSG_ZONE_UNKNOWN, "write an IANA name");
    zone_refused(w, "Europe/", SLA__MSG_ZONE_UNKNOWN, "write an IANA name");
    zone_refused(w, "Uo/Europe/London", SLA__MSG_ZONE_UNKNOWN, "write an IANA name");
    assert_int_equal(
        sla_sources_add_zone(w->sources, "Given/Zone", bytes, tzif_of_footer("AAA-1", bytes)),
        SLA_OK);
    zone_refused(w, "Given/Zonne", SLA__MSG_ZONE_UNKNOWN, "did you mean \"Given/Zone\"?");
}

static void a_zone_that_is_no_regular_file_is_refused_at_once(void **state)
{
    struct world *w = *state;
    char full[128];
    static char large[128 * 1024 + 1];

    snprintf(full, sizeof full, "%s/in/Fifo", w->root);
    assert_int_equal(mkfifo(full, 0600), 0);
    put(w, "in/Large", large, sizeof large);
    zone_refused(w, "Fifo", SLA__MSG_ZONE_DATA, "not a regular file");
    zone_refused(w, "Fifo/City", SLA__MSG_ZONE_UNKNOWN, "no time zone");
    zone_refused(w, "Large", SLA__MSG_ZONE_DATA, "too large");
}

static void without_zone_directory_the_message_says_what_to_install(void **state)
{
    struct world *w = *state;
    struct sla__zone *z;

    assert_int_equal(sla_sources_set_zone_directory(w->sources, "/nonexistent/zones"), SLA_OK);
    assert_int_equal(zone(w, "UTC", &z), SLA_IO);
    assert_null(z);
    said(w, SLA__MSG_ZONE_DIRECTORY, "install tzdata");
    put_text(w, "in/file", "");
}

static void the_default_directory_is_that_of_the_system(void **state)
{
    struct world *w = *state;
    struct sla__zone *z;

    if (access("/usr/share/zoneinfo/Europe/London", R_OK) != 0)
        skip();
    assert_int_equal(sla__sources_zone(NULL, "GB", 2, w->d, here, &z), SLA_OK);
    assert_int_equal(sla__zone_offset(z, 1785000000), 3600); /* July 2026 */
    sla__zone_unref(z);
}

/* ------------------------------------------------------------------ files */

static void files_are_found_in_the_folder_and_below(void **state)
{
    struct world *w = *state;

    folder(w, "in/sub");
    folder(w, "in/..data");
    put_text(w, "in/a.ics", "A");
    put_text(w, "in/empty.ics", "");
    put_text(w, "in/sub/b c.ics", "B");
    put_text(w, "in/..data/c", "C");
    file_is(w, "a.ics", "A");
    file_is(w, "empty.ics", "");
    file_is(w, "sub/b c.ics", "B");
    file_is(w, "./a.ics", "A");
    file_is(w, "..data/c", "C");
}

static void a_file_that_the_host_gives_stands_before_the_folder(void **state)
{
    struct world *w = *state;
    char *text;
    size_t len;

    put_text(w, "in/a.ics", "folder");
    assert_int_equal(sla_sources_add_file(w->sources, "a.ics", "host\0x", 6), SLA_OK);
    assert_int_equal(file(w, "a.ics", &text, &len), SLA_OK);
    assert_int_equal(len, 6);
    assert_memory_equal(text, "host\0x", 7);
    sla__free(text);
    assert_int_equal(sla_sources_add_file(w->sources, "a.ics", "again", 5), SLA_OK);
    file_is(w, "a.ics", "again");
    assert_int_equal(sla_sources_set_limit(w->sources, SLA_LIMIT_ICS_BYTES, 4), SLA_OK);
    file_refused(w, "a.ics", SLA_LIMIT, "more than 4 bytes");
}

static void without_a_folder_only_the_hosts_files_exist(void **state)
{
    struct world *w = *state;
    char *text;
    size_t len;

    assert_int_equal(sla_sources_add_file(w->sources, "a.ics", "A", 1), SLA_OK);
    assert_int_equal(
        sla__sources_file(w->sources, -1, "a.ics", 5, SLA_LIMIT_ICS_BYTES, w->d, here, &text, &len),
        SLA_OK);
    sla__free(text);
    assert_int_equal(
        sla__sources_file(NULL, -1, "a.ics", 5, SLA_LIMIT_ICS_BYTES, w->d, here, &text, &len),
        SLA_BAD_INPUT);
    assert_null(text);
    said(w, SLA__MSG_FILE_NOT_GIVEN, "\"a.ics\" was not given");
}

static void names_that_could_lead_out_are_refused(void **state)
{
    static const struct {
        const char *name, *words;
    } bad[] = {
        {"", "empty name"},       {"/etc/passwd", "absolute"},
        {"../outside", "\"..\""}, {"sub/../../outside", "\"..\""},
        {"sub/..", "\"..\""},     {"..", "\"..\""},
        {"a//b", "empty part"},   {"a/", "empty part"},
    };
    struct world *w = *state;
    char *text;
    size_t len;

    put_text(w, "outside", "secret");
    folder(w, "in/sub");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(file(w, bad[i].name, &text, &len), SLA_BAD_INPUT);
        assert_null(text);
        said(w, SLA__MSG_FILE_NAME, bad[i].words);
    }
    put_text(w, "in/a", "A");
    assert_int_equal(
        sla__sources_file(NULL, w->in, "a\0b", 3, SLA_LIMIT_ICS_BYTES, w->d, here, &text, &len),
        SLA_BAD_INPUT);
    said(w, SLA__MSG_FILE_NAME, "a NUL");
}

static void only_links_that_stay_in_the_folder_are_followed(void **state)
{
    struct world *w = *state;

    put_text(w, "outside", "secret");
    folder(w, "out");
    put_text(w, "out/file", "secret");
    folder(w, "in/sub");
    put_text(w, "in/a", "A");
    link_to(w, "in/inside", "sub/../a");
    link_to(w, "in/sub/up", "../a");
    link_to(w, "in/up", "../outside");
    link_to(w, "in/absolute", "/etc/passwd");
    link_to(w, "in/out", "../out");
    link_to(w, "in/dangling", "nothing");
    link_to(w, "in/loop", "loop");
    file_is(w, "inside", "A");
    file_is(w, "sub/up", "A");
    file_refused(w, "up", SLA_BAD_INPUT, "leads out");
    file_refused(w, "absolute", SLA_BAD_INPUT, "leads out");
    file_refused(w, "out/file", SLA_BAD_INPUT, "leads out");
    file_refused(w, "dangling", SLA_IO, "no such file");
    file_refused(w, "loop", SLA_IO, "16 times");
}

static void what_is_no_regular_file_is_refused_without_blocking(void **state)
{
    struct world *w = *state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char full[128];
    int fd;

    folder(w, "in/sub");
    snprintf(full, sizeof full, "%s/in/fifo", w->root);
    assert_int_equal(mkfifo(full, 0600), 0);
    fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s/in/socket", w->root);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    file_refused(w, "sub", SLA_IO, "it is a folder");
    file_refused(w, ".", SLA_IO, "it is a folder");
    file_refused(w, "fifo", SLA_IO, "not a regular file");
    file_refused(w, "fifo/x", SLA_IO, "not a folder");
    file_refused(w, "socket", SLA_IO, "not a regular file");
    file_refused(w, "nothing", SLA_IO, "\"nothing\" cannot be read: there is no such file");
    close(fd);
}

static void devices_are_refused_without_blocking(void **state)
{
    struct world *w = *state;
    int dev = open("/dev", O_RDONLY | O_DIRECTORY);
    char *text;
    size_t len;

    if (dev < 0)
        skip();
    assert_int_equal(
        sla__sources_file(NULL, dev, "null", 4, SLA_LIMIT_ICS_BYTES, w->d, here, &text, &len),
        SLA_IO);
    said(w, SLA__MSG_CANNOT_READ, "not a regular file");
    close(dev);
}

static void a_file_of_just_the_limit_is_read_and_one_byte_more_is_not(void **state)
{
    struct world *w = *state;

    assert_int_equal(sla_sources_set_limit(w->sources, SLA_LIMIT_ICS_BYTES, 5), SLA_OK);
    put_text(w, "in/five", "12345");
    put_text(w, "in/six", "123456");
    file_is(w, "five", "12345");
    file_refused(w, "six", SLA_LIMIT, "more than 5 bytes");
}

static void paths_of_any_length_are_refused_or_read(void **state)
{
    struct world *w = *state;
    char name[3000];

    memset(name, 'a', sizeof name);
    for (size_t i = 1; i < sizeof name; i += 2)
        name[i] = '/';
    name[1023] = '\0';
    file_refused(w, name, SLA_IO, "no such file");
    name[1023] = '/';
    name[2001] = '\0';
    file_refused(w, name, SLA_IO, "too long");
    memset(name, 'a', 256);
    name[256] = '\0';
    file_refused(w, name, SLA_IO, "too long");
    folder(w, "in/a");
    link_to(w, "in/a/a", ".");
    for (int i = 0; i < 40; i++)
        memcpy(name + 2 * i, "./", 2);
    strcpy(name + 80, "a/a");
    file_refused(w, name, SLA_IO, "it is a folder");
}

/* A file that has more to give on every read, past the size that it had when it was opened. */
struct grower {
    char path[128];
    int stop;
};

static void *grow(void *arg)
{
    struct grower *g = arg;
    FILE *f = fopen(g->path, "ab");
    char block[4096];

    memset(block, 'x', sizeof block);
    for (int i = 0; i < 2000 && !__atomic_load_n(&g->stop, __ATOMIC_RELAXED); i++) {
        fwrite(block, 1, sizeof block, f);
        fflush(f);
    }
    fclose(f);
    return NULL;
}

static void a_file_that_grows_never_gives_more_than_the_limit(void **state)
{
    struct world *w = *state;
    struct grower g = {.stop = 0};
    pthread_t thread;
    sla_result rc = SLA_OK;

    assert_int_equal(sla_sources_set_limit(w->sources, SLA_LIMIT_ICS_BYTES, 1000000), SLA_OK);
    snprintf(g.path, sizeof g.path, "%s/in/grows", w->root);
    put_text(w, "in/grows", "");
    assert_int_equal(pthread_create(&thread, NULL, grow, &g), 0);
    while (rc == SLA_OK) {
        char *text;
        size_t len;

        rc = file(w, "grows", &text, &len);
        if (rc == SLA_OK)
            assert_in_range(len, 0, 1000000);
        sla__free(text);
    }
    __atomic_store_n(&g.stop, 1, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
    assert_int_equal(rc, SLA_LIMIT);
}

/* Growing between the look at its size and the reading, without a second thread: the files of
 * /proc say that they are empty and are not. */
static void a_file_larger_than_it_says_is_read_whole_or_refused(void **state)
{
    int fd = open("/proc/self/status", O_RDONLY);
    char *text;
    const char *why;
    size_t len;

    (void)state;
    if (fd < 0)
        skip();
    assert_int_equal(sla__file_read(fd, 100000, &text, &len, &why), SLA_OK);
    assert_true(len > 200);
    assert_int_equal(strlen(text), len);
    sla__free(text);
    lseek(fd, 0, SEEK_SET);
    assert_int_equal(sla__file_read(fd, 200, &text, &len, &why), SLA_LIMIT);
    assert_null(text);
    close(fd);
}

/* While we open "in/swap/file", somebody swaps "swap" between a folder and a link to outside, and
 * the file likewise. */
struct swapper {
    char root[64];
    int stop;
};

static void *swap(void *arg)
{
    struct swapper *s = arg;
    int root = open(s->root, O_RDONLY | O_DIRECTORY);

    while (!__atomic_load_n(&s->stop, __ATOMIC_RELAXED)) {
        renameat(root, "in/swap", root, "in/real");
        symlinkat("../out", root, "in/swap");
        unlinkat(root, "in/swap", 0);
        renameat(root, "in/real", root, "in/swap");
        renameat(root, "in/swap/file", root, "in/file");
        symlinkat("../../out/file", root, "in/swap/file");
        unlinkat(root, "in/swap/file", 0);
        renameat(root, "in/file", root, "in/swap/file");
    }
    close(root);
    return NULL;
}

static void links_swapped_in_while_we_open_never_lead_out(void **state)
{
    struct world *w = *state;
    struct swapper s = {.stop = 0};
    pthread_t thread;
    int good = 0, bad = 0;

    folder(w, "in/swap");
    folder(w, "out");
    put_text(w, "in/swap/file", "ours");
    put_text(w, "out/file", "secret");
    memcpy(s.root, w->root, sizeof s.root);
    assert_int_equal(pthread_create(&thread, NULL, swap, &s), 0);
    for (int i = 0; i < 400000 && (i < 20000 || good == 0 || bad == 0); i++) {
        char *text;
        size_t len;

        if (file(w, "swap/file", &text, &len) == SLA_OK) {
            good++;
            if (strcmp(text, "ours") != 0)
                fail_msg("read \"%s\"", text);
        } else {
            bad++;
        }
        sla__free(text);
        sla_diagnostics_clear(w->d);
    }
    __atomic_store_n(&s.stop, 1, __ATOMIC_RELAXED);
    pthread_join(thread, NULL);
    assert_true(good > 0); /* else the race was never on */
    assert_true(bad > 0);
}

static void no_descriptor_is_left_open(void **state)
{
    struct world *w = *state;
    int before, after;

    folder(w, "in/a");
    folder(w, "in/a/b");
    put_text(w, "in/a/b/c", "C");
    put_zone(w, "in/a/b/Zone", "AAA-1");
    link_to(w, "in/a/out", "b/../../../x");
    before = dup(w->in);
    for (int i = 0; i < 10; i++) {
        file_is(w, "a/b/c", "C");
        zone_is(w, "a/b/Zone", 3600);
        file_refused(w, "a/b/d", SLA_IO, "no such file");
        file_refused(w, "a/b", SLA_IO, "folder");
        file_refused(w, "a/out", SLA_BAD_INPUT, "leads out");
    }
    after = dup(w->in);
    assert_int_equal(after, before + 1);
    close(before);
    close(after);
}

/* ------------------------------------------------------------------ the policy file */

static void a_policy_file_comes_with_the_folder_it_lies_in(void **state)
{
    struct world *w = *state;
    char path[128], *text;
    size_t len;
    int dir;

    put_text(w, "in/policy.yaml", "P");
    put_text(w, "in/a.ics", "A");
    snprintf(path, sizeof path, "%s/in/policy.yaml", w->root);
    assert_int_equal(sla__sources_read(path, 10, w->d, &text, &len, &dir), SLA_OK);
    assert_int_equal(len, 1);
    assert_string_equal(text, "P");
    sla__free(text);
    assert_int_equal(
        sla__sources_file(NULL, dir, "a.ics", 5, SLA_LIMIT_ICS_BYTES, w->d, here, &text, &len),
        SLA_OK);
    assert_string_equal(text, "A");
    sla__free(text);
    close(dir);
}

static void a_policy_file_may_be_a_link_and_its_folder_is_that_of_the_link(void **state)
{
    struct world *w = *state;
    char path[128], *text;
    size_t len;
    int dir;

    put_text(w, "policy.yaml", "P");
    put_text(w, "in/a.ics", "A");
    link_to(w, "in/link.yaml", "../policy.yaml");
    snprintf(path, sizeof path, "%s/in/link.yaml", w->root);
    assert_int_equal(sla__sources_read(path, 10, w->d, &text, &len, &dir), SLA_OK);
    assert_string_equal(text, "P");
    sla__free(text);
    assert_int_equal(
        sla__sources_file(NULL, dir, "a.ics", 5, SLA_LIMIT_ICS_BYTES, w->d, here, &text, &len),
        SLA_OK);
    sla__free(text);
    close(dir);
}

static void policy_refused(struct world *w, const char *path, int64_t limit, sla_result want,
                           const char *words)
{
    char *text = w->root;
    size_t len;
    int dir = 99;

    assert_int_equal(sla__sources_read(path, limit, w->d, &text, &len, &dir), want);
    assert_null(text);
    assert_int_equal(dir, -1);
    said(w, want == SLA_LIMIT ? SLA__MSG_LIMIT : SLA__MSG_CANNOT_READ, words);
}

static void a_policy_file_that_cannot_be_read_is_an_error_at_its_name(void **state)
{
    struct world *w = *state;
    char path[128];

    snprintf(path, sizeof path, "%s/in/none.yaml", w->root);
    policy_refused(w, path, 10, SLA_IO, "none.yaml: error: SLA-0003: ");
    policy_refused(w, "/nonexistent/x.yaml", 10, SLA_IO, "no such file");
    policy_refused(w, "", 10, SLA_IO, "no such file");
    policy_refused(w, "/", 10, SLA_IO, "no such file");
    policy_refused(w, ".", 10, SLA_IO, "it is a folder");
    snprintf(path, sizeof path, "%s/in/fifo", w->root);
    assert_int_equal(mkfifo(path, 0600), 0);
    policy_refused(w, path, 10, SLA_IO, "not a regular file");
    put_text(w, "in/large.yaml", "12345678901");
    snprintf(path, sizeof path, "%s/in/large.yaml", w->root);
    policy_refused(w, path, 10, SLA_LIMIT, "more than 10 bytes");
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(handles_and_values_are_checked),
        T(limits_have_defaults_and_can_be_set),
        T(a_zone_that_the_host_gives_stands_before_the_directory),
        T(many_zones_can_be_given),
        T(bytes_that_are_no_zone_are_named_when_they_are_used),
        T(links_inside_the_zone_directory_are_followed),
        T(dot_dot_behind_a_link_goes_up_from_its_target),
        T(links_out_of_the_zone_directory_are_refused),
        T(link_loops_end),
        T(unknown_zones_are_errors_with_a_hint),
        T(a_slip_in_a_zone_name_is_answered_with_the_nearest_zone),
        T(a_zone_that_is_no_regular_file_is_refused_at_once),
        T(without_zone_directory_the_message_says_what_to_install),
        T(the_default_directory_is_that_of_the_system),
        T(files_are_found_in_the_folder_and_below),
        T(a_file_that_the_host_gives_stands_before_the_folder),
        T(without_a_folder_only_the_hosts_files_exist),
        T(names_that_could_lead_out_are_refused),
        T(only_links_that_stay_in_the_folder_are_followed),
        T(what_is_no_regular_file_is_refused_without_blocking),
        T(devices_are_refused_without_blocking),
        T(a_file_of_just_the_limit_is_read_and_one_byte_more_is_not),
        T(paths_of_any_length_are_refused_or_read),
        T(a_file_that_grows_never_gives_more_than_the_limit),
        T(a_file_larger_than_it_says_is_read_whole_or_refused),
        T(links_swapped_in_while_we_open_never_lead_out),
        T(no_descriptor_is_left_open),
        T(a_policy_file_comes_with_the_folder_it_lies_in),
        T(a_policy_file_may_be_a_link_and_its_folder_is_that_of_the_link),
        T(a_policy_file_that_cannot_be_read_is_an_error_at_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
