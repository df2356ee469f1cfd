#include "der/der.h"
#include <string.h>

int
der_head(const uint8_t *data, size_t have, uint8_t *tag, size_t *head, uint64_t *contents,
    const char **why)
{
	uint64_t length;
	size_t octets, i;

	if (have < 2)
		return 0;
	*tag = data[0];
	if ((data[0] & 0x1f) == 0x1f) {
		*why = "tag number above 30";
		return -1;
	}
	if (data[1] < 0x80) {
		*head = 2;
		*contents = data[1];
		return 1;
	}
	octets = data[1] & 0x7f;
	if (octets == 0) {
		*why = "indefinite length (X.690 10.1)";
		return -1;
	}
	if (octets > 5) {
		*why = "length of more than 5 octets";
		return -1;
	}
	if (have < 2 + octets)
		return 0;
	for (length = 0, i = 0; i < octets; i++)
		length = length << 8 | data[2 + i];
	if (length < 0x80 || data[2] == 0) {
		*why = "length is not minimal (X.690 10.1)";
		return -1;
	}
	*head = 2 + octets;
	*contents = length;
	return 1;
}

int
der_next(struct der_slice *rest, struct der_item *item, const char **why)
{
	uint64_t contents;
	size_t head;
	int got;

	if (rest->size == 0)
		return 0;
	got = der_head(rest->data, rest->size, &item->tag, &head, &contents, why);
	if (got == 0 || (got == 1 && contents > rest->size - head)) {
		*why = "item goes past the end of what contains it";
		return -1;
	}
	if (got == -1)
		return -1;
	item->whole = (struct der_slice){ rest->data, head + (size_t)contents };
	item->value = (struct der_slice){ rest->data + head, (size_t)contents };
	rest->data += item->whole.size;
	rest->size -= item->whole.size;
	return 1;
}

bool
der_take(struct der_slice *rest, uint8_t tag, struct der_item *item)
{
	const char *why;

	if (rest->size == 0 || rest->data[0] != tag)
		return false;
	return der_next(rest, item, &why) == 1;
}

bool
der_equal(struct der_slice a, struct der_slice b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

const char *
der_magnitude(struct der_slice value, struct der_slice *magnitude)
{
	if (value.size == 0)
		return "INTEGER without contents (X.690 8.3.1)";
	if (value.data[0] & 0x80)
		return "INTEGER is negative";
	if (value.size > 1 && value.data[0] == 0) {
		if (!(value.data[1] & 0x80))
			return "INTEGER is not minimal (X.690 8.3.2)";
		value.data++;
		value.size--;
	}
	*magnitude = value;
	return NULL;
}

int32_t
der_small(struct der_slice value)
{
	struct der_slice m;
	uint32_t n = 0;
	size_t i;

	if (der_magnitude(value, &m) != NULL || m.size > 4 || (m.size == 4 && m.data[0] > 0x7f))
		return -1;
	for (i = 0; i < m.size; i++)
		n = n << 8 | m.data[i];
	return (int32_t)n;
}

int
der_boolean(struct der_slice value)
{
	if (value.size != 1 || (value.data[0] != 0 && value.data[0] != 0xff))
		return -1;
	return value.data[0] & 1;
}

bool
der_bits(struct der_slice value, struct der_slice *octets)
{
	if (value.size == 0 || value.data[0] != 0)
		return false;
	octets->data = value.data + 1;
	octets->size = value.size - 1;
	return true;
}
