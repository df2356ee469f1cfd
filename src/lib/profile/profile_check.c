#include "pkix/pkix_name.h"
#include "profile/profile_look.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct profile_demand *const tables[] = {
	profile_demands_fields,
	profile_demands_names,
	profile_demands_extensions,
	profile_demands_values,
};

enum {
	TABLES = sizeof tables / sizeof tables[0],
};

/* Where a walk through the demands of all rules stands.  Zero it to begin. */
struct walk {
	size_t rule, table, row;
};

static bool
concerns(const struct profile_demand *d, const struct profile_rule *rule)
{
	if (d->part != rule->part || (d->asked != NULL && !d->asked(rule)))
		return false;
	if (d->value == PROFILE_NO_VALUE)
		return true;
	return !rule->any && rule->kind->value == d->value;
}

/* The next demand and its rule; NULL after the last. */
static const struct profile_demand *
next(const struct profile *p, struct walk *w, const struct profile_rule **rule)
{
	const struct profile_demand *d;

	for (; w->rule < p->count; w->rule++, w->table = 0)
		for (; w->table < TABLES; w->table++, w->row = 0)
			while ((d = &tables[w->table][w->row])->met != NULL) {
				w->row++;
				*rule = &p->rules[w->rule];
				if (concerns(d, *rule))
					return d;
			}
	return NULL;
}

bool
profile_breach(const struct profile_look *look, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(look->why, PROFILE_TEXT_MAX, fmt, ap);
	va_end(ap);
	return false;
}

bool
profile_extension(const struct pkix_cert *cert, const struct profile_kind *kind,
    struct pkix_extension *extension)
{
	struct der_slice rest = cert->extensions;
	const char *why;

	while (pkix_extension_next(&rest, extension, &why) == 1)
		if (der_equal(extension->oid, kind->oid))
			return true;
	return false;
}

/* Is a demand met?  What an extension that is not there holds is not asked. */
static bool
met(struct profile_look *look, const struct profile_demand *d)
{
	if (look->rule->part == PROFILE_EXTENSION) {
		look->has_extension =
		    profile_extension(look->cert, look->rule->kind, &look->extension);
		if (!look->has_extension && d->value != PROFILE_NO_VALUE)
			return true;
	}
	return d->met(look);
}

static void
find(struct profile_look *look, bool (*wanted)(enum profile_part),
    struct profile_findings *findings)
{
	const struct profile_demand *d;
	char why[PROFILE_TEXT_MAX];
	struct walk walk = { 0 };

	findings->count = 0;
	look->why = why;
	while ((d = next(look->profile, &walk, &look->rule)) != NULL)
		if (wanted(d->part) && !met(look, d) && findings->count < PROFILE_FINDINGS_MAX)
			snprintf(findings->text[findings->count++], PROFILE_TEXT_MAX,
			    "%.190s (%.60s)", why, look->rule->source);
}

static bool
every_part(enum profile_part part)
{
	(void)part;
	return true;
}

void
profile_check(const struct profile *profile, const struct pkix_cert *cert,
    const struct pkix_cert *issuer, int64_t now, struct profile_findings *findings)
{
	struct profile_look look = { .profile = profile,
		.cert = cert,
		.issuer = profile_has_issuer(profile) && issuer != NULL ? issuer : cert,
		.now = now };

	find(&look, every_part, findings);
}

static bool
requested_part(enum profile_part part)
{
	return part == PROFILE_SUBJECT || part == PROFILE_STRINGS || part == PROFILE_KEY;
}

void
profile_check_request(const struct profile *profile, struct der_slice subject,
    struct der_slice spki, struct der_slice issuer, struct profile_findings *findings)
{
	struct pkix_cert asked = { .subject = subject, .issuer = issuer, .spki = spki };
	struct profile_look look = { .profile = profile, .cert = &asked, .issuer = &asked };

	find(&look, requested_part, findings);
}

const char *
profile_span_text(struct profile_span span, char out[PROFILE_SPAN_TEXT])
{
	static const char *const units[] = { "day", "month", "year" };

	snprintf(out, PROFILE_SPAN_TEXT, "%u %s%s", span.count, units[span.unit],
	    span.count == 1 ? "" : "s");
	return out;
}

/* The OIDs of a rule in dotted form. */
static void
purposes_text(const struct profile_rule *rule, char *out, size_t size)
{
	char dotted[64];
	size_t at = 0;
	unsigned i;

	for (i = 0; i < rule->purpose_count && at < size; i++) {
		pkix_oid_text((struct der_slice){ rule->purposes[i], rule->purpose_sizes[i] },
		    dotted, sizeof dotted);
		at += (size_t)snprintf(out + at, size - at, "%s%s", i == 0 ? "" : " ", dotted);
	}
}

/* What stands for the "*" in a demand. */
static const char *
fill(const struct profile_rule *rule, enum profile_blank blank, char *out, size_t size)
{
	static const enum profile_list lists[] = {
		[PROFILE_BLANK_SIGNATURES] = PROFILE_LIST_SIGNATURES,
		[PROFILE_BLANK_KEYS] = PROFILE_LIST_KEYS,
		[PROFILE_BLANK_USAGES] = PROFILE_LIST_USAGES,
		[PROFILE_BLANK_STRINGS] = PROFILE_LIST_STRINGS,
		[PROFILE_BLANK_NAMES] = PROFILE_LIST_NAMES,
	};
	char span[PROFILE_SPAN_TEXT];

	out[0] = '\0';
	if (blank >= PROFILE_BLANK_SIGNATURES && blank <= PROFILE_BLANK_NAMES)
		profile_set_text(lists[blank], rule->set, out, size);
	else if (blank == PROFILE_BLANK_LEAST || blank == PROFILE_BLANK_MOST)
		snprintf(
		    out, size, "%u", blank == PROFILE_BLANK_LEAST ? rule->least : rule->most);
	else if (blank == PROFILE_BLANK_SPAN || blank == PROFILE_BLANK_AT_MOST)
		snprintf(out, size, "%s",
		    profile_span_text(
			blank == PROFILE_BLANK_SPAN ? rule->span : rule->at_most, span));
	else if (blank == PROFILE_BLANK_PURPOSES)
		purposes_text(rule, out, size);
	else if (blank == PROFILE_BLANK_LENGTH)
		snprintf(
		    out, size, rule->path_length < 0 ? "absent" : "%d", (int)rule->path_length);
	return out;
}

bool
profile_demand(const struct profile *p, size_t n, char out[PROFILE_TEXT_MAX])
{
	const struct profile_demand *d;
	const struct profile_rule *rule;
	struct walk walk = { 0 };
	char filled[160];
	size_t before;

	do
		if ((d = next(p, &walk, &rule)) == NULL)
			return false;
	while (n-- > 0);
	fill(rule, d->blank, filled, sizeof filled);
	before = strcspn(d->words, "*");
	snprintf(out, PROFILE_TEXT_MAX, "%s: %.*s%s%s (%.60s)", rule->about, (int)before,
	    d->words, filled, d->words[before] != '\0' ? d->words + before + 1 : "",
	    rule->source);
	return true;
}
