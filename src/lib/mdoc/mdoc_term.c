#include "mdoc/mdoc_term.h"
#include "pkix/pkix_crl.h" /* pkix_extension_next */
#include "pkix/pkix_key.h"
#include "pkix/pkix_usage.h"
#include <string.h>
#include <time.h>

enum {
	DAY = 86400,
};

/* The same day and hour some months later; the last day of that month where it has no such
 * day. */
static int64_t
months_after(int64_t when, int months)
{
	time_t at = (time_t)when;
	struct tm tm;
	int day;

	if (gmtime_r(&at, &tm) == NULL)
		return when;
	day = tm.tm_mday;
	tm.tm_mon += months;
	at = timegm(&tm); /* which makes 30 February a day of March */
	return tm.tm_mday == day ? at : at - (int64_t)tm.tm_mday * DAY;
}

static bool
has_usage_period(const struct pkix_cert *cert)
{
	static const uint8_t id[] = { 0x55, 0x1d, 0x10 }; /* privateKeyUsagePeriod, 2.5.29.16 */
	struct der_slice rest = cert->extensions;
	struct pkix_extension extension;
	const char *why;

	while (pkix_extension_next(&rest, &extension, &why) == 1)
		if (der_equal(extension.oid, (struct der_slice){ id, sizeof id }))
			return true;
	return false;
}

const char *
mdoc_term_read(const struct pkix_cert *cert, struct mdoc_term *term)
{
	struct pkix_key *key;
	enum pkix_key_kind kind;
	const char *why;

	if ((key = pkix_key_read(cert->spki, &why)) == NULL)
		return why;
	kind = pkix_key_kind(key);
	pkix_key_free(key);
	if (kind != PKIX_KEY_P256)
		return "its key is not of P-256";
	if (cert->has_key_usage && (cert->key_usage & PKIX_DIGITAL_SIGNATURE) == 0)
		return "its keyUsage has no digitalSignature (ISO/IEC 18013-5 B.1.4)";
	if ((why = pkix_usage_period(cert, &term->from, &term->until)) != NULL)
		return why;
	term->not_after = cert->not_after;
	if (!has_usage_period(cert))
		term->until = months_after(cert->not_before, MDOC_USAGE_MONTHS);
	if (term->from < cert->not_before)
		term->from = cert->not_before;
	if (term->until > cert->not_after)
		term->until = cert->not_after;
	return NULL;
}

const char *
mdoc_term_valid(const struct mdoc_term *term, int64_t now, int64_t *until)
{
	if (now < term->from)
		return "its key may not sign yet";
	if (now > term->until)
		return "its key may not sign any more";
	*until = now + (int64_t)MDOC_VALID_DAYS * DAY;
	if (*until > term->not_after)
		*until = term->not_after;
	return *until > now ? NULL : "the certificate ends at this second";
}

void
mdoc_tdate(int64_t when, char out[MDOC_TDATE_SIZE + 1])
{
	time_t at = (time_t)when;
	struct tm tm = { 0 };

	if (gmtime_r(&at, &tm) == NULL ||
	    strftime(out, MDOC_TDATE_SIZE + 1, "%Y-%m-%dT%H:%M:%SZ", &tm) != MDOC_TDATE_SIZE)
		memcpy(out, "9999-12-31T23:59:59Z", MDOC_TDATE_SIZE + 1);
}
