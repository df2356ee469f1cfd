/* pkix_crl - the header of a CertificateList or TBSCertList (RFC 5280 5.1). */
#include "pkix/pkix_crl.h"

#include "pkix/pkix_crl_part.h"
#include "pkix/pkix_name.h"

#define FROM_2050 INT64_C(2524608000)

static const char *
algorithm_read(struct der_slice *rest, struct der_slice *algorithm)
{
	struct der_item whole, oid, parameters;
	struct der_slice inner;
	const char *why;

	if (!der_take(rest, DER_SEQUENCE, &whole))
		return "no AlgorithmIdentifier where one must stand (RFC 5280 5.1.1.2, "
		       "5.1.2.2)";
	inner = whole.value;
	if (!der_take(&inner, DER_OID, &oid) || oid.value.size == 0 ||
	    der_next(&inner, &parameters, &why) == -1 || inner.size != 0)
		return "malformed AlgorithmIdentifier (RFC 5280 4.1.1.2)";
	*algorithm = whole.whole;
	return NULL;
}

static const char *
issuer_read(struct der_slice *rest, struct pkix_crl *crl)
{
	struct der_item name;

	if (!der_take(rest, DER_SEQUENCE, &name) || pkix_name_check(name.whole) != NULL)
		return "issuer is not a Name (RFC 5280 5.1.2.3)";
	if (name.value.size == 0)
		crl->flaws |= PKIX_FLAW_NO_ISSUER;
	crl->issuer = name.whole;
	return NULL;
}

/* A Time off the front of rest.  1; 0: something else stands there; -1: *why. */
int
pkix_time_take(struct der_slice *rest, int64_t *when, unsigned *flaws, const char **why)
{
	struct der_item item;

	if (!der_take(rest, DER_UTC_TIME, &item) &&
	    !der_take(rest, DER_GENERALIZED_TIME, &item))
		return 0;
	if ((*why = der_time(&item, when)) != NULL)
		return -1;
	if (item.tag == DER_GENERALIZED_TIME && *when < FROM_2050)
		*flaws |= PKIX_FLAW_TIME_FORM;
	return 1;
}

static const char *
times_read(struct der_slice *rest, struct pkix_crl *crl)
{
	const char *why;

	switch (pkix_time_take(rest, &crl->this_update, &crl->flaws, &why)) {
	case 0:
		return "no thisUpdate (RFC 5280 5.1.2.4)";
	case -1:
		return "thisUpdate is not a time (RFC 5280 5.1.2.4)";
	}
	switch (pkix_time_take(rest, &crl->next_update, &crl->flaws, &why)) {
	case 0:
		crl->flaws |= PKIX_FLAW_NO_NEXT_UPDATE;
		return NULL;
	case -1:
		return "nextUpdate is not a time (RFC 5280 5.1.2.5)";
	}
	crl->has_next_update = true;
	return NULL;
}

static const char *
version_read(struct der_slice *rest, struct pkix_crl *crl)
{
	struct der_item item;

	crl->version = 1;
	if (!der_take(rest, DER_INTEGER, &item)) {
		crl->flaws |= PKIX_FLAW_V1;
		return NULL;
	}
	if (der_small(item.value) != 1)
		return "version is there and not v2 (RFC 5280 5.1.2.1)";
	crl->version = 2;
	return NULL;
}

static const char *
revoked_read(struct der_slice *rest, struct pkix_crl *crl)
{
	struct der_item item;

	if (!der_take(rest, DER_SEQUENCE, &item))
		return NULL;
	if (item.value.size == 0)
		crl->flaws |= PKIX_FLAW_EMPTY_REVOKED;
	crl->revoked = item.value;
	return NULL;
}

static const char *
extensions_read(struct der_slice *rest, struct pkix_crl *crl)
{
	struct der_item outer, inner;

	if (crl->version == 2)
		crl->flaws |= PKIX_FLAW_NO_NUMBER | PKIX_FLAW_NO_AKI;
	if (!der_take(rest, DER_CONSTRUCTED(0), &outer))
		return NULL;
	if (!der_take(&outer.value, DER_SEQUENCE, &inner) || outer.value.size != 0)
		return "malformed crlExtensions (RFC 5280 5.1.2.7)";
	if (crl->version == 1)
		return "crlExtensions in a v1 list (RFC 5280 5.1.2.1)";
	crl->extensions = inner.value;
	return pkix_crl_extensions_read(crl);
}

/* The contents of a TBSCertList, which crl->tbs already names. */
static const char *
tbs_read(struct der_slice rest, struct pkix_crl *crl)
{
	const char *why;

	if ((why = version_read(&rest, crl)) != NULL ||
	    (why = algorithm_read(&rest, &crl->algorithm)) != NULL ||
	    (why = issuer_read(&rest, crl)) != NULL || (why = times_read(&rest, crl)) != NULL ||
	    (why = revoked_read(&rest, crl)) != NULL ||
	    (why = extensions_read(&rest, crl)) != NULL)
		return why;
	return rest.size == 0 ? NULL
			      : "something follows where TBSCertList must end, or stands "
				"out of order (RFC 5280 5.1)";
}

const char *
pkix_tbs_crl_read(struct der_slice der, struct pkix_crl *crl)
{
	struct der_item item;

	*crl = (struct pkix_crl){ 0 };
	if (!der_take(&der, DER_SEQUENCE, &item))
		return "not a TBSCertList (RFC 5280 5.1)";
	if (der.size != 0)
		return "octets follow the TBSCertList (RFC 5280 5.1)";
	crl->whole = crl->tbs = item.whole;
	return tbs_read(item.value, crl);
}

const char *
pkix_crl_read(struct der_slice der, struct pkix_crl *crl)
{
	struct der_item item, tbs, bits;
	struct der_slice outer_algorithm, signature;
	const char *why;

	*crl = (struct pkix_crl){ 0 };
	if (!der_take(&der, DER_SEQUENCE, &item))
		return "not a CertificateList (RFC 5280 5.1)";
	if (der.size != 0)
		return "octets follow the CertificateList (RFC 5280 5.1)";
	if (!der_take(&item.value, DER_SEQUENCE, &tbs))
		return "no TBSCertList (RFC 5280 5.1.1.1)";
	if ((why = algorithm_read(&item.value, &outer_algorithm)) != NULL)
		return why;
	if (!der_take(&item.value, DER_BIT_STRING, &bits) ||
	    !der_bits(bits.value, &signature) || signature.size == 0)
		return "no signature of whole octets (RFC 5280 5.1.1.3)";
	if (item.value.size != 0)
		return "octets follow the signature (RFC 5280 5.1.1.3)";
	crl->whole = item.whole;
	crl->tbs = tbs.whole;
	crl->outer_algorithm = outer_algorithm;
	crl->signature = signature;
	return tbs_read(tbs.value, crl);
}

/*
 * A TBSCertList begins with its version or, in v1, with an AlgorithmIdentifier, whose first
 * item is an OID; a CertificateList begins with a TBSCertList, which never begins with one.
 */
const char *
pkix_any_crl_read(struct der_slice der, struct pkix_crl *crl)
{
	struct der_slice probe = der;
	struct der_item item, first, oid;
	const char *why;

	if (der_take(&probe, DER_SEQUENCE, &item) && der_next(&item.value, &first, &why) == 1 &&
	    (first.tag == DER_INTEGER ||
		(first.tag == DER_SEQUENCE && der_take(&first.value, DER_OID, &oid))))
		return pkix_tbs_crl_read(der, crl);
	return pkix_crl_read(der, crl);
}
