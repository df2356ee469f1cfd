/* token_destroy - take a key pair off its token. */
#include "token/token_make.h"
#include "token/token_p11.h"

/* The public key objects of the private one's label and id, as far as it has them. */
static bool
find_public(
    struct token_key *key, CK_OBJECT_HANDLE found[2], size_t *count, struct token_error *error)
{
	static const CK_OBJECT_CLASS class = CKO_PUBLIC_KEY;
	static const CK_ATTRIBUTE_TYPE types[2] = { CKA_LABEL, CKA_ID };
	struct token *t = key->token;
	CK_ATTRIBUTE template[3] = { token_attribute(CKA_CLASS, &class, sizeof class) };
	uint8_t values[2][256];
	size_t n = 1, i, size;

	for (i = 0; i < 2; i++)
		if ((size = token_get(t, key->handle, types[i], values[i], 256)) != 0)
			template[n++] = token_attribute(types[i], values[i], size);
	*count = 0;
	return n == 1 || token_search(t, template, n, found, 2, count, error);
}

bool
token_destroy(struct token_key *key, struct token_error *error)
{
	struct token *t = key->token;
	CK_OBJECT_HANDLE found[2];
	size_t count;
	CK_RV rv;

	if (!find_public(key, found, &count, error))
		return false;
	if (count > 1)
		return token_fail(error, TOKEN_CONFIG,
		    "token %s: more than one public key of that label and id; nothing is "
		    "destroyed",
		    t->label);
	if ((rv = t->module->C_DestroyObject(t->session, key->handle)) != CKR_OK)
		return token_fail_rv(error, t, "C_DestroyObject", rv);
	if (count == 1 && (rv = t->module->C_DestroyObject(t->session, found[0])) != CKR_OK)
		return token_fail_rv(error, t,
		    "the private key is destroyed; its public half: C_DestroyObject", rv);
	return true;
}
