/* Entries of revokedCertificates: what is read, what is refused, and that both readers agree.
 */
#include "pkix/pkix_crl_part.h"

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

#define TIME                                                                                   \
	"\x17\x0d"                                                                             \
	"261121030000Z"
#define REASON(n) "\x30\x0c\x30\x0a\x06\x03\x55\x1d\x15\x04\x03\x0a\x01" n

static bool
same(const struct pkix_entry *a, const struct pkix_entry *b)
{
	return der_equal(a->whole, b->whole) && der_equal(a->serial, b->serial) &&
	       a->date == b->date && der_equal(a->extensions, b->extensions) &&
	       a->reason == b->reason && a->has_invalidity == b->has_invalidity &&
	       a->invalidity == b->invalidity && a->flaws == b->flaws &&
	       a->certificate_issuer.size == b->certificate_issuer.size &&
	       a->unknown_critical.size == b->unknown_critical.size;
}

/* What the fast reader takes, the slow one must read the same.  True: it was taken. */
static bool
agree(const uint8_t *data, size_t size)
{
	struct der_slice fast = { data, size }, slow = fast;
	struct pkix_entry a, b;
	const char *why;

	if (!pkix_entry_fast(&fast, &a))
		return false;
	EXPECT("agree", pkix_entry_slow(&slow, &b, &why) == 1);
	EXPECT("agree", same(&a, &b) && fast.data == slow.data && fast.size == slow.size);
	return true;
}

/* Every octet of an entry at every value, alone and with two octets after it. */
static void
mutate(const char *good, size_t size)
{
	uint8_t data[128] = { 0 };
	unsigned taken = 0;

	for (size_t i = 0; i < size; i++)
		for (unsigned value = 0; value < 256; value++) {
			memcpy(data, good, size);
			data[i] = (uint8_t)value;
			taken += agree(data, size);
			taken += agree(data, size + 2);
			taken += agree(data, size - 1);
		}
	EXPECT("mutants that the fast reader takes", taken > 2 * size);
}

/* Every day from 1950 to 2049 and one day more in each month, through both readers. */
static void
calendar(void)
{
	uint8_t data[] = "\x30\x12\x02\x01\x05" TIME;
	char digits[16];
	int month, day, year, taken = 0;

	for (year = 0; year < 100; year++)
		for (month = 0; month <= 13; month++)
			for (day = 0; day <= 32; day++) {
				snprintf(digits, sizeof digits, "%02d%02d%02d", year % 100,
				    month % 100, day % 100);
				memcpy(data + 7, digits, 6);
				taken += agree(data, sizeof data - 1);
			}
	EXPECT("days of a century", taken == 36525);
}

/* All two digits in each place of the time of day. */
static void
time_of_day(void)
{
	uint8_t data[] = "\x30\x12\x02\x01\x05" TIME;
	char digits[16];
	int taken = 0;

	for (size_t place = 13; place <= 17; place += 2)
		for (int n = 0; n < 100; n++) {
			memcpy(data + 7, "261121030000Z", 13);
			snprintf(digits, sizeof digits, "%02d", n % 100);
			memcpy(data + place, digits, 2);
			taken += agree(data, sizeof data - 1);
		}
	EXPECT("hours, minutes and seconds", taken == 24 + 60 + 60);
}

static int
read_one(const char *data, size_t size, struct pkix_entry *entry, const char **why)
{
	struct der_slice rest = { (const uint8_t *)data, size };

	*why = NULL;
	return pkix_entry_next(&rest, entry, why);
}

#define READ(text) read_one(text, sizeof text - 1, &entry, &why)

static void
refused(const char *what, const char *data, size_t size, const char *expected)
{
	struct pkix_entry entry;
	struct der_slice rest = { (const uint8_t *)data, size };
	const char *why = "";

	/* A bad entry is stepped over, and what follows it can be read. */
	EXPECT(what, pkix_entry_next(&rest, &entry, &why) == 2);
	EXPECT(what, rest.size == 0 && entry.whole.size == size);
	if (why == NULL || strstr(why, expected) == NULL) {
		printf("%s: refused for \"%s\"\n", what, why == NULL ? "nothing" : why);
		failures++;
	}
}

