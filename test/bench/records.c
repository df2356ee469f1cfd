/*
 * records - write COUNT revocation records for a bench: serials of four octets, sorted or
 * in an order a fixed permutation gives, dates over a year, reasons in turn.
 */
#include "record/record.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int
main(int argc, char *argv[])
{
	const uint64_t step = 2654435761u; /* prime, so coprime to any count below it */
	static const int reasons[] = { PKIX_KEY_COMPROMISE, PKIX_AFFILIATION_CHANGED,
		PKIX_SUPERSEDED, PKIX_CESSATION_OF_OPERATION };
	struct record_revocation r = { .issuer = record_text("bench") };
	struct record_error why;
	struct cput out = { 0 };
	uint8_t serial[4];
	uint64_t count, i, n;

	if (argc != 3 || (strcmp(argv[2], "sorted") != 0 && strcmp(argv[2], "random") != 0)) {
		fputs("usage: records COUNT sorted|random >revocations.cbor\n", stderr);
		return 64;
	}
	count = strtoull(argv[1], NULL, 10);
	r.serial = (struct der_slice){ serial, sizeof serial };
	for (i = 0; i < count; i++) {
		/* The same serials in both orders: multiplying by the step permutes them. */
		n = 0x10000000 + 100 * (argv[2][0] == 's' ? i : i * step % count);
		serial[0] = (uint8_t)(n >> 24);
		serial[1] = (uint8_t)(n >> 16);
		serial[2] = (uint8_t)(n >> 8);
		serial[3] = (uint8_t)n;
		r.reason = reasons[i % 4];
		r.date = 1735689600 + (int64_t)(i % 365) * 86400;
		cput_reset(&out);
		if (record_revocation_write(&out, &r, &why) != NULL ||
		    fwrite(out.data, 1, out.size, stdout) != out.size)
			return 1;
	}
	cput_free(&out);
	return fclose(stdout) == 0 ? 0 : 74;
}
