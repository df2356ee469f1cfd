#include "cose/cose_cwt.h"
#include "cbor/cseq.h"
#include "cose/cose_header.h"

const char *
cose_cwt_read(struct der_slice payload, struct cose_cwt *cwt)
{
	struct citem map, value;
	const char *why = NULL;
	size_t size = 0;
	int got;

	*cwt = (struct cose_cwt){ .has_subject = false };
	got = cseq_check(payload.data, payload.size, &size, &why);
	if (got == -1)
		return why;
	if (got == 0 || size != payload.size)
		return "the claims are not one map (RFC 8392 2)";
	map = citem_at(payload.data);
	if (map.kind != CITEM_MAP)
		return "the claims are not one map (RFC 8392 2)";
	cwt->has_subject = cose_get(&map, COSE_CLAIM_SUB, &value);
	if (cwt->has_subject && value.kind != CITEM_TEXT)
		return "sub is not text (RFC 8392 3.1.2)";
	if (cwt->has_subject)
		cwt->subject = (struct der_slice){ value.data, (size_t)value.value };
	cwt->has_expires = cose_get(&map, COSE_CLAIM_EXP, &value);
	if (cwt->has_expires && !citem_int(&value, &cwt->expires))
		return "exp is not whole seconds without a tag (RFC 8392 3.1.4)";
	cwt->has_issued = cose_get(&map, COSE_CLAIM_IAT, &value);
	if (cwt->has_issued && !citem_int(&value, &cwt->issued))
		return "iat is not whole seconds without a tag (RFC 8392 3.1.6)";
	cwt->has_ttl = cose_get(&map, COSE_CLAIM_TTL, &value);
	if (cwt->has_ttl && (value.kind != CITEM_UINT || value.value == 0))
		return "ttl is not a positive number (Token Status List 5.2)";
	if (cwt->has_ttl)
		cwt->ttl = value.value;
	cwt->has_status_list = cose_get(&map, COSE_CLAIM_STATUS_LIST, &cwt->status_list);
	if (cwt->has_status_list && cwt->status_list.kind != CITEM_MAP)
		return "status_list is not a map (Token Status List 5.2)";
	return NULL;
}
