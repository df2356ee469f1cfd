/* issuer-list - the issuers of a store and their lists, as records.  See issuer-list(1). */
#include "prog/choice.h"
#include "prog/list_row.h"
#include "prog/prog.h"

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store, or a backup of one" },
	{ 'i', "issuer", "LABEL", "the lists of this issuer; may be repeated" },
	{ 't', "time", "TIME", "as of when (RFC 3339; default now)" },
	{ 'j', "json", NULL, "JSON Lines instead of CBOR" },
	{ 0 },
};

static const char help[] =
    "One record a list, sorted by label and name: scope, distribution point,\n"
    "certificates known, revoked, and expiring within 30 days, the CRL number\n"
    "reserved last, this and next update of the CRL published last, validity and\n"
    "reasons (src/cddl/list.cddl).  All come from one snapshot of the store.\n\n"
    "example:  issuer-list -s var/store | record-show | jq -r .issuer | uniq";

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "issuer-list",
		.purpose = "the issuers of a status store and their lists, as records",
		.synopsis = "[-jnv] -s STORE [-i LABEL]... [-t TIME] >lists.cbor",
		.options = options,
		.help = help,
		.flags = CLI_BINARY_OUT,
	};
	const char *path = NULL, *time = NULL;
	struct choice choice = { NULL, 0 };
	struct store *store;
	struct list_row row;
	bool json = false;
	int64_t now;
	size_t i;
	int letter;

	while ((letter = cli_option(&cli, argc, argv)) != -1)
		if (letter == 'i')
			choice_issuer(&cli, &choice, optarg);
		else if (letter == 'j')
			json = true;
		else
			*(letter == 's' ? &path : &time) = optarg;
	cli.flags = json ? 0 : CLI_BINARY_OUT;
	cli_operands(&cli, argc, argv, 0, 0);
	now = cli_time(&cli, time);
	store = prog_store(&cli, path, STORE_READ);
	choice_check(&cli, &choice, store);
	cli_confine(&cli);
	for (i = 0; i < store_list_count(store); i++)
		if (choice_has(&choice, store_list_at(store, i))) {
			list_row_fill(&cli, store, store_list_at(store, i), now, &row);
			list_row_emit(&cli, &row, json);
		}
	choice_free(&choice);
	store_close(store);
	return cli_close(&cli);
}
