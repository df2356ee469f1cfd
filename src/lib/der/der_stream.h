/* der_stream - one DER object at a time from a byte stream.  See derstream(5). */
#ifndef DER_STREAM_H
#define DER_STREAM_H

#include "der/der.h"
#include "file/file_input.h"

#define DER_RECORD_MAX ((uint64_t)1 << 32) /* a CRL of 10^8 entries */

/* A reader.  Zero it, set .input; the other fields are for the caller to read. */
struct der_reader {
	struct file_input *input; /* borrowed */
	uint64_t most;            /* largest record taken, 0: DER_RECORD_MAX */
	struct der_slice record;  /* the present record, valid until the next read */
	uint64_t number;          /* 1 for the first record */
	uint64_t offset;          /* where it starts in the stream */
	const char *error;        /* after -1: why, as a fragment for a message */
	bool io;                  /* after -1: reading failed (errno), not the data */
};

/* Read the next record.  1: here it is.  0: the stream ended between records.
 * -1: it broke (see .error); nothing after this point can be trusted. */
int der_read(struct der_reader *);

#endif
