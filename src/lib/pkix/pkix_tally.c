#include "pkix/pkix_tally.h"

static void
count_flaws(struct pkix_tally *tally, unsigned flaws)
{
	for (unsigned i = 0; flaws >> i != 0; i++)
		tally->flaws[i] += flaws >> i & 1;
}

void
pkix_tally_list(struct pkix_tally *tally, const struct pkix_crl *crl)
{
	count_flaws(tally, crl->flaws);
}

void
pkix_tally_entry(
    struct pkix_tally *tally, const struct pkix_crl *crl, const struct pkix_entry *entry)
{
	tally->entries++;
	if (entry->reason < 0)
		tally->without_reason++;
	else
		tally->reasons[entry->reason]++;
	count_flaws(tally, pkix_entry_flaws(crl, entry));
}
