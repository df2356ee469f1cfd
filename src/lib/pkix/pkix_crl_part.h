/* pkix_crl_part - what the files of the CRL reader share.  Use pkix_crl.h. */
#ifndef PKIX_CRL_PART_H
#define PKIX_CRL_PART_H

#include "pkix/pkix_crl.h"

/* More extensions than this in one place are refused: no real list comes near, and the
 * search for a duplicate stays cheap. */
#define PKIX_EXTENSIONS_MAX 32

/* A Time off the front of rest.  1; 0: something else stands there; -1: not a time. */
int pkix_time_take(struct der_slice *rest, int64_t *when, unsigned *flaws, const char **why);

/* Read crl->extensions into the other fields.  NULL, or why not. */
const char *pkix_crl_extensions_read(struct pkix_crl *);

/* The contents of the extension issuingDistributionPoint.  False: malformed. */
bool pkix_idp_read(struct der_slice value, struct pkix_idp *, unsigned *flaws);

/* GeneralNames' contents: at least one, each with a tag of GeneralName. */
bool pkix_general_names_good(struct der_slice contents);

/* Is this id-ce arc (2.5.29.arc)? */
bool pkix_is_ce(struct der_slice oid, uint8_t arc);

/* OIDs met so far in one Extensions. */
struct pkix_seen {
	size_t count;
	struct der_slice oid[PKIX_EXTENSIONS_MAX];
};
/* Remember one.  NULL, or why it must not stand there (again). */
const char *pkix_seen_add(struct pkix_seen *, struct der_slice oid);

/*
 * The two readers behind pkix_entry_next.  The fast one takes entries of the usual shape
 * alone (serial of at most 20 octets, UTCTime, a plain reasonCode or no extensions) and
 * returns false, rest untouched, for all others; what it takes it reads as the other does.
 */
bool pkix_entry_fast(struct der_slice *rest, struct pkix_entry *);
int pkix_entry_slow(struct der_slice *rest, struct pkix_entry *, const char **why);

#endif
