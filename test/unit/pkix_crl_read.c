/* CRL headers: a good list, and lists that differ from it in one thing each. */
#include "der/der_write.h"
#include "pkix/pkix_crl.h"

#include <stdio.h>
#include <string.h>

static int failures;

#define EXPECT(what, condition)                                                                \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			printf("%s: not so: %s\n", what, #condition);                          \
			failures++;                                                            \
		}                                                                              \
	} while (0)

/* Octets with their count: a string literal may hold zeros. */
struct part {
	const char *text;
	size_t size;
};
#define PART(text)                                                                             \
	{                                                                                      \
		text, sizeof text - 1                                                          \
	}
#define NO_PART                                                                                \
	{                                                                                      \
		"", 0                                                                          \
	}

/* The parts of a TBSCertList in their order; extensions without [0] and SEQUENCE. */
struct list {
	struct part version, algorithm, issuer, this_update, next_update, revoked, extensions,
	    after;
};

#define ALGORITHM "\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"
#define NUMBER "\x30\x0b\x06\x03\x55\x1d\x14\x04\x04\x02\x02\x0d\x89"
#define AKI "\x30\x0e\x06\x03\x55\x1d\x23\x04\x07\x30\x05\x80\x03KEY"
#define IDP                                                                                    \
	"\x30\x1b\x06\x03\x55\x1d\x1c\x01\x01\xff\x04\x11\x30\x0f"                             \
	"\xa0\x0a\xa0\x08\x86\x06http:x\x81\x01\xff"

static const struct list good = { PART("\x02\x01\x01"), PART(ALGORITHM),
	PART("\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02JP"),
	PART("\x17\x0d"
	     "261121030000Z"),
	PART("\x17\x0d"
	     "261124030000Z"),
	PART("\x30\x14\x30\x12\x02\x01\x05\x17\x0d"
	     "261120030000Z"),
	PART(AKI NUMBER IDP), NO_PART };

static struct der_slice
slice(struct part part)
{
	return (struct der_slice){ (const uint8_t *)part.text, part.size };
}

/* The TBSCertList of a list, or with a signature the CertificateList. */
static struct der_slice
assemble(const struct list *list, const char *signature, uint8_t *buffer, size_t size)
{
	struct der_writer w = der_writer(buffer, size);
	const uint8_t *end = w.at, *mark;

	if (signature != NULL) {
		der_put(&w, signature, 4);
		der_put_slice(&w, slice(list->algorithm));
	}
	mark = w.at;
	der_put_slice(&w, slice(list->after));
	if (list->extensions.size != 0) {
		const uint8_t *all = w.at;

		der_put_slice(&w, slice(list->extensions));
		der_wrap(&w, DER_SEQUENCE, all);
		der_wrap(&w, DER_CONSTRUCTED(0), all);
	}
	der_put_slice(&w, slice(list->revoked));
	der_put_slice(&w, slice(list->next_update));
	der_put_slice(&w, slice(list->this_update));
	der_put_slice(&w, slice(list->issuer));
	der_put_slice(&w, slice(list->algorithm));
	der_put_slice(&w, slice(list->version));
	der_wrap(&w, DER_SEQUENCE, mark);
	if (signature != NULL)
		der_wrap(&w, DER_SEQUENCE, end);
	return der_written(&w);
}

/* Reads signed and unsigned; expected NULL: it must be read, with these flaws. */
static void
check(const char *what, const struct list *list, const char *expected, unsigned flaws)
{
	uint8_t buffer[4096];
	struct pkix_crl crl;
	const char *why;

	for (int is_signed = 0; is_signed < 2; is_signed++) {
		why = pkix_any_crl_read(assemble(list, is_signed ? "\x03\x02\x00\x01" : NULL,
					    buffer, sizeof buffer),
		    &crl);
		if (expected == NULL ? why != NULL
				     : why == NULL || strstr(why, expected) == NULL) {
			printf("%s: %s\n", what, why == NULL ? "was read" : why);
			failures++;
		} else if (expected == NULL && crl.flaws != flaws) {
			printf("%s: flaws %x, not %x\n", what, crl.flaws, flaws);
			failures++;
		}
	}
}

/* Check the good list with one part changed. */
#define WITH(what, field, text, expected, flaws)                                               \
	do {                                                                                   \
		struct list list = good;                                                       \
		list.field = (struct part)PART(text);                                          \
		check(what, &list, expected, flaws);                                           \
	} while (0)
