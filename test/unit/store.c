/* The store against a model of it in plain arrays: after every transaction, committed or not,
 * both say the same of every certificate, entry, total, expiry and number. */
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	SERIALS = 300,
	LISTS = 3, /* ca, part, user: sorted as the store has them */
	ROUNDS = 60,
	STEPS = 40,
};

#define BEGIN INT64_C(1577836800) /* 2020-01-01 */
#define DAY INT64_C(86400)

static int failures;

#define EXPECT(condition)                                                                      \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			printf("line %d: not so: %s\n", __LINE__, #condition);                 \
			failures++;                                                            \
		}                                                                              \
	} while (0)

struct fact { /* of one serial */
	bool known;
	unsigned list; /* its certificate's */
	int64_t not_after;
	struct {
		bool on;
		int64_t date;
		int reason;
	} entry[LISTS];
};

struct model {
	struct fact fact[SERIALS];
	uint64_t number[LISTS], published[LISTS];
	int64_t this_update[LISTS];
};

/* Numbers of one to four octets, in the order of i. */
static struct der_slice
serial(unsigned i, uint8_t octets[8])
{
	uint64_t n = (uint64_t)i * i * i;
	int size = 1;

	while (size < 8 && n >> (8 * size) != 0)
		size++;
	for (int k = 0; k < size; k++)
		octets[k] = (uint8_t)(n >> (8 * (size - 1 - k)));
	return (struct der_slice){ octets, (size_t)size };
}

static unsigned
any(unsigned below)
{
	static uint64_t state = 88172645463325252u; /* xorshift64: the same every run */

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (unsigned)(state % below);
}

static const struct store_list *
list_at(const struct store *s, unsigned list)
{
	static const char *const names[LISTS] = { "ca", "part", "user" };

	return store_list_by_name(s, store_issuer_at(s, 0), names[list], strlen(names[list]));
}

static struct store_cert
cert_of(const struct store *s, unsigned i, unsigned list, int64_t not_after)
{
	struct store_cert cert = { .list = list_at(s, list)->id,
		.not_before = BEGIN,
		.not_after = not_after,
		.sha256 = { (uint8_t)i, (uint8_t)(i >> 8), (uint8_t)list } };

	cert.kind = list == 0 ? STORE_KIND_LINK : STORE_KIND_USER;
	return cert;
}

static void
put_cert(struct store *s, struct model *m, unsigned i)
{
	const struct store_issuer *issuer = store_issuer_at(s, 0);
	struct fact *f = &m->fact[i];
	unsigned list = f->known ? f->list : any(LISTS), k, from = LISTS;
	int64_t not_after = f->known ? f->not_after : BEGIN + DAY * any(5);
	struct store_cert cert = cert_of(s, i, list, not_after);
	struct store_error error = { STORE_OK, "" };
	uint8_t octets[8];

	EXPECT(store_cert_put(s, issuer, serial(i, octets), &cert, &error) ==
	       (f->known ? STORE_PUT_SAME : STORE_PUT_NEW));
	cert.sha256[31] = 1;
	EXPECT(
	    store_cert_put(s, issuer, serial(i, octets), &cert, &error) == STORE_PUT_DIFFERENT);
	f->known = true;
	f->list = list;
	f->not_after = not_after;
	for (k = LISTS; k-- > 0;)
		if (f->entry[k].on)
			from = k;
	if (from != LISTS && !f->entry[list].on)
		f->entry[list] = f->entry[from];
}

static void
put_entry(struct store *s, struct model *m, unsigned i)
{
	struct fact *f = &m->fact[i];
	unsigned list = f->known ? f->list : any(LISTS);
	struct store_error error = { STORE_OK, "" };
	uint8_t octets[8];
	struct store_revocation r = {
		.list = list_at(s, list),
		.entry = { .serial = serial(i, octets),
		    .date = BEGIN + any(1000000),
		    .reason = (int)any(6),
		    .has_invalidity = any(2) == 0,
		    .invalidity = BEGIN },
		.not_after = f->known ? f->not_after : STORE_NEVER,
		.recorded = BEGIN,
	};

	if (f->entry[0].on || f->entry[1].on || f->entry[2].on)
		return;
	EXPECT(store_revocation_put(s, &r, &error) == 0);
	f->entry[list].on = true;
	f->entry[list].date = r.entry.date;
	f->entry[list].reason = r.entry.reason;
}

