/* The law: what cseq_check takes, libcbor takes too, with the same size; and walking it with
 * citem visits exactly that many octets.  What it takes no prefix of, it still asks for. */
#include "cbor/cseq.h"
#include "cbor/citem.h"
#include <cbor.h>

/* How many octets a walk visits; *known: it met no simple value or tag that libcbor 0.8 calls
 * an error because it knows no meaning of it. */
static size_t
walk(const uint8_t *data, bool *known)
{
	const uint8_t *at = data;
	struct citem item;
	uint64_t left = 1;

	for (*known = true; left > 0; left--) {
		item = citem_head(at);
		at = item.data;
		if (item.kind == CITEM_BYTES || item.kind == CITEM_TEXT)
			at += item.value;
		else if (item.kind == CITEM_ARRAY)
			left += item.value;
		else if (item.kind == CITEM_MAP)
			left += 2 * item.value;
		else if (item.kind == CITEM_TAG)
			left++;
		if (item.kind == CITEM_TAG && item.value > 5 && item.value < 21)
			*known = false;
		if (item.kind == CITEM_SIMPLE && item.data - item.whole <= 2)
			*known &= item.value >= 20 && item.value <= 23;
	}
	return (size_t)(at - data);
}

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t have)
{
	struct cbor_load_result result;
	size_t size = 0, part = 0;
	const char *why = NULL;
	cbor_item_t *tree;
	bool known;
	int got = cseq_check(data, have, &size, &why);

	if (got == -1 && why == NULL)
		__builtin_trap();
	if (got != 1)
		return 0;
	if (size == 0 || size > have || walk(data, &known) != size ||
	    citem_at(data).size != size)
		__builtin_trap();
	if (cseq_check(data, size, &part, &why) != 1 || part != size ||
	    cseq_check(data, size - 1, &part, &why) != 0)
		__builtin_trap();
	tree = cbor_load(data, have, &result);
	if (known && (tree == NULL || result.read != size))
		__builtin_trap();
	if (tree != NULL)
		cbor_decref(&tree);
	return 0;
}
