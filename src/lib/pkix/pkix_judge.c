#include "pkix/pkix_judge.h"
#include "pkix/pkix_name.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *
pkix_verifiers_add(struct pkix_verifiers *known, struct der_slice certificate, const char *from)
{
	struct pkix_verifier *more, made = { .from = from };
	const char *why = "memory ran out";

	if (certificate.size > PKIX_CERT_MAX) /* before it is copied */
		return pkix_cert_read(certificate, &made.cert);
	if ((made.der = malloc(certificate.size + 1)) == NULL)
		return why;
	memcpy(made.der, certificate.data, certificate.size);
	certificate.data = made.der;
	if ((why = pkix_cert_read(certificate, &made.cert)) != NULL ||
	    (made.key = pkix_key_read(made.cert.spki, &why)) == NULL)
		goto fail;
	more = reallocarray(known->at, known->count + 1, sizeof *more);
	if (more == NULL) {
		why = "memory ran out";
		goto fail;
	}
	known->at = more;
	known->at[known->count++] = made;
	return NULL;
fail:
	pkix_key_free(made.key);
	free(made.der);
	return why;
}

void
pkix_verifiers_free(struct pkix_verifiers *known)
{
	for (; known->count > 0; known->count--) {
		pkix_key_free(known->at[known->count - 1].key);
		free(known->at[known->count - 1].der);
	}
	free(known->at);
	known->at = NULL;
}

__attribute__((format(printf, 2, 3))) static bool
refuse(struct pkix_judgement *judgement, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(judgement->why, sizeof judgement->why, fmt, ap);
	va_end(ap);
	return false;
}

static bool
refuse_critical(struct pkix_judgement *judgement, const char *where, struct der_slice oid)
{
	char dotted[128];

	return refuse(judgement, "critical %s extension %s is not one we know (RFC 5280 5.%s)",
	    where, pkix_oid_text(oid, dotted, sizeof dotted), *where == 'C' ? "2" : "3");
}

static bool
refuse_algorithm(struct pkix_judgement *judgement, const char *why)
{
	struct der_slice rest = judgement->crl.algorithm;
	struct der_item sequence, oid;
	char dotted[128] = "";

	if (der_take(&rest, DER_SEQUENCE, &sequence) &&
	    der_take(&sequence.value, DER_OID, &oid))
		pkix_oid_text(oid.value, dotted, sizeof dotted);
	return refuse(judgement, "%s: %s", dotted, why);
}

static bool
header_good(struct der_slice record, struct pkix_judgement *judgement)
{
	const struct pkix_crl *crl = &judgement->crl;
	const char *why;

	if ((why = pkix_crl_read(record, &judgement->crl)) != NULL)
		return refuse(judgement, "%s", why);
	judgement->flaws = crl->flaws;
	if (!der_equal(crl->algorithm, crl->outer_algorithm))
		return refuse(judgement,
		    "signatureAlgorithm is not tbsCertList.signature (RFC 5280 5.1.1.2)");
	if (crl->unknown_critical.size != 0)
		return refuse_critical(judgement, "CRL", crl->unknown_critical);
	return true;
}

static bool
entries_good(struct pkix_judgement *judgement)
{
	struct der_slice rest = judgement->crl.revoked;
	struct pkix_entry entry;
	const char *why = NULL;
	char serial[64];
	int got;

	while ((got = pkix_entry_next(&rest, &entry, &why)) == 1) {
		judgement->entries++;
		judgement->flaws |= pkix_entry_flaws(&judgement->crl, &entry);
		if (entry.unknown_critical.size != 0)
			return refuse_critical(judgement, "entry", entry.unknown_critical);
		if (judgement->flaws & PKIX_FLAW_V1_ENTRY_EXTENSIONS)
			return refuse(judgement,
			    "entry %" PRIu64 ": extensions in a v1 list (RFC 5280 5.1.2.1)",
			    judgement->entries);
	}
	if (got == 0)
		return true;
	if (got == 2 && entry.serial.size != 0)
		return refuse(judgement, "entry %" PRIu64 ", serial %s: %s",
		    judgement->entries + 1, pkix_hex(entry.serial, serial, sizeof serial), why);
	return refuse(judgement, "entry %" PRIu64 ": %s", judgement->entries + 1, why);
}

