/* pkix_name_match - when two Names are the same (RFC 5280 7.1). */
#include "pkix/pkix_name.h"
#include "pkix/pkix_name_private.h"

enum {
	PAIRS_MAX = 32, /* in one RDN; more are compared as octets alone */
};

/* A value's characters as they are compared: ASCII in lower case, a run of white space one
 * space, none at either end (RFC 4518 2.2 and 2.6.1, in ASCII). */
struct folded {
	struct der_slice rest;
	uint8_t tag;
	bool begun, held_back;
	uint32_t held;
};

#define END 0xfffffffeu

static uint32_t
next_folded(struct folded *f)
{
	bool space = false;
	uint32_t c;

	if (f->held_back) {
		f->held_back = false;
		return f->held;
	}
	while (pkix_character(&f->rest, f->tag, &c) != 0) {
		if (c == ' ' || (c >= '\t' && c <= '\r')) {
			space = true;
			continue;
		}
		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (space && f->begun) {
			f->held_back = true;
			f->held = c;
			return ' ';
		}
		f->begun = true;
		return c;
	}
	return END;
}

static bool
same_value(const struct der_item *a, const struct der_item *b)
{
	struct folded fa = { .rest = a->value, .tag = a->tag };
	struct folded fb = { .rest = b->value, .tag = b->tag };
	uint32_t c;

	if (der_equal(a->whole, b->whole))
		return true;
	if (!pkix_string(a->tag) || !pkix_string(b->tag))
		return false;
	while ((c = next_folded(&fa)) != END)
		if (c == PKIX_BROKEN || c != next_folded(&fb))
			return false;
	return next_folded(&fb) == END;
}

/* Two AttributeTypeAndValue, contents. */
static bool
same_pair(struct der_slice a, struct der_slice b)
{
	struct der_item type_a, type_b, value_a, value_b;
	const char *why;

	return der_take(&a, DER_OID, &type_a) && der_take(&b, DER_OID, &type_b) &&
	       der_equal(type_a.value, type_b.value) && der_next(&a, &value_a, &why) == 1 &&
	       der_next(&b, &value_b, &why) == 1 && same_value(&value_a, &value_b);
}

/* Two RDNs, contents: each pair of a has its own in b.  DER sorts a SET OF by its octets,
 * so that a change of case can change the order. */
static bool
same_rdn(struct der_slice a, struct der_slice b)
{
	struct der_slice pairs[PAIRS_MAX];
	struct der_item pair;
	size_t count = 0, used = 0, i;

	if (der_equal(a, b))
		return true;
	while (der_take(&b, DER_SEQUENCE, &pair)) {
		if (count == PAIRS_MAX)
			return false;
		pairs[count++] = pair.value;
	}
	while (der_take(&a, DER_SEQUENCE, &pair)) {
		for (i = 0; i < count; i++)
			if (pairs[i].data != NULL && same_pair(pair.value, pairs[i]))
				break;
		if (i == count)
			return false;
		pairs[i].data = NULL;
		used++;
	}
	return used == count;
}

bool
pkix_name_match(struct der_slice a, struct der_slice b)
{
	struct der_item name_a, name_b, rdn_a, rdn_b;

	if (der_equal(a, b))
		return true;
	if (pkix_name_check(a) != NULL || pkix_name_check(b) != NULL ||
	    !der_take(&a, DER_SEQUENCE, &name_a) || !der_take(&b, DER_SEQUENCE, &name_b))
		return false;
	while (der_take(&name_a.value, DER_SET, &rdn_a))
		if (!der_take(&name_b.value, DER_SET, &rdn_b) ||
		    !same_rdn(rdn_a.value, rdn_b.value))
			return false;
	return name_b.value.size == 0;
}
