/*
 * record - the CBOR records that our programs hand to each other, as C structures.
 *
 * src/cddl/ defines them; the build makes a table of it, and every function here works from
 * that table.  Nothing is allocated but what cput grows by.  JSON is in record_json.h.
 */
#ifndef RECORD_H
#define RECORD_H

#include "cbor/cput.h"
#include "der/der.h"
#include "pkix/pkix_crl.h" /* enum pkix_reason */

#define RECORD_LABEL_MAX 63 /* octets of a label */
#define RECORD_TEXT_MAX 200 /* characters of a text, up to four octets each */
#define RECORD_SERIAL_MAX 21

/* UTF-8 that somebody else owns, not terminated.  An absent optional text has data NULL. */
struct record_text {
	const char *data;
	size_t size;
};

/* The text of a string (NULL: absent). */
struct record_text record_text(const char *);
bool record_text_is(struct record_text, const char *);

/*
 * The fields are the members of the CDDL rule of the same name, which says what they mean.
 * label, text: struct record_text; serial: magnitude without leading zeros; time: seconds
 * since 1970; reason: enum pkix_reason; count: uint64_t.  An optional time, reason or choice
 * is there when has_NAME is true.  What a reader fills in points into the octets it read.
 */
struct record_revocation {
	struct record_text issuer;
	struct der_slice serial;
	int reason;
	int64_t date;
	bool has_invalidity;
	int64_t invalidity;
	struct record_text channel, case_, operator; /* case is a word of C */
	struct record_text list;
};

enum record_outcome {
	RECORD_REVOKED,
	RECORD_ALREADY,
	RECORD_REFUSED,
};

struct record_receipt {
	struct record_text issuer;
	struct der_slice serial;
	int status; /* enum record_outcome */
	struct record_text why;
	bool has_reason, has_date, has_was;
	int reason;
	int64_t date;
	int was;
	struct record_text list;
};

struct record_query {
	struct record_text issuer;
	struct der_slice serial;
};

enum record_standing {
	RECORD_IS_GOOD,
	RECORD_IS_REVOKED,
	RECORD_IS_EXPIRED,
	RECORD_IS_UNKNOWN,
};

enum record_scope {
	RECORD_USER,
	RECORD_CA,
};

struct record_status {
	struct record_text issuer;
	struct der_slice serial;
	int status; /* enum record_standing */
	bool has_reason, has_date, has_invalidity;
	int reason;
	int64_t date, invalidity;
	struct record_text list;
	bool has_kind, has_not_before, has_not_after;
	int kind; /* enum record_scope */
	int64_t not_before, not_after;
};

struct record_list {
	struct record_text issuer, list;
	int scope; /* enum record_scope */
	struct record_text dp;
	uint64_t known, revoked, expiring, number;
	bool has_this_update, has_next_update;
	int64_t this_update, next_update;
	uint64_t valid;
	uint32_t reasons; /* bit n: enum pkix_reason n */
};

/* Why a record was refused: 'field "date": missing (src/cddl/revocation.cddl)'. */
struct record_error {
	char text[240]; /* printable ASCII */
};

/*
 * Read one item that has passed cseq_check; its map keys may stand in any order.  NULL, or
 * why it is not such a record, in *error.  Speed: some million a second.
 */
const char *record_revocation_read(
    const uint8_t *item, struct record_revocation *, struct record_error *error);
const char *record_receipt_read(
    const uint8_t *item, struct record_receipt *, struct record_error *error);
const char *record_query_read(
    const uint8_t *item, struct record_query *, struct record_error *error);
const char *record_status_read(
    const uint8_t *item, struct record_status *, struct record_error *error);
const char *record_list_read(
    const uint8_t *item, struct record_list *, struct record_error *error);

/*
 * Put one record behind what out holds, in the deterministic encoding (RFC 8949 4.2.1).
 * NULL; or why it would not be one, in *error, with nothing put.  Memory that runs out shows
 * in out->failed.
 */
const char *record_revocation_write(
    struct cput *out, const struct record_revocation *, struct record_error *error);
const char *record_receipt_write(
    struct cput *out, const struct record_receipt *, struct record_error *error);
const char *record_query_write(
    struct cput *out, const struct record_query *, struct record_error *error);
const char *record_status_write(
    struct cput *out, const struct record_status *, struct record_error *error);
const char *record_list_write(
    struct cput *out, const struct record_list *, struct record_error *error);

#endif
