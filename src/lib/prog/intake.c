#include "prog/intake.h"
#include <stdlib.h>
#include <string.h>

#define UTC_TIME_FIRST INT64_C(-631152000) /* 1950-01-01T00:00:00Z */

static void
copy_label(char out[STORE_LABEL_MAX + 1], struct record_text text)
{
	memcpy(out, text.data, text.size); /* the CDDL bounds a label */
	out[text.size] = '\0';
}

static void
put_text(struct cput *c, const char *key, struct record_text text)
{
	if (text.data == NULL)
		return;
	cput_text(c, key);
	cput_text_size(c, text.data, text.size);
}

bool
intake_read(struct intake *in, const struct store *store, const struct record_revocation *r)
{
	unsigned said = 0u + (r->case_.data != NULL) + (r->channel.data != NULL) +
			(r->operator.data != NULL);
	struct cput c = { 0 };

	*in = (struct intake){ .reason = r->reason,
		.date = r->date,
		.has_invalidity = r->has_invalidity,
		.invalidity = r->invalidity,
		.serial_size = (uint8_t)r->serial.size,
		.issuer = store_issuer_by_label(store, r->issuer.data, r->issuer.size),
		.was = -1 };
	copy_label(in->label, r->issuer);
	if (r->list.data != NULL)
		copy_label(in->list_name, r->list);
	memcpy(in->serial, r->serial.data, r->serial.size);
	if (said == 0)
		return true;
	cput_map(&c, said); /* keys in the order of RFC 8949 4.2.1 */
	put_text(&c, "case", r->case_);
	put_text(&c, "channel", r->channel);
	put_text(&c, "operator", r->operator);
	in->case_ = c.data;
	in->case_size = c.size;
	return !c.failed;
}

void
intake_free(struct intake *in)
{
	free(in->case_);
	in->case_ = NULL;
}

int
intake_compare(const struct intake *a, const struct intake *b)
{
	uint32_t x = a->issuer == NULL ? 0 : a->issuer->id;
	uint32_t y = b->issuer == NULL ? 0 : b->issuer->id;

	if (x != y)
		return x < y ? -1 : 1;
	if (a->serial_size != b->serial_size)
		return a->serial_size < b->serial_size ? -1 : 1;
	return memcmp(a->serial, b->serial, a->serial_size);
}

static struct der_slice
serial(const struct intake *in)
{
	return (struct der_slice){ in->serial, in->serial_size };
}

/* What is wrong with the request whatever the store holds of its serial, or NULL. */
static const char *
request_refusal(const struct intake *in, const struct intake_rules *rules)
{
	if (in->issuer == NULL)
		return "unknown issuer";
	if (in->serial_size >= STORE_SERIAL_MAX)
		return "serial number above 20 octets (RFC 5280 4.1.2.2)";
	if ((in->issuer->reasons >> in->reason & 1) == 0)
		return in->reason == PKIX_CERTIFICATE_HOLD || in->reason == PKIX_REMOVE_FROM_CRL
			   ? "this issuer does not suspend (practice statement 4.9.13)"
			   : "reason is not one of this issuer's (practice statement 4.9.1)";
	if (in->date < UTC_TIME_FIRST)
		return "date lies before 1950, which no CRL can say (RFC 5280 5.1.2.6)";
	if (in->date > rules->now)
		return "date lies in the future";
	return NULL;
}

/*
 * The list the certificate belongs to; not_after STORE_NEVER when it is not registered.
 * NULL in in->list: refused, in->why.  0, or -1 *error.
 */
