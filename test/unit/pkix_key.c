/* Keys, algorithms, digests and signatures: what GnuTLS signs here, and what others made. */
#include "pkix/pkix_key.h"
#include "pkix/pkix_name.h"

#include <gnutls/abstract.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static int failures;

#define EXPECT(what, condition)                                                                \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			printf("%s: not so: %s\n", what, #condition);                          \
			failures++;                                                            \
		}                                                                              \
	} while (0)

#define SLICE(text) ((struct der_slice){ (const uint8_t *)(text), sizeof(text) - 1 })
#define DATA SLICE("to be signed")

#define PKCS1 "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01"
#define SHA256_RSA SLICE("\x30\x0d" PKCS1 "\x0b\x05\x00")
#define ECDSA_SHA256 SLICE("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02")

static bool
same(const char *a, const char *b)
{
	return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* A key that GnuTLS made, and what we read of it. */
struct pair {
	gnutls_privkey_t secret;
	gnutls_datum_t spki;
	struct pkix_key *key;
};

static struct pair
make_key(gnutls_pk_algorithm_t algorithm, unsigned bits)
{
	struct pair pair = { NULL, { NULL, 0 }, NULL };
	gnutls_pubkey_t public;
	const char *why = "GnuTLS makes no key";

	gnutls_privkey_init(&pair.secret);
	gnutls_pubkey_init(&public);
	if (gnutls_privkey_generate2(pair.secret, algorithm, bits, 0, NULL, 0) == 0 &&
	    gnutls_pubkey_import_privkey(public, pair.secret, 0, 0) == 0 &&
	    gnutls_pubkey_export2(public, GNUTLS_X509_FMT_DER, &pair.spki) == 0)
		pair.key =
		    pkix_key_read((struct der_slice){ pair.spki.data, pair.spki.size }, &why);
	gnutls_pubkey_deinit(public);
	if (pair.key == NULL) {
		printf("%s\n", why);
		exit(1);
	}
	return pair;
}

static void
free_pair(struct pair *pair)
{
	pkix_key_free(pair->key);
	gnutls_privkey_deinit(pair->secret);
	gnutls_free(pair->spki.data);
}

static const char *
verify(struct pkix_key *key, struct der_slice algorithm, struct der_slice data,
    struct der_slice signature)
{
	struct pkix_algorithm read;
	const char *why = pkix_algorithm_read(algorithm, &read);

	return why != NULL ? why : pkix_verify(key, &read, data, signature);
}

/* A signature by GnuTLS verifies; with another octet, or over others, it does not. */
static void
round_trip(const struct pair *pair, gnutls_sign_algorithm_t sign, struct der_slice algorithm)
{
	const char *what = gnutls_sign_get_name(sign);
	gnutls_datum_t data = { (unsigned char *)(uintptr_t)DATA.data, (unsigned)DATA.size };
	gnutls_datum_t made;
	struct der_slice signature;

	if (gnutls_privkey_sign_data2(pair->secret, sign, 0, &data, &made) != 0) {
		printf("%s: GnuTLS does not sign\n", what);
		failures++;
		return;
	}
	signature = (struct der_slice){ made.data, made.size };
	EXPECT(what, verify(pair->key, algorithm, DATA, signature) == NULL);
	EXPECT(what, same(verify(pair->key, algorithm, SLICE("To be signed"), signature),
			 "signature does not verify"));
	signature.size--;
	EXPECT(what, verify(pair->key, algorithm, DATA, signature) != NULL);
	signature.size++;
	made.data[made.size - 1] ^= 1;
	EXPECT(what,
	    same(verify(pair->key, algorithm, DATA, signature), "signature does not verify"));
	gnutls_free(made.data);
}

static void
kinds(void)
{
	struct pair rsa = make_key(GNUTLS_PK_RSA, 2048);
	struct pair p256 =
	    make_key(GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1));
	struct pair p384 =
	    make_key(GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP384R1));
	struct pair p521 =
	    make_key(GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP521R1));
	struct pair ed =
	    make_key(GNUTLS_PK_EDDSA_ED25519, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_ED25519));

	EXPECT("RSA", pkix_key_kind(rsa.key) == PKIX_KEY_RSA && pkix_key_bits(rsa.key) == 2048);
	EXPECT("P-256",
	    pkix_key_kind(p256.key) == PKIX_KEY_P256 && pkix_key_bits(p256.key) == 256);
	EXPECT("P-384",
	    pkix_key_kind(p384.key) == PKIX_KEY_P384 && pkix_key_bits(p384.key) == 384);
	EXPECT("P-521", pkix_key_kind(p521.key) == PKIX_KEY_OTHER);
	EXPECT("Ed25519", pkix_key_kind(ed.key) == PKIX_KEY_OTHER);
	round_trip(&rsa, GNUTLS_SIGN_RSA_SHA256, SHA256_RSA);
	round_trip(&rsa, GNUTLS_SIGN_RSA_SHA384, SLICE("\x30\x0d" PKCS1 "\x0c\x05\x00"));
	round_trip(&rsa, GNUTLS_SIGN_RSA_SHA512, SLICE("\x30\x0b" PKCS1 "\x0d"));
	round_trip(&p256, GNUTLS_SIGN_ECDSA_SHA256, ECDSA_SHA256);
	round_trip(&p384, GNUTLS_SIGN_ECDSA_SHA384,
	    SLICE("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03"));
	round_trip(&p521, GNUTLS_SIGN_ECDSA_SHA512,
	    SLICE("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x04"));
	EXPECT("RSA for EC", same(verify(p256.key, SHA256_RSA, DATA, DATA),
				 "an RSA signature algorithm, but the key is EC"));
	EXPECT("EC for RSA", same(verify(rsa.key, ECDSA_SHA256, DATA, DATA),
				 "an ECDSA signature algorithm, but the key is RSA"));
	EXPECT("EC for Ed25519", same(verify(ed.key, ECDSA_SHA256, DATA, DATA),
				     "an ECDSA signature algorithm, but the key is not EC"));
	EXPECT("RSA for Ed25519", same(verify(ed.key, SHA256_RSA, DATA, DATA),
				      "an RSA signature algorithm, but the key is not RSA"));
	EXPECT("default RSA", der_equal(pkix_algorithm_default(PKIX_KEY_RSA), SHA256_RSA));
	EXPECT("default EC", der_equal(pkix_algorithm_default(PKIX_KEY_P256), ECDSA_SHA256));
	EXPECT("default", pkix_algorithm_default(PKIX_KEY_OTHER).size == 0);
	free_pair(&rsa);
	free_pair(&p256);
	free_pair(&p384);
	free_pair(&p521);
	free_pair(&ed);
}

