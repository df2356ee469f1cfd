/* RFC 3339: every day from 0000 to 9999 as the C library has it, there and back. */
#include "record/record_table.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int failures;

static void
compare(int64_t when)
{
	char text[RECORD_TIME_SIZE + 1] = "", expected[80];
	time_t at = (time_t)when;
	int64_t back = when + 1;
	struct tm tm;

	gmtime_r(&at, &tm);
	snprintf(expected, sizeof expected, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	if (!record_time_write(text, when) || strcmp(text, expected) != 0 ||
	    !record_time_read(text, RECORD_TIME_SIZE, &back) || back != when) {
		printf("%lld: want %s, have %s\n", (long long)when, expected, text);
		failures++;
	}
}

int
main(void)
{
	const int64_t first = INT64_C(-62167219200), last = INT64_C(253402300799);
	char text[RECORD_TIME_SIZE];
	int64_t when;

	/* No day is skipped; the times of day go round. */
	for (when = first; when <= last; when += 86399)
		compare(when);
	compare(last);
	if (record_time_write(text, first - 1) || record_time_write(text, last + 1)) {
		printf("a time beyond four digits of year is written\n");
		failures++;
	}
	for (size_t n = 0; n < RECORD_TIME_SIZE; n++)
		if (record_time_read("2026-11-21T03:00:00Z", n, &when)) {
			printf("a part of a time is read\n");
			failures++;
		}
	return failures != 0;
}
