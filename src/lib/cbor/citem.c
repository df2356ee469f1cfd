#include "cbor/citem.h"
#include <string.h>

/* The item whose head is at data, without its size; where its head ends. */
static const uint8_t *
read_head(const uint8_t *data, struct citem *item)
{
	unsigned info = data[0] & 0x1f, octets = info < 24 ? 0 : 1u << (info - 24), i;

	item->kind = data[0] >> 5;
	item->whole = data;
	item->value = info;
	if (octets != 0)
		for (item->value = 0, i = 0; i < octets; i++)
			item->value = item->value << 8 | data[1 + i];
	item->data = data + 1 + octets;
	return item->data;
}

/*
 * Where the item at data ends.  A count of the items still to pass replaces recursion: an
 * array of n adds n.  The item was checked, so the count cannot run past its end.
 */
static const uint8_t *
end_of(const uint8_t *data)
{
	uint64_t left = 1;
	struct citem at;

	while (left-- > 0) {
		data = read_head(data, &at);
		if (at.kind == CITEM_BYTES || at.kind == CITEM_TEXT)
			data += at.value;
		else if (at.kind == CITEM_ARRAY)
			left += at.value;
		else if (at.kind == CITEM_MAP)
			left += 2 * at.value;
		else if (at.kind == CITEM_TAG)
			left++;
	}
	return data;
}

struct citem
citem_at(const uint8_t *data)
{
	struct citem item;

	read_head(data, &item);
	item.size = (size_t)(end_of(data) - data);
	return item;
}

struct citem
citem_head(const uint8_t *data)
{
	struct citem item = { .size = 0 };

	read_head(data, &item);
	return item;
}

struct citem
citem_after(const struct citem *item)
{
	return citem_at(item->whole + item->size);
}

struct citem_walk
citem_walk(const struct citem *container)
{
	return (struct citem_walk){ container->data, container->value };
}

bool
citem_next(struct citem_walk *walk, struct citem *element)
{
	if (walk->left == 0)
		return false;
	*element = citem_at(walk->at);
	walk->at += element->size;
	walk->left--;
	return true;
}

bool
citem_pair(struct citem_walk *walk, struct citem *key, struct citem *value)
{
	if (!citem_next(walk, key))
		return false;
	*value = citem_after(key);
	walk->at += value->size;
	return true;
}

bool
citem_is_text(const struct citem *item, const char *text)
{
	return item->kind == CITEM_TEXT && item->value == strlen(text) &&
	       memcmp(item->data, text, (size_t)item->value) == 0;
}

bool
citem_get(const struct citem *map, const char *key, struct citem *value)
{
	const uint8_t *at = map->data;
	struct citem k;
	uint64_t i;

	if (map->kind != CITEM_MAP)
		return false;
	for (i = 0; i < map->value; i++) {
		k = citem_at(at);
		if (citem_is_text(&k, key)) {
			*value = citem_after(&k);
			return true;
		}
		at = end_of(k.whole + k.size);
	}
	return false;
}

bool
citem_int(const struct citem *item, int64_t *number)
{
	if ((item->kind != CITEM_UINT && item->kind != CITEM_NINT) || item->value > INT64_MAX)
		return false;
	*number = item->kind == CITEM_UINT ? (int64_t)item->value : -1 - (int64_t)item->value;
	return true;
}

bool
citem_time(const struct citem *item, int64_t *when)
{
	struct citem inner;

	if (item->kind != CITEM_TAG || item->value != 1)
		return false;
	inner = citem_at(item->data);
	return citem_int(&inner, when);
}
