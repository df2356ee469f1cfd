/*
 * pkix_path - is there a path from a certificate to one that is trusted?  RFC 5280 6.1 with
 * any policy, and without what no path here needs: name constraints and policy constraints
 * are not processed, and a certificate that has them is not passed over.  Revocation is for
 * whoever has the lists.
 */
#ifndef PKIX_PATH_H
#define PKIX_PATH_H

#include "pkix/pkix_judge.h" /* struct pkix_verifiers */

#define PKIX_PATH_MAX 8 /* certificates above the one that is verified */

struct pkix_path {
	/* From the certificate's issuer up to the trusted one, borrowed.  count is 0 when it
	 * is a trusted one itself. */
	const struct pkix_verifier *steps[PKIX_PATH_MAX];
	size_t count;
	char why[512]; /* when there is none: the nearest that any came, with its clause */
};

/*
 * Is the certificate, valid now (seconds since 1970), one of the trusted ones, or is there a
 * path to one of them through any of the others?  Of each certificate above it: its subject is
 * the issuer of the one below (6.1.3 a 4, by the rules of 7.1), with its key identifier where
 * both say so; it is valid now (6.1.3 a 2), of a CA (6.1.4 k), for keyCertSign where keyUsage
 * is given (6.1.4 n), with room for the path below it (6.1.4 l, m: certificates issued to
 * themselves do not count), and its key made the signature (6.1.3 a 1).  No critical extension
 * is unknown (6.1.4 o, 6.1.5 f).  The trusted ones are asked the same, but not who issued them.
 * Of hostile certificates at most 64 signatures are tried.
 */
bool pkix_path_verify(const struct pkix_cert *, const struct pkix_verifiers *trusted,
    const struct pkix_verifiers *others, int64_t now, struct pkix_path *);

#endif
