#include "token/token_form.h"
#include "der/der_write.h"
#include <string.h>

static const uint8_t rsa_algorithm[] = { /* rsaEncryption, NULL: RFC 3279 2.3.1 */
	0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
};
static const uint8_t ec_oid[] = { /* id-ecPublicKey: RFC 5480 2.1.1 */
	0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01
};
static const uint8_t p256[] = { 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 };
static const uint8_t p384[] = { 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22 };

const char *
token_kind_name(enum token_kind kind)
{
	switch (kind) {
	case TOKEN_RSA:
		return "RSA";
	case TOKEN_P256:
		return "P-256";
	case TOKEN_P384:
		return "P-384";
	case TOKEN_OTHER:
		break;
	}
	return "other";
}

struct der_slice
token_curve(enum token_kind kind)
{
	if (kind == TOKEN_P256)
		return (struct der_slice){ p256, sizeof p256 };
	if (kind == TOKEN_P384)
		return (struct der_slice){ p384, sizeof p384 };
	return (struct der_slice){ NULL, 0 };
}

enum token_kind
token_kind_of_curve(struct der_slice parameters)
{
	if (der_equal(parameters, token_curve(TOKEN_P256)))
		return TOKEN_P256;
	if (der_equal(parameters, token_curve(TOKEN_P384)))
		return TOKEN_P384;
	return TOKEN_OTHER;
}

size_t
token_half(enum token_kind kind)
{
	return kind == TOKEN_P256 ? 32 : kind == TOKEN_P384 ? 48 : 0;
}

/* A writer works towards the front of its buffer; what it made moves there. */
static size_t
to_front(uint8_t *out, const struct der_writer *w)
{
	struct der_slice made = der_written(w);

	if (w->full)
		return 0;
	memmove(out, made.data, made.size);
	return made.size;
}

static struct der_slice
without_zeros(struct der_slice s)
{
	while (s.size > 0 && s.data[0] == 0) {
		s.data++;
		s.size--;
	}
	return s;
}

size_t
token_spki_rsa(uint8_t out[TOKEN_SPKI_MAX], struct der_slice modulus, struct der_slice exponent)
{
	struct der_writer w = der_writer(out, TOKEN_SPKI_MAX);
	const uint8_t *end = w.at;

	modulus = without_zeros(modulus);
	exponent = without_zeros(exponent);
	if (modulus.size == 0 || exponent.size == 0)
		return 0;
	der_put_integer(&w, exponent);
	der_put_integer(&w, modulus);
	der_wrap(&w, DER_SEQUENCE, end);
	der_put(&w, "", 1); /* no unused bits */
	der_wrap(&w, DER_BIT_STRING, end);
	der_put(&w, rsa_algorithm, sizeof rsa_algorithm);
	der_wrap(&w, DER_SEQUENCE, end);
	return to_front(out, &w);
}

size_t
token_spki_ec(uint8_t out[TOKEN_SPKI_MAX], enum token_kind kind, struct der_slice point)
{
	struct der_writer w = der_writer(out, TOKEN_SPKI_MAX);
	const uint8_t *end = w.at, *algorithm;
	size_t size = 1 + 2 * token_half(kind);
	struct der_item item;

	if (point.size != size && (!der_take(&point, DER_OCTET_STRING, &item) ||
				      point.size != 0 || item.value.size != size))
		return 0;
	if (point.size == 0)
		point = item.value;
	if (size == 1 || point.data[0] != 0x04) /* uncompressed: SEC 1 2.3.3 */
		return 0;
	der_put_slice(&w, point);
	der_put(&w, "", 1);
	der_wrap(&w, DER_BIT_STRING, end);
	algorithm = w.at;
	der_put_slice(&w, token_curve(kind));
	der_put(&w, ec_oid, sizeof ec_oid);
	der_wrap(&w, DER_SEQUENCE, algorithm);
	der_wrap(&w, DER_SEQUENCE, end);
	return to_front(out, &w);
}

size_t
token_digest_info(
    uint8_t out[TOKEN_DIGEST_INFO_MAX], struct der_slice oid, struct der_slice digest)
{
	struct der_writer w = der_writer(out, TOKEN_DIGEST_INFO_MAX);
	const uint8_t *end = w.at, *algorithm;

	der_put_item(&w, DER_OCTET_STRING, digest);
	algorithm = w.at;
	der_put_item(&w, DER_NULL, (struct der_slice){ NULL, 0 });
	der_put_item(&w, DER_OID, oid);
	der_wrap(&w, DER_SEQUENCE, algorithm);
	der_wrap(&w, DER_SEQUENCE, end);
	return to_front(out, &w);
}
