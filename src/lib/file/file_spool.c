#include "file/file_spool.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	SPOOL_BUFFER = 256 << 10,
};

int
file_spool_fd(const char *dir)
{
	char path[PATH_MAX];
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd != -1 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
		return fd;
	/* A file system without O_TMPFILE. */
	if (snprintf(path, sizeof path, "%s/inkan.XXXXXX", dir) >= (int)sizeof path)
		return -1;
	if ((fd = mkostemp(path, O_CLOEXEC)) != -1)
		unlink(path);
	return fd;
}

FILE *
file_spool_open(const char *dir)
{
	int fd = file_spool_fd(dir);
	FILE *spool;

	if (fd == -1)
		return NULL;
	if ((spool = fdopen(fd, "w+")) == NULL)
		close(fd);
	else
		setvbuf(spool, NULL, _IOFBF, SPOOL_BUFFER);
	return spool;
}

int
file_write_all(int fd, const void *data, size_t size)
{
	const char *at = data;
	ssize_t n;

	while (size > 0) {
		n = write(fd, at, size);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		at += n;
		size -= (size_t)n;
	}
	return 0;
}

int
file_spool_copy(FILE *spool, int fd)
{
	char chunk[64 << 10];
	size_t n;

	if (fflush(spool) != 0 || fseeko(spool, 0, SEEK_SET) != 0)
		return -1;
	while ((n = fread(chunk, 1, sizeof chunk, spool)) > 0)
		if (file_write_all(fd, chunk, n) == -1)
			return -1;
	return ferror(spool) ? -1 : 0;
}
