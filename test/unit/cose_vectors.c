/*
 * Others' vectors in ../shared/vectors: COSE_Sign1 of the COSE working group as its manifest
 * says (what is not ES256 or ES384 is refused by name), Wycheproof's ECDSA signatures as r||s
 * and in DER, and the signed status list of the IETF's draft.
 */
#include "cose/cose_cwt.h"
#include "cose/cose_key.h"
#include "cose/cose_sign1.h"

#include "cbor/cseq.h"
#include "file/file_load.h"
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define VECTORS "../shared/vectors/"
static int failures;
static const struct der_slice nothing = { NULL, 0 };

static void
fail(const char *where, const char *what, const char *want, const char *have)
{
	printf("%s: %s: want %s, have %s\n", where, what, want, have);
	failures++;
}

static const char *
member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? text : "";
}

static size_t
unhex(const char *hex, uint8_t *out, size_t max)
{
	size_t n = strlen(hex) / 2, i;
	unsigned octet;

	for (i = 0; i < n && i < max; i++) {
		sscanf(hex + 2 * i, "%2x", &octet);
		out[i] = (uint8_t)octet;
	}
	return i;
}

static size_t
unbase64(const char *text, uint8_t *out)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned long bits = 0;
	size_t n = 0, have = 0;

	for (; *text != '\0' && *text != '='; text++) {
		bits = bits << 6 | (unsigned long)(strchr(digits, *text) - digits);
		if ((have += 6) >= 8)
			out[n++] = (uint8_t)(bits >> (have -= 8));
	}
	return n;
}

/* The key of a JSON Web Key, which is also how the working group writes its own. */
static struct pkix_key *
jwk_key(const json_t *jwk, const char **why)
{
	struct cose_key key = { PKIX_KEY_P256, { NULL, 0 }, { NULL, 0 } };
	uint8_t x[64], y[64];

	*why = "a curve that is not ours";
	if (strcmp(member(jwk, "crv"), "P-384") == 0)
		key.kind = PKIX_KEY_P384;
	else if (strcmp(member(jwk, "crv"), "P-256") != 0)
		return NULL;
	key.x = (struct der_slice){ x, unbase64(member(jwk, "x"), x) };
	key.y = (struct der_slice){ y, unbase64(member(jwk, "y"), y) };
	return cose_key_open(&key, why);
}

static json_t *
load(const char *path)
{
	json_error_t error;
	json_t *json = json_load_file(path, 0, &error);

	if (json == NULL)
		fail(path, "JSON", "some", error.text);
	return json;
}

/* What is said of a message; NULL when it verifies.  Without a key it is only read. */
static const char *
judge(const char *path, struct pkix_key *key, struct der_slice external_aad,
    struct cose_sign1 *message, uint8_t **octets)
{
	size_t size = 0, whole = 0;
	const char *why = "cut short";
	struct citem item;

	if ((*octets = file_load(path, 1 << 20, &size)) == NULL)
		return "it cannot be read";
	if (cseq_check(*octets, size, &whole, &why) != 1 || whole != size)
		return why;
	item = citem_at(*octets);
	if ((why = cose_sign1_read(&item, message)) != NULL || key == NULL)
		return why != NULL ? why : message->headers.no_algorithm;
	return cose_verify(message, key, external_aad);
}

/* One example of the working group's: "sign0" is what it calls COSE_Sign1. */
static void
example(const json_t *test, unsigned *verified, unsigned *named)
{
	const char *alg = member(test, "alg"), *expected = member(test, "expected"), *why;
	bool sign1 = strcmp(json_string_value(json_array_get(json_object_get(test, "kind"), 0)),
			 "sign0") == 0,
	     ours = strcmp(alg, "ES256") == 0 || strcmp(alg, "ES384") == 0;
	char path[512];
	struct cose_sign1 message;
	struct pkix_key *key = NULL;
	uint8_t *octets = NULL;
	json_t *file;

	snprintf(path, sizeof path, VECTORS "cose/%s", member(test, "file"));
	if ((file = load(path)) == NULL)
		return;
	key = jwk_key(
	    json_object_get(json_object_get(json_object_get(file, "input"), "sign0"), "key"),
	    &why);
	snprintf(path, sizeof path, VECTORS "cose/%s", member(test, "cbor"));
	why = judge(path, key, nothing, &message, &octets);
	if (!sign1) { /* another structure, under whatever tag */
		if (why == NULL)
			fail(path, "another structure", "a refusal", "verified");
	} else if (ours && strcmp(expected, "pass") == 0) {
		if (why != NULL)
			fail(path, alg, "verified", why);
		*verified += why == NULL;
	} else if (why == NULL)
		fail(path, alg, "a refusal", "verified");
	else if (!ours) {
		if (strstr(why, "alg is ") != why || strstr(why, alg) != why + 7)
			fail(path, alg, "refused by name", why);
		*named += 1;
	}
	free(octets);
	pkix_key_free(key);
	json_decref(file);
}

