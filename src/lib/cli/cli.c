/* cli - options, operands, time, closing.  Messages are in cli_message.c. */
#include "cli/cli.h"
#include "cli/cli_private.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	OPTIONS_MAX = 32, /* more than any program has; cli_option dies beyond */
	STDOUT_BUFFER = 256 << 10,
	PIECE = STDOUT_BUFFER / 4, /* so small that stdio never writes past its buffer */
};

/*
 * A descriptor that is closed gets /dev/null, opened the wrong way round: reading from 0
 * and writing to 1 must fail and be reported, not succeed with nothing.
 */
static void
open_standard(void)
{
	static const int modes[3] = { O_WRONLY, O_RDONLY, O_WRONLY };
	int fd;

	for (fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
			if (open("/dev/null", modes[fd]) != fd)
				_exit(CLI_IO);
}

/*
 * Files are looked into by mapping them.  One that is cut short meanwhile, a disk that fails,
 * or a full one under a file with holes, then shows as a signal and not as an error.
 */
static void
mapping_failed(int signal)
{
	static const char why[] = ": a file that was being read was cut short, or the disk is "
				  "full or failing\n";

	(void)signal;
	if (write(2, program_invocation_short_name, strlen(program_invocation_short_name)) <
		0 ||
	    write(2, why, sizeof why - 1) < 0)
		_exit(CLI_IO); /* nobody is there to be told */
	_exit(CLI_IO);
}

static void
catch_mapping(void)
{
	struct sigaction action = { .sa_handler = mapping_failed };

	sigaction(SIGBUS, &action, NULL);
}

/* Records are small and many: fewer turns to the kernel.  A terminal keeps its lines. */
static void
buffer_stdout(void)
{
	if (!isatty(fileno(stdout)))
		setvbuf(stdout, NULL, _IOFBF, STDOUT_BUFFER);
}

static void
print_option(int letter, const char *name, const char *argument, const char *help)
{
	char left[64], shown[8] = "";

	if (letter < 256)
		snprintf(shown, sizeof shown, "-%c, ", letter);
	snprintf(left, sizeof left, "%s--%s%s%s", shown, name, argument != NULL ? " " : "",
	    argument != NULL ? argument : "");
	printf("  %-28s %s\n", left, help);
}

static void
print_help(const struct cli *cli)
{
	const struct cli_option *o;
	const char *line = cli->synopsis, *end;

	printf("%s - %s\n\n", cli->name, cli->purpose);
	do {
		end = strchrnul(line, '\n');
		printf("%s %s %.*s\n", line == cli->synopsis ? "usage:" : "      ", cli->name,
		    (int)(end - line), line);
		line = end + 1;
	} while (*end != '\0');
	putchar('\n');
	for (o = cli->options; o != NULL && o->letter != 0; o++)
		print_option(o->letter, o->name, o->argument, o->help);
	print_option('n', "dry-run", NULL, "do everything but write");
	print_option('v', "verbose", NULL, "say more on stderr; twice: more still");
	print_option('h', "help", NULL, "print this and exit");
	print_option('V', "version", NULL, "print the version and exit");
	if (cli->help != NULL)
		printf("\n%s\n", cli->help);
	printf("\nExit status: 0 done, 1 something was refused, 64 usage, 65 broken input,\n"
	       "74 input or output failed, 75 busy, 78 configuration.  See %s(1), inkan(7).\n",
	    cli->name);
}

_Noreturn static void
leave(struct cli *cli)
{
	cli->refused = 0;
	exit(cli_close(cli));
}

static const struct option common[] = { { "dry-run", no_argument, NULL, 'n' },
	{ "verbose", no_argument, NULL, 'v' }, { "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, 'V' }, { NULL, 0, NULL, 0 } };

/* The getopt_long(3) forms of the program's table and the common options. */
static void
build_options(const struct cli *cli, char *letters, struct option *longs)
{
	const struct cli_option *o;
	size_t n = 0;

	*letters++ = ':';
	for (o = cli->options; o != NULL && o->letter != 0; o++) {
		if (n + sizeof common / sizeof common[0] >= OPTIONS_MAX)
			cli_die(cli, CLI_BUG, "too many options");
		longs[n++] = (struct option){ o->name,
			o->argument != NULL ? required_argument : no_argument, NULL,
			o->letter };
		if (o->letter > 255)
			continue;
		*letters++ = (char)o->letter;
		if (o->argument != NULL)
			*letters++ = ':';
	}
	memcpy(letters, "nvhV", 5);
	memcpy(longs + n, common, sizeof common);
}

int
cli_option(struct cli *cli, int argc, char *argv[])
{
	char letters[3 * OPTIONS_MAX];
	struct option longs[OPTIONS_MAX];
	int letter;

	if (optind == 1) {
		open_standard();
		catch_mapping();
		buffer_stdout();
	}
	build_options(cli, letters, longs);
	while ((letter = getopt_long(argc, argv, letters, longs, NULL)) != -1)
		switch (letter) {
		case 'n':
			cli->dry_run = true;
			break;
		case 'v':
			cli->verbose++;
			break;
		case 'h':
			print_help(cli);
			leave(cli);
		case 'V':
			printf("%s (inkan) %s\n", cli->name, INKAN_VERSION);
			leave(cli);
		case ':':
			cli_die(cli, CLI_USAGE, "%s needs an argument; see %s --help",
			    argv[optind - 1], cli->name);
		case '?':
			cli_die(cli, CLI_USAGE, "unknown option %s; see %s --help",
			    argv[optind - 1], cli->name);
		default:
			return letter;
		}
	return -1;
}

/* The checks that belong after the options and before any work. */
static void
check_terminals(const struct cli *cli)
{
	if ((cli->flags & CLI_BINARY_OUT) && !cli->dry_run && isatty(1))
		cli_die(cli, CLI_USAGE,
		    "standard output is a terminal and the output binary: "
		    "redirect it, or pipe it into a program that shows it");
	if ((cli->flags & CLI_READS) && isatty(0))
		fprintf(stderr, "%s: reading records from the terminal; see %s --help\n",
		    cli->name, cli->name);
}

char **
cli_operands(struct cli *cli, int argc, char *argv[], int least, int most)
{
	int have = argc - optind;

	if (have < least)
		cli_die(cli, CLI_USAGE, "an operand is missing; usage: %s %s", cli->name,
		    cli->synopsis);
	if (have > most)
		cli_die(cli, CLI_USAGE, "one operand too many: %s; see %s --help",
		    argv[optind + most], cli->name);
	check_terminals(cli);
	return argv + optind;
}

const char *
cli_tmpdir(void)
{
	const char *dir = getenv("TMPDIR");

	return dir != NULL && *dir != '\0' ? dir : "/tmp";
}

/*
 * A large record goes through the buffer in pieces.  Written in one call straight from a
 * mapped file it took seven times as long: the kernel's copy is slow where source and
 * destination lie a few octets apart in their pages, and a header in front makes it so.
 */
void
cli_emit(struct cli *cli, const void *record, size_t size)
{
	const char *at = record;
	size_t piece;

	for (; !cli->dry_run && size > 0; at += piece, size -= piece) {
		piece = size < PIECE ? size : PIECE;
		if (fwrite(at, 1, piece, stdout) != piece)
			cli_stdout_failed(cli);
	}
}

int
cli_flush(struct cli *cli)
{
	if (fflush(stdout) != 0)
		cli_stdout_failed(cli);
	return fileno(stdout);
}

void
cli_guard_stdout(struct cli *cli)
{
	int out;

	/* stdout as a FILE moves to a new descriptor; 1 becomes a copy of 2. */
	if (fflush(stdout) != 0 || (out = fcntl(1, F_DUPFD_CLOEXEC, 3)) == -1)
		cli_stdout_failed(cli);
	if ((stdout = fdopen(out, "w")) == NULL || dup2(2, 1) == -1)
		cli_die(cli, CLI_IO, "standard output: %s", strerror(errno));
	buffer_stdout();
}

int
cli_close(struct cli *cli)
{
	bool bad = ferror(stdout) != 0;

	if (fclose(stdout) != 0 || bad)
		cli_stdout_failed(cli);
	return cli->refused != 0 ? CLI_REFUSED : CLI_OK;
}
