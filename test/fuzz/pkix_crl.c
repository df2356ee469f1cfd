/*
 * Laws of the CRL reader over any octets: the fast and the slow reader of entries agree, what
 * was read can be written and read again as the same, the order of serials is an order of
 * all entries, and no text made of a list can drive a terminal.
 */
#include "pkix/pkix_crl_part.h"
#include "pkix/pkix_order.h"
#include "record/record_diff.h"

#include <stdlib.h>
#include <string.h>

#define LAW(condition)                                                                         \
	do {                                                                                   \
		if (!(condition))                                                              \
			__builtin_trap();                                                      \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What an entry means. */
static bool
same_meaning(const struct pkix_entry *a, const struct pkix_entry *b)
{
	return der_equal(a->serial, b->serial) && a->date == b->date &&
	       (a->reason > 0 ? a->reason : 0) == (b->reason > 0 ? b->reason : 0) &&
	       a->has_invalidity == b->has_invalidity && a->invalidity == b->invalidity;
}

/* The next entry by both readers. */
static int
next_by_both(struct der_slice *rest, struct pkix_entry *entry)
{
	struct der_slice fast = *rest;
	struct pkix_entry slow;
	const char *why = NULL;
	int got = pkix_entry_slow(rest, &slow, &why);

	LAW(got == 1 || got == 0 || why != NULL);
	if (pkix_entry_fast(&fast, entry)) {
		LAW(got == 1 && fast.data == rest->data && fast.size == rest->size);
		LAW(same_meaning(entry, &slow) && entry->reason == slow.reason &&
		    entry->flaws == slow.flaws && der_equal(entry->whole, slow.whole) &&
		    der_equal(entry->extensions, slow.extensions));
	}
	*entry = slow;
	return got;
}

/* Our encoding of all entries; NULL when one of them is bad or does not fit ours. */
static uint8_t *
encode(const struct pkix_crl *crl, size_t *size, uint64_t *count)
{
	struct der_slice rest = crl->revoked;
	/* an entry of ours is at most 3 times as long as the shortest one it was read from */
	uint8_t *all = malloc(3 * rest.size + 1), one[PKIX_ENTRY_MAX];
	struct pkix_entry entry;
	size_t octets;
	int got;

	LAW(all != NULL);
	for (*size = 0, *count = 0; (got = next_by_both(&rest, &entry)) > 0; ++*count) {
		octets = got == 1 ? pkix_entry_write(one, &entry) : 0;
		LAW(*size + octets <= 3 * crl->revoked.size);
		memcpy(all + *size, one, octets);
		*size += octets;
		if (octets == 0) {
			got = -1;
			break;
		}
	}
	if (got == 0)
		return all;
	free(all);
	return NULL;
}

static void
read_again(const struct pkix_crl *crl)
{
	struct pkix_crl_form form = { .algorithm = crl->algorithm,
		.issuer = crl->issuer,
		.this_update = crl->this_update,
		.next_update = crl->has_next_update ? crl->next_update : crl->this_update,
		.aki = crl->aki,
		.number = 1 };
	static uint8_t head[PKIX_CRL_PART_MAX], tail[PKIX_CRL_PART_MAX];
	size_t head_size, tail_size, size;
	struct pkix_entry a, b;
	struct pkix_crl again;
	struct der_slice from = crl->revoked, to;
	uint8_t *entries, *whole;
	const char *why;
	uint64_t count;

	if ((entries = encode(crl, &size, &count)) == NULL)
		return;
	form.entries_size = size;
	if (!pkix_crl_write(&form, head, &head_size, tail, &tail_size))
		goto out;
	LAW((whole = malloc(head_size + size + tail_size)) != NULL);
	memcpy(whole, head, head_size);
	memcpy(whole + head_size, entries, size);
	memcpy(whole + head_size + size, tail, tail_size);
	LAW(pkix_any_crl_read(
		(struct der_slice){ whole, head_size + size + tail_size }, &again) == NULL);
	LAW(der_equal(again.issuer, crl->issuer) && again.this_update == crl->this_update);
	for (to = again.revoked; count > 0; count--) {
		LAW(pkix_entry_next(&from, &a, &why) == 1 &&
		    pkix_entry_next(&to, &b, &why) == 1);
		LAW(same_meaning(&a, &b));
	}
	LAW(to.size == 0);
	free(whole);
out:
	free(entries);
}

static void
in_order(const struct pkix_crl *crl)
{
	struct der_slice last = { 0 };
	struct pkix_order order;
	struct pkix_entry entry;
	uint64_t count = 0;

	LAW(pkix_order_open(&order, crl) == 0);
	for (; pkix_order_next(&order, &entry) == 1; count++) {
		LAW(pkix_serial_compare(last, entry.serial) <= 0);
		last = entry.serial;
	}
	LAW(count == order.entries);
	pkix_order_close(&order);
}

static void
plain(struct cput *text)
{
	LAW(!text->failed);
	for (size_t i = 0; i < text->size; i++)
		LAW(text->data[i] >= 0x20 ? text->data[i] != 0x7f : text->data[i] == '\n');
	cput_reset(text);
}

static void
shown(const struct pkix_crl *crl)
{
	struct der_slice rest = crl->revoked;
	struct pkix_tally tally = { 0 };
	struct record_diff diff = { .json = true };
	struct pkix_entry entry;
	const char *why;
	int got;

	pkix_tally_list(&tally, crl);
	while ((got = pkix_entry_next(&rest, &entry, &why)) > 0) {
		if (got == 2)
			continue;
		pkix_tally_entry(&tally, crl, &entry);
		record_crl_entry_text(&diff.text, &entry);
		record_crl_entry_json(&diff.text, 1, &entry);
		plain(&diff.text);
	}
	record_crl_text(&diff.text, 1, crl, &tally);
	record_crl_json(&diff.text, 1, crl, &tally);
	plain(&diff.text);
	LAW(record_diff_headers(&diff, crl, crl) == 0 && diff.text.size == 0);
	cput_free(&diff.text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pkix_crl crl;

	if (pkix_any_crl_read((struct der_slice){ data, size }, &crl) != NULL)
		return 0;
	LAW(crl.whole.size == size && crl.flaws >> PKIX_FLAWS == 0);
	read_again(&crl);
	in_order(&crl);
	shown(&crl);
	return 0;
}
