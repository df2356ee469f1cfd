/* token_text - a key as people and as jq read it. */
#include "pkix/pkix_key.h"
#include "token/token_about.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Text that grows in the caller's buffer and stops at its end. */
struct text {
	char *out;
	size_t size, max;
};

__attribute__((format(printf, 2, 3))) static void
add(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int got;

	va_start(ap, fmt);
	got = vsnprintf(t->out + t->size, t->max - t->size, fmt, ap);
	va_end(ap);
	if (got > 0)
		t->size += (size_t)got < t->max - t->size ? (size_t)got : t->max - t->size - 1;
}

static void
add_hex(struct text *t, const uint8_t *octets, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		add(t, "%02X", octets[i]);
}

/* How many octets the UTF-8 character at p has (RFC 3629 4); 0: it is not one. */
static size_t
character(const unsigned char *p)
{
	size_t n, i;

	if (p[0] < 0x80)
		return 1;
	n = p[0] >= 0xc2 && p[0] < 0xe0 ? 2 : (p[0] & 0xf0) == 0xe0 ? 3 : 4;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	for (i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return n;
}

/* A label may hold anything.  JSON: RFC 8259 7, and an octet that is no UTF-8 as U+00XX. */
static void
add_label(struct text *t, const char *label, bool json)
{
	const unsigned char *p = (const unsigned char *)label;
	size_t n;

	for (; *p != '\0'; p += n == 0 ? 1 : n) {
		n = character(p);
		if (json && (*p == '"' || *p == '\\'))
			add(t, "\\%c", *p);
		else if (n != 0 && *p >= 0x20 && *p != 0x7f)
			add(t, "%.*s", (int)n, (const char *)p);
		else if (json)
			add(t, "\\u%04x", *p);
		else
			add(t, "\\x%02X", *p);
	}
}

static void
add_type(struct text *t, const struct token_about *about)
{
	if (about->kind == TOKEN_RSA)
		add(t, "RSA-%u", about->bits);
	else
		add(t, "%s", token_kind_name(about->kind));
}

static void
add_date(struct text *t, const char *name, const char *date)
{
	if (date[0] == '\0')
		add(t, ",\"%s\":null", name);
	else
		add(t, ",\"%s\":\"%s\"", name, date);
}

const char *
token_about_json(const struct token_about *about, char out[TOKEN_TEXT_MAX])
{
	static const char *const says[] = { "null", "false", "true" };
	struct text t = { out, 0, TOKEN_TEXT_MAX };
	size_t i;

	add(&t, "{\"label\":\"");
	add_label(&t, about->label, true);
	add(&t, "\",\"id\":\"");
	add_hex(&t, about->id, about->id_size);
	if (about->kind == TOKEN_RSA)
		add(&t, "\",\"type\":\"RSA\",\"bits\":%u", about->bits);
	else if (about->kind == TOKEN_OTHER)
		add(&t, "\",\"type\":\"other\"");
	else
		add(&t, "\",\"type\":\"EC\",\"curve\":\"%s\"", token_kind_name(about->kind));
	add(&t, ",\"spki\":\"");
	add_hex(&t, about->spki, about->spki_size);
	add(&t, "\"");
	add_date(&t, "start", about->start);
	add_date(&t, "end", about->end);
	for (i = 0; i < TOKEN_TRAITS; i++)
		add(&t, ",\"%s\":%s", token_traits[i].name, says[about->traits[i] + 1]);
	add(&t, "}\n");
	return out;
}

/* SHA-256 of the public half; false when there is none. */
static bool
add_spki_hash(struct text *t, const struct token_about *about, const char *before)
{
	uint8_t hash[PKIX_HASH_MAX];
	size_t size = 0;

	if (about->spki_size != 0)
		size = pkix_hash(
		    PKIX_SHA256, (struct der_slice){ about->spki, about->spki_size }, hash);
	if (size == 0)
		return false;
	add(t, "%s", before);
	add_hex(t, hash, size);
	return true;
}

const char *
token_about_gone(const struct token_about *about, bool json, char out[TOKEN_TEXT_MAX])
{
	struct text t = { out, 0, TOKEN_TEXT_MAX };

	add(&t, json ? "{\"destroyed\":\"" : "destroyed ");
	add_label(&t, about->label, json);
	add(&t, json ? "\",\"id\":\"" : "\n  id      ");
	add_hex(&t, about->id, about->id_size);
	add(&t, json ? "\",\"type\":\"" : "\n  type    ");
	add_type(&t, about);
	if (!add_spki_hash(&t, about, json ? "\",\"spki_sha256\":\"" : "\n  spki    SHA-256 "))
		add(&t, json ? "\",\"spki_sha256\":null}\n" : "\n  spki    -\n");
	else
		add(&t, json ? "\"}\n" : "\n");
	return out;
}

/* The names of the traits that say this, after a heading; nothing when there are none. */
static void
add_traits(struct text *t, const struct token_about *about, const char *heading, int says)
{
	size_t i;

	for (i = 0; i < TOKEN_TRAITS; i++)
		if (about->traits[i] == says) {
			add(t, "%s %s", heading, token_traits[i].name);
			heading = "";
		}
}

const char *
token_about_text(const struct token_about *about, char out[TOKEN_TEXT_MAX])
{
	struct text t = { out, 0, TOKEN_TEXT_MAX };

	add(&t, "key      ");
	add_label(&t, about->label, false);
	add(&t, "\n  id     ");
	add_hex(&t, about->id, about->id_size);
	add(&t, "\n  type   ");
	add_type(&t, about);
	add(&t, "\n  start  %s", about->start[0] != '\0' ? about->start : "-");
	add(&t, "\n  end    %s", about->end[0] != '\0' ? about->end : "-");
	add_traits(&t, about, "\n  is    ", 1);
	add_traits(&t, about, "\n  is not", 0);
	add_traits(&t, about, "\n  unsaid", -1);
	add(&t, "\n  spki   ");
	add_hex(&t, about->spki, about->spki_size);
	add(&t, "\n");
	return out;
}

/* Spaces up to a column that begins where its text began, and one more. */
static void
pad(struct text *t, size_t begin, size_t width)
{
	add(t, "%*s", t->size < begin + width ? (int)(begin + width - t->size) + 1 : 1, "");
}

/* What is not as in a key of ours; "-" when nothing is. */
static void
add_flaws(struct text *t, const struct token_about *about)
{
	static const char *const says[] = { "unsaid-", "not-", "" };
	size_t i = token_about_flaw(about, 0);

	if (i == TOKEN_TRAITS)
		add(t, " -");
	for (; i < TOKEN_TRAITS; i = token_about_flaw(about, i + 1))
		add(t, " %s%s", says[about->traits[i] + 1], token_traits[i].name);
}

const char *
token_about_row(const struct token_about *about, char out[TOKEN_TEXT_MAX])
{
	struct text t = { out, 0, TOKEN_TEXT_MAX };
	size_t column;

	if (about == NULL) {
		add(&t, "%-24s %-8s %-40s %-10s %-10s %s\n", "LABEL", "TYPE", "ID", "START",
		    "END", "UNUSUAL");
		return out;
	}
	add_label(&t, about->label, false);
	pad(&t, 0, 24);
	column = t.size;
	add_type(&t, about);
	pad(&t, column, 8);
	column = t.size;
	add_hex(&t, about->id, about->id_size);
	pad(&t, column, 40);
	add(&t, "%-10s %-10s", about->start[0] != '\0' ? about->start : "-",
	    about->end[0] != '\0' ? about->end : "-");
	add_flaws(&t, about);
	add(&t, "\n");
	return out;
}
