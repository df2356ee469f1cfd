/*
 * crew - the processes that sign: this one alone, or N made by fork, each with a session of
 * its own at the token and one login (token sessions are not shared between processes).
 *
 * Digests go in, signatures come out in the same order.  With N, sixteen digests at a time go
 * to the next process in turn, and each has up to two such batches, so that none waits while
 * this one reads or writes.  A process that dies ends the run: what was given to it is lost,
 * and nothing after that may be written.
 */
#ifndef CREW_H
#define CREW_H

#include "cli/cli.h"
#include "cose/cose_header.h"
#include "token/token.h"

#define CREW_MAX 64 /* processes */

struct crew;

/* The key they sign with. */
struct crew_key {
	const char *uri, *name; /* borrowed; name is for messages */
	char *pin;              /* NULL: the URI's pin-source */
	struct der_slice spki;  /* that it must be the private half of; empty: the token's */
	int64_t now;            /* must lie within the token's usage period of the key */
};

/*
 * Start the crew, one process after the other: a wrong PIN is tried once, and SoftHSM, where
 * it may write, fails when several log in at once.  Exits with the token's status when it
 * cannot: another key, one that is neither of P-256 nor of P-384, one outside its period; the
 * crew is the caller's even then.
 */
void crew_open(const struct cli *, const struct crew_key *, unsigned jobs, struct crew **);

enum cose_algorithm crew_algorithm(const struct crew *);

/* How many digests may be given before a signature must be taken. */
size_t crew_limit(const struct crew *);

/* A digest of the algorithm's size; at most crew_limit may be under way. */
void crew_give(struct crew *, const uint8_t *digest);

/* The signature, r||s, of the oldest digest under way, waited for.  Exits when there is none:
 * with the token's status, 75 when a process was killed, 70 when it died by itself. */
void crew_take(struct crew *, uint8_t signature[COSE_SIGNATURE_MAX]);

void crew_close(struct crew *);

#endif
