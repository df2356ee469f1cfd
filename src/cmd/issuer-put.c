/* issuer-put - register a certification authority in a store.  See issuer-put(1). */
#include "pkix/pkix_key.h"
#include "pkix/pkix_name.h"
#include "prog/prog.h"
#include "prog/prog_parse.h"
#include <string.h>

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store" },
	{ 'k', "key", "KEYURI", "its private key, a PKCS#11 URI (RFC 7512)" },
	{ 256, "reasons", "LIST", "\"any\", or reasons separated by commas" },
	{ 257, "valid", "TIME", "from thisUpdate to nextUpdate, like 72h (the default)" },
	{ 0 },
};

/* Why this certificate cannot be an issuer's, or NULL. */
static const char *
refusal(const struct pkix_cert *cert)
{
	struct pkix_algorithm algorithm;
	struct pkix_key *key;
	const char *why;

	if (!cert->ca)
		return "not a CA certificate (RFC 5280 4.2.1.9)";
	if (cert->has_key_usage && !(cert->key_usage & PKIX_CRL_SIGN))
		return "its keyUsage lacks cRLSign (RFC 5280 4.2.1.3)";
	if ((key = pkix_key_read(cert->spki, &why)) == NULL)
		return why;
	why = NULL;
	if (pkix_algorithm_default(pkix_key_kind(key)).size == 0)
		why = "its key is none we sign with: RSA, P-256, P-384";
	else if (der_equal(cert->issuer, cert->subject) &&
		 (why = pkix_algorithm_read(cert->algorithm, &algorithm)) == NULL)
		why = pkix_verify(key, &algorithm, cert->tbs, cert->signature);
	pkix_key_free(key);
	return why;
}

/* Another issuer that has this name and key already, or NULL. */
static const struct store_issuer *
twin(const struct store *store, const struct store_issuer *issuer)
{
	const struct store_issuer *other = NULL;
	struct der_slice none = { NULL, 0 };

	while ((other = store_issuer_by_name(store, issuer->cert.subject, none, other)) != NULL)
		if (der_equal(other->cert.spki, issuer->cert.spki) &&
		    strcmp(other->label, issuer->label) != 0)
			return other;
	return NULL;
}

static void
put(struct cli *cli, struct store *store, const struct der_reader *in,
    struct store_issuer *issuer)
{
	struct store_error error = { STORE_OK, "" };
	const struct store_issuer *other;
	const char *why;

	if ((why = pkix_cert_read(in->record, &issuer->cert)) != NULL ||
	    (why = refusal(&issuer->cert)) != NULL) {
		cli_refuse(cli, in->number, in->offset, "%s", why);
		return;
	}
	if ((other = twin(store, issuer)) != NULL) {
		cli_refuse(cli, in->number, in->offset,
		    "this name and key are registered as %s", other->label);
		return;
	}
	switch (store_issuer_put(store, issuer, &error)) {
	case STORE_PUT_NEW:
		cli_note(cli, "%s: registered", issuer->label);
		break;
	case STORE_PUT_SAME:
		cli_note(cli, "%s: nothing new", issuer->label);
		break;
	case STORE_PUT_DIFFERENT:
		cli_refuse(cli, in->number, in->offset,
		    "%s is in use for another certificate, key, reasons or validity",
		    issuer->label);
		break;
	case STORE_PUT_FAILED:
		prog_store_failed(cli, &error);
	}
}

static const char help[] =
    "Reads one CA certificate (DER) and registers it as LABEL, with the lists\n"
    "LABEL/user and LABEL/ca.  Without --reasons the five of the practice statement\n"
    "may be recorded; \"any\" admits all of RFC 5280 for an authority that is taken\n"
    "over.  The same again changes nothing; something else under a used label is\n"
    "refused.\n\n"
    "example:  issuer-put -s var/store -k 'pkcs11:token=ca;object=tokyo' tokyo <tokyo.der";

struct arguments {
	const char *store, *key, *label;
	uint32_t reasons;
	int64_t valid;
};

static struct arguments
parse(struct cli *cli, int argc, char *argv[])
{
	struct arguments a = { .reasons = STORE_REASONS_L6, .valid = STORE_VALID_DEFAULT };
	int letter;

	while ((letter = cli_option(cli, argc, argv)) != -1)
		switch (letter) {
		case 's':
			a.store = optarg;
			break;
		case 'k':
			a.key = optarg;
			break;
		case 256:
			a.reasons = prog_reasons(cli, optarg);
			break;
		case 257:
			a.valid = prog_duration(cli, optarg);
			break;
		}
	a.label = cli_operands(cli, argc, argv, 1, 1)[0];
	if (!store_is_label(a.label, strlen(a.label)))
		cli_die(cli, CLI_USAGE, "%s: not a label: a-z, 0-9 and -, at most %d", a.label,
		    STORE_LABEL_MAX);
	if (a.key == NULL || strncmp(a.key, "pkcs11:", 7) != 0 || strlen(a.key) > STORE_URI_MAX)
		cli_die(cli, CLI_USAGE, "-k wants a PKCS#11 URI: pkcs11:token=...;object=...");
	return a;
}

/* The one certificate of the input; more or none are refused. */
static void
put_one(struct cli *cli, struct store *store, struct file_input *in, const struct arguments *a)
{
	struct store_issuer issuer = { .reasons = a->reasons, .valid = a->valid };
	struct der_reader reader = { .input = in, .most = PKIX_CERT_MAX };

	memcpy(issuer.label, a->label, strlen(a->label) + 1);
	memcpy(issuer.key_uri, a->key, strlen(a->key) + 1);
	while (prog_der_next(cli, &reader))
		if (reader.number == 1)
			put(cli, store, &reader, &issuer);
		else
			cli_refuse(cli, reader.number, reader.offset,
			    "one certificate makes one issuer");
	if (reader.number == 1)
		cli_fail(cli, "stdin: no certificate");
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "issuer-put",
		.purpose = "register a certification authority in a status store",
		.synopsis = "[-nv] -s STORE -k KEYURI [--reasons LIST] [--valid TIME] "
			    "LABEL <ca.der",
		.options = options,
		.help = help,
		.flags = CLI_READS,
	};
	struct arguments a = parse(&cli, argc, argv);
	struct store_error error = { STORE_OK, "" };
	struct file_input in;
	struct store *store;

	prog_der_whole(&cli, &in);
	store = prog_store(&cli, a.store, STORE_WRITE);
	cli_confine(&cli);
	put_one(&cli, store, &in, &a);
	if (!cli.dry_run && cli.refused == 0 && store_commit(store, &error) == -1)
		prog_store_failed(&cli, &error);
	store_close(store);
	file_input_close(&in);
	return cli_close(&cli);
}
