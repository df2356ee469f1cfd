/* record_show - CBOR as JSON: records of ours by their rule, anything else as it is. */
#include "record/record_print.h"

enum {
	PIECE = 64 << 10, /* text made by one call, but for a long string */
};

static void
print_set(struct cput *text, const struct record_value *v, int64_t set)
{
	const char *comma = "";
	unsigned i;

	record_print(text, "[");
	for (i = 0; i < v->count; i++) {
		if ((set >> v->words[i].value & 1) == 0)
			continue;
		record_print(text, comma);
		comma = ",";
		record_print_text(text, (const uint8_t *)v->words[i].name, v->words[i].size);
	}
	record_print(text, "]");
}

static void
print_cell(struct cput *text, const struct record_value *v, const struct record_cell *c)
{
	const struct record_word *word;

	switch (v->form) {
	case RECORD_FORM_TOKEN:
	case RECORD_FORM_TEXT:
		record_print_text(text, c->data, c->size);
		break;
	case RECORD_FORM_MAGNITUDE:
		record_print(text, "\"");
		record_print_hex(text, c->data, c->size);
		record_print(text, "\"");
		break;
	case RECORD_FORM_TIME:
		record_print_time(text, c->number);
		break;
	case RECORD_FORM_COUNT:
		record_print_number(text, false, (uint64_t)c->number);
		break;
	case RECORD_FORM_CHOICE:
	case RECORD_FORM_NUMBER:
		word = record_word_of(v, c->number);
		record_print_text(text, (const uint8_t *)word->name, word->size);
		break;
	case RECORD_FORM_SET:
		print_set(text, v, c->number);
		break;
	}
}

/* A record of ours, by the first rule that it fits.  False: by none. */
static bool
print_record(struct cput *text, const uint8_t *item)
{
	const struct record_type *type;
	union record_any record;
	struct record_cell cell;
	const char *comma = "{";
	unsigned n, i;

	for (n = 0; n < record_types_count; n++)
		if (record_read(&record_types[n], item, &record, NULL) == NULL)
			break;
	if (n == record_types_count)
		return false;
	for (type = &record_types[n], i = 0; i < type->count; i++) {
		if (!record_get(&type->members[i], &record, &cell))
			continue;
		record_print(text, comma);
		comma = ",";
		record_print_text(
		    text, (const uint8_t *)type->members[i].name, type->members[i].size);
		record_print(text, ":");
		print_cell(text, type->members[i].value, &cell);
	}
	record_print(text, "}");
	return true;
}

/* An item ended: so may the arrays, maps and tags around it.  False: nothing is left. */
static bool
close_levels(struct record_show *s, struct cput *text)
{
	struct record_show_frame *f;

	while (s->depth > 0) {
		f = &s->frame[s->depth - 1];
		if (--f->left > 0)
			return true;
		record_print(text, f->kind == CITEM_ARRAY ? "]" : "}");
		s->depth--;
	}
	return false;
}

/* What stands in front of the next item: comma, and the key in a map. */
static void
print_before(struct record_show *s, struct cput *text)
{
	struct record_show_frame *f = s->frame + (s->depth > 0 ? s->depth - 1 : 0);

	if (s->depth == 0 || f->kind == CITEM_TAG)
		return;
	if (f->comma)
		record_print(text, ",");
	f->comma = true;
	if (f->kind == CITEM_MAP) {
		s->item = record_print_key(text, s->item);
		record_print(text, ":");
	}
}

static bool
show_item(struct record_show *s, struct cput *text)
{
	struct citem item;
	const uint8_t *after;

	print_before(s, text);
	item = citem_head(s->item);
	if ((after = record_print_item(text, &item)) != NULL) {
		s->item = after;
		return close_levels(s, text);
	}
	if (item.kind == CITEM_TAG) {
		record_print(text, "{\"tag\":");
		record_print_exact(text, false, item.value);
		record_print(text, ",\"value\":");
	} else
		record_print(text, item.kind == CITEM_ARRAY ? "[" : "{");
	s->frame[s->depth++] = (struct record_show_frame){ .kind = (uint8_t)item.kind,
		.left = item.kind == CITEM_TAG ? 1 : item.value };
	s->item = item.data;
	return true;
}

bool
record_show(struct record_show *s, struct cput *text)
{
	size_t begin = text->size;

	if (!s->begun && print_record(text, s->item))
		return false;
	s->begun = true;
	while (text->size - begin < PIECE && !text->failed)
		if (!show_item(s, text))
			return false;
	return !text->failed;
}
