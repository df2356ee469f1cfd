/* record_lines - lines of a byte stream, of bounded length. */
#include "record/record_json.h"
#include <string.h>

/* How far the line at the front of the input goes, newline included; *whole: its end is at
 * hand.  No more is asked for than may be there already, and only what is new is searched.
 * False: reading failed. */
static bool
find_end(struct file_input *in, size_t *size, bool *whole)
{
	const size_t most = RECORD_LINE_MAX + 2; /* CR and LF */
	const uint8_t *end = NULL;
	size_t seen = 0, have;

	for (;;) {
		if (file_input_want(in, seen + 1) == -1)
			return false;
		have = in->size < most ? in->size : most;
		if (have > seen)
			end = memchr(in->data + seen, '\n', have - seen);
		if (end != NULL || have == most || in->size == seen)
			break;
		seen = have;
	}
	*whole = end != NULL || have < most;
	*size = end != NULL ? (size_t)(end - in->data) + 1 : have;
	return true;
}

/* Pass over the rest of a line that is too long, a piece at a time. */
static bool
pass_over(struct file_input *in)
{
	size_t size;
	bool whole;

	do {
		if (!find_end(in, &size, &whole))
			return false;
		file_input_skip(in, size);
	} while (!whole);
	return true;
}

static bool
is_blank(const char *data, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (data[i] != ' ' && data[i] != '\t')
			return false;
	return true;
}

int
record_lines_read(struct record_lines *l)
{
	struct file_input *in = l->input;
	size_t size;
	bool whole;

	do {
		file_input_skip(in, l->taken);
		l->taken = 0;
		if (!find_end(in, &size, &whole))
			return -1;
		if (size == 0)
			return 0;
		l->offset = in->offset;
		l->number++;
		l->taken = size;
		l->data = (const char *)in->data;
		l->size = size - (l->data[size - 1] == '\n');
		if (l->size > 0 && l->data[l->size - 1] == '\r')
			l->size--;
		if (!whole || l->size > RECORD_LINE_MAX) {
			l->data = NULL;
			l->taken = 0;
			return pass_over(in) ? 1 : -1;
		}
	} while (is_blank(l->data, l->size));
	return 1;
}
