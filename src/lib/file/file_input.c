/* A regular file that is empty here is read like a pipe: those of /proc only look empty. */
#include "file/file_input.h"
#include "file/file_spool.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	MAPPED,
	BUFFER,
	SPOOL
};

enum {
	CHUNK = 64 << 10,     /* a pipe's usual capacity: the least read at a time */
	SPLICE_MAX = 1 << 30, /* moved by one call at most */
};

static void
show(struct file_input *in)
{
	in->data = in->base == NULL ? NULL : in->base + in->start;
	in->size = in->end - in->start;
}

static int
open_spool(struct file_input *in)
{
	if (in->dir == NULL) {
		errno = EFBIG;
		return -1;
	}
	in->spool = file_spool_fd(in->dir);
	return in->spool == -1 ? -1 : 0;
}

int
file_input_open(struct file_input *in, int fd, const char *dir)
{
	struct stat st;
	off_t at;

	*in = (struct file_input){ .fd = fd, .dir = dir, .spool = -1, .kind = BUFFER };
	if (fstat(fd, &st) == -1)
		return -1;
	if (S_ISREG(st.st_mode) && (at = lseek(fd, 0, SEEK_CUR)) != -1 && at < st.st_size) {
		in->kind = MAPPED;
		in->eof = true;
		in->mapped = (size_t)st.st_size;
		in->base = mmap(NULL, in->mapped, PROT_READ, MAP_SHARED, fd, 0);
		if (in->base == MAP_FAILED) {
			in->base = NULL;
			return -1;
		}
		madvise(in->base, in->mapped, MADV_SEQUENTIAL);
		in->start = (size_t)at;
		in->end = in->mapped;
		show(in);
		return 0;
	}
	/* Now, as a program that confines itself can open nothing for writing any more.  Where
	 * it fails it may never be missed: begin_spool tries again. */
	open_spool(in);
	/* Fewer turns between the two ends of a pipe; not being allowed to costs nothing. */
	if (S_ISFIFO(st.st_mode))
		fcntl(fd, F_SETPIPE_SZ, 1 << 20);
	return 0;
}

/* Read up to room octets to where; true at a clean end of file.  -1 with errno. */
static ssize_t
read_some(int fd, uint8_t *where, size_t room)
{
	ssize_t got;

	do
		got = read(fd, where, room);
	while (got == -1 && errno == EINTR);
	return got;
}

static int
grow_buffer(struct file_input *in, size_t want)
{
	size_t capacity = in->capacity == 0 ? CHUNK : in->capacity;
	uint8_t *base;

	if (in->start != 0) {
		memmove(in->base, in->base + in->start, in->end - in->start);
		in->end -= in->start;
		in->start = 0;
	}
	while (capacity < want)
		capacity *= 2;
	if (capacity == in->capacity)
		return 0;
	if ((base = realloc(in->base, capacity)) == NULL)
		return -1;
	in->base = base;
	in->capacity = capacity;
	return 0;
}

/* Move what the buffer holds to the spool and go on there. */
static int
begin_spool(struct file_input *in)
{
	size_t have = in->end - in->start;

	if ((in->spool == -1 && open_spool(in) == -1) ||
	    (have != 0 && file_write_all(in->spool, in->base + in->start, have) == -1))
		return -1;
	free(in->base);
	in->base = NULL;
	in->kind = SPOOL;
	in->capacity = in->start = 0;
	in->end = have;
	return 0;
}

/* The spool takes exactly what is wanted, so that it ends where a record ends and its space
 * is given back.  A pipe's pages go over without passing through us. */
static ssize_t
spool_some(struct file_input *in, size_t wanted)
{
	uint8_t chunk[CHUNK];
	ssize_t got;

	if (wanted > SPLICE_MAX)
		wanted = SPLICE_MAX;
	do
		got = splice(in->fd, NULL, in->spool, NULL, wanted, 0);
	while (got == -1 && errno == EINTR);
	if (got != -1 || errno != EINVAL)
		return got;
	got = read_some(in->fd, chunk, wanted < sizeof chunk ? wanted : sizeof chunk);
	if (got > 0 && file_write_all(in->spool, chunk, (size_t)got) == -1)
		return -1;
	return got;
}

/* Fill the spool until want octets are there or the stream ends, and only then map it: a
 * header that promises 4 GiB costs nothing until they come. */
static int
fill_spool(struct file_input *in, size_t want)
{
	ssize_t got = 1;

	while (got > 0 && in->end - in->start < want) {
		got = spool_some(in, want - (in->end - in->start));
		if (got == -1)
			return -1;
		in->eof = got == 0;
		in->end += (size_t)got;
	}
	if (in->mapped == in->end)
		return 0;
	if (in->mapped != 0)
		munmap(in->base, in->mapped);
	in->mapped = 0;
	in->base = mmap(NULL, in->end, PROT_READ, MAP_SHARED, in->spool, 0);
	if (in->base == MAP_FAILED) {
		in->base = NULL;
		return -1;
	}
	in->mapped = in->end;
	return 0;
}

/* Back to the buffer once a large record is gone, so that the spool's space is too. */
static int
end_spool(struct file_input *in)
{
	size_t have = in->end - in->start;
	uint8_t *buffer;

	if ((buffer = malloc(FILE_INPUT_HEAP)) == NULL)
		return -1;
	if (have != 0)
		memcpy(buffer, in->base + in->start, have);
	if (in->mapped != 0)
		munmap(in->base, in->mapped);
	in->kind = BUFFER;
	in->base = buffer;
	in->mapped = 0;
	in->capacity = FILE_INPUT_HEAP;
	in->start = 0;
	in->end = have;
	return ftruncate(in->spool, 0) == -1 || lseek(in->spool, 0, SEEK_SET) == -1 ? -1 : 0;
}

/* Fill the buffer until want octets are there or the stream ends. */
static int
fill_buffer(struct file_input *in, size_t want)
{
	ssize_t got;

	while (in->end - in->start < want && !in->eof) {
		if ((in->start + want > in->capacity || in->end == in->capacity) &&
		    grow_buffer(in, want) == -1)
			return -1;
		got = read_some(in->fd, in->base + in->end, in->capacity - in->end);
		if (got == -1)
			return -1;
		in->eof = got == 0;
		in->end += (size_t)got;
	}
	return 0;
}

int
file_input_want(struct file_input *in, size_t want)
{
	if (in->end - in->start < want && !in->eof) {
		if (in->kind == SPOOL && want <= FILE_INPUT_HEAP && end_spool(in) == -1)
			return -1;
		if (in->kind == BUFFER && want > FILE_INPUT_HEAP && begin_spool(in) == -1)
			return -1;
		if ((in->kind == SPOOL ? fill_spool : fill_buffer)(in, want) == -1)
			return -1;
	}
	show(in);
	return 0;
}

void
file_input_skip(struct file_input *in, size_t n)
{
	in->start += n;
	in->offset += n;
	show(in);
}

void
file_input_close(struct file_input *in)
{
	if (in->kind == BUFFER)
		free(in->base);
	else if (in->mapped != 0)
		munmap(in->base, in->mapped);
	if (in->spool != -1)
		close(in->spool);
	*in = (struct file_input){ .spool = -1, .fd = -1 };
}
