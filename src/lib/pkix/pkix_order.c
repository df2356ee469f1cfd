#include "pkix/pkix_order.h"

#include <stdlib.h>
#include <string.h>

/* An entry in the index.  The key orders all serials but those of more than seven octets
 * that have the first seven, and the size, in common. */
struct pkix_order_place {
	uint64_t key; /* size of the serial, at most 255, and its first seven octets */
	uint64_t offset;
};

int
pkix_serial_compare(struct der_slice a, struct der_slice b)
{
	if (a.size != b.size)
		return a.size < b.size ? -1 : 1;
	return memcmp(a.data, b.data, a.size);
}

static uint64_t
key_of(struct der_slice serial)
{
	uint64_t key = serial.size < 255 ? serial.size : 255;

	for (size_t i = 0; i < 7; i++)
		key = key << 8 | (i < serial.size ? serial.data[i] : 0);
	return key;
}

/* The serial of an entry that was read before. */
static struct der_slice
serial_at(struct der_slice all, uint64_t offset)
{
	struct der_slice rest = { all.data + offset, all.size - (size_t)offset };
	struct pkix_entry entry;
	const char *why;

	pkix_entry_next(&rest, &entry, &why);
	return entry.serial;
}

/* Must a stand before b, or are they in order as they are? */
static bool
in_order(
    struct der_slice all, const struct pkix_order_place *a, const struct pkix_order_place *b)
{
	if (a->key != b->key || a->key >> 56 <= 7)
		return a->key <= b->key;
	return pkix_serial_compare(serial_at(all, a->offset), serial_at(all, b->offset)) <= 0;
}

static void
merge(struct der_slice all, const struct pkix_order_place *from, uint64_t middle, uint64_t end,
    struct pkix_order_place *to)
{
	uint64_t a = 0, b = middle, n;

	for (n = 0; n < end; n++)
		if (b == end || (a < middle && in_order(all, &from[a], &from[b])))
			to[n] = from[a++];
		else
			to[n] = from[b++];
}

/* Sort by merging runs of 1, 2, 4, ...: stable, and n log n whatever the list holds. */
static struct pkix_order_place *
sort(struct der_slice all, struct pkix_order_place *places, uint64_t count)
{
	struct pkix_order_place *other = calloc(count, sizeof *other), *swap;
	uint64_t run, at, middle, end;

	if (other == NULL) {
		free(places);
		return NULL;
	}
	for (run = 1; run < count; run *= 2) {
		for (at = 0; at < count; at += 2 * run) {
			middle = count - at < run ? count - at : run;
			end = count - at < 2 * run ? count - at : 2 * run;
			merge(all, places + at, middle, end, other + at);
		}
		swap = places;
		places = other;
		other = swap;
	}
	free(other);
	return places;
}

/* Read all once: how many entries there are, and whether they are in order. */
static bool
survey(struct pkix_order *order, struct der_slice rest)
{
	struct der_slice last = { 0 };
	struct pkix_entry entry;
	bool sorted = true;
	const char *why;
	int got;

	while ((got = pkix_entry_next(&rest, &entry, &why)) > 0) {
		if (got == 2) {
			order->bad++;
			continue;
		}
		order->entries++;
		sorted = sorted && pkix_serial_compare(last, entry.serial) <= 0;
		last = entry.serial;
	}
	order->broken = got == -1;
	return sorted;
}

int
pkix_order_open(struct pkix_order *order, const struct pkix_crl *crl)
{
	struct der_slice rest = crl->revoked;
	struct pkix_entry entry;
	const char *why;
	uint64_t n = 0;
	int got;

	*order = (struct pkix_order){ .all = rest, .rest = rest };
	if (survey(order, rest) || order->entries == 0)
		return 0;
	if ((order->index = calloc(order->entries, sizeof *order->index)) == NULL)
		return -1;
	while ((got = pkix_entry_next(&rest, &entry, &why)) > 0)
		if (got == 1)
			order->index[n++] = (struct pkix_order_place){ key_of(entry.serial),
				(uint64_t)(entry.whole.data - order->all.data) };
	order->index = sort(order->all, order->index, n);
	return order->index == NULL ? -1 : 0;
}

int
pkix_order_next(struct pkix_order *order, struct pkix_entry *entry)
{
	struct der_slice rest;
	const char *why;
	int got;

	if (order->index == NULL) {
		while ((got = pkix_entry_next(&order->rest, entry, &why)) == 2)
			;
		return got == 1;
	}
	if (order->at == order->entries)
		return 0;
	rest.data = order->all.data + order->index[order->at].offset;
	rest.size = order->all.size - order->index[order->at].offset;
	order->at++;
	return pkix_entry_next(&rest, entry, &why) == 1;
}

void
pkix_order_close(struct pkix_order *order)
{
	free(order->index);
	*order = (struct pkix_order){ 0 };
}
