/* pkix_name - Name and GeneralName as people read them, and back. */
#ifndef PKIX_NAME_H
#define PKIX_NAME_H

#include "der/der.h"

/* Is this a Name (whole), RFC 5280 4.1.2.4, of at most 64 KiB?  NULL, or why not. */
const char *pkix_name_check(struct der_slice name);

/*
 * Write a Name (whole) as text in the order it is encoded, "C=JP, O=JPKI, CN=..." with the
 * escapes of RFC 4514 2.4; "+" joins the parts of one RDN.  Every string type becomes UTF-8.
 * What could drive a terminal or turn text around (control characters, bidirectional marks)
 * and what is no character leave as \XX, octet by octet.  A type without a short name is
 * 1.2.3=#HEX, octets that are no Name are #HEX.  Always terminated; cut with "..." when size
 * is short.  out itself.
 */
const char *pkix_name_text(struct der_slice name, char *out, size_t size);

/* A GeneralName (whole): a URI as it is, a directoryName as above, else "[n] HEX", n the
 * number of its tag and HEX its contents. */
const char *pkix_general_name_text(struct der_slice name, char *out, size_t size);

/*
 * A GeneralName from what an operator types: "C=JP, O=JPKI, CN=x" becomes a directoryName,
 * RDNs in the order written, and what begins like "http://" a uniformResourceIdentifier.  C,
 * serialNumber and dnQualifier become PrintableString, DC and emailAddress IA5String, all
 * else UTF8String (RFC 5280 4.1.2.4).  pkix_general_name_text gives the text back, spaces
 * around "," "+" "=" and needless escapes aside.  Octets written to the front of out, 0 with
 * *why.
 */
size_t pkix_general_name_parse(const char *text, uint8_t *out, size_t size, const char **why);
/* The same for a Name alone. */
size_t pkix_name_parse(const char *text, uint8_t *out, size_t size, const char **why);

/*
 * Are two Names (whole) the same name: octet for octet, or else by the rules of RFC 5280 7.1
 * (case and white space folded in ASCII, string type ignored, the parts of one RDN in any
 * order)?  Values that are no strings, or broken ones, are compared as octets.
 */
bool pkix_name_match(struct der_slice, struct der_slice);

/* An OID's contents in dotted form, "#HEX" when they are not an OID or an arc is above 64
 * bits; empty when size is short.  out itself. */
const char *pkix_oid_text(struct der_slice oid, char *out, size_t size);

/* Octets as upper-case hex (RFC 4648 8), whole octets, cut to fit.  out itself. */
const char *pkix_hex(struct der_slice octets, char *out, size_t size);

/* Seconds since 1970 as "2026-11-21T03:00:00Z" into out. */
const char *pkix_time_text(int64_t when, char out[32]);

#endif
