/* SPDX-License-Identifier: MIT */
/* Policy texts as trees: what is kept of YAML, and what is said about what cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/tree.h"
#include "policy_text.h"

struct parsed {
    struct sla__tree tree;
    sla_diagnostics *d;
    sla_result rc;
};

static struct parsed parse_with(const char *text, size_t len, const sla_sources *sources)
{
    struct parsed p = {0};

    assert_int_equal(sla_diagnostics_new(&p.d), SLA_OK);
    p.rc = sla__tree_parse(&p.tree, text, len, "p", sources, p.d);
    assert_true((p.rc == SLA_OK) == (sla_diagnostics_count_of(p.d, SLA_ERROR) == 0));
    assert_true(p.rc != SLA_OK || p.tree.root != NULL);
    return p;
}

static struct parsed parse(const char *text)
{
    return parse_with(text, strlen(text), NULL);
}

static void done(struct parsed *p)
{
    sla__tree_clear(&p->tree);
    sla_diagnostics_free(p->d);
}

/* The whole tree in one line: {key=text,key=[text,{}]}. */
static void show(const struct sla__node *n, char *out, size_t room)
{
    static const char *const opens[] = {"", "{", "["}, *const closes[] = {"", "}", "]"};
    size_t at = strlen(out);

    snprintf(out + at, room - at, "%s", opens[n->kind]);
    if (n->kind == SLA__TEXT)
        snprintf(out + at, room - at, "%s", n->text);
    for (const struct sla__node *c = n->child; c != NULL; c = c->next) {
        at = strlen(out);
        snprintf(out + at, room - at, "%s%s", c->key != NULL ? c->key : "",
                 c->key != NULL ? "=" : "");
        show(c, out, room);
        at = strlen(out);
        snprintf(out + at, room - at, "%s", c->next != NULL ? "," : "");
    }
    at = strlen(out);
    snprintf(out + at, room - at, "%s", closes[n->kind]);
}

static void assert_shows(const char *text, const char *wanted)
{
    struct parsed p = parse(text);
    char shown[1000] = "";

    assert_string_equal(sla_diagnostics_text(p.d, 0), "");
    assert_int_equal(p.rc, SLA_OK);
    show(p.tree.root, shown, sizeof shown);
    assert_string_equal(shown, wanted);
    done(&p);
}

/* ---- what is kept */

static void maps_and_lists_keep_their_order(void **state)
{
    (void)state;
    assert_shows("z: 1\na:\n  - x\n  - {n: 1, m: [2, 3]}\n  - []\nm: {}\n",
                 "{z=1,a=[x,{n=1,m=[2,3]},[]],m={}}");
}

static void a_list_may_stand_at_the_column_of_its_key(void **state)
{
    (void)state;
    assert_shows("a:\n- x\n- y\nb: 1\n", "{a=[x,y],b=1}");
}

static void scalars_are_the_text_that_was_written(void **state)
{
    (void)state;
    assert_shows("[08:00-01:00, 1.1, no, 50%, 0x10, 1_000, ~, null, 2026-12-24, 1e3, .5, +44, -1]",
                 "[08:00-01:00,1.1,no,50%,0x10,1_000,~,null,2026-12-24,1e3,.5,+44,-1]");
}

static void quotes_make_no_difference(void **state)
{
    (void)state;
    assert_shows("['08:00-01:00', \"1.1\", 'no', \"50%\", 'it''s', \"a\\tb\", '']",
                 "[08:00-01:00,1.1,no,50%,it's,a\tb,]");
}

static void json_loads(void **state)
{
    (void)state;
    assert_shows("{\"slacore\": \"1\",\n\t\"a\": [\"x\", {\"b\": \"\\u00e9\"}, 12, true, null]}",
                 "{slacore=1,a=[x,{b=\xc3\xa9},12,true,null]}");
}

static void a_key_with_nothing_behind_it_is_an_empty_text(void **state)
{
    (void)state;
    assert_shows("a:\nb: # nothing\nc: {d: , e: }\n", "{a=,b=,c={d=,e=}}");
}

static void an_explicit_document_is_one_document(void **state)
{
    (void)state;
    assert_shows("%YAML 1.1\n--- \na: b\n...\n", "{a=b}");
}

