/*
 * cli - what every program of the suite does the same way: options, messages,
 * exit status, confinement, progress, and closing standard output.  See inkan(7).
 */
#ifndef CLI_H
#define CLI_H

#include <getopt.h> /* optarg, for callers */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum cli_exit {
	CLI_OK = 0,      /* every record was accepted and written */
	CLI_REFUSED = 1, /* stream intact, at least one record refused */
	CLI_USAGE = 64,  /* the command line is wrong */
	CLI_DATA = 65,   /* framing lost: the rest of the input is unread */
	CLI_BUG = 70,    /* an assumption of ours was false */
	CLI_IO = 74,     /* reading, writing or syncing failed */
	CLI_BUSY = 75,   /* nothing wrong, run it again later */
	CLI_CONFIG = 78, /* a configured file, key, token or store is missing or unusable */
};

/* One option beyond the common -h -n -v -V.  A letter of 256 and above is an option
 * that has only its long name.  The table ends with a zero letter. */
struct cli_option {
	int letter;
	const char *name;     /* long name, without dashes */
	const char *argument; /* what it takes, as --help prints it; NULL: nothing */
	const char *help;     /* one line */
};

enum cli_flags {
	CLI_BINARY_OUT = 1, /* stdout is DER or CBOR: refuse to write it to a terminal */
	CLI_READS = 2,      /* reads standard input: say so when that is a terminal */
};

struct cli {
	const char *name;     /* program name, as messages print it */
	const char *purpose;  /* one line, lower case, no full stop */
	const char *synopsis; /* what stands after the name; lines separated by \n */
	const struct cli_option *options; /* may be NULL */
	const char *help; /* after the options: what it reads and refuses, and an example */
	unsigned flags;   /* enum cli_flags */
	const char *unit; /* what messages count; NULL: "record" */

	/* for the program to read */
	bool dry_run;     /* -n: do everything but write */
	unsigned verbose; /* -v, counted */
	uint64_t refused; /* records refused so far */

	struct { /* private: see cli_progress */
		bool asked, terminal;
		struct timespec begun;
		time_t shown;
	} progress;
};

/*
 * The next option of ours, as getopt(3) gives it (optarg holds its argument), or -1 after
 * the last one.  The common options never come back.  -h and -V print and exit 0; what is
 * not in the table exits 64.  The first call makes sure that descriptors 0, 1 and 2 are
 * open, so that no file opened later can be taken for one of them.
 */
int cli_option(struct cli *, int argc, char *argv[]);

/* The operands that must follow the options, or exit 64.  The names are for the message. */
char **cli_operands(struct cli *, int argc, char *argv[], int least, int most);

/* The time that -t names (RFC 3339, "2026-11-21T03:00:00Z"), in seconds since 1970; exits
 * 64 when it is not one.  NULL: the clock, the only place where a program asks it. */
int64_t cli_time(const struct cli *, const char *rfc3339);

/* The directory for spools: $TMPDIR, else /tmp.  The only place that reads it. */
const char *cli_tmpdir(void);

/*
 * From here on nothing can be opened for writing, made or removed, and no privilege gained
 * (Landlock and no_new_privs; root too).  What is open stays so.  A kernel without Landlock
 * is tolerated: returns false.  Failure to enable what the kernel has exits 70.
 */
bool cli_confine(const struct cli *);

/*
 * Take standard output away from whatever a PKCS#11 module prints: descriptor 1 becomes a
 * copy of 2, and what cli_emit writes goes to the true one.
 */
void cli_guard_stdout(struct cli *);

/* Write a record to standard output, nothing when -n; exits 74 when that fails. */
void cli_emit(struct cli *, const void *record, size_t size);

/* printf(3) to standard output; exits 74 when that fails.  Not held back by -n. */
void cli_print(const struct cli *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The descriptor behind standard output with nothing pending, for fsync and bulk copies. */
int cli_flush(struct cli *);

/* "NAME: stdin: record N @OFFSET: why", counted; the program goes on and will exit 1. */
void cli_refuse(struct cli *, uint64_t record, uint64_t offset, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* "NAME: what", counted like a refused record: one of the things asked for was not done. */
void cli_fail(struct cli *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "NAME: what" to stderr.  cli_note prints only under -v. */
void cli_warn(const struct cli *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void cli_note(const struct cli *, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Framing is lost: "NAME: stdin: record N @OFFSET: why", stdout closed as usual, exit 65;
 * 74 when status says that reading failed. */
_Noreturn void cli_broken(
    struct cli *, enum cli_exit status, uint64_t record, uint64_t offset, const char *why);

/* "NAME: what" and exit; standard output is flushed but not called whole. */
_Noreturn void cli_die(const struct cli *, enum cli_exit, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * A line of progress on stderr, at most one a second, only when that is a terminal and the
 * work has taken two seconds: done of total (0: unknown), rate, time left.
 */
void cli_progress(struct cli *, const char *unit, uint64_t done, uint64_t total);

/* Close standard output, checked: the last act of every program.  The exit status. */
int cli_close(struct cli *);

#endif
