/* token_uri - what a PKCS#11 URI (RFC 7512) must and must not say. */
#include "token/token_p11.h"
#include <string.h>

static const char conf_attribute[] = "x-softhsm2-conf";

const char *
token_uri_conf(P11KitUri *uri)
{
	return p11_kit_uri_get_vendor_query(uri, conf_attribute);
}

/* PKCS#11 pads with spaces, and a URI with the same or with zeros. */
static void
padded(const CK_UTF8CHAR *text, size_t size, char *out)
{
	memcpy(out, text, size);
	out[size] = '\0';
	size = strlen(out);
	while (size > 0 && out[size - 1] == ' ')
		out[--size] = '\0';
}

void
token_uri_label(P11KitUri *uri, char out[33])
{
	const CK_TOKEN_INFO *info = p11_kit_uri_get_token_info(uri);

	padded(info->label, sizeof info->label, out);
	if (out[0] == '\0')
		padded(info->serialNumber, sizeof info->serialNumber, out);
}

static const char *
refusal(P11KitUri *uri)
{
	const char *conf = token_uri_conf(uri), *path = p11_kit_uri_get_module_path(uri);
	char label[33];

	token_uri_label(uri, label);
	if (p11_kit_uri_any_unrecognized(uri))
		return "has a path attribute that is not of RFC 7512";
	if (p11_kit_uri_get_pin_value(uri) != NULL)
		return "holds a PIN (pin-value); put it into a file and name that: "
		       "pin-source=/path";
	if (label[0] == '\0')
		return "names no token: add token=LABEL";
	if (path != NULL && path[0] != '/')
		return "has a module-path that is not absolute";
	if (conf != NULL && conf[0] != '/')
		return "has an x-softhsm2-conf that is not absolute";
	return NULL;
}

P11KitUri *
token_uri_parse(const char *text, struct token_error *error)
{
	P11KitUri *uri = p11_kit_uri_new();
	const char *why;
	int rc;

	if (uri == NULL) {
		token_fail(error, TOKEN_BUSY, "memory is short");
		return NULL;
	}
	if ((rc = p11_kit_uri_parse(text, P11_KIT_URI_FOR_ANY, uri)) != P11_KIT_URI_OK)
		why = p11_kit_uri_message(rc);
	else
		why = refusal(uri);
	if (why == NULL)
		return uri;
	p11_kit_uri_free(uri);
	/* The text stays out of the message: it may hold a PIN. */
	token_fail(error, TOKEN_CONFIG, "the key's URI %s%s",
	    rc != P11_KIT_URI_OK ? "is not one of RFC 7512: " : "", why);
	return NULL;
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
same(P11KitUri *a, P11KitUri *b)
{
	const CK_TOKEN_INFO *x = p11_kit_uri_get_token_info(a),
			    *y = p11_kit_uri_get_token_info(b);

	return same_text(p11_kit_uri_get_module_path(a), p11_kit_uri_get_module_path(b)) &&
	       same_text(token_uri_conf(a), token_uri_conf(b)) &&
	       memcmp(x->label, y->label, sizeof x->label) == 0 &&
	       memcmp(x->manufacturerID, y->manufacturerID, sizeof x->manufacturerID) == 0 &&
	       memcmp(x->model, y->model, sizeof x->model) == 0 &&
	       memcmp(x->serialNumber, y->serialNumber, sizeof x->serialNumber) == 0;
}

static bool
clash(P11KitUri *a, P11KitUri *b)
{
	return !same_text(token_uri_conf(a), token_uri_conf(b));
}

/* Parse both and ask; false when one is no URI. */
static bool
compare(const char *a, const char *b, bool (*question)(P11KitUri *, P11KitUri *))
{
	struct token_error error;
	P11KitUri *x = token_uri_parse(a, &error), *y = token_uri_parse(b, &error);
	bool answer = x != NULL && y != NULL && question(x, y);

	p11_kit_uri_free(x);
	p11_kit_uri_free(y);
	return answer;
}

bool
token_same(const char *uri, const char *other)
{
	return compare(uri, other, same);
}

bool
token_uri_clash(const char *uri, const char *other)
{
	return compare(uri, other, clash);
}
