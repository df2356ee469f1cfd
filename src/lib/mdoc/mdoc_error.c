#include "mdoc/mdoc_error.h"
#include <stdio.h>

const char *
mdoc_fail(struct mdoc_error *error, const char *name, size_t size, const char *why)
{
	enum {
		NAME_SHOWN = 40,
	};
	char shown[NAME_SHOWN + 1];
	size_t i;

	if (name == NULL) {
		snprintf(error->text, sizeof error->text, "%s", why);
		return error->text;
	}
	for (i = 0; i < size && i < NAME_SHOWN; i++)
		shown[i] = (char)(name[i] > 0x20 && name[i] < 0x7f ? name[i] : '?');
	shown[i] = '\0';
	snprintf(error->text, sizeof error->text, "field \"%s\": %s", shown, why);
	return error->text;
}
