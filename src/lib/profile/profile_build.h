/*
 * profile_build - the TBSCertificate that a profile makes of a request.  It encodes, and looks
 * at nothing that profile_check does not look at again.
 */
#ifndef PROFILE_BUILD_H
#define PROFILE_BUILD_H

#include "der/der_write.h"
#include "pkix/pkix_cert.h"
#include "profile/profile.h"

#define PROFILE_WHY_MAX 256
#define PROFILE_SERIAL_MAX 20

/* What a $word of a profile stands for.  Both are borrowed. */
struct profile_setting {
	const char *name; /* as "name=value" was typed: it ends at the "=" */
	const char *value;
};
struct profile_settings {
	const struct profile_setting *at;
	size_t count;
};

/*
 * Does the profile have a place for every setting, is there one for every place that must be
 * filled, and is each a name of the kind wanted there?  False: why.
 */
bool profile_settings_good(
    const struct profile *, const struct profile_settings *, char why[PROFILE_WHY_MAX]);

/* What is asked for. */
struct profile_order {
	struct der_slice subject, spki;
	const struct pkix_cert *issuer;  /* NULL: self-signed */
	const struct pkix_cert *request; /* the certificate that asks; NULL: a PKCS #10 does */
	int64_t not_before;
	struct der_slice serial; /* magnitude */
	struct profile_settings settings;
};

/*
 * Read what asks for a certificate, a PKCS #10 or, where the profile says so, a self-signed
 * certificate (into *request), and have it prove with its own signature that who made it has
 * the private key (RFC 2986 3).  Sets subject, spki and request of the order, slices of der.
 * NULL, or why it is refused.
 */
const char *profile_request_read(const struct profile *, struct der_slice der,
    struct profile_order *, struct pkix_cert *request);

/* A positive serial of random octets, as many as the profile wants, into out.  Octets. */
size_t profile_serial(const struct profile *, const uint8_t random[PROFILE_SERIAL_MAX],
    uint8_t out[PROFILE_SERIAL_MAX]);

/*
 * Put the TBSCertificate in front.  Subject and key were judged before, by
 * profile_check_request.  False: why; what was written must not be used.
 */
bool profile_build(const struct profile *, const struct profile_order *, struct der_writer *,
    char why[PROFILE_WHY_MAX]);

#endif
