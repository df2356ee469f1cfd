#include "prog/prog_cert.h"
#include "file/file_load.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	FILE_MAX = 16 << 20, /* octets of certificates in one file */
};

/* The octets of a file that should hold DER.  One larger than a certificate is not read where
 * one certificate is wanted. */
static uint8_t *
load(const struct cli *cli, const char *path, size_t max, struct der_slice *der)
{
	uint8_t *data = file_load(path, max, &der->size);

	if (data == NULL)
		cli_die(cli, CLI_CONFIG, "%s: %s", path, strerror(errno));
	if (*data != DER_SEQUENCE && memmem(data, der->size, "-----BEGIN ", 11) != NULL)
		cli_die(cli, CLI_CONFIG,
		    "%s: PEM, and DER is wanted: openssl x509 -in %s -outform DER -out CA.der",
		    path, path);
	der->data = data;
	return data;
}

uint8_t *
prog_cert(const struct cli *cli, const char *path, struct pkix_cert *cert)
{
	struct der_slice der;
	const char *why;
	uint8_t *data = load(cli, path, PKIX_CERT_MAX, &der);

	if ((why = pkix_cert_read(der, cert)) != NULL)
		cli_die(cli, CLI_CONFIG, "%s: %s", path, why);
	return data;
}

void
prog_certs(const struct cli *cli, struct pkix_verifiers *known, const char *path)
{
	struct der_slice rest;
	struct der_item item;
	const char *why;
	uint8_t *data = load(cli, path, FILE_MAX, &rest);
	unsigned n;
	int got;

	for (n = 0; (got = der_next(&rest, &item, &why)) == 1; n++)
		if ((why = pkix_verifiers_add(known, item.whole, path)) != NULL)
			break;
	if (got != 0)
		cli_die(cli, CLI_CONFIG, "%s: certificate %u: %s", path, n + 1, why);
	if (n == 0)
		cli_die(cli, CLI_CONFIG, "%s: no certificate in it", path);
	free(data);
}
