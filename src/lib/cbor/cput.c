#include "cbor/cput.h"
#include <cbor.h>
#include <stdlib.h>
#include <string.h>

enum {
	HEAD_MAX = 9,
};

void
cput_reset(struct cput *c)
{
	c->size = 0;
	c->failed = false;
}

void
cput_free(struct cput *c)
{
	free(c->data);
	*c = (struct cput){ 0 };
}

/* Room for size more octets, or failed. */
static uint8_t *
room(struct cput *c, size_t size)
{
	size_t capacity = c->capacity == 0 ? 256 : c->capacity;
	uint8_t *data;

	if (c->failed)
		return NULL;
	while (capacity - c->size < size) {
		if (capacity > SIZE_MAX / 2) {
			c->failed = true;
			return NULL;
		}
		capacity *= 2;
	}
	if (capacity != c->capacity) {
		if ((data = realloc(c->data, capacity)) == NULL) {
			c->failed = true;
			return NULL;
		}
		c->data = data;
		c->capacity = capacity;
	}
	return c->data + c->size;
}

/* One of libcbor's encoders of a head: they choose the shortest form. */
static void
put_head(struct cput *c, size_t (*encode)(size_t, unsigned char *, size_t), size_t value)
{
	uint8_t *at = room(c, HEAD_MAX);

	if (at != NULL)
		c->size += encode(value, at, HEAD_MAX);
}

void
cput_raw(struct cput *c, const void *data, size_t size)
{
	uint8_t *at = room(c, size);

	if (at == NULL || size == 0)
		return;
	memcpy(at, data, size);
	c->size += size;
}

void
cput_uint(struct cput *c, uint64_t value)
{
	uint8_t *at = room(c, HEAD_MAX);

	if (at != NULL)
		c->size += cbor_encode_uint(value, at, HEAD_MAX);
}

void
cput_int(struct cput *c, int64_t value)
{
	uint8_t *at;

	if (value >= 0)
		cput_uint(c, (uint64_t)value);
	else if ((at = room(c, HEAD_MAX)) != NULL)
		c->size += cbor_encode_negint((uint64_t)(-1 - value), at, HEAD_MAX);
}

void
cput_bytes(struct cput *c, const void *data, size_t size)
{
	cput_bytes_head(c, size);
	cput_raw(c, data, size);
}

void
cput_bytes_head(struct cput *c, size_t size)
{
	put_head(c, cbor_encode_bytestring_start, size);
}

void
cput_text_size(struct cput *c, const char *text, size_t size)
{
	put_head(c, cbor_encode_string_start, size);
	cput_raw(c, text, size);
}

void
cput_text(struct cput *c, const char *text)
{
	cput_text_size(c, text, strlen(text));
}

void
cput_array(struct cput *c, uint64_t count)
{
	put_head(c, cbor_encode_array_start, (size_t)count);
}

void
cput_map(struct cput *c, uint64_t count)
{
	put_head(c, cbor_encode_map_start, (size_t)count);
}

void
cput_tag(struct cput *c, uint64_t tag)
{
	uint8_t *at = room(c, HEAD_MAX);

	if (at != NULL)
		c->size += cbor_encode_tag(tag, at, HEAD_MAX);
}

void
cput_bool(struct cput *c, bool value)
{
	cput_raw(c, value ? "\xf5" : "\xf4", 1);
}

void
cput_null(struct cput *c)
{
	cput_raw(c, "\xf6", 1);
}

void
cput_time(struct cput *c, int64_t epoch)
{
	cput_tag(c, 1);
	cput_int(c, epoch);
}
