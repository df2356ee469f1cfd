/*
 * record_diff - what is different between two CRLs, one line each, as text or as JSON.  As in
 * record_crl.h, lines are put behind what text holds and have no control characters.
 */
#ifndef RECORD_DIFF_H
#define RECORD_DIFF_H

#include "record/record_crl.h"

/* Where lines go: text, or JSON Lines. */
struct record_diff {
	struct cput text;
	bool json;
};

/* Lines for all that is different in the headers, signatures aside.  How many. */
unsigned record_diff_headers(
    struct record_diff *, const struct pkix_crl *old, const struct pkix_crl *new);

/* Lines for all that is different between two entries of one serial: an absent reasonCode
 * is unspecified (RFC 5280 5.3.1).  How many. */
unsigned record_diff_entries(
    struct record_diff *, const struct pkix_entry *old, const struct pkix_entry *new);

/* A line for an entry that is in one list only. */
void record_diff_entry(struct record_diff *, bool added, const struct pkix_entry *);

/* The last line. */
void record_diff_counts(
    struct record_diff *, uint64_t added, uint64_t removed, uint64_t changed, uint64_t same);

#endif
