/* CBOR sequences: what cseq_check takes and refuses, and how cseq_read cuts a stream. */
#include "cbor/cseq.h"
#include "cbor/citem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures;

static void
fail(const char *what, const char *want, const char *have)
{
	printf("%s: want %s, have %s\n", what, want, have);
	failures++;
}

/* Octets in hex that are one item and no more; or the reason why they are none. */
static void
expect(const char *hex, const char *reason)
{
	uint8_t data[512];
	size_t n = strlen(hex) / 2, i, size = 0;
	const char *why = NULL;
	unsigned octet;
	int got;

	for (i = 0; i < n; i++) {
		sscanf(hex + 2 * i, "%2x", &octet);
		data[i] = (uint8_t)octet;
	}
	got = cseq_check(data, n, &size, &why);
	if (reason == NULL && (got != 1 || size != n))
		fail(hex, "an item", got == 0 ? "cut short" : got == -1 ? why : "a part");
	else if (reason != NULL && (got != -1 || strcmp(why, reason) != 0))
		fail(hex, reason, got == -1 ? why : "no refusal");
	/* Whatever is cut from the end of an item leaves something that is not whole. */
	for (i = 0; reason == NULL && i < n; i++)
		if (cseq_check(data, i, &size, &why) != 0)
			fail(hex, "cut short", "something else");
}

