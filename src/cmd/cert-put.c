/* cert-put - register certificates in a store.  See cert-put(1). */
#include "pkix/pkix_key.h"
#include "pkix/pkix_name.h"
#include "prog/prog.h"
#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store" },
	{ 0 },
};

/* The issuers' public keys, read once, by their place in the store. */
struct keys {
	struct pkix_key **key;
	size_t count;
};

static struct pkix_key *
key_of(struct keys *keys, const struct store *store, const struct store_issuer *issuer,
    const char **why)
{
	struct pkix_key **key = &keys->key[issuer - store_issuer_at(store, 0)];

	if (*key == NULL)
		*key = pkix_key_read(issuer->cert.spki, why);
	return *key;
}

/* The issuer that signed a certificate: by name and key identifier, then by signature.
 * NULL: *why. */
static const struct store_issuer *
issuer_of(struct keys *keys, const struct store *store, const struct pkix_cert *cert,
    const char **why)
{
	const struct store_issuer *issuer = NULL;
	struct pkix_algorithm algorithm;
	struct pkix_key *key;

	if ((*why = pkix_algorithm_read(cert->algorithm, &algorithm)) != NULL)
		return NULL;
	*why = "no issuer of the store has this name and key (RFC 5280 4.1.2.4, 4.2.1.1)";
	while (
	    (issuer = store_issuer_by_name(store, cert->issuer, cert->aki, issuer)) != NULL) {
		if ((key = key_of(keys, store, issuer, why)) == NULL)
			continue;
		*why = pkix_verify(key, &algorithm, cert->tbs, cert->signature);
		if (*why == NULL)
			return issuer;
	}
	return NULL;
}

static enum store_kind
kind_of(const struct pkix_cert *cert, const struct store_issuer *issuer)
{
	if (der_equal(cert->subject, cert->issuer))
		return der_equal(cert->spki, issuer->cert.spki) ? STORE_KIND_SELF_SIGNED
								: STORE_KIND_LINK;
	return cert->ca ? STORE_KIND_CROSS : STORE_KIND_USER;
}

/* The list its own distribution points name, else its issuer's for its kind. */
static const struct store_list *
list_of(const struct store *store, const struct pkix_cert *cert,
    const struct store_issuer *issuer, enum store_kind kind)
{
	const struct store_list *list = NULL;
	struct der_slice dp;
	unsigned n;

	for (n = 0; list == NULL && pkix_cert_crl_dp(cert, n, &dp); n++)
		list = store_list_by_dp(store, issuer, dp);
	if (list == NULL)
		list = kind == STORE_KIND_USER ? store_list_by_name(store, issuer, "user", 4)
					       : store_list_by_name(store, issuer, "ca", 2);
	return list;
}

/* NULL: it is in the store, or was; else why not. */
static const char *
enter(struct cli *cli, struct store *store, const struct store_issuer *issuer,
    struct der_slice serial, const struct store_cert *record)
{
	struct store_error error = { STORE_OK, "" };
	char text[2 * STORE_SERIAL_MAX + 1];
	enum store_put done = store_cert_put(store, issuer, serial, record, &error);

	if (done == STORE_PUT_FAILED)
		prog_store_failed(cli, &error);
	if (done == STORE_PUT_DIFFERENT)
		return "another certificate of its issuer has this serial (RFC 5280 4.1.2.2)";
	cli_note(cli, "%s %s: %s", issuer->label, pkix_hex(serial, text, sizeof text),
	    done == STORE_PUT_NEW ? "registered" : "nothing new");
	return NULL;
}

static const char *
put(struct cli *cli, struct keys *keys, struct store *store, struct der_slice der)
{
	const struct store_issuer *issuer;
	const struct store_list *list;
	struct store_cert record = { 0 };
	uint8_t digest[PKIX_HASH_MAX];
	struct pkix_cert cert;
	const char *why;

	if ((why = pkix_cert_read(der, &cert)) != NULL)
		return why;
	if (cert.not_after < cert.not_before)
		return "ends before it begins (RFC 5280 4.1.2.5)";
	if ((issuer = issuer_of(keys, store, &cert, &why)) == NULL)
		return why;
	record.kind = kind_of(&cert, issuer);
	list = list_of(store, &cert, issuer, record.kind);
	if ((list->scope == STORE_SCOPE_USER) != (record.kind == STORE_KIND_USER))
		return "its distribution point is that of a list of the other scope "
		       "(RFC 5280 5.2.5)";
	record.list = list->id;
	record.not_before = cert.not_before;
	record.not_after = cert.not_after;
	pkix_hash(PKIX_SHA256, der, digest);
	memcpy(record.sha256, digest, sizeof record.sha256);
	return enter(cli, store, issuer, cert.serial, &record);
}

static const char help[] =
    "Each certificate's issuer is found by name and key identifier and must have\n"
    "signed it.  Its serial, validity, kind and list (by its CRL distribution\n"
    "point) are kept; the certificate is not.  The same again changes nothing; the\n"
    "same serial with other contents is refused.  One input, one transaction.\n\n"
    "example:  cat certs/*.der | cert-put -s var/store";

/* All of the input into one transaction. */
static void
put_all(struct cli *cli, struct store *store, struct file_input *in)
{
	struct der_reader reader = { .input = in, .most = PKIX_CERT_MAX };
	struct keys keys = { NULL, store_issuer_count(store) };
	const char *why;
	size_t i;

	if ((keys.key = calloc(keys.count + 1, sizeof(struct pkix_key *))) == NULL)
		cli_die(cli, CLI_BUSY, "out of memory");
	while (prog_der_next(cli, &reader)) {
		if ((why = put(cli, &keys, store, reader.record)) != NULL)
			cli_refuse(cli, reader.number, reader.offset, "%s", why);
		cli_progress(cli, "certificates", reader.number, 0);
	}
	for (i = 0; i < keys.count; i++)
		pkix_key_free(keys.key[i]);
	free(keys.key);
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "cert-put",
		.purpose = "register certificates in a status store",
		.synopsis = "[-nv] -s STORE <certificates.der",
		.options = options,
		.help = help,
		.flags = CLI_READS,
	};
	struct store_error error = { STORE_OK, "" };
	struct file_input in;
	const char *path = NULL;
	struct store *store;

	while (cli_option(&cli, argc, argv) != -1)
		path = optarg;
	cli_operands(&cli, argc, argv, 0, 0);
	prog_der_whole(&cli, &in);
	store = prog_store(&cli, path, STORE_WRITE);
	cli_confine(&cli);
	put_all(&cli, store, &in);
	if (!cli.dry_run && store_commit(store, &error) == -1)
		prog_store_failed(&cli, &error);
	store_close(store);
	file_input_close(&in);
	return cli_close(&cli);
}
