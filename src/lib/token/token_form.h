/* token_form - the octets that a token's answers are made of, in DER; no PKCS#11 here. */
#ifndef TOKEN_FORM_H
#define TOKEN_FORM_H

#include "der/der.h"

enum token_kind {
	TOKEN_OTHER,
	TOKEN_RSA,
	TOKEN_P256,
	TOKEN_P384,
};
/* "RSA", "P-256"; static. */
const char *token_kind_name(enum token_kind);
/* The curve whose parameters (OID, whole) these are, TOKEN_OTHER when none of ours. */
enum token_kind token_kind_of_curve(struct der_slice parameters);
/* And back; empty when it is no curve. */
struct der_slice token_curve(enum token_kind);
/* The octets of one half of a signature by this curve; 0 when it is no curve. */
size_t token_half(enum token_kind);

#define TOKEN_SPKI_MAX 1200 /* an RSA key of 8192 bits has 1062 */

/* SubjectPublicKeyInfo (RFC 3279 2.3) written to the front of out.  Octets; 0: it does not
 * fit, or the point is not one of this curve. */
size_t token_spki_rsa(
    uint8_t out[TOKEN_SPKI_MAX], struct der_slice modulus, struct der_slice exponent);
/* point: CKA_EC_POINT, the uncompressed point in an OCTET STRING; some tokens leave the
 * wrapping out, which cannot be mistaken since the size of a point is known. */
size_t token_spki_ec(uint8_t out[TOKEN_SPKI_MAX], enum token_kind, struct der_slice point);

/* DigestInfo (RFC 8017 9.2) with NULL parameters.  Octets, 0: it does not fit. */
#define TOKEN_DIGEST_INFO_MAX 128
size_t token_digest_info(
    uint8_t out[TOKEN_DIGEST_INFO_MAX], struct der_slice oid, struct der_slice digest);

#endif
