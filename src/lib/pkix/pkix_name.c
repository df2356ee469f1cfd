#include "pkix/pkix_name.h"
#include "pkix/pkix_name_private.h"
#include <stdio.h>
#include <string.h>

enum {
	NAME_MAX_SIZE = 64 << 10, /* octets; no CA has come near */
};

const char *
pkix_name_check(struct der_slice name)
{
	static const char malformed[] = "not a Name (RFC 5280 4.1.2.4)";
	struct der_item sequence, set, pair, part;
	const char *why;

	if (name.size > NAME_MAX_SIZE)
		return "Name is larger than 64 KiB";
	if (!der_take(&name, DER_SEQUENCE, &sequence) || name.size != 0)
		return malformed;
	while (sequence.value.size != 0) {
		if (!der_take(&sequence.value, DER_SET, &set) || set.value.size == 0)
			return malformed;
		while (set.value.size != 0)
			if (!der_take(&set.value, DER_SEQUENCE, &pair) ||
			    !der_take(&pair.value, DER_OID, &part) || part.value.size == 0 ||
			    der_next(&pair.value, &part, &why) != 1 || pair.value.size != 0)
				return malformed;
	}
	return NULL;
}

/* Text being written.  Pieces go in whole or not at all. */
struct text {
	char *out;
	size_t size, at;
	size_t cut; /* the last place where "..." still fits */
	bool full;
};

static void
put(struct text *t, const void *piece, size_t n)
{
	if (t->full || n >= t->size - t->at) {
		t->full = true;
		return;
	}
	memcpy(t->out + t->at, piece, n);
	t->at += n;
	if (t->at + sizeof "..." <= t->size)
		t->cut = t->at;
}

static void
put_string(struct text *t, const char *s)
{
	put(t, s, strlen(s));
}

static void
put_escaped(struct text *t, const uint8_t *octets, size_t n)
{
	char piece[16];
	size_t i;

	for (i = 0; i < n; i++)
		snprintf(piece + 3 * i, 4, "\\%02X", octets[i]);
	put(t, piece, 3 * n);
}

static void
put_hex(struct text *t, struct der_slice octets)
{
	char pair[3];
	size_t i;

	for (i = 0; i < octets.size && !t->full; i++) {
		pkix_hex((struct der_slice){ octets.data + i, 1 }, pair, sizeof pair);
		put(t, pair, 2);
	}
}

/* Terminated, and "..." where it was cut; nothing when there is no room for that. */
static const char *
finish(struct text *t)
{
	if (t->full && t->size < sizeof "...")
		t->at = 0;
	else if (t->full) {
		memcpy(t->out + t->cut, "...", 3);
		t->at = t->cut + 3;
	}
	t->out[t->at] = '\0';
	return t->out;
}

/* Characters that move the cursor, change its direction or show nothing: to a reader they
 * would make one name look like another. */
static bool
deceptive(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x061c ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
	       (c >= 0xe0000 && c <= 0xe0fff);
}

/* A value's characters, escaped (RFC 4514 2.4). */
static void
put_value(struct text *t, uint8_t tag, struct der_slice value)
{
	const uint8_t *at = value.data;
	uint8_t utf8[4];
	char piece[3] = "\\";
	bool first = true;
	size_t n, size;
	uint32_t c;

	while (!t->full && (n = pkix_character(&value, tag, &c)) != 0) {
		if (c == PKIX_BROKEN) {
			put_escaped(t, at, n);
		} else if (deceptive(c)) {
			size = pkix_utf8(c, utf8);
			put_escaped(t, utf8, size);
		} else if (c < 0x80 &&
			   (strchr("\"+,;<>\\", (int)c) != NULL || (c == '#' && first) ||
			       (c == ' ' && (first || value.size == 0)))) {
			piece[1] = (char)c;
			put(t, piece, 2);
		} else {
			size = pkix_utf8(c, utf8);
			put(t, utf8, size);
		}
		first = false;
		at += n;
	}
}

static void
put_pair(struct text *t, struct der_slice pair)
{
	const struct pkix_attribute *attribute;
	struct der_item type, value;
	char dotted[128];
	const char *why;

	if (!der_take(&pair, DER_OID, &type) || der_next(&pair, &value, &why) != 1)
		return; /* pkix_name_check saw otherwise */
	attribute = pkix_attribute_of(type.value);
	if (attribute != NULL)
		put_string(t, attribute->name);
	else
		put_string(t, pkix_oid_text(type.value, dotted, sizeof dotted));
	put(t, "=", 1);
	if (attribute != NULL && pkix_string(value.tag)) {
		put_value(t, value.tag, value.value);
		return;
	}
	put(t, "#", 1);
	put_hex(t, value.whole);
}

static void
put_name(struct text *t, struct der_slice name)
{
	struct der_item sequence, set, pair;
	const char *between = "";

	if (pkix_name_check(name) != NULL || !der_take(&name, DER_SEQUENCE, &sequence)) {
		put(t, "#", 1);
		put_hex(t, name);
		return;
	}
	while (!t->full && der_take(&sequence.value, DER_SET, &set))
		while (!t->full && der_take(&set.value, DER_SEQUENCE, &pair)) {
			put_string(t, between);
			put_pair(t, pair.value);
			between = set.value.size != 0 ? "+" : ", ";
		}
}

/* A URI is ASCII without spaces (RFC 3986 2); whatever else is in it is escaped. */
static void
put_uri(struct text *t, struct der_slice uri)
{
	size_t i;

	for (i = 0; i < uri.size && !t->full; i++)
		if (uri.data[i] <= 0x20 || uri.data[i] >= 0x7f || uri.data[i] == '\\')
			put_escaped(t, uri.data + i, 1);
		else
			put(t, uri.data + i, 1);
}

const char *
pkix_name_text(struct der_slice name, char *out, size_t size)
{
	struct text t = { .out = out, .size = size };

	if (size == 0)
		return out;
	put_name(&t, name);
	return finish(&t);
}

const char *
pkix_general_name_text(struct der_slice name, char *out, size_t size)
{
	struct text t = { .out = out, .size = size };
	struct der_slice rest = name;
	struct der_item item;
	const char *why;
	char number[8];

	if (size == 0)
		return out;
	if (der_next(&rest, &item, &why) != 1 || rest.size != 0 || (item.tag & 0xc0) != 0x80) {
		put(&t, "#", 1);
		put_hex(&t, name);
	} else if (item.tag == DER_CONTEXT(6)) {
		put_uri(&t, item.value);
	} else if (item.tag == DER_CONSTRUCTED(4)) {
		put_name(&t, item.value);
	} else {
		snprintf(number, sizeof number, "[%u] ", item.tag & 0x1fu);
		put_string(&t, number);
		put_hex(&t, item.value);
	}
	return finish(&t);
}
