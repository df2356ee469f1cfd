/* The laws: a docType file that is read names things within their limits, and every element of
 * it is found again under its own name; one that is not names the line. */
#include "mdoc/mdoc_type.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct mdoc_type type;
	const struct mdoc_element *element;
	const struct mdoc_name *space;
	struct mdoc_error error;
	char *text = malloc(size + 1), name[MDOC_NAME_MAX + 1];
	unsigned i;

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	if (mdoc_type_read(text, size, &type, &error) != NULL) {
		if (error.line == 0 || strlen(error.text) >= sizeof error.text)
			__builtin_trap();
		free(text);
		return 0;
	}
	free(text);
	if (type.element_count == 0 || type.space_count == 0 ||
	    !mdoc_is_name(type.name.text, type.name.size))
		__builtin_trap();
	for (i = 0; i < type.element_count; i++) {
		element = &type.elements[i];
		space = &type.spaces[element->space];
		memcpy(name, element->name.text, sizeof name);
		if (element->digits)
			memcpy(name + element->name.size - 2, "09", 2);
		element = mdoc_type_element(
		    &type, space->text, space->size, name, element->name.size);
		if (element == NULL || element > &type.elements[i] ||
		    (element < &type.elements[i] && !element->digits &&
			!type.elements[i].digits))
			__builtin_trap();
	}
	return 0;
}