#define REFUSED(what, field, text, expected) WITH(what, field, text, expected, 0)
#define FLAWED(what, field, text, flaws) WITH(what, field, text, NULL, flaws)

static void
fields(void)
{
	static uint8_t buffer[4096];
	struct pkix_crl crl;

	EXPECT("fields",
	    pkix_crl_read(assemble(&good, "\x03\x02\x00\x01", buffer, sizeof buffer), &crl) ==
		NULL);
	EXPECT("fields", crl.version == 2 && crl.flaws == 0);
	EXPECT("fields", der_equal(crl.algorithm, slice(good.algorithm)) &&
			     der_equal(crl.outer_algorithm, slice(good.algorithm)) &&
			     der_equal(crl.issuer, slice(good.issuer)));
	EXPECT("fields", crl.this_update == 1795230000 && crl.has_next_update &&
			     crl.next_update == 1795230000 + 3 * 86400);
	EXPECT("fields", crl.revoked.size == good.revoked.size - 2);
	EXPECT("fields", crl.extensions.size == good.extensions.size);
	EXPECT("fields", crl.number.size == 2 && memcmp(crl.number.data, "\x0d\x89", 2) == 0);
	EXPECT("fields", crl.aki.size == 3 && memcmp(crl.aki.data, "KEY", 3) == 0);
	EXPECT("fields", crl.idp.present && crl.idp.critical && crl.idp.only_user &&
			     !crl.idp.only_ca && !crl.idp.only_attribute && !crl.idp.indirect &&
			     crl.idp.names.size == 8);
	EXPECT("fields", crl.signature.size == 1 && crl.signature.data[0] == 1);
	EXPECT("fields", crl.whole.size == crl.tbs.size + good.algorithm.size + 4 + 3);
}

/* The two kinds of list are told apart, v1 ones too, and neither is taken for the other. */
static void
kinds(void)
{
	uint8_t buffer[4096];
	struct list v1 = good;
	struct pkix_crl crl;
	struct der_slice tbs, whole;

	v1.version = v1.extensions = (struct part)NO_PART;
	for (int i = 0; i < 2; i++) {
		const struct list *list = i == 0 ? &good : &v1;

		tbs = assemble(list, NULL, buffer, sizeof buffer);
		EXPECT("tbs", pkix_tbs_crl_read(tbs, &crl) == NULL && crl.tbs.size == tbs.size);
		EXPECT("tbs", pkix_any_crl_read(tbs, &crl) == NULL && crl.signature.size == 0);
		EXPECT("tbs", pkix_crl_read(tbs, &crl) != NULL);
		whole = assemble(list, "\x03\x02\x00\x01", buffer, sizeof buffer);
		EXPECT("whole", pkix_tbs_crl_read(whole, &crl) != NULL);
		EXPECT(
		    "whole", pkix_any_crl_read(whole, &crl) == NULL && crl.signature.size == 1);
		EXPECT("whole", crl.version == 2 - i);
		/* cut anywhere it is not a list, and must not be read past its end */
		for (size_t size = 0; size < whole.size; size++)
			EXPECT("cut", pkix_any_crl_read((struct der_slice){ whole.data, size },
					  &crl) != NULL);
		whole = assemble(list, "\x03\x02\x01\x02", buffer, sizeof buffer);
		EXPECT("unused bits", pkix_any_crl_read(whole, &crl) != NULL);
	}
}

static void
trailing(void)
{
	uint8_t buffer[4096 + 1] = { 0 };
	struct pkix_crl crl;
	struct der_slice all;

	for (int is_signed = 0; is_signed < 2; is_signed++) {
		all = assemble(
		    &good, is_signed ? "\x03\x02\x00\x01" : NULL, buffer, sizeof buffer - 1);
		all.size++;
		EXPECT("octets after", pkix_any_crl_read(all, &crl) != NULL);
	}
}

