#include "cbor/cseq.h"
#include "cbor/citem.h"
#include <string.h>

enum {
	MAP_UNSORTED_MAX = 256, /* keys of a map whose order is not ours: compared pairwise */
	TAG_NONE = 4,           /* any tag whose contents are not for us to judge */
	EAGER_MAX = 4096, /* octets of a record that is looked at whenever some of it came */
};

/* An item's head: 1 read, 0 cut short, -1 *why. */
static int
read_head(const uint8_t *p, size_t have, uint64_t *value, size_t *head, const char **why)
{
	unsigned info = p[0] & 0x1f, octets, i;

	if (info < 24) {
		*value = info;
		*head = 1;
		return 1;
	}
	if (info > 27) {
		*why = info == 31 ? "indefinite length (RFC 8949 4.2.1)"
				  : "reserved additional information (RFC 8949 3)";
		return -1;
	}
	octets = 1u << (info - 24);
	if (have < 1 + octets)
		return 0;
	for (*value = 0, i = 0; i < octets; i++)
		*value = *value << 8 | p[1 + i];
	*head = 1 + octets;
	if (p[0] >> 5 == CITEM_SIMPLE) { /* floats keep their width; simple values below 32 */
		if (info == 24 && *value < 32) {
			*why = "simple value below 32 in two octets (RFC 8949 3.3)";
			return -1;
		}
		return 1;
	}
	if (octets == 1 ? *value < 24 : *value >> (4 * octets) == 0) {
		*why = "head is not the shortest (RFC 8949 4.2.1)";
		return -1;
	}
	return 1;
}

bool
cseq_is_utf8(const uint8_t *p, size_t size)
{
	const uint8_t *end = p + size;

	while (p < end) {
		unsigned more = p[0] < 0x80 ? 0 : p[0] < 0xe0 ? 1 : p[0] < 0xf0 ? 2 : 3;
		unsigned i;

		if ((p[0] >= 0x80 && p[0] < 0xc2) || p[0] > 0xf4 ||
		    more > (size_t)(end - p) - 1)
			return false;
		for (i = 1; i <= more; i++)
			if ((p[i] & 0xc0) != 0x80)
				return false;
		if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
		    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
			return false;
		p += 1 + more;
	}
	return true;
}

/* One array, map or tag that is being read. */
struct level {
	uint64_t left; /* items still to come; of a map, keys and values */
	uint64_t tag;  /* of a tag, else TAG_NONE */
	bool map;
	bool sorted; /* keys so far rise */
	uint64_t pairs;
};

struct key {
	const uint8_t *at;
	size_t size;
};

/* Where a check stands: the levels above the present item. */
struct check {
	int depth;
	struct level level[CSEQ_DEPTH + 1];
	const uint8_t *begin[CSEQ_DEPTH + 1]; /* where the item of each level began */
	struct key last[CSEQ_DEPTH + 1];      /* the key last read of each */
	struct key keys[CSEQ_DEPTH + 1][MAP_UNSORTED_MAX]; /* the first ones */
};

/* Does a come before b, both encoded keys (RFC 8949 4.2.1)? */
static bool
before(const struct key *a, const struct key *b)
{
	int order = memcmp(a->at, b->at, a->size < b->size ? a->size : b->size);

	return order != 0 ? order < 0 : a->size < b->size;
}

/* A key has been read whole.  Rising keys cannot repeat; others are compared with all
 * before them, which is why a large map must be in order. */
static const char *
check_key(struct check *c, const uint8_t *at, size_t size)
{
	struct level *l = &c->level[c->depth];
	struct key *keys = c->keys[c->depth], key = { at, size };
	uint64_t i;

	if (l->sorted && l->pairs > 0 && !before(&c->last[c->depth], &key))
		l->sorted = false;
	if (!l->sorted) {
		if (l->pairs >= MAP_UNSORTED_MAX)
			return "large map whose keys are not in order (RFC 8949 4.2.1)";
		for (i = 0; i < l->pairs; i++)
			if (keys[i].size == size && memcmp(keys[i].at, at, size) == 0)
				return "the same key twice in a map (RFC 8949 5.6)";
	}
	if (l->pairs < MAP_UNSORTED_MAX)
		keys[l->pairs] = key;
	c->last[c->depth] = key;
	l->pairs++;
	return NULL;
}

/* An item ended at end; so may have those around it.  NULL with *done, or why not. */
static const char *
item_ended(struct check *c, const uint8_t *item, const uint8_t *end, bool *done)
{
	struct level *l;
	const char *why;

	while (c->depth > 0) {
		l = &c->level[c->depth];
		if (l->map && l->left % 2 == 0 &&
		    (why = check_key(c, item, (size_t)(end - item))) != NULL)
			return why;
		if (--l->left > 0)
			return NULL;
		item = c->begin[c->depth--];
	}
	*done = true;
	return NULL;
}

