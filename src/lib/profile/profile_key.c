/* profile_key - which kind of key a SubjectPublicKeyInfo holds, read without a library that
 * knows the curve: GnuTLS has none of RFC 5639. */
#include "profile/profile_look.h"

#define SLICE(octets)                                                                          \
	{                                                                                      \
		(const uint8_t *)(octets), sizeof(octets) - 1                                  \
	}
#define BRAINPOOL(n) SLICE("\x2b\x24\x03\x03\x02\x08\x01\x01" n) /* RFC 5639 4.1 */

static const struct der_slice ec_public_key = SLICE("\x2a\x86\x48\xce\x3d\x02\x01"),
			      rsa = SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01");

static const struct {
	struct der_slice oid; /* of the curve; of the algorithm for EdDSA */
	enum profile_key kind;
	size_t octets; /* of a coordinate; of the key for EdDSA */
} curves[] = {
	{ SLICE("\x2a\x86\x48\xce\x3d\x03\x01\x07"), PROFILE_P256, 32 },
	{ SLICE("\x2b\x81\x04\x00\x22"), PROFILE_P384, 48 },
	{ SLICE("\x2b\x81\x04\x00\x23"), PROFILE_P521, 66 },
	{ BRAINPOOL("\x07"), PROFILE_BRAINPOOL256, 32 },
	{ BRAINPOOL("\x09"), PROFILE_BRAINPOOL320, 40 },
	{ BRAINPOOL("\x0b"), PROFILE_BRAINPOOL384, 48 },
	{ BRAINPOOL("\x0d"), PROFILE_BRAINPOOL512, 64 },
}, edwards[] = {
	{ SLICE("\x2b\x65\x70"), PROFILE_ED25519, 32 },
	{ SLICE("\x2b\x65\x71"), PROFILE_ED448, 57 },
};

/* Algorithm, parameters (empty: none) and key of a SubjectPublicKeyInfo. */
static bool
open_spki(struct der_slice spki, struct der_slice *oid, struct der_slice *parameters,
    struct der_slice *key)
{
	struct der_item sequence, algorithm, item;

	if (!der_take(&spki, DER_SEQUENCE, &sequence) ||
	    !der_take(&sequence.value, DER_SEQUENCE, &algorithm) ||
	    !der_take(&algorithm.value, DER_OID, &item))
		return false;
	*oid = item.value;
	*parameters = algorithm.value;
	return der_take(&sequence.value, DER_BIT_STRING, &item) && sequence.value.size == 0 &&
	       der_bits(item.value, key);
}

static int
ec_kind(struct der_slice parameters, struct der_slice key, const char **why)
{
	struct der_item curve;
	size_t i;

	if (!der_take(&parameters, DER_OID, &curve) || parameters.size != 0) {
		*why = "EC key without a named curve";
		return -1;
	}
	for (i = 0; !der_equal(curve.value, curves[i].oid);)
		if (++i == sizeof curves / sizeof curves[0]) {
			*why = "EC key on a curve that has no name here";
			return -1;
		}
	if (key.size == 2 * curves[i].octets + 1 && key.data[0] == 4)
		return (int)curves[i].kind;
	*why = key.size == curves[i].octets + 1 && (key.data[0] & 0xfe) == 2
		   ? "EC key is a compressed point"
		   : "EC key is not a point of its curve";
	return -1;
}

/* RSAPublicKey (RFC 8017 A.1.1), by the bits of its modulus. */
static int
rsa_kind(struct der_slice key, const char **why)
{
	struct der_slice modulus;
	struct der_item sequence, item;

	if (!der_take(&key, DER_SEQUENCE, &sequence) ||
	    !der_take(&sequence.value, DER_INTEGER, &item) ||
	    der_magnitude(item.value, &modulus) != NULL) {
		*why = "RSA key is malformed";
		return -1;
	}
	*why = "RSA key has neither 2048, 3072 nor 4096 bits";
	if (modulus.data[0] < 0x80)
		return -1;
	return modulus.size == 256   ? (int)PROFILE_RSA2048
	       : modulus.size == 384 ? (int)PROFILE_RSA3072
	       : modulus.size == 512 ? (int)PROFILE_RSA4096
				     : -1;
}

int
profile_key_of(struct der_slice spki, const char **why)
{
	struct der_slice oid, parameters, key;
	size_t i;

	*why = "subjectPublicKeyInfo is malformed";
	if (!open_spki(spki, &oid, &parameters, &key))
		return -1;
	if (der_equal(oid, ec_public_key))
		return ec_kind(parameters, key, why);
	if (der_equal(oid, rsa))
		return rsa_kind(key, why);
	*why = "key is of an algorithm that has no name here";
	for (i = 0; i < sizeof edwards / sizeof edwards[0]; i++)
		if (der_equal(oid, edwards[i].oid) && parameters.size == 0 &&
		    key.size == edwards[i].octets)
			return (int)edwards[i].kind;
	return -1;
}

struct der_slice
profile_key_octets(struct der_slice spki)
{
	struct der_slice oid, parameters, key;

	if (open_spki(spki, &oid, &parameters, &key))
		return key;
	return (struct der_slice){ NULL, 0 };
}
