/* The same octets come out of a file, a file from its middle, and a pipe, however they are
 * asked for and however they arrive. */
#include "file/file_input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE (3 * FILE_INPUT_HEAP + 12345)

static int failures;
static const char *tmp = "/tmp";

#define EXPECT(condition)                                                                      \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			printf("%s, line %d: not so: %s (%s)\n", what, __LINE__, #condition,   \
			    strerror(errno));                                                  \
			failures++;                                                            \
		}                                                                              \
	} while (0)

static uint8_t
octet(uint64_t at)
{
	return (uint8_t)(at * 0x9e3779b97f4a7c15u >> 56);
}

static bool
right(const struct file_input *in, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (in->data[i] != octet(in->offset + i))
			return false;
	return true;
}

/* Read size octets by records of these sizes in turn, looking at each whole. */
static void
by(const char *what, int fd, uint64_t size, const size_t *sizes, size_t count)
{
	struct file_input in;
	uint64_t at = 0;
	size_t want;

	EXPECT(file_input_open(&in, fd, tmp) == 0);
	for (size_t i = 0; at < size && failures == 0; i++, at += want) {
		want = sizes[i % count];
		if (want > size - at)
			want = (size_t)(size - at);
		EXPECT(file_input_want(&in, want) == 0);
		EXPECT(in.size >= want && in.offset == at);
		if (in.size >= want)
			EXPECT(right(&in, want));
		file_input_skip(&in, want);
		EXPECT(in.offset == at + want);
	}
	EXPECT(file_input_want(&in, 1) == 0);
	EXPECT(in.size == 0 && in.eof && in.offset == size);
	EXPECT(file_input_want(&in, SIZE_MAX) == 0);
	EXPECT(in.size == 0);
	file_input_close(&in);
}

/* A pipe from a child that writes size octets, this many at a time. */
static int
pipe_of(uint64_t size, size_t burst)
{
	static uint8_t buffer[1 << 20];
	int ends[2];
	size_t n;

	if (pipe(ends) == -1)
		exit(1);
	if (fork() != 0) {
		close(ends[1]);
		return ends[0];
	}
	close(ends[0]);
	for (uint64_t at = 0; at < size; at += n) {
		n = size - at < burst ? (size_t)(size - at) : burst;
		for (size_t i = 0; i < n; i++)
			buffer[i] = octet(at + i);
		for (size_t done = 0; done < n;) {
			ssize_t got = write(ends[1], buffer + done, n - done);

			if (got <= 0)
				_exit(1);
			done += (size_t)got;
		}
	}
	_exit(0);
}

static int
file_of(uint64_t size)
{
	uint8_t *all = malloc(size + 1);
	int fd = open(tmp, O_TMPFILE | O_RDWR, 0600);

	for (uint64_t i = 0; i < size; i++)
		all[i] = octet(i);
	if (fd == -1 || write(fd, all, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET) != 0)
		exit(1);
	free(all);
	return fd;
}

/* Records on both sides of what a buffer holds and of what goes to a spool. */
static const size_t small[] = { 1, 7, 100, 65535, 65536, 65537 };
static const size_t mixed[] = { 10, FILE_INPUT_HEAP - 1, 1, FILE_INPUT_HEAP, 3,
	FILE_INPUT_HEAP + 1, 5 };
static const size_t large[] = { SIZE - 5, 100 };
#define BY(what, fd, size, sizes) by(what, fd, size, sizes, sizeof sizes / sizeof sizes[0])

static void
all_ways(uint64_t size)
{
	static const size_t bursts[] = { 1000, 65536, 1 << 20 };
	int fd = file_of(size);

	BY("file, small", fd, size, small);
	BY("file, mixed", fd, size, mixed);
	BY("file, large", fd, size, large);
	close(fd);
	for (size_t i = 0; i < sizeof bursts / sizeof bursts[0]; i++) {
		BY("pipe, small", fd = pipe_of(size, bursts[i]), size, small);
		close(fd);
		BY("pipe, mixed", fd = pipe_of(size, bursts[i]), size, mixed);
		close(fd);
		BY("pipe, large", fd = pipe_of(size, bursts[i]), size, large);
		close(fd);
	}
	while (wait(NULL) != -1)
		;
}

