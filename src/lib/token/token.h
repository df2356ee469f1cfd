/*
 * token - private keys by PKCS#11 URI (RFC 7512), through p11-kit: sign a digest, make,
 * list, destroy.  The only room that sees a PIN.
 *
 * A URI names its module (module-path), its token (token), its key (object and/or id) and
 * where the PIN is read (pin-source, a file).  The attribute x-softhsm2-conf names the
 * configuration of a SoftHSM token, so that a URI alone says where its files are.
 */
#ifndef TOKEN_H
#define TOKEN_H

#include "der/der.h"

struct token;     /* a logged-in session */
struct token_key; /* a private key in it */

enum token_status {
	TOKEN_OK = 0,
	TOKEN_BUSY,   /* the token is busy, gone or out of sessions: run again */
	TOKEN_CONFIG, /* URI, module, token, key or PIN is missing or wrong */
	TOKEN_FAILED, /* the token refused or broke */
};

/* Why a call did not return TOKEN_OK; the text never holds a PIN. */
struct token_error {
	enum token_status status;
	char text[256];
};

/*
 * Open the token that a URI names and log in.  pin: the PIN, or NULL to read the URI's
 * pin-source; tried once only (a wrong one would burn the token's retries).  NULL: *error.
 * writable: a session that may make and destroy keys.
 */
struct token *token_open(
    const char *uri, const char *pin, bool writable, struct token_error *error);
void token_close(struct token *);

/* True when two URIs name the same module and token, so that one session serves both. */
bool token_same(const char *uri, const char *other);

/* The one private key that a URI names in an open token; owned by the token.  NULL: none,
 * or more than one (*error). */
struct token_key *token_find(struct token *, const char *uri, struct token_error *error);

/* SubjectPublicKeyInfo of a key, from the token's public key object; owned by the key.
 * Empty: the token does not keep it. */
struct der_slice token_spki(struct token_key *, struct token_error *error);

/*
 * Sign a digest.  RSA: hash_oid names it (RFC 8017 9.2 DigestInfo), the result is the
 * signature.  ECDSA: the result is ECDSA-Sig-Value, DER (RFC 3279 2.2.3).  How many octets
 * were written to out; 0: *error.
 */
#define TOKEN_SIGNATURE_MAX 1024
size_t token_sign(struct token_key *, struct der_slice hash_oid, struct der_slice digest,
    uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error);
/* The same as r||s, both halves padded to the size of the curve (RFC 9053 2.1). */
size_t token_sign_raw(struct token_key *, struct der_slice digest,
    uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error);

#endif
