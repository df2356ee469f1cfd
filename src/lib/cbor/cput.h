/*
 * cput - write CBOR, deterministically (RFC 8949 4.2.1): shortest heads through libcbor;
 * the caller puts map keys in order (shorter first, then bytewise).
 */
#ifndef CPUT_H
#define CPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A growing buffer.  Zero it to begin; cput_free at the end, or cput_reset to use it again. */
struct cput {
	uint8_t *data; /* owned */
	size_t size, capacity;
	bool failed; /* memory ran out: what is there must not be used */
};

void cput_reset(struct cput *);
void cput_free(struct cput *);

void cput_uint(struct cput *, uint64_t);
void cput_int(struct cput *, int64_t);
void cput_bytes(struct cput *, const void *, size_t);
void cput_bytes_head(struct cput *, size_t); /* alone; as many octets are to follow */
void cput_text(struct cput *, const char *);
void cput_text_size(struct cput *, const char *, size_t);
void cput_array(struct cput *, uint64_t count);
void cput_map(struct cput *, uint64_t count);
void cput_tag(struct cput *, uint64_t tag);
void cput_bool(struct cput *, bool);
void cput_null(struct cput *);
void cput_time(struct cput *, int64_t epoch);       /* tag 1 */
void cput_raw(struct cput *, const void *, size_t); /* an encoded item, as it is */

#endif