/* An item with others inside begins.  NULL, or why it may not. */
static const char *
item_began(struct check *c, const uint8_t *item, unsigned major, uint64_t count)
{
	if (c->depth == CSEQ_DEPTH)
		return "nested too deep (cborstream(5))";
	c->depth++;
	c->begin[c->depth] = item;
	c->level[c->depth] = (struct level){ .tag = major == CITEM_TAG ? count : TAG_NONE,
		.left = major == CITEM_TAG   ? 1
			: major == CITEM_MAP ? 2 * count
					     : count,
		.map = major == CITEM_MAP,
		.sorted = true };
	return NULL;
}

/* May this item stand inside a tag of that number (RFC 8949 3.4.1 to 3.4.3)? */
static const char *
check_tagged(uint64_t tag, uint8_t head)
{
	unsigned major = head >> 5;

	if (tag == 0 && major != CITEM_TEXT)
		return "tag 0 around something else than text (RFC 8949 3.4.1)";
	if (tag == 1 && major > CITEM_NINT && (head < 0xf9 || head > 0xfb))
		return "tag 1 around something else than a number (RFC 8949 3.4.2)";
	if ((tag == 2 || tag == 3) && major != CITEM_BYTES)
		return "bignum that is not a byte string (RFC 8949 3.4.3)";
	return NULL;
}

/* The head at data + at, and whether it may stand there: 1, 0 cut short, -1 *why. */
static int
next_head(const struct check *c, const uint8_t *data, size_t have, size_t at, uint64_t *value,
    size_t *head, const char **why)
{
	unsigned major = data[at] >> 5;
	uint64_t most;
	int got = read_head(data + at, have - at, value, head, why);

	if (got != 1)
		return got;
	if (c->depth > 0 && (*why = check_tagged(c->level[c->depth].tag, data[at])) != NULL)
		return -1;
	/* No count may promise more than a record can hold, an octet an item. */
	at += *head;
	most = at > CSEQ_RECORD_MAX ? 0 : CSEQ_RECORD_MAX - at;
	if (major == CITEM_MAP)
		most /= 2;
	if (at <= CSEQ_RECORD_MAX &&
	    (major < CITEM_BYTES || major > CITEM_MAP || *value <= most))
		return 1;
	*why = "record is too large (cborstream(5))";
	return -1;
}

int
cseq_check(const uint8_t *data, size_t have, size_t *size, const char **why)
{
	struct check c; /* 70 kB, of which little is touched */
	size_t at = 0, item, head;
	uint64_t value;
	bool done = false;
	unsigned major;
	int got;

	for (c.depth = 0; !done;) {
		if (at == have)
			return 0;
		item = at;
		major = data[at] >> 5;
		if ((got = next_head(&c, data, have, at, &value, &head, why)) != 1)
			return got;
		at += head;
		if (major == CITEM_TAG ||
		    ((major == CITEM_ARRAY || major == CITEM_MAP) && value > 0)) {
			if ((*why = item_began(&c, data + item, major, value)) != NULL)
				return -1;
			continue;
		}
		if (major == CITEM_BYTES || major == CITEM_TEXT) {
			if (value > have - at)
				return 0;
			at += value;
		}
		*why = "text is not UTF-8 (RFC 8949 3.1)";
		if (major == CITEM_TEXT && !cseq_is_utf8(data + item + head, (size_t)value))
			return -1;
		if ((*why = item_ended(&c, data + item, data + at, &done)) != NULL)
			return -1;
	}
	*size = at;
	return 1;
}

int
cseq_read(struct cseq_reader *r)
{
	struct file_input *in = r->input;
	size_t want = 1, had = 0;
	int got;

	file_input_skip(in, r->size);
	r->data = NULL;
	r->size = 0;
	r->offset = in->offset;
	r->number++;
	for (;;) {
		if (in->size <= had && file_input_want(in, want) == -1) {
			r->io = true;
			r->error = "cannot be read";
			return -1;
		}
		if (in->size == 0)
			return 0;
		got = cseq_check(in->data, in->size, &r->size, &r->error);
		if (got == -1)
			return -1;
		if (got == 1)
			break;
		if (in->eof) {
			r->error = "cut short";
			return -1;
		}
		/* Who waits for an answer gets it at once; a large record is looked at only
		 * when twice as much of it is there, so that drop by drop stays linear. */
		had = in->size;
		want = had < EAGER_MAX ? had + 1 : 2 * had;
	}
	r->data = in->data;
	return 1;
}
