/* token_about - what a token says of its keys: attributes, dates, the public half. */
#ifndef TOKEN_ABOUT_H
#define TOKEN_ABOUT_H

#include "token/token.h"
#include "token/token_form.h"

/* What a private key may or may not do, and what a key that token_make makes is to say. */
struct token_trait {
	const char *name; /* "never_extractable" */
	bool wanted;
};
#define TOKEN_TRAITS 14
extern const struct token_trait token_traits[TOKEN_TRAITS];

#define TOKEN_LABEL_MAX 127
#define TOKEN_ID_MAX 64

struct token_about {
	char label[TOKEN_LABEL_MAX + 1]; /* as it is, cut to fit */
	uint8_t id[TOKEN_ID_MAX];
	size_t id_size; /* 0: none, or a longer one */
	enum token_kind kind;
	unsigned bits;
	uint8_t spki[TOKEN_SPKI_MAX];
	size_t spki_size;         /* 0: the token keeps no public half */
	char start[11], end[11];  /* "2026-11-21"; empty: none */
	int traits[TOKEN_TRAITS]; /* in the order of token_traits: 1, 0, -1 not told */
};

void token_about(struct token_key *, struct token_about *);

/* The first trait that is not as wanted, from n on; TOKEN_TRAITS when all are. */
size_t token_about_flaw(const struct token_about *, size_t n);

/*
 * All private keys of a token, usable or not, by label, then by handle.  *keys is freed by
 * the caller, the keys are the token's.  False: *error.
 */
bool token_list(
    struct token *, struct token_key ***keys, size_t *count, struct token_error *error);

/* The one private key that a URI names, usable or not; as token_find otherwise. */
struct token_key *token_lookup(struct token *, const char *uri, struct token_error *error);

/* A day of the calendar as people write it, "2026-11-21". */
bool token_date_valid(const char *date);

/*
 * A key as one JSON object on one line, with its newline; as a paragraph; as a line of a
 * table (NULL: the heading).  Written to out, always terminated; out itself.
 */
#define TOKEN_TEXT_MAX 4096
const char *token_about_json(const struct token_about *, char out[TOKEN_TEXT_MAX]);
const char *token_about_text(const struct token_about *, char out[TOKEN_TEXT_MAX]);
const char *token_about_row(const struct token_about *, char out[TOKEN_TEXT_MAX]);
/* What remains to be said of a key that is gone: label, id, kind and the SHA-256 of its
 * SubjectPublicKeyInfo (null where there was none), as one JSON object or as a paragraph. */
const char *token_about_gone(const struct token_about *, bool json, char out[TOKEN_TEXT_MAX]);

#endif
