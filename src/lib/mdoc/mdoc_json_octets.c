/* mdoc_json_octets - octets in JSON: hex, base64; and the coordinates of a JWK. */
#include "mdoc/mdoc_json_part.h"
#include <string.h>

enum {
	COORDINATE = 32,        /* octets, P-256 */
	COORDINATE_BASE64 = 43, /* characters, no padding (RFC 7518 6.2.1.2) */
};
static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char base64url[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char hex[] = "0123456789abcdef";

/*
 * Digits of a base of so many bits, as octets of their own number; what is left of the last
 * digit is zero (RFC 4648 3.5).  False: they are not.
 */
static bool
put_digits(struct cput *c, const char *text, size_t size, const char *digits, unsigned bits)
{
	unsigned held = 0, have = 0;
	const char *digit;
	uint8_t octet;
	size_t i;

	for (i = 0; i < size; i++) {
		digit = text[i] == '\0' ? NULL : strchr(digits, text[i]);
		if (digit == NULL && bits == 4 && text[i] >= 'A' && text[i] <= 'F')
			digit = digits + 10 + (text[i] - 'A');
		if (digit == NULL)
			return false;
		held = (held << bits | (unsigned)(digit - digits)) & 0xffff;
		have += bits;
		if (have >= 8) {
			have -= 8;
			octet = (uint8_t)(held >> have);
			cput_raw(c, &octet, 1);
		}
	}
	return have < bits && (held & ((1u << have) - 1)) == 0;
}

const char *
mdoc_json_octets(struct cput *c, json_t *json)
{
	static const char prefix[] = "base64:";
	const char *text = json_string_value(json);
	size_t size = json_string_length(json), padding = 0;

	if (text == NULL)
		return "not a string of octets";
	if (strncmp(text, prefix, sizeof prefix - 1) != 0) {
		cput_bytes_head(c, size / 2);
		return put_digits(c, text, size, hex, 4) ? NULL
							 : "neither hex nor base64: and base64";
	}
	text += sizeof prefix - 1;
	size -= sizeof prefix - 1;
	if (size % 4 != 0)
		return "not base64 with its padding (RFC 4648 4)";
	while (padding < 2 && size > 0 && text[size - 1] == '=') {
		padding++;
		size--;
	}
	cput_bytes_head(c, size * 6 / 8);
	return put_digits(c, text, size, base64, 6)
		   ? NULL
		   : "not base64 with its padding (RFC 4648 4)";
}

static bool
put_coordinate(struct cput *c, json_t *json)
{
	const char *text = json_string_value(json);
	size_t size = json_string_length(json);

	cput_bytes_head(c, COORDINATE);
	if (size == COORDINATE_BASE64)
		return put_digits(c, text, size, base64url, 6);
	return size == 2 * COORDINATE && put_digits(c, text, size, hex, 4);
}

static bool
is(json_t *object, const char *key, const char *want)
{
	const char *have = json_string_value(json_object_get(object, key));

	return have != NULL && strcmp(have, want) == 0;
}

/* A public JWK as COSE_Key, its required members alone (RFC 9053 7.1.1). */
static const char *
put_key(struct cput *c, json_t *json)
{
	json_t *x = json_object_get(json, "x"), *y = json_object_get(json, "y");

	if (!json_is_object(json))
		return "key is not an object";
	if (json_object_get(json, "d") != NULL)
		return "key with its private half (RFC 7518 6.2.2)";
	if (!is(json, "kty", "EC") || !is(json, "crv", "P-256"))
		return "key is not of kty EC, crv P-256 (RFC 7518 6.2.1)";
	cput_map(c, 4);
	cput_int(c, 1);
	cput_int(c, 2);
	cput_int(c, -1);
	cput_int(c, 1);
	cput_int(c, -2);
	if (!put_coordinate(c, x))
		return "x is not 32 octets in hex or base64url (RFC 7518 6.2.1.2)";
	cput_int(c, -3);
	return put_coordinate(c, y)
		   ? NULL
		   : "y is not 32 octets in hex or base64url (RFC 7518 6.2.1.3)";
}

const char *
mdoc_json_keys(struct cput *c, json_t *json)
{
	const char *why = NULL;
	json_t *key;
	size_t i;

	if (!json_is_array(json))
		return "not an array";
	cput_array(c, json_array_size(json));
	json_array_foreach(json, i, key) if (why == NULL) why = put_key(c, key);
	return why;
}
