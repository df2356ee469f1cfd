/*
 * intake - take one revocation into the store: the rules of who may be revoked how, and the
 * receipt that says what became of it.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include "record/record.h"
#include "store/store.h"

struct intake_rules {
	int64_t now;       /* dates after it lie in the future; kept as the time of record */
	bool unregistered; /* serials without a certificate in the store are taken too */
};

/* One request and, once intake_apply returned 0, its outcome. */
struct intake {
	const struct store_issuer *issuer; /* NULL: unknown; label says which was named */
	char label[STORE_LABEL_MAX + 1];
	char list_name[STORE_LABEL_MAX + 1]; /* empty: none was named */
	uint8_t serial[STORE_SERIAL_MAX];
	uint8_t serial_size;
	int reason;
	int64_t date;
	bool has_invalidity;
	int64_t invalidity;
	uint8_t *case_; /* CBOR map of channel, case and operator, or NULL; owned */
	size_t case_size;
	uint64_t number, offset; /* where the record stood */

	int outcome;                   /* enum record_outcome */
	const char *why;               /* RECORD_REFUSED: why, static */
	const struct store_list *list; /* where it stands; NULL when it stands nowhere */
	int stands_reason, was;        /* was: the reason before an upgrade, or -1 */
	int64_t stands_date;
};

/* Copy a record that record_revocation_read understood.  False: memory ran out. */
bool intake_read(struct intake *, const struct store *, const struct record_revocation *);
void intake_free(struct intake *);

/* The order in which taking many is fastest: by issuer, then serial.  As qsort(3) wants. */
int intake_compare(const struct intake *, const struct intake *);

/* Take it, or find why not.  0, or -1 with *error: then the transaction is of no use. */
int intake_apply(
    struct intake *, struct store *, const struct intake_rules *, struct store_error *);

/* The receipt of one that was applied; points into it. */
struct record_receipt intake_receipt(const struct intake *);

#endif
