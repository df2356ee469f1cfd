/* pkix_entry - the entries of revokedCertificates (RFC 5280 5.1.2.6, 5.3). */
#include "pkix/pkix_crl_part.h"
#include "pkix/pkix_name.h"

/* reasonCode, RFC 5280 5.3.1. */
static const char *
reason_read(const struct pkix_extension *extension, struct pkix_entry *entry)
{
	struct der_slice value = extension->value;
	struct der_item item;

	if (!der_take(&value, DER_ENUMERATED, &item) || value.size != 0)
		return "malformed reasonCode (RFC 5280 5.3.1)";
	entry->reason = der_small(item.value);
	if (pkix_reason_name(entry->reason) == NULL)
		return "reasonCode is not one of the ten (RFC 5280 5.3.1)";
	if (extension->critical)
		entry->flaws |= PKIX_FLAW_CRITICAL;
	if (entry->reason == PKIX_UNSPECIFIED)
		entry->flaws |= PKIX_FLAW_REASON_UNSPECIFIED;
	return NULL;
}

/* invalidityDate, RFC 5280 5.3.2: GeneralizedTime at any date. */
static const char *
invalidity_read(const struct pkix_extension *extension, struct pkix_entry *entry)
{
	struct der_slice value = extension->value;
	bool utc = value.size != 0 && value.data[0] == DER_UTC_TIME;
	unsigned ignored = 0;
	const char *why;

	if (pkix_time_take(&value, &entry->invalidity, &ignored, &why) != 1 || value.size != 0)
		return "malformed invalidityDate (RFC 5280 5.3.2)";
	entry->has_invalidity = true;
	if (utc)
		entry->flaws |= PKIX_FLAW_TIME_FORM;
	if (extension->critical)
		entry->flaws |= PKIX_FLAW_CRITICAL;
	return NULL;
}

/* certificateIssuer, RFC 5280 5.3.3: always critical. */
static const char *
issuer_read(const struct pkix_extension *extension, struct pkix_entry *entry)
{
	struct der_slice value = extension->value;
	struct der_item item;

	if (!der_take(&value, DER_SEQUENCE, &item) || value.size != 0 ||
	    !pkix_general_names_good(item.value))
		return "malformed certificateIssuer (RFC 5280 5.3.3)";
	entry->certificate_issuer = item.value;
	if (!extension->critical)
		entry->flaws |= PKIX_FLAW_CRITICAL;
	return NULL;
}

static const char *
take_extension(const struct pkix_extension *extension, struct pkix_entry *entry)
{
	if (extension->default_written)
		entry->flaws |= PKIX_FLAW_DEFAULT_WRITTEN;
	if (pkix_is_ce(extension->oid, 21))
		return reason_read(extension, entry);
	if (pkix_is_ce(extension->oid, 24))
		return invalidity_read(extension, entry);
	if (pkix_is_ce(extension->oid, 29))
		return issuer_read(extension, entry);
	if (extension->critical && entry->unknown_critical.size == 0)
		entry->unknown_critical = extension->oid;
	return NULL;
}

static const char *
extensions_read(struct der_slice rest, struct pkix_entry *entry)
{
	struct der_item whole;
	struct pkix_extension extension;
	struct pkix_seen seen;
	const char *why;
	int got;

	if (!der_take(&rest, DER_SEQUENCE, &whole) || rest.size != 0)
		return "something follows where the entry must end (RFC 5280 5.1.2.6)";
	seen.count = 0;
	entry->extensions = rest = whole.value;
	if (rest.size == 0)
		entry->flaws |= PKIX_FLAW_EMPTY_EXTENSIONS;
	while ((got = pkix_extension_next(&rest, &extension, &why)) == 1)
		if ((why = pkix_seen_add(&seen, extension.oid)) != NULL ||
		    (why = take_extension(&extension, entry)) != NULL)
			return why;
	return got == -1 ? why : NULL;
}

/* The contents of one entry.  NULL, or why not. */
static const char *
entry_read(struct der_slice rest, struct pkix_entry *entry)
{
	struct der_item serial;
	const char *why;

	if (!der_take(&rest, DER_INTEGER, &serial))
		return "no serial (RFC 5280 5.1.2.6)";
	entry->serial = serial.value;
	if ((why = der_magnitude(serial.value, &entry->serial)) != NULL) {
		entry->serial = serial.value;
		return "serial is negative or not minimal (RFC 5280 4.1.2.2, X.690 8.3.2)";
	}
	if (entry->serial.size > 20)
		entry->flaws |= PKIX_FLAW_SERIAL_LONG;
	if (entry->serial.size == 1 && entry->serial.data[0] == 0)
		entry->flaws |= PKIX_FLAW_SERIAL_ZERO;
	switch (pkix_time_take(&rest, &entry->date, &entry->flaws, &why)) {
	case 0:
		return "no revocationDate (RFC 5280 5.1.2.6)";
	case -1:
		return "revocationDate is not a time (RFC 5280 5.1.2.6)";
	}
	return rest.size == 0 ? NULL : extensions_read(rest, entry);
}

int
pkix_entry_slow(struct der_slice *rest, struct pkix_entry *entry, const char **why)
{
	struct der_item item;
	int got;

	*entry = (struct pkix_entry){ .reason = -1, .whole = *rest };
	if ((got = der_next(rest, &item, why)) != 1)
		return got;
	entry->whole = item.whole;
	*why = "not a SEQUENCE (RFC 5280 5.1.2.6)";
	if (item.tag != DER_SEQUENCE || (*why = entry_read(item.value, entry)) != NULL)
		return 2;
	return 1;
}

int
pkix_entry_next(struct der_slice *rest, struct pkix_entry *entry, const char **why)
{
	return pkix_entry_fast(rest, entry) ? 1 : pkix_entry_slow(rest, entry, why);
}

unsigned
pkix_entry_flaws(const struct pkix_crl *crl, const struct pkix_entry *entry)
{
	unsigned flaws = entry->flaws;

	if (entry->reason == PKIX_REMOVE_FROM_CRL && !crl->delta)
		flaws |= PKIX_FLAW_REMOVE_FROM_CRL;
	if (entry->certificate_issuer.size != 0 && !crl->idp.indirect)
		flaws |= PKIX_FLAW_NOT_INDIRECT;
	if (entry->extensions.size != 0 && crl->version == 1)
		flaws |= PKIX_FLAW_V1_ENTRY_EXTENSIONS;
	return flaws;
}

bool
pkix_entry_is_own(const struct pkix_crl *crl, const struct pkix_entry *entry, bool before)
{
	struct der_slice names = entry->certificate_issuer;
	struct der_item name;
	const char *why;

	if (names.size == 0)
		return before;
	while (der_next(&names, &name, &why) == 1)
		if (name.tag == DER_CONSTRUCTED(4) && pkix_name_match(name.value, crl->issuer))
			return true;
	return false;
}
