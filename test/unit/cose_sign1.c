/* COSE_Sign1: one message of RFC 9052 C.2.1, and others that differ from it in one thing. */
#include "cose/cose_sign1.h"
#include "cbor/cseq.h"
#include "cose/cose_key.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void
fail(const char *what, const char *want, const char *have)
{
	printf("%s: want %s, have %s\n", what, want, have);
	failures++;
}

static size_t
unhex(const char *hex, uint8_t *out)
{
	size_t n = strlen(hex) / 2, i;
	unsigned octet;

	for (i = 0; i < n; i++) {
		sscanf(hex + 2 * i, "%2x", &octet);
		out[i] = (uint8_t)octet;
	}
	return n;
}

#define X "bac5b11cad8f99f9c72b05cf4b9e26d244dc189f745228255a219a86d6a09eff"
#define Y "20138bf82dc1b6d562be0fa54ab7804a3a64b6d72ccfed6b6fb6ed28bbfc117e"
#define R "8eb33e4ca31d1c465ab05aac34cc6b23d58fef5c083106c4d25a91aef0b0117e"
#define S "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb36"
#define N "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
#define N_LESS_1 "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550"
#define ZERO "0000000000000000000000000000000000000000000000000000000000000000"
#define ONE "0000000000000000000000000000000000000000000000000000000000000001"
#define PROTECTED "43a10126"
#define UNPROTECTED "a104423131"
#define PAYLOAD "54546869732069732074686520636f6e74656e742e"
#define SIGNATURE "5840" R S

static struct pkix_key *
open_key(const char *crv, const char *x, const char *y)
{
	struct cose_key key = { PKIX_KEY_P256, { NULL, 32 }, { NULL, 32 } };
	uint8_t octets[2][48];
	struct pkix_key *opened;
	const char *why = NULL;

	if (strcmp(crv, "P-384") == 0)
		key.kind = PKIX_KEY_P384;
	key.x = (struct der_slice){ octets[0], unhex(x, octets[0]) };
	key.y = (struct der_slice){ octets[1], unhex(y, octets[1]) };
	if ((opened = cose_key_open(&key, &why)) == NULL)
		fail(crv, "a key", why);
	return opened;
}

/* What is said of a message, read and verified; of one that is good, nothing. */
static void
expect_by(struct pkix_key *key, const char *aad, const char *hex, const char *reason)
{
	uint8_t data[4096], extra[64];
	size_t n = unhex(hex, data), size = 0;
	struct der_slice external = { extra, unhex(aad, extra) };
	struct cose_sign1 message;
	struct citem item;
	const char *why = NULL;

	if (cseq_check(data, n, &size, &why) != 1 || size != n) {
		fail(hex, "an item", why);
		return;
	}
	item = citem_at(data);
	why = cose_sign1_read(&item, &message);
	if (why == NULL)
		why = cose_verify(&message, key, external);
	if ((why == NULL) != (reason == NULL) || (why != NULL && strcmp(why, reason) != 0))
		fail(hex, reason != NULL ? reason : "good", why != NULL ? why : "good");
}

static struct pkix_key *rfc; /* the key of the examples */

static void
expect(const char *hex, const char *reason)
{
	expect_by(rfc, "", hex, reason);
}

