/* store_catalog - issuers and lists: read whole when a transaction begins. */
#include "cbor/citem.h"
#include "cbor/cseq.h"
#include "pkix/pkix_key.h"
#include "store/store_private.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
close_table(struct store_table *t)
{
	if (t->cursor != NULL)
		mdb_cursor_close(t->cursor);
}

void
store_catalog_free(struct store *s)
{
	size_t i;

	for (i = 0; i < s->issuer_count; i++)
		close_table(&s->certs[i]);
	for (i = 0; i < s->list_count; i++) {
		close_table(&s->states[i].entries);
		close_table(&s->states[i].expiry);
		close_table(&s->states[i].cases);
	}
	for (i = 0; i < s->owned_count; i++)
		free(s->owned[i]);
	free(s->owned);
	free(s->issuers);
	free(s->certs);
	free(s->lists);
	free(s->states);
	free(s->deltas);
	s->owned = NULL;
	s->issuers = NULL;
	s->certs = NULL;
	s->lists = NULL;
	s->states = NULL;
	s->deltas = NULL;
	s->owned_count = s->issuer_count = s->list_count = s->delta_count = 0;
}

/* A copy that lives as long as the catalog. */
static bool
own(struct store *s, const struct citem *bytes, struct der_slice *copy)
{
	uint8_t **grown, *data;

	copy->size = (size_t)bytes->value;
	if ((grown = realloc(s->owned, (s->owned_count + 1) * sizeof *grown)) == NULL)
		return false;
	s->owned = grown;
	if ((data = malloc(copy->size + 1)) == NULL)
		return false;
	memcpy(data, bytes->data, copy->size);
	s->owned[s->owned_count++] = data;
	copy->data = data;
	return true;
}

static bool
get(const struct citem *map, const char *key, enum citem_kind kind, struct citem *value)
{
	return citem_get(map, key, value) && value->kind == kind;
}

static bool
get_text(const struct citem *map, const char *key, char *out, size_t size)
{
	struct citem v;

	if (!get(map, key, CITEM_TEXT, &v) || v.value >= size)
		return false;
	memcpy(out, v.data, (size_t)v.value);
	out[v.value] = '\0';
	return true;
}

static bool
get_uint(const struct citem *map, const char *key, uint64_t *value)
{
	struct citem v;

	if (!get(map, key, CITEM_UINT, &v))
		return false;
	*value = v.value;
	return true;
}

/* SKI, or what RFC 5280 4.2.1.2 (1) would have made it: SHA-1 of the subjectPublicKey. */
static bool
key_identifier(struct store *s, struct store_issuer *issuer)
{
	struct der_slice rest = issuer->cert.spki, octets;
	struct der_item spki, algorithm, bits;
	uint8_t digest[PKIX_HASH_MAX];
	struct citem bytes = { .data = digest };

	issuer->key_id = issuer->cert.ski;
	if (issuer->key_id.size != 0)
		return true;
	if (!der_take(&rest, DER_SEQUENCE, &spki) ||
	    !der_take(&spki.value, DER_SEQUENCE, &algorithm) ||
	    !der_take(&spki.value, DER_BIT_STRING, &bits) || !der_bits(bits.value, &octets))
		return false;
	bytes.value = pkix_hash(PKIX_SHA1, octets, digest);
	return own(s, &bytes, &issuer->key_id);
}

static bool
read_issuer(struct store *s, const struct citem *map, uint32_t id, struct store_issuer *issuer)
{
	struct der_slice der;
	struct citem cert;
	uint64_t reasons, valid;

	issuer->id = id;
	if (!get_text(map, "label", issuer->label, sizeof issuer->label) ||
	    !get_text(map, "key", issuer->key_uri, sizeof issuer->key_uri) ||
	    !get_uint(map, "reasons", &reasons) || !get_uint(map, "valid", &valid) ||
	    !get(map, "cert", CITEM_BYTES, &cert) || !own(s, &cert, &der) ||
	    pkix_cert_read(der, &issuer->cert) != NULL || !key_identifier(s, issuer))
		return false;
	issuer->reasons = (uint32_t)reasons;
	issuer->valid = (int64_t)valid;
	return true;
}

static bool
read_issue(const struct citem *map, struct store_issue *issue)
{
	struct citem last, sha256, t, n;

	if (!get(map, "last", CITEM_MAP, &last))
		return true; /* nothing published yet */
	if (!get_uint(&last, "number", &issue->number) ||
	    !get_uint(&last, "entries", &issue->entries) || !citem_get(&last, "this", &t) ||
	    !citem_time(&t, &issue->this_update) || !citem_get(&last, "next", &n) ||
	    !citem_time(&n, &issue->next_update) ||
	    !get(&last, "sha256", CITEM_BYTES, &sha256) || sha256.value != 32)
		return false;
	memcpy(issue->sha256, sha256.data, 32);
	return true;
}

