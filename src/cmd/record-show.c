/* record-show - CBOR records as JSON Lines.  See record-show(1). */
#include "cli/cli.h"
#include "record/record_json.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* One item, piece by piece: its text may be much larger than itself. */
static void
show(struct cli *cli, const uint8_t *item, struct cput *text)
{
	struct record_show shown = { .item = item };
	bool more;

	do {
		cput_reset(text);
		more = record_show(&shown, text);
		if (text->failed)
			cli_die(cli, CLI_BUSY, "out of memory");
		cli_emit(cli, text->data, text->size);
	} while (more);
	cli_emit(cli, "\n", 1);
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "record-show",
		.purpose = "CBOR records as JSON Lines",
		.synopsis = "[-n] <records.cbor >lines.jsonl",
		.help =
		    "Reads a sequence of CBOR items (RFC 8742) and writes each as one line of\n"
		    "JSON: records of ours by their rule, so that record-encode gives the "
		    "same\n"
		    "octets back; any other item as it is, octets in hex.  What is not\n"
		    "deterministic CBOR (cborstream(5)) ends the run with 65.\n\n"
		    "  record-show <receipts.cbor | jq -c 'select(.status == \"refused\")'",
		.flags = CLI_READS,
	};
	struct cseq_reader items = { .number = 0 };
	struct cput text = { 0 };
	struct file_input in;
	int got;

	while (cli_option(&cli, argc, argv) != -1)
		;
	cli_operands(&cli, argc, argv, 0, 0);
	if (file_input_open(&in, STDIN_FILENO, cli_tmpdir()) == -1)
		cli_die(&cli, CLI_IO, "stdin: %s", strerror(errno));
	cli_confine(&cli);

	items.input = &in;
	while ((got = cseq_read(&items)) == 1) {
		show(&cli, items.data, &text);
		cli_progress(&cli, "records", items.number, 0);
	}
	if (got == -1)
		cli_broken(&cli, items.io ? CLI_IO : CLI_DATA, items.number, items.offset,
		    items.io ? strerror(errno) : items.error);
	cput_free(&text);
	file_input_close(&in);
	return cli_close(&cli);
}
