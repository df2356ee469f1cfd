/*
 * cose_header - the header parameters of a COSE message (RFC 9052 3): those that its
 * signature covers, and those that it does not.
 */
#ifndef COSE_HEADER_H
#define COSE_HEADER_H

#include "cbor/citem.h"
#include "cbor/cput.h"
#include "der/der.h"
#include "pkix/pkix_key.h"

enum cose_label { /* RFC 9052 3.1, RFC 9360 2, RFC 9596 2 */
	COSE_ALG = 1,
	COSE_CRIT = 2,
	COSE_CONTENT_TYPE = 3,
	COSE_KID = 4,
	COSE_TYP = 16,
	COSE_X5CHAIN = 33,
};

enum cose_algorithm { /* RFC 9053 2.1, with the curve that belongs to each */
	COSE_NO_ALGORITHM = 0,
	COSE_ES256 = -7,
	COSE_ES384 = -35,
};
/* What a key of this kind signs with; COSE_NO_ALGORITHM: nothing of ours. */
enum cose_algorithm cose_algorithm_of(enum pkix_key_kind);
/* And what an algorithm of ours wants: kind of key, hash, octets of its signature (r||s). */
enum pkix_key_kind cose_key_kind(enum cose_algorithm);
enum pkix_hash cose_hash(enum cose_algorithm);
size_t cose_signature_size(enum cose_algorithm);
#define COSE_SIGNATURE_MAX 96

#define COSE_TAG_SIGN1 18 /* RFC 9052 2 */

enum cose_place {
	COSE_NOWHERE,
	COSE_PROTECTED,
	COSE_UNPROTECTED,
};

#define COSE_CHAIN_MAX 8       /* certificates of an x5chain */
#define COSE_PARAMETERS_MAX 64 /* of one map; each is compared with all of the other */

/* Everything points into the octets that were read. */
struct cose_headers {
	struct citem protected, unprotected; /* both maps; size 0: there is none */
	enum cose_algorithm algorithm;       /* of the protected map */
	const char *no_algorithm;            /* why there is none, the clause included */
	bool has_kid, has_type;
	struct der_slice kid;
	struct citem type;                      /* typ: text or a number */
	enum cose_place x5chain;                /* where it stands */
	struct der_slice chain[COSE_CHAIN_MAX]; /* its certificates, DER, the signer's first */
	size_t chain_count;
};

/*
 * Read the maps of a message, items that passed cseq_check; NULL: there is no such map.  A
 * label stands in one of them alone (RFC 9052 3); alg and crit are protected, and crit names
 * what is there and known (3.1); kid is octets; x5chain is one certificate, or an array of at
 * least two (RFC 9360 2).  An algorithm that is absent or not ours is no flaw of the message:
 * see no_algorithm.  NULL, or why not.
 */
const char *cose_headers_read(
    struct cose_headers *, const struct citem *protected, const struct citem *unprotected);

/* The value of a whole number's label in a map.  False: it is not there. */
bool cose_get(const struct citem *map, int64_t label, struct citem *value);

#endif
