/*
 * token_signer - a key on a token that has proved to be the private half of a public key,
 * and the signatures it makes over data by AlgorithmIdentifier.
 */
#ifndef TOKEN_SIGNER_H
#define TOKEN_SIGNER_H

#include "pkix/pkix_key.h"
#include "token/token_ring.h"

struct token_signer;

/*
 * Open the key that a URI names and prove, by one signature over a fixed text, that it is
 * the private half of spki; of the token's own public key when that is empty.  The key
 * stays the ring's, which must outlive the signer.  token_signer_free(NULL) is fine.
 * NULL: *error (TOKEN_CONFIG when it is another key).
 */
struct token_signer *token_signer_open(
    struct token_ring *, const char *uri, struct der_slice spki, struct token_error *error);
void token_signer_free(struct token_signer *);

/* The SubjectPublicKeyInfo that it was proved against. */
struct der_slice token_signer_spki(const struct token_signer *);
enum pkix_key_kind token_signer_kind(const struct token_signer *);

/* Is now (seconds since 1970) within the usage period that the token keeps with the key?
 * Its days count whole, in UTC.  NULL, or why not. */
const char *token_signer_period(const struct token_signer *, int64_t now);

/*
 * May it sign with this AlgorithmIdentifier: one of PKCS #1 v1.5 or ECDSA with SHA-2, exactly
 * as RFC 4055 5 and RFC 5758 3.2 write it, and of the key's kind?  NULL, or why not.
 */
const char *token_signer_fits(const struct token_signer *, struct der_slice algorithm);

/* Sign data of any size with an algorithm that fits.  Octets written to out; 0: *error. */
size_t token_signer_sign(struct token_signer *, struct der_slice algorithm,
    struct der_slice data, uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error);

/* Sign a digest with a key of a curve: r||s (token_sign_raw).  Octets; 0: *error. */
size_t token_signer_raw(struct token_signer *, struct der_slice digest,
    uint8_t out[TOKEN_SIGNATURE_MAX], struct token_error *error);

/* The AlgorithmIdentifier that such a key signs with where nothing else is asked; static. */
struct der_slice token_signer_default(const struct token_signer *);

#endif
