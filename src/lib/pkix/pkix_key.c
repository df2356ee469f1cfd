#include "pkix/pkix_key.h"
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>

enum {
	SPKI_MAX = 64 << 10, /* octets; RSA-16384 has 2 KiB */
	SIGNATURE_MAX = 4 << 10,
	HASH_CHUNK = 256 << 20, /* octets given to GnuTLS at once */
};

struct pkix_key {
	gnutls_pubkey_t handle;
	enum pkix_key_kind kind;
	bool rsa, ec;
	unsigned bits;
	gnutls_datum_t spki; /* for pss_key */
};

/* GnuTLS only reads what it is given in a gnutls_datum_t, though the type has no const. */
static gnutls_datum_t
datum(const uint8_t *data, size_t size)
{
	return (gnutls_datum_t){ (unsigned char *)(uintptr_t)data, (unsigned)size };
}

static gnutls_digest_algorithm_t
digest_of(enum pkix_hash hash)
{
	static const gnutls_digest_algorithm_t digests[] = {
		[PKIX_SHA1] = GNUTLS_DIG_SHA1,
		[PKIX_SHA256] = GNUTLS_DIG_SHA256,
		[PKIX_SHA384] = GNUTLS_DIG_SHA384,
		[PKIX_SHA512] = GNUTLS_DIG_SHA512,
	};

	return digests[hash];
}

size_t
pkix_hash_size(enum pkix_hash hash)
{
	static const size_t sizes[] = {
		[PKIX_SHA1] = 20,
		[PKIX_SHA256] = 32,
		[PKIX_SHA384] = 48,
		[PKIX_SHA512] = 64,
	};

	return sizes[hash];
}

static bool
hash_part(gnutls_hash_hd_t handle, struct der_slice data)
{
	size_t n;

	for (; data.size > 0; data.data += n, data.size -= n) {
		n = data.size < HASH_CHUNK ? data.size : HASH_CHUNK;
		if (gnutls_hash(handle, data.data, n) != 0)
			return false;
	}
	return true;
}

size_t
pkix_hash_parts(enum pkix_hash hash, const struct der_slice *parts, size_t count,
    uint8_t out[PKIX_HASH_MAX])
{
	gnutls_hash_hd_t handle;
	bool good = true;
	size_t i;

	if (gnutls_hash_init(&handle, digest_of(hash)) != 0)
		return 0;
	for (i = 0; i < count && good; i++)
		good = hash_part(handle, parts[i]);
	gnutls_hash_deinit(handle, out);
	return good ? pkix_hash_size(hash) : 0;
}

size_t
pkix_hash(enum pkix_hash hash, struct der_slice data, uint8_t out[PKIX_HASH_MAX])
{
	return pkix_hash_parts(hash, &data, 1, out);
}

/* Which kind a key is; its curve is judged by GnuTLS, which takes named curves alone. */
static const char *
find_kind(struct pkix_key *key)
{
	gnutls_ecc_curve_t curve;
	int algorithm = gnutls_pubkey_get_pk_algorithm(key->handle, &key->bits);

	key->kind = PKIX_KEY_OTHER;
	key->rsa = algorithm == GNUTLS_PK_RSA || algorithm == GNUTLS_PK_RSA_PSS;
	key->ec = algorithm == GNUTLS_PK_ECDSA;
	if (algorithm == GNUTLS_PK_RSA)
		key->kind = PKIX_KEY_RSA;
	if (!key->ec)
		return NULL;
	if (gnutls_pubkey_export_ecc_raw2(key->handle, &curve, NULL, NULL, 0) != 0)
		return "EC key is malformed (RFC 5480 2.2)";
	/* Reading a key, GnuTLS does not look. */
	if (gnutls_pubkey_verify_params(key->handle) != 0)
		return "the point of an EC key is not on its curve (RFC 5480 2.2)";
	if (curve == GNUTLS_ECC_CURVE_SECP256R1)
		key->kind = PKIX_KEY_P256;
	if (curve == GNUTLS_ECC_CURVE_SECP384R1)
		key->kind = PKIX_KEY_P384;
	return NULL;
}

/* NULL when memory runs out or the key is none. */
static gnutls_pubkey_t
import(const gnutls_datum_t *spki)
{
	gnutls_pubkey_t handle;

	if (gnutls_pubkey_init(&handle) != 0)
		return NULL;
	if (gnutls_pubkey_import(handle, spki, GNUTLS_X509_FMT_DER) == 0)
		return handle;
	gnutls_pubkey_deinit(handle);
	return NULL;
}

struct pkix_key *
pkix_key_read(struct der_slice spki, const char **why)
{
	struct pkix_key *key = calloc(1, sizeof *key);
	struct der_slice rest = spki;
	struct der_item item;

	*why = "memory ran out";
	if (key == NULL)
		return NULL;
	*why = "not a public key that GnuTLS takes (RFC 5280 4.1.2.7)";
	if (spki.size > SPKI_MAX || !der_take(&rest, DER_SEQUENCE, &item) || rest.size != 0)
		goto fail;
	if ((key->spki.data = malloc(spki.size)) == NULL) {
		*why = "memory ran out";
		goto fail;
	}
	memcpy(key->spki.data, spki.data, spki.size);
	key->spki.size = (unsigned)spki.size;
	if ((key->handle = import(&key->spki)) == NULL || (*why = find_kind(key)) != NULL)
		goto fail;
	return key;
fail:
	pkix_key_free(key);
	return NULL;
}

void
pkix_key_free(struct pkix_key *key)
{
	if (key == NULL)
		return;
	if (key->handle != NULL)
		gnutls_pubkey_deinit(key->handle);
	free(key->spki.data);
	free(key);
}

