/* store_catalog_put - register issuers and lists, and keep the lists' counts. */
#include "cbor/cput.h"
#include "store/store_private.h"
#include <errno.h>
#include <string.h>

static int
put_record(struct store *s, MDB_dbi dbi, uint32_t id, struct cput *c, struct store_error *error)
{
	uint8_t octets[8];
	MDB_val key = { 8, octets }, value = { c->size, c->data };
	int rc;

	store_put64(octets, id);
	rc = c->failed ? ENOMEM : mdb_put(s->txn, dbi, &key, &value, 0);
	cput_free(c);
	return rc == 0 ? 0 : store_fail(error, "catalog", rc);
}

/* Keys in the order of RFC 8949 4.2.1: shorter first, then bytewise. */
static int
save_issuer(struct store *s, const struct store_issuer *issuer, struct store_error *error)
{
	struct cput c = { 0 };

	cput_map(&c, 5);
	cput_text(&c, "key");
	cput_text(&c, issuer->key_uri);
	cput_text(&c, "cert");
	cput_bytes(&c, issuer->cert.whole.data, issuer->cert.whole.size);
	cput_text(&c, "label");
	cput_text(&c, issuer->label);
	cput_text(&c, "valid");
	cput_uint(&c, (uint64_t)issuer->valid);
	cput_text(&c, "reasons");
	cput_uint(&c, issuer->reasons);
	return put_record(s, s->issuer_table, issuer->id, &c, error);
}

static void
put_issue(struct cput *c, const struct store_issue *last)
{
	cput_text(c, "last");
	cput_map(c, 5);
	cput_text(c, "next");
	cput_time(c, last->next_update);
	cput_text(c, "this");
	cput_time(c, last->this_update);
	cput_text(c, "number");
	cput_uint(c, last->number);
	cput_text(c, "sha256");
	cput_bytes(c, last->sha256, sizeof last->sha256);
	cput_text(c, "entries");
	cput_uint(c, last->entries);
}

static int
save_list(struct store *s, const struct store_list *list, struct store_error *error)
{
	struct cput c = { 0 };

	cput_map(&c, 8u + (list->dp.size != 0) + (list->last.number != 0));
	if (list->dp.size != 0) {
		cput_text(&c, "dp");
		cput_bytes(&c, list->dp.data, list->dp.size);
	}
	if (list->last.number != 0)
		put_issue(&c, &list->last);
	cput_text(&c, "name");
	cput_text(&c, list->name);
	cput_text(&c, "known");
	cput_uint(&c, list->known);
	cput_text(&c, "scope");
	cput_uint(&c, list->scope == STORE_SCOPE_CA);
	cput_text(&c, "issuer");
	cput_uint(&c, list->issuer->id);
	cput_text(&c, "number");
	cput_uint(&c, list->number);
	cput_text(&c, "octets");
	cput_uint(&c, list->octets);
	cput_text(&c, "revoked");
	cput_uint(&c, list->revoked);
	cput_text(&c, "unregistered");
	cput_uint(&c, list->unregistered);
	return put_record(s, s->list_table, list->id, &c, error);
}

int
store_catalog_save(struct store *s, struct store_error *error)
{
	size_t i;

	for (i = 0; i < s->list_count; i++)
		if (s->states[i].dirty && save_list(s, &s->lists[i], error) == -1)
			return -1;
	return 0;
}

/* Counts and expiries kept in memory reach the tables before the catalog is read again. */
static int
reload(struct store *s, struct store_error *error)
{
	if (store_expiry_flush(s, error) == -1 || store_catalog_save(s, error) == -1)
		return -1;
	return store_catalog_load(s, error);
}

static uint32_t
free_list_id(const struct store *s)
{
	uint32_t id = 0;
	size_t i;

	for (i = 0; i < s->list_count; i++)
		if (s->lists[i].id > id)
			id = s->lists[i].id;
	return id + 1;
}

static enum store_put
put_new_list(struct store *s, struct store_list list, struct store_error *error)
{
	list.id = free_list_id(s);
	list.known = list.revoked = list.octets = list.unregistered = 0;
	list.last.number = 0;
	if (save_list(s, &list, error) == -1 || reload(s, error) == -1)
		return STORE_PUT_FAILED;
	return STORE_PUT_NEW;
}

static enum store_put
compare_issuer(const struct store_issuer *a, const struct store_issuer *b)
{
	return der_equal(a->cert.whole, b->cert.whole) && strcmp(a->key_uri, b->key_uri) == 0 &&
		       a->reasons == b->reasons && a->valid == b->valid
		   ? STORE_PUT_SAME
		   : STORE_PUT_DIFFERENT;
}

enum store_put
store_issuer_put(struct store *s, const struct store_issuer *issuer, struct store_error *error)
{
	struct store_issuer mine = *issuer;
	const struct store_issuer *there;
	struct store_list list = { .scope = STORE_SCOPE_USER };
	size_t i, size = strlen(issuer->label);

	there = store_issuer_by_label(s, issuer->label, size);
	if (there != NULL)
		return compare_issuer(there, issuer);
	mine.id = 1;
	for (i = 0; i < s->issuer_count; i++)
		if (s->issuers[i].id >= mine.id)
			mine.id = s->issuers[i].id + 1;
	if (save_issuer(s, &mine, error) == -1 || reload(s, error) == -1)
		return STORE_PUT_FAILED;
	memcpy(list.name, "user", 5);
	list.issuer = store_issuer_by_label(s, mine.label, size);
	if (put_new_list(s, list, error) == STORE_PUT_FAILED)
		return STORE_PUT_FAILED;
	memcpy(list.name, "ca", 3);
	list.scope = STORE_SCOPE_CA;
	list.issuer = store_issuer_by_label(s, mine.label, size);
	return put_new_list(s, list, error);
}

enum store_put
store_list_put(struct store *s, const struct store_list *list, struct store_error *error)
{
	struct store_list *there;
	const struct store_list *found =
	    store_list_by_name(s, list->issuer, list->name, strlen(list->name));
	bool changed = false;

	if (found == NULL)
		return put_new_list(s, *list, error);
	there = store_list_mine(s, found);
	if (there->scope != list->scope)
		return STORE_PUT_DIFFERENT;
	if (list->dp.size != 0 && !der_equal(there->dp, list->dp)) {
		if (there->number !=
		    0) /* RFC 5280 5.2.5: its verifiers know it by the old one */
			return STORE_PUT_DIFFERENT;
		there->dp = list->dp;
		changed = true;
	}
	if (list->number > there->number) {
		there->number = list->number;
		changed = true;
	}
	if (!changed)
		return STORE_PUT_SAME;
	if (save_list(s, there, error) == -1 || reload(s, error) == -1)
		return STORE_PUT_FAILED;
	return STORE_PUT_NEW;
}

int
store_number_reserve(
    struct store *s, const struct store_list *list, uint64_t *number, struct store_error *error)
{
	struct store_list *mine = store_list_mine(s, list);

	if (mine->number >= STORE_NUMBER_MAX)
		return store_fail(error, "CRL number", MDB_CORRUPTED);
	*number = ++mine->number;
	store_list_state(s, list)->dirty = true;
	return 0;
}

int
store_issue_put(struct store *s, const struct store_list *list, const struct store_issue *issue,
    struct store_error *error)
{
	struct store_list *mine = store_list_mine(s, list);

	if (issue->number < mine->last.number)
		return store_fail(error, "CRL number below the last published", MDB_CORRUPTED);
	mine->last = *issue;
	if (mine->number < issue->number)
		mine->number = issue->number;
	store_list_state(s, list)->dirty = true;
	return 0;
}
