/* cert-verify - pass on the certificates that lead to a trusted one.  See cert-verify(1). */
#include "der/der_stream.h"
#include "pkix/pkix_name.h"
#include "pkix/pkix_path.h"
#include "prog/prog.h"
#include "prog/prog_cert.h"
#include <inttypes.h>

static const char help[] =
    "Reads certificates (DER), one after the other, and writes those from which a path leads\n"
    "to a trusted one, octet for octet and in order. Signatures, names, dates, "
    "basicConstraints,\n"
    "keyUsage and the length of the path are looked at (RFC 5280 6.1); every other one is "
    "named\n"
    "on stderr with what kept it from being trusted. Revocation is not looked at.\n"
    "\n"
    "  cert-verify -c iaca.der <ds.der | cert-check ds -c iaca.der >good.der";

static const struct cli_option options[] = {
	{ 'c', "certificate", "FILE", "trusted certificates in DER; may be repeated" },
	{ 'u', "untrusted", "FILE", "others that a path may lead through; may be repeated" },
	{ 't', "time", "TIME", "the time at which all are valid; default now" },
	{ 0, NULL, NULL, NULL },
};

struct verifying {
	struct cli cli;
	struct pkix_verifiers trusted, others;
	int64_t now;
};

static void
read_options(struct verifying *v, int argc, char *argv[])
{
	const char *time = NULL;
	int letter;

	while ((letter = cli_option(&v->cli, argc, argv)) != -1)
		switch (letter) {
		case 'c':
			prog_certs(&v->cli, &v->trusted, optarg);
			break;
		case 'u':
			prog_certs(&v->cli, &v->others, optarg);
			break;
		case 't':
			time = optarg;
			break;
		}
	cli_operands(&v->cli, argc, argv, 0, 0);
	if (v->trusted.count == 0)
		cli_die(&v->cli, CLI_USAGE, "-c FILE is required: whom do you trust?");
	v->now = cli_time(&v->cli, time);
}

static void
note(const struct verifying *v, const struct der_reader *in, const struct pkix_path *path)
{
	char name[256];
	size_t i;

	for (i = 0; i < path->count; i++)
		cli_note(&v->cli, "stdin: record %" PRIu64 " @%" PRIu64 ": %zu above: %s (%s)",
		    in->number, in->offset, i + 1,
		    pkix_name_text(path->steps[i]->cert.subject, name, sizeof name),
		    path->steps[i]->from);
	if (path->count == 0)
		cli_note(&v->cli, "stdin: record %" PRIu64 " @%" PRIu64 ": is trusted itself",
		    in->number, in->offset);
}

static void
verify(struct verifying *v, const struct der_reader *in)
{
	struct pkix_path path;
	struct pkix_cert cert;
	const char *why = pkix_cert_read(in->record, &cert);

	if (why == NULL && !pkix_path_verify(&cert, &v->trusted, &v->others, v->now, &path))
		why = path.why;
	if (why != NULL) {
		cli_refuse(&v->cli, in->number, in->offset, "%s", why);
		return;
	}
	cli_emit(&v->cli, in->record.data, in->record.size);
	note(v, in, &path);
}

int
main(int argc, char *argv[])
{
	struct verifying
	    v = { .cli = {
		      .name = "cert-verify",
		      .purpose = "pass on the certificates that lead to a trusted one",
		      .synopsis =
			  "[-nv] -c FILE... [-u FILE]... [-t TIME] <certs.der >good.der",
		      .options = options,
		      .help = help,
		      .flags = CLI_BINARY_OUT | CLI_READS,
		  } };
	struct der_reader in = { 0 };
	struct file_input stream;

	read_options(&v, argc, argv);
	prog_input(&v.cli, &stream);
	cli_confine(&v.cli);
	in.input = &stream;
	while (prog_der_next(&v.cli, &in))
		verify(&v, &in);
	file_input_close(&stream);
	pkix_verifiers_free(&v.trusted);
	pkix_verifiers_free(&v.others);
	return cli_close(&v.cli);
}
