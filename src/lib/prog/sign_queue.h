/*
 * sign_queue - records that wait for their signature; they leave for standard output in the
 * order in which they came, whoever of the crew signs them.
 */
#ifndef SIGN_QUEUE_H
#define SIGN_QUEUE_H

#include "prog/crew.h"

/* A record, whole but for its signature. */
struct sign_record {
	struct cput octets;
	size_t signature; /* where in it */
};

struct sign_queue;

/* A queue for a crew, which must outlive it; exits 75 when memory is short. */
struct sign_queue *sign_queue_open(struct cli *, struct crew *);

/* An empty record, the queue's, to be filled, and handed in with its digest or left. */
struct sign_record *sign_queue_next(struct sign_queue *);
void sign_queue_put(struct sign_queue *, const uint8_t *digest);

/* Wait for all signatures and write what they belong to. */
void sign_queue_drain(struct sign_queue *);

void sign_queue_free(struct sign_queue *);

#endif
