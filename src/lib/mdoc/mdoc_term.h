/* mdoc_term - how long a Document Signer signs, and what it signs is valid. */
#ifndef MDOC_TERM_H
#define MDOC_TERM_H

#include "pkix/pkix_cert.h"

#define MDOC_VALID_DAYS 30 /* an MSO, from the time it is signed */
#define MDOC_USAGE_MONTHS 3

/* Seconds since 1970. */
struct mdoc_term {
	int64_t from, until; /* the first and the last second in which the key may sign */
	int64_t not_after;   /* of the certificate */
};

/*
 * The term of a Document Signer's certificate: its privateKeyUsagePeriod, or where it has
 * none three months of the calendar from notBefore (from 30 November to the last of
 * February).  It must have a P-256 key with digitalSignature.  NULL, or why not.
 */
const char *mdoc_term_read(const struct pkix_cert *, struct mdoc_term *);

/*
 * Until when an MSO signed now is valid: 30 days, but no longer than the certificate, as
 * verifiers judge that at the time they see the document.  NULL, or why it may not be signed.
 */
const char *mdoc_term_valid(const struct mdoc_term *, int64_t now, int64_t *until);

/* A tdate without its tag: "2026-11-21T00:00:00Z" (ISO/IEC 18013-5 7.2.1), years to 9999. */
#define MDOC_TDATE_SIZE 20
void mdoc_tdate(int64_t when, char out[MDOC_TDATE_SIZE + 1]);

#endif
