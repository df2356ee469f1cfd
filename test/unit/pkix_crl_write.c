/* What we write is read back as it was meant, at every length, and in the right forms. */
#include "pkix/pkix_crl.h"

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

#define SLICE(text) ((struct der_slice){ (const uint8_t *)text, sizeof text - 1 })

static struct pkix_crl_form
form(void)
{
	return (struct pkix_crl_form){
		.algorithm = SLICE("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"),
		.issuer = SLICE("\x30\x0d\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02JP"),
		.this_update = 1795230000,
		.next_update = 1795230000 + 3 * 86400,
		.aki = SLICE("0123456789ABCDEFGHIJ"),
		.number = 0x80,
		.has_idp = true,
		.dp = SLICE("\x86\x06http:x"),
		.only_ca = true,
	};
}

/* An entry of 20 to 39 octets: the serial makes the size. */
static size_t
sized_entry(uint8_t *out, size_t size)
{
	static const uint8_t digits[] = "abcdefghijklmnopqrst";
	struct pkix_entry entry = {
		.serial = { digits, size - 19 }, .date = 1795230000, .reason = -1
	};
	uint8_t space[PKIX_ENTRY_MAX];

	EXPECT("size", pkix_entry_write(space, &entry) == size);
	memcpy(out, space, size);
	return size;
}

/* The whole TBSCertList with entries of that many octets in all; freed by the caller. */
static struct der_slice
whole(const struct pkix_crl_form *f)
{
	static uint8_t head[PKIX_CRL_PART_MAX], tail[PKIX_CRL_PART_MAX];
	size_t head_size = 0, tail_size = 0, left = (size_t)f->entries_size;
	uint8_t *all, *at;

	if (!pkix_crl_write(f, head, &head_size, tail, &tail_size))
		return (struct der_slice){ NULL, 0 };
	at = all = malloc(head_size + left + tail_size + 1);
	if (all == NULL)
		abort();
	memcpy(at, head, head_size);
	at += head_size;
	for (; left != 0; left = (size_t)(all + head_size + f->entries_size - at))
		at += sized_entry(at, left < 40 ? left : 20);
	memcpy(at, tail, tail_size);
	return (struct der_slice){ all, (size_t)(at - all) + tail_size };
}

static void
read_back(uint64_t size)
{
	struct pkix_crl_form f = form();
	struct pkix_crl crl;
	struct der_slice der, rest;
	struct pkix_entry entry;
	const char *why;
	uint64_t count = 0;
	int got;

	f.entries_size = size;
	der = whole(&f);
	EXPECT("read back", (why = pkix_tbs_crl_read(der, &crl)) == NULL && crl.flaws == 0);
	if (why != NULL) {
		free((void *)(uintptr_t)der.data);
		return;
	}
	EXPECT("header", crl.version == 2 && der_equal(crl.algorithm, f.algorithm) &&
			     der_equal(crl.issuer, f.issuer));
	EXPECT("times", crl.this_update == f.this_update && crl.has_next_update &&
			    crl.next_update == f.next_update);
	EXPECT("extensions", der_equal(crl.aki, f.aki) && crl.number.size == 1 &&
				 crl.number.data[0] == 0x80 && crl.unknown_critical.size == 0);
	EXPECT("point", crl.idp.critical && der_equal(crl.idp.names, f.dp) && crl.idp.only_ca &&
			    !crl.idp.only_user);
	EXPECT("entries", crl.revoked.size == size);
	for (rest = crl.revoked; (got = pkix_entry_next(&rest, &entry, &why)) == 1; count++)
		EXPECT("entry", entry.date == 1795230000 && entry.reason == -1);
	EXPECT("entries", got == 0 && count == size / 20);
	free((void *)(uintptr_t)der.data);
}

/* Lengths that no buffer holds, read from the headers alone. */
static void
large(uint64_t size)
{
	static uint8_t head[PKIX_CRL_PART_MAX], tail[PKIX_CRL_PART_MAX];
	struct pkix_crl_form f = form();
	size_t head_size, tail_size, inner, outer;
	uint64_t contents;
	const char *why;
	uint8_t tag;

	f.entries_size = size;
	EXPECT("large", pkix_crl_write(&f, head, &head_size, tail, &tail_size));
	EXPECT("large", der_head(head, head_size, &tag, &outer, &contents, &why) == 1 &&
			    contents == head_size - outer + size + tail_size);
	/* the header of revokedCertificates ends the head: five length octets from 2^32 */
	inner = size >> 32 != 0 ? 7 : 6;
	EXPECT("large",
	    der_head(head + head_size - inner, inner, &tag, &outer, &contents, &why) == 1 &&
		tag == DER_SEQUENCE && outer == inner && contents == size);
}

static void
exact(const char *what, const struct pkix_entry *entry, const char *expected, size_t size)
{
	uint8_t out[PKIX_ENTRY_MAX];
	size_t got = pkix_entry_write(out, entry);

	EXPECT(what, got == size && memcmp(out, expected, got) == 0);
}

#define EXACT(what, expected, ...)                                                             \
	exact(what, &(struct pkix_entry){ __VA_ARGS__ }, expected, sizeof expected - 1)

#define REASON "\x30\x0a\x06\x03\x55\x1d\x15\x04\x03\x0a\x01"
#define INVALIDITY "\x30\x18\x06\x03\x55\x1d\x18\x04\x11\x18\x0f"

