/* Certificates: a good one, and others that differ from it in one thing each. */
#include "pkix/pkix_cert.h"
#include "der/der_write.h"
#include "file/file_load.h"
#include "pkix/pkix_name.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;

#define EXPECT(what, condition)                                                                \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			printf("%s: not so: %s\n", what, #condition);                          \
			failures++;                                                            \
		}                                                                              \
	} while (0)

/* Octets with their count: a string literal may hold zeros. */
#define PART(text)                                                                             \
	{                                                                                      \
		(const uint8_t *)(text), sizeof(text) - 1                                      \
	}
#define SLICE(text) ((struct der_slice)PART(text))

/* The parts of a certificate in their order; extensions without [3] and SEQUENCE. */
struct form {
	struct der_slice version, serial, algorithm, issuer, validity, subject, spki, unique,
	    extensions, inner_after, outer, signature, after;
};

#define ALGORITHM "\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"
#define NAME(c) "\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02" c
#define TIMES                                                                                  \
	"\x30\x1e\x17\x0d"                                                                     \
	"200101000000Z\x17\x0d"                                                                \
	"400101000000Z"
#define SKI "\x30\x0c\x06\x03\x55\x1d\x0e\x04\x05\x04\x03KEY"
#define AKI "\x30\x0e\x06\x03\x55\x1d\x23\x04\x07\x30\x05\x80\x03WHO"
#define USAGE "\x30\x0e\x06\x03\x55\x1d\x0f\x01\x01\xff\x04\x04\x03\x02\x01\x06"
#define CA "\x30\x0f\x06\x03\x55\x1d\x13\x01\x01\xff\x04\x05\x30\x03\x01\x01\xff"
/* Two DistributionPoints: one with two names, one that has only a cRLIssuer. */
#define DPS                                                                                    \
	"\x30\x25\x06\x03\x55\x1d\x1f\x04\x1e\x30\x1c"                                         \
	"\x30\x10\xa0\x0e\xa0\x0c\x86\x05http:\x86\x03ldp"                                     \
	"\x30\x08\xa2\x06\x86\x04http"
#define ODD(critical) "\x30\x0a\x06\x03\x2a\x03\x04" critical "\x04\x00"

static const struct form good = {
	.version = PART("\xa0\x03\x02\x01\x02"),
	.serial = PART("\x02\x03\x00\x80\x01"),
	.algorithm = PART(ALGORITHM),
	.issuer = PART(NAME("JP")),
	.validity = PART(TIMES),
	.subject = PART(NAME("DE")),
	.spki = PART("\x30\x00"),
	.extensions = PART(SKI AKI USAGE CA DPS ODD("\x01\x01\xff")),
	.outer = PART(ALGORITHM),
	.signature = PART("\x03\x04\x00SIG"),
};

static uint8_t buffer[128 << 10];

static struct der_slice
assemble(const struct form *form)
{
	struct der_writer w = der_writer(buffer, sizeof buffer);
	const uint8_t *end = w.at, *tbs, *extensions;

	der_put_slice(&w, form->after);
	end = w.at;
	der_put_slice(&w, form->signature);
	der_put_slice(&w, form->outer);
	tbs = w.at;
	der_put_slice(&w, form->inner_after);
	if (form->extensions.data != NULL) {
		extensions = w.at;
		der_put_slice(&w, form->extensions);
		der_wrap(&w, DER_SEQUENCE, extensions);
		der_wrap(&w, DER_CONSTRUCTED(3), extensions);
	}
	der_put_slice(&w, form->unique);
	der_put_slice(&w, form->spki);
	der_put_slice(&w, form->subject);
	der_put_slice(&w, form->validity);
	der_put_slice(&w, form->issuer);
	der_put_slice(&w, form->algorithm);
	der_put_slice(&w, form->serial);
	der_put_slice(&w, form->version);
	der_wrap(&w, DER_SEQUENCE, tbs);
	der_wrap(&w, DER_SEQUENCE, end);
	if (w.full)
		abort();
	return der_written(&w);
}

