/* pkix_attribute - attribute types that have a short name (RFC 4519 2, RFC 5280 4.1.2.4). */
#include "pkix/pkix_name_private.h"
#include <string.h>
#include <strings.h>

#define OID(octets)                                                                            \
	{                                                                                      \
		(const uint8_t *)(octets), sizeof(octets) - 1                                  \
	}
#define AT(n) OID("\x55\x04" n) /* id-at, 2.5.4 */

static const struct pkix_attribute attributes[] = {
	{ "C", AT("\x06"), DER_PRINTABLE_STRING },
	{ "O", AT("\x0a"), DER_UTF8_STRING },
	{ "OU", AT("\x0b"), DER_UTF8_STRING },
	{ "CN", AT("\x03"), DER_UTF8_STRING },
	{ "L", AT("\x07"), DER_UTF8_STRING },
	{ "ST", AT("\x08"), DER_UTF8_STRING },
	{ "STREET", AT("\x09"), DER_UTF8_STRING },
	{ "SN", AT("\x04"), DER_UTF8_STRING },
	{ "GN", AT("\x2a"), DER_UTF8_STRING },
	{ "serialNumber", AT("\x05"), DER_PRINTABLE_STRING },
	{ "title", AT("\x0c"), DER_UTF8_STRING },
	{ "businessCategory", AT("\x0f"), DER_UTF8_STRING },
	{ "postalCode", AT("\x11"), DER_UTF8_STRING },
	{ "name", AT("\x29"), DER_UTF8_STRING },
	{ "initials", AT("\x2b"), DER_UTF8_STRING },
	{ "generationQualifier", AT("\x2c"), DER_UTF8_STRING },
	{ "dnQualifier", AT("\x2e"), DER_PRINTABLE_STRING },
	{ "pseudonym", AT("\x41"), DER_UTF8_STRING },
	{ "organizationIdentifier", AT("\x61"), DER_UTF8_STRING },
	{ "DC", OID("\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19"), DER_IA5_STRING },
	{ "UID", OID("\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01"), DER_UTF8_STRING },
	{ "emailAddress", OID("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01"), DER_IA5_STRING },
};

enum {
	ATTRIBUTES = sizeof attributes / sizeof attributes[0],
};

const struct pkix_attribute *
pkix_attribute_of(struct der_slice oid)
{
	size_t i;

	for (i = 0; i < ATTRIBUTES; i++)
		if (der_equal(attributes[i].oid, oid))
			return &attributes[i];
	return NULL;
}

const struct pkix_attribute *
pkix_attribute_named(const char *name, size_t size)
{
	size_t i;

	for (i = 0; i < ATTRIBUTES; i++)
		if (strlen(attributes[i].name) == size &&
		    strncasecmp(attributes[i].name, name, size) == 0)
			return &attributes[i];
	return NULL;
}
