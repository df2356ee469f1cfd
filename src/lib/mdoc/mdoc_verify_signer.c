/* mdoc_verify_signer - the Document Signer's certificate (ISO/IEC 18013-5:2021 9.3.3, B.1.4).
 */
#include "mdoc/mdoc_verify.h"
#include "pkix/pkix_name.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const uint8_t oid_key_usage[] = { 0x55, 0x1d, 0x0f };
static const uint8_t oid_purposes[] = { 0x55, 0x1d, 0x25 };
static const uint8_t oid_mdl_ds[] = { 0x28, 0x81, 0x8c, 0x5d, 0x05, 0x01, 0x02 };

__attribute__((format(printf, 2, 3))) static bool
refuse(struct mdoc_verdict *verdict, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(verdict->why, sizeof verdict->why, fmt, ap);
	va_end(ap);
	return false;
}

static bool
is(struct der_slice oid, const uint8_t *octets, size_t size)
{
	return oid.size == size && memcmp(oid.data, octets, size) == 0;
}

/* Is the purpose among those of an extKeyUsage? */
static bool
has_purpose(struct der_slice value)
{
	struct der_item list, one;

	if (!der_take(&value, DER_SEQUENCE, &list) || value.size != 0)
		return false;
	while (der_take(&list.value, DER_OID, &one))
		if (is(one.value, oid_mdl_ds, sizeof oid_mdl_ds))
			return true;
	return false;
}

/* keyUsage and extKeyUsage, both critical, and nothing else that is critical (Table B.3). */
static bool
usage_good(struct mdoc_verdict *v)
{
	const struct pkix_cert *cert = &v->signer;
	struct der_slice rest = cert->extensions;
	struct pkix_extension e;
	bool usage = false, purpose = false, good;
	const char *why;
	char oid[128];

	while (pkix_extension_next(&rest, &e, &why) == 1) {
		good = is(e.oid, oid_key_usage, sizeof oid_key_usage);
		usage |= good && e.critical;
		if (is(e.oid, oid_purposes, sizeof oid_purposes)) {
			good = true;
			purpose = e.critical && has_purpose(e.value);
		}
		if (e.critical && !good)
			return refuse(v,
			    "DS certificate: critical extension %s is not one of Table B.3 "
			    "(RFC 5280 4.2)",
			    pkix_oid_text(e.oid, oid, sizeof oid));
	}
	if (!usage || cert->key_usage != PKIX_DIGITAL_SIGNATURE)
		return refuse(v,
		    "DS certificate: keyUsage is not critical with digitalSignature alone "
		    "(ISO/IEC 18013-5 Table B.3)");
	return purpose || refuse(v, "DS certificate: extKeyUsage is not critical with "
				    "1.0.18013.5.1.2 (ISO/IEC 18013-5 Table B.3)");
}

static bool
valid_at(const char *whose, const struct pkix_cert *cert, int64_t now, struct mdoc_verdict *v)
{
	char time[2][32];

	if (now < cert->not_before)
		return refuse(v, "%s certificate begins %s, and it is %s (RFC 5280 6.1.3 a 2)",
		    whose, pkix_time_text(cert->not_before, time[0]),
		    pkix_time_text(now, time[1]));
	if (now > cert->not_after)
		return refuse(v, "%s certificate ended %s, and it is %s (RFC 5280 6.1.3 a 2)",
		    whose, pkix_time_text(cert->not_after, time[0]),
		    pkix_time_text(now, time[1]));
	return true;
}

/* Is this the IACA of a certificate: by name and key identifier, and may it sign?  The farther
 * a root comes, the nearer it was. */
enum fit {
	ANOTHER_NAME,
	ANOTHER_KEY,
	NO_CA,
	FITS,
};

static enum fit
fit_of(const struct pkix_cert *cert, const struct pkix_cert *root)
{
	if (!der_equal(cert->issuer, root->subject))
		return ANOTHER_NAME;
	if (cert->aki.size == 0 || !der_equal(cert->aki, root->ski))
		return ANOTHER_KEY;
	return root->ca && root->has_key_usage && (root->key_usage & PKIX_KEY_CERT_SIGN) &&
		       root->unknown_critical.size == 0
		   ? FITS
		   : NO_CA;
}

static bool
refuse_unknown(struct mdoc_verdict *v, enum fit best)
{
	static const char *const why[] = {
		[ANOTHER_NAME] = "no IACA certificate has its issuer's name, octet for octet",
		[ANOTHER_KEY] =
		    "no IACA certificate of that name has its authorityKeyIdentifier",
		[NO_CA] = "the certificate of its issuer is no CA's that may sign certificates",
	};
	char name[256];

	return refuse(v, "DS certificate: %s: %s (ISO/IEC 18013-5 9.3.3)", why[best],
	    pkix_name_text(v->signer.issuer, name, sizeof name));
}

