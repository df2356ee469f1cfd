/* record_diff_header - headers side by side: fields, then extensions by their OIDs. */
#include "pkix/pkix_name.h"
#include "record/record_crl_part.h"
#include "record/record_diff_part.h"
#include "record/record_print.h"
#include <string.h>

/* Names of the extensions that are a field of the list's. */
static const char *
field_of(const struct pkix_extension *extension, char *dotted, size_t size)
{
	if (!record_crl_is_known(extension))
		return pkix_oid_text(extension->oid, dotted, size);
	switch (extension->oid.data[2]) {
	case 20:
		return "number";
	case 27:
		return "delta_base";
	case 28:
		return "idp";
	default:
		return "aki";
	}
}

static void
put_scope(struct cput *text, const struct pkix_idp *idp)
{
	if (idp->only_user)
		record_print(text, " only_user");
	if (idp->only_ca)
		record_print(text, " only_ca");
	if (idp->only_attribute)
		record_print(text, " only_attribute");
	if (idp->indirect)
		record_print(text, " indirect");
}

/* An extension of a list as text: what crl-show says of it, else its octets. */
static struct record_side
side_of(const struct pkix_crl *crl, const struct pkix_extension *extension)
{
	struct der_slice names = crl->idp.names;
	struct record_side side = { .absent = extension->oid.size == 0 };
	char name[RECORD_NAME_TEXT_MAX];
	uint8_t arc = record_crl_is_known(extension) ? extension->oid.data[2] : 0;

	if (side.absent)
		return side;
	if (arc == 20)
		record_crl_hex(&side.text, crl->number);
	else if (arc == 27)
		record_crl_hex(&side.text, crl->delta_base);
	else if (arc == 28 && names.size != 0 && crl->idp.some_reasons.size == 0 &&
		 record_crl_next_name(&names, name, sizeof name) && names.size == 0) {
		record_print(&side.text, name);
		put_scope(&side.text, &crl->idp);
	} else if (arc == 35 && crl->aki.size != 0 &&
		   extension->value.size == crl->aki.size + 4)
		record_crl_hex(&side.text, crl->aki);
	else
		record_crl_hex(&side.text, extension->value);
	if (extension->critical)
		record_print(&side.text, " critical");
	return side;
}

/* The extension of a list with that OID; found->oid is empty when it has none. */
static void
find(const struct pkix_crl *crl, struct der_slice oid, struct pkix_extension *found)
{
	struct der_slice rest = crl->extensions;
	const char *why;

	while (pkix_extension_next(&rest, found, &why) == 1)
		if (der_equal(found->oid, oid))
			return;
	*found = (struct pkix_extension){ 0 };
}

static unsigned
diff_extensions(struct record_diff *d, const struct pkix_crl *old, const struct pkix_crl *new)
{
	struct der_slice rest = old->extensions;
	struct pkix_extension was, is;
	char dotted[128];
	unsigned count = 0;
	const char *why;

	while (pkix_extension_next(&rest, &was, &why) == 1) {
		find(new, was.oid, &is);
		if (is.oid.size == 0 || was.critical != is.critical ||
		    !der_equal(was.value, is.value))
			count +=
			    record_diff_line(d, NULL, field_of(&was, dotted, sizeof dotted),
				side_of(old, &was), side_of(new, &is));
	}
	rest = new->extensions;
	while (pkix_extension_next(&rest, &is, &why) == 1) {
		find(old, is.oid, &was);
		if (was.oid.size == 0)
			count += record_diff_line(d, NULL, field_of(&is, dotted, sizeof dotted),
			    record_side_text(NULL), side_of(new, &is));
	}
	return count;
}

static struct record_side
side_algorithm(struct der_slice algorithm)
{
	struct record_side side = { .absent = false };

	record_crl_algorithm(&side.text, algorithm);
	return side;
}

/* Names that are written alike but encoded otherwise differ all the same: as octets. */
static unsigned
diff_issuer(struct record_diff *d, struct der_slice old, struct der_slice new)
{
	char was[RECORD_NAME_TEXT_MAX], is[RECORD_NAME_TEXT_MAX];

	if (der_equal(old, new))
		return 0;
	pkix_name_text(old, was, sizeof was);
	pkix_name_text(new, is, sizeof is);
	if (strcmp(was, is) == 0)
		return record_diff_line(d, NULL, "issuer", record_side_hex(old, false),
		    record_side_hex(new, false));
	return record_diff_line(d, NULL, "issuer", record_side_text(was), record_side_text(is));
}

unsigned
record_diff_headers(
    struct record_diff *d, const struct pkix_crl *old, const struct pkix_crl *new)
{
	unsigned count = 0;

	if (old->version != new->version)
		count += record_diff_line(d, NULL, "version",
		    record_side_text(old->version == 1 ? "1" : "2"),
		    record_side_text(new->version == 1 ? "1" : "2"));
	if (!der_equal(old->algorithm, new->algorithm))
		count += record_diff_line(d, NULL, "algorithm", side_algorithm(old->algorithm),
		    side_algorithm(new->algorithm));
	count += diff_issuer(d, old->issuer, new->issuer);
	count += record_diff_time(d, NULL, "this_update", &old->this_update, &new->this_update);
	count += record_diff_time(d, NULL, "next_update",
	    old->has_next_update ? &old->next_update : NULL,
	    new->has_next_update ? &new->next_update : NULL);
	return count + diff_extensions(d, old, new);
}
