/* Names as text and back, and when two of them are the same; OIDs, octets and times as text. */
#include "pkix/pkix_name.h"
#include "der/der_write.h"

#include <inttypes.h>
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

#define SLICE(text) ((struct der_slice){ (const uint8_t *)(text), sizeof(text) - 1 })

static void
is_text(const char *have, const char *want)
{
	if (strcmp(have, want) == 0)
		return;
	printf("want: %s\nhave: %s\n", want, have);
	failures++;
}

/* A Name of one attribute: its type below id-at, the tag of its value, the value. */
static struct der_slice
name_of(uint8_t buffer[512], uint8_t type, uint8_t tag, struct der_slice value)
{
	const uint8_t oid[] = { 0x55, 0x04, type };
	struct der_writer w = der_writer(buffer, 512);
	const uint8_t *end = w.at;

	der_put_item(&w, tag, value);
	der_put_item(&w, DER_OID, (struct der_slice){ oid, sizeof oid });
	der_wrap(&w, DER_SEQUENCE, end);
	der_wrap(&w, DER_SET, end);
	der_wrap(&w, DER_SEQUENCE, end);
	return der_written(&w);
}

static void
value_is(uint8_t tag, struct der_slice value, const char *want)
{
	uint8_t buffer[512];
	char text[512];

	is_text(pkix_name_text(name_of(buffer, 3, tag, value), text, sizeof text), want);
}

static void
values(void)
{
	value_is(DER_UTF8_STRING, SLICE("公的個人認証"), "CN=公的個人認証");
	value_is(DER_PRINTABLE_STRING, SLICE("JPKI"), "CN=JPKI");
	value_is(DER_IA5_STRING, SLICE("a@b"), "CN=a@b");
	value_is(DER_T61_STRING, SLICE("\xe9t\xe9"), "CN=été");
	value_is(DER_BMP_STRING, SLICE("\x53\x70\x94\x51"), "CN=印鑑");
	value_is(0x1c, SLICE("\x00\x01\xf6\x00\x00\x00\x00x"), "CN=😀x");
	value_is(DER_UTF8_STRING, SLICE(""), "CN=");
	/* RFC 4514 2.4 */
	value_is(DER_UTF8_STRING, SLICE(" a,b+c\"d\\e<f>g;h#i "),
	    "CN=\\ a\\,b\\+c\\\"d\\\\e\\<f\\>g\\;h#i\\ ");
	value_is(DER_UTF8_STRING, SLICE("#1"), "CN=\\#1");
	value_is(DER_UTF8_STRING, SLICE(" "), "CN=\\ ");
	/* What is no character of its type, and what would deceive. */
	value_is(DER_UTF8_STRING, SLICE("a\0b\n\x1b[2J\x7f"), "CN=a\\00b\\0A\\1B[2J\\7F");
	value_is(DER_UTF8_STRING, SLICE("\xc2\x9b\xe2\x80\xae"), "CN=\\C2\\9B\\E2\\80\\AE");
	value_is(DER_UTF8_STRING, SLICE("\xc0\x80\xff\xe5\x8d"), "CN=\\C0\\80\\FF\\E5\\8D");
	value_is(DER_UTF8_STRING, SLICE("\xe0\x80\x80"), "CN=\\E0\\80\\80");
	value_is(DER_UTF8_STRING, SLICE("\xed\xa0\x80\xf4\x90\x80\x80"),
	    "CN=\\ED\\A0\\80\\F4\\90\\80\\80");
	value_is(DER_PRINTABLE_STRING, SLICE("\xe9"), "CN=\\E9");
	value_is(DER_T61_STRING, SLICE("\x85"), "CN=\\C2\\85");
	value_is(DER_BMP_STRING, SLICE("\xd8\x00\x00"), "CN=\\D8\\00\\00");
	value_is(DER_OCTET_STRING, SLICE("x"), "CN=#040178");
}

