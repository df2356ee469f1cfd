#include "cose/cose_header.h"
#include <string.h>

static const struct algorithm {
	enum cose_algorithm number;
	enum pkix_key_kind kind;
	enum pkix_hash hash;
	size_t size;
} algorithms[] = {
	{ COSE_ES256, PKIX_KEY_P256, PKIX_SHA256, 64 },
	{ COSE_ES384, PKIX_KEY_P384, PKIX_SHA384, 96 },
};
#define ALGORITHMS (sizeof algorithms / sizeof algorithms[0])

/* What others sign with (IANA, COSE Algorithms), to be refused by name. */
#define OTHER(name) "alg is " name ", neither ES256 nor ES384 (RFC 9053 2.1)"
static const struct {
	int64_t number;
	const char *why;
} others[] = {
	{ -8, OTHER("EdDSA") },
	{ -9, OTHER("ESP256") },
	{ -19, OTHER("Ed25519") },
	{ -36, OTHER("ES512") },
	{ -37, OTHER("PS256") },
	{ -38, OTHER("PS384") },
	{ -39, OTHER("PS512") },
	{ -47, OTHER("ES256K") },
	{ -51, OTHER("ESP384") },
	{ -52, OTHER("ESP512") },
	{ -53, OTHER("Ed448") },
	{ -257, OTHER("RS256") },
	{ -258, OTHER("RS384") },
	{ -259, OTHER("RS512") },
};

enum cose_algorithm
cose_algorithm_of(enum pkix_key_kind kind)
{
	size_t i;

	for (i = 0; i < ALGORITHMS; i++)
		if (algorithms[i].kind == kind)
			return algorithms[i].number;
	return COSE_NO_ALGORITHM;
}

/* Its row; of what is not ours, the first, which nobody asks for. */
static const struct algorithm *
row(enum cose_algorithm number)
{
	return &algorithms[number == COSE_ES384];
}

enum pkix_key_kind
cose_key_kind(enum cose_algorithm number)
{
	return row(number)->kind;
}

enum pkix_hash
cose_hash(enum cose_algorithm number)
{
	return row(number)->hash;
}

size_t
cose_signature_size(enum cose_algorithm number)
{
	return row(number)->size;
}

bool
cose_get(const struct citem *map, int64_t label, struct citem *value)
{
	struct citem_walk walk = citem_walk(map);
	struct citem at;
	int64_t number;

	while (citem_pair(&walk, &at, value))
		if (citem_int(&at, &number) && number == label)
			return true;
	return false;
}

/* Does the map have this very label, as it is encoded? */
static bool
has_label(const struct citem *map, const struct citem *label)
{
	struct citem_walk walk = citem_walk(map);
	struct citem at, value;

	while (citem_pair(&walk, &at, &value))
		if (at.size == label->size && memcmp(at.whole, label->whole, at.size) == 0)
			return true;
	return false;
}

/* Labels are whole numbers or text, and none stands in the other map too. */
static const char *
check_labels(const struct citem *map, const struct citem *other)
{
	struct citem_walk walk = citem_walk(map);
	struct citem at, value;

	if (map->size == 0)
		return NULL;
	if (map->kind != CITEM_MAP)
		return "a header is not a map (RFC 9052 3)";
	if (map->value > COSE_PARAMETERS_MAX)
		return "more than 64 header parameters";
	while (citem_pair(&walk, &at, &value)) {
		if (at.kind != CITEM_UINT && at.kind != CITEM_NINT && at.kind != CITEM_TEXT)
			return "a label that is neither number nor text (RFC 9052 1.5)";
		if (other != NULL && has_label(other, &at))
			return "a label in both headers (RFC 9052 3)";
	}
	return NULL;
}

/* What crit names must be understood, by whoever reads any further (RFC 9052 3.1). */
static const char *
check_crit(const struct citem *protected)
{
	struct citem list, label;
	struct citem_walk walk;
	int64_t number;

	if (!cose_get(protected, COSE_CRIT, &list))
		return NULL;
	if (list.kind != CITEM_ARRAY || list.value == 0 || list.value > COSE_PARAMETERS_MAX)
		return "crit is not an array of labels (RFC 9052 3.1)";
	for (walk = citem_walk(&list); citem_next(&walk, &label);) {
		if (!has_label(protected, &label))
			return "crit names what is not in the protected header (RFC 9052 3.1)";
		if (!citem_int(&label, &number) ||
		    (number != COSE_ALG && number != COSE_CONTENT_TYPE && number != COSE_KID &&
			number != COSE_TYP && number != COSE_X5CHAIN))
			return "crit names a parameter that is not known here (RFC 9052 3.1)";
	}
	return NULL;
}

