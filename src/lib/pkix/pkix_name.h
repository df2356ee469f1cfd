/* pkix_name - Name and GeneralName as people read them, and back. */
#ifndef PKIX_NAME_H
#define PKIX_NAME_H

#include "der/der.h"

/*
 * Write a Name (whole) as text in the order it is encoded, "C=JP, O=JPKI, CN=..." with the
 * escapes of RFC 4514 2.4, control characters and broken UTF-8 as \XX.  Always terminated;
 * cut with "..." when size is short.  out itself.
 */
const char *pkix_name_text(struct der_slice name, char *out, size_t size);

/* A GeneralName (whole): a URI as it is, a directoryName as above, else "[n] HEX". */
const char *pkix_general_name_text(struct der_slice name, char *out, size_t size);

/*
 * A GeneralName from what an operator types: "C=JP, O=JPKI, CN=x" becomes a directoryName
 * (C as PrintableString, the rest UTF8String, RDNs in the order written), anything with
 * "://" a uniformResourceIdentifier.  Octets written to out, 0 with *why.
 */
size_t pkix_general_name_parse(const char *text, uint8_t *out, size_t size, const char **why);

/* Are two Names (whole) the same name: octet for octet, or else by the rules of RFC 5280 7.1
 * (case and white space folded in ASCII, string type ignored). */
bool pkix_name_match(struct der_slice, struct der_slice);

/* An OID's contents in dotted form.  out itself. */
const char *pkix_oid_text(struct der_slice oid, char *out, size_t size);

/* Octets as upper-case hex (RFC 4648 8), cut to fit.  out itself. */
const char *pkix_hex(struct der_slice octets, char *out, size_t size);

/* Seconds since 1970 as "2026-11-21T03:00:00Z" into out. */
const char *pkix_time_text(int64_t when, char out[32]);

#endif
