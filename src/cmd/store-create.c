/* store-create - make an empty status store.  See store-create(1). */
#include "prog/prog.h"

static const struct cli_option options[] = {
	{ 's', "store", "DIR", "the directory to make" },
	{ 0 },
};

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "store-create",
		.purpose = "make an empty status store",
		.synopsis = "[-nv] -s DIR",
		.options = options,
		.help =
		    "DIR must not exist, or be an empty directory; a store that is there is\n"
		    "never touched.  The store appears whole or not at all.\n\n"
		    "example:  store-create -s var/store",
	};
	struct store_error error = { STORE_OK, "" };
	const char *path = NULL;

	while (cli_option(&cli, argc, argv) != -1)
		path = optarg;
	cli_operands(&cli, argc, argv, 0, 0);
	if (path == NULL)
		cli_die(&cli, CLI_USAGE, "-s DIR is required; see store-create --help");
	if (!cli.dry_run && store_create(path, &error) == -1)
		prog_store_failed(&cli, &error);
	cli_note(&cli, "%s: made", path);
	return cli_close(&cli);
}
