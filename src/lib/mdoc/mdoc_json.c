#include "mdoc/mdoc_json.h"
#include "mdoc/mdoc_json_part.h"
#include <stdio.h>
#include <string.h>

/* One member of the record, in the order of the encoding. */
static const struct member {
	const char *name;
	const char *(*put)(struct cput *, json_t *); /* NULL: nameSpaces */
} members[] = {
	{ "id", mdoc_json_text },
	{ "device", mdoc_json_octets },
	{ "holder", mdoc_json_octets },
	{ "docType", mdoc_json_text },
	{ "reissue", mdoc_json_bool },
	{ "birthDate", mdoc_json_date },
	{ "deviceKeys", mdoc_json_keys },
	{ "nameSpaces", NULL },
	{ "municipality", mdoc_json_text },
};
enum {
	MEMBERS = sizeof members / sizeof members[0],
};

static const char *
fail(struct mdoc_error *error, const char *name, const char *why)
{
	return mdoc_fail(error, name, strlen(name), why);
}

static const struct mdoc_type *
find_type(const struct mdoc_type *types, unsigned count, json_t *name)
{
	unsigned i;

	for (i = 0; i < count; i++)
		if (types[i].name.size == json_string_length(name) &&
		    memcmp(types[i].name.text, json_string_value(name), types[i].name.size) ==
			0)
			return &types[i];
	return NULL;
}

static const char *
put_elements(struct cput *c, const struct mdoc_type *type, const char *space, json_t *json,
    struct mdoc_error *error)
{
	const char *keys[MDOC_ELEMENTS_MAX], *why;
	int count = mdoc_json_sorted(json, keys, MDOC_ELEMENTS_MAX), i;
	const struct mdoc_element *element;

	if (!json_is_object(json) || count < 0)
		return fail(error, space, "not an object of up to 256 elements");
	cput_text(c, space);
	cput_map(c, (uint64_t)count);
	for (i = 0; i < count; i++) {
		element =
		    mdoc_type_element(type, space, strlen(space), keys[i], strlen(keys[i]));
		if (element == NULL)
			return fail(error, keys[i], "the docType has no such element there");
		cput_text(c, keys[i]);
		why = mdoc_json_value(c, json_object_get(json, keys[i]), element->form);
		if (why != NULL)
			return fail(error, keys[i], why);
	}
	return NULL;
}

static const char *
put_spaces(struct cput *c, const struct mdoc_type *type, json_t *json, struct mdoc_error *error)
{
	const char *keys[MDOC_SPACES_MAX], *why = NULL;
	int count = mdoc_json_sorted(json, keys, MDOC_SPACES_MAX), i;

	if (!json_is_object(json) || count < 0)
		return fail(error, "nameSpaces", "not an object of up to 16 namespaces");
	cput_map(c, (uint64_t)count);
	for (i = 0; why == NULL && i < count; i++)
		why = put_elements(c, type, keys[i], json_object_get(json, keys[i]), error);
	return why;
}

/* Every member that is there has been put: is there one that is none of ours? */
static const char *
find_unknown(json_t *json, struct mdoc_error *error)
{
	const char *key;
	json_t *value;
	size_t i;

	json_object_foreach(json, key, value)
	{
		for (i = 0; i < MEMBERS && strcmp(members[i].name, key) != 0; i++)
			;
		if (i == MEMBERS)
			return fail(error, key, "unknown");
	}
	return NULL;
}

static const char *
put_record(struct cput *c, const struct mdoc_type *type, json_t *json, struct mdoc_error *error)
{
	const struct member *m;
	json_t *value;
	const char *why;

	if ((why = find_unknown(json, error)) != NULL)
		return why;
	cput_map(c, json_object_size(json));
	for (m = members; m < members + MEMBERS; m++) {
		if ((value = json_object_get(json, m->name)) == NULL)
			continue; /* if it must be there, it is missed when the item is read */
		cput_text(c, m->name);
		if (m->put == NULL)
			why = put_spaces(c, type, value, error);
		else if ((why = m->put(c, value)) != NULL)
			why = fail(error, m->name, why);
		if (why != NULL)
			return why;
	}
	return NULL;
}

/* What has been put at from must be good to whoever reads it. */
static const char *
check(const struct cput *c, size_t from, const struct mdoc_type *type, struct mdoc_error *error)
{
	struct mdoc_issuance read;
	struct citem item;
	const char *why;

	if (c->failed)
		return mdoc_fail(error, NULL, 0, "out of memory");
	item = citem_at(c->data + from);
	if ((why = mdoc_issuance_read(&item, MDOC_REQUESTED, &read, error)) != NULL)
		return why;
	return mdoc_type_check(type, &read.name_spaces, error);
}

/* What jansson says repeats the text where it stopped, which may be anybody's name. */
static const char *
not_json(const json_error_t *broken, struct mdoc_error *error)
{
	enum json_error_code code = json_error_code(broken);
	char text[80];

	snprintf(text, sizeof text, "column %d: %s (RFC 8259)", broken->column,
	    code == json_error_null_character  ? "NUL in a string"
	    : code == json_error_duplicate_key ? "a member there twice"
	    : code == json_error_invalid_utf8  ? "not UTF-8"
					       : "not JSON");
	return mdoc_fail(error, NULL, 0, text);
}

const char *
mdoc_issuance_encode(const struct mdoc_type *types, unsigned count, const char *line,
    size_t size, struct cput *out, struct mdoc_error *error)
{
	size_t from = out->size;
	const struct mdoc_type *type;
	json_error_t broken;
	const char *why;
	json_t *json, *name;

	error->line = 0;
	json = json_loadb(line, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &broken);
	if (json == NULL) {
		out->failed |= json_error_code(&broken) == json_error_out_of_memory;
		return not_json(&broken, error);
	}
	name = json_object_get(json, "docType");
	if (!json_is_object(json))
		why = mdoc_fail(error, NULL, 0, "not an object");
	else if (name == NULL)
		why = fail(error, "docType", "missing");
	else if ((type = find_type(types, count, name)) == NULL)
		why = fail(error, "docType", "none of those that --doctype names");
	else if ((why = put_record(out, type, json, error)) == NULL)
		why = check(out, from, type, error);
	json_decref(json);
	if (why != NULL)
		out->size = from;
	return why;
}
