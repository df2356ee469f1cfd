/* crl-show - CRLs as text or JSON Lines.  See crl-show(1). */
#include "cli/cli.h"
#include "der/der_stream.h"
#include "record/record_crl.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

enum {
	PIECE = 64 << 10, /* octets of text written at once */
};

struct show {
	struct cli *cli;
	const struct der_reader *in;
	struct cput text;
	bool json, entries;
};

static void
flush(struct show *s, size_t unless_below)
{
	if (s->text.failed)
		cli_die(s->cli, CLI_BUSY, "out of memory");
	if (s->text.size < unless_below)
		return;
	cli_emit(s->cli, s->text.data, s->text.size);
	cput_reset(&s->text);
}

/* Count the entries, and name those that are not. */
static void
count(struct show *s, const struct pkix_crl *crl, struct pkix_tally *tally)
{
	struct der_slice rest = crl->revoked;
	char complaint[RECORD_COMPLAINT_MAX];
	struct pkix_entry entry;
	const char *why;
	int got = 1;

	pkix_tally_list(tally, crl);
	while (got != -1 && (got = pkix_entry_next(&rest, &entry, &why)) != 0) {
		if (got == 1) {
			pkix_tally_entry(tally, crl, &entry);
			continue;
		}
		tally->bad++;
		cli_refuse(s->cli, s->in->number,
		    s->in->offset + (uint64_t)(entry.whole.data - s->in->record.data), "%s",
		    record_crl_complaint(&entry, got, why, complaint));
	}
}

static void
show_entries(struct show *s, const struct pkix_crl *crl, uint64_t total)
{
	struct der_slice rest = crl->revoked;
	struct pkix_entry entry;
	uint64_t done = 0;
	const char *why;
	int got;

	while ((got = pkix_entry_next(&rest, &entry, &why)) > 0) {
		if (got != 1)
			continue;
		if (s->json)
			record_crl_entry_json(&s->text, s->in->number, &entry);
		else {
			cput_raw(&s->text, "  ", 2);
			record_crl_entry_text(&s->text, &entry);
		}
		flush(s, PIECE);
		cli_progress(s->cli, "entries", ++done, total);
	}
}

static void
show(struct show *s)
{
	struct pkix_tally tally = { 0 };
	struct pkix_crl crl;
	const char *why;

	if ((why = pkix_any_crl_read(s->in->record, &crl)) != NULL) {
		cli_refuse(s->cli, s->in->number, s->in->offset, "%s", why);
		return;
	}
	count(s, &crl, &tally);
	if (s->json)
		record_crl_json(&s->text, s->in->number, &crl, &tally);
	else
		record_crl_text(&s->text, s->in->number, &crl, &tally);
	flush(s, PIECE);
	if (s->entries)
		show_entries(s, &crl, tally.entries);
	flush(s, 0);
}

int
main(int argc, char *argv[])
{
	static const struct cli_option options[] = {
		{ 'e', "entries", NULL, "show every entry too" },
		{ 'j', "json", NULL, "JSON Lines: one object for a list, one for an entry" },
		{ 0 },
	};
	struct cli cli = {
		.name = "crl-show",
		.purpose = "CRLs as text or JSON Lines",
		.synopsis = "[-ejnv] <crls.der",
		.options = options,
		.help =
		    "Reads CRLs, signed or still to be signed, one after the other, and says "
		    "what\n"
		    "they hold, with the clause of RFC 5280 for every flaw.  Signatures are "
		    "not\n"
		    "verified (crl-verify does that) and dates not compared with the clock.\n"
		    "What is not a CRL, and every bad entry, is named on stderr.\n\n"
		    "  crl-show -e -j <tokyo.crl | jq -r 'select(.type == \"entry\").serial'",
		.flags = CLI_READS,
	};
	struct der_reader in = { .most = 0 };
	struct show s = { .cli = &cli, .in = &in };
	struct file_input input;
	int letter, got;

	while ((letter = cli_option(&cli, argc, argv)) != -1)
		*(letter == 'e' ? &s.entries : &s.json) = true;
	cli_operands(&cli, argc, argv, 0, 0);
	if (file_input_open(&input, STDIN_FILENO, cli_tmpdir()) == -1)
		cli_die(&cli, CLI_IO, "stdin: %s", strerror(errno));
	cli_confine(&cli);

	in.input = &input;
	while ((got = der_read(&in)) == 1)
		show(&s);
	if (got == -1)
		cli_broken(&cli, in.io ? CLI_IO : CLI_DATA, in.number, in.offset, in.error);
	cput_free(&s.text);
	file_input_close(&input);
	return cli_close(&cli);
}
