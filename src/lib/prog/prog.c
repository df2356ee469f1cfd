#include "prog/prog.h"
#include <errno.h>
#include <string.h>

void
prog_store_failed(const struct cli *cli, const struct store_error *error)
{
	static const enum cli_exit status[] = {
		[STORE_OK] = CLI_BUG,
		[STORE_CONFIG] = CLI_CONFIG,
		[STORE_BUSY] = CLI_BUSY,
		[STORE_IO] = CLI_IO,
		[STORE_DAMAGED] = CLI_BUG,
	};

	cli_die(cli, status[error->status], "%s", error->text);
}

struct store *
prog_store(const struct cli *cli, const char *path, enum store_mode mode)
{
	struct store_error error = { STORE_OK, "" };
	struct store *store;

	if (path == NULL)
		cli_die(cli, CLI_USAGE, "-s STORE is required; see %s --help", cli->name);
	if ((store = store_open(path, mode, &error)) == NULL)
		prog_store_failed(cli, &error);
	return store;
}

void
prog_input(const struct cli *cli, struct file_input *in)
{
	if (file_input_open(in, 0, cli_tmpdir()) == -1)
		cli_die(cli, CLI_IO, "standard input: %s", strerror(errno));
}

bool
prog_der_next(struct cli *cli, struct der_reader *r)
{
	int got = der_read(r);

	if (got == -1)
		cli_broken(cli, r->io ? CLI_IO : CLI_DATA, r->number, r->offset,
		    r->io ? strerror(errno) : r->error);
	return got == 1;
}

void
prog_cbor_broken(struct cli *cli, const struct cseq_reader *r)
{
	cli_broken(cli, r->io ? CLI_IO : CLI_DATA, r->number, r->offset,
	    r->io ? strerror(errno) : r->error);
}

bool
prog_cbor_next(struct cli *cli, struct cseq_reader *r)
{
	int got = cseq_read(r);

	if (got == -1)
		prog_cbor_broken(cli, r);
	return got == 1;
}

void
prog_input_whole(const struct cli *cli, struct file_input *in)
{
	prog_input(cli, in);
	if (file_input_want(in, SIZE_MAX) == -1)
		cli_die(cli, CLI_IO, "standard input: %s", strerror(errno));
}

void
prog_der_whole(struct cli *cli, struct file_input *in)
{
	struct der_reader r = { 0 };
	struct file_input look;

	prog_input_whole(cli, in);
	look = *in; /* all of it is at hand: what follows moves only this copy's position */
	r.input = &look;
	while (prog_der_next(cli, &r))
		;
}

const struct store_issuer *
prog_issuer(const struct cli *cli, const struct store *store, const char *label)
{
	const struct store_issuer *issuer = store_issuer_by_label(store, label, strlen(label));

	if (issuer == NULL)
		cli_die(cli, CLI_CONFIG, "the store has no issuer %s; issuer-list shows them",
		    label);
	return issuer;
}

const struct store_list *
prog_list(const struct cli *cli, const struct store *store, const char *name)
{
	const char *slash = strchr(name, '/');
	const struct store_issuer *issuer = NULL;
	const struct store_list *list = NULL;

	if (slash == NULL)
		cli_die(cli, CLI_USAGE, "%s: a list is written LABEL/NAME", name);
	issuer = store_issuer_by_label(store, name, (size_t)(slash - name));
	if (issuer != NULL)
		list = store_list_by_name(store, issuer, slash + 1, strlen(slash + 1));
	if (list == NULL)
		cli_die(
		    cli, CLI_CONFIG, "the store has no list %s; issuer-list shows them", name);
	return list;
}
