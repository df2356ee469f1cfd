#include "file/file_replace.h"
#include "file/file_spool.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

int
file_replace(int dirfd, const char *name, const void *data, size_t size, mode_t mode)
{
	char temporary[300];
	int fd, saved;

	if (snprintf(temporary, sizeof temporary, ".%s.new", name) >= (int)sizeof temporary) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = openat(
	    dirfd, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd == -1)
		return -1;
	/* close(2) is checked too: a network file system reports its errors there. */
	if (file_write_all(fd, data, size) == -1 || fchmod(fd, mode) == -1 || fsync(fd) == -1) {
		saved = errno;
		close(fd);
		errno = saved;
		goto failed;
	}
	if (close(fd) == -1 || renameat(dirfd, temporary, dirfd, name) == -1)
		goto failed;
	return fsync(dirfd);

failed:
	saved = errno;
	unlinkat(dirfd, temporary, 0);
	errno = saved;
	return -1;
}

int
file_directory(int dirfd, const char *path)
{
	if (mkdirat(dirfd, path, 0755) == 0) {
		if (dirfd != AT_FDCWD && fsync(dirfd) == -1)
			return -1;
	} else if (errno != EEXIST)
		return -1;
	return openat(dirfd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int
file_lock(int fd)
{
	int got;

	do
		got = flock(fd, LOCK_EX | LOCK_NB);
	while (got == -1 && errno == EINTR);
	return got;
}
