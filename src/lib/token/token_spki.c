/* token_spki - the public half of a key that a token holds. */
#include "token/token_p11.h"

/* The public key object has the private one's id; where that has none, its label. */
bool
token_public(struct token_key *key, CK_OBJECT_HANDLE *object, struct token_error *error)
{
	static const CK_OBJECT_CLASS class = CKO_PUBLIC_KEY;
	struct token *t = key->token;
	CK_ATTRIBUTE template[2];
	CK_OBJECT_HANDLE found[2];
	uint8_t value[256];
	size_t count, size;
	CK_ATTRIBUTE_TYPE by = CKA_ID;

	if ((size = token_get(t, key->handle, by, value, sizeof value)) == 0)
		size = token_get(t, key->handle, by = CKA_LABEL, value, sizeof value);
	template[0] = token_attribute(CKA_CLASS, &class, sizeof class);
	template[1] = token_attribute(by, value, size);
	if (!token_search(t, template, 2, found, 2, &count, error))
		return false;
	if (size == 0 || count != 1)
		return token_fail(error, TOKEN_CONFIG, "token %s: %s public key of that %s",
		    t->label, count == 0 ? "there is no" : "more than one",
		    by == CKA_ID ? "id" : "label");
	*object = found[0];
	return true;
}

size_t
token_object_spki(const struct token *t, CK_OBJECT_HANDLE object, enum token_kind kind,
    uint8_t out[TOKEN_SPKI_MAX])
{
	uint8_t first[TOKEN_SPKI_MAX], second[TOKEN_SPKI_MAX];
	struct der_slice a = { first, 0 }, b = { second, 0 };

	if (kind == TOKEN_RSA) {
		a.size = token_get(t, object, CKA_MODULUS, first, sizeof first);
		b.size = token_get(t, object, CKA_PUBLIC_EXPONENT, second, sizeof second);
		return token_spki_rsa(out, a, b);
	}
	a.size = token_get(t, object, CKA_EC_POINT, first, sizeof first);
	return token_spki_ec(out, kind, a);
}

struct der_slice
token_spki(struct token_key *key, struct token_error *error)
{
	CK_OBJECT_HANDLE object;
	bool has_public;

	if (key->spki_size == 0) {
		has_public = token_public(key, &object, error);
		if (has_public)
			key->spki_size =
			    token_object_spki(key->token, object, key->kind, key->spki);
		if (key->spki_size == 0)
			key->spki_size =
			    token_object_spki(key->token, key->handle, key->kind, key->spki);
		if (key->spki_size == 0 && has_public)
			token_fail(error, TOKEN_CONFIG,
			    "token %s: the public key cannot be read", key->token->label);
	}
	return (struct der_slice){ key->spki, key->spki_size };
}
