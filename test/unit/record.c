/* Records as C structures: written in one way only, read back the same, refused by member. */
#include "record/record.h"
#include "cbor/cseq.h"
#include "record/record_table.h"

#include <stdio.h>
#include <string.h>

static int failures;

#define EXPECT(condition)                                                                      \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			printf("line %d: not so: %s\n", __LINE__, #condition);                 \
			failures++;                                                            \
		}                                                                              \
	} while (0)

static bool
same(struct record_text a, struct record_text b)
{
	return a.size == b.size && (a.data != NULL) == (b.data != NULL) &&
	       (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static const uint8_t octets[RECORD_SERIAL_MAX + 1] = { 0x80, 1, 2 };

static struct record_revocation
sample(void)
{
	return (struct record_revocation){ .issuer = record_text("tokyo"),
		.serial = { octets, 3 },
		.reason = PKIX_SUPERSEDED,
		.date = 1795136400 };
}

static void
refused(const struct record_revocation *r, const char *want)
{
	struct record_error error;
	struct cput out = { 0 };
	const char *why;

	cput_uint(&out, 1);
	why = record_revocation_write(&out, r, &error);
	if (why == NULL || strcmp(why, want) != 0) {
		printf("want %s, have %s\n", want, why != NULL ? why : "no refusal");
		failures++;
	}
	EXPECT(out.size == 1); /* nothing of it was put */
	cput_free(&out);
}

/* RFC 8949 4.2.1: the keys of a map in the bytewise order of their encodings. */
static bool
keys_rise(const uint8_t *data)
{
	struct citem map = citem_at(data), last = { 0 }, key, value = map;
	uint64_t i;

	for (i = 0; i < map.value; i++) {
		key = i == 0 ? citem_at(map.data) : citem_after(&value);
		value = citem_after(&key);
		if (i > 0 && memcmp(last.whole, key.whole,
				 last.size < key.size ? last.size : key.size) >= 0)
			return false;
		last = key;
	}
	return map.kind == CITEM_MAP;
}

static void
test_write(void)
{
	static const uint8_t least[] =
	    "\xa4\x64\x64\x61te\xc1\x1a\x6a\xff\x9b\x90"
	    "\x66issuer\x65tokyo\x66reason\x04\x66serial\x43\x80\1\2";
	struct record_revocation r = sample(), back;
	struct record_error error;
	struct cput out = { 0 };
	size_t size;
	const char *why;

	EXPECT(record_revocation_write(&out, &r, &error) == NULL);
	EXPECT(out.size == sizeof least - 1 && memcmp(out.data, least, out.size) == 0);
	r.has_invalidity = true;
	r.invalidity = -1;
	r.channel = record_text("online");
	r.case_ = record_text("\xe3\x81\x82");
	r.operator= record_text("o");
	r.list = record_text("ca");
	cput_reset(&out);
	EXPECT(record_revocation_write(&out, &r, NULL) == NULL);
	EXPECT(cseq_check(out.data, out.size, &size, &why) == 1 && size == out.size);
	EXPECT(keys_rise(out.data));
	EXPECT(record_revocation_read(out.data, &back, &error) == NULL);
	EXPECT(same(back.issuer, r.issuer) && back.serial.size == 3);
	EXPECT(memcmp(back.serial.data, octets, 3) == 0);
	EXPECT(back.reason == r.reason && back.date == r.date);
	EXPECT(back.has_invalidity && back.invalidity == -1);
	EXPECT(same(back.channel, r.channel) && same(back.case_, r.case_));
	EXPECT(same(back.operator, r.operator) && same(back.list, r.list));
	cput_free(&out);
}

static void
test_refusals(void)
{
	struct record_revocation r = sample();

	r.issuer.data = NULL;
	refused(&r, "field \"issuer\": missing (src/cddl/revocation.cddl)");
	r = sample();
	r.issuer = record_text("To");
	refused(&r, "field \"issuer\": not a label (src/cddl/revocation.cddl)");
	r = sample();
	r.serial.size = 0;
	refused(&r, "field \"serial\": empty (src/cddl/revocation.cddl)");
	r.serial.size = RECORD_SERIAL_MAX + 1;
	refused(&r, "field \"serial\": too many octets (src/cddl/revocation.cddl)");
	r.serial = (struct der_slice){ octets + 5, 2 };
	refused(&r, "field \"serial\": leading 00 octet (src/cddl/revocation.cddl)");
	r = sample();
	r.reason = 7;
	refused(&r, "field \"reason\": none of the values allowed (src/cddl/revocation.cddl)");
	r.reason = -1;
	refused(&r, "field \"reason\": none of the values allowed (src/cddl/revocation.cddl)");
	r = sample();
	r.date = INT64_C(253402300800);
	refused(&r, "field \"date\": date out of range (src/cddl/revocation.cddl)");
	r = sample();
	r.operator= record_text("\xc3\x28");
	refused(&r, "field \"operator\": not UTF-8 (src/cddl/revocation.cddl)");
	r.operator= record_text("a\x1b");
	refused(&r, "field \"operator\": control character (src/cddl/revocation.cddl)");
}

/* A query in CBOR, which differs from a good one in one thing. */
static void
unread(const char *item, size_t size, const char *want)
{
	struct record_query query;
	struct record_error error;
	size_t whole;
	const char *why;

	EXPECT(cseq_check((const uint8_t *)item, size, &whole, &why) == 1 && whole == size);
	why = record_query_read((const uint8_t *)item, &query, &error);
	if (want == NULL ? why != NULL : why == NULL || strcmp(why, want) != 0) {
		printf("want %s, have %s\n", want != NULL ? want : "a query",
		    why != NULL ? why : "a query");
		failures++;
	}
}
#define UNREAD(item, want) unread(item, sizeof item - 1, want)

static void
test_read(void)
{
	UNREAD("\xa2\x66issuer\x61\x61\x66serial\x41\0", NULL);
	UNREAD("\xa2\x66serial\x41\0\x66issuer\x61\x61", NULL);
	UNREAD("\x80", "not a map (src/cddl/query.cddl)");
	UNREAD("\xa0", "field \"issuer\": missing (src/cddl/query.cddl)");
	UNREAD("\xa1\x66issuer\x61\x61", "field \"serial\": missing (src/cddl/query.cddl)");
	UNREAD("\xa1\x01\x02", "a key that is not text (src/cddl/query.cddl)");
	UNREAD("\xa1\x66Serial\x41\0", "field \"Serial\": unknown (src/cddl/query.cddl)");
	UNREAD("\xa1\x66serial\x61\x61", "field \"serial\": not octets (src/cddl/query.cddl)");
	UNREAD("\xa1\x66issuer\x41\x61", "field \"issuer\": not text (src/cddl/query.cddl)");
	UNREAD("\xa1\x66issuer\x60", "field \"issuer\": empty (src/cddl/query.cddl)");
}

/* The other forms, read from items that hold a wrong value in one member alone. */
static void
test_forms(void)
{
	struct record_list list = { .issuer = record_text("a"),
		.list = record_text("user"),
		.scope = RECORD_CA,
		.known = INT64_MAX,
		.valid = 259200,
		.reasons = 1u << PKIX_SUPERSEDED | 1u << PKIX_KEY_COMPROMISE };
	struct record_list back;
	struct record_receipt receipt;
	struct record_error error;
	struct cput out = { 0 };
	uint8_t *at;

	EXPECT(record_list_write(&out, &list, &error) == NULL);
	EXPECT(record_list_read(out.data, &back, &error) == NULL);
	EXPECT(keys_rise(out.data));
	EXPECT(back.scope == RECORD_CA && back.known == INT64_MAX && !back.has_this_update);
	EXPECT(back.reasons == list.reasons && back.dp.data == NULL && back.valid == 259200);
	at = memmem(out.data, out.size, "\x82\x01\x04", 3);
	memcpy(at, "\x82\x04\x01", 3);
	EXPECT(strcmp(record_list_read(out.data, &back, NULL), "reasons do not rise") == 0);
	memcpy(at, "\x82\x01\x01", 3);
	EXPECT(strcmp(record_list_read(out.data, &back, NULL), "reasons do not rise") == 0);
	memcpy(at, "\x82\x01\x07", 3);
	EXPECT(strcmp(record_list_read(out.data, &back, NULL), "no such reason") == 0);
	memcpy(at, "\x82\x01\x20", 3);
	EXPECT(strcmp(record_list_read(out.data, &back, NULL), "not a set of reasons") == 0);
	cput_reset(&out);
	list.known = (uint64_t)INT64_MAX + 1;
	EXPECT(strcmp(record_list_write(&out, &list, NULL), "number out of range") == 0);
	list.known = 0;
	list.reasons = 1u << 7;
	EXPECT(strcmp(record_list_write(&out, &list, NULL), "no such reason") == 0);
	EXPECT(out.size == 0);
	EXPECT(record_receipt_read((const uint8_t *)"\xa1\x64"
						    "date\x01",
		   &receipt, NULL) != NULL);
	EXPECT(strstr(record_receipt_read(
			  (const uint8_t *)"\xa1\x66status\x61x", &receipt, &error),
		   "\"status\": none of the values allowed") != NULL);
	cput_free(&out);
}

/* The enumerations of record.h, and pkix's reasons, are those of the CDDL. */
static void
test_words(void)
{
	static const struct {
		const char *type, *member, *word;
		int value;
	} words[] = {
		{ "receipt", "status", "revoked", RECORD_REVOKED },
		{ "receipt", "status", "already", RECORD_ALREADY },
		{ "receipt", "status", "refused", RECORD_REFUSED },
		{ "status", "status", "good", RECORD_IS_GOOD },
		{ "status", "status", "revoked", RECORD_IS_REVOKED },
		{ "status", "status", "expired", RECORD_IS_EXPIRED },
		{ "status", "status", "unknown", RECORD_IS_UNKNOWN },
		{ "list", "scope", "user", RECORD_USER },
		{ "status", "kind", "ca", RECORD_CA },
	};
	const struct record_member *m;
	const struct record_word *word;
	unsigned next = 0, i;
	int reason;

	for (i = 0; i < sizeof words / sizeof words[0]; i++) {
		m = record_member(record_type(words[i].type), words[i].member,
		    strlen(words[i].member), &next);
		word = record_word(m->value, words[i].word, strlen(words[i].word));
		if (word == NULL || word->value != words[i].value) {
			printf("%s is not %d\n", words[i].word, words[i].value);
			failures++;
		}
	}
	m = record_member(record_type("revocation"), "reason", 6, &next);
	for (reason = -1; reason < 32; reason++) {
		word = record_word_of(m->value, reason);
		if ((word == NULL) != (pkix_reason_name(reason) == NULL) ||
		    (word != NULL && strcmp(word->name, pkix_reason_name(reason)) != 0)) {
			printf("reason %d differs from pkix\n", reason);
			failures++;
		}
	}
	m = record_member(record_type("revocation"), "issuer", 6, &next);
	EXPECT(m->value->most == RECORD_LABEL_MAX);
	m = record_member(record_type("revocation"), "serial", 6, &next);
	EXPECT(m->value->most == RECORD_SERIAL_MAX);
	m = record_member(record_type("revocation"), "case", 4, &next);
	EXPECT(m->value->most == RECORD_TEXT_MAX);
}

int
main(void)
{
	test_write();
	test_refusals();
	test_read();
	test_forms();
	test_words();
	EXPECT(
	    record_text_is(record_text("ca"), "ca") && !record_text_is(record_text("ca"), "c"));
	EXPECT(!record_text_is(record_text(NULL), "") && record_text_is(record_text(""), ""));
	return failures != 0;
}
