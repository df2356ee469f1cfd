#include "pkix/pkix_path.h"
#include "pkix/pkix_name.h"
#include <stdarg.h>
#include <stdio.h>

enum {
	TRIES_MAX = 64, /* signatures verified for one certificate */
};

/* What keeps a certificate from being the next step, the farther down the nearer. */
enum reach {
	NOTHING,
	NO_NAME,
	OTHER_KEY,
	NO_CA,
	NO_USAGE,
	NO_ROOM,
	NOT_NOW,
	CRITICAL,
	BAD_SIGNATURE,
	TOO_FAR,
};

/* One step of a search: which certificate looks for its issuer, and who was asked. */
struct frame {
	const struct pkix_cert *below;
	size_t next;     /* of trusted, then of others */
	unsigned length; /* certificates below that count for pathLenConstraint */
};

struct search {
	const struct pkix_verifiers *trusted, *others;
	int64_t now;
	struct pkix_path *path;
	struct frame frames[PKIX_PATH_MAX];
	size_t depth; /* of the present frame */
	unsigned tries;
	size_t reached; /* of all refusals the farthest up, and of these the nearest */
};

/* Remember why this was not it, unless another came farther up or nearer; false. */
__attribute__((format(printf, 3, 4))) static bool
refuse(struct search *s, enum reach reach, const char *fmt, ...)
{
	size_t reached = s->depth * 16 + reach;
	va_list ap;

	if (reached <= s->reached)
		return false;
	s->reached = reached;
	va_start(ap, fmt);
	vsnprintf(s->path->why, sizeof s->path->why, fmt, ap);
	va_end(ap);
	return false;
}

/*
 * Critical extensions that say nothing about a path, besides those that pkix_cert_read reads:
 * who is meant (17, 18), what for (37), by which policy (32, any will do here).
 */
static bool
harmless(struct der_slice oid)
{
	static const uint8_t ids[] = { 14, 15, 17, 18, 19, 31, 32, 35, 37 };
	size_t i;

	if (oid.size != 3 || oid.data[0] != 0x55 || oid.data[1] != 0x1d)
		return false;
	for (i = 0; i < sizeof ids; i++)
		if (oid.data[2] == ids[i])
			return true;
	return false;
}

/* nameConstraints bind whether they are critical or not. */
static bool
binding(struct der_slice oid)
{
	return oid.size == 3 && oid.data[0] == 0x55 && oid.data[1] == 0x1d && oid.data[2] == 30;
}

/* The first extension that would have to be processed; false: there is none. */
static bool
unprocessed(const struct pkix_cert *cert, struct der_slice *oid)
{
	struct der_slice rest = cert->extensions;
	struct pkix_extension extension;
	const char *why;

	while (pkix_extension_next(&rest, &extension, &why) == 1)
		if ((extension.critical && !harmless(extension.oid)) ||
		    binding(extension.oid)) {
			*oid = extension.oid;
			return true;
		}
	return false;
}

/* Validity and extensions: what is asked of every certificate.  who begins the message. */
static bool
usable(struct search *s, const struct pkix_cert *cert, const char *who)
{
	struct der_slice oid;
	char text[128];

	if (s->now < cert->not_before)
		return refuse(s, NOT_NOW, "%snot valid before %s (RFC 5280 6.1.3 a 2)", who,
		    pkix_time_text(cert->not_before, text));
	if (s->now > cert->not_after)
		return refuse(s, NOT_NOW, "%snot valid after %s (RFC 5280 6.1.3 a 2)", who,
		    pkix_time_text(cert->not_after, text));
	return !unprocessed(cert, &oid) ||
	       refuse(s, CRITICAL, "%sextension %s is not processed here (RFC 5280 6.1.4 o)",
		   who, pkix_oid_text(oid, text, sizeof text));
}

static bool
self_issued(const struct pkix_cert *cert)
{
	return pkix_name_match(cert->issuer, cert->subject);
}

