/* profile_private - the words of a profile, between the files of this room. */
#ifndef PROFILE_PRIVATE_H
#define PROFILE_PRIVATE_H

#include "profile/profile.h"

/* A word of a line. */
struct profile_word {
	const char *at;
	size_t size;
};

bool profile_word_is(struct profile_word, const char *);

/* NULL: no such word. */
const struct profile_kind *profile_kind_named(struct profile_word);
const struct profile_kind *profile_kind_of(struct der_slice oid);
const struct profile_attribute *profile_attribute_named(struct profile_word);

/* A list of words, each of which is one bit of a set. */
enum profile_list {
	PROFILE_LIST_SIGNATURES,
	PROFILE_LIST_KEYS,
	PROFILE_LIST_USAGES,
	PROFILE_LIST_STRINGS,
	PROFILE_LIST_NAMES,
	PROFILE_LISTS,
};
/* The bit of a word; 0: it is none of the list. */
uint32_t profile_bit(enum profile_list, struct profile_word);
/* The word of the n-th bit; NULL: the list is shorter. */
const char *profile_bit_word(enum profile_list, unsigned n);
/* The words of a set, with blanks (names: "or") between, into out; "nothing" for none. */
const char *profile_set_text(enum profile_list, uint32_t set, char *out, size_t size);

#define PROFILE_OID_MAX 16
/* An OID in dotted form, as contents.  Octets; 0: it is none, or too long. */
size_t profile_oid(struct profile_word, uint8_t out[PROFILE_OID_MAX]);

/* Kinds of keys, in the order of their list. */
enum profile_key {
	PROFILE_P256,
	PROFILE_P384,
	PROFILE_P521,
	PROFILE_BRAINPOOL256,
	PROFILE_BRAINPOOL320,
	PROFILE_BRAINPOOL384,
	PROFILE_BRAINPOOL512,
	PROFILE_ED25519,
	PROFILE_ED448,
	PROFILE_RSA2048,
	PROFILE_RSA3072,
	PROFILE_RSA4096,
};

/* Made from etc/profiles by profile.awk; ends with a NULL name. */
struct profile_builtin {
	const char *name, *text;
	size_t size;
};
extern const struct profile_builtin profile_builtins[];

#endif