/* What keeps a certificate from being the CRL's issuer, the farther down the nearer. */
enum fit {
	ANOTHER_NAME,
	ANOTHER_KEY,
	NO_CRL_SIGN,
	FITS,
};

static enum fit
fit_of(const struct pkix_crl *crl, const struct pkix_cert *cert)
{
	if (!pkix_name_match(crl->issuer, cert->subject))
		return ANOTHER_NAME;
	if (crl->aki.size != 0 && cert->ski.size != 0 && !der_equal(crl->aki, cert->ski))
		return ANOTHER_KEY;
	return !cert->has_key_usage || (cert->key_usage & PKIX_CRL_SIGN) ? FITS : NO_CRL_SIGN;
}

/* Is there a certificate to try? */
static bool
issuer_known(const struct pkix_verifiers *known, struct pkix_judgement *judgement)
{
	const struct pkix_crl *crl = &judgement->crl;
	enum fit best = ANOTHER_NAME, fit;
	char name[256], key[64];
	size_t i;

	for (i = 0; i < known->count; i++)
		if ((fit = fit_of(crl, &known->at[i].cert)) > best)
			best = fit;
	pkix_name_text(crl->issuer, name, sizeof name);
	switch (best) {
	case ANOTHER_NAME:
		return refuse(judgement,
		    "issued by another CA, %s: no certificate has this name (RFC 5280 6.3.3 f)",
		    name);
	case ANOTHER_KEY:
		return refuse(judgement,
		    "issued with another key of %s, %s: no certificate has this key identifier "
		    "(RFC 5280 5.2.1)",
		    name, pkix_hex(crl->aki, key, sizeof key));
	case NO_CRL_SIGN:
		return refuse(judgement,
		    "issuer %s may not sign CRLs: its keyUsage is without cRLSign "
		    "(RFC 5280 6.3.3 f)",
		    name);
	case FITS:
		break;
	}
	return true;
}

/* Try each certificate that fits; the last reason is given when none will do. */
static bool
signature_good(const struct pkix_verifiers *known, struct pkix_judgement *judgement)
{
	const struct pkix_algorithm *algorithm = &judgement->algorithm;
	const struct pkix_crl *crl = &judgement->crl;
	uint8_t digest[PKIX_HASH_MAX];
	const char *why = NULL;
	size_t i;

	if (pkix_hash(algorithm->hash, crl->tbs, digest) == 0)
		return refuse(judgement, "GnuTLS refuses to hash for %s", algorithm->name);
	for (i = 0; i < known->count; i++) {
		if (fit_of(crl, &known->at[i].cert) != FITS)
			continue;
		why = pkix_verify_digest(known->at[i].key, algorithm, digest, crl->signature);
		if (why == NULL) {
			judgement->issuer = &known->at[i];
			return true;
		}
	}
	return refuse(judgement, "%s (RFC 5280 6.3.3 g)", why);
}

bool
pkix_crl_judge(struct der_slice record, const struct pkix_verifiers *known,
    struct pkix_judgement *judgement)
{
	const char *why;

	*judgement = (struct pkix_judgement){ 0 };
	/* What is quick comes first: a list that nobody here issued is not read through. */
	if (!header_good(record, judgement) || !issuer_known(known, judgement))
		return false;
	if ((why = pkix_algorithm_read(judgement->crl.algorithm, &judgement->algorithm)) !=
	    NULL)
		return refuse_algorithm(judgement, why);
	return entries_good(judgement) && signature_good(known, judgement);
}
