/*
 * pkix_cert - what the suite asks of a certificate (RFC 5280 4), read in place with
 * libtasn1 and the module src/asn1/pkix.asn.
 */
#ifndef PKIX_CERT_H
#define PKIX_CERT_H

#include "der/der.h"

#define PKIX_CERT_MAX ((uint64_t)64 << 10) /* certificates larger than this are refused */

enum pkix_key_usage { /* RFC 5280 4.2.1.3, the first bit is 0x8000 */
	PKIX_DIGITAL_SIGNATURE = 0x8000,
	PKIX_KEY_CERT_SIGN = 0x0400,
	PKIX_CRL_SIGN = 0x0200,
};

/* Every slice points into the octets given to pkix_cert_read. */
struct pkix_cert {
	struct der_slice whole, tbs;
	struct der_slice serial;          /* magnitude, no leading zeros */
	struct der_slice issuer, subject; /* Name, whole */
	struct der_slice spki;            /* SubjectPublicKeyInfo, whole */
	struct der_slice algorithm;       /* signature AlgorithmIdentifier, whole */
	struct der_slice signature;       /* the signature's octets */
	int64_t not_before, not_after;    /* seconds since 1970 */
	struct der_slice ski, aki;        /* keyIdentifier octets; empty: absent */
	struct der_slice crl_dps;         /* contents of CRLDistributionPoints; empty: absent */
	bool ca;                          /* basicConstraints cA */
	bool has_key_usage;
	uint16_t key_usage; /* enum pkix_key_usage and the other bits */
};

/* Read a certificate.  NULL, or why it is not one. */
const char *pkix_cert_read(struct der_slice der, struct pkix_cert *);

/* The n-th (from 0) GeneralName, whole, among the fullNames of cRLDistributionPoints
 * (RFC 5280 4.2.1.13).  False: there are not that many. */
bool pkix_cert_crl_dp(const struct pkix_cert *, unsigned n, struct der_slice *general_name);

#endif