static void
upgrade(struct store *s, struct model *m, unsigned i)
{
	struct store_error error = { STORE_OK, "" };
	uint8_t octets[8];

	for (unsigned k = 0; k < LISTS; k++)
		if (m->fact[i].entry[k].on) {
			EXPECT(store_revocation_upgrade(
				   s, list_at(s, k), serial(i, octets), &error) == 0);
			m->fact[i].entry[k].reason = PKIX_KEY_COMPROMISE;
		}
}

/* Reserve a number and publish under it, or only reserve. */
static void
publish(struct store *s, struct model *m, unsigned k)
{
	const struct store_list *list = list_at(s, k);
	struct store_error error = { STORE_OK, "" };
	struct store_issue issue = { .entries = 1 };

	EXPECT(store_number_reserve(s, list, &issue.number, &error) == 0);
	EXPECT(issue.number == ++m->number[k]);
	if (any(2) == 0)
		return;
	m->this_update[k] += DAY * any(2) + any(2);
	issue.this_update = m->this_update[k];
	issue.next_update = issue.this_update + DAY;
	EXPECT(store_issue_put(s, list, &issue, &error) == 0);
	m->published[k] = issue.number;
}

/* Entries as store_list_entries hands them out, against the model from *i on. */
struct walk {
	const struct model *m;
	unsigned list, i;
	uint64_t entries, octets;
};

static bool
is_carried(const struct model *m, const struct fact *f, unsigned k)
{
	return f->entry[k].on &&
	       !(f->known && m->published[k] != 0 && f->not_after < m->this_update[k]);
}

static int
compare_run(void *context, const uint8_t *entries, size_t size)
{
	struct der_slice rest = { entries, size };
	struct walk *w = context;
	struct pkix_entry e;
	uint8_t octets[8];
	const char *why;
	int reason;

	w->octets += size;
	while (pkix_entry_next(&rest, &e, &why) == 1) {
		while (w->i < SERIALS && !is_carried(w->m, &w->m->fact[w->i], w->list))
			w->i++;
		if (w->i == SERIALS) {
			EXPECT(w->i != SERIALS);
			return 0;
		}
		reason = e.reason == -1 ? PKIX_UNSPECIFIED : e.reason;
		EXPECT(der_equal(e.serial, serial(w->i, octets)));
		EXPECT(e.date == w->m->fact[w->i].entry[w->list].date);
		EXPECT(reason == w->m->fact[w->i].entry[w->list].reason);
		w->entries++;
		w->i++;
	}
	EXPECT(rest.size == 0);
	return 0;
}

static void
compare_list(struct store *s, const struct model *m, unsigned k)
{
	const struct store_list *list = list_at(s, k);
	struct store_error error = { STORE_OK, "" };
	struct walk w = { .m = m, .list = k };
	uint64_t entries, octets, got, on = 0, known = 0, unregistered = 0, soon = 0;
	int64_t from = BEGIN + DAY * any(6), to = from + DAY * any(4);

	for (unsigned i = 0; i < SERIALS; i++) {
		const struct fact *f = &m->fact[i];

		known += f->known && f->list == k;
		on += f->entry[k].on;
		unregistered += f->entry[k].on && !f->known;
		soon += f->entry[k].on && f->known && f->not_after >= from && f->not_after < to;
	}
	EXPECT(list->number == m->number[k] && list->last.number == m->published[k]);
	EXPECT(list->known == known && list->revoked == on);
	EXPECT(list->unregistered == unregistered);
	EXPECT(store_list_expiring(s, list, from, to, &got, &error) == 0 && got == soon);
	EXPECT(store_list_totals(s, list, &entries, &octets, &error) == 0);
	EXPECT(store_list_entries(s, list, compare_run, &w, &error) == 0);
	EXPECT(w.entries == entries && w.octets == octets);
	while (w.i < SERIALS && !is_carried(m, &m->fact[w.i], k))
		w.i++;
	EXPECT(w.i == SERIALS);
}

static void
compare_fact(struct store *s, const struct fact *f, unsigned i)
{
	const struct store_issuer *issuer = store_issuer_at(s, 0);
	struct store_error error = { STORE_OK, "" };
	struct store_revocation r;
	struct store_cert cert;
	uint8_t octets[8];

	EXPECT(store_cert_get(s, issuer, serial(i, octets), &cert, &error) == f->known);
	if (f->known)
		EXPECT(cert.list == list_at(s, f->list)->id && cert.not_after == f->not_after &&
		       cert.not_before == BEGIN &&
		       cert.kind == (f->list == 0 ? STORE_KIND_LINK : STORE_KIND_USER));
	for (unsigned k = 0; k < LISTS; k++) {
		EXPECT(store_revocation_get(s, list_at(s, k), serial(i, octets), &r, &error) ==
		       f->entry[k].on);
		if (f->entry[k].on)
			EXPECT(r.not_after == (f->known ? f->not_after : STORE_NEVER) &&
			       r.entry.date == f->entry[k].date && r.recorded == BEGIN);
	}
}

