/* SPDX-License-Identifier: MIT */
/*
 * Random policies, calendars and histories: the library against two models that share no code with
 * it, and against the laws that its answers must keep whatever they are. On a difference the
 * history is made as short as it can be, everything is printed, and the program fails.
 */
#include "check.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum mode { MODE_SECOND = 1, MODE_INTERVAL = 2 };
enum { SECOND_SPAN = 4, INTERVAL_SPAN = 25 };   /* days of a history */
enum { SECOND_EACH = 20, INTERVAL_EACH = 200 }; /* histories of a policy */

static const char *const zone_names[] = {"UTC",
                                         "Europe/London",
                                         "America/New_York",
                                         "Asia/Dubai",
                                         "Australia/Lord_Howe",
                                         "Asia/Kathmandu",
                                         "America/Sao_Paulo",
                                         "Europe/Dublin",
                                         "Pacific/Auckland",
                                         "Africa/Casablanca",
                                         "Pacific/Apia"};
enum { ZONES = sizeof zone_names / sizeof *zone_names };
static struct zone zones[ZONES];

struct counts counts;
static bool verbose;

/* ------------------------------------------------------------------ a policy */

/*
 * A random row may match no ticket, and is then rejected; for any other error the library has
 * refused what it should take.
 */
enum { ROW_IN_VAIN = 260 };
static bool world_load(struct world *w, bool *refused)
{
    sla_sources *sources = NULL;
    sla_diagnostics *d = NULL;
    sla_result rc;

    if (sla_sources_new(&sources) != SLA_OK || sla_diagnostics_new(&d) != SLA_OK)
        abort();
    for (int f = 0; f < w->policy.file_count; f++) {
        char name[16];
        snprintf(name, sizeof name, "h%d.ics", f);
        write_ics(&w->policy.file[f], &w->ics[f]);
        if (sla_sources_add_file(sources, name, w->ics[f].at, w->ics[f].len) != SLA_OK)
            abort();
    }
    write_policy(&w->policy, &w->yaml);
    rc = sla_policy_parse(w->yaml.at, w->yaml.len, NULL, sources, d, &w->library);
    for (size_t i = 0; rc != SLA_OK && i < sla_diagnostics_count(d); i++) {
        bool row = sla_diagnostics_number(d, i) == ROW_IN_VAIN;

        if (sla_diagnostics_severity(d, i) == SLA_ERROR && (verbose || !row))
            printf("%s: %s\n", row ? "rejected" : "refused", sla_diagnostics_text(d, i));
        *refused = *refused || (sla_diagnostics_severity(d, i) == SLA_ERROR && !row);
    }
    sla_diagnostics_free(d);
    sla_sources_free(sources);
    return rc == SLA_OK;
}

void world_clear(struct world *w)
{
    for (int f = 0; f < MAX_FILES; f++)
        free(w->ics[f].at);
    free(w->yaml.at);
    if (w->book != NULL)
        book_free(w->book);
    if (w->paint != NULL)
        paint_free(w->paint);
    sla_policy_unref(w->library);
}

/* ------------------------------------------------------------------ a case */

static void print_world(const struct world *w)
{
    printf("---- policy\n%s", w->yaml.at);
    for (int f = 0; f < w->policy.file_count; f++)
        printf("---- h%d.ics\n%s", f, w->ics[f].at);
}

/* Drop from the history whatever the difference does not need. */
static void shrink(struct world *w, struct history *h, const struct questions *q, uint64_t shuffle)
{
    struct text sink = {0};

    for (bool again = true; again;) {
        again = false;
        for (int i = 0; i < h->count; i++) {
            struct history less = *h;
            memmove(&less.event[i], &less.event[i + 1],
                    (size_t)(--less.count - i) * sizeof *less.event);
            if (!same_everywhere(w, &less, q, shuffle, &sink)) {
                *h = less;
                again = true;
                i--;
            }
        }
        for (int i = 0; i < h->count + FACTS; i++) {
            struct history less = *h;
            if (i >= h->count)
                less.facts.value[i - h->count] = -1;
            else {
                less.event[i].told = NONE;
                less.event[i].sequence = 0;
            }
            if (memcmp(&less, h, sizeof less) != 0 &&
                !same_everywhere(w, &less, q, shuffle, &sink)) {
                *h = less;
                again = true;
            }
        }
    }
    free(sink.at);
}

