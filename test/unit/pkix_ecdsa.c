/* r||s becomes ECDSA-Sig-Value: halves that are short, high or zero. */
#include "pkix/pkix_ecdsa.h"

#include <stdio.h>
#include <string.h>

static int failures;

static struct der_slice
slice(const void *data, size_t size)
{
	return (struct der_slice){ data, size };
}
#define SLICE(text) slice(text, sizeof text - 1)

static void
expect(const char *what, const uint8_t *got, size_t size, struct der_slice wanted)
{
	if (size == wanted.size && (size == 0 || memcmp(got, wanted.data, size) == 0))
		return;
	printf("%s: %zu octets:", what, size);
	for (size_t i = 0; i < size; i++)
		printf(" %02x", got[i]);
	printf("\n");
	failures++;
}

#define Z8 "\0\0\0\0\0\0\0\0"
#define A8 "\x11\x22\x33\x44\x55\x66\x77\x78"
#define A7 "\x22\x33\x44\x55\x66\x77\x78"
#define H8 "\x81\x22\x33\x44\x55\x66\x77\x78"
#define FULL A8 A8 A8 A8
#define HIGH H8 A8 A8 A8
#define SHORT "\0" A7 A8 A8 A8
#define SHORTER "\0\0\x33\x44\x55\x66\x77\x78" A8 A8 A8
#define SHORT_HIGH "\0\x80\x33\x44\x55\x66\x77\x78" A8 A8 A8

static void
signature(const char *what, struct der_slice raw, struct der_slice wanted)
{
	uint8_t out[PKIX_ECDSA_MAX];

	expect(what, out, pkix_ecdsa_der(out, raw), wanted);
}

static void
signatures(void)
{
	signature(
	    "both full", SLICE(FULL FULL), SLICE("\x30\x44\x02\x20" FULL "\x02\x20" FULL));
	signature("high r", SLICE(HIGH FULL), SLICE("\x30\x45\x02\x21\0" HIGH "\x02\x20" FULL));
	signature("high s", SLICE(FULL HIGH), SLICE("\x30\x45\x02\x20" FULL "\x02\x21\0" HIGH));
	signature(
	    "both high", SLICE(HIGH HIGH), SLICE("\x30\x46\x02\x21\0" HIGH "\x02\x21\0" HIGH));
	signature("short r", SLICE(SHORT FULL),
	    SLICE("\x30\x43\x02\x1f" A7 A8 A8 A8 "\x02\x20" FULL));
	signature("short s", SLICE(FULL SHORT),
	    SLICE("\x30\x43\x02\x20" FULL "\x02\x1f" A7 A8 A8 A8));
	signature("shorter r", SLICE(SHORTER HIGH),
	    SLICE("\x30\x43\x02\x1e\x33\x44\x55\x66\x77\x78" A8 A8 A8 "\x02\x21\0" HIGH));
	signature("short r with a high bit", SLICE(SHORT_HIGH FULL),
	    SLICE("\x30\x44\x02\x20" SHORT_HIGH "\x02\x20" FULL));
	signature("one octet each",
	    SLICE(Z8 Z8 Z8 "\0\0\0\0\0\0\0\1" Z8 Z8 Z8 "\0\0\0\0\0\0\0\xff"),
	    SLICE("\x30\x07\x02\x01\x01\x02\x02\0\xff"));
	signature("P-384, both high", SLICE(HIGH A8 A8 HIGH A8 A8),
	    SLICE("\x30\x66\x02\x31\0" HIGH A8 A8 "\x02\x31\0" HIGH A8 A8));
	signature("r is zero", SLICE(Z8 Z8 Z8 Z8 FULL), SLICE(""));
	signature("s is zero", SLICE(FULL Z8 Z8 Z8 Z8), SLICE(""));
	signature("odd", SLICE(FULL SHORT "x"), SLICE(""));
	signature("empty", SLICE(""), SLICE(""));
}

int
main(void)
{
	signatures();
	return failures != 0;
}
