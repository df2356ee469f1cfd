/* store_open - the environment, its transactions, and what LMDB's errors mean. */
#include "store/store_private.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	TABLES_MAX = 16384, /* four for each list: enough for 1,900 municipalities, twice */
};

/* Address space, not disk: the file grows as it is used. */
#define MAP_SIZE ((size_t)256 << 30)
#define MAP_LEAST ((size_t)16 << 20)

int
store_fail(struct store_error *error, const char *what, int code)
{
	error->status = STORE_CONFIG;
	switch (code) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
	case EIO:
		error->status = STORE_IO;
		break;
	case ENOMEM:
	case EAGAIN:
	case MDB_READERS_FULL:
	case MDB_MAP_FULL: /* the map was made small because memory was: see below */
		error->status = STORE_BUSY;
		break;
	case MDB_CORRUPTED:
	case MDB_PAGE_NOTFOUND:
	case MDB_PANIC:
	case MDB_KEYEXIST:
	case MDB_NOTFOUND:
		error->status = STORE_DAMAGED;
		break;
	}
	/* A write that falls short is EIO to LMDB. */
	snprintf(error->text, sizeof error->text, "%s: %s%s", what, mdb_strerror(code),
	    code == EIO ? "; is the disk full?" : "");
	return -1;
}

int
store_environment(MDB_env **env, const char *path, unsigned flags)
{
	size_t map;
	int rc;

	for (map = MAP_SIZE; map >= MAP_LEAST; map /= 2) {
		if ((rc = mdb_env_create(env)) != 0)
			return rc;
		if ((rc = mdb_env_set_maxdbs(*env, TABLES_MAX)) == 0 &&
		    (rc = mdb_env_set_mapsize(*env, map)) == 0)
			rc = mdb_env_open(*env, path, flags, 0640);
		if (rc == 0)
			return 0;
		mdb_env_close(*env);
		*env = NULL;
		if (rc != ENOMEM)
			return rc;
	}
	return ENOMEM;
}

/* The flags for what stands at path, or -1: nothing there that could be a store. */
static int
flags_for(const char *path, enum store_mode mode, unsigned *flags, struct store_error *error)
{
	char data[PATH_MAX];
	struct stat st;

	*flags = MDB_NOTLS;
	if (stat(path, &st) == -1)
		return store_fail(error, path, errno);
	if (S_ISREG(st.st_mode) && mode == STORE_WRITE) {
		error->status = STORE_CONFIG;
		snprintf(error->text, sizeof error->text,
		    "%s: a backup is only read; to work with it, make a directory "
		    "and move it there as data.mdb",
		    path);
		return -1;
	}
	if (S_ISREG(st.st_mode)) {
		*flags |= MDB_NOSUBDIR | MDB_RDONLY | MDB_NOLOCK;
		return 0;
	}
	/* LMDB would make an empty store of any directory. */
	if (snprintf(data, sizeof data, "%s/data.mdb", path) >= (int)sizeof data)
		return store_fail(error, path, ENAMETOOLONG);
	if (stat(data, &st) == -1)
		return store_fail(error, data, errno);
	/* On a read-only medium there is no writer to lock out. */
	if (mode == STORE_READ && access(path, W_OK) == -1 && errno == EROFS)
		*flags |= MDB_RDONLY | MDB_NOLOCK;
	return 0;
}

/* A copy that store_copy made is whole or it is none: beyond its end LMDB would fault.  A
 * directory's data.mdb may end before its last page, when that was never needed. */
static int
check_size(MDB_env *env, const char *path, struct store_error *error)
{
	MDB_envinfo info;
	MDB_stat tree;
	struct stat st;
	uint64_t want;

	if (stat(path, &st) == -1)
		return store_fail(error, path, errno);
	mdb_env_info(env, &info);
	mdb_env_stat(env, &tree);
	want = ((uint64_t)info.me_last_pgno + 1) * tree.ms_psize;
	if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size >= want)
		return 0;
	error->status = STORE_CONFIG;
	snprintf(error->text, sizeof error->text, "%s: cut short, %jd of %" PRIu64 " octets",
	    path, (intmax_t)st.st_size, want);
	return -1;
}

