/* profile_span - time by the calendar, and profiles by name. */
#include "profile/profile_private.h"
#include <string.h>
#include <time.h>

static int
days_of(int year, int month)
{
	static const uint8_t days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month] + (month == 1 && leap);
}

int64_t
profile_later(int64_t when, struct profile_span span)
{
	time_t at = (time_t)when;
	struct tm tm;
	int months;

	if (span.unit == PROFILE_DAYS)
		return when + (int64_t)span.count * 86400;
	if (gmtime_r(&at, &tm) == NULL)
		return when;
	months = tm.tm_mon + (int)span.count * (span.unit == PROFILE_YEARS ? 12 : 1);
	tm.tm_year += months / 12;
	tm.tm_mon = months % 12;
	if (tm.tm_mday > days_of(1900 + tm.tm_year, tm.tm_mon))
		tm.tm_mday = days_of(1900 + tm.tm_year, tm.tm_mon);
	return (int64_t)timegm(&tm);
}

const char *
profile_builtin(const char *name, size_t *size)
{
	const struct profile_builtin *b;

	for (b = profile_builtins; b->name != NULL; b++)
		if (strcmp(b->name, name) == 0) {
			*size = b->size;
			return b->text;
		}
	return NULL;
}

const char *
profile_builtin_name(size_t n)
{
	return profile_builtins[n].name;
}
