/*
 * cose_draft - what is to be signed, and beside it whatever its builder put there:
 *
 *     draft = { "payload": bstr, ? "protected": map, ? "unprotected": map,
 *               ? "x5chain": "protected" / "unprotected", ? "tagged": bool, * tstr => any }
 *
 * Signed, it is the same map with "signed": COSE_Sign1 in place of "payload".
 */
#ifndef COSE_DRAFT_H
#define COSE_DRAFT_H

#include "cose/cose_header.h"

/* Everything points into the octets that were read. */
struct cose_draft {
	struct citem map;
	struct der_slice payload;
	struct cose_headers headers; /* what the draft asks for beside alg and x5chain */
	enum cose_place x5chain;     /* where the signer's certificate is to stand */
	bool tagged;                 /* tag 18 around the COSE_Sign1 */
};

/*
 * Read a draft, an item that passed cseq_check.  Its header maps may hold neither alg nor
 * x5chain, which are the signer's to say, and have their keys in order (RFC 8949 4.2.1); all
 * that cose_headers_read refuses is refused here.  NULL, or why not.
 */
const char *cose_draft_read(const struct citem *, struct cose_draft *);

/* What Sig_structure takes as body_protected: the octets of the protected map, alg and, where
 * the draft asks for it there, x5chain (one certificate, RFC 9360 2) put in their places. */
void cose_draft_protected(const struct cose_draft *, enum cose_algorithm,
    struct der_slice certificate, struct cput *out);

/*
 * The signed map.  Every member but payload as it is, octet for octet, in the order in which
 * they came; "signed" stands where the order of keys wants it (RFC 8949 4.2.1).  protected:
 * what cose_draft_protected made.  The signature's octets are put by the caller at *signature
 * (an offset in out), so that this may be made before there is one.
 */
void cose_draft_put(const struct cose_draft *, enum cose_algorithm, struct der_slice protected,
    struct der_slice certificate, struct cput *out, size_t *signature);

#endif
