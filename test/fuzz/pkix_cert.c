/* A certificate that is read can be put together again from its parts, every slice lies
 * inside it, and nothing may follow it. */
#include "pkix/pkix_cert.h"
#include "der/der_write.h"
#include "pkix/pkix_key.h"
#include "pkix/pkix_name.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
inside(struct der_slice part, struct der_slice whole)
{
	if (part.size != 0 &&
	    (part.data < whole.data || part.data + part.size > whole.data + whole.size))
		abort();
}

/* Certificate and the first fields of TBSCertificate, in their order (RFC 5280 4.1). */
static void
together(const struct pkix_cert *cert)
{
	static uint8_t buffer[PKIX_CERT_MAX + 64];
	struct der_writer w = der_writer(buffer, sizeof buffer);
	const uint8_t *end = w.at, *bits, *begin = cert->tbs.data;

	der_put_slice(&w, cert->signature);
	der_put(&w, "", 1);
	bits = end;
	der_wrap(&w, DER_BIT_STRING, bits);
	der_put_slice(&w, cert->algorithm);
	der_put_slice(&w, cert->tbs);
	der_wrap(&w, DER_SEQUENCE, end);
	if (w.full || !der_equal(der_written(&w), cert->whole))
		abort();
	if (cert->serial.data <= begin || cert->issuer.data <= cert->serial.data ||
	    cert->subject.data <= cert->issuer.data || cert->spki.data <= cert->subject.data)
		abort();
}

static void
names(const struct pkix_cert *cert)
{
	struct der_slice name;
	char text[512];
	unsigned n;

	if (!pkix_name_match(cert->issuer, cert->issuer) ||
	    pkix_name_match(cert->issuer, cert->subject) !=
		pkix_name_match(cert->subject, cert->issuer))
		abort();
	for (n = 0; n < 100 && pkix_cert_crl_dp(cert, n, &name); n++) {
		inside(name, cert->crl_dps);
		if (strlen(pkix_general_name_text(name, text, sizeof text)) >= sizeof text)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct der_slice der = { data, size };
	struct pkix_algorithm algorithm;
	struct pkix_cert cert;
	const char *why;

	if (pkix_cert_read(der, &cert) != NULL)
		return 0;
	inside(cert.whole, der);
	inside(cert.tbs, der);
	inside(cert.serial, cert.tbs);
	inside(cert.issuer, cert.tbs);
	inside(cert.subject, cert.tbs);
	inside(cert.spki, cert.tbs);
	inside(cert.ski, cert.tbs);
	inside(cert.aki, cert.tbs);
	inside(cert.crl_dps, cert.tbs);
	inside(cert.unknown_critical, cert.tbs);
	together(&cert);
	names(&cert);
	pkix_algorithm_read(cert.algorithm, &algorithm);
	pkix_key_free(pkix_key_read(cert.spki, &why));
	der.size--;
	if (pkix_cert_read(der, &cert) == NULL)
		abort();
	return 0;
}
