/* cert-request - ask for a certificate of a token's key.  See cert-request(1). */
#include "cli/cli.h"
#include "pkix/pkix_name.h"
#include "pkix/pkix_request.h"
#include "token/token.h"
#include <string.h>

enum {
	PIN_FD = 256,
	NAME_SIZE = 4096, /* octets: what 1023 octets of text come to is less */
	INFO_SIZE = 8192,
};

static const char help[] =
    "Writes the CertificationRequestInfo (PKCS #10, DER) of a key on a token: its public half\n"
    "and the subject that is asked for. It is not signed yet: der-sign does that with the "
    "same\n"
    "key, and a request is only believed with that signature.\n"
    "\n"
    "  cert-request -K \"$KEY\" -S 'C=JP, CN=Document Signer 3' | der-sign -K \"$KEY\" >ds.csr";

static const struct cli_option options[] = {
	{ 'K', "key", "URI", "the key that a certificate is asked for" },
	{ 'S', "subject", "NAME", "its subject, as 'C=JP, O=Example, CN=Signer 3'" },
	{ PIN_FD, "pin-fd", "N", "read the PIN from descriptor N, not from pin-source" },
	{ 0, NULL, NULL, NULL },
};

struct asking {
	struct cli cli;
	const char *uri;
	char pin[TOKEN_PIN_MAX + 1];
	uint8_t subject[NAME_SIZE];
	size_t subject_size;
};

static void
read_options(struct asking *a, int argc, char *argv[])
{
	const char *subject = NULL, *why;
	struct token_error error;
	int letter;

	while ((letter = cli_option(&a->cli, argc, argv)) != -1)
		switch (letter) {
		case 'K':
			a->uri = optarg;
			break;
		case 'S':
			subject = optarg;
			break;
		case PIN_FD:
			if (!token_pin_read(optarg, a->pin, &error))
				cli_die(&a->cli, (enum cli_exit)error.status, "%s", error.text);
			break;
		}
	cli_operands(&a->cli, argc, argv, 0, 0);
	if (a->uri == NULL || subject == NULL)
		cli_die(&a->cli, CLI_USAGE, "-K URI and -S NAME are required");
	a->subject_size = pkix_name_parse(subject, a->subject, sizeof a->subject, &why);
	if (a->subject_size == 0)
		cli_die(&a->cli, CLI_USAGE, "-S %s: %s", subject, why);
}

static void
ask(struct asking *a, struct token *token)
{
	uint8_t info[INFO_SIZE];
	struct der_writer w = der_writer(info, sizeof info);
	struct token_error error;
	struct token_key *key = token_find(token, a->uri, &error);
	struct der_slice spki = { NULL, 0 }, made;

	if (key != NULL)
		spki = token_spki(key, &error);
	if (spki.size == 0)
		cli_die(&a->cli, (enum cli_exit)error.status, "%s", error.text);
	pkix_request_put(&w, (struct der_slice){ a->subject, a->subject_size }, spki);
	if (w.full)
		cli_die(&a->cli, CLI_BUG, "a request of more than %d octets", INFO_SIZE);
	made = der_written(&w);
	cli_emit(&a->cli, made.data, made.size);
}

int
main(int argc, char *argv[])
{
	struct asking a = { .cli = {
				.name = "cert-request",
				.purpose = "ask for a certificate of a token's key",
				.synopsis = "[-n] -K URI -S NAME [--pin-fd N] >info.der",
				.options = options,
				.help = help,
				.flags = CLI_BINARY_OUT,
			    } };
	struct token_error error;
	struct token *token;

	read_options(&a, argc, argv);
	cli_guard_stdout(&a.cli);
	/* Before the login: it must not rewrite a SoftHSM token (see key-generate(1)). */
	if (!cli_confine(&a.cli) && token_softhsm_writable(a.uri))
		cli_warn(&a.cli, "%s", token_risk);
	token = token_open(a.uri, a.pin[0] != '\0' ? a.pin : NULL, false, &error);
	explicit_bzero(a.pin, sizeof a.pin);
	if (token == NULL)
		cli_die(&a.cli, (enum cli_exit)error.status, "%s", error.text);
	ask(&a, token);
	token_close(token);
	return cli_close(&a.cli);
}