static void long_texts_may_be_folded(void **state)
{
    (void)state;
    assert_shows("a: one\n  two\nb: |\n  x\n  y\nc: >-\n  p\n  q\n", "{a=one two,b=x\ny\n,c=p q}");
}

static void line_ends_may_be_lf_or_cr_lf_or_cr(void **state)
{
    (void)state;
    assert_shows("a: 1\nb: [2,\n 3]\n", "{a=1,b=[2,3]}");
    assert_shows("a: 1\r\nb: [2,\r\n 3]\r\n", "{a=1,b=[2,3]}");
    assert_shows("a: 1\rb: [2,\r 3]\r", "{a=1,b=[2,3]}");
}

static void a_byte_order_mark_is_passed_over(void **state)
{
    (void)state;
    assert_shows("\xef\xbb\xbf"
                 "a: b\n",
                 "{a=b}");
}

static void a_map_of_many_keys_finds_each_of_them(void **state)
{
    struct parsed p;
    char *text = malloc(40000 * 8), key[16];
    size_t len = 0;

    (void)state;
    for (int i = 0; i < 20000; i++)
        len += (size_t)sprintf(text + len, "k%d: 1\n", i);
    p = parse_with(text, len, NULL);
    assert_int_equal(p.rc, SLA_OK);
    assert_int_equal(p.tree.root->count, 20000);
    for (int i = 0; i < 20000; i++) {
        const struct sla__node *n;
        sprintf(key, "k%d", i);
        n = sla__tree_find(&p.tree, p.tree.root, key, strlen(key));
        assert_non_null(n);
        assert_string_equal(n->key, key);
    }
    assert_null(sla__tree_find(&p.tree, p.tree.root, "k20000", 6));
    assert_null(sla__node_find(p.tree.root, "k"));
    assert_string_equal(sla__node_find(p.tree.root, "k7")->key, "k7");
    assert_null(sla__node_find(NULL, "k7"));
    done(&p);
    free(text);
}

/* ---- places */

static void assert_place(struct sla__place place, int line, int column)
{
    assert_string_equal(place.file, "p");
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
}

static void places_are_lines_and_bytes_from_1(void **state)
{
    struct parsed p = parse("# \xc3\xa9\xe2\x82\xac\r\n"
                            "\xc3\xa9: {\xf0\x9f\x98\x80: [\xc3\xa9\xc3\xa9, x]}\r"
                            "b: 'q'\n");
    const struct sla__node *map = p.tree.root->child, *list = map->child;

    (void)state;
    assert_place(p.tree.root->place, 2, 1);
    assert_place(map->key_place, 2, 1);
    assert_place(map->place, 2, 5);
    assert_place(list->key_place, 2, 6);
    assert_place(list->place, 2, 12);
    assert_place(list->child->place, 2, 13);
    assert_place(list->child->next->place, 2, 19);
    assert_place(map->next->key_place, 3, 1);
    assert_place(map->next->place, 3, 4);
    done(&p);
}

static void a_place_in_a_text_counts_its_quote(void **state)
{
    struct parsed p = parse("[08:00, '08:00', \"08:00\", \"08\\:00\", >-\n  08\n  00]");
    const struct sla__node *n;

    (void)state;
    done(&p);
    p = parse("- 08:00\n- '08:00'\n- \"08:00\"\n- \"08\\x3a00\"\n- 08\n  00\n- it''s\n- 'it''s'\n");
    n = p.tree.root->child;
    assert_place(sla__place_in(n, 0), 1, 3);
    assert_place(sla__place_in(n, 3), 1, 6);
    n = n->next;
    assert_place(sla__place_in(n, 0), 2, 4);
    assert_place(sla__place_in(n, 3), 2, 7);
    n = n->next;
    assert_place(sla__place_in(n, 3), 3, 7);
    n = n->next;
    assert_string_equal(n->text, "08:00");
    assert_place(sla__place_in(n, 3), 4, 3); /* an escape: the whole text is the place */
    n = n->next;
    assert_place(sla__place_in(n, 3), 5, 3); /* folded */
    n = n->next;
    assert_place(sla__place_in(n, 3), 7, 6);
    n = n->next;
    assert_place(sla__place_in(n, 3), 8, 3);
    done(&p);
}

/* ---- fingerprints */

static void print(const char *text, char out[65])
{
    struct parsed p = parse(text);
    struct sla__fingerprint f;

    assert_int_equal(p.rc, SLA_OK);
    sla__fingerprint_init(&f);
    sla__node_fingerprint(p.tree.root, &f);
    sla__fingerprint_hex(&f, out);
    done(&p);
}

