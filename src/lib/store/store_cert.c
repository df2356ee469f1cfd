/* store_cert - the certificates that issuers have issued. */
#include "store/store_private.h"
#include <string.h>

enum {
	VALUE_SIZE = 4 + 1 + 8 + 8 + 32, /* list, kind, not_before, not_after, SHA-256 */
};

const char *const store_kind_names[4] = { "user", "self-signed", "link", "cross" };

static void
pack(const struct store_cert *cert, uint8_t value[VALUE_SIZE])
{
	uint8_t list[8];

	store_put64(list, cert->list);
	memcpy(value, list + 4, 4);
	value[4] = (uint8_t)cert->kind;
	store_put64(value + 5, (uint64_t)cert->not_before);
	store_put64(value + 13, (uint64_t)cert->not_after);
	memcpy(value + 21, cert->sha256, 32);
}

static bool
unpack(const uint8_t *value, struct store_cert *cert)
{
	cert->list = (uint32_t)(store_get64(value) >> 32);
	cert->kind = (enum store_kind)value[4];
	cert->not_before = (int64_t)store_get64(value + 5);
	cert->not_after = (int64_t)store_get64(value + 13);
	memcpy(cert->sha256, value + 21, 32);
	return value[4] <= STORE_KIND_CROSS;
}

int
store_cert_get(struct store *s, const struct store_issuer *issuer, struct der_slice serial,
    struct store_cert *cert, struct store_error *error)
{
	struct store_table *table = store_cert_table(s, issuer);
	uint8_t octets[STORE_KEY_MAX];
	MDB_val key = store_serial_key(serial, octets), value;
	int got = store_table_open(s, table, "cert", issuer->id, error);

	if (got == 1)
		got = store_table_get(table, &key, &value, error);
	if (got != 1)
		return got;
	if (value.mv_size != VALUE_SIZE || !unpack(value.mv_data, cert))
		return store_fail(error, "certificate", MDB_CORRUPTED);
	return 1;
}

enum store_put
store_cert_put(struct store *s, const struct store_issuer *issuer, struct der_slice serial,
    const struct store_cert *cert, struct store_error *error)
{
	const struct store_list *list = store_list_by_id(s, cert->list);
	struct store_cert there;
	uint8_t octets[STORE_KEY_MAX], packed[VALUE_SIZE];
	MDB_val key = store_serial_key(serial, octets), value = { VALUE_SIZE, packed };
	int got = store_cert_get(s, issuer, serial, &there, error);

	if (got == -1)
		return STORE_PUT_FAILED;
	if (got == 1)
		return memcmp(there.sha256, cert->sha256, 32) == 0 ? STORE_PUT_SAME
								   : STORE_PUT_DIFFERENT;
	pack(cert, packed);
	if (store_table_put_new(store_cert_table(s, issuer), &key, &value, error) == -1)
		return STORE_PUT_FAILED;
	store_list_mine(s, list)->known++;
	store_list_state(s, list)->dirty = true;
	if (store_revocation_registered(s, issuer, serial, cert, error) == -1)
		return STORE_PUT_FAILED;
	return STORE_PUT_NEW;
}
