/* store_private - between the files of this room. */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include "store/store.h"
#include <endian.h>
#include <lmdb.h>
#include <string.h>

enum {
	STORE_FORMAT = 1,      /* statusstore(5) */
	STORE_ENTRY_HEAD = 16, /* not_after and recorded, before an entry's DER */
	STORE_KEY_MAX = 1 + STORE_SERIAL_MAX,
};

/* A table of one list or issuer, opened when first used in a transaction. */
struct store_table {
	MDB_dbi dbi;
	bool open, absent;  /* absent: a snapshot in which nobody has put anything yet */
	MDB_cursor *cursor; /* where the last look-up or put was: the next is often near */
	bool has_last;      /* last holds the greatest key, for appending */
	size_t last_size;
	uint8_t last[STORE_KEY_MAX];
};

/* A change to the count of entries that expire at one moment, kept until the commit. */
struct store_delta {
	uint32_t list;
	int64_t not_after;
	int64_t entries, octets;
};

/* What belongs to one list but is no business of callers. */
struct store_list_state {
	struct store_table entries, expiry, cases;
	bool dirty;
};

struct store {
	MDB_env *env;
	MDB_txn *txn;
	enum store_mode mode;
	MDB_dbi meta, issuer_table, list_table;
	struct store_issuer *issuers;
	struct store_table *certs; /* one for each issuer */
	size_t issuer_count;
	struct store_list *lists;
	struct store_list_state *states; /* one for each list */
	size_t list_count;
	uint8_t **owned; /* memory that issuers and lists point into */
	size_t owned_count;
	struct store_delta *deltas;
	size_t delta_count;
};

/* Fill *error from an LMDB or errno code; returns -1 for the caller to return. */
int store_fail(struct store_error *, const char *what, int code);

/* Open an environment, mapping as much as the machine allows: under a limit on address space
 * less must do.  An LMDB or errno code; *env is NULL unless that is 0. */
int store_environment(MDB_env **env, const char *path, unsigned flags);
/* Open the tables that every store has.  An LMDB code. */
int store_main_tables(struct store *, unsigned flags);

/* Read issuers and lists from the transaction; what was loaded before is dropped. */
int store_catalog_load(struct store *, struct store_error *);
void store_catalog_free(struct store *);
/* Write back the lists whose counts changed. */
int store_catalog_save(struct store *, struct store_error *);

struct store_list *store_list_mine(struct store *, const struct store_list *);
struct store_list_state *store_list_state(struct store *, const struct store_list *);
struct store_table *store_cert_table(struct store *, const struct store_issuer *);

/* Open a table called NAME.ID.  1 open, 0 absent from this snapshot, -1 *error. */
int store_table_open(
    struct store *, struct store_table *, const char *name, uint32_t id, struct store_error *);
/* 1 found (value points into the store), 0 not, -1. */
int store_table_get(
    struct store_table *, const MDB_val *key, MDB_val *value, struct store_error *);
/* Put a new key, appending where it is the greatest. */
int store_table_put_new(
    struct store_table *, const MDB_val *key, const MDB_val *value, struct store_error *);
int store_table_replace(struct store *, struct store_table *, const MDB_val *key,
    const MDB_val *value, struct store_error *);

/* The key of a serial: its length, then its magnitude, so that keys sort as numbers do. */
MDB_val store_serial_key(struct der_slice serial, uint8_t key[STORE_KEY_MAX]);

/* The order of keys, LMDB's own: as memcmp, the shorter of two that begin alike first. */
int store_key_compare(const MDB_val *, const MDB_val *);

/* Numbers in keys and values are eight octets, big-endian; read once for every entry. */
static inline uint64_t
store_get64(const uint8_t *p)
{
	uint64_t n;

	memcpy(&n, p, sizeof n);
	return be64toh(n);
}

static inline void
store_put64(uint8_t *p, uint64_t n)
{
	n = htobe64(n);
	memcpy(p, &n, sizeof n);
}

/* Count an entry that expires at not_after in or out (entries 1, 0 or -1). */
int store_expiry_change(struct store *, const struct store_list *, int64_t not_after,
    int64_t entries, int64_t octets, struct store_error *);
/* Bring the kept changes to the tables, in key order. */
int store_expiry_flush(struct store *, struct store_error *);
/* The key of a moment: as unsigned, so that keys sort as times do. */
void store_moment_key(int64_t when, uint8_t key[8]);

/* An entry's certificate became known: set when it expires, and carry the revocation to
 * the list that the certificate names. */
int store_revocation_registered(struct store *, const struct store_issuer *,
    struct der_slice serial, const struct store_cert *, struct store_error *);

#endif
