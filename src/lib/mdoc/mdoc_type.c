/* mdoc_type - the text of a docType file into a table. */
#include "mdoc/mdoc_type.h"
#include <string.h>

enum {
	WORDS_MAX = 4, /* of a line */
};

/* A word of the file, not terminated. */
struct word {
	const char *text;
	size_t size;
};

static const struct form {
	const char *name;
	enum mdoc_form form;
	bool sized;
} forms[] = {
	{ "text", MDOC_TEXT, true },
	{ "bytes", MDOC_BYTES, true },
	{ "uint", MDOC_UINT, false },
	{ "bool", MDOC_BOOL, false },
	{ "sex", MDOC_SEX, false },
	{ "full-date", MDOC_FULL_DATE, false },
	{ "tdate", MDOC_TDATE, false },
	{ "driving-privileges", MDOC_DRIVING_PRIVILEGES, false },
};

bool
mdoc_is_name(const void *text, size_t size)
{
	static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789._-";
	const char *p = text;
	size_t i;

	for (i = 0; i < size && i <= MDOC_NAME_MAX; i++)
		if (memchr(good, p[i], sizeof good - 1) == NULL)
			return false;
	return size >= 1 && size <= MDOC_NAME_MAX;
}

static bool
is(struct word word, const char *text)
{
	return word.size == strlen(text) && memcmp(word.text, text, word.size) == 0;
}

static bool
is_name(const struct mdoc_name *name, const char *text, size_t size)
{
	return name->size == size && memcmp(name->text, text, size) == 0;
}

static bool
take_name(struct word word, struct mdoc_name *name)
{
	if (!mdoc_is_name(word.text, word.size))
		return false;
	memcpy(name->text, word.text, word.size);
	name->size = word.size;
	return true;
}

/* The words of the line that begins at *at, which moves behind it.  How many; WORDS_MAX + 1
 * when there are more. */
static unsigned
split(const char **at, const char *end, struct word words[WORDS_MAX + 1])
{
	const char *p = *at, *stop = memchr(p, '\n', (size_t)(end - p)), *word;
	unsigned count = 0;

	if (stop == NULL)
		stop = end;
	*at = stop < end ? stop + 1 : end;
	while (count <= WORDS_MAX) {
		while (p < stop && (*p == ' ' || *p == '\t'))
			p++;
		if (p == stop || *p == '#')
			break;
		for (word = p; p < stop && *p != ' ' && *p != '\t'; p++)
			;
		words[count++] = (struct word){ word, (size_t)(p - word) };
	}
	return count;
}

/* What follows nameSpace. */
static const char *
read_space(struct mdoc_type *type, struct word word)
{
	unsigned i;

	if (type->space_count > 0 &&
	    (type->element_count == 0 ||
		type->elements[type->element_count - 1].space != type->space_count - 1))
		return "the namespace before this one has no elements";
	if (type->space_count == MDOC_SPACES_MAX)
		return "more than 16 namespaces";
	for (i = 0; i < type->space_count; i++)
		if (is_name(&type->spaces[i], word.text, word.size))
			return "namespace there twice";
	if (!take_name(word, &type->spaces[type->space_count]))
		return "not a name: 1 to 64 of A-Z a-z 0-9 . _ -";
	type->space_count++;
	return NULL;
}

/* 1 to 9 digits, no zero in front. */
static bool
read_most(struct word word, uint64_t *most)
{
	size_t i;

	*most = 0;
	for (i = 0; i < word.size && word.text[i] >= '0' && word.text[i] <= '9'; i++)
		*most = 10 * *most + (uint64_t)(word.text[i] - '0');
	return i == word.size && i >= 1 && i <= 9 && word.text[0] != '0';
}

