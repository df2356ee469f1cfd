/* profile_check_value - the demands on extensions that hold names or times. */
#include "profile/profile_look.h"
#include <string.h>

/* GeneralName's alternatives, by the number of their tag (RFC 5280 4.2.1.6). */
static const struct {
	const char *word;
	uint32_t bit;
} alternatives[] = {
	{ "otherName", 0 },
	{ "rfc822Name", PROFILE_EMAIL },
	{ "dNSName", 0 },
	{ "x400Address", 0 },
	{ "directoryName", PROFILE_DN },
	{ "ediPartyName", 0 },
	{ "uniformResourceIdentifier", PROFILE_URI },
	{ "iPAddress", 0 },
	{ "registeredID", 0 },
};

const char *
profile_name_word(uint8_t tag)
{
	unsigned n = tag & 0x1f;

	if ((tag & 0xc0) != 0x80 || n >= sizeof alternatives / sizeof alternatives[0])
		return "what is no GeneralName";
	return alternatives[n].word;
}

uint32_t
profile_name_bit(uint8_t tag)
{
	if (tag != DER_CONTEXT(1) && tag != DER_CONTEXT(6) && tag != DER_CONSTRUCTED(4))
		return 0;
	return alternatives[tag & 0x1f].bit;
}

/* Is one name what the profile writes out, or the subject where it says $subject? */
static bool
name_equal(const struct profile_look *look, const struct der_item *name)
{
	const struct profile_rule *rule = look->rule;
	struct profile_word value = { rule->value, rule->value_size };

	if (profile_word_is(value, "$subject"))
		return der_equal(name->value, look->cert->subject) ||
		       profile_breach(look, "%s is not the subject", rule->about);
	if (rule->value[0] == '$')
		return true;
	return der_equal(name->value,
		   (struct der_slice){ (const uint8_t *)rule->value, rule->value_size }) ||
	       profile_breach(look, "%s is another name than the profile's", rule->about);
}

/* Contents of GeneralNames: at least one, each of a kind and value that the rule has. */
static bool
names_in(const struct profile_look *look, struct der_slice names)
{
	const char *about = look->rule->about, *why;
	struct der_item name;
	char kinds[32];
	int got;

	if (names.size == 0)
		return profile_breach(look, "%s holds no name", about);
	while ((got = der_next(&names, &name, &why)) == 1) {
		if (!(profile_name_bit(name.tag) & look->rule->set))
			return profile_breach(look, "%s holds %s, not %s", about,
			    profile_name_word(name.tag),
			    profile_set_text(
				PROFILE_LIST_NAMES, look->rule->set, kinds, sizeof kinds));
		if (name.value.size == 0)
			return profile_breach(look, "%s holds an empty name", about);
		if (!name_equal(look, &name))
			return false;
	}
	return got == 0 || profile_breach(look, "%s is malformed", about);
}

/* GeneralNames */
static bool
names_good(const struct profile_look *look)
{
	struct der_slice rest = look->extension.value;
	struct der_item list;

	if (!der_take(&rest, DER_SEQUENCE, &list) || rest.size != 0)
		return profile_breach(look, "%s is malformed", look->rule->about);
	return names_in(look, list.value);
}

/* The part [n] of any of the DistributionPoints; pkix_cert_read has been there. */
static bool
point_part(const struct profile_look *look, uint8_t tag)
{
	struct der_slice points = look->cert->crl_dps;
	struct der_item point, part;
	const char *why;

	while (der_take(&points, DER_SEQUENCE, &point))
		while (der_next(&point.value, &part, &why) == 1)
			if (part.tag == tag)
				return true;
	return false;
}