static void
refusals(void)
{
	REFUSED("v3", version, "\x02\x01\x02", "5.1.2.1");
	REFUSED("v1 written out", version, "\x02\x01\x00", "5.1.2.1");
	REFUSED("v1 with extensions", version, "", "5.1.2.1");
	REFUSED("no algorithm", algorithm, "", "AlgorithmIdentifier");
	REFUSED("algorithm with more", algorithm,
	    "\x30\x0e\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02\x05\x00\x05\x00", "4.1.1.2");
	REFUSED("no issuer", issuer, "", "5.1.2.3");
	REFUSED("issuer of text", issuer, "\x30\x04\x0c\x02JP", "5.1.2.3");
	REFUSED("issuer of empty sets", issuer, "\x30\x02\x31\x00", "5.1.2.3");
	REFUSED("no thisUpdate", this_update, "\x05\x00", "5.1.2.4");
	REFUSED("thisUpdate without seconds", this_update,
	    "\x17\x0b"
	    "2611210300Z",
	    "5.1.2.4");
	REFUSED("nextUpdate of no calendar", next_update,
	    "\x17\x0d"
	    "261131030000Z",
	    "5.1.2.5");
	REFUSED("thrice", next_update,
	    "\x17\x0d"
	    "261124030000Z\x17\x0d"
	    "261124030000Z",
	    "out of order");
	REFUSED("revoked as SET", revoked, "\x31\x00", "out of order");
	REFUSED("something after", after, "\x05\x00", "must end");
	REFUSED("extensions twice", after, "\xa0\x00", "must end");
}

static void
flaws(void)
{
	FLAWED("no nextUpdate", next_update, "", PKIX_FLAW_NO_NEXT_UPDATE);
	FLAWED("nameless issuer", issuer, "\x30\x00", PKIX_FLAW_NO_ISSUER);
	FLAWED("early GeneralizedTime", this_update,
	    "\x18\x0f"
	    "20491231235959Z",
	    PKIX_FLAW_TIME_FORM);
	FLAWED("GeneralizedTime", this_update,
	    "\x18\x0f"
	    "20500101000000Z",
	    0);
	FLAWED("none revoked", revoked, "", 0);
	FLAWED("empty revoked", revoked, "\x30\x00", PKIX_FLAW_EMPTY_REVOKED);
	FLAWED("no extensions", extensions, "", PKIX_FLAW_NO_NUMBER | PKIX_FLAW_NO_AKI);
	FLAWED("no number", extensions, AKI IDP, PKIX_FLAW_NO_NUMBER);
	FLAWED("no AKI", extensions, NUMBER IDP, PKIX_FLAW_NO_AKI);
	FLAWED("AKI without key", extensions,
	    NUMBER "\x30\x09\x06\x03\x55\x1d\x23\x04\x02\x30\x00", PKIX_FLAW_AKI_NO_KEY);
	FLAWED("critical AKI", extensions,
	    NUMBER "\x30\x11\x06\x03\x55\x1d\x23\x01\x01\xff\x04\x07\x30\x05\x80\x03KEY",
	    PKIX_FLAW_CRITICAL);
	FLAWED("FALSE", extensions,
	    NUMBER "\x30\x11\x06\x03\x55\x1d\x23\x01\x01\x00\x04\x07\x30\x05\x80\x03KEY",
	    PKIX_FLAW_DEFAULT_WRITTEN);
	FLAWED("long number", extensions,
	    AKI "\x30\x1e\x06\x03\x55\x1d\x14\x04\x17\x02\x15\x01"
		"01234567890123456789",
	    PKIX_FLAW_NUMBER_LONG);
	FLAWED("delta", extensions,
	    AKI NUMBER "\x30\x0d\x06\x03\x55\x1d\x1b\x01\x01\xff\x04\x03\x02\x01\x07", 0);
	FLAWED("delta that is not critical", extensions,
	    AKI NUMBER "\x30\x0a\x06\x03\x55\x1d\x1b\x04\x03\x02\x01\x07", PKIX_FLAW_CRITICAL);
}

static void
extensions(void)
{
	REFUSED("twice", extensions, AKI NUMBER NUMBER, "4.2");
	REFUSED("negative number", extensions,
	    "\x30\x0a\x06\x03\x55\x1d\x14\x04\x03\x02\x01\x80", "5.2.3");
	REFUSED("number and more", extensions,
	    "\x30\x0c\x06\x03\x55\x1d\x14\x04\x05\x02\x01\x01\x05\x00", "5.2.3");
	REFUSED("AKI of text", extensions, "\x30\x0a\x06\x03\x55\x1d\x23\x04\x03KEY", "5.2.1");
	REFUSED("AKI with issuer alone", extensions,
	    "\x30\x12\x06\x03\x55\x1d\x23\x04\x0b\x30\x09\xa1\x07\x86\x05http:", "5.2.1");
	REFUSED("delta of nothing", extensions, "\x30\x09\x06\x03\x55\x1d\x1b\x04\x02\x02\x00",
	    "5.2.4");
	REFUSED("extension without value", extensions, "\x30\x05\x06\x03\x55\x1d\x14", "4.1");
	REFUSED("TRUE as 01", extensions,
	    "\x30\x0d\x06\x03\x55\x1d\x14\x01\x01\x01\x04\x03\x02\x01\x05", "4.1");
}

