/* URIs of keys: what is refused, what is the same token, and what no message may hold; what
 * a PKCS#11 return value means to a run; days of the calendar; labels of any octets. */
#include "token/token_about.h"
#include "token/token_p11.h"

#include <stdio.h>
#include <string.h>

static int failures;

#define EXPECT(what, condition)                                                                \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			printf("%s: not so: %s\n", what, #condition);                          \
			failures++;                                                            \
		}                                                                              \
	} while (0)

static void
refused(const char *uri, const char *why)
{
	struct token_error error = { TOKEN_OK, "" };
	P11KitUri *read = token_uri_parse(uri, &error);

	EXPECT(uri, read == NULL && error.status == TOKEN_CONFIG);
	EXPECT(uri, strstr(error.text, why) != NULL);
	EXPECT(uri, strstr(error.text, "secret") == NULL);
	p11_kit_uri_free(read);
}

static void
refusals(void)
{
	refused("pkcs11:token=t?pin-value=secret", "pin-source");
	refused("pkcs11:object=k", "token=LABEL");
	refused("pkcs11:token=;object=k", "token=LABEL");
	refused("http://secret", "RFC 7512");
	refused("pkcs11:token=t;secret=1", "RFC 7512");
	refused("pkcs11:token=t;id=%zz", "RFC 7512");
	refused("pkcs11:token=t?module-path=softhsm.so", "absolute");
	refused("pkcs11:token=t?x-softhsm2-conf=softhsm.conf", "absolute");
	refused("", "RFC 7512");
}

static void
reading(void)
{
	struct token_error error;
	char label[33];
	P11KitUri *uri =
	    token_uri_parse("pkcs11:token=a%20b?x-softhsm2-conf=/e%74c/c%20f", &error);

	EXPECT("read", uri != NULL && strcmp(token_uri_conf(uri), "/etc/c f") == 0);
	token_uri_label(uri, label);
	EXPECT("label", strcmp(label, "a b") == 0);
	p11_kit_uri_free(uri);
	uri = token_uri_parse("pkcs11:serial=0815", &error);
	EXPECT("by serial", uri != NULL && token_uri_conf(uri) == NULL);
	token_uri_label(uri, label);
	EXPECT("serial", strcmp(label, "0815") == 0);
	p11_kit_uri_free(uri);
}

#define BASE "pkcs11:token=t;object=k?module-path=/m.so&x-softhsm2-conf=/c&pin-source=/p"

static void
sameness(void)
{
	EXPECT("itself", token_same(BASE, BASE));
	EXPECT("key, PIN and order do not matter",
	    token_same(BASE, "pkcs11:id=%01;token=t?x-softhsm2-conf=/c&module-path=/m.so"));
	EXPECT(
	    "token", !token_same(BASE, "pkcs11:token=u?module-path=/m.so&x-softhsm2-conf=/c"));
	EXPECT(
	    "module", !token_same(BASE, "pkcs11:token=t?module-path=/n.so&x-softhsm2-conf=/c"));
	EXPECT("no module", !token_same(BASE, "pkcs11:token=t?x-softhsm2-conf=/c"));
	EXPECT("configuration",
	    !token_same(BASE, "pkcs11:token=t?module-path=/m.so&x-softhsm2-conf=/d"));
	EXPECT("serial", !token_same(BASE, "pkcs11:token=t;serial=1?module-path=/m.so"
					   "&x-softhsm2-conf=/c"));
	EXPECT("no URI", !token_same("x", "x"));
	EXPECT("clash", token_uri_clash(BASE, "pkcs11:token=u?x-softhsm2-conf=/d"));
	EXPECT("clash", token_uri_clash(BASE, "pkcs11:token=u?module-path=/m.so"));
	EXPECT("no clash", !token_uri_clash(BASE, "pkcs11:token=u?x-softhsm2-conf=/c"));
}

