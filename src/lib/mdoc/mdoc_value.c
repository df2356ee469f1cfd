/* mdoc_value - does what a document holds fit its docType? */
#include "mdoc/mdoc_type.h"
#include <string.h>

enum {
	TAG_TDATE = 0,        /* RFC 8949 3.4.1 */
	TAG_FULL_DATE = 1004, /* RFC 8943 */
	FALSE = 20,           /* RFC 8949 3.3 */
	TRUE = 21,
	PRIVILEGES_MAX = 64,
};

/* Text that has the form of a pattern, 0 standing for any digit. */
static bool
has_form(const char *text, uint64_t size, const char *form)
{
	size_t i;

	if (size != strlen(form))
		return false;
	for (i = 0; form[i] != '\0'; i++)
		if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	return true;
}

static int
pair(const char *p)
{
	return 10 * (p[0] - '0') + (p[1] - '0');
}

/* "2026-11-21", a day of the calendar. */
static bool
is_day(const char *p)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int year = 100 * pair(p) + pair(p + 2), month = pair(p + 5), day = pair(p + 8);
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= lengths[month - 1] + (month == 2 && leap);
}

/* The text that stands in a tag, of that form. */
static bool
tagged(const struct citem *value, uint64_t tag, const char *form, const char **text)
{
	struct citem inner;

	if (value->kind != CITEM_TAG || value->value != tag)
		return false;
	inner = citem_at(value->data);
	*text = (const char *)inner.data;
	return inner.kind == CITEM_TEXT && has_form(*text, inner.value, form);
}

bool
mdoc_is_full_date(const struct citem *value)
{
	const char *text;

	return tagged(value, TAG_FULL_DATE, "0000-00-00", &text) && is_day(text);
}

static bool
is_tdate(const struct citem *value)
{
	const char *text;

	return tagged(value, TAG_TDATE, "0000-00-00T00:00:00Z", &text) && is_day(text) &&
	       pair(text + 11) < 24 && pair(text + 14) < 60 && pair(text + 17) < 60;
}

static const char *
check_text(const struct citem *value, uint64_t most)
{
	uint64_t i, count = 0;

	if (value->kind != CITEM_TEXT)
		return "not text";
	for (i = 0; i < value->value; i++) {
		if (value->data[i] < 0x20 || value->data[i] == 0x7f ||
		    (value->data[i] == 0xc2 && value->data[i + 1] < 0xa0))
			return "has a control character";
		count += (value->data[i] & 0xc0) != 0x80;
	}
	if (count == 0)
		return "empty";
	return count <= most ? NULL : "longer than its docType allows";
}

/* {"code": text, ? "sign": text, ? "value": text} */
static const char *
check_code(const struct citem *code)
{
	struct citem_walk walk = citem_walk(code);
	struct citem key, value;

	if (code->kind != CITEM_MAP || !citem_get(code, "code", &value))
		return "a code without code (ISO/IEC 18013-5 7.2.4)";
	while (citem_pair(&walk, &key, &value))
		if ((!citem_is_text(&key, "code") && !citem_is_text(&key, "sign") &&
			!citem_is_text(&key, "value")) ||
		    check_text(&value, UINT64_MAX) != NULL)
			return "not code, sign or value of a code (ISO/IEC 18013-5 7.2.4)";
	return NULL;
}

static const char *
check_codes(const struct citem *codes)
{
	struct citem_walk walk = citem_walk(codes);
	struct citem code;
	const char *why = NULL;

	if (codes->kind != CITEM_ARRAY || codes->value == 0 || codes->value > PRIVILEGES_MAX)
		return "codes is not an array of 1 to 64";
	while (why == NULL && citem_next(&walk, &code))
		why = check_code(&code);
	return why;
}

static const char *
check_privilege(const struct citem *privilege)
{
	struct citem_walk walk = citem_walk(privilege);
	struct citem key, value;
	const char *why = NULL;

	if (privilege->kind != CITEM_MAP ||
	    !citem_get(privilege, "vehicle_category_code", &value))
		return "a privilege without vehicle_category_code (ISO/IEC 18013-5 7.2.4)";
	while (why == NULL && citem_pair(&walk, &key, &value))
		if (citem_is_text(&key, "vehicle_category_code"))
			why = check_text(&value, UINT64_MAX);
		else if (citem_is_text(&key, "issue_date") ||
			 citem_is_text(&key, "expiry_date"))
			why = mdoc_is_full_date(&value) ? NULL : "not a date (RFC 8943)";
		else if (citem_is_text(&key, "codes"))
			why = check_codes(&value);
		else
			why = "a privilege has no such member (ISO/IEC 18013-5 7.2.4)";
	return why;
}

static const char *
check_privileges(const struct citem *value)
{
	struct citem_walk walk = citem_walk(value);
	struct citem privilege;
	const char *why = NULL;

	if (value->kind != CITEM_ARRAY || value->value > PRIVILEGES_MAX)
		return "not an array of up to 64 (ISO/IEC 18013-5 7.2.4)";
	while (why == NULL && citem_next(&walk, &privilege))
		why = check_privilege(&privilege);
	return why;
}

const char *
mdoc_value_check(const struct mdoc_element *element, const struct citem *v)
{
	switch (element->form) {
	case MDOC_TEXT:
		return check_text(v, element->most);
	case MDOC_BYTES:
		if (v->kind != CITEM_BYTES)
			return "not octets";
		if (v->value == 0)
			return "empty";
		return v->value <= element->most ? NULL : "longer than its docType allows";
	case MDOC_UINT:
		return v->kind == CITEM_UINT ? NULL : "not a whole number from 0";
	case MDOC_BOOL:
		return v->kind == CITEM_SIMPLE && (v->value == FALSE || v->value == TRUE) &&
			       v->size == 1
			   ? NULL
			   : "neither true nor false";
	case MDOC_SEX:
		return v->kind == CITEM_UINT && (v->value <= 2 || v->value == 9)
			   ? NULL
			   : "none of 0, 1, 2, 9 (ISO/IEC 5218)";
	case MDOC_FULL_DATE:
		return mdoc_is_full_date(v) ? NULL : "not a date, YYYY-MM-DD (RFC 8943)";
	case MDOC_TDATE:
		return is_tdate(v) ? NULL : "not a time, YYYY-MM-DDThh:mm:ssZ";
	case MDOC_DRIVING_PRIVILEGES:
		return check_privileges(v);
	}
	return "of no type";
}

const char *
mdoc_type_check(
    const struct mdoc_type *type, const struct citem *name_spaces, struct mdoc_error *error)
{
	struct citem_walk spaces = citem_walk(name_spaces), elements;
	struct citem space, held, name, value;
	const struct mdoc_element *element;
	bool seen[MDOC_ELEMENTS_MAX] = { false };
	const char *why;
	unsigned i;

	while (citem_pair(&spaces, &space, &held))
		for (elements = citem_walk(&held); citem_pair(&elements, &name, &value);) {
			element = mdoc_type_element(type, (const char *)space.data,
			    (size_t)space.value, (const char *)name.data, (size_t)name.value);
			why = element == NULL ? "the docType has no such element there"
					      : mdoc_value_check(element, &value);
			if (why != NULL)
				return mdoc_fail(
				    error, (const char *)name.data, (size_t)name.value, why);
			seen[element - type->elements] = true;
		}
	for (i = 0; i < type->element_count; i++)
		if (type->elements[i].must && !seen[i])
			return mdoc_fail(error, type->elements[i].name.text,
			    type->elements[i].name.size, "missing");
	return NULL;
}
