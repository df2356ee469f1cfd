/* store_revocation - who is revoked: entries of lists, never taken away. */
#include "store/store_private.h"
#include <stdio.h>
#include <string.h>

/* Read the value of an entry.  False: it is not one. */
static bool
unpack(const MDB_val *value, struct store_revocation *r)
{
	const uint8_t *p = value->mv_data;
	struct der_slice der;
	const char *why;

	if (value->mv_size <= STORE_ENTRY_HEAD)
		return false;
	r->not_after = (int64_t)store_get64(p);
	r->recorded = (int64_t)store_get64(p + 8);
	der.data = p + STORE_ENTRY_HEAD;
	der.size = value->mv_size - STORE_ENTRY_HEAD;
	return pkix_entry_next(&der, &r->entry, &why) == 1 && der.size == 0;
}

static size_t
pack(const struct store_revocation *r, uint8_t value[STORE_ENTRY_HEAD + PKIX_ENTRY_MAX])
{
	store_put64(value, (uint64_t)r->not_after);
	store_put64(value + 8, (uint64_t)r->recorded);
	return STORE_ENTRY_HEAD + pkix_entry_write(value + STORE_ENTRY_HEAD, &r->entry);
}

int
store_revocation_get(struct store *s, const struct store_list *list, struct der_slice serial,
    struct store_revocation *r, struct store_error *error)
{
	struct store_table *table = &store_list_state(s, list)->entries;
	uint8_t octets[STORE_KEY_MAX];
	MDB_val key = store_serial_key(serial, octets), value;
	int got = store_table_open(s, table, "entry", list->id, error);

	if (got == 1)
		got = store_table_get(table, &key, &value, error);
	if (got != 1)
		return got;
	r->list = list;
	return unpack(&value, r) ? 1 : store_fail(error, "entry", MDB_CORRUPTED);
}

/* Totals after an entry came, went or changed its size. */
static int
count(struct store *s, const struct store_list *list, int64_t not_after, int64_t entries,
    int64_t octets, struct store_error *error)
{
	struct store_list *mine = store_list_mine(s, list);

	mine->revoked += (uint64_t)entries;
	mine->octets += (uint64_t)octets;
	if (not_after == STORE_NEVER)
		mine->unregistered += (uint64_t)entries;
	store_list_state(s, list)->dirty = true;
	return not_after == STORE_NEVER
		   ? 0
		   : store_expiry_change(s, list, not_after, entries, octets, error);
}

int
store_revocation_put(
    struct store *s, const struct store_revocation *r, struct store_error *error)
{
	struct store_table *table = &store_list_state(s, r->list)->entries;
	uint8_t octets[STORE_KEY_MAX], packed[STORE_ENTRY_HEAD + PKIX_ENTRY_MAX];
	MDB_val key = store_serial_key(r->entry.serial, octets),
		value = { pack(r, packed), packed };

	if (store_table_open(s, table, "entry", r->list->id, error) == -1 ||
	    store_table_put_new(table, &key, &value, error) == -1)
		return -1;
	return count(
	    s, r->list, r->not_after, 1, (int64_t)(value.mv_size - STORE_ENTRY_HEAD), error);
}

/* Put another value in the place of an entry: *was is what stood there. */
static int
replace(struct store *s, const struct store_revocation *was, int64_t not_after, int reason,
    struct store_error *error)
{
	struct store_revocation now = *was;
	uint8_t octets[STORE_KEY_MAX], packed[STORE_ENTRY_HEAD + PKIX_ENTRY_MAX];
	MDB_val key = store_serial_key(was->entry.serial, octets), value = { 0, packed };
	int64_t before = (int64_t)was->entry.whole.size;

	now.not_after = not_after;
	now.entry.reason = reason;
	value.mv_size = pack(&now, packed);
	if (store_table_replace(
		s, &store_list_state(s, was->list)->entries, &key, &value, error) == -1 ||
	    count(s, was->list, was->not_after, -1, -before, error) == -1)
		return -1;
	return count(
	    s, was->list, not_after, 1, (int64_t)(value.mv_size - STORE_ENTRY_HEAD), error);
}

int
store_revocation_upgrade(struct store *s, const struct store_list *list,
    struct der_slice serial, struct store_error *error)
{
	struct store_revocation r;
	int got = store_revocation_get(s, list, serial, &r, error);

	if (got == 0)
		return store_fail(error, "no such entry to upgrade", MDB_NOTFOUND);
	return got == -1 ? -1 : replace(s, &r, r.not_after, PKIX_KEY_COMPROMISE, error);
}

int
store_revocation_registered(struct store *s, const struct store_issuer *issuer,
    struct der_slice serial, const struct store_cert *cert, struct store_error *error)
{
	struct store_revocation r, copy;
	bool own = false, other = false;
	const struct store_list *list;
	size_t i;
	int got;

	for (i = 0; i < s->list_count; i++) {
		list = &s->lists[i];
		if (list->issuer != issuer || list->unregistered == 0)
			continue;
		got = store_revocation_get(s, list, serial, &r, error);
		if (got == -1 ||
		    (got == 1 && replace(s, &r, cert->not_after, r.entry.reason, error) == -1))
			return -1;
		if (got == 1 && list->id == cert->list)
			own = true;
		else if (got == 1)
			other = true;
	}
	if (own || !other)
		return 0;
	/* Its verifiers look at the list its own distribution point names.  It stays on the
	 * other one too: nothing leaves a list before it expired. */
	for (i = 0; i < s->list_count; i++) {
		got = s->lists[i].issuer != issuer || s->lists[i].id == cert->list
			  ? 0
			  : store_revocation_get(s, &s->lists[i], serial, &r, error);
		if (got == -1)
			return -1;
		if (got == 1) {
			copy = r;
			copy.list = store_list_by_id(s, cert->list);
			return store_revocation_put(s, &copy, error);
		}
	}
	return 0;
}

int
store_case_put(struct store *s, const struct store_list *list, struct der_slice serial,
    struct der_slice cbor, struct store_error *error)
{
	struct store_table *table = &store_list_state(s, list)->cases;
	uint8_t octets[STORE_KEY_MAX];
	MDB_val key = store_serial_key(serial, octets);
	MDB_val value = { cbor.size, (void *)(uintptr_t)cbor.data };

	if (store_table_open(s, table, "case", list->id, error) == -1)
		return -1;
	return store_table_put_new(table, &key, &value, error);
}

int
store_case_get(struct store *s, const struct store_list *list, struct der_slice serial,
    struct der_slice *cbor, struct store_error *error)
{
	struct store_table *table = &store_list_state(s, list)->cases;
	uint8_t octets[STORE_KEY_MAX];
	MDB_val key = store_serial_key(serial, octets), value;
	int got = store_table_open(s, table, "case", list->id, error);

	if (got == 1)
		got = store_table_get(table, &key, &value, error);
	if (got == 1)
		*cbor = (struct der_slice){ value.mv_data, value.mv_size };
	return got;
}
