/* The law: the outline agrees with the whole.  What the readers of lists and certificates
 * take is of that kind with the same names, key and key identifier; signed, it is what they
 * read, and is not signed again.  Every slice lies inside the octets read. */
#include "pkix/pkix_crl.h"
#include "pkix/pkix_issuer.h"
#include <stdlib.h>
#include <string.h>

#define MUST(condition)                                                                        \
	do {                                                                                   \
		if (!(condition))                                                              \
			__builtin_trap();                                                      \
	} while (0)

static bool
inside(struct der_slice part, struct der_slice all)
{
	return part.size == 0 || (part.data >= all.data && part.size <= all.size &&
				     part.data - all.data <= (ptrdiff_t)(all.size - part.size));
}

/* SIGNED{} of it, to be freed. */
static struct der_slice
sign(struct der_slice der, const struct pkix_tbs *tbs)
{
	static const uint8_t octets[] = "signature";
	struct pkix_signed around =
	    pkix_signed(der.size, tbs->algorithm, (struct der_slice){ octets, 9 });
	uint8_t *made = malloc(around.head_size + der.size + around.tail_size);

	MUST(made != NULL && around.head_size != 0);
	memcpy(made, around.head, around.head_size);
	memcpy(made + around.head_size, der.data, der.size);
	memcpy(made + around.head_size + der.size, around.tail, around.tail_size);
	return (struct der_slice){ made, around.head_size + der.size + around.tail_size };
}

static void
check_signed(struct der_slice der, const struct pkix_tbs *tbs)
{
	struct der_slice all = sign(der, tbs);
	struct pkix_cert cert;
	struct pkix_crl crl;
	struct pkix_tbs again;

	MUST(pkix_tbs_read(all, &again) != NULL);
	if (pkix_cert_read(all, &cert) == NULL) {
		MUST(tbs->kind == PKIX_TBS_CERTIFICATE);
		MUST(der_equal(cert.tbs, der) && der_equal(cert.issuer, tbs->issuer));
		MUST(der_equal(cert.subject, tbs->subject) && der_equal(cert.spki, tbs->spki));
		MUST(
		    der_equal(cert.aki, tbs->aki) && der_equal(cert.algorithm, tbs->algorithm));
	}
	if (pkix_crl_read(all, &crl) == NULL)
		MUST(tbs->kind == PKIX_TBS_CRL && der_equal(crl.tbs, der));
	free((void *)(uintptr_t)all.data);
}

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct der_slice der = { data, size };
	struct pkix_tbs tbs;
	struct pkix_crl crl;
	const char *why = pkix_tbs_read(der, &tbs);

	if (pkix_tbs_crl_read(der, &crl) == NULL) {
		MUST(why == NULL && tbs.kind == PKIX_TBS_CRL);
		MUST(der_equal(crl.issuer, tbs.issuer) && der_equal(crl.aki, tbs.aki));
		MUST(der_equal(crl.algorithm, tbs.algorithm));
	}
	if (why != NULL)
		return 0;
	MUST(inside(tbs.algorithm, der) && inside(tbs.issuer, der) && inside(tbs.subject, der));
	MUST(inside(tbs.spki, der) && inside(tbs.aki, der));
	MUST((tbs.algorithm.size == 0) == (tbs.kind >= PKIX_TBS_REQUEST));
	if (tbs.algorithm.size != 0 && tbs.algorithm.size < 1000)
		check_signed(der, &tbs);
	return 0;
}