#define REFUSED(what, text, expected) refused(what, text, sizeof text - 1, expected)

static void
good_entries(void)
{
	struct pkix_entry entry;
	const char *why;

	EXPECT("plain", READ("\x30\x12\x02\x01\x05" TIME) == 1 && entry.serial.size == 1 &&
			    entry.serial.data[0] == 5 && entry.reason == -1 &&
			    entry.date == 1795230000 && entry.flaws == 0);
	EXPECT("leading zero", READ("\x30\x13\x02\x02\x00\x80" TIME) == 1 &&
				   entry.serial.size == 1 && entry.serial.data[0] == 0x80);
	EXPECT("zero",
	    READ("\x30\x12\x02\x01\x00" TIME) == 1 && entry.flaws == PKIX_FLAW_SERIAL_ZERO);
	EXPECT("reason", READ("\x30\x20\x02\x01\x05" TIME REASON("\x04")) == 1 &&
			     entry.reason == PKIX_SUPERSEDED && entry.flaws == 0);
	EXPECT("reason 0", READ("\x30\x20\x02\x01\x05" TIME REASON("\x00")) == 1 &&
			       entry.flaws == PKIX_FLAW_REASON_UNSPECIFIED);
	EXPECT("21 octets", READ("\x30\x26\x02\x15\x01"
				 "12345678901234567890" TIME) == 1 &&
				entry.serial.size == 21 &&
				entry.flaws == PKIX_FLAW_SERIAL_LONG);
	EXPECT("from 2050", READ("\x30\x14\x02\x01\x05\x18\x0f"
				 "20500101000000Z") == 1 &&
				entry.date == 2524608000 && entry.flaws == 0);
	EXPECT("too early a form", READ("\x30\x14\x02\x01\x05\x18\x0f"
					"20491231235959Z") == 1 &&
				       entry.date == 2524607999 &&
				       entry.flaws == PKIX_FLAW_TIME_FORM);
	EXPECT(
	    "no extensions in extensions", READ("\x30\x14\x02\x01\x05" TIME "\x30\x00") == 1 &&
					       entry.flaws == PKIX_FLAW_EMPTY_EXTENSIONS);
}

#define EXTENSIONS "\x02\x01\x05" TIME
#define INVALIDITY                                                                             \
	"\x30\x18\x06\x03\x55\x1d\x18\x04\x11\x18\x0f"                                         \
	"20260101000000Z"

static void
extensions(void)
{
	struct pkix_entry entry;
	const char *why;

	EXPECT("invalidity", READ("\x30\x2e" EXTENSIONS "\x30\x1a" INVALIDITY) == 1 &&
				 entry.has_invalidity && entry.invalidity == 1767225600);
	EXPECT("invalidity in UTCTime",
	    READ("\x30\x2c" EXTENSIONS "\x30\x18\x30\x16\x06\x03\x55\x1d\x18\x04\x0f" TIME) ==
		    1 &&
		entry.has_invalidity && entry.flaws == PKIX_FLAW_TIME_FORM);
	EXPECT("critical reason",
	    READ("\x30\x23" EXTENSIONS
		 "\x30\x0f\x30\x0d\x06\x03\x55\x1d\x15\x01\x01\xff\x04\x03\x0a\x01\x01") == 1 &&
		entry.reason == 1 && entry.flaws == PKIX_FLAW_CRITICAL);
	EXPECT("FALSE written out",
	    READ("\x30\x23" EXTENSIONS
		 "\x30\x0f\x30\x0d\x06\x03\x55\x1d\x15\x01\x01\x00\x04\x03\x0a\x01\x01") == 1 &&
		entry.reason == 1 && entry.flaws == PKIX_FLAW_DEFAULT_WRITTEN);
	EXPECT("unknown", READ("\x30\x1e" EXTENSIONS
			       "\x30\x0a\x30\x08\x06\x02\x2a\x03\x04\x02\x05\x00") == 1 &&
			      entry.unknown_critical.size == 0);
	EXPECT("unknown and critical",
	    READ("\x30\x21" EXTENSIONS
		 "\x30\x0d\x30\x0b\x06\x02\x2a\x03\x01\x01\xff\x04\x02\x05\x00") == 1 &&
		entry.unknown_critical.size == 2);
	EXPECT("certificateIssuer",
	    READ(
		"\x30\x27" EXTENSIONS "\x30\x13\x30\x11\x06\x03\x55\x1d\x1d\x01\x01\xff\x04\x07"
		"\x30\x05\x82\x03www") == 1 &&
		entry.certificate_issuer.size == 5 && entry.flaws == 0);
}

