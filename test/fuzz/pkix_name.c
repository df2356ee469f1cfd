/* Text of any octets is printable UTF-8, whole or cut; what an operator can type comes back
 * the same; matching is the same in both directions. */
#include "pkix/pkix_name.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* No control character, no octet that is not part of a character. */
static void
printable(const char *text)
{
	const uint8_t *p = (const uint8_t *)text;
	unsigned follow = 0;

	for (; *p != '\0'; p++) {
		if ((follow != 0) != ((*p & 0xc0) == 0x80) || *p < 0x20 || *p == 0x7f)
			abort();
		if (follow != 0)
			follow--;
		else if (*p >= 0xc0)
			follow = *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : 1;
	}
	if (follow != 0)
		abort();
}

/* A shorter buffer holds the beginning of the text, and "...". */
static void
cut(struct der_slice der, const char *whole, size_t size)
{
	char text[256];
	size_t length;

	pkix_general_name_text(der, text, size);
	printable(text);
	length = strlen(text);
	if (length >= size || (strlen(whole) < size && strcmp(text, whole) != 0))
		abort();
	if (strlen(whole) >= size && size >= 4 &&
	    (length < 3 || memcmp(text, whole, length - 3) != 0 ||
		strcmp(text + length - 3, "...") != 0))
		abort();
}

static void
typed(const uint8_t *data, size_t size)
{
	uint8_t made[4096], again[4096];
	char line[1100], text[8192];
	const char *why = NULL;
	size_t n, m;

	if (size >= sizeof line)
		return;
	if (size != 0)
		memcpy(line, data, size);
	line[size] = '\0';
	if ((n = pkix_general_name_parse(line, made, sizeof made, &why)) == 0) {
		if (why == NULL)
			abort();
		return;
	}
	pkix_general_name_text((struct der_slice){ made, n }, text, sizeof text);
	printable(text);
	if (strlen(text) > 1023)
		return; /* escapes made it longer than what can be typed */
	m = pkix_general_name_parse(text, again, sizeof again, &why);
	if (m != n || memcmp(made, again, n) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[1 << 20];
	struct der_slice der = { data, size }, left, right;
	char small[64];

	if (size > 100000)
		return 0;
	typed(data, size);
	printable(pkix_general_name_text(der, text, sizeof text));
	cut(der, text, 1 + size % 200);
	printable(pkix_name_text(der, text, sizeof text));
	printable(pkix_oid_text(der, small, sizeof small));
	printable(pkix_hex(der, small, sizeof small));
	if (size < 2)
		return 0;
	left = (struct der_slice){ data + 1, data[0] < size - 1 ? data[0] : size - 1 };
	right = (struct der_slice){ left.data + left.size, size - 1 - left.size };
	if (!pkix_name_match(left, left) ||
	    pkix_name_match(left, right) != pkix_name_match(right, left))
		abort();
	return 0;
}
