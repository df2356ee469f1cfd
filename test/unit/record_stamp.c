/* Stamped records are the records that record_revocation_write puts, octet for octet. */
#include "record/record_stamp.h"

#include <stdio.h>
#include <string.h>

static int failures;

static void
compare(struct record_stamp *stamp, struct der_slice serial, int reason, int64_t date,
    const int64_t *invalidity)
{
	struct record_revocation record = { .issuer = stamp->record.issuer,
		.list = stamp->record.list,
		.serial = serial,
		.reason = reason,
		.date = date };
	struct cput a = { 0 }, b = { 0 };
	struct record_error error;
	const char *why, *stamped;

	if (invalidity != NULL) {
		record.has_invalidity = true;
		record.invalidity = *invalidity;
	}
	why = record_revocation_write(&a, &record, &error);
	stamped = record_stamp_put(stamp, &b, serial, reason, date, invalidity, &error);
	if ((why == NULL) != (stamped == NULL) || a.size != b.size ||
	    (a.size != 0 && memcmp(a.data, b.data, a.size) != 0)) {
		printf("reason %d, date %lld, serial of %zu octets: not the same\n", reason,
		    (long long)date, serial.size);
		failures++;
	}
	cput_free(&a);
	cput_free(&b);
}

static void
compare_all(struct record_text issuer, struct record_text list)
{
	static const int64_t dates[] = { INT64_C(-62167219201), -1, 0, 23, 24, 255, 256, 65535,
		65536, 1795230000, 4294967295, 4294967296, INT64_C(253402300800) };
	static const uint8_t octets[24] = { 0x91 }, zeros[24] = { 0 };
	const int64_t invalidity = 1795220000;
	struct record_stamp stamp;
	struct record_error error;

	if (record_stamp_begin(&stamp, issuer, list, &error) != NULL) {
		printf("%s\n", error.text);
		failures++;
		return;
	}
	for (int reason = -1; reason <= 25; reason++)
		for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
			compare(
			    &stamp, (struct der_slice){ octets, 9 }, reason, dates[i], NULL);
	for (size_t size = 0; size <= sizeof octets; size++) {
		compare(&stamp, (struct der_slice){ octets, size }, 1, dates[9], NULL);
		compare(&stamp, (struct der_slice){ zeros, size }, 1, dates[9], NULL);
		compare(&stamp, (struct der_slice){ octets, size }, 1, dates[9], &invalidity);
	}
}

int
main(void)
{
	static const char longest[] =
	    "a23456789012345678901234567890123456789012345678901234567890123";
	struct record_stamp stamp;
	struct record_error error;

	compare_all(record_text("old"), record_text(NULL));
	compare_all(record_text("old"), record_text("user"));
	compare_all(record_text(longest), record_text(longest));
	if (record_stamp_begin(&stamp, record_text("Old"), record_text(NULL), &error) == NULL) {
		printf("a label of capitals is taken\n");
		failures++;
	}
	return failures != 0;
}
