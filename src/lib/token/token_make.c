#include "token/token_make.h"
#include "token/token_p11.h"
#include <string.h>

enum {
	ID_SIZE = 20,
	SAME_MAX = 16, /* objects of one label that are looked at */
};

static const CK_BBOOL yes = CK_TRUE, no = CK_FALSE;

/* A pair on its way: session objects first, then their copies on the token. */
struct pair {
	CK_OBJECT_HANDLE public, private;
	bool has_public, has_private;
};

static void
destroy(struct token *t, struct pair *pair)
{
	if (pair->has_private)
		t->module->C_DestroyObject(t->session, pair->private);
	if (pair->has_public)
		t->module->C_DestroyObject(t->session, pair->public);
	*pair = (struct pair){ 0 };
}

/* The label that the URI gives the new key.  NULL: *error. */
static const CK_ATTRIBUTE *
label_of(struct token *t, P11KitUri *uri, struct token_error *error)
{
	const CK_ATTRIBUTE *label = p11_kit_uri_get_attribute(uri, CKA_LABEL);

	if (!p11_kit_uri_match_token_info(uri, &t->info))
		token_fail(error, TOKEN_CONFIG, "token %s: the key's URI names another token",
		    t->label);
	else if (label == NULL || label->ulValueLen == 0 || label->ulValueLen > TOKEN_LABEL_MAX)
		token_fail(error, TOKEN_CONFIG,
		    "the key's URI must name the new key: object=LABEL, at most %d octets",
		    TOKEN_LABEL_MAX);
	else if (p11_kit_uri_get_attribute(uri, CKA_ID) != NULL)
		token_fail(error, TOKEN_CONFIG,
		    "the key's URI has an id, which a new key gets from its public half");
	else
		return label;
	return NULL;
}

static bool
search_label(struct token *t, CK_OBJECT_CLASS class, const CK_ATTRIBUTE *label,
    CK_OBJECT_HANDLE found[SAME_MAX], size_t *count, struct token_error *error)
{
	CK_ATTRIBUTE template[2] = { *label, token_attribute(CKA_CLASS, &class, sizeof class) };

	return token_search(t, template, 2, found, SAME_MAX, count, error);
}

/* Is the label free?  Public keys made here whose private half never came are put into
 * orphans. */
static bool
label_free(struct token *t, const CK_ATTRIBUTE *label, CK_OBJECT_HANDLE orphans[SAME_MAX],
    size_t *count, struct token_error *error)
{
	size_t i;

	if (!search_label(t, CKO_PRIVATE_KEY, label, orphans, count, error))
		return false;
	if (*count != 0)
		return token_fail(error, TOKEN_CONFIG, "token %s: there is a key %.*s already",
		    t->label, (int)label->ulValueLen, (const char *)label->pValue);
	if (!search_label(t, CKO_PUBLIC_KEY, label, orphans, count, error))
		return false;
	for (i = 0; i < *count; i++)
		if (token_get_bool(t, orphans[i], CKA_LOCAL) != 1)
			return token_fail(error, TOKEN_CONFIG,
			    "token %s: there is a public key %.*s already, brought from "
			    "elsewhere",
			    t->label, (int)label->ulValueLen, (const char *)label->pValue);
	return true;
}

bool
token_make_check(struct token *t, const char *text, struct token_error *error)
{
	P11KitUri *uri = token_uri_parse(text, error);
	CK_OBJECT_HANDLE orphans[SAME_MAX];
	const CK_ATTRIBUTE *label;
	size_t count;
	bool good = uri != NULL && (label = label_of(t, uri, error)) != NULL &&
		    label_free(t, label, orphans, &count, error);

	p11_kit_uri_free(uri);
	return good;
}

/* A template on its way, and what its attributes point at. */
struct form {
	CK_ATTRIBUTE at[16];
	size_t n;
	CK_DATE dates[2];
	CK_ULONG bits;
};

static void
put(struct form *f, CK_ATTRIBUTE_TYPE type, const void *value, size_t size)
{
	f->at[f->n++] = token_attribute(type, value, size);
}

static void
put_bool(struct form *f, CK_ATTRIBUTE_TYPE type, bool value)
{
	put(f, type, value ? &yes : &no, sizeof yes);
}

/* "2026-11-21" as a CK_DATE, when there is one. */
static void
put_date(struct form *f, CK_ATTRIBUTE_TYPE type, const char *text, CK_DATE *date)
{
	if (text == NULL)
		return;
	memcpy(date->year, text, 4);
	memcpy(date->month, text + 5, 2);
	memcpy(date->day, text + 8, 2);
	put(f, type, date, sizeof *date);
}

/* What both halves have. */
static void
put_common(struct form *f, const struct token_recipe *recipe)
{
	f->n = 0;
	put_bool(f, CKA_TOKEN, false);
	put_bool(f, CKA_DERIVE, false);
	put_date(f, CKA_START_DATE, recipe->start, &f->dates[0]);
	put_date(f, CKA_END_DATE, recipe->end, &f->dates[1]);
}

static void
put_public(struct form *f, const struct token_recipe *recipe)
{
	static const uint8_t exponent[] = { 1, 0, 1 };
	struct der_slice curve = token_curve(recipe->kind);

	put_bool(f, CKA_PRIVATE, false);
	put_bool(f, CKA_VERIFY, true);
	put_bool(f, CKA_ENCRYPT, false);
	put_bool(f, CKA_WRAP, false);
	if (recipe->kind != TOKEN_RSA) {
		put(f, CKA_EC_PARAMS, curve.data, curve.size);
		return;
	}
	f->bits = recipe->bits;
	put(f, CKA_MODULUS_BITS, &f->bits, sizeof f->bits);
	put(f, CKA_PUBLIC_EXPONENT, exponent, sizeof exponent);
}