static bool
is(struct der_slice slice, const char *text)
{
	return slice.size == strlen(text) && memcmp(slice.data, text, slice.size) == 0;
}

static void
the_good_one(void)
{
	const char *what = "a good certificate";
	struct der_slice der = assemble(&good), name;
	struct pkix_cert cert;
	const char *why = pkix_cert_read(der, &cert);

	EXPECT(why != NULL ? why : what, why == NULL);
	EXPECT(what, der_equal(cert.whole, der) && cert.whole.data == der.data);
	EXPECT(what, cert.tbs.data == der.data + 3 && cert.tbs.data[0] == DER_SEQUENCE);
	EXPECT(what, cert.version == 3 && is(cert.serial, "\x80\x01"));
	EXPECT(what, der_equal(cert.issuer, good.issuer));
	EXPECT(what, der_equal(cert.subject, good.subject));
	EXPECT(what, der_equal(cert.spki, good.spki));
	EXPECT(what, der_equal(cert.algorithm, good.algorithm));
	EXPECT(what, is(cert.signature, "SIG"));
	EXPECT(what, cert.not_before == 1577836800 && cert.not_after == 2208988800);
	EXPECT(what, is(cert.ski, "KEY") && is(cert.aki, "WHO") && cert.ca);
	EXPECT(what, cert.has_key_usage);
	EXPECT(what, cert.key_usage == (PKIX_KEY_CERT_SIGN | PKIX_CRL_SIGN));
	EXPECT(what, is(cert.unknown_critical, "\x2a\x03\x04"));
	EXPECT(what, pkix_cert_crl_dp(&cert, 0, &name) && is(name, "\x86\x05http:"));
	EXPECT(what, pkix_cert_crl_dp(&cert, 1, &name) && is(name, "\x86\x03ldp"));
	EXPECT(what, !pkix_cert_crl_dp(&cert, 2, &name));
}

static void
is_refused(const struct form *form, const char *want)
{
	struct pkix_cert cert;
	const char *why = pkix_cert_read(assemble(form), &cert);

	if (why != NULL && strcmp(why, want) == 0)
		return;
	printf("want: %s\nhave: %s\n", want, why == NULL ? "read" : why);
	failures++;
}

static void
is_read(const struct form *form, struct pkix_cert *cert, const char *what)
{
	const char *why = pkix_cert_read(assemble(form), cert);

	if (why == NULL)
		return;
	printf("%s: %s\n", what, why);
	failures++;
}

#define REFUSED(field, octets, want)                                                           \
	do {                                                                                   \
		struct form form = good;                                                       \
		form.field = SLICE(octets);                                                    \
		is_refused(&form, want);                                                       \
	} while (0)
