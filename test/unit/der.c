/* DER: what is read, what is not, and that the writer writes what the reader reads. */
#include "der/der_write.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define EXPECT(what, condition)                                                                \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			printf("%s, line %d: not so: %s\n", what, __LINE__, #condition);       \
			failures++;                                                            \
		}                                                                              \
	} while (0)

#define SLICE(octets) ((struct der_slice){ (const uint8_t *)(octets), sizeof(octets) - 1 })

static void
head(const char *what, struct der_slice data, int want, size_t size, uint64_t contents)
{
	const char *why = NULL;
	uint64_t got_contents = 0;
	size_t got_size = 0;
	uint8_t tag = 0;
	int got = der_head(data.data, data.size, &tag, &got_size, &got_contents, &why);

	EXPECT(what, got == want);
	EXPECT(what, (got == -1) == (why != NULL));
	if (got == 1)
		EXPECT(
		    what, tag == data.data[0] && got_size == size && got_contents == contents);
}

static void
heads(void)
{
	head("nothing", SLICE(""), 0, 0, 0);
	head("a tag", SLICE("\x30"), 0, 0, 0);
	head("empty", SLICE("\x30\x00"), 1, 2, 0);
	head("127", SLICE("\x30\x7f"), 1, 2, 127);
	head("128", SLICE("\x30\x81\x80"), 1, 3, 128);
	head("128, cut", SLICE("\x30\x81"), 0, 0, 0);
	head("127, long", SLICE("\x30\x81\x7f"), -1, 0, 0);
	head("256", SLICE("\x30\x82\x01\x00"), 1, 4, 256);
	head("255, long", SLICE("\x30\x82\x00\xff"), -1, 0, 0);
	head("0, long", SLICE("\x30\x81\x00"), -1, 0, 0);
	head("2^32", SLICE("\x30\x85\x01\x00\x00\x00\x00"), 1, 7, UINT64_C(1) << 32);
	head("six octets", SLICE("\x30\x86\x01\x00\x00\x00\x00\x00"), -1, 0, 0);
	head("indefinite", SLICE("\x30\x80"), -1, 0, 0);
	head("reserved", SLICE("\x30\xff"), -1, 0, 0);
	head("tag 30", SLICE("\x1e\x00"), 1, 2, 0);
	head("tag 31", SLICE("\x1f\x00"), -1, 0, 0);
	head("constructed context 31", SLICE("\xbf\x00"), -1, 0, 0);
}

static void
items(void)
{
	struct der_slice rest = SLICE("\x02\x01\x05\x30\x00\x04\x02xy"), cut;
	struct der_item item;
	const char *why;

	EXPECT("items", der_next(&rest, &item, &why) == 1 && item.tag == DER_INTEGER);
	EXPECT("items", item.whole.size == 3 && item.value.size == 1 && *item.value.data == 5);
	EXPECT("items", !der_take(&rest, DER_OCTET_STRING, &item) && rest.size == 6);
	EXPECT("items", der_take(&rest, DER_SEQUENCE, &item) && item.value.size == 0);
	for (size_t size = 1; size < rest.size; size++) {
		cut = (struct der_slice){ rest.data, size };
		EXPECT("cut", der_next(&cut, &item, &why) == -1 && cut.size == size);
		EXPECT("cut", !der_take(&cut, DER_OCTET_STRING, &item) && cut.size == size);
	}
	EXPECT("items", der_next(&rest, &item, &why) == 1 && item.value.size == 2);
	EXPECT("items", der_next(&rest, &item, &why) == 0);
	EXPECT("items", !der_take(&rest, DER_INTEGER, &item));
	EXPECT("equal", der_equal(SLICE("ab"), SLICE("ab")));
	EXPECT("equal", !der_equal(SLICE("ab"), SLICE("ac")));
	EXPECT("equal", !der_equal(SLICE("ab"), SLICE("abc")));
	EXPECT("equal", der_equal(SLICE(""), (struct der_slice){ NULL, 0 }));
}

static void
integer(const char *what, struct der_slice value, int32_t small, const char *magnitude)
{
	struct der_slice got = { NULL, 0 };
	const char *why = der_magnitude(value, &got);

	EXPECT(what, der_small(value) == small);
	EXPECT(what, (why == NULL) == (magnitude != NULL));
	if (why == NULL && magnitude != NULL)
		EXPECT(what, got.size == strlen(magnitude) &&
				 memcmp(got.data, magnitude, got.size) == 0);
}

static void
values(void)
{
	struct der_slice octets = { NULL, 0 }, zero = { NULL, 0 };

	EXPECT("zero", der_magnitude(SLICE("\x00"), &zero) == NULL && zero.size == 1);
	EXPECT("zero", der_small(SLICE("\x00")) == 0);
	integer("none", SLICE(""), -1, NULL);
	integer("1", SLICE("\x01"), 1, "\x01");
	integer("127", SLICE("\x7f"), 127, "\x7f");
	integer("-128", SLICE("\x80"), -1, NULL);
	integer("128", SLICE("\x00\x80"), 128, "\x80");
	integer("127, long", SLICE("\x00\x7f"), -1, NULL);
	integer("0, long", SLICE("\x00\x00"), -1, NULL);
	integer("2^31-1", SLICE("\x7f\xff\xff\xff"), INT32_MAX, "\x7f\xff\xff\xff");
	integer("2^31", SLICE("\x00\x80\x01\x01\x01"), -1, "\x80\x01\x01\x01");
	integer("large", SLICE("\x01\x02\x03\x04\x05"), -1, "\x01\x02\x03\x04\x05");
	EXPECT("boolean", der_boolean(SLICE("\xff")) == 1 && der_boolean(SLICE("\x00")) == 0);
	EXPECT("boolean", der_boolean(SLICE("\x01")) == -1 && der_boolean(SLICE("")) == -1);
	EXPECT("boolean", der_boolean(SLICE("\xff\xff")) == -1);
	EXPECT("bits", der_bits(SLICE("\x00xy"), &octets) && octets.size == 2);
	EXPECT("bits", der_bits(SLICE("\x00"), &octets) && octets.size == 0);
	EXPECT("bits", !der_bits(SLICE("\x01xy"), &octets) && !der_bits(SLICE(""), &octets));
}

