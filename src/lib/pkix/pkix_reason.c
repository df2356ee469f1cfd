/* pkix_reason - the names of CRLReason, and the words for what lists do wrong. */
#include "pkix/pkix_crl.h"

#include <string.h>

static const char *const names[PKIX_REASON_MAX + 1] = {
	[PKIX_UNSPECIFIED] = "unspecified",
	[PKIX_KEY_COMPROMISE] = "keyCompromise",
	[PKIX_CA_COMPROMISE] = "cACompromise",
	[PKIX_AFFILIATION_CHANGED] = "affiliationChanged",
	[PKIX_SUPERSEDED] = "superseded",
	[PKIX_CESSATION_OF_OPERATION] = "cessationOfOperation",
	[PKIX_CERTIFICATE_HOLD] = "certificateHold",
	[PKIX_REMOVE_FROM_CRL] = "removeFromCRL",
	[PKIX_PRIVILEGE_WITHDRAWN] = "privilegeWithdrawn",
	[PKIX_AA_COMPROMISE] = "aACompromise",
};

static const struct {
	unsigned flaw;
	const char *text;
} flaws[PKIX_FLAWS] = {
	{ PKIX_FLAW_V1, "no version: a v1 list (RFC 5280 5.1.2.1)" },
	{ PKIX_FLAW_NO_NEXT_UPDATE, "no nextUpdate (RFC 5280 5.1.2.5)" },
	{ PKIX_FLAW_NO_NUMBER, "no cRLNumber (RFC 5280 5.2.3)" },
	{ PKIX_FLAW_NO_AKI, "no authorityKeyIdentifier (RFC 5280 5.2.1)" },
	{ PKIX_FLAW_IDP_NOT_CRITICAL,
	    "issuingDistributionPoint is not critical (RFC 5280 5.2.5)" },
	{ PKIX_FLAW_EMPTY_REVOKED,
	    "revokedCertificates is there but empty (RFC 5280 5.1.2.6)" },
	{ PKIX_FLAW_TIME_FORM, "GeneralizedTime before 2050, or UTCTime where "
			       "GeneralizedTime must stand (RFC 5280 5.1.2.4, 5.3.2)" },
	{ PKIX_FLAW_REASON_UNSPECIFIED,
	    "reasonCode unspecified is written out (RFC 5280 5.3.1)" },
	{ PKIX_FLAW_REMOVE_FROM_CRL, "removeFromCRL outside a delta list (RFC 5280 5.3.1)" },
	{ PKIX_FLAW_SERIAL_LONG, "serial of more than 20 octets (RFC 5280 4.1.2.2)" },
	{ PKIX_FLAW_SERIAL_ZERO, "serial is zero (RFC 5280 4.1.2.2)" },
	{ PKIX_FLAW_NUMBER_LONG, "cRLNumber of more than 20 octets (RFC 5280 5.2.3)" },
	{ PKIX_FLAW_AKI_NO_KEY,
	    "authorityKeyIdentifier without keyIdentifier (RFC 5280 5.2.1)" },
	{ PKIX_FLAW_CRITICAL, "an extension is critical, or is not, against its rule "
			      "(RFC 5280 5.2, 5.3)" },
	{ PKIX_FLAW_DEFAULT_WRITTEN, "a default FALSE is written out (X.690 11.5)" },
	{ PKIX_FLAW_IDP_EMPTY, "issuingDistributionPoint is empty (RFC 5280 5.2.5)" },
	{ PKIX_FLAW_IDP_SCOPES,
	    "issuingDistributionPoint with more than one onlyContains (RFC 5280 5.2.5)" },
	{ PKIX_FLAW_NO_ISSUER, "issuer is the empty name (RFC 5280 5.1.2.3)" },
	{ PKIX_FLAW_EMPTY_EXTENSIONS, "extensions are there but empty (RFC 5280 4.1)" },
	{ PKIX_FLAW_V1_ENTRY_EXTENSIONS, "entry extensions in a v1 list (RFC 5280 5.1.2.6)" },
	{ PKIX_FLAW_NOT_INDIRECT,
	    "certificateIssuer in a list that is not indirect (RFC 5280 5.3.3)" },
};

const char *
pkix_reason_name(int reason)
{
	return reason >= 0 && reason <= PKIX_REASON_MAX ? names[reason] : NULL;
}

int
pkix_reason_by_name(const char *name, size_t size)
{
	for (int i = 0; i <= PKIX_REASON_MAX; i++)
		if (names[i] != NULL && strlen(names[i]) == size &&
		    memcmp(names[i], name, size) == 0)
			return i;
	return -1;
}

const char *
pkix_flaw_text(unsigned flaw)
{
	for (size_t i = 0; i < PKIX_FLAWS; i++)
		if (flaws[i].flaw == flaw)
			return flaws[i].text;
	return "an unknown flaw";
}