static bool
read_list(struct store *s, const struct citem *map, uint32_t id, struct store_list *list)
{
	struct citem dp;
	uint64_t issuer, scope;
	size_t i;

	list->id = id;
	if (!get_uint(map, "issuer", &issuer) || !get_uint(map, "scope", &scope) || scope > 1 ||
	    !get_text(map, "name", list->name, sizeof list->name) ||
	    !get_uint(map, "number", &list->number) || !get_uint(map, "known", &list->known) ||
	    !get_uint(map, "revoked", &list->revoked) ||
	    !get_uint(map, "octets", &list->octets) ||
	    !get_uint(map, "unregistered", &list->unregistered) ||
	    !read_issue(map, &list->last))
		return false;
	list->scope = scope == 0 ? STORE_SCOPE_USER : STORE_SCOPE_CA;
	if (get(map, "dp", CITEM_BYTES, &dp) && !own(s, &dp, &list->dp))
		return false;
	for (i = 0; i < s->issuer_count; i++)
		if (s->issuers[i].id == issuer)
			list->issuer = &s->issuers[i];
	return list->issuer != NULL;
}

static int
by_label(const void *a, const void *b)
{
	const struct store_issuer *x = a, *y = b;

	return strcmp(x->label, y->label);
}

static int
by_name(const void *a, const void *b)
{
	const struct store_list *x = a, *y = b;
	int order = strcmp(x->issuer->label, y->issuer->label);

	return order != 0 ? order : strcmp(x->name, y->name);
}

/* Walk a table of records, growing an array of elements of this size. */
static int
load(struct store *s, MDB_dbi dbi, size_t element, void **array, size_t *count,
    bool (*read)(struct store *, const struct citem *, uint32_t, void *),
    struct store_error *error)
{
	MDB_cursor *cursor;
	MDB_val key, value;
	struct citem map;
	const char *why;
	uint8_t *grown;
	size_t size;
	int rc = mdb_cursor_open(s->txn, dbi, &cursor);

	if (rc != 0)
		return store_fail(error, "catalog", rc);
	while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
		grown = realloc(*array, (*count + 1) * element);
		if (grown == NULL) {
			rc = ENOMEM;
			break;
		}
		*array = grown;
		memset(grown + *count * element, 0, element);
		if (key.mv_size != 8 ||
		    cseq_check(value.mv_data, value.mv_size, &size, &why) != 1) {
			rc = MDB_CORRUPTED;
			break;
		}
		map = citem_at(value.mv_data);
		if (!read(s, &map, (uint32_t)store_get64(key.mv_data),
			grown + *count * element)) {
			rc = MDB_CORRUPTED;
			break;
		}
		(*count)++;
	}
	mdb_cursor_close(cursor);
	return rc == MDB_NOTFOUND ? 0 : store_fail(error, "catalog", rc);
}

static bool
read_issuer_element(struct store *s, const struct citem *map, uint32_t id, void *element)
{
	return read_issuer(s, map, id, element);
}

static bool
read_list_element(struct store *s, const struct citem *map, uint32_t id, void *element)
{
	return read_list(s, map, id, element);
}

int
store_catalog_load(struct store *s, struct store_error *error)
{
	void *issuers = NULL, *lists = NULL;
	int rc;

	store_catalog_free(s);
	rc = load(s, s->issuer_table, sizeof *s->issuers, &issuers, &s->issuer_count,
	    read_issuer_element, error);
	s->issuers = issuers;
	if (rc == -1)
		goto failed;
	if (s->issuer_count != 0)
		qsort(s->issuers, s->issuer_count, sizeof *s->issuers, by_label);
	rc = load(s, s->list_table, sizeof *s->lists, &lists, &s->list_count, read_list_element,
	    error);
	s->lists = lists;
	if (rc == -1)
		goto failed;
	if (s->list_count != 0)
		qsort(s->lists, s->list_count, sizeof *s->lists, by_name);
	s->certs = calloc(s->issuer_count + 1, sizeof *s->certs);
	s->states = calloc(s->list_count + 1, sizeof *s->states);
	if (s->certs != NULL && s->states != NULL)
		return 0;
	store_fail(error, "catalog", ENOMEM);

failed:
	s->issuer_count = s->list_count = 0; /* there are no tables to close yet */
	store_catalog_free(s);
	return -1;
}
