#include "pkix/pkix_asn1.h"
#include <limits.h>

enum {
	DEPTH_MAX = 32,     /* levels; a certificate has about twelve */
	CONSTRUCTED = 0x20, /* of the identifier octet, X.690 8.1.2.5 */
};

extern const asn1_static_node pkix_asn1_tab[]; /* made by asn1Parser from pkix.asn */

/* Is this one item, DER all the way down? */
static const char *
not_strict(struct der_slice der)
{
	struct der_slice level[DEPTH_MAX];
	struct der_item item;
	const char *why;
	size_t depth = 0;
	int got;

	level[0] = der;
	if (der_next(&level[0], &item, &why) == 1 && level[0].size != 0)
		return "octets follow its end";
	level[0] = der;
	for (;;) {
		got = der_next(&level[depth], &item, &why);
		if (got == -1)
			return why;
		if (got == 0 && depth-- == 0)
			return NULL;
		if (got == 0)
			continue;
		if (item.tag == DER_BOOLEAN && der_boolean(item.value) == -1)
			return "BOOLEAN is neither 00 nor FF (X.690 11.1)";
		if (!(item.tag & CONSTRUCTED))
			continue;
		if (++depth == DEPTH_MAX)
			return "nested too deeply";
		level[depth] = item.value;
	}
}

const char *
pkix_asn1_read(
    struct pkix_asn1 *tree, const char *type, struct der_slice der, const char *otherwise)
{
	char detail[ASN1_MAX_ERROR_DESCRIPTION_SIZE];
	const char *why;
	int size, rc;

	if (der.size == 0 || der.size > INT_MAX)
		return otherwise;
	if ((why = not_strict(der)) != NULL)
		return why;
	asn1_delete_structure(&tree->value);
	tree->der = der;
	size = (int)der.size;
	if (tree->types == NULL &&
	    asn1_array2tree(pkix_asn1_tab, &tree->types, detail) != ASN1_SUCCESS)
		return "memory ran out";
	if (asn1_create_element(tree->types, type, &tree->value) != ASN1_SUCCESS)
		return "memory ran out";
	rc = asn1_der_decoding2(
	    &tree->value, der.data, &size, ASN1_DECODE_FLAG_STRICT_DER, detail);
	if (rc == ASN1_MEM_ALLOC_ERROR)
		return "memory ran out";
	return rc == ASN1_SUCCESS ? NULL : otherwise;
}

bool
pkix_asn1_part(const struct pkix_asn1 *tree, const char *path, struct der_item *part)
{
	struct der_slice at;
	const char *why;
	int begin, end;

	*part = (struct der_item){ 0 };
	if (tree->value == NULL || asn1_der_decoding_startEnd(tree->value, tree->der.data,
				       (int)tree->der.size, path, &begin, &end) != ASN1_SUCCESS)
		return false;
	if (begin < 0 || end < begin || (size_t)end >= tree->der.size)
		return false;
	at = (struct der_slice){ tree->der.data + begin, (size_t)(end - begin) + 1 };
	return der_next(&at, part, &why) == 1 && at.size == 0;
}

void
pkix_asn1_free(struct pkix_asn1 *tree)
{
	asn1_delete_structure(&tree->value);
	asn1_delete_structure(&tree->types);
}