static void
names(void)
{
	uint8_t buffer[512];
	char text[64];

	is_text(pkix_name_text(SLICE("\x30\x00"), text, sizeof text), "");
	is_text(pkix_name_text(SLICE("\x30\x18\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02JP"
				     "\x31\x09\x30\x07\x06\x03\x2a\x03\x04\x05\x00"),
		    text, sizeof text),
	    "C=JP, 1.2.3.4=#0500");
	is_text(pkix_name_text(SLICE("\x30\x18\x31\x16\x30\x09\x06\x03\x55\x04\x06\x13\x02JP"
				     "\x30\x09\x06\x03\x55\x04\x05\x13\x02"
				     "17"),
		    text, sizeof text),
	    "C=JP+serialNumber=17");
	is_text(pkix_name_text(SLICE("\x30\x02\x31\x00"), text, sizeof text), "#30023100");
	is_text(pkix_name_text(SLICE(""), text, sizeof text), "#");
	EXPECT(
	    "larger than 64 KiB", strcmp(pkix_name_check((struct der_slice){ buffer, 65537 }),
				      "Name is larger than 64 KiB") == 0);
	is_text(pkix_name_text(name_of(buffer, 97, DER_UTF8_STRING, SLICE("x")), text, 64),
	    "organizationIdentifier=x");
}

/* Cut to every size: always terminated, never past the end, whole characters, and "...". */
static void
cut(void)
{
	const char *whole = "CN=印鑑";
	uint8_t buffer[512];
	struct der_slice name = name_of(buffer, 3, DER_UTF8_STRING, SLICE("印鑑"));
	char text[16];
	size_t size;

	for (size = 1; size < sizeof text; size++) {
		memset(text, 'x', sizeof text);
		pkix_name_text(name, text, size);
		EXPECT("cut", strlen(text) < size && text[size] == 'x');
		if (size > strlen(whole))
			is_text(text, whole);
		else if (size >= 4)
			is_text(text + strlen(text) - 3, "...");
	}
	is_text(pkix_name_text(name, text, 9), "CN=...");
	is_text(pkix_name_text(name, text, 7), "CN=...");
	is_text(pkix_name_text(name, text, 6), "CN...");
	is_text(pkix_name_text(name, text, 4), "...");
	is_text(pkix_name_text(name, text, 3), "");
	text[0] = 'x';
	EXPECT("no room", pkix_name_text(name, text, 0) == text && text[0] == 'x');
}

static void
general_names(void)
{
	char text[64];

	is_text(pkix_general_name_text(SLICE("\x86\x0ahttp://a/b"), text, 64), "http://a/b");
	is_text(pkix_general_name_text(SLICE("\x86\x05"
					     "a b\\\n"),
		    text, 64),
	    "a\\20b\\5C\\0A");
	is_text(pkix_general_name_text(
		    SLICE("\xa4\x0f\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02JP"),
		    text, 64),
	    "C=JP");
	is_text(pkix_general_name_text(SLICE("\x82\x03www"), text, 64), "[2] 777777");
	is_text(pkix_general_name_text(SLICE("\x87\x04\x7f\x00\x00\x01"), text, 64),
	    "[7] 7F000001");
	is_text(pkix_general_name_text(SLICE("\x86\x02x"), text, 64), "#860278");
	is_text(pkix_general_name_text(SLICE("\x30\x00"), text, 64), "#3000");
	is_text(pkix_general_name_text(SLICE("\x86\x0ahttp://a/b"), text, 8), "http...");
}

/* What is typed gives these octets, and they give the text back. */
static void
is_made(const char *typed, struct der_slice want, const char *back)
{
	uint8_t made[512];
	char text[512], hex[1024];
	const char *why = NULL;
	size_t size = pkix_general_name_parse(typed, made, sizeof made, &why);

	if (size != want.size || memcmp(made, want.data, size) != 0) {
		pkix_hex((struct der_slice){ made, size }, hex, sizeof hex);
		printf("%s: %s: %s\n", typed, hex, why == NULL ? "" : why);
		failures++;
	}
	is_text(
	    pkix_general_name_text((struct der_slice){ made, size }, text, sizeof text), back);
}

