/* list_row - one list of a store, and how it stands, as a record. */
#ifndef LIST_ROW_H
#define LIST_ROW_H

#include "cli/cli.h"
#include "record/record.h"
#include "store/store.h"

#define LIST_ROW_EXPIRING ((int64_t)30 * 86400) /* "expiring" looks this far ahead */

enum list_row_state {
	LIST_ROW_CURRENT,
	LIST_ROW_OVERDUE, /* the nextUpdate of what was published last has passed */
	LIST_ROW_NEVER,   /* nothing was ever published */
};

struct list_row {
	struct record_list record; /* points into the row and the store */
	enum list_row_state state;
	char dp[1001]; /* an address of src/cddl/types.cddl */
};

/* Look at a list as of now, or exit as the store's error says. */
void list_row_fill(const struct cli *, struct store *, const struct store_list *, int64_t now,
    struct list_row *);

/* Write its record to standard output, as CBOR or as a line of JSON. */
void list_row_emit(struct cli *, const struct list_row *, bool json);

#endif
