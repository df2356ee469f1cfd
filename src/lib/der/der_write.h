/*
 * der_write - make small DER from the end towards the front, so that every length is known
 * when its header is written.
 */
#ifndef DER_WRITE_H
#define DER_WRITE_H

#include "der/der.h"

/* A writer over a buffer of the caller's.  What is written so far is at+0 .. end. */
struct der_writer {
	uint8_t *begin, *at, *end;
	bool full; /* something did not fit: the result must not be used */
};

struct der_writer der_writer(uint8_t *buffer, size_t size);
struct der_slice der_written(const struct der_writer *);

/* Put octets, or a header for everything written since mark (a value of .at), in front. */
void der_put(struct der_writer *, const void *data, size_t size);
void der_put_slice(struct der_writer *, struct der_slice);
void der_wrap(struct der_writer *, uint8_t tag, const uint8_t *mark);

/* Put one primitive item in front. */
void der_put_item(struct der_writer *, uint8_t tag, struct der_slice value);
/* INTEGER from a magnitude: a 00 octet is added where the high bit is set (X.690 8.3). */
void der_put_integer(struct der_writer *, struct der_slice magnitude);
void der_put_number(struct der_writer *, uint64_t);
/* UTCTime through 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5); or always the second. */
void der_put_time(struct der_writer *, int64_t when);
void der_put_generalized_time(struct der_writer *, int64_t when);

/* The identifier and length octets of an object whose contents are made elsewhere, into
 * head[10].  How many. */
size_t der_header(uint8_t head[10], uint8_t tag, uint64_t contents);

#endif
