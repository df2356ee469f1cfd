/*
 * mdoc_issuance - a request for documents, src/cddl/mdoc/issuance.cddl: one holder on one
 * device, one docType, a document for each device key.  It has the values of all elements.
 */
#ifndef MDOC_ISSUANCE_H
#define MDOC_ISSUANCE_H

#include "cose/cose_key.h"
#include "mdoc/mdoc_type.h"

#define MDOC_KEYS_MAX 64

enum mdoc_issuance_kind {
	MDOC_REQUESTED, /* issuance: what is asked for */
	MDOC_ADMITTED,  /* admitted: the same, with its time and a status index for each key */
};

/* Everything points into the octets that were read. */
struct mdoc_issuance {
	struct citem map;
	struct der_slice id, device, holder, doc_type, birth_date, municipality;
	struct cose_key keys[MDOC_KEYS_MAX]; /* of P-256; whether on the curve is not known */
	unsigned key_count;
	struct citem name_spaces;
	unsigned element_count; /* in all of them */
	bool reissue;
	int64_t admitted;
	uint64_t indices[MDOC_KEYS_MAX]; /* as many as keys */
	unsigned index_count;
};

/*
 * Read an item that passed cseq_check; its members may stand in any order.  What a docType
 * wants is for mdoc_type_check to see.  NULL, or why it is none, without any value of it.
 */
const char *mdoc_issuance_read(
    const struct citem *, enum mdoc_issuance_kind, struct mdoc_issuance *, struct mdoc_error *);

#endif
