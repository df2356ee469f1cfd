/*
 * pkix_entry_fast - entries of the usual shape, read without looking twice at an octet: a
 * list has up to 10^8 of them and nearly all look alike.
 */
#include "pkix/pkix_crl_part.h"

#include <endian.h>
#include <string.h>

enum {
	TIME_SIZE = 15,   /* UTCTime: tag, length, YYMMDDHHMMSSZ */
	REASON_SIZE = 14, /* crlEntryExtensions with nothing but a reasonCode */
	SERIAL_SIZE = 21, /* 20 octets of magnitude and a leading zero */
};

/* Extensions { Extension { 2.5.29.21, OCTET STRING { ENUMERATED } } }, but its last octet. */
static const uint8_t reason_head[REASON_SIZE - 1] = { 0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55,
	0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01 };

/* Days before the first of each month, and after its last, in a year that is no leap year. */
static const uint16_t days_to[13] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334,
	365 };

/* Eight digits as four numbers, in the octets 0, 2, 4, 6 of *number counted from the lowest.
 * False: not digits. */
static bool
pairs(const uint8_t *text, uint64_t *number)
{
	const uint64_t high = UINT64_C(0xf0f0f0f0f0f0f0f0),
		       digits = UINT64_C(0x3030303030303030);
	uint64_t x;

	memcpy(&x, text, 8);
	x = le64toh(x);
	if ((x & high) != digits || ((x + UINT64_C(0x0606060606060606)) & high) != digits)
		return false;
	x &= UINT64_C(0x0f0f0f0f0f0f0f0f);
	*number = 10 * x + (x >> 8);
	return true;
}

static int
octet(uint64_t x, int n)
{
	return (int)(x >> (8 * n) & 0xff);
}

/* UTCTime, whole, by the rules of der_time. */
static bool
time_fast(const uint8_t *item, int64_t *when)
{
	uint64_t date, clock;
	int year, month, day, hour, minute, second, days;
	bool leap;

	/* The second group begins with the day again, so that nothing past Z is read. */
	if (item[0] != DER_UTC_TIME || item[1] != 13 || item[14] != 'Z' ||
	    !pairs(item + 2, &date) || !pairs(item + 6, &clock))
		return false;
	year = octet(date, 0) + (octet(date, 0) < 50 ? 100 : 0); /* since 1900 */
	month = octet(date, 2);
	day = octet(date, 4);
	hour = octet(clock, 2);
	minute = octet(clock, 4);
	second = octet(clock, 6);
	leap = year % 4 == 0; /* 2000 too */
	if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59 || day < 1 ||
	    day > days_to[month] - days_to[month - 1] + (month == 2 && leap))
		return false;
	/* The rule "every fourth" makes 18 leap years from 1900 to 1970. */
	days = 365 * (year - 70) + (year + 3) / 4 - 18 + days_to[month - 1] +
	       (month > 2 && leap) + day - 1;
	*when = (int64_t)days * 86400 + hour * 3600 + minute * 60 + second;
	return true;
}

/* What follows the time: nothing, or one plain reasonCode. */
static bool
reason_fast(const uint8_t *at, size_t size, struct pkix_entry *entry)
{
	if (size == 0)
		return true;
	if (size != REASON_SIZE || memcmp(at, reason_head, sizeof reason_head) != 0 ||
	    pkix_reason_name(at[REASON_SIZE - 1]) == NULL)
		return false;
	entry->reason = at[REASON_SIZE - 1];
	entry->extensions = (struct der_slice){ at + 2, REASON_SIZE - 2 };
	if (entry->reason == PKIX_UNSPECIFIED)
		entry->flaws = PKIX_FLAW_REASON_UNSPECIFIED;
	return true;
}

/* INTEGER, whole: positive, minimal, of at most 20 octets. */
static bool
serial_fast(const uint8_t *item, struct der_slice *serial)
{
	size_t size = item[1], zero;

	if (item[0] != DER_INTEGER || size == 0 || size > SERIAL_SIZE || (item[2] & 0x80) != 0)
		return false;
	zero = item[2] == 0;
	if (size - zero > 20 || (zero && (size == 1 || (item[3] & 0x80) == 0)))
		return false;
	*serial = (struct der_slice){ item + 2 + zero, size - zero };
	return true;
}

bool
pkix_entry_fast(struct der_slice *rest, struct pkix_entry *entry)
{
	const uint8_t *at = rest->data, *time;
	size_t size, serial;

	/* The shortest entry is 30 12 02 01 xx and a time. */
	if (rest->size < 5 + TIME_SIZE || at[0] != DER_SEQUENCE || at[1] > 0x7f)
		return false;
	size = at[1];
	serial = at[3];
	if (size > rest->size - 2 || serial > SERIAL_SIZE || size < 2 + serial + TIME_SIZE)
		return false;
	*entry = (struct pkix_entry){ .reason = -1, .whole = { at, 2 + size } };
	time = at + 4 + serial;
	if (!serial_fast(at + 2, &entry->serial) || !time_fast(time, &entry->date) ||
	    !reason_fast(time + TIME_SIZE, size - 2 - serial - TIME_SIZE, entry))
		return false;
	rest->data += 2 + size;
	rest->size -= 2 + size;
	return true;
}
