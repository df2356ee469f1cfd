/* prog_random - octets that nobody can foretell; for tests, octets that everybody can. */
#ifndef PROG_RANDOM_H
#define PROG_RANDOM_H

#include "cli/cli.h"

#define PROG_SEED_MAX 4096

/* Zero it to begin: the kernel's. */
struct prog_random {
	uint8_t seed[PROG_SEED_MAX + 8];
	size_t size; /* of the seed; 0: none */
	uint64_t count;
};

/* From now on, SHA-256 of the seed in that file and a count.  Says so on stderr, always; exits
 * 78 when the file cannot be read, or is empty. */
void prog_random_seed(const struct cli *, struct prog_random *, const char *path);

/* Fill out, or exit 70. */
void prog_random(const struct cli *, struct prog_random *, uint8_t *out, size_t size);

#endif
