/* pkix_usage - when, and for what, a certificate lets its private key sign. */
#ifndef PKIX_USAGE_H
#define PKIX_USAGE_H

#include "pkix/pkix_cert.h"

/*
 * privateKeyUsagePeriod (2.5.29.16, RFC 3280 4.2.1.4; RFC 5280 leaves it to profiles): the
 * first and the last second in which the key may sign, the certificate's own where it does
 * not say.  NULL, or why it cannot be read.
 */
const char *pkix_usage_period(const struct pkix_cert *, int64_t *from, int64_t *until);

/*
 * May its key sign data now (seconds since 1970)?  The certificate is valid, the usage period
 * has begun and is not over, and keyUsage, where it is there, has digitalSignature or
 * contentCommitment.  NULL, or why not.
 */
const char *pkix_usage_refusal(const struct pkix_cert *, int64_t now);

#endif