static void
returns(const char *typed)
{
	uint8_t made[2048];
	char text[2048];
	const char *why = NULL;
	size_t size = pkix_general_name_parse(typed, made, sizeof made, &why);

	EXPECT(why != NULL ? why : typed, size != 0);
	is_text(
	    pkix_general_name_text((struct der_slice){ made, size }, text, sizeof text), typed);
}

static void
parsed(void)
{
	is_made("C=JP", SLICE("\xa4\x0f\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02JP"),
	    "C=JP");
	is_made(" c = JP ,o= x y ",
	    SLICE("\xa4\x1d\x30\x1b\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02JP"
		  "\x31\x0c\x30\x0a\x06\x03\x55\x04\x0a\x0c\x03x y"),
	    "C=JP, O=x y");
	/* A SET OF is sorted, however it was typed. */
	is_made("O=b+O=a",
	    SLICE("\xa4\x18\x30\x16\x31\x14\x30\x08\x06\x03\x55\x04\x0a\x0c\x01"
		  "a\x30\x08\x06\x03\x55\x04\x0a\x0c\x01"
		  "b"),
	    "O=a+O=b");
	is_made("O=\\20\\41\\,\\ ",
	    SLICE("\xa4\x11\x30\x0f\x31\x0d\x30\x0b\x06\x03\x55\x04\x0a\x0c\x04 A, "),
	    "O=\\ A\\,\\ ");
	is_made("http://a/b", SLICE("\x86\x0ahttp://a/b"), "http://a/b");
	is_made("DC=jp",
	    SLICE("\xa4\x16\x30\x14\x31\x12\x30\x10\x06\x0a\x09\x92\x26\x89\x93\xf2\x2c\x64"
		  "\x01\x19\x16\x02jp"),
	    "DC=jp");
	returns("C=JP, O=JPKI, OU=JPKI for digital signature, OU=CRL Distribution Points, "
		"OU=Tokyo-to, CN=Chiyoda-ku CRLDP");
	returns("C=JP, O=公的個人認証サービス, serialNumber=17+CN=\\#1\\;");
	returns("ldap://h/ou=x,c=JP?certificateRevocationList;binary");
	returns("CN=http://a/b");
	returns("emailAddress=a@b.example, CN=\\E2\\80\\AE");
}

static void
is_refused(const char *typed, const char *want)
{
	uint8_t made[4096];
	const char *why = NULL;
	size_t size = pkix_general_name_parse(typed, made, sizeof made, &why);

	EXPECT(typed, size == 0);
	is_text(why == NULL ? "taken" : why, want);
}

static void
not_parsed(void)
{
	static const char form[] = "neither TYPE=VALUE, TYPE=VALUE... nor a URI";
	static const char escape[] = "a URI holds a character that it must escape (RFC 3986 2)";
	static const char special[] = "one of \" ; < > without a backslash (RFC 4514 2.4)";
	static const char unknown[] =
	    "an attribute type that has no short name here, such as C, O, OU, CN";
	static const char backslash[] = "a backslash before neither a special character nor "
					"two hex digits (RFC 4514 2.4)";
	char longest[1100], many[200] = "";
	uint8_t small[8];
	const char *why = NULL;
	size_t i;

	is_refused("", form);
	is_refused("JP", form);
	is_refused("C=JP,", form);
	is_refused("C=JP,,O=x", form);
	is_refused("C=JP, x", form);
	is_refused("X=JP", unknown);
	is_refused("1.2.3=x", unknown);
	is_refused("CN=", "an attribute has no value");
	is_refused("CN=#0500", "values in hex are not taken");
	is_refused("C=JPN", "C is not a country code of two letters (RFC 5280 A.1)");
	is_refused("C=J*", "a character that PrintableString has not (X.680 41.4)");
	is_refused("CN=a;b", special);
	is_refused("CN=\"a\"", special);
	is_refused("CN=\\x", backslash);
	is_refused("CN=\\4", backslash);
	is_refused("CN=a\\", backslash);
	is_refused("CN=\xff", "a value is not UTF-8");
	is_refused("CN=\\C2", "a value is not UTF-8");
	is_refused("DC=é", "a value is not ASCII");
	is_refused("http://", "a URI has nothing after its scheme");
	is_refused("http://a b", escape);
	is_refused("http://a/é", escape);
	is_refused("http://a\\b", escape);
	memset(longest, 'x', sizeof longest);
	memcpy(longest, "CN=", 3);
	longest[1024] = '\0';
	is_refused(longest, "longer than 1023 octets");
	longest[1023] = '\0';
	returns(longest);
	for (i = 0; i < 33; i++)
		memcpy(many + 4 * i, "O=x,", 4);
	many[33 * 4 - 1] = '\0';
	is_refused(many, "more than 32 attributes");
	many[32 * 4 - 1] = '\0';
	EXPECT("32", pkix_general_name_parse(many, (uint8_t[1024]){ 0 }, 1024, &why) != 0);
	EXPECT("no room", pkix_general_name_parse("C=JP", small, sizeof small, &why) == 0);
	is_text(why, "too long");
}

