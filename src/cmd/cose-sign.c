/* cose-sign - sign drafts.  See cose-sign(1). */
#include "cose/cose_draft.h"
#include "cose/cose_sign1.h"
#include "pkix/pkix_usage.h"
#include "prog/prog.h"
#include "prog/prog_key.h"
#include "prog/prog_parse.h"
#include "prog/sign_queue.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	PIN_FD = 256,
};

static const struct cli_option options[] = {
	{ 'K', "key", "URI", "sign with this key," },
	{ 'c', "certificate", "FILE", "the one that this certificate (DER) is of" },
	{ 'j', "jobs", "N", "sign in N processes, 1 to 64; default 1" },
	{ 't', "time", "TIME", "the time by which validity is judged; default now" },
	{ PIN_FD, "pin-fd", "N", "read the PIN from descriptor N, not from pin-source" },
	{ 0, NULL, NULL, NULL },
};

static const struct cli program = {
	.name = "cose-sign",
	.purpose = "sign drafts: the map comes back with a COSE_Sign1 in it",
	.synopsis = "[-nv] -K URI [-c FILE] [-j N] [-t TIME] [--pin-fd N] "
		    "<drafts.cbor >signed.cbor",
	.options = options,
	.help =
	    "Reads CBOR maps with a \"payload\", and writes each with \"signed\" in its "
	    "place: a\nCOSE_Sign1 by ES256 or ES384, with the headers that the map asks for. "
	    " Every other\nmember stays as it is.  Refuses a map that is no draft, and one "
	    "that asks for an\nx5chain when there is no certificate.\n\n  mso-build -t \"$T\" "
	    "--ds ds.der <admitted | cose-sign -K \"$KEY\" -c ds.der -j 2 >signed",
	.flags = CLI_BINARY_OUT | CLI_READS,
};

struct signing {
	struct cli cli;
	const char *key, *certificate;
	unsigned jobs;
	int64_t now;
	char pin[TOKEN_PIN_MAX + 1];
	bool has_pin;
	uint8_t *der; /* of the certificate */
	struct pkix_cert cert;
	struct crew *crew;
	struct cput header; /* of the present record */
	struct sign_queue *queue;
};

static void
load_certificate(struct signing *s)
{
	struct der_slice der;
	const char *why;

	if (s->certificate == NULL)
		return;
	der.data = s->der = prog_certificate(&s->cli, s->certificate, &der.size);
	if ((why = pkix_cert_read(der, &s->cert)) != NULL ||
	    (why = pkix_usage_refusal(&s->cert, s->now)) != NULL)
		cli_die(&s->cli, CLI_CONFIG, "%s: %s", s->certificate, why);
}

static void
open_key(struct signing *s)
{
	struct crew_key key = { .uri = s->key,
		.name = s->certificate != NULL ? s->certificate : "-K",
		.pin = s->has_pin ? s->pin : NULL,
		.spki = s->cert.spki,
		.now = s->now };

	/* Nothing on disk can be changed from here on: see der-sign(1). */
	if (!cli_confine(&s->cli))
		prog_warn_token(&s->cli, key.name, s->key);
	crew_open(&s->cli, &key, s->jobs, &s->crew);
	s->queue = sign_queue_open(&s->cli, s->crew);
}

/* The signed map, its signature to come, and the digest for that.  NULL, or why not. */
static const char *
prepare(struct signing *s, const struct citem *item, struct sign_record *to,
    uint8_t digest[PKIX_HASH_MAX])
{
	enum cose_algorithm algorithm = crew_algorithm(s->crew);
	struct der_slice header, none = { NULL, 0 };
	struct cose_draft draft;
	const char *why;
	size_t size;

	if ((why = cose_draft_read(item, &draft)) != NULL)
		return why;
	if (draft.x5chain != COSE_NOWHERE && s->certificate == NULL)
		return "it asks for x5chain, and there is no certificate: -c";
	cput_reset(&s->header);
	cose_draft_protected(&draft, algorithm, s->cert.whole, &s->header);
	header = (struct der_slice){ s->header.data, s->header.size };
	cose_draft_put(&draft, algorithm, header, s->cert.whole, &to->octets, &to->signature);
	if (s->header.failed || to->octets.failed ||
	    cose_digest(algorithm, header, none, draft.payload, digest) == 0)
		cli_die(&s->cli, CLI_BUSY, "memory is short");
	/* It is larger than its draft and may be deeper: whoever is next must take it. */
	if (cseq_check(to->octets.data, to->octets.size, &size, &why) != 1)
		return why;
	cli_note(&s->cli, "signed %zu octets", draft.payload.size);
	return NULL;
}

static void
sign_all(struct signing *s, struct file_input *in)
{
	struct cseq_reader records = { .input = in };
	uint8_t digest[PKIX_HASH_MAX];
	struct citem item;
	const char *why;
	int got, error;

	while ((got = cseq_read(&records)) == 1) {
		item = citem_at(records.data);
		if ((why = prepare(s, &item, sign_queue_next(s->queue), digest)) == NULL)
			sign_queue_put(s->queue, digest);
		else
			cli_refuse(&s->cli, records.number, records.offset, "%s", why);
	}
	error = errno;
	sign_queue_drain(s->queue);
	errno = error;
	if (got == -1)
		prog_cbor_broken(&s->cli, &records);
}

static void
read_options(struct signing *s, int argc, char *argv[])
{
	const char *time = NULL;
	uint64_t jobs = 1;
	int letter;

	while ((letter = cli_option(&s->cli, argc, argv)) != -1)
		switch (letter) {
		case 'K':
			s->key = optarg;
			break;
		case 'c':
			s->certificate = optarg;
			break;
		case 'j':
			jobs = prog_number(&s->cli, optarg);
			break;
		case 't':
			time = optarg;
			break;
		case PIN_FD:
			prog_pin(&s->cli, optarg, s->pin);
			s->has_pin = true;
			break;
		}
	cli_operands(&s->cli, argc, argv, 0, 0);
	if (s->key == NULL)
		cli_die(&s->cli, CLI_USAGE, "-K URI is required");
	if (jobs < 1 || jobs > CREW_MAX)
		cli_die(&s->cli, CLI_USAGE, "-j takes 1 to %d", CREW_MAX);
	s->jobs = (unsigned)jobs;
	s->now = cli_time(&s->cli, time);
}

int
main(int argc, char *argv[])
{
	struct signing s = { .cli = program };
	struct file_input in;

	read_options(&s, argc, argv);
	load_certificate(&s);
	prog_input(&s.cli, &in);
	cli_guard_stdout(&s.cli);
	open_key(&s);
	sign_all(&s, &in);
	sign_queue_free(s.queue);
	cput_free(&s.header);
	crew_close(s.crew);
	free(s.der);
	file_input_close(&in);
	return cli_close(&s.cli);
}
