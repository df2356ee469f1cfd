/* store_check_part - between the files that check a store. */
#ifndef STORE_CHECK_PART_H
#define STORE_CHECK_PART_H

#include "store/store_private.h"

struct store_checking {
	struct store *s;
	void (*breach)(void *context, const char *what);
	void *context;
	int64_t breaches;
	struct store_error *error;
};

void store_breach(struct store_checking *, const struct store_list *, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* One row of the expiry table, as the entries say it should be. */
struct store_row {
	int64_t not_after;
	uint64_t entries, octets;
};

struct store_rows { /* zero it to begin; row is to be freed */
	struct store_row *row;
	size_t count, capacity;
};

/* Count an entry in; STORE_NEVER is in no row.  False: memory ran out. */
bool store_rows_add(struct store_rows *, int64_t not_after, uint64_t octets);

/* Is the expiry table of a list what the rows say?  0, or -1 *error. */
int store_rows_check(struct store_checking *, const struct store_list *, struct store_rows *);

#endif
