/* The four kinds of what is to be signed: a good one of each, and what differs from it in one
 * thing; who may sign it; what is put around it. */
#include "der/der_write.h"
#include "pkix/pkix_issuer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define EXPECT(what, condition)                                                                \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			printf("%s: not so: %s\n", what, #condition);                          \
			failures++;                                                            \
		}                                                                              \
	} while (0)

static struct der_slice
slice(const void *data, size_t size)
{
	return (struct der_slice){ data, size };
}
#define SLICE(text) slice(text, sizeof text - 1)

#define ALGORITHM "\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"
#define NAME "\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02JP"
#define OTHER_NAME "\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02KP"
#define TIME                                                                                   \
	"\x17\x0d"                                                                             \
	"261121030000Z"
#define LATE                                                                                   \
	"\x18\x0f"                                                                             \
	"20510101000000Z"
#define AKI "\x30\x0e\x06\x03\x55\x1d\x23\x04\x07\x30\x05\x80\x03KEY"
#define NUMBER "\x30\x0a\x06\x03\x55\x1d\x14\x04\x03\x02\x01\x09"
#define CRITICAL "\x30\x0c\x06\x03\x55\x1d\x1c\x01\x01\xff\x04\x02\x30\x00"
#define SPKI "\x30\x08\x30\x02\x06\x00\x03\x02\x00\x05"
#define VERSION2 "\x02\x01\x01"

/* A SEQUENCE of these octets, in memory of its own size, so that reading past it is seen. */
static struct der_slice
sequence(struct der_slice contents)
{
	uint8_t buffer[4096], *made;
	struct der_writer w = der_writer(buffer, sizeof buffer);
	struct der_slice all;

	der_put_item(&w, DER_SEQUENCE, contents);
	all = der_written(&w);
	if ((made = malloc(all.size)) == NULL)
		abort();
	memcpy(made, all.data, all.size);
	return slice(made, all.size);
}

static void
good(const char *what, struct der_slice contents, enum pkix_tbs_kind kind)
{
	struct der_slice der = sequence(contents), cut;
	struct pkix_tbs tbs;
	const char *why = pkix_tbs_read(der, &tbs);
	uint8_t *copy;

	EXPECT(what, why == NULL && tbs.kind == kind);
	EXPECT(what, why != NULL || (tbs.algorithm.size == 0) == (kind >= PKIX_TBS_REQUEST));
	EXPECT(what, why != NULL || (tbs.issuer.size == 0) == (kind >= PKIX_TBS_REQUEST));
	/* Cut anywhere it is nothing, and is not read past its end. */
	for (size_t size = 0; size < der.size; size++) {
		if ((copy = malloc(size + 1)) == NULL)
			abort();
		memcpy(copy, der.data, size);
		cut = slice(copy, size);
		EXPECT(what, pkix_tbs_read(cut, &tbs) != NULL);
		free(copy);
	}
	free((void *)(uintptr_t)der.data);
}
#define GOOD(what, text, kind) good(what, SLICE(text), kind)

static void
bad(const char *what, struct der_slice contents, const char *expected)
{
	struct der_slice der = sequence(contents);
	struct pkix_tbs tbs;
	const char *why = pkix_tbs_read(der, &tbs);

	if (why == NULL || strstr(why, expected) == NULL) {
		printf("%s: %s\n", what, why == NULL ? "was read" : why);
		failures++;
	}
	free((void *)(uintptr_t)der.data);
}
#define BAD(what, text, expected) bad(what, SLICE(text), expected)

#define LIST VERSION2 ALGORITHM NAME TIME TIME
#define LIST_EXTENSIONS "\xa0\x2c\x30\x2a" CRITICAL AKI NUMBER

