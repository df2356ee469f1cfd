/* profile_check_name - the demands on a certificate's subject. */
#include "pkix/pkix_name.h"
#include "profile/profile_look.h"
#include <string.h>

/* Take the next attribute of a Name whose contents begin as *rdns; *set holds what is left of
 * the RDN it is in.  pkix_name_check has been there. */
static bool
next_attribute(struct der_slice *rdns, struct der_slice *set, struct der_slice *type,
    struct der_item *value)
{
	struct der_item item, pair;
	const char *why;

	while (set->size == 0) {
		if (!der_take(rdns, DER_SET, &item))
			return false;
		*set = item.value;
	}
	if (!der_take(set, DER_SEQUENCE, &pair) || !der_take(&pair.value, DER_OID, &item))
		return false;
	*type = item.value;
	return der_next(&pair.value, value, &why) == 1;
}

static struct der_slice
contents(struct der_slice name)
{
	struct der_item sequence = { 0 };

	der_take(&name, DER_SEQUENCE, &sequence);
	return sequence.value;
}

/* How often a Name has an attribute; *value is the first. */
static size_t
count(struct der_slice name, const struct profile_attribute *wanted, struct der_item *value)
{
	struct der_slice rdns = contents(name), set = { NULL, 0 }, type;
	struct der_item item;
	size_t n = 0;

	while (next_attribute(&rdns, &set, &type, &item))
		if (der_equal(type, wanted->oid) && n++ == 0)
			*value = item;
	return n;
}

static bool
is_required(const struct profile_rule *rule)
{
	return rule->attribute != NULL && rule->presence == PROFILE_REQUIRED;
}

static bool
has_attribute(const struct profile_rule *rule)
{
	return rule->attribute != NULL;
}

static bool
is_whole(const struct profile_rule *rule)
{
	return rule->attribute == NULL;
}

static bool
is_country(const struct profile_rule *rule)
{
	return rule->set & PROFILE_COUNTRY;
}

static bool
is_subdivision(const struct profile_rule *rule)
{
	return rule->set & PROFILE_SUBDIVISION;
}

static bool
is_as_issuer(const struct profile_rule *rule)
{
	return rule->set & PROFILE_AS_ISSUER;
}

static bool
whole_subject(const struct profile_look *look)
{
	return der_equal(look->cert->subject, look->cert->issuer) ||
	       profile_breach(look, "subject is not the issuer, octet for octet");
}

static bool
attribute_there(const struct profile_look *look)
{
	struct der_item value;

	return count(look->cert->subject, look->rule->attribute, &value) > 0 ||
	       profile_breach(look, "subject has no %s", look->rule->about);
}

static bool
attribute_once(const struct profile_look *look)
{
	struct der_item value;

	return count(look->cert->subject, look->rule->attribute, &value) <= 1 ||
	       profile_breach(look, "subject has %s more than once", look->rule->about);
}

static bool
upper(uint8_t c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
country_code(struct der_slice value)
{
	return value.size == 2 && upper(value.data[0]) && upper(value.data[1]);
}

static bool
country_good(const struct profile_look *look)
{
	struct der_item value;

	if (count(look->cert->subject, look->rule->attribute, &value) == 0)
		return true;
	if (value.tag != DER_PRINTABLE_STRING)
		return profile_breach(look, "%s is not a PrintableString", look->rule->about);
	return country_code(value.value) ||
	       profile_breach(
		   look, "%s is not a country code of ISO 3166-1", look->rule->about);
}

/* "JP-13": the country, a hyphen, one to three letters or digits (ISO 3166-2). */
static bool
subdivision_code(struct der_slice value, struct der_slice country)
{
	size_t i;

	if (value.size < 4 || value.size > 6 || country.size != 2 ||
	    memcmp(value.data, country.data, 2) != 0 || value.data[2] != '-')
		return false;
	for (i = 3; i < value.size; i++)
		if (!upper(value.data[i]) && !(value.data[i] >= '0' && value.data[i] <= '9'))
			return false;
	return true;
}

static bool
subdivision_good(const struct profile_look *look)
{
	static const struct profile_word c = { "C", 1 };
	struct der_item value, country = { 0 };

	if (count(look->cert->subject, look->rule->attribute, &value) == 0)
		return true;
	count(look->cert->subject, profile_attribute_named(c), &country);
	return subdivision_code(value.value, country.value) ||
	       profile_breach(look, "%s is not a code of ISO 3166-2, as %.*s-13 is",
		   look->rule->about, country_code(country.value) ? 2 : 0,
		   (const char *)country.value.data);
}

static bool
as_issuer(const struct profile_look *look)
{
	struct der_item ours, theirs;
	const char *about = look->rule->about;

	if (count(look->cert->issuer, look->rule->attribute, &theirs) == 0)
		return true;
	if (count(look->cert->subject, look->rule->attribute, &ours) == 0)
		return profile_breach(look, "subject has no %s and its issuer has", about);
	return der_equal(ours.value, theirs.value) ||
	       profile_breach(look, "%s is not that of the issuer", about);
}

/* Types whose values are IA5String by their definition: emailAddress, DC. */
static bool
is_ia5(struct der_slice type)
{
	static const char email[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01",
			  dc[] = "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19";

	return (type.size == sizeof email - 1 && memcmp(type.data, email, type.size) == 0) ||
	       (type.size == sizeof dc - 1 && memcmp(type.data, dc, type.size) == 0);
}

static bool
strings_good(const struct profile_look *look)
{
	static const uint8_t tags[] = { DER_PRINTABLE_STRING, DER_UTF8_STRING, DER_IA5_STRING };
	struct der_slice rdns = contents(look->cert->subject), set = { NULL, 0 }, type;
	struct der_item value;
	char dotted[64];
	unsigned n;

	while (next_attribute(&rdns, &set, &type, &value)) {
		for (n = 0; n < 3; n++)
			if (value.tag == tags[n] &&
			    (look->rule->set & 1u << n || (n == 2 && is_ia5(type))))
				break;
		if (n == 3)
			return profile_breach(look,
			    "subject's attribute %s is of another string type",
			    pkix_oid_text(type, dotted, sizeof dotted));
	}
	return true;
}

const struct profile_demand profile_demands_names[] = {
	{ PROFILE_SUBJECT, 0, "the issuer, octet for octet", 0, is_whole, whole_subject },
	{ PROFILE_SUBJECT, 0, "in the subject", 0, is_required, attribute_there },
	{ PROFILE_SUBJECT, 0, "not twice", 0, has_attribute, attribute_once },
	{ PROFILE_SUBJECT, 0, "a country code in capitals, a PrintableString", 0, is_country,
	    country_good },
	{ PROFILE_SUBJECT, 0, "a subdivision code of its country", 0, is_subdivision,
	    subdivision_good },
	{ PROFILE_SUBJECT, 0, "that of the issuer, where the issuer has it", 0, is_as_issuer,
	    as_issuer },
	{ PROFILE_STRINGS, 0, "of the subject: *", PROFILE_BLANK_STRINGS, NULL, strings_good },
	{ 0, 0, NULL, 0, NULL, NULL },
};
