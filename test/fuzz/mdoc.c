/* The laws: reading an mdoc hands out items that lie in the octets read, one after the other;
 * what is shown of it as JSON is JSON, and as text has no control character but the newline;
 * and nothing verifies under no root, nor without saying why. */
#include "cbor/cseq.h"
#include "mdoc/mdoc_show.h"
#include "mdoc/mdoc_verify.h"
#include <jansson.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
must(bool law)
{
	if (!law)
		__builtin_trap();
}

/* True: all of its items can be read. */
static bool
walk(const struct mdoc *m, const uint8_t *data, size_t size)
{
	struct mdoc_items items = mdoc_items(m);
	const uint8_t *at = data;
	struct mdoc_item item;
	struct der_slice digest;
	const char *why = NULL;
	int got;

	while ((got = mdoc_item_next(&items, &item, &why)) == 1) {
		must(item.whole.data >= at && item.whole.size <= size);
		at = item.whole.data + item.whole.size;
		must(at <= data + size && item.value.whole > item.whole.data &&
		     item.value.whole + item.value.size <= at);
		must(mdoc_digest(&item, &digest) != NULL ||
		     digest.size == pkix_hash_size(m->mso.hash));
	}
	must(got == 0 || why != NULL);
	return got == 0;
}

static void
show(const struct mdoc *m, bool whole)
{
	struct cput text = { 0 };
	json_t *json;
	size_t i;

	must((mdoc_show_text(m, &text) == NULL) == whole);
	for (i = 0; i < text.size; i++)
		must((text.data[i] >= 0x20 && text.data[i] != 0x7f) || text.data[i] == '\n');
	cput_reset(&text);
	must((mdoc_show_json(m, &text) == NULL) == whole);
	json = json_loadb((const char *)text.data, text.size, JSON_ALLOW_NUL, NULL);
	/* jansson takes no name with U+0000 in it. */
	must(!whole || json_is_object(json) ||
	     memmem(text.data, text.size, "\\u0000", 6) != NULL);
	json_decref(json);
	cput_free(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t have)
{
	struct pkix_verifiers none = { 0 };
	struct mdoc_rules rules = { .roots = &none };
	struct mdoc_verdict verdict;
	struct mdoc_record record;
	struct citem item;
	const char *why;
	struct mdoc m;
	size_t size;

	if (cseq_check(data, have, &size, &why) != 1)
		return 0;
	item = citem_at(data);
	if (mdoc_record_read(&item, &record) != NULL)
		return 0;
	while (record.taken < record.count)
		if (mdoc_next(&record, &m) == NULL) {
			show(&m, walk(&m, data, size));
			must(!mdoc_verify(&m, &rules, &verdict) && verdict.why[0] != '\0');
		}
	return 0;
}
