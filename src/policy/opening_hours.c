/* SPDX-License-Identifier: MIT */
/* Opening hours as they are written: windows, weeks, seasons and single dates (R2, R4). */
#include "policy/calendars.h"

#include <string.h>
#include "base/alloc.h"
#include "base/time.h"

#define YEAR_DAYS 366

/* ---- windows */

static sla_result read_text(struct sla__draft *draft, const struct sla__node *node,
                            struct sla__windows *out, int *ok)
{
    char quoted[SLA__QUOTE_MAX];
    const char *why;
    size_t bad;
    sla_result rc;

    if (!sla__expect_text(draft, node, "hours"))
        return SLA_OK;
    rc = sla__windows_parse(node->text, node->len, out, &why, &bad);
    if (rc == SLA_BAD_INPUT)
        sla__report(draft->d, SLA__MSG_BAD_HOURS, sla__place_in(node, bad), "hours %s: %s",
                    sla__quote(node->text, node->len, quoted), why);
    *ok = rc == SLA_OK;
    return rc == SLA_BAD_INPUT ? SLA_OK : rc;
}

static int stands_alone(const char *text)
{
    return strcmp(text, "closed") == 0 || strcmp(text, "always") == 0;
}

/* Add what one entry of a list says. */
static sla_result join_text(struct sla__draft *draft, const struct sla__node *node,
                            struct sla__windows *all, int *ok)
{
    struct sla__windows more = {0};
    struct sla__window *at;
    sla_result rc = read_text(draft, node, &more, ok);

    if (rc == SLA_OK && more.count > 0) {
        at = sla__realloc(all->at, (size_t)(all->count + more.count), sizeof *at);
        if (!at)
            rc = SLA_NO_MEMORY;
        for (int32_t i = 0; at && i < more.count; i++)
            at[all->count++] = more.at[i];
        all->at = at ? at : all->at;
    }
    sla__free(more.at);
    return rc;
}

static sla_result read_list(struct sla__draft *draft, const struct sla__node *list,
                            struct sla__windows *out, int *ok)
{
    int all_ok = list->child != NULL;
    sla_result rc = SLA_OK;

    if (!list->child)
        sla__report(draft->d, SLA__MSG_EMPTY_VALUE, list->place,
                    "this list of hours is empty: write \"closed\" if there are none");
    for (const struct sla__node *n = list->child; rc == SLA_OK && n; n = n->next) {
        int one_ok = 0;
        if (list->count > 1 && n->kind == SLA__TEXT && stands_alone(n->text))
            sla__report(draft->d, SLA__MSG_BAD_HOURS, n->place,
                        "\"%s\" stands alone: take it or the other hours out", n->text);
        else
            rc = join_text(draft, n, out, &one_ok);
        if (rc == SLA_OK && out->count > SLA__WINDOWS_MAX) {
            sla__report(draft->d, SLA__MSG_LIMIT, n->place, "more than %d windows on one day",
                        SLA__WINDOWS_MAX);
            rc = SLA_LIMIT;
        }
        all_ok = all_ok && one_ok;
    }
    *ok = all_ok;
    return rc;
}

sla_result sla__read_windows(struct sla__draft *draft, const struct sla__node *node,
                             struct sla__windows *out, int *ok)
{
    sla_result rc = SLA_OK;

    *ok = 0;
    if (node->kind == SLA__MAP)
        sla__report_kind(draft, node, "hours", "a text such as 08:00-17:00 or a list of such");
    else if (node->kind == SLA__LIST)
        rc = read_list(draft, node, out, ok);
    else
        rc = read_text(draft, node, out, ok);
    if (rc != SLA_OK) {
        sla__free(out->at);
        *out = (struct sla__windows){0};
    }
    return rc;
}

/* ---- weeks */

static const char *const day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/* The bits of a key such as `mon-fri`; 0 if it is none, or names a day that an earlier key named.
 */
static int read_days(struct sla__draft *draft, const struct sla__node *node,
                     const struct sla__node *named[7])
{
    int days = sla__weekdays_parse(node->key, node->key_len);
    char quoted[SLA__QUOTE_MAX];

    if (days == 0)
        sla__report(draft->d, SLA__MSG_BAD_WEEKDAY, node->key_place,
                    "%s names no days: write mon, tue, wed, thu, fri, sat, sun, a range such as "
                    "mon-fri, or several with commas between",
                    sla__quote(node->key, node->key_len, quoted));
    for (int i = 0; i < 7; i++) {
        if (!(days >> i & 1))
            continue;
        if (named[i]) {
            sla__report(draft->d, SLA__MSG_DAY_TWICE, node->key_place,
                        "%s is given hours twice: put several windows a day into one list",
                        day_names[i]);
            sla__report(draft->d, SLA__MSG_SET_BEFORE, named[i]->key_place,
                        "%s has its hours from here", day_names[i]);
            days &= ~(1 << i);
        } else {
            named[i] = node;
        }
    }
    return days;
}

