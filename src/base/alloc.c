/* SPDX-License-Identifier: MIT */
/* These four and nothing else: a test that defines them itself keeps this file out of its program.
 */
#include "base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *sla__alloc(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return count == 0 || size == 0 ? calloc(1, 1) : calloc(count, size);
}

void *sla__realloc(void *old, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return realloc(old, count == 0 || size == 0 ? 1 : count * size);
}

void sla__free(void *p)
{
    free(p);
}

char *sla__strndup(const char *text, size_t len)
{
    char *copy = len == SIZE_MAX ? NULL : malloc(len + 1);

    if (copy == NULL)
        return NULL;
    if (len > 0)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}
