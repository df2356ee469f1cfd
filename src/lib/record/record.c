/* record - between CBOR and structures, by the table.  See cborstream(5). */
#include "record/record.h"
#include "record/record_table.h"
#include <string.h>

/* The numbers of a set must rise, so that there is one encoding. */
static const char *
read_set(const struct record_value *v, const struct citem *item, struct record_cell *c)
{
	struct citem at;
	uint64_t i, last = 0;

	if (item->kind != CITEM_ARRAY || item->value > v->count)
		return "not a set of reasons";
	c->number = 0;
	for (i = 0; i < item->value; i++) {
		at = i == 0 ? citem_at(item->data) : citem_after(&at);
		if (at.kind != CITEM_UINT || at.value > 31)
			return "not a set of reasons";
		if (i > 0 && at.value <= last)
			return "reasons do not rise";
		last = at.value;
		c->number |= (int64_t)1 << last;
	}
	return NULL;
}

static const char *
read_string(const struct citem *item, enum citem_kind kind, struct record_cell *c)
{
	if (item->kind != kind)
		return kind == CITEM_TEXT ? "not text" : "not octets";
	c->data = item->data;
	c->size = (size_t)item->value;
	return NULL;
}

static const char *
read_number(const struct citem *item, struct record_cell *c)
{
	if (item->kind != CITEM_UINT || item->value > INT64_MAX)
		return "not a whole number";
	c->number = (int64_t)item->value;
	return NULL;
}

static const char *
read_choice(const struct record_value *v, const struct citem *item, struct record_cell *c)
{
	const struct record_word *word = NULL;

	if (item->kind == CITEM_TEXT)
		word = record_word(v, (const char *)item->data, (size_t)item->value);
	if (word == NULL)
		return "none of the values allowed";
	c->number = word->value;
	return NULL;
}

static const char *
read_value(const struct record_value *v, const struct citem *item, struct record_cell *c)
{
	const char *why = NULL;

	switch (v->form) {
	case RECORD_FORM_TOKEN:
	case RECORD_FORM_TEXT:
		why = read_string(item, CITEM_TEXT, c);
		break;
	case RECORD_FORM_MAGNITUDE:
		why = read_string(item, CITEM_BYTES, c);
		break;
	case RECORD_FORM_TIME:
		if (!citem_time(item, &c->number))
			why = "not a time (tag 1 and a whole number)";
		break;
	case RECORD_FORM_COUNT:
	case RECORD_FORM_NUMBER:
		why = read_number(item, c);
		break;
	case RECORD_FORM_CHOICE:
		why = read_choice(v, item, c);
		break;
	case RECORD_FORM_SET:
		why = read_set(v, item, c);
		break;
	}
	return why != NULL ? why : record_check(v, c);
}

const char *
record_read(const struct record_type *type, const uint8_t *data, void *record,
    struct record_error *error)
{
	const struct record_member *m;
	struct citem item = citem_head(data), key, value = item;
	struct record_cell cell = { 0 };
	unsigned next = 0;
	uint32_t seen = 0;
	const char *why;
	uint64_t i;

	memset(record, 0, type->size);
	if (item.kind != CITEM_MAP)
		return record_fail(error, type, NULL, 0, "not a map");
	for (i = 0; i < item.value; i++) {
		key = i == 0 ? citem_at(item.data) : citem_after(&value);
		if (key.kind != CITEM_TEXT)
			return record_fail(error, type, NULL, 0, "a key that is not text");
		m = record_member(type, (const char *)key.data, (size_t)key.value, &next);
		if (m == NULL)
			return record_fail(
			    error, type, (const char *)key.data, (size_t)key.value, "unknown");
		value = citem_after(&key);
		if ((why = read_value(m->value, &value, &cell)) != NULL)
			return record_fail(error, type, m->name, m->size, why);
		record_set(m, record, &cell);
		seen |= (uint32_t)1 << (m - type->members);
	}
	if ((m = record_missing(type, seen)) != NULL)
		return record_fail(error, type, m->name, m->size, "missing");
	return NULL;
}

static void
put_value(struct cput *out, const struct record_value *v, const struct record_cell *c)
{
	const struct record_word *word;
	unsigned i;

	switch (v->form) {
	case RECORD_FORM_TOKEN:
	case RECORD_FORM_TEXT:
		cput_text_size(out, (const char *)c->data, c->size);
		break;
	case RECORD_FORM_MAGNITUDE:
		cput_bytes(out, c->data, c->size);
		break;
	case RECORD_FORM_TIME:
		cput_time(out, c->number);
		break;
	case RECORD_FORM_COUNT:
	case RECORD_FORM_NUMBER:
		cput_uint(out, (uint64_t)c->number);
		break;
	case RECORD_FORM_CHOICE:
		word = record_word_of(v, c->number);
		cput_text_size(out, word->name, word->size);
		break;
	case RECORD_FORM_SET:
		cput_array(out, (uint64_t)__builtin_popcountll((uint64_t)c->number));
		for (i = 0; i < 32; i++)
			if ((c->number >> i & 1) != 0)
				cput_uint(out, i);
		break;
	}
}

/* Everything is checked before anything is put: a record that is refused leaves no trace. */
const char *
record_write(const struct record_type *type, struct cput *out, const void *record,
    struct record_error *error)
{
	const struct record_member *m;
	struct record_cell cell[32];
	uint32_t have = 0;
	const char *why;
	unsigned i, k;

	for (i = 0; i < type->count; i++) {
		m = &type->members[i];
		if (!record_get(m, record, &cell[i]))
			continue;
		if ((why = record_check(m->value, &cell[i])) != NULL)
			return record_fail(error, type, m->name, m->size, why);
		have |= (uint32_t)1 << i;
	}
	if ((m = record_missing(type, have)) != NULL)
		return record_fail(error, type, m->name, m->size, "missing");
	cput_map(out, (uint64_t)__builtin_popcount(have));
	for (i = 0; i < type->count; i++) {
		k = type->order[i];
		if ((have >> k & 1) == 0)
			continue;
		cput_text_size(out, type->members[k].name, type->members[k].size);
		put_value(out, type->members[k].value, &cell[k]);
	}
	return NULL;
}
