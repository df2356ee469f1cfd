#include "mdoc/mdoc_issuance.h"
#include <string.h>

enum {
	DEVICE_MAX = 64,
	HOLDER_MIN = 16,
	HOLDER_MAX = 64,
	FALSE = 20, /* RFC 8949 3.3 */
	TRUE = 21,
};

static struct der_slice
slice(const struct citem *string)
{
	return (struct der_slice){ string->data, (size_t)string->value };
}

static const char *
read_name(const struct citem *value, struct der_slice *out)
{
	*out = slice(value);
	return value->kind == CITEM_TEXT && mdoc_is_name(out->data, out->size)
		   ? NULL
		   : "not text of 1 to 64 of A-Z a-z 0-9 . _ -";
}

static const char *
read_id(const struct citem *value, struct mdoc_issuance *r)
{
	return read_name(value, &r->id);
}

static const char *
read_doc_type(const struct citem *value, struct mdoc_issuance *r)
{
	return read_name(value, &r->doc_type);
}

static const char *
read_municipality(const struct citem *value, struct mdoc_issuance *r)
{
	return read_name(value, &r->municipality);
}

static const char *
read_device(const struct citem *value, struct mdoc_issuance *r)
{
	r->device = slice(value);
	return value->kind == CITEM_BYTES && value->value >= 1 && value->value <= DEVICE_MAX
		   ? NULL
		   : "not 1 to 64 octets";
}

static const char *
read_holder(const struct citem *value, struct mdoc_issuance *r)
{
	r->holder = slice(value);
	return value->kind == CITEM_BYTES && value->value >= HOLDER_MIN &&
		       value->value <= HOLDER_MAX
		   ? NULL
		   : "not 16 to 64 octets";
}

static const char *
read_birth_date(const struct citem *value, struct mdoc_issuance *r)
{
	struct citem text;

	if (!mdoc_is_full_date(value))
		return "not a date, YYYY-MM-DD (RFC 8943)";
	text = citem_at(value->data);
	r->birth_date = slice(&text);
	return NULL;
}

static const char *
read_reissue(const struct citem *value, struct mdoc_issuance *r)
{
	r->reissue = value->value == TRUE;
	return value->kind == CITEM_SIMPLE && (value->value == TRUE || value->value == FALSE)
		   ? NULL
		   : "neither true nor false";
}

static const char *
read_admitted(const struct citem *value, struct mdoc_issuance *r)
{
	return citem_time(value, &r->admitted) ? NULL : "not a time (tag 1)";
}

static const char *
read_keys(const struct citem *value, struct mdoc_issuance *r)
{
	struct citem_walk walk = citem_walk(value);
	struct cose_key *key = r->keys, *other;
	struct citem item;
	const char *why;

	if (value->kind != CITEM_ARRAY || value->value < 1 || value->value > MDOC_KEYS_MAX)
		return "not an array of 1 to 64 keys";
	for (; citem_next(&walk, &item); key++) {
		if ((why = cose_key_read(&item, key)) != NULL)
			return why;
		if (key->kind != PKIX_KEY_P256)
			return "key is not of P-256 (ISO/IEC 18013-5 9.1.2.4)";
		for (other = r->keys; other < key; other++)
			if (der_equal(other->x, key->x) && der_equal(other->y, key->y))
				return "key there twice";
	}
	r->key_count = (unsigned)(key - r->keys);
	return NULL;
}

static const char *
read_indices(const struct citem *value, struct mdoc_issuance *r)
{
	struct citem_walk walk = citem_walk(value);
	struct citem index;
	unsigned i;

	if (value->kind != CITEM_ARRAY || value->value < 1 || value->value > MDOC_KEYS_MAX)
		return "not an array of 1 to 64 numbers";
	for (r->index_count = 0; citem_next(&walk, &index); r->index_count++) {
		if (index.kind != CITEM_UINT || index.value > INT64_MAX)
			return "not an array of 1 to 64 numbers";
		for (i = 0; i < r->index_count; i++)
			if (r->indices[i] == index.value)
				return "index there twice";
		r->indices[i] = index.value;
	}
	return NULL;
}

