#include "mdoc/mdoc_json_part.h"
#include <string.h>

enum {
	TAG_TDATE = 0,
	TAG_FULL_DATE = 1004,
	PRIVILEGE_MEMBERS = 4,
};

int
mdoc_json_sorted(json_t *object, const char **keys, unsigned most)
{
	const char *key;
	json_t *value;
	unsigned count = 0, at;
	size_t size;

	json_object_foreach(object, key, value)
	{
		if (count == most)
			return -1;
		size = strlen(key);
		for (at = count++; at > 0; at--) {
			if (size > strlen(keys[at - 1]) ||
			    (size == strlen(keys[at - 1]) && strcmp(key, keys[at - 1]) > 0))
				break;
			keys[at] = keys[at - 1];
		}
		keys[at] = key;
	}
	return (int)count;
}

const char *
mdoc_json_text(struct cput *c, json_t *json)
{
	if (!json_is_string(json))
		return "not a string";
	cput_text_size(c, json_string_value(json), json_string_length(json));
	return NULL;
}

const char *
mdoc_json_date(struct cput *c, json_t *json)
{
	cput_tag(c, TAG_FULL_DATE);
	return mdoc_json_text(c, json);
}

const char *
mdoc_json_bool(struct cput *c, json_t *json)
{
	cput_bool(c, json_is_true(json));
	return json_is_boolean(json) ? NULL : "neither true nor false";
}

/* The members of one privilege, and those of one of its codes, are all text or dates. */
static const char *
put_code(struct cput *c, json_t *json)
{
	const char *keys[PRIVILEGE_MEMBERS], *why = NULL;
	int count = mdoc_json_sorted(json, keys, PRIVILEGE_MEMBERS), i;

	if (!json_is_object(json) || count < 0)
		return "a code is not an object of code, sign, value";
	cput_map(c, (uint64_t)count);
	for (i = 0; why == NULL && i < count; i++) {
		cput_text(c, keys[i]);
		why = mdoc_json_text(c, json_object_get(json, keys[i]));
	}
	return why;
}

static const char *
put_codes(struct cput *c, json_t *json)
{
	const char *why = NULL;
	json_t *code;
	size_t i;

	if (!json_is_array(json))
		return "codes is not an array";
	cput_array(c, json_array_size(json));
	json_array_foreach(json, i, code) if (why == NULL) why = put_code(c, code);
	return why;
}

static const char *
put_privilege(struct cput *c, json_t *json)
{
	const char *keys[PRIVILEGE_MEMBERS], *why = NULL;
	int count = mdoc_json_sorted(json, keys, PRIVILEGE_MEMBERS), i;
	json_t *value;

	if (!json_is_object(json) || count < 0)
		return "a privilege is not an object of vehicle_category_code, issue_date, "
		       "expiry_date, codes";
	cput_map(c, (uint64_t)count);
	for (i = 0; why == NULL && i < count; i++) {
		cput_text(c, keys[i]);
		value = json_object_get(json, keys[i]);
		if (strcmp(keys[i], "codes") == 0)
			why = put_codes(c, value);
		else if (strcmp(keys[i], "vehicle_category_code") == 0)
			why = mdoc_json_text(c, value);
		else
			why = mdoc_json_date(c, value);
	}
	return why;
}

static const char *
put_privileges(struct cput *c, json_t *json)
{
	const char *why = NULL;
	json_t *privilege;
	size_t i;

	if (!json_is_array(json))
		return "not an array";
	cput_array(c, json_array_size(json));
	json_array_foreach(json, i, privilege) if (why == NULL) why =
	    put_privilege(c, privilege);
	return why;
}

const char *
mdoc_json_value(struct cput *c, json_t *json, enum mdoc_form form)
{
	switch (form) {
	case MDOC_TEXT:
		return mdoc_json_text(c, json);
	case MDOC_BYTES:
		return mdoc_json_octets(c, json);
	case MDOC_UINT:
	case MDOC_SEX:
		cput_int(c, json_integer_value(json));
		return json_is_integer(json) ? NULL : "not a whole number";
	case MDOC_BOOL:
		return mdoc_json_bool(c, json);
	case MDOC_FULL_DATE:
		return mdoc_json_date(c, json);
	case MDOC_TDATE:
		cput_tag(c, TAG_TDATE);
		return mdoc_json_text(c, json);
	case MDOC_DRIVING_PRIVILEGES:
		return put_privileges(c, json);
	}
	return "of no type";
}
