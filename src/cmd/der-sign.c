/* der-sign - sign whatever DER is to be signed.  See der-sign(1). */
#include "pkix/pkix_issuer.h"
#include "prog/prog.h"
#include "prog/prog_key.h"
#include "token/token_signer.h"
#include <stdlib.h>
#include <string.h>

#define PIN_FD 256

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "find each record's issuer, and its key, in this store" },
	{ 'K', "key", "URI", "or sign with this key," },
	{ 'c', "certificate", "FILE", "the one that this certificate (DER) is of" },
	{ 't', "time", "TIME", "the time by which validity is judged; default now" },
	{ PIN_FD, "pin-fd", "N", "read the PIN from descriptor N, not from pin-source" },
	{ 0, NULL, NULL, NULL },
};

static const struct cli program = {
	.name = "der-sign",
	.purpose = "sign whatever DER is to be signed",
	.synopsis = "[-nv] -s STORE [-t TIME] [--pin-fd N] <tbs.der >signed.der\n"
		    "[-nv] -K URI [-c FILE] [-t TIME] [--pin-fd N] <tbs.der >signed.der",
	.options = options,
	.help = "Reads TBSCertList, TBSCertificate, CertificationRequestInfo and ResponseData, "
		"and\nwrites each, byte for byte, with its signature.  Refuses what is not for "
		"its issuer's\nkey, and a signature algorithm inside that the key does not "
		"have.\n\n  crl-build -s var/store | der-sign -s var/store | "
		"crl-verify -s var/store >new.crl",
	.flags = CLI_BINARY_OUT | CLI_READS,
};

/* What the command line asks for, and what comes of it. */
struct signing {
	struct cli cli;
	const char *store, *key, *certificate;
	int64_t now;
	char pin[TOKEN_PIN_MAX + 1];
	struct pkix_issuers issuers; /* of the store, or one */
	struct token_ring ring;
};

/* All issuers of the store, which is closed before a token is touched. */
static void
load_store(struct signing *s)
{
	struct store *store = prog_store(&s->cli, s->store, STORE_READ);
	const struct store_issuer *issuer;
	const char *why;
	size_t i;

	for (i = 0; i < store_issuer_count(store); i++) {
		issuer = store_issuer_at(store, i);
		why = pkix_issuer_add(&s->issuers, issuer->label, issuer->key_uri,
		    issuer->cert.whole, issuer->key_id);
		if (why != NULL)
			cli_die(&s->cli, CLI_BUG, "%s: %s: %s", s->store, issuer->label, why);
	}
	store_close(store);
}

/* One issuer: the key of -K, and the certificate of -c where there is one. */
static void
load_single(struct signing *s)
{
	struct der_slice none = { NULL, 0 }, cert = none;
	const char *why, *name = s->certificate != NULL ? s->certificate : "-K";
	uint8_t *der = NULL;

	if (s->certificate != NULL)
		cert.data = der = prog_certificate(&s->cli, name, &cert.size);
	if ((why = pkix_issuer_add(&s->issuers, name, s->key, cert, none)) != NULL)
		cli_die(&s->cli, CLI_CONFIG, "%s: %s", name, why);
	free(der);
}

/* Nothing on disk can be changed from here on, by a login either: SoftHSM would rewrite the
 * file that holds all keys of its token (see key-generate(1)). */
static void
confine(const struct signing *s)
{
	bool confined = cli_confine(&s->cli);
	size_t i;

	for (i = 0; i < s->issuers.count && !confined; i++)
		prog_warn_token(&s->cli, s->issuers.list[i].name, s->issuers.list[i].key_uri);
}

/* The key of an issuer, opened once; nothing else than a missing key ends a run here. */
static struct token_signer *
signer_of(struct signing *s, struct pkix_issuer *issuer)
{
	struct token_error error;

	if (issuer->signer == NULL)
		issuer->signer =
		    token_signer_open(&s->ring, issuer->key_uri, issuer->cert.spki, &error);
	if (issuer->signer == NULL)
		prog_token_failed(&s->cli, issuer->name, &error);
	return issuer->signer;
}