/* Public keys that are none. */
static void
no_keys(void)
{
	static const char point[] =
	    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08"
	    "\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04"
	    "12345678901234567890123456789012"
	    "12345678901234567890123456789012\x05";
	const char *why = NULL;

	EXPECT("empty", pkix_key_read(SLICE(""), &why) == NULL && why != NULL);
	why = NULL;
	EXPECT("no key", pkix_key_read(SLICE("\x30\x00"), &why) == NULL && why != NULL);
	EXPECT("octets behind", pkix_key_read(SLICE(point), &why) == NULL);
	EXPECT("free", (pkix_key_free(NULL), true));
}

static void
is_refused(struct der_slice algorithm, const char *want)
{
	struct pkix_algorithm read;
	const char *why = pkix_algorithm_read(algorithm, &read);

	if (same(why, want))
		return;
	printf("want: %s\nhave: %s\n", want, why == NULL ? "read" : why);
	failures++;
}

#define SHA256 "\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00"
#define MGF1(hash) "\x30\x1a\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08" hash
#define PSS(length, inner, parts) "\x30" length PKCS1 "\x0a\x30" inner parts

static void
algorithms(void)
{
	static const char not_one[] = "not an AlgorithmIdentifier (RFC 5280 4.1.1.2)";
	static const char unknown[] =
	    "signature algorithm is not one we verify (RFC 4055, RFC 5758)";
	struct pkix_algorithm a;

	EXPECT("RSA", pkix_algorithm_read(SHA256_RSA, &a) == NULL && a.hash == PKIX_SHA256);
	EXPECT("RSA", !a.ecdsa && !a.pss && same(a.name, "sha256WithRSAEncryption"));
	EXPECT("EC", pkix_algorithm_read(ECDSA_SHA256, &a) == NULL && a.ecdsa && !a.pss);
	EXPECT(
	    "SHA-1", pkix_algorithm_read(SLICE("\x30\x0d" PKCS1 "\x05\x05\x00"), &a) == NULL &&
			 a.hash == PKIX_SHA1);
	is_refused(SLICE(""), not_one);
	is_refused(SLICE("\x31\x00"), not_one);
	is_refused(SLICE("\x30\x00"), not_one);
	is_refused(SLICE("\x30\x0b" PKCS1 "\x0d\x05"), not_one);
	is_refused(SLICE("\x30\x0b" PKCS1 "\x01"), unknown);
	is_refused(SLICE("\x30\x0d" PKCS1 "\x0b\x04\x00"),
	    "RSA algorithm with parameters (RFC 4055 5)");
	is_refused(SLICE("\x30\x0f" PKCS1 "\x0b\x05\x00\x05\x00"),
	    "RSA algorithm with parameters (RFC 4055 5)");
	is_refused(SLICE("\x30\x0c\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02\x05\x00"),
	    "ECDSA algorithm with parameters (RFC 5758 3.2)");
}

