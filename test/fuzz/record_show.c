/* The laws: whatever passed cseq_check is shown as one value of JSON, with no name twice in
 * an object and nothing in it that a terminal obeys. */
#include "record/record_json.h"
#include <jansson.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t have)
{
	struct record_show show = { .item = data };
	struct cput text = { 0 };
	size_t size = 0, i;
	const char *why;
	json_error_t error;
	json_t *json;

	if (cseq_check(data, have, &size, &why) != 1)
		return 0;
	while (record_show(&show, &text))
		if (text.size > 32 * size + 65536)
			__builtin_trap();
	for (i = 0; i < text.size; i++)
		if (text.data[i] < 0x20 || text.data[i] == 0x7f ||
		    (text.data[i] == 0xc2 && text.data[i + 1] < 0xa0))
			__builtin_trap();
	json = json_loadb((char *)text.data, text.size,
	    JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
	/* jansson alone cannot hold a name with U+0000 in it. */
	if (json == NULL && json_error_code(&error) != json_error_null_byte_in_key)
		__builtin_trap();
	json_decref(json);
	cput_free(&text);
	return 0;
}
