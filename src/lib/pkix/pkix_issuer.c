#include "pkix/pkix_issuer.h"
#include <stdlib.h>
#include <string.h>

static void
clear(struct pkix_issuer *issuer)
{
	free(issuer->name);
	free(issuer->key_uri);
	free(issuer->der);
}

/* The certificate and the key identifier in one piece of memory. */
static const char *
copy_cert(struct pkix_issuer *to, struct der_slice cert, struct der_slice key_id)
{
	const char *why;

	if ((to->der = malloc(cert.size + key_id.size + 1)) == NULL)
		return "memory is short";
	if (cert.size == 0)
		return NULL;
	memcpy(to->der, cert.data, cert.size);
	why = pkix_cert_read((struct der_slice){ to->der, cert.size }, &to->cert);
	to->key_id = to->cert.ski;
	if (why == NULL && key_id.size != 0) {
		memcpy(to->der + cert.size, key_id.data, key_id.size);
		to->key_id = (struct der_slice){ to->der + cert.size, key_id.size };
	}
	return why;
}

const char *
pkix_issuer_add(struct pkix_issuers *set, const char *name, const char *key_uri,
    struct der_slice cert, struct der_slice key_id)
{
	struct pkix_issuer *list, made = { .name = strdup(name), .key_uri = strdup(key_uri) };
	const char *why = "memory is short";

	if (made.name == NULL || made.key_uri == NULL ||
	    (why = copy_cert(&made, cert, key_id)) != NULL)
		goto fail;
	list = reallocarray(set->list, set->count + 1, sizeof *list);
	if (list == NULL) {
		why = "memory is short";
		goto fail;
	}
	set->list = list;
	set->list[set->count++] = made;
	return NULL;
fail:
	clear(&made);
	return why;
}

void
pkix_issuers_free(struct pkix_issuers *set)
{
	while (set->count > 0)
		clear(&set->list[--set->count]);
	free(set->list);
	set->list = NULL;
}

struct pkix_issuer *
pkix_issuer_of(const struct pkix_issuers *set, const struct pkix_tbs *tbs, const char **why)
{
	struct pkix_issuer *found = NULL, *i;
	bool named = false;

	if (tbs->issuer.size == 0) {
		*why = "a request or a response names no issuer: sign it with -K";
		return NULL;
	}
	for (i = set->list; i < set->list + set->count; i++) {
		if (!der_equal(i->cert.subject, tbs->issuer))
			continue;
		named = true;
		if (tbs->aki.size != 0 && !der_equal(i->key_id, tbs->aki))
			continue;
		if (found != NULL) {
			*why = "several issuers have its name, and no authorityKeyIdentifier "
			       "says which (RFC 5280 4.2.1.1)";
			return NULL;
		}
		found = i;
	}
	if (found == NULL)
		*why = named ? "no issuer of its name has that authorityKeyIdentifier "
			       "(RFC 5280 4.2.1.1)"
			     : "its issuer is not known";
	return found;
}

static const char other_key[] = "the request is for another key (RFC 2986 3)";

static const char *
refuse_alone(const struct pkix_tbs *tbs, struct der_slice spki)
{
	switch (tbs->kind) {
	case PKIX_TBS_RESPONSE:
		break;
	case PKIX_TBS_REQUEST:
		return der_equal(tbs->spki, spki) ? NULL : other_key;
	case PKIX_TBS_CRL:
		return "a list needs its issuer's certificate: -c";
	case PKIX_TBS_CERTIFICATE:
		if (!der_equal(tbs->spki, spki) || !der_equal(tbs->issuer, tbs->subject))
			return "a certificate that is not this key's own needs its "
			       "issuer's: -c";
		break;
	}
	return NULL;
}

/* A list or a certificate under the certificate of its issuer. */
static const char *
refuse_issued(const struct pkix_issuer *issuer, const struct pkix_tbs *tbs)
{
	bool list = tbs->kind == PKIX_TBS_CRL;
	uint16_t need = list ? PKIX_CRL_SIGN : PKIX_KEY_CERT_SIGN;

	if (!der_equal(tbs->issuer, issuer->cert.subject))
		return list ? "its issuer is not the certificate's subject (RFC 5280 5.1.2.3)"
			    : "its issuer is not the certificate's subject (RFC 5280 4.1.2.4)";
	if (tbs->aki.size != 0 && issuer->key_id.size != 0 &&
	    !der_equal(tbs->aki, issuer->key_id))
		return "its authorityKeyIdentifier is of another key (RFC 5280 4.2.1.1)";
	if (!issuer->cert.has_key_usage || (issuer->cert.key_usage & need) != 0)
		return NULL;
	return list ? "its issuer's key is not for cRLSign (RFC 5280 4.2.1.3)"
		    : "its issuer's key is not for keyCertSign (RFC 5280 4.2.1.3)";
}

const char *
pkix_issuer_refusal(const struct pkix_issuer *issuer, const struct pkix_tbs *tbs,
    struct der_slice spki, int64_t now)
{
	const struct pkix_cert *cert = &issuer->cert;

	if (cert->whole.size == 0)
		return refuse_alone(tbs, spki);
	if (now < cert->not_before || now > cert->not_after)
		return "its issuer's certificate is not valid now (RFC 5280 4.1.2.5)";
	if (tbs->kind == PKIX_TBS_RESPONSE)
		return NULL;
	if (tbs->kind == PKIX_TBS_REQUEST)
		return der_equal(tbs->spki, cert->spki) ? NULL : other_key;
	return refuse_issued(issuer, tbs);
}
