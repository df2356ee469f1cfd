/* record_check - does a value hold what its CDDL rule allows? */
#include "record/record_table.h"
#include <string.h>

static bool
in_set(const uint32_t set[4], uint8_t c)
{
	return c < 128 && (set[c >> 5] >> (c & 31) & 1) != 0;
}

static const char *
check_token(const struct record_value *v, const struct record_cell *c)
{
	size_t i;

	if (c->size < (uint64_t)v->least || c->size > (uint64_t)v->most)
		return c->size == 0 ? "empty" : "longer than a label may be";
	if (!in_set(v->first, c->data[0]))
		return "not a label";
	for (i = 1; i < c->size; i++)
		if (!in_set(v->rest, c->data[i]))
			return "not a label";
	return NULL;
}

/* Characters are counted, not octets; a control is U+0000 to 1F and 7F to 9F. */
static const char *
check_text(const struct record_value *v, const struct record_cell *c)
{
	const uint8_t *p, *end = c->data + c->size;
	int64_t characters = 0;

	for (p = c->data; p < end; p++) {
		if (*p < 0x20 || *p == 0x7f)
			return "control character";
		if (*p == 0xc2 && p + 1 < end && p[1] < 0xa0)
			return "control character";
		characters += (*p & 0xc0) != 0x80;
	}
	if (characters < v->least)
		return "empty";
	if (characters > v->most)
		return "text is too long";
	return cseq_is_utf8(c->data, c->size) ? NULL : "not UTF-8";
}

static const char *
check_magnitude(const struct record_value *v, const struct record_cell *c)
{
	if (c->size < (uint64_t)v->least)
		return "empty";
	if (c->size > (uint64_t)v->most)
		return "too many octets";
	if (c->data[0] == 0 && c->size > 1)
		return "leading 00 octet";
	return NULL;
}

const char *
record_check(const struct record_value *v, const struct record_cell *c)
{
	unsigned i;
	int64_t left = c->number;

	switch (v->form) {
	case RECORD_FORM_TOKEN:
		return check_token(v, c);
	case RECORD_FORM_TEXT:
		return check_text(v, c);
	case RECORD_FORM_MAGNITUDE:
		return check_magnitude(v, c);
	case RECORD_FORM_TIME:
		return c->number < v->least || c->number > v->most ? "date out of range" : NULL;
	case RECORD_FORM_COUNT:
		return c->number < v->least || c->number > v->most ? "number out of range"
								   : NULL;
	case RECORD_FORM_SET:
		for (i = 0; i < v->count; i++)
			left &= ~((int64_t)1 << v->words[i].value);
		return left != 0 ? "no such reason" : NULL;
	case RECORD_FORM_CHOICE:
	case RECORD_FORM_NUMBER:
		break;
	}
	return record_word_of(v, c->number) == NULL ? "none of the values allowed" : NULL;
}

const struct record_word *
record_word(const struct record_value *v, const char *name, size_t size)
{
	unsigned i;

	for (i = 0; i < v->count; i++)
		if (v->words[i].size == size && memcmp(v->words[i].name, name, size) == 0)
			return &v->words[i];
	return NULL;
}

const struct record_word *
record_word_of(const struct record_value *v, int64_t value)
{
	unsigned i;

	for (i = 0; i < v->count; i++)
		if (v->words[i].value == value)
			return &v->words[i];
	return NULL;
}
