/* Lines of a stream: where they begin and end, blank ones, long ones, in pieces or whole. */
#include "record/record_json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures;

struct line {
	const char *data; /* NULL: too long */
	uint64_t number, offset;
};

/* Write data to fd in pieces of so many octets, 0: at once, and exit. */
_Noreturn static void
write_pieces(int fd, const char *data, size_t size, size_t piece)
{
	size_t n;

	for (; size > 0; data += n, size -= n) {
		n = piece == 0 || piece > size ? size : piece;
		if (write(fd, data, n) != (ssize_t)n)
			_exit(1);
	}
	_exit(0);
}

static void
expect(const char *data, size_t size, size_t piece, const struct line *want, size_t count)
{
	struct file_input in;
	struct record_lines l = { .input = &in };
	int fd[2], got, status;
	size_t i = 0;

	if (pipe(fd) == -1)
		exit(2);
	if (fork() == 0)
		write_pieces(fd[1], data, size, piece);
	close(fd[1]);
	if (file_input_open(&in, fd[0], "/tmp") == -1)
		exit(2);
	for (; (got = record_lines_read(&l)) == 1; i++)
		if (i >= count || l.number != want[i].number || l.offset != want[i].offset ||
		    (l.data == NULL) != (want[i].data == NULL) ||
		    (l.data != NULL && (l.size != strlen(want[i].data) ||
					   memcmp(l.data, want[i].data, l.size) != 0))) {
			printf("%.20s: line %llu @%llu is not as expected\n", data,
			    (unsigned long long)l.number, (unsigned long long)l.offset);
			failures++;
		}
	if (got != 0 || i != count) {
		printf("%.20s: %zu lines, then %d\n", data, i, got);
		failures++;
	}
	file_input_close(&in);
	close(fd[0]);
	wait(&status);
}

static void
test_short(size_t piece)
{
	const struct line two[] = { { "a", 1, 0 }, { "bc", 2, 2 } };
	const struct line last[] = { { "a", 3, 3 }, { "b", 5, 7 } };

	expect("", 0, piece, NULL, 0);
	expect("\n", 1, piece, NULL, 0);
	expect("\r\n \t\n\n ", 7, piece, NULL, 0);
	expect("a\nbc\n", 5, piece, two, 2);
	expect("a\nbc", 4, piece, two, 2);
	expect("\n \na\r\n\nb\r", 9, piece, last, 2);
}

static void
test_long(size_t piece)
{
	size_t size = RECORD_LINE_MAX;
	char *data = malloc(3 * size + 8), *whole = malloc(size + 1);
	struct line want[2];

	if (data == NULL || whole == NULL)
		exit(2);
	memset(whole, 'x', size);
	whole[size] = '\0';
	/* The longest line, with the longest end; then one octet more. */
	memcpy(data, whole, size);
	memcpy(data + size, "\r\ny\n", 4);
	want[0] = (struct line){ whole, 1, 0 };
	want[1] = (struct line){ "y", 2, size + 2 };
	expect(data, size + 4, piece, want, 2);
	expect(data, size, piece, want, 1);
	memset(data, 'x', 3 * size);
	memcpy(data + size + 1, "\ny\n", 3);
	want[0].data = NULL;
	expect(data, size + 4, piece, want, 2);
	expect(data, size + 1, piece, want, 1);
	memset(data, 'x', 3 * size);
	memcpy(data + 3 * size, "\ny\n", 3);
	want[1].offset = 3 * size + 1;
	expect(data, 3 * size + 3, piece, want, 2);
	free(data);
	free(whole);
}

int
main(void)
{
	test_short(0);
	test_short(1);
	test_long(0);
	test_long(4095);
	return failures != 0;
}
