/*
 * Laws of the DER stream, over any octets and however they arrive: a clean end means that the
 * records add up to the input; from a pipe and from memory the same records come; and walking
 * into a record never leaves it.
 */
#include "der/der_stream.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LAW(condition)                                                                         \
	do {                                                                                   \
		if (!(condition))                                                              \
			__builtin_trap();                                                      \
	} while (0)

enum {
	RECORDS_MAX = 4096,
	DEPTH_MAX = 64,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every item of a record, without recursion: what is constructed is entered. */
static void
walk(struct der_slice record)
{
	struct der_slice level[DEPTH_MAX] = { record };
	struct der_item item;
	const char *why;
	int64_t when;
	int depth = 0;

	while (depth >= 0) {
		if (der_next(&level[depth], &item, &why) != 1) {
			depth--;
			continue;
		}
		LAW(item.whole.data >= record.data &&
		    item.whole.data + item.whole.size <= record.data + record.size);
		LAW(item.value.data + item.value.size == item.whole.data + item.whole.size);
		der_time(&item, &when);
		der_small(item.value);
		if ((item.tag & 0x20) != 0 && depth + 1 < DEPTH_MAX)
			level[++depth] = item.value;
	}
}

/* Read all of fd; how many records, their sizes in sizes, what der_read said last in *end. */
static size_t
read_all(int fd, size_t sizes[RECORDS_MAX], uint64_t *octets, int *end)
{
	struct file_input in;
	struct der_reader r = { .input = &in };
	size_t count = 0;

	*octets = 0;
	LAW(file_input_open(&in, fd, "/dev/shm") == 0);
	while ((*end = der_read(&r)) == 1 && count < RECORDS_MAX) {
		LAW(r.number == count + 1 && r.offset == *octets);
		walk(r.record);
		sizes[count++] = r.record.size;
		*octets += r.record.size;
	}
	LAW(*end != -1 || (r.error != NULL && !r.io));
	file_input_close(&in);
	return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static size_t mapped[RECORDS_MAX], piped[RECORDS_MAX];
	uint64_t octets, again;
	int fd = memfd_create("input", 0), ends[2], end, end_again;
	size_t count;

	if (size > 60000) /* what a pipe holds without a reader */
		size = 60000;
	LAW(fd != -1 && write(fd, data, size) == (ssize_t)size && lseek(fd, 0, SEEK_SET) == 0);
	count = read_all(fd, mapped, &octets, &end);
	close(fd);
	LAW(end != 0 || octets == size);
	LAW(pipe(ends) == 0 && write(ends[1], data, size) == (ssize_t)size);
	close(ends[1]);
	LAW(read_all(ends[0], piped, &again, &end_again) == count && end_again == end);
	close(ends[0]);
	LAW(again == octets && memcmp(mapped, piped, count * sizeof *mapped) == 0);
	return 0;
}
