/* crl-diff - what is different between two CRLs.  See crl-diff(1). */
#include "cli/cli.h"
#include "der/der_stream.h"
#include "pkix/pkix_name.h"
#include "pkix/pkix_order.h"
#include "record/record_diff.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	PIECE = 64 << 10,    /* octets of text written at once */
	DUPLICATES_MAX = 10, /* serials named of those that stand twice */
};

/* One of the two lists. */
struct half {
	const char *path;
	struct file_input input;
	struct der_reader in;
	struct pkix_crl crl;
	struct pkix_order order;
	struct pkix_entry entry; /* the present one, when there is one */
	bool there;
	uint64_t duplicates;
};

struct run {
	struct cli *cli;
	struct half old, new;
	struct record_diff diff;
	uint64_t added, removed, changed, same;
	bool quiet;
};

static void
open_half(struct run *run, struct half *h, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	h->path = path;
	if (fd == -1)
		cli_die(run->cli, CLI_CONFIG, "%s: %s", path, strerror(errno));
	if (file_input_open(&h->input, fd, cli_tmpdir()) == -1)
		cli_die(run->cli, CLI_IO, "%s: %s", path, strerror(errno));
	h->in.input = &h->input;
}

static _Noreturn void
broken(struct run *run, const struct half *h, const char *why)
{
	cli_fail(run->cli, "%s: record %" PRIu64 " @%" PRIu64 ": %s", h->path, h->in.number,
	    h->in.offset, why);
	cli_close(run->cli);
	exit(h->in.io ? CLI_IO : CLI_DATA);
}

/* The entries that cannot be compared are named and make the lists different. */
static void
name_bad(struct run *run, const struct half *h)
{
	struct der_slice rest = h->crl.revoked;
	char complaint[RECORD_COMPLAINT_MAX];
	struct pkix_entry entry;
	const char *why;
	int got = 1;

	while (got != -1 && (got = pkix_entry_next(&rest, &entry, &why)) != 0)
		if (got != 1)
			cli_fail(run->cli, "%s: @%" PRIu64 ": %s", h->path,
			    (uint64_t)(entry.whole.data - h->in.record.data),
			    record_crl_complaint(&entry, got, why, complaint));
}

static void
read_half(struct run *run, struct half *h)
{
	int got = der_read(&h->in);
	const char *why;

	if (got != 1)
		broken(run, h, got == 0 ? "no list" : h->in.error);
	if ((why = pkix_any_crl_read(h->in.record, &h->crl)) != NULL)
		broken(run, h, why);
	if (pkix_order_open(&h->order, &h->crl) == -1)
		cli_die(run->cli, CLI_BUSY, "out of memory");
	if (h->order.bad != 0 || h->order.broken)
		name_bad(run, h);
}

/* A file is one list: what follows it is as wrong as what is missing. */
static void
end_half(struct run *run, struct half *h)
{
	int got = der_read(&h->in);

	if (got != 0)
		broken(run, h, got == 1 ? "more than one list" : h->in.error);
	pkix_order_close(&h->order);
	file_input_close(&h->input);
}

static void
flush(struct run *run, size_t unless_below)
{
	struct cput *text = &run->diff.text;

	if (text->failed)
		cli_die(run->cli, CLI_BUSY, "out of memory");
	if (text->size < unless_below)
		return;
	if (!run->quiet)
		cli_emit(run->cli, text->data, text->size);
	cput_reset(text);
}

static void
step(struct run *run, struct half *h)
{
	struct der_slice last = h->there ? h->entry.serial : (struct der_slice){ 0 };
	char serial[80];

	h->there = pkix_order_next(&h->order, &h->entry) == 1;
	if (!h->there || last.data == NULL || !der_equal(last, h->entry.serial))
		return;
	if (++h->duplicates <= DUPLICATES_MAX)
		cli_warn(run->cli, "%s: serial %s stands there twice%s", h->path,
		    pkix_hex(last, serial, sizeof serial),
		    h->duplicates == DUPLICATES_MAX ? "; no more are named" : "");
}

/* One step of the merge: the lower serial of the two, or both. */
static void
compare(struct run *run)
{
	struct half *old = &run->old, *new = &run->new;
	int order = !old->there   ? 1
		    : !new->there ? -1
				  : pkix_serial_compare(old->entry.serial, new->entry.serial);

	if (order < 0) {
		record_diff_entry(&run->diff, false, &old->entry);
		run->removed++;
	} else if (order > 0) {
		record_diff_entry(&run->diff, true, &new->entry);
		run->added++;
	} else if (record_diff_entries(&run->diff, &old->entry, &new->entry) != 0)
		run->changed++;
	else
		run->same++;
	if (order <= 0)
		step(run, old);
	if (order >= 0)
		step(run, new);
	flush(run, PIECE);
	cli_progress(
	    run->cli, "entries", run->added + run->removed + run->changed + run->same, 0);
}

static bool
diff(struct run *run)
{
	struct half *old = &run->old, *new = &run->new;
	bool different = record_diff_headers(&run->diff, &old->crl, &new->crl) != 0;

	step(run, old);
	step(run, new);
	while (old->there || new->there)
		compare(run);
	different |= run->added + run->removed + run->changed != 0;
	if (different || run->cli->verbose != 0)
		record_diff_counts(
		    &run->diff, run->added, run->removed, run->changed, run->same);
	flush(run, 0);
	return different;
}

int
main(int argc, char *argv[])
{
	static const struct cli_option options[] = {
		{ 'j', "json", NULL, "JSON Lines" },
		{ 'q', "quiet", NULL, "print nothing: the exit status says it" },
		{ 0 },
	};
	struct cli cli = {
		.name = "crl-diff",
		.purpose = "what is different between two CRLs",
		.synopsis = "[-jnqv] OLD NEW",
		.options = options,
		.help =
		    "OLD and NEW are files of one CRL each.  Prints the fields of the header "
		    "that\n"
		    "differ, entries added (+), removed (-) and changed (~), then counts.  "
		    "Exit\n"
		    "status 0 when nothing differs, signatures aside, else 1.\n\n"
		    "  crl-diff published/tokyo/user.crl tokyo.crl",
	};
	struct run run = { .cli = &cli };
	char **path;
	int letter;
	bool different;

	while ((letter = cli_option(&cli, argc, argv)) != -1)
		*(letter == 'j' ? &run.diff.json : &run.quiet) = true;
	path = cli_operands(&cli, argc, argv, 2, 2);
	open_half(&run, &run.old, path[0]);
	open_half(&run, &run.new, path[1]);
	cli_confine(&cli);

	read_half(&run, &run.old);
	read_half(&run, &run.new);
	different = diff(&run);
	end_half(&run, &run.old);
	end_half(&run, &run.new);
	cput_free(&run.diff.text);
	return cli_close(&cli) != CLI_OK || different ? CLI_REFUSED : CLI_OK;
}