static void
put_private(struct form *f)
{
	put_bool(f, CKA_PRIVATE, true);
	put_bool(f, CKA_SENSITIVE, true);
	put_bool(f, CKA_EXTRACTABLE, false);
	put_bool(f, CKA_SIGN, true);
	put_bool(f, CKA_SIGN_RECOVER, false);
	put_bool(f, CKA_DECRYPT, false);
	put_bool(f, CKA_UNWRAP, false);
}

static bool
generate(struct token *t, const struct token_recipe *recipe, struct pair *pair,
    struct token_error *error)
{
	CK_MECHANISM how = { recipe->kind == TOKEN_RSA ? CKM_RSA_PKCS_KEY_PAIR_GEN
						       : CKM_EC_KEY_PAIR_GEN,
		NULL, 0 };
	struct form public, private;
	CK_RV rv;

	put_common(&public, recipe);
	put_public(&public, recipe);
	put_common(&private, recipe);
	put_private(&private);
	rv = t->module->C_GenerateKeyPair(t->session, &how, public.at, public.n, private.at,
	    private.n, &pair->public, &pair->private);
	pair->has_public = pair->has_private = rv == CKR_OK;
	return rv == CKR_OK || token_fail_rv(error, t, "C_GenerateKeyPair", rv);
}

/* SHA-256(SubjectPublicKeyInfo): the token hashes. */
static bool
make_id(struct token *t, CK_OBJECT_HANDLE object, enum token_kind kind, uint8_t id[32],
    struct token_error *error)
{
	CK_MECHANISM sha256 = { CKM_SHA256, NULL, 0 };
	uint8_t spki[TOKEN_SPKI_MAX];
	CK_ULONG size = 32;
	size_t octets = token_object_spki(t, object, kind, spki);
	CK_RV rv;

	if (octets == 0)
		return token_fail(error, TOKEN_FAILED,
		    "token %s: the new public key cannot be read", t->label);
	rv = t->module->C_DigestInit(t->session, &sha256);
	if (rv == CKR_OK)
		rv = t->module->C_Digest(t->session, spki, octets, id, &size);
	return rv == CKR_OK || token_fail_rv(error, t, "C_Digest", rv);
}

/*
 * Copy one half to the token, with what only a copy can be given.  SoftHSM writes a copy
 * twice, the second time with this template: killed between the two it leaves an object
 * that has no name, not one that has a name and is not whole.
 */
static bool
keep(struct token *t, CK_OBJECT_HANDLE from, const CK_ATTRIBUTE *label, const uint8_t *id,
    CK_OBJECT_HANDLE *to, struct token_error *error)
{
	CK_ATTRIBUTE template[4] = {
		*label,
		token_attribute(CKA_TOKEN, &yes, sizeof yes),
		token_attribute(CKA_ID, id, ID_SIZE),
		token_attribute(CKA_MODIFIABLE, &no, sizeof no),
	};
	CK_RV rv = t->module->C_CopyObject(t->session, from, template, 4, to);

	if (rv == CKR_GENERAL_ERROR) /* all that SoftHSM says of a file it cannot write */
		return token_fail(error, TOKEN_CONFIG,
		    "token %s: it does not keep the key; is it read-only, or full?", t->label);
	return rv == CKR_OK || token_fail_rv(error, t, "C_CopyObject", rv);
}

/* Nobody else may have made a key of that label meanwhile: PKCS#11 has no lock for it. */
static bool
alone(struct token *t, const CK_ATTRIBUTE *label, struct token_error *error)
{
	CK_OBJECT_HANDLE found[SAME_MAX];
	size_t count;

	if (!search_label(t, CKO_PRIVATE_KEY, label, found, &count, error))
		return false;
	return count == 1 || token_fail(error, TOKEN_BUSY,
				 "token %s: another process made a key %.*s at the same time",
				 t->label, (int)label->ulValueLen, (const char *)label->pValue);
}

static bool
make(struct token *t, const CK_ATTRIBUTE *label, const struct token_recipe *recipe,
    struct pair *made, struct token_error *error)
{
	CK_OBJECT_HANDLE orphans[SAME_MAX];
	struct pair session = { 0 };
	uint8_t id[32];
	size_t count;
	bool good = false;

	/* The label is looked at last, for another process may be making it meanwhile. */
	if (!generate(t, recipe, &session, error) ||
	    !make_id(t, session.public, recipe->kind, id, error) ||
	    !label_free(t, label, orphans, &count, error))
		goto out;
	while (count > 0)
		t->module->C_DestroyObject(t->session, orphans[--count]);
	made->has_public = keep(t, session.public, label, id, &made->public, error);
	made->has_private =
	    made->has_public && keep(t, session.private, label, id, &made->private, error);
	good = made->has_private && alone(t, label, error);
out:
	destroy(t, &session);
	if (!good)
		destroy(t, made);
	return good;
}

struct token_key *
token_make(struct token *t, const char *text, const struct token_recipe *recipe,
    struct token_error *error)
{
	P11KitUri *uri = token_uri_parse(text, error);
	struct pair made = { 0 };
	struct token_key *key = NULL;
	const CK_ATTRIBUTE *label;

	if (uri != NULL && (label = label_of(t, uri, error)) != NULL &&
	    make(t, label, recipe, &made, error) &&
	    (key = token_adopt(t, made.private, error)) == NULL)
		destroy(t, &made);
	p11_kit_uri_free(uri);
	return key;
}
