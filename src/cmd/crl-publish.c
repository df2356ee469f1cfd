/* crl-publish - put CRLs where the world reads them.  See crl-publish(1). */
#include "file/file_replace.h"
#include "pkix/pkix_name.h"
#include "prog/place.h"
#include "prog/prog.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store" },
	{ 'd', "directory", "OUT", "where the files go: OUT/LABEL/NAME.crl" },
	{ 't', "time", "TIME", "now (RFC 3339): nextUpdate must lie after it" },
	{ 'j', "json", NULL, "one JSON line on stdout for each list" },
	{ 0 },
};

/* What was published, to be remembered in one transaction at the end. */
struct done {
	uint32_t list;
	struct store_issue issue;
};

static int
open_directory(const struct cli *cli, const char *path)
{
	int dir;

	if (path == NULL)
		cli_die(cli, CLI_USAGE, "-d OUT is required; see crl-publish --help");
	dir = cli->dry_run ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
			   : file_directory(AT_FDCWD, path);
	if (dir == -1)
		cli_die(cli, errno == ENOSPC || errno == EDQUOT ? CLI_IO : CLI_CONFIG, "%s: %s",
		    path, strerror(errno));
	if (file_lock(dir) == -1)
		cli_die(cli, errno == EWOULDBLOCK ? CLI_BUSY : CLI_IO, "%s: %s", path,
		    errno == EWOULDBLOCK ? "another crl-publish is at work" : strerror(errno));
	return dir;
}

static void
print(const struct cli *cli, const struct place_crl *p)
{
	char this_update[32], next_update[32], sha256[65];

	cli_print(cli,
	    "{\"issuer\":\"%s\",\"list\":\"%s\",\"number\":%" PRIu64 ",\"entries\":%" PRIu64
	    ",\"added\":%" PRIu64 ",\"size\":%zu,\"this_update\":\"%s\",\"next_update\":\"%s\","
	    "\"sha256\":\"%s\"}\n",
	    p->list->issuer->label, p->list->name, p->issue.number, p->issue.entries, p->added,
	    p->crl.whole.size, pkix_time_text(p->issue.this_update, this_update),
	    pkix_time_text(p->issue.next_update, next_update),
	    pkix_hex((struct der_slice){ p->issue.sha256, 32 }, sha256, sizeof sha256));
}

/* Remember what was published: one transaction, after the files are durable.  Were it lost,
 * publishing the same CRLs again would bring it back. */
static void
remember(const struct cli *cli, const char *path, const struct done *done, size_t count)
{
	struct store *store = prog_store(cli, path, STORE_WRITE);
	struct store_error error = { STORE_OK, "" };
	const struct store_list *list;
	size_t i;

	for (i = 0; i < count; i++) {
		list = store_list_by_id(store, done[i].list);
		if (list != NULL && done[i].issue.number > list->last.number &&
		    store_issue_put(store, list, &done[i].issue, &error) == -1)
			prog_store_failed(cli, &error);
	}
	if (store_commit(store, &error) == -1)
		prog_store_failed(cli, &error);
	store_close(store);
}

static const char help[] =
    "Each CRL becomes OUT/LABEL/NAME.crl, by a temporary beside it, fsync, rename\n"
    "and fsync of the directory.  Refused: a CRL whose issuer, key or distribution\n"
    "point is of no list of the store, whose signature is not its issuer's, whose\n"
    "number or thisUpdate is not above that of the one there or of the last one\n"
    "published, or whose nextUpdate has passed.\n"
    "The same octets again are no change.  A stream that is cut short publishes\n"
    "nothing.\n\n"
    "example:  crl-publish -s var/store -d var/crl <verified.crl";

struct arguments {
	const char *store, *out, *time;
	bool json;
};

static struct arguments
parse(struct cli *cli, int argc, char *argv[])
{
	struct arguments a = { .json = false };
	int letter;

	while ((letter = cli_option(cli, argc, argv)) != -1)
		switch (letter) {
		case 's':
			a.store = optarg;
			break;
		case 'd':
			a.out = optarg;
			break;
		case 't':
			a.time = optarg;
			break;
		case 'j':
			a.json = true;
			break;
		}
	cli_operands(cli, argc, argv, 0, 0);
	return a;
}

/* One CRL to its place.  True: it lies there, *place says what it was; false: refused; *io:
 * reading or writing failed. */
static bool
publish(struct cli *cli, const struct store *store, int dir, const struct der_reader *in,
    int64_t now, struct place_crl *place, bool *io)
{
	int rc;

	*place = (struct place_crl){ .list = NULL };
	rc = place_check(place, store, dir, in->record, now);
	if (rc == -1 && !place->io) {
		cli_refuse(cli, in->number, in->offset, "%s", place->text);
		return false;
	}
	if (rc == 0 && !cli->dry_run && !place->same)
		rc = place_put(place, dir);
	if (rc == -1) {
		cli_fail(cli, "%s", place->text);
		*io = true;
		return false;
	}
	if (place->early)
		cli_warn(cli,
		    "%s/%s: its thisUpdate is yet to come: no list of before then can "
		    "follow it (RFC 5280 5.1.2.4)",
		    place->list->issuer->label, place->list->name);
	cli_note(cli, "%s/%s: number %" PRIu64 "%s", place->list->issuer->label,
	    place->list->name, place->issue.number, place->same ? ", is there already" : "");
	return true;
}

/* Every CRL of the input; *count of them are in place and in the array returned, owned by
 * the caller. */
static struct done *
publish_all(struct cli *cli, struct file_input *in, const struct arguments *a, int dir,
    size_t *count, bool *io)
{
	struct store *store = prog_store(cli, a->store, STORE_READ);
	struct der_reader reader = { .input = in };
	struct done *done = NULL, *grown;
	int64_t now = cli_time(cli, a->time);
	struct place_crl place;

	while (!*io && prog_der_next(cli, &reader)) {
		if (!publish(cli, store, dir, &reader, now, &place, io))
			continue;
		if ((grown = realloc(done, (*count + 1) * sizeof *done)) == NULL)
			cli_die(cli, CLI_BUSY, "out of memory");
		done = grown;
		done[(*count)++] = (struct done){ place.list->id, place.issue };
		if (a->json)
			print(cli, &place);
	}
	store_close(store);
	return done;
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "crl-publish",
		.purpose =
		    "publish CRLs as files, each replaced whole and never by an older one",
		.synopsis = "[-jnv] -s STORE -d OUT [-t TIME] <crls.der",
		.options = options,
		.help = help,
		.flags = CLI_READS,
	};
	struct arguments a = parse(&cli, argc, argv);
	struct file_input in;
	struct done *done;
	size_t count = 0;
	bool io = false;
	int dir, status;

	prog_der_whole(&cli, &in);
	dir = open_directory(&cli, a.out);
	done = publish_all(&cli, &in, &a, dir, &count, &io);
	if (!cli.dry_run && count != 0)
		remember(&cli, a.store, done, count);
	free(done);
	file_input_close(&in);
	close(dir);
	status = cli_close(&cli);
	return io ? CLI_IO : status;
}
