/* store_check - prove the invariants of statusstore(5), one table at a time. */
#include "store/store_private.h"
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
	struct store *s;
	void (*breach)(void *context, const char *what);
	void *context;
	int64_t breaches;
	struct store_error *error;
};

static void breach(struct check *c, const struct store_list *list, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void
breach(struct check *c, const struct store_list *list, const char *fmt, ...)
{
	char what[256], line[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	snprintf(line, sizeof line, "%s/%s: %s", list->issuer->label, list->name, what);
	c->breach(c->context, line);
	c->breaches++;
}

/* A serial as in a key, for a message. */
static const char *
hex(const MDB_val *key, char out[2 * STORE_KEY_MAX + 1])
{
	const uint8_t *p = key->mv_data;
	size_t i, n = key->mv_size < STORE_KEY_MAX ? key->mv_size : STORE_KEY_MAX;

	out[0] = '\0';
	for (i = 1; i < n; i++)
		snprintf(out + 2 * (i - 1), 3, "%02X", p[i]);
	return out;
}

/* An entry against its key, its certificate, and the rules of RFC 5280 5.3. */
static int
check_entry(struct check *c, const struct store_list *list, const MDB_val *key,
    const MDB_val *value, int64_t *not_after)
{
	const uint8_t *p = value->mv_data, *k = key->mv_data;
	struct der_slice der, serial = { k + 1, key->mv_size - 1 };
	char text[2 * STORE_KEY_MAX + 1];
	uint8_t again[PKIX_ENTRY_MAX];
	struct pkix_entry entry;
	struct store_cert cert;
	const char *why = "trailing octets";
	int got;

	hex(key, text);
	if (key->mv_size < 2 || k[0] != key->mv_size - 1 ||
	    value->mv_size <= STORE_ENTRY_HEAD) {
		breach(c, list, "entry %s: key or value is malformed", text);
		return 0;
	}
	*not_after = (int64_t)store_get64(p);
	der = (struct der_slice){ p + STORE_ENTRY_HEAD, value->mv_size - STORE_ENTRY_HEAD };
	if (pkix_entry_next(&der, &entry, &why) != 1 || der.size != 0) {
		breach(c, list, "entry %s: %s", text, why);
		return 0;
	}
	if (!der_equal(entry.serial, serial))
		breach(c, list, "entry %s: holds another serial", text);
	if (pkix_entry_write(again, &entry) != entry.whole.size ||
	    memcmp(again, entry.whole.data, entry.whole.size) != 0)
		breach(c, list, "entry %s: is not encoded as we encode it", text);
	if (entry.reason > 0 && (list->issuer->reasons >> entry.reason & 1) == 0)
		breach(c, list, "entry %s: reason %d is not one of its issuer's", text,
		    entry.reason);
	got = store_cert_get(c->s, list->issuer, serial, &cert, c->error);
	if (got == -1)
		return -1;
	if (got == 1 ? cert.not_after != *not_after : *not_after != STORE_NEVER)
		breach(c, list, "entry %s: its expiry is not its certificate's", text);
	return 0;
}

/* One row of the expiry table, as the entries say it should be. */
struct row {
	int64_t not_after;
	uint64_t entries, octets;
};

static int
by_not_after(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return (x->not_after > y->not_after) - (x->not_after < y->not_after);
}

/* Rows of equal moment become one, in place. */
static size_t
merge(struct row *rows, size_t count)
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

struct rows {
	struct row *row;
	size_t count, capacity;
};

static bool
add_row(struct rows *rows, int64_t not_after, uint64_t octets)
{
	struct row *grown;

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
	rows->row[rows->count++] = (struct row){ not_after, 1, octets };
	return true;
}

static int
check_expiry(struct check *c, const struct store_list *list, struct rows *rows)
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
			breach(c, list, "expiry table disagrees with the entries at row %zu",
			    i + 1);
			return 0;
		}
		i++;
	}
	if (rc != MDB_NOTFOUND)
		return store_fail(c->error, "expiry", rc);
	if (i != rows->count)
		breach(c, list, "expiry table has %zu rows, want %zu", i, rows->count);
	return 0;
}

/* Every case belongs to an entry. */
static int
check_cases(struct check *c, const struct store_list *list)
{
	struct store_list_state *state = store_list_state(c->s, list);
	MDB_val key, value, entry;
	char text[2 * STORE_KEY_MAX + 1];
	int got = store_table_open(c->s, &state->cases, "case", list->id, c->error), rc;

	if (got != 1)
		return got;
	rc = mdb_cursor_get(state->cases.cursor, &key, &value, MDB_FIRST);
	for (; rc == 0; rc = mdb_cursor_get(state->cases.cursor, &key, &value, MDB_NEXT)) {
		got = state->entries.open
			  ? store_table_get(&state->entries, &key, &entry, c->error)
			  : 0;
		if (got == -1)
			return -1;
		if (got == 0)
			breach(c, list, "case %s: there is no such entry", hex(&key, text));
	}
	return rc == MDB_NOTFOUND ? 0 : store_fail(c->error, "cases", rc);
}

