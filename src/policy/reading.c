/* SPDX-License-Identifier: MIT */
/* What every section reader needs: this kind of value, or a message that tells what to write. */
#include "policy/draft.h"

#include <string.h>
#include "base/alloc.h"

size_t sla__draft_errors(const struct sla__draft *draft)
{
    return sla_diagnostics_count_of(draft->d, SLA_ERROR) - draft->errors_at_start;
}

/* ---- sets */

sla_result sla__set_new(struct sla__set *s, int32_t room)
{
    s->bits = sla__alloc(((size_t)room + 63) / 64, sizeof *s->bits);
    s->room = s->bits ? room : 0;
    return s->bits ? SLA_OK : SLA_NO_MEMORY;
}

void sla__set_add(struct sla__set *s, int32_t i)
{
    s->bits[i >> 6] |= UINT64_C(1) << (i & 63);
}

void sla__set_clear(struct sla__set *s)
{
    sla__free(s->bits);
    *s = (struct sla__set){0};
}

/* ---- what may stand here instead */

#define CHOICES_ROOM 160

/* ": use a, b or c" for a few choices; "" where they would not fit. */
static const char *choices(const char *const *words, int32_t count, char out[CHOICES_ROOM])
{
    size_t used = strlen(": use ");

    strcpy(out, ": use ");
    for (int32_t i = 0; i < count; i++) {
        const char *between = i == 0 ? "" : i + 1 < count ? ", " : " or ";
        size_t more = strlen(between) + strlen(words[i]);
        if (more >= CHOICES_ROOM - used)
            return "";
        strcpy(out + used, between);
        strcat(out + used, words[i]);
        used += more;
    }
    return count > 0 ? out : ": none is defined";
}

/* `unknown WHAT "text"`, then the near one or else the choices. */
static void report_unknown(struct sla__draft *draft, enum sla__message number,
                           struct sla__place place, const char *what, const char *text, size_t len,
                           const char *near, const char *otherwise)
{
    char quoted[SLA__QUOTE_MAX], other[SLA__QUOTE_MAX];

    if (near)
        sla__report(draft->d, number, place, "unknown %s %s: did you mean %s?", what,
                    sla__quote(text, len, quoted), sla__quote(near, strlen(near), other));
    else
        sla__report(draft->d, number, place, "unknown %s %s%s", what, sla__quote(text, len, quoted),
                    otherwise);
}

static int32_t word_number(const char *const *words, const char *text, size_t len)
{
    for (int32_t i = 0; words[i]; i++)
        if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0)
            return i;
    return -1;
}

static int32_t word_count(const char *const *words)
{
    int32_t count = 0;

    while (words[count])
        count++;
    return count;
}

/* ---- maps and texts */

static void report_empty(struct sla__draft *draft, const struct sla__node *node, const char *what)
{
    sla__report(draft->d, SLA__MSG_EMPTY_VALUE, node->place, "%s is empty: give it a value", what);
}

void sla__report_kind(struct sla__draft *draft, const struct sla__node *node, const char *what,
                      const char *wanted)
{
    static const char *const kinds[] = {"a text", "a map", "a list"};

    if (node->kind == SLA__TEXT && node->len == 0)
        report_empty(draft, node, what);
    else
        sla__report(draft->d, SLA__MSG_WRONG_KIND, node->place, "%s must be %s, not %s", what,
                    wanted, kinds[node->kind]);
}

static void report_key(struct sla__draft *draft, const struct sla__node *node, const char *what,
                       const char *const *known)
{
    char quoted[SLA__QUOTE_MAX];
    const char *near = NULL;

    if (sla__report_wanted(draft->d))
        near = sla__nearest(known, node->key, node->key_len);
    sla__quote(node->key, node->key_len, quoted);
    if (near)
        sla__report(draft->d, SLA__MSG_UNKNOWN_KEY, node->key_place,
                    "unknown key %s in %s: did you mean \"%s\"?", quoted, what, near);
    else
        sla__report(draft->d, SLA__MSG_UNKNOWN_KEY, node->key_place, "unknown key %s in %s", quoted,
                    what);
}

int sla__expect_map(struct sla__draft *draft, const struct sla__node *node, const char *what,
                    const char *const *known)
{
    if (!node)
        return 0;
    if (node->kind != SLA__MAP) {
        sla__report_kind(draft, node, what, "a map (key: value)");
        return 0;
    }
    for (const struct sla__node *n = node->child; known && n; n = n->next)
        if (word_number(known, n->key, n->key_len) < 0)
            report_key(draft, n, what, known);
    return 1;
}

const char *sla__expect_text(struct sla__draft *draft, const struct sla__node *node,
                             const char *what)
{
    if (!node)
        return NULL;
    if (node->kind == SLA__TEXT && node->len > 0)
        return node->text;
    sla__report_kind(draft, node, what, "a text");
    return NULL;
}

