#include "pkix/pkix_usage.h"
#include "pkix/pkix_crl.h" /* pkix_extension_next */
#include <string.h>

static const char malformed[] = "privateKeyUsagePeriod is malformed (RFC 3280 4.2.1.4)";

/* [0] or [1], a GeneralizedTime with another tag.  True when it is absent or good. */
static bool
take_time(struct der_slice *rest, uint8_t tag, int64_t *when)
{
	struct der_item item;

	if (!der_take(rest, tag, &item))
		return true;
	item.tag = DER_GENERALIZED_TIME;
	return der_time(&item, when) == NULL;
}

static const char *
read_period(struct der_slice value, int64_t *from, int64_t *until)
{
	struct der_item period;

	if (!der_take(&value, DER_SEQUENCE, &period) || value.size != 0 ||
	    period.value.size == 0 || !take_time(&period.value, DER_CONTEXT(0), from) ||
	    !take_time(&period.value, DER_CONTEXT(1), until) || period.value.size != 0)
		return malformed;
	return NULL;
}

const char *
pkix_usage_period(const struct pkix_cert *cert, int64_t *from, int64_t *until)
{
	static const uint8_t id[] = { 0x55, 0x1d, 0x10 }; /* 2.5.29.16 */
	struct der_slice rest = cert->extensions;
	struct pkix_extension extension;
	const char *why;

	*from = cert->not_before;
	*until = cert->not_after;
	/* pkix_cert_read saw that none is malformed or there twice. */
	while (pkix_extension_next(&rest, &extension, &why) == 1)
		if (extension.oid.size == sizeof id &&
		    memcmp(extension.oid.data, id, sizeof id) == 0)
			return read_period(extension.value, from, until);
	return NULL;
}

const char *
pkix_usage_refusal(const struct pkix_cert *cert, int64_t now)
{
	int64_t from, until;
	const char *why;

	if (now < cert->not_before)
		return "the certificate is not valid yet (RFC 5280 4.1.2.5)";
	if (now > cert->not_after)
		return "the certificate is not valid any more (RFC 5280 4.1.2.5)";
	if ((why = pkix_usage_period(cert, &from, &until)) != NULL)
		return why;
	if (now < from)
		return "the key's usage period has not begun (privateKeyUsagePeriod)";
	if (now > until)
		return "the key's usage period is over (privateKeyUsagePeriod)";
	if (cert->has_key_usage &&
	    (cert->key_usage & (PKIX_DIGITAL_SIGNATURE | PKIX_CONTENT_COMMITMENT)) == 0)
		return "the key is not for digitalSignature (RFC 5280 4.2.1.3)";
	return NULL;
}
