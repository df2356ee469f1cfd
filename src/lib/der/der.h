/*
 * der - read DER in place, strictly (X.690 10 and 11): definite minimal lengths, low tag
 * numbers, nothing past the end.  Nothing is copied; nothing recurses.
 */
#ifndef DER_H
#define DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Octets that somebody else owns. */
struct der_slice {
	const uint8_t *data;
	size_t size;
};

struct der_item {
	uint8_t tag;            /* the identifier octet, class and form included */
	struct der_slice whole; /* identifier, length and contents */
	struct der_slice value; /* contents */
};

enum der_tag {
	DER_BOOLEAN = 0x01,
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_NULL = 0x05,
	DER_OID = 0x06,
	DER_ENUMERATED = 0x0a,
	DER_UTF8_STRING = 0x0c,
	DER_PRINTABLE_STRING = 0x13,
	DER_T61_STRING = 0x14,
	DER_IA5_STRING = 0x16,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_BMP_STRING = 0x1e,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
};
#define DER_CONTEXT(n) (0x80u | (n))     /* [n] IMPLICIT, primitive */
#define DER_CONSTRUCTED(n) (0xa0u | (n)) /* [n], constructed */

/* The first octets of an object: its tag, the size of identifier and length octets, and of
 * the contents.  1: read; 0: have is too short to tell; -1: not DER, *why says so. */
int der_head(const uint8_t *data, size_t have, uint8_t *tag, size_t *head, uint64_t *contents,
    const char **why);

/* Take the next item off the front of rest.  1: taken; 0: rest is empty; -1: *why. */
int der_next(struct der_slice *rest, struct der_item *item, const char **why);

/* Take the next item if it has this tag.  False: rest is untouched. */
bool der_take(struct der_slice *rest, uint8_t tag, struct der_item *item);

bool der_equal(struct der_slice, struct der_slice);

/* An INTEGER's (or ENUMERATED's) contents: minimal (X.690 8.3.2), not negative.  The
 * magnitude without leading zeros; zero is one 00 octet.  NULL, or why not. */
const char *der_magnitude(struct der_slice value, struct der_slice *magnitude);

/* The same, small.  -1 when it is not an INTEGER's contents, negative or above INT32_MAX. */
int32_t der_small(struct der_slice value);

/* A BOOLEAN's contents (X.690 11.1): 0, 1, or -1. */
int der_boolean(struct der_slice value);

/* A BIT STRING's contents with no unused bits, as octets; false when it is anything else. */
bool der_bits(struct der_slice value, struct der_slice *octets);

/*
 * UTCTime or GeneralizedTime as RFC 5280 4.1.2.5 wants them: seconds, "Z", no fraction.
 * Seconds since 1970 in *when.  NULL, or why not.  Two digits of year mean 1950 to 2049.
 */
const char *der_time(const struct der_item *, int64_t *when);

#endif