static void
check_numbers(struct check *c, const struct store_list *list)
{
	if (list->last.number > list->number)
		breach(c, list,
		    "published CRL %" PRIu64 " was never reserved (last %" PRIu64 ")",
		    list->last.number, list->number);
	if (list->last.number != 0 && list->last.next_update <= list->last.this_update)
		breach(c, list, "published CRL ends before it begins");
}

static int
check_list(struct check *c, const struct store_list *list)
{
	struct store_table *t = &store_list_state(c->s, list)->entries;
	struct rows rows = { 0 };
	uint64_t entries = 0, octets = 0, unregistered = 0;
	int64_t not_after = 0;
	MDB_val key, value;
	int got = store_table_open(c->s, t, "entry", list->id, c->error), rc = MDB_NOTFOUND;

	if (got == -1)
		return -1;
	check_numbers(c, list);
	if (got == 1)
		rc = mdb_cursor_get(t->cursor, &key, &value, MDB_FIRST);
	for (got = 0; got == 0 && rc == 0;
	     rc = mdb_cursor_get(t->cursor, &key, &value, MDB_NEXT)) {
		got = check_entry(c, list, &key, &value, &not_after);
		entries++;
		octets += value.mv_size - STORE_ENTRY_HEAD;
		unregistered += not_after == STORE_NEVER;
		if (!add_row(&rows, not_after, value.mv_size - STORE_ENTRY_HEAD))
			rc = ENOMEM;
	}
	if (got == 0 && rc != MDB_NOTFOUND)
		got = store_fail(c->error, "entries", rc);
	if (got == 0) {
		if (entries != list->revoked || octets != list->octets ||
		    unregistered != list->unregistered)
			breach(c, list,
			    "totals say %" PRIu64 " entries, %" PRIu64 " octets, %" PRIu64
			    " unregistered; the entries are %" PRIu64 ", %" PRIu64 ", %" PRIu64,
			    list->revoked, list->octets, list->unregistered, entries, octets,
			    unregistered);
		got = check_expiry(c, list, &rows);
	}
	free(rows.row);
	return got == 0 ? check_cases(c, list) : -1;
}

/* Certificates of one issuer: each in a list of that issuer, and the lists' counts right. */
static int
check_certs(struct check *c, const struct store_issuer *issuer, uint64_t *known)
{
	struct store_table *t = store_cert_table(c->s, issuer);
	MDB_val key, value;
	const struct store_list *list;
	uint32_t id;
	int got = store_table_open(c->s, t, "cert", issuer->id, c->error), rc;

	if (got != 1)
		return got;
	rc = mdb_cursor_get(t->cursor, &key, &value, MDB_FIRST);
	for (; rc == 0; rc = mdb_cursor_get(t->cursor, &key, &value, MDB_NEXT)) {
		id = value.mv_size > 8 ? (uint32_t)(store_get64(value.mv_data) >> 32) : 0;
		list = store_list_by_id(c->s, id);
		if (list != NULL && list->issuer == issuer)
			known[list - c->s->lists]++;
		else {
			c->breach(
			    c->context, "a certificate belongs to a list that is not there");
			c->breaches++;
		}
	}
	return rc == MDB_NOTFOUND ? 0 : store_fail(c->error, "certificates", rc);
}

int64_t
store_check(struct store *s, void (*say)(void *context, const char *what), void *context,
    struct store_error *error)
{
	struct check c = { s, say, context, 0, error };
	uint64_t *known = calloc(s->list_count + 1, sizeof *known);
	int rc = 0;
	size_t i;

	if (known == NULL)
		return store_fail(error, "check", ENOMEM);
	for (i = 0; i < s->issuer_count && rc == 0; i++)
		rc = check_certs(&c, &s->issuers[i], known);
	for (i = 0; i < s->list_count && rc == 0; i++) {
		if (known[i] != s->lists[i].known)
			breach(&c, &s->lists[i], "says %" PRIu64 " certificates, has %" PRIu64,
			    s->lists[i].known, known[i]);
		rc = check_list(&c, &s->lists[i]);
	}
	free(known);
	return rc == 0 ? c.breaches : -1;
}
