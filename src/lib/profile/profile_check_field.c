/* profile_check_field - the demands on a certificate's fields, names apart. */
#include "pkix/pkix_key.h"
#include "pkix/pkix_name.h"
#include "profile/profile_look.h"
#include <string.h>

static bool
version_3(const struct profile_look *look)
{
	return look->cert->version == 3 ||
	       profile_breach(look, "version is %d, not 3", look->cert->version);
}

static bool
serial_positive(const struct profile_look *look)
{
	const struct der_slice *serial = &look->cert->serial;

	return (serial->size > 0 && serial->data[0] != 0) ||
	       profile_breach(look, "serial is zero");
}

/* Octets as they are encoded: a high bit costs one more (X.690 8.3.3). */
static bool
serial_short(const struct profile_look *look)
{
	const struct der_slice *serial = &look->cert->serial;
	size_t octets = serial->size + (serial->size > 0 && serial->data[0] >= 0x80);

	return octets <= look->rule->most ||
	       profile_breach(
		   look, "serial has %zu octets, more than %u", octets, look->rule->most);
}

/*
 * That bits were random cannot be seen in one serial; that they were not, can: of n random
 * bits more than 32 leading zeros come once in 2^32.
 */
static bool
serial_random(const struct profile_look *look)
{
	const struct der_slice *serial = &look->cert->serial;
	size_t bits = serial->size * 8;
	unsigned mask;

	for (mask = 0x80; mask != 0 && bits > 0 && !(serial->data[0] & mask); mask >>= 1)
		bits--;
	return bits + 32 >= look->rule->least ||
	       profile_breach(look, "serial has %zu bits, too few for %u random ones", bits,
		   look->rule->least);
}

static bool
asks_random(const struct profile_rule *rule)
{
	return rule->least != 0;
}

static bool
algorithm_listed(const struct profile_look *look)
{
	struct pkix_algorithm algorithm;
	struct profile_word word;
	const char *why = pkix_algorithm_read(look->cert->algorithm, &algorithm);

	if (why != NULL)
		return profile_breach(look, "%s", why);
	word = (struct profile_word){ algorithm.name, strlen(algorithm.name) };
	return (profile_bit(PROFILE_LIST_SIGNATURES, word) & look->rule->set) != 0 ||
	       profile_breach(
		   look, "signature is %s, which the profile has not", algorithm.name);
}

static bool
is_self(const struct profile_rule *rule)
{
	return !rule->other;
}

static bool
is_other(const struct profile_rule *rule)
{
	return rule->other;
}

static bool
issuer_is_subject(const struct profile_look *look)
{
	return der_equal(look->cert->issuer, look->cert->subject) ||
	       profile_breach(look, "issuer is not the subject, octet for octet");
}

static bool
issuer_is_issuers_subject(const struct profile_look *look)
{
	char name[160];

	return der_equal(look->cert->issuer, look->issuer->subject) ||
	       profile_breach(look, "issuer is not %s, octet for octet",
		   pkix_name_text(look->issuer->subject, name, sizeof name));
}

static bool
signature_good(const struct profile_look *look)
{
	const struct pkix_cert *cert = look->cert;
	struct pkix_algorithm algorithm;
	struct pkix_key *key = NULL;
	const char *why = pkix_algorithm_read(cert->algorithm, &algorithm);

	if (why == NULL && (key = pkix_key_read(look->issuer->spki, &why)) != NULL)
		why = pkix_verify(key, &algorithm, cert->tbs, cert->signature);
	pkix_key_free(key);
	return why == NULL || profile_breach(look, "under %s key: %s",
				  look->issuer == cert ? "its own" : "the issuer's", why);
}

static bool
validity_forward(const struct profile_look *look)
{
	return look->cert->not_before <= look->cert->not_after ||
	       profile_breach(look, "notAfter lies before notBefore");
}

static bool
validity_short(const struct profile_look *look)
{
	const struct pkix_cert *cert = look->cert;
	char most[PROFILE_SPAN_TEXT];

	return cert->not_after <= profile_later(cert->not_before, look->rule->at_most) ||
	       profile_breach(look, "notAfter is more than %s after notBefore",
		   profile_span_text(look->rule->at_most, most));
}

static bool
has_most(const struct profile_rule *rule)
{
	return rule->at_most.count != 0;
}

