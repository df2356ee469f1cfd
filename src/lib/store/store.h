/*
 * store - the status store: which certificates there are, which are revoked, and what each
 * list published.  One writer, many readers, every commit synced.  See statusstore(5).
 *
 * A store is a directory, or a single file as store-backup writes it.  Nothing here makes a
 * revoked certificate valid again, and no CRL number is handed out twice.
 */
#ifndef STORE_H
#define STORE_H

#include "pkix/pkix_cert.h"
#include "pkix/pkix_crl.h"

#define STORE_LABEL_MAX 63  /* octets of an issuer's label or a list's name */
#define STORE_SERIAL_MAX 21 /* octets of a serial's magnitude */
#define STORE_URI_MAX 1023
#define STORE_DP_MAX 4096
#define STORE_NUMBER_MAX INT64_MAX /* greatest CRL number */

enum store_status {
	STORE_OK = 0,
	STORE_CONFIG,  /* no store there, not one, or not usable: exit 78 */
	STORE_BUSY,    /* run again: exit 75 */
	STORE_IO,      /* the disk is full or broken: exit 74 */
	STORE_DAMAGED, /* what is there contradicts itself: exit 70 */
};

struct store_error {
	enum store_status status;
	char text[256];
};

struct store;

enum store_mode {
	STORE_READ,  /* a snapshot: what is committed now */
	STORE_WRITE, /* the one writer; waits for another to end */
};

/* Make an empty store: path must not exist, or be an empty directory.  0, or -1. */
int store_create(const char *path, struct store_error *);

/* Open a store and begin a transaction of this mode.  NULL: *error.  store_close ends the
 * transaction without effect if it was not committed; NULL is fine. */
struct store *store_open(const char *path, enum store_mode, struct store_error *);
void store_close(struct store *);

/* End the transaction; with STORE_WRITE everything put is durable when this returns 0.
 * Afterwards only store_begin and store_close may be called. */
int store_commit(struct store *, struct store_error *);
/* Begin another transaction in an open store: what issuers and lists were given out before
 * is gone. */
int store_begin(struct store *, enum store_mode, struct store_error *);

/* Number of the last transaction committed when this one began. */
uint64_t store_transaction(const struct store *);

/* Write a consistent copy of the whole store to fd while others work: what is committed
 * now, not when this transaction began.  0, or -1. */
int store_copy(struct store *, int fd, struct store_error *);

/* Issuers and their lists: small, all in memory, sorted by label and name. */

#define STORE_REASONS_ANY 0x77fu /* bit n: CRLReason n; all ten of RFC 5280 5.3.1 */
#define STORE_REASONS_L6 0x03eu  /* keyCompromise .. cessationOfOperation */
#define STORE_VALID_DEFAULT (72 * 3600)

struct store_issuer {
	uint32_t id;
	char label[STORE_LABEL_MAX + 1];
	struct pkix_cert cert;           /* its CA certificate; owned by the store */
	struct der_slice key_id;         /* SKI of it, or SHA-1 of its key (4.2.1.2 (1)) */
	char key_uri[STORE_URI_MAX + 1]; /* where its private key is (RFC 7512) */
	uint32_t reasons;                /* bit n: CRLReason n may be recorded */
	int64_t valid;                   /* seconds from thisUpdate to nextUpdate */
};

enum store_scope {
	STORE_SCOPE_USER,
	STORE_SCOPE_CA,
};

struct store_issue { /* a CRL that was published */
	uint64_t number;
	int64_t this_update, next_update;
	uint64_t entries;
	uint8_t sha256[32]; /* of the CertificateList */
};

struct store_list {
	uint32_t id;
	const struct store_issuer *issuer;
	char name[STORE_LABEL_MAX + 1];
	enum store_scope scope;
	struct der_slice dp;      /* GeneralName, whole; empty: none */
	uint64_t number;          /* the last CRL number reserved; 0: none yet */
	struct store_issue last;  /* the last published; number 0: none yet */
	uint64_t known;           /* certificates registered that it would revoke */
	uint64_t revoked, octets; /* entries, and the octets of their DER */
	uint64_t unregistered;    /* entries whose certificate is not registered */
};

size_t store_issuer_count(const struct store *);
const struct store_issuer *store_issuer_at(const struct store *, size_t);
size_t store_list_count(const struct store *);
const struct store_list *store_list_at(const struct store *, size_t);

/* By label, size octets; by label/name.  NULL: none. */
const struct store_issuer *store_issuer_by_label(
    const struct store *, const char *label, size_t size);
const struct store_list *store_list_by_name(
    const struct store *, const struct store_issuer *, const char *name, size_t size);
const struct store_list *store_list_by_id(const struct store *, uint32_t id);

/* The next issuer after *after (NULL: the first) whose subject is this Name, octet for
 * octet, and whose key identifier is key_id where that is not empty.  NULL: no more. */
const struct store_issuer *store_issuer_by_name(const struct store *, struct der_slice name,
    struct der_slice key_id, const struct store_issuer *after);

