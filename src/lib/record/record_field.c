/* record_field - members of a rule, and the fields of a structure that hold them. */
#include "record/record_table.h"
#include <stdio.h>
#include <string.h>

struct record_text
record_text(const char *text)
{
	return (struct record_text){ text, text != NULL ? strlen(text) : 0 };
}

bool
record_text_is(struct record_text have, const char *text)
{
	return have.data != NULL && have.size == strlen(text) &&
	       memcmp(have.data, text, have.size) == 0;
}

const struct record_member *
record_member(const struct record_type *type, const char *name, size_t size, unsigned *next)
{
	const struct record_member *m;
	unsigned i, at;

	for (at = *next, i = 0; i < type->count; i++, at++) {
		if (at >= type->count)
			at = 0;
		m = &type->members[type->order[at]];
		if (m->size == size && memcmp(m->name, name, size) == 0) {
			*next = at + 1;
			return m;
		}
	}
	return NULL;
}

const struct record_member *
record_missing(const struct record_type *type, uint32_t seen)
{
	unsigned i;

	for (i = 0; i < type->count; i++)
		if (!type->members[i].optional && (seen >> i & 1) == 0)
			return &type->members[i];
	return NULL;
}

/* The fields are reached by their place: copies keep the types of both sides out of it. */
bool
record_get(const struct record_member *m, const void *record, struct record_cell *c)
{
	const char *field = (const char *)record + m->field;
	struct record_text text;
	struct der_slice octets;
	uint32_t set;
	int small;

	if (m->flag != RECORD_NO_FLAG && !*((const bool *)record + m->flag))
		return false;
	*c = (struct record_cell){ 0 };
	switch (m->value->form) {
	case RECORD_FORM_TOKEN:
	case RECORD_FORM_TEXT:
		memcpy(&text, field, sizeof text);
		c->data = (const uint8_t *)text.data;
		c->size = text.size;
		return c->data != NULL;
	case RECORD_FORM_MAGNITUDE:
		memcpy(&octets, field, sizeof octets);
		c->data = octets.data;
		c->size = octets.size;
		return c->data != NULL;
	case RECORD_FORM_TIME:
	case RECORD_FORM_COUNT: /* above INT64_MAX it turns negative, which no rule allows */
		memcpy(&c->number, field, sizeof c->number);
		return true;
	case RECORD_FORM_CHOICE:
	case RECORD_FORM_NUMBER:
		memcpy(&small, field, sizeof small);
		c->number = small;
		return true;
	case RECORD_FORM_SET:
		memcpy(&set, field, sizeof set);
		c->number = set;
		return true;
	}
	return false;
}

void
record_set(const struct record_member *m, void *record, const struct record_cell *c)
{
	char *field = (char *)record + m->field;
	struct record_text text = { (const char *)c->data, c->size };
	struct der_slice octets = { c->data, c->size };
	uint32_t set = (uint32_t)c->number;
	int small = (int)c->number;

	if (m->flag != RECORD_NO_FLAG)
		*((bool *)record + m->flag) = true;
	switch (m->value->form) {
	case RECORD_FORM_TOKEN:
	case RECORD_FORM_TEXT:
		memcpy(field, &text, sizeof text);
		break;
	case RECORD_FORM_MAGNITUDE:
		memcpy(field, &octets, sizeof octets);
		break;
	case RECORD_FORM_TIME:
	case RECORD_FORM_COUNT:
		memcpy(field, &c->number, sizeof c->number);
		break;
	case RECORD_FORM_CHOICE:
	case RECORD_FORM_NUMBER:
		memcpy(field, &small, sizeof small);
		break;
	case RECORD_FORM_SET:
		memcpy(field, &set, sizeof set);
		break;
	}
}

/* Append to text what can be printed anywhere; the rest leaves as \xHH. */
static size_t
append(char *text, size_t at, size_t room, const char *what, size_t size)
{
	const unsigned char *p = (const unsigned char *)what, *end = p + size;

	for (; p < end && at + 4 < room; p++)
		if (*p < 0x20 || *p > 0x7e)
			at += (size_t)snprintf(text + at, 5, "\\x%02X", *p);
		else
			text[at++] = (char)*p;
	text[at] = '\0';
	return at;
}

const char *
record_fail(struct record_error *error, const struct record_type *type, const char *name,
    size_t size, const char *why)
{
	enum {
		NAME_SHOWN = 40,
		CLAUSE = 48, /* room kept for the rule's file */
	};
	size_t at = 0, room = sizeof error->text;

	if (error == NULL)
		return why;
	if (name != NULL) {
		at = append(error->text, at, room, "field \"", 7);
		at = append(error->text, at, room, name, size < NAME_SHOWN ? size : NAME_SHOWN);
		at = append(error->text, at, room, "\": ", 3);
	}
	at = append(error->text, at, room - CLAUSE, why, strlen(why));
	if (type != NULL)
		snprintf(error->text + at, room - at, " (%s)", type->file);
	return error->text;
}
