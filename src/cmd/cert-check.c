/* cert-check - pass on the certificates that conform to a profile.  See cert-check(1). */
#include "der/der_stream.h"
#include "pkix/pkix_name.h"
#include "profile/profile_check.h"
#include "prog/prog.h"
#include "prog/prog_cert.h"
#include "prog/prog_profile.h"
#include <inttypes.h>
#include <stdlib.h>

enum {
	LIST = 256,
};

static const char help[] =
    "Reads certificates (DER), one after the other, and writes those that break no rule of\n"
    "the profile, octet for octet and in order. Of every other one each breach is named on\n"
    "stderr, with the clause or table that the rule rests on.\n"
    "PROFILE is ca, ds, iaca, link, ocsp, status, or the path of a file (certprofile(5)).\n"
    "\n"
    "  cert-check ds -c iaca.der <ds.der >good.der";

static const struct cli_option options[] = {
	{ 'c', "certificate", "FILE", "the certificate (DER) of who issued what is checked" },
	{ 't', "time", "TIME", "the time at which it must be valid; default now" },
	{ LIST, "list-checks", NULL, "print everything that is checked, and read nothing" },
	{ 0, NULL, NULL, NULL },
};

struct checking {
	struct cli cli;
	struct profile *profile;
	struct pkix_cert issuer;
	uint8_t *issuer_der; /* owned; NULL: a self-signed profile */
	int64_t now;
	bool list;
};

static void
read_options(struct checking *c, int argc, char *argv[])
{
	const char *time = NULL, *issuer = NULL, *name;
	int letter;

	while ((letter = cli_option(&c->cli, argc, argv)) != -1)
		switch (letter) {
		case 'c':
			issuer = optarg;
			break;
		case 't':
			time = optarg;
			break;
		case LIST:
			c->list = true;
			c->cli.flags = 0;
			break;
		}
	name = cli_operands(&c->cli, argc, argv, 1, 1)[0];
	c->now = cli_time(&c->cli, time);
	c->profile = prog_profile(&c->cli, name);
	if (c->list)
		return;
	if (profile_has_issuer(c->profile) && issuer == NULL)
		cli_die(
		    &c->cli, CLI_USAGE, "%s: needs the issuer's certificate: -c FILE", name);
	if (!profile_has_issuer(c->profile) && issuer != NULL)
		cli_die(&c->cli, CLI_USAGE, "%s: is for self-signed certificates: no -c", name);
	if (issuer != NULL)
		c->issuer_der = prog_cert(&c->cli, issuer, &c->issuer);
}

static void
list_checks(const struct checking *c)
{
	char text[PROFILE_TEXT_MAX];
	size_t n;

	for (n = 0; profile_demand(c->profile, n, text); n++)
		cli_print(&c->cli, "%s\n", text);
}

/* Every breach has its line; the certificate is counted once. */
static void
refuse(struct checking *c, const struct der_reader *in, const struct profile_findings *found)
{
	size_t i;

	for (i = 0; i + 1 < found->count; i++)
		cli_warn(&c->cli, "stdin: record %" PRIu64 " @%" PRIu64 ": %s", in->number,
		    in->offset, found->text[i]);
	cli_refuse(&c->cli, in->number, in->offset, "%s", found->text[i]);
}

static void
check(struct checking *c, const struct der_reader *in)
{
	const struct pkix_cert *issuer = c->issuer_der != NULL ? &c->issuer : NULL;
	struct profile_findings found;
	struct pkix_cert cert;
	const char *why;
	char name[256];

	if ((why = pkix_cert_read(in->record, &cert)) != NULL) {
		cli_refuse(&c->cli, in->number, in->offset, "%s", why);
		return;
	}
	profile_check(c->profile, &cert, issuer, c->now, &found);
	if (found.count != 0) {
		refuse(c, in, &found);
		return;
	}
	cli_emit(&c->cli, in->record.data, in->record.size);
	cli_note(&c->cli, "stdin: record %" PRIu64 " @%" PRIu64 ": %s conforms", in->number,
	    in->offset, pkix_name_text(cert.subject, name, sizeof name));
}

int
main(int argc, char *argv[])
{
	struct checking c = { .cli = {
				  .name = "cert-check",
				  .purpose =
				      "pass on the certificates that conform to a profile",
				  .synopsis = "[-nv] PROFILE [-c FILE] [-t TIME] <certs.der "
					      ">good.der\n"
					      "PROFILE --list-checks",
				  .options = options,
				  .help = help,
				  .flags = CLI_BINARY_OUT | CLI_READS,
			      } };
	struct der_reader in = { 0 };
	struct file_input stream;

	read_options(&c, argc, argv);
	if (c.list) {
		list_checks(&c);
	} else {
		prog_input(&c.cli, &stream);
		cli_confine(&c.cli);
		in.input = &stream;
		while (prog_der_next(&c.cli, &in))
			check(&c, &in);
		file_input_close(&stream);
	}
	profile_free(c.profile);
	free(c.issuer_der);
	return cli_close(&c.cli);
}