static void
print_breach(void *context, const char *what)
{
	(void)context;
	printf("breach: %s\n", what);
}

static void
compare(const char *path, const struct model *m)
{
	struct store_error error = { STORE_OK, "" };
	struct store *s = store_open(path, STORE_READ, &error);

	if (s == NULL) {
		printf("%s\n", error.text);
		exit(1);
	}
	for (unsigned i = 0; i < SERIALS; i++)
		compare_fact(s, &m->fact[i], i);
	for (unsigned k = 0; k < LISTS; k++)
		compare_list(s, m, k);
	EXPECT(store_check(s, print_breach, NULL, &error) == 0);
	store_close(s);
}

static void
step(struct store *s, struct model *m)
{
	unsigned i = any(SERIALS);

	switch (any(8)) {
	case 0:
	case 1:
	case 2:
		put_cert(s, m, i);
		break;
	case 3:
	case 4:
	case 5:
		put_entry(s, m, i);
		break;
	case 6:
		upgrade(s, m, i);
		break;
	case 7:
		if (any(8) == 0)
			publish(s, m, any(LISTS));
		break;
	}
}

/* One transaction: committed, or as good as never begun. */
static void
transact(const char *path, struct model *m)
{
	struct store_error error = { STORE_OK, "" };
	struct store *s = store_open(path, STORE_WRITE, &error);
	struct model mine = *m;

	if (s == NULL) {
		printf("%s\n", error.text);
		exit(1);
	}
	for (int i = 0; i < STEPS; i++)
		step(s, &mine);
	if (any(4) != 0) {
		EXPECT(store_commit(s, &error) == 0);
		*m = mine;
	}
	store_close(s);
}

/* An issuer, and its lists ca, user and part. */
static void
begin(const char *path)
{
	static const uint8_t dp[] = { 0x86, 1, 'x' };
	struct store_issuer issuer = { .label = "a", .reasons = 0x3f, .valid = DAY };
	struct store_list part = { .name = "part", .dp = { dp, sizeof dp } };
	struct store_error error = { STORE_OK, "" };
	static uint8_t der[4096];
	struct store *s;
	FILE *openssl = popen("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
			      "-nodes -subj /CN=a -keyout /dev/null -outform DER 2>/dev/null",
	    "r");
	size_t size = openssl == NULL ? 0 : fread(der, 1, sizeof der, openssl);

	if (openssl == NULL || pclose(openssl) != 0 ||
	    pkix_cert_read((struct der_slice){ der, size }, &issuer.cert) != NULL ||
	    store_create(path, &error) == -1 ||
	    (s = store_open(path, STORE_WRITE, &error)) == NULL) {
		printf("no store to test: %s\n", error.text);
		exit(1);
	}
	EXPECT(store_issuer_put(s, &issuer, &error) == STORE_PUT_NEW);
	EXPECT(store_issuer_put(s, &issuer, &error) == STORE_PUT_SAME);
	issuer.valid++;
	EXPECT(store_issuer_put(s, &issuer, &error) == STORE_PUT_DIFFERENT);
	part.issuer = store_issuer_at(s, 0);
	EXPECT(store_list_put(s, &part, &error) == STORE_PUT_NEW);
	part.issuer = store_issuer_at(s, 0);
	EXPECT(store_list_put(s, &part, &error) == STORE_PUT_SAME);
	EXPECT(store_commit(s, &error) == 0);
	store_close(s);
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	char dir[200], path[220], command[220];
	static struct model m;

	for (unsigned k = 0; k < LISTS; k++)
		m.this_update[k] = BEGIN;
	snprintf(dir, sizeof dir, "%s/inkan-unit-XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(path, sizeof path, "%s/st", dir);
	begin(path);
	compare(path, &m);
	for (int round = 0; round < ROUNDS && failures == 0; round++) {
		transact(path, &m);
		compare(path, &m);
	}
	snprintf(command, sizeof command, "rm -r %s", dir);
	return system(command) != 0 || failures != 0;
}
