/* record_crl - the pieces that text and JSON share, and the text. */
#include "record/record_crl.h"
#include "pkix/pkix_key.h"
#include "pkix/pkix_name.h"
#include "record/record_crl_part.h"
#include "record/record_print.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
	HEX_MAX = 512,        /* octets shown of one value */
	EXTENSION_SHOWN = 64, /* octets shown of an extension we do not know */
	VALUE_COLUMN = 26,
};

static void
put_cut_hex(struct cput *text, struct der_slice octets, size_t most)
{
	bool cut = octets.size > most;

	record_print_hex(text, octets.data, cut ? most : octets.size);
	if (cut)
		record_print(text, "...");
}

void
record_crl_hex(struct cput *text, struct der_slice octets)
{
	put_cut_hex(text, octets, HEX_MAX);
}

void
record_crl_time(struct cput *text, int64_t when)
{
	char time[RECORD_TIME_SIZE];

	if (record_time_write(time, when))
		cput_raw(text, time, sizeof time);
}

void
record_crl_algorithm(struct cput *text, struct der_slice der)
{
	struct pkix_algorithm algorithm;
	struct der_item whole, oid;
	char dotted[128];

	if (pkix_algorithm_read(der, &algorithm) == NULL)
		record_print(text, algorithm.name);
	else if (der_take(&der, DER_SEQUENCE, &whole) && der_take(&whole.value, DER_OID, &oid))
		record_print(text, pkix_oid_text(oid.value, dotted, sizeof dotted));
}

const char *
record_crl_complaint(
    const struct pkix_entry *entry, int got, const char *why, char out[RECORD_COMPLAINT_MAX])
{
	char serial[90] = "?";

	if (entry->serial.size != 0)
		pkix_hex(entry->serial, serial, sizeof serial);
	if (got == -1)
		snprintf(out, RECORD_COMPLAINT_MAX,
		    "the entries cannot be read from here on: %s (RFC 5280 5.1.2.6)", why);
	else
		snprintf(out, RECORD_COMPLAINT_MAX, "entry %s: %s", serial, why);
	return out;
}

bool
record_crl_next_name(struct der_slice *names, char *out, size_t size)
{
	struct der_item item;
	const char *why;

	if (der_next(names, &item, &why) != 1)
		return false;
	pkix_general_name_text(item.whole, out, size);
	return true;
}

const char *
record_crl_next_reason(struct der_slice bits, unsigned *bit)
{
	while (*bit < 9) {
		unsigned n = (*bit)++;

		if (n != 0 && bits.size > 1 + n / 8 &&
		    (bits.data[1 + n / 8] >> (7 - n % 8) & 1))
			return pkix_reason_name((int)(n < 7 ? n : n + 2));
	}
	return NULL;
}

/* Begin a line: its name, and the value's column. */
static void
name_line(struct cput *text, const char *name)
{
	size_t size = strlen(name);

	record_print(text, "  ");
	record_print(text, name);
	do
		record_print(text, " ");
	while (++size < VALUE_COLUMN - 2);
}

static void __attribute__((format(printf, 3, 4)))
line(struct cput *text, const char *name, const char *fmt, ...)
{
	char value[RECORD_NAME_TEXT_MAX + 64];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(value, sizeof value, fmt, ap);
	va_end(ap);
	name_line(text, name);
	record_print(text, value);
	record_print(text, "\n");
}

static void
hex_line(struct cput *text, const char *name, struct der_slice octets)
{
	name_line(text, name);
	record_crl_hex(text, octets);
	record_print(text, "\n");
}

/* A number in hex and, when it fits 64 bits, as people count. */
static void
put_number(struct cput *text, const char *label, struct der_slice magnitude)
{
	uint64_t number = 0;

	name_line(text, label);
	record_crl_hex(text, magnitude);
	if (magnitude.size <= 8) {
		for (size_t i = 0; i < magnitude.size; i++)
			number = number << 8 | magnitude.data[i];
		record_print(text, " (");
		record_print_number(text, false, number);
		record_print(text, ")");
	}
	record_print(text, "\n");
}

static void
put_times(struct cput *text, const struct pkix_crl *crl)
{
	char this_update[32], next_update[32];
	int64_t seconds = crl->next_update - crl->this_update;

	line(text, "this update", "%s", pkix_time_text(crl->this_update, this_update));
	if (!crl->has_next_update) {
		line(text, "next update", "none");
		return;
	}
	pkix_time_text(crl->next_update, next_update);
	if (seconds < 0)
		line(text, "next update", "%s, before this update", next_update);
	else
		line(text, "next update", "%s, %" PRId64 " d %02d:%02d:%02d after this update",
		    next_update, seconds / 86400, (int)(seconds / 3600 % 24),
		    (int)(seconds / 60 % 60), (int)(seconds % 60));
}

