/*
 * pkix_entry_fast - entries of the usual shape, read without looking twice at an octet: a
 * list has up to 10^8 of them and nearly all look alike.
 */
#include "pkix/pkix_crl_part.h"

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

/* Eight digits to four numbers, in the even octets of the result.  False: not digits. */
static bool
pairs(const uint8_t *text, uint8_t number[8])
{
	uint64_t digits;

	memcpy(&digits, text, 8);
	if ((digits & UINT64_C(0xf0f0f0f0f0f0f0f0)) != UINT64_C(0x3030303030303030) ||
	    ((digits + UINT64_C(0x0606060606060606)) & UINT64_C(0xf0f0f0f0f0f0f0f0)) !=
		UINT64_C(0x3030303030303030))
		return false;
	for (size_t i = 0; i < 8; i += 2)
		number[i] = (uint8_t)((text[i] & 15) * 10 + (text[i + 1] & 15));
	return true;
}

/* UTCTime, whole, by the rules of der_time. */
static bool
time_fast(const uint8_t *item, int64_t *when)
{
	uint8_t date[8], clock[8];
	int year, month, days;
	bool leap;

	/* The second group of eight begins with the day, so that no octet past Z is read. */
	if (item[0] != DER_UTC_TIME || item[1] != 13 || item[14] != 'Z' ||
	    !pairs(item + 2, date) || !pairs(item + 6, clock))
		return false;
	year = date[0] < 50 ? date[0] + 100 : date[0]; /* since 1900 */
	leap = year % 4 == 0;                          /* 2000 too */
	month = date[2];
	if (month < 1 || month > 12 || clock[2] > 23 || clock[4] > 59 || clock[6] > 59)
		return false;
	days = days_to[month] - days_to[month - 1] + (month == 2 && leap);
	if (date[4] < 1 || date[4] > days)
		return false;
	/* 18 leap years of the rule "every fourth" lie between 1900 and 1970. */
	days = 365 * (year - 70) + (year + 3) / 4 - 18 + days_to[month - 1] +
	       (month > 2 && leap) + date[4] - 1;
	*when = (int64_t)days * 86400 + clock[2] * 3600 + clock[4] * 60 + clock[6];
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