static void
entries(void)
{
	EXACT("plain",
	    "\x30\x12\x02\x01\x05\x17\x0d"
	    "261121030000Z",
	    .serial = SLICE("\x05"), .date = 1795230000, .reason = -1);
	EXACT("unspecified is not written",
	    "\x30\x12\x02\x01\x05\x17\x0d"
	    "261121030000Z",
	    .serial = SLICE("\x05"), .date = 1795230000, .reason = PKIX_UNSPECIFIED);
	EXACT("high bit",
	    "\x30\x13\x02\x02\x00\x85\x17\x0d"
	    "491231235959Z",
	    .serial = SLICE("\x85"), .date = 2524607999, .reason = -1);
	EXACT("zero, 2050",
	    "\x30\x14\x02\x01\x00\x18\x0f"
	    "20500101000000Z",
	    .serial = SLICE("\x00"), .date = 2524608000, .reason = -1);
	EXACT("reason",
	    "\x30\x20\x02\x01\x05\x17\x0d"
	    "261121030000Z\x30\x0c" REASON "\x0a",
	    .serial = SLICE("\x05"), .date = 1795230000, .reason = PKIX_AA_COMPROMISE);
	EXACT("reason and invalidity",
	    "\x30\x3a\x02\x01\x05\x17\x0d"
	    "261121030000Z\x30\x26" REASON "\x01" INVALIDITY "20260101000000Z",
	    .serial = SLICE("\x05"), .date = 1795230000, .reason = 1, .has_invalidity = true,
	    .invalidity = 1767225600);
	EXACT("invalidity alone",
	    "\x30\x2e\x02\x01\x05\x17\x0d"
	    "261121030000Z\x30\x1a" INVALIDITY "20260101000000Z",
	    .serial = SLICE("\x05"), .date = 1795230000, .reason = -1, .has_invalidity = true,
	    .invalidity = 1767225600);
	EXACT("padded serial", "", .serial = SLICE("\x00\x05"), .date = 0, .reason = -1);
	EXACT("no serial", "", .date = 0, .reason = -1);
	EXACT("reason 7", "", .serial = SLICE("\x05"), .date = 0, .reason = 7);
	EXACT("reason 11", "", .serial = SLICE("\x05"), .date = 0, .reason = 11);
	EXACT("year 10000", "", .serial = SLICE("\x05"), .date = 253402300800, .reason = -1);
}

/* The longest serial that fits, with all that can follow it; and one octet more. */
static void
longest(void)
{
	static const uint8_t digits[PKIX_SERIAL_MAX + 1] = { 0xff };
	struct pkix_entry entry = { .serial = { digits, PKIX_SERIAL_MAX },
		.date = 2524608000,
		.reason = 1,
		.has_invalidity = true };
	struct pkix_entry back;
	uint8_t out[PKIX_ENTRY_MAX];
	struct der_slice rest = { out, pkix_entry_write(out, &entry) };
	const char *why;

	EXPECT("longest", pkix_entry_next(&rest, &back, &why) == 1 && rest.size == 0 &&
			      der_equal(back.serial, entry.serial) && back.invalidity == 0 &&
			      back.has_invalidity && back.reason == 1 &&
			      back.date == entry.date);
	entry.serial.size++;
	EXPECT("longer", pkix_entry_write(out, &entry) == 0);
}

static void
forms(void)
{
	struct pkix_crl_form f = form();
	struct pkix_crl crl;
	struct der_slice der;

	f.has_idp = f.only_ca = false;
	f.dp.size = 0;
	der = whole(&f);
	EXPECT("plain", pkix_tbs_crl_read(der, &crl) == NULL && !crl.idp.present &&
			    crl.flaws == 0 && crl.revoked.data == NULL);
	free((void *)(uintptr_t)der.data);
	f.has_idp = true;
	EXPECT("empty point", whole(&f).data == NULL);
	f = form();
	f.only_user = true;
	EXPECT("user and ca", whole(&f).data == NULL);
	f = form();
	f.issuer.size = 0;
	EXPECT("no issuer", whole(&f).data == NULL);
	f = form();
	f.next_update = 253402300800;
	EXPECT("year 10000", whole(&f).data == NULL);
	f = form();
	f.has_idp = false;
	EXPECT("scope without a point", whole(&f).data == NULL);
}

/* authorityKeyIdentifier, cRLNumber, issuingDistributionPoint; nothing else. */
static void
order(void)
{
	static const uint8_t arcs[] = { 35, 20, 28 };
	struct pkix_crl_form f = form();
	struct pkix_extension extension;
	struct pkix_crl crl;
	struct der_slice der = whole(&f), rest;
	const char *why;
	int n = 0;

	EXPECT("order", pkix_tbs_crl_read(der, &crl) == NULL);
	for (rest = crl.extensions; pkix_extension_next(&rest, &extension, &why) == 1; n++)
		EXPECT("order", n < 3 && extension.oid.data[2] == arcs[n] &&
				    extension.critical == (n == 2));
	EXPECT("order", n == 3);
	free((void *)(uintptr_t)der.data);
}

int
main(void)
{
	/* every length there is around one and two octets of length, list and entries alike */
	for (uint64_t size = 20; size < 420; size++)
		read_back(size);
	for (uint64_t size = 65536 - 250; size < 65536 + 20; size++)
		read_back(size);
	read_back(0);
	for (int shift = 25; shift < 39; shift++) {
		large((UINT64_C(1) << shift) - 1);
		large(UINT64_C(1) << shift);
	}
	entries();
	longest();
	forms();
	order();
	return failures != 0;
}
