/* record_diff - the lines, and entries side by side. */
#include "record/record_diff.h"
#include "record/record_crl_part.h"
#include "record/record_diff_part.h"
#include "record/record_print.h"
#include <string.h>

struct record_side
record_side_time(bool there, int64_t when)
{
	struct record_side side = { .absent = !there };

	if (there)
		record_crl_time(&side.text, when);
	return side;
}

struct record_side
record_side_text(const char *text)
{
	struct record_side side = { .absent = text == NULL };

	if (text != NULL)
		record_print(&side.text, text);
	return side;
}

struct record_side
record_side_hex(struct der_slice octets, bool absent)
{
	struct record_side side = { .absent = absent };

	if (!absent)
		record_crl_hex(&side.text, octets);
	return side;
}

static void
put_json_side(struct cput *text, const char *name, const struct record_side *side)
{
	record_print(text, ",\"");
	record_print(text, name);
	record_print(text, "\":");
	if (side->absent)
		record_print(text, "null");
	else
		record_print_text(text, side->text.data, side->text.size);
}

static void
put_json_line(struct cput *text, const struct der_slice *serial, const char *field,
    const struct record_side *old, const struct record_side *new)
{
	if (serial != NULL) {
		record_print(text, "{\"type\":\"changed\",\"serial\":\"");
		record_crl_hex(text, *serial);
		record_print(text, "\",\"field\":\"");
	} else
		record_print(text, "{\"type\":\"header\",\"field\":\"");
	record_print(text, field);
	record_print(text, "\"");
	put_json_side(text, "old", old);
	put_json_side(text, "new", new);
	record_print(text, "}\n");
}

static void
put_side(struct cput *text, const char *before, const struct record_side *side)
{
	record_print(text, before);
	if (side->absent)
		record_print(text, "none");
	else
		cput_raw(text, side->text.data, side->text.size);
}

unsigned
record_diff_line(struct record_diff *d, const struct der_slice *serial, const char *field,
    struct record_side old, struct record_side new)
{
	struct cput *text = &d->text;

	if (d->json)
		put_json_line(text, serial, field, &old, &new);
	else {
		if (serial != NULL) {
			record_print(text, "~ ");
			record_crl_hex(text, *serial);
			record_print(text, " ");
		}
		record_print(text, field);
		put_side(text, ": ", &old);
		put_side(text, " -> ", &new);
		record_print(text, "\n");
	}
	text->failed = text->failed || old.text.failed || new.text.failed;
	cput_free(&old.text);
	cput_free(&new.text);
	return 1;
}

unsigned
record_diff_time(struct record_diff *d, const struct der_slice *serial, const char *field,
    const int64_t *old, const int64_t *new)
{
	if (old == NULL && new == NULL)
		return 0;
	if (old != NULL && new != NULL &&*old == *new)
		return 0;
	return record_diff_line(d, serial, field,
	    record_side_time(old != NULL, old != NULL ? *old : 0),
	    record_side_time(new != NULL, new != NULL ? *new : 0));
}

/* The extensions of an entry that no field speaks of. */
static bool
next_other(struct der_slice *rest, struct pkix_extension *extension)
{
	const char *why;

	while (pkix_extension_next(rest, extension, &why) == 1)
		if (extension->oid.size != 3 ||
		    memcmp(extension->oid.data, "\x55\x1d", 2) != 0 ||
		    (extension->oid.data[2] != 21 && extension->oid.data[2] != 24))
			return true;
	return false;
}

static unsigned
diff_others(struct record_diff *d, const struct pkix_entry *old, const struct pkix_entry *new)
{
	struct der_slice a = old->extensions, b = new->extensions;
	struct pkix_extension from, to;
	bool has_from, has_to;

	do {
		has_from = next_other(&a, &from);
		has_to = next_other(&b, &to);
		if (has_from != has_to || (has_from && (!der_equal(from.oid, to.oid) ||
							   from.critical != to.critical ||
							   !der_equal(from.value, to.value))))
			return record_diff_line(d, &new->serial, "extensions",
			    record_side_hex(old->extensions, old->extensions.size == 0),
			    record_side_hex(new->extensions, new->extensions.size == 0));
	} while (has_from);
	return 0;
}

unsigned
record_diff_entries(
    struct record_diff *d, const struct pkix_entry *old, const struct pkix_entry *new)
{
	const struct der_slice *serial = &new->serial;
	int was = old->reason < 0 ? PKIX_UNSPECIFIED : old->reason;
	int is = new->reason < 0 ? PKIX_UNSPECIFIED : new->reason;
	unsigned count;

	if (der_equal(old->whole, new->whole))
		return 0;
	count = record_diff_time(d, serial, "date", &old->date, &new->date);
	if (was != is)
		count += record_diff_line(d, serial, "reason",
		    record_side_text(pkix_reason_name(was)),
		    record_side_text(pkix_reason_name(is)));
	count += record_diff_time(d, serial, "invalidity",
	    old->has_invalidity ? &old->invalidity : NULL,
	    new->has_invalidity ? &new->invalidity : NULL);
	return count + diff_others(d, old, new);
}

void
record_diff_entry(struct record_diff *d, bool added, const struct pkix_entry *entry)
{
	if (d->json)
		record_crl_entry_fields(&d->text, added ? "added" : "removed", entry);
	else {
		record_print(&d->text, added ? "+ " : "- ");
		record_crl_entry_text(&d->text, entry);
	}
}

static void
put_count(struct record_diff *d, const char *name, const char *before, uint64_t count)
{
	record_print(&d->text, before);
	if (d->json)
		record_print(&d->text, "\"");
	record_print(&d->text, name);
	record_print(&d->text, d->json ? "\":" : " ");
	record_print_number(&d->text, false, count);
}

void
record_diff_counts(
    struct record_diff *d, uint64_t added, uint64_t removed, uint64_t changed, uint64_t same)
{
	const char *comma = d->json ? "," : ", ";

	if (d->json)
		record_print(&d->text, "{\"type\":\"counts\",");
	put_count(d, "added", "", added);
	put_count(d, "removed", comma, removed);
	put_count(d, "changed", comma, changed);
	put_count(d, "same", comma, same);
	record_print(&d->text, d->json ? "}\n" : "\n");
}