enum pkix_key_kind
pkix_key_kind(const struct pkix_key *key)
{
	return key->kind;
}

unsigned
pkix_key_bits(const struct pkix_key *key)
{
	return key->bits;
}

/* A copy of the key that verifies RSASSA-PSS with this hash and salt, and nothing else:
 * GnuTLS keeps these with the key, not with the signature. */
static gnutls_pubkey_t
pss_key(const struct pkix_key *key, const struct pkix_algorithm *algorithm)
{
	gnutls_x509_spki_t parameters;
	gnutls_pubkey_t handle;
	int rc;

	if ((handle = import(&key->spki)) == NULL)
		return NULL;
	if (gnutls_x509_spki_init(&parameters) != 0)
		goto fail;
	gnutls_x509_spki_set_rsa_pss_params(
	    parameters, digest_of(algorithm->hash), algorithm->salt);
	rc = gnutls_pubkey_set_spki(handle, parameters, 0);
	gnutls_x509_spki_deinit(parameters);
	if (rc == 0)
		return handle;
fail:
	gnutls_pubkey_deinit(handle);
	return NULL;
}

static gnutls_sign_algorithm_t
sign_of(const struct pkix_algorithm *algorithm)
{
	static const gnutls_sign_algorithm_t rsa[] = {
		[PKIX_SHA1] = GNUTLS_SIGN_RSA_SHA1,
		[PKIX_SHA256] = GNUTLS_SIGN_RSA_SHA256,
		[PKIX_SHA384] = GNUTLS_SIGN_RSA_SHA384,
		[PKIX_SHA512] = GNUTLS_SIGN_RSA_SHA512,
	}, pss[] = {
		[PKIX_SHA1] = GNUTLS_SIGN_UNKNOWN,
		[PKIX_SHA256] = GNUTLS_SIGN_RSA_PSS_SHA256,
		[PKIX_SHA384] = GNUTLS_SIGN_RSA_PSS_SHA384,
		[PKIX_SHA512] = GNUTLS_SIGN_RSA_PSS_SHA512,
	}, ecdsa[] = {
		[PKIX_SHA1] = GNUTLS_SIGN_ECDSA_SHA1,
		[PKIX_SHA256] = GNUTLS_SIGN_ECDSA_SHA256,
		[PKIX_SHA384] = GNUTLS_SIGN_ECDSA_SHA384,
		[PKIX_SHA512] = GNUTLS_SIGN_ECDSA_SHA512,
	};

	return (algorithm->ecdsa ? ecdsa : algorithm->pss ? pss : rsa)[algorithm->hash];
}

/* ECDSA-Sig-Value as RFC 3279 2.2.3 has it, in strict DER: GnuTLS reads BER, in which one
 * signature has many forms. */
static bool
strict_ecdsa(struct der_slice signature)
{
	struct der_slice magnitude;
	struct der_item pair, r, s;

	return der_take(&signature, DER_SEQUENCE, &pair) && signature.size == 0 &&
	       der_take(&pair.value, DER_INTEGER, &r) &&
	       der_take(&pair.value, DER_INTEGER, &s) && pair.value.size == 0 &&
	       der_magnitude(r.value, &magnitude) == NULL &&
	       der_magnitude(s.value, &magnitude) == NULL;
}

static const char *
does_not_fit(const struct pkix_key *key, const struct pkix_algorithm *algorithm)
{
	if (algorithm->ecdsa && !key->ec)
		return key->rsa ? "an ECDSA signature algorithm, but the key is RSA"
				: "an ECDSA signature algorithm, but the key is not EC";
	if (!algorithm->ecdsa && !key->rsa)
		return key->ec ? "an RSA signature algorithm, but the key is EC"
			       : "an RSA signature algorithm, but the key is not RSA";
	if (algorithm->pss && algorithm->hash == PKIX_SHA1)
		return "RSASSA-PSS with SHA-1, which GnuTLS does not verify";
	return NULL;
}

const char *
pkix_verify_digest(struct pkix_key *key, const struct pkix_algorithm *algorithm,
    const uint8_t *digest, struct der_slice signature)
{
	static const char bad[] = "signature does not verify";
	gnutls_datum_t hash = datum(digest, pkix_hash_size(algorithm->hash));
	gnutls_datum_t sig = datum(signature.data, signature.size);
	gnutls_pubkey_t handle = key->handle;
	const char *why;
	int rc;

	if ((why = does_not_fit(key, algorithm)) != NULL)
		return why;
	if (signature.size > SIGNATURE_MAX || (algorithm->ecdsa && !strict_ecdsa(signature)))
		return bad;
	if (algorithm->pss && (handle = pss_key(key, algorithm)) == NULL)
		return "the key does not fit these RSASSA-PSS parameters (RFC 4055 3.3)";
	rc = gnutls_pubkey_verify_hash2(
	    handle, sign_of(algorithm), GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1, &hash, &sig);
	if (handle != key->handle)
		gnutls_pubkey_deinit(handle);
	return rc >= 0 ? NULL : rc == GNUTLS_E_MEMORY_ERROR ? "memory ran out" : bad;
}

const char *
pkix_verify(struct pkix_key *key, const struct pkix_algorithm *algorithm, struct der_slice data,
    struct der_slice signature)
{
	uint8_t digest[PKIX_HASH_MAX];

	if (pkix_hash(algorithm->hash, data, digest) == 0)
		return "GnuTLS refuses this hash";
	return pkix_verify_digest(key, algorithm, digest, signature);
}