static void the_fingerprint_is_of_what_is_said_not_how(void **state)
{
    char a[65], b[65];

    (void)state;
    print("a: [x, y]\nb: {c: d}\n", a);
    print("# the same\n{\"a\": ['x', y],   b: {\"c\": \"d\"}}", b);
    assert_string_equal(a, b);
}

static void what_differs_has_another_fingerprint(void **state)
{
    static const char *const texts[] = {"a: [x, y]",
                                        "a: [xy]",
                                        "a: [[x, y]]",
                                        "a: [[x], y]",
                                        "a: [x, [y]]",
                                        "a: {x: y}",
                                        "b: [x, y]",
                                        "a: [y, x]",
                                        "a: x",
                                        "a: ''",
                                        "a: []",
                                        "a: {}",
                                        "a: {}\nb: c",
                                        "a: {b: c}",
                                        "b: c\na: {}",
                                        "[a, b]",
                                        "[[], []]",
                                        "[[[]]]",
                                        "[[[], []]]",
                                        "[[[]], []]",
                                        "[[], [[]]]",
                                        "a: {b: {}}",
                                        "a: {b: []}",
                                        "a: [{}]",
                                        "a: {b: {c: d}, e: f}",
                                        "a: {b: {c: d, e: f}}"};
    static char prints[sizeof texts / sizeof *texts][65];

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        print(texts[i], prints[i]);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(prints[i], prints[k]);
    }
}

/* ---- slips */

struct slip {
    const char *text;
    const char *said; /* every message */
};

#define SECOND_COLON                                                                               \
    "a second \":\" in one line: a text with \": \" needs quotes; or the line is indented wrongly"
#define NO_FIT_MAP                                                                                 \
    "this does not fit the map around it: indent it like its neighbours; a text with \" or ' in "  \
    "it needs quotes around the whole"

