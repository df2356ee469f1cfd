/* record-encode - JSON Lines into CBOR records.  See record-encode(1). */
#include "cli/cli.h"
#include "record/record_json.h"
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "TYPE is one of: list, query, receipt, revocation, status.\n"
    "Reads one JSON object a line; blank lines are passed over.  Octets are hex,\n"
    "times RFC 3339, reasons their RFC 5280 names.  A line that does not fit the\n"
    "type (src/cddl/TYPE.cddl) is refused: wrong, missing or unknown members.\n\n"
    "  record-encode revocation <requests.jsonl >requests.cbor";

/* The type that the first operand names. */
static const struct record_type *
take_type(struct cli *cli, int argc, char *argv[])
{
	const struct record_type *type;
	char types[200] = "";
	const char *name;
	unsigned n;

	for (n = 0; (name = record_type_name(n)) != NULL; n++) {
		strncat(types, n > 0 ? ", " : "", sizeof types - strlen(types) - 1);
		strncat(types, name, sizeof types - strlen(types) - 1);
	}
	if (optind == argc)
		cli_die(cli, CLI_USAGE, "TYPE is missing: one of %s", types);
	if ((type = record_type(argv[optind])) == NULL)
		cli_die(cli, CLI_USAGE, "no type named %s: one of %s", argv[optind], types);
	cli_operands(cli, argc, argv, 1, 1);
	return type;
}

/* One line into record.  NULL, or why it is refused. */
static const char *
encode(const struct cli *cli, const struct record_type *type, const struct record_lines *line,
    struct cput *record, struct record_error *error)
{
	const char *why;

	cput_reset(record);
	if (line->data == NULL)
		return "longer than a line may be (cborstream(5))";
	why = record_encode(type, line->data, line->size, record, error);
	if (record->failed)
		cli_die(cli, CLI_BUSY, "out of memory");
	if (why == NULL)
		cli_note(cli, "stdin: line %" PRIu64 " @%" PRIu64 ": %zu octets", line->number,
		    line->offset, record->size);
	return why;
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "record-encode",
		.purpose = "JSON Lines into CBOR records",
		.synopsis = "[-nv] TYPE <lines.jsonl >records.cbor",
		.help = help,
		.flags = CLI_BINARY_OUT | CLI_READS,
		.unit = "line",
	};
	struct record_lines line = { .number = 0 };
	const struct record_type *type;
	struct record_error error;
	struct cput record = { 0 };
	struct file_input in;
	const char *why;
	int got;

	while (cli_option(&cli, argc, argv) != -1)
		;
	type = take_type(&cli, argc, argv);
	if (file_input_open(&in, STDIN_FILENO, cli_tmpdir()) == -1)
		cli_die(&cli, CLI_IO, "stdin: %s", strerror(errno));
	cli_confine(&cli);

	line.input = &in;
	while ((got = record_lines_read(&line)) == 1) {
		if ((why = encode(&cli, type, &line, &record, &error)) != NULL)
			cli_refuse(&cli, line.number, line.offset, "%s", why);
		else
			cli_emit(&cli, record.data, record.size);
		cli_progress(&cli, "lines", line.number, 0);
	}
	if (got == -1)
		cli_broken(&cli, CLI_IO, line.number, line.offset, strerror(errno));
	cput_free(&record);
	file_input_close(&in);
	return cli_close(&cli);
}
