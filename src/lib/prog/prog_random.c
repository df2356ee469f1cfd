#include "prog/prog_random.h"
#include "file/file_load.h"
#include "pkix/pkix_key.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void
prog_random_seed(const struct cli *cli, struct prog_random *r, const char *path)
{
	uint8_t *data = file_load(path, PROG_SEED_MAX, &r->size);

	if (data == NULL || r->size == 0)
		cli_die(cli, CLI_CONFIG, "%s: %s", path,
		    data == NULL ? strerror(errno) : "an empty seed");
	memcpy(r->seed, data, r->size);
	free(data);
	cli_warn(cli, "--seed: NOTHING HERE IS RANDOM; for tests alone");
}

/* The next 32 octets that follow from the seed. */
static void
follow(const struct cli *cli, struct prog_random *r, uint8_t block[PKIX_HASH_MAX])
{
	size_t i;

	for (i = 0; i < 8; i++)
		r->seed[r->size + i] = (uint8_t)(r->count >> (56 - 8 * i));
	r->count++;
	if (pkix_hash(PKIX_SHA256, (struct der_slice){ r->seed, r->size + 8 }, block) == 0)
		cli_die(cli, CLI_BUG, "SHA-256 fails");
}

void
prog_random(const struct cli *cli, struct prog_random *r, uint8_t *out, size_t size)
{
	uint8_t block[PKIX_HASH_MAX];
	ssize_t got;
	size_t n;

	for (; size > 0; out += n, size -= n) {
		n = size < 32 ? size : 32;
		if (r->size != 0) {
			follow(cli, r, block);
			memcpy(out, block, n);
			continue;
		}
		do
			got = getrandom(out, n, 0);
		while (got == -1 && errno == EINTR);
		if (got != (ssize_t)n)
			cli_die(cli, CLI_BUG, "getrandom: %s", strerror(errno));
	}
}