static const struct slip slips[] = {
    {"a: b: c\n", "p:1:5: error: SLA-0200: " SECOND_COLON "\n"},
    {"a: 1\n  b: 2\n", "p:2:4: error: SLA-0200: " SECOND_COLON "\n"},
    {"a: 1\n\tb: 2\n", "p:2:1: error: SLA-0200: a tab: indent with spaces\n"},
    {"a:\n  b: 1\n \tc: 2\n", "p:3:2: error: SLA-0200: a tab: indent with spaces\n"},
    {"a: @b\n", "p:1:4: error: SLA-0200: a text that begins with \"@\" needs quotes\n"},
    {"a: `b`\n", "p:1:4: error: SLA-0200: a text that begins with \"`\" needs quotes\n"},
    {"a: %b\n", "p:1:4: error: SLA-0200: a text that begins with \"%\" needs quotes\n"},
    {"%b\na: c\n", "p:1:1: error: SLA-0200: a line that begins with \"%\" needs quotes\n"},
    {"a: * b\n", "p:1:4: error: SLA-0200: a text that begins with \"*\" needs quotes\n"},
    {"a: & b\n", "p:1:4: error: SLA-0200: a text that begins with \"&\" needs quotes\n"},
    {"a: !e!b c\n", "p:1:4: error: SLA-0200: a text that begins with \"!\" needs quotes\n"},
    {"a: \"b\n", "p:1:4: error: SLA-0200: this quote is never closed\n"},
    {"a: 'b\n---\n", "p:1:4: error: SLA-0200: this quote is never closed\n"},
    {"a: \"b\\q\"\n", "p:1:6: error: SLA-0200: \"\\\" in \"double quotes\" begins an escape: write "
                      "\"\\\\\", or use 'single quotes'\n"},
    {"a: \"b\" c\n", "p:1:8: error: SLA-0200: " NO_FIT_MAP "\n"
                     "p:1:1: note: SLA-0004: it begins here\n"},
    {"a: 1\nb:\n  - c\n d: e\n", "p:4:2: error: SLA-0200: " NO_FIT_MAP "\n"
                                 "p:1:1: note: SLA-0004: it begins here\n"},
    {"a:\n  - b\n  c: d\n", "p:3:3: error: SLA-0200: this does not fit the list around it: begin "
                            "it with \"- \", indented like its neighbours\n"
                            "p:2:3: note: SLA-0004: it begins here\n"},
    {"a: [b, c\nd: 1\n", "p:2:2: error: SLA-0200: \",\" or \"]\" is missing before this: a text "
                         "with , [ ] { } or \": \" needs quotes\n"
                         "p:1:4: note: SLA-0004: it begins here\n"},
    {"a: {b: c]\n", "p:1:9: error: SLA-0200: \",\" or \"}\" is missing before this: a text with , "
                    "[ ] { } or \": \" needs quotes\n"
                    "p:1:4: note: SLA-0004: it begins here\n"},
    {"a: [,]\n", "p:1:5: error: SLA-0200: a key or a value is missing here\n"},
    {"a: 1\nb\nc: 2\n", "p:2:1: error: SLA-0200: a line without \": \": write \"key: value\", or "
                        "indent it if it goes on the line before\n"},
    {"a: - b\n", "p:1:4: error: SLA-0200: \"- \" may not stand here: a list begins on a line of "
                 "its own, below its key\n"},
    {"a: ? b\n",
     "p:1:4: error: SLA-0200: \"? \" may not stand here: a text with it needs quotes\n"},
    {"a: |b\n", "p:1:5: error: SLA-0200: \"|\" and \">\" begin a text on the next lines: a text "
                "with one of them needs quotes\n"},
    {"[a]\nb\n", "p:2:1: error: SLA-0200: this does not belong to what stands before it: check "
                 "the indentation\n"},
    {"a: &b c\nd: *b\n",
     "p:1:4: error: SLA-0201: anchors are not used here: a text that begins with \"&\" needs "
     "quotes\n"
     "p:2:4: error: SLA-0201: aliases are not used here: write the value out; a text that begins "
     "with \"*\" needs quotes\n"},
    {"*a: b\n", "p:1:1: error: SLA-0201: aliases are not used here: write the value out; a text "
                "that begins with \"*\" needs quotes\n"},
    {"a: !!str b\nc: !d {}\n",
     "p:1:4: error: SLA-0201: tags are not used here: a text that begins with \"!\" needs quotes\n"
     "p:2:4: error: SLA-0201: tags are not used here: a text that begins with \"!\" needs "
     "quotes\n"},
    {"%TAG !d! tag:d\n---\na: b\n",
     "p:1:1: error: SLA-0201: tags are not used here: take this line out\n"},
    {"a: b\n...\n%TAG !d! tag:d\n---\n",
     "p:3:1: error: SLA-0201: tags are not used here: take this line out\n"},
    {"#\xe2\x80\xa8%TAG !d! tag:d\n---\na: b\n",
     "p:1:5: error: SLA-0201: tags are not used here: take this line out\n"},
    {"a: 1\n<<: {b: c}\n", "p:2:1: error: SLA-0201: merge keys are not used here: write out what "
                           "they would add\n"},
    {"a: 1\n---\nb: 2\n", "p:2:1: error: SLA-0201: a second document begins here: one text holds "
                          "one policy\n"},
    {"a: 1\nb: {c: 2, 'c': 3, d: {c: 4}}\na: 5\n",
     "p:2:11: error: SLA-0202: the key \"c\" stands twice in this map\n"
     "p:2:5: note: SLA-0004: it is set here first\n"
     "p:3:1: error: SLA-0202: the key \"a\" stands twice in this map\n"
     "p:1:1: note: SLA-0004: it is set here first\n"},
    {"", "p:1:1: error: SLA-0203: there is nothing in this text\n"},
    {"# nothing\n", "p:1:1: error: SLA-0203: there is nothing in this text\n"},
    {"---\n...\n", "p:1:1: error: SLA-0203: there is nothing in this text\n"},
    {"a: {name: Smith, John, role: x}\n",
     "p:1:18: error: SLA-0204: \"John\" has no value: a text with a comma needs quotes, and a "
     "list is written [a, b]\n"},
    {"a: {mon: 08:00-12:00, 13:00-17:00}\n",
     "p:1:23: error: SLA-0204: \"13:00-17:00\" has no value: a text with a comma needs quotes, "
     "and a list is written [a, b]\n"},
    {"a: b\x01\n", "p:1:5: error: SLA-0205: the control character U+0001 may not stand here: "
                   "remove it\n"},
    {"a: \x7f\n", "p:1:4: error: SLA-0205: the control character U+007F may not stand here: "
                  "remove it\n"},
    {"a: \xc2\x9b\n", "p:1:4: error: SLA-0205: the control character U+009B may not stand here: "
                      "remove it\n"},
    {"a: \xef\xbb\xbf\n", "p:1:4: error: SLA-0205: the control character U+FEFF may not stand "
                          "here: remove it\n"},
    {"a: \xef\xbf\xbf\n", "p:1:4: error: SLA-0205: the control character U+FFFF may not stand "
                          "here: remove it\n"},
    {"a: b\xe9z\n", "p:1:5: error: SLA-0002: the byte 0xE9 is not UTF-8: save the text as UTF-8\n"},
    {"a: \xc0\x80\n", "p:1:4: error: SLA-0002: the byte 0xC0 is not UTF-8: save the text as "
                      "UTF-8\n"},
    {"a: \xed\xa0\x80\n", "p:1:4: error: SLA-0002: the byte 0xED is not UTF-8: save the text as "
                          "UTF-8\n"},
    {"a: \xf4\x90\x80\x80\n", "p:1:4: error: SLA-0002: the byte 0xF4 is not UTF-8: save the text "
                              "as UTF-8\n"},
    {"\xff\xfe"
     "a",
     "p:1:1: error: SLA-0002: the text is UTF-16: save it as UTF-8\n"},
    {"a: \"b\\0c\"\n",
     "p:1:4: error: SLA-0002: a NUL character in this text: remove its \"\\0\"\n"},
    {"[a]: b\n", "p:1:1: error: SLA-0210: a key must be a text: a text with [ or { needs quotes\n"},
    {"? {a: b}\n: c\n", "p:1:3: error: SLA-0210: a key must be a text: a text with [ or { needs "
                        "quotes\n"},
    {"{: b}\n", "p:1:2: error: SLA-0200: a key or a value is missing here\n"},
    {"\"\": b\n", "p:1:1: error: SLA-0212: a key is missing before \":\"\n"},
};

