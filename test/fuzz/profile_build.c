/* The law: what a profile makes of a request, with any signature put to it, is a certificate of
 * that subject and key with which profile_check finds nothing but that signature, and what it
 * found with the request. */
#include "profile/profile_build.h"
#include "pkix/pkix_request.h"
#include "pkix/pkix_tbs.h"
#include "profile/profile_check.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const uint8_t spki[] = { 0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce,
	0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03,
	0x42, 0x00, 0x04,
	/* The base point of P-256 (SEC 2 2.4.2). */
	0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4,
	0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45,
	0xd8, 0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7,
	0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce,
	0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51, 0xf5 };

static const struct profile_setting settings[] = { { "contact=", "iaca@example.jp" },
	{ "crl=", "http://example.jp/crl" } };

/* Would a request for this subject be read? */
static bool
asked(struct der_slice subject)
{
	static const uint8_t algorithm[] = { 0x30, 3, 6, 1, 0x2a }, bits[] = { 3, 2, 0, 1 };
	static uint8_t request[1 << 17];
	struct der_writer w = der_writer(request, sizeof request);
	const uint8_t *end = w.at;
	struct pkix_request read;

	der_put(&w, bits, sizeof bits);
	der_put(&w, algorithm, sizeof algorithm);
	pkix_request_put(&w, subject, (struct der_slice){ spki, sizeof spki });
	der_wrap(&w, DER_SEQUENCE, end);
	return !w.full && pkix_request_read(der_written(&w), &read) == NULL;
}

/* The certificate that this TBSCertificate becomes, with a signature of nobody. */
static struct der_slice
sign(struct der_slice tbs, uint8_t out[1 << 17])
{
	static const uint8_t nobody[] = { 0x30, 6, 2, 1, 1, 2, 1, 1 };
	struct pkix_signed around;
	struct pkix_tbs outline;

	if (pkix_tbs_read(tbs, &outline) != NULL || outline.kind != PKIX_TBS_CERTIFICATE)
		__builtin_trap();
	around = pkix_signed(
	    tbs.size, outline.algorithm, (struct der_slice){ nobody, sizeof nobody });
	memcpy(out, around.head, around.head_size);
	memcpy(out + around.head_size, tbs.data, tbs.size);
	memcpy(out + around.head_size + tbs.size, around.tail, around.tail_size);
	return (struct der_slice){ out, around.head_size + tbs.size + around.tail_size };
}

static void
agree(const struct profile *p, const struct profile_order *order, struct der_slice made)
{
	static struct profile_findings before, found;
	struct pkix_cert cert;
	size_t i, k, unsaid = 0;

	if (pkix_cert_read(made, &cert) != NULL || !der_equal(cert.subject, order->subject) ||
	    !der_equal(cert.issuer, order->subject) || !der_equal(cert.spki, order->spki) ||
	    cert.not_before != order->not_before)
		__builtin_trap();
	profile_check_request(p, order->subject, order->spki, order->subject, &before);
	profile_check(p, &cert, NULL, order->not_before, &found);
	for (i = 0; i < found.count; i++) {
		for (k = 0; k < before.count && strcmp(found.text[i], before.text[k]) != 0;)
			k++;
		unsaid += k == before.count;
	}
	if (unsaid != 1 || found.count != before.count + 1)
		__builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t name[1 << 16], tbs[PKIX_CERT_MAX], made[1 << 17];
	static const char *const profiles[] = { "iaca", "ca" };
	struct der_writer subject = der_writer(name, sizeof name),
			  w = der_writer(tbs, sizeof tbs - 256);
	struct profile_order order = { .spki = { spki, sizeof spki } };
	uint8_t random[PROFILE_SERIAL_MAX] = { 0 }, serial[PROFILE_SERIAL_MAX];
	char why[PROFILE_WHY_MAX];
	struct profile_error error;
	struct profile *p;
	const char *text;
	uint32_t begin;
	size_t length;

	if (size < 6)
		return 0;
	memcpy(&begin, data + 1, sizeof begin);
	memcpy(random, data, 6);
	order.not_before = begin;
	der_put_item(&subject, DER_SEQUENCE, (struct der_slice){ data + 5, size - 5 });
	order.subject = der_written(&subject);
	if (subject.full || !asked(order.subject))
		return 0;
	text = profile_builtin(profiles[data[0] & 1], &length);
	if ((p = profile_read(text, length, &error)) == NULL)
		__builtin_trap();
	order.settings.at = settings + (data[0] & 1);
	order.settings.count = data[0] & 1 ? 1 : 2;
	if (!profile_settings_good(p, &order.settings, why))
		__builtin_trap();
	order.serial = (struct der_slice){ serial, profile_serial(p, random, serial) };
	if (profile_build(p, &order, &w, why))
		agree(p, &order, sign(der_written(&w), made));
	else if (why[0] == '\0')
		__builtin_trap();
	profile_free(p);
	return 0;
}
