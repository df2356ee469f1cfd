#include "pkix/pkix_tbs.h"
#include "der/der_write.h"
#include <string.h>

const char *
pkix_tbs_name(enum pkix_tbs_kind kind)
{
	static const char *const names[] = {
		[PKIX_TBS_CRL] = "TBSCertList",
		[PKIX_TBS_CERTIFICATE] = "TBSCertificate",
		[PKIX_TBS_REQUEST] = "CertificationRequestInfo",
		[PKIX_TBS_RESPONSE] = "ResponseData",
	};

	return names[kind];
}

static bool
take_time(struct der_slice *rest)
{
	struct der_item item;

	return der_take(rest, DER_UTC_TIME, &item) ||
	       der_take(rest, DER_GENERALIZED_TIME, &item);
}

/* Take a SEQUENCE, whole. */
static bool
take_whole(struct der_slice *rest, struct der_slice *whole)
{
	struct der_item item;

	if (!der_take(rest, DER_SEQUENCE, &item))
		return false;
	*whole = item.whole;
	return true;
}

/* keyIdentifier [0] of an authorityKeyIdentifier (RFC 5280 4.2.1.1), if it is there. */
static bool
read_aki(struct der_slice value, struct der_slice *aki)
{
	struct der_item sequence, id;

	if (!der_take(&value, DER_SEQUENCE, &sequence) || value.size != 0)
		return false;
	if (der_take(&sequence.value, DER_CONTEXT(0), &id))
		*aki = id.value;
	return true;
}

/* One Extension (RFC 5280 4.1); of all only id-ce 35 matters here. */
static bool
read_extension(struct der_slice *rest, struct der_slice *aki)
{
	static const uint8_t id_ce_aki[] = { 0x55, 0x1d, 0x23 };
	const struct der_slice aki_oid = { id_ce_aki, sizeof id_ce_aki };
	struct der_item extension, oid, item;

	if (!der_take(rest, DER_SEQUENCE, &extension) ||
	    !der_take(&extension.value, DER_OID, &oid))
		return false;
	der_take(&extension.value, DER_BOOLEAN, &item);
	if (!der_take(&extension.value, DER_OCTET_STRING, &item) || extension.value.size != 0)
		return false;
	return !der_equal(oid.value, aki_oid) || (aki->size == 0 && read_aki(item.value, aki));
}

/* The explicitly tagged Extensions that end a certificate ([3]) or a list ([0]). */
static const char *
read_extensions(struct der_slice value, struct der_slice *aki)
{
	struct der_item sequence;

	if (!der_take(&value, DER_SEQUENCE, &sequence) || value.size != 0)
		return "extensions are no SEQUENCE (RFC 5280 4.1)";
	while (sequence.value.size != 0)
		if (!read_extension(&sequence.value, aki))
			return "an extension is malformed (RFC 5280 4.1)";
	return NULL;
}

/* After version, signature, issuer, thisUpdate. */
static const char *
read_crl(struct der_slice rest, const struct der_item *version, struct pkix_tbs *tbs)
{
	struct der_item item;
	const char *why;

	tbs->kind = PKIX_TBS_CRL;
	if (version->whole.size != 0 && der_small(version->value) != 1)
		return "a TBSCertList of another version than 2 (RFC 5280 5.1.2.1)";
	take_time(&rest); /* nextUpdate */
	der_take(&rest, DER_SEQUENCE, &item);
	if (der_take(&rest, DER_CONSTRUCTED(0), &item) &&
	    (why = read_extensions(item.value, &tbs->aki)) != NULL)
		return why;
	return rest.size == 0 ? NULL : "a TBSCertList with more in it (RFC 5280 5.1.2)";
}

/* After version, serialNumber, signature, issuer, validity. */
static const char *
read_certificate(struct der_slice rest, struct pkix_tbs *tbs)
{
	struct der_item item;
	const char *why;

	tbs->kind = PKIX_TBS_CERTIFICATE;
	if (!take_whole(&rest, &tbs->subject) || !take_whole(&rest, &tbs->spki))
		return "a TBSCertificate without subject or key (RFC 5280 4.1)";
	der_take(&rest, DER_CONTEXT(1), &item); /* issuerUniqueID */
	der_take(&rest, DER_CONTEXT(2), &item);
	if (der_take(&rest, DER_CONSTRUCTED(3), &item) &&
	    (why = read_extensions(item.value, &tbs->aki)) != NULL)
		return why;
	return rest.size == 0 ? NULL : "a TBSCertificate with more in it (RFC 5280 4.1)";
}

