#include "mdoc/mdoc_build.h"
#include "mdoc/mdoc_term.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	RANDOM = 32,          /* octets of an item's random; 16 would do (9.1.2.5) */
	DIGEST = 32,          /* SHA-256 */
	ID_MASK = 0x7fffffff, /* digestIDs are below 2^31 (9.1.2.4) */
	TAG_ENCODED = 24,     /* RFC 8949 3.4.5.1 */
	TAG_TDATE = 0,        /* RFC 8949 3.4.1 */
	LISTED_MAX = MDOC_ELEMENTS_MAX + MDOC_DECOYS_MAX,
	URI_MAX = 1024,
};

/* A digest to be listed: of an element, or of nothing. */
struct listed {
	uint32_t id;
	bool decoy;
	struct citem name, value;
	uint8_t random[RANDOM]; /* of a decoy: its digest */
	uint8_t digest[DIGEST];
};

struct mdoc_maker {
	struct mdoc_random *random;
	const char *uri;
	unsigned decoys;
	struct cput validity; /* validityInfo's value, of every draft */
	struct cput head, items, digests, mso;
	struct listed listed[LISTED_MAX];
	struct listed *order[LISTED_MAX]; /* by digestID */
};

static void
put_tdate(struct cput *c, const char *name, int64_t when)
{
	char text[MDOC_TDATE_SIZE + 1];

	mdoc_tdate(when, text);
	cput_text(c, name);
	cput_tag(c, TAG_TDATE);
	cput_text(c, text);
}

struct mdoc_maker *
mdoc_maker_new(struct mdoc_random *random, int64_t signed_at, int64_t until, const char *uri,
    unsigned decoys)
{
	struct mdoc_maker *m = calloc(1, sizeof *m);

	if (m == NULL)
		return NULL;
	m->random = random;
	m->uri = uri;
	m->decoys = decoys;
	cput_map(&m->validity, 3);
	put_tdate(&m->validity, "signed", signed_at);
	put_tdate(&m->validity, "validFrom", signed_at);
	put_tdate(&m->validity, "validUntil", until);
	return m;
}

void
mdoc_maker_free(struct mdoc_maker *m)
{
	if (m == NULL)
		return;
	cput_free(&m->validity);
	cput_free(&m->head);
	cput_free(&m->items);
	cput_free(&m->digests);
	cput_free(&m->mso);
	free(m);
}

/* Place a digest behind those with lower IDs.  False: one has its ID already. */
static bool
place(struct mdoc_maker *m, unsigned count, struct listed *new)
{
	unsigned at = count;

	while (at > 0 && m->order[at - 1]->id > new->id)
		at--;
	if (at > 0 && m->order[at - 1]->id == new->id)
		return false;
	memmove(&m->order[at + 1], &m->order[at], (count - at) * sizeof m->order[0]);
	m->order[at] = new;
	return true;
}

/*
 * The elements of a namespace and its decoys, each with an ID drawn at random, in the order of
 * these IDs: so an element's ID, its place among the digests and its place among the items
 * all tell nothing (9.1.2.4), nor do two MSOs of the same elements.
 */
static bool
draw(struct mdoc_maker *m, const struct citem *elements, unsigned *count)
{
	struct citem_walk walk = citem_walk(elements);
	unsigned i, total = (unsigned)elements->value + m->decoys;
	struct listed *l;

	for (i = 0; i < total; i++) {
		l = &m->listed[i];
		l->decoy = !citem_pair(&walk, &l->name, &l->value);
		do {
			if (!mdoc_random_get(m->random, &l->id, sizeof l->id))
				return false;
			l->id &= ID_MASK;
		} while (!place(m, i, l));
		if (!mdoc_random_get(m->random, l->random, sizeof l->random))
			return false;
	}
	*count = total;
	return true;
}

/* How long a head with this argument is (RFC 8949 3). */
static size_t
head_size(uint64_t value)
{
	return value < 24            ? 1
	       : value <= UINT8_MAX  ? 2
	       : value <= UINT16_MAX ? 3
	       : value <= UINT32_MAX ? 5
				     : 9;
}

/* IssuerSignedItemBytes, and the digest of it whole, tag and all (9.1.2.5). */
static bool
put_item(struct cput *c, struct listed *l)
{
	static const char id[] = "digestID", random[] = "random", name[] = "elementIdentifier",
			  value[] = "elementValue";
	size_t from = c->size;
	uint8_t digest[PKIX_HASH_MAX];
	/* The map's head, four short keys with a head each, the head of 32 octets. */
	size_t size = 1 + sizeof id + sizeof random + sizeof name + sizeof value + 2 + RANDOM +
		      head_size(l->id) + l->name.size + l->value.size;

	cput_tag(c, TAG_ENCODED);
	cput_bytes_head(c, size);
	cput_map(c, 4);
	cput_text_size(c, id, sizeof id - 1);
	cput_uint(c, l->id);
	cput_text_size(c, random, sizeof random - 1);
	cput_bytes(c, l->random, RANDOM);
	cput_text_size(c, name, sizeof name - 1);
	cput_raw(c, l->name.whole, l->name.size);
	cput_text_size(c, value, sizeof value - 1);
	cput_raw(c, l->value.whole, l->value.size);
	if (c->failed ||
	    pkix_hash(PKIX_SHA256, (struct der_slice){ c->data + from, c->size - from },
		digest) != DIGEST)
		return false;
	memcpy(l->digest, digest, DIGEST);
	return true;
}

