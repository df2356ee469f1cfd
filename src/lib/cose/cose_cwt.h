/*
 * cose_cwt - the claims of a CBOR Web Token (RFC 8392) that a status list token has (Token
 * Status List 5.2).  Both of its times are whole seconds since 1970 without tag (RFC 8392 2).
 */
#ifndef COSE_CWT_H
#define COSE_CWT_H

#include "cbor/citem.h"
#include "der/der.h"

enum cose_claim {
	COSE_CLAIM_SUB = 2,
	COSE_CLAIM_EXP = 4,
	COSE_CLAIM_IAT = 6,
	COSE_CLAIM_STATUS_LIST = 65533,
	COSE_CLAIM_TTL = 65534,
};

/* Everything points into the octets that were read. */
struct cose_cwt {
	bool has_subject, has_expires, has_issued, has_ttl, has_status_list;
	struct der_slice subject; /* text */
	int64_t expires, issued;
	uint64_t ttl;             /* seconds, at least 1 */
	struct citem status_list; /* a map */
};

/* Read a payload: one map of claims, checked here as cseq_check does.  Claims of other names
 * are not looked at; which must be there is for the caller to say.  NULL, or why not. */
const char *cose_cwt_read(struct der_slice payload, struct cose_cwt *);

#endif
