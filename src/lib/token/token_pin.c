/* token_pin - read a PIN, and leave it nowhere. */
#include "token/token_p11.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What read(2) gives, to the end of a line (a person types one), of the file, or until max
 * is full.  Octets; -1 with errno. */
static ssize_t
read_all(int fd, char *out, size_t max)
{
	size_t have = 0;
	ssize_t got;

	while (have < max) {
		do
			got = read(fd, out + have, max - have);
		while (got == -1 && errno == EINTR);
		if (got == -1)
			return -1;
		if (got == 0)
			break;
		have += (size_t)got;
		if (out[have - 1] == '\n')
			break;
	}
	return (ssize_t)have;
}

/* Read and check; from is what to call the source in a message. */
static bool
take(int fd, const char *from, char pin[TOKEN_PIN_MAX + 1], struct token_error *error)
{
	char text[TOKEN_PIN_MAX + 2]; /* the newline, and one more to see what is too long */
	ssize_t got = read_all(fd, text, sizeof text);
	size_t size = got > 0 ? (size_t)got : 0;
	bool good = false;

	if (size > 0 && text[size - 1] == '\n')
		size--;
	if (got == -1)
		token_fail(error, TOKEN_CONFIG, "%s: %s", from, strerror(errno));
	else if (size == 0)
		token_fail(error, TOKEN_CONFIG, "%s: there is no PIN in it", from);
	else if (size > TOKEN_PIN_MAX || memchr(text, '\0', size) != NULL ||
		 memchr(text, '\n', size) != NULL)
		token_fail(error, TOKEN_CONFIG, "%s: not a PIN, one line of at most %d octets",
		    from, TOKEN_PIN_MAX);
	else {
		memcpy(pin, text, size);
		pin[size] = '\0';
		good = true;
	}
	explicit_bzero(text, sizeof text);
	return good;
}

bool
token_pin_read(const char *descriptor, char pin[TOKEN_PIN_MAX + 1], struct token_error *error)
{
	char *end;
	long fd = strtol(descriptor, &end, 10);

	if (*descriptor < '0' || *descriptor > '9' || *end != '\0' || fd > INT_MAX)
		return token_fail(
		    error, TOKEN_USAGE, "%s is not the number of a descriptor", descriptor);
	return take((int)fd, "the PIN's descriptor", pin, error);
}

bool
token_pin_source(const char *source, char pin[TOKEN_PIN_MAX + 1], struct token_error *error)
{
	const char *path = source;
	bool good;
	int fd;

	if (strncmp(path, "file:", 5) == 0) {
		path += 5;
		if (strncmp(path, "//localhost/", 12) == 0)
			path += 11;
		else if (strncmp(path, "///", 3) == 0)
			path += 2;
	}
	if (path[0] != '/' || path[1] == '/')
		return token_fail(error, TOKEN_CONFIG,
		    "pin-source is neither an absolute path nor a file: URL");
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return token_fail(
		    error, TOKEN_CONFIG, "pin-source %s: %s", path, strerror(errno));
	good = take(fd, path, pin, error);
	close(fd);
	return good;
}
