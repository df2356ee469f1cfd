/* cose_key - public keys of P-256 and P-384 as COSE_Key (RFC 9052 7, RFC 9053 7.1.1). */
#ifndef COSE_KEY_H
#define COSE_KEY_H

#include "cose/cose_header.h"

struct cose_key {
	enum pkix_key_kind kind; /* PKIX_KEY_P256 or PKIX_KEY_P384 */
	struct der_slice x, y;   /* 32 or 48 octets each, leading zeros kept; borrowed */
};

/*
 * Read a COSE_Key, an item that passed cseq_check: EC2, P-256 or P-384, both coordinates as
 * byte strings of the curve's size, no private half.  alg, where it is there, is the curve's,
 * key_ops holds verify, kid is octets; other members are not looked at.  Whether the point is
 * on its curve shows in cose_key_open.  NULL, or why not.
 */
const char *cose_key_read(const struct citem *, struct cose_key *);

/* The key, for verifying; freed with pkix_key_free.  NULL: *why (a point off its curve). */
struct pkix_key *cose_key_open(const struct cose_key *, const char **why);

/* SubjectPublicKeyInfo (RFC 5480 2) from a key, and a key (borrowed) from one that names the
 * curve and has the point uncompressed.  How many octets; false: it is another kind. */
#define COSE_SPKI_MAX 120
size_t cose_key_spki(const struct cose_key *, uint8_t out[COSE_SPKI_MAX]);
bool cose_key_of_spki(struct der_slice spki, struct cose_key *);

/* The required members alone: {1: 2, -1: crv, -2: x, -3: y}. */
void cose_key_put(struct cput *, const struct cose_key *);

/* Its thumbprint: SHA-256 over the required members (RFC 9679 3, 4).  False: memory. */
#define COSE_THUMBPRINT 32
bool cose_key_thumbprint(const struct cose_key *, uint8_t out[COSE_THUMBPRINT]);

#endif