static void
statuses(void)
{
	static const CK_RV config[] = { CKR_PIN_INCORRECT, CKR_PIN_LOCKED, CKR_PIN_EXPIRED,
		CKR_PIN_LEN_RANGE, CKR_USER_PIN_NOT_INITIALIZED, CKR_MECHANISM_INVALID,
		CKR_KEY_FUNCTION_NOT_PERMITTED, CKR_TOKEN_WRITE_PROTECTED };
	static const CK_RV busy[] = { CKR_DEVICE_ERROR, CKR_DEVICE_REMOVED, CKR_SESSION_CLOSED,
		CKR_SESSION_HANDLE_INVALID, CKR_SESSION_COUNT, CKR_HOST_MEMORY,
		CKR_TOKEN_NOT_PRESENT, CKR_GENERAL_ERROR, CKR_OBJECT_HANDLE_INVALID };
	static const CK_RV failed[] = { CKR_ARGUMENTS_BAD, CKR_TEMPLATE_INCONSISTENT,
		CKR_VENDOR_DEFINED | 5, 0x7777 };
	size_t i;

	for (i = 0; i < sizeof config / sizeof config[0]; i++)
		EXPECT("config", token_rv_status(config[i]) == TOKEN_CONFIG);
	for (i = 0; i < sizeof busy / sizeof busy[0]; i++)
		EXPECT("busy", token_rv_status(busy[i]) == TOKEN_BUSY);
	for (i = 0; i < sizeof failed / sizeof failed[0]; i++)
		EXPECT("failed", token_rv_status(failed[i]) == TOKEN_FAILED);
	EXPECT("ok", token_rv_status(CKR_OK) == TOKEN_OK);
}

static void
dates(void)
{
	static const char *const good[] = { "2026-11-21", "1970-01-01", "2024-02-29",
		"2000-02-29", "9999-12-31" };
	static const char *const bad[] = { "2026-11-31", "2025-02-29", "1900-02-29",
		"2100-02-29", "2026-00-01", "2026-13-01", "2026-01-00", "2026-1-01",
		"2026-11-21Z", "20261121", "2026/11/21", "2026-11-2x", "", "+026-11-21" };
	size_t i;

	for (i = 0; i < sizeof good / sizeof good[0]; i++)
		EXPECT(good[i], token_date_valid(good[i]));
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		EXPECT(bad[i], !token_date_valid(bad[i]));
}

static void
label_as(const char *label, const char *json, const char *text)
{
	struct token_about about = { .kind = TOKEN_P256, .bits = 256 };
	char out[TOKEN_TEXT_MAX];

	memcpy(about.label, label, strlen(label) + 1);
	token_about_json(&about, out);
	EXPECT(json, strstr(out, json) != NULL && out[strlen(out) - 1] == '\n');
	token_about_text(&about, out);
	EXPECT(text, strstr(out, text) != NULL);
}

static void
labels(void)
{
	label_as("plain", "{\"label\":\"plain\",", "key      plain\n");
	label_as("q\"b\\", "{\"label\":\"q\\\"b\\\\\",", "key      q\"b\\\n");
	label_as("\x1b[2J\n", "\"\\u001b[2J\\u000a\"", "\\x1B[2J\\x0A\n");
	label_as("\xe6\x9d\xb1", "\"\xe6\x9d\xb1\"", "\xe6\x9d\xb1\n");
	label_as("\xe6\x9d", "\"\\u00e6\\u009d\"", "\\xE6\\x9D\n");
	label_as("\xc0\xaf\xed\xa0\x80", "\\u00c0\\u00af\\u00ed\\u00a0\\u0080", "\\xC0\\xAF");
	label_as("\x7f\xff", "\\u007f\\u00ff", "\\x7F\\xFF");
}

/* The longest of everything fits and is whole. */
static void
longest(void)
{
	struct token_about about = { .kind = TOKEN_RSA,
		.bits = 8192,
		.id_size = TOKEN_ID_MAX,
		.spki_size = 1062,
		.start = "2026-01-01",
		.end = "2026-12-31" };
	char out[TOKEN_TEXT_MAX];

	memset(about.label, 1, TOKEN_LABEL_MAX);
	EXPECT("json", strcmp(strrchr(token_about_json(&about, out), ','),
			   ",\"always_authenticate\":false}\n") == 0);
	token_about_text(&about, out);
	EXPECT("text", strstr(out, "spki") != NULL && out[strlen(out) - 1] == '\n');
}

int
main(void)
{
	refusals();
	reading();
	sameness();
	statuses();
	dates();
	labels();
	longest();
	return failures != 0;
}