static bool
validity_inside(const struct profile_look *look)
{
	return (look->cert->not_before >= look->issuer->not_before &&
		   look->cert->not_after <= look->issuer->not_after) ||
	       profile_breach(look, "validity goes beyond that of the issuer's certificate");
}

static bool
valid_now(const struct profile_look *look)
{
	char end[32];

	if (look->now < look->cert->not_before)
		return profile_breach(
		    look, "not valid before %s", pkix_time_text(look->cert->not_before, end));
	return look->now <= look->cert->not_after ||
	       profile_breach(
		   look, "not valid after %s", pkix_time_text(look->cert->not_after, end));
}

static bool
key_listed(const struct profile_look *look)
{
	const char *why;
	int kind = profile_key_of(look->cert->spki, &why);

	if (kind == -1)
		return profile_breach(look, "%s", why);
	return (look->rule->set & UINT32_C(1) << kind) != 0 ||
	       profile_breach(look, "key is %s, which the profile has not",
		   profile_bit_word(PROFILE_LIST_KEYS, (unsigned)kind));
}

static bool
absent(const struct profile_look *look)
{
	struct pkix_extension found;

	return !profile_extension(look->cert, look->rule->kind, &found) ||
	       profile_breach(look, "%s is there", look->rule->kind->name);
}

/* Does the profile say what it wants of this extension? */
static bool
named(const struct profile *p, struct der_slice oid)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->rules[i].kind != NULL && der_equal(p->rules[i].kind->oid, oid))
			return true;
	return false;
}

static bool
others_good(const struct profile_look *look)
{
	struct der_slice rest = look->cert->extensions;
	struct pkix_extension extension;
	const struct profile_kind *kind;
	char dotted[64];
	const char *why;

	while (pkix_extension_next(&rest, &extension, &why) == 1) {
		if (named(look->profile, extension.oid) ||
		    (!extension.critical && !look->rule->other))
			continue;
		kind = profile_kind_of(extension.oid);
		return profile_breach(look, "extension %s is %s and not of the profile",
		    kind != NULL ? kind->name
				 : pkix_oid_text(extension.oid, dotted, sizeof dotted),
		    extension.critical ? "critical" : "there");
	}
	return true;
}

const struct profile_demand profile_demands_fields[] = {
	{ PROFILE_VERSION, 0, "3", 0, NULL, version_3 },
	{ PROFILE_SERIAL, 0, "positive", 0, NULL, serial_positive },
	{ PROFILE_SERIAL, 0, "at most * octets", PROFILE_BLANK_MOST, NULL, serial_short },
	{ PROFILE_SERIAL, 0, "large enough for * random bits", PROFILE_BLANK_LEAST, asks_random,
	    serial_random },
	{ PROFILE_SIGNATURE, 0, "one of *", PROFILE_BLANK_SIGNATURES, NULL, algorithm_listed },
	{ PROFILE_ISSUER, 0, "the subject, octet for octet", 0, is_self, issuer_is_subject },
	{ PROFILE_ISSUER, 0, "the subject of the issuer's certificate, octet for octet", 0,
	    is_other, issuer_is_issuers_subject },
	{ PROFILE_ISSUER, 0, "its key made the signature", 0, NULL, signature_good },
	{ PROFILE_VALIDITY, 0, "notAfter is not before notBefore", 0, NULL, validity_forward },
	{ PROFILE_VALIDITY, 0, "at most *", PROFILE_BLANK_AT_MOST, has_most, validity_short },
	{ PROFILE_VALIDITY, 0, "inside that of the issuer's certificate", 0, is_other,
	    validity_inside },
	{ PROFILE_VALIDITY, 0, "includes the time of the check", 0, NULL, valid_now },
	{ PROFILE_KEY, 0, "one of *, on a named curve and uncompressed if it is EC",
	    PROFILE_BLANK_KEYS, NULL, key_listed },
	{ PROFILE_FORBIDDEN, 0, "absent", 0, NULL, absent },
	{ PROFILE_OTHERS, 0, "none is there", 0, is_other, others_good },
	{ PROFILE_OTHERS, 0, "none is critical", 0, is_self, others_good },
	{ 0, 0, NULL, 0, NULL, NULL },
};