static void
put_scope(struct cput *text, const struct pkix_idp *idp)
{
	const char *reason;
	unsigned bit = 0;

	if (idp->only_user)
		line(text, "scope", "user certificates only");
	if (idp->only_ca)
		line(text, "scope", "CA certificates only");
	if (idp->only_attribute)
		line(text, "scope", "attribute certificates only");
	if (idp->indirect)
		line(text, "scope", "indirect: entries of other issuers too");
	while ((reason = record_crl_next_reason(idp->some_reasons, &bit)) != NULL)
		line(text, "only for reason", "%s", reason);
}

static void
put_point(struct cput *text, const struct pkix_idp *idp)
{
	struct der_slice names = idp->names;
	char name[RECORD_NAME_TEXT_MAX];
	for (int i = 0; i < RECORD_NAMES_MAX && record_crl_next_name(&names, name, sizeof name);
	     i++)
		line(text, "distribution point", "%s", name);
	if (names.size != 0)
		line(text, "distribution point", "...");
	if (idp->relative_name.size != 0)
		hex_line(text, "relative to issuer", idp->relative_name);
	put_scope(text, idp);
}

/* The extensions that no other line speaks of. */
static void
put_extensions(struct cput *text, const struct pkix_crl *crl)
{
	struct der_slice rest = crl->extensions;
	struct pkix_extension extension;
	char dotted[128];
	const char *why;

	while (pkix_extension_next(&rest, &extension, &why) == 1) {
		if (record_crl_is_known(&extension))
			continue;
		name_line(text, "extension");
		record_print(text, pkix_oid_text(extension.oid, dotted, sizeof dotted));
		record_print(text, extension.critical ? ", critical: " : ": ");
		put_cut_hex(text, extension.value, EXTENSION_SHOWN);
		record_print(text, "\n");
	}
}

static void
put_counts(struct cput *text, const struct pkix_tally *tally)
{
	line(text, "entries", "%" PRIu64, tally->entries);
	if (tally->bad != 0)
		line(text, "bad entries", "%" PRIu64, tally->bad);
	if (tally->without_reason != 0)
		line(text, "  no reason", "%" PRIu64, tally->without_reason);
	for (int i = 0; i <= PKIX_REASON_MAX; i++)
		if (tally->reasons[i] != 0) {
			char name[32];

			snprintf(name, sizeof name, "  %s", pkix_reason_name(i));
			line(text, name, "%" PRIu64, tally->reasons[i]);
		}
	for (unsigned i = 0; i < PKIX_FLAWS; i++)
		if (tally->flaws[i] == 1)
			line(text, "flaw", "%s", pkix_flaw_text(1u << i));
		else if (tally->flaws[i] != 0)
			line(text, "flaw", "%s: %" PRIu64 " times", pkix_flaw_text(1u << i),
			    tally->flaws[i]);
}

void
record_crl_text(struct cput *text, uint64_t number, const struct pkix_crl *crl,
    const struct pkix_tally *tally)
{
	char name[RECORD_NAME_TEXT_MAX];

	if (number > 1)
		record_print(text, "\n");
	record_print(text, crl->signature.size != 0 ? "CRL " : "CRL to be signed ");
	record_print_number(text, false, number);
	record_print(text, crl->version == 1 ? ", version 1\n" : ", version 2\n");
	line(text, "issuer", "%s", pkix_name_text(crl->issuer, name, sizeof name));
	if (crl->number.size != 0)
		put_number(text, "number", crl->number);
	if (crl->delta)
		put_number(text, "delta to number", crl->delta_base);
	put_times(text, crl);
	name_line(text, "algorithm");
	record_crl_algorithm(text, crl->algorithm);
	record_print(text, "\n");
	if (crl->aki.size != 0)
		hex_line(text, "authority key", crl->aki);
	put_point(text, &crl->idp);
	put_extensions(text, crl);
	put_counts(text, tally);
}

void
record_crl_entry_text(struct cput *text, const struct pkix_entry *entry)
{
	struct der_slice names = entry->certificate_issuer;
	char name[RECORD_NAME_TEXT_MAX];

	record_crl_hex(text, entry->serial);
	record_print(text, " ");
	record_crl_time(text, entry->date);
	if (entry->reason >= 0) {
		record_print(text, " ");
		record_print(text, pkix_reason_name(entry->reason));
	}
	if (entry->has_invalidity) {
		record_print(text, ", invalid since ");
		record_crl_time(text, entry->invalidity);
	}
	for (int i = 0; i < RECORD_NAMES_MAX && record_crl_next_name(&names, name, sizeof name);
	     i++) {
		record_print(text, ", issuer ");
		record_print(text, name);
	}
	if (entry->unknown_critical.size != 0) {
		record_print(text, ", unknown critical extension ");
		record_print(text, pkix_oid_text(entry->unknown_critical, name, sizeof name));
	}
	record_print(text, "\n");
}