/* ---- names and words */

int32_t sla__expect_name(struct sla__draft *draft, const struct sla__node *node,
                         const struct sla__names *names, const char *what)
{
    const char *text = sla__expect_text(draft, node, what), *near = NULL;
    char words[CHOICES_ROOM];
    int32_t number;

    if (!text)
        return -1;
    number = sla__names_find(names, text, node->len);
    if (number >= 0)
        return number;
    if (sla__report_wanted(draft->d))
        near = sla__names_nearest(names, text, node->len);
    report_unknown(draft, SLA__MSG_UNKNOWN_NAME, node->place, what, text, node->len, near,
                   choices((const char *const *)names->at, names->count, words));
    return -1;
}

int32_t sla__expect_word(struct sla__draft *draft, const struct sla__node *node, const char *what,
                         const char *const *words)
{
    const char *text = sla__expect_text(draft, node, what), *near = NULL;
    char listed[CHOICES_ROOM];
    int32_t number;

    if (!text)
        return -1;
    number = word_number(words, text, node->len);
    if (number >= 0)
        return number;
    if (sla__report_wanted(draft->d))
        near = sla__nearest(words, text, node->len);
    report_unknown(draft, SLA__MSG_UNKNOWN_WORD, node->place, what, text, node->len, near,
                   choices(words, word_count(words), listed));
    return -1;
}

static void add_name(struct sla__draft *draft, const struct sla__node *node,
                     const struct sla__names *names, const char *what, struct sla__set *set)
{
    char quoted[SLA__QUOTE_MAX];
    int32_t number = sla__expect_name(draft, node, names, what);

    if (number >= 0 && sla__set_has(set, number))
        sla__report(draft->d, SLA__MSG_NAME_TWICE, node->place, "%s %s stands twice in this list",
                    what, sla__quote(node->text, node->len, quoted));
    else if (number >= 0)
        sla__set_add(set, number);
}

sla_result sla__expect_names(struct sla__draft *draft, const struct sla__node *node,
                             const struct sla__names *names, const char *what, struct sla__set *out)
{
    sla_result rc = sla__set_new(out, names->count);

    if (rc != SLA_OK || !node)
        return rc;
    if (node->kind != SLA__LIST) {
        if (node->kind == SLA__MAP)
            sla__report_kind(draft, node, what, "a name or a list of names");
        else
            add_name(draft, node, names, what, out);
        return SLA_OK;
    }
    if (!node->child)
        sla__report(draft->d, SLA__MSG_EMPTY_VALUE, node->place,
                    "this list is empty: name at least one %s", what);
    for (const struct sla__node *n = node->child; n; n = n->next)
        add_name(draft, n, names, what, out);
    return SLA_OK;
}

/* ---- durations */

/* What to write instead of something that is nearly a duration. */
static const char *duration_hint(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    const char *unit = text + digits + strspn(text + digits, " ");

    if (digits == 0)
        return "write for example 30m, 4h or 1h 30m";
    if (*unit == '\0')
        return "say of what: 30m is minutes, 4h is hours";
    if (*unit == '.' || *unit == ',')
        return "write whole numbers: 1h 30m";
    if (strncmp(unit, "working", 7) == 0 || strncmp(unit, "business", 8) == 0)
        return "working days may only stand where a target is set";
    if (*unit == 'd' || *unit == 'D')
        return "a day is not always 24 hours: write 24h, or 1 working day where a target is set";
    if (*unit == 'w' || *unit == 'W')
        return "a week is not always 168 hours: write hours, or working days where a target is set";
    return "write for example 30m, 4h or 1h 30m, the greatest unit first";
}

sla_duration sla__expect_duration(struct sla__draft *draft, const struct sla__node *node,
                                  const char *what)
{
    const char *text = sla__expect_text(draft, node, what);
    char quoted[SLA__QUOTE_MAX];
    sla_duration d = SLA_DURATION_NONE;
    sla_result rc;

    if (!text)
        return SLA_DURATION_NONE;
    rc = sla_duration_parse(text, node->len, &d);
    sla__quote(text, node->len, quoted);
    if (rc == SLA_OUT_OF_RANGE) {
        sla__report(draft->d, SLA__MSG_BAD_DURATION, node->place, "%s is longer than 131 years: %s",
                    what, quoted);
    } else if (rc != SLA_OK) {
        sla__report(draft->d, SLA__MSG_BAD_DURATION, node->place,
                    "%s is not a length of time: %s; %s", what, quoted, duration_hint(text));
    } else if (d < 0) {
        sla__report(draft->d, SLA__MSG_BAD_DURATION, node->place, "%s must not be negative: %s",
                    what, quoted);
        d = SLA_DURATION_NONE;
    }
    return d;
}
