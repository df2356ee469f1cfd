#include "file/file_load.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	FIRST = 16 << 10, /* most certificates fit */
};

/* Everything up to the end of fd, or max + 1 octets. */
static uint8_t *
read_all(int fd, size_t max, size_t *size)
{
	uint8_t *data = NULL, *more;
	size_t room = 0;
	ssize_t got = 1;

	for (*size = 0; got != 0 && *size <= max; *size += (size_t)got) {
		if (*size == room) {
			room = room == 0 ? FIRST : 2 * room;
			if ((more = realloc(data, room + 1)) == NULL)
				goto fail;
			data = more;
		}
		while ((got = read(fd, data + *size, room - *size)) == -1 && errno == EINTR)
			;
		if (got == -1)
			goto fail;
	}
	data[*size] = '\0';
	return data;
fail:
	free(data);
	return NULL;
}

uint8_t *
file_load(const char *path, size_t max, size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), saved;
	uint8_t *data;

	if (fd == -1)
		return NULL;
	data = read_all(fd, max, size);
	saved = errno;
	if (data != NULL && *size > max) {
		free(data);
		data = NULL;
		saved = EFBIG;
	}
	close(fd);
	errno = saved;
	return data;
}
