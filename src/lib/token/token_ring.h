/*
 * token_ring - the tokens and keys of a run, each opened once: one login per token, no
 * search per signature.
 */
#ifndef TOKEN_RING_H
#define TOKEN_RING_H

#include "token/token.h"

#define TOKEN_RING_MAX 64

/* Zero it, set .pin and .writable; token_ring_close at the end. */
struct token_ring {
	const char *pin; /* borrowed; NULL: each URI's pin-source.  One PIN opens one token */
	bool writable;

	/* private */
	struct token *tokens[TOKEN_RING_MAX];
	char *uris[TOKEN_RING_MAX];
	size_t count;
};

/* The token that a URI names, opened now or before.  NULL: *error. */
struct token *token_ring_token(struct token_ring *, const char *uri, struct token_error *error);

/* The key that a URI names, in its token.  NULL: *error. */
struct token_key *token_ring_key(
    struct token_ring *, const char *uri, struct token_error *error);

void token_ring_close(struct token_ring *);

#endif
