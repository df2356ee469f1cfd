/* record_diff_part - lines of differences, for both halves of record_diff. */
#ifndef RECORD_DIFF_PART_H
#define RECORD_DIFF_PART_H

#include "record/record_diff.h"

/* One value of a list or an entry, as text. */
struct record_side {
	struct cput text;
	bool absent;
};
struct record_side record_side_time(bool there, int64_t when);
struct record_side record_side_text(const char *); /* NULL: absent */
struct record_side record_side_hex(struct der_slice, bool absent);

/* A line about a field; serial NULL: of the header.  Frees both sides.  Returns 1. */
unsigned record_diff_line(struct record_diff *, const struct der_slice *serial,
    const char *field, struct record_side old, struct record_side new);

/* A line when two times are not the same.  How many. */
unsigned record_diff_time(struct record_diff *, const struct der_slice *serial,
    const char *field, const int64_t *old, const int64_t *new);

#endif
