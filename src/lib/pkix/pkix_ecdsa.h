/* pkix_ecdsa - an ECDSA signature in its two forms: r||s, and ECDSA-Sig-Value. */
#ifndef PKIX_ECDSA_H
#define PKIX_ECDSA_H

#include "der/der.h"

/* ECDSA-Sig-Value (RFC 3279 2.2.3) from r||s: leading zeros of each half dropped, one put
 * before a high bit.  Octets; 0: not two halves, or one of them is zero. */
#define PKIX_ECDSA_MAX 160
size_t pkix_ecdsa_der(uint8_t out[PKIX_ECDSA_MAX], struct der_slice raw);

#endif
