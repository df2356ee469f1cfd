/* profile_put - between the files that build. */
#ifndef PROFILE_PUT_H
#define PROFILE_PUT_H

#include "profile/profile_build.h"
#include "profile/profile_private.h"

#define PROFILE_NAME_MAX 4096 /* octets of a GeneralName: of 1023 octets of text, less */

/* A certificate on its way, with the rule whose turn it is. */
struct profile_work {
	const struct profile_order *order;
	const struct profile_rule *rule;
	int64_t not_after;
	struct der_writer *writer;
	char *why; /* PROFILE_WHY_MAX octets */
};

/* Say why not; false. */
bool profile_refuse(char why[PROFILE_WHY_MAX], const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* What a rule's name is, "$word" looked up.  False: it is a word that nobody set. */
bool profile_name_text(
    const struct profile_rule *, const struct profile_settings *, struct profile_word *);

/* The GeneralName (whole) of a rule whose name is text, into out; "$subject" is that Name.
 * Octets; 0: why. */
size_t profile_general_name(const struct profile_rule *, struct profile_word text,
    struct der_slice subject, uint8_t out[PROFILE_NAME_MAX], char why[PROFILE_WHY_MAX]);

/* Put the value of the rule's extension, what goes into its OCTET STRING, in front. */
bool profile_put_value(struct profile_work *);

#endif