/* One namespace: its items behind items, its digests behind digests. */
static bool
put_space(struct mdoc_maker *m, const struct citem *space, const struct citem *elements)
{
	unsigned count, i;
	struct listed *l;

	if (!draw(m, elements, &count))
		return false;
	cput_raw(&m->items, space->whole, space->size);
	cput_array(&m->items, elements->value);
	cput_raw(&m->digests, space->whole, space->size);
	cput_map(&m->digests, count);
	for (i = 0; i < count; i++) {
		l = m->order[i];
		if (!l->decoy && !put_item(&m->items, l))
			return false;
		cput_uint(&m->digests, l->id);
		cput_bytes(&m->digests, l->decoy ? l->random : l->digest, DIGEST);
	}
	return true;
}

/* {"status_list": {"idx": place in its list, "uri": of its list}} (Token Status List 6.1) */
static void
put_status(const struct mdoc_maker *m, struct cput *c, uint64_t index)
{
	char uri[URI_MAX];

	snprintf(uri, sizeof uri, "%s/%" PRIu64, m->uri, index >> MDOC_LIST_BITS);
	cput_text(c, "status");
	cput_map(c, 1);
	cput_text(c, "status_list");
	cput_map(c, 2);
	cput_text(c, "idx");
	cput_uint(c, index & ((UINT64_C(1) << MDOC_LIST_BITS) - 1));
	cput_text(c, "uri");
	cput_text(c, uri);
}

/* MobileSecurityObject, its keys in the order of Annex D. */
static void
put_mso(struct mdoc_maker *m, const struct mdoc_issuance *r, unsigned n)
{
	struct cput *c = &m->mso;

	cput_map(c, m->uri != NULL ? 7 : 6);
	cput_text(c, "version");
	cput_text(c, "1.0");
	cput_text(c, "digestAlgorithm");
	cput_text(c, "SHA-256");
	cput_text(c, "valueDigests");
	cput_map(c, r->name_spaces.value);
	cput_raw(c, m->digests.data, m->digests.size);
	cput_text(c, "deviceKeyInfo");
	cput_map(c, 1);
	cput_text(c, "deviceKey");
	cose_key_put(c, &r->keys[n]);
	cput_text(c, "docType");
	cput_text_size(c, (const char *)r->doc_type.data, r->doc_type.size);
	cput_text(c, "validityInfo");
	cput_raw(c, m->validity.data, m->validity.size);
	if (m->uri != NULL)
		put_status(m, c, r->indices[n]);
}

/* The draft as far as the items: its keys in the order of their encodings (RFC 8949 4.2.1). */
static void
put_head(struct mdoc_maker *m, const struct mdoc_issuance *r, unsigned n)
{
	struct cput *c = &m->head;

	cput_map(c, 7);
	cput_text(c, "n");
	cput_uint(c, n);
	cput_text(c, "id");
	cput_text_size(c, (const char *)r->id.data, r->id.size);
	cput_text(c, "index");
	cput_uint(c, r->indices[n]);
	cput_text(c, "docType");
	cput_text_size(c, (const char *)r->doc_type.data, r->doc_type.size);
	cput_text(c, "payload"); /* MobileSecurityObjectBytes */
	cput_bytes_head(c, 2 + head_size(m->mso.size) + m->mso.size);
	cput_tag(c, TAG_ENCODED);
	cput_bytes(c, m->mso.data, m->mso.size);
	cput_text(c, "x5chain");
	cput_text(c, "unprotected");
	cput_text(c, "nameSpaces");
	cput_map(c, r->name_spaces.value);
}

const char *
mdoc_build(struct mdoc_maker *m, const struct mdoc_issuance *r, unsigned n,
    struct der_slice *head, struct der_slice *items)
{
	struct citem_walk walk = citem_walk(&r->name_spaces);
	struct citem space, elements;

	cput_reset(&m->head);
	cput_reset(&m->items);
	cput_reset(&m->digests);
	cput_reset(&m->mso);
	while (citem_pair(&walk, &space, &elements))
		if (!put_space(m, &space, &elements))
			return "no random octets, no SHA-256 or no memory";
	put_mso(m, r, n);
	put_head(m, r, n);
	if (m->head.failed || m->items.failed || m->digests.failed || m->mso.failed ||
	    m->validity.failed)
		return "out of memory";
	*head = (struct der_slice){ m->head.data, m->head.size };
	*items = (struct der_slice){ m->items.data, m->items.size };
	return NULL;
}