static int
find_list(struct intake *in, struct store *store, const struct intake_rules *rules,
    int64_t *not_after, struct store_error *error)
{
	const struct store_list *named = NULL;
	struct store_cert cert;
	int known = store_cert_get(store, in->issuer, serial(in), &cert, error);

	if (known == -1)
		return -1;
	if (*in->list_name != '\0') {
		named =
		    store_list_by_name(store, in->issuer, in->list_name, strlen(in->list_name));
		if (named == NULL) {
			in->why = "its issuer has no such list";
			return 0;
		}
	}
	if (known == 0) {
		*not_after = STORE_NEVER;
		if (!rules->unregistered)
			in->why = "serial is not registered (-u takes it all the same)";
		else
			in->list = named != NULL
				       ? named
				       : store_list_by_name(store, in->issuer, "user", 4);
		return 0;
	}
	*not_after = cert.not_after;
	if (in->date < cert.not_before)
		in->why = "date lies before the certificate begins";
	else if (named != NULL && named->id != cert.list)
		in->why = "its certificate belongs to another list (RFC 5280 5.2.5)";
	else
		in->list = store_list_by_id(store, cert.list);
	return 0;
}

/* Raise the reason on every list of the issuer that carries the serial. */
static int
upgrade(struct intake *in, struct store *store, struct store_error *error)
{
	struct store_revocation r;
	const struct store_list *list;
	size_t i;
	int got;

	in->was = in->stands_reason;
	in->stands_reason = PKIX_KEY_COMPROMISE;
	for (i = 0; i < store_list_count(store); i++) {
		list = store_list_at(store, i);
		if (list->issuer != in->issuer)
			continue;
		got = store_revocation_get(store, list, serial(in), &r, error);
		if (got == 1)
			got = store_revocation_upgrade(store, list, serial(in), error);
		if (got == -1)
			return -1;
	}
	return 0;
}

/* It is revoked already: the first date and reason stand, but for one reason. */
static int
already(struct intake *in, struct store *store, const struct store_revocation *r,
    struct store_error *error)
{
	in->outcome = RECORD_ALREADY;
	in->stands_date = r->entry.date;
	in->stands_reason = r->entry.reason == -1 ? PKIX_UNSPECIFIED : r->entry.reason;
	if (in->reason == PKIX_KEY_COMPROMISE && in->stands_reason != PKIX_KEY_COMPROMISE)
		return upgrade(in, store, error);
	return 0;
}

static int
revoke(struct intake *in, struct store *store, const struct intake_rules *rules,
    int64_t not_after, struct store_error *error)
{
	struct store_revocation r = {
		.list = in->list,
		.entry = { .serial = serial(in),
		    .date = in->date,
		    .reason = in->reason,
		    .has_invalidity = in->has_invalidity,
		    .invalidity = in->invalidity },
		.not_after = not_after,
		.recorded = rules->now,
	};
	struct der_slice said = { in->case_, in->case_size };

	in->outcome = RECORD_REVOKED;
	in->stands_date = in->date;
	in->stands_reason = in->reason;
	if (store_revocation_put(store, &r, error) == -1)
		return -1;
	return in->case_ == NULL ? 0 : store_case_put(store, in->list, serial(in), said, error);
}

int
intake_apply(struct intake *in, struct store *store, const struct intake_rules *rules,
    struct store_error *error)
{
	struct store_revocation there;
	int64_t not_after = STORE_NEVER;
	int got;

	in->outcome = RECORD_REFUSED;
	in->why = request_refusal(in, rules);
	if (in->why == NULL && find_list(in, store, rules, &not_after, error) == -1)
		return -1;
	if (in->why != NULL)
		return 0;
	got = store_revocation_get(store, in->list, serial(in), &there, error);
	if (got == -1)
		return -1;
	return got == 1 ? already(in, store, &there, error)
			: revoke(in, store, rules, not_after, error);
}

struct record_receipt
intake_receipt(const struct intake *in)
{
	struct record_receipt r = {
		.issuer = record_text(in->label), .serial = serial(in), .status = in->outcome
	};

	if (in->outcome == RECORD_REFUSED) {
		r.why = record_text(in->why);
		return r;
	}
	r.has_reason = r.has_date = true;
	r.reason = in->stands_reason;
	r.date = in->stands_date;
	r.has_was = in->was != -1;
	r.was = in->was;
	r.list = record_text(in->list->name);
	return r;
}
