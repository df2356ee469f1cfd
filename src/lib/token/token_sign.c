/* token_sign - one signature over one digest. */
#include "pkix/pkix_ecdsa.h"
#include "token/token_p11.h"
#include <string.h>

static size_t
sign(struct token_key *key, CK_MECHANISM_TYPE type, struct der_slice data,
    uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error)
{
	struct token *t = key->token;
	CK_MECHANISM mechanism = { type, NULL, 0 };
	CK_ULONG size = TOKEN_SIGNATURE_MAX;
	CK_RV rv = t->module->C_SignInit(t->session, &mechanism, key->handle);

	if (rv != CKR_OK) {
		token_fail_rv(error, t, "C_SignInit", rv);
		return 0;
	}
	rv = t->module->C_Sign(
	    t->session, (CK_BYTE *)(uintptr_t)data.data, data.size, out, &size);
	if (rv == CKR_OK)
		return size;
	token_fail_rv(error, t, "C_Sign", rv);
	return 0;
}

size_t
token_sign_raw(struct token_key *key, struct der_slice digest, uint8_t out[TOKEN_SIGNATURE_MAX],
    struct token_error *error)
{
	size_t half = token_half(key->kind), size;

	/* The leftmost octets of a digest longer than the order count: FIPS 186-4 6.4. */
	if (digest.size > half)
		digest.size = half;
	size = sign(key, CKM_ECDSA, digest, out, error);
	if (size == 0 || size == 2 * half)
		return size;
	token_fail(error, TOKEN_FAILED, "token %s: a signature of %zu octets instead of %zu",
	    key->token->label, size, 2 * half);
	return 0;
}

static size_t
sign_rsa(struct token_key *key, struct der_slice hash_oid, struct der_slice digest,
    uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error)
{
	uint8_t info[TOKEN_DIGEST_INFO_MAX];
	size_t size = token_digest_info(info, hash_oid, digest);

	if (size == 0) {
		token_fail(error, TOKEN_FAILED, "the digest is too long");
		return 0;
	}
	return sign(key, CKM_RSA_PKCS, (struct der_slice){ info, size }, out, error);
}

size_t
token_sign(struct token_key *key, struct der_slice hash_oid, struct der_slice digest,
    uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error)
{
	uint8_t raw[TOKEN_SIGNATURE_MAX];
	size_t size;

	if (key->kind == TOKEN_RSA)
		return sign_rsa(key, hash_oid, digest, out, error);
	if ((size = token_sign_raw(key, digest, raw, error)) == 0)
		return 0;
	if ((size = pkix_ecdsa_der(out, (struct der_slice){ raw, size })) == 0)
		token_fail(
		    error, TOKEN_FAILED, "token %s: a signature of zeros", key->token->label);
	return size;
}