/* After version, subject, subjectPKInfo; attributes are there, empty or not. */
static const char *
read_request(struct der_slice rest, struct der_slice version, struct pkix_tbs *tbs)
{
	struct der_item item;

	tbs->kind = PKIX_TBS_REQUEST;
	tbs->subject = tbs->algorithm;
	tbs->spki = tbs->issuer;
	tbs->algorithm = tbs->issuer = (struct der_slice){ NULL, 0 };
	if (der_small(version) != 0)
		return "a CertificationRequestInfo of another version than 0 (RFC 2986 4.1)";
	der_take(&rest, DER_CONSTRUCTED(0), &item);
	return rest.size == 0 ? NULL
			      : "a CertificationRequestInfo with more in it (RFC 2986 4.1)";
}

/* responderID, producedAt, responses, [1] responseExtensions. */
static const char *
read_response(struct der_slice rest, struct pkix_tbs *tbs)
{
	struct der_item item;

	tbs->kind = PKIX_TBS_RESPONSE;
	if ((!der_take(&rest, DER_CONSTRUCTED(1), &item) &&
		!der_take(&rest, DER_CONSTRUCTED(2), &item)) ||
	    !der_take(&rest, DER_GENERALIZED_TIME, &item) ||
	    !der_take(&rest, DER_SEQUENCE, &item))
		return "a ResponseData without its parts (RFC 6960 4.2.1)";
	der_take(&rest, DER_CONSTRUCTED(1), &item);
	return rest.size == 0 ? NULL : "a ResponseData with more in it (RFC 6960 4.2.1)";
}

static const char unknown[] = "neither a TBSCertList, TBSCertificate, "
			      "CertificationRequestInfo nor ResponseData";

/*
 * What begins with an INTEGER or two SEQUENCEs: told apart by what follows these.  A time is
 * a list's thisUpdate, one more SEQUENCE a certificate's validity, [0] a request's
 * attributes.
 */
static const char *
read_sequences(
    struct der_slice rest, const struct der_item *version, bool tagged, struct pkix_tbs *tbs)
{
	struct der_item item;

	if (!take_whole(&rest, &tbs->algorithm) || !take_whole(&rest, &tbs->issuer))
		return unknown;
	if (!tagged && take_time(&rest))
		return read_crl(rest, version, tbs);
	if (version->whole.size == 0)
		return der_take(&rest, DER_BIT_STRING, &item) ? "it is signed already"
							      : unknown;
	if (der_take(&rest, DER_SEQUENCE, &item)) /* validity */
		return read_certificate(rest, tbs);
	if (!tagged && (rest.size == 0 || rest.data[0] == DER_CONSTRUCTED(0)))
		return read_request(rest, version->value, tbs);
	return unknown;
}

const char *
pkix_tbs_read(struct der_slice der, struct pkix_tbs *tbs)
{
	struct der_item item, version = { 0 };
	struct der_slice rest;
	bool tagged;

	memset(tbs, 0, sizeof *tbs);
	if (!der_take(&der, DER_SEQUENCE, &item) || der.size != 0)
		return unknown;
	rest = item.value;
	if (rest.size != 0 &&
	    (rest.data[0] == DER_CONSTRUCTED(1) || rest.data[0] == DER_CONSTRUCTED(2)))
		return read_response(rest, tbs);
	tagged = der_take(&rest, DER_CONSTRUCTED(0), &item); /* a certificate's version */
	if (!der_take(&rest, DER_INTEGER, &version) && tagged)
		return unknown;
	return read_sequences(rest, &version, tagged, tbs);
}

struct pkix_signed
pkix_signed(uint64_t tbs_size, struct der_slice algorithm, struct der_slice signature)
{
	struct pkix_signed around = { .head_size = 0 };
	struct der_writer w = der_writer(around.tail, sizeof around.tail);
	const uint8_t *end = w.at;
	struct der_slice made;

	der_put_slice(&w, signature);
	der_put(&w, "", 1); /* no unused bits */
	der_wrap(&w, DER_BIT_STRING, end);
	der_put_slice(&w, algorithm);
	if (w.full)
		return around;
	made = der_written(&w);
	memmove(around.tail, made.data, made.size);
	around.tail_size = made.size;
	around.head_size = der_header(around.head, DER_SEQUENCE, tbs_size + made.size);
	return around;
}
