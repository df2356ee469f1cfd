/* store_check_expiry - is the table of expiries what the entries say? */
#include "store/store_check_part.h"
#include <stdlib.h>
#include <string.h>

static int
by_not_after(const void *a, const void *b)
{
	const struct store_row *x = a, *y = b;

	return (x->not_after > y->not_after) - (x->not_after < y->not_after);
}

/* Rows of equal moment become one, in place. */
static size_t
merge(struct store_row *rows, size_t count)
{
	size_t i, n = 0;

	if (count != 0)
		qsort(rows, count, sizeof *rows, by_not_after);
	for (i = 0; i < count; i++)
		if (n != 0 && rows[n - 1].not_after == rows[i].not_after) {
			rows[n - 1].entries += rows[i].entries;
			rows[n - 1].octets += rows[i].octets;
		} else
			rows[n++] = rows[i];
	return n;
}

bool
store_rows_add(struct store_rows *rows, int64_t not_after, uint64_t octets)
{
	struct store_row *grown;

	if (not_after == STORE_NEVER)
		return true;
	if (rows->count != 0 && rows->row[rows->count - 1].not_after == not_after) {
		rows->row[rows->count - 1].entries++;
		rows->row[rows->count - 1].octets += octets;
		return true;
	}
	if (rows->count == rows->capacity) {
		rows->count = merge(rows->row, rows->count);
		if (2 * rows->count >= rows->capacity) {
			rows->capacity = rows->capacity == 0 ? 1024 : 2 * rows->capacity;
			grown = realloc(rows->row, rows->capacity * sizeof *grown);
			if (grown == NULL)
				return false;
			rows->row = grown;
		}
	}
	rows->row[rows->count++] = (struct store_row){ not_after, 1, octets };
	return true;
}

int
store_rows_check(
    struct store_checking *c, const struct store_list *list, struct store_rows *rows)
{
	struct store_table *t = &store_list_state(c->s, list)->expiry;
	MDB_val key, value;
	uint8_t want[8];
	size_t i;
	int got = store_table_open(c->s, t, "expiry", list->id, c->error), rc = MDB_NOTFOUND;

	if (got == -1)
		return -1;
	rows->count = merge(rows->row, rows->count);
	if (got == 1)
		rc = mdb_cursor_get(t->cursor, &key, &value, MDB_FIRST);
	for (i = 0; rc == 0; rc = mdb_cursor_get(t->cursor, &key, &value, MDB_NEXT)) {
		if (value.mv_size == 16 && store_get64(value.mv_data) == 0)
			continue; /* an entry moved on and nothing else expired then */
		if (i < rows->count)
			store_moment_key(rows->row[i].not_after, want);
		if (i == rows->count || key.mv_size != 8 || value.mv_size != 16 ||
		    memcmp(key.mv_data, want, 8) != 0 ||
		    store_get64(value.mv_data) != rows->row[i].entries ||
		    store_get64((const uint8_t *)value.mv_data + 8) != rows->row[i].octets) {
			store_breach(c, list,
			    "expiry table disagrees with the entries at row %zu", i + 1);
			return 0;
		}
		i++;
	}
	if (rc != MDB_NOTFOUND)
		return store_fail(c->error, "expiry", rc);
	if (i != rows->count)
		store_breach(c, list, "expiry table has %zu rows, want %zu", i, rows->count);
	return 0;
}
