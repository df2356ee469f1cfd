#include "token/token_signer.h"
#include "pkix/pkix_name.h"
#include "token/token_p11.h"
#include <stdlib.h>
#include <string.h>

struct token_signer {
	struct token_key *key;
	struct pkix_key *public;
	uint8_t *spki; /* owned */
	size_t spki_size;
	char start[11], end[11];
};

/* What the key signs to prove itself.  It cannot be taken for anything in DER. */
static const char proof[] = "inkan: this key is the private half of that public key\n";

static bool
prove(struct token_signer *s, struct token_error *error)
{
	struct der_slice text = { (const uint8_t *)proof, sizeof proof - 1 };
	struct der_slice form = token_signer_default(s);
	uint8_t signature[TOKEN_SIGNATURE_MAX];
	struct pkix_algorithm algorithm;
	const char *why = pkix_algorithm_read(form, &algorithm);
	size_t size;

	if (why != NULL)
		return token_fail(error, TOKEN_CONFIG,
		    "the public key is of a kind that "
		    "nothing is signed with here");
	if ((size = token_signer_sign(s, form, text, signature, error)) == 0)
		return false;
	if (pkix_verify(s->public, &algorithm, text, (struct der_slice){ signature, size }) ==
	    NULL)
		return true;
	return token_fail(error, TOKEN_CONFIG,
	    "token %s: key %s is not the private half of its public key", s->key->token->label,
	    s->key->name);
}

/* A copy of the public key, the certificate's or the token's own. */
static bool
take_public(struct token_signer *s, struct der_slice spki, struct token_error *error)
{
	const char *why;

	if (spki.size == 0 && (spki = token_spki(s->key, error)).size == 0)
		return false;
	if ((s->spki = malloc(spki.size)) == NULL)
		return token_fail(error, TOKEN_BUSY, "memory is short");
	memcpy(s->spki, spki.data, spki.size);
	s->spki_size = spki.size;
	if ((s->public = pkix_key_read(spki, &why)) == NULL)
		return token_fail(error, TOKEN_CONFIG, "%s", why);
	return true;
}

struct token_signer *
token_signer_open(
    struct token_ring *ring, const char *uri, struct der_slice spki, struct token_error *error)
{
	struct token_signer *s = calloc(1, sizeof *s);

	if (s == NULL)
		token_fail(error, TOKEN_BUSY, "memory is short");
	else if ((s->key = token_ring_key(ring, uri, error)) != NULL &&
		 take_public(s, spki, error) && prove(s, error)) {
		token_period(s->key, s->start, s->end);
		return s;
	}
	token_signer_free(s);
	return NULL;
}

void
token_signer_free(struct token_signer *s)
{
	if (s == NULL)
		return;
	pkix_key_free(s->public);
	free(s->spki);
	free(s);
}

struct der_slice
token_signer_spki(const struct token_signer *s)
{
	return (struct der_slice){ s->spki, s->spki_size };
}

enum pkix_key_kind
token_signer_kind(const struct token_signer *s)
{
	return pkix_key_kind(s->public);
}

const char *
token_signer_period(const struct token_signer *s, int64_t now)
{
	char today[32];

	pkix_time_text(now, today);
	if (s->start[0] != '\0' && strncmp(today, s->start, 10) < 0)
		return "the key's usage period has not begun (CKA_START_DATE)";
	if (s->end[0] != '\0' && strncmp(today, s->end, 10) > 0)
		return "the key's usage period is over (CKA_END_DATE)";
	return NULL;
}

const char *
token_signer_fits(const struct token_signer *s, struct der_slice form)
{
	enum pkix_key_kind kind = pkix_key_kind(s->public);
	struct pkix_algorithm algorithm;
	const char *why;

	if ((why = pkix_algorithm_read(form, &algorithm)) != NULL)
		return why;
	if (algorithm.ecdsa != (kind != PKIX_KEY_RSA))
		return kind == PKIX_KEY_RSA
			   ? "it asks for an ECDSA signature, and the issuer's key is RSA"
			   : "it asks for an RSA signature, and the issuer's key is EC";
	if (algorithm.pss)
		return "it asks for RSASSA-PSS, which is not signed here";
	if (algorithm.hash == PKIX_SHA1)
		return "it asks for a signature with SHA-1, which is not made any more";
	/* Readers take RSA without its NULL; a signer does not write that. */
	if (!algorithm.ecdsa && form.size != pkix_algorithm_default(PKIX_KEY_RSA).size)
		return "its RSA algorithm has no NULL parameters (RFC 4055 5)";
	return NULL;
}

struct der_slice
token_signer_default(const struct token_signer *s)
{
	return pkix_algorithm_default(pkix_key_kind(s->public));
}

size_t
token_signer_sign(struct token_signer *s, struct der_slice form, struct der_slice data,
    uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error)
{
	uint8_t digest[PKIX_HASH_MAX];
	struct pkix_algorithm algorithm;
	size_t size = 0;

	if (pkix_algorithm_read(form, &algorithm) == NULL)
		size = pkix_hash(algorithm.hash, data, digest);
	if (size == 0) {
		token_fail(error, TOKEN_FAILED, "that algorithm has no hash");
		return 0;
	}
	return token_sign(s->key, pkix_hash_oid(algorithm.hash),
	    (struct der_slice){ digest, size }, out, error);
}

size_t
token_signer_raw(struct token_signer *s, struct der_slice digest,
    uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error)
{
	return token_sign_raw(s->key, digest, out, error);
}