#define IDP_OF(length, outer, inner, text)                                                     \
	AKI NUMBER "\x30" length "\x06\x03\x55\x1d\x1c\x01\x01\xff\x04" outer "\x30" inner text

static void
distribution_points(void)
{
	FLAWED("not critical", extensions,
	    AKI NUMBER "\x30\x0c\x06\x03\x55\x1d\x1c\x04\x05\x30\x03\x81\x01\xff",
	    PKIX_FLAW_IDP_NOT_CRITICAL);
	FLAWED("empty", extensions, IDP_OF("\x0c", "\x02", "\x00", ""), PKIX_FLAW_IDP_EMPTY);
	FLAWED("both", extensions, IDP_OF("\x12", "\x08", "\x06", "\x81\x01\xff\x82\x01\xff"),
	    PKIX_FLAW_IDP_SCOPES);
	FLAWED("FALSE", extensions, IDP_OF("\x12", "\x08", "\x06", "\x81\x01\xff\x82\x01\x00"),
	    PKIX_FLAW_DEFAULT_WRITTEN);
	FLAWED("reasons", extensions, IDP_OF("\x10", "\x06", "\x04", "\x83\x02\x05\x60"), 0);
	FLAWED("relative", extensions,
	    IDP_OF("\x1b", "\x11", "\x0f",
		"\xa0\x0d\xa1\x0b\x30\x09\x06\x03\x55\x04\x03\x0c\x02"
		"CN"),
	    0);
	REFUSED("order", extensions, IDP_OF("\x12", "\x08", "\x06", "\x82\x01\xff\x81\x01\xff"),
	    "5.2.5");
	REFUSED("unknown", extensions, IDP_OF("\x0f", "\x05", "\x03", "\x86\x01\xff"), "5.2.5");
	REFUSED("no point", extensions, IDP_OF("\x0e", "\x04", "\x02", "\xa0\x00"), "5.2.5");
	REFUSED("no names", extensions, IDP_OF("\x10", "\x06", "\x04", "\xa0\x02\xa0\x00"),
	    "5.2.5");
	REFUSED("name of no kind", extensions,
	    IDP_OF("\x12", "\x08", "\x06", "\xa0\x04\xa0\x02\x0c\x00"), "5.2.5");
	REFUSED("reasons with eight unused bits", extensions,
	    IDP_OF("\x10", "\x06", "\x04", "\x83\x02\x08\x60"), "5.2.5");
	REFUSED("reasons without bits", extensions, IDP_OF("\x0e", "\x04", "\x02", "\x83\x00"),
	    "5.2.5");
	REFUSED("reasons of many bits", extensions,
	    IDP_OF("\x12", "\x08", "\x06", "\x83\x04\x00\xff\xff\xff"), "5.2.5");
	REFUSED(
	    "TRUE as 01", extensions, IDP_OF("\x0f", "\x05", "\x03", "\x84\x01\x01"), "5.2.5");
}

static void
empty_extensions(void)
{
	struct list list = good;

	list.extensions = (struct part)NO_PART;
	list.after = (struct part)PART("\xa0\x02\x30\x00");
	check("no extensions in extensions", &list, NULL,
	    PKIX_FLAW_EMPTY_EXTENSIONS | PKIX_FLAW_NO_NUMBER | PKIX_FLAW_NO_AKI);
}

/* What is known is known by its whole OID; the first unknown critical one is named. */
static void
unknown(void)
{
	static uint8_t buffer[4096];
	struct list list = good;
	struct pkix_crl crl;

	list.extensions = (struct part)PART(
	    AKI NUMBER "\x30\x08\x06\x02\x2a\x03\x04\x02\x05\x00"
		       "\x30\x0b\x06\x02\x2a\x04\x01\x01\xff\x04\x02\x05\x00"
		       "\x30\x0b\x06\x02\x2a\x05\x01\x01\xff\x04\x02\x05\x00");
	EXPECT("unknown",
	    pkix_any_crl_read(assemble(&list, NULL, buffer, sizeof buffer), &crl) == NULL);
	EXPECT("unknown", crl.unknown_critical.size == 2 && crl.unknown_critical.data[1] == 4);
}

int
main(void)
{
	check("good", &good, NULL, 0);
	fields();
	kinds();
	trailing();
	refusals();
	flaws();
	extensions();
	distribution_points();
	empty_extensions();
	unknown();
	return failures != 0;
}