static void
test_frame(void)
{
	const char *tag = "another tag than 18 (RFC 9052 2)";
	const char *four = "not an array of four (RFC 9052 4.2)";

	expect("84" PROTECTED UNPROTECTED PAYLOAD SIGNATURE, NULL);
	expect("d284" PROTECTED UNPROTECTED PAYLOAD SIGNATURE, NULL);
	expect("d86284" PROTECTED UNPROTECTED PAYLOAD SIGNATURE, tag);
	expect("d2d284" PROTECTED UNPROTECTED PAYLOAD SIGNATURE, four);
	expect("83" PROTECTED UNPROTECTED PAYLOAD, four);
	expect("85" PROTECTED UNPROTECTED PAYLOAD SIGNATURE "00", four);
	expect("a2" PROTECTED UNPROTECTED PAYLOAD SIGNATURE, four);
	expect("84a10126" UNPROTECTED PAYLOAD SIGNATURE,
	    "the protected header is not a byte string (RFC 9052 3)");
	expect("844126" UNPROTECTED PAYLOAD SIGNATURE,
	    "the protected header is not one map (RFC 9052 3)");
	expect("8444a1012600" UNPROTECTED PAYLOAD SIGNATURE,
	    "the protected header is not one map (RFC 9052 3)");
	expect("8442a101" UNPROTECTED PAYLOAD SIGNATURE,
	    "the protected header is not one map (RFC 9052 3)");
	expect("8444a1180126" UNPROTECTED PAYLOAD SIGNATURE,
	    "head is not the shortest (RFC 8949 4.2.1)");
	expect("84" PROTECTED "80" PAYLOAD SIGNATURE,
	    "the unprotected header is not a map (RFC 9052 3)");
	expect("84" PROTECTED UNPROTECTED "60" SIGNATURE,
	    "the payload is neither a byte string nor nil (RFC 9052 4.2)");
	expect("84" PROTECTED UNPROTECTED "f7" SIGNATURE,
	    "the payload is neither a byte string nor nil (RFC 9052 4.2)");
	expect("84" PROTECTED UNPROTECTED PAYLOAD "60",
	    "the signature is not a byte string (RFC 9052 4.2)");
	expect("84" PROTECTED UNPROTECTED "f6" SIGNATURE,
	    "its payload is elsewhere (RFC 9052 4.2)");
}

#define MESSAGE(protected, unprotected) "84" protected unprotected PAYLOAD SIGNATURE
#define BAD "signature does not verify (RFC 9052 4.4)"

static void
test_headers(void)
{
	const char *chain = "x5chain holds what is no certificate (RFC 9360 2)";

	/* What is not protected can be changed by anybody. */
	expect(MESSAGE(PROTECTED, "a0"), NULL);
	expect(MESSAGE(PROTECTED, "a1044132"), NULL);
	expect(MESSAGE("45a201260300", UNPROTECTED), BAD);
	expect(MESSAGE("40", UNPROTECTED), "no alg in the protected header (RFC 9052 3.1)");
	expect(MESSAGE("41a0", UNPROTECTED), "no alg in the protected header (RFC 9052 3.1)");
	expect(MESSAGE("40", "a10126"), "alg is not in the protected header (RFC 9052 3.1)");
	expect(MESSAGE(PROTECTED, "a10126"), "a label in both headers (RFC 9052 3)");
	expect(MESSAGE("46a20126616100", "a1616100"), "a label in both headers (RFC 9052 3)");
	expect(MESSAGE(PROTECTED, "a1414100"),
	    "a label that is neither number nor text (RFC 9052 1.5)");
	expect(MESSAGE("44a1013823", UNPROTECTED),
	    "alg is ES512, neither ES256 nor ES384 (RFC 9053 2.1)");
	expect(MESSAGE("43a10127", UNPROTECTED),
	    "alg is EdDSA, neither ES256 nor ES384 (RFC 9053 2.1)");
	expect(MESSAGE("45a1013903e6", UNPROTECTED),
	    "alg is neither ES256 nor ES384 (RFC 9053 2.1)");
	expect(MESSAGE("48a101654553323536", UNPROTECTED),
	    "alg is neither ES256 nor ES384 (RFC 9053 2.1)");
	expect(MESSAGE("44a1013822", UNPROTECTED),
	    "alg is ES384, and the key not of P-384 (RFC 9053 2.1)");
	expect(MESSAGE(PROTECTED, "a10400"), "kid is not a byte string (RFC 9052 3.1)");
	expect(MESSAGE(PROTECTED, "a11040"), "typ is neither text nor a number (RFC 9596 2)");
	expect(MESSAGE(PROTECTED, "a1024101"),
	    "crit is not in the protected header (RFC 9052 3.1)");
	expect(MESSAGE("46a20126028101", "a0"), BAD);
	expect(MESSAGE("45a201260280", "a0"), "crit is not an array of labels (RFC 9052 3.1)");
	expect(MESSAGE("46a20126028103", "a0"),
	    "crit names what is not in the protected header (RFC 9052 3.1)");
	expect(MESSAGE("48a3012602810506f6", "a0"),
	    "crit names what is not in the protected header (RFC 9052 3.1)");
	expect(MESSAGE("48a3012602810505f6", "a0"),
	    "crit names a parameter that is not known here (RFC 9052 3.1)");
	expect(MESSAGE(PROTECTED, "a11821814130"), "x5chain is an array of fewer than two "
						   "(RFC 9360 2)");
	expect(MESSAGE(PROTECTED, "a1182180"), "x5chain is an array of fewer than two "
					       "(RFC 9360 2)");
	expect(MESSAGE(PROTECTED, "a118214130"), NULL);
	expect(MESSAGE(PROTECTED, "a118218241304130"), NULL);
	expect(MESSAGE(PROTECTED, "a118218841304130413041304130413041304130"), NULL);
	expect(MESSAGE(PROTECTED, "a1182189413041304130413041304130413041304130"),
	    "x5chain of more than 8 certificates");
	expect(MESSAGE(PROTECTED, "a1182140"), chain);
	expect(MESSAGE(PROTECTED, "a118218241306130"), chain);
	expect(MESSAGE(PROTECTED, "a11821f6"), chain);
}

