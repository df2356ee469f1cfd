/* citem - look into a CBOR item that has passed cseq_check.  Nothing is copied. */
#ifndef CITEM_H
#define CITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum citem_kind { /* the major types of RFC 8949 3.1 */
	CITEM_UINT = 0,
	CITEM_NINT = 1,
	CITEM_BYTES = 2,
	CITEM_TEXT = 3,
	CITEM_ARRAY = 4,
	CITEM_MAP = 5,
	CITEM_TAG = 6,
	CITEM_SIMPLE = 7,
};

struct citem {
	enum citem_kind kind;
	uint64_t value; /* the argument: number, length, count, tag, simple value */
	const uint8_t
	    *data; /* BYTES, TEXT: the string; ARRAY, MAP, TAG: the first inner item */
	const uint8_t *whole;
	size_t size; /* of the whole item, head and contents */
};

/* The item at data, which begins a checked item (or stands inside one). */
struct citem citem_at(const uint8_t *data);

/* The same without its size, which costs a walk through all that is inside. */
struct citem citem_head(const uint8_t *data);

/* The item after this one, inside the same array or map (the caller counts). */
struct citem citem_after(const struct citem *);

/* Go through an array, or the pairs of a map. */
struct citem_walk {
	const uint8_t *at;
	uint64_t left;
};
struct citem_walk citem_walk(const struct citem *container);
/* The next element, the next pair.  False: there are no more. */
bool citem_next(struct citem_walk *, struct citem *element);
bool citem_pair(struct citem_walk *, struct citem *key, struct citem *value);

/* The value of a text key in a map.  False: no such key. */
bool citem_get(const struct citem *map, const char *key, struct citem *value);

bool citem_is_text(const struct citem *, const char *text);

/* A whole number of either sign.  False: it is none, or does not fit. */
bool citem_int(const struct citem *, int64_t *number);

/* Epoch time, tag 1 around a whole number (RFC 8949 3.4.2).  False: anything else. */
bool citem_time(const struct citem *, int64_t *when);

#endif
