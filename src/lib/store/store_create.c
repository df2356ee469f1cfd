/* store_create - a new store, whole or not at all. */
#include "store/store_private.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	LOCK_SIZE = 8192,
};

/*
 * The file in which readers and the writer meet, with its space on the disk: LMDB only maps
 * it, and on a full disk would not see an error but be killed.  Of LMDB's size, for its usual
 * number of readers.  0, or an errno code.
 */
static int
make_lock(const char *at)
{
	char path[PATH_MAX + 16];
	int fd, rc;

	snprintf(path, sizeof path, "%s/lock.mdb", at);
	if ((fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640)) == -1)
		return errno;
	rc = posix_fallocate(fd, 0, LOCK_SIZE);
	close(fd);
	return rc;
}

/* Make an empty store at a place that nobody else knows yet; errors name path. */
static int
fill_new(const char *at, const char *path, struct store_error *error)
{
	struct store s = { .mode = STORE_WRITE };
	uint8_t format[8];
	char name[] = "format";
	MDB_val key = { 6, name }, value = { 8, format };
	int rc;

	store_put64(format, STORE_FORMAT);
	if ((rc = make_lock(at)) != 0 || (rc = store_environment(&s.env, at, 0)) != 0)
		return store_fail(error, path, rc);
	if ((rc = mdb_txn_begin(s.env, NULL, 0, &s.txn)) == 0 &&
	    (rc = store_main_tables(&s, MDB_CREATE)) == 0 &&
	    (rc = mdb_put(s.txn, s.meta, &key, &value, 0)) == 0) {
		rc = mdb_txn_commit(s.txn);
		s.txn = NULL;
	}
	if (s.txn != NULL)
		mdb_txn_abort(s.txn);
	mdb_env_close(s.env);
	return rc == 0 ? 0 : store_fail(error, path, rc);
}

static int
sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc;

	if (fd == -1)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

static int
sync_parent(const char *path)
{
	char parent[PATH_MAX], *slash;

	snprintf(parent, sizeof parent, "%s", path);
	slash = strrchr(parent, '/');
	if (slash == NULL)
		strcpy(parent, ".");
	else
		slash[slash == parent] = '\0';
	return sync_directory(parent);
}

static void
remove_new(const char *path)
{
	static const char *const files[] = { "data.mdb", "lock.mdb" };
	char file[PATH_MAX + 16];
	size_t i;

	for (i = 0; i < 2; i++) {
		snprintf(file, sizeof file, "%s/%s", path, files[i]);
		unlink(file);
	}
	rmdir(path);
}

int
store_create(const char *path, struct store_error *error)
{
	char clean[PATH_MAX], made[PATH_MAX];
	size_t size = strlen(path);

	while (size > 1 && path[size - 1] == '/')
		size--;
	if (snprintf(clean, sizeof clean, "%.*s", (int)size, path) >= (int)sizeof clean ||
	    snprintf(made, sizeof made, "%s.XXXXXX", clean) >= (int)sizeof made)
		return store_fail(error, path, ENAMETOOLONG);
	if (mkdtemp(made) == NULL)
		return store_fail(error, path, errno);
	/* The whole store appears at once, or nothing does: rename(2) refuses to replace
	 * anything but an empty directory. */
	if (fill_new(made, path, error) == -1 || chmod(made, 0750) == -1 ||
	    sync_directory(made) == -1 || rename(made, clean) == -1 ||
	    sync_parent(clean) == -1) {
		if (error->status == STORE_OK)
			store_fail(error, path, errno == ENOTEMPTY ? EEXIST : errno);
		remove_new(made);
		return -1;
	}
	return 0;
}
