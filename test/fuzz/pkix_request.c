/* The laws: the parts of a request that is read lie inside it; one without attributes is, octet
 * for octet, what pkix_request_put makes of its subject and key; verifying ends. */
#include "pkix/pkix_request.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
lies_inside(struct der_slice part, struct der_slice whole)
{
	if (part.data < whole.data || part.size > whole.size ||
	    part.data + part.size > whole.data + whole.size)
		__builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t none[] = { 0xa0, 0 };
	static uint8_t made[1 << 17];
	struct der_writer w = der_writer(made, sizeof made);
	struct der_slice der = { data, size };
	struct pkix_request r;
	size_t before;

	if (pkix_request_read(der, &r) != NULL)
		return 0;
	lies_inside(r.info, der);
	lies_inside(r.subject, r.info);
	lies_inside(r.spki, r.info);
	lies_inside(r.algorithm, der);
	lies_inside(r.signature, der);
	pkix_request_put(&w, r.subject, r.spki);
	before = (size_t)(r.spki.data + r.spki.size - r.info.data);
	if (r.info.size == before + sizeof none &&
	    memcmp(r.info.data + before, none, sizeof none) == 0 &&
	    (w.full || !der_equal(der_written(&w), r.info)))
		__builtin_trap();
	pkix_request_verify(&r);
	return 0;
}
