/* mdoc-show - mdocs for people.  See mdoc-show(1). */
#include "mdoc/mdoc_show.h"
#include "prog/prog.h"
#include "record/record_print.h"
#include <inttypes.h>
#include <stdio.h>

static const char help[] =
    "Reads mdocs, a CBOR sequence of IssuerSigned, DeviceResponse or delivery records, and\n"
    "prints what they say: type, validity, signer, device key, status and elements; octets\n"
    "(portraits) as size and SHA-256. With -j one object of JSON a line. Nothing is verified:\n"
    "put mdoc-verify in front. What is printed is personal data.\n"
    "\n"
    "  mdoc-verify -c iaca.der <delivery | mdoc-show -j | jq .";

static const struct cli_option options[] = {
	{ 'j', "json", NULL, "JSON Lines instead of text" },
	{ 0, NULL, NULL, NULL },
};

static const char *const kinds[] = {
	[MDOC_ISSUER_SIGNED] = "IssuerSigned",
	[MDOC_DELIVERY] = "delivery",
	[MDOC_RESPONSE] = "DeviceResponse",
};

/* What stands in front of the documents of a record. */
static void
json_begin(const struct mdoc_record *record, struct cput *text)
{
	record_print(text, "{\"kind\":\"");
	record_print(text, kinds[record->kind]);
	record_print(text, "\"");
	if (record->kind == MDOC_DELIVERY) {
		record_print(text, ",\"n\":");
		record_print_exact(text, false, record->n);
		record_print(text, ",\"id\":");
		record_print_text(text, record->id.data, record->id.size);
		record_print(text, ",\"index\":");
		record_print_exact(text, false, record->index);
	}
	record_print(text, ",\"documents\":[");
}

static void
text_begin(const struct mdoc_record *record, uint64_t number, struct cput *text)
{
	char line[80];

	snprintf(line, sizeof line, "record %" PRIu64 ": %s", number, kinds[record->kind]);
	record_print(text, line);
	if (record->kind == MDOC_DELIVERY) {
		record_print(text, " ");
		record_print_text(text, record->id.data, record->id.size);
		snprintf(line, sizeof line, ", n %" PRIu64 ", index %" PRIu64, record->n,
		    record->index);
		record_print(text, line);
	}
	record_print(text, "\n");
}

static const char *
show(const struct cseq_reader *in, bool json, struct cput *text)
{
	struct citem item = citem_at(in->data);
	struct mdoc_record record;
	struct mdoc mdoc;
	const char *why;

	if ((why = mdoc_record_read(&item, &record)) != NULL)
		return why;
	if (json)
		json_begin(&record, text);
	else
		text_begin(&record, in->number, text);
	while (record.taken < record.count) {
		if (json && record.taken > 0)
			record_print(text, ",");
		if ((why = mdoc_next(&record, &mdoc)) != NULL ||
		    (why = (json ? mdoc_show_json : mdoc_show_text)(&mdoc, text)) != NULL)
			return why;
	}
	record_print(text, json ? "]}\n" : "");
	return NULL;
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "mdoc-show",
		.purpose = "mdocs for people",
		.synopsis = "[-jnv] <mdocs >text",
		.options = options,
		.help = help,
		.flags = CLI_READS,
	};
	struct file_input stream;
	struct cseq_reader in = { .input = &stream };
	struct cput text = { 0 };
	const char *why;
	bool json = false;

	while (cli_option(&cli, argc, argv) != -1)
		json = true;
	cli_operands(&cli, argc, argv, 0, 0);
	prog_input(&cli, &stream);
	cli_confine(&cli);

	while (prog_cbor_next(&cli, &in)) {
		cput_reset(&text);
		why = show(&in, json, &text);
		if (text.failed)
			cli_die(&cli, CLI_BUSY, "out of memory");
		if (why != NULL)
			cli_refuse(&cli, in.number, in.offset, "%s", why);
		else
			cli_emit(&cli, text.data, text.size);
	}
	cput_free(&text);
	file_input_close(&stream);
	return cli_close(&cli);
}
