/* record_crl_part - what text and JSON of a CRL share. */
#ifndef RECORD_CRL_PART_H
#define RECORD_CRL_PART_H

#include "record/record_crl.h"

#define RECORD_NAME_TEXT_MAX 4096 /* octets of a name's text */
#define RECORD_NAMES_MAX 64       /* names shown of one GeneralNames */

/* The next of some GeneralNames as text.  False: there are no more. */
bool record_crl_next_name(struct der_slice *names, char *out, size_t size);

/* The next reason of ReasonFlags, contents (RFC 5280 4.2.1.13), from *bit on; NULL: none. */
const char *record_crl_next_reason(struct der_slice bits, unsigned *bit);

/* Is it told elsewhere: number, delta indicator, distribution point, authority key? */
bool record_crl_is_known(const struct pkix_extension *);

#endif