static void
test_check(void)
{
	const char *shortest = "head is not the shortest (RFC 8949 4.2.1)";
	const char *endless = "indefinite length (RFC 8949 4.2.1)";
	const char *reserved = "reserved additional information (RFC 8949 3)";
	const char *utf8 = "text is not UTF-8 (RFC 8949 3.1)";
	const char *twice = "the same key twice in a map (RFC 8949 5.6)";
	const char *large = "record is too large (cborstream(5))";
	const char *simple = "simple value below 32 in two octets (RFC 8949 3.3)";
	const char *tag0 = "tag 0 around something else than text (RFC 8949 3.4.1)";
	const char *tag1 = "tag 1 around something else than a number (RFC 8949 3.4.2)";
	const char *tag2 = "bignum that is not a byte string (RFC 8949 3.4.3)";
	const char *deep = "nested too deep (cborstream(5))";
	const struct {
		const char *hex, *reason;
	} cases[] = {
		{ "17", NULL },
		{ "1818", NULL },
		{ "1817", shortest },
		{ "190100", NULL },
		{ "1900ff", shortest },
		{ "1a00010000", NULL },
		{ "1a0000ffff", shortest },
		{ "1b0000000100000000", NULL },
		{ "1b00000000ffffffff", shortest },
		{ "3bffffffffffffffff", NULL },
		{ "5817", shortest },
		{ "7817", shortest },
		{ "9817", shortest },
		{ "b817", shortest },
		{ "d817", shortest },
		{ "1c", reserved },
		{ "5d", reserved },
		{ "fe", reserved },
		{ "5f4100ff", endless },
		{ "7f6161ff", endless },
		{ "9fff", endless },
		{ "bfff", endless },
		{ "ff", endless },
		{ "9a7fffffff", large },
		{ "ba00800000", large },
		{ "5b0000000001000000", shortest },
		{ "5a01000000", large },
		{ "bbffffffffffffffff", large },
		{ "6261e3", utf8 },
		{ "63e38182", NULL },
		{ "62c080", utf8 },
		{ "63eda080", utf8 },
		{ "64f4908080", utf8 },
		{ "64f48fbfbf", NULL },
		{ "63e08080", utf8 },
		{ "64f0808080", utf8 },
		{ "61ff", utf8 },
		{ "6180", utf8 },
		{ "62c241", utf8 },
		{ "a201000200", NULL },
		{ "a201000100", twice },
		{ "a202000100", NULL },
		{ "a3020001000200", twice },
		{ "a2616100616100", twice },
		{ "a2a1010000a1010000", twice },
		{ "6b8181818181818181818181", utf8 },
		{ "6bf580808080808080808080", utf8 },
		{ "80", NULL },
		{ "a0", NULL },
		{ "f4", NULL },
		{ "f7", NULL },
		{ "f81f", simple },
		{ "f820", NULL },
		{ "f93c00", NULL },
		{ "fb3ff0000000000000", NULL },
		{ "c100", NULL },
		{ "c120", NULL },
		{ "c1f90000", NULL },
		{ "c1fb0000000000000000", NULL },
		{ "c1f4", tag1 },
		{ "c1f8ff", tag1 },
		{ "c1a1616100", tag1 },
		{ "c1c100", tag1 },
		{ "c060", NULL },
		{ "c000", tag0 },
		{ "c240", NULL },
		{ "c300", tag2 },
		{ "c260", tag2 },
		{ "c481f4", NULL },
		{ "82c10060", NULL },
		{ "d903ec63616263", NULL },
		{ "8181818181818181818181818181818100", NULL },
		{ "818181818181818181818181818181818100", deep },
		{ "c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c4c400", deep },
		{ "8181818181818181818181818181818180", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof cases / sizeof cases[0]; i++)
		expect(cases[i].hex, cases[i].reason);
}

/* A map of count keys that fall or rise, the last one again when twice. */
static void
expect_map(unsigned count, bool falling, bool twice, int want)
{
	static uint8_t data[8192];
	size_t at = 0, size = 0;
	const char *why = "";
	unsigned i, key;

	data[at++] = 0xb9;
	data[at++] = (uint8_t)(count >> 8);
	data[at++] = (uint8_t)count;
	for (i = 0; i < count; i++) {
		key = 1000 + (falling ? count - i : i);
		if (twice && i + 1 == count)
			key += falling ? 1 : -1u;
		data[at++] = 0x19;
		data[at++] = (uint8_t)(key >> 8);
		data[at++] = (uint8_t)key;
		data[at++] = 0;
	}
	if (cseq_check(data, at, &size, &why) != want) {
		printf("map of %u keys, falling %d, twice %d: not %d (%s)\n", count, falling,
		    twice, want, why);
		failures++;
	}
}

static void
test_maps(void)
{
	expect_map(257, false, false, 1);
	expect_map(1000, false, false, 1);
	expect_map(1000, false, true, -1);
	expect_map(256, true, false, 1);
	expect_map(256, true, true, -1);
	expect_map(257, true, false, -1);
}

/* The number of items that a stream gives through a pipe, and how it ends. */
static void
expect_stream(
    const char *what, const char *data, size_t size, uint64_t items, int end, uint64_t offset)
{
	struct file_input in;
	struct cseq_reader r = { .input = &in };
	int fd[2], got;

	if (pipe(fd) == -1 || write(fd[1], data, size) != (ssize_t)size || close(fd[1]) == -1 ||
	    file_input_open(&in, fd[0], "/tmp") == -1)
		exit(2);
	while ((got = cseq_read(&r)) == 1)
		continue;
	if (r.number != items + 1 || got != end || r.offset != offset) {
		printf("%s: %llu items, then %d @%llu\n", what,
		    (unsigned long long)r.number - 1, got, (unsigned long long)r.offset);
		failures++;
	}
	file_input_close(&in);
	close(fd[0]);
}

/* A record that comes in two pieces is handed out when it is whole, though nothing follows
 * and the writer waits.  A reader that wanted more would be ended by the alarm. */
static void
test_pieces(void)
{
	struct file_input in;
	struct cseq_reader r = { .input = &in };
	int fd[2], status;
	pid_t child;

	if (pipe(fd) == -1 || (child = fork()) == -1)
		exit(2);
	if (child == 0) {
		if (write(fd[1], "\x83\x01", 2) != 2)
			_exit(1);
		usleep(20000);
		_exit(write(fd[1], "\x02\x03", 2) != 2);
	}
	if (file_input_open(&in, fd[0], "/tmp") == -1)
		exit(2);
	alarm(5); /* fd[1] is open here too: there is no end of file */
	if (cseq_read(&r) != 1 || r.size != 4)
		fail("two pieces", "one record", "none");
	alarm(0);
	waitpid(child, &status, 0);
	file_input_close(&in);
	close(fd[0]);
	close(fd[1]);
}

static void
test_items(void)
{
	/* {"a": 1(-5), "bc": [h'00', "x"], "d": true} */
	static const uint8_t map[] = "\xa3\x61\x61\xc1\x24\x62\x62\x63\x82\x41\x00\x61\x78"
				     "\x61\x64\xf5";
	struct citem item = citem_at(map), value, inner;
	int64_t when = 0;

	if (item.kind != CITEM_MAP || item.value != 3 || item.size != sizeof map - 1)
		fail("citem_at", "a map of 3", "something else");
	if (!citem_get(&item, "a", &value) || !citem_time(&value, &when) || when != -5)
		fail("citem_time", "-5", "something else");
	if (!citem_get(&item, "bc", &value) || value.kind != CITEM_ARRAY || value.size != 5)
		fail("citem_get", "an array", "something else");
	inner = citem_at(value.data);
	inner = citem_after(&inner);
	if (!citem_is_text(&inner, "x") || citem_is_text(&inner, "xy"))
		fail("citem_after", "x", "something else");
	if (citem_time(&inner, &when) || citem_get(&item, "b", &value) ||
	    citem_get(&inner, "a", &value))
		fail("citem_get", "nothing", "something");
	if (!citem_get(&item, "d", &value) || citem_head(value.whole).kind != CITEM_SIMPLE)
		fail("citem_head", "a simple value", "something else");
}

int
main(void)
{
	test_check();
	test_maps();
	test_items();
	test_pieces();
	expect_stream("nothing", "", 0, 0, 0, 0);
	expect_stream("three", "\x01\x81\x02\xa0", 4, 3, 0, 4);
	expect_stream("cut", "\x01\x82\x02", 3, 1, -1, 1);
	expect_stream("garbage", "\x01\x02\xff\x03", 4, 2, -1, 2);
	return failures != 0;
}
