/* The CBOR writer: the shortest head at every boundary, and what is written passes the check.
 */
#include "cbor/cput.h"
#include "cbor/citem.h"
#include "cbor/cseq.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void
expect(const char *what, const struct cput *c, const void *octets, size_t size)
{
	size_t whole = 0;
	const char *why = "";

	if (c->failed || c->size != size || memcmp(c->data, octets, size) != 0) {
		printf("%s: not the octets expected\n", what);
		failures++;
	} else if (cseq_check(c->data, c->size, &whole, &why) != 1 || whole != size) {
		printf("%s: does not pass its own check: %s\n", what, why);
		failures++;
	}
}

static void
test_numbers(void)
{
	static const struct {
		uint64_t value;
		const char *octets;
		size_t size;
	} cases[] = {
		{ 0, "\x00", 1 },
		{ 23, "\x17", 1 },
		{ 24, "\x18\x18", 2 },
		{ 255, "\x18\xff", 2 },
		{ 256, "\x19\x01\x00", 3 },
		{ 65535, "\x19\xff\xff", 3 },
		{ 65536, "\x1a\x00\x01\x00\x00", 5 },
		{ UINT32_MAX, "\x1a\xff\xff\xff\xff", 5 },
		{ UINT64_C(1) << 32, "\x1b\x00\x00\x00\x01\x00\x00\x00\x00", 9 },
		{ UINT64_MAX, "\x1b\xff\xff\xff\xff\xff\xff\xff\xff", 9 },
	};
	struct cput c = { 0 };
	char octets[16];
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		cput_reset(&c);
		cput_uint(&c, cases[i].value);
		expect("uint", &c, cases[i].octets, cases[i].size);
		if (cases[i].value > INT64_MAX)
			continue;
		cput_reset(&c);
		cput_int(&c, -1 - (int64_t)cases[i].value);
		memcpy(octets, cases[i].octets, cases[i].size);
		octets[0] = (char)(octets[0] | 0x20);
		expect("negative", &c, octets, cases[i].size);
		cput_reset(&c);
		cput_tag(&c, cases[i].value);
		cput_text(&c, ""); /* what tag 0 may stand around, too */
		memcpy(octets, cases[i].octets, cases[i].size);
		octets[0] = (char)(octets[0] | 0xc0);
		octets[cases[i].size] = 0x60;
		expect("tag", &c, octets, cases[i].size + 1);
	}
	cput_free(&c);
}

/* A string of every size around the boundaries, in a buffer that has to grow. */
static void
test_strings(void)
{
	static const size_t sizes[] = { 0, 1, 23, 24, 255, 256, 65535, 65536, 70000 };
	static char text[70000];
	struct cput c = { 0 };
	struct citem item;
	size_t i, whole;
	const char *why;

	memset(text, 'x', sizeof text);
	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		cput_reset(&c);
		cput_array(&c, 2);
		cput_text_size(&c, text, sizes[i]);
		cput_bytes(&c, text, sizes[i]);
		item = citem_at(c.data);
		if (cseq_check(c.data, c.size, &whole, &why) != 1 || whole != c.size ||
		    item.size != c.size || citem_head(item.data).value != sizes[i]) {
			printf("string of %zu: not one item\n", sizes[i]);
			failures++;
		}
	}
	cput_free(&c);
	if (c.data != NULL || c.size != 0) {
		printf("cput_free leaves something\n");
		failures++;
	}
}

int
main(void)
{
	struct cput c = { 0 };

	test_numbers();
	test_strings();
	cput_map(&c, 4);
	cput_text(&c, "a");
	cput_time(&c, -1);
	cput_text(&c, "b");
	cput_bool(&c, true);
	cput_text(&c, "c");
	cput_raw(&c, "\x81\xf4", 2);
	cput_text(&c, "d");
	cput_null(&c);
	expect("map", &c, "\xa4\x61\x61\xc1\x20\x61\x62\xf5\x61\x63\x81\xf4\x61\x64\xf6", 15);
	cput_free(&c);
	return failures != 0;
}
