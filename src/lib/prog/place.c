#include "prog/place.h"
#include "file/file_input.h"
#include "file/file_replace.h"
#include "pkix/pkix_judge.h"
#include "pkix/pkix_key.h"
#include "pkix/pkix_name.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int refuse(struct place_crl *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static int
refuse(struct place_crl *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(p->text, sizeof p->text, fmt, ap);
	va_end(ap);
	return -1;
}

/* Reading or writing failed, and errno says why: that is nothing against the CRL. */
static int
fail(struct place_crl *p, const char *path)
{
	p->io = true;
	return refuse(p, "%s: %s", path, strerror(errno));
}

/* Is it good in itself, and of its issuer (pkix_judge)? */
static int
check_signed(struct place_crl *p, struct der_slice der)
{
	struct pkix_verifiers issuer = { 0 };
	struct pkix_judgement judgement = { 0 };
	const char *why =
	    pkix_verifiers_add(&issuer, p->list->issuer->cert.whole, p->list->issuer->label);
	bool good = why == NULL && pkix_crl_judge(der, &issuer, &judgement);

	pkix_verifiers_free(&issuer);
	p->issue.entries = judgement.entries;
	return good ? 0 : refuse(p, "%s", why != NULL ? why : judgement.why);
}

/* Is this number and time above those?  what says whose they are. */
static int
check_above(struct place_crl *p, uint64_t number, int64_t this_update, const char *what)
{
	char mine[32], theirs[32];

	if (p->issue.number <= number)
		return refuse(p,
		    "number %" PRIu64 " is not above %" PRIu64 " of %s (RFC 5280 5.2.3)",
		    p->issue.number, number, what);
	if (p->issue.this_update <= this_update)
		return refuse(p, "thisUpdate %s is not above %s of %s (RFC 5280 5.1.2.4)",
		    pkix_time_text(p->issue.this_update, mine),
		    pkix_time_text(this_update, theirs), what);
	return 0;
}

/* A number of ours; false when it is none that 64 bits hold. */
static bool
number_of(const struct pkix_crl *crl, uint64_t *number)
{
	size_t i;

	*number = 0;
	for (i = 0; i < crl->number.size; i++)
		*number = *number << 8 | crl->number.data[i];
	return crl->number.size > 0 && crl->number.size <= 8 && *number <= STORE_NUMBER_MAX;
}

/* How many entries of the new list the old one has not; both are sorted, and the new one
 * is known to be well-formed. */
static uint64_t
count_added(const struct pkix_crl *old, const struct pkix_crl *new)
{
	struct der_slice a = old->revoked, b = new->revoked;
	struct pkix_entry x, y;
	const char *why;
	uint64_t added = 0;
	int left = pkix_entry_next(&a, &x, &why), order;

	while (pkix_entry_next(&b, &y, &why) == 1) {
		order = -1;
		while (left == 1 && order < 0) {
			order = x.serial.size != y.serial.size
				    ? (x.serial.size > y.serial.size) -
					  (x.serial.size < y.serial.size)
				    : memcmp(x.serial.data, y.serial.data, x.serial.size);
			if (order < 0)
				left = pkix_entry_next(&a, &x, &why);
		}
		added += left != 1 || order != 0;
	}
	return added;
}

/* Against the file that lies there now. */
static int
check_there(struct place_crl *p, const char *path, int fd, struct der_slice der)
{
	struct file_input in;
	struct pkix_crl old;
	struct der_slice there;
	uint64_t number = 0;
	bool readable;
	int rc = 0;

	if (file_input_open(&in, fd, "/") == -1)
		return fail(p, path);
	there = (struct der_slice){ in.data, in.size };
	readable = pkix_crl_read(there, &old) == NULL && number_of(&old, &number);
	p->same = der_equal(there, der);
	if (!p->same && readable)
		rc = check_above(p, number, old.this_update, path);
	if (rc == 0 && readable)
		p->added = p->same ? 0 : count_added(&old, &p->crl);
	file_input_close(&in);
	return rc;
}

/* Against the last that the store remembers, wherever that was published. */
static int
check_last(struct place_crl *p)
{
	const struct store_issue *last = &p->list->last;

	if (last->number == 0 ||
	    (last->number == p->issue.number && memcmp(last->sha256, p->issue.sha256, 32) == 0))
		return 0;
	return check_above(p, last->number, last->this_update, "the last one published");
}

int
place_check(
    struct place_crl *p, const struct store *store, int dir, struct der_slice der, int64_t now)
{
	uint8_t digest[PKIX_HASH_MAX];
	char path[2 * STORE_LABEL_MAX + 8], time[32];
	const char *why;
	int fd, rc;

	if ((why = pkix_crl_read(der, &p->crl)) != NULL ||
	    (p->list = store_list_of_crl(store, &p->crl, &why)) == NULL)
		return refuse(p, "%s", why);
	if (p->crl.delta)
		return refuse(p, "is a delta CRL (RFC 5280 5.2.4)");
	if (check_signed(p, der) == -1)
		return -1;
	if (!number_of(&p->crl, &p->issue.number))
		return refuse(p, "cRLNumber is absent or above 2^63 (RFC 5280 5.2.3)");
	p->issue.this_update = p->crl.this_update;
	p->issue.next_update = p->crl.next_update;
	p->early = p->crl.this_update > now;
	if (!p->crl.has_next_update || p->crl.next_update <= now)
		return refuse(p, "nextUpdate %s has passed (RFC 5280 5.1.2.5)",
		    p->crl.has_next_update ? pkix_time_text(p->crl.next_update, time)
					   : "absent");
	pkix_hash(PKIX_SHA256, der, digest);
	memcpy(p->issue.sha256, digest, sizeof p->issue.sha256);
	snprintf(path, sizeof path, "%s/%s.crl", p->list->issuer->label, p->list->name);
	/* Something else than a file may lie there: do not wait for its writer. */
	fd = openat(dir, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1 && errno != ENOENT)
		return fail(p, path);
	p->added = p->issue.entries;
	if (fd == -1)
		return check_last(p);
	rc = check_there(p, path, fd, der);
	close(fd);
	return rc == 0 ? check_last(p) : -1;
}

int
place_put(struct place_crl *p, int dir)
{
	char name[STORE_LABEL_MAX + 8], path[2 * STORE_LABEL_MAX + 16];
	const char *label = p->list->issuer->label;
	int below = file_directory(dir, label), rc, saved;

	if (below == -1)
		return fail(p, label);
	snprintf(name, sizeof name, "%s.crl", p->list->name);
	snprintf(path, sizeof path, "%s/%s", label, name);
	rc = file_replace(below, name, p->crl.whole.data, p->crl.whole.size, 0644);
	saved = errno;
	close(below);
	errno = saved;
	return rc == 0 ? 0 : fail(p, path);
}