#define READ(field, octets, cert)                                                              \
	do {                                                                                   \
		struct form form = good;                                                       \
		form.field = SLICE(octets);                                                    \
		is_read(&form, cert, #field " " #octets);                                      \
	} while (0)

static const char not_one[] = "not a Certificate (RFC 5280 4.1)";
static const char bad_version[] = "version is neither 2 nor 3 (RFC 5280 4.1.2.1)";
static const char not_name[] = "not a Name (RFC 5280 4.1.2.4)";
static const char bad_validity[] = "validity is not two times (RFC 5280 4.1.2.5)";

static void
the_envelope(void)
{
	struct pkix_cert cert;
	struct form v1 = good;

	REFUSED(after, "\x05\x00", "octets follow its end");
	REFUSED(inner_after, "\x05\x00", not_one);
	REFUSED(outer, "\x30\x0c\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02\x05\x00",
	    "signatureAlgorithm is not tbsCertificate.signature (RFC 5280 4.1.1.2)");
	REFUSED(
	    signature, "\x03\x04\x01SIF", "signature is not whole octets (RFC 5280 4.1.1.3)");
	REFUSED(signature, "\x04\x04\x00SIG", not_one);
	REFUSED(version, "\xa0\x03\x02\x01\x00", bad_version);
	REFUSED(version, "\xa0\x03\x02\x01\x03", bad_version);
	REFUSED(version, "\xa0\x04\x02\x02\x00\x02", bad_version);
	REFUSED(
	    version, "\xa0\x03\x02\x01\x01", "extensions before version 3 (RFC 5280 4.1.2.9)");
	v1.version.size = 0;
	is_refused(&v1, "extensions before version 3 (RFC 5280 4.1.2.9)");
	v1.extensions.data = NULL;
	is_read(&v1, &cert, "version 1");
	EXPECT("version 1", cert.version == 1 && !cert.has_key_usage && cert.ski.size == 0);
	v1.unique = SLICE("\x81\x02\x00x");
	is_refused(&v1, "a unique identifier in version 1 (RFC 5280 4.1.2.8)");
	v1.version = SLICE("\xa0\x03\x02\x01\x01");
	is_read(&v1, &cert, "version 2");
	EXPECT("version 2", cert.version == 2);
	READ(unique, "\x82\x02\x00x", &cert);
}

static void
the_fields(void)
{
	struct pkix_cert cert;

	REFUSED(serial, "\x02\x01\x80", "INTEGER is negative");
	REFUSED(serial, "\x02\x02\x00\x01", "INTEGER is not minimal (X.690 8.3.2)");
	REFUSED(serial,
	    "\x02\x15\x01"
	    "12345678901234567890",
	    "serial of more than 20 octets (RFC 5280 4.1.2.2)");
	READ(serial,
	    "\x02\x15\x00\xff"
	    "1234567890123456789",
	    &cert);
	EXPECT("serial of 20 octets", cert.serial.size == 20);
	READ(serial, "\x02\x01\x00", &cert);
	EXPECT("serial zero", cert.serial.size == 1);
	REFUSED(issuer, "\x30\x00", "issuer is empty (RFC 5280 4.1.2.4)");
	REFUSED(issuer, "\x31\x00", not_name);
	REFUSED(issuer, "\x30\x02\x31\x00", not_name);
	REFUSED(issuer, "\x30\x04\x31\x02\x30\x00", not_name);
	REFUSED(subject, "\x30\x02\x30\x00", not_name);
	REFUSED(subject, "\x30\x08\x31\x06\x30\x04\x06\x02\x2a\x03", not_name);
	READ(subject, "\x30\x00", &cert);
	REFUSED(validity,
	    "\x30\x0f\x17\x0d"
	    "200101000000Z",
	    bad_validity);
	REFUSED(validity, "\x31\x00", "validity is not a SEQUENCE (RFC 5280 4.1.2.5)");
	REFUSED(validity,
	    "\x30\x1e\x17\x0d"
	    "200101000000Z\x17\x0d"
	    "400101000060Z",
	    "not a time of the calendar, or not in Z (RFC 5280 4.1.2.5)");
	REFUSED(validity,
	    "\x30\x1e\x17\x0d"
	    "201301000000Z\x17\x0d"
	    "400101000000Z",
	    "not a time of the calendar, or not in Z (RFC 5280 4.1.2.5)");
	REFUSED(spki, "\x31\x00", "subjectPublicKeyInfo is not a SEQUENCE (RFC 5280 4.1.2.7)");
}

static const char bad_usage[] = "keyUsage is not a BIT STRING of nine (RFC 5280 4.2.1.3)";
static const char bad_dps[] = "cRLDistributionPoints is malformed (RFC 5280 4.2.1.13)";
static const char bad_aki[] = "authorityKeyIdentifier is malformed (RFC 5280 4.2.1.1)";

static void
the_extensions(void)
{
	struct pkix_cert cert;

	REFUSED(extensions, "",
	    "extensions are not a SEQUENCE of at least one "
	    "(RFC 5280 4.1.2.9)");
	REFUSED(extensions, SKI AKI SKI, "an extension appears twice (RFC 5280 4.2)");
	REFUSED(extensions, SKI "\x30\x05\x06\x03\x55\x1d\x23",
	    "malformed Extension (RFC 5280 4.1)");
	REFUSED(extensions, "\x30\x0d\x06\x03\x55\x1d\x0f\x04\x06\x03\x04\x00\x06\x00\x00",
	    bad_usage);
	REFUSED(extensions, "\x30\x0b\x06\x03\x55\x1d\x0f\x04\x04\x03\x02\x02\x06", bad_usage);
	REFUSED(extensions, "\x30\x0b\x06\x03\x55\x1d\x0f\x04\x04\x03\x02\x08\x00", bad_usage);
	REFUSED(extensions, "\x30\x0a\x06\x03\x55\x1d\x0f\x04\x03\x03\x01\x00", bad_usage);
	READ(extensions, "\x30\x0c\x06\x03\x55\x1d\x0f\x04\x05\x03\x03\x07\x80\x80", &cert);
	EXPECT("nine bits", cert.key_usage == (PKIX_DIGITAL_SIGNATURE | 0x0080));
	REFUSED(extensions, "\x30\x0c\x06\x03\x55\x1d\x13\x04\x05\x31\x03\x01\x01\xff",
	    "basicConstraints is malformed (RFC 5280 4.2.1.9)");
	REFUSED(extensions, "\x30\x0c\x06\x03\x55\x1d\x13\x04\x05\x30\x03\x01\x01\x01",
	    "BOOLEAN is neither 00 nor FF (X.690 11.1)");
	READ(extensions, "\x30\x0c\x06\x03\x55\x1d\x13\x04\x05\x30\x03\x01\x01\x00", &cert);
	EXPECT("cA FALSE", !cert.ca && cert.path_length == -1);
	READ(extensions, "\x30\x0f\x06\x03\x55\x1d\x13\x04\x08\x30\x06\x01\x01\xff\x02\x01\x05",
	    &cert);
	EXPECT("cA with a length", cert.ca && cert.path_length == 5);
	EXPECT("extensions", cert.extensions.size == 17 && cert.extensions.data[2] == 6);
	REFUSED(extensions,
	    "\x30\x0f\x06\x03\x55\x1d\x13\x04\x08\x30\x06\x01\x01\xff\x02\x01\xff",
	    "basicConstraints is malformed (RFC 5280 4.2.1.9)");
	REFUSED(extensions, "\x30\x0c\x06\x03\x55\x1d\x0e\x04\x05\x03\x03KEY",
	    "subjectKeyIdentifier is not an OCTET STRING (RFC 5280 4.2.1.2)");
	REFUSED(extensions, "\x30\x0e\x06\x03\x55\x1d\x23\x04\x07\x30\x05\x83\x03WHO", bad_aki);
	REFUSED(extensions, "\x30\x0e\x06\x03\x55\x1d\x23\x04\x07\x30\x06\x80\x03WHO",
	    "item goes past the end of what contains it");
	REFUSED(extensions, "\x30\x0f\x06\x03\x55\x1d\x23\x04\x08\x30\x06\x80\x81\x03WHO",
	    "length is not minimal (X.690 10.1)");
	READ(extensions, ODD("\x01\x01\x00"), &cert);
	EXPECT("FALSE written out", cert.unknown_critical.size == 0);
	REFUSED(extensions, ODD("\x01\x01\x01"), "BOOLEAN is neither 00 nor FF (X.690 11.1)");
}

static void
the_distribution_points(void)
{
	struct der_slice name;
	struct pkix_cert cert;

	REFUSED(extensions, "\x30\x09\x06\x03\x55\x1d\x1f\x04\x02\x30\x00", bad_dps);
	REFUSED(extensions, "\x30\x09\x06\x03\x55\x1d\x1f\x04\x02\x31\x00", bad_dps);
	REFUSED(extensions, "\x30\x0b\x06\x03\x55\x1d\x1f\x04\x04\x30\x02\x30\x00",
	    "DistributionPoint without a name (RFC 5280 4.2.1.13)");
	REFUSED(extensions,
	    "\x30\x0f\x06\x03\x55\x1d\x1f\x04\x08\x30\x06\x30\x04\x81\x02\x01\x02",
	    "DistributionPoint without a name (RFC 5280 4.2.1.13)");
	REFUSED(extensions, "\x30\x0d\x06\x03\x55\x1d\x1f\x04\x06\x30\x04\x30\x02\x83\x00",
	    bad_dps);
	/* A name relative to the issuer is no fullName. */
	READ(extensions,
	    "\x30\x16\x06\x03\x55\x1d\x1f\x04\x0f\x30\x0d\x30\x0b\xa0\x09\xa1\x07"
	    "\x30\x05\x06\x01\x2a\x05\x00",
	    &cert);
	EXPECT("a relative name", !pkix_cert_crl_dp(&cert, 0, &name));
}

/* What is hostile: large, deep, many; and every octet of the good one at every value. */
static void
what_is_hostile(void)
{
	static uint8_t large[PKIX_CERT_MAX + 1], many[65 * 9], deep[70];
	struct der_slice der, copy;
	struct pkix_cert cert;
	struct form form = good;
	size_t i;
	unsigned value;

	memset(large, 0, sizeof large);
	EXPECT("large", strcmp(pkix_cert_read((struct der_slice){ large, sizeof large }, &cert),
			    "larger than 64 KiB") == 0);
	for (i = 0; i < 65; i++)
		memcpy(many + 9 * i,
		    (uint8_t[]){
			0x30, 7, 6, 3, 42, (uint8_t)(i >> 4), (uint8_t)(i & 15), 4, 0 },
		    9);
	form.extensions = (struct der_slice){ many, sizeof many - 9 };
	is_read(&form, &cert, "64 extensions");
	form.extensions.size += 9;
	is_refused(&form, "more than 64 extensions");
	for (i = 0; i < 35; i++)
		memcpy(deep + 2 * i, (uint8_t[]){ 0x30, (uint8_t)(68 - 2 * i) }, 2);
	form = good;
	form.spki = (struct der_slice){ deep, sizeof deep };
	is_refused(&form, "nested too deeply");

	der = assemble(&good);
	copy = (struct der_slice){ memcpy(large, der.data, der.size), der.size };
	for (i = 0; i < der.size; i++) {
		for (value = 0; value < 256; value++) {
			large[i] = (uint8_t)value;
			pkix_cert_read(copy, &cert); /* for the sanitizers */
		}
		large[i] = der.data[i];
		EXPECT("cut", pkix_cert_read((struct der_slice){ large, i }, &cert) != NULL);
	}
}

/* The roots of a national PKI, where they are at hand: names in UTF-8, a distribution point
 * that is a directoryName. */
static void
real_roots(void)
{
	static const char *const paths[] = { "../shared/vectors/jpki-ca/sign_ca_2015.der",
		"../shared/vectors/jpki-ca/auth_ca_2023.der" };
	struct der_slice der, name;
	struct pkix_cert cert;
	char text[256];
	uint8_t *data;
	size_t i;

	for (i = 0; i < 2 && access(paths[i], R_OK) == 0; i++) {
		data = file_load(paths[i], PKIX_CERT_MAX, &der.size);
		der.data = data;
		EXPECT(paths[i], data != NULL && pkix_cert_read(der, &cert) == NULL);
		EXPECT(paths[i], cert.ca && cert.key_usage == 0x0600 && cert.ski.size == 20);
		EXPECT(paths[i], cert.aki.size == 0 && cert.unknown_critical.size == 0);
		EXPECT(paths[i], pkix_cert_crl_dp(&cert, 0, &name));
		EXPECT(paths[i],
		    strcmp(pkix_general_name_text(name, text, sizeof text),
			i == 0 ? "C=JP, O=JPKI, OU=JPKI for digital signature, OU=Japan Agency "
				 "for Local Authority Information Systems"
			       : "C=JP, O=JPKI, OU=JPKI for user authentication, OU=Japan "
				 "Agency for Local Authority Information Systems") == 0);
		EXPECT(paths[i], !pkix_cert_crl_dp(&cert, 1, &name));
		free(data);
	}
}

int
main(void)
{
	the_good_one();
	the_envelope();
	the_fields();
	the_extensions();
	the_distribution_points();
	what_is_hostile();
	real_roots();
	return failures != 0;
}
