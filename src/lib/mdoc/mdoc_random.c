#include "mdoc/mdoc_random.h"
#include "pkix/pkix_key.h"
#include <errno.h>
#include <string.h>
#include <sys/random.h>

enum {
	BLOCK = 32,
};

bool
mdoc_random_seed(struct mdoc_random *r, struct der_slice seed)
{
	uint8_t digest[PKIX_HASH_MAX];

	memset(r, 0, sizeof *r);
	r->seeded = true;
	if (pkix_hash(PKIX_SHA256, seed, digest) != sizeof r->key)
		return false;
	memcpy(r->key, digest, sizeof r->key);
	return true;
}

static bool
fill_from_seed(struct mdoc_random *r)
{
	uint8_t input[BLOCK + 8], digest[PKIX_HASH_MAX];
	size_t at;
	unsigned i;

	memcpy(input, r->key, BLOCK);
	for (at = 0; at < sizeof r->pool; at += BLOCK, r->block++) {
		for (i = 0; i < 8; i++)
			input[BLOCK + i] = (uint8_t)(r->block >> (56 - 8 * i));
		if (pkix_hash(PKIX_SHA256, (struct der_slice){ input, sizeof input }, digest) !=
		    BLOCK)
			return false;
		memcpy(r->pool + at, digest, BLOCK);
	}
	return true;
}

static bool
fill_from_kernel(struct mdoc_random *r)
{
	size_t at = 0;
	ssize_t got;

	while (at < sizeof r->pool) {
		got = getrandom(r->pool + at, sizeof r->pool - at, 0);
		if (got == -1 && errno != EINTR)
			return false;
		if (got > 0)
			at += (size_t)got;
	}
	return true;
}

bool
mdoc_random_get(struct mdoc_random *r, void *out, size_t size)
{
	uint8_t *to = out, *from;
	size_t part;

	for (; size > 0; size -= part, to += part) {
		if (r->left == 0) {
			if (!(r->seeded ? fill_from_seed(r) : fill_from_kernel(r)))
				return false;
			r->left = sizeof r->pool;
		}
		part = size < r->left ? size : r->left;
		from = r->pool + sizeof r->pool - r->left;
		memcpy(to, from, part);
		explicit_bzero(from, part); /* nobody has them twice */
		r->left -= part;
	}
	return true;
}