/* May this certificate's key have signed the one below, by what the two say? */
static bool
fits(struct search *s, const struct frame *f, const struct pkix_cert *cert, char who[200])
{
	const struct pkix_cert *below = f->below;
	char name[160];

	pkix_name_text(cert->subject, name, sizeof name);
	if (s->depth == 0)
		snprintf(who, 200, "its issuer %s: ", name);
	else
		snprintf(who, 200, "%s, %zu above it: ", name, s->depth + 1);
	if (!pkix_name_match(below->issuer, cert->subject))
		return false;
	if (below->aki.size != 0 && cert->ski.size != 0 && !der_equal(below->aki, cert->ski))
		return refuse(s, OTHER_KEY,
		    "%sno certificate has the key identifier that is named (RFC 5280 4.2.1.1)",
		    who);
	if (!cert->ca)
		return refuse(s, NO_CA, "%sis no CA (RFC 5280 6.1.4 k)", who);
	if (cert->has_key_usage && !(cert->key_usage & PKIX_KEY_CERT_SIGN))
		return refuse(s, NO_USAGE, "%sis not for keyCertSign (RFC 5280 6.1.4 n)", who);
	if (cert->path_length >= 0 && (unsigned)cert->path_length < f->length)
		return refuse(s, NO_ROOM,
		    "%spathLenConstraint %d leaves no room for the path (RFC 5280 6.1.4 l)",
		    who, (int)cert->path_length);
	return usable(s, cert, who);
}

static bool
signed_by(struct search *s, const struct pkix_cert *below, const struct pkix_verifier *above,
    const char *who)
{
	struct pkix_algorithm algorithm;
	const char *why;

	if (s->tries++ >= TRIES_MAX)
		return refuse(s, TOO_FAR, "more than %d signatures to try", TRIES_MAX);
	if ((why = pkix_algorithm_read(below->algorithm, &algorithm)) == NULL)
		why = pkix_verify(above->key, &algorithm, below->tbs, below->signature);
	return why == NULL || refuse(s, BAD_SIGNATURE, "%s%s (RFC 5280 6.1.3 a 1)", who, why);
}

/* Is it among the steps so far? */
static bool
used(const struct search *s, const struct pkix_verifier *v)
{
	size_t i;

	for (i = 0; i < s->depth; i++)
		if (der_equal(s->path->steps[i]->cert.whole, v->cert.whole))
			return true;
	return false;
}

/* The next candidate of a frame; NULL: there are no more. */
static const struct pkix_verifier *
candidate(const struct search *s, struct frame *f, bool *trusted)
{
	size_t n = f->next++;

	*trusted = n < s->trusted->count;
	if (*trusted)
		return &s->trusted->at[n];
	n -= s->trusted->count;
	return s->others != NULL && n < s->others->count ? &s->others->at[n] : NULL;
}

/* Look for the issuer of a certificate, which is the present frame's. */
static void
begin(struct search *s, const struct pkix_cert *below, unsigned length)
{
	char name[160], of[160];

	s->frames[s->depth] = (struct frame){ below, 0, length };
	pkix_name_text(below->issuer, name, sizeof name);
	pkix_name_text(below->subject, of, sizeof of);
	if (s->depth == 0)
		refuse(s, NO_NAME, "no certificate is of its issuer, %s (RFC 5280 6.1.3 a 4)",
		    name);
	else
		refuse(s, NO_NAME,
		    "no certificate is of %s, the issuer of %s, %zu above it "
		    "(RFC 5280 6.1.3 a 4)",
		    name, of, s->depth);
}

/* Try one candidate: true when the path is whole. */
static bool
step(struct search *s, const struct pkix_verifier *v, bool trusted)
{
	struct frame *f = &s->frames[s->depth];
	char who[200];

	if (used(s, v) || !fits(s, f, &v->cert, who) || !signed_by(s, f->below, v, who))
		return false;
	s->path->steps[s->depth] = v;
	if (trusted) {
		s->path->count = s->depth + 1;
		return true;
	}
	if (s->depth + 1 == PKIX_PATH_MAX)
		return refuse(s, TOO_FAR, "a path of more than %d certificates", PKIX_PATH_MAX);
	s->depth++;
	begin(s, &v->cert, f->length + !self_issued(&v->cert));
	return false;
}

/* From the certificate upwards, back where a certificate leads nowhere. */
static bool
climb(struct search *s, const struct pkix_cert *cert)
{
	const struct pkix_verifier *v;
	bool trusted;

	begin(s, cert, 0);
	for (;;) {
		v = candidate(s, &s->frames[s->depth], &trusted);
		if (v != NULL && s->tries <= TRIES_MAX) {
			if (step(s, v, trusted))
				return true;
		} else if (s->depth-- == 0)
			return false;
	}
}

bool
pkix_path_verify(const struct pkix_cert *cert, const struct pkix_verifiers *trusted,
    const struct pkix_verifiers *others, int64_t now, struct pkix_path *path)
{
	struct search s = { .trusted = trusted, .others = others, .now = now, .path = path };
	size_t i;

	path->count = 0;
	path->why[0] = '\0';
	if (!usable(&s, cert, ""))
		return false;
	for (i = 0; i < trusted->count; i++)
		if (der_equal(trusted->at[i].cert.whole, cert->whole))
			return true;
	return climb(&s, cert);
}
