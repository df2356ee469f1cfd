/* profile_request - what asks for a certificate. */
#include "pkix/pkix_key.h"
#include "pkix/pkix_request.h"
#include "profile/profile_build.h"

/* A certificate that its own key signed. */
static const char *
read_certificate(struct der_slice der, struct profile_order *order, struct pkix_cert *request)
{
	struct pkix_algorithm algorithm;
	struct pkix_key *key;
	const char *why;

	if ((why = pkix_cert_read(der, request)) != NULL ||
	    (why = pkix_algorithm_read(request->algorithm, &algorithm)) != NULL ||
	    (key = pkix_key_read(request->spki, &why)) == NULL)
		return why;
	why = pkix_verify(key, &algorithm, request->tbs, request->signature);
	pkix_key_free(key);
	order->request = request;
	order->subject = request->subject;
	order->spki = request->spki;
	return why;
}

const char *
profile_request_read(const struct profile *p, struct der_slice der, struct profile_order *order,
    struct pkix_cert *request)
{
	const struct profile_rule *rule = profile_rule(p, PROFILE_REQUEST);
	struct pkix_request asked;
	const char *why;

	if (rule != NULL && rule->other)
		return read_certificate(der, order, request);
	if ((why = pkix_request_read(der, &asked)) != NULL)
		return why;
	order->request = NULL;
	order->subject = asked.subject;
	order->spki = asked.spki;
	return pkix_request_verify(&asked);
}
