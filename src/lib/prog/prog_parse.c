#include "prog/prog_parse.h"
#include "pkix/pkix_crl.h"
#include "store/store.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

uint32_t
prog_reasons(const struct cli *cli, const char *text)
{
	uint32_t reasons = 0;
	const char *end;
	int reason;

	if (strcmp(text, "any") == 0)
		return STORE_REASONS_ANY;
	for (;; text = end + 1) {
		end = strchrnul(text, ',');
		reason = pkix_reason_by_name(text, (size_t)(end - text));
		if (reason == -1)
			cli_die(cli, CLI_USAGE, "%.*s: not a reason of RFC 5280 5.3.1",
			    (int)(end - text), text);
		reasons |= 1u << reason;
		if (*end == '\0')
			return reasons;
	}
}

uint64_t
prog_number(const struct cli *cli, const char *text)
{
	unsigned long long n;
	char *end;

	errno = 0;
	n = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || n > INT64_MAX)
		cli_die(cli, CLI_USAGE, "%s: not a number below 2^63", text);
	return n;
}

int64_t
prog_duration(const struct cli *cli, const char *text)
{
	static const struct {
		char letter;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	const int64_t most = (int64_t)10 * 366 * 86400;
	long long n;
	int64_t unit = 1;
	char *end;
	size_t i;

	errno = 0;
	n = strtoll(text, &end, 10);
	for (i = 0; i < sizeof units / sizeof units[0]; i++)
		if (*end == units[i].letter && end[1] == '\0') {
			unit = units[i].seconds;
			end++;
			break;
		}
	if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || n < 1 ||
	    n > most / unit)
		cli_die(cli, CLI_USAGE, "%s: not a duration, like 72h or 3d", text);
	return n * unit;
}
