/*
 * cose_sign1 - data that one key has signed (RFC 9052 4.2), read in place and verified.
 *
 * What is verified is octets as they came: nothing is encoded again, and the payload is not
 * copied, whatever its size.
 */
#ifndef COSE_SIGN1_H
#define COSE_SIGN1_H

#include "cose/cose_header.h"

/* Everything points into the octets that were read. */
struct cose_sign1 {
	bool tagged;                /* with tag 18 around it */
	struct der_slice protected; /* contents of its byte string */
	struct cose_headers headers;
	bool detached;            /* the payload is nil: somebody else has it */
	struct der_slice payload; /* for the caller to set when it is detached */
	struct der_slice signature;
};

/* Read an item that passed cseq_check, with tag 18 around it or without, nothing of it
 * verified.  NULL, or why it is not a COSE_Sign1 that we take. */
const char *cose_sign1_read(const struct citem *, struct cose_sign1 *);

/*
 * Verify the signature: ES256 by a key of P-256, ES384 by one of P-384, r||s of exactly the
 * size of the order and both in 1..n-1 (RFC 9053 2.1).  aad: external_aad (RFC 9052 4.3),
 * mostly empty.  Whose key it is has been judged by the caller.  NULL, or why not.
 */
const char *cose_verify(
    const struct cose_sign1 *, struct pkix_key *, struct der_slice external_aad);

/* The same for what is no message: an ES256 or ES384 signature over a digest. */
const char *cose_verify_digest(
    enum cose_algorithm, struct pkix_key *, const uint8_t *digest, struct der_slice signature);

/* The key of the first certificate of x5chain, which nobody has judged; freed with
 * pkix_key_free.  NULL: *why. */
struct pkix_key *cose_chain_key(const struct cose_headers *, const char **why);

/* The digest of Sig_structure (RFC 9052 4.4), by the algorithm's hash, over the contents of
 * the byte strings protected, external_aad and payload.  Octets; 0: GnuTLS or memory. */
size_t cose_digest(enum cose_algorithm, struct der_slice protected,
    struct der_slice external_aad, struct der_slice payload, uint8_t out[PKIX_HASH_MAX]);

/* Sig_structure itself, for who wants to see it. */
void cose_put_sig_structure(struct cput *, struct der_slice protected,
    struct der_slice external_aad, struct der_slice payload);

#endif
