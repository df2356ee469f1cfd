#include "cose/cose_draft.h"
#include <string.h>

static struct der_slice
whole(const struct citem *item)
{
	return (struct der_slice){ item->whole, item->size };
}

/* Does a key come before another, both as they are encoded (RFC 8949 4.2.1)? */
static bool
before(struct der_slice a, struct der_slice b)
{
	int order = memcmp(a.data, b.data, a.size < b.size ? a.size : b.size);

	return order != 0 ? order < 0 : a.size < b.size;
}

/* A header map of a draft: room for what the signer adds, labels in order, none of his. */
static const char *
check_map(const struct citem *map)
{
	struct citem_walk walk = citem_walk(map);
	struct der_slice last = { NULL, 0 };
	struct citem key, value;

	if (map->kind != CITEM_MAP)
		return "a header is not a map (RFC 9052 3)";
	if (map->value > COSE_PARAMETERS_MAX - 2)
		return "more than 62 header parameters";
	if (cose_get(map, COSE_ALG, &value))
		return "the draft says alg, which is the signer's to say (RFC 9052 3.1)";
	if (cose_get(map, COSE_X5CHAIN, &value))
		return "the draft brings an x5chain of its own (RFC 9360 2)";
	for (; citem_pair(&walk, &key, &value); last = whole(&key))
		if (last.size != 0 && !before(last, whole(&key)))
			return "the labels of a header are not in order (RFC 8949 4.2.1)";
	return NULL;
}

/* One of the members that are ours; the others are nobody's business here. */
static const char *
read_member(struct cose_draft *d, const struct citem *key, const struct citem *value,
    struct citem headers[2])
{
	if (key->kind != CITEM_TEXT)
		return "a member whose key is not text";
	if (citem_is_text(key, "payload")) {
		if (value->kind != CITEM_BYTES)
			return "payload is not a byte string (RFC 9052 4.2)";
		d->payload = (struct der_slice){ value->data, (size_t)value->value };
	} else if (citem_is_text(key, "signed")) {
		return "it is signed already";
	} else if (citem_is_text(key, "x5chain")) {
		d->x5chain = citem_is_text(value, "protected")     ? COSE_PROTECTED
			     : citem_is_text(value, "unprotected") ? COSE_UNPROTECTED
								   : COSE_NOWHERE;
		if (d->x5chain == COSE_NOWHERE)
			return "x5chain is neither protected nor unprotected";
	} else if (citem_is_text(key, "tagged")) {
		if (value->kind != CITEM_SIMPLE || value->value < 20 || value->value > 21)
			return "tagged is neither true nor false";
		d->tagged = value->value == 21;
	} else if (citem_is_text(key, "protected")) {
		headers[0] = *value;
		return check_map(value);
	} else if (citem_is_text(key, "unprotected")) {
		headers[1] = *value;
		return check_map(value);
	}
	return NULL;
}

const char *
cose_draft_read(const struct citem *item, struct cose_draft *d)
{
	struct citem headers[2] = { { .size = 0 }, { .size = 0 } }, key, value;
	struct citem_walk walk = citem_walk(item);
	const char *why;

	*d = (struct cose_draft){ .map = *item, .x5chain = COSE_NOWHERE };
	if (item->kind != CITEM_MAP)
		return "not a draft: it is not a map";
	while (citem_pair(&walk, &key, &value))
		if ((why = read_member(d, &key, &value, headers)) != NULL)
			return why;
	if (d->payload.data == NULL)
		return "not a draft: it has no payload";
	return cose_headers_read(&d->headers, &headers[0], &headers[1]);
}

/* What the signer adds to a header; both labels are encoded as the map's keys are. */
struct addition {
	enum cose_algorithm algorithm;
	struct der_slice certificate; /* empty: none here */
};

/* Write alg or x5chain once its place has come: before this label, or at the end. */
static void
add(struct cput *out, struct addition *a, const struct citem *label)
{
	static const uint8_t alg[] = { COSE_ALG }, x5chain[] = { 0x18, COSE_X5CHAIN };
	const struct der_slice first = { alg, sizeof alg },
			       second = { x5chain, sizeof x5chain };

	if (a->algorithm != COSE_NO_ALGORITHM &&
	    (label == NULL || before(first, whole(label)))) {
		cput_raw(out, alg, sizeof alg);
		cput_int(out, a->algorithm);
		a->algorithm = COSE_NO_ALGORITHM;
	}
	if (a->certificate.size != 0 && (label == NULL || before(second, whole(label)))) {
		cput_raw(out, x5chain, sizeof x5chain);
		cput_bytes(out, a->certificate.data, a->certificate.size);
		a->certificate.size = 0;
	}
}

static void
put_header(struct cput *out, const struct citem *map, struct addition a)
{
	struct citem_walk walk = citem_walk(map);
	struct citem key, value;

	cput_map(
	    out, map->value + (a.algorithm != COSE_NO_ALGORITHM) + (a.certificate.size != 0));
	while (citem_pair(&walk, &key, &value)) {
		add(out, &a, &key);
		cput_raw(out, key.whole, key.size + value.size);
	}
	add(out, &a, NULL);
}

static const struct der_slice none = { NULL, 0 };

void
cose_draft_protected(const struct cose_draft *d, enum cose_algorithm algorithm,
    struct der_slice certificate, struct cput *out)
{
	bool here = d->x5chain == COSE_PROTECTED;

	put_header(out, &d->headers.protected,
	    (struct addition){ algorithm, here ? certificate : none });
}

/* "signed" and its COSE_Sign1; where in out the signature goes. */
static size_t
put_signed(const struct cose_draft *d, enum cose_algorithm algorithm,
    struct der_slice protected, struct der_slice certificate, struct cput *out)
{
	static const uint8_t zeros[COSE_SIGNATURE_MAX];
	bool here = d->x5chain == COSE_UNPROTECTED;

	cput_text(out, "signed");
	if (d->tagged)
		cput_tag(out, COSE_TAG_SIGN1);
	cput_array(out, 4);
	cput_bytes(out, protected.data, protected.size);
	put_header(out, &d->headers.unprotected,
	    (struct addition){ COSE_NO_ALGORITHM, here ? certificate : none });
	cput_bytes(out, d->payload.data, d->payload.size);
	cput_bytes(out, zeros, cose_signature_size(algorithm));
	return out->size - cose_signature_size(algorithm);
}

void
cose_draft_put(const struct cose_draft *d, enum cose_algorithm algorithm,
    struct der_slice protected, struct der_slice certificate, struct cput *out,
    size_t *signature)
{
	static const uint8_t name[] = { 0x66, 's', 'i', 'g', 'n', 'e', 'd' };
	const struct der_slice key_signed = { name, sizeof name };
	struct citem_walk walk = citem_walk(&d->map);
	struct citem key, value;
	bool done = false;

	cput_map(out, d->map.value);
	while (citem_pair(&walk, &key, &value)) {
		if (!done && before(key_signed, whole(&key))) {
			*signature = put_signed(d, algorithm, protected, certificate, out);
			done = true;
		}
		if (!citem_is_text(&key, "payload"))
			cput_raw(out, key.whole, key.size + value.size);
	}
	if (!done)
		*signature = put_signed(d, algorithm, protected, certificate, out);
}
