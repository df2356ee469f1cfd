/* COSE_Key: the key of RFC 9679 6, and others that differ from it in one thing. */
#include "cose/cose_key.h"
#include "cbor/cseq.h"

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

/* RFC 9679 6 has this key and its thumbprint. */
#define X "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
#define Y "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"
#define THUMBPRINT "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec"
#define KEY                                                                                    \
	"a40102200121"                                                                         \
	"5820" X "22"                                                                          \
	"5820" Y
#define X384                                                                                   \
	"aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a38"                     \
	"5502f25dbf55296c3a545e3872760ab7"
#define Y384                                                                                   \
	"3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c0"                     \
	"0a60b1ce1d7e819d7a431d7c90ea0e5f"

/* What is said of a key, read and opened; one that is good is written as it was. */
static void
expect(const char *hex, const char *reason)
{
	uint8_t data[1024];
	size_t n = unhex(hex, data), size = 0;
	struct pkix_key *opened = NULL;
	const char *why = NULL;
	struct cose_key key;
	struct citem item;

	if (cseq_check(data, n, &size, &why) != 1 || size != n) {
		fail(hex, "an item", why);
		return;
	}
	item = citem_at(data);
	why = cose_key_read(&item, &key);
	if (why == NULL)
		opened = cose_key_open(&key, &why);
	if (reason == NULL ? opened == NULL : why == NULL || strcmp(why, reason) != 0)
		fail(hex, reason != NULL ? reason : "good", why != NULL ? why : "good");
	if (opened != NULL && pkix_key_kind(opened) != key.kind)
		fail(hex, "its own kind", "another");
	pkix_key_free(opened);
}

static void
test_read(void)
{
	const char *x = "x is not octets of the curve's size (RFC 9053 7.1.1)";
	const char *y = "y is not octets of the curve's size (RFC 9053 7.1.1)";
	const char *type = "key is not of type EC2 (RFC 9053 7.1.1)";
	const char *curve = "key is neither of P-256 nor P-384 (RFC 9053 7.1.1)";
	const char *alg = "alg of a key is not its curve's, ES256 or ES384 (RFC 9052 7.1)";

	expect(KEY, NULL);
	expect("a40102200221"
	       "5830" X384 "22"
	       "5830" Y384,
	    NULL);
	expect("80", "key is not a map (RFC 9052 7)");
	expect("a3200121"
	       "5820" X "22"
	       "5820" Y,
	    type);
	expect("a40101200121"
	       "5820" X "22"
	       "5820" Y,
	    type);
	expect("a3010221"
	       "5820" X "22"
	       "5820" Y,
	    "key without a curve (RFC 9053 7.1.1)");
	expect("a40102200321"
	       "5820" X "22"
	       "5820" Y,
	    curve);
	expect("a4010220612121"
	       "5820" X "22"
	       "5820" Y,
	    curve);
	expect("a40102200221"
	       "5820" X "22"
	       "5820" Y,
	    x);
	expect("a3010220012"
	       "2"
	       "5820" Y,
	    "key without x (RFC 9053 7.1.1)");
	expect("a3010220012"
	       "1"
	       "5820" X,
	    "key without y (RFC 9053 7.1.1)");
	expect("a40102200121"
	       "5821"
	       "00" X "22"
	       "5820" Y,
	    x);
	expect("a40102200121"
	       "5820" X "22"
	       "5821"
	       "00" Y,
	    y);
	expect("a40102200121"
	       "5820" X "224101",
	    y);
	expect("a40102200121"
	       "5820" X "22f5",
	    "y is a sign bit: a compressed point, which is not taken (RFC 9053 7.1.1)");
	expect("a50102200121"
	       "5820" X "22"
	       "5820" Y "23"
	       "5820" X,
	    "key with its private half (RFC 9053 7.1.1)");
	/* What it says of itself. */
	expect("a70102024131032604820102200121"
	       "5820" X "22"
	       "5820" Y,
	    NULL);
	expect("a5010202613120"
	       "0121"
	       "5820" X "22"
	       "5820" Y,
	    "kid of a key is not a byte string (RFC 9052 7.1)");
	expect("a501020338222001"
	       "21"
	       "5820" X "22"
	       "5820" Y,
	    alg);
	expect("a501020338"
	       "18"
	       "2001"
	       "21"
	       "5820" X "22"
	       "5820" Y,
	    alg);
	expect("a501020402200121"
	       "5820" X "22"
	       "5820" Y,
	    "key_ops is not an array (RFC 9052 7.1)");
	expect("a50102048101200121"
	       "5820" X "22"
	       "5820" Y,
	    "key_ops without verify (RFC 9052 7.1)");
	expect("a501020480200121"
	       "5820" X "22"
	       "5820" Y,
	    "key_ops without verify (RFC 9052 7.1)");
	/* A point that is not on its curve, and one that nobody can have. */
	expect("a40102200121"
	       "5820" X "22"
	       "5820"
	       "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19d",
	    "the point of an EC key is not on its curve (RFC 5480 2.2)");
	expect("a40102200121"
	       "5820" Y "22"
	       "5820" X,
	    "the point of an EC key is not on its curve (RFC 5480 2.2)");
}

/* The same key in other forms, and its thumbprint in each. */
static void
test_forms(const char *hex, const char *thumbprint)
{
	uint8_t data[256], spki[COSE_SPKI_MAX], print[COSE_THUMBPRINT], want[COSE_THUMBPRINT];
	size_t whole = unhex(hex, data), size;
	struct citem item = citem_at(data);
	struct cose_key key, back;
	struct cput c = { 0 };

	if (cose_key_read(&item, &key) != NULL) {
		fail(hex, "a key", "none");
		return;
	}
	size = cose_key_spki(&key, spki);
	if (!cose_key_of_spki((struct der_slice){ spki, size }, &back) ||
	    back.kind != key.kind || !der_equal(back.x, key.x) || !der_equal(back.y, key.y))
		fail(hex, "the same from SubjectPublicKeyInfo", "another");
	if (cose_key_of_spki((struct der_slice){ spki, size - 1 }, &back))
		fail(hex, "nothing from a part of it", "a key");
	spki[15]++;
	if (cose_key_of_spki((struct der_slice){ spki, size }, &back))
		fail(hex, "nothing of another curve", "a key");
	cose_key_put(&c, &key);
	if (c.failed || c.size != whole || memcmp(c.data, data, whole) != 0)
		fail(hex, "the same octets", "others");
	cput_free(&c);
	if (thumbprint == NULL)
		return;
	unhex(thumbprint, want);
	if (!cose_key_thumbprint(&key, print) || memcmp(print, want, sizeof want) != 0)
		fail(hex, thumbprint, "another thumbprint");
}

int
main(void)
{
	test_read();
	test_forms(KEY, THUMBPRINT);
	test_forms("a40102200221"
		   "5830" X384 "22"
		   "5830" Y384,
	    NULL);
	return failures != 0;
}
