#include "pkix/pkix_request.h"
#include "pkix/pkix_asn1.h"
#include "pkix/pkix_key.h"
#include "pkix/pkix_name.h"

enum {
	REQUEST_MAX = 64 << 10, /* octets; as for a certificate */
};

static const char *
read_parts(const struct pkix_asn1 *tree, struct pkix_request *request)
{
	struct der_item part;

	pkix_asn1_part(tree, "certificationRequestInfo", &part);
	request->info = part.whole;
	pkix_asn1_part(tree, "certificationRequestInfo.version", &part);
	if (der_small(part.value) != 0)
		return "a CertificationRequestInfo of another version than 0 (RFC 2986 4.1)";
	pkix_asn1_part(tree, "certificationRequestInfo.subject", &part);
	request->subject = part.whole;
	pkix_asn1_part(tree, "certificationRequestInfo.subjectPKInfo", &part);
	request->spki = part.whole;
	if (part.tag != DER_SEQUENCE)
		return "subjectPKInfo is not a SEQUENCE (RFC 2986 4.1)";
	pkix_asn1_part(tree, "signatureAlgorithm", &part);
	request->algorithm = part.whole;
	pkix_asn1_part(tree, "signature", &part);
	if (!der_bits(part.value, &request->signature))
		return "signature is not whole octets (RFC 2986 4.2)";
	return pkix_name_check(request->subject);
}

const char *
pkix_request_read(struct der_slice der, struct pkix_request *request)
{
	struct pkix_asn1 tree = { 0 };
	const char *why;

	*request = (struct pkix_request){ .whole = der };
	if (der.size > REQUEST_MAX)
		return "larger than 64 KiB";
	why = pkix_asn1_read(&tree, "PKIX.CertificationRequest", der,
	    "not a CertificationRequest (RFC 2986 4.2)");
	if (why == NULL)
		why = read_parts(&tree, request);
	pkix_asn1_free(&tree);
	return why;
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
