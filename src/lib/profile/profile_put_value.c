/* profile_put_value - the values of extensions, put from their end towards their front. */
#include "pkix/pkix_key.h"
#include "profile/profile_put.h"
#include <string.h>

/* BIT STRING of named bits: none at the end that is zero (X.690 11.2.2). */
static bool
put_usage(struct profile_work *work)
{
	uint8_t octets[3] = { 0 };
	size_t size = 2;
	unsigned n, last = 0;

	for (n = 0; n < 9; n++)
		if (work->rule->set & UINT32_C(1) << n) {
			octets[1 + n / 8] |= (uint8_t)(0x80 >> n % 8);
			last = n;
		}
	size += last / 8;
	octets[0] = (uint8_t)(7 - last % 8);
	der_put_item(work->writer, DER_BIT_STRING, (struct der_slice){ octets, size });
	return true;
}

static bool
put_purposes(struct profile_work *work)
{
	const struct profile_rule *rule = work->rule;
	const uint8_t *mark = work->writer->at;
	unsigned n;

	for (n = rule->purpose_count; n > 0; n--)
		der_put_item(work->writer, DER_OID,
		    (struct der_slice){ rule->purposes[n - 1], rule->purpose_sizes[n - 1] });
	der_wrap(work->writer, DER_SEQUENCE, mark);
	return true;
}

static bool
put_constraints(struct profile_work *work)
{
	const uint8_t *mark = work->writer->at;

	if (work->rule->path_length >= 0)
		der_put_number(work->writer, (uint64_t)work->rule->path_length);
	der_put(work->writer, "\x01\x01\xff", 3); /* cA TRUE */
	der_wrap(work->writer, DER_SEQUENCE, mark);
	return true;
}

/* SHA-1 of the subjectPublicKey's octets (RFC 5280 4.2.1.2 method 1). */
static bool
put_own_key_id(struct profile_work *work)
{
	struct der_slice spki = work->order->spki, key;
	uint8_t hash[PKIX_HASH_MAX];
	struct der_item sequence, algorithm, bits;
	size_t size = 0;

	if (der_take(&spki, DER_SEQUENCE, &sequence) &&
	    der_take(&sequence.value, DER_SEQUENCE, &algorithm) &&
	    der_take(&sequence.value, DER_BIT_STRING, &bits) && der_bits(bits.value, &key))
		size = pkix_hash(PKIX_SHA1, key, hash);
	der_put_item(work->writer, DER_OCTET_STRING, (struct der_slice){ hash, size });
	return size != 0 || profile_refuse(work->why, "the key cannot be hashed");
}

static bool
put_issuer_key_id(struct profile_work *work)
{
	const uint8_t *mark = work->writer->at;
	const struct pkix_cert *issuer = work->order->issuer;

	if (issuer == NULL || issuer->ski.size == 0)
		return profile_refuse(work->why,
		    "the issuer's certificate has no subjectKeyIdentifier "
		    "(RFC 5280 4.2.1.1)");
	der_put_item(work->writer, DER_CONTEXT(0), issuer->ski);
	der_wrap(work->writer, DER_SEQUENCE, mark);
	return true;
}

/* The rule's GeneralName, in front. */
static bool
put_name(struct profile_work *work)
{
	const struct profile_order *order = work->order;
	uint8_t name[PROFILE_NAME_MAX];
	struct profile_word text;
	size_t size = 0;

	if (profile_name_text(work->rule, &order->settings, &text))
		size = profile_general_name(work->rule, text, order->subject, name, work->why);
	der_put_slice(work->writer, (struct der_slice){ name, size });
	return size != 0;
}

static bool
put_names(struct profile_work *work)
{
	const uint8_t *mark = work->writer->at;
	bool good = put_name(work);

	der_wrap(work->writer, DER_SEQUENCE, mark);
	return good;
}

/* One DistributionPoint with a fullName (RFC 5280 4.2.1.13). */
static bool
put_points(struct profile_work *work)
{
	const uint8_t *mark = work->writer->at;
	bool good = put_name(work);

	der_wrap(work->writer, DER_CONSTRUCTED(0), mark); /* fullName */
	der_wrap(work->writer, DER_CONSTRUCTED(0), mark); /* distributionPoint */
	der_wrap(work->writer, DER_SEQUENCE, mark);
	der_wrap(work->writer, DER_SEQUENCE, mark);
	return good;
}

/* [n] IMPLICIT GeneralizedTime */
static void
put_time(struct der_writer *w, uint8_t tag, int64_t when)
{
	uint8_t octets[32];
	struct der_writer small = der_writer(octets, sizeof octets);
	struct der_slice made;

	der_put_generalized_time(&small, when);
	made = der_written(&small);
	if (small.full || made.size != 17)
		w->full = true;
	else
		der_put_item(w, tag, (struct der_slice){ made.data + 2, 15 });
}

static bool
put_period(struct profile_work *work)
{
	int64_t from = work->order->not_before, to = profile_later(from, work->rule->span);
	const uint8_t *mark = work->writer->at;

	put_time(work->writer, DER_CONTEXT(1), to < work->not_after ? to : work->not_after);
	put_time(work->writer, DER_CONTEXT(0), from);
	der_wrap(work->writer, DER_SEQUENCE, mark);
	return true;
}

static bool
put_null(struct profile_work *work)
{
	der_put(work->writer, "\x05\x00", 2);
	return true;
}

bool
profile_put_value(struct profile_work *work)
{
	static bool (*const writers[])(struct profile_work *) = {
		[PROFILE_NO_VALUE] = put_null, /* never: profile_value_read sees to it */
		[PROFILE_KEY_USAGE] = put_usage,
		[PROFILE_PURPOSES] = put_purposes,
		[PROFILE_CONSTRAINTS] = put_constraints,
		[PROFILE_OWN_KEY_ID] = put_own_key_id,
		[PROFILE_ISSUER_KEY_ID] = put_issuer_key_id,
		[PROFILE_NAMES] = put_names,
		[PROFILE_POINTS] = put_points,
		[PROFILE_PERIOD] = put_period,
		[PROFILE_NULL] = put_null,
	};

	return writers[work->rule->kind->value](work);
}
