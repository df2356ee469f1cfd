/* mdoc_read_mso - the mobile security object (ISO/IEC 18013-5:2021 9.1.2.4). */
#include "cbor/cseq.h"
#include "mdoc/mdoc_part.h"
#include "mdoc/mdoc_read.h"
#include "record/record_table.h"
#include <string.h>

static const char *
read_algorithm(const struct citem *mso, enum pkix_hash *hash)
{
	static const struct {
		const char *name;
		enum pkix_hash hash;
	} known[] = {
		{ "SHA-256", PKIX_SHA256 },
		{ "SHA-384", PKIX_SHA384 },
		{ "SHA-512", PKIX_SHA512 },
	};
	struct citem value;
	size_t i;

	if (!citem_get(mso, "digestAlgorithm", &value))
		return "MSO without digestAlgorithm (ISO/IEC 18013-5 9.1.2.4)";
	for (i = 0; i < sizeof known / sizeof known[0]; i++)
		if (citem_is_text(&value, known[i].name)) {
			*hash = known[i].hash;
			return NULL;
		}
	return "digestAlgorithm is neither SHA-256 nor SHA-384 nor SHA-512 "
	       "(ISO/IEC 18013-5 9.1.2.5)";
}

/* The digests of one name space, each of the algorithm's size. */
static const char *
check_digests(const struct citem *map, size_t size)
{
	struct citem_walk walk;
	struct citem id, digest;

	if (map->kind != CITEM_MAP || map->value == 0)
		return "valueDigests of a name space are not a map of at least one "
		       "(ISO/IEC 18013-5 9.1.2.4)";
	if (map->value > MDOC_DIGESTS_MAX)
		return "more than 2048 digests in a name space";
	for (walk = citem_walk(map); citem_pair(&walk, &id, &digest);) {
		if (id.kind != CITEM_UINT)
			return "a digestID is not a whole number (ISO/IEC 18013-5 9.1.2.4)";
		if (digest.kind != CITEM_BYTES || digest.value != size)
			return "a digest is not of digestAlgorithm's size "
			       "(ISO/IEC 18013-5 9.1.2.5)";
	}
	return NULL;
}

static const char *
read_digests(const struct citem *mso, struct mdoc_mso *m)
{
	struct citem_walk walk;
	struct citem name, map;
	const char *why;

	if (!citem_get(mso, "valueDigests", &m->digests) || m->digests.kind != CITEM_MAP ||
	    m->digests.value == 0)
		return "valueDigests is not a map of at least one (ISO/IEC 18013-5 9.1.2.4)";
	if (m->digests.value > MDOC_NAME_SPACES_MAX)
		return "more than 64 name spaces";
	for (walk = citem_walk(&m->digests); citem_pair(&walk, &name, &map);) {
		if (name.kind != CITEM_TEXT)
			return "a name space is not text (ISO/IEC 18013-5 9.1.2.4)";
		if ((why = check_digests(&map, pkix_hash_size(m->hash))) != NULL)
			return why;
	}
	return NULL;
}

/* tdate: 1 read, 0 absent, -1 not one, or with a fraction or an offset (9.1.2.4). */
static int
read_time(const struct citem *map, const char *name, int64_t *when)
{
	struct citem value, text;

	if (!citem_get(map, name, &value))
		return 0;
	if (value.kind != CITEM_TAG || value.value != MDOC_TAG_DATE_TIME)
		return -1;
	text = citem_at(value.data);
	if (text.value != RECORD_TIME_SIZE || text.data[10] != 'T' || text.data[19] != 'Z')
		return -1;
	return record_time_read((const char *)text.data, RECORD_TIME_SIZE, when) ? 1 : -1;
}

static const char *
read_validity(const struct citem *mso, struct mdoc_mso *m)
{
	struct citem info;
	int update;

	if (!citem_get(mso, "validityInfo", &info) || info.kind != CITEM_MAP)
		return "validityInfo is not a map (ISO/IEC 18013-5 9.1.2.4)";
	update = read_time(&info, "expectedUpdate", &m->expected_update);
	m->has_update = update == 1;
	if (read_time(&info, "signed", &m->signed_at) != 1 ||
	    read_time(&info, "validFrom", &m->valid_from) != 1 ||
	    read_time(&info, "validUntil", &m->valid_until) != 1 || update == -1)
		return "a time of validityInfo is not there, or not a tdate in whole seconds "
		       "and Z (ISO/IEC 18013-5 9.1.2.4)";
	return NULL;
}

/* status came with the second edition; of it, status_list alone is read. */
static const char *
read_status(const struct citem *mso, struct mdoc_mso *m)
{
	struct citem status, list, place, uri;

	if (!citem_get(mso, "status", &status))
		return NULL;
	if (status.kind != CITEM_MAP)
		return "status is not a map (ISO/IEC 18013-5 12.3.6)";
	if (!citem_get(&status, "status_list", &list))
		return NULL;
	if (list.kind != CITEM_MAP || !citem_get(&list, "idx", &place) ||
	    place.kind != CITEM_UINT || !citem_get(&list, "uri", &uri) ||
	    uri.kind != CITEM_TEXT)
		return "status_list without idx or uri (Token Status List 6.3)";
	m->has_status = true;
	m->status_index = place.value;
	m->status_uri = mdoc_string(&uri);
	return NULL;
}

static const char *
read_identity(const struct citem *mso, struct mdoc_mso *m)
{
	struct citem version, type, info;

	if (!citem_get(mso, "version", &version) || version.kind != CITEM_TEXT)
		return "version of the MSO is not text (ISO/IEC 18013-5 9.1.2.4)";
	m->version = mdoc_string(&version);
	if (m->version.size < 3 || memcmp(m->version.data, "1.", 2) != 0)
		return "version of the MSO is not 1.x (ISO/IEC 18013-5 9.1.2.4)";
	if (!citem_get(mso, "docType", &type) || type.kind != CITEM_TEXT)
		return "docType of the MSO is not text (ISO/IEC 18013-5 9.1.2.4)";
	m->doc_type = mdoc_string(&type);
	if (!citem_get(mso, "deviceKeyInfo", &info) || info.kind != CITEM_MAP ||
	    !citem_get(&info, "deviceKey", &m->device_key) || m->device_key.kind != CITEM_MAP)
		return "deviceKeyInfo without deviceKey (ISO/IEC 18013-5 9.1.2.4)";
	return NULL;
}

const char *
mdoc_mso_read(struct der_slice payload, struct mdoc_mso *m)
{
	const char *why = NULL;
	struct citem tag, mso;
	size_t size;
	int got;

	*m = (struct mdoc_mso){ .has_status = false };
	if ((got = cseq_check(payload.data, payload.size, &size, &why)) == -1)
		return why;
	if (got == 0 || size != payload.size)
		return "the payload is not one item (RFC 8949 5.3.1)";
	tag = citem_at(payload.data);
	if ((why = mdoc_open(&tag, &mso)) != NULL)
		return why;
	if (mso.kind != CITEM_MAP)
		return "MSO is not a map (ISO/IEC 18013-5 9.1.2.4)";
	if ((why = read_identity(&mso, m)) != NULL ||
	    (why = read_algorithm(&mso, &m->hash)) != NULL ||
	    (why = read_digests(&mso, m)) != NULL || (why = read_validity(&mso, m)) != NULL)
		return why;
	return read_status(&mso, m);
}