static void choose_questions(struct dice *dice, struct world *w, const struct history *h,
                             int64_t end, struct questions *q)
{
    struct answers a;

    q->count = NOWS;
    for (int i = 0; i < NOWS; i++) {
        int64_t t = between(dice, h->created, end);

        if (h->count > 0 && chance(dice, 60))
            t = h->event[below(dice, h->count)].at + between(dice, -1, 1);
        else if (chance(dice, 50)) {
            interval_clock(w->book, h, below(dice, w->policy.clock_count), NONE, end, &a);
            if (a.count > 0) {
                const struct answer *x = &a.answer[below(dice, a.count)];
                t = (chance(dice, 50) ? x->due : x->breaches_at);
                t = t == NONE || t == BEYOND ? end : t + between(dice, -1, 1);
            }
        }
        if (i == 0 && chance(dice, 80))
            t = end;
        q->now[i] = t < h->created ? h->created : t > end ? end : t;
        for (int k = i; k > 0 && q->now[k] < q->now[k - 1]; k--) {
            t = q->now[k];
            q->now[k] = q->now[k - 1];
            q->now[k - 1] = t;
        }
    }
    q->known = between(dice, h->created, end);
}

static bool run_policy(uint64_t seed, enum mode mode, int histories)
{
    static const char *const hosts[] = {"UTC0", "America/New_York", "Pacific/Apia", ":bad",
                                        "XYZ-3"};
    struct dice dice = {seed};
    struct world w = {.paint = NULL};
    struct text why = {0};
    bool same = true, refused = false;
    int64_t span = (mode == MODE_SECOND ? SECOND_SPAN : INTERVAL_SPAN) * (int64_t)DAY;

    generate_policy(&dice, zones, ZONES, &w.policy, &w.base);
    w.from = w.base - 5 * DAY;
    w.to = w.base + span + (mode == MODE_SECOND ? 9 : 75) * (int64_t)DAY;
    setenv("TZ", hosts[seed % 5], 1);
    counts.policies++;
    if (!world_load(&w, &refused)) {
        counts.rejected++;
        if (refused) {
            printf("difference, seed %llu: a policy is refused\n", (unsigned long long)seed);
            print_world(&w);
        }
        world_clear(&w);
        return !refused;
    }
    w.book = book_new(&w.policy, w.from, mode == MODE_SECOND ? w.to + 60 * DAY : w.to);
    if (mode == MODE_SECOND)
        w.paint = paint_new(&w.policy, w.from, w.to);
    if (!calendars_agree(&w, &dice, mode == MODE_SECOND ? 20 : 10, &why)) {
        printf("difference, seed %llu: %s", (unsigned long long)seed, why.at);
        print_world(&w);
        same = false;
    }
    for (int i = 0; same && mode == MODE_INTERVAL && i < 5; i++) {
        same = meter_agrees(&w, &dice, &why);
        if (!same) {
            print_world(&w);
            printf("---- difference, seed %llu: %s", (unsigned long long)seed, why.at);
        }
    }
    for (int i = 0; same && i < histories; i++) {
        struct history h;
        struct questions q;
        uint64_t shuffle = roll(&dice);

        generate_history(&dice, w.book, &w.policy, w.base, span, &h);
        choose_questions(&dice, &w, &h, w.base + span, &q);
        counts.histories++;
        same = same_everywhere(&w, &h, &q, shuffle, &why);
        if (!same) {
            shrink(&w, &h, &q, shuffle);
            why.len = 0;
            same_everywhere(&w, &h, &q, shuffle, &why);
            print_world(&w);
            printf("---- history\n");
            {
                struct text t = {0};
                write_history(&w.policy, &h, &t);
                printf("%s", t.at);
                free(t.at);
            }
            printf("---- difference, %s model, seed %llu, history %d\n%s",
                   mode == MODE_SECOND ? "second" : "interval", (unsigned long long)seed, i,
                   why.at);
        }
    }
    free(why.at);
    world_clear(&w);
    return same;
}

