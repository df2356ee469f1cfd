/* record_time - RFC 3339 date-times and seconds since 1970, years 0000 to 9999. */
#include "record/record_table.h"

enum {
	DAYS_TO_1970 = 719468, /* from 0000-03-01, where leap days fall at the end of a year */
	DAYS_OF_400_YEARS = 146097,
};
static const int64_t first = INT64_C(-62167219200), last = INT64_C(253402300799);

/* So many digits at text; -1 when they are not. */
static int
digits(const char *text, unsigned count)
{
	int value = 0;

	for (; count > 0; count--, text++) {
		if (*text < '0' || *text > '9')
			return -1;
		value = 10 * value + (*text - '0');
	}
	return value;
}

static int
days_of(int year, int month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return days[month - 1] + (month == 2 && leap);
}

/* Days from 1970-01-01.  Years are counted from March, eras of 400 from the year 0. */
static int64_t
day_number(int year, int month, int day)
{
	int y = month <= 2 ? year - 1 : year;
	int era = y < 0 ? -1 : y / 400, of_era = y - 400 * era;
	int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return (int64_t)era * DAYS_OF_400_YEARS + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - DAYS_TO_1970;
}

/* "Z", or "+09:00" as seconds east.  False: neither. */
static bool
zone(const char *text, size_t size, int *east)
{
	int hours, minutes;

	*east = 0;
	if (size == 1)
		return *text == 'Z' || *text == 'z';
	if (size != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
		return false;
	hours = digits(text + 1, 2);
	minutes = digits(text + 4, 2);
	*east = (text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
	return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60;
}

bool
record_time_read(const char *t, size_t size, int64_t *when)
{
	int year, month, day, hour, minute, second, east;

	if (size < RECORD_TIME_SIZE || t[4] != '-' || t[7] != '-' ||
	    (t[10] != 'T' && t[10] != 't') || t[13] != ':' || t[16] != ':' ||
	    !zone(t + 19, size - 19, &east))
		return false;
	year = digits(t, 4);
	month = digits(t + 5, 2);
	day = digits(t + 8, 2);
	hour = digits(t + 11, 2);
	minute = digits(t + 14, 2);
	second = digits(t + 17, 2);
	if (year < 0 || month < 1 || month > 12 || day < 1 || day > days_of(year, month) ||
	    hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
		return false;
	*when =
	    day_number(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - east;
	return true;
}

static void
put_digits(char *at, unsigned value, unsigned count)
{
	while (count-- > 0) {
		at[count] = (char)('0' + value % 10);
		value /= 10;
	}
}

bool
record_time_write(char out[RECORD_TIME_SIZE], int64_t when)
{
	int64_t days = when >= 0 ? when / 86400 : (when + 1) / 86400 - 1, n;
	unsigned second = (unsigned)(when - days * 86400), era, of_era, of_year, year, month;

	if (when < first || when > last)
		return false;
	/* One era more keeps the count positive in January and February of the year 0. */
	n = days + DAYS_TO_1970 + DAYS_OF_400_YEARS;
	era = (unsigned)(n / DAYS_OF_400_YEARS);
	of_era = (unsigned)(n % DAYS_OF_400_YEARS);
	year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	put_digits(out + 8, of_year - (153 * month + 2) / 5 + 1, 2);
	month = month < 10 ? month + 3 : month - 9;
	put_digits(out, era * 400 + year - 400 + (month <= 2), 4);
	put_digits(out + 5, month, 2);
	put_digits(out + 11, second / 3600, 2);
	put_digits(out + 14, second / 60 % 60, 2);
	put_digits(out + 17, second % 60, 2);
	out[4] = out[7] = '-';
	out[10] = 'T';
	out[13] = out[16] = ':';
	out[19] = 'Z';
	return true;
}
