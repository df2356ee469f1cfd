#include "prog/sign_queue.h"
#include <stdlib.h>
#include <string.h>

enum {
	KEPT_MAX = 256 << 10,    /* octets of a buffer that is kept for another record */
	UNDER_WAY_MAX = 8 << 20, /* octets of all records that wait */
};

struct sign_queue {
	struct cli *cli;
	struct crew *crew;
	struct sign_record *records; /* number n is at n modulo limit */
	size_t limit, octets;
	uint64_t begun, ended;
};

struct sign_queue *
sign_queue_open(struct cli *cli, struct crew *crew)
{
	struct sign_queue *q = calloc(1, sizeof *q);

	if (q == NULL || (q->records = calloc(crew_limit(crew), sizeof *q->records)) == NULL)
		cli_die(cli, CLI_BUSY, "memory is short");
	q->cli = cli;
	q->crew = crew;
	q->limit = crew_limit(crew);
	return q;
}

struct sign_record *
sign_queue_next(struct sign_queue *q)
{
	struct sign_record *r = &q->records[q->begun % q->limit];

	cput_reset(&r->octets);
	return r;
}

/* The oldest record gets its signature and leaves. */
static void
write_oldest(struct sign_queue *q)
{
	struct sign_record *r = &q->records[q->ended++ % q->limit];
	uint8_t signature[COSE_SIGNATURE_MAX];

	crew_take(q->crew, signature);
	memcpy(r->octets.data + r->signature, signature,
	    cose_signature_size(crew_algorithm(q->crew)));
	cli_emit(q->cli, r->octets.data, r->octets.size);
	q->octets -= r->octets.size;
	if (r->octets.capacity > KEPT_MAX)
		cput_free(&r->octets);
	cli_progress(q->cli, "records", q->ended, 0);
}

void
sign_queue_put(struct sign_queue *q, const uint8_t *digest)
{
	q->octets += q->records[q->begun++ % q->limit].octets.size;
	crew_give(q->crew, digest);
	while (q->begun - q->ended == q->limit ||
	       (q->octets > UNDER_WAY_MAX && q->begun > q->ended))
		write_oldest(q);
}

void
sign_queue_drain(struct sign_queue *q)
{
	while (q->begun > q->ended)
		write_oldest(q);
}

void
sign_queue_free(struct sign_queue *q)
{
	size_t i;

	for (i = 0; i < q->limit; i++)
		cput_free(&q->records[i].octets);
	free(q->records);
	free(q);
}
