/* Times that we write: the form RFC 5280 4.1.2.5 asks for, and what der_time reads back. */
#include "der/der_write.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int failures;

/* The same time made by the C library. */
static void
compare(int64_t when)
{
	uint8_t buffer[32];
	struct der_writer w = der_writer(buffer, sizeof buffer);
	struct der_slice written;
	struct der_item item;
	char expected[32];
	time_t at = (time_t)when;
	int64_t back = when + 1;
	struct tm tm;

	gmtime_r(&at, &tm);
	snprintf(expected, sizeof expected, "%04d%02d%02d%02d%02d%02dZ", tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	der_put_generalized_time(&w, when);
	written = der_written(&w);
	if (w.full || !der_take(&written, DER_GENERALIZED_TIME, &item) ||
	    item.value.size != 15 || memcmp(item.value.data, expected, 15) != 0 ||
	    der_time(&item, &back) != NULL || back != when) {
		printf(
		    "%lld is not written as %s, or not read back\n", (long long)when, expected);
		failures++;
	}
}

static void
form(int64_t when, uint8_t tag)
{
	uint8_t buffer[32];
	struct der_writer w = der_writer(buffer, sizeof buffer);

	der_put_time(&w, when);
	if (tag == 0 ? !w.full : w.full || der_written(&w).data[0] != tag) {
		printf("%lld: not in the form %02x\n", (long long)when, tag);
		failures++;
	}
}

int
main(void)
{
	const int64_t first = INT64_C(-62167219200), last = INT64_C(253402300799);

	/* Some days are skipped, no month is; the times of day go round. */
	for (int64_t when = first; when <= last; when += 86400 * 5 + 86399)
		compare(when);
	compare(last);
	form(first - 1, 0);
	form(last + 1, 0);
	form(INT64_C(-631152001), DER_GENERALIZED_TIME); /* 1949-12-31T23:59:59Z */
	form(INT64_C(-631152000), DER_UTC_TIME);
	form(INT64_C(2524607999), DER_UTC_TIME); /* 2049-12-31T23:59:59Z */
	form(INT64_C(2524608000), DER_GENERALIZED_TIME);
	return failures != 0;
}