static void
pss_algorithms(void)
{
	static const char mask[] = "RSASSA-PSS with another hash in its mask (RFC 4055 3.1)";
	struct pkix_algorithm a;
	const char *what = "PSS";

	EXPECT(what, pkix_algorithm_read(SLICE(PSS("\x0d", "\x00", "")), &a) == NULL);
	EXPECT(what, a.pss && a.hash == PKIX_SHA1 && a.salt == 20);
	EXPECT(what, pkix_algorithm_read(
			 SLICE(PSS("\x41", "\x34",
			     "\xa0\x0f" SHA256 "\xa1\x1c" MGF1(SHA256) "\xa2\x03\x02\x01\x30")),
			 &a) == NULL);
	EXPECT(what, a.pss && a.hash == PKIX_SHA256 && a.salt == 48 && !a.ecdsa);
	is_refused(SLICE(PSS("\x1e", "\x11", "\xa0\x0f" SHA256)), mask);
	is_refused(SLICE(PSS("\x2b", "\x1e", "\xa1\x1c" MGF1(SHA256))), mask);
	is_refused(SLICE(PSS("\x12", "\x05", "\xa2\x03\x02\x01\xff")),
	    "RSASSA-PSS with a salt of more than 512 octets");
	is_refused(SLICE(PSS("\x13", "\x06", "\xa2\x04\x02\x02\x02\x01")),
	    "RSASSA-PSS with a salt of more than 512 octets");
	is_refused(SLICE(PSS("\x12", "\x05", "\xa3\x03\x02\x01\x02")),
	    "RSASSA-PSS with a trailer that is not 1 (RFC 4055 3.1)");
	EXPECT(what, pkix_algorithm_read(
			 SLICE(PSS("\x12", "\x05", "\xa3\x03\x02\x01\x01")), &a) == NULL);
	is_refused(SLICE(PSS("\x11", "\x04", "\xa0\x02\x30\x00")),
	    "RSASSA-PSS names a malformed hash (RFC 4055 2.1)");
	is_refused(
	    SLICE("\x30\x0b" PKCS1 "\x0a"), "RSASSA-PSS without its parameters (RFC 4055 3.1)");
}

