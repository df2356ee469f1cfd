/* crl-build - the TBSCertList of every list asked for.  See crl-build(1). */
#include "pkix/pkix_crl.h"
#include "pkix/pkix_key.h"
#include "prog/choice.h"
#include "prog/prog.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store" },
	{ 'i', "issuer", "LABEL", "the lists of this issuer; may be repeated" },
	{ 'l', "list", "LABEL/NAME", "this list; may be repeated" },
	{ 't', "time", "TIME", "thisUpdate (RFC 3339; default now)" },
	{ 0 },
};

static const char help[] =
    "One TBSCertList a list, sorted by label and name; all lists when none is named.\n"
    "A number is reserved and synced first: it is spent even when what follows fails.\n"
    "The entries are those of one snapshot, in serial order, less those that a CRL\n"
    "after their certificate's expiry has carried.  The same store, number and time\n"
    "give the same octets.\n\n"
    "example:  crl-build -s var/store -i tokyo | der-sign -s var/store >tokyo.crl";

/* Reserve a number for every chosen list and make that durable: 0, or -1. */
static int
reserve(struct store *store, const struct choice *choice, uint64_t *numbers,
    struct store_error *error)
{
	size_t i;

	for (i = 0; i < store_list_count(store); i++)
		if (choice_has(choice, store_list_at(store, i)) &&
		    store_number_reserve(store, store_list_at(store, i), &numbers[i], error) ==
			-1)
			return -1;
	return store_commit(store, error);
}

/*
 * Has nobody reserved since?  Then snapshots are as old as their numbers say: whoever takes
 * the next number sees at least what we see.
 */
static bool
is_latest(const struct store *store, const struct choice *choice, const uint64_t *numbers)
{
	size_t i;

	for (i = 0; i < store_list_count(store); i++)
		if (choice_has(choice, store_list_at(store, i)) &&
		    store_list_at(store, i)->number != numbers[i])
			return false;
	return true;
}

static int
emit(void *cli, const uint8_t *entries, size_t size)
{
	cli_emit(cli, entries, size);
	return 0;
}

static void
build(struct cli *cli, struct store *store, const struct store_list *list, uint64_t number,
    int64_t now)
{
	static uint8_t head[PKIX_CRL_PART_MAX], tail[PKIX_CRL_PART_MAX];
	const struct store_issuer *issuer = list->issuer;
	struct store_error error = { STORE_OK, "" };
	struct pkix_crl_form form = {
		.issuer = issuer->cert.subject,
		.this_update = now,
		.next_update = now + issuer->valid,
		.aki = issuer->key_id,
		.number = number,
		.has_idp = true,
		.dp = list->dp,
		.only_user = list->scope == STORE_SCOPE_USER,
		.only_ca = list->scope == STORE_SCOPE_CA,
	};
	size_t head_size, tail_size;
	struct pkix_key *key;
	uint64_t entries;
	const char *why;

	if ((key = pkix_key_read(issuer->cert.spki, &why)) == NULL)
		cli_die(cli, CLI_CONFIG, "%s: %s", issuer->label, why);
	form.algorithm = pkix_algorithm_default(pkix_key_kind(key));
	pkix_key_free(key);
	if (store_list_totals(store, list, &entries, &form.entries_size, &error) == -1)
		prog_store_failed(cli, &error);
	if (!pkix_crl_write(&form, head, &head_size, tail, &tail_size))
		cli_die(cli, CLI_CONFIG,
		    "%s/%s: its name or distribution point is too long, or its nextUpdate "
		    "beyond the year 9999",
		    issuer->label, list->name);
	cli_emit(cli, head, head_size);
	if (entries != 0 && store_list_entries(store, list, emit, cli, &error) == -1)
		prog_store_failed(cli, &error);
	cli_emit(cli, tail, tail_size);
	cli_note(cli, "%s/%s: number %" PRIu64 ", %" PRIu64 " entries", issuer->label,
	    list->name, number, entries);
}

/* The numbers of the chosen lists, reserved; the store is left in the snapshot to build. */
static uint64_t *
take_numbers(struct cli *cli, struct store *store, const struct choice *choice)
{
	struct store_error error = { STORE_OK, "" };
	uint64_t *numbers = calloc(store_list_count(store) + 1, sizeof *numbers);
	size_t i;

	if (numbers == NULL)
		cli_die(cli, CLI_BUSY, "out of memory");
	if (cli->dry_run) /* the numbers that would be taken */
		for (i = 0; i < store_list_count(store); i++)
			numbers[i] = store_list_at(store, i)->number + 1;
	else if (reserve(store, choice, numbers, &error) == -1 ||
		 store_begin(store, STORE_READ, &error) == -1)
		prog_store_failed(cli, &error);
	else if (!is_latest(store, choice, numbers))
		cli_die(
		    cli, CLI_BUSY, "another crl-build took a number at this moment; run again");
	return numbers;
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "crl-build",
		.purpose = "build the TBSCertList of lists, to be signed",
		.synopsis =
		    "[-nv] -s STORE [-i LABEL]... [-l LABEL/NAME]... [-t TIME] >tbs.der",
		.options = options,
		.help = help,
		.flags = CLI_BINARY_OUT,
	};
	const char *path = NULL, *time = NULL;
	struct choice choice = { NULL, 0 };
	struct store *store;
	uint64_t *numbers;
	int64_t now;
	size_t i;
	int letter;

	while ((letter = cli_option(&cli, argc, argv)) != -1)
		if (letter == 'i')
			choice_issuer(&cli, &choice, optarg);
		else if (letter == 'l')
			choice_list(&cli, &choice, optarg);
		else
			*(letter == 's' ? &path : &time) = optarg;
	cli_operands(&cli, argc, argv, 0, 0);
	now = cli_time(&cli, time);
	store = prog_store(&cli, path, cli.dry_run ? STORE_READ : STORE_WRITE);
	choice_check(&cli, &choice, store);
	numbers = take_numbers(&cli, store, &choice);
	cli_confine(&cli);
	for (i = 0; i < store_list_count(store); i++)
		if (choice_has(&choice, store_list_at(store, i)))
			build(&cli, store, store_list_at(store, i), numbers[i], now);
	store_close(store);
	free(numbers);
	choice_free(&choice);
	return cli_close(&cli);
}
