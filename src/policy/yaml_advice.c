/* SPDX-License-Identifier: MIT */
/* What to tell the author of a text that libyaml cannot read: its words, and ours. */
#include "policy/yaml_advice.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *problem; /* the beginning of libyaml's; NULL: any */
    const char *context;
    struct sla__yaml_advice advice;
} advices[] = {
    {"mapping values are not allowed",
     NULL,
     {0, 0,
      "a second \":\" in one line: a text with \": \" needs quotes; or the line is indented "
      "wrongly"}},
    {"block sequence entries are not allowed",
     NULL,
     {0, 0, "\"- \" may not stand here: a list begins on a line of its own, below its key"}},
    {"mapping keys are not allowed",
     NULL,
     {0, 0, "\"? \" may not stand here: a text with it needs quotes"}},
    {"could not find expected ':'",
     NULL,
     {1, 0,
      "a line without \": \": write \"key: value\", or indent it if it goes on the line before"}},
    {"did not find expected key",
     NULL,
     {0, 1,
      "this does not fit the map around it: indent it like its neighbours; a text with \" or ' in "
      "it "
      "needs quotes around the whole"}},
    {"did not find expected '-' indicator",
     NULL,
     {0, 1,
      "this does not fit the list around it: begin it with \"- \", indented like its neighbours"}},
    {"did not find expected ',' or ']'",
     NULL,
     {0, 1, "\",\" or \"]\" is missing before this: a text with , [ ] { } or \": \" needs quotes"}},
    {"did not find expected ',' or '}'",
     NULL,
     {0, 1, "\",\" or \"}\" is missing before this: a text with , [ ] { } or \": \" needs quotes"}},
    {"did not find expected node content", NULL, {0, 0, "a key or a value is missing here"}},
    {"did not find expected <document start>",
     NULL,
     {0, 0, "this does not belong to what stands before it: check the indentation"}},
    {"found unexpected end of stream",
     "while scanning a quoted",
     {1, 0, "this quote is never closed"}},
    {"found unexpected document indicator",
     "while scanning a quoted",
     {1, 0, "this quote is never closed"}},
    {NULL,
     "while parsing a quoted",
     {0, 0,
      "\"\\\" in \"double quotes\" begins an escape: write \"\\\\\", or use 'single quotes'"}},
    {NULL, "while scanning an alias", {1, 0, "a text that begins with \"*\" needs quotes"}},
    {NULL, "while scanning an anchor", {1, 0, "a text that begins with \"&\" needs quotes"}},
    {NULL, "while scanning a tag", {1, 0, "a text that begins with \"!\" needs quotes"}},
    {NULL, "while parsing a tag", {1, 0, "a text that begins with \"!\" needs quotes"}},
    {"found undefined tag handle", NULL, {1, 0, "a text that begins with \"!\" needs quotes"}},
    {NULL, "while scanning a directive", {1, 0, "a line that begins with \"%\" needs quotes"}},
    {NULL,
     "while scanning a block scalar",
     {0, 0,
      "\"|\" and \">\" begin a text on the next lines: a text with one of them needs quotes"}},
};

static int begins(const char *text, const char *with)
{
    return text && strncmp(text, with, strlen(with)) == 0;
}

const struct sla__yaml_advice *sla__yaml_advise(const char *problem, const char *context)
{
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if ((!advices[i].problem || begins(problem, advices[i].problem)) &&
            (!advices[i].context || begins(context, advices[i].context)))
            return &advices[i].advice;
    return NULL;
}
