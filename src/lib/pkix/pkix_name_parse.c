/* pkix_name_parse - Names and GeneralNames from what an operator types. */
#include "der/der_write.h"
#include "pkix/pkix_name.h"
#include "pkix/pkix_name_private.h"
#include <string.h>

enum {
	TEXT_MAX = 1024, /* octets of text */
	PAIRS_MAX = 32,  /* attributes in one name */
};

/* A name being read.  Attributes are encoded as they come, from the end of store down. */
struct parser {
	const char *at;
	uint8_t store[4 * TEXT_MAX];
	struct der_writer writer;
	struct {
		struct der_slice pair; /* AttributeTypeAndValue, whole */
		bool joined;           /* by "+" to the one before */
	} pairs[PAIRS_MAX];
	size_t count;
};

static int
hex_digit(char c)
{
	const char *digits = "0123456789abcdef", *found;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	found = c != '\0' ? strchr(digits, c) : NULL;
	return found != NULL ? (int)(found - digits) : -1;
}

/* One octet of a value, escapes undone (RFC 4514 3).  False with *why. */
static bool
take_octet(struct parser *p, uint8_t *octet, const char **why)
{
	int high, low;

	*octet = (uint8_t)*p->at++;
	if (strchr("\"<>;", *octet) != NULL)
		*why = "one of \" ; < > without a backslash (RFC 4514 2.4)";
	else if (*octet != '\\')
		return true;
	else if (*p->at != '\0' && strchr("\\\"+,;<>#= ", *p->at) != NULL) {
		*octet = (uint8_t)*p->at++;
		return true;
	} else if ((high = hex_digit(p->at[0])) >= 0 && (low = hex_digit(p->at[1])) >= 0) {
		*octet = (uint8_t)(high << 4 | low);
		p->at += 2;
		return true;
	} else
		*why = "a backslash before neither a special character nor two hex digits "
		       "(RFC 4514 2.4)";
	return false;
}

/* May this value be of this string type? */
static const char *
wrong_value(struct der_slice value, const struct pkix_attribute *attribute)
{
	static const char printable[] = " '()+,-./:=?"; /* and letters and digits */
	struct der_slice rest = value;
	uint32_t c;

	if (value.size == 0)
		return "an attribute has no value";
	if (attribute->name[0] == 'C' && attribute->name[1] == '\0' && value.size != 2)
		return "C is not a country code of two letters (RFC 5280 A.1)";
	while (pkix_character(&rest, attribute->tag, &c) != 0) {
		if (c == PKIX_BROKEN)
			return attribute->tag == DER_IA5_STRING ? "a value is not ASCII"
								: "a value is not UTF-8";
		if (attribute->tag == DER_PRINTABLE_STRING && !(c >= 'A' && c <= 'Z') &&
		    !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    (c == 0 || strchr(printable, (int)c) == NULL))
			return "a character that PrintableString has not (X.680 41.4)";
	}
	return NULL;
}

/* A value, up to the "," or "+" or end that follows it. */
static const char *
take_value(struct parser *p, const struct pkix_attribute *attribute)
{
	uint8_t value[TEXT_MAX];
	const uint8_t *mark = p->writer.at;
	size_t size = 0, kept = 0;
	const char *why, *begin;

	if (*p->at == '#')
		return "values in hex are not taken";
	while (*p->at != '\0' && *p->at != ',' && *p->at != '+') {
		begin = p->at;
		if (!take_octet(p, &value[size++], &why))
			return why;
		if (*begin != ' ') /* spaces at the end are not part of it, unless escaped */
			kept = size;
	}
	if ((why = wrong_value((struct der_slice){ value, kept }, attribute)) != NULL)
		return why;
	der_put_item(&p->writer, attribute->tag, (struct der_slice){ value, kept });
	der_put_item(&p->writer, DER_OID, attribute->oid);
	der_wrap(&p->writer, DER_SEQUENCE, mark);
	p->pairs[p->count].pair =
	    (struct der_slice){ p->writer.at, (size_t)(mark - p->writer.at) };
	p->count++;
	return p->writer.full ? "too long" : NULL;
}

