#include "profile/profile_line.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word;
	enum {
		MANY,
		AT_MOST_ONE,
		ONE
	} times;
} parts[] = {
	[PROFILE_VERSION] = { "version", ONE },
	[PROFILE_SERIAL] = { "serial", ONE },
	[PROFILE_SIGNATURE] = { "signature", ONE },
	[PROFILE_ISSUER] = { "issuer", ONE },
	[PROFILE_REQUEST] = { "request", AT_MOST_ONE },
	[PROFILE_VALIDITY] = { "validity", ONE },
	[PROFILE_SUBJECT] = { "subject", MANY },
	[PROFILE_STRINGS] = { "strings", AT_MOST_ONE },
	[PROFILE_KEY] = { "key", ONE },
	[PROFILE_EXTENSION] = { "extension", MANY },
	[PROFILE_FORBIDDEN] = { "forbidden", MANY },
	[PROFILE_OTHERS] = { "others", ONE },
};

enum {
	PARTS = sizeof parts / sizeof parts[0],
};

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == ',';
}

/* The words of a line; commas are blanks. */
static bool
split(char *text, struct profile_line *line)
{
	struct profile_word *w;

	for (line->count = line->next = 0;;) {
		while (blank(*text))
			text++;
		if (*text == '\0')
			return true;
		if (line->count == PROFILE_WORDS_MAX)
			return profile_line_wrong(
			    line, "more than %d words", PROFILE_WORDS_MAX);
		w = &line->words[line->count++];
		for (w->at = text; *text != '\0' && !blank(*text);)
			text++;
		w->size = (size_t)(text - w->at);
	}
}

/* Cut blanks off both ends, in place. */
static char *
trim(char *text)
{
	size_t size;

	text += strspn(text, " \t");
	for (size = strlen(text); size > 0 && blank(text[size - 1]);)
		size--;
	text[size] = '\0';
	return text;
}

/* Where a line's "#" stands: at its beginning or after a blank, since a URI may hold one. */
static char *
hash_of(char *text)
{
	char *p;

	for (p = text; (p = strchr(p, '#')) != NULL; p++)
		if (p == text || blank(p[-1]))
			return p;
	return NULL;
}

/* Is there a rule for the same thing already? */
static bool
repeated(const struct profile *p, const struct profile_rule *rule)
{
	const struct profile_rule *r;

	for (r = p->rules; r < p->rules + p->count; r++) {
		if (rule->kind != NULL
			? r->kind == rule->kind
			: r->part == rule->part && parts[rule->part].times != MANY)
			return true;
		if (rule->part == PROFILE_SUBJECT && r->part == PROFILE_SUBJECT &&
		    r->attribute == rule->attribute)
			return true;
	}
	return false;
}

static bool
add(struct profile *p, struct profile_line *line, const struct profile_rule *begun)
{
	struct profile_rule *rule = &p->rules[p->count];

	if (p->count == PROFILE_RULES_MAX)
		return profile_line_wrong(line, "more than %d rules", PROFILE_RULES_MAX);
	*rule = *begun;
	if (!profile_rule_read(line, rule))
		return false;
	if (repeated(p, rule))
		return profile_line_wrong(line, "a second rule for %s", rule->about);
	p->count++;
	return true;
}

/* "PART WORDS... # SOURCE", its line end cut off. */
static bool
read_line(struct profile *p, char *text, unsigned number, struct profile_line *line)
{
	struct profile_rule rule = { .line = number, .path_length = -1 };
	char *hash = hash_of(text);
	unsigned part;

	if (hash != NULL)
		*hash++ = '\0';
	text = trim(text);
	if (*text == '\0')
		return true;
	if (!split(text, line))
		return false;
	for (part = 0; part < PARTS && !profile_line_take(line, parts[part].word);)
		part++;
	if (part == PARTS)
		return profile_line_unexpected(line, "what a rule can be about");
	if (hash == NULL || *(rule.source = trim(hash)) == '\0')
		return profile_line_wrong(line, "no source: # and the clause it rests on");
	rule.part = (enum profile_part)part;
	rule.about = parts[part].word;
	do
		if (!add(p, line, &rule))
			return false;
	while (part == PROFILE_FORBIDDEN && line->next < line->count);
	return line->next == line->count ||
	       profile_line_unexpected(line, "expected: the rule is whole before it");
}

/* What every profile must say. */
static bool
complete(const struct profile *p, struct profile_error *error)
{
	unsigned part;

	error->line = 0;
	for (part = 0; part < PARTS; part++)
		if (parts[part].times == ONE && profile_rule(p, part) == NULL) {
			snprintf(error->text, sizeof error->text, "no rule for %s",
			    parts[part].word);
			return false;
		}
	return true;
}

/* End the line in place, lines that a backslash joins made one.  *next: where the one after
 * it begins; *lines: how many it was. */
static char *
cut_line(char *text, char **next, unsigned *lines)
{
	char *end = text + strcspn(text, "\n");

	for (*lines = 1; end > text && end[-1] == '\\' && *end != '\0'; ++*lines) {
		end[-1] = *end = ' ';
		end += strcspn(end, "\n");
	}
	*next = end + (*end != '\0');
	*end = '\0';
	return text;
}

static bool
read_text(struct profile *p, struct profile_error *error)
{
	struct profile_line line = { .error = error };
	char *text = p->text, *end;
	unsigned lines;

	for (error->line = 1; *text != '\0'; error->line += lines, text = end)
		if (!read_line(p, cut_line(text, &end, &lines), error->line, &line))
			return false;
	return complete(p, error);
}

struct profile *
profile_read(const char *data, size_t size, struct profile_error *error)
{
	struct profile *p = calloc(1, sizeof *p);

	*error = (struct profile_error){ 0, "memory is short" };
	if (p == NULL || (p->text = malloc(size + 1)) == NULL)
		goto fail;
	if (size > PROFILE_FILE_MAX || memchr(data, '\0', size) != NULL) {
		snprintf(error->text, sizeof error->text, "not a text of at most 64 KiB");
		goto fail;
	}
	memcpy(p->text, data, size);
	p->text[size] = '\0';
	if (read_text(p, error))
		return p;
fail:
	profile_free(p);
	return NULL;
}

void
profile_free(struct profile *p)
{
	if (p == NULL)
		return;
	free(p->text);
	free(p);
}

const struct profile_rule *
profile_rule(const struct profile *p, enum profile_part part)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (p->rules[i].part == part)
			return &p->rules[i];
	return NULL;
}

bool
profile_has_issuer(const struct profile *p)
{
	return profile_rule(p, PROFILE_ISSUER)->other;
}
