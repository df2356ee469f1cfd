/* token_make - make a key pair on a token, whole or not at all; destroy one. */
#ifndef TOKEN_MAKE_H
#define TOKEN_MAKE_H

#include "token/token_about.h"

struct token_recipe {
	enum token_kind kind;
	unsigned bits;           /* RSA: of the modulus */
	const char *start, *end; /* usage period, "2026-11-21"; NULL: none */
};

/* Would token_make make a key by this URI: is its label free?  False: *error. */
bool token_make_check(struct token *, const char *uri, struct token_error *error);

/*
 * Make the key pair that a URI names by its label, in a writable token.  The pair is made
 * as session objects; their copies on the token, the public half first, get label, id (the
 * first 20 octets of the SHA-256 of its SubjectPublicKeyInfo) and CKA_MODIFIABLE false, so
 * that a key of that label is there whole or not at all.  A process killed in between
 * leaves at most the public half, which the next token_make of that label clears away, or
 * an object without a name.  NULL: *error, and nothing was made.
 */
struct token_key *token_make(
    struct token *, const char *uri, const struct token_recipe *, struct token_error *error);

/*
 * Destroy a private key and the public key of its label and id, in a writable token: the
 * private half first, so that a process killed between leaves a public key alone, which the
 * next token_make of that label clears away.  The key must not be used after it; nothing is
 * destroyed when several public keys could be its own.  False: *error, which says whether
 * the private key is gone.
 */
bool token_destroy(struct token_key *, struct token_error *error);

#endif
