/*
 * store_expiry - how many entries of a list expire at each moment, and their octets: what a
 * CRL leaves out is known before it is written, without looking at the entries.
 */
#include "store/store_private.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	DELTAS_MAX = 1 << 16, /* kept in memory, then merged into the tables in order */
	VALUE_SIZE = 16,      /* entries, octets */
};

void
store_moment_key(int64_t when, uint8_t key[8])
{
	store_put64(key, (uint64_t)when ^ (uint64_t)1 << 63);
}

static int
by_moment(const void *a, const void *b)
{
	const struct store_delta *x = a, *y = b;

	if (x->list != y->list)
		return x->list < y->list ? -1 : 1;
	return (x->not_after > y->not_after) - (x->not_after < y->not_after);
}

int
store_expiry_change(struct store *s, const struct store_list *list, int64_t not_after,
    int64_t entries, int64_t octets, struct store_error *error)
{
	struct store_delta *last;

	if (s->deltas == NULL && (s->deltas = malloc(DELTAS_MAX * sizeof *s->deltas)) == NULL)
		return store_fail(error, "expiry", ENOMEM);
	last = s->delta_count == 0 ? NULL : &s->deltas[s->delta_count - 1];
	if (last != NULL && last->list == list->id && last->not_after == not_after) {
		last->entries += entries;
		last->octets += octets;
		return 0;
	}
	if (s->delta_count == DELTAS_MAX && store_expiry_flush(s, error) == -1)
		return -1;
	s->deltas[s->delta_count++] =
	    (struct store_delta){ list->id, not_after, entries, octets };
	return 0;
}

static int
apply(struct store *s, const struct store_delta *d, struct store_error *error)
{
	const struct store_list *list = store_list_by_id(s, d->list);
	struct store_table *table = &store_list_state(s, list)->expiry;
	uint8_t moment[8], packed[VALUE_SIZE];
	MDB_val key = { 8, moment }, value, mine = { VALUE_SIZE, packed };
	uint64_t entries = 0, octets = 0;
	int got;

	store_moment_key(d->not_after, moment);
	if (store_table_open(s, table, "expiry", list->id, error) == -1 ||
	    (got = store_table_get(table, &key, &value, error)) == -1)
		return -1;
	if (got == 1) {
		if (value.mv_size != VALUE_SIZE)
			return store_fail(error, "expiry", MDB_CORRUPTED);
		entries = store_get64(value.mv_data);
		octets = store_get64((const uint8_t *)value.mv_data + 8);
	}
	store_put64(packed, entries + (uint64_t)d->entries);
	store_put64(packed + 8, octets + (uint64_t)d->octets);
	return got == 1 ? store_table_replace(s, table, &key, &mine, error)
			: store_table_put_new(table, &key, &mine, error);
}

int
store_expiry_flush(struct store *s, struct store_error *error)
{
	size_t i;

	if (s->delta_count == 0)
		return 0;
	qsort(s->deltas, s->delta_count, sizeof *s->deltas, by_moment);
	for (i = 0; i < s->delta_count; i++)
		if (apply(s, &s->deltas[i], error) == -1)
			return -1;
	s->delta_count = 0;
	return 0;
}

/* Add up the rows of a list in [from, to). */
static int
sum(struct store *s, const struct store_list *list, int64_t from, int64_t to, uint64_t *entries,
    uint64_t *octets, struct store_error *error)
{
	struct store_table *table = &store_list_state(s, list)->expiry;
	uint8_t low[8], high[8];
	MDB_val key = { 8, low }, value;
	int got, rc;

	*entries = *octets = 0;
	if (store_expiry_flush(s, error) == -1 ||
	    (got = store_table_open(s, table, "expiry", list->id, error)) == -1)
		return -1;
	if (got == 0 || from >= to)
		return 0;
	store_moment_key(from, low);
	store_moment_key(to, high);
	rc = mdb_cursor_get(table->cursor, &key, &value, MDB_SET_RANGE);
	for (; rc == 0 && memcmp(key.mv_data, high, 8) < 0;
	     rc = mdb_cursor_get(table->cursor, &key, &value, MDB_NEXT)) {
		if (key.mv_size != 8 || value.mv_size != VALUE_SIZE)
			return store_fail(error, "expiry", MDB_CORRUPTED);
		*entries += store_get64(value.mv_data);
		*octets += store_get64((const uint8_t *)value.mv_data + 8);
	}
	return rc == 0 || rc == MDB_NOTFOUND ? 0 : store_fail(error, "expiry", rc);
}

/* Entries whose certificate expired before this have left the CRL: a CRL that was published
 * after their expiry has carried them (RFC 5280 3.3). */
static int64_t
left_before(const struct store_list *list)
{
	return list->last.number != 0 ? list->last.this_update : INT64_MIN;
}

int
store_list_totals(struct store *s, const struct store_list *list, uint64_t *entries,
    uint64_t *octets, struct store_error *error)
{
	uint64_t gone = 0, gone_octets = 0;

	if (sum(s, list, INT64_MIN, left_before(list), &gone, &gone_octets, error) == -1)
		return -1;
	if (gone > list->revoked || gone_octets > list->octets)
		return store_fail(error, "totals", MDB_CORRUPTED);
	*entries = list->revoked - gone;
	*octets = list->octets - gone_octets;
	return 0;
}

int
store_list_expiring(struct store *s, const struct store_list *list, int64_t from, int64_t to,
    uint64_t *entries, struct store_error *error)
{
	uint64_t octets;

	return sum(s, list, from, to, entries, &octets, error);
}

enum {
	RUN = 1 << 18, /* octets handed on at a time: fits the second-level cache */
};

int
store_list_entries(struct store *s, const struct store_list *list,
    int (*run)(void *context, const uint8_t *entries, size_t size), void *context,
    struct store_error *error)
{
	struct store_table *table = &store_list_state(s, list)->entries;
	int64_t left = left_before(list);
	uint8_t *buffer, *at;
	MDB_val key, value;
	int got = store_table_open(s, table, "entry", list->id, error), rc;
	size_t size;

	if (got != 1)
		return got;
	if ((buffer = malloc(RUN)) == NULL)
		return store_fail(error, "entries", ENOMEM);
	at = buffer;
	got = 0;
	rc = mdb_cursor_get(table->cursor, &key, &value, MDB_FIRST);
	for (; rc == 0; rc = mdb_cursor_get(table->cursor, &key, &value, MDB_NEXT)) {
		if (value.mv_size <= STORE_ENTRY_HEAD ||
		    value.mv_size > STORE_ENTRY_HEAD + PKIX_ENTRY_MAX) {
			rc = MDB_CORRUPTED;
			break;
		}
		if ((int64_t)store_get64(value.mv_data) < left)
			continue;
		size = value.mv_size - STORE_ENTRY_HEAD;
		if (size > (size_t)(buffer + RUN - at)) {
			if ((got = run(context, buffer, (size_t)(at - buffer))) != 0)
				break;
			at = buffer;
		}
		memcpy(at, (const uint8_t *)value.mv_data + STORE_ENTRY_HEAD, size);
		at += size;
	}
	if (rc != 0 && rc != MDB_NOTFOUND)
		got = store_fail(error, "entries", rc);
	else if (got == 0 && at != buffer)
		got = run(context, buffer, (size_t)(at - buffer));
	free(buffer);
	return got;
}