static void
examples(void)
{
	json_t *manifest = load(VECTORS "cose/manifest.json"), *test;
	unsigned verified = 0, named = 0;
	size_t i;

	json_array_foreach(json_object_get(manifest, "tests"), i, test)
	    example(test, &verified, &named);
	if (verified < 3 || named < 3)
		fail("cose", "messages verified and refused by name", "3 and 3", "fewer");
	json_decref(manifest);
}

/* Is this the Sig_structure of a message, as somebody else made it? */
static void
same_structure(const char *name, const struct cose_sign1 *message, struct der_slice aad)
{
	char path[512];
	struct cput c = { 0 };
	uint8_t *octets;
	size_t size = 0;

	snprintf(path, sizeof path, VECTORS "mdoc/cose/%s.tbs.bin", name);
	octets = file_load(path, 4096, &size);
	cose_put_sig_structure(&c, message->protected, aad, message->payload);
	if (octets == NULL || c.size != size || memcmp(c.data, octets, size) != 0)
		fail(path, "Sig_structure", "the same", "another");
	cput_free(&c);
	free(octets);
}

/* The COSE_Sign1 examples that mdoc/cose has beyond those, external_aad among them. */
static void
example_of_mdoc(const char *name, const json_t *test)
{
	bool fails = json_is_true(json_object_get(test, "should_fail"));
	const char *alg = member(test, "alg"), *why;
	uint8_t extra[64], *octets = NULL;
	struct der_slice aad = { extra, unhex(member(test, "external"), extra, sizeof extra) };
	struct cose_sign1 message;
	struct pkix_key *key;
	char path[512];
	json_t *file;

	snprintf(path, sizeof path, VECTORS "mdoc/cose/%s.json", name);
	file = load(path);
	key = jwk_key(
	    json_object_get(json_object_get(json_object_get(file, "input"), "sign0"), "key"),
	    &why);
	snprintf(path, sizeof path, VECTORS "mdoc/cose/%s.cbor", name);
	why = judge(path, key, aad, &message, &octets);
	if (strcmp(name, "sign1-tests_sign-pass-01") == 0) {
		/* Good by RFC 9052; here alg must be protected. */
		if (why == NULL ||
		    strcmp(why, "alg is not in the protected header (RFC 9052 3.1)") != 0)
			fail(path, "alg", "refused", why != NULL ? why : "verified");
	} else if (fails || strcmp(alg, "ES512") == 0) {
		if (why == NULL)
			fail(path, alg, "a refusal", "verified");
	} else if (why != NULL)
		fail(path, alg, "verified", why);
	else
		same_structure(name, &message, aad);
	free(octets);
	pkix_key_free(key);
	json_decref(file);
}

static void
examples_of_mdoc(void)
{
	json_t *all = load(VECTORS "mdoc/cose/expected.json"), *test;
	const char *name;

	json_object_foreach(all, name, test) example_of_mdoc(name, test);
	if (json_object_size(all) < 13)
		fail("mdoc/cose", "examples", "13", "fewer");
	json_decref(all);
}

/* One signature of Wycheproof's, as the message of a COSE_Sign1 would have it, or in DER. */
static const char *
wycheproof(struct pkix_key *key, const json_t *test, bool p1363, enum pkix_hash hash)
{
	struct pkix_algorithm algorithm = { .hash = hash, .ecdsa = true };
	static uint8_t message[4096], signature[4096];
	struct der_slice data, sig;
	uint8_t digest[PKIX_HASH_MAX];

	data =
	    (struct der_slice){ message, unhex(member(test, "msg"), message, sizeof message) };
	sig = (struct der_slice){ signature,
		unhex(member(test, "sig"), signature, sizeof signature) };
	if (!p1363)
		return pkix_verify(key, &algorithm, data, sig);
	pkix_hash(hash, data, digest);
	return cose_verify_digest(COSE_ES256, key, digest, sig);
}

/*
 * Nettle adds points by formulas that do not double: a signature for which u1*G = u2*Q, which
 * only the key's owner can make and only on purpose, is good and refused.  There is one in
 * each set, beside one that is bad.
 */
static bool
either(const json_t *test)
{
	return strcmp(member(test, "comment"), "point duplication during verification") == 0 &&
	       strcmp(member(test, "result"), "valid") == 0;
}

