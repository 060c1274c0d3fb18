/* SPDX-License-Identifier: MIT */
/* The library's version, and the results in words. */
#include <slacore/base.h>

#define TEXT_OF(x) #x
#define DOTTED(major, minor, patch) TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

const char *sla_version(void)
{
    return DOTTED(SLA_VERSION_MAJOR, SLA_VERSION_MINOR, SLA_VERSION_PATCH);
}

const char *sla_result_text(sla_result result)
{
    switch (result) {
    case SLA_OK:
        return "All is well";
    case SLA_NO_MEMORY:
        return "Memory ran out";
    case SLA_INVALID_ARGUMENT:
        return "An argument is missing or has a value that the call rules out";
    case SLA_BAD_INPUT:
        return "The text or file has errors";
    case SLA_NOT_FOUND:
        return "There is nothing of this name";
    case SLA_NEVER_OPENS:
        return "The calendar has no open time in that direction";
    case SLA_OUT_OF_RANGE:
        return "The instant or the answer is outside 1970-01-01 to 2100-01-01 UTC";
    case SLA_LIMIT:
        return "A limit on size or number was passed";
    case SLA_IO:
        return "A file could not be read";
    case SLA_REFUSED:
        return "The object is in a state that does not allow this";
    }
    return "The result is not one of this library";
}

const char *sla_result_name(sla_result result)
{
    switch (result) {
#define NAME(code)                                                                                 \
    case code:                                                                                     \
        return #code
        NAME(SLA_OK);
        NAME(SLA_NO_MEMORY);
        NAME(SLA_INVALID_ARGUMENT);
        NAME(SLA_BAD_INPUT);
        NAME(SLA_NOT_FOUND);
        NAME(SLA_NEVER_OPENS);
        NAME(SLA_OUT_OF_RANGE);
        NAME(SLA_LIMIT);
        NAME(SLA_IO);
        NAME(SLA_REFUSED);
#undef NAME
    }
    return "unknown";
}