/* Sign and write one record.  NULL, or why it is refused. */
static const char *
sign(struct signing *s, struct der_slice record)
{
	struct pkix_issuer *issuer = s->issuers.list;
	uint8_t signature[TOKEN_SIGNATURE_MAX];
	struct pkix_signed around;
	struct token_signer *signer;
	struct token_error error;
	struct der_slice algorithm;
	struct pkix_tbs tbs;
	const char *why;
	size_t size;

	if ((why = pkix_tbs_read(record, &tbs)) != NULL)
		return why;
	if (s->store != NULL && (issuer = pkix_issuer_of(&s->issuers, &tbs, &why)) == NULL)
		return why;
	signer = signer_of(s, issuer);
	algorithm = tbs.algorithm.size != 0 ? tbs.algorithm : token_signer_default(signer);
	why = pkix_issuer_refusal(issuer, &tbs, token_signer_spki(signer), s->now);
	if (why != NULL || (why = token_signer_period(signer, s->now)) != NULL ||
	    (why = token_signer_fits(signer, algorithm)) != NULL)
		return why;
	size = token_signer_sign(signer, algorithm, record, signature, &error);
	if (size == 0)
		prog_token_failed(&s->cli, issuer->name, &error);
	around = pkix_signed(record.size, algorithm, (struct der_slice){ signature, size });
	if (around.head_size == 0)
		cli_die(&s->cli, CLI_BUG, "a signature of %zu octets", size);
	cli_emit(&s->cli, around.head, around.head_size);
	cli_emit(&s->cli, record.data, record.size);
	cli_emit(&s->cli, around.tail, around.tail_size);
	cli_note(&s->cli, "signed a %s of %s", pkix_tbs_name(tbs.kind), issuer->name);
	return NULL;
}

static void
sign_all(struct signing *s, struct file_input *in)
{
	struct der_reader records = { .input = in };
	const char *why;

	while (prog_der_next(&s->cli, &records)) {
		if ((why = sign(s, records.record)) != NULL)
			cli_refuse(&s->cli, records.number, records.offset, "%s", why);
		cli_progress(&s->cli, "records", records.number, 0);
	}
}

static void
read_options(struct signing *s, int argc, char *argv[])
{
	const char *time = NULL;
	int letter;

	while ((letter = cli_option(&s->cli, argc, argv)) != -1)
		switch (letter) {
		case 's':
			s->store = optarg;
			break;
		case 'K':
			s->key = optarg;
			break;
		case 'c':
			s->certificate = optarg;
			break;
		case 't':
			time = optarg;
			break;
		case PIN_FD:
			prog_pin(&s->cli, optarg, s->pin);
			s->ring.pin = s->pin;
			break;
		}
	cli_operands(&s->cli, argc, argv, 0, 0);
	if ((s->store == NULL) == (s->key == NULL) || (s->store != NULL && s->certificate))
		cli_die(&s->cli, CLI_USAGE, "either -s STORE is required, or -K URI with -c");
	s->now = cli_time(&s->cli, time);
}

int
main(int argc, char *argv[])
{
	struct signing s = { .cli = program };
	struct file_input in;
	size_t i;

	read_options(&s, argc, argv);
	s.store != NULL ? load_store(&s) : load_single(&s);
	prog_input(&s.cli, &in);
	cli_guard_stdout(&s.cli);
	confine(&s);
	if (s.key != NULL)
		signer_of(&s, s.issuers.list);
	sign_all(&s, &in);
	explicit_bzero(s.pin, sizeof s.pin);
	for (i = 0; i < s.issuers.count; i++)
		token_signer_free(s.issuers.list[i].signer);
	pkix_issuers_free(&s.issuers);
	token_ring_close(&s.ring);
	file_input_close(&in);
	return cli_close(&s.cli);
}
