#include "profile/profile_line.h"
#include <stdarg.h>
#include <stdio.h>

bool
profile_line_wrong(struct profile_line *line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line->error->text, sizeof line->error->text, fmt, ap);
	va_end(ap);
	return false;
}

/* The next word is not one that may stand there. */
bool
profile_line_unexpected(struct profile_line *line, const char *wanted)
{
	const struct profile_word *w = &line->words[line->next];

	if (line->next == line->count)
		return profile_line_wrong(line, "%s is missing at the end", wanted);
	return profile_line_wrong(
	    line, "%.*s: not %s", w->size > 40 ? 40 : (int)w->size, w->at, wanted);
}

bool
profile_line_take(struct profile_line *line, const char *word)
{
	if (line->next == line->count || !profile_word_is(line->words[line->next], word))
		return false;
	line->next++;
	return true;
}

bool
profile_line_number(struct profile_line *line, unsigned *number)
{
	const struct profile_word *w = &line->words[line->next];
	size_t i;

	*number = 0;
	if (line->next == line->count || w->size == 0 || w->size > 6)
		return false;
	for (i = 0; i < w->size; i++) {
		if (w->at[i] < '0' || w->at[i] > '9')
			return false;
		*number = 10 * *number + (unsigned)(w->at[i] - '0');
	}
	line->next++;
	return true;
}

bool
profile_line_span(struct profile_line *line, struct profile_span *span)
{
	static const char *const units[][2] = { { "day", "days" }, { "month", "months" },
		{ "year", "years" } };
	static const unsigned most[] = { 36525, 1200, 100 };
	unsigned unit;

	if (!profile_line_number(line, &span->count))
		return profile_line_unexpected(line, "a number of days, months or years");
	if (span->count == 0)
		return profile_line_wrong(line, "0 days, months or years");
	for (unit = 0; unit < 3; unit++)
		if (profile_line_take(line, units[unit][0]) ||
		    profile_line_take(line, units[unit][1])) {
			span->unit = unit;
			return span->count <= most[unit] ||
			       profile_line_wrong(line, "more than a hundred years");
		}
	return profile_line_unexpected(line, "days, months or years");
}

/* At least one word of a list, and no other, up to the end of the line. */
bool
profile_line_set(
    struct profile_line *line, enum profile_list list, const char *wanted, uint32_t *set)
{
	uint32_t bit;

	do {
		bit = line->next < line->count ? profile_bit(list, line->words[line->next]) : 0;
		if (bit == 0)
			return profile_line_unexpected(line, wanted);
		*set |= bit;
	} while (++line->next < line->count);
	return true;
}
