#include "profile/profile_build.h"
#include "pkix/pkix_key.h"
#include "pkix/pkix_name.h"
#include "profile/profile_put.h"
#include <string.h>

enum {
	SERIAL_OCTETS = 16, /* 126 random bits, where as many are allowed */
};

size_t
profile_serial(const struct profile *p, const uint8_t random[PROFILE_SERIAL_MAX],
    uint8_t out[PROFILE_SERIAL_MAX])
{
	const struct profile_rule *rule = profile_rule(p, PROFILE_SERIAL);
	size_t size = SERIAL_OCTETS;

	if (size > rule->most)
		size = rule->most;
	memcpy(out, random, size);
	out[0] = (uint8_t)((out[0] & 0x3f) | 0x40); /* positive, and never shorter */
	return size;
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* A certificate that ends after its issuer's would not be valid to its end. */
static bool
inside(struct profile_work *work, const struct pkix_cert *cert, const char *whose)
{
	char end[32];

	if (work->order->not_before < cert->not_before)
		return profile_refuse(work->why, "%s certificate is not valid before %s", whose,
		    pkix_time_text(cert->not_before, end));
	return work->not_after <= cert->not_after ||
	       profile_refuse(work->why, "%s certificate is not valid after %s", whose,
		   pkix_time_text(cert->not_after, end));
}

/* notAfter, by the profile. */
static bool
find_end(const struct profile *p, struct profile_work *work)
{
	const struct profile_order *order = work->order;
	const struct profile_rule *rule = profile_rule(p, PROFILE_VALIDITY);

	if (!rule->other)
		work->not_after = profile_later(order->not_before, rule->span);
	else if (order->issuer == NULL || order->request == NULL)
		return profile_refuse(work->why, "no two certificates that overlap");
	else
		work->not_after = earlier(order->issuer->not_after, order->request->not_after);
	if (order->issuer != NULL && !inside(work, order->issuer, "the issuer's"))
		return false;
	if (order->request != NULL && !inside(work, order->request, "the request's"))
		return false;
	if (work->not_after < order->not_before)
		return profile_refuse(work->why, "it would end before it begins");
	return rule->at_most.count == 0 ||
	       work->not_after <= profile_later(order->not_before, rule->at_most) ||
	       profile_refuse(
		   work->why, "it would be valid for longer than the profile allows");
}

/* One Extension, in front, unless it is none that is built. */
static bool
put_extension(struct profile_work *work)
{
	struct der_writer *w = work->writer;
	const struct profile_rule *rule = work->rule;
	const uint8_t *mark = w->at;
	struct profile_word name;

	if (rule->part != PROFILE_EXTENSION || rule->presence == PROFILE_ALLOWED ||
	    (rule->value != NULL && rule->presence == PROFILE_OPTIONAL &&
		!profile_name_text(rule, &work->order->settings, &name)))
		return true;
	if (!profile_put_value(work))
		return false;
	der_wrap(w, DER_OCTET_STRING, mark);
	if (rule->critical)
		der_put(w, "\x01\x01\xff", 3);
	der_put_item(w, DER_OID, rule->kind->oid);
	der_wrap(w, DER_SEQUENCE, mark);
	return true;
}

/* Extensions in the order of the rules. */
static bool
put_extensions(const struct profile *p, struct profile_work *work)
{
	struct der_writer *w = work->writer;
	const uint8_t *mark = w->at;
	size_t n;

	for (n = p->count; n > 0; n--) {
		work->rule = &p->rules[n - 1];
		if (!put_extension(work))
			return false;
	}
	if (w->at == mark)
		return true;
	der_wrap(w, DER_SEQUENCE, mark);
	der_wrap(w, DER_CONSTRUCTED(3), mark);
	return true;
}

/* The AlgorithmIdentifier with which the issuer's key signs, if the profile has it. */
static bool
find_algorithm(const struct profile *p, struct profile_work *work, struct der_slice *form)
{
	const struct profile_order *order = work->order;
	struct der_slice spki = order->issuer != NULL ? order->issuer->spki : order->spki;
	struct pkix_algorithm algorithm;
	struct profile_word name;
	const char *why;
	struct pkix_key *key = pkix_key_read(spki, &why);

	if (key == NULL)
		return profile_refuse(work->why, "the issuer's key: %s", why);
	*form = pkix_algorithm_default(pkix_key_kind(key));
	pkix_key_free(key);
	if (form->size == 0 || pkix_algorithm_read(*form, &algorithm) != NULL)
		return profile_refuse(
		    work->why, "the issuer's key is of a kind that nothing is signed with");
	name = (struct profile_word){ algorithm.name, strlen(algorithm.name) };
	return (profile_bit(PROFILE_LIST_SIGNATURES, name) &
		   profile_rule(p, PROFILE_SIGNATURE)->set) != 0 ||
	       profile_refuse(work->why,
		   "the issuer's key signs with %s, which the profile "
		   "has not",
		   algorithm.name);
}

bool
profile_build(const struct profile *p, const struct profile_order *order, struct der_writer *w,
    char why[PROFILE_WHY_MAX])
{
	struct profile_work work = { .order = order, .writer = w, .why = why };
	const uint8_t *end = w->at, *mark;
	struct der_slice algorithm;

	if (!find_algorithm(p, &work, &algorithm) || !find_end(p, &work) ||
	    !put_extensions(p, &work))
		return false;
	der_put_slice(w, order->spki);
	der_put_slice(w, order->subject);
	mark = w->at;
	der_put_time(w, work.not_after);
	der_put_time(w, order->not_before);
	der_wrap(w, DER_SEQUENCE, mark);
	der_put_slice(w, order->issuer != NULL ? order->issuer->subject : order->subject);
	der_put_slice(w, algorithm);
	der_put_integer(w, order->serial);
	mark = w->at;
	der_put_number(w, 2); /* v3 */
	der_wrap(w, DER_CONSTRUCTED(0), mark);
	der_wrap(w, DER_SEQUENCE, end);
	return !w->full || profile_refuse(why, "it is too large");
}
