/* store-backup - a consistent copy of a store while others work.  See store-backup(1). */
#include "prog/prog.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store" },
	{ 0 },
};

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "store-backup",
		.purpose = "write a consistent copy of a status store to standard output",
		.synopsis = "[-nv] -s STORE >FILE",
		.options = options,
		.help =
		    "The copy is one transaction's state, compacted, whoever writes meanwhile; "
		    "it\n"
		    "is synced when it goes to a file.  It is a store: -s FILE opens it for\n"
		    "reading, and as data.mdb in a directory of its own it is a store "
		    "again.\n\n"
		    "example:  store-backup -s var/store >store.backup && store-check -s "
		    "store.backup",
		.flags = CLI_BINARY_OUT,
	};
	struct store_error error = { STORE_OK, "" };
	const char *path = NULL;
	struct store *store;
	int out;

	while (cli_option(&cli, argc, argv) != -1)
		path = optarg;
	cli_operands(&cli, argc, argv, 0, 0);
	store = prog_store(&cli, path, STORE_READ);
	cli_confine(&cli);
	out = cli_flush(&cli);
	if (!cli.dry_run && store_copy(store, out, &error) == -1)
		prog_store_failed(&cli, &error);
	if (!cli.dry_run && fsync(out) == -1 && errno != EINVAL && errno != EROFS)
		cli_die(&cli, CLI_IO, "standard output: %s", strerror(errno));
	store_close(store);
	return cli_close(&cli);
}