static void every_slip_is_told_with_its_place_and_what_to_do(void **state)
{
    int wrong = 0;

    (void)state;
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
        struct parsed p = parse(slips[i].text);
        char said[2000] = "";

        for (size_t k = 0; k < sla_diagnostics_count(p.d); k++) {
            strcat(said, sla_diagnostics_text(p.d, k));
            strcat(said, "\n");
        }
        if (strcmp(said, slips[i].said) != 0) {
            print_error("== %s-- says\n%s-- but should say\n%s", slips[i].text, said,
                        slips[i].said);
            wrong++;
        }
        assert_int_equal(p.rc, SLA_BAD_INPUT);
        done(&p);
    }
    assert_int_equal(wrong, 0);
}

static void a_nul_is_no_end_of_a_text(void **state)
{
    struct parsed p = parse_with("a: b\nc: \0d\n", 11, NULL);

    (void)state;
    assert_string_equal(sla_diagnostics_text(p.d, 0),
                        "p:2:4: error: SLA-0002: a NUL byte: this is not a text, or not UTF-8");
    done(&p);
}

static void what_a_slip_leaves_whole_can_still_be_read(void **state)
{
    struct parsed p = parse("a: 1\na: 2\nb: {c, d: 3}\n");
    char shown[100] = "";

    (void)state;
    assert_int_equal(p.rc, SLA_BAD_INPUT);
    show(p.tree.root, shown, sizeof shown);
    assert_string_equal(shown, "{a=1,b={d=3}}");
    done(&p);
}

static void what_a_slip_breaks_is_not_read_on(void **state)
{
    static const char *const texts[] = {"a: &b 1\n", "a: *b\n", "a: !b 1\n",
                                        "<<: {}\n",  "a: [1\n", "a: 1\n---\n"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct parsed p = parse(texts[i]);
        assert_int_equal(p.rc, SLA_BAD_INPUT);
        assert_null(p.tree.root);
        done(&p);
    }
}

/* ---- limits */

static char *repeat(const char *piece, size_t times, size_t *len)
{
    size_t one = strlen(piece);
    char *text = malloc(one * times + 1);

    for (size_t i = 0; i < times; i++)
        memcpy(text + i * one, piece, one);
    *len = one * times;
    return text;
}

