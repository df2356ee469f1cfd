/* Profiles: what is read of them, what is refused with which line, and the calendar. */
#include "profile/profile_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define EXPECT(what, good)                                                                     \
	do                                                                                     \
		if (!(good)) {                                                                 \
			printf("%s:%d: %s\n", __FILE__, __LINE__, what);                       \
			failures++;                                                            \
		}                                                                              \
	while (0)

/* All that a profile must have, one line each. */
static const char whole[] = "version 3 # a\n"
			    "serial at most 20 octets # b\n"
			    "signature ecdsa-with-SHA256 # c\n"
			    "issuer self # d\n"
			    "validity 1 year # e\n"
			    "key P-256 # f\n"
			    "others not-critical # g\n";

/* A profile with a line in front of it: NULL is good, else the message wanted. */
static void
line(const char *text, const char *want)
{
	struct profile_error error;
	struct profile *p;
	char data[2048];
	int size = snprintf(data, sizeof data, "%s\n%s", text, whole);

	p = profile_read(data, (size_t)size, &error);
	if (want == NULL)
		EXPECT(error.text, p != NULL);
	else if (p != NULL || error.line != 1 || strcmp(error.text, want) != 0) {
		printf("%s\n  want: 1: %s\n  have: %u: %s\n", text, want,
		    p != NULL ? 0 : error.line, p != NULL ? "" : error.text);
		failures++;
	}
	profile_free(p);
}

static void
lines(void)
{
	line("", NULL);
	line("# a comment", NULL);
	line("  \t ", NULL);
	line("subject C required country # x", NULL);
	line("subject\tC,required , country # x # y", NULL);
	line("subject C required country# x # y",
	    "country#: not country, subdivision or as-issuer");
	line("subject C required country", "no source: # and the clause it rests on");
	line("subject C required country #  ", "no source: # and the clause it rests on");
	line("subjects C # x", "subjects: not what a rule can be about");
}

/* Those of which the profile has one already are tried at its end. */
static void
refused_second(const char *text, const char *want)
{
	struct profile_error error;
	struct profile *p;
	char data[2048];
	int size = snprintf(data, sizeof data, "%s%s\n", whole, text);

	p = profile_read(data, (size_t)size, &error);
	if (p != NULL || error.line != 8 || strcmp(error.text, want) != 0) {
		printf("%s\n  want: 8: %s\n  have: %u: %s\n", text, want, error.line,
		    p != NULL ? "" : error.text);
		failures++;
	}
	profile_free(p);
}

static void
parts(void)
{
	refused_second("version 3 # x", "a second rule for version");
	refused_second("version 2 # x", "2: not 3, the only version");
	refused_second("version # x", "3, the only version is missing at the end");
	refused_second(
	    "request pkcs10 now # x", "now: not expected: the rule is whole before it");
	refused_second(
	    "serial at most 7 octets # x", "a serial of at most 7 octets: not 8 to 20");
	refused_second(
	    "serial at most 21 octets # x", "a serial of at most 21 octets: not 8 to 20");
	refused_second(
	    "serial at least 63 random bits at most 8 octets # x", "63 random bits do not fit");
	refused_second("serial at least x random bits # x", "x: not a number of bits");
	refused_second("serial at least 63 bits # x", "bits: not random bits");
	refused_second("serial 20 octets # x", "20: not at most N octets");
	refused_second("signature sha1WithRSAEncryption # x",
	    "sha1WithRSAEncryption: not a signature algorithm");
	refused_second("signature # x", "a signature algorithm is missing at the end");
	refused_second("issuer me # x", "me: not self or other");
	refused_second("request paper # x", "paper: not certificate or pkcs10");
	refused_second("validity soon # x", "soon: not a number of days, months or years");
	refused_second("validity 0 days # x", "0 days, months or years");
	refused_second("validity 4 weeks # x", "weeks: not days, months or years");
	refused_second("validity 101 years # x", "more than a hundred years");
	refused_second("validity 1 year at least 2 # x", "least: not most");
	refused_second("key P-255 # x", "P-255: not a kind of key");
	refused_second("strings T61String # x", "T61String: not a string type");
	refused_second("others whatever # x", "whatever: not not-critical or forbidden");
}

static void
subjects(void)
{
	line("subject X required # x", "X: not an attribute, such as C, CN, ST");
	line("subject C must # x", "must: not required, optional or allowed");
	line(
	    "subject C required capital # x", "capital: not country, subdivision or as-issuer");
	line("subject C required as-issuer country # x", NULL);
	line("subject is-issuer # x", NULL);
	line("subject is-issuer C # x", "C: not expected: the rule is whole before it");
	line("subject C required # x\nsubject CN optional # y", NULL);
}

