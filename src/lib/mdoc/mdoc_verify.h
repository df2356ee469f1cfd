/*
 * mdoc_verify - is what an mdoc says what its issuer signed, and does it hold now?  Issuer data
 * authentication, ISO/IEC 18013-5:2021 9.3.1, step by step; the certificate by 9.3.3 and B.1.4.
 */
#ifndef MDOC_VERIFY_H
#define MDOC_VERIFY_H

#include "mdoc/mdoc_read.h"
#include "pkix/pkix_judge.h"
#include "profile/profile_check.h"

/* CRLs that pkix_crl_judge found good. */
struct mdoc_crls {
	const struct pkix_judgement *at;
	size_t count;
};

struct mdoc_rules {
	const struct pkix_verifiers *roots; /* IACA certificates, which are trusted */
	int64_t now;                        /* seconds since 1970 */
	const struct profile *profile; /* NULL, or what the certificate of the Document Signer
					* must conform to beside what is always checked */
	struct mdoc_crls crls;         /* count 0: revocation is not asked about */
};

/* What was found out about a document. */
struct mdoc_verdict {
	struct pkix_cert signer;            /* the Document Signer's; whole is empty: unread */
	const struct pkix_verifier *issuer; /* its IACA; NULL: none of those known */
	uint64_t items;                     /* whose digests are right */
	char why[512];                      /* when it is not good, the clause included; nothing
					     * of what the document says of its holder */
};

/* Is the document good? */
bool mdoc_verify(const struct mdoc *, const struct mdoc_rules *, struct mdoc_verdict *);

/* A CRL that mdoc_verify may ask: of one authority's certificates, all of them and for every
 * reason.  NULL, or why not. */
const char *mdoc_crl_check(const struct pkix_crl *);

/*
 * Step 1 alone: the certificate in x5chain, up to one of the roots (9.3.3).  False: why.
 */
bool mdoc_verify_signer(
    const struct cose_headers *, const struct mdoc_rules *, struct mdoc_verdict *);

#endif
