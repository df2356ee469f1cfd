/* cli_message - what a program says on stderr, and how it leaves. */
#include "cli/cli.h"
#include "cli/cli_private.h"
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	TEXT_MAX = 1024, /* a message is one line, cut here */
};

/*
 * One message, one write: lines of several processes on one stderr do not mix.  What came
 * from data may hold anything; control characters leave as \xHH so that a hostile name
 * cannot drive a terminal.
 */
__attribute__((format(printf, 3, 0))) static void
say(const struct cli *cli, const char *where, const char *fmt, va_list ap)
{
	char text[TEXT_MAX], line[4 * TEXT_MAX + 256];
	size_t n;
	int got;
	const unsigned char *p;

	vsnprintf(text, sizeof text, fmt, ap);
	got = snprintf(line, 256, "%s: %s", cli->name, where);
	n = got < 0 ? 0 : got > 255 ? 255 : (size_t)got;
	for (p = (const unsigned char *)text; *p != '\0'; p++)
		if (*p < 0x20 || *p == 0x7f)
			n += (size_t)snprintf(line + n, 5, "\\x%02X", *p);
		else
			line[n++] = (char)*p;
	line[n++] = '\n';
	if (write(2, line, n) < 0)
		return; /* nobody is there to be told */
}

void
cli_refuse(struct cli *cli, uint64_t record, uint64_t offset, const char *fmt, ...)
{
	char where[80];
	va_list ap;

	snprintf(where, sizeof where, "stdin: %s %" PRIu64 " @%" PRIu64 ": ",
	    cli->unit != NULL ? cli->unit : "record", record, offset);
	va_start(ap, fmt);
	say(cli, where, fmt, ap);
	va_end(ap);
	cli->refused++;
}

void
cli_fail(struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(cli, "", fmt, ap);
	va_end(ap);
	cli->refused++;
}

void
cli_warn(const struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(cli, "", fmt, ap);
	va_end(ap);
}

void
cli_note(const struct cli *cli, const char *fmt, ...)
{
	va_list ap;

	if (cli->verbose == 0)
		return;
	va_start(ap, fmt);
	say(cli, "", fmt, ap);
	va_end(ap);
}

void
cli_broken(
    struct cli *cli, enum cli_exit status, uint64_t record, uint64_t offset, const char *why)
{
	cli_refuse(cli, record, offset, "%s", why);
	cli_close(cli); /* what was whole before has been written */
	_exit((int)status);
}

void
cli_die(const struct cli *cli, enum cli_exit status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(cli, "", fmt, ap);
	va_end(ap);
	/* No more of ours or of a PKCS#11 module runs: what was begun is left as a kill would
	 * leave it, which is tested, and memory is the kernel's to take back. */
	fflush(stdout);
	_exit((int)status);
}

void
cli_stdout_failed(const struct cli *cli)
{
	cli_warn(cli, "standard output: %s", strerror(errno));
	_exit(CLI_IO); /* exit(3) would try to flush again */
}

void
cli_print(const struct cli *cli, const char *fmt, ...)
{
	va_list ap;
	int got;

	va_start(ap, fmt);
	got = vprintf(fmt, ap);
	va_end(ap);
	if (got < 0)
		cli_stdout_failed(cli);
}

void
cli_progress(struct cli *cli, const char *unit, uint64_t done, uint64_t total)
{
	struct timespec now;
	double seconds, left;

	if ((done & 0x3fff) != 0 && done != total)
		return; /* asking the clock for every record would cost more than the work */
	if (!cli->progress.asked) {
		cli->progress.asked = true;
		cli->progress.terminal = isatty(2) == 1;
		clock_gettime(CLOCK_MONOTONIC, &cli->progress.begun);
		cli->progress.shown = cli->progress.begun.tv_sec + 1;
	}
	if (!cli->progress.terminal)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec <= cli->progress.shown)
		return;
	cli->progress.shown = now.tv_sec;
	seconds = (double)(now.tv_sec - cli->progress.begun.tv_sec);
	if (total == 0) {
		fprintf(stderr, "%s: %" PRIu64 " %s, %.0f/s\n", cli->name, done, unit,
		    (double)done / seconds);
		return;
	}
	left = done == 0 ? 0 : seconds * (double)(total - done) / (double)done;
	fprintf(stderr, "%s: %" PRIu64 " of %" PRIu64 " %s, %.0f/s, %.0f s left\n", cli->name,
	    done, total, unit, (double)done / seconds, left);
}
