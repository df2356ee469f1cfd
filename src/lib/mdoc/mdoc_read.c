#include "mdoc/mdoc_read.h"
#include "cbor/cseq.h"
#include "mdoc/mdoc_part.h"
#include <string.h>

struct der_slice
mdoc_string(const struct citem *item)
{
	return (struct der_slice){ item->data, (size_t)item->value };
}

const char *
mdoc_open(const struct citem *item, struct citem *inner)
{
	const char *why = NULL;
	struct citem octets;
	size_t size;
	int got;

	if (item->kind != CITEM_TAG || item->value != MDOC_TAG_CBOR)
		return "not tag 24 around a byte string (RFC 8949 3.4.5.1)";
	octets = citem_at(item->data);
	if (octets.kind != CITEM_BYTES)
		return "tag 24 around something else than a byte string (RFC 8949 3.4.5.1)";
	got = cseq_check(octets.data, (size_t)octets.value, &size, &why);
	if (got == -1)
		return why;
	if (got == 0)
		return "what tag 24 holds is cut short (RFC 8949 3.4.5.1)";
	if (size != octets.value)
		return "octets behind what tag 24 holds (RFC 8949 3.4.5.1)";
	*inner = citem_at(octets.data);
	return NULL;
}

static const char *
read_delivery(const struct citem *map, const struct citem *signed_part, struct mdoc_record *r)
{
	struct citem n, id, place;

	if (!citem_get(map, "n", &n) || n.kind != CITEM_UINT || !citem_get(map, "id", &id) ||
	    id.kind != CITEM_TEXT || !citem_get(map, "index", &place) ||
	    place.kind != CITEM_UINT)
		return "a delivery without n, id or index (cborstream(5))";
	r->kind = MDOC_DELIVERY;
	r->n = n.value;
	r->id = mdoc_string(&id);
	r->index = place.value;
	r->next = *signed_part;
	r->count = 1;
	return NULL;
}

static const char *
read_response(const struct citem *map, struct mdoc_record *r)
{
	struct citem version, documents, status;

	if (!citem_get(map, "version", &version) || version.kind != CITEM_TEXT)
		return "version of a DeviceResponse is not text "
		       "(ISO/IEC 18013-5 8.3.2.1.2.2)";
	if (!citem_get(map, "status", &status) || status.kind != CITEM_UINT)
		return "status of a DeviceResponse is not a number "
		       "(ISO/IEC 18013-5 8.3.2.1.2.2)";
	r->kind = MDOC_RESPONSE;
	if (!citem_get(map, "documents", &documents))
		return NULL;
	if (documents.kind != CITEM_ARRAY || documents.value == 0)
		return "documents is not an array of at least one "
		       "(ISO/IEC 18013-5 8.3.2.1.2.2)";
	if (documents.value > MDOC_DOCUMENTS_MAX)
		return "more than 64 documents";
	r->count = documents.value;
	r->next = citem_at(documents.data);
	return NULL;
}

const char *
mdoc_record_read(const struct citem *item, struct mdoc_record *r)
{
	struct citem value;

	*r = (struct mdoc_record){ .count = 0 };
	if (item->kind != CITEM_MAP)
		return "not a map: neither IssuerSigned nor DeviceResponse nor a delivery";
	if (citem_get(item, "IssuerSigned", &value))
		return read_delivery(item, &value, r);
	if (citem_get(item, "issuerAuth", &value)) {
		r->kind = MDOC_ISSUER_SIGNED;
		r->next = *item;
		r->count = 1;
		return NULL;
	}
	if (citem_get(item, "documents", &value) || citem_get(item, "documentErrors", &value) ||
	    (citem_get(item, "status", &value) && value.kind == CITEM_UINT))
		return read_response(item, r);
	return "a map that is neither IssuerSigned nor DeviceResponse nor a delivery";
}

/* Name spaces are at least one, as are the items of each (8.3.2.1.2.2). */
static const char *
check_name_spaces(const struct citem *map)
{
	struct citem_walk walk;
	struct citem name, items;

	if (map->kind != CITEM_MAP || map->value == 0)
		return "nameSpaces is not a map of at least one "
		       "(ISO/IEC 18013-5 8.3.2.1.2.2)";
	if (map->value > MDOC_NAME_SPACES_MAX)
		return "more than 64 name spaces";
	for (walk = citem_walk(map); citem_pair(&walk, &name, &items);) {
		if (name.kind != CITEM_TEXT)
			return "a name space is not text (ISO/IEC 18013-5 8.3.2.1.2.2)";
		if (items.kind != CITEM_ARRAY || items.value == 0)
			return "a name space is not an array of at least one item "
			       "(ISO/IEC 18013-5 8.3.2.1.2.2)";
		if (items.value > MDOC_ITEMS_MAX)
			return "more than 1024 items in a name space";
	}
	return NULL;
}

static const char *
read_issuer_signed(const struct citem *map, struct mdoc *m)
{
	struct citem auth;
	const char *why;

	if (map->kind != CITEM_MAP || !citem_get(map, "issuerAuth", &auth))
		return "issuerSigned without issuerAuth (ISO/IEC 18013-5 8.3.2.1.2.2)";
	if (citem_get(map, "nameSpaces", &m->name_spaces) &&
	    (why = check_name_spaces(&m->name_spaces)) != NULL)
		return why;
	if (auth.kind == CITEM_TAG)
		return "issuerAuth is tagged (ISO/IEC 18013-5 9.1.2.4)";
	if ((why = cose_sign1_read(&auth, &m->auth)) != NULL)
		return why;
	if (m->auth.detached)
		return "issuerAuth without payload (ISO/IEC 18013-5 9.1.2.4)";
	return mdoc_mso_read(m->auth.payload, &m->mso);
}

const char *
mdoc_next(struct mdoc_record *r, struct mdoc *m)
{
	struct citem at = r->next, type, issuer_signed;

	*m = (struct mdoc){ .has_doc_type = false };
	if (++r->taken < r->count)
		r->next = citem_after(&r->next);
	if (r->kind != MDOC_RESPONSE)
		return read_issuer_signed(&at, m);
	if (at.kind != CITEM_MAP || !citem_get(&at, "docType", &type) ||
	    type.kind != CITEM_TEXT || !citem_get(&at, "issuerSigned", &issuer_signed))
		return "a Document without docType or issuerSigned "
		       "(ISO/IEC 18013-5 8.3.2.1.2.2)";
	m->has_doc_type = true;
	m->doc_type = mdoc_string(&type);
	return read_issuer_signed(&issuer_signed, m);
}