static void assert_limit(const char *piece, size_t times, const sla_sources *sources,
                         const char *said)
{
    size_t len;
    char *text = repeat(piece, times, &len);
    struct parsed p = parse_with(text, len, sources);

    assert_int_equal(p.rc, SLA_LIMIT);
    assert_string_equal(sla_diagnostics_text(p.d, 0), said);
    assert_int_equal(sla_diagnostics_count(p.d), 1);
    assert_null(p.tree.root);
    done(&p);
    free(text);
}

#define DEEP(limit)                                                                                \
    "maps and lists nested deeper than " limit ": make it flatter, or raise "                      \
    "SLA_LIMIT_POLICY_DEPTH"

static void nesting_past_the_limit_ends_the_reading(void **state)
{
    sla_sources *sources;

    (void)state;
    assert_limit("[", 100000, NULL, "p:1:17: error: SLA-0001: " DEEP("16"));
    assert_limit("{a: ", 100000, NULL, "p:1:65: error: SLA-0001: " DEEP("16"));
    assert_limit("- ", 100000, NULL, "p:1:33: error: SLA-0001: " DEEP("16"));
    assert_int_equal(sla_sources_new(&sources), SLA_OK);
    assert_int_equal(sla_sources_set_limit(sources, SLA_LIMIT_POLICY_DEPTH, 3), SLA_OK);
    assert_limit("[", 4, sources, "p:1:4: error: SLA-0001: " DEEP("3"));
    assert_int_equal(sla_sources_set_limit(sources, SLA_LIMIT_POLICY_DEPTH, 1000000), SLA_OK);
    assert_int_equal(sla_sources_set_limit(sources, SLA_LIMIT_POLICY_BYTES, 9), SLA_OK);
    assert_limit("a", 10, sources,
                 "p: error: SLA-0001: the text is longer than 9 bytes: shorten "
                 "it, or raise SLA_LIMIT_POLICY_BYTES");
    sla_sources_free(sources);
}

static void nesting_at_the_limit_is_read(void **state)
{
    (void)state;
    assert_shows("[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]", "[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]");
}

static void deep_nesting_costs_no_recursion(void **state)
{
    const struct sla__place here = {"p", 1, 1};
    struct sla__tree tree = {0};
    struct sla__node *parent = NULL;
    struct sla__fingerprint f;
    char print_of_lists[65], print_of_texts[65];

    (void)state;
    for (int i = 0; i < 1000000; i++) {
        struct sla__node *node = sla__tree_node(&tree, SLA__LIST, here);
        sla__tree_append(&tree, parent, node);
        parent = node;
    }
    sla__fingerprint_init(&f);
    sla__node_fingerprint(tree.root, &f);
    sla__fingerprint_hex(&f, print_of_lists);
    sla__tree_append(&tree, parent, sla__tree_node(&tree, SLA__TEXT, here));
    sla__fingerprint_init(&f);
    sla__node_fingerprint(tree.root, &f);
    sla__fingerprint_hex(&f, print_of_texts);
    assert_string_not_equal(print_of_lists, print_of_texts);
    sla__tree_clear(&tree);
}

static void more_values_than_the_limit_end_the_reading(void **state)
{
    size_t len;
    char *text = repeat("- a\n", SLA__NODES_MAX, &len);
    struct parsed p = parse_with(text, len, NULL);

    (void)state;
    assert_int_equal(p.rc, SLA_LIMIT);
    assert_string_equal(sla_diagnostics_text(p.d, 0),
                        "p:100000:3: error: SLA-0001: more than 100000 values in one text");
    done(&p);
    p = parse_with(text, len - 4, NULL); /* the list is one as well */
    assert_int_equal(p.rc, SLA_OK);
    assert_int_equal(p.tree.root->count, SLA__NODES_MAX - 1);
    done(&p);
    free(text);
}