#define SIGNED(octets) "84" PROTECTED UNPROTECTED PAYLOAD octets

static void
test_signature(void)
{
	const char *size = "an ES256 signature of other than 64 octets (RFC 9053 2.1)";
	const char *range = "a half of the signature is not in 1..n-1 (FIPS 186-4 6.4.2)";

	expect("84" PROTECTED UNPROTECTED
	       "54546869732069732074686520636f6e74656e742f" SIGNATURE,
	    BAD);
	expect(
	    SIGNED("583f" R "2af9a291aa32e14ab834dc56ed2a223444547e01f11d3b0916e5a4c345cacb"),
	    size);
	expect(SIGNED("5841" R S "00"), size);
	expect(SIGNED("5842"
		      "00" R "00" S),
	    size);
	expect(SIGNED("40"), size);
	expect(SIGNED("5840" ZERO S), range);
	expect(SIGNED("5840" R ZERO), range);
	expect(SIGNED("5840" N S), range);
	expect(SIGNED("5840" R N), range);
	expect(SIGNED("5840" N_LESS_1 S), BAD);
	expect(SIGNED("5840" R N_LESS_1), BAD);
	expect(SIGNED("5840" ONE ONE), BAD);
	expect(SIGNED("5840" S R), BAD);
	expect_by(rfc, "00", "84" PROTECTED UNPROTECTED PAYLOAD SIGNATURE, BAD);
}

/* The payload that somebody else keeps, and what an external_aad of it signs. */
static void
test_detached(void)
{
	static const char structure[] = "846a5369676e61747572653143a1012640"
					"54546869732069732074686520636f6e74656e742e";
	uint8_t data[256], payload[64], wanted[64];
	size_t size = unhex(PAYLOAD, payload), want = unhex(structure, wanted);
	struct cose_sign1 message;
	struct cput c = { 0 };
	struct citem item;
	const char *why;

	unhex("84" PROTECTED UNPROTECTED "f6" SIGNATURE, data);
	item = citem_at(data);
	why = cose_sign1_read(&item, &message);
	message.payload = (struct der_slice){ payload + 1, size - 1 };
	if (why == NULL)
		why = cose_verify(&message, rfc, (struct der_slice){ NULL, 0 });
	if (why != NULL)
		fail("detached", "good", why);
	cose_put_sig_structure(
	    &c, message.protected, (struct der_slice){ NULL, 0 }, message.payload);
	if (c.failed || c.size != want || memcmp(c.data, wanted, want) != 0)
		fail("Sig_structure", structure, "another");
	cput_free(&c);
}

int
main(void)
{
	if ((rfc = open_key("P-256", X, Y)) == NULL)
		return 1;
	test_frame();
	test_headers();
	test_signature();
	test_detached();
	pkix_key_free(rfc);
	return failures != 0;
}