/* Which of the roots signed the certificate?  Several may bear one name and key identifier. */
static bool
find_issuer(const struct pkix_verifiers *roots, struct mdoc_verdict *v)
{
	const struct pkix_cert *cert = &v->signer;
	struct pkix_algorithm algorithm;
	enum fit best = ANOTHER_NAME, fit;
	const char *why = NULL;
	size_t i;

	if ((why = pkix_algorithm_read(cert->algorithm, &algorithm)) != NULL)
		return refuse(v, "DS certificate: %s", why);
	if (!algorithm.ecdsa || algorithm.hash == PKIX_SHA1)
		return refuse(v,
		    "DS certificate: signed with %s, and not with ECDSA and SHA-2 "
		    "(ISO/IEC 18013-5 Table B.3)",
		    algorithm.name);
	for (i = 0; i < roots->count; i++) {
		if ((fit = fit_of(cert, &roots->at[i].cert)) > best)
			best = fit;
		if (fit != FITS)
			continue;
		why = pkix_verify(roots->at[i].key, &algorithm, cert->tbs, cert->signature);
		if (why == NULL) {
			v->issuer = &roots->at[i];
			return true;
		}
	}
	return best == FITS ? refuse(v, "DS certificate: %s (RFC 5280 6.1.3 a 1)", why)
			    : refuse_unknown(v, best);
}

const char *
mdoc_crl_check(const struct pkix_crl *crl)
{
	if (crl->delta)
		return "a delta CRL (RFC 5280 5.2.4)";
	if (crl->idp.present)
		return "issuingDistributionPoint, so that it may not be all of the IACA's "
		       "(ISO/IEC 18013-5 Table B.10)";
	return crl->has_next_update ? NULL : "no nextUpdate (ISO/IEC 18013-5 Table B.10)";
}

static bool
listed(const struct pkix_crl *crl, struct der_slice serial)
{
	struct der_slice rest = crl->revoked;
	struct pkix_entry entry;
	const char *why;

	while (pkix_entry_next(&rest, &entry, &why) == 1)
		if (der_equal(entry.serial, serial))
			return true;
	return false;
}

/* Not on the CRL of its IACA: of all that are current, none may have it. */
static bool
not_revoked(const struct mdoc_rules *rules, struct mdoc_verdict *v)
{
	const struct pkix_crl *crl;
	bool current = false, old = false;
	size_t i;

	for (i = 0; i < rules->crls.count; i++) {
		crl = &rules->crls.at[i].crl;
		if (!der_equal(rules->crls.at[i].issuer->cert.whole, v->issuer->cert.whole))
			continue;
		if (listed(crl, v->signer.serial))
			return refuse(v,
			    "DS certificate is revoked: it is on the CRL of its IACA "
			    "(ISO/IEC 18013-5 9.3.3, RFC 5280 6.3.3)");
		if (rules->now < crl->this_update || rules->now > crl->next_update)
			old = true;
		else
			current = true;
	}
	return current || refuse(v, "%s (ISO/IEC 18013-5 9.3.3, RFC 5280 6.3.3)",
			      old ? "the CRL of the DS certificate's IACA is not current"
				  : "no CRL of the DS certificate's IACA was given");
}

static bool
conforms(const struct mdoc_rules *rules, struct mdoc_verdict *v)
{
	struct profile_findings found;

	profile_check(rules->profile, &v->signer, &v->issuer->cert, rules->now, &found);
	return found.count == 0 || refuse(v, "DS certificate: %s", found.text[0]);
}

bool
mdoc_verify_signer(
    const struct cose_headers *h, const struct mdoc_rules *rules, struct mdoc_verdict *v)
{
	const char *why;

	if (h->x5chain != COSE_UNPROTECTED)
		return refuse(v, "%s (ISO/IEC 18013-5 9.1.2.4)",
		    h->x5chain == COSE_NOWHERE ? "issuerAuth without x5chain"
					       : "x5chain is in the protected header");
	if (h->chain_count != 1)
		return refuse(
		    v, "x5chain holds more than the DS certificate (ISO/IEC 18013-5 9.1.2.4)");
	if (h->algorithm == COSE_NO_ALGORITHM)
		return refuse(v, "issuerAuth: %s", h->no_algorithm);
	if ((why = pkix_cert_read(h->chain[0], &v->signer)) != NULL) {
		v->signer = (struct pkix_cert){ .version = 0 };
		return refuse(v, "DS certificate: %s", why);
	}
	return find_issuer(rules->roots, v) && usage_good(v) &&
	       valid_at("DS", &v->signer, rules->now, v) &&
	       valid_at("IACA", &v->issuer->cert, rules->now, v) &&
	       (rules->crls.count == 0 || not_revoked(rules, v)) &&
	       (rules->profile == NULL || conforms(rules, v));
}
