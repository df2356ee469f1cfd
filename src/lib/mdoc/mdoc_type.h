/*
 * mdoc_type - docType files: which elements a document has, and what each may hold.
 *
 *     docType org.iso.18013.5.1.mDL     first of all
 *     nameSpace org.iso.18013.5.1       the elements below are in it
 *     family_name must text 150         NAME must|may TYPE [MOST]
 *     age_over_NN may bool              NN: any two digits
 *
 * Words stand apart by blanks; # begins a comment.  The types and their CBOR:
 *
 *     text [CHARACTERS]     text without control characters
 *     bytes [OCTETS]        byte string
 *     uint                  whole number, not negative
 *     bool                  true or false
 *     sex                   0, 1, 2 or 9 (ISO/IEC 5218)
 *     full-date             1004("2026-11-21") (RFC 8943)
 *     tdate                 0("2026-11-21T00:00:00Z"), no fraction (ISO/IEC 18013-5 7.2.1)
 *     driving-privileges    ISO/IEC 18013-5 7.2.4
 */
#ifndef MDOC_TYPE_H
#define MDOC_TYPE_H

#include "cbor/citem.h"
#include "mdoc/mdoc_error.h"

#define MDOC_NAME_MAX 64 /* octets of a name: docType, namespace, element */
#define MDOC_SPACES_MAX 16
#define MDOC_ELEMENTS_MAX 256 /* of a document, decoys apart */
#define MDOC_TYPE_FILE_MAX ((size_t)64 << 10)

enum mdoc_form {
	MDOC_TEXT,
	MDOC_BYTES,
	MDOC_UINT,
	MDOC_BOOL,
	MDOC_SEX,
	MDOC_FULL_DATE,
	MDOC_TDATE,
	MDOC_DRIVING_PRIVILEGES,
};

struct mdoc_name {
	char text[MDOC_NAME_MAX + 1];
	size_t size;
};

struct mdoc_element {
	struct mdoc_name name;
	unsigned space; /* place of its namespace in spaces */
	bool must;
	bool digits; /* its last two characters stand for any two digits */
	enum mdoc_form form;
	uint64_t most; /* characters or octets */
};

struct mdoc_type {
	struct mdoc_name name;
	struct mdoc_name spaces[MDOC_SPACES_MAX];
	struct mdoc_element elements[MDOC_ELEMENTS_MAX];
	unsigned space_count, element_count;
};

/* Read the text of a docType file.  NULL, or why it is none, error->line included. */
const char *mdoc_type_read(
    const char *text, size_t size, struct mdoc_type *, struct mdoc_error *);

/* The element of that name in a namespace (both text); NULL: the docType has none. */
const struct mdoc_element *mdoc_type_element(
    const struct mdoc_type *, const char *space, size_t space_size, const char *, size_t);

/* Does a map of namespaces, read by mdoc_issuance_read, hold what the docType wants: no
 * element that it does not know, none missing, each of its form?  NULL, or why not. */
const char *mdoc_type_check(
    const struct mdoc_type *, const struct citem *name_spaces, struct mdoc_error *);

/* Does a value fit its element?  NULL, or why not. */
const char *mdoc_value_check(const struct mdoc_element *, const struct citem *value);

/* Is it tag 1004 around a day of the calendar (RFC 8943)? */
bool mdoc_is_full_date(const struct citem *);

/* Is it a name: 1 to MDOC_NAME_MAX characters of A-Z a-z 0-9 . _ - ? */
bool mdoc_is_name(const void *text, size_t size);

#endif
