/* revocation-put - take revocations into a store.  See revocation-put(1). */
#include "file/file_spool.h"
#include "pkix/pkix_name.h"
#include "prog/intake.h"
#include "prog/prog.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	BATCH = 1 << 17, /* sorted and put at a time: bounds the memory, not the input */
};

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store" },
	{ 'u', "unregistered", NULL, "take serials whose certificates are not registered" },
	{ 't', "time", "TIME", "when this is recorded (RFC 3339; default now)" },
	{ 0 },
};

struct work {
	struct cli *cli;
	struct store *store;
	struct intake_rules rules;
	struct intake *batch;  /* BATCH of them */
	struct intake **order; /* the same, in the order they are put */
	size_t count;
	FILE *receipts; /* spooled: none may leave before all is durable */
	struct cput out;
};

static void
write_receipt(struct work *w, const struct record_receipt *receipt)
{
	struct record_error why;

	cput_reset(&w->out);
	if (record_receipt_write(&w->out, receipt, &why) != NULL || w->out.failed)
		cli_die(w->cli, CLI_BUG, "receipt cannot be written: %s", why.text);
	if (fwrite(w->out.data, 1, w->out.size, w->receipts) != w->out.size)
		cli_die(w->cli, CLI_IO, "spool of receipts: %s", strerror(errno));
}

static int
by_key(const void *a, const void *b)
{
	const struct intake *x = *(struct intake *const *)a, *y = *(struct intake *const *)b;
	int order = intake_compare(x, y);

	/* The first of two requests for one serial stays the first. */
	return order != 0 ? order : (x > y) - (x < y);
}

static bool
is_sorted(const struct work *w)
{
	size_t i;

	for (i = 1; i < w->count; i++)
		if (intake_compare(w->order[i - 1], w->order[i]) > 0)
			return false;
	return true;
}

/* Every refusal on stderr; under -v what became of the others too. */
static void
say(struct work *w, const struct intake *in)
{
	char serial[2 * STORE_SERIAL_MAX + 1];

	if (in->outcome != RECORD_REFUSED && w->cli->verbose == 0)
		return;
	pkix_hex((struct der_slice){ in->serial, in->serial_size }, serial, sizeof serial);
	if (in->outcome == RECORD_REFUSED)
		cli_refuse(
		    w->cli, in->number, in->offset, "%s %s: %s", in->label, serial, in->why);
	else
		cli_note(w->cli, "%s %s: %s", in->label, serial,
		    in->outcome == RECORD_REVOKED ? "revoked"
		    : in->was != -1               ? "already, now for keyCompromise"
						  : "already");
}

/* Put the batch in key order, then write its receipts in the order the requests came. */
static void
flush(struct work *w)
{
	struct store_error error = { STORE_OK, "" };
	struct record_receipt receipt;
	size_t i;

	if (!is_sorted(w))
		qsort(w->order, w->count, sizeof(struct intake *), by_key);
	for (i = 0; i < w->count; i++)
		if (intake_apply(w->order[i], w->store, &w->rules, &error) == -1)
			prog_store_failed(w->cli, &error);
	for (i = 0; i < w->count; i++) {
		say(w, &w->batch[i]);
		receipt = intake_receipt(&w->batch[i]);
		write_receipt(w, &receipt);
		intake_free(&w->batch[i]);
	}
	w->count = 0;
}

/* One record to the batch; one that is no revocation at all gets its receipt in its place. */
static void
take(struct work *w, const struct cseq_reader *reader)
{
	struct record_revocation revocation;
	struct record_receipt receipt = { .status = RECORD_REFUSED };
	struct record_error why;
	struct intake *in = &w->batch[w->count];

	if (record_revocation_read(reader->data, &revocation, &why) != NULL) {
		flush(w);
		cli_refuse(w->cli, reader->number, reader->offset, "%s", why.text);
		receipt.why = record_text(why.text);
		write_receipt(w, &receipt);
		return;
	}
	if (!intake_read(in, w->store, &revocation))
		cli_die(w->cli, CLI_BUSY, "out of memory");
	in->number = reader->number;
	in->offset = reader->offset;
	w->order[w->count++] = in;
	if (w->count == BATCH)
		flush(w);
	cli_progress(w->cli, "revocations", reader->number, 0);
}

static void
finish(struct work *w)
{
	struct store_error error = { STORE_OK, "" };

	flush(w);
	if (w->cli->dry_run)
		return;
	if (fflush(w->receipts) != 0)
		cli_die(w->cli, CLI_IO, "spool of receipts: %s", strerror(errno));
	if (store_commit(w->store, &error) == -1)
		prog_store_failed(w->cli, &error);
	if (file_spool_copy(w->receipts, cli_flush(w->cli)) == -1)
		cli_die(w->cli, CLI_IO,
		    "receipts cannot be written: %s; the revocations are in the store, run "
		    "again for receipts",
		    strerror(errno));
}

static const char help[] =
    "Reads revocation records and writes one receipt each, in order: revoked;\n"
    "already (the first date and reason stand, only an upgrade to keyCompromise\n"
    "changes the reason); or refused, and why: unknown issuer, unregistered serial,\n"
    "a reason that is not its issuer's, a date in the future or before the\n"
    "certificate.  One input is one transaction: a stream that breaks changes\n"
    "nothing.  Receipts leave only after everything is durable.\n\n"
    "example:  record-encode revocation <requests.jsonl >requests.cbor\n"
    "          revocation-put -s var/store <requests.cbor >receipts.cbor";

/* Memory for a batch and a spool for its receipts, or exit. */
static void
begin(struct work *w)
{
	w->batch = calloc(BATCH, sizeof *w->batch);
	w->order = calloc(BATCH, sizeof(struct intake *));
	if (w->batch == NULL || w->order == NULL)
		cli_die(w->cli, CLI_BUSY, "out of memory");
	if ((w->receipts = file_spool_open(cli_tmpdir())) == NULL)
		cli_die(w->cli, CLI_IO, "%s: %s", cli_tmpdir(), strerror(errno));
}

static void
end(struct work *w)
{
	fclose(w->receipts);
	cput_free(&w->out);
	free(w->order);
	free(w->batch);
	store_close(w->store);
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "revocation-put",
		.purpose = "take revocations into a status store",
		.synopsis = "[-nuv] -s STORE [-t TIME] <revocations.cbor >receipts.cbor",
		.options = options,
		.help = help,
		.flags = CLI_READS | CLI_BINARY_OUT,
	};
	struct work w = { .cli = &cli };
	struct cseq_reader reader = { 0 };
	struct file_input in;
	const char *path = NULL, *time = NULL;
	int letter;

	while ((letter = cli_option(&cli, argc, argv)) != -1)
		if (letter == 's')
			path = optarg;
		else if (letter == 't')
			time = optarg;
		else
			w.rules.unregistered = true;
	cli_operands(&cli, argc, argv, 0, 0);
	w.rules.now = cli_time(&cli, time);
	begin(&w);
	prog_input_whole(&cli, &in);
	w.store = prog_store(&cli, path, STORE_WRITE);
	cli_confine(&cli);
	reader.input = &in;
	while (prog_cbor_next(&cli, &reader))
		take(&w, &reader);
	finish(&w);
	end(&w);
	file_input_close(&in);
	return cli_close(&cli);
}