static int
check_format(struct store *s, const char *path, struct store_error *error)
{
	char name[] = "format";
	MDB_val key = { 6, name }, value;
	int rc = mdb_get(s->txn, s->meta, &key, &value);

	if (rc == 0 && value.mv_size == 8 && store_get64(value.mv_data) == STORE_FORMAT)
		return 0;
	error->status = STORE_CONFIG;
	snprintf(error->text, sizeof error->text, "%s: not a store of format %d", path,
	    STORE_FORMAT);
	return -1;
}

int
store_main_tables(struct store *s, unsigned flags)
{
	int rc;

	if ((rc = mdb_dbi_open(s->txn, "meta", flags, &s->meta)) != 0 ||
	    (rc = mdb_dbi_open(s->txn, "issuer", flags, &s->issuer_table)) != 0)
		return rc;
	return mdb_dbi_open(s->txn, "list", flags, &s->list_table);
}

int
store_begin(struct store *s, enum store_mode mode, struct store_error *error)
{
	unsigned flags = mode == STORE_READ ? MDB_RDONLY : 0;
	int rc, dead;

	s->mode = mode;
	if (mode == STORE_WRITE)
		mdb_reader_check(s->env, &dead); /* a killed reader would keep old pages */
	rc = mdb_txn_begin(s->env, NULL, flags, &s->txn);
	if (rc == MDB_MAP_RESIZED && (rc = mdb_env_set_mapsize(s->env, 0)) == 0)
		rc = mdb_txn_begin(s->env, NULL, flags, &s->txn);
	if (rc == 0 && (rc = store_main_tables(s, 0)) == MDB_NOTFOUND)
		rc = MDB_INVALID;
	if (rc != 0)
		return store_fail(error, "store", rc);
	return store_catalog_load(s, error);
}

struct store *
store_open(const char *path, enum store_mode mode, struct store_error *error)
{
	struct store *s = calloc(1, sizeof *s);
	unsigned flags;
	int rc;

	if (s == NULL) {
		store_fail(error, path, ENOMEM);
		return NULL;
	}
	if (flags_for(path, mode, &flags, error) == -1)
		goto failed;
	if ((rc = store_environment(&s->env, path, flags)) != 0) {
		store_fail(error, path, rc);
		goto failed;
	}
	if (check_size(s->env, path, error) == -1 || store_begin(s, mode, error) == -1 ||
	    check_format(s, path, error) == -1)
		goto failed;
	return s;

failed:
	store_close(s);
	return NULL;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	store_catalog_free(s);
	if (s->txn != NULL)
		mdb_txn_abort(s->txn);
	if (s->env != NULL)
		mdb_env_close(s->env);
	free(s);
}

int
store_commit(struct store *s, struct store_error *error)
{
	int rc;

	if (s->mode == STORE_WRITE &&
	    (store_expiry_flush(s, error) == -1 || store_catalog_save(s, error) == -1))
		return -1;
	store_catalog_free(s); /* its cursors end before their transaction */
	rc = mdb_txn_commit(s->txn);
	s->txn = NULL;
	return rc == 0 ? 0 : store_fail(error, "commit", rc);
}

uint64_t
store_transaction(const struct store *s)
{
	return mdb_txn_id(s->txn) - (s->mode == STORE_WRITE);
}

int
store_copy(struct store *s, int fd, struct store_error *error)
{
	int rc = mdb_env_copyfd2(s->env, fd, MDB_CP_COMPACT);

	if (rc == 0)
		return 0;
	store_fail(error, "copy", rc);
	if (rc > 0) /* errno: of writing, as nothing else is done */
		error->status = STORE_IO;
	return -1;
}
