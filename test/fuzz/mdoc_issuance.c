/* The laws: what reads as an admitted request has all its parts within their limits, and the
 * drafts made of it are two pieces that together are one CBOR item. */
#include "cbor/cseq.h"
#include "mdoc/mdoc_build.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
build(const struct mdoc_issuance *r)
{
	static struct mdoc_random random;
	struct mdoc_maker *maker = mdoc_maker_new(&random, 0, 1, "https://s.example", 3);
	struct der_slice head, items;
	struct cput whole = { 0 };
	const char *why;
	size_t size;
	unsigned n;

	for (n = 0; maker != NULL && n < r->key_count && n < 2; n++) {
		if (mdoc_build(maker, r, n, &head, &items) != NULL)
			__builtin_trap();
		cput_reset(&whole);
		cput_raw(&whole, head.data, head.size);
		cput_raw(&whole, items.data, items.size);
		if (cseq_check(whole.data, whole.size, &size, &why) != 1 || size != whole.size)
			__builtin_trap();
	}
	cput_free(&whole);
	mdoc_maker_free(maker);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t have)
{
	struct mdoc_issuance r;
	struct mdoc_error error;
	struct citem item;
	const char *why;
	size_t size;

	if (cseq_check(data, have, &size, &why) != 1)
		return 0;
	item = citem_at(data);
	if (mdoc_issuance_read(&item, MDOC_REQUESTED, &r, &error) == NULL &&
	    (r.index_count != 0 || r.key_count == 0))
		__builtin_trap();
	if (mdoc_issuance_read(&item, MDOC_ADMITTED, &r, &error) != NULL) {
		if (error.text[0] == '\0' || strlen(error.text) >= sizeof error.text)
			__builtin_trap();
		return 0;
	}
	if (r.key_count == 0 || r.key_count > MDOC_KEYS_MAX || r.index_count != r.key_count ||
	    r.element_count == 0 || r.element_count > MDOC_ELEMENTS_MAX ||
	    r.birth_date.size != 10)
		__builtin_trap();
	build(&r);
	return 0;
}
