/* SPDX-License-Identifier: MIT */
/* SHA-256 as FIPS 180-4 says it, section by section. */
#include "base/fingerprint.h"

#include <string.h>

/* 4.2.2: the first 32 bits of the fractions of the cube roots of the first 64 primes. */
static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotr(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

/* 6.2.2: one block of 64 bytes. */
static void compress(uint32_t state[8], const unsigned char *block)
{
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    uint32_t w[64];

    for (int t = 0; t < 16; t++)
        w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
               (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
    for (int t = 16; t < 64; t++) {
        uint32_t s0 = rotr(w[t - 15], 7) ^ rotr(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = rotr(w[t - 2], 17) ^ rotr(w[t - 2], 19) ^ w[t - 2] >> 10;

        w[t] = s1 + w[t - 7] + s0 + w[t - 16];
    }
    for (int t = 0; t < 64; t++) {
        uint32_t choice = (e & f) ^ (~e & g);
        uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
        uint32_t t1 = h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + choice + K[t] + w[t];
        uint32_t t2 = (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + majority;

        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
}

void sla__fingerprint_init(struct sla__fingerprint *f)
{
    /* 5.3.3: the same of the square roots of the first 8 primes. */
    *f = (struct sla__fingerprint){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                             0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
}

void sla__fingerprint_add(struct sla__fingerprint *f, const void *bytes, size_t len)
{
    const unsigned char *from = bytes;

    while (len > 0) {
        size_t used = f->total % sizeof f->block;
        size_t n = sizeof f->block - used;

        if (n > len)
            n = len;
        memcpy(f->block + used, from, n);
        f->total += n;
        from += n;
        len -= n;
        if (used + n == sizeof f->block)
            compress(f->state, f->block);
    }
}

static void put_big_endian(unsigned char out[8], uint64_t value)
{
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)(value >> (56 - 8 * i));
}

void sla__fingerprint_add_text(struct sla__fingerprint *f, const char *text, size_t len)
{
    unsigned char length[8];

    put_big_endian(length, len);
    sla__fingerprint_add(f, length, sizeof length);
    sla__fingerprint_add(f, text, len);
}

/* 5.1.1: a one bit, zeros, and the length in bits fill the last block. */
void sla__fingerprint_hex(const struct sla__fingerprint *f, char out[65])
{
    static const unsigned char one_bit[64] = {0x80};
    struct sla__fingerprint last = *f;
    unsigned char bits[8];

    put_big_endian(bits, f->total * 8);
    sla__fingerprint_add(&last, one_bit, 1 + (119 - f->total % 64) % 64);
    sla__fingerprint_add(&last, bits, sizeof bits);
    for (int i = 0; i < 64; i++)
        out[i] = "0123456789abcdef"[last.state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    out[64] = '\0';
}