/* What is at hand stays at hand, and in place, while more is asked for. */
static void
grows(const char *what, int fd)
{
	struct file_input in;

	EXPECT(file_input_open(&in, fd, tmp) == 0);
	for (size_t want = 1; want < SIZE; want = want * 5 + 1) {
		EXPECT(file_input_want(&in, want) == 0 && in.size >= want && in.offset == 0);
		EXPECT(right(&in, want));
	}
	EXPECT(file_input_want(&in, SIZE + 1) == 0 && in.size == SIZE && in.eof);
	EXPECT(right(&in, SIZE));
	file_input_close(&in);
	close(fd);
	wait(NULL);
}

static void
from_the_middle(void)
{
	const char *what = "middle";
	struct file_input in;
	int fd = file_of(1000);

	lseek(fd, 400, SEEK_SET);
	EXPECT(file_input_open(&in, fd, tmp) == 0 && file_input_want(&in, 600) == 0);
	EXPECT(in.size == 600 && in.offset == 0 && in.data[0] == octet(400));
	file_input_close(&in);
	lseek(fd, 2000, SEEK_SET);
	EXPECT(file_input_open(&in, fd, tmp) == 0 && file_input_want(&in, 1) == 0);
	EXPECT(in.size == 0 && in.eof);
	file_input_close(&in);
	close(fd);
}

static void
odd_ones(void)
{
	const char *what = "odd";
	struct file_input in;
	int fd = open("/proc/self/status", O_RDONLY);

	EXPECT(file_input_open(&in, fd, tmp) == 0 && file_input_want(&in, 100) == 0);
	EXPECT(in.size >= 100 && memcmp(in.data, "Name:", 5) == 0); /* it only looks empty */
	file_input_close(&in);
	close(fd);
	fd = open("/dev/null", O_RDONLY);
	EXPECT(file_input_open(&in, fd, tmp) == 0 && file_input_want(&in, 100) == 0);
	EXPECT(in.size == 0 && in.eof);
	file_input_close(&in);
	close(fd);
	EXPECT(file_input_open(&in, -1, tmp) == -1 && errno == EBADF);
	fd = open("/", O_RDONLY);
	EXPECT(file_input_open(&in, fd, tmp) == 0 && file_input_want(&in, 1) == -1);
	EXPECT(errno == EISDIR);
	file_input_close(&in);
	close(fd);
}

/* Without a place for a spool a pipe gives what fits the buffer, and no more. */
static void
without_spool(const char *dir)
{
	const char *what = dir == NULL ? "no directory" : dir;
	struct file_input in;
	int fd = pipe_of(SIZE, 65536);

	EXPECT(file_input_open(&in, fd, dir) == 0);
	EXPECT(file_input_want(&in, FILE_INPUT_HEAP) == 0 && in.size >= FILE_INPUT_HEAP);
	EXPECT(right(&in, FILE_INPUT_HEAP));
	EXPECT(file_input_want(&in, FILE_INPUT_HEAP + 1) == -1);
	EXPECT(errno == (dir == NULL ? EFBIG : ENOENT));
	file_input_close(&in);
	close(fd);
	wait(NULL);
}

int
main(void)
{
	if (getenv("TMPDIR") != NULL)
		tmp = getenv("TMPDIR");
	all_ways(0);
	all_ways(1);
	all_ways(FILE_INPUT_HEAP);
	all_ways(FILE_INPUT_HEAP + 1);
	all_ways(SIZE);
	grows("file", file_of(SIZE));
	grows("pipe", pipe_of(SIZE, 1 << 20));
	from_the_middle();
	odd_ones();
	without_spool(NULL);
	without_spool("/nonexistent");
	return failures != 0;
}