static sla_result set_days(struct sla__week *week, int days, const struct sla__windows *windows)
{
    sla_result rc = SLA_OK;

    for (int i = 0; rc == SLA_OK && i < 7; i++)
        if (days >> i & 1)
            rc = sla__windows_copy(&week->day[i], windows);
    return rc;
}

static sla_result read_whole_week(struct sla__draft *draft, const struct sla__node *node,
                                  struct sla__week *out)
{
    struct sla__windows windows = {0};
    char quoted[SLA__QUOTE_MAX];
    sla_result rc;
    int ok = 0;

    if (!sla__expect_text(draft, node, "hours"))
        return SLA_OK;
    if (!stands_alone(node->text)) {
        sla__report(draft->d, SLA__MSG_BAD_HOURS, node->place,
                    "say on which days: hours: {mon-fri: 08:00-17:00}, or always; not %s",
                    sla__quote(node->text, node->len, quoted));
        return SLA_OK;
    }
    rc = read_text(draft, node, &windows, &ok);
    if (rc == SLA_OK)
        rc = set_days(out, 0x7f, &windows);
    sla__free(windows.at);
    return rc;
}

sla_result sla__read_week(struct sla__draft *draft, const struct sla__node *node,
                          struct sla__week *out)
{
    const struct sla__node *named[7] = {NULL};
    sla_result rc = SLA_OK;

    if (node->kind == SLA__TEXT)
        rc = read_whole_week(draft, node, out);
    else if (sla__expect_map(draft, node, "hours", NULL) && !node->child)
        sla__report(draft->d, SLA__MSG_EMPTY_VALUE, node->place,
                    "hours are empty: write \"closed\" if there are none");
    for (const struct sla__node *n = node->child; rc == SLA_OK && node->kind == SLA__MAP && n;
         n = n->next) {
        struct sla__windows windows = {0};
        int ok, days = read_days(draft, n, named);
        rc = sla__read_windows(draft, n, &windows, &ok);
        if (rc == SLA_OK && ok)
            rc = set_days(out, days, &windows);
        sla__free(windows.at);
    }
    if (rc != SLA_OK)
        sla__week_clear(out);
    return rc;
}

/* ---- seasons */

/* The number of a month and day in a leap year, from 0. */
static int32_t year_day(int32_t month, int32_t day)
{
    return sla__days_of(2000, month, day) - sla__days_of(2000, 1, 1);
}

static int read_edge(struct sla__draft *draft, const struct sla__node *season, const char *key,
                     int32_t *month, int32_t *day)
{
    const struct sla__node *node = sla__node_find(season, key);
    char quoted[SLA__QUOTE_MAX];

    if (!node)
        sla__report(draft->d, SLA__MSG_MISSING_KEY, season->place,
                    "this season needs \"%s\": write {from: 06-15, to: 08-31, hours: ...}", key);
    if (!sla__expect_text(draft, node, key))
        return 0;
    if (sla__parse_month_day(node->text, node->len, month, day))
        return 1;
    sla__report(draft->d, SLA__MSG_BAD_DATE, node->place,
                "%s is no day of the year: write 06-15 for the 15th of June",
                sla__quote(node->text, node->len, quoted));
    return 0;
}

/* Mark the season's days; 1 if none was another season's. */
static int mark_days(struct sla__draft *draft, const struct sla__node *node,
                     const struct sla__season *season, const struct sla__node *taken[YEAR_DAYS])
{
    int32_t last = year_day(season->to_month, season->to_day);

    for (int32_t day = year_day(season->from_month, season->from_day);;
         day = (day + 1) % YEAR_DAYS) {
        if (taken[day]) {
            int32_t year, month, date;
            sla__civil_of(sla__days_of(2000, 1, 1) + day, &year, &month, &date);
            sla__report(draft->d, SLA__MSG_SEASON_OVERLAP, node->place,
                        "this season has %02d-%02d in common with another: let each day of the "
                        "year lie in one season at most",
                        (int)month, (int)date);
            sla__report(draft->d, SLA__MSG_SET_BEFORE, taken[day]->place, "the other is here");
            return 0;
        }
        taken[day] = node;
        if (day == last)
            return 1;
    }
}

