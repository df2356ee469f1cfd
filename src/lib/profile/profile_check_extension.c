/* profile_check_extension - is an extension there, is it critical, and what do the ones that
 * say who may do what hold? */
#include "pkix/pkix_key.h"
#include "profile/profile_look.h"
#include <string.h>

static bool
is_required(const struct profile_rule *rule)
{
	return rule->presence == PROFILE_REQUIRED;
}

static bool
is_critical(const struct profile_rule *rule)
{
	return rule->critical;
}

static bool
is_not_critical(const struct profile_rule *rule)
{
	return !rule->critical;
}

static bool
there(const struct profile_look *look)
{
	return look->has_extension || profile_breach(look, "%s is missing", look->rule->about);
}

static bool
critical_good(const struct profile_look *look)
{
	if (!look->has_extension || look->extension.critical == look->rule->critical)
		return true;
	return profile_breach(look, "%s is %scritical", look->rule->about,
	    look->extension.critical ? "" : "not ");
}

static bool
usage_good(const struct profile_look *look)
{
	char has[128], should[128];
	uint32_t set = 0;
	unsigned n;

	for (n = 0; n < 9; n++)
		if (look->cert->key_usage & 0x8000u >> n)
			set |= UINT32_C(1) << n;
	return set == look->rule->set ||
	       profile_breach(look, "keyUsage is %s, not %s",
		   profile_set_text(PROFILE_LIST_USAGES, set, has, sizeof has),
		   profile_set_text(
		       PROFILE_LIST_USAGES, look->rule->set, should, sizeof should));
}

/* ExtKeyUsageSyntax (RFC 5280 4.2.1.12): each of the OIDs once, and no other. */
static bool
purposes_good(const struct profile_look *look)
{
	const struct profile_rule *rule = look->rule;
	struct der_slice rest = look->extension.value;
	struct der_item list, oid;
	unsigned seen = 0, i;

	if (!der_take(&rest, DER_SEQUENCE, &list) || rest.size != 0)
		return profile_breach(look, "extKeyUsage is malformed");
	while (der_take(&list.value, DER_OID, &oid)) {
		for (i = 0; i < rule->purpose_count; i++)
			if (der_equal(oid.value, (struct der_slice){ rule->purposes[i],
						     rule->purpose_sizes[i] }))
				break;
		if (i == rule->purpose_count || (seen & 1u << i))
			return profile_breach(
			    look, "extKeyUsage holds a purpose the profile has not");
		seen |= 1u << i;
	}
	if (list.value.size != 0)
		return profile_breach(look, "extKeyUsage is malformed");
	return seen == (1u << rule->purpose_count) - 1 ||
	       profile_breach(look, "extKeyUsage lacks a purpose of the profile");
}

static bool
is_ca(const struct profile_look *look)
{
	return look->cert->ca || profile_breach(look, "basicConstraints is not of a CA");
}

static bool
length_good(const struct profile_look *look)
{
	int32_t has = look->cert->path_length, should = look->rule->path_length;

	if (has == should)
		return true;
	if (should == -1)
		return profile_breach(look, "pathLenConstraint is there");
	if (has == -1)
		return profile_breach(look, "pathLenConstraint is missing");
	return profile_breach(look, "pathLenConstraint is %d, not %d", (int)has, (int)should);
}

static bool
own_key_id_good(const struct profile_look *look)
{
	struct der_slice key = profile_key_octets(look->cert->spki);
	uint8_t hash[PKIX_HASH_MAX];
	size_t size = key.size != 0 ? pkix_hash(PKIX_SHA1, key, hash) : 0;

	return (size != 0 && der_equal(look->cert->ski, (struct der_slice){ hash, size })) ||
	       profile_breach(look, "subjectKeyIdentifier is not the SHA-1 of the key "
				    "(RFC 5280 4.2.1.2 method 1)");
}

/* What an authorityKeyIdentifier (RFC 5280 4.2.1.1) holds besides its keyIdentifier. */
static bool
key_id_alone(const struct profile_look *look)
{
	struct der_slice rest = look->extension.value;
	struct der_item sequence, id;

	if (!der_take(&rest, DER_SEQUENCE, &sequence))
		return profile_breach(look, "authorityKeyIdentifier is malformed");
	der_take(&sequence.value, DER_CONTEXT(0), &id);
	return sequence.value.size == 0 ||
	       profile_breach(look, "authorityKeyIdentifier names issuer and serial");
}

static bool
issuer_key_id_good(const struct profile_look *look)
{
	if (look->cert->aki.size == 0)
		return profile_breach(look, "authorityKeyIdentifier has no keyIdentifier");
	return der_equal(look->cert->aki, look->issuer->ski) ||
	       profile_breach(
		   look, "authorityKeyIdentifier is not the issuer's subjectKeyIdentifier");
}

const struct profile_demand profile_demands_extensions[] = {
	{ PROFILE_EXTENSION, 0, "there", 0, is_required, there },
	{ PROFILE_EXTENSION, 0, "critical", 0, is_critical, critical_good },
	{ PROFILE_EXTENSION, 0, "not critical", 0, is_not_critical, critical_good },
	{ PROFILE_EXTENSION, PROFILE_KEY_USAGE, "* and nothing else", PROFILE_BLANK_USAGES,
	    NULL, usage_good },
	{ PROFILE_EXTENSION, PROFILE_PURPOSES, "* and nothing else", PROFILE_BLANK_PURPOSES,
	    NULL, purposes_good },
	{ PROFILE_EXTENSION, PROFILE_CONSTRAINTS, "of a CA", 0, NULL, is_ca },
	{ PROFILE_EXTENSION, PROFILE_CONSTRAINTS, "pathLenConstraint *", PROFILE_BLANK_LENGTH,
	    NULL, length_good },
	{ PROFILE_EXTENSION, PROFILE_OWN_KEY_ID, "SHA-1 of the key (method 1)", 0, NULL,
	    own_key_id_good },
	{ PROFILE_EXTENSION, PROFILE_ISSUER_KEY_ID, "without issuer and serial", 0, NULL,
	    key_id_alone },
	{ PROFILE_EXTENSION, PROFILE_ISSUER_KEY_ID, "the issuer's subjectKeyIdentifier", 0,
	    NULL, issuer_key_id_good },
	{ 0, 0, NULL, 0, NULL, NULL },
};