/* TYPE [MOST] */
static const char *
read_form(struct mdoc_element *element, const struct word *words, unsigned count)
{
	size_t i;

	for (i = 0; i < sizeof forms / sizeof forms[0] && !is(words[0], forms[i].name); i++)
		;
	if (i == sizeof forms / sizeof forms[0])
		return "no such type; text, bytes, uint, bool, sex, full-date, tdate, "
		       "driving-privileges";
	element->form = forms[i].form;
	element->most = UINT64_MAX;
	if (count == 1)
		return NULL;
	if (!forms[i].sized)
		return "only text and bytes take a number behind";
	return read_most(words[1], &element->most) ? NULL : "not a number from 1 to 999999999";
}

/* NAME must|may TYPE [MOST] */
static const char *
read_element(struct mdoc_type *type, const struct word *words, unsigned count)
{
	struct mdoc_element *element = &type->elements[type->element_count];
	const struct mdoc_element *other;
	const char *why;

	if (type->space_count == 0)
		return "an element before any nameSpace";
	if (count < 3)
		return "want NAME must|may TYPE [MOST]";
	if (type->element_count == MDOC_ELEMENTS_MAX)
		return "more than 256 elements";
	if (!take_name(words[0], &element->name))
		return "not a name: 1 to 64 of A-Z a-z 0-9 . _ -";
	element->space = type->space_count - 1;
	for (other = type->elements; other < element; other++)
		if (other->space == element->space &&
		    is_name(&other->name, element->name.text, element->name.size))
			return "element there twice";
	element->must = is(words[1], "must");
	if (!element->must && !is(words[1], "may"))
		return "neither must nor may";
	element->digits = element->name.size > 3 &&
			  memcmp(element->name.text + element->name.size - 3, "_NN", 3) == 0;
	if (element->digits && element->must)
		return "an element for any two digits cannot be a must";
	if ((why = read_form(element, words + 2, count - 2)) == NULL)
		type->element_count++;
	return why;
}

static const char *
read_line(struct mdoc_type *type, const struct word *words, unsigned count)
{
	if (count == 0)
		return NULL;
	if (count > WORDS_MAX)
		return "more words than a line has";
	if (is(words[0], "docType")) {
		if (type->name.size != 0)
			return "docType there twice";
		return count == 2 && take_name(words[1], &type->name)
			   ? NULL
			   : "want docType and a name: 1 to 64 of A-Z a-z 0-9 . _ -";
	}
	if (type->name.size == 0)
		return "the first line is docType NAME";
	if (is(words[0], "nameSpace"))
		return count == 2 ? read_space(type, words[1]) : "want nameSpace NAME";
	return read_element(type, words, count);
}

const char *
mdoc_type_read(const char *text, size_t size, struct mdoc_type *type, struct mdoc_error *error)
{
	const char *at = text, *end = text + size, *why;
	struct word words[WORDS_MAX + 1];
	unsigned count;

	memset(type, 0, sizeof *type);
	error->line = 0;
	while (at < end) {
		error->line++;
		count = split(&at, end, words);
		if ((why = read_line(type, words, count)) != NULL)
			return mdoc_fail(error, NULL, 0, why);
	}
	if (type->element_count == 0 ||
	    type->elements[type->element_count - 1].space != type->space_count - 1) {
		error->line++;
		return mdoc_fail(error, NULL, 0, "ends before it has named an element");
	}
	return NULL;
}

/* Is this the element's name, digits in place of its NN? */
static bool
names(const struct mdoc_element *element, const char *name, size_t size)
{
	size_t fixed = size - 2;

	if (!element->digits)
		return is_name(&element->name, name, size);
	return element->name.size == size && memcmp(element->name.text, name, fixed) == 0 &&
	       name[fixed] >= '0' && name[fixed] <= '9' && name[fixed + 1] >= '0' &&
	       name[fixed + 1] <= '9';
}

const struct mdoc_element *
mdoc_type_element(const struct mdoc_type *type, const char *space, size_t space_size,
    const char *name, size_t size)
{
	unsigned i;

	for (i = 0; i < type->element_count; i++)
		if (names(&type->elements[i], name, size) &&
		    is_name(&type->spaces[type->elements[i].space], space, space_size))
			return &type->elements[i];
	return NULL;
}