static void a_megabyte_of_anything_ends_soon(void **state)
{
    static const struct {
        const char *piece;
        sla_result rc;
    } cases[] = {{",", 3}, {":", 3},   {": ", 3}, {"- ", 7},  {"? ", 3}, {"\"", 3},
                 {"'", 0}, {"\n", 3},  {"\r", 3}, {" ", 3},   {"\t", 3}, {"#", 3},
                 {"!", 3}, {"&", 3},   {"*", 3},  {"|", 3},   {"%", 3},  {"-", 0},
                 {"a", 0}, {"a: ", 3}, {"{}", 3}, {"[a]", 3}, {"a\n", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len;
        char *text = repeat(cases[i].piece, 1048576 / strlen(cases[i].piece), &len);
        struct parsed p = parse_with(text, len, NULL);
        if (p.rc != cases[i].rc)
            fail_msg("%s: %s", cases[i].piece, sla_result_name(p.rc));
        done(&p);
        free(text);
    }
}

static void each_of_many_repeated_keys_is_counted(void **state)
{
    size_t len;
    char *text = repeat("a: 1\n", 40000, &len);
    struct parsed p = parse_with(text, len, NULL);

    (void)state;
    assert_int_equal(p.rc, SLA_BAD_INPUT);
    assert_int_equal(sla_diagnostics_count_of(p.d, SLA_ERROR), 39999);
    assert_int_equal(p.tree.root->count, 1);
    done(&p);
    free(text);
}

static void aliases_multiply_nothing(void **state)
{
    struct parsed p = parse("a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n");

    (void)state;
    assert_int_equal(sla_diagnostics_count_of(p.d, SLA_ERROR), 9);
    assert_null(p.tree.root);
    done(&p);
}

/* ---- whatever comes */

static char *policy_text(size_t *len)
{
    char *text = impero_with(NULL, NULL);

    *len = strlen(text);
    return text;
}

static void every_beginning_of_a_policy_is_read_or_refused(void **state)
{
    size_t len;
    char *text = policy_text(&len);

    (void)state;
    for (size_t i = 0; i <= len; i++) {
        char *copy = malloc(i + 1); /* of just that size, so that reading past it shows */
        struct parsed p;
        memcpy(copy, text, i);
        p = parse_with(copy, i, NULL);
        done(&p);
        free(copy);
    }
    free(text);
}

static void every_changed_byte_of_a_policy_is_read_or_refused(void **state)
{
    static const char with[] = "\0\xff\t\n\r\"'#&*!|>%@,:[]{}-?\x80 ";
    uint32_t seed = 20260101;
    size_t len;
    char *text = policy_text(&len);

    (void)state;
    for (size_t i = 0; i < len; i++) {
        struct parsed p;
        char before = text[i];
        seed = seed * 1664525u + 1013904223u;
        text[i] = with[(seed >> 16) % (sizeof with - 1)];
        p = parse_with(text, len, NULL);
        done(&p);
        text[i] = before;
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_and_lists_keep_their_order),
        cmocka_unit_test(a_list_may_stand_at_the_column_of_its_key),
        cmocka_unit_test(scalars_are_the_text_that_was_written),
        cmocka_unit_test(quotes_make_no_difference),
        cmocka_unit_test(json_loads),
        cmocka_unit_test(a_key_with_nothing_behind_it_is_an_empty_text),
        cmocka_unit_test(an_explicit_document_is_one_document),
        cmocka_unit_test(long_texts_may_be_folded),
        cmocka_unit_test(line_ends_may_be_lf_or_cr_lf_or_cr),
        cmocka_unit_test(a_byte_order_mark_is_passed_over),
        cmocka_unit_test(a_map_of_many_keys_finds_each_of_them),
        cmocka_unit_test(places_are_lines_and_bytes_from_1),
        cmocka_unit_test(a_place_in_a_text_counts_its_quote),
        cmocka_unit_test(the_fingerprint_is_of_what_is_said_not_how),
        cmocka_unit_test(what_differs_has_another_fingerprint),
        cmocka_unit_test(every_slip_is_told_with_its_place_and_what_to_do),
        cmocka_unit_test(a_nul_is_no_end_of_a_text),
        cmocka_unit_test(what_a_slip_leaves_whole_can_still_be_read),
        cmocka_unit_test(what_a_slip_breaks_is_not_read_on),
        cmocka_unit_test(nesting_past_the_limit_ends_the_reading),
        cmocka_unit_test(nesting_at_the_limit_is_read),
        cmocka_unit_test(deep_nesting_costs_no_recursion),
        cmocka_unit_test(more_values_than_the_limit_end_the_reading),
        cmocka_unit_test(a_megabyte_of_anything_ends_soon),
        cmocka_unit_test(each_of_many_repeated_keys_is_counted),
        cmocka_unit_test(aliases_multiply_nothing),
        cmocka_unit_test(every_beginning_of_a_policy_is_read_or_refused),
        cmocka_unit_test(every_changed_byte_of_a_policy_is_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
