/* profile_word - the words that profiles are written in. */
#include "profile/profile_private.h"
#include <stdio.h>
#include <string.h>

#define OID(octets)                                                                            \
	{                                                                                      \
		(const uint8_t *)(octets), sizeof(octets) - 1                                  \
	}
#define CE(n) OID("\x55\x1d" n)                 /* id-ce, 2.5.29 */
#define PE(n) OID("\x2b\x06\x01\x05\x05\x07" n) /* id-pkix, 1.3.6.1.5.5.7 */
#define AT(n) OID("\x55\x04" n)                 /* id-at, 2.5.4 */

/* RFC 5280 4.2, RFC 6960 4.2.2.2.1 */
static const struct profile_kind kinds[] = {
	{ "subjectDirectoryAttributes", CE("\x09"), PROFILE_NO_VALUE },
	{ "subjectKeyIdentifier", CE("\x0e"), PROFILE_OWN_KEY_ID },
	{ "keyUsage", CE("\x0f"), PROFILE_KEY_USAGE },
	{ "privateKeyUsagePeriod", CE("\x10"), PROFILE_PERIOD },
	{ "subjectAltName", CE("\x11"), PROFILE_NAMES },
	{ "issuerAltName", CE("\x12"), PROFILE_NAMES },
	{ "basicConstraints", CE("\x13"), PROFILE_CONSTRAINTS },
	{ "nameConstraints", CE("\x1e"), PROFILE_NO_VALUE },
	{ "cRLDistributionPoints", CE("\x1f"), PROFILE_POINTS },
	{ "certificatePolicies", CE("\x20"), PROFILE_NO_VALUE },
	{ "policyMappings", CE("\x21"), PROFILE_NO_VALUE },
	{ "authorityKeyIdentifier", CE("\x23"), PROFILE_ISSUER_KEY_ID },
	{ "policyConstraints", CE("\x24"), PROFILE_NO_VALUE },
	{ "extKeyUsage", CE("\x25"), PROFILE_PURPOSES },
	{ "freshestCRL", CE("\x2e"), PROFILE_NO_VALUE },
	{ "inhibitAnyPolicy", CE("\x36"), PROFILE_NO_VALUE },
	{ "authorityInfoAccess", PE("\x01\x01"), PROFILE_NO_VALUE },
	{ "ocspNoCheck", PE("\x30\x01\x05"), PROFILE_NULL },
};

static const struct profile_attribute attributes[] = {
	{ "C", AT("\x06") },
	{ "ST", AT("\x08") },
	{ "L", AT("\x07") },
	{ "O", AT("\x0a") },
	{ "OU", AT("\x0b") },
	{ "CN", AT("\x03") },
	{ "serialNumber", AT("\x05") },
};

/* The order is that of the bits; keyUsage has bit 0 first, as RFC 5280 4.2.1.3 counts. */
static const char *const lists[PROFILE_LISTS][16] = {
	[PROFILE_LIST_SIGNATURES] = { "ecdsa-with-SHA256", "ecdsa-with-SHA384",
	    "ecdsa-with-SHA512", "sha256WithRSAEncryption", "sha384WithRSAEncryption",
	    "sha512WithRSAEncryption", "RSASSA-PSS" },
	[PROFILE_LIST_KEYS] = { "P-256", "P-384", "P-521", "brainpoolP256r1", "brainpoolP320r1",
	    "brainpoolP384r1", "brainpoolP512r1", "Ed25519", "Ed448", "RSA-2048", "RSA-3072",
	    "RSA-4096" },
	[PROFILE_LIST_USAGES] = { "digitalSignature", "nonRepudiation", "keyEncipherment",
	    "dataEncipherment", "keyAgreement", "keyCertSign", "cRLSign", "encipherOnly",
	    "decipherOnly" },
	[PROFILE_LIST_STRINGS] = { "PrintableString", "UTF8String", "IA5String" },
	[PROFILE_LIST_NAMES] = { "email", "uri", "dn" },
};

bool
profile_word_is(struct profile_word word, const char *text)
{
	return strlen(text) == word.size && memcmp(text, word.at, word.size) == 0;
}

const struct profile_kind *
profile_kind_named(struct profile_word word)
{
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (profile_word_is(word, kinds[i].name))
			return &kinds[i];
	return NULL;
}

const struct profile_kind *
profile_kind_of(struct der_slice oid)
{
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (der_equal(oid, kinds[i].oid))
			return &kinds[i];
	return NULL;
}

const struct profile_attribute *
profile_attribute_named(struct profile_word word)
{
	size_t i;

	for (i = 0; i < sizeof attributes / sizeof attributes[0]; i++)
		if (profile_word_is(word, attributes[i].name))
			return &attributes[i];
	return NULL;
}

uint32_t
profile_bit(enum profile_list list, struct profile_word word)
{
	unsigned n;

	for (n = 0; n < 16 && lists[list][n] != NULL; n++)
		if (profile_word_is(word, lists[list][n]))
			return UINT32_C(1) << n;
	return 0;
}

const char *
profile_bit_word(enum profile_list list, unsigned n)
{
	return n < 16 ? lists[list][n] : NULL;
}

const char *
profile_set_text(enum profile_list list, uint32_t set, char *out, size_t size)
{
	const char *between = list == PROFILE_LIST_NAMES ? " or " : " ";
	size_t at = 0;
	unsigned n;
	int got;

	snprintf(out, size, "nothing");
	for (n = 0; n < 16 && lists[list][n] != NULL && at < size; n++)
		if (set & UINT32_C(1) << n) {
			got = snprintf(out + at, size - at, "%s%s", at == 0 ? "" : between,
			    lists[list][n]);
			at += got > 0 ? (size_t)got : 0;
		}
	return out;
}

/* One arc, base 128, the high bit on all octets but the last (X.690 8.19). */
static size_t
put_arc(uint64_t arc, uint8_t *out, size_t room)
{
	size_t size = 1, i;

	while (size < 10 && arc >> (7 * size) != 0)
		size++;
	if (size > room)
		return 0;
	for (i = 0; i < size; i++)
		out[i] =
		    (uint8_t)((arc >> (7 * (size - 1 - i)) & 0x7f) | (i + 1 < size ? 0x80 : 0));
	return size;
}

/* The digits up to a dot or the end; false when there are none, or too many. */
static bool
take_arc(struct profile_word *word, uint64_t *arc)
{
	size_t digits = 0;

	for (*arc = 0; word->size > 0 && *word->at >= '0' && *word->at <= '9' && digits < 10;
	     digits++, word->at++, word->size--)
		*arc = 10 * *arc + (uint64_t)(*word->at - '0');
	if (digits == 0 || (word->size > 0 && *word->at != '.'))
		return false;
	if (word->size > 0) {
		word->at++;
		return --word->size > 0; /* no dot at the end */
	}
	return true;
}

size_t
profile_oid(struct profile_word word, uint8_t out[PROFILE_OID_MAX])
{
	uint64_t first, arc;
	size_t size = 0, put;

	if (!take_arc(&word, &first) || first > 2 || word.size == 0 || !take_arc(&word, &arc) ||
	    (first < 2 && arc > 39))
		return 0;
	for (arc += 40 * first;;) {
		if ((put = put_arc(arc, out + size, PROFILE_OID_MAX - size)) == 0)
			return 0;
		size += put;
		if (word.size == 0)
			return size;
		if (!take_arc(&word, &arc))
			return 0;
	}
}
