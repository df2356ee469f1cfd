/* Drafts: what is read and refused, and the signed map that each becomes. */
#include "cose/cose_draft.h"
#include "cbor/cseq.h"
#include "cose/cose_cwt.h"
#include "cose/cose_sign1.h"

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

/* Members of a draft. */
#define CONTEXT "616e05"                 /* "n": 5 */
#define PAYLOAD "677061796c6f6164420102" /* "payload": h'0102' */
#define PROTECTED "6970726f746563746564" /* "protected" */
#define UNPROTECTED "6b756e70726f746563746564"
#define CHAIN                                                                                  \
	"67783563"                                                                             \
	"6861696e"
#define TAGGED "66746167676564"
#define SIGNED "667369676e6564"
#define ZEROS32 "0000000000000000000000000000000000000000000000000000000000000000"
#define ZEROS "5840" ZEROS32 ZEROS32

/* What is refused of a draft; or that it becomes this map, with ES256 and the certificate
 * h'3003', its signature all zeros. */
static void
expect(const char *hex, const char *wanted, const char *reason)
{
	const struct der_slice certificate = { (const uint8_t *)"\x30\x03", 2 };
	uint8_t data[1024], want[1024];
	size_t n = unhex(hex, data), size = 0, at = 0;
	struct cput protected = { 0 }, out = { 0 };
	struct cose_draft draft;
	struct citem item;
	const char *why = NULL;

	if (cseq_check(data, n, &size, &why) != 1 || size != n) {
		fail(hex, "an item", why);
		return;
	}
	item = citem_at(data);
	why = cose_draft_read(&item, &draft);
	if ((why == NULL) != (reason == NULL) || (why != NULL && strcmp(why, reason) != 0))
		fail(hex, reason != NULL ? reason : "a draft", why != NULL ? why : "a draft");
	if (why != NULL || reason != NULL)
		return;
	cose_draft_protected(&draft, COSE_ES256, certificate, &protected);
	cose_draft_put(&draft, COSE_ES256, (struct der_slice){ protected.data, protected.size },
	    certificate, &out, &at);
	n = unhex(wanted, want);
	if (out.failed || out.size != n || memcmp(out.data, want, n) != 0) {
		fail(hex, wanted, "");
		for (n = 0; n < out.size; n++)
			printf("%02x", out.data[n]);
		printf("\n");
	} else if (at < 2 || at + 64 > out.size ||
		   memcmp(out.data + at - 2, "\x58\x40", 2) != 0)
		fail(hex, "the place of the signature", "another");
	cput_free(&protected);
	cput_free(&out);
}

static void
test_signed(void)
{
	expect("a1" PAYLOAD, "a1" SIGNED "8443a10126a0420102" ZEROS, NULL);
	/* Where "signed" stands, whatever stands around "payload". */
	expect("a2" CONTEXT PAYLOAD, "a2" CONTEXT SIGNED "8443a10126a0420102" ZEROS, NULL);
	expect("a2" PAYLOAD "68617070656e64697801",
	    "a2" SIGNED "8443a10126a0420102" ZEROS "68617070656e64697801", NULL);
	expect("a3" CONTEXT "67646f635479706561"
	       "61" PAYLOAD,
	    "a3" CONTEXT SIGNED "8443a10126a0420102" ZEROS "67646f635479706561"
	    "61",
	    NULL);
	/* Members out of order stay where they are. */
	expect("a3" PAYLOAD "68617070656e64697801" CONTEXT,
	    "a3" SIGNED "8443a10126a0420102" ZEROS "68617070656e64697801" CONTEXT, NULL);
	expect("a2" PAYLOAD CONTEXT, "a2" SIGNED "8443a10126a0420102" ZEROS CONTEXT, NULL);
	/* What is beside it is copied, not encoded again. */
	expect("a2616efb3ff0000000000000" PAYLOAD,
	    "a2616efb3ff0000000000000" SIGNED "8443a10126a0420102" ZEROS, NULL);
	/* x5chain, tag, headers. */
	expect("a2" PAYLOAD CHAIN "6b756e70726f746563746564",
	    "a2" SIGNED "8443a10126a1182142"
	    "3003"
	    "420102" ZEROS CHAIN "6b756e70726f746563746564",
	    NULL);
	expect("a2" PAYLOAD CHAIN "6970726f746563746564",
	    "a2" SIGNED "8448a201261821423003a0420102" ZEROS CHAIN "6970726f746563746564",
	    NULL);
	expect("a2" TAGGED "f5" PAYLOAD, "a2" SIGNED "d28443a10126a0420102" ZEROS TAGGED "f5",
	    NULL);
	expect(
	    "a2" TAGGED "f4" PAYLOAD, "a2" SIGNED "8443a10126a0420102" ZEROS TAGGED "f4", NULL);
	expect("a2" PAYLOAD PROTECTED "a2101903e7182200",
	    "a2" SIGNED "844aa3"
	    "0126"
	    "101903e7"
	    "182200"
	    "a0420102" ZEROS PROTECTED "a2101903e7182200",
	    NULL);
	expect("a3" PAYLOAD CHAIN "6970726f746563746564" PROTECTED "a300f6101903e7182200",
	    "a3" SIGNED "8451a5"
	    "00f6"
	    "0126"
	    "101903e7"
	    "1821423003"
	    "182200"
	    "a0420102" ZEROS CHAIN "6970726f746563746564" PROTECTED "a300f6101903e7182200",
	    NULL);
	expect("a2" PAYLOAD UNPROTECTED "a1044132",
	    "a2" SIGNED "8443a10126a1044132420102" ZEROS UNPROTECTED "a1044132", NULL);
	expect("a2" PAYLOAD PROTECTED "a0",
	    "a2" SIGNED "8443a10126a0420102" ZEROS PROTECTED "a0", NULL);
	expect("a1677061796c6f616440", "a1" SIGNED "8443a10126a040" ZEROS, NULL);
}

