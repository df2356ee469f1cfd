/* cli_time - the one place where a program learns what time it is. */
#include "cli/cli.h"
#include <stdio.h>
#include <string.h>
#include <time.h>

/* "2026-11-21T03:00:00Z" or with "+09:00"; -1 when it is not that. */
static int
parse(const char *text, int64_t *when)
{
	struct tm tm = { 0 };
	int year, month, day, hour, minute, second, zh = 0, zm = 0, n = -1, m = -1;
	char t, sign;
	time_t at;

	if (strlen(text) > 32 || strspn(text, "0123456789-:TtZz+") != strlen(text) ||
	    sscanf(text, "%4d-%2d-%2d%c%2d:%2d:%2d%n", &year, &month, &day, &t, &hour, &minute,
		&second, &n) != 7 ||
	    n != 19 || (t != 'T' && t != 't'))
		return -1;
	sign = text[n];
	if (sign == '+' || sign == '-') {
		if (sscanf(text + n + 1, "%2d:%2d%n", &zh, &zm, &m) != 2 || m != 5 ||
		    text[n + 6] != '\0' || zh < 0 || zh > 23 || zm < 0 || zm > 59)
			return -1;
	} else if ((sign != 'Z' && sign != 'z') || text[n + 1] != '\0')
		return -1;
	if (month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 ||
	    minute < 0 || minute > 59 || second < 0 || second > 59 || year < 1950)
		return -1;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	tm.tm_mday = day;
	tm.tm_hour = hour;
	tm.tm_min = minute;
	tm.tm_sec = second;
	at = timegm(&tm);
	if (tm.tm_mday != day) /* timegm made 31 February a day of March */
		return -1;
	*when = (int64_t)at - (sign == '-' ? -1 : 1) * (int64_t)(zh * 3600 + zm * 60);
	return 0;
}

int64_t
cli_time(const struct cli *cli, const char *rfc3339)
{
	int64_t when;

	if (rfc3339 == NULL)
		return (int64_t)time(NULL);
	if (parse(rfc3339, &when) == -1)
		cli_die(cli, CLI_USAGE, "%s: not an RFC 3339 time, like 2026-11-21T03:00:00Z",
		    rfc3339);
	return when;
}
