/* profile_value - what a profile demands of an extension's value. */
#include "profile/profile_line.h"

static bool
read_usage(struct profile_line *line, struct profile_rule *rule)
{
	return profile_line_set(line, PROFILE_LIST_USAGES, "a key usage", &rule->set);
}

/* OIDs in dotted form. */
static bool
read_purposes(struct profile_line *line, struct profile_rule *rule)
{
	size_t size;

	do {
		if (line->next == line->count || rule->purpose_count == PROFILE_PURPOSES_MAX)
			return profile_line_unexpected(line, "one to four OIDs");
		size =
		    profile_oid(line->words[line->next], rule->purposes[rule->purpose_count]);
		if (size == 0)
			return profile_line_unexpected(line, "an OID");
		rule->purpose_sizes[rule->purpose_count++] = (uint8_t)size;
	} while (++line->next < line->count);
	return true;
}

/* CA [path-length N] */
static bool
read_constraints(struct profile_line *line, struct profile_rule *rule)
{
	unsigned length;

	if (!profile_line_take(line, "CA"))
		return profile_line_unexpected(line, "CA");
	if (!profile_line_take(line, "path-length"))
		return true;
	if (!profile_line_number(line, &length) || length > 100)
		return profile_line_unexpected(line, "a path length");
	rule->path_length = (int32_t)length;
	return true;
}

static bool
read_own_key_id(struct profile_line *line, struct profile_rule *rule)
{
	(void)rule;
	return profile_line_take(line, "SHA-1") || profile_line_unexpected(line, "SHA-1");
}

static bool
read_issuer_key_id(struct profile_line *line, struct profile_rule *rule)
{
	(void)rule;
	return profile_line_take(line, "keyIdentifier") ||
	       profile_line_unexpected(line, "keyIdentifier");
}

/* KIND [or KIND]... NAME; the name may be $ and a word, for who builds to fill in. */
static bool
read_names(struct profile_line *line, struct profile_rule *rule)
{
	struct profile_word name;
	uint32_t bit;

	do {
		bit = line->next < line->count
			  ? profile_bit(PROFILE_LIST_NAMES, line->words[line->next])
			  : 0;
		if (bit == 0)
			return profile_line_unexpected(line, "email, uri or dn");
		rule->set |= bit;
		line->next++;
	} while (profile_line_take(line, "or"));
	if (line->next == line->count)
		return profile_line_unexpected(line, "a name, or $ and a word");
	name = line->words[line->next++];
	if (name.at[0] == '$' && name.size == 1)
		return profile_line_wrong(line, "$ without a word");
	rule->value = name.at;
	rule->value_size = name.size;
	return true;
}

static bool
read_period(struct profile_line *line, struct profile_rule *rule)
{
	return profile_line_span(line, &rule->span);
}

static bool
read_null(struct profile_line *line, struct profile_rule *rule)
{
	(void)line;
	(void)rule;
	return true;
}

bool
profile_value_read(struct profile_line *line, struct profile_rule *rule)
{
	static bool (*const readers[])(struct profile_line *, struct profile_rule *) = {
		[PROFILE_NO_VALUE] = read_null,
		[PROFILE_KEY_USAGE] = read_usage,
		[PROFILE_PURPOSES] = read_purposes,
		[PROFILE_CONSTRAINTS] = read_constraints,
		[PROFILE_OWN_KEY_ID] = read_own_key_id,
		[PROFILE_ISSUER_KEY_ID] = read_issuer_key_id,
		[PROFILE_NAMES] = read_names,
		[PROFILE_POINTS] = read_names,
		[PROFILE_PERIOD] = read_period,
		[PROFILE_NULL] = read_null,
	};
	bool bare = line->next == line->count;

	rule->any = rule->kind->value == PROFILE_NO_VALUE ||
		    (bare && rule->presence == PROFILE_ALLOWED);
	if (rule->any && rule->presence != PROFILE_ALLOWED)
		return profile_line_wrong(
		    line, "%s cannot be built: only allowed or forbidden", rule->kind->name);
	return rule->any || readers[rule->kind->value](line, rule);
}
