/* store_table - the tables of one list or issuer: a cursor each, and appending. */
#include "store/store_private.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int
store_table_open(struct store *s, struct store_table *t, const char *name, uint32_t id,
    struct store_error *error)
{
	char full[32];
	int rc;

	if (t->open)
		return 1;
	if (t->absent)
		return 0;
	snprintf(full, sizeof full, "%s.%" PRIu32, name, id);
	rc = mdb_dbi_open(s->txn, full, s->mode == STORE_WRITE ? MDB_CREATE : 0, &t->dbi);
	if (rc == MDB_NOTFOUND) {
		t->absent = true;
		return 0;
	}
	if (rc == 0)
		rc = mdb_cursor_open(s->txn, t->dbi, &t->cursor);
	if (rc != 0)
		return store_fail(error, full, rc);
	t->open = true;
	return 1;
}

int
store_table_get(
    struct store_table *t, const MDB_val *key, MDB_val *value, struct store_error *error)
{
	MDB_val k = *key;
	int rc = mdb_cursor_get(t->cursor, &k, value, MDB_SET);

	if (rc == 0)
		return 1;
	return rc == MDB_NOTFOUND ? 0 : store_fail(error, "look-up", rc);
}

int
store_key_compare(const MDB_val *a, const MDB_val *b)
{
	size_t least = a->mv_size < b->mv_size ? a->mv_size : b->mv_size;
	int order = memcmp(a->mv_data, b->mv_data, least);

	return order != 0 ? order : (a->mv_size > b->mv_size) - (a->mv_size < b->mv_size);
}

static int
load_last(struct store_table *t, struct store_error *error)
{
	MDB_val key, value;
	int rc = mdb_cursor_get(t->cursor, &key, &value, MDB_LAST);

	if (rc != 0 && rc != MDB_NOTFOUND)
		return store_fail(error, "last key", rc);
	t->has_last = true;
	t->last_size = 0;
	if (rc == 0 && key.mv_size <= sizeof t->last) {
		t->last_size = key.mv_size;
		memcpy(t->last, key.mv_data, key.mv_size);
	}
	return 0;
}

/*
 * A key above all others is appended: the pages it fills stay full, where inserting in
 * order would leave each half empty, and a CRL would be read from twice as many.
 */
int
store_table_put_new(
    struct store_table *t, const MDB_val *key, const MDB_val *value, struct store_error *error)
{
	MDB_val k = *key, v = *value, greatest;
	bool last;
	int rc;

	if (!t->has_last && load_last(t, error) == -1)
		return -1;
	greatest = (MDB_val){ t->last_size, t->last };
	last = store_key_compare(key, &greatest) > 0;
	rc = mdb_cursor_put(t->cursor, &k, &v, last ? MDB_APPEND : MDB_NOOVERWRITE);
	if (rc != 0)
		return store_fail(error, "put", rc);
	if (last) {
		t->last_size = key->mv_size;
		memcpy(t->last, key->mv_data, key->mv_size);
	}
	return 0;
}

int
store_table_replace(struct store *s, struct store_table *t, const MDB_val *key,
    const MDB_val *value, struct store_error *error)
{
	MDB_val k = *key, v = *value;
	int rc = mdb_put(s->txn, t->dbi, &k, &v, 0);

	return rc == 0 ? 0 : store_fail(error, "put", rc);
}

MDB_val
store_serial_key(struct der_slice serial, uint8_t key[STORE_KEY_MAX])
{
	size_t size = serial.size < STORE_SERIAL_MAX ? serial.size : STORE_SERIAL_MAX;

	key[0] = (uint8_t)size;
	memcpy(key + 1, serial.data, size);
	return (MDB_val){ 1 + size, key };
}
