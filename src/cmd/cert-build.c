/* cert-build - what is to be signed so that it is a certificate.  See cert-build(1). */
#include "der/der_stream.h"
#include "pkix/pkix_name.h"
#include "profile/profile_build.h"
#include "profile/profile_check.h"
#include "prog/prog.h"
#include "prog/prog_cert.h"
#include "prog/prog_profile.h"
#include "prog/prog_random.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	SET = 256,
	SEED,
	SETTINGS_MAX = 32,
};

static const char help[] =
    "Reads certification requests (PKCS #10, DER) and writes for each the TBSCertificate that\n"
    "the profile makes of its subject and key, for der-sign. A request whose own signature\n"
    "does not prove possession of the key, or whose subject or key the profile does not\n"
    "allow, is refused; extensions that it asks for are not looked at.\n"
    "PROFILE is ca, ds, iaca, link, ocsp, status, or the path of a file (certprofile(5));\n"
    "link reads the certificate of the key to be certified for a request.\n"
    "\n"
    "  cert-build ds -c iaca.der --set contact=mdoc@example.jp \\\n"
    "      --set crl=https://example.jp/iaca.crl <ds.csr | der-sign -K \"$ROOT\" -c iaca.der";

static const struct cli_option options[] = {
	{ 'c', "certificate", "FILE", "the certificate (DER) of who will sign" },
	{ 't', "time", "NOTBEFORE", "the beginning of validity; default now" },
	{ SET, "set", "NAME=VALUE", "what $NAME of the profile stands for; may be repeated" },
	{ SEED, "seed", "FILE", "for tests: serials that can be foretold" },
	{ 0, NULL, NULL, NULL },
};

struct building {
	struct cli cli;
	struct profile *profile;
	struct profile_setting settings[SETTINGS_MAX];
	struct profile_order order;
	struct pkix_cert issuer, request;
	uint8_t *issuer_der; /* owned; NULL: self-signed */
	struct prog_random random;
	uint8_t serial[PROFILE_SERIAL_MAX];
};

static void
add_setting(struct building *b, char *text)
{
	char *equal = strchr(text, '=');

	if (equal == NULL)
		cli_die(&b->cli, CLI_USAGE, "--set %s: not NAME=VALUE", text);
	if (b->order.settings.count == SETTINGS_MAX)
		cli_die(&b->cli, CLI_USAGE, "more than %d times --set", SETTINGS_MAX);
	b->settings[b->order.settings.count++] = (struct profile_setting){ text, equal + 1 };
}

static void
read_issuer(struct building *b, const char *path, const char *name)
{
	bool has = profile_has_issuer(b->profile);

	if (has && path == NULL)
		cli_die(
		    &b->cli, CLI_USAGE, "%s: needs the issuer's certificate: -c FILE", name);
	if (!has && path != NULL)
		cli_die(&b->cli, CLI_USAGE, "%s: is for self-signed certificates: no -c", name);
	if (!has)
		return;
	b->issuer_der = prog_cert(&b->cli, path, &b->issuer);
	if (!b->issuer.ca ||
	    (b->issuer.has_key_usage && !(b->issuer.key_usage & PKIX_KEY_CERT_SIGN)))
		cli_die(&b->cli, CLI_CONFIG,
		    "%s: may not sign certificates (RFC 5280 4.2.1.3, 4.2.1.9)", path);
	b->order.issuer = &b->issuer;
}

static void
read_options(struct building *b, int argc, char *argv[])
{
	const char *time = NULL, *issuer = NULL, *name;
	char why[PROFILE_WHY_MAX];
	int letter;

	while ((letter = cli_option(&b->cli, argc, argv)) != -1)
		switch (letter) {
		case 'c':
			issuer = optarg;
			break;
		case 't':
			time = optarg;
			break;
		case SET:
			add_setting(b, optarg);
			break;
		case SEED:
			prog_random_seed(&b->cli, &b->random, optarg);
			break;
		}
	name = cli_operands(&b->cli, argc, argv, 1, 1)[0];
	b->order.not_before = cli_time(&b->cli, time);
	b->order.settings.at = b->settings;
	b->profile = prog_profile(&b->cli, name);
	read_issuer(b, issuer, name);
	if (!profile_settings_good(b->profile, &b->order.settings, why))
		cli_die(&b->cli, CLI_USAGE, "%s: --set %s", name, why);
}

static void
draw_serial(struct building *b)
{
	uint8_t octets[PROFILE_SERIAL_MAX];

	prog_random(&b->cli, &b->random, octets, sizeof octets);
	b->order.serial =
	    (struct der_slice){ b->serial, profile_serial(b->profile, octets, b->serial) };
}

/* Does the profile allow its subject and key? */
static bool
allowed(struct building *b, const struct der_reader *in)
{
	struct profile_findings found;
	size_t i;

	profile_check_request(b->profile, b->order.subject, b->order.spki,
	    b->order.issuer != NULL ? b->issuer.subject : b->order.subject, &found);
	for (i = 0; i + 1 < found.count; i++)
		cli_warn(&b->cli, "stdin: record %" PRIu64 " @%" PRIu64 ": %s", in->number,
		    in->offset, found.text[i]);
	if (found.count != 0)
		cli_refuse(&b->cli, in->number, in->offset, "%s", found.text[i]);
	return found.count == 0;
}

static void
build(struct building *b, const struct der_reader *in)
{
	uint8_t tbs[PKIX_CERT_MAX];
	struct der_writer w = der_writer(tbs, sizeof tbs);
	char why[PROFILE_WHY_MAX], name[256], serial[48];
	const char *refusal;
	struct der_slice made;

	refusal = profile_request_read(b->profile, in->record, &b->order, &b->request);
	if (refusal != NULL) {
		cli_refuse(&b->cli, in->number, in->offset, "%s", refusal);
		return;
	}
	if (!allowed(b, in))
		return;
	draw_serial(b);
	if (!profile_build(b->profile, &b->order, &w, why)) {
		cli_refuse(&b->cli, in->number, in->offset, "%s", why);
		return;
	}
	made = der_written(&w);
	cli_emit(&b->cli, made.data, made.size);
	cli_note(&b->cli, "serial %s for %s", pkix_hex(b->order.serial, serial, sizeof serial),
	    pkix_name_text(b->order.subject, name, sizeof name));
}

int
main(int argc, char *argv[])
{
	struct building b = { .cli = {
				  .name = "cert-build",
				  .purpose = "what is to be signed so that it is a certificate",
				  .synopsis = "[-nv] PROFILE [-c FILE] [-t NOTBEFORE] "
					      "[--set NAME=VALUE]... "
					      "[--seed FILE] <requests.der >tbs.der",
				  .options = options,
				  .help = help,
				  .flags = CLI_BINARY_OUT | CLI_READS,
			      } };
	struct der_reader in = { 0 };
	struct file_input stream;

	read_options(&b, argc, argv);
	prog_input(&b.cli, &stream);
	cli_confine(&b.cli);
	in.input = &stream;
	while (prog_der_next(&b.cli, &in))
		build(&b, &in);
	file_input_close(&stream);
	profile_free(b.profile);
	free(b.issuer_der);
	return cli_close(&b.cli);
}
