/* crl-verify - pass on the CRLs that a known CA signed.  See crl-verify(1). */
#include "cli/cli.h"
#include "der/der_stream.h"
#include "pkix/pkix_judge.h"
#include "pkix/pkix_name.h"
#include "prog/prog.h"
#include "prog/prog_cert.h"
#include <inttypes.h>

static const char help[] =
    "Reads CRLs in DER (CertificateList), one after the other, and writes those that are\n"
    "well-formed, bear the name and key identifier of one of the CA certificates given, and\n"
    "carry a signature of its key, octet for octet and in order.  Every other one is named on\n"
    "stderr with the clause of RFC 5280 that it breaks, and left out.  Dates are not judged.\n"
    "\n"
    "  crl-verify -c ca.der <ca.crl >verified.crl";

static const struct cli_option options[] = {
	{ 'c', "certificate", "FILE", "a file of CA certificates in DER; may be repeated" },
	{ 's', "store", "STORE", "the CA certificates of a status store" },
	{ 0, NULL, NULL, NULL },
};

/* The certificates of all issuers of a store, which is closed again. */
static void
add_store(const struct cli *cli, struct pkix_verifiers *known, const char *path)
{
	const struct store_issuer *issuer;
	struct store *store = prog_store(cli, path, STORE_READ);
	const char *why;
	size_t i;

	for (i = 0; i < store_issuer_count(store); i++) {
		issuer = store_issuer_at(store, i);
		if ((why = pkix_verifiers_add(known, issuer->cert.whole, path)) != NULL)
			cli_die(cli, CLI_CONFIG, "%s: issuer %s: %s", path, issuer->label, why);
	}
	store_close(store);
}

static void
note(const struct cli *cli, const struct der_reader *in, const struct pkix_judgement *judgement)
{
	char name[256];
	unsigned bit;

	cli_note(cli,
	    "stdin: record %" PRIu64 " @%" PRIu64 ": %" PRIu64 " entries, %s by %s (%s)",
	    in->number, in->offset, judgement->entries, judgement->algorithm.name,
	    pkix_name_text(judgement->issuer->cert.subject, name, sizeof name),
	    judgement->issuer->from);
	for (bit = 0; bit < PKIX_FLAWS; bit++)
		if (judgement->flaws & 1u << bit)
			cli_note(cli, "stdin: record %" PRIu64 " @%" PRIu64 ": passed with: %s",
			    in->number, in->offset, pkix_flaw_text(1u << bit));
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "crl-verify",
		.purpose = "pass on the CRLs that a known CA signed",
		.synopsis = "[-nv] -c FILE... <crls.der >verified.der\n"
			    "[-nv] -s STORE <crls.der >verified.der",
		.options = options,
		.help = help,
		.flags = CLI_BINARY_OUT | CLI_READS,
	};
	struct pkix_verifiers known = { 0 };
	struct pkix_judgement judgement;
	struct file_input stream;
	struct der_reader in = { .input = &stream };
	const char *store = NULL;
	int opt;

	while ((opt = cli_option(&cli, argc, argv)) != -1)
		if (opt == 's')
			store = optarg;
		else
			prog_certs(&cli, &known, optarg);
	cli_operands(&cli, argc, argv, 0, 0);
	if ((store == NULL) == (known.count == 0))
		cli_die(&cli, CLI_USAGE, "give either -c FILE... or -s STORE");
	if (store != NULL)
		add_store(&cli, &known, store);
	prog_input(&cli, &stream);
	cli_confine(&cli);

	while (prog_der_next(&cli, &in))
		if (pkix_crl_judge(in.record, &known, &judgement)) {
			note(&cli, &in, &judgement);
			cli_emit(&cli, in.record.data, in.record.size);
		} else
			cli_refuse(&cli, in.number, in.offset, "%s", judgement.why);
	file_input_close(&stream);
	pkix_verifiers_free(&known);
	return cli_close(&cli);
}
