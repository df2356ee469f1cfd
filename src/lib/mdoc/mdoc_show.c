#include "mdoc/mdoc_show.h"
#include "cose/cose_key.h"
#include "pkix/pkix_cert.h"
#include "pkix/pkix_name.h"
#include "record/record_print.h"
#include <string.h>

enum {
	NAME_MAX_TEXT = 1024,
	LABEL = 16, /* columns of a label in lines of text */
};

/* The form that is being printed, and whether something stands in front of the next member. */
struct show {
	struct cput *text;
	bool json, comma;
};

/* The label of a fact: a JSON name, or the beginning of a line. */
static void
label(struct show *s, const char *name)
{
	size_t size = strlen(name);

	if (s->json) {
		record_print(s->text, s->comma ? ",\"" : "\"");
		record_print(s->text, name);
		record_print(s->text, "\":");
	} else {
		record_print(s->text, "  ");
		record_print(s->text, name);
		do
			record_print(s->text, " ");
		while (++size < LABEL);
	}
	s->comma = true;
}

static void
end(struct show *s)
{
	if (!s->json)
		record_print(s->text, "\n");
}

static void
show_string(struct show *s, const char *name, const char *data, size_t size)
{
	label(s, name);
	record_print_text(s->text, (const uint8_t *)data, size);
	end(s);
}

static void
show_slice(struct show *s, const char *name, struct der_slice text)
{
	label(s, name);
	record_print_text(s->text, text.data, text.size);
	end(s);
}

static void
show_time(struct show *s, const char *name, int64_t when)
{
	char text[32];

	pkix_time_text(when, text);
	show_string(s, name, text, strlen(text));
}

static void
show_name(struct show *s, const char *name, struct der_slice dn)
{
	char text[NAME_MAX_TEXT];

	pkix_name_text(dn, text, sizeof text);
	show_string(s, name, text, strlen(text));
}

static void
show_hex(struct show *s, const char *name, const uint8_t *data, size_t size)
{
	label(s, name);
	record_print(s->text, "\"");
	record_print_hex(s->text, data, size);
	record_print(s->text, "\"");
	end(s);
}

/* Of the certificate that came along, which nobody has judged. */
static void
show_signer(struct show *s, const struct cose_headers *h)
{
	struct pkix_cert cert;

	if (h->chain_count == 0 || pkix_cert_read(h->chain[0], &cert) != NULL)
		return;
	show_name(s, "signer", cert.subject);
	show_name(s, "signerIssuer", cert.issuer);
	show_hex(s, "signerSerial", cert.serial.data, cert.serial.size);
	show_time(s, "signerNotBefore", cert.not_before);
	show_time(s, "signerNotAfter", cert.not_after);
}

static void
show_mso(struct show *s, const struct mdoc_mso *mso)
{
	static const char *const hashes[] = { "SHA-1", "SHA-256", "SHA-384", "SHA-512" };
	uint8_t thumbprint[COSE_THUMBPRINT];
	struct cose_key key;

	show_slice(s, "docType", mso->doc_type);
	show_slice(s, "version", mso->version);
	show_string(s, "digestAlgorithm", hashes[mso->hash], strlen(hashes[mso->hash]));
	show_time(s, "signed", mso->signed_at);
	show_time(s, "validFrom", mso->valid_from);
	show_time(s, "validUntil", mso->valid_until);
	if (mso->has_update)
		show_time(s, "expectedUpdate", mso->expected_update);
	if (cose_key_read(&mso->device_key, &key) == NULL &&
	    cose_key_thumbprint(&key, thumbprint))
		show_hex(s, "deviceKey", thumbprint, sizeof thumbprint);
	if (mso->has_status) {
		label(s, "statusIndex");
		record_print_exact(s->text, false, mso->status_index);
		end(s);
		show_slice(s, "statusUri", mso->status_uri);
	}
}

static void
json_item(struct show *s, const struct mdoc_mso *mso, const struct mdoc_item *item)
{
	uint8_t hash[PKIX_HASH_MAX];
	struct der_slice have = { hash, pkix_hash(mso->hash, item->whole, hash) }, want;

	record_print(s->text, "{\"digestID\":");
	record_print_exact(s->text, false, item->digest_id);
	record_print(s->text, ",\"element\":");
	record_print_text(s->text, item->element.data, item->element.size);
	record_print(s->text, ",\"value\":");
	mdoc_show_value(&item->value, s->text);
	record_print(s->text, ",\"digest\":\"");
	record_print_hex(s->text, have.data, have.size);
	record_print(s->text, "\",\"inMSO\":");
	record_print(s->text,
	    mdoc_digest(item, &want) == NULL && der_equal(have, want) ? "true" : "false");
	record_print(s->text, "}");
}

static const char *
json_items(struct show *s, const struct mdoc *m)
{
	struct mdoc_items walk = mdoc_items(m);
	struct mdoc_item item = { .place = { 0, 0 } };
	unsigned space = 0;
	const char *why;
	int got;

	label(s, "nameSpaces");
	record_print(s->text, "{");
	while ((got = mdoc_item_next(&walk, &item, &why)) == 1) {
		if (item.place[0] != space) {
			record_print(s->text, space > 0 ? "]," : "");
			record_print_text(s->text, item.name_space.data, item.name_space.size);
			record_print(s->text, ":[");
			space = item.place[0];
		} else
			record_print(s->text, ",");
		json_item(s, &m->mso, &item);
	}
	record_print(s->text, space > 0 ? "]}" : "}");
	return got == 0 ? NULL : why;
}

static const char *
text_items(struct show *s, const struct mdoc *m)
{
	struct mdoc_items walk = mdoc_items(m);
	struct mdoc_item item;
	unsigned space = 0;
	const char *why;
	int got;

	while ((got = mdoc_item_next(&walk, &item, &why)) == 1) {
		if (item.place[0] != space) {
			record_print(s->text, "  ");
			record_print_text(s->text, item.name_space.data, item.name_space.size);
			record_print(s->text, "\n");
			space = item.place[0];
		}
		record_print(s->text, "    ");
		record_print_inside(s->text, item.element.data, item.element.size);
		record_print(s->text, ": ");
		mdoc_show_value(&item.value, s->text);
		record_print(s->text, "\n");
	}
	return got == 0 ? NULL : why;
}

const char *
mdoc_show_json(const struct mdoc *m, struct cput *text)
{
	struct show s = { .text = text, .json = true };
	const char *why;

	record_print(text, "{");
	show_mso(&s, &m->mso);
	show_signer(&s, &m->auth.headers);
	why = json_items(&s, m);
	record_print(text, "}");
	return why;
}

const char *
mdoc_show_text(const struct mdoc *m, struct cput *text)
{
	struct show s = { .text = text };

	show_mso(&s, &m->mso);
	show_signer(&s, &m->auth.headers);
	return text_items(&s, m);
}
