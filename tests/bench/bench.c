/* SPDX-License-Identifier: MIT */
/*
 * What the library's questions cost, as ratios within one run to loading and storing the same arrays,
 * so that machines can be compared. `bench NAME` runs one of them alone, for an instruction counter.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <slacore/slacore.h>

enum { QUESTIONS = 100000, ROUNDS = 7 };

static sla_time starts[QUESTIONS], answers[QUESTIONS];
static sla_duration spans[QUESTIONS];
static const sla_calendar *uk;
static sla_policy *policy;
static sla_ticket *ticket;
static const char *policy_path;

static uint64_t random_state = 20261224;

static uint64_t next_random(void) /* xorshift64* */
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 2685821657736338717u;
}

static void load_and_store(void)
{
    for (int i = 0; i < QUESTIONS; i++)
        answers[i] = starts[i] + spans[i];
    __asm__ volatile("" ::: "memory");
}

static void add(void)
{
    for (int i = 0; i < QUESTIONS; i++)
        if (sla_calendar_add(uk, starts[i], spans[i], &answers[i]) != SLA_OK)
            abort();
}

static void between(void)
{
    for (int i = 0; i < QUESTIONS; i++)
        if (sla_calendar_between(uk, starts[i], starts[i] + spans[i], &answers[i]) != SLA_OK)
            abort();
}

static void is_open(void)
{
    int open;

    for (int i = 0; i < QUESTIONS; i++) {
        if (sla_calendar_is_open(uk, starts[i], &open) != SLA_OK)
            abort();
        answers[i] = open;
    }
}

static void clock_of_a_ticket(void)
{
    for (int i = 0; i < QUESTIONS; i++) {
        sla_clock_status s = SLA_CLOCK_STATUS_INIT;

        if (sla_ticket_clock(ticket, 0, SLA_TIME_MAX - i, SLA_TIME_NONE, &s) != SLA_OK)
            abort();
        answers[i] = s.due;
    }
}

static void make_a_ticket(void)
{
    for (int i = 0; i < QUESTIONS; i++) {
        sla_ticket *t = NULL;

        if (sla_ticket_new(policy, "T-1", starts[i], &t) != SLA_OK ||
            sla_ticket_set(t, "priority", "P2") != SLA_OK ||
            sla_ticket_record(t, "responded", starts[i] + 600) != SLA_OK ||
            sla_ticket_record(t, "resolved", starts[i] + 6000) != SLA_OK)
            abort();
        sla_ticket_free(t);
    }
}

static void load_a_policy(void)
{
    sla_policy *p = NULL;

    if (sla_policy_load(policy_path, NULL, NULL, &p) != SLA_OK)
        abort();
    sla_policy_unref(p);
}

static const struct {
    const char *name;
    void (*run)(void);
    int each; /* questions in one run */
} benches[] = {{"load and store", load_and_store, QUESTIONS},
               {"calendar add", add, QUESTIONS},
               {"calendar between", between, QUESTIONS},
               {"calendar is open", is_open, QUESTIONS},
               {"clock of a ticket with two pauses", clock_of_a_ticket, QUESTIONS},
               {"make and free a ticket with two events", make_a_ticket, QUESTIONS},
               {"load the Impero policy", load_a_policy, 1}};

static double nanoseconds(void (*run)(void), int each)
{
    double best = 0;

    for (int round = 0; round < ROUNDS; round++) {
        struct timespec a, b;
        double took;

        clock_gettime(CLOCK_MONOTONIC, &a);
        run();
        clock_gettime(CLOCK_MONOTONIC, &b);
        took = ((double)(b.tv_sec - a.tv_sec) * 1e9 + (double)(b.tv_nsec - a.tv_nsec)) / each;
        if (round == 0 || took < best)
            best = took;
    }
    return best;
}

static int prepare(void)
{
    static const char *const events[] = {"waiting", "resumed", "waiting", "resumed"};

    if (sla_policy_load(policy_path, NULL, NULL, &policy) != SLA_OK)
        return 0;
    uk = sla_policy_calendar(policy, "uk", "P2");
    if (!uk || sla_ticket_new(policy, "T", 1790000000, &ticket) != SLA_OK ||
        sla_ticket_set(ticket, "type", "incident") != SLA_OK ||
        sla_ticket_set(ticket, "priority", "P2") != SLA_OK)
        return 0;
    for (int i = 0; i < 4; i++)
        if (sla_ticket_record(ticket, events[i], 1790000000 + 7200 * (i + 1)) != SLA_OK)
            return 0;
    for (int i = 0; i < QUESTIONS; i++) {
        starts[i] = 1767225600 + (sla_time)(next_random() % (5 * 365 * 86400u));
        spans[i] = (sla_duration)(next_random() % (7 * 86400u));
    }
    return 1;
}

int main(int argc, char **argv)
{
    const size_t count = sizeof benches / sizeof *benches;
    double unit = 0;

    policy_path = argc > 1 ? argv[1] : "examples/impero/policy.yaml";
    if (!prepare()) {
        fprintf(stderr, "bench: %s cannot be used\n", policy_path);
        return 1;
    }
    if (argc > 2) { /* one alone, once */
        for (size_t i = 0; i < count; i++)
            if (strcmp(benches[i].name, argv[2]) == 0)
                benches[i].run();
        return 0;
    }
    printf("%-42s %12s %12s\n", "question", "ns each", "x load+store");
    for (size_t i = 0; i < count; i++) {
        double ns = nanoseconds(benches[i].run, benches[i].each);

        if (i == 0)
            unit = ns;
        if (benches[i].each > 1)
            printf("%-42s %12.2f %12.1f\n", benches[i].name, ns, ns / unit);
        else
            printf("%-42s %12.0f %12s\n", benches[i].name, ns, "-");
    }
    sla_ticket_free(ticket);
    sla_policy_unref(policy);
    return 0;
}
