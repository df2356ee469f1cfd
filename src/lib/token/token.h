/*
 * token - private keys by PKCS#11 URI (RFC 7512), through p11-kit: sign a digest, make,
 * list.  The only room that sees a PIN.
 *
 * A URI names its module (module-path; without it, the modules p11-kit has registered), its
 * token (token, or serial), its key (object and/or id) and where the PIN is read
 * (pin-source, a file).  The query attribute x-softhsm2-conf names the configuration of a
 * SoftHSM token, so that a URI alone says where its files are.  A URI with a PIN in it
 * (pin-value) is refused: it would stand in argument lists, stores and logs.
 *
 * Opening a token puts SOFTHSM2_CONF into the environment, the one place of the suite that
 * does: SoftHSM can be told in no other way, and reads it once, when it is loaded.  So one
 * process can serve one SoftHSM configuration; token_ring sees to that.
 */
#ifndef TOKEN_H
#define TOKEN_H

#include "der/der.h"

struct token;     /* a logged-in session */
struct token_key; /* a private key in it */

/* The numbers are the exit statuses of the suite (inkan(7)). */
enum token_status {
	TOKEN_OK = 0,
	TOKEN_USAGE = 64,  /* what was typed cannot be meant */
	TOKEN_FAILED = 70, /* we asked for what the token does not understand */
	TOKEN_BUSY = 75,   /* the token is busy, gone or out of sessions: run again */
	TOKEN_CONFIG = 78, /* URI, module, token, key or PIN is missing or wrong */
};

/* Why a call did not do its work; the text never holds a PIN. */
struct token_error {
	enum token_status status;
	char text[256];
};

#define TOKEN_PIN_MAX 255

/*
 * Read a PIN from the descriptor whose number was typed (--pin-fd): one line, its newline
 * dropped.  pin is for the caller to explicit_bzero.  False: *error.
 */
bool token_pin_read(
    const char *descriptor, char pin[TOKEN_PIN_MAX + 1], struct token_error *error);

/*
 * Open the token that a URI names and log in.  pin: the PIN, or NULL to read the URI's
 * pin-source; tried once only (a wrong one would burn the token's retries), and not at all
 * when the token says that one try is left.  writable: a session that may make keys.
 * A start that fails for a passing reason is tried three times.  NULL: *error.
 */
struct token *token_open(
    const char *uri, const char *pin, bool writable, struct token_error *error);
/* Its keys end with it.  NULL is fine. */
void token_close(struct token *);

/* True when two URIs name the same module and token, so that one session serves both. */
bool token_same(const char *uri, const char *other);

/*
 * Is this the URI of a SoftHSM token whose files this process may write?  SoftHSM rewrites
 * the file that holds every key of a token when somebody logs in, and one killed in the
 * middle of that has destroyed them all (see key-generate(1)).  Asked where nothing else
 * keeps them from being written; true only when x-softhsm2-conf says where they are.
 */
bool token_softhsm_writable(const char *uri);
extern const char token_risk[]; /* and what to say then */

/* The token's label, for messages. */
const char *token_label(const struct token *);

/* The one private key that a URI names in an open token, one that may sign; owned by the
 * token.  NULL: none, or more than one, or one we cannot use (*error). */
struct token_key *token_find(struct token *, const char *uri, struct token_error *error);

/* A key's SubjectPublicKeyInfo, from the token's public key object, or from the private one
 * where that tells it; owned by the key.  Empty: the token keeps neither (*error). */
struct der_slice token_spki(struct token_key *, struct token_error *error);

/*
 * Sign a digest.  RSA: PKCS #1 v1.5, hash_oid (contents of the OID) names the hash in
 * DigestInfo (RFC 8017 9.2).  ECDSA: the result is ECDSA-Sig-Value, DER (RFC 3279 2.2.3).
 * How many octets were written to out; 0: *error.
 */
#define TOKEN_SIGNATURE_MAX 1040
size_t token_sign(struct token_key *, struct der_slice hash_oid, struct der_slice digest,
    uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error);
/* ECDSA as r||s, both halves padded to the size of the curve (RFC 9053 2.1). */
size_t token_sign_raw(struct token_key *, struct der_slice digest,
    uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error);

#endif
