/*
 * file_input - look into a byte stream of any size as if it were one piece of memory.
 *
 * A regular file is mapped.  A pipe is read into a buffer while little of it is wanted at
 * once, and into an unlinked file, mapped, when a record is large: so a record of 4 GiB
 * costs no memory of ours, and no program has to know which kind of stdin it was given.
 */
#ifndef FILE_INPUT_H
#define FILE_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FILE_INPUT_HEAP ((size_t)4 << 20) /* more than this at once goes to a spool file */

struct file_input {
	const uint8_t *data; /* the octets at hand, borrowed until the next call */
	size_t size;         /* how many */
	uint64_t offset;     /* where data stands in the stream */
	bool eof;            /* nothing comes after data + size */

	/* private */
	int fd, spool;
	const char *dir;
	uint8_t *base;
	size_t mapped, start, end, capacity;
	uint8_t kind;
};

/* Begin at the present position of fd (borrowed).  dir (borrowed) is where a spool goes; it
 * is opened here, so that cli_confine may follow.  NULL: no spool, FILE_INPUT_HEAP is the
 * most that can be wanted of a pipe.  0, or -1 with errno. */
int file_input_open(struct file_input *, int fd, const char *dir);

/* Make at least want octets available at data, or as many as the stream still has (then
 * eof is true and size < want).  0, or -1 with errno; EFBIG: more than memory can map. */
int file_input_want(struct file_input *, size_t want);

/* Go past n octets, n <= size.  Pointers into them die with the next want. */
void file_input_skip(struct file_input *, size_t n);

void file_input_close(struct file_input *);

#endif
