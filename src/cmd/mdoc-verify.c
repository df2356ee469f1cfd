/* mdoc-verify - pass on the mdocs that hold.  See mdoc-verify(1). */
#include "file/file_load.h"
#include "mdoc/mdoc_verify.h"
#include "pkix/pkix_name.h"
#include "prog/prog.h"
#include "prog/prog_cert.h"
#include "prog/prog_profile.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CRL = 256,
	STRICT,
	CRLS_MAX = 64,
};
#define CRL_FILE_MAX ((size_t)64 << 20)

static const char help[] =
    "Reads mdocs, a CBOR sequence of IssuerSigned, DeviceResponse (all of its documents) or\n"
    "delivery records, and writes those that hold, octet for octet and in order: their\n"
    "Document Signer's certificate is one of the IACAs given, its signature verifies, each\n"
    "element's digest is in what it signed, and it is valid now. Each other record is named\n"
    "on stderr with the clause of ISO/IEC 18013-5 that it breaks, and left out.\n"
    "\n"
    "  mdoc-verify -c iaca.der <delivery >good";

static const struct cli_option options[] = {
	{ 'c', "certificate", "FILE", "a file of IACA certificates in DER; may be repeated" },
	{ CRL, "crl", "FILE", "CRLs in DER; the DS certificate must be on none of its IACA's" },
	{ STRICT, "strict", NULL,
	    "the DS certificate must conform to Table B.3 in everything" },
	{ 't', "time", "TIME", "the time at which all must be valid; default now" },
	{ 0, NULL, NULL, NULL },
};

struct verifying {
	struct cli cli;
	struct mdoc_rules rules;
	struct pkix_verifiers roots;
	struct pkix_judgement crls[CRLS_MAX];
	uint8_t *crl_files[CRLS_MAX]; /* owned: what crls point into */
	size_t files, count;
	struct profile *profile;
};

/* Every CRL of a file, one after the other; each must be good. */
static void
add_crls(struct verifying *v, const char *path)
{
	struct pkix_judgement *j;
	struct der_slice rest;
	struct der_item item;
	const char *why;
	size_t before = v->count;
	int got;

	if (v->files == CRLS_MAX)
		cli_die(&v->cli, CLI_USAGE, "more than 64 files of CRLs");
	rest.data = v->crl_files[v->files] = file_load(path, CRL_FILE_MAX, &rest.size);
	if (v->crl_files[v->files++] == NULL)
		cli_die(&v->cli, CLI_CONFIG, "%s: %s", path, strerror(errno));
	while ((got = der_next(&rest, &item, &why)) == 1) {
		if (v->count == CRLS_MAX)
			cli_die(&v->cli, CLI_CONFIG, "%s: more than 64 CRLs", path);
		j = &v->crls[v->count++];
		why = j->why;
		if (!pkix_crl_judge(item.whole, &v->roots, j) ||
		    (why = mdoc_crl_check(&j->crl)) != NULL)
			break;
	}
	if (got != 0 || v->count == before)
		cli_die(&v->cli, CLI_CONFIG, "%s: %s", path, got != 0 ? why : "no CRL in it");
}

/* CRLs are judged when all the certificates are known, whatever the order of options. */
static void
read_options(struct verifying *v, int argc, char *argv[])
{
	const char *time = NULL, *crls[CRLS_MAX];
	size_t count = 0, i;
	int letter;

	while ((letter = cli_option(&v->cli, argc, argv)) != -1)
		switch (letter) {
		case 'c':
			prog_certs(&v->cli, &v->roots, optarg);
			break;
		case CRL:
			if (count == CRLS_MAX)
				cli_die(&v->cli, CLI_USAGE, "more than 64 files of CRLs");
			crls[count++] = optarg;
			break;
		case STRICT:
			profile_free(v->profile);
			v->profile = prog_profile(&v->cli, "ds");
			break;
		case 't':
			time = optarg;
			break;
		}
	cli_operands(&v->cli, argc, argv, 0, 0);
	if (v->roots.count == 0)
		cli_die(&v->cli, CLI_USAGE, "-c FILE is required; see %s --help", v->cli.name);
	for (i = 0; i < count; i++)
		add_crls(v, crls[i]);
	v->rules = (struct mdoc_rules){ .roots = &v->roots,
		.now = cli_time(&v->cli, time),
		.profile = v->profile,
		.crls = { v->crls, v->count } };
}

static void
note(const struct cli *cli, const struct cseq_reader *in, uint64_t document,
    const struct mdoc_verdict *verdict)
{
	char serial[64], name[256];

	cli_note(cli,
	    "stdin: record %" PRIu64 " @%" PRIu64 ": document %" PRIu64 ": %" PRIu64
	    " elements, signed by %s, serial %s (%s)",
	    in->number, in->offset, document, verdict->items,
	    pkix_name_text(verdict->signer.subject, name, sizeof name),
	    pkix_hex(verdict->signer.serial, serial, sizeof serial), verdict->issuer->from);
}

/* Every document of a record; the first that does not hold is the reason to leave it out. */
static bool
record_good(struct verifying *v, const struct cseq_reader *in)
{
	struct citem item = citem_at(in->data);
	struct mdoc_verdict verdict = { .items = 0 };
	struct mdoc_record record;
	struct mdoc mdoc;
	char where[48] = "";
	const char *why = mdoc_record_read(&item, &record);

	if (why == NULL && record.count == 0)
		why = "a DeviceResponse without documents (ISO/IEC 18013-5 9.3.1)";
	while (why == NULL && record.taken < record.count) {
		if (record.kind == MDOC_RESPONSE)
			snprintf(
			    where, sizeof where, "document %" PRIu64 ": ", record.taken + 1);
		why = mdoc_next(&record, &mdoc);
		if (why == NULL && !mdoc_verify(&mdoc, &v->rules, &verdict))
			why = verdict.why;
		if (why == NULL)
			note(&v->cli, in, record.taken, &verdict);
	}
	if (why != NULL)
		cli_refuse(&v->cli, in->number, in->offset, "%s%s", where, why);
	return why == NULL;
}

int
main(int argc, char *argv[])
{
	static struct verifying v = { .cli = {
					  .name = "mdoc-verify",
					  .purpose = "pass on the mdocs that hold",
					  .synopsis =
					      "[-nv] -c FILE... [--crl FILE]... [--strict] "
					      "[-t TIME] <mdocs >good",
					  .options = options,
					  .help = help,
					  .flags = CLI_BINARY_OUT | CLI_READS,
				      } };
	struct file_input stream;
	struct cseq_reader in = { .input = &stream };

	read_options(&v, argc, argv);
	prog_input(&v.cli, &stream);
	cli_confine(&v.cli);

	while (prog_cbor_next(&v.cli, &in))
		if (record_good(&v, &in))
			cli_emit(&v.cli, in.data, in.size);
	file_input_close(&stream);
	while (v.files > 0)
		free(v.crl_files[--v.files]);
	pkix_verifiers_free(&v.roots);
	profile_free(v.profile);
	return cli_close(&v.cli);
}