/* Two texts, made to Names; and one with its string types changed. */
static bool
match(const char *a, const char *b)
{
	uint8_t made_a[512], made_b[512];
	const char *why;
	struct der_slice left = { made_a, pkix_general_name_parse(a, made_a, 512, &why) };
	struct der_slice right = { made_b, pkix_general_name_parse(b, made_b, 512, &why) };
	struct der_item name_a, name_b;

	if (!der_take(&left, 0xa4, &name_a) || !der_take(&right, 0xa4, &name_b))
		return false;
	if (pkix_name_match(name_a.value, name_b.value) !=
	    pkix_name_match(name_b.value, name_a.value))
		printf("%s, %s: a match in one direction\n", a, b), failures++;
	return pkix_name_match(name_a.value, name_b.value);
}

static void
same_names(void)
{
	uint8_t a[512], b[512];

	EXPECT("itself", match("C=JP, O=x", "C=JP, O=x"));
	EXPECT("case", match("C=JP, O=Jpki X", "C=jp, O=JPKI x"));
	EXPECT("spaces", match("O=a b", "O=\\ a   b\\ "));
	EXPECT("tabs", match("O=a b", "O=a\\09\\0Ab"));
	EXPECT("only spaces", match("O=\\ ", "O=\\ \\ "));
	EXPECT("order in an RDN", match("O=a+CN=b", "CN=B+O=A"));
	EXPECT("order that case changes", match("O=a+O=B", "O=A+O=b"));
	EXPECT("Japanese", match("O=公的個人認証", "O=公的個人認証"));
	EXPECT("spaces matter", !match("O=ab", "O=a b"));
	EXPECT("order matters", !match("O=a, CN=b", "CN=b, O=a"));
	EXPECT("one RDN is not two", !match("O=a+CN=b", "O=a, CN=b"));
	EXPECT("shorter", !match("O=a", "O=a, CN=b"));
	EXPECT("shorter RDN", !match("O=a", "O=a+CN=b"));
	EXPECT("twice is not two", !match("O=a+O=A", "O=a+O=b"));
	EXPECT("type", !match("O=a", "OU=a"));
	EXPECT("case beyond ASCII", !match("O=É", "O=é"));
	EXPECT("prefix", !match("O=a", "O=ab"));
	EXPECT("string types", pkix_name_match(name_of(a, 3, DER_UTF8_STRING, SLICE("Ab")),
				   name_of(b, 3, DER_BMP_STRING, SLICE("\0a\0b"))));
	EXPECT("no strings", !pkix_name_match(name_of(a, 3, DER_OCTET_STRING, SLICE("a")),
				 name_of(b, 3, DER_OCTET_STRING, SLICE("A"))));
	EXPECT("broken", !pkix_name_match(name_of(a, 3, DER_UTF8_STRING, SLICE("a\xff")),
			     name_of(b, 3, DER_UTF8_STRING, SLICE("A\xff"))));
	EXPECT("broken, octet for octet",
	    pkix_name_match(name_of(a, 3, DER_UTF8_STRING, SLICE("a\xff")),
		name_of(b, 3, DER_UTF8_STRING, SLICE("a\xff"))));
	EXPECT("no name",
	    !pkix_name_match(SLICE("\x31\x00"), name_of(b, 3, DER_UTF8_STRING, SLICE("a"))));
}