static void
lists(void)
{
	struct der_slice der = sequence(SLICE(LIST "\x30\x02\x30\x00" LIST_EXTENSIONS));
	struct pkix_tbs tbs;

	EXPECT("list", pkix_tbs_read(der, &tbs) == NULL);
	EXPECT("list", der_equal(tbs.algorithm, SLICE(ALGORITHM)));
	EXPECT("list", der_equal(tbs.issuer, SLICE(NAME)));
	EXPECT("list", der_equal(tbs.aki, SLICE("KEY")));
	EXPECT("list", tbs.subject.size == 0 && tbs.spki.size == 0);
	free((void *)(uintptr_t)der.data);
	GOOD("list with all", LIST "\x30\x02\x30\x00" LIST_EXTENSIONS, PKIX_TBS_CRL);
	GOOD("list without entries", LIST LIST_EXTENSIONS, PKIX_TBS_CRL);
	GOOD("late list", VERSION2 ALGORITHM NAME LATE LATE, PKIX_TBS_CRL);
	BAD("v3", "\x02\x01\x02" ALGORITHM NAME TIME, "5.1.2.1");
	BAD("three times", LIST TIME, "5.1.2");
	BAD("more behind", LIST LIST_EXTENSIONS "\x05\x00", "5.1.2");
	BAD("extensions twice", LIST "\xa0\x02\x30\x00\xa0\x02\x30\x00", "5.1.2");
	BAD("extensions as SET", LIST "\xa0\x02\x31\x00", "extensions");
	BAD("a malformed extension", LIST "\xa0\x06\x30\x04\x30\x02\x05\x00", "extension");
	BAD("AKI twice", LIST "\xa0\x22\x30\x20" AKI AKI, "extension");
	BAD("AKI of junk", LIST "\xa0\x0e\x30\x0c\x30\x0a\x06\x03\x55\x1d\x23\x04\x03KEY",
	    "extension");
}

#define CERTIFICATE                                                                            \
	"\xa0\x03\x02\x01\x02"                                                                 \
	"\x02\x01\x05" ALGORITHM NAME "\x30\x1e" TIME TIME NAME SPKI

static void
certificates(void)
{
	struct der_slice der = sequence(SLICE(CERTIFICATE "\xa3\x12\x30\x10" AKI));
	struct pkix_tbs tbs;

	EXPECT("certificate", pkix_tbs_read(der, &tbs) == NULL);
	EXPECT("certificate", der_equal(tbs.algorithm, SLICE(ALGORITHM)));
	EXPECT("certificate", der_equal(tbs.issuer, SLICE(NAME)));
	EXPECT("certificate", der_equal(tbs.subject, SLICE(NAME)));
	EXPECT("certificate", der_equal(tbs.spki, SLICE(SPKI)));
	EXPECT("certificate", der_equal(tbs.aki, SLICE("KEY")));
	free((void *)(uintptr_t)der.data);
	GOOD("certificate with all",
	    CERTIFICATE "\x81\x02\x00\x01\x82\x02\x00\x01\xa3\x02\x30"
			"\x00",
	    PKIX_TBS_CERTIFICATE);
	GOOD("v1 certificate", "\x02\x01\x05" ALGORITHM NAME "\x30\x1e" TIME TIME NAME SPKI,
	    PKIX_TBS_CERTIFICATE);
	BAD("a list with a certificate's version",
	    "\xa0\x03\x02\x01\x02\x02\x01\x05" ALGORITHM NAME TIME, "neither");
	BAD("no serial", "\xa0\x03\x02\x01\x02" ALGORITHM NAME "\x30\x00", "neither");
	BAD("no key", "\xa0\x03\x02\x01\x02\x02\x01\x05" ALGORITHM NAME "\x30\x00" NAME, "4.1");
	BAD("more behind", CERTIFICATE "\xa3\x02\x30\x00\x05\x00", "4.1");
}

