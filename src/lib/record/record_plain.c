/* record_plain - lines of JSON in the plain form that machines write, read in place. */
#include "record/record_table.h"
#include <string.h>

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* A magnitude. */
static const char *
from_hex(const char *text, size_t size, struct record_octets *o, struct record_cell *c)
{
	size_t i;
	int high, low;

	if (size % 2 != 0)
		return "odd number of hex digits";
	if (size / 2 > RECORD_OCTETS_MAX || o->used + size / 2 > sizeof o->data)
		return "too many octets";
	c->data = o->data + o->used;
	c->size = size / 2;
	for (i = 0; i < size; i += 2) {
		high = hex_digit(text[i]);
		low = hex_digit(text[i + 1]);
		if (high == -1 || low == -1)
			return "not hex";
		o->data[o->used++] = (uint8_t)(high << 4 | low);
	}
	/* Some tools print the 00 octet that DER puts before a high bit: the same number. */
	while (c->size > 1 && c->data[0] == 0) {
		c->data++;
		c->size--;
	}
	return NULL;
}

const char *
record_from_word(
    const struct record_value *v, const char *text, size_t size, struct record_cell *c)
{
	const struct record_word *word = record_word(v, text, size);

	if (word == NULL)
		return "none of the names allowed";
	c->number = word->value;
	return NULL;
}

const char *
record_from_text(const struct record_value *v, const char *text, size_t size,
    struct record_octets *o, struct record_cell *c)
{
	switch (v->form) {
	case RECORD_FORM_MAGNITUDE:
		return from_hex(text, size, o, c);
	case RECORD_FORM_TIME:
		return record_time_read(text, size, &c->number)
			   ? NULL
			   : "not an RFC 3339 time, like 2026-11-21T03:00:00Z";
	case RECORD_FORM_CHOICE:
	case RECORD_FORM_NUMBER:
		return record_from_word(v, text, size, c);
	default:
		c->data = (const uint8_t *)text;
		c->size = size;
		return NULL;
	}
}

/* Pass over white space; the character behind it, NUL at the end. */
static char
peek(struct record_text *rest)
{
	while (rest->size > 0 && (*rest->data == ' ' || *rest->data == '\t')) {
		rest->data++;
		rest->size--;
	}
	return rest->size > 0 ? *rest->data : '\0';
}

static bool
take(struct record_text *rest, char c)
{
	if (peek(rest) != c || c == '\0')
		return false;
	rest->data++;
	rest->size--;
	return true;
}

/* A string without escapes.  What JSON forbids in it our rules forbid as well. */
static bool
take_string(struct record_text *rest, struct record_text *string)
{
	const char *end;

	if (!take(rest, '"') || (end = memchr(rest->data, '"', rest->size)) == NULL)
		return false;
	string->data = rest->data;
	string->size = (size_t)(end - rest->data);
	rest->data = end + 1;
	rest->size -= string->size + 1;
	return memchr(string->data, '\\', string->size) == NULL;
}

/* A number of at most 18 digits, not negative. */
static bool
take_number(struct record_text *rest, int64_t *number)
{
	size_t n = 0;

	peek(rest);
	for (*number = 0; n < rest->size && rest->data[n] >= '0' && rest->data[n] <= '9'; n++)
		if (n < 18)
			*number = 10 * *number + (rest->data[n] - '0');
	if (n == 0 || n > 18 || (n > 1 && *rest->data == '0'))
		return false;
	rest->data += n;
	rest->size -= n;
	return peek(rest) == ',' || peek(rest) == '}';
}

bool
record_plain(const struct record_type *type, const char *line, size_t size,
    struct record_octets *octets, void *record)
{
	struct record_text rest = { line, size }, text;
	const struct record_member *m;
	struct record_cell cell = { 0 };
	unsigned next = 0;
	uint32_t seen = 0, bit;

	if (!take(&rest, '{'))
		return false;
	do {
		if (!take_string(&rest, &text) || !take(&rest, ':') ||
		    (m = record_member(type, text.data, text.size, &next)) == NULL ||
		    m->value->form == RECORD_FORM_SET)
			return false;
		bit = (uint32_t)1 << (m - type->members);
		if ((seen & bit) != 0)
			return false;
		seen |= bit;
		if (m->value->form == RECORD_FORM_COUNT) {
			if (!take_number(&rest, &cell.number))
				return false;
		} else if (!take_string(&rest, &text) || record_from_text(m->value, text.data,
							     text.size, octets, &cell) != NULL)
			return false;
		record_set(m, record, &cell);
	} while (take(&rest, ','));
	return take(&rest, '}') && peek(&rest) == '\0' && rest.size == 0 &&
	       record_missing(type, seen) == NULL;
}
