/* pkix_text - OIDs, octets and times as text. */
#include "pkix/pkix_name.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char *
pkix_hex(struct der_slice octets, char *out, size_t size)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t i;

	if (size == 0)
		return out;
	for (i = 0; i < octets.size && 2 * i + 3 <= size; i++) {
		out[2 * i] = digits[octets.data[i] >> 4];
		out[2 * i + 1] = digits[octets.data[i] & 0xf];
	}
	out[2 * i] = '\0';
	return out;
}

/* Take the next subidentifier (X.690 8.19.2): minimal, at most 64 bits. */
static bool
take_arc(struct der_slice *rest, uint64_t *arc)
{
	*arc = 0;
	if (rest->data[0] == 0x80)
		return false;
	while (rest->size > 0 && *arc >> 57 == 0) {
		*arc = *arc << 7 | (rest->data[0] & 0x7f);
		rest->size--;
		if (!(*rest->data++ & 0x80))
			return true;
	}
	return false;
}

const char *
pkix_oid_text(struct der_slice oid, char *out, size_t size)
{
	struct der_slice rest = oid;
	uint64_t arc, root;
	size_t at = 0;
	int n;

	if (size == 0)
		return out;
	out[0] = '\0';
	while (rest.size > 0) {
		if (!take_arc(&rest, &arc))
			goto hex;
		root = arc < 40 ? 0 : arc < 80 ? 1 : 2;
		if (at == 0)
			n = snprintf(out, size, "%" PRIu64 ".%" PRIu64, root, arc - 40 * root);
		else
			n = snprintf(out + at, size - at, ".%" PRIu64, arc);
		if (n < 0 || (size_t)n >= size - at) {
			out[0] = '\0';
			return out;
		}
		at += (size_t)n;
	}
	if (at != 0)
		return out;
hex:
	out[0] = '#';
	pkix_hex(oid, out + (size > 1), size - (size > 1));
	return out;
}

const char *
pkix_time_text(int64_t when, char out[32])
{
	int64_t day = when / 86400, second = when % 86400, era, year;
	int64_t of_era, of_year, month;

	if (second < 0) {
		second += 86400;
		day--;
	}
	/* Years from March on, so that the leap day ends one: der_time.c turned round. */
	day += 719468;
	era = (day >= 0 ? day : day - 146096) / 146097;
	of_era = day - era * 146097;
	year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	day = of_year - (153 * month + 2) / 5 + 1;
	month += month < 10 ? 3 : -9;
	year += era * 400 + (month <= 2);
	snprintf(out, 32, "%04" PRId64 "-%02u-%02uT%02u:%02u:%02uZ", year,
	    (unsigned)month % 100, (unsigned)day % 100, (unsigned)(second / 3600) % 100,
	    (unsigned)(second / 60) % 60, (unsigned)second % 60);
	return out;
}
