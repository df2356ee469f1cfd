#include "token/token_ring.h"
#include "token/token_p11.h"
#include <stdlib.h>
#include <string.h>

/* May one more token be opened beside those that are? */
static bool
may_open(const struct token_ring *ring, const char *uri, struct token_error *error)
{
	if (ring->count == TOKEN_RING_MAX)
		return token_fail(
		    error, TOKEN_CONFIG, "more than %d tokens in one run", TOKEN_RING_MAX);
	if (ring->count == 0)
		return true;
	/* A PIN tried at a token it is not of would cost that one a retry. */
	if (ring->pin != NULL)
		return token_fail(error, TOKEN_CONFIG,
		    "one PIN was given and a second token is named; use pin-source");
	/* SoftHSM reads its configuration once in a process, and would answer for another. */
	if (token_uri_clash(uri, ring->uris[0]))
		return token_fail(error, TOKEN_CONFIG,
		    "two values of x-softhsm2-conf in one run; sign for each in its own");
	return true;
}

struct token *
token_ring_token(struct token_ring *ring, const char *uri, struct token_error *error)
{
	struct token *token;
	char *copy;
	size_t i;

	for (i = 0; i < ring->count; i++)
		if (token_same(uri, ring->uris[i]))
			return ring->tokens[i];
	if (!may_open(ring, uri, error))
		return NULL;
	if ((copy = strdup(uri)) == NULL) {
		token_fail(error, TOKEN_BUSY, "memory is short");
		return NULL;
	}
	if ((token = token_open(uri, ring->pin, ring->writable, error)) == NULL) {
		free(copy);
		return NULL;
	}
	ring->tokens[ring->count] = token;
	ring->uris[ring->count++] = copy;
	return token;
}

struct token_key *
token_ring_key(struct token_ring *ring, const char *uri, struct token_error *error)
{
	struct token *token = token_ring_token(ring, uri, error);

	return token == NULL ? NULL : token_find(token, uri, error);
}

void
token_ring_close(struct token_ring *ring)
{
	while (ring->count > 0) {
		token_close(ring->tokens[--ring->count]);
		free(ring->uris[ring->count]);
	}
}