/* A time: what it means, or that it is none (want -1). */
static void
moment(uint8_t tag, const char *text, int64_t want)
{
	struct der_item item = { .tag = tag, .value = { (const uint8_t *)text, strlen(text) } };
	int64_t when = -1;
	const char *why = der_time(&item, &when);

	EXPECT(text, (why != NULL) == (want == -1));
	EXPECT(text, when == want);
}

static void
times(void)
{
	static const char *const wrong[] = { "", "2611210000Z", "261121000000", "261121000000z",
		"261121000000+0000", "2611210000000Z", "261121000000.5Z", "261321000000Z",
		"260021000000Z", "261100000000Z", "261131000000Z", "270229000000Z",
		"261121240000Z", "261121006000Z", "261121000060Z", "2611 1000000Z",
		"-61121000000Z", "26112100000 Z" };

	moment(DER_UTC_TIME, "700101000000Z", 0);
	moment(DER_UTC_TIME, "491231235959Z", INT64_C(2524607999));
	moment(DER_UTC_TIME, "500101000000Z", INT64_C(-631152000));
	moment(DER_UTC_TIME, "240229235959Z", INT64_C(1709251199));
	moment(DER_GENERALIZED_TIME, "20500101000000Z", INT64_C(2524608000));
	moment(DER_GENERALIZED_TIME, "99991231235959Z", INT64_C(253402300799));
	moment(DER_GENERALIZED_TIME, "00000101000000Z", INT64_C(-62167219200));
	moment(DER_GENERALIZED_TIME, "20000229000000Z", INT64_C(951782400));
	moment(DER_GENERALIZED_TIME, "21000229000000Z", -1);
	moment(DER_GENERALIZED_TIME, "20500101000000.0Z", -1);
	moment(DER_GENERALIZED_TIME, "500101000000Z", -1);
	moment(DER_UTC_TIME, "20500101000000Z", -1);
	moment(DER_IA5_STRING, "261121000000Z", -1);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		moment(DER_UTC_TIME, wrong[i], -1);
}

/* An item of this size comes back as it went in, and so does its header alone. */
static void
round_trip(size_t size)
{
	uint8_t *data = calloc(1, size + 1), *buffer = malloc(size + 10), header[10];
	struct der_writer w = der_writer(buffer, size + 10);
	struct der_slice written, rest;
	struct der_item item;
	const char *why;
	char what[40];

	snprintf(what, sizeof what, "%zu octets", size);
	data[0] = 'x';
	der_put_item(&w, DER_OCTET_STRING, (struct der_slice){ data, size });
	rest = written = der_written(&w);
	EXPECT(what, !w.full && der_next(&rest, &item, &why) == 1 && rest.size == 0);
	EXPECT(what, item.value.size == size && memcmp(item.value.data, data, size) == 0);
	EXPECT(what, der_header(header, DER_OCTET_STRING, size) == written.size - size);
	EXPECT(what, memcmp(header, written.data, written.size - size) == 0);

	w = der_writer(buffer, written.size);
	der_put_item(&w, DER_OCTET_STRING, (struct der_slice){ data, size });
	EXPECT(what, !w.full);
	w = der_writer(buffer, written.size - 1);
	der_put_item(&w, DER_OCTET_STRING, (struct der_slice){ data, size });
	EXPECT(what, w.full);
	free(data);
	free(buffer);
}

static void
number(uint64_t n, struct der_slice want)
{
	uint8_t buffer[16];
	struct der_writer w = der_writer(buffer, sizeof buffer);
	char what[40];

	snprintf(what, sizeof what, "%" PRIu64, n);
	der_put_number(&w, n);
	EXPECT(what, !w.full && der_equal(der_written(&w), want));
}

static void
writing(void)
{
	static const size_t sizes[] = { 0, 1, 127, 128, 255, 256, 65535, 65536, 16777215,
		16777216 };
	uint8_t header[10], buffer[8];
	struct der_writer w = der_writer(buffer, sizeof buffer);

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		round_trip(sizes[i]);
	EXPECT("2^32", der_header(header, DER_SEQUENCE, UINT64_C(1) << 32) == 7);
	EXPECT("2^32", memcmp(header, "\x30\x85\x01\x00\x00\x00\x00", 7) == 0);
	number(0, SLICE("\x02\x01\x00"));
	number(127, SLICE("\x02\x01\x7f"));
	number(128, SLICE("\x02\x02\x00\x80"));
	number(255, SLICE("\x02\x02\x00\xff"));
	number(256, SLICE("\x02\x02\x01\x00"));
	number(UINT64_MAX, SLICE("\x02\x09\x00\xff\xff\xff\xff\xff\xff\xff\xff"));
	der_put(&w, "abcdefgh", 8);
	EXPECT("full", !w.full);
	der_put(&w, "", 0);
	EXPECT("full", !w.full);
	der_put(&w, "i", 1);
	EXPECT("full", w.full);
	w = der_writer(buffer, sizeof buffer);
	der_put(&w, "abcdefghi", 9);
	der_put(&w, "a", 1); /* once full, always full: nothing in between is missing */
	EXPECT("full", w.full && der_written(&w).size == 0);
}

int
main(void)
{
	heads();
	items();
	values();
	times();
	writing();
	return failures != 0;
}
