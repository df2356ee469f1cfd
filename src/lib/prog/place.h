/*
 * place - where published CRLs lie: DIR/LABEL/NAME.crl, each replaced whole, never by an
 * older one.
 */
#ifndef PLACE_H
#define PLACE_H

#include "pkix/pkix_crl.h"
#include "store/store.h"

/* A CRL that may take its place, and what it changes. */
struct place_crl {
	struct pkix_crl crl;
	const struct store_list *list;
	struct store_issue issue; /* what the store will remember of it */
	uint64_t added;           /* entries that the CRL before it had not */
	bool same;                /* it lies there already, octet for octet */
	bool early;               /* its thisUpdate is yet to come */
	bool io;                  /* after -1: reading or writing failed */
	char text[512];           /* why not, after -1 */
};

/*
 * May this CertificateList take its place below the directory dir?  Its issuer, key and
 * distribution point are of a list of the store; it is well-formed and its issuer's; its
 * nextUpdate lies after now; number and thisUpdate lie above those of the file there
 * and of the last CRL that the store remembers.  0, or -1 with text.
 */
int place_check(
    struct place_crl *, const struct store *, int dir, struct der_slice der, int64_t now);

/* Put it there: 0 when it is durable, or -1 with text. */
int place_put(struct place_crl *, int dir);

#endif
