/* pkix_crl_write - TBSCertLists of ours, and their entries (RFC 5280 5.1, 5.2, 5.3). */
#include "der/der_write.h"
#include "pkix/pkix_crl.h"

#include <string.h>

/* Extension { 2.5.29.arc, critical, OCTET STRING around all written since mark }. */
static void
wrap_extension(struct der_writer *w, uint8_t arc, bool critical, const uint8_t *mark)
{
	const uint8_t oid[] = { DER_OID, 3, 0x55, 0x1d, arc };

	der_wrap(w, DER_OCTET_STRING, mark);
	if (critical)
		der_put(w, "\x01\x01\xff", 3);
	der_put(w, oid, sizeof oid);
	der_wrap(w, DER_SEQUENCE, mark);
}

static void
put_entry_extensions(struct der_writer *w, const struct pkix_entry *entry)
{
	/* Extension { 2.5.29.24, OCTET STRING { GeneralizedTime } }, without the time */
	static const uint8_t invalidity[] = { DER_SEQUENCE, 24, DER_OID, 3, 0x55, 0x1d, 24,
		DER_OCTET_STRING, 17 };
	/* Extension { 2.5.29.21, OCTET STRING { ENUMERATED } } */
	const uint8_t reason[] = { DER_SEQUENCE, 10, DER_OID, 3, 0x55, 0x1d, 21,
		DER_OCTET_STRING, 3, DER_ENUMERATED, 1, (uint8_t)entry->reason };
	const uint8_t *all = w->at;

	if (entry->has_invalidity) {
		der_put_generalized_time(w, entry->invalidity);
		der_put(w, invalidity, sizeof invalidity);
	}
	if (entry->reason > PKIX_UNSPECIFIED)
		der_put(w, reason, sizeof reason);
	if (w->at != all)
		der_wrap(w, DER_SEQUENCE, all);
}

size_t
pkix_entry_write(uint8_t out[PKIX_ENTRY_MAX], const struct pkix_entry *entry)
{
	struct der_writer w = der_writer(out, PKIX_ENTRY_MAX);
	struct der_slice serial = entry->serial, written;
	const uint8_t *mark = w.at;

	if (serial.size == 0 || serial.size > PKIX_SERIAL_MAX ||
	    (serial.size > 1 && serial.data[0] == 0) ||
	    (entry->reason != -1 && pkix_reason_name(entry->reason) == NULL))
		return 0;
	put_entry_extensions(&w, entry);
	der_put_time(&w, entry->date);
	der_put_integer(&w, serial);
	der_wrap(&w, DER_SEQUENCE, mark);
	if (w.full)
		return 0;
	written = der_written(&w);
	memmove(out, written.data, written.size);
	return written.size;
}

static void
put_true(struct der_writer *w, uint8_t tag)
{
	const uint8_t item[] = { tag, 1, 0xff };

	der_put(w, item, sizeof item);
}

/* issuingDistributionPoint, RFC 5280 5.2.5. */
static void
put_idp(struct der_writer *w, const struct pkix_crl_form *form)
{
	const uint8_t *mark = w->at, *point;

	if (form->only_ca)
		put_true(w, DER_CONTEXT(2));
	if (form->only_user)
		put_true(w, DER_CONTEXT(1));
	if (form->dp.size != 0) {
		point = w->at;
		der_put_slice(w, form->dp);
		der_wrap(w, DER_CONSTRUCTED(0), point); /* fullName */
		der_wrap(w, DER_CONSTRUCTED(0), point); /* distributionPoint */
	}
	der_wrap(w, DER_SEQUENCE, mark);
	wrap_extension(w, 28, true, mark);
}

/* crlExtensions in the order authorityKeyIdentifier, cRLNumber, issuingDistributionPoint. */
static void
put_extensions(struct der_writer *w, const struct pkix_crl_form *form)
{
	const uint8_t *all = w->at, *mark;

	if (form->has_idp)
		put_idp(w, form);
	mark = w->at;
	der_put_number(w, form->number);
	wrap_extension(w, 20, false, mark);
	if (form->aki.size != 0) {
		mark = w->at;
		der_put_item(w, DER_CONTEXT(0), form->aki);
		der_wrap(w, DER_SEQUENCE, mark);
		wrap_extension(w, 35, false, mark);
	}
	der_wrap(w, DER_SEQUENCE, all);
	der_wrap(w, DER_CONSTRUCTED(0), all);
}

/* Everything before the entries; after is the octets that follow, entries included. */
static void
put_head(struct der_writer *w, const struct pkix_crl_form *form, uint64_t after)
{
	const uint8_t *end = w->at;
	uint8_t header[10];

	if (form->entries_size != 0)
		der_put(w, header, der_header(header, DER_SEQUENCE, form->entries_size));
	der_put_time(w, form->next_update);
	der_put_time(w, form->this_update);
	der_put_slice(w, form->issuer);
	der_put_slice(w, form->algorithm);
	der_put_number(w, 1); /* v2 */
	after += (uint64_t)(end - w->at);
	der_put(w, header, der_header(header, DER_SEQUENCE, after));
}

static bool
form_good(const struct pkix_crl_form *form)
{
	if (form->algorithm.size == 0 || form->issuer.size == 0 ||
	    form->entries_size > UINT64_MAX / 2)
		return false;
	if (!form->has_idp)
		return form->dp.size == 0 && !form->only_user && !form->only_ca;
	return form->only_user != form->only_ca || (!form->only_user && form->dp.size != 0);
}

static size_t
to_front(uint8_t *buffer, const struct der_writer *w)
{
	struct der_slice written = der_written(w);

	memmove(buffer, written.data, written.size);
	return written.size;
}

bool
pkix_crl_write(const struct pkix_crl_form *form, uint8_t head[PKIX_CRL_PART_MAX],
    size_t *head_size, uint8_t tail[PKIX_CRL_PART_MAX], size_t *tail_size)
{
	struct der_writer w;

	if (!form_good(form))
		return false;
	w = der_writer(tail, PKIX_CRL_PART_MAX);
	put_extensions(&w, form);
	if (w.full)
		return false;
	*tail_size = to_front(tail, &w);
	w = der_writer(head, PKIX_CRL_PART_MAX);
	put_head(&w, form, form->entries_size + *tail_size);
	if (w.full)
		return false;
	*head_size = to_front(head, &w);
	return true;
}
