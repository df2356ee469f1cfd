/* key-list - the keys of a PKCS#11 token.  See key-list(1). */
#include "cli/cli.h"
#include "token/token_about.h"
#include <stdlib.h>
#include <string.h>

enum {
	PIN_FD = 256,
};

static const struct cli_option options[] = {
	{ 'K', "key", "URI", "the token; what the URI says of a key is not looked at" },
	{ 'j', "json", NULL, "print one line of JSON for each key" },
	{ PIN_FD, "pin-fd", "N", "read the PIN from descriptor N, not from pin-source" },
	{ 0, NULL, NULL, NULL },
};

struct asked {
	const char *uri;
	bool json;
	char pin[TOKEN_PIN_MAX + 1];
};

static void
read_options(struct cli *cli, int argc, char *argv[], struct asked *asked)
{
	struct token_error error;
	int letter;

	while ((letter = cli_option(cli, argc, argv)) != -1)
		switch (letter) {
		case 'K':
			asked->uri = optarg;
			break;
		case 'j':
			asked->json = true;
			break;
		case PIN_FD:
			if (!token_pin_read(optarg, asked->pin, &error))
				cli_die(cli, (enum cli_exit)error.status, "%s", error.text);
			break;
		}
	cli_operands(cli, argc, argv, 0, 0);
	if (asked->uri == NULL)
		cli_die(cli, CLI_USAGE, "-K URI is required");
}

static void
list(const struct cli *cli, struct token *token, bool json)
{
	struct token_about about;
	struct token_error error;
	struct token_key **keys;
	char text[TOKEN_TEXT_MAX];
	size_t count, i;

	if (!token_list(token, &keys, &count, &error))
		cli_die(cli, (enum cli_exit)error.status, "%s", error.text);
	if (count != 0 && !json)
		cli_print(cli, "%s", token_about_row(NULL, text));
	for (i = 0; i < count; i++) {
		token_about(keys[i], &about);
		cli_print(cli, "%s", (json ? token_about_json : token_about_row)(&about, text));
	}
	free(keys);
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "key-list",
		.purpose = "the keys of a PKCS#11 token",
		.synopsis = "[-nvj] -K URI [--pin-fd N]",
		.options = options,
		.help = "Prints the private keys of a token by label: algorithm, id, usage "
			"period, and what\nis unusual for a key of this suite.  Nothing on the "
			"token is changed.\n\n"
			"  key-list -j -K 'pkcs11:token=inkan?pin-source=/etc/inkan/pin' |\n"
			"      jq -r 'select(.extractable) | .label'",
	};
	struct asked asked = { .pin = "" };
	struct token_error error;
	struct token *token;

	read_options(&cli, argc, argv, &asked);
	cli_guard_stdout(&cli);
	/* Before the login: it must not rewrite a SoftHSM token (see key-generate(1)). */
	if (!cli_confine(&cli) && token_softhsm_writable(asked.uri))
		cli_warn(&cli, "%s", token_risk);
	token = token_open(asked.uri, asked.pin[0] != '\0' ? asked.pin : NULL, false, &error);
	explicit_bzero(asked.pin, sizeof asked.pin);
	if (token == NULL)
		cli_die(&cli, (enum cli_exit)error.status, "%s", error.text);
	list(&cli, token, asked.json);
	token_close(token);
	return cli_close(&cli);
}
