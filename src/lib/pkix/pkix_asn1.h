/*
 * pkix_asn1 - structures of src/asn1/pkix.asn, read by libtasn1.  For this room alone.
 *
 * A reader is made for one object and thrown away with it, so that nothing is shared: the
 * definitions cost some 7 us to unfold, a certificate some 4 us to read.
 */
#ifndef PKIX_ASN1_H
#define PKIX_ASN1_H

#include "der/der.h"
#include <libtasn1.h>

/* A reader.  Zero it to begin. */
struct pkix_asn1 {
	asn1_node types; /* the definitions */
	asn1_node value; /* what was read last */
	struct der_slice der;
};

/*
 * Read der as type ("PKIX.Certificate").  It must be DER all the way down: lengths definite
 * and minimal, BOOLEANs 00 or FF, at most 32 levels, nothing behind it.  libtasn1 takes some
 * of that even when asked to be strict, so the octets are looked at first.  NULL; otherwise
 * when it is DER and not of that type; else what is wrong.
 */
const char *pkix_asn1_read(
    struct pkix_asn1 *, const char *type, struct der_slice der, const char *otherwise);

/* A part of what was read last, as it is encoded; its octets are those of der.  False: an
 * optional part that is absent, *part is then empty. */
bool pkix_asn1_part(const struct pkix_asn1 *, const char *path, struct der_item *part);

void pkix_asn1_free(struct pkix_asn1 *);

#endif