/* The list of an issuer that has this distribution point, else NULL. */
const struct store_list *store_list_by_dp(
    const struct store *, const struct store_issuer *, struct der_slice general_name);

/* Another list of its issuer that those who hold a certificate could not tell from this
 * one: it has the same distribution point, or both have none and the same scope. */
const struct store_list *store_list_twin(const struct store *, const struct store_list *);

/* The list a CRL (or TBSCertList) belongs to: issuer by Name and AKI, list by its
 * issuingDistributionPoint.  NULL: *why. */
const struct store_list *store_list_of_crl(
    const struct store *, const struct pkix_crl *, const char **why);

/* Is this a label or a list's name: [a-z0-9][a-z0-9-]*, at most STORE_LABEL_MAX? */
bool store_is_label(const char *, size_t size);

/* What a put did. */
enum store_put {
	STORE_PUT_NEW,
	STORE_PUT_SAME,      /* it was there, exactly so: nothing changed */
	STORE_PUT_DIFFERENT, /* something else is there: nothing changed */
	STORE_PUT_FAILED,    /* *error */
};

/* What was given out by the calls above is gone after the next put of an issuer or list. */

/* Register an issuer (id is ignored) and its lists "user" and "ca". */
enum store_put store_issuer_put(
    struct store *, const struct store_issuer *, struct store_error *);

/* Register a list (id and counts are ignored; number: numbers begin above it).  A list that
 * never reserved a number takes a new dp.  A number only ever rises. */
enum store_put store_list_put(struct store *, const struct store_list *, struct store_error *);

/* Certificates. */

enum store_kind {
	STORE_KIND_USER,
	STORE_KIND_SELF_SIGNED,
	STORE_KIND_LINK,  /* the same name, another key: OldWithNew, NewWithOld */
	STORE_KIND_CROSS, /* another authority's name */
};
extern const char *const store_kind_names[4];

struct store_cert {
	uint32_t list; /* id of the list that would revoke it */
	enum store_kind kind;
	int64_t not_before, not_after;
	uint8_t sha256[32]; /* of the certificate */
};

enum store_put store_cert_put(struct store *, const struct store_issuer *,
    struct der_slice serial, const struct store_cert *, struct store_error *);
/* 1 found, 0 not, -1 *error. */
int store_cert_get(struct store *, const struct store_issuer *, struct der_slice serial,
    struct store_cert *, struct store_error *);

/* Revocations. */

#define STORE_NEVER INT64_MAX /* not_after of a certificate that is not registered */

struct store_revocation {
	const struct store_list *list;
	struct pkix_entry entry; /* slices point into the store: valid until the next put */
	int64_t not_after;       /* when its certificate expires, or STORE_NEVER */
	int64_t recorded;        /* when it was put */
};

/* Look a serial up in a list.  1 found, 0 not, -1 *error. */
int store_revocation_get(struct store *, const struct store_list *, struct der_slice serial,
    struct store_revocation *, struct store_error *);

/* Put an entry (its serial, date, reason and invalidity count) that is not there: 0, or -1
 * with *error.  Sorted serials are put several times faster. */
int store_revocation_put(struct store *, const struct store_revocation *, struct store_error *);

/* Change the reason of an entry that is there to keyCompromise, and nothing else. */
int store_revocation_upgrade(
    struct store *, const struct store_list *, struct der_slice serial, struct store_error *);

/* Keep a CBOR map of what else was said (channel, case, operator), and read it: 1, 0, -1. */
int store_case_put(struct store *, const struct store_list *, struct der_slice serial,
    struct der_slice cbor, struct store_error *);
int store_case_get(struct store *, const struct store_list *, struct der_slice serial,
    struct der_slice *cbor, struct store_error *);

/* CRLs. */

/* Reserve the list's next CRL number: it is spent once this transaction is committed. */
int store_number_reserve(
    struct store *, const struct store_list *, uint64_t *number, struct store_error *);

/* How many entries, and octets of them, belong on a CRL built now: all but those whose
 * certificate expired before the CRL published last (RFC 5280 3.3).  0, or -1 *error. */
int store_list_totals(struct store *, const struct store_list *, uint64_t *entries,
    uint64_t *octets, struct store_error *);
/* How many revoked certificates expire in [from, to).  0, or -1 *error. */
int store_list_expiring(struct store *, const struct store_list *, int64_t from, int64_t to,
    uint64_t *entries, struct store_error *);

/*
 * Hand every entry that belongs on a CRL built now, DER, in serial order, to a function,
 * as one long gather: it is given runs of many entries.  It returns 0 to go on.  0, or -1
 * with *error, or what the function returned.
 */
int store_list_entries(struct store *, const struct store_list *,
    int (*run)(void *context, const uint8_t *entries, size_t size), void *context,
    struct store_error *);

/* Record that a CRL was published: its number must not be below the last. */
int store_issue_put(struct store *, const struct store_list *, const struct store_issue *,
    struct store_error *);

/* Check every invariant (statusstore(5)); each breach is given to the function.  The number
 * of breaches, or -1 *error. */
int64_t store_check(struct store *, void (*breach)(void *context, const char *what),
    void *context, struct store_error *);

#endif