static sla_result read_season(struct sla__draft *draft, const struct sla__node *node,
                              const struct sla__node *taken[YEAR_DAYS], struct sla__seasons *out)
{
    static const char *const known[] = {"from", "to", "hours", NULL};
    const struct sla__node *hours = sla__node_find(node, "hours");
    struct sla__season season = {0};
    sla_result rc = SLA_OK;
    int edges;

    if (!sla__expect_map(draft, node, "season", known))
        return SLA_OK;
    edges = read_edge(draft, node, "from", &season.from_month, &season.from_day);
    edges &= read_edge(draft, node, "to", &season.to_month, &season.to_day);
    if (hours)
        rc = sla__read_week(draft, hours, &season.week);
    else
        sla__report(draft->d, SLA__MSG_MISSING_KEY, node->place,
                    "this season needs \"hours\": write {from: 06-15, to: 08-31, hours: ...}");
    if (rc == SLA_OK && edges && mark_days(draft, node, &season, taken))
        out->at[out->count++] = season;
    else
        sla__week_clear(&season.week);
    return rc;
}

sla_result sla__read_seasons(struct sla__draft *draft, const struct sla__node *node,
                             struct sla__seasons *out)
{
    const struct sla__node *taken[YEAR_DAYS] = {NULL};
    sla_result rc = SLA_OK;

    if (node->kind != SLA__LIST) {
        sla__report_kind(draft, node, "seasons", "a list of {from: 06-15, to: 08-31, hours: ...}");
        return SLA_OK;
    }
    out->at = sla__alloc((size_t)node->count, sizeof *out->at);
    if (!out->at)
        return SLA_NO_MEMORY;
    for (const struct sla__node *n = node->child; rc == SLA_OK && n; n = n->next)
        rc = read_season(draft, n, taken, out);
    if (rc != SLA_OK)
        sla__seasons_clear(out);
    return rc;
}

void sla__seasons_clear(struct sla__seasons *seasons)
{
    for (size_t i = 0; i < seasons->count; i++)
        sla__week_clear(&seasons->at[i].week);
    sla__free(seasons->at);
    *seasons = (struct sla__seasons){0};
}

/* ---- dates */

const char *sla__date_hint(const char *text, size_t len)
{
    int32_t digits = 0, others = 0;

    for (size_t i = 0; i < len; i++) {
        digits += text[i] >= '0' && text[i] <= '9';
        others += text[i] == '/' || text[i] == '.';
    }
    if (others > 0)
        return "write year, month and day with hyphens: 2026-12-24, or 12-24 for every year";
    if (digits == 8 || (digits == 4 && len == 5))
        return "there is no such day: write 2026-12-24, or 12-24 for every year";
    return "write 2026-12-24, or 12-24 for every year";
}

/* 0 if the key is no date, or one that no calendar reaches. */
static int read_date_key(struct sla__draft *draft, const struct sla__node *node,
                         struct sla__special *out)
{
    char quoted[SLA__QUOTE_MAX];
    int32_t days;

    sla__quote(node->key, node->key_len, quoted);
    if (sla__parse_month_day(node->key, node->key_len, &out->month, &out->day))
        return 1;
    if (!sla__parse_date(node->key, node->key_len, &days)) {
        sla__report(draft->d, SLA__MSG_BAD_DATE, node->key_place, "%s is no date: %s", quoted,
                    sla__date_hint(node->key, node->key_len));
        return 0;
    }
    sla__civil_of(days, &out->year, &out->month, &out->day);
    /* A day and more around the range: it is still inside it in zones east or west of UTC. */
    if (days >= sla__days_of(1969, 12, 30) && days <= sla__days_of(2100, 1, 2))
        return 1;
    sla__report(draft->d, SLA__MSG_DATE_BEYOND, node->key_place,
                "%s changes nothing: calendars reach from 1970 to 2099", quoted);
    return 0;
}

sla_result sla__read_dates(struct sla__draft *draft, const struct sla__node *node,
                           struct sla__plan *plan)
{
    sla_result rc = SLA_OK;

    if (!sla__expect_map(draft, node, "dates", NULL))
        return SLA_OK;
    plan->specials = sla__alloc((size_t)node->count, sizeof *plan->specials);
    if (!plan->specials)
        return SLA_NO_MEMORY;
    for (const struct sla__node *n = node->child; rc == SLA_OK && n; n = n->next) {
        struct sla__special special = {0};
        int ok, used = read_date_key(draft, n, &special);
        rc = sla__read_windows(draft, n, &special.windows, &ok);
        if (rc == SLA_OK && ok && used)
            plan->specials[plan->special_count++] = special;
        else
            sla__free(special.windows.at);
    }
    return rc;
}
