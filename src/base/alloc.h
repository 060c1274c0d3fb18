/* SPDX-License-Identifier: MIT */
/*
 * The one place that allocates. Tests link their own definitions of these four in front of the
 * static library, so that any allocation can be made to fail.
 */
#ifndef SLA_BASE_ALLOC_H
#define SLA_BASE_ALLOC_H

#include <stddef.h>

/* Zeroed memory for count things of size bytes; NULL when there is none or the product overflows.
 * Never NULL for 0 bytes on success. */
void *sla__alloc(size_t count, size_t size);
/* As realloc for count things of size bytes; what is new is not zeroed. */
void *sla__realloc(void *old, size_t count, size_t size);
void sla__free(void *p);
/* A copy of len bytes with a NUL behind. */
char *sla__strndup(const char *text, size_t len);

/* The list `at` of `count` things of `size` bytes with room for one more; NULL, with the list as it
 * was, if memory runs out. */
void *sla__grow(void *at, size_t count, size_t *room, size_t size);

#endif
