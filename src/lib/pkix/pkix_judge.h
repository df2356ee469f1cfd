/* pkix_judge - is a CRL good, and of one of these CAs? */
#ifndef PKIX_JUDGE_H
#define PKIX_JUDGE_H

#include "pkix/pkix_cert.h"
#include "pkix/pkix_crl.h"
#include "pkix/pkix_key.h"

/* A CA certificate, and its key for verifying. */
struct pkix_verifier {
	uint8_t *der; /* owned; cert points into it */
	struct pkix_cert cert;
	struct pkix_key *key; /* owned */
	const char *from;     /* borrowed: where it comes from, for messages */
};

/* Zero it to begin. */
struct pkix_verifiers {
	struct pkix_verifier *at;
	size_t count;
};

/* Add a copy of a certificate.  NULL, or why it cannot be used. */
const char *pkix_verifiers_add(
    struct pkix_verifiers *, struct der_slice certificate, const char *from);
void pkix_verifiers_free(struct pkix_verifiers *);

/* What was found out about a CRL. */
struct pkix_judgement {
	struct pkix_crl crl;
	struct pkix_algorithm algorithm;    /* SHA-1 is not refused: ask algorithm.hash */
	const struct pkix_verifier *issuer; /* who signed it; NULL: it must not be used */
	uint64_t entries;                   /* read so far */
	unsigned flaws;                     /* of its header and of all entries */
	char why[512];                      /* when issuer is NULL, the clause included */
};

/*
 * Judge a CertificateList: well-formed to its last entry, no critical extension that we do
 * not know (RFC 5280 5.2, 5.3), both signature algorithms equal (5.1.1.2), and signed by one
 * of the certificates: with its name (7.1) and, where both say so, its key identifier (5.2.1),
 * with cRLSign where its keyUsage is given (6.3.3 f), and with a signature that verifies
 * (6.3.3 g).  Several certificates may bear one name: each is tried.  Dates are not judged,
 * nor the certificates themselves.  The octets are read twice, once to hash them.
 */
bool pkix_crl_judge(
    struct der_slice record, const struct pkix_verifiers *, struct pkix_judgement *);

#endif
