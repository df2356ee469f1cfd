/* store_check - prove the invariants of statusstore(5), one table at a time. */
#include "store/store_check_part.h"
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
store_breach(struct store_checking *c, const struct store_list *list, const char *fmt, ...)
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

/* Is this the key of a serial, as store_serial_key makes it? */
static bool
is_serial_key(const MDB_val *key)
{
	const uint8_t *k = key->mv_data;

	return key->mv_size >= 2 && key->mv_size <= STORE_KEY_MAX && k[0] == key->mv_size - 1 &&
	       (k[1] != 0 || key->mv_size == 2);
}

/* What an entry holds, against its key and the rules of RFC 5280 5.3. */
static void
check_encoding(struct store_checking *c, const struct store_list *list, const char *text,
    struct der_slice serial, struct der_slice der)
{
	uint8_t again[PKIX_ENTRY_MAX];
	struct pkix_entry entry;
	const char *why = "trailing octets";
	int reason;

	if (pkix_entry_next(&der, &entry, &why) != 1 || der.size != 0) {
		store_breach(c, list, "entry %s: %s", text, why);
		return;
	}
	if (!der_equal(entry.serial, serial))
		store_breach(c, list, "entry %s: holds another serial", text);
	if (pkix_entry_write(again, &entry) != entry.whole.size ||
	    memcmp(again, entry.whole.data, entry.whole.size) != 0)
		store_breach(c, list, "entry %s: is not encoded as we encode it", text);
	reason = entry.reason == -1 ? PKIX_UNSPECIFIED : entry.reason;
	if ((list->issuer->reasons >> reason & 1) == 0)
		store_breach(
		    c, list, "entry %s: reason %d is not one of its issuer's", text, reason);
}

/* An entry against its certificate: its expiry, and that it is on the list that those who
 * hold the certificate look at. */
static int
check_registered(struct store_checking *c, const struct store_list *list, const char *text,
    struct der_slice serial, int64_t not_after)
{
	const struct store_list *own;
	struct store_revocation r;
	struct store_cert cert;
	int got = store_cert_get(c->s, list->issuer, serial, &cert, c->error);

	if (got == -1)
		return -1;
	if (got == 1 ? cert.not_after != not_after : not_after != STORE_NEVER)
		store_breach(c, list, "entry %s: its expiry is not its certificate's", text);
	if (got == 0 || cert.list == list->id ||
	    (own = store_list_by_id(c->s, cert.list)) == NULL)
		return 0;
	got = store_revocation_get(c->s, own, serial, &r, c->error);
	if (got == 0)
		store_breach(
		    c, list, "entry %s: is not on %s, its certificate's list", text, own->name);
	return got == -1 ? -1 : 0;
}

/* What the entries of a list add up to. */
struct sums {
	uint64_t entries, octets, unregistered;
	struct store_rows rows;
	MDB_val before; /* the key before this one */
};

static int
check_entry(struct store_checking *c, const struct store_list *list, const MDB_val *key,
    const MDB_val *value, struct sums *sums)
{
	struct der_slice serial = { (const uint8_t *)key->mv_data + 1, key->mv_size - 1 }, der;
	char text[2 * STORE_KEY_MAX + 1];
	int64_t not_after;

	hex(key, text);
	sums->entries++;
	if (sums->before.mv_size != 0 && store_key_compare(&sums->before, key) >= 0)
		store_breach(c, list, "entry %s: is out of order", text);
	sums->before = *key;
	if (!is_serial_key(key) || value->mv_size <= STORE_ENTRY_HEAD) {
		store_breach(c, list, "entry %s: key or value is malformed", text);
		return 0;
	}
	der = (struct der_slice){ (const uint8_t *)value->mv_data + STORE_ENTRY_HEAD,
		value->mv_size - STORE_ENTRY_HEAD };
	not_after = (int64_t)store_get64(value->mv_data);
	sums->octets += der.size;
	sums->unregistered += not_after == STORE_NEVER;
	if (!store_rows_add(&sums->rows, not_after, der.size))
		return store_fail(c->error, "check", ENOMEM);
	check_encoding(c, list, text, serial, der);
	return check_registered(c, list, text, serial, not_after);
}

/* Every case belongs to an entry. */
static int
check_cases(struct store_checking *c, const struct store_list *list)
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
			store_breach(
			    c, list, "case %s: there is no such entry", hex(&key, text));
	}
	return rc == MDB_NOTFOUND ? 0 : store_fail(c->error, "cases", rc);
}

