/* Of any octets: an algorithm that is read names itself and a hash we have; a key that is read
 * verifies no signature made of the same octets. */
#include "pkix/pkix_key.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct der_slice rest = { data, size }, whole = rest;
	struct pkix_algorithm algorithm;
	struct der_item first;
	struct pkix_key *key;
	const char *why = NULL;

	/* An AlgorithmIdentifier, then a SubjectPublicKeyInfo, then a signature. */
	if (der_next(&rest, &first, &why) != 1)
		return 0;
	if (pkix_algorithm_read(first.whole, &algorithm) != NULL)
		return 0;
	if (algorithm.name == NULL || pkix_hash_size(algorithm.hash) == 0 ||
	    (algorithm.pss && algorithm.ecdsa) || algorithm.salt > 512)
		abort();
	if (der_next(&rest, &first, &why) != 1)
		return 0;
	why = NULL;
	if ((key = pkix_key_read(first.whole, &why)) == NULL) {
		if (why == NULL)
			abort();
		return 0;
	}
	if (pkix_key_kind(key) != PKIX_KEY_OTHER && pkix_key_bits(key) == 0)
		abort();
	if (pkix_verify(key, &algorithm, whole, rest) == NULL)
		abort();
	pkix_key_free(key);
	return 0;
}
