/* mdoc_part - what the files of the reader share.  Use mdoc_read.h. */
#ifndef MDOC_PART_H
#define MDOC_PART_H

#include "cbor/citem.h"
#include "der/der.h"

enum {
	MDOC_TAG_DATE_TIME = 0, /* RFC 8949 3.4.1 */
	MDOC_TAG_CBOR = 24,     /* RFC 8949 3.4.5.1 */
};

/* The contents of a string of octets or text. */
struct der_slice mdoc_string(const struct citem *);

/* What a 24(bstr) holds, one item, checked.  NULL, or why it is not there. */
const char *mdoc_open(const struct citem *, struct citem *inner);

#endif