static void
check_numbers(struct store_checking *c, const struct store_list *list)
{
	if (list->last.number > list->number)
		store_breach(c, list,
		    "published CRL %" PRIu64 " was never reserved (last %" PRIu64 ")",
		    list->last.number, list->number);
	if (list->last.number != 0 && list->last.next_update <= list->last.this_update)
		store_breach(c, list, "published CRL ends before it begins");
}

static int
check_entries(struct store_checking *c, const struct store_list *list, struct sums *sums)
{
	struct store_table *t = &store_list_state(c->s, list)->entries;
	MDB_val key, value;
	int got = store_table_open(c->s, t, "entry", list->id, c->error), rc;

	if (got != 1)
		return got;
	rc = mdb_cursor_get(t->cursor, &key, &value, MDB_FIRST);
	for (; rc == 0; rc = mdb_cursor_get(t->cursor, &key, &value, MDB_NEXT))
		if (check_entry(c, list, &key, &value, sums) == -1)
			return -1;
	return rc == MDB_NOTFOUND ? 0 : store_fail(c->error, "entries", rc);
}

static int
check_list(struct store_checking *c, const struct store_list *list)
{
	const struct store_list *twin = store_list_twin(c->s, list);
	struct sums sums = { 0 };
	int rc;

	if (twin != NULL)
		store_breach(c, list, "has the distribution point of %s", twin->name);
	check_numbers(c, list);
	rc = check_entries(c, list, &sums);
	if (rc == 0 && (sums.entries != list->revoked || sums.octets != list->octets ||
			   sums.unregistered != list->unregistered))
		store_breach(c, list,
		    "totals say %" PRIu64 " entries, %" PRIu64 " octets, %" PRIu64
		    " unregistered; the entries are %" PRIu64 ", %" PRIu64 ", %" PRIu64,
		    list->revoked, list->octets, list->unregistered, sums.entries, sums.octets,
		    sums.unregistered);
	if (rc == 0)
		rc = store_rows_check(c, list, &sums.rows);
	free(sums.rows.row);
	return rc == 0 ? check_cases(c, list) : -1;
}

/* One certificate: in a list of its issuer, which counts it. */
static int
check_cert(struct store_checking *c, const struct store_issuer *issuer, const MDB_val *key,
    uint64_t *known)
{
	struct der_slice serial = { (const uint8_t *)key->mv_data + 1, key->mv_size - 1 };
	char text[2 * STORE_KEY_MAX + 1];
	const struct store_list *list;
	const char *why = NULL;
	struct store_cert cert;
	char line[256];
	int got;

	if (!is_serial_key(key))
		why = "its key is malformed";
	else if ((got = store_cert_get(c->s, issuer, serial, &cert, c->error)) == -1)
		return -1;
	else if (got == 0)
		why = "is out of order";
	else if ((list = store_list_by_id(c->s, cert.list)) == NULL || list->issuer != issuer)
		why = "belongs to a list that is not there";
	else if (known[list - c->s->lists]++, cert.not_after < cert.not_before)
		why = "ends before it begins";
	if (why == NULL)
		return 0;
	snprintf(
	    line, sizeof line, "%s: certificate %s: %s", issuer->label, hex(key, text), why);
	c->breach(c->context, line);
	c->breaches++;
	return 0;
}

static int
check_certs(struct store_checking *c, const struct store_issuer *issuer, uint64_t *known)
{
	struct store_table *t = store_cert_table(c->s, issuer);
	MDB_val key, value;
	int got = store_table_open(c->s, t, "cert", issuer->id, c->error), rc;

	if (got != 1)
		return got;
	rc = mdb_cursor_get(t->cursor, &key, &value, MDB_FIRST);
	for (; rc == 0; rc = mdb_cursor_get(t->cursor, &key, &value, MDB_NEXT))
		if (check_cert(c, issuer, &key, known) == -1)
			return -1;
	return rc == MDB_NOTFOUND ? 0 : store_fail(c->error, "certificates", rc);
}

int64_t
store_check(struct store *s, void (*say)(void *context, const char *what), void *context,
    struct store_error *error)
{
	struct store_checking c = { s, say, context, 0, error };
	uint64_t *known = calloc(s->list_count + 1, sizeof *known);
	int rc = 0;
	size_t i;

	if (known == NULL)
		return store_fail(error, "check", ENOMEM);
	for (i = 0; i < s->issuer_count && rc == 0; i++)
		rc = check_certs(&c, &s->issuers[i], known);
	for (i = 0; i < s->list_count && rc == 0; i++) {
		if (known[i] != s->lists[i].known)
			store_breach(&c, &s->lists[i],
			    "says %" PRIu64 " certificates, has %" PRIu64, s->lists[i].known,
			    known[i]);
		rc = check_list(&c, &s->lists[i]);
	}
	free(known);
	return rc == 0 ? c.breaches : -1;
}
