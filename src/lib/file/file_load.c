#include "file/file_load.h"
#include "file/file_input.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

uint8_t *
file_load(const char *path, size_t max, size_t *size)
{
	struct file_input in;
	uint8_t *data = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC), saved;

	if (fd == -1)
		return NULL;
	if (file_input_open(&in, fd, "/") == -1 || file_input_want(&in, max + 1) == -1)
		goto out;
	if (in.size > max) {
		errno = EFBIG;
		goto out;
	}
	if ((data = malloc(in.size + 1)) != NULL) {
		if (in.size != 0)
			memcpy(data, in.data, in.size);
		data[in.size] = '\0';
		*size = in.size;
	}
out:
	saved = errno;
	file_input_close(&in);
	close(fd);
	errno = saved;
	return data;
}
