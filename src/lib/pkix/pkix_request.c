#include "pkix/pkix_request.h"
#include "pkix/pkix_asn1.h"
#include "pkix/pkix_key.h"
#include "pkix/pkix_name.h"

enum {
	REQUEST_MAX = 64 << 10, /* octets; as for a certificate */
};

/* CertificationRequestInfo: version, subject, subjectPKInfo, attributes. */
static const char *
read_info(struct der_slice rest, struct pkix_request *request)
{
	struct der_item item;

	if (!der_take(&rest, DER_INTEGER, &item) || der_small(item.value) != 0)
		return "a CertificationRequestInfo of another version than 0 (RFC 2986 4.1)";
	if (!der_take(&rest, DER_SEQUENCE, &item))
		return "a CertificationRequestInfo without a subject (RFC 2986 4.1)";
	request->subject = item.whole;
	if (!der_take(&rest, DER_SEQUENCE, &item))
		return "a CertificationRequestInfo without a public key (RFC 2986 4.1)";
	request->spki = item.whole;
	if (!der_take(&rest, DER_CONSTRUCTED(0), &item) || rest.size != 0)
		return "a CertificationRequestInfo that does not end with its attributes "
		       "(RFC 2986 4.1)";
	request->attributes = item.value;
	return pkix_name_check(request->subject);
}

const char *
pkix_request_read(struct der_slice der, struct pkix_request *request)
{
	static const char none[] = "not a CertificationRequest (RFC 2986 4.2)";
	struct der_item sequence, info, item;
	const char *why;

	*request = (struct pkix_request){ .whole = der };
	if (der.size > REQUEST_MAX)
		return "larger than 64 KiB";
	if ((why = pkix_asn1_strict(der)) != NULL)
		return why;
	if (!der_take(&der, DER_SEQUENCE, &sequence) ||
	    !der_take(&sequence.value, DER_SEQUENCE, &info))
		return none;
	request->info = info.whole;
	if (!der_take(&sequence.value, DER_SEQUENCE, &item))
		return none;
	request->algorithm = item.whole;
	if (!der_take(&sequence.value, DER_BIT_STRING, &item) || sequence.value.size != 0 ||
	    !der_bits(item.value, &request->signature))
		return none;
	return read_info(info.value, request);
}

const char *
pkix_request_verify(const struct pkix_request *request)
{
	struct pkix_algorithm algorithm;
	struct pkix_key *key;
	const char *why;

	if ((why = pkix_algorithm_read(request->algorithm, &algorithm)) != NULL)
		return why;
	if ((key = pkix_key_read(request->spki, &why)) == NULL)
		return why;
	why = pkix_verify(key, &algorithm, request->info, request->signature);
	pkix_key_free(key);
	return why;
}

void
pkix_request_put(struct der_writer *w, struct der_slice subject, struct der_slice spki)
{
	const uint8_t *end = w->at;

	der_put_item(w, DER_CONSTRUCTED(0), (struct der_slice){ NULL, 0 });
	der_put_slice(w, spki);
	der_put_slice(w, subject);
	der_put_number(w, 0);
	der_wrap(w, DER_SEQUENCE, end);
}
