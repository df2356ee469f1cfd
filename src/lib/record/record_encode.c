/* record_encode - a line of JSON into a record.  jansson reads the JSON. */
#include "record/record_json.h"
#include "record/record_table.h"
#include <jansson.h>
#include <stdio.h>
#include <string.h>

const struct record_type *
record_type(const char *name)
{
	unsigned i;

	for (i = 0; i < record_types_count; i++)
		if (strcmp(record_types[i].name, name) == 0)
			return &record_types[i];
	return NULL;
}

const char *
record_type_name(unsigned n)
{
	return n < record_types_count ? record_types[n].name : NULL;
}

/* A set may be written in any order, but names nothing twice. */
static const char *
from_array(const struct record_value *v, const json_t *json, struct record_cell *c)
{
	struct record_cell one = { 0 };
	const char *why;
	json_t *name;
	size_t i;

	if (!json_is_array(json))
		return "not an array of names";
	c->number = 0;
	json_array_foreach(json, i, name)
	{
		if (!json_is_string(name))
			return "not an array of names";
		why = record_from_word(
		    v, json_string_value(name), json_string_length(name), &one);
		if (why != NULL)
			return why;
		if ((c->number >> one.number & 1) != 0)
			return "a name twice";
		c->number |= (int64_t)1 << one.number;
	}
	return NULL;
}

/* What a value says; whether its rule allows that is for record_write to check. */
static const char *
from_json(const struct record_value *v, const json_t *json, struct record_octets *o,
    struct record_cell *c)
{
	*c = (struct record_cell){ 0 };
	if (v->form == RECORD_FORM_SET)
		return from_array(v, json, c);
	if (v->form == RECORD_FORM_COUNT) {
		c->number = json_integer_value(json);
		return json_is_integer(json) ? NULL : "not a whole number";
	}
	if (!json_is_string(json))
		return "not text";
	return record_from_text(v, json_string_value(json), json_string_length(json), o, c);
}

static const char *
from_object(
    const struct record_type *type, json_t *json, struct cput *out, struct record_error *error)
{
	union record_any record = { 0 };
	struct record_octets octets = { .used = 0 };
	const struct record_member *m;
	struct record_cell cell;
	const char *key, *why;
	unsigned next = 0;
	uint32_t seen = 0;
	json_t *value;

	json_object_foreach(json, key, value)
	{
		if ((m = record_member(type, key, strlen(key), &next)) == NULL)
			return record_fail(error, type, key, strlen(key), "unknown");
		if ((why = from_json(m->value, value, &octets, &cell)) != NULL)
			return record_fail(error, type, m->name, m->size, why);
		record_set(m, &record, &cell);
		seen |= (uint32_t)1 << (m - type->members);
	}
	if ((m = record_missing(type, seen)) != NULL)
		return record_fail(error, type, m->name, m->size, "missing");
	return record_write(type, out, &record, error);
}

const char *
record_encode_json(const struct record_type *type, const char *line, size_t size,
    struct cput *out, struct record_error *error)
{
	json_error_t broken;
	enum json_error_code code;
	char text[sizeof broken.text + 32];
	json_t *json;
	const char *why;

	json = json_loadb(line, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &broken);
	if (json == NULL) {
		code = json_error_code(&broken);
		out->failed |= code == json_error_out_of_memory;
		snprintf(text, sizeof text, "column %d: %s (RFC 8259)", broken.column,
		    code == json_error_null_character ? "NUL in a string" : broken.text);
		return record_fail(error, NULL, NULL, 0, text);
	}
	if (json_is_object(json))
		why = from_object(type, json, out, error);
	else
		why = record_fail(error, type, NULL, 0, "not an object");
	json_decref(json);
	return why;
}

/* The lines that machines write, without a tree: most of them, at several times the speed.
 * What is not put here is looked at again by jansson, which knows why. */
static bool
encode_plain(const struct record_type *type, const char *line, size_t size, struct cput *out)
{
	union record_any record = { 0 };
	struct record_octets octets = { .used = 0 };

	return record_plain(type, line, size, &octets, &record) &&
	       record_write(type, out, &record, NULL) == NULL;
}

const char *
record_encode(const struct record_type *type, const char *line, size_t size, struct cput *out,
    struct record_error *error)
{
	if (encode_plain(type, line, size, out))
		return NULL;
	return record_encode_json(type, line, size, out, error);
}
