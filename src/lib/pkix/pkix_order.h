/*
 * pkix_order - a CRL's entries in the order of their serials, as numbers.  A list that stands
 * in that order already is walked as it is and costs no memory; for any other one an index is
 * sorted, 16 octets an entry and as many again while it is made.
 */
#ifndef PKIX_ORDER_H
#define PKIX_ORDER_H

#include "pkix/pkix_crl.h"

struct pkix_order_place;

struct pkix_order {
	uint64_t entries; /* that can be read */
	uint64_t bad;     /* that cannot, and are left out */
	bool broken;      /* what follows the last of them cannot be read at all */

	/* private */
	struct der_slice all, rest;
	struct pkix_order_place *index; /* owned; NULL: rest is in order */
	uint64_t at;
};

/* Begin with a list whose octets stay where they are.  0, or -1: no memory. */
int pkix_order_open(struct pkix_order *, const struct pkix_crl *);

/* The next entry, those of one serial as they stand in the list.  1; 0 after the last. */
int pkix_order_next(struct pkix_order *, struct pkix_entry *);

void pkix_order_close(struct pkix_order *);

/* Two magnitudes as numbers: below, equal to or above 0. */
int pkix_serial_compare(struct der_slice, struct der_slice);

#endif
