/* profile_look - between the files that check. */
#ifndef PROFILE_LOOK_H
#define PROFILE_LOOK_H

#include "pkix/pkix_crl.h" /* pkix_extension */
#include "profile/profile_check.h"
#include "profile/profile_private.h"

/* A certificate under one rule. */
struct profile_look {
	const struct pkix_cert *cert;
	const struct pkix_cert *issuer; /* who signed: its own for a self-signed profile */
	const struct profile *profile;
	const struct profile_rule *rule;
	int64_t now;
	struct pkix_extension extension; /* EXTENSION: the one of the rule's kind; */
	bool has_extension;              /* without it value demands are not asked */
	char *why;                       /* what is wrong, PROFILE_TEXT_MAX octets */
};

/* What stands for "*" in the words of a demand. */
enum profile_blank {
	PROFILE_BLANK_NONE,
	PROFILE_BLANK_LEAST,
	PROFILE_BLANK_MOST,
	PROFILE_BLANK_SPAN,
	PROFILE_BLANK_AT_MOST,
	PROFILE_BLANK_SIGNATURES,
	PROFILE_BLANK_KEYS,
	PROFILE_BLANK_USAGES,
	PROFILE_BLANK_STRINGS,
	PROFILE_BLANK_NAMES,
	PROFILE_BLANK_PURPOSES,
	PROFILE_BLANK_LENGTH,
};

/* One thing that rules of a part demand. */
struct profile_demand {
	enum profile_part part;
	enum profile_value value; /* EXTENSION: only for this form; NO_VALUE: for every one */
	const char *words;        /* for people, "*" is the blank */
	enum profile_blank blank;
	bool (*asked)(const struct profile_rule *); /* NULL: by every rule of the part */
	bool (*met)(const struct profile_look *);   /* false: why says what is wrong */
};

/* Each ends with a NULL met. */
extern const struct profile_demand profile_demands_fields[], profile_demands_names[],
    profile_demands_extensions[], profile_demands_values[];

/* Say what is wrong; false. */
bool profile_breach(const struct profile_look *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The extension of a kind in a certificate. */
bool profile_extension(
    const struct pkix_cert *, const struct profile_kind *, struct pkix_extension *);

/* "457 days", into out; out itself. */
#define PROFILE_SPAN_TEXT 24
const char *profile_span_text(struct profile_span, char out[PROFILE_SPAN_TEXT]);

/* What kind of key a SubjectPublicKeyInfo holds (enum profile_key); -1: none that profiles
 * name, *why. */
int profile_key_of(struct der_slice spki, const char **why);
/* The octets of its subjectPublicKey, without the count of unused bits; empty: malformed. */
struct der_slice profile_key_octets(struct der_slice spki);

/* The word for a GeneralName's tag, "dNSName"; static. */
const char *profile_name_word(uint8_t tag);
/* The bit of enum profile_name_kind for a GeneralName's tag; 0: none. */
uint32_t profile_name_bit(uint8_t tag);

#endif
