/*
 * pkix_tbs - what is to be signed, whichever of four kinds it is: who must sign it and how.
 * The cost is that of a few headers at any size: a list's entries are passed as one item.
 */
#ifndef PKIX_TBS_H
#define PKIX_TBS_H

#include "pkix/pkix_cert.h"

enum pkix_tbs_kind {
	PKIX_TBS_CRL,         /* TBSCertList, RFC 5280 5.1 */
	PKIX_TBS_CERTIFICATE, /* TBSCertificate, RFC 5280 4.1 */
	PKIX_TBS_REQUEST,     /* CertificationRequestInfo, RFC 2986 4.1 */
	PKIX_TBS_RESPONSE,    /* ResponseData, RFC 6960 4.2.1 */
};
/* "TBSCertList"; static. */
const char *pkix_tbs_name(enum pkix_tbs_kind);

/* Every slice points into the octets read; empty: this kind, or this record, has none. */
struct pkix_tbs {
	enum pkix_tbs_kind kind;
	struct der_slice algorithm; /* the inner signature AlgorithmIdentifier, whole */
	struct der_slice issuer;    /* Name, whole */
	struct der_slice subject;   /* Name, whole: certificate and request */
	struct der_slice spki;      /* SubjectPublicKeyInfo, whole: certificate and request */
	struct der_slice aki;       /* authorityKeyIdentifier's keyIdentifier */
};

/* Read the outline of a to-be-signed object.  NULL, or why it is none. */
const char *pkix_tbs_read(struct der_slice der, struct pkix_tbs *);

/* What stands before and after a tbs in SIGNED{} = SEQUENCE { tbs, AlgorithmIdentifier,
 * BIT STRING } (RFC 5280 4.1.1, 5.1.1). */
struct pkix_signed {
	uint8_t head[10], tail[1200]; /* a signature of 8192 bits has 1024 octets */
	size_t head_size, tail_size;  /* 0: algorithm and signature do not fit */
};
struct pkix_signed pkix_signed(
    uint64_t tbs_size, struct der_slice algorithm, struct der_slice signature);

#endif
