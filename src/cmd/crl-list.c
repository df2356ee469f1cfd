/* crl-list - a CRL's entries as revocation records.  See crl-list(1). */
#include "cli/cli.h"
#include "der/der_stream.h"
#include "record/record_crl.h"
#include "record/record_stamp.h"
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

enum {
	PIECE = 64 << 10, /* octets of records written at once */
};

struct run {
	struct cli *cli;
	struct der_reader in;
	struct record_stamp stamp; /* with the label and name of -i */
	struct cput out;
	uint64_t taken; /* entries of the present list */
};

static void
name_issuer(struct run *run, const char *label)
{
	struct record_text issuer, list;
	struct record_error error;
	const char *slash;

	if (label == NULL)
		cli_die(run->cli, CLI_USAGE, "-i LABEL is missing; see crl-list --help");
	slash = strchrnul(label, '/');
	issuer = (struct record_text){ label, (size_t)(slash - label) };
	list = record_text(*slash != '\0' ? slash + 1 : NULL);
	if (record_stamp_begin(&run->stamp, issuer, list, &error) != NULL)
		cli_die(run->cli, CLI_USAGE, "-i %s: %s", label, error.text);
}

static void
flush(struct run *run, size_t unless_below)
{
	if (run->out.failed)
		cli_die(run->cli, CLI_BUSY, "out of memory");
	if (run->out.size < unless_below)
		return;
	cli_emit(run->cli, run->out.data, run->out.size);
	cput_reset(&run->out);
}

static void
refuse(struct run *run, const struct pkix_entry *entry, int got, const char *why)
{
	char complaint[RECORD_COMPLAINT_MAX];

	cli_refuse(run->cli, run->in.number,
	    run->in.offset + (uint64_t)(entry->whole.data - run->in.record.data), "%s",
	    record_crl_complaint(entry, got, why, complaint));
}

/* Why an entry cannot be taken over as it is meant, or NULL. */
static const char *
refusal(const struct pkix_crl *crl, const struct pkix_entry *entry, bool own)
{
	if (!own)
		return "of another issuer: certificateIssuer (RFC 5280 5.3.3)";
	if (entry->unknown_critical.size != 0)
		return "with a critical extension that is not known (RFC 5280 5.3)";
	if (entry->reason == PKIX_REMOVE_FROM_CRL && crl->delta)
		return "removeFromCRL in a delta list is no revocation (RFC 5280 5.3.1)";
	return NULL;
}

static void
list_entry(struct run *run, const struct pkix_entry *entry)
{
	struct record_error error;
	const char *why;

	why = record_stamp_put(&run->stamp, &run->out, entry->serial,
	    entry->reason < 0 ? PKIX_UNSPECIFIED : entry->reason, entry->date,
	    entry->has_invalidity ? &entry->invalidity : NULL, &error);
	if (why != NULL)
		refuse(run, entry, 1, why);
	else
		run->taken++;
	flush(run, PIECE);
}

static void
list_entries(struct run *run, const struct pkix_crl *crl, struct pkix_tally *tally)
{
	struct der_slice rest = crl->revoked;
	struct pkix_entry entry;
	const char *why;
	bool own = true;
	int got = 1;

	while (got != -1 && (got = pkix_entry_next(&rest, &entry, &why)) != 0) {
		if (got != 1) {
			refuse(run, &entry, got, why);
			own = own && !crl->idp.indirect; /* whose is what follows? */
			continue;
		}
		pkix_tally_entry(tally, crl, &entry);
		own = pkix_entry_is_own(crl, &entry, own);
		if ((why = refusal(crl, &entry, own)) != NULL)
			refuse(run, &entry, got, why);
		else
			list_entry(run, &entry);
		cli_progress(run->cli, "entries", tally->entries, 0);
	}
	flush(run, 0);
}

/* Under -v: how many were taken over, and what the list does against the standard. */
static void
note(struct run *run, const struct pkix_tally *tally)
{
	uint64_t number = run->in.number, offset = run->in.offset;

	cli_note(run->cli,
	    "stdin: record %" PRIu64 " @%" PRIu64 ": %" PRIu64 " entries taken over", number,
	    offset, run->taken);
	for (unsigned i = 0; i < PKIX_FLAWS; i++)
		if (tally->flaws[i] != 0)
			cli_note(run->cli,
			    "stdin: record %" PRIu64 " @%" PRIu64 ": %" PRIu64 " %s: %s",
			    number, offset, tally->flaws[i],
			    tally->flaws[i] == 1 ? "time" : "times", pkix_flaw_text(1u << i));
}

static void
list(struct run *run)
{
	struct pkix_tally tally = { 0 };
	struct pkix_crl crl;
	const char *why;

	run->taken = 0;
	why = pkix_any_crl_read(run->in.record, &crl);
	if (why == NULL && crl.unknown_critical.size != 0)
		why = "a critical extension is not known (RFC 5280 5.2)";
	if (why != NULL) {
		cli_refuse(run->cli, run->in.number, run->in.offset, "%s", why);
		return;
	}
	pkix_tally_list(&tally, &crl);
	list_entries(run, &crl, &tally);
	note(run, &tally);
}

int
main(int argc, char *argv[])
{
	static const struct cli_option options[] = {
		{ 'i', "issuer", "LABEL[/NAME]", "label of the issuer, and of its list" },
		{ 0 },
	};
	struct cli cli = {
		.name = "crl-list",
		.purpose = "the entries of a CRL as revocation records",
		.synopsis = "[-nv] -i LABEL[/NAME] <crl.der >revocations.cbor",
		.options = options,
		.help =
		    "Reads CRLs and writes a CBOR revocation record for each entry.  Refused:\n"
		    "entries that cannot be read, that are another issuer's, or with a\n"
		    "critical extension that is not known.  Flaws that lose nothing are\n"
		    "taken over, and counted under -v.\n\n"
		    "  crl-list -i oldca <old-authority.crl | revocation-put -s store -u "
		    ">receipts.cbor",
		.flags = CLI_BINARY_OUT | CLI_READS,
	};
	struct run run = { .cli = &cli };
	struct file_input input;
	const char *label = NULL;
	int got;

	while (cli_option(&cli, argc, argv) != -1)
		label = optarg; /* -i is the only option of our own */
	cli_operands(&cli, argc, argv, 0, 0);
	name_issuer(&run, label);
	if (file_input_open(&input, STDIN_FILENO, cli_tmpdir()) == -1)
		cli_die(&cli, CLI_IO, "stdin: %s", strerror(errno));
	cli_confine(&cli);

	run.in.input = &input;
	while ((got = der_read(&run.in)) == 1)
		list(&run);
	if (got == -1)
		cli_broken(&cli, run.in.io ? CLI_IO : CLI_DATA, run.in.number, run.in.offset,
		    run.in.error);
	cput_free(&run.out);
	file_input_close(&input);
	return cli_close(&cli);
}
