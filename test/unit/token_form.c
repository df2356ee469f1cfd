/* What a token's answers become: public keys, DigestInfo. */
#include "token/token_form.h"

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

#define A8 "\x11\x22\x33\x44\x55\x66\x77\x78"
#define H8 "\x81\x22\x33\x44\x55\x66\x77\x78"
#define FULL A8 A8 A8 A8
#define HIGH H8 A8 A8 A8

#define P256_ALGORITHM                                                                         \
	"\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"

static void
point(const char *what, enum token_kind kind, struct der_slice given, struct der_slice wanted)
{
	uint8_t out[TOKEN_SPKI_MAX];

	expect(what, out, token_spki_ec(out, kind, given), wanted);
}

static void
points(void)
{
	const struct der_slice p256 =
	    SLICE("\x30\x59" P256_ALGORITHM "\x03\x42\0\x04" FULL HIGH);

	point("wrapped point", TOKEN_P256, SLICE("\x04\x41\x04" FULL HIGH), p256);
	point("bare point", TOKEN_P256, SLICE("\x04" FULL HIGH), p256);
	point("P-384", TOKEN_P384, SLICE("\x04\x61\x04" FULL HIGH FULL),
	    SLICE("\x30\x76\x30\x10\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x05\x2b\x81\x04\0"
		  "\x22\x03\x62\0\x04" FULL HIGH FULL));
	point("of another curve", TOKEN_P384, SLICE("\x04\x41\x04" FULL HIGH), SLICE(""));
	point("compressed", TOKEN_P256, SLICE("\x04\x21\x02" FULL), SLICE(""));
	point("not uncompressed", TOKEN_P256, SLICE("\x04\x41\x06" FULL HIGH), SLICE(""));
	point("more behind", TOKEN_P256, SLICE("\x04\x41\x04" FULL HIGH "\0"), SLICE(""));
	point("cut", TOKEN_P256, slice("\x04\x41\x04" FULL HIGH, 66), SLICE(""));
	point("no curve", TOKEN_RSA, SLICE("\x04\x41\x04" FULL HIGH), SLICE(""));
	point("nothing", TOKEN_P256, SLICE(""), SLICE(""));
	point("one octet", TOKEN_OTHER, SLICE("\x04"), SLICE(""));
}

#define RSA_ALGORITHM "\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\0"

static void
rsa(const char *what, struct der_slice modulus, struct der_slice exponent,
    struct der_slice wanted)
{
	uint8_t out[TOKEN_SPKI_MAX];

	expect(what, out, token_spki_rsa(out, modulus, exponent), wanted);
}

static void
moduli(void)
{
	static uint8_t large[2048], out[TOKEN_SPKI_MAX];
	const struct der_slice high =
	    SLICE("\x30\x22" RSA_ALGORITHM "\x03\x11\0\x30\x0e\x02\x09\0" H8 "\x02\x01\x03");

	rsa("high modulus", SLICE(H8), SLICE("\3"), high);
	rsa("modulus with a zero before it", SLICE("\0" H8), SLICE("\0\0\3"), high);
	rsa("low modulus", SLICE(A8), SLICE("\1\0\1"),
	    SLICE(
		"\x30\x23" RSA_ALGORITHM "\x03\x12\0\x30\x0f\x02\x08" A8 "\x02\x03\x01\0\x01"));
	rsa("no modulus", SLICE(""), SLICE("\3"), SLICE(""));
	rsa("no exponent", SLICE(H8), SLICE("\0"), SLICE(""));
	memset(large, 0xff, sizeof large);
	rsa("too large", slice(large, sizeof large), SLICE("\3"), SLICE(""));
	if (token_spki_rsa(out, slice(large, 1024), SLICE("\1\0\1")) == 0) {
		printf("a key of 8192 bits does not fit\n");
		failures++;
	}
}

static void
digests(void)
{
	uint8_t out[TOKEN_DIGEST_INFO_MAX], much[TOKEN_DIGEST_INFO_MAX] = { 0 };
	const struct der_slice sha256 = SLICE("\x60\x86\x48\x01\x65\x03\x04\x02\x01");

	/* RFC 8017 9.2 note 1 gives these octets for SHA-256. */
	expect("DigestInfo", out, token_digest_info(out, sha256, SLICE(FULL)),
	    SLICE("\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\0"
		  "\x04\x20" FULL));
	expect("a digest too long", out,
	    token_digest_info(out, sha256, slice(much, sizeof much)), SLICE(""));
}

static void
kinds(void)
{
	static const enum token_kind all[] = { TOKEN_P256, TOKEN_P384 };

	for (size_t i = 0; i < 2; i++)
		if (token_kind_of_curve(token_curve(all[i])) != all[i] ||
		    token_half(all[i]) != (i == 0 ? 32 : 48)) {
			printf("curve %zu\n", i);
			failures++;
		}
	if (token_kind_of_curve(SLICE("")) != TOKEN_OTHER || token_half(TOKEN_RSA) != 0 ||
	    token_kind_of_curve(SLICE("\x06\x05\x2b\x81\x04\0\x23")) != TOKEN_OTHER) {
		printf("what is no curve of ours\n");
		failures++;
	}
}

int
main(void)
{
	points();
	moduli();
	digests();
	kinds();
	return failures != 0;
}
