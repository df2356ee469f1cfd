/* mdoc_random - octets that nobody can guess, many at a time. */
#ifndef MDOC_RANDOM_H
#define MDOC_RANDOM_H

#include "der/der.h"

#define MDOC_SEED_MAX 1024

/* A source.  Zero it: the kernel's (getrandom(2)). */
struct mdoc_random {
	bool seeded;
	uint8_t key[32];
	uint64_t block;
	size_t left; /* octets at the end of pool that nobody has had */
	uint8_t pool[32768];
};

/*
 * For tests: the octets of SHA-256(K || 0), SHA-256(K || 1) ... where K is SHA-256(seed) and
 * the number has 8 octets, big-endian.  Anybody who has the seed has them.  False: GnuTLS.
 */
bool mdoc_random_seed(struct mdoc_random *, struct der_slice seed);

/* Fill out.  False: the kernel or GnuTLS gives none. */
bool mdoc_random_get(struct mdoc_random *, void *out, size_t size);

#endif