/* One namespace: at least one element, each with a name; of values anything is good here. */
static const char *
count_elements(const struct citem *space, const struct citem *held, struct mdoc_issuance *r)
{
	struct citem_walk walk = citem_walk(held);
	struct citem name, value;

	if (space->kind != CITEM_TEXT || !mdoc_is_name(space->data, (size_t)space->value))
		return "namespace is not text of 1 to 64 of A-Z a-z 0-9 . _ -";
	if (held->kind != CITEM_MAP || held->value == 0)
		return "namespace is not a map that holds something";
	while (citem_pair(&walk, &name, &value)) {
		if (name.kind != CITEM_TEXT || !mdoc_is_name(name.data, (size_t)name.value))
			return "element is not named by 1 to 64 of A-Z a-z 0-9 . _ -";
		if (r->element_count++ == MDOC_ELEMENTS_MAX)
			return "more than 256 elements";
	}
	return NULL;
}

static const char *
read_name_spaces(const struct citem *value, struct mdoc_issuance *r)
{
	struct citem_walk walk = citem_walk(value);
	struct citem space, held;
	const char *why = NULL;

	if (value->kind != CITEM_MAP || value->value < 1 || value->value > MDOC_SPACES_MAX)
		return "not a map of 1 to 16 namespaces";
	r->name_spaces = *value;
	while (why == NULL && citem_pair(&walk, &space, &held))
		why = count_elements(&space, &held, r);
	return why;
}

enum need {
	ALWAYS,
	NEVER_MUST,
	WHEN_ADMITTED, /* and not otherwise */
};

static const struct member {
	const char *name;
	const char *(*read)(const struct citem *, struct mdoc_issuance *);
	enum need need;
} members[] = {
	{ "id", read_id, ALWAYS },
	{ "device", read_device, ALWAYS },
	{ "holder", read_holder, ALWAYS },
	{ "docType", read_doc_type, ALWAYS },
	{ "indices", read_indices, WHEN_ADMITTED },
	{ "reissue", read_reissue, NEVER_MUST },
	{ "admitted", read_admitted, WHEN_ADMITTED },
	{ "birthDate", read_birth_date, ALWAYS },
	{ "deviceKeys", read_keys, ALWAYS },
	{ "nameSpaces", read_name_spaces, ALWAYS },
	{ "municipality", read_municipality, ALWAYS },
};
enum {
	MEMBERS = sizeof members / sizeof members[0],
};

static const struct member *
find(const struct citem *key, enum mdoc_issuance_kind kind)
{
	size_t i;

	for (i = 0; i < MEMBERS; i++)
		if (citem_is_text(key, members[i].name) &&
		    (members[i].need != WHEN_ADMITTED || kind == MDOC_ADMITTED))
			return &members[i];
	return NULL;
}

/* The first member that must be there and is not among those seen (a bit each). */
static const char *
missing(unsigned seen, enum mdoc_issuance_kind kind)
{
	size_t i;

	for (i = 0; i < MEMBERS; i++)
		if ((seen >> i & 1) == 0 &&
		    (members[i].need == ALWAYS ||
			(members[i].need == WHEN_ADMITTED && kind == MDOC_ADMITTED)))
			return members[i].name;
	return NULL;
}

const char *
mdoc_issuance_read(const struct citem *item, enum mdoc_issuance_kind kind,
    struct mdoc_issuance *r, struct mdoc_error *error)
{
	struct citem_walk walk = citem_walk(item);
	const struct member *member;
	struct citem key, value;
	const char *name, *why;
	unsigned seen = 0;

	memset(r, 0, sizeof *r);
	error->line = 0;
	if (item->kind != CITEM_MAP)
		return mdoc_fail(error, NULL, 0, "not a map");
	r->map = *item;
	while (citem_pair(&walk, &key, &value)) {
		if (key.kind != CITEM_TEXT)
			return mdoc_fail(error, NULL, 0, "a key that is not text");
		if ((member = find(&key, kind)) == NULL)
			return mdoc_fail(
			    error, (const char *)key.data, (size_t)key.value, "unknown");
		if ((why = member->read(&value, r)) != NULL)
			return mdoc_fail(error, member->name, strlen(member->name), why);
		seen |= 1u << (member - members);
	}
	if ((name = missing(seen, kind)) != NULL)
		return mdoc_fail(error, name, strlen(name), "missing");
	if (kind == MDOC_ADMITTED && r->index_count != r->key_count)
		return mdoc_fail(error, "indices", 7, "not one for each device key");
	return NULL;
}
