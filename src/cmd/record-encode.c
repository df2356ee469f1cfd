/* record-encode - JSON Lines into CBOR records.  See record-encode(1). */
#include "cli/cli.h"
#include "file/file_load.h"
#include "mdoc/mdoc_json.h"
#include "record/record_json.h"
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct cli_option options[] = {
	{ 'd', "doctype", "FILE", "issuance: a docType (etc/doctypes); may be repeated" },
	{ 0 },
};

static const char help[] =
    "TYPE is one of: issuance, list, query, receipt, revocation, status.\n"
    "Reads one JSON object a line; blank lines are passed over.  Octets are hex,\n"
    "times RFC 3339, reasons their RFC 5280 names.  A line that does not fit the\n"
    "type (src/cddl/TYPE.cddl) is refused: wrong, missing or unknown members.\n\n"
    "  record-encode revocation <requests.jsonl >requests.cbor";

#define ISSUANCE "issuance" /* the type that docType files rule */

/* What lines are to become: a record of the tables, or else an issuance of these docTypes. */
struct target {
	const struct record_type *type;
	struct mdoc_type *doc_types;
	unsigned count;
};

/* One more docType file; exits 78 when it is none. */
static void
take_doc_type(const struct cli *cli, struct target *to, const char *path)
{
	struct mdoc_error error;
	uint8_t *text;
	size_t size;

	if ((text = file_load(path, MDOC_TYPE_FILE_MAX, &size)) == NULL)
		cli_die(cli, CLI_CONFIG, "%s: %s", path, strerror(errno));
	to->doc_types = reallocarray(to->doc_types, to->count + 1, sizeof *to->doc_types);
	if (to->doc_types == NULL)
		cli_die(cli, CLI_BUSY, "out of memory");
	if (mdoc_type_read((char *)text, size, &to->doc_types[to->count++], &error) != NULL)
		cli_die(cli, CLI_CONFIG, "%s: line %u: %s", path, error.line, error.text);
	free(text);
}

/* The type that the first operand names; NULL: issuance. */
static const struct record_type *
take_type(struct cli *cli, int argc, char *argv[])
{
	const struct record_type *type;
	char types[200] = ISSUANCE ", ";
	const char *name;
	unsigned n;

	for (n = 0; (name = record_type_name(n)) != NULL; n++) {
		strncat(types, n > 0 ? ", " : "", sizeof types - strlen(types) - 1);
		strncat(types, name, sizeof types - strlen(types) - 1);
	}
	if (optind == argc)
		cli_die(cli, CLI_USAGE, "TYPE is missing: one of %s", types);
	type = record_type(argv[optind]);
	if (type == NULL && strcmp(argv[optind], ISSUANCE) != 0)
		cli_die(cli, CLI_USAGE, "no type named %s: one of %s", argv[optind], types);
	cli_operands(cli, argc, argv, 1, 1);
	return type;
}

union refusal {
	struct record_error record;
	struct mdoc_error mdoc;
};

/* One line into record.  NULL, or why it is refused. */
static const char *
encode(const struct cli *cli, const struct target *to, const struct record_lines *line,
    struct cput *record, union refusal *refusal)
{
	const char *why;

	cput_reset(record);
	if (line->data == NULL)
		return "longer than a line may be (cborstream(5))";
	if (to->type != NULL)
		why = record_encode(to->type, line->data, line->size, record, &refusal->record);
	else
		why = mdoc_issuance_encode(
		    to->doc_types, to->count, line->data, line->size, record, &refusal->mdoc);
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
		.synopsis = "[-nv] [-d FILE]... TYPE <lines.jsonl >records.cbor",
		.options = options,
		.help = help,
		.flags = CLI_BINARY_OUT | CLI_READS,
		.unit = "line",
	};
	struct record_lines line = { .number = 0 };
	struct target to = { NULL, NULL, 0 };
	union refusal refusal;
	struct cput record = { 0 };
	struct file_input in;
	const char *why;
	int got;

	while (cli_option(&cli, argc, argv) != -1)
		take_doc_type(&cli, &to, optarg);
	to.type = take_type(&cli, argc, argv);
	if ((to.type == NULL) != (to.count > 0))
		cli_die(&cli, CLI_USAGE, "-d FILE goes with the type issuance");
	if (file_input_open(&in, STDIN_FILENO, cli_tmpdir()) == -1)
		cli_die(&cli, CLI_IO, "stdin: %s", strerror(errno));
	cli_confine(&cli);

	line.input = &in;
	while ((got = record_lines_read(&line)) == 1) {
		if ((why = encode(&cli, &to, &line, &record, &refusal)) != NULL)
			cli_refuse(&cli, line.number, line.offset, "%s", why);
		else
			cli_emit(&cli, record.data, record.size);
		cli_progress(&cli, "lines", line.number, 0);
	}
	if (got == -1)
		cli_broken(&cli, CLI_IO, line.number, line.offset, strerror(errno));
	cput_free(&record);
	free(to.doc_types);
	file_input_close(&in);
	return cli_close(&cli);
}
