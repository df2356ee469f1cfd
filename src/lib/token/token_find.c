/* token_find - objects of a token, their attributes, and the key that a URI names. */
#include "token/token_about.h"
#include "token/token_p11.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

CK_ATTRIBUTE
token_attribute(CK_ATTRIBUTE_TYPE type, const void *value, size_t size)
{
	return (CK_ATTRIBUTE){ type, (void *)(uintptr_t)value, size };
}

size_t
token_get(const struct token *t, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, void *out,
    size_t max)
{
	CK_ATTRIBUTE a = { type, out, max };

	if (t->module->C_GetAttributeValue(t->session, object, &a, 1) != CKR_OK)
		return 0;
	return a.ulValueLen > max ? 0 : a.ulValueLen; /* CK_UNAVAILABLE_INFORMATION too */
}

int
token_get_bool(const struct token *t, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type)
{
	CK_BBOOL value = CK_FALSE;

	if (token_get(t, object, type, &value, sizeof value) != sizeof value)
		return -1;
	return value != CK_FALSE;
}

bool
token_search(struct token *t, const CK_ATTRIBUTE *template, size_t attributes,
    CK_OBJECT_HANDLE *found, size_t max, size_t *count, struct token_error *error)
{
	CK_ULONG got = 1;
	CK_RV rv;

	*count = 0;
	rv = t->module->C_FindObjectsInit(
	    t->session, (CK_ATTRIBUTE *)(uintptr_t) template, attributes);
	if (rv != CKR_OK)
		return token_fail_rv(error, t, "C_FindObjectsInit", rv);
	while (rv == CKR_OK && got != 0 && *count < max) {
		rv = t->module->C_FindObjects(t->session, found + *count, max - *count, &got);
		if (rv == CKR_OK)
			*count += got;
	}
	t->module->C_FindObjectsFinal(t->session);
	return rv == CKR_OK || token_fail_rv(error, t, "C_FindObjects", rv);
}

/* RSA by its modulus, EC by its curve. */
static void
read_kind(struct token_key *key)
{
	const struct token *t = key->token;
	CK_KEY_TYPE type = CKK_VENDOR_DEFINED;
	uint8_t value[TOKEN_SPKI_MAX];
	size_t size;

	token_get(t, key->handle, CKA_KEY_TYPE, &type, sizeof type);
	key->kind = TOKEN_OTHER;
	key->bits = 0;
	if (type == CKK_RSA) {
		size = token_get(t, key->handle, CKA_MODULUS, value, sizeof value);
		key->kind = TOKEN_RSA;
		key->bits = (unsigned)size * 8;
	} else if (type == CKK_EC) {
		size = token_get(t, key->handle, CKA_EC_PARAMS, value, sizeof value);
		key->kind = token_kind_of_curve((struct der_slice){ value, size });
		key->bits = (unsigned)token_half(key->kind) * 8;
	}
}

struct token_key *
token_adopt(struct token *t, CK_OBJECT_HANDLE handle, struct token_error *error)
{
	struct token_key *key;

	for (key = t->keys; key != NULL; key = key->next)
		if (key->handle == handle)
			return key;
	if ((key = calloc(1, sizeof *key)) == NULL) {
		token_fail(error, TOKEN_BUSY, "memory is short");
		return NULL;
	}
	key->token = t;
	key->handle = handle;
	read_kind(key);
	key->next = t->keys;
	t->keys = key;
	return key;
}

/* "tokyo", or "with id 0F", for messages: what the URI says of the key. */
static void
describe(P11KitUri *uri, char out[80])
{
	const CK_ATTRIBUTE *label = p11_kit_uri_get_attribute(uri, CKA_LABEL),
			   *id = p11_kit_uri_get_attribute(uri, CKA_ID);
	const uint8_t *octets;
	size_t i, n;

	if (label != NULL) {
		n = label->ulValueLen < 64 ? label->ulValueLen : 64;
		snprintf(out, 80, "%.*s", (int)n, (const char *)label->pValue);
		return;
	}
	octets = id->pValue;
	n = (size_t)snprintf(out, 80, "with id ");
	for (i = 0; i < id->ulValueLen && i < 32; i++)
		n += (size_t)snprintf(out + n, 80 - n, "%02X", octets[i]);
}

/* What a URI says of a key, as a template.  0: nothing, or not of a key of this token. */
static size_t
template_of(struct token *t, P11KitUri *uri, const CK_OBJECT_CLASS *class,
    CK_ATTRIBUTE template[3], struct token_error *error)
{
	const CK_ATTRIBUTE *label = p11_kit_uri_get_attribute(uri, CKA_LABEL),
			   *id = p11_kit_uri_get_attribute(uri, CKA_ID),
			   *named = p11_kit_uri_get_attribute(uri, CKA_CLASS);
	CK_OBJECT_CLASS other;
	size_t n = 0;

	if (named != NULL && named->ulValueLen == sizeof other) {
		memcpy(&other, named->pValue, sizeof other);
		if (other != *class) {
			token_fail(error, TOKEN_CONFIG,
			    "the key's URI names something else than a private key (type)");
			return 0;
		}
	}
	if (!p11_kit_uri_match_token_info(uri, &t->info)) {
		token_fail(error, TOKEN_CONFIG, "token %s: the key's URI names another token",
		    t->label);
		return 0;
	}
	template[n++] = token_attribute(CKA_CLASS, class, sizeof *class);
	if (label != NULL)
		template[n++] = *label;
	if (id != NULL)
		template[n++] = *id;
	if (n > 1)
		return n;
	token_fail(error, TOKEN_CONFIG, "the key's URI names no key: add object=LABEL or id=");
	return 0;
}

/* Is the key one that can sign here?  false: *error. */
static bool
usable(const struct token_key *key, struct token_error *error)
{
	const struct token *t = key->token;

	if (key->kind == TOKEN_OTHER)
		return token_fail(error, TOKEN_CONFIG,
		    "token %s: key %s is neither RSA nor P-256 nor P-384", t->label, key->name);
	if (token_get_bool(t, key->handle, CKA_SIGN) == 0)
		return token_fail(error, TOKEN_CONFIG,
		    "token %s: key %s may not sign (CKA_SIGN)", t->label, key->name);
	if (token_get_bool(t, key->handle, CKA_ALWAYS_AUTHENTICATE) == 1)
		return token_fail(error, TOKEN_CONFIG,
		    "token %s: key %s wants its PIN for every signature "
		    "(CKA_ALWAYS_AUTHENTICATE)",
		    t->label, key->name);
	return true;
}

struct token_key *
token_lookup(struct token *t, const char *text, struct token_error *error)
{
	static const CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
	P11KitUri *uri = token_uri_parse(text, error);
	struct token_key *key = NULL;
	CK_ATTRIBUTE template[3];
	CK_OBJECT_HANDLE found[2];
	size_t n, count;
	char name[80];

	if (uri == NULL || (n = template_of(t, uri, &class, template, error)) == 0 ||
	    !token_search(t, template, n, found, 2, &count, error))
		goto out;
	describe(uri, name);
	if (count != 1)
		token_fail(error, TOKEN_CONFIG, "token %s: %s key %s", t->label,
		    count == 0 ? "there is no private" : "more than one private", name);
	else if ((key = token_adopt(t, found[0], error)) != NULL)
		memcpy(key->name, name, sizeof name);
out:
	p11_kit_uri_free(uri);
	return key;
}

struct token_key *
token_find(struct token *t, const char *text, struct token_error *error)
{
	struct token_key *key = token_lookup(t, text, error);

	return key != NULL && usable(key, error) ? key : NULL;
}
