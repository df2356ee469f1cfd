/* key-destroy - take a key off its PKCS#11 token for good.  See key-destroy(1). */
#include "cli/cli.h"
#include "token/token_make.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	PIN_FD = 256,
	LABEL,
};

static const char help[] =
    "Destroys a private key and its public half on their token. The label must be typed\n"
    "again, with --label or, when that is absent, at the terminal; another one, or a URI\n"
    "that fits several keys, destroys nothing. Prints what is gone, for the record.\n"
    "\n"
    "  key-destroy --label ds-2026q4 \\\n"
    "      -K 'pkcs11:token=inkan;object=ds-2026q4?pin-source=/etc/inkan/pin'";

static const struct cli_option options[] = {
	{ 'K', "key", "URI", "the key to destroy" },
	{ LABEL, "label", "LABEL", "its label, once more; else it is asked for" },
	{ 'j', "json", NULL, "print one line of JSON" },
	{ PIN_FD, "pin-fd", "N", "read the PIN from descriptor N, not from pin-source" },
	{ 0, NULL, NULL, NULL },
};

struct destruction {
	struct cli cli;
	const char *uri, *label;
	struct token *token;
	bool json;
	char pin[TOKEN_PIN_MAX + 1], typed[TOKEN_LABEL_MAX + 2];
};

static void
read_options(struct destruction *d, int argc, char *argv[])
{
	struct token_error error;
	int letter;

	while ((letter = cli_option(&d->cli, argc, argv)) != -1)
		switch (letter) {
		case 'K':
			d->uri = optarg;
			break;
		case LABEL:
			d->label = optarg;
			break;
		case 'j':
			d->json = true;
			break;
		case PIN_FD:
			if (!token_pin_read(optarg, d->pin, &error))
				cli_die(&d->cli, (enum cli_exit)error.status, "%s", error.text);
			break;
		}
	cli_operands(&d->cli, argc, argv, 0, 0);
	if (d->uri == NULL)
		cli_die(&d->cli, CLI_USAGE, "-K URI is required");
	if (d->label == NULL && !isatty(0))
		cli_die(&d->cli, CLI_USAGE, "type the key's label again: --label LABEL");
}

/* Ask whoever sits there.  What is longer than any label is no label. */
static void
ask(struct destruction *d)
{
	cli_warn(&d->cli, "this destroys the key for good; type its label:");
	if (fgets(d->typed, sizeof d->typed, stdin) == NULL)
		d->typed[0] = '\0';
	d->typed[strcspn(d->typed, "\n")] = '\0';
	d->label = d->typed;
}

static void
destroy(struct destruction *d)
{
	char text[TOKEN_TEXT_MAX];
	struct token_about about;
	struct token_error error;
	struct token_key *key = token_lookup(d->token, d->uri, &error);

	if (key == NULL)
		cli_die(&d->cli, (enum cli_exit)error.status, "%s", error.text);
	token_about(key, &about);
	if (about.label[0] == '\0')
		cli_die(&d->cli, CLI_CONFIG, "the key has no label that could be typed");
	if (d->label == NULL)
		ask(d);
	if (strcmp(d->label, about.label) != 0)
		cli_die(&d->cli, CLI_USAGE,
		    "the label typed is not that of the key; nothing is destroyed");
	if (d->cli.dry_run)
		return;
	if (!token_destroy(key, &error))
		cli_die(&d->cli, (enum cli_exit)error.status, "%s", error.text);
	sync(); /* SoftHSM does not: what is printed must outlive a power cut */
	cli_print(&d->cli, "%s", token_about_gone(&about, d->json, text));
}

int
main(int argc, char *argv[])
{
	struct destruction d = { .cli = {
				     .name = "key-destroy",
				     .purpose = "take a key off its PKCS#11 token for good",
				     .synopsis = "[-nj] -K URI [--label LABEL] [--pin-fd N]",
				     .options = options,
				     .help = help,
				 } };
	struct token_error error;

	read_options(&d, argc, argv);
	cli_guard_stdout(&d.cli);
	if (d.cli.dry_run)
		cli_confine(&d.cli); /* a login alone would rewrite a SoftHSM token */
	d.token = token_open(d.uri, d.pin[0] != '\0' ? d.pin : NULL, !d.cli.dry_run, &error);
	explicit_bzero(d.pin, sizeof d.pin);
	if (d.token == NULL)
		cli_die(&d.cli, (enum cli_exit)error.status, "%s", error.text);
	destroy(&d);
	token_close(d.token);
	return cli_close(&d.cli);
}
