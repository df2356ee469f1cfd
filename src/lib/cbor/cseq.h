/*
 * cseq - one CBOR item at a time from a CBOR Sequence (RFC 8742).  See cborstream(5).
 *
 * Nothing is handed out before it passed cseq_check: well formed (RFC 8949 5.3.1), definite
 * lengths, shortest heads (4.2.1), valid UTF-8, no key twice, at most CSEQ_DEPTH deep.  The
 * prefix cbor_ belongs to libcbor.
 */
#ifndef CSEQ_H
#define CSEQ_H

#include "file/file_input.h"

#define CSEQ_DEPTH 16
#define CSEQ_RECORD_MAX ((size_t)16 << 20)

/*
 * Check the item at the front of have octets.  1: it is whole and *size octets long.
 * 0: what is there is good but the item goes on past have.  -1: it is not for us, *why.
 */
int cseq_check(const uint8_t *data, size_t have, size_t *size, const char **why);

/* Is it UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF? */
bool cseq_is_utf8(const uint8_t *data, size_t size);

/* A reader.  Zero it, set .input; the other fields are for the caller to read. */
struct cseq_reader {
	struct file_input *input; /* borrowed */
	const uint8_t *data;      /* the present item, valid until the next read */
	size_t size;
	uint64_t number;   /* 1 for the first */
	uint64_t offset;   /* where it starts in the stream */
	const char *error; /* after -1: why, as a fragment for a message */
	bool io;           /* after -1: reading failed (errno), not the data */
};

/* Read the next item; one of up to 4096 octets as soon as it is there.  1: here it is.  0: the
 * stream ended between items.  -1: it broke. */
int cseq_read(struct cseq_reader *);

#endif
