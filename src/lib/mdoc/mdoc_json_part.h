/* mdoc_json_part - values of JSON into CBOR.  For mdoc_json alone. */
#ifndef MDOC_JSON_PART_H
#define MDOC_JSON_PART_H

#include "cbor/cput.h"
#include "mdoc/mdoc_type.h"
#include <jansson.h>

/* Each puts one item.  NULL, or why the value is of another kind; what was put is then to be
 * thrown away.  Whether the item is a good one is seen when it is read. */
const char *mdoc_json_text(struct cput *, json_t *);
const char *mdoc_json_octets(struct cput *, json_t *);
const char *mdoc_json_date(struct cput *, json_t *); /* 1004(text) */
const char *mdoc_json_bool(struct cput *, json_t *);
const char *mdoc_json_keys(struct cput *, json_t *); /* an array of JWK into COSE_Key */
const char *mdoc_json_value(struct cput *, json_t *, enum mdoc_form);

/* The keys of an object in the order of their encodings (RFC 8949 4.2.1).  How many; -1: more
 * than most. */
int mdoc_json_sorted(json_t *object, const char **keys, unsigned most);

#endif
