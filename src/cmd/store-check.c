/* store-check - prove a store's invariants.  See store-check(1), statusstore(5). */
#include "prog/prog.h"

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store, or a backup of one" },
	{ 0 },
};

static void
breach(void *context, const char *what)
{
	cli_fail(context, "%s", what);
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "store-check",
		.purpose = "prove that a status store does not contradict itself",
		.synopsis = "[-nv] -s STORE",
		.options = options,
		.help =
		    "Every entry is DER as we encode it, under its own serial, with its "
		    "issuer's\n"
		    "reasons and its certificate's expiry; totals, expiries and certificate\n"
		    "counts are those of the entries; CRL numbers are sane.  Prints each "
		    "breach\n"
		    "and exits 1.  Reads one snapshot: writers may go on.\n\n"
		    "example:  store-check -s var/store",
	};
	struct store_error error = { STORE_OK, "" };
	const char *path = NULL;
	struct store *store;

	while (cli_option(&cli, argc, argv) != -1)
		path = optarg;
	cli_operands(&cli, argc, argv, 0, 0);
	store = prog_store(&cli, path, STORE_READ);
	cli_confine(&cli);
	if (store_check(store, breach, &cli, &error) == -1)
		prog_store_failed(&cli, &error);
	cli_note(&cli, "%zu issuers, %zu lists: %s", store_issuer_count(store),
	    store_list_count(store), cli.refused == 0 ? "good" : "not good");
	store_close(store);
	return cli_close(&cli);
}
