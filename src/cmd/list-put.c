/* list-put - register one more list of an issuer.  See list-put(1). */
#include "pkix/pkix_name.h"
#include "prog/prog.h"
#include "prog/prog_parse.h"
#include <string.h>

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store" },
	{ 256, "dp", "DN-or-URI", "its distribution point: \"C=JP, O=x, CN=y\" or a URI" },
	{ 257, "scope", "user|ca", "whose certificates it holds (default user)" },
	{ 258, "number", "N",
	    "its CRL numbers begin above N: those of the authority taken over" },
	{ 0 },
};

static void
put(struct cli *cli, struct store *store, const struct store_list *list)
{
	struct store_error error = { STORE_OK, "" };
	const struct store_list *twin = store_list_twin(store, list);

	if (twin != NULL) {
		cli_fail(cli, "%s/%s has %s distribution point too (RFC 5280 5.2.5)",
		    list->issuer->label, twin->name, list->dp.size == 0 ? "no" : "this");
		return;
	}
	switch (store_list_put(store, list, &error)) {
	case STORE_PUT_NEW:
		cli_note(cli, "registered");
		break;
	case STORE_PUT_SAME:
		cli_note(cli, "nothing new");
		break;
	case STORE_PUT_DIFFERENT:
		cli_fail(cli,
		    "%s/%s is there with another scope or distribution point, and a CRL "
		    "that was numbered keeps its own (RFC 5280 5.2.5)",
		    list->issuer->label, list->name);
		break;
	case STORE_PUT_FAILED:
		prog_store_failed(cli, &error);
	}
}

static const char help[] =
    "A list is one CRL that an issuer publishes.  issuer-put made LABEL/user and\n"
    "LABEL/ca; this adds partitions, and gives a list its distribution point as\n"
    "long as no CRL of it was numbered.  A list that could not be told from another\n"
    "of its issuer is refused.  The same again changes nothing.\n\n"
    "example:  list-put -s var/store --dp 'C=JP, O=Demo, CN=Chiyoda-ku CRLDP' tokyo/chiyoda";

struct arguments {
	const char *store, *scope, *name, *slash;
	uint64_t number;
	uint8_t dp[STORE_DP_MAX];
	size_t dp_size;
};

static void
parse(struct cli *cli, int argc, char *argv[], struct arguments *a)
{
	const char *why = NULL;
	int letter;

	while ((letter = cli_option(cli, argc, argv)) != -1)
		switch (letter) {
		case 's':
			a->store = optarg;
			break;
		case 256:
			a->dp_size = pkix_general_name_parse(optarg, a->dp, sizeof a->dp, &why);
			if (a->dp_size == 0)
				cli_die(cli, CLI_USAGE, "--dp %s: %s", optarg, why);
			break;
		case 257:
			a->scope = optarg;
			break;
		case 258:
			a->number = prog_number(cli, optarg);
			break;
		}
	a->name = cli_operands(cli, argc, argv, 1, 1)[0];
	a->slash = strchr(a->name, '/');
	if (a->slash == NULL || !store_is_label(a->slash + 1, strlen(a->slash + 1)))
		cli_die(cli, CLI_USAGE, "%s: a list is written LABEL/NAME, of a-z, 0-9 and -",
		    a->name);
	if (a->scope != NULL && strcmp(a->scope, "ca") != 0 && strcmp(a->scope, "user") != 0)
		cli_die(cli, CLI_USAGE, "--scope %s: it is user or ca", a->scope);
}

/* The list that the arguments describe; what they leave open is as it is there. */
static struct store_list
describe(const struct cli *cli, const struct store *store, const struct arguments *a)
{
	struct store_list list = { .number = a->number };
	const struct store_list *there = NULL;
	const char *name = a->slash + 1;

	memcpy(list.name, name, strlen(name) + 1);
	list.issuer = store_issuer_by_label(store, a->name, (size_t)(a->slash - a->name));
	if (list.issuer == NULL)
		cli_die(cli, CLI_CONFIG,
		    "the store has no issuer %.*s; issuer-put registers one",
		    (int)(a->slash - a->name), a->name);
	there = store_list_by_name(store, list.issuer, name, strlen(name));
	list.scope = there != NULL ? there->scope : STORE_SCOPE_USER;
	if (a->scope != NULL)
		list.scope = strcmp(a->scope, "ca") == 0 ? STORE_SCOPE_CA : STORE_SCOPE_USER;
	if (there != NULL)
		list.dp = there->dp;
	if (a->dp_size != 0)
		list.dp = (struct der_slice){ a->dp, a->dp_size };
	return list;
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "list-put",
		.purpose = "register a list of an issuer, or its distribution point",
		.synopsis = "[-nv] -s STORE [--dp DN-or-URI] [--scope user|ca] [--number N] "
			    "LABEL/NAME",
		.options = options,
		.help = help,
	};
	struct arguments a = { .store = NULL };
	struct store_error error = { STORE_OK, "" };
	struct store_list list;
	struct store *store;

	parse(&cli, argc, argv, &a);
	store = prog_store(&cli, a.store, STORE_WRITE);
	cli_confine(&cli);
	list = describe(&cli, store, &a);
	put(&cli, store, &list);
	if (!cli.dry_run && cli.refused == 0 && store_commit(store, &error) == -1)
		prog_store_failed(&cli, &error);
	store_close(store);
	return cli_close(&cli);
}