static void
is_hash(enum pkix_hash hash, struct der_slice data, const char *want)
{
	uint8_t digest[PKIX_HASH_MAX];
	char text[2 * PKIX_HASH_MAX + 1];
	size_t size = pkix_hash(hash, data, digest);

	EXPECT(want, size == pkix_hash_size(hash));
	pkix_hex((struct der_slice){ digest, size }, text, sizeof text);
	if (strcmp(text, want) == 0)
		return;
	printf("want: %s\nhave: %s\n", want, text);
	failures++;
}

static void
hashes(void)
{
	const size_t large = ((size_t)256 << 20) + 1; /* one octet more than a chunk */
	uint8_t *zeros =
	    mmap(NULL, large, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	is_hash(PKIX_SHA1, SLICE("abc"), "A9993E364706816ABA3E25717850C26C9CD0D89D");
	is_hash(PKIX_SHA256, SLICE("abc"),
	    "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
	is_hash(PKIX_SHA256, SLICE(""),
	    "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855");
	is_hash(PKIX_SHA384, SLICE("abc"),
	    "CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED"
	    "8086072BA1E7CC2358BAECA134C825A7");
	is_hash(PKIX_SHA512, SLICE("abc"),
	    "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A"
	    "2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F");
	if (zeros == MAP_FAILED)
		return;
	zeros[large - 1] = 1;
	is_hash(PKIX_SHA256, (struct der_slice){ zeros, large },
	    "A623C8547710FEF0BA1A9EB6FFFDC664E87AED251802123AE17389AB768EAA15");
	munmap(zeros, large);
}

/* Hex as Wycheproof writes it, to be freed. */
static struct der_slice
unhex(const json_t *text)
{
	const char *hex = json_string_value(text);
	size_t size = strlen(hex) / 2, i;
	uint8_t *data = malloc(size + 1);

	for (i = 0; data != NULL && i < size; i++)
		if (sscanf(hex + 2 * i, "%2hhx", &data[i]) != 1)
			abort();
	return (struct der_slice){ data, size };
}

static void
drop(struct der_slice slice)
{
	free((void *)(uintptr_t)slice.data);
}

/*
 * Project Wycheproof's ECDSA signatures, where they are at hand: those it calls valid verify,
 * those it calls invalid do not.  One is beyond GnuTLS 3.7: it refuses a valid signature that
 * was made so that verifying must double a point, which no honest signer will ever meet.
 */
static void
wycheproof(const char *path, struct der_slice algorithm)
{
	json_t *root = json_load_file(path, 0, NULL), *groups, *group, *test;
	struct der_slice spki, data, signature;
	struct pkix_key *key;
	const char *why, *result, *comment;
	size_t i, j;
	bool good;

	groups = json_object_get(root, "testGroups");
	json_array_foreach(groups, i, group)
	{
		spki = unhex(json_object_get(group, "publicKeyDer"));
		key = pkix_key_read(spki, &why);
		drop(spki);
		EXPECT(path, key != NULL);
		json_array_foreach(json_object_get(group, "tests"), j, test)
		{
			if (key == NULL)
				break;
			data = unhex(json_object_get(test, "msg"));
			signature = unhex(json_object_get(test, "sig"));
			result = json_string_value(json_object_get(test, "result"));
			good = verify(key, algorithm, data, signature) == NULL;
			comment = json_string_value(json_object_get(test, "comment"));
			if (strcmp(comment, "point duplication during verification") == 0) {
				EXPECT(comment, !good);
			} else if (good != (strcmp(result, "valid") == 0)) {
				printf("%s: test %d: %s\n", path,
				    (int)json_integer_value(json_object_get(test, "tcId")),
				    comment);
				failures++;
			}
			drop(data);
			drop(signature);
		}
		pkix_key_free(key);
	}
	json_decref(root);
}

int
main(void)
{
	kinds();
	no_keys();
	algorithms();
	pss_algorithms();
	hashes();
	wycheproof(
	    "../shared/vectors/wycheproof/ecdsa_secp256r1_sha256_test.json", ECDSA_SHA256);
	wycheproof("../shared/vectors/wycheproof/ecdsa_secp384r1_sha384_test.json",
	    pkix_algorithm_default(PKIX_KEY_P384));
	return failures != 0;
}
