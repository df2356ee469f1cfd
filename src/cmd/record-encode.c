/* record-encode - JSON Lines into CBOR records.  See record-encode(1). */
#include "cli/cli.h"
#include "record/record_json.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* "one, two, three": the types there are, for a message. */
static void
name_types(char *out, size_t size)
{
	const char *name;
	unsigned n;

	*out = '\0';
	for (n = 0; (name = record_type_name(n)) != NULL; n++) {
		if (n > 0)
			strncat(out, ", ", size - strlen(out) - 1);
		strncat(out, name, size - strlen(out) - 1);
	}
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "record-encode",
		.purpose = "JSON Lines into CBOR records",
		.synopsis = "[-nv] TYPE <lines.jsonl >records.cbor",
		.help = "TYPE is one of: list, query, receipt, revocation, status.\n"
			"Reads one JSON object a line; blank lines are passed over.  Octets "
			"are hex,\n"
			"times RFC 3339, reasons their RFC 5280 names.  A line that does not "
			"fit the\n"
			"type (src/cddl/TYPE.cddl) is refused: wrong, missing or unknown "
			"members.\n\n"
			"  record-encode revocation <requests.jsonl >requests.cbor",
		.flags = CLI_BINARY_OUT | CLI_READS,
		.unit = "line",
	};
	struct record_lines lines = { .number = 0 };
	const struct record_type *type;
	struct record_error error;
	struct cput record = { 0 };
	struct file_input in;
	char types[200];
	const char *why;
	int got;

	while (cli_option(&cli, argc, argv) != -1)
		;
	name_types(types, sizeof types);
	if (optind == argc)
		cli_die(&cli, CLI_USAGE, "TYPE is missing: one of %s", types);
	if ((type = record_type(argv[optind])) == NULL)
		cli_die(&cli, CLI_USAGE, "no type named %s: one of %s", argv[optind], types);
	cli_operands(&cli, argc, argv, 1, 1);
	if (file_input_open(&in, STDIN_FILENO, cli_tmpdir()) == -1)
		cli_die(&cli, CLI_IO, "stdin: %s", strerror(errno));
	cli_confine(&cli);

	lines.input = &in;
	while ((got = record_lines_read(&lines)) == 1) {
		cput_reset(&record);
		if (lines.data == NULL)
			why = "longer than a line may be (cborstream(5))";
		else
			why = record_encode(type, lines.data, lines.size, &record, &error);
		if (record.failed)
			cli_die(&cli, CLI_BUSY, "out of memory");
		if (why != NULL)
			cli_refuse(&cli, lines.number, lines.offset, "%s", why);
		else
			cli_emit(&cli, record.data, record.size);
		cli_progress(&cli, "lines", lines.number, 0);
	}
	if (got == -1)
		cli_broken(&cli, CLI_IO, lines.number, lines.offset, strerror(errno));
	cput_free(&record);
	file_input_close(&in);
	return cli_close(&cli);
}
