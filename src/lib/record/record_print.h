/* record_print - values as JSON text. */
#ifndef RECORD_PRINT_H
#define RECORD_PRINT_H

#include "record/record_table.h"

void record_print(struct cput *text, const char *);
/* A string in quotes, safe on a terminal: controls, line separators and what turns the
 * direction of writing leave as \uXXXX. */
void record_print_text(struct cput *text, const uint8_t *data, size_t size);
void record_print_inside(struct cput *text, const uint8_t *data, size_t size); /* no quotes */
/* Octets as upper-case hex, without quotes. */
void record_print_hex(struct cput *text, const uint8_t *data, size_t size);
/* A number, or -1 minus it when negative (RFC 8949 3.1).  An exact one is in quotes where
 * it goes beyond 53 bits: jq and others read numbers as doubles. */
void record_print_number(struct cput *text, bool negative, uint64_t value);
void record_print_exact(struct cput *text, bool negative, uint64_t value);
void record_print_float(struct cput *text, double value);
/* False, and nothing printed: RFC 3339 cannot write it. */
bool record_print_time(struct cput *text, int64_t when);

/* An item that needs nothing from inside it: what comes after it, or NULL. */
const uint8_t *record_print_item(struct cput *text, const struct citem *item);

/*
 * A map's key as a JSON name, so that no two keys share one: text as it is, but with # in
 * front when it begins with # or looks like a number; a number as its digits; anything else
 * as #h'..', its encoding in hex.  What comes after it.
 */
const uint8_t *record_print_key(struct cput *text, const uint8_t *key);

#endif
