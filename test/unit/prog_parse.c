/* What operators type: what it means, and that everything else ends the program with 64. */
#include "prog/prog_parse.h"
#include "store/store.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures;
static const struct cli cli = { .name = "test" };

enum kind {
	REASONS,
	DURATION,
	NUMBER
};

static int64_t
parse(enum kind kind, const char *text)
{
	switch (kind) {
	case REASONS:
		return prog_reasons(&cli, text);
	case DURATION:
		return prog_duration(&cli, text);
	case NUMBER:
		break;
	}
	return (int64_t)prog_number(&cli, text);
}

static void
means(enum kind kind, const char *text, int64_t want)
{
	int64_t got = parse(kind, text);

	if (got == want)
		return;
	printf("%s is %" PRId64 ", want %" PRId64 "\n", text, got, want);
	failures++;
}

/* It ends the program; where that is expected, in a child. */
static void
refused(enum kind kind, const char *text)
{
	pid_t child = fork();
	int status, null;

	if (child == 0) {
		null = open("/dev/null", O_WRONLY);
		dup2(null, 2);
		parse(kind, text);
		_exit(0);
	}
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) == CLI_USAGE)
		return;
	printf("\"%s\" is taken, or ends otherwise\n", text);
	failures++;
}

static void
reasons(void)
{
	means(REASONS, "any", STORE_REASONS_ANY);
	means(REASONS,
	    "unspecified,keyCompromise,cACompromise,affiliationChanged,superseded,"
	    "cessationOfOperation,certificateHold,removeFromCRL,privilegeWithdrawn,"
	    "aACompromise",
	    STORE_REASONS_ANY);
	means(REASONS,
	    "keyCompromise,cACompromise,affiliationChanged,superseded,cessationOfOperation",
	    STORE_REASONS_L6);
	means(REASONS, "superseded", 1 << PKIX_SUPERSEDED);
	means(REASONS, "superseded,superseded", 1 << PKIX_SUPERSEDED);
	means(REASONS, "aACompromise,unspecified", 1 << PKIX_AA_COMPROMISE | 1);
	refused(REASONS, "");
	refused(REASONS, ",");
	refused(REASONS, "superseded,");
	refused(REASONS, ",superseded");
	refused(REASONS, "superseded, keyCompromise");
	refused(REASONS, "Superseded");
	refused(REASONS, "supersede");
	refused(REASONS, "supersededx");
	refused(REASONS, "any,superseded");
	refused(REASONS, "superseded,any");
	refused(REASONS, "4");
}

static void
durations(void)
{
	static const char *const wrong[] = { "", "0", "0h", "-1", "-1h", "+1", " 1", "1 ", "h",
		"1w", "1H", "1hh", "1h1", "1.5h", "0x10", "316224001", "87841h", "3661d",
		"9223372036854775807", "9223372036854775808", "99999999999999999999d" };

	means(DURATION, "1", 1);
	means(DURATION, "1s", 1);
	means(DURATION, "90m", 5400);
	means(DURATION, "72h", 259200);
	means(DURATION, "3d", 259200);
	means(DURATION, "072h", 259200);
	means(DURATION, "316224000", 316224000); /* ten years of 366 days */
	means(DURATION, "87840h", 316224000);
	means(DURATION, "3660d", 316224000);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		refused(DURATION, wrong[i]);
}

static void
numbers(void)
{
	static const char *const wrong[] = { "", "-1", "+1", " 1", "1 ", "1x", "x", "0x1",
		"1e3", "9223372036854775808", "18446744073709551615", "18446744073709551616",
		"-18446744073709551615" };

	means(NUMBER, "0", 0);
	means(NUMBER, "4711", 4711);
	means(NUMBER, "9223372036854775807", INT64_MAX);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		refused(NUMBER, wrong[i]);
}

int
main(void)
{
	reasons();
	durations();
	numbers();
	return failures != 0;
}
