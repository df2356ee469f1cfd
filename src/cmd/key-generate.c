/* key-generate - make signing keys on a PKCS#11 token.  See key-generate(1). */
#include "cli/cli.h"
#include "token/token_make.h"
#include "token/token_ring.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	START = 256,
	END,
	PIN_FD,
};

static const struct cli_option options[] = {
	{ 'K', "key", "URI", "the key to make, by its label; again for one more" },
	{ 'a', "algorithm", "ALG", "rsa-2048, rsa-3072, rsa-4096, p-256 or p-384" },
	{ START, "start", "DATE", "first day of its use, as 2026-11-21" },
	{ END, "end", "DATE", "last day of its use" },
	{ 'j', "json", NULL, "print one line of JSON for each key" },
	{ PIN_FD, "pin-fd", "N", "read the PIN from descriptor N, not from pin-source" },
	{ 0, NULL, NULL, NULL },
};

static const struct {
	const char *name;
	enum token_kind kind;
	unsigned bits;
} algorithms[] = {
	{ "rsa-2048", TOKEN_RSA, 2048 },
	{ "rsa-3072", TOKEN_RSA, 3072 },
	{ "rsa-4096", TOKEN_RSA, 4096 },
	{ "p-256", TOKEN_P256, 256 },
	{ "p-384", TOKEN_P384, 384 },
};

static struct token_recipe
recipe_of(const struct cli *cli, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++)
		if (strcmp(name, algorithms[i].name) == 0)
			return (struct token_recipe){ .kind = algorithms[i].kind,
				.bits = algorithms[i].bits };
	cli_die(cli, CLI_USAGE, "%s is not an algorithm; see key-generate --help", name);
}

static const char *
date(const struct cli *cli, const char *text)
{
	if (!token_date_valid(text))
		cli_die(cli, CLI_USAGE, "%s is not a day, as 2026-11-21", text);
	return text;
}

/* What was asked for has to come back from the token itself. */
static void
check(const struct cli *cli, const struct token_about *about, const struct token_recipe *asked)
{
	static const char after[] = "the key stays on the token and must not be used";
	size_t flaw = token_about_flaw(about, 0);

	if (flaw != TOKEN_TRAITS)
		cli_die(cli, CLI_BUG, "key %s: %s should be %s and is not; %s", about->label,
		    token_traits[flaw].name, token_traits[flaw].wanted ? "true" : "false",
		    after);
	if (about->kind != asked->kind || about->bits != asked->bits)
		cli_die(cli, CLI_BUG, "key %s: not of the algorithm asked for; %s",
		    about->label, after);
	if (about->spki_size == 0 || about->id_size == 0)
		cli_die(cli, CLI_BUG, "key %s: without %s; %s", about->label,
		    about->id_size == 0 ? "an id" : "a public key", after);
	if (strcmp(about->start, asked->start != NULL ? asked->start : "") != 0 ||
	    strcmp(about->end, asked->end != NULL ? asked->end : "") != 0)
		cli_die(cli, CLI_BUG, "key %s: its dates are not those asked for; %s",
		    about->label, after);
}

/* What the command line asks for. */
struct asked {
	char **uris;
	size_t count;
	struct token_recipe recipe;
	bool json;
	char pin[TOKEN_PIN_MAX + 1];
	struct token_ring ring;
};

/* Every token is opened and every label looked at before the first key is made. */
static void
prepare(const struct cli *cli, struct asked *asked)
{
	struct token_error error;
	struct token *token;
	size_t i, k;

	for (i = 0; i < asked->count; i++) {
		for (k = 0; k < i; k++)
			if (strcmp(asked->uris[i], asked->uris[k]) == 0)
				cli_die(cli, CLI_USAGE, "the same key is asked for twice");
		if ((token = token_ring_token(&asked->ring, asked->uris[i], &error)) == NULL ||
		    !token_make_check(token, asked->uris[i], &error))
			cli_die(cli, (enum cli_exit)error.status, "%s", error.text);
	}
}

static void
generate(const struct cli *cli, struct asked *asked, const char *uri)
{
	struct token_about about;
	struct token_error error;
	struct token *token = token_ring_token(&asked->ring, uri, &error);
	struct token_key *key =
	    token != NULL ? token_make(token, uri, &asked->recipe, &error) : NULL;
	char text[TOKEN_TEXT_MAX];

	if (key == NULL)
		cli_die(cli, (enum cli_exit)error.status, "%s", error.text);
	sync(); /* SoftHSM does not: what is printed must outlive a power cut */
	token_about(key, &about);
	cli_print(cli, "%s", (asked->json ? token_about_json : token_about_text)(&about, text));
	check(cli, &about, &asked->recipe);
}

static void
read_options(struct cli *cli, int argc, char *argv[], struct asked *asked)
{
	struct token_error error;
	const char *start = NULL, *end = NULL;
	int letter;

	while ((letter = cli_option(cli, argc, argv)) != -1)
		switch (letter) {
		case 'K':
			asked->uris[asked->count++] = optarg;
			break;
		case 'a':
			asked->recipe = recipe_of(cli, optarg);
			break;
		case START:
			start = date(cli, optarg);
			break;
		case END:
			end = date(cli, optarg);
			break;
		case 'j':
			asked->json = true;
			break;
		case PIN_FD:
			if (!token_pin_read(optarg, asked->pin, &error))
				cli_die(cli, (enum cli_exit)error.status, "%s", error.text);
			asked->ring.pin = asked->pin;
			break;
		}
	cli_operands(cli, argc, argv, 0, 0);
	if (asked->count == 0 || asked->recipe.kind == TOKEN_OTHER)
		cli_die(cli, CLI_USAGE, "-K URI and -a ALG are required");
	if (start != NULL && end != NULL && strcmp(start, end) > 0)
		cli_die(cli, CLI_USAGE, "--end is before --start");
	asked->recipe.start = start;
	asked->recipe.end = end;
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "key-generate",
		.purpose = "make signing keys on a PKCS#11 token",
		.synopsis = "[-njv] -K URI... -a ALG [--start DATE] [--end DATE] [--pin-fd N]",
		.options = options,
		.help =
		    "Makes a key pair that signs and does nothing else, and that never "
		    "leaves its token;\nreads its attributes back and prints them.  A "
		    "label in use is refused.\n\n"
		    "  key-generate -a p-256 --end 2027-03-31 -K \\\n"
		    "      'pkcs11:token=inkan;object=ds-2026q4?module-path=/usr/lib/softhsm/"
		    "libsofthsm2.so&pin-source=/etc/inkan/pin'",
	};
	struct asked asked = { .uris = calloc((size_t)argc, sizeof *argv),
		.recipe = { .kind = TOKEN_OTHER },
		.ring = { .writable = true } };
	size_t i;

	if (asked.uris == NULL)
		cli_die(&cli, CLI_BUSY, "memory is short");
	read_options(&cli, argc, argv, &asked);

	cli_guard_stdout(&cli);
	prepare(&cli, &asked);
	for (i = 0; i < asked.count && !cli.dry_run; i++)
		generate(&cli, &asked, asked.uris[i]);
	token_ring_close(&asked.ring);
	explicit_bzero(asked.pin, sizeof asked.pin);
	free(asked.uris);
	return cli_close(&cli);
}
