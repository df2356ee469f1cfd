/*
 * pkix_issuer - who may sign what is to be signed: certificates with the place of their
 * private key, and the rules of RFC 5280 for choosing among them.
 */
#ifndef PKIX_ISSUER_H
#define PKIX_ISSUER_H

#include "pkix/pkix_tbs.h"

struct pkix_issuer {
	char *name, *key_uri;    /* owned */
	uint8_t *der;            /* owned: what the slices below point into */
	struct pkix_cert cert;   /* whole is empty: no certificate, a key alone */
	struct der_slice key_id; /* what authorityKeyIdentifier must say, if anything */
	void *signer;            /* the caller's */
};

/* Zero it to begin; pkix_issuers_free at the end. */
struct pkix_issuers {
	struct pkix_issuer *list; /* owned */
	size_t count;
};

/*
 * Add an issuer; everything is copied.  cert: a certificate, or empty for a key alone.
 * key_id: empty, the certificate's own subjectKeyIdentifier.  NULL, or why not.
 */
const char *pkix_issuer_add(struct pkix_issuers *, const char *name, const char *key_uri,
    struct der_slice cert, struct der_slice key_id);
void pkix_issuers_free(struct pkix_issuers *);

/*
 * The one issuer that a record names, by issuer Name and, where several share that, by
 * authorityKeyIdentifier (RFC 5280 4.2.1.1).  NULL: *why.
 */
struct pkix_issuer *pkix_issuer_of(
    const struct pkix_issuers *, const struct pkix_tbs *, const char **why);

/*
 * May this issuer sign this now (seconds since 1970)?  With a certificate: it is valid, is
 * the record's issuer by name and key identifier, and its key is for that (RFC 5280
 * 4.1.2.4, 4.2.1.1, 4.2.1.3, 5.1.2.3); a request must be for its key.  A key alone, with
 * this SubjectPublicKeyInfo, signs its own requests and self-signed certificates.  A
 * response is signed by anybody.  NULL, or why not.
 */
const char *pkix_issuer_refusal(
    const struct pkix_issuer *, const struct pkix_tbs *, struct der_slice spki, int64_t now);

#endif