/* Each DistributionPoint has a fullName of the rule's kind (RFC 5280 4.2.1.13). */
static bool
points_good(const struct profile_look *look)
{
	struct der_slice points = look->cert->crl_dps;
	struct der_item point, part, full;

	while (der_take(&points, DER_SEQUENCE, &point)) {
		if (!der_take(&point.value, DER_CONSTRUCTED(0), &part) ||
		    !der_take(&part.value, DER_CONSTRUCTED(0), &full))
			return profile_breach(
			    look, "%s holds a point without fullName", look->rule->about);
		if (!names_in(look, full.value))
			return false;
	}
	return true;
}

static bool
no_reasons(const struct profile_look *look)
{
	return !point_part(look, DER_CONTEXT(1)) ||
	       profile_breach(look, "%s holds reasons", look->rule->about);
}

static bool
no_crl_issuer(const struct profile_look *look)
{
	return !point_part(look, DER_CONSTRUCTED(2)) ||
	       profile_breach(look, "%s holds a cRLIssuer", look->rule->about);
}

/* [n] GeneralizedTime, where it is there; false when it is no time. */
static bool
take_time(struct der_slice *rest, uint8_t tag, int64_t *when)
{
	struct der_item item;

	if (!der_take(rest, tag, &item))
		return true;
	item.tag = DER_GENERALIZED_TIME; /* IMPLICIT: the same contents */
	return der_time(&item, when) == NULL;
}

/* PrivateKeyUsagePeriod (RFC 3280 4.2.1.4); a side that is not said is the certificate's. */
static bool
read_period(const struct profile_look *look, int64_t *from, int64_t *to)
{
	struct der_slice rest = look->extension.value;
	struct der_item sequence;

	*from = look->cert->not_before;
	*to = look->cert->not_after;
	return der_take(&rest, DER_SEQUENCE, &sequence) && rest.size == 0 &&
	       sequence.value.size != 0 && take_time(&sequence.value, DER_CONTEXT(0), from) &&
	       take_time(&sequence.value, DER_CONTEXT(1), to) && sequence.value.size == 0;
}

static bool
period_inside(const struct profile_look *look)
{
	int64_t from, to;

	if (!read_period(look, &from, &to))
		return profile_breach(look, "privateKeyUsagePeriod is malformed");
	return (from >= look->cert->not_before && to <= look->cert->not_after && from <= to) ||
	       profile_breach(look, "privateKeyUsagePeriod is not inside the validity");
}

static bool
period_short(const struct profile_look *look)
{
	char most[PROFILE_SPAN_TEXT];
	int64_t from, to;

	return !read_period(look, &from, &to) || to <= profile_later(from, look->rule->span) ||
	       profile_breach(look, "privateKeyUsagePeriod is more than %s",
		   profile_span_text(look->rule->span, most));
}

static bool
null_good(const struct profile_look *look)
{
	struct der_slice value = look->extension.value;

	return (value.size == 2 && value.data[0] == DER_NULL && value.data[1] == 0) ||
	       profile_breach(look, "%s is not NULL", look->rule->about);
}

const struct profile_demand profile_demands_values[] = {
	{ PROFILE_EXTENSION, PROFILE_NAMES, "of the kind *", PROFILE_BLANK_NAMES, NULL,
	    names_good },
	{ PROFILE_EXTENSION, PROFILE_POINTS, "fullName of the kind *", PROFILE_BLANK_NAMES,
	    NULL, points_good },
	{ PROFILE_EXTENSION, PROFILE_POINTS, "without reasons", 0, NULL, no_reasons },
	{ PROFILE_EXTENSION, PROFILE_POINTS, "without cRLIssuer", 0, NULL, no_crl_issuer },
	{ PROFILE_EXTENSION, PROFILE_PERIOD, "inside the validity", 0, NULL, period_inside },
	{ PROFILE_EXTENSION, PROFILE_PERIOD, "at most *", PROFILE_BLANK_SPAN, NULL,
	    period_short },
	{ PROFILE_EXTENSION, PROFILE_NULL, "NULL", 0, NULL, null_good },
	{ 0, 0, NULL, 0, NULL, NULL },
};
