/* der_time - UTCTime and GeneralizedTime as RFC 5280 4.1.2.5 restricts them. */
#include "der/der.h"

/* Two digits; -1 when they are not. */
static int
pair(const uint8_t *p)
{
	unsigned high = (unsigned)p[0] - '0', low = (unsigned)p[1] - '0';

	return high > 9 || low > 9 ? -1 : (int)(10 * high + low);
}

/* Days from 1970-01-01 to a date of the Gregorian calendar: years begin in March here, so
 * that the leap day is the last of its year. */
static int64_t
days(int year, int month, int day)
{
	int64_t y = year - (month <= 2), era = (y < 0 ? y - 399 : y) / 400,
		of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool
real_date(int year, int month, int day)
{
	static const uint8_t lengths[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= lengths[month - 1] + (month == 2 && leap);
}

const char *
der_time(const struct der_item *item, int64_t *when)
{
	const uint8_t *p = item->value.data;
	size_t size = item->value.size;
	int year, month, day, hour, minute, second, century = -1;

	if (item->tag == DER_GENERALIZED_TIME) {
		if (size != 15)
			return "GeneralizedTime is not YYYYMMDDHHMMSSZ (RFC 5280 4.1.2.5.2)";
		century = pair(p);
		p += 2;
	} else if (item->tag != DER_UTC_TIME)
		return "neither UTCTime nor GeneralizedTime (RFC 5280 4.1.2.5)";
	else if (size != 13)
		return "UTCTime is not YYMMDDHHMMSSZ (RFC 5280 4.1.2.5.1)";
	year = pair(p);
	month = pair(p + 2);
	day = pair(p + 4);
	hour = pair(p + 6);
	minute = pair(p + 8);
	second = pair(p + 10);
	if (item->tag == DER_UTC_TIME)
		century = year < 50 ? 20 : 19;
	if (p[12] != 'Z' || century < 0 || year < 0 || hour < 0 || hour > 23 || minute < 0 ||
	    minute > 59 || second < 0 || second > 59 ||
	    !real_date(100 * century + year, month, day))
		return "not a time of the calendar, or not in Z (RFC 5280 4.1.2.5)";
	*when =
	    days(100 * century + year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
	return NULL;
}
