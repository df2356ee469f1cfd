/* profile_rule - what a line of a profile demands, by its first word. */
#include "profile/profile_line.h"

static bool
read_version(struct profile_line *line, struct profile_rule *rule)
{
	(void)rule;
	return profile_line_take(line, "3") ||
	       profile_line_unexpected(line, "3, the only version");
}

/* [at least N random bits] at most M octets */
static bool
read_serial(struct profile_line *line, struct profile_rule *rule)
{
	if (profile_line_take(line, "at") && profile_line_take(line, "least")) {
		if (!profile_line_number(line, &rule->least) || rule->least == 0)
			return profile_line_unexpected(line, "a number of bits");
		if (!profile_line_take(line, "random") || !profile_line_take(line, "bits"))
			return profile_line_unexpected(line, "random bits");
		profile_line_take(line, "at");
	}
	if (!profile_line_take(line, "most") || !profile_line_number(line, &rule->most) ||
	    !profile_line_take(line, "octets"))
		return profile_line_unexpected(line, "at most N octets");
	if (rule->most < 8 || rule->most > 20)
		return profile_line_wrong(
		    line, "a serial of at most %u octets: not 8 to 20", rule->most);
	return 8 * rule->most - 2 >= rule->least ||
	       profile_line_wrong(line, "%u random bits do not fit", rule->least);
}

static bool
read_signature(struct profile_line *line, struct profile_rule *rule)
{
	return profile_line_set(
	    line, PROFILE_LIST_SIGNATURES, "a signature algorithm", &rule->set);
}

static bool
read_issuer(struct profile_line *line, struct profile_rule *rule)
{
	rule->other = profile_line_take(line, "other");
	return rule->other || profile_line_take(line, "self") ||
	       profile_line_unexpected(line, "self or other");
}

static bool
read_request(struct profile_line *line, struct profile_rule *rule)
{
	rule->other = profile_line_take(line, "certificate");
	return rule->other || profile_line_take(line, "pkcs10") ||
	       profile_line_unexpected(line, "certificate or pkcs10");
}

/* SPAN or "overlap" [at most SPAN] */
static bool
read_validity(struct profile_line *line, struct profile_rule *rule)
{
	rule->other = profile_line_take(line, "overlap");
	if (!rule->other && !profile_line_span(line, &rule->span))
		return false;
	if (profile_line_take(line, "at") && !profile_line_take(line, "most"))
		return profile_line_unexpected(line, "most");
	return line->next == line->count || profile_line_span(line, &rule->at_most);
}

static bool
read_presence(struct profile_line *line, enum profile_presence *presence)
{
	static const char *const words[] = { "required", "optional", "allowed" };
	unsigned n;

	for (n = 0; n < 3; n++)
		if (profile_line_take(line, words[n])) {
			*presence = n;
			return true;
		}
	return profile_line_unexpected(line, "required, optional or allowed");
}

/* "is-issuer", or ATTRIBUTE PRESENCE [FORM...] */
static bool
read_subject(struct profile_line *line, struct profile_rule *rule)
{
	if (profile_line_take(line, "is-issuer"))
		return true;
	if (line->next < line->count)
		rule->attribute = profile_attribute_named(line->words[line->next]);
	if (rule->attribute == NULL)
		return profile_line_unexpected(line, "an attribute, such as C, CN, ST");
	line->next++;
	rule->about = rule->attribute->name;
	if (!read_presence(line, &rule->presence))
		return false;
	while (line->next < line->count)
		if (profile_line_take(line, "country"))
			rule->set |= PROFILE_COUNTRY;
		else if (profile_line_take(line, "subdivision"))
			rule->set |= PROFILE_SUBDIVISION;
		else if (profile_line_take(line, "as-issuer"))
			rule->set |= PROFILE_AS_ISSUER;
		else
			return profile_line_unexpected(
			    line, "country, subdivision or as-issuer");
	return true;
}

static bool
read_strings(struct profile_line *line, struct profile_rule *rule)
{
	return profile_line_set(line, PROFILE_LIST_STRINGS, "a string type", &rule->set);
}

static bool
read_key(struct profile_line *line, struct profile_rule *rule)
{
	return profile_line_set(line, PROFILE_LIST_KEYS, "a kind of key", &rule->set);
}

/* KIND PRESENCE [critical] [VALUE] */
static bool
read_extension(struct profile_line *line, struct profile_rule *rule)
{
	if (line->next < line->count)
		rule->kind = profile_kind_named(line->words[line->next]);
	if (rule->kind == NULL)
		return profile_line_unexpected(line, "an extension that has a name here");
	line->next++;
	rule->about = rule->kind->name;
	if (!read_presence(line, &rule->presence))
		return false;
	rule->critical = profile_line_take(line, "critical");
	return profile_value_read(line, rule);
}

/* One extension; who splits the lines asks for each. */
static bool
read_forbidden(struct profile_line *line, struct profile_rule *rule)
{
	if (line->next < line->count)
		rule->kind = profile_kind_named(line->words[line->next]);
	if (rule->kind == NULL)
		return profile_line_unexpected(line, "an extension that has a name here");
	line->next++;
	rule->about = rule->kind->name;
	return true;
}

static bool
read_others(struct profile_line *line, struct profile_rule *rule)
{
	rule->other = profile_line_take(line, "forbidden");
	return rule->other || profile_line_take(line, "not-critical") ||
	       profile_line_unexpected(line, "not-critical or forbidden");
}

bool
profile_rule_read(struct profile_line *line, struct profile_rule *rule)
{
	static bool (*const readers[])(struct profile_line *, struct profile_rule *) = {
		[PROFILE_VERSION] = read_version,
		[PROFILE_SERIAL] = read_serial,
		[PROFILE_SIGNATURE] = read_signature,
		[PROFILE_ISSUER] = read_issuer,
		[PROFILE_REQUEST] = read_request,
		[PROFILE_VALIDITY] = read_validity,
		[PROFILE_SUBJECT] = read_subject,
		[PROFILE_STRINGS] = read_strings,
		[PROFILE_KEY] = read_key,
		[PROFILE_EXTENSION] = read_extension,
		[PROFILE_FORBIDDEN] = read_forbidden,
		[PROFILE_OTHERS] = read_others,
	};

	return readers[rule->part](line, rule);
}
