/* record_print_item - CBOR items that are not of a record of ours, as JSON. */
#include "record/record_print.h"
#include <math.h>
#include <string.h>

enum {
	TAG_TIME = 1,      /* RFC 8949 3.4.2 */
	TAG_DATE = 1004,   /* RFC 8943: text, YYYY-MM-DD */
	SIMPLE_FALSE = 20, /* RFC 8949 3.3 */
	SIMPLE_TRUE = 21,
	SIMPLE_NULL = 22,
};
static double
half(uint64_t bits) /* RFC 8949 D */
{
	int exponent = (int)(bits >> 10 & 31), mantissa = (int)(bits & 1023);
	double value;

	if (exponent == 31)
		value = mantissa == 0 ? (double)INFINITY : (double)NAN;
	else if (exponent == 0)
		value = ldexp(mantissa, -24);
	else
		value = ldexp(mantissa + 1024, exponent - 25);
	return (bits & 0x8000) != 0 ? -value : value;
}

static void
print_simple(struct cput *text, const struct citem *item)
{
	uint32_t word = (uint32_t)item->value;
	float single;
	double twice;

	switch (item->whole[0] & 0x1f) {
	case SIMPLE_FALSE:
		record_print(text, "false");
		break;
	case SIMPLE_TRUE:
		record_print(text, "true");
		break;
	case SIMPLE_NULL:
		record_print(text, "null");
		break;
	case 25:
		record_print_float(text, half(item->value));
		break;
	case 26:
		memcpy(&single, &word, sizeof single);
		record_print_float(text, (double)single);
		break;
	case 27:
		memcpy(&twice, &item->value, sizeof twice);
		record_print_float(text, twice);
		break;
	default:
		record_print(text, "{\"simple\":");
		record_print_number(text, false, item->value);
		record_print(text, "}");
	}
}

/* Everything that has nothing inside; what comes after it. */
static const uint8_t *
print_scalar(struct cput *text, const struct citem *item)
{
	switch (item->kind) {
	case CITEM_UINT:
	case CITEM_NINT:
		record_print_exact(text, item->kind == CITEM_NINT, item->value);
		break;
	case CITEM_BYTES:
		record_print(text, "\"");
		record_print_hex(text, item->data, (size_t)item->value);
		record_print(text, "\"");
		return item->data + item->value;
	case CITEM_TEXT:
		record_print_text(text, item->data, (size_t)item->value);
		return item->data + item->value;
	case CITEM_ARRAY: /* empty, these two */
		record_print(text, "[]");
		break;
	case CITEM_MAP:
		record_print(text, "{}");
		break;
	default:
		print_simple(text, item);
	}
	return item->data;
}

/* A tag that JSON readers know a text for.  NULL: none; else what comes after it. */
static const uint8_t *
known_tag(struct cput *text, const struct citem *tag)
{
	struct citem inner = citem_head(tag->data);
	int64_t when;

	if (tag->value == TAG_DATE && inner.kind == CITEM_TEXT)
		return print_scalar(text, &inner);
	if (tag->value == TAG_TIME && citem_time(tag, &when) && record_print_time(text, when))
		return inner.data;
	return NULL;
}

const uint8_t *
record_print_item(struct cput *text, const struct citem *item)
{
	if (item->kind == CITEM_TAG)
		return known_tag(text, item);
	if ((item->kind == CITEM_ARRAY || item->kind == CITEM_MAP) && item->value > 0)
		return NULL;
	return print_scalar(text, item);
}

/* Would the text be taken for another key's name? */
static bool
looks_otherwise(const struct citem *key)
{
	size_t i, size = (size_t)key->value;

	if (size == 0)
		return false;
	for (i = size > 1 && key->data[0] == '-'; i < size; i++)
		if (key->data[i] < '0' || key->data[i] > '9')
			break;
	return i == size || key->data[0] == '#';
}

const uint8_t *
record_print_key(struct cput *text, const uint8_t *data)
{
	struct citem key = citem_at(data);

	record_print(text, "\"");
	if (key.kind == CITEM_TEXT) {
		if (looks_otherwise(&key))
			record_print(text, "#");
		record_print_inside(text, key.data, (size_t)key.value);
	} else if (key.kind == CITEM_UINT || key.kind == CITEM_NINT)
		record_print_number(text, key.kind == CITEM_NINT, key.value);
	else {
		record_print(text, "#h'");
		record_print_hex(text, key.whole, key.size);
		record_print(text, "'");
	}
	record_print(text, "\"");
	return key.whole + key.size;
}
