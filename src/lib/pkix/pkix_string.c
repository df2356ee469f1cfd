/* pkix_string - the characters of ASN.1 string types (X.680 41, X.690 8.23). */
#include "pkix/pkix_name_private.h"

bool
pkix_string(uint8_t tag)
{
	switch (tag) {
	case DER_UTF8_STRING:
	case DER_PRINTABLE_STRING:
	case DER_T61_STRING:
	case DER_IA5_STRING:
	case DER_BMP_STRING:
	case PKIX_NUMERIC_STRING:
	case PKIX_VISIBLE_STRING:
	case PKIX_UNIVERSAL_STRING:
		return true;
	default:
		return false;
	}
}

/* One character of UTF-8 (RFC 3629 4): nothing overlong, no surrogate, none past 10FFFF. */
static size_t
utf8_character(struct der_slice s, uint32_t *c)
{
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint8_t first = s.data[0];
	size_t size, i;

	*c = first;
	if (first < 0x80)
		return 1;
	*c = PKIX_BROKEN;
	size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || s.size < size)
		return 1;
	*c = first & (0x7fu >> size);
	for (i = 1; i < size; i++) {
		if ((s.data[i] & 0xc0) != 0x80) {
			*c = PKIX_BROKEN;
			return 1;
		}
		*c = *c << 6 | (s.data[i] & 0x3f);
	}
	if (*c >= least[size] && *c <= 0x10ffff && (*c < 0xd800 || *c > 0xdfff))
		return size;
	*c = PKIX_BROKEN;
	return 1;
}

/* One character of size octets, most significant first (BMPString, UniversalString). */
static size_t
wide_character(struct der_slice s, size_t size, uint32_t *c)
{
	size_t i;

	if (s.size < size) {
		*c = PKIX_BROKEN;
		return s.size;
	}
	for (*c = 0, i = 0; i < size; i++)
		*c = *c << 8 | s.data[i];
	if (*c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff))
		*c = PKIX_BROKEN;
	return size;
}

size_t
pkix_character(struct der_slice *rest, uint8_t tag, uint32_t *c)
{
	size_t size = 1;

	if (rest->size == 0)
		return 0;
	*c = rest->data[0];
	if (tag == DER_UTF8_STRING)
		size = utf8_character(*rest, c);
	else if (tag == DER_BMP_STRING)
		size = wide_character(*rest, 2, c);
	else if (tag == PKIX_UNIVERSAL_STRING)
		size = wide_character(*rest, 4, c);
	else if (tag != DER_T61_STRING && *c > 0x7f) /* T.61 in use is Latin-1 */
		*c = PKIX_BROKEN;
	rest->data += size;
	rest->size -= size;
	return size;
}

size_t
pkix_utf8(uint32_t c, uint8_t out[4])
{
	size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4, i;

	if (size == 1) {
		out[0] = (uint8_t)c;
		return 1;
	}
	for (i = size - 1; i > 0; i--) {
		out[i] = (uint8_t)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	out[0] = (uint8_t)(0xf0u << (4 - size) | c);
	return size;
}