/* ------------------------------------------------------------------ the program */

static int usage(void)
{
    fputs("usage: test_model [--cases N] [--seed S] [--mode second|interval|both] [--long]\n"
          "                  [--one SEED] [--keep-going N] [--zones FOLDER] [--verbose]\n",
          stderr);
    return 2;
}

static bool run_mode(uint64_t seed, enum mode mode, long cases, long differences)
{
    long wrong = 0, per = mode == MODE_SECOND ? SECOND_EACH : INTERVAL_EACH;

    for (long done = counts.histories, i = 0; counts.histories - done < cases; i++) {
        if (i > 20 && counts.rejected * 2 > counts.policies) {
            printf("more than half of the policies were rejected\n");
            return false;
        }
        if (!run_policy(seed + (uint64_t)i, mode, (int)per) && ++wrong >= differences)
            return false;
    }
    return wrong == 0;
}

int main(int argc, char **argv)
{
    uint64_t seed = (uint64_t)time(NULL) * 1000, one = 0;
    long second = 2000, interval = 50000, differences = 1;
    int modes = MODE_SECOND | MODE_INTERVAL;
    bool all = false, fine = true;
    const char *folder = "/usr/share/zoneinfo";

    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";

        if (strcmp(argv[i], "--long") == 0) {
            all = true;
            interval = 1000000;
            second = 10000;
            continue;
        }
        if (strcmp(argv[i], "--verbose") == 0) {
            verbose = true;
            continue;
        }
        if (strcmp(argv[i], "--cases") == 0)
            second = interval = strtol(value, NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0)
            seed = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--one") == 0)
            one = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--keep-going") == 0)
            differences = strtol(value, NULL, 10);
        else if (strcmp(argv[i], "--zones") == 0)
            folder = value;
        else if (strcmp(argv[i], "--mode") == 0 && strcmp(value, "second") == 0)
            modes = MODE_SECOND;
        else if (strcmp(argv[i], "--mode") == 0 && strcmp(value, "interval") == 0)
            modes = MODE_INTERVAL;
        else if (strcmp(argv[i], "--mode") != 0 || strcmp(value, "both") != 0)
            return usage();
        i++;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    setlocale(LC_ALL, "");
    printf("seed %llu\n", (unsigned long long)seed);
    for (int i = 0; i < ZONES; i++)
        if (!zone_take(&zones[i], zone_names[i], DAY / 2))
            return 1;
    if (one != 0)
        return run_policy(one, modes == MODE_SECOND ? MODE_SECOND : MODE_INTERVAL,
                          modes == MODE_SECOND ? SECOND_EACH : INTERVAL_EACH)
                   ? 0
                   : 1;
    if (modes == (MODE_SECOND | MODE_INTERVAL))
        fine = run_zones(seed, folder, all);
    for (uint64_t i = 0; fine && i < (all ? 2000 : 200); i++)
        fine = run_edge(seed + i, zones, ZONES);
    if (fine && (modes & MODE_SECOND) != 0)
        fine = run_mode(seed, MODE_SECOND, second, differences);
    if (fine && (modes & MODE_INTERVAL) != 0)
        fine = run_mode(seed + 1000000007u, MODE_INTERVAL, interval, differences);
    printf("%ld policies (%ld rejected), %ld histories, %ld clock answers, %ld calendar questions, "
           "%ld answers past the horizon\n",
           counts.policies, counts.rejected, counts.histories, counts.clocks,
           counts.calendar_questions, counts.beyond);
    for (int i = 0; i < 7; i++)
        printf("%s%s %ld", i > 0 ? ", " : "", sla_clock_state_name((sla_clock_state)i),
               counts.state[i]);
    printf("\n");
    for (int i = 0; i < 5; i++)
        printf("%s%s %ld", i > 0 ? ", " : "", sla_verdict_name((sla_verdict)i), counts.verdict[i]);
    printf(", with a lifted breach %ld, an agreed due %ld, a voided cycle %ld", counts.lifted,
           counts.agreed, counts.voided);
    printf("\n%s\n", fine ? "no difference" : "DIFFERENT");
    return fine ? 0 : 1;
}