static void
requests_and_responses(void)
{
	struct der_slice der = sequence(SLICE("\x02\x01\x00" NAME SPKI "\xa0\x00"));
	struct pkix_tbs tbs;

	EXPECT("request", pkix_tbs_read(der, &tbs) == NULL);
	EXPECT("request", der_equal(tbs.subject, SLICE(NAME)));
	EXPECT("request", der_equal(tbs.spki, SLICE(SPKI)));
	free((void *)(uintptr_t)der.data);
	GOOD("request", "\x02\x01\x00" NAME SPKI "\xa0\x00", PKIX_TBS_REQUEST);
	BAD("request of version 1", "\x02\x01\x01" NAME SPKI "\xa0\x00", "RFC 2986");
	BAD("request with more", "\x02\x01\x00" NAME SPKI "\xa0\x00\xa0\x00", "RFC 2986");
	BAD("request with a tagged version",
	    "\xa0\x03\x02\x01\x00\x02\x01\x00" NAME SPKI "\xa0\x00", "neither");
	GOOD("response by key", "\xa2\x05\x04\x03KEY" LATE "\x30\x00\xa1\x02\x30\x00",
	    PKIX_TBS_RESPONSE);
	GOOD("response by name", "\xa1\x0f" NAME LATE "\x30\x00", PKIX_TBS_RESPONSE);
	BAD("response in UTCTime", "\xa1\x0f" NAME TIME "\x30\x00", "RFC 6960");
	BAD("response with more", "\xa1\x0f" NAME LATE "\x30\x00\xa1\x00\xa1\x00", "RFC 6960");
	BAD("signed", "\x30\x02\x05\x00" ALGORITHM "\x03\x02\x00\x01", "signed already");
	BAD("two sequences", "\x30\x00\x30\x00", "neither");
	BAD("nothing", "", "neither");
	BAD("an INTEGER", VERSION2, "neither");
}

/* An issuer as pkix_issuer_add would make it of a certificate with these parts. */
static struct pkix_issuer
issuer_with(struct der_slice key_id, uint16_t usage)
{
	return (struct pkix_issuer){ .key_id = key_id,
		.cert = { .whole = SLICE("x"),
		    .subject = SLICE(NAME),
		    .spki = SLICE(SPKI),
		    .not_before = 100,
		    .not_after = 200,
		    .has_key_usage = usage != 0,
		    .key_usage = usage } };
}

static void
refused(const char *what, const struct pkix_issuer *issuer, const struct pkix_tbs *tbs,
    int64_t now, const char *expected)
{
	const char *why = pkix_issuer_refusal(issuer, tbs, SLICE(SPKI), now);

	if (expected == NULL ? why != NULL : why == NULL || strstr(why, expected) == NULL) {
		printf("%s: %s\n", what, why == NULL ? "is signed" : why);
		failures++;
	}
}

static void
under_a_certificate(void)
{
	struct pkix_issuer issuer = issuer_with(SLICE("KEY"), PKIX_CRL_SIGN);
	struct pkix_tbs list = {
		.kind = PKIX_TBS_CRL, .issuer = SLICE(NAME), .aki = SLICE("KEY")
	};
	struct pkix_tbs request = { .kind = PKIX_TBS_REQUEST, .spki = SLICE(SPKI) };
	struct pkix_tbs response = { .kind = PKIX_TBS_RESPONSE };
	struct pkix_tbs other = list, certificate = list;

	refused("a list", &issuer, &list, 100, NULL);
	refused("a list at the end", &issuer, &list, 200, NULL);
	refused("too early", &issuer, &list, 99, "4.1.2.5");
	refused("too late", &issuer, &response, 201, "4.1.2.5");
	other.issuer = SLICE(OTHER_NAME);
	refused("another name", &issuer, &other, 150, "5.1.2.3");
	other.kind = PKIX_TBS_CERTIFICATE;
	refused("another name", &issuer, &other, 150, "4.1.2.4");
	other = list;
	other.aki = SLICE("KEX");
	refused("another key", &issuer, &other, 150, "4.2.1.1");
	other.aki = SLICE("");
	refused("a list without AKI", &issuer, &other, 150, NULL);
	certificate.kind = PKIX_TBS_CERTIFICATE;
	refused("a certificate", &issuer, &certificate, 150, "keyCertSign");
	issuer = issuer_with(SLICE(""), PKIX_KEY_CERT_SIGN);
	refused("a certificate", &issuer, &certificate, 150, NULL);
	refused("a list", &issuer, &list, 150, "cRLSign");
	issuer = issuer_with(SLICE("KEY"), 0);
	refused("without keyUsage", &issuer, &list, 150, NULL);
	refused("a request", &issuer, &request, 150, NULL);
	request.spki = SLICE(SPKI "x");
	refused("a request for another", &issuer, &request, 150, "RFC 2986");
	refused("a response", &issuer, &response, 150, NULL);
}

