/* The laws: a line that encodes gives one deterministic item; the short way for plain lines
 * gives the same octets as jansson; what is shown encodes to the same octets again. */
#include "record/record_json.h"
#include "record/record_table.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cput item = { 0 }, again = { 0 }, text = { 0 };
	struct record_show show = { 0 };
	struct record_error error;
	const struct record_type *type;
	const char *why;
	size_t whole;
	char *line;
	int shown = 0;

	if (size == 0)
		return 0;
	type = record_type(record_type_name(data[0] % record_types_count));
	if ((line = malloc(size)) == NULL) /* so that reading past its end is seen */
		return 0;
	memcpy(line, data + 1, size - 1);
	why = record_encode(type, line, size - 1, &item, &error);
	if ((record_encode_json(type, line, size - 1, &again, &error) == NULL) !=
		(why == NULL) ||
	    again.size != item.size ||
	    (item.size > 0 && memcmp(item.data, again.data, item.size) != 0))
		__builtin_trap();
	if (why == NULL) {
		if (cseq_check(item.data, item.size, &whole, &why) != 1 || whole != item.size)
			__builtin_trap();
		for (show.item = item.data; record_show(&show, &text);)
			if (++shown > 1000)
				__builtin_trap();
		cput_reset(&again);
		if (record_encode(type, (char *)text.data, text.size, &again, &error) != NULL ||
		    again.size != item.size || memcmp(item.data, again.data, item.size) != 0)
			__builtin_trap();
	} else if (item.size != 0 || strlen(error.text) >= sizeof error.text)
		__builtin_trap();
	cput_free(&item);
	cput_free(&again);
	cput_free(&text);
	free(line);
	return 0;
}
