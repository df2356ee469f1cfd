/* pkix_tally - what a CRL's entries are, counted. */
#ifndef PKIX_TALLY_H
#define PKIX_TALLY_H

#include "pkix/pkix_crl.h"

/* Zero it to begin. */
struct pkix_tally {
	uint64_t entries; /* that were read */
	uint64_t bad;     /* that were stepped over */
	uint64_t without_reason;
	uint64_t reasons[PKIX_REASON_MAX + 1];
	uint64_t
	    flaws[PKIX_FLAWS]; /* by the number of the bit; one of the header counts once */
};

void pkix_tally_list(struct pkix_tally *, const struct pkix_crl *);
void pkix_tally_entry(struct pkix_tally *, const struct pkix_crl *, const struct pkix_entry *);

#endif
