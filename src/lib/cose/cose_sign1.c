#include "cose/cose_sign1.h"
#include "cbor/cseq.h"
#include "pkix/pkix_cert.h"
#include "pkix/pkix_ecdsa.h"
#include <string.h>

/* The orders n of P-256 and P-384 (FIPS 186-4 D.1.2.3, D.1.2.4). */
static const uint8_t order_p256[32] = { 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e,
	0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51 };
static const uint8_t order_p384[48] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xc7, 0x63, 0x4d, 0x81, 0xf4, 0x37, 0x2d, 0xdf, 0x58, 0x1a, 0x0d, 0xb2, 0x48,
	0xb0, 0xa7, 0x7a, 0xec, 0xec, 0x19, 0x6a, 0xcc, 0xc5, 0x29, 0x73 };

static struct der_slice
string(const struct citem *item)
{
	return (struct der_slice){ item->data, (size_t)item->value };
}

/* The map inside the byte string of a protected header; none in an empty one. */
static const char *
open_protected(struct der_slice octets, struct citem *map)
{
	const char *why = NULL;
	size_t size;
	int got;

	*map = (struct citem){ .size = 0 };
	if (octets.size == 0)
		return NULL;
	got = cseq_check(octets.data, octets.size, &size, &why);
	if (got == -1)
		return why;
	if (got == 1 && size == octets.size)
		*map = citem_at(octets.data);
	if (map->size == 0 || map->kind != CITEM_MAP)
		return "the protected header is not one map (RFC 9052 3)";
	return NULL;
}

const char *
cose_sign1_read(const struct citem *item, struct cose_sign1 *s)
{
	struct citem array = *item, protected, unprotected, payload, signature, map;
	const char *why;

	*s = (struct cose_sign1){ .tagged = item->kind == CITEM_TAG };
	if (s->tagged && item->value != COSE_TAG_SIGN1)
		return "another tag than 18 (RFC 9052 2)";
	if (s->tagged)
		array = citem_at(item->data);
	if (array.kind != CITEM_ARRAY || array.value != 4)
		return "not an array of four (RFC 9052 4.2)";
	protected = citem_at(array.data);
	unprotected = citem_after(&protected);
	payload = citem_after(&unprotected);
	signature = citem_after(&payload);
	if (protected.kind != CITEM_BYTES)
		return "the protected header is not a byte string (RFC 9052 3)";
	if (unprotected.kind != CITEM_MAP)
		return "the unprotected header is not a map (RFC 9052 3)";
	s->detached = payload.kind == CITEM_SIMPLE && payload.size == 1 && payload.value == 22;
	if (payload.kind != CITEM_BYTES && !s->detached)
		return "the payload is neither a byte string nor nil (RFC 9052 4.2)";
	if (signature.kind != CITEM_BYTES)
		return "the signature is not a byte string (RFC 9052 4.2)";
	if ((why = open_protected(string(&protected), &map)) != NULL)
		return why;
	/* An empty map is signed as if it were not there: RFC 9052 4.4, 1. */
	if (map.size != 0 && map.value != 0)
		s->protected = string(&protected);
	if (!s->detached)
		s->payload = string(&payload);
	s->signature = string(&signature);
	return cose_headers_read(&s->headers, &map, &unprotected);
}

/* All of Sig_structure up to the payload's octets. */
static void
put_until_payload(
    struct cput *c, struct der_slice protected, struct der_slice external_aad, size_t payload)
{
	cput_array(c, 4);
	cput_text(c, "Signature1");
	cput_bytes(c, protected.data, protected.size);
	cput_bytes(c, external_aad.data, external_aad.size);
	cput_bytes_head(c, payload);
}

void
cose_put_sig_structure(struct cput *c, struct der_slice protected,
    struct der_slice external_aad, struct der_slice payload)
{
	put_until_payload(c, protected, external_aad, payload.size);
	cput_raw(c, payload.data, payload.size);
}

size_t
cose_digest(enum cose_algorithm algorithm, struct der_slice protected,
    struct der_slice external_aad, struct der_slice payload, uint8_t out[PKIX_HASH_MAX])
{
	struct cput head = { 0 };
	struct der_slice parts[2];
	size_t size = 0;

	put_until_payload(&head, protected, external_aad, payload.size);
	parts[0] = (struct der_slice){ head.data, head.size };
	parts[1] = payload;
	if (!head.failed)
		size = pkix_hash_parts(cose_hash(algorithm), parts, 2, out);
	cput_free(&head);
	return size;
}

/* Is a half of a signature in 1..n-1? */
static bool
in_range(const uint8_t *half, const uint8_t *order, size_t size)
{
	static const uint8_t zero[sizeof order_p384];

	return memcmp(half, zero, size) != 0 && memcmp(half, order, size) < 0;
}

/* The signature as r||s, in the form that X.509 knows.  NULL, or why it cannot be good. */
static const char *
to_der(enum cose_algorithm algorithm, struct der_slice raw, uint8_t out[PKIX_ECDSA_MAX],
    struct der_slice *der)
{
	bool p256 = algorithm == COSE_ES256;
	const uint8_t *order = p256 ? order_p256 : order_p384;
	size_t half = cose_signature_size(algorithm) / 2;

	if (raw.size != 2 * half)
		return p256 ? "an ES256 signature of other than 64 octets (RFC 9053 2.1)"
			    : "an ES384 signature of other than 96 octets (RFC 9053 2.1)";
	if (!in_range(raw.data, order, half) || !in_range(raw.data + half, order, half))
		return "a half of the signature is not in 1..n-1 (FIPS 186-4 6.4.2)";
	*der = (struct der_slice){ out, pkix_ecdsa_der(out, raw) };
	return NULL;
}

const char *
cose_verify_digest(enum cose_algorithm algorithm, struct pkix_key *key, const uint8_t *digest,
    struct der_slice signature)
{
	struct pkix_algorithm form = { .hash = cose_hash(algorithm), .ecdsa = true };
	uint8_t octets[PKIX_ECDSA_MAX];
	struct der_slice der;
	const char *why;

	if (pkix_key_kind(key) != cose_key_kind(algorithm))
		return algorithm == COSE_ES256
			   ? "alg is ES256, and the key not of P-256 (RFC 9053 2.1)"
			   : "alg is ES384, and the key not of P-384 (RFC 9053 2.1)";
	if ((why = to_der(algorithm, signature, octets, &der)) != NULL)
		return why;
	if (pkix_verify_digest(key, &form, digest, der) != NULL)
		return "signature does not verify (RFC 9052 4.4)";
	return NULL;
}

const char *
cose_verify(const struct cose_sign1 *s, struct pkix_key *key, struct der_slice external_aad)
{
	enum cose_algorithm algorithm = s->headers.algorithm;
	uint8_t digest[PKIX_HASH_MAX];

	if (algorithm == COSE_NO_ALGORITHM)
		return s->headers.no_algorithm;
	if (s->detached && s->payload.data == NULL)
		return "its payload is elsewhere (RFC 9052 4.2)";
	if (cose_digest(algorithm, s->protected, external_aad, s->payload, digest) == 0)
		return "memory ran out";
	return cose_verify_digest(algorithm, key, digest, s->signature);
}

struct pkix_key *
cose_chain_key(const struct cose_headers *h, const char **why)
{
	struct pkix_cert cert;

	*why = "no x5chain (RFC 9360 2)";
	if (h->chain_count == 0 || (*why = pkix_cert_read(h->chain[0], &cert)) != NULL)
		return NULL;
	return pkix_key_read(cert.spki, why);
}