/* Not having one of ours is for whoever verifies to refuse. */
static void
read_algorithm(struct cose_headers *h)
{
	struct citem value;
	int64_t number = 0;
	size_t i;

	h->no_algorithm = "no alg in the protected header (RFC 9052 3.1)";
	if (!cose_get(&h->protected, COSE_ALG, &value))
		return;
	h->no_algorithm = "alg is neither ES256 nor ES384 (RFC 9053 2.1)";
	if (!citem_int(&value, &number))
		return;
	for (i = 0; i < ALGORITHMS; i++)
		if (algorithms[i].number == number) {
			h->algorithm = algorithms[i].number;
			h->no_algorithm = NULL;
		}
	for (i = 0; i < sizeof others / sizeof others[0]; i++)
		if (others[i].number == number)
			h->no_algorithm = others[i].why;
}

/* A parameter that may stand in either map; where it does. */
static enum cose_place
find(const struct cose_headers *h, int64_t label, struct citem *value)
{
	if (cose_get(&h->protected, label, value))
		return COSE_PROTECTED;
	return cose_get(&h->unprotected, label, value) ? COSE_UNPROTECTED : COSE_NOWHERE;
}

/* One certificate as octets, or an array of at least two (RFC 9360 2). */
static const char *
read_chain(struct cose_headers *h)
{
	struct citem value, cert;
	struct citem_walk walk;

	if ((h->x5chain = find(h, COSE_X5CHAIN, &value)) == COSE_NOWHERE)
		return NULL;
	if (value.kind == CITEM_ARRAY && value.value < 2)
		return "x5chain is an array of fewer than two (RFC 9360 2)";
	if (value.kind == CITEM_ARRAY && value.value > COSE_CHAIN_MAX)
		return "x5chain of more than 8 certificates";
	walk = (struct citem_walk){ value.whole, 1 };
	if (value.kind == CITEM_ARRAY)
		walk = citem_walk(&value);
	while (citem_next(&walk, &cert)) {
		if (cert.kind != CITEM_BYTES || cert.value == 0)
			return "x5chain holds what is no certificate (RFC 9360 2)";
		h->chain[h->chain_count++] =
		    (struct der_slice){ cert.data, (size_t)cert.value };
	}
	return NULL;
}

const char *
cose_headers_read(
    struct cose_headers *h, const struct citem *protected, const struct citem *unprotected)
{
	struct citem value;
	const char *why;

	*h = (struct cose_headers){ .x5chain = COSE_NOWHERE };
	if (protected != NULL)
		h->protected = *protected;
	if (unprotected != NULL)
		h->unprotected = *unprotected;
	if ((why = check_labels(&h->protected, NULL)) != NULL ||
	    (why = check_labels(&h->unprotected, &h->protected)) != NULL)
		return why;
	if (cose_get(&h->unprotected, COSE_ALG, &value))
		return "alg is not in the protected header (RFC 9052 3.1)";
	if (cose_get(&h->unprotected, COSE_CRIT, &value))
		return "crit is not in the protected header (RFC 9052 3.1)";
	if ((why = check_crit(&h->protected)) != NULL)
		return why;
	read_algorithm(h);
	if (find(h, COSE_KID, &value) != COSE_NOWHERE) {
		if (value.kind != CITEM_BYTES)
			return "kid is not a byte string (RFC 9052 3.1)";
		h->has_kid = true;
		h->kid = (struct der_slice){ value.data, (size_t)value.value };
	}
	if (find(h, COSE_TYP, &h->type) != COSE_NOWHERE) {
		if (h->type.kind != CITEM_TEXT && h->type.kind != CITEM_UINT)
			return "typ is neither text nor a number (RFC 9596 2)";
		h->has_type = true;
	}
	return read_chain(h);
}