static void
test_refused(void)
{
	expect("80", NULL, "not a draft: it is not a map");
	expect("a0", NULL, "not a draft: it has no payload");
	expect("a1" CONTEXT, NULL, "not a draft: it has no payload");
	expect("a1677061796c6f616460", NULL, "payload is not a byte string (RFC 9052 4.2)");
	expect("a1677061796c6f6164f6", NULL, "payload is not a byte string (RFC 9052 4.2)");
	expect("a2" SIGNED "00" PAYLOAD, NULL, "it is signed already");
	expect("a20100" PAYLOAD, NULL, "a member whose key is not text");
	expect("a2" PAYLOAD CHAIN "60", NULL, "x5chain is neither protected nor unprotected");
	expect("a2" PAYLOAD CHAIN "f5", NULL, "x5chain is neither protected nor unprotected");
	expect("a2" TAGGED "f6" PAYLOAD, NULL, "tagged is neither true nor false");
	expect("a2" TAGGED "15" PAYLOAD, NULL, "tagged is neither true nor false");
	expect("a2" PAYLOAD PROTECTED "40", NULL, "a header is not a map (RFC 9052 3)");
	expect("a2" PAYLOAD UNPROTECTED "80", NULL, "a header is not a map (RFC 9052 3)");
	expect("a2" PAYLOAD PROTECTED "a10126", NULL,
	    "the draft says alg, which is the signer's to say (RFC 9052 3.1)");
	expect("a2" PAYLOAD UNPROTECTED "a10126", NULL,
	    "the draft says alg, which is the signer's to say (RFC 9052 3.1)");
	expect("a2" PAYLOAD PROTECTED "a118214130", NULL,
	    "the draft brings an x5chain of its own (RFC 9360 2)");
	expect("a2" PAYLOAD UNPROTECTED "a118214130", NULL,
	    "the draft brings an x5chain of its own (RFC 9360 2)");
	expect("a2" PAYLOAD PROTECTED "a21822001000", NULL,
	    "the labels of a header are not in order (RFC 8949 4.2.1)");
	expect("a2" PAYLOAD PROTECTED "a14100"
	       "00",
	    NULL, "a label that is neither number nor text (RFC 9052 1.5)");
	expect("a3" PAYLOAD PROTECTED "a10300" UNPROTECTED "a10300", NULL,
	    "a label in both headers (RFC 9052 3)");
	expect("a2" PAYLOAD UNPROTECTED "a1028103", NULL,
	    "crit is not in the protected header (RFC 9052 3.1)");
}

/* As many labels as the signer leaves room for, and one more. */
static void
test_many(unsigned count, const char *reason)
{
	char hex[1024], one[8];
	unsigned i;

	snprintf(hex, sizeof hex, "a2" PAYLOAD UNPROTECTED "b8%02x", count);
	for (i = 0; i < count; i++) {
		snprintf(one, sizeof one, "18%02xf6", 100 + i);
		strncat(hex, one, sizeof hex - strlen(hex) - 1);
	}
	if (reason != NULL)
		expect(hex, NULL, reason);
	else {
		char wanted[2048];

		snprintf(wanted, sizeof wanted, "a2" SIGNED "8443a10126%s420102" ZEROS "%s",
		    strstr(hex, "b8"), strstr(hex, UNPROTECTED));
		expect(hex, wanted, NULL);
	}
}

static void
claims(const char *hex, const char *reason)
{
	uint8_t data[256];
	struct cose_cwt cwt;
	const char *why = cose_cwt_read((struct der_slice){ data, unhex(hex, data) }, &cwt);

	if ((why == NULL) != (reason == NULL) || (why != NULL && strcmp(why, reason) != 0))
		fail(hex, reason != NULL ? reason : "claims", why != NULL ? why : "claims");
}

static void
test_claims(void)
{
	const char *map = "the claims are not one map (RFC 8392 2)";
	const char *exp = "exp is not whole seconds without a tag (RFC 8392 3.1.4)";
	const char *ttl = "ttl is not a positive number (Token Status List 5.2)";

	claims("a0", NULL);
	claims("a50261610400062019fffda019fffe01", NULL);
	claims("a0a0", map);
	claims("a1", map);
	claims("", map);
	claims("80", map);
	claims("a1180200", "head is not the shortest (RFC 8949 4.2.1)");
	claims("a1024161", "sub is not text (RFC 8392 3.1.2)");
	claims("a104f93c00", exp);
	claims("a104c100", exp);
	claims("a1041bffffffffffffffff", exp);
	claims("a10660", "iat is not whole seconds without a tag (RFC 8392 3.1.6)");
	claims("a119fffe00", ttl);
	claims("a119fffe20", ttl);
	claims("a119fffd80", "status_list is not a map (Token Status List 5.2)");
}

int
main(void)
{
	test_signed();
	test_refused();
	test_many(62, NULL);
	test_many(63, "more than 62 header parameters");
	test_claims();
	return failures != 0;
}