static const char *
take_pair(struct parser *p)
{
	const struct pkix_attribute *attribute;
	size_t size;

	p->at += strspn(p->at, " ");
	size = strcspn(p->at, "=,+ ");
	if (p->at[size + strspn(p->at + size, " ")] != '=')
		return "neither TYPE=VALUE, TYPE=VALUE... nor a URI";
	if ((attribute = pkix_attribute_named(p->at, size)) == NULL)
		return "an attribute type that has no short name here, such as C, O, OU, CN";
	p->at += size;
	p->at += strspn(p->at, " ") + 1;
	p->at += strspn(p->at, " ");
	return take_value(p, attribute);
}

/* The order of a SET OF (X.690 11.6): as octets, the shorter padded with zeros.  No pair is
 * the beginning of another, as their lengths are in front. */
static bool
before(struct der_slice a, struct der_slice b)
{
	return memcmp(a.data, b.data, a.size < b.size ? a.size : b.size) < 0;
}

/* Write the name in front of what w holds: RDNs from the last to the first, the pairs of
 * one sorted. */
static void
put_name(struct parser *p, struct der_writer *w)
{
	const uint8_t *mark = w->at, *set;
	struct der_slice pair;
	size_t end, begin, i, j;

	for (end = p->count; end > 0; end = begin) {
		for (begin = end - 1; p->pairs[begin].joined; begin--)
			;
		for (i = begin + 1; i < end; i++) {
			pair = p->pairs[i].pair;
			for (j = i; j > begin && before(pair, p->pairs[j - 1].pair); j--)
				p->pairs[j].pair = p->pairs[j - 1].pair;
			p->pairs[j].pair = pair;
		}
		set = w->at;
		for (i = end; i > begin; i--)
			der_put_slice(w, p->pairs[i - 1].pair);
		der_wrap(w, DER_SET, set);
	}
	der_wrap(w, DER_SEQUENCE, mark);
}

static const char *
parse_name(const char *text, struct der_writer *w)
{
	struct parser p = { .at = text };
	const char *why;

	p.writer = der_writer(p.store, sizeof p.store);
	do {
		if (p.count == PAIRS_MAX)
			return "more than 32 attributes";
		p.pairs[p.count].joined = p.at != text && p.at[-1] == '+';
		if ((why = take_pair(&p)) != NULL)
			return why;
	} while (*p.at++ != '\0');
	put_name(&p, w);
	return NULL;
}

/* How long the "SCHEME://" is with which text begins (RFC 3986 3.1); 0: it does not. */
static size_t
scheme_size(const char *text)
{
	size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789+-.");

	return size > 0 && strncmp(text + size, "://", 3) == 0 ? size + 3 : 0;
}

static const char *
parse_uri(const char *text, struct der_writer *w)
{
	const char *p;

	for (p = text; *p != '\0'; p++)
		if (*p <= 0x20 || *p >= 0x7f || strchr("\"<>\\^`{|}", *p) != NULL)
			return "a URI holds a character that it must escape (RFC 3986 2)";
	if (text[scheme_size(text)] == '\0')
		return "a URI has nothing after its scheme";
	der_put_item(
	    w, DER_CONTEXT(6), (struct der_slice){ (const uint8_t *)text, strlen(text) });
	return NULL;
}

static const char *
parse_general_name(const char *text, struct der_writer *w)
{
	const uint8_t *mark = w->at;
	const char *why;

	if (scheme_size(text) != 0)
		return parse_uri(text, w);
	why = parse_name(text, w);
	der_wrap(w, DER_CONSTRUCTED(4), mark);
	return why;
}

/* What parse makes of text, at the front of out. */
static size_t
parse_into(const char *(*parse)(const char *, struct der_writer *), const char *text,
    uint8_t *out, size_t size, const char **why)
{
	struct der_writer w = der_writer(out, size);
	struct der_slice made;

	if (strnlen(text, TEXT_MAX) == TEXT_MAX)
		*why = "longer than 1023 octets";
	else
		*why = parse(text, &w);
	if (*why == NULL && w.full)
		*why = "too long";
	if (*why != NULL)
		return 0;
	made = der_written(&w);
	memmove(out, made.data, made.size);
	return made.size;
}

size_t
pkix_general_name_parse(const char *text, uint8_t *out, size_t size, const char **why)
{
	return parse_into(parse_general_name, text, out, size, why);
}

size_t
pkix_name_parse(const char *text, uint8_t *out, size_t size, const char **why)
{
	return parse_into(parse_name, text, out, size, why);
}
