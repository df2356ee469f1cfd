/* record_crl_json - a CRL as JSON Lines: one object for the list, one for each entry. */
#include "pkix/pkix_name.h"
#include "record/record_crl.h"
#include "record/record_crl_part.h"
#include "record/record_print.h"
#include <string.h>

bool
record_crl_is_known(const struct pkix_extension *extension)
{
	static const uint8_t arcs[] = { 20, 27, 28, 35 };

	return extension->oid.size == 3 && extension->oid.data[0] == 0x55 &&
	       extension->oid.data[1] == 0x1d &&
	       memchr(arcs, extension->oid.data[2], sizeof arcs) != NULL;
}

/* A member's name, with the comma before it. */
static void
name(struct cput *text, const char *member)
{
	if (text->size != 0 && text->data[text->size - 1] != '{')
		record_print(text, ",");
	record_print(text, "\"");
	record_print(text, member);
	record_print(text, "\":");
}

/* The comma between the elements of an array. */
static void
element(struct cput *text)
{
	if (text->size != 0 && text->data[text->size - 1] != '[')
		record_print(text, ",");
}

static void
put_count(struct cput *text, const char *member, uint64_t count)
{
	name(text, member);
	record_print_number(text, false, count);
}

static void
put_choice(struct cput *text, const char *member, bool value)
{
	name(text, member);
	record_print(text, value ? "true" : "false");
}

static void
put_string(struct cput *text, const char *value)
{
	record_print_text(text, (const uint8_t *)value, strlen(value));
}

static void
put_hex(struct cput *text, const char *member, struct der_slice octets)
{
	name(text, member);
	record_print(text, "\"");
	record_crl_hex(text, octets);
	record_print(text, "\"");
}

static void
put_time(struct cput *text, const char *member, int64_t when)
{
	name(text, member);
	record_print(text, "\"");
	record_crl_time(text, when);
	record_print(text, "\"");
}

static void
put_oid(struct cput *text, const char *member, struct der_slice oid)
{
	char dotted[128];

	name(text, member);
	put_string(text, pkix_oid_text(oid, dotted, sizeof dotted));
}

static void
put_names(struct cput *text, const char *member, struct der_slice names)
{
	char one[RECORD_NAME_TEXT_MAX];

	name(text, member);
	record_print(text, "[");
	for (int i = 0; i < RECORD_NAMES_MAX && record_crl_next_name(&names, one, sizeof one);
	     i++) {
		element(text);
		put_string(text, one);
	}
	record_print(text, names.size != 0 ? ",\"...\"]" : "]");
}

static void
put_idp(struct cput *text, const struct pkix_idp *idp)
{
	const char *reason;
	unsigned bit = 0;

	name(text, "idp");
	record_print(text, "{");
	put_choice(text, "critical", idp->critical);
	if (idp->names.size != 0)
		put_names(text, "names", idp->names);
	if (idp->relative_name.size != 0)
		put_hex(text, "relative_name", idp->relative_name);
	put_choice(text, "only_user", idp->only_user);
	put_choice(text, "only_ca", idp->only_ca);
	put_choice(text, "only_attribute", idp->only_attribute);
	put_choice(text, "indirect", idp->indirect);
	if (idp->some_reasons.size != 0) {
		name(text, "some_reasons");
		record_print(text, "[");
		while ((reason = record_crl_next_reason(idp->some_reasons, &bit)) != NULL) {
			element(text);
			put_string(text, reason);
		}
		record_print(text, "]");
	}
	record_print(text, "}");
}

static void
put_extensions(struct cput *text, struct der_slice rest)
{
	struct pkix_extension extension;
	const char *why;

	name(text, "extensions");
	record_print(text, "[");
	while (pkix_extension_next(&rest, &extension, &why) == 1) {
		element(text);
		record_print(text, "{");
		put_oid(text, "oid", extension.oid);
		put_choice(text, "critical", extension.critical);
		if (!record_crl_is_known(&extension))
			put_hex(text, "value", extension.value);
		record_print(text, "}");
	}
	record_print(text, "]");
}

static void
put_tally(struct cput *text, const struct pkix_tally *tally)
{
	put_count(text, "entries", tally->entries);
	put_count(text, "bad", tally->bad);
	name(text, "reasons");
	record_print(text, "{");
	if (tally->without_reason != 0)
		put_count(text, "none", tally->without_reason);
	for (int i = 0; i <= PKIX_REASON_MAX; i++)
		if (tally->reasons[i] != 0)
			put_count(text, pkix_reason_name(i), tally->reasons[i]);
	record_print(text, "}");
	name(text, "flaws");
	record_print(text, "[");
	for (unsigned i = 0; i < PKIX_FLAWS; i++) {
		if (tally->flaws[i] == 0)
			continue;
		element(text);
		record_print(text, "{");
		name(text, "flaw");
		put_string(text, pkix_flaw_text(1u << i));
		put_count(text, "count", tally->flaws[i]);
		record_print(text, "}");
	}
	record_print(text, "]");
}

void
record_crl_json(struct cput *text, uint64_t number, const struct pkix_crl *crl,
    const struct pkix_tally *tally)
{
	char issuer[RECORD_NAME_TEXT_MAX];

	record_print(text, "{\"type\":\"crl\"");
	put_count(text, "record", number);
	put_choice(text, "signed", crl->signature.size != 0);
	put_count(text, "version", (uint64_t)crl->version);
	name(text, "issuer");
	put_string(text, pkix_name_text(crl->issuer, issuer, sizeof issuer));
	if (crl->number.size != 0)
		put_hex(text, "number", crl->number);
	if (crl->delta)
		put_hex(text, "delta_base", crl->delta_base);
	put_time(text, "this_update", crl->this_update);
	if (crl->has_next_update)
		put_time(text, "next_update", crl->next_update);
	name(text, "algorithm");
	record_print(text, "\"");
	record_crl_algorithm(text, crl->algorithm);
	record_print(text, "\"");
	if (crl->aki.size != 0)
		put_hex(text, "aki", crl->aki);
	if (crl->idp.present)
		put_idp(text, &crl->idp);
	put_extensions(text, crl->extensions);
	put_tally(text, tally);
	record_print(text, "}\n");
}

static void
put_entry(struct cput *text, const struct pkix_entry *entry)
{
	put_hex(text, "serial", entry->serial);
	put_time(text, "date", entry->date);
	if (entry->reason >= 0) {
		name(text, "reason");
		put_string(text, pkix_reason_name(entry->reason));
	}
	if (entry->has_invalidity)
		put_time(text, "invalidity", entry->invalidity);
	if (entry->certificate_issuer.size != 0)
		put_names(text, "certificate_issuer", entry->certificate_issuer);
	if (entry->unknown_critical.size != 0)
		put_oid(text, "unknown_critical", entry->unknown_critical);
	record_print(text, "}\n");
}

void
record_crl_entry_json(struct cput *text, uint64_t number, const struct pkix_entry *entry)
{
	record_print(text, "{\"type\":\"entry\"");
	put_count(text, "record", number);
	put_entry(text, entry);
}

void
record_crl_entry_fields(struct cput *text, const char *type, const struct pkix_entry *entry)
{
	record_print(text, "{\"type\":\"");
	record_print(text, type);
	record_print(text, "\"");
	put_entry(text, entry);
}
