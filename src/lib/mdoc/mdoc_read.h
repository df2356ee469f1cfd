/*
 * mdoc_read - mdocs as they travel (ISO/IEC 18013-5:2021 8.3.2.1.2.2, 9.1.2.4), read in place.
 *
 * What is read is the octets that came, and a digest is over those: nothing is encoded again.
 * Every item handed out, those inside tag 24 too, has passed cseq_check: keys in any order,
 * but shortest heads, definite lengths, no key twice (RFC 7049 3.9 without its sorting, which
 * is what the standard asks for).
 */
#ifndef MDOC_READ_H
#define MDOC_READ_H

#include "cose/cose_sign1.h"

#define MDOC_DOCUMENTS_MAX 64   /* of a DeviceResponse */
#define MDOC_NAME_SPACES_MAX 64 /* of a document, and of its MSO */
#define MDOC_ITEMS_MAX 1024     /* of a name space */
#define MDOC_DIGESTS_MAX 2048   /* the same, in the MSO */

enum mdoc_kind {
	MDOC_ISSUER_SIGNED, /* IssuerSigned by itself */
	MDOC_DELIVERY,      /* a record of ours: { "n", "id", "index", "IssuerSigned" } */
	MDOC_RESPONSE,      /* DeviceResponse */
};

/* A record that may hold several documents.  Everything points into the octets read. */
struct mdoc_record {
	enum mdoc_kind kind;
	uint64_t count;      /* of documents */
	uint64_t n, index;   /* MDOC_DELIVERY: its place in the order and its status index */
	struct der_slice id; /* and whose it is: text */

	/* private */
	struct citem next;
	uint64_t taken;
};

/* MobileSecurityObject (9.1.2.4). */
struct mdoc_mso {
	struct der_slice version; /* text, "1.x" */
	enum pkix_hash hash;      /* digestAlgorithm */
	struct citem digests;     /* valueDigests: name space => (digestID => octets) */
	struct citem device_key;  /* COSE_Key, a map; nobody has looked into it */
	struct der_slice doc_type;
	int64_t signed_at, valid_from, valid_until; /* seconds since 1970 */
	bool has_update;
	int64_t expected_update;
	bool has_status; /* status_list of the second edition */
	uint64_t status_index;
	struct der_slice status_uri; /* text */
};

struct mdoc {
	bool has_doc_type;         /* of the Document around it: DeviceResponse alone */
	struct der_slice doc_type; /* text */
	struct citem name_spaces;  /* size 0: there are none */
	struct cose_sign1 auth;    /* issuerAuth */
	struct mdoc_mso mso;
};

/* Read a record, an item that passed cseq_check.  NULL, or why it is none of the three. */
const char *mdoc_record_read(const struct citem *, struct mdoc_record *);

/* Take its next document; until taken has reached count.  The record can be read on after a
 * document that is refused.  NULL, or why it cannot be read. */
const char *mdoc_next(struct mdoc_record *, struct mdoc *);

/* Read MobileSecurityObjectBytes, the contents of issuerAuth's payload.  NULL, or why not. */
const char *mdoc_mso_read(struct der_slice payload, struct mdoc_mso *);

/* IssuerSignedItem. */
struct mdoc_item {
	struct der_slice name_space; /* text */
	struct der_slice whole;      /* 24(bstr), what the digest is over (9.1.2.5) */
	uint64_t digest_id;
	struct der_slice random, element; /* octets; text */
	struct citem value;
	struct citem digests; /* of the MSO, for its name space; size 0: it has none */
	unsigned place[2];    /* which name space, and which item in it, from 1 */
};

/* A walk through the items of all name spaces; begin with mdoc_items. */
struct mdoc_items {
	const struct mdoc_mso *mso; /* borrowed */
	struct citem_walk spaces, items;
	struct mdoc_item last;
};
struct mdoc_items mdoc_items(const struct mdoc *);
/* 1: the next one.  0: there are no more.  -1: *why, and item->place says where. */
int mdoc_item_next(struct mdoc_items *, struct mdoc_item *, const char **why);

/* The digest that the MSO has for an item, as it stands there.  NULL, or why there is none. */
const char *mdoc_digest(const struct mdoc_item *, struct der_slice *digest);

#endif
