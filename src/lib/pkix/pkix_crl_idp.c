/* pkix_crl_idp - issuingDistributionPoint (RFC 5280 5.2.5). */
#include "pkix/pkix_crl_part.h"

/* DistributionPointName, a CHOICE and so tagged explicitly. */
static bool
point_read(struct der_slice value, struct pkix_idp *idp)
{
	struct der_item item;

	if (der_take(&value, DER_CONSTRUCTED(0), &item)) {
		idp->names = item.value;
		return value.size == 0 && pkix_general_names_good(item.value);
	}
	if (der_take(&value, DER_CONSTRUCTED(1), &item)) {
		idp->relative_name = item.whole;
		return value.size == 0 && item.value.size != 0;
	}
	return false;
}

/* A BOOLEAN DEFAULT FALSE.  False: there, and not a BOOLEAN. */
static bool
choice_read(struct der_slice *rest, uint8_t tag, bool *choice, unsigned *flaws)
{
	struct der_item item;

	if (!der_take(rest, tag, &item))
		return true;
	*choice = der_boolean(item.value) == 1;
	if (!*choice)
		*flaws |= PKIX_FLAW_DEFAULT_WRITTEN;
	return der_boolean(item.value) != -1;
}

/* ReasonFlags: a named bit list, at most nine bits (RFC 5280 4.2.1.13). */
static bool
reasons_good(struct der_slice bits)
{
	return bits.size >= 1 && bits.size <= 3 && bits.data[0] <= 7 &&
	       (bits.size > 1 || bits.data[0] == 0);
}

bool
pkix_idp_read(struct der_slice value, struct pkix_idp *idp, unsigned *flaws)
{
	struct der_item whole, item;
	struct der_slice rest;

	idp->present = true;
	if (!der_take(&value, DER_SEQUENCE, &whole) || value.size != 0)
		return false;
	rest = whole.value;
	if (rest.size == 0)
		*flaws |= PKIX_FLAW_IDP_EMPTY;
	if (der_take(&rest, DER_CONSTRUCTED(0), &item) && !point_read(item.value, idp))
		return false;
	if (!choice_read(&rest, DER_CONTEXT(1), &idp->only_user, flaws) ||
	    !choice_read(&rest, DER_CONTEXT(2), &idp->only_ca, flaws))
		return false;
	if (der_take(&rest, DER_CONTEXT(3), &item)) {
		idp->some_reasons = item.value;
		if (!reasons_good(item.value))
			return false;
	}
	if (!choice_read(&rest, DER_CONTEXT(4), &idp->indirect, flaws) ||
	    !choice_read(&rest, DER_CONTEXT(5), &idp->only_attribute, flaws))
		return false;
	if (idp->only_user + idp->only_ca + idp->only_attribute > 1)
		*flaws |= PKIX_FLAW_IDP_SCOPES;
	return rest.size == 0;
}
