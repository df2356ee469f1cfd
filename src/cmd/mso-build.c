/* mso-build - drafts of documents for a Document Signer.  See mso-build(1). */
#include "file/file_load.h"
#include "mdoc/mdoc_build.h"
#include "mdoc/mdoc_term.h"
#include "prog/prog.h"
#include "prog/prog_parse.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	DS = 256, /* options that have only their long names */
	STATUS_URI,
	DECOYS,
	SEED,
	URI_LONGEST = 900,
};

static const struct cli_option options[] = {
	{ 't', "time", "TIME", "when it is signed (RFC 3339; default now)" },
	{ DS, "ds", "DS", "the Document Signer's certificate, DER" },
	{ STATUS_URI, "status-uri", "URI", "where the status lists are: URI/0, URI/1 ..." },
	{ DECOYS, "decoys", "N", "so many digests of nothing in each namespace (to 64)" },
	{ SEED, "seed", "FILE", "FOR TESTS: random values that anybody with FILE knows" },
	{ 0 },
};

static const char help[] =
    "Reads admitted requests; writes, for each device key, a draft that cose-sign\n"
    "signs: the Mobile Security Object and the items whose digests it holds.  Valid\n"
    "for 30 days, but no longer than the certificate.  Refused: a request that is\n"
    "malformed or not admitted; and, before all, a time at which the certificate's\n"
    "key may not sign.\n\n"
    "  mso-build --ds ds.der --status-uri https://status.example/l <admitted >drafts";

struct settings {
	const char *time, *ds, *uri, *seed;
	uint64_t decoys;
};

/* A whole file that is in memory until the end; exits 78. */
static struct der_slice
load(const struct cli *cli, const char *path, size_t most)
{
	struct der_slice file;

	if ((file.data = file_load(path, most, &file.size)) == NULL)
		cli_die(cli, CLI_CONFIG, "%s: %s", path, strerror(errno));
	return file;
}

/* Until when what is signed now is valid; exits 78 where the certificate forbids it. */
static int64_t
take_term(const struct cli *cli, const char *path, int64_t now)
{
	struct der_slice file = load(cli, path, PKIX_CERT_MAX);
	struct pkix_cert cert;
	struct mdoc_term term;
	int64_t until = 0;
	const char *why;

	if ((why = pkix_cert_read(file, &cert)) != NULL ||
	    (why = mdoc_term_read(&cert, &term)) != NULL ||
	    (why = mdoc_term_valid(&term, now, &until)) != NULL)
		cli_die(cli, CLI_CONFIG, "%s: %s", path, why);
	free((void *)(uintptr_t)file.data);
	return until;
}

static void
take_seed(const struct cli *cli, struct mdoc_random *random, const char *path)
{
	struct der_slice seed = load(cli, path, MDOC_SEED_MAX);

	if (!mdoc_random_seed(random, seed))
		cli_die(cli, CLI_BUG, "no SHA-256");
	cli_warn(cli, "--seed: FOR TESTS ONLY: whoever has %s can guess what is not disclosed",
	    path);
	free((void *)(uintptr_t)seed.data);
}

/* A list's number and a solidus come behind it. */
static void
check_uri(const struct cli *cli, const char *uri)
{
	static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789-._~:/[]@!$&'()*+,;=%";
	size_t size = strlen(uri);

	if ((strncmp(uri, "https://", 8) != 0 && strncmp(uri, "http://", 7) != 0) ||
	    strspn(uri, good) != size || uri[size - 1] == '/' || size > URI_LONGEST)
		cli_die(cli, CLI_USAGE,
		    "%s: not an http URI without query, fragment and / at its end", uri);
}

static void
take(struct cli *cli, struct settings *s, int letter)
{
	switch (letter) {
	case 't':
		s->time = optarg;
		break;
	case DS:
		s->ds = optarg;
		break;
	case STATUS_URI:
		s->uri = optarg;
		check_uri(cli, optarg);
		break;
	case DECOYS:
		if ((s->decoys = prog_number(cli, optarg)) > MDOC_DECOYS_MAX)
			cli_die(cli, CLI_USAGE, "--decoys: at most %d", MDOC_DECOYS_MAX);
		break;
	default:
		s->seed = optarg;
	}
}

/* The drafts of one request, one for each key. */
static void
build(struct cli *cli, struct mdoc_maker *maker, const struct cseq_reader *r)
{
	struct citem item = citem_at(r->data);
	struct mdoc_issuance request;
	struct der_slice head, items;
	struct mdoc_error error;
	const char *why;
	unsigned n;

	if ((why = mdoc_issuance_read(&item, MDOC_ADMITTED, &request, &error)) != NULL) {
		cli_refuse(cli, r->number, r->offset, "%s", why);
		return;
	}
	for (n = 0; n < request.key_count; n++) {
		if ((why = mdoc_build(maker, &request, n, &head, &items)) != NULL)
			cli_die(cli, CLI_BUSY, "%s", why);
		cli_emit(cli, head.data, head.size);
		cli_emit(cli, items.data, items.size);
	}
}

int
main(int argc, char *argv[])
{
	static struct mdoc_random random;
	struct cli cli = {
		.name = "mso-build",
		.purpose = "drafts of documents for a Document Signer",
		.synopsis = "[-nv] --ds DS [-t TIME] [--status-uri URI] [--decoys N] "
			    "[--seed FILE] <admitted >drafts",
		.options = options,
		.help = help,
		.flags = CLI_BINARY_OUT | CLI_READS,
	};
	struct settings s = { .decoys = 0 };
	struct cseq_reader reader = { 0 };
	struct mdoc_maker *maker;
	struct file_input in;
	int64_t now, until;
	int letter;

	while ((letter = cli_option(&cli, argc, argv)) != -1)
		take(&cli, &s, letter);
	cli_operands(&cli, argc, argv, 0, 0);
	if (s.ds == NULL)
		cli_die(&cli, CLI_USAGE, "--ds DS is required; see mso-build --help");
	now = cli_time(&cli, s.time);
	until = take_term(&cli, s.ds, now);
	if (s.seed != NULL)
		take_seed(&cli, &random, s.seed);
	maker = mdoc_maker_new(&random, now, until, s.uri, (unsigned)s.decoys);
	if (maker == NULL)
		cli_die(&cli, CLI_BUSY, "out of memory");
	prog_input(&cli, &in);
	cli_confine(&cli);
	for (reader.input = &in; prog_cbor_next(&cli, &reader);) {
		build(&cli, maker, &reader);
		cli_progress(&cli, "requests", reader.number, 0);
	}
	mdoc_maker_free(maker);
	file_input_close(&in);
	return cli_close(&cli);
}
