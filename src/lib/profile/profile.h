/*
 * profile - what a certificate of one purpose must be, rule by rule, as a file says it.  See
 * certprofile(5).  The same rules drive who builds (profile_build.h) and who checks
 * (profile_check.h); these two share what is here and nothing else.
 */
#ifndef PROFILE_H
#define PROFILE_H

#include "der/der.h"

#define PROFILE_RULES_MAX 64
#define PROFILE_FILE_MAX ((size_t)64 << 10)

enum profile_part {
	PROFILE_VERSION,
	PROFILE_SERIAL,
	PROFILE_SIGNATURE,
	PROFILE_ISSUER,
	PROFILE_REQUEST,
	PROFILE_VALIDITY,
	PROFILE_SUBJECT,
	PROFILE_STRINGS,
	PROFILE_KEY,
	PROFILE_EXTENSION,
	PROFILE_FORBIDDEN, /* one rule for each extension named */
	PROFILE_OTHERS,
};

enum profile_presence {
	PROFILE_REQUIRED, /* built and demanded */
	PROFILE_OPTIONAL, /* built where it can be, judged where it is there */
	PROFILE_ALLOWED,  /* never built, judged where it is there */
};

/* A length of time by the calendar. */
struct profile_span {
	unsigned count; /* 0: none was given */
	enum {
		PROFILE_DAYS,
		PROFILE_MONTHS,
		PROFILE_YEARS,
	} unit;
};

/* The form of an extension's value. */
enum profile_value {
	PROFILE_NO_VALUE, /* one that profiles forbid, or do not look into */
	PROFILE_KEY_USAGE,
	PROFILE_PURPOSES,
	PROFILE_CONSTRAINTS,
	PROFILE_OWN_KEY_ID,
	PROFILE_ISSUER_KEY_ID,
	PROFILE_NAMES,
	PROFILE_POINTS,
	PROFILE_PERIOD,
	PROFILE_NULL,
};

/* A kind of extension that has a name here; static. */
struct profile_kind {
	const char *name;
	struct der_slice oid; /* contents */
	enum profile_value value;
};

/* A type of attribute that has a name here; static. */
struct profile_attribute {
	const char *name;
	struct der_slice oid; /* contents */
};

enum profile_form {              /* of an attribute of the subject */
	PROFILE_COUNTRY = 1,     /* ISO 3166-1 alpha-2 in upper case, PrintableString */
	PROFILE_SUBDIVISION = 2, /* ISO 3166-2 of the subject's country */
	PROFILE_AS_ISSUER = 4,   /* as in the issuer's name, where it is there */
};

enum profile_name_kind { /* of a GeneralName */
	PROFILE_EMAIL = 1,
	PROFILE_URI = 2,
	PROFILE_DN = 4,
};

#define PROFILE_PURPOSES_MAX 4

/* One rule.  What a part does not use is zero. */
struct profile_rule {
	enum profile_part part;
	unsigned line;
	const char *about;  /* "serial", "keyUsage", "C": for messages */
	const char *source; /* the clause it rests on, "Table B.3" */
	enum profile_presence presence;
	bool critical;
	const struct profile_kind *kind;           /* EXTENSION, FORBIDDEN */
	const struct profile_attribute *attribute; /* SUBJECT; NULL: the whole subject */
	bool other;           /* ISSUER: another certificate; REQUEST: is one;
			       * VALIDITY: both certificates' overlap;
			       * OTHERS: not at all */
	bool any;             /* EXTENSION: no value is demanded */
	unsigned least, most; /* SERIAL: random bits (0: any), octets */
	uint32_t set;         /* SIGNATURE, KEY, STRINGS, keyUsage, form, name kinds */
	struct profile_span span, at_most; /* VALIDITY, PERIOD */
	int32_t path_length;               /* CONSTRAINTS; -1: none */
	uint8_t purposes[PROFILE_PURPOSES_MAX][16];
	uint8_t purpose_sizes[PROFILE_PURPOSES_MAX];
	unsigned purpose_count;
	const char *value; /* NAMES, POINTS: "$crl" or the name itself, value_size octets */
	size_t value_size;
};

struct profile {
	char *text; /* owned: what the rules point into */
	struct profile_rule rules[PROFILE_RULES_MAX];
	size_t count;
};

/* Why a file is no profile: the line (0: the file as a whole) and what is wrong in it. */
struct profile_error {
	unsigned line;
	char text[160];
};

/* Read a profile from size octets, which are copied; profile_free(NULL) is fine.
 * NULL: *error. */
struct profile *profile_read(const char *data, size_t size, struct profile_error *error);
void profile_free(struct profile *);

/* The text of a profile of etc/profiles that was built in, by its name; NULL: there is none.
 * And the names, one after the other; NULL after the last. */
const char *profile_builtin(const char *name, size_t *size);
const char *profile_builtin_name(size_t n);

/* The one rule of a part that has one in each profile. */
const struct profile_rule *profile_rule(const struct profile *, enum profile_part);

/* Is its certificate issued by another one, rather than self-signed? */
bool profile_has_issuer(const struct profile *);

/*
 * when and a span later.  Months and years go by the calendar (UTC): the same day and time,
 * or the last day of a month that has no such day, as 30 November and 3 months is 28 or 29
 * February.
 */
int64_t profile_later(int64_t when, struct profile_span);

#endif
