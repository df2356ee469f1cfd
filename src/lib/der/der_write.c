#include "der/der_write.h"
#include <string.h>

struct der_writer
der_writer(uint8_t *buffer, size_t size)
{
	return (struct der_writer){ buffer, buffer + size, buffer + size, false };
}

struct der_slice
der_written(const struct der_writer *w)
{
	return (struct der_slice){ w->at, (size_t)(w->end - w->at) };
}

void
der_put(struct der_writer *w, const void *data, size_t size)
{
	if (w->full || size > (size_t)(w->at - w->begin)) {
		w->full = true;
		return;
	}
	if (size == 0)
		return;
	w->at -= size;
	memcpy(w->at, data, size);
}

void
der_put_slice(struct der_writer *w, struct der_slice s)
{
	der_put(w, s.data, s.size);
}

size_t
der_header(uint8_t head[10], uint8_t tag, uint64_t contents)
{
	size_t octets = 0, i;

	head[0] = tag;
	if (contents < 0x80) {
		head[1] = (uint8_t)contents;
		return 2;
	}
	while (contents >> (8 * octets) != 0 && octets < 8)
		octets++;
	head[1] = (uint8_t)(0x80 | octets);
	for (i = 0; i < octets; i++)
		head[2 + i] = (uint8_t)(contents >> (8 * (octets - 1 - i)));
	return 2 + octets;
}

void
der_wrap(struct der_writer *w, uint8_t tag, const uint8_t *mark)
{
	uint8_t head[10];

	der_put(w, head, der_header(head, tag, (uint64_t)(mark - w->at)));
}

void
der_put_item(struct der_writer *w, uint8_t tag, struct der_slice value)
{
	const uint8_t *mark = w->at;

	der_put_slice(w, value);
	der_wrap(w, tag, mark);
}

void
der_put_integer(struct der_writer *w, struct der_slice magnitude)
{
	const uint8_t *mark = w->at;

	der_put_slice(w, magnitude);
	if (magnitude.size == 0 || (magnitude.data[0] & 0x80))
		der_put(w, "", 1);
	der_wrap(w, DER_INTEGER, mark);
}

void
der_put_number(struct der_writer *w, uint64_t n)
{
	uint8_t octets[8];
	size_t i, skip = 0;

	for (i = 0; i < 8; i++)
		octets[i] = (uint8_t)(n >> (56 - 8 * i));
	while (skip < 7 && octets[skip] == 0)
		skip++;
	der_put_integer(w, (struct der_slice){ octets + skip, 8 - skip });
}

static void
two_digits(char *out, int n)
{
	out[0] = (char)('0' + n / 10);
	out[1] = (char)('0' + n % 10);
}

/*
 * The 14 digits of a time and Z; false when its year has not four digits.  Not gmtime(3) and
 * strftime(3): millions of entries are written in one run.  Years begin in March here, so
 * that the leap day is the last of its year.
 */
static bool
digits(int64_t when, char out[16])
{
	int64_t day = when / 86400 + 719468, second = when % 86400, era, of_era, year, of_year;
	int month;

	if (when < INT64_C(-62167219200) || when > INT64_C(253402300799))
		return false; /* 0000-01-01 to 9999-12-31 */
	if (second < 0) {
		second += 86400;
		day--;
	}
	era = (day < 0 ? day - 146096 : day) / 146097;
	of_era = day - era * 146097;
	year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (int)((5 * of_year + 2) / 153);
	two_digits(out + 6, (int)of_year - (153 * month + 2) / 5 + 1);
	year += era * 400 + (month >= 10);
	two_digits(out, (int)(year / 100));
	two_digits(out + 2, (int)(year % 100));
	two_digits(out + 4, month < 10 ? month + 3 : month - 9);
	two_digits(out + 8, (int)(second / 3600));
	two_digits(out + 10, (int)(second / 60 % 60));
	two_digits(out + 12, (int)(second % 60));
	memcpy(out + 14, "Z", 2);
	return true;
}

void
der_put_generalized_time(struct der_writer *w, int64_t when)
{
	char text[16];

	if (!digits(when, text))
		w->full = true;
	else
		der_put_item(
		    w, DER_GENERALIZED_TIME, (struct der_slice){ (const uint8_t *)text, 15 });
}

void
der_put_time(struct der_writer *w, int64_t when)
{
	char text[16];

	if (!digits(when, text))
		w->full = true;
	else if (memcmp(text, "2050", 4) >= 0 || memcmp(text, "1950", 4) < 0)
		der_put_generalized_time(w, when);
	else
		der_put_item(
		    w, DER_UTC_TIME, (struct der_slice){ (const uint8_t *)text + 2, 13 });
}
