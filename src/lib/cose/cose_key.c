#include "cose/cose_key.h"
#include <string.h>

enum key_parameter { /* RFC 9052 7.1, RFC 9053 7.1.1 */
	KTY = 1,
	KID = 2,
	ALG = 3,
	KEY_OPS = 4,
	CRV = -1,
	X = -2,
	Y = -3,
	D = -4,
	EC2 = 2,    /* of kty */
	VERIFY = 2, /* of key_ops */
};

/* A curve, with all of SubjectPublicKeyInfo that stands before the coordinates (RFC 5480 2). */
static const struct curve {
	enum pkix_key_kind kind;
	int64_t crv;
	size_t half;
	uint8_t prefix[27];
	size_t prefix_size;
} curves[] = {
	{ PKIX_KEY_P256, 1, 32,
	    { 0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
		0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
		0x04 },
	    27 },
	{ PKIX_KEY_P384, 2, 48,
	    { 0x30, 0x76, 0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01,
		0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22, 0x03, 0x62, 0x00, 0x04 },
	    24 },
};

static bool
is_number(const struct citem *item, int64_t number)
{
	int64_t have;

	return citem_int(item, &have) && have == number;
}

static const struct curve *
curve_of(enum pkix_key_kind kind)
{
	return &curves[kind == PKIX_KEY_P384];
}

/* One coordinate: a byte string of the size of the field (RFC 9053 7.1.1). */
static const char *
read_coordinate(
    const struct citem *map, int64_t label, const struct curve *curve, struct der_slice *out)
{
	struct citem value;

	if (!cose_get(map, label, &value))
		return label == X ? "key without x (RFC 9053 7.1.1)"
				  : "key without y (RFC 9053 7.1.1)";
	if (label == Y && value.kind == CITEM_SIMPLE)
		return "y is a sign bit: a compressed point, which is not taken (RFC 9053 "
		       "7.1.1)";
	if (value.kind != CITEM_BYTES || value.value != curve->half)
		return label == X ? "x is not octets of the curve's size (RFC 9053 7.1.1)"
				  : "y is not octets of the curve's size (RFC 9053 7.1.1)";
	*out = (struct der_slice){ value.data, curve->half };
	return NULL;
}

/* What a key may say of its use must be ours. */
static const char *
check_use(const struct citem *map, const struct curve *curve)
{
	struct citem value, operation;
	struct citem_walk walk;

	if (cose_get(map, KID, &value) && value.kind != CITEM_BYTES)
		return "kid of a key is not a byte string (RFC 9052 7.1)";
	if (cose_get(map, ALG, &value) && !is_number(&value, cose_algorithm_of(curve->kind)))
		return "alg of a key is not its curve's, ES256 or ES384 (RFC 9052 7.1)";
	if (!cose_get(map, KEY_OPS, &value))
		return NULL;
	if (value.kind != CITEM_ARRAY)
		return "key_ops is not an array (RFC 9052 7.1)";
	for (walk = citem_walk(&value); citem_next(&walk, &operation);)
		if (is_number(&operation, VERIFY))
			return NULL;
	return "key_ops without verify (RFC 9052 7.1)";
}

const char *
cose_key_read(const struct citem *item, struct cose_key *key)
{
	const struct curve *curve = curves;
	struct citem value;
	const char *why;

	*key = (struct cose_key){ .kind = PKIX_KEY_OTHER };
	if (item->kind != CITEM_MAP)
		return "key is not a map (RFC 9052 7)";
	if (!cose_get(item, KTY, &value) || !is_number(&value, EC2))
		return "key is not of type EC2 (RFC 9053 7.1.1)";
	if (!cose_get(item, CRV, &value))
		return "key without a curve (RFC 9053 7.1.1)";
	while (!is_number(&value, curve->crv))
		if (++curve == curves + sizeof curves / sizeof curves[0])
			return "key is neither of P-256 nor P-384 (RFC 9053 7.1.1)";
	if (cose_get(item, D, &value))
		return "key with its private half (RFC 9053 7.1.1)";
	if ((why = read_coordinate(item, X, curve, &key->x)) != NULL ||
	    (why = read_coordinate(item, Y, curve, &key->y)) != NULL ||
	    (why = check_use(item, curve)) != NULL)
		return why;
	key->kind = curve->kind;
	return NULL;
}

size_t
cose_key_spki(const struct cose_key *key, uint8_t out[COSE_SPKI_MAX])
{
	const struct curve *curve = curve_of(key->kind);

	memcpy(out, curve->prefix, curve->prefix_size);
	memcpy(out + curve->prefix_size, key->x.data, curve->half);
	memcpy(out + curve->prefix_size + curve->half, key->y.data, curve->half);
	return curve->prefix_size + 2 * curve->half;
}

bool
cose_key_of_spki(struct der_slice spki, struct cose_key *key)
{
	const struct curve *curve;

	for (curve = curves; curve < curves + sizeof curves / sizeof curves[0]; curve++) {
		if (spki.size != curve->prefix_size + 2 * curve->half ||
		    memcmp(spki.data, curve->prefix, curve->prefix_size) != 0)
			continue;
		key->kind = curve->kind;
		key->x = (struct der_slice){ spki.data + curve->prefix_size, curve->half };
		key->y = (struct der_slice){ key->x.data + curve->half, curve->half };
		return true;
	}
	return false;
}

struct pkix_key *
cose_key_open(const struct cose_key *key, const char **why)
{
	uint8_t spki[COSE_SPKI_MAX];
	size_t size = cose_key_spki(key, spki);

	return pkix_key_read((struct der_slice){ spki, size }, why);
}

void
cose_key_put(struct cput *c, const struct cose_key *key)
{
	cput_map(c, 4);
	cput_int(c, KTY);
	cput_int(c, EC2);
	cput_int(c, CRV);
	cput_int(c, curve_of(key->kind)->crv);
	cput_int(c, X);
	cput_bytes(c, key->x.data, key->x.size);
	cput_int(c, Y);
	cput_bytes(c, key->y.data, key->y.size);
}

bool
cose_key_thumbprint(const struct cose_key *key, uint8_t out[COSE_THUMBPRINT])
{
	uint8_t digest[PKIX_HASH_MAX];
	struct cput c = { 0 };
	bool good;

	cose_key_put(&c, key);
	good = !c.failed &&
	       pkix_hash(PKIX_SHA256, (struct der_slice){ c.data, c.size }, digest) != 0;
	if (good)
		memcpy(out, digest, COSE_THUMBPRINT);
	cput_free(&c);
	return good;
}
