/*
 * profile_check - does a certificate conform to a profile, and if not, in what?  It reads the
 * certificate with the der and pkix rooms and encodes nothing, so that it can judge what
 * profile_build made.
 */
#ifndef PROFILE_CHECK_H
#define PROFILE_CHECK_H

#include "pkix/pkix_cert.h"
#include "profile/profile.h"

#define PROFILE_TEXT_MAX 256
#define PROFILE_FINDINGS_MAX 64

/* What is wrong with a certificate, a line each: "keyUsage is not critical (Table B.3)". */
struct profile_findings {
	size_t count; /* 0: it conforms */
	char text[PROFILE_FINDINGS_MAX][PROFILE_TEXT_MAX];
};

/*
 * Check every rule, each demand by itself: one that is broken keeps none of the others from
 * being looked at.  issuer: the certificate of who signed it, for a profile that has one, else
 * NULL.  now: it must be valid then (seconds since 1970).  The issuer's certificate is taken
 * as it is: whether it may sign is for pkix_path_verify.  Nothing is kept.
 */
void profile_check(const struct profile *, const struct pkix_cert *,
    const struct pkix_cert *issuer, int64_t now, struct profile_findings *);

/* The rules of subject and key alone, for what somebody asks a certificate for.  issuer: the
 * Name that the certificate would have as its issuer. */
void profile_check_request(const struct profile *, struct der_slice subject,
    struct der_slice spki, struct der_slice issuer, struct profile_findings *);

/* The n-th demand (from 0) that profile_check looks at, "keyUsage: critical (Table B.3)", into
 * out.  False: there are not that many. */
bool profile_demand(const struct profile *, size_t n, char out[PROFILE_TEXT_MAX]);

#endif
