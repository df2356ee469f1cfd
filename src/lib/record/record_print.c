#include "record/record_print.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
record_print(struct cput *text, const char *what)
{
	cput_raw(text, what, strlen(what));
}

/* Characters that a terminal or a reader takes for something other than themselves. */
static bool
is_hidden(unsigned c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || /* Arabic letter mark */
	       c == 0x200e || c == 0x200f || /* left-to-right and right-to-left mark */
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/* The character at p, of UTF-8 that has been checked; its octets in *size.  What lies above
 * U+FFFF is not told apart. */
static unsigned
character(const uint8_t *p, size_t *size)
{
	*size = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (*size == 1)
		return p[0];
	if (*size == 2)
		return (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	if (*size == 3)
		return (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	return 0x10000;
}

void
record_print_inside(struct cput *text, const uint8_t *data, size_t size)
{
	const uint8_t *p = data, *end = data + size, *plain = data;
	char escape[8];
	unsigned c;
	size_t octets;

	for (; p < end; p += octets) {
		c = character(p, &octets);
		if (!is_hidden(c) && c != '"' && c != '\\')
			continue;
		cput_raw(text, plain, (size_t)(p - plain));
		if (c == '"' || c == '\\')
			snprintf(escape, sizeof escape, "\\%c", (char)c);
		else
			snprintf(escape, sizeof escape, "\\u%04X", c);
		record_print(text, escape);
		plain = p + octets;
	}
	cput_raw(text, plain, (size_t)(end - plain));
}

void
record_print_text(struct cput *text, const uint8_t *data, size_t size)
{
	cput_raw(text, "\"", 1);
	record_print_inside(text, data, size);
	cput_raw(text, "\"", 1);
}

void
record_print_hex(struct cput *text, const uint8_t *data, size_t size)
{
	static const char digit[] = "0123456789ABCDEF";
	char piece[256];
	size_t i, n = 0;

	for (i = 0; i < size; i++) {
		piece[n++] = digit[data[i] >> 4];
		piece[n++] = digit[data[i] & 15];
		if (n == sizeof piece || i + 1 == size) {
			cput_raw(text, piece, n);
			n = 0;
		}
	}
}

void
record_print_number(struct cput *text, bool negative, uint64_t value)
{
	char number[24], *end = number + sizeof number, *at = end;

	/* -1 - UINT64_MAX: the one that has no magnitude in 64 bits */
	if (negative && value == UINT64_MAX) {
		record_print(text, "-18446744073709551616");
		return;
	}
	value += negative;
	do
		*--at = (char)('0' + value % 10);
	while ((value /= 10) != 0);
	if (negative)
		*--at = '-';
	cput_raw(text, at, (size_t)(end - at));
}

void
record_print_exact(struct cput *text, bool negative, uint64_t value)
{
	const uint64_t most = ((uint64_t)1 << 53) - 1 - negative;

	record_print(text, value > most ? "\"" : "");
	record_print_number(text, negative, value);
	record_print(text, value > most ? "\"" : "");
}

/* JSON has no words for what is not a finite number (RFC 8259 6): they become strings. */
void
record_print_float(struct cput *text, double value)
{
	char number[40];
	int digits;

	if (value != value || value - value != 0) {
		record_print(text, value != value ? "\"NaN\""
				   : value > 0    ? "\"Infinity\""
						  : "\"-Infinity\"");
		return;
	}
	for (digits = 15; digits <= 17; digits++) {
		snprintf(number, sizeof number, "%.*g", digits, value);
		if (strtod(number, NULL) == value)
			break;
	}
	record_print(text, number);
	if (strcspn(number, ".e") == strlen(number))
		record_print(text, ".0"); /* still a float to whoever reads it */
}

bool
record_print_time(struct cput *text, int64_t when)
{
	char time[RECORD_TIME_SIZE];

	if (!record_time_write(time, when))
		return false;
	cput_raw(text, "\"", 1);
	cput_raw(text, time, sizeof time);
	cput_raw(text, "\"", 1);
	return true;
}
