/*
 * pkix_key - public keys, signature algorithms and digests, over GnuTLS.
 */
#ifndef PKIX_KEY_H
#define PKIX_KEY_H

#include "der/der.h"

enum pkix_hash {
	PKIX_SHA1,
	PKIX_SHA256,
	PKIX_SHA384,
	PKIX_SHA512,
};
#define PKIX_HASH_MAX 64

enum pkix_key_kind {
	PKIX_KEY_RSA,
	PKIX_KEY_P256,
	PKIX_KEY_P384,
	PKIX_KEY_OTHER,
};

/* An AlgorithmIdentifier that names a signature. */
struct pkix_algorithm {
	enum pkix_hash hash;
	bool ecdsa;       /* else RSA */
	bool pss;         /* RSASSA-PSS, RFC 4055 3.1 */
	unsigned salt;    /* PSS salt length in octets */
	const char *name; /* "sha256WithRSAEncryption", for messages */
};

/* Read an AlgorithmIdentifier, its parameters included (RFC 4055 5, RFC 5758 3.2).
 * NULL, or why it is not one we verify. */
const char *pkix_algorithm_read(struct der_slice der, struct pkix_algorithm *);

/* The AlgorithmIdentifier, whole, with which a key of this kind signs what we make:
 * sha256WithRSAEncryption, ecdsa-with-SHA256, ecdsa-with-SHA384; static.  Empty: none. */
struct der_slice pkix_algorithm_default(enum pkix_key_kind);

size_t pkix_hash_size(enum pkix_hash);
/* The OID of a hash (contents), as DigestInfo names it (RFC 8017 9.2); static. */
struct der_slice pkix_hash_oid(enum pkix_hash);
/* Hash data, of any size, into out.  How many octets; 0 when GnuTLS refuses. */
size_t pkix_hash(enum pkix_hash, struct der_slice data, uint8_t out[PKIX_HASH_MAX]);
/* The same of parts that stand one after another. */
size_t pkix_hash_parts(
    enum pkix_hash, const struct der_slice *parts, size_t count, uint8_t out[PKIX_HASH_MAX]);

struct pkix_key; /* a public key */

/* From a SubjectPublicKeyInfo, of EC keys a point on its curve; freed with pkix_key_free (NULL
 * is fine).  NULL: *why. */
struct pkix_key *pkix_key_read(struct der_slice spki, const char **why);
void pkix_key_free(struct pkix_key *);
enum pkix_key_kind pkix_key_kind(const struct pkix_key *);
unsigned pkix_key_bits(const struct pkix_key *);

/*
 * Verify a signature, over data or over its digest.  SHA-1 is taken (not in PSS), as old lists
 * carry it: who would rather not asks algorithm->hash.  An ECDSA signature must be DER.  NULL:
 * it is good; else why not.
 */
const char *pkix_verify(struct pkix_key *, const struct pkix_algorithm *, struct der_slice data,
    struct der_slice signature);
const char *pkix_verify_digest(struct pkix_key *, const struct pkix_algorithm *,
    const uint8_t *digest, struct der_slice signature);

#endif