static void
refusals(void)
{
	REFUSED("negative", "\x30\x12\x02\x01\x85" TIME, "4.1.2.2");
	REFUSED("padded", "\x30\x13\x02\x02\x00\x05" TIME, "X.690 8.3.2");
	REFUSED("no octets", "\x30\x11\x02\x00" TIME, "4.1.2.2");
	REFUSED("no serial", "\x30\x0f" TIME, "no serial");
	REFUSED("no date", "\x30\x03\x02\x01\x05", "no revocationDate");
	REFUSED("no such day",
	    "\x30\x12\x02\x01\x05\x17\x0d"
	    "260229030000Z",
	    "not a time");
	REFUSED("no seconds",
	    "\x30\x10\x02\x01\x05\x17\x0b"
	    "2601010300Z",
	    "not a time");
	REFUSED("reason 7", "\x30\x20" EXTENSIONS REASON("\x07"), "5.3.1");
	REFUSED("reason 11", "\x30\x20" EXTENSIONS REASON("\x0b"), "5.3.1");
	REFUSED("reason as INTEGER",
	    "\x30\x20" EXTENSIONS "\x30\x0c\x30\x0a\x06\x03\x55\x1d\x15\x04\x03\x02\x01\x01",
	    "malformed reasonCode");
	REFUSED("twice", "\x30\x48" EXTENSIONS "\x30\x34" INVALIDITY INVALIDITY, "4.2");
	REFUSED("octets after extensions", "\x30\x22" EXTENSIONS REASON("\x01") "\x05\x00",
	    "must end");
	REFUSED("not extensions", "\x30\x14" EXTENSIONS "\x05\x00", "must end");
	REFUSED("critical of two octets",
	    "\x30\x24" EXTENSIONS
	    "\x30\x10\x30\x0e\x06\x03\x55\x1d\x15\x01\x02\xff\xff\x04\x03\x0a\x01\x01",
	    "malformed Extension");
	REFUSED("not a SEQUENCE", "\x04\x02\x01\x05", "not a SEQUENCE");
}

/* Framing that is lost is -1; after a bad entry the next one is there. */
static void
walk(void)
{
	static const char list[] = "\x30\x12\x02\x01\x05" TIME "\x30\x12\x02\x01\x85" TIME
				   "\x30\x12\x02\x01\x06" TIME "\x30\x12\x02\x01";
	struct der_slice rest = { (const uint8_t *)list, sizeof list - 1 };
	struct pkix_entry entry;
	const char *why;

	EXPECT("walk", pkix_entry_next(&rest, &entry, &why) == 1 && entry.serial.data[0] == 5);
	EXPECT(
	    "walk", pkix_entry_next(&rest, &entry, &why) == 2 && entry.serial.data[0] == 0x85);
	EXPECT("walk", pkix_entry_next(&rest, &entry, &why) == 1 && entry.serial.data[0] == 6);
	EXPECT("walk", pkix_entry_next(&rest, &entry, &why) == -1);
	rest.size = 0;
	EXPECT("walk", pkix_entry_next(&rest, &entry, &why) == 0);
}

int
main(void)
{
	static const char plain[] = "\x30\x12\x02\x01\x05" TIME,
			  reason[] = "\x30\x21\x02\x02\x00\x85" TIME REASON("\x04"),
			  longest[] = "\x30\x26\x02\x15\x00\x91"
				      "2345678901234567890" TIME;

	mutate(plain, sizeof plain - 1);
	mutate(reason, sizeof reason - 1);
	mutate(longest, sizeof longest - 1);
	calendar();
	time_of_day();
	good_entries();
	extensions();
	refusals();
	walk();
	return failures != 0;
}
