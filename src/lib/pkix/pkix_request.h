/* pkix_request - certification requests, PKCS #10 (RFC 2986). */
#ifndef PKIX_REQUEST_H
#define PKIX_REQUEST_H

#include "der/der_write.h"

/* Every slice points into the octets read. */
struct pkix_request {
	struct der_slice whole, info; /* info: CertificationRequestInfo, what is signed */
	struct der_slice subject;     /* Name, whole */
	struct der_slice spki;        /* SubjectPublicKeyInfo, whole */
	struct der_slice algorithm;   /* AlgorithmIdentifier, whole */
	struct der_slice signature;   /* the signature's octets */
};

/* Read a CertificationRequest: one object, strict DER, nothing behind it.  Nothing is judged,
 * and attributes are not looked at.  NULL, or why it is not one, clause included. */
const char *pkix_request_read(struct der_slice der, struct pkix_request *);

/* Does it prove that who made it has the private key: its signature is by the key that it
 * holds (RFC 2986 3)?  NULL, or why not. */
const char *pkix_request_verify(const struct pkix_request *);

/* Put a CertificationRequestInfo without attributes in front. */
void pkix_request_put(struct der_writer *, struct der_slice subject, struct der_slice spki);

#endif
