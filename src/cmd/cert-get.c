/* cert-get - the status of certificates, one answer a question.  See cert-get(1). */
#include "pkix/pkix_crl.h"
#include "prog/prog.h"
#include "record/record.h"
#include <string.h>

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store" },
	{ 't', "time", "TIME", "as of when (RFC 3339; default now)" },
	{ 0 },
};

/* The revocation of a serial: on its certificate's list, or on any when it is unregistered.
 * 1, 0, -1. */
static int
revocation(struct store *store, const struct store_issuer *issuer, struct der_slice serial,
    const struct store_list *list, struct store_revocation *r, struct store_error *error)
{
	size_t i;
	int got = 0;

	if (list != NULL)
		return store_revocation_get(store, list, serial, r, error);
	for (i = 0; i < store_list_count(store) && got == 0; i++)
		if (store_list_at(store, i)->issuer == issuer)
			got = store_revocation_get(
			    store, store_list_at(store, i), serial, r, error);
	return got;
}

static void
answer_revoked(struct record_status *a, const struct store_revocation *r)
{
	a->status = RECORD_IS_REVOKED;
	a->has_date = a->has_reason = true;
	a->date = r->entry.date;
	a->reason = r->entry.reason == -1 ? PKIX_UNSPECIFIED : r->entry.reason;
	a->has_invalidity = r->entry.has_invalidity;
	a->invalidity = r->entry.invalidity;
}

/* Fill in everything but the question.  0, or -1 with *error. */
static int
answer(struct store *store, int64_t now, struct record_status *a, struct store_error *error)
{
	const struct store_issuer *issuer =
	    store_issuer_by_label(store, a->issuer.data, a->issuer.size);
	const struct store_list *list = NULL;
	struct store_revocation r;
	struct store_cert cert;
	int known, revoked;

	a->status = RECORD_IS_UNKNOWN;
	if (issuer == NULL)
		return 0;
	known = store_cert_get(store, issuer, a->serial, &cert, error);
	if (known == 1) {
		list = store_list_by_id(store, cert.list);
		a->status = cert.not_after < now ? RECORD_IS_EXPIRED : RECORD_IS_GOOD;
		a->has_kind = a->has_not_before = a->has_not_after = true;
		a->kind = cert.kind == STORE_KIND_USER ? RECORD_USER : RECORD_CA;
		a->not_before = cert.not_before;
		a->not_after = cert.not_after;
	}
	revoked = known == -1 ? -1 : revocation(store, issuer, a->serial, list, &r, error);
	if (revoked == 1) {
		list = r.list;
		answer_revoked(a, &r);
	}
	if (list != NULL)
		a->list = record_text(list->name);
	return revoked == -1 ? -1 : 0;
}

static const char help[] =
    "Reads query records {issuer, serial} and writes one status record "
    "each, in\n"
    "order: good, revoked (with date and reason), expired or unknown.  All "
    "answers\n"
    "come from one snapshot of the store.\n\n"
    "example:  echo '{\"issuer\":\"tokyo\",\"serial\":\"0A1B2C\"}' | "
    "record-encode query |\n"
    "          cert-get -s var/store | record-show";

/* The answers to all questions, in order, from one snapshot. */
static void
answer_all(struct cli *cli, struct store *store, struct file_input *in, int64_t now)
{
	struct store_error error = { STORE_OK, "" };
	struct cseq_reader reader = { .input = in };
	struct record_error why;
	struct record_query query;
	struct record_status status;
	struct cput out = { 0 };

	while (prog_cbor_next(cli, &reader)) {
		if (record_query_read(reader.data, &query, &why) != NULL) {
			cli_refuse(cli, reader.number, reader.offset, "%s", why.text);
			continue;
		}
		status =
		    (struct record_status){ .issuer = query.issuer, .serial = query.serial };
		if (answer(store, now, &status, &error) == -1)
			prog_store_failed(cli, &error);
		cput_reset(&out);
		if (record_status_write(&out, &status, &why) != NULL || out.failed)
			cli_die(cli, CLI_BUG, "answer cannot be written: %s", why.text);
		cli_emit(cli, out.data, out.size);
	}
	cput_free(&out);
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "cert-get",
		.purpose = "answer what the status of certificates is",
		.synopsis = "[-nv] -s STORE [-t TIME] <queries.cbor >answers.cbor",
		.options = options,
		.help = help,
		.flags = CLI_READS | CLI_BINARY_OUT,
	};
	struct file_input in;
	const char *path = NULL, *time = NULL;
	struct store *store;
	int64_t now;
	int letter;

	while ((letter = cli_option(&cli, argc, argv)) != -1)
		*(letter == 's' ? &path : &time) = optarg;
	cli_operands(&cli, argc, argv, 0, 0);
	now = cli_time(&cli, time);
	prog_input(&cli, &in);
	store = prog_store(&cli, path, STORE_READ);
	cli_confine(&cli);
	answer_all(&cli, store, &in, now);
	store_close(store);
	file_input_close(&in);
	return cli_close(&cli);
}
