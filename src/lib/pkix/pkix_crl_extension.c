/* pkix_crl_extension - crlExtensions, and what entries share with them (RFC 5280 5.2). */
#include "pkix/pkix_crl_part.h"

#include <string.h>

bool
pkix_is_ce(struct der_slice oid, uint8_t arc)
{
	return oid.size == 3 && oid.data[0] == 0x55 && oid.data[1] == 0x1d &&
	       oid.data[2] == arc;
}

const char *
pkix_seen_add(struct pkix_seen *seen, struct der_slice oid)
{
	for (size_t i = 0; i < seen->count; i++)
		if (der_equal(seen->oid[i], oid))
			return "an extension stands there twice (RFC 5280 4.2)";
	if (seen->count == PKIX_EXTENSIONS_MAX)
		return "more than 32 extensions";
	seen->oid[seen->count++] = oid;
	return NULL;
}

int
pkix_extension_next(struct der_slice *rest, struct pkix_extension *extension, const char **why)
{
	struct der_item item, oid, critical, value;

	*extension = (struct pkix_extension){ 0 };
	if (rest->size == 0)
		return 0;
	*why = "malformed Extension (RFC 5280 4.1)";
	if (!der_take(rest, DER_SEQUENCE, &item) || !der_take(&item.value, DER_OID, &oid) ||
	    oid.value.size == 0)
		return -1;
	if (der_take(&item.value, DER_BOOLEAN, &critical)) {
		if (der_boolean(critical.value) == -1)
			return -1;
		extension->critical = der_boolean(critical.value) == 1;
		extension->default_written = !extension->critical;
	}
	if (!der_take(&item.value, DER_OCTET_STRING, &value) || item.value.size != 0)
		return -1;
	extension->oid = oid.value;
	extension->value = value.value;
	return 1;
}

bool
pkix_general_names_good(struct der_slice contents)
{
	struct der_item item;
	const char *why;

	if (contents.size == 0)
		return false;
	while (contents.size != 0)
		if (der_next(&contents, &item, &why) != 1 || (item.tag & 0xc0) != 0x80 ||
		    (item.tag & 0x1f) > 8)
			return false;
	return true;
}

static bool
number_read(struct der_slice value, struct der_slice *number, unsigned *flaws)
{
	struct der_item item;

	if (!der_take(&value, DER_INTEGER, &item) || value.size != 0 ||
	    der_magnitude(item.value, number) != NULL)
		return false;
	if (number->size > 20)
		*flaws |= PKIX_FLAW_NUMBER_LONG;
	return true;
}

/* AuthorityKeyIdentifier, RFC 5280 4.2.1.1: issuer and serial only together. */
static bool
aki_read(struct der_slice value, struct pkix_crl *crl)
{
	struct der_item item, key, issuer, serial;
	bool has_issuer, has_serial;

	if (!der_take(&value, DER_SEQUENCE, &item) || value.size != 0)
		return false;
	if (der_take(&item.value, DER_CONTEXT(0), &key))
		crl->aki = key.value;
	has_issuer = der_take(&item.value, DER_CONSTRUCTED(1), &issuer);
	has_serial = der_take(&item.value, DER_CONTEXT(2), &serial);
	if (crl->aki.size == 0)
		crl->flaws |= PKIX_FLAW_AKI_NO_KEY;
	return item.value.size == 0 && has_issuer == has_serial &&
	       (!has_issuer || pkix_general_names_good(issuer.value)) &&
	       (!has_serial || serial.value.size != 0);
}

/* One crlExtension.  NULL, or why not. */
static const char *
take_extension(struct pkix_crl *crl, const struct pkix_extension *extension)
{
	bool must = false; /* be critical */

	if (pkix_is_ce(extension->oid, 20)) {
		if (!number_read(extension->value, &crl->number, &crl->flaws))
			return "malformed cRLNumber (RFC 5280 5.2.3)";
		crl->flaws &= ~(unsigned)PKIX_FLAW_NO_NUMBER;
	} else if (pkix_is_ce(extension->oid, 35)) {
		if (!aki_read(extension->value, crl))
			return "malformed authorityKeyIdentifier (RFC 5280 5.2.1)";
		crl->flaws &= ~(unsigned)PKIX_FLAW_NO_AKI;
	} else if (pkix_is_ce(extension->oid, 27)) {
		if (!number_read(extension->value, &crl->delta_base, &crl->flaws))
			return "malformed deltaCRLIndicator (RFC 5280 5.2.4)";
		must = crl->delta = true;
	} else if (pkix_is_ce(extension->oid, 28)) {
		if (!pkix_idp_read(extension->value, &crl->idp, &crl->flaws))
			return "malformed issuingDistributionPoint (RFC 5280 5.2.5)";
		crl->idp.critical = extension->critical;
		if (!extension->critical)
			crl->flaws |= PKIX_FLAW_IDP_NOT_CRITICAL;
		return NULL;
	} else {
		if (extension->critical && crl->unknown_critical.size == 0)
			crl->unknown_critical = extension->oid;
		return NULL;
	}
	if (extension->critical != must)
		crl->flaws |= PKIX_FLAW_CRITICAL;
	return NULL;
}

const char *
pkix_crl_extensions_read(struct pkix_crl *crl)
{
	struct der_slice rest = crl->extensions;
	struct pkix_extension extension;
	struct pkix_seen seen = { 0 };
	const char *why;
	int got;

	if (rest.size == 0)
		crl->flaws |= PKIX_FLAW_EMPTY_EXTENSIONS;
	while ((got = pkix_extension_next(&rest, &extension, &why)) == 1) {
		if ((why = pkix_seen_add(&seen, extension.oid)) != NULL ||
		    (why = take_extension(crl, &extension)) != NULL)
			return why;
		if (extension.default_written)
			crl->flaws |= PKIX_FLAW_DEFAULT_WRITTEN;
	}
	return got == -1 ? why : NULL;
}
