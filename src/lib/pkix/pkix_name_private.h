/* pkix_name_private - between the files that read, write and compare names. */
#ifndef PKIX_NAME_PRIVATE_H
#define PKIX_NAME_PRIVATE_H

#include "pkix/pkix_name.h"

enum pkix_string_tag { /* string types of X.680 beyond those of enum der_tag */
	PKIX_NUMERIC_STRING = 0x12,
	PKIX_VISIBLE_STRING = 0x1a,
	PKIX_UNIVERSAL_STRING = 0x1c,
};

/* An attribute type with a short name (RFC 4519, RFC 4514 3). */
struct pkix_attribute {
	const char *name;
	struct der_slice oid; /* contents */
	uint8_t tag;          /* the string type in which we make it */
};

/* NULL: it has none.  The name may be in either case. */
const struct pkix_attribute *pkix_attribute_of(struct der_slice oid);
const struct pkix_attribute *pkix_attribute_named(const char *name, size_t size);

/* Is this tag that of a string type we read? */
bool pkix_string(uint8_t tag);

/*
 * Take the next character off a string of this type.  How many octets it had, 0 at the end;
 * *c is PKIX_BROKEN for octets that are no character of the type.
 */
#define PKIX_BROKEN 0xffffffffu
size_t pkix_character(struct der_slice *rest, uint8_t tag, uint32_t *c);

/* A character in UTF-8, into out[4].  How many octets. */
size_t pkix_utf8(uint32_t c, uint8_t out[4]);

#endif