static void
by_a_key_alone(void)
{
	struct pkix_issuer key = { .name = NULL };
	struct pkix_tbs tbs = { .kind = PKIX_TBS_CERTIFICATE,
		.issuer = SLICE(NAME),
		.subject = SLICE(NAME),
		.spki = SLICE(SPKI) };

	refused("a self-signed certificate", &key, &tbs, 0, NULL);
	tbs.subject = SLICE(OTHER_NAME);
	refused("a certificate for another name", &key, &tbs, 0, "-c");
	tbs.subject = SLICE(NAME);
	tbs.spki = SLICE("x");
	refused("a certificate for another key", &key, &tbs, 0, "-c");
	tbs.kind = PKIX_TBS_REQUEST;
	refused("a request for another key", &key, &tbs, 0, "RFC 2986");
	tbs.spki = SLICE(SPKI);
	refused("its own request", &key, &tbs, 0, NULL);
	tbs.kind = PKIX_TBS_CRL;
	refused("a list", &key, &tbs, 0, "-c");
	tbs.kind = PKIX_TBS_RESPONSE;
	refused("a response", &key, &tbs, 0, NULL);
}

static void
chosen(const char *what, const struct pkix_issuers *set, const struct pkix_tbs *tbs,
    const struct pkix_issuer *expected, const char *why_not)
{
	const char *why = "";

	EXPECT(what, pkix_issuer_of(set, tbs, &why) == expected);
	EXPECT(what, expected != NULL || strstr(why, why_not) != NULL);
}

static void
choosing(void)
{
	struct pkix_issuer list[3] = { issuer_with(SLICE("OLD"), 0),
		issuer_with(SLICE("NEW"), 0), issuer_with(SLICE("NEW"), 0) };
	struct pkix_issuers set = { list, 3 };
	struct pkix_tbs tbs = { .kind = PKIX_TBS_CRL, .issuer = SLICE(NAME) };

	list[2].cert.subject = SLICE(OTHER_NAME);
	chosen("two of a name", &set, &tbs, NULL, "which");
	tbs.aki = SLICE("NEW");
	chosen("by its key", &set, &tbs, &list[1], "");
	tbs.aki = SLICE("OLD");
	chosen("by its key", &set, &tbs, &list[0], "");
	tbs.aki = SLICE("KEY");
	chosen("no such key", &set, &tbs, NULL, "authorityKeyIdentifier");
	tbs.issuer = SLICE(OTHER_NAME);
	tbs.aki = SLICE("");
	chosen("one of a name", &set, &tbs, &list[2], "");
	tbs.issuer = SLICE("\x30\x00");
	chosen("no such name", &set, &tbs, NULL, "not known");
	tbs.issuer = SLICE("");
	chosen("no name", &set, &tbs, NULL, "-K");
}

/* One octet on either side of where the length takes another octet. */
static void
around(void)
{
	const struct {
		uint64_t tbs;
		struct der_slice head;
	} cases[] = {
		{ 127 - 18, SLICE("\x30\x7f") },
		{ 128 - 18, SLICE("\x30\x81\x80") },
		{ 255 - 18, SLICE("\x30\x81\xff") },
		{ 256 - 18, SLICE("\x30\x82\x01\x00") },
		{ 65535 - 18, SLICE("\x30\x82\xff\xff") },
		{ 65536 - 18, SLICE("\x30\x83\x01\x00\x00") },
		{ ((uint64_t)1 << 32) - 18, SLICE("\x30\x85\x01\x00\x00\x00\x00") },
	};
	static const uint8_t large[2000];
	struct pkix_signed made;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		made = pkix_signed(cases[i].tbs, SLICE(ALGORITHM), SLICE("SIG"));
		EXPECT("head", der_equal(slice(made.head, made.head_size), cases[i].head));
		EXPECT("tail", der_equal(slice(made.tail, made.tail_size),
				   SLICE(ALGORITHM "\x03\x04\x00SIG")));
	}
	made = pkix_signed(1, SLICE(ALGORITHM), slice(large, 1024));
	EXPECT("8192 bits", made.tail_size == 12 + 4 + 1 + 1024);
	made = pkix_signed(1, SLICE(ALGORITHM), slice(large, sizeof large));
	EXPECT("too large", made.tail_size == 0 && made.head_size == 0);
}

int
main(void)
{
	lists();
	certificates();
	requests_and_responses();
	under_a_certificate();
	by_a_key_alone();
	choosing();
	around();
	return failures != 0;
}
