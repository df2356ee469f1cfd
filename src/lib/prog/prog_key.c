#include "prog/prog_key.h"
#include "file/file_load.h"
#include "pkix/pkix_cert.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

void
prog_pin(const struct cli *cli, const char *descriptor, char pin[TOKEN_PIN_MAX + 1])
{
	struct token_error error;

	if (strcmp(descriptor, "0") == 0)
		cli_die(cli, CLI_USAGE, "descriptor 0 holds the records");
	if (!token_pin_read(descriptor, pin, &error))
		cli_die(cli, (enum cli_exit)error.status, "%s", error.text);
}

uint8_t *
prog_certificate(const struct cli *cli, const char *path, size_t *size)
{
	uint8_t *der = file_load(path, PKIX_CERT_MAX, size);

	if (der == NULL)
		cli_die(cli, CLI_CONFIG, "%s: %s", path, strerror(errno));
	if (*size == 0) {
		free(der);
		cli_die(cli, CLI_CONFIG, "%s: no certificate in it", path);
	}
	return der;
}

void
prog_warn_token(const struct cli *cli, const char *name, const char *uri)
{
	if (token_softhsm_writable(uri))
		cli_warn(cli, "%s: %s", name, token_risk);
}

void
prog_token_failed(const struct cli *cli, const char *name, const struct token_error *error)
{
	cli_die(cli, (enum cli_exit)error->status, "%s: %s", name, error->text);
}
