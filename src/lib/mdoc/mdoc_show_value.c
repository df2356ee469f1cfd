/* mdoc_show_value - an element's value as JSON that never fills a terminal with octets. */
#include "cbor/cseq.h"
#include "mdoc/mdoc_part.h"
#include "mdoc/mdoc_show.h"
#include "record/record_print.h"

/* Where a walk stands: the arrays, maps and tags around the next item. */
struct walk {
	const uint8_t *at;
	unsigned depth;
	struct frame {
		uint64_t left; /* inner items still to come */
		enum citem_kind kind;
		bool comma;
	} frame[CSEQ_DEPTH + 1];
};

static void
print_hash(struct cput *text, struct der_slice octets)
{
	uint8_t hash[PKIX_HASH_MAX];

	record_print_hex(text, hash, pkix_hash(PKIX_SHA256, octets, hash));
}

static void
print_octets(struct cput *text, const struct citem *item)
{
	record_print(text, "{\"size\":");
	record_print_number(text, false, item->value);
	record_print(text, ",\"sha256\":\"");
	print_hash(text, mdoc_string(item));
	record_print(text, "\"}");
}

/* Everything that has nothing inside, and dates (RFC 8949 3.4.1, RFC 8943); what comes after
 * it, or NULL. */
static const uint8_t *
print_leaf(struct cput *text, const struct citem *item)
{
	struct citem inner;

	if (item->kind == CITEM_BYTES) {
		print_octets(text, item);
		return item->data + item->value;
	}
	if (item->kind == CITEM_TAG && item->value == MDOC_TAG_DATE_TIME) {
		inner = citem_head(item->data);
		return record_print_item(text, &inner);
	}
	return record_print_item(text, item);
}

/* A key that is neither text nor number could hold octets: its hash stands for it. */
static const uint8_t *
print_key(struct cput *text, const uint8_t *data)
{
	struct citem key = citem_at(data);

	if (key.kind <= CITEM_NINT || key.kind == CITEM_TEXT)
		return record_print_key(text, data);
	record_print(text, "\"#sha256'");
	print_hash(text, (struct der_slice){ key.whole, key.size });
	record_print(text, "'\"");
	return data + key.size;
}

/* What stands in front of the next item: comma, and the key in a map. */
static void
print_before(struct walk *w, struct cput *text)
{
	struct frame *f = w->frame + (w->depth > 0 ? w->depth - 1 : 0);

	if (w->depth == 0 || f->kind == CITEM_TAG)
		return;
	if (f->comma)
		record_print(text, ",");
	f->comma = true;
	if (f->kind == CITEM_MAP) {
		w->at = print_key(text, w->at);
		record_print(text, ":");
	}
}

/* An item ended: so may those around it. */
static void
close_levels(struct walk *w, struct cput *text)
{
	while (w->depth > 0 && --w->frame[w->depth - 1].left == 0) {
		record_print(text, w->frame[w->depth - 1].kind == CITEM_ARRAY ? "]" : "}");
		w->depth--;
	}
}

void
mdoc_show_value(const struct citem *value, struct cput *text)
{
	struct walk w = { .at = value->whole };
	struct citem item;
	const uint8_t *after;

	do {
		print_before(&w, text);
		item = citem_head(w.at);
		if ((after = print_leaf(text, &item)) != NULL) {
			w.at = after;
			close_levels(&w, text);
			continue;
		}
		if (item.kind == CITEM_TAG) {
			record_print(text, "{\"tag\":");
			record_print_exact(text, false, item.value);
			record_print(text, ",\"value\":");
		} else
			record_print(text, item.kind == CITEM_ARRAY ? "[" : "{");
		w.frame[w.depth++] = (struct frame){ .kind = item.kind,
			.left = item.kind == CITEM_TAG ? 1 : item.value };
		w.at = item.data;
	} while (w.depth > 0 && !text->failed);
}
