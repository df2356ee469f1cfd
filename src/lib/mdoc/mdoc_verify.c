#include "mdoc/mdoc_verify.h"
#include "pkix/pkix_name.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#define DIGEST_ID_MAX 0x7fffffffu /* ISO/IEC 18013-5 9.1.2.4 */
#define RANDOM_MIN 16             /* ISO/IEC 18013-5 9.1.2.5 */

__attribute__((format(printf, 2, 3))) static bool
refuse(struct mdoc_verdict *verdict, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(verdict->why, sizeof verdict->why, fmt, ap);
	va_end(ap);
	return false;
}

/* Step 2: the signature, with the key of the certificate that step 1 found good. */
static bool
signature_good(const struct mdoc *m, struct mdoc_verdict *v)
{
	struct pkix_key *key;
	const char *why;

	if ((key = pkix_key_read(v->signer.spki, &why)) == NULL)
		return refuse(v, "DS certificate: %s", why);
	why = cose_verify(&m->auth, key, (struct der_slice){ NULL, 0 });
	pkix_key_free(key);
	return why == NULL || refuse(v, "step 2 of ISO/IEC 18013-5 9.3.1: issuerAuth: %s", why);
}

/* Nothing of an item is named but its place: what it says is the holder's. */
static bool
refuse_item(struct mdoc_verdict *v, const struct mdoc_item *item, const char *why)
{
	return refuse(v, "name space %u, item %u: %s", item->place[0], item->place[1], why);
}

static bool
item_good(const struct mdoc *m, const struct mdoc_item *item, struct mdoc_verdict *v)
{
	uint8_t have[PKIX_HASH_MAX];
	struct der_slice digest, ours = { have, 0 };
	const char *why;

	if (item->digest_id > DIGEST_ID_MAX)
		return refuse_item(
		    v, item, "digestID is not below 2^31 (ISO/IEC 18013-5 9.1.2.4)");
	if (item->random.size < RANDOM_MIN)
		return refuse_item(
		    v, item, "random of fewer than 16 octets (ISO/IEC 18013-5 9.1.2.5)");
	if ((why = mdoc_digest(item, &digest)) != NULL)
		return refuse(v, "name space %u, item %u: %s (ISO/IEC 18013-5 9.3.1 step 3)",
		    item->place[0], item->place[1], why);
	ours.size = pkix_hash(m->mso.hash, item->whole, have);
	if (!der_equal(ours, digest))
		return refuse_item(
		    v, item, "digest is not the one in the MSO (ISO/IEC 18013-5 9.3.1 step 3)");
	v->items++;
	return true;
}

/* Step 3: the digest of every item, over its octets as they came. */
static bool
items_good(const struct mdoc *m, struct mdoc_verdict *v)
{
	struct mdoc_items walk = mdoc_items(m);
	struct mdoc_item item;
	const char *why;
	int got;

	while ((got = mdoc_item_next(&walk, &item, &why)) == 1)
		if (!item_good(m, &item, v))
			return false;
	return got == 0 || refuse_item(v, &item, why);
}

/* Step 5: validityInfo. */
static bool
validity_good(const struct mdoc_mso *mso, int64_t now, struct mdoc_verdict *v)
{
	char time[2][32];

	if (mso->signed_at < v->signer.not_before || mso->signed_at > v->signer.not_after)
		return refuse(v,
		    "signed, %s, is outside the validity of the DS certificate "
		    "(ISO/IEC 18013-5 9.3.1 step 5)",
		    pkix_time_text(mso->signed_at, time[0]));
	if (mso->valid_from < mso->signed_at)
		return refuse(v, "validFrom is before signed (ISO/IEC 18013-5 9.1.2.4)");
	if (mso->valid_until <= mso->valid_from)
		return refuse(v, "validUntil is not after validFrom (ISO/IEC 18013-5 9.1.2.4)");
	if (now < mso->valid_from)
		return refuse(v,
		    "not valid yet: validFrom is %s, and it is %s "
		    "(ISO/IEC 18013-5 9.3.1 step 5)",
		    pkix_time_text(mso->valid_from, time[0]), pkix_time_text(now, time[1]));
	if (now > mso->valid_until)
		return refuse(v,
		    "valid no more: validUntil is %s, and it is %s "
		    "(ISO/IEC 18013-5 9.3.1 step 5)",
		    pkix_time_text(mso->valid_until, time[0]), pkix_time_text(now, time[1]));
	return true;
}

bool
mdoc_verify(const struct mdoc *m, const struct mdoc_rules *rules, struct mdoc_verdict *v)
{
	*v = (struct mdoc_verdict){ .items = 0 };
	if (!mdoc_verify_signer(&m->auth.headers, rules, v) || !signature_good(m, v) ||
	    !items_good(m, v))
		return false;
	/* Step 4. */
	if (m->has_doc_type && !der_equal(m->doc_type, m->mso.doc_type))
		return refuse(v, "docType of the Document is not that of the MSO "
				 "(ISO/IEC 18013-5 9.3.1 step 4)");
	return validity_good(&m->mso, rules->now, v);
}
