/*
 * record_stamp - many revocation records of one issuer and list: what they share is encoded
 * once.  A list of 10^7 entries is written in a quarter of the time, to the same octets as
 * record_revocation_write puts.
 */
#ifndef RECORD_STAMP_H
#define RECORD_STAMP_H

#include "record/record.h"

#define RECORD_STAMP_MAX 256 /* octets of a record without its serial */

struct record_stamp {
	struct record_revocation record; /* issuer and list, borrowed */

	/* private: a record without serial, and where its values are */
	uint8_t model[RECORD_STAMP_MAX];
	size_t size, date, reason, serial;
};

/* Begin with what all records share.  NULL, or why no such record can be, in *error. */
const char *record_stamp_begin(struct record_stamp *, struct record_text issuer,
    struct record_text list, struct record_error *error);

/* Put one record, as record_revocation_write does. */
const char *record_stamp_put(struct record_stamp *, struct cput *out, struct der_slice serial,
    int reason, int64_t date, const int64_t *invalidity, struct record_error *error);

#endif