static void
extensions(void)
{
	line("extension keyusage required # x",
	    "keyusage: not an extension that has a name here");
	line("extension keyUsage required critical cRLSign keyCertSign # x", NULL);
	line("extension keyUsage required critical # x", "a key usage is missing at the end");
	line("extension keyUsage allowed # x", NULL);
	line("extension keyUsage allowed critical # x", NULL);
	line("extension keyUsage optional signing # x", "signing: not a key usage");
	line("extension extKeyUsage required 1.2.3 2.999.1 # x", NULL);
	line("extension extKeyUsage required 1.2.3 4 # x", "4: not an OID");
	line("extension extKeyUsage required 3.1 # x", "3.1: not an OID");
	line("extension extKeyUsage required 1.40 # x", "1.40: not an OID");
	line("extension extKeyUsage required 1.2. # x", "1.2.: not an OID");
	line("extension extKeyUsage required 1.2.99999999999 # x",
	    "1.2.99999999999: not an OID");
	line("extension extKeyUsage required 1.2 1.3 1.4 1.5 1.6 # x",
	    "1.6: not one to four OIDs");
	line("extension basicConstraints required critical CA path-length 0 # x", NULL);
	line("extension basicConstraints required CA path-length # x",
	    "a path length is missing at the end");
	line("extension basicConstraints required leaf # x", "leaf: not CA");
	line("extension subjectKeyIdentifier required SHA-256 # x", "SHA-256: not SHA-1");
	line("extension authorityKeyIdentifier required issuer # x",
	    "issuer: not keyIdentifier");
	line("extension issuerAltName required email or uri $contact # x", NULL);
	line("extension issuerAltName required dns x # x", "dns: not email, uri or dn");
	line("extension issuerAltName required uri # x",
	    "a name, or $ and a word is missing at the end");
	line("extension issuerAltName required uri $ # x", "$ without a word");
	line("extension cRLDistributionPoints required uri http://x/#a # x", NULL);
	line("extension privateKeyUsagePeriod optional 3 months # x", NULL);
	line("extension certificatePolicies required # x",
	    "certificatePolicies cannot be built: only allowed or forbidden");
	line("extension certificatePolicies allowed # x", NULL);
	line("forbidden policyMappings, nameConstraints # x", NULL);
	line("forbidden # x", "an extension that has a name here is missing at the end");
	line("forbidden policyMappings policyMappings # x", "a second rule for policyMappings");
}

static void
files(void)
{
	struct profile_error error;
	struct profile *p;
	char *large;
	size_t size, n;

	for (n = 0; profile_builtin_name(n) != NULL; n++) {
		const char *text = profile_builtin(profile_builtin_name(n), &size);

		p = profile_read(text, size, &error);
		EXPECT(profile_builtin_name(n), p != NULL);
		profile_free(p);
	}
	EXPECT("six profiles", n == 6);
	EXPECT("no other", profile_builtin("none", &size) == NULL);
	p = profile_read(whole, sizeof whole - 1 - 24, &error);
	EXPECT("a part is missing",
	    p == NULL && error.line == 0 && strcmp(error.text, "no rule for others") == 0);
	p = profile_read(whole, sizeof whole, &error);
	EXPECT("a NUL", p == NULL && error.line == 0);
	large = malloc(PROFILE_FILE_MAX + 1);
	memset(large, '\n', PROFILE_FILE_MAX + 1);
	p = profile_read(large, PROFILE_FILE_MAX + 1, &error);
	EXPECT("too large", p == NULL && error.line == 0);
	free(large);
	/* Lines that a backslash joins are one, and the next one keeps its number. */
	p = profile_read("key \\\n P-256 # x\nkeys # y\n", 26, &error);
	EXPECT("joined lines", p == NULL && error.line == 3);
}

/* seconds since 1970 of noon of a day */
static int64_t
noon(int year, int month, int day)
{
	int64_t days = 0;
	int y, m;
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	for (y = 1970; y < year; y++)
		days += 365 + ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0);
	for (m = 1; m < month; m++)
		days += lengths[m - 1] +
			(m == 2 && ((year % 4 == 0 && year % 100 != 0) || year % 400 == 0));
	return (days + day - 1) * 86400 + 43200;
}

static void
calendar(void)
{
	const struct profile_span three = { 3, PROFILE_MONTHS }, four = { 4, PROFILE_MONTHS },
				  days = { 457, PROFILE_DAYS }, years = { 20, PROFILE_YEARS };

	EXPECT("21 November", profile_later(noon(2026, 11, 21), three) == noon(2027, 2, 21) &&
				  profile_later(noon(2026, 11, 21), four) == noon(2027, 3, 21));
	EXPECT("no 30 February", profile_later(noon(2026, 11, 30), three) == noon(2027, 2, 28));
	EXPECT("29 February", profile_later(noon(2027, 11, 30), three) == noon(2028, 2, 29));
	EXPECT("31 October", profile_later(noon(2026, 10, 31), four) == noon(2027, 2, 28));
	EXPECT("end of month", profile_later(noon(2026, 12, 31), four) == noon(2027, 4, 30));
	EXPECT("days", profile_later(noon(2026, 11, 21), days) == noon(2028, 2, 21));
	EXPECT("years", profile_later(noon(2024, 2, 29), years) == noon(2044, 2, 29));
	EXPECT("no 29 February", profile_later(noon(2080, 2, 29), years) == noon(2100, 2, 28));
	/* Three months and thirty days are more than four months: the trap of November. */
	EXPECT("the trap", profile_later(noon(2026, 11, 21), three) + 30 * 86400 ==
			       profile_later(noon(2026, 11, 21), four) + 2 * 86400);
}

int
main(void)
{
	lines();
	parts();
	subjects();
	extensions();
	files();
	calendar();
	return failures != 0;
}
