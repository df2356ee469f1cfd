/* record_json - records as JSON Lines, and back.  See cborstream(5) for the mapping. */
#ifndef RECORD_JSON_H
#define RECORD_JSON_H

#include "cbor/cseq.h"
#include "record/record.h"

#define RECORD_LINE_MAX ((size_t)1 << 20) /* octets of a line of JSON, newline apart */

struct record_type; /* a rule of src/cddl/ */

/* The type of that name, NULL: none.  The n-th name, NULL past the last. */
const struct record_type *record_type(const char *name);
const char *record_type_name(unsigned n);

/*
 * Encode one JSON object behind what out holds.  NULL; or why it does not fit the type, in
 * *error, with nothing put.  Memory that runs out shows in out->failed.
 */
const char *record_encode(const struct record_type *, const char *line, size_t size,
    struct cput *out, struct record_error *error);

/*
 * Any CBOR item that has passed cseq_check, as one line of JSON without its newline; a
 * record of ours by its rule, in the order of the rule's members.  Zero it and set .item to
 * begin, then call record_show until it returns false; each call puts a bounded piece (but
 * for a single long string) behind what text holds.
 */
struct record_show {
	const uint8_t *item; /* moves on as it is shown */

	/* private */
	bool begun;
	unsigned depth;
	struct record_show_frame {
		uint64_t left; /* inner items still to come */
		uint8_t kind;  /* enum citem_kind */
		bool comma;
	} frame[CSEQ_DEPTH + 1];
};
bool record_show(struct record_show *, struct cput *text);

/* Lines of a byte stream.  Zero it, set .input; the other fields are for the caller. */
struct record_lines {
	struct file_input *input; /* borrowed */
	const char *data;         /* without newline (or CR LF), until the next read; NULL:
				   * longer than RECORD_LINE_MAX, and passed over */
	size_t size;
	uint64_t number; /* 1 for the first; blank lines count */
	uint64_t offset; /* where it starts in the stream */

	/* private */
	size_t taken;
};

/* The next line that is not blank.  1; 0 at the end; -1: reading failed, errno. */
int record_lines_read(struct record_lines *);

#endif