static void
group(const char *path, const json_t *g, bool p1363, enum pkix_hash hash, size_t counts[2])
{
	static uint8_t spki[1024];
	const char *why = NULL, *result;
	struct pkix_key *key;
	json_t *test;
	char id[32];
	size_t i;

	key = pkix_key_read(
	    (struct der_slice){ spki, unhex(member(g, "publicKeyDer"), spki, sizeof spki) },
	    &why);
	if (key == NULL) {
		fail(path, "key", "one", why);
		return;
	}
	json_array_foreach(json_object_get(g, "tests"), i, test)
	{
		result = member(test, "result");
		why = wycheproof(key, test, p1363, hash);
		counts[why == NULL]++;
		snprintf(id, sizeof id, "test %" JSON_INTEGER_FORMAT,
		    json_integer_value(json_object_get(test, "tcId")));
		if (strcmp(result, "acceptable") != 0 && !either(test) &&
		    (why == NULL) != (strcmp(result, "valid") == 0))
			fail(path, id, result, why != NULL ? why : "verified");
	}
	pkix_key_free(key);
}

static void
wycheproofs(void)
{
	static const struct {
		const char *path;
		bool p1363;
		enum pkix_hash hash;
		size_t least[2]; /* bad and good ones */
	} sets[] = {
		{ VECTORS "wycheproof/ecdsa_secp256r1_sha256_p1363_test.json", true,
		    PKIX_SHA256, { 89, 172 } },
		{ VECTORS "wycheproof/ecdsa_secp256r1_sha256_test.json", false, PKIX_SHA256,
		    { 310, 173 } },
		{ VECTORS "wycheproof/ecdsa_secp384r1_sha384_test.json", false, PKIX_SHA384,
		    { 310, 193 } },
	};
	size_t i, j, counts[2];
	json_t *json, *g;

	for (i = 0; i < sizeof sets / sizeof sets[0]; i++) {
		if ((json = load(sets[i].path)) == NULL)
			continue;
		counts[0] = counts[1] = 0;
		json_array_foreach(json_object_get(json, "testGroups"), j, g)
		    group(sets[i].path, g, sets[i].p1363, sets[i].hash, counts);
		if (counts[0] < sets[i].least[0] || counts[1] < sets[i].least[1])
			fail(sets[i].path, "signatures", "all of them", "fewer");
		json_decref(json);
	}
}

/* The status list token of the draft: its signature, and the claims that are in it. */
static void
status_list(void)
{
	static const char path[] = VECTORS "mdoc/tsl/status_list_token.cwt.cbor";
	json_t *jwk = load(VECTORS "mdoc/tsl/example_key.jwk.json");
	const char *why = NULL;
	struct pkix_key *key = jwk_key(jwk, &why);
	struct cose_sign1 message;
	uint8_t *octets = NULL;
	struct cose_cwt cwt;

	if ((why = judge(path, key, nothing, &message, &octets)) != NULL ||
	    (why = cose_cwt_read(message.payload, &cwt)) != NULL)
		fail(path, "token", "verified", why);
	else if (!message.tagged || !message.headers.has_type || !message.headers.has_kid ||
		 !citem_is_text(&message.headers.type, "application/statuslist+cwt") ||
		 cwt.subject.size != 33 || !cwt.has_issued || cwt.issued != 1686920170 ||
		 !cwt.has_expires || cwt.expires != 2291720170 || cwt.ttl != 43200 ||
		 !cwt.has_status_list || cwt.status_list.value != 2)
		fail(path, "claims", "those of the draft", "others");
	free(octets);
	pkix_key_free(key);
	json_decref(jwk);
}

/* Messages that bring their signer's certificate, each named with how many it brings. */
static void
chains(void)
{
	static const struct {
		const char *path;
		size_t certificates;
	} files[] = {
		{ VECTORS "mdoc/annex-d/issuer_auth.cose_sign1.cbor", 1 },
		{ VECTORS "mdoc/vical/aamva-vical-2025-11-18.cbor", 3 },
	};
	struct cose_sign1 message;
	uint8_t *octets = NULL;
	struct pkix_key *key;
	const char *why;
	size_t i;

	for (i = 0; i < sizeof files / sizeof files[0]; i++, free(octets)) {
		judge(files[i].path, NULL, nothing, &message, &octets);
		if ((key = cose_chain_key(&message.headers, &why)) != NULL)
			why = cose_verify(&message, key, nothing);
		if (why != NULL || message.headers.x5chain != COSE_UNPROTECTED ||
		    message.headers.chain_count != files[i].certificates)
			fail(files[i].path, "by its own certificate", "verified", why);
		pkix_key_free(key);
	}
}

int
main(void)
{
	if (access(VECTORS "cose", R_OK) == -1) {
		printf("skipped: no %s\n", VECTORS);
		return 0;
	}
	examples();
	examples_of_mdoc();
	wycheproofs();
	status_list();
	chains();
	return failures != 0;
}
