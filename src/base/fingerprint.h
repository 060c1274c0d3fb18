/* SPDX-License-Identifier: MIT */
/* SHA-256 (FIPS 180-4), for fingerprints of what was loaded. Not used to keep secrets. */
#ifndef SLA_BASE_FINGERPRINT_H
#define SLA_BASE_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>

struct sla__fingerprint {
    uint32_t state[8];
    uint64_t total;
    unsigned char block[64];
};

void sla__fingerprint_init(struct sla__fingerprint *f);
void sla__fingerprint_add(struct sla__fingerprint *f, const void *bytes, size_t len);
/* Adds the length first, so that two texts never run into each other. */
void sla__fingerprint_add_text(struct sla__fingerprint *f, const char *text, size_t len);
/* Of what was added so far; adding may go on. */
void sla__fingerprint_hex(const struct sla__fingerprint *f, char out[65]);

#endif
