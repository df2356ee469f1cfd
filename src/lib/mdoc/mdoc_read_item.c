/* mdoc_read_item - IssuerSignedItem, and its digest in the MSO. */
#include "mdoc/mdoc_part.h"
#include "mdoc/mdoc_read.h"
#include <string.h>

struct mdoc_items
mdoc_items(const struct mdoc *m)
{
	struct mdoc_items w = { .mso = &m->mso };

	if (m->name_spaces.size != 0)
		w.spaces = citem_walk(&m->name_spaces);
	return w;
}

static const char *
read_item(const struct citem *tag, struct mdoc_item *item)
{
	static const char *const malformed =
	    "IssuerSignedItem without digestID, random, elementIdentifier or elementValue "
	    "(ISO/IEC 18013-5 8.3.2.1.2.2)";
	struct citem map, id, random, element;
	const char *why;

	item->whole = (struct der_slice){ tag->whole, tag->size };
	if ((why = mdoc_open(tag, &map)) != NULL)
		return why;
	if (!citem_get(&map, "digestID", &id) || id.kind != CITEM_UINT ||
	    !citem_get(&map, "random", &random) || random.kind != CITEM_BYTES ||
	    !citem_get(&map, "elementIdentifier", &element) || element.kind != CITEM_TEXT ||
	    !citem_get(&map, "elementValue", &item->value))
		return malformed;
	item->digest_id = id.value;
	item->random = mdoc_string(&random);
	item->element = mdoc_string(&element);
	return NULL;
}

/* The digests of a name space: looked for once, as the way to them is through all the others.
 */
static void
find_digests(const struct mdoc_mso *mso, struct mdoc_item *item)
{
	struct citem_walk walk = citem_walk(&mso->digests);
	struct citem name;

	while (citem_pair(&walk, &name, &item->digests))
		if (der_equal(mdoc_string(&name), item->name_space))
			return;
	item->digests = (struct citem){ .size = 0 };
}

int
mdoc_item_next(struct mdoc_items *w, struct mdoc_item *item, const char **why)
{
	struct citem name, array, tag;

	while (!citem_next(&w->items, &tag)) {
		if (!citem_pair(&w->spaces, &name, &array))
			return 0;
		w->last.name_space = mdoc_string(&name);
		w->last.place[0]++;
		w->last.place[1] = 0;
		w->items = citem_walk(&array);
		find_digests(w->mso, &w->last);
	}
	w->last.place[1]++;
	*item = w->last;
	return (*why = read_item(&tag, item)) == NULL ? 1 : -1;
}

const char *
mdoc_digest(const struct mdoc_item *item, struct der_slice *digest)
{
	struct citem_walk walk = citem_walk(&item->digests);
	struct citem id, value;

	if (item->digests.size == 0)
		return "the MSO has no such name space";
	while (citem_pair(&walk, &id, &value))
		if (id.kind == CITEM_UINT && id.value == item->digest_id) {
			*digest = mdoc_string(&value);
			return NULL;
		}
	return "the MSO has no such digestID";
}