static void
small_texts(void)
{
	char text[64], when[32];

	is_text(pkix_oid_text(SLICE("\x2a\x86\x48\xce\x3d\x04\x03\x02"), text, 64),
	    "1.2.840.10045.4.3.2");
	is_text(pkix_oid_text(SLICE("\x55\x1d\x14"), text, 64), "2.5.29.20");
	is_text(pkix_oid_text(SLICE("\x01"), text, 64), "0.1");
	is_text(pkix_oid_text(SLICE("\x88\x37"), text, 64), "2.999");
	is_text(pkix_oid_text(SLICE("\x2a\x81\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), text, 64),
	    "1.2.18446744073709551615");
	is_text(pkix_oid_text(SLICE("\x2a\x82\x80\x80\x80\x80\x80\x80\x80\x80\x00"), text, 64),
	    "#2A82808080808080808000");
	is_text(pkix_oid_text(SLICE("\x2a\x80\x01"), text, 64), "#2A8001");
	is_text(pkix_oid_text(SLICE("\x2a\x86"), text, 64), "#2A86");
	is_text(pkix_oid_text(SLICE(""), text, 64), "#");
	is_text(pkix_oid_text(SLICE("\x55\x1d\x14"), text, 10), "2.5.29.20");
	is_text(pkix_oid_text(SLICE("\x55\x1d\x14"), text, 9), "");
	is_text(pkix_hex(SLICE("\x00\xab\x1f"), text, 64), "00AB1F");
	is_text(pkix_hex(SLICE("\x00\xab\x1f"), text, 6), "00AB");
	is_text(pkix_hex(SLICE("\x00\xab\x1f"), text, 1), "");
	is_text(pkix_time_text(0, when), "1970-01-01T00:00:00Z");
	is_text(pkix_time_text(-1, when), "1969-12-31T23:59:59Z");
	is_text(pkix_time_text(1795230000, when), "2026-11-21T03:00:00Z");
	is_text(pkix_time_text(951782400, when), "2000-02-29T00:00:00Z");
	is_text(pkix_time_text(253402300799, when), "9999-12-31T23:59:59Z");
	is_text(pkix_time_text(-62167219200, when), "0000-01-01T00:00:00Z");
	is_text(pkix_time_text(INT64_MAX, when), "292277026596-12-04T15:30:07Z");
	is_text(pkix_time_text(INT64_MIN, when), "-292277022657-01-27T08:29:52Z");
}

/* Every day of four centuries against what der_time reads. */
static void
calendar(void)
{
	char text[32], digits[16];
	struct der_item item = { .tag = DER_GENERALIZED_TIME };
	int64_t when, read;

	for (when = 86399; when < (int64_t)400 * 366 * 86400; when += 86400) {
		pkix_time_text(when, text);
		snprintf(digits, sizeof digits, "%.4s%.2s%.2s%.2s%.2s%.2sZ", text, text + 5,
		    text + 8, text + 11, text + 14, text + 17);
		item.value = (struct der_slice){ (const uint8_t *)digits, 15 };
		if (der_time(&item, &read) != NULL || read != when) {
			printf("%" PRId64 ": %s\n", when, text);
			failures++;
			return;
		}
	}
}

int
main(void)
{
	values();
	names();
	cut();
	general_names();
	parsed();
	not_parsed();
	same_names();
	small_texts();
	calendar();
	return failures != 0;
}
