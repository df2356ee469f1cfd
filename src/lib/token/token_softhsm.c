/* token_softhsm - where a SoftHSM token has its files, and whether they are in danger. */
#include "token/token_p11.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

const char token_risk[] = "this kernel has no Landlock, and the token's files may be written: "
			  "a kill during login can destroy its keys; make them read-only";

/* The value of directories.tokendir in a softhsm2.conf(5). */
static bool
read_tokendir(const char *conf, char *out, size_t size)
{
	FILE *file = fopen(conf, "re");
	char line[1024], *value, *end;
	bool found = false;

	if (file == NULL)
		return false;
	while (!found && fgets(line, sizeof line, file) != NULL) {
		value = line + strspn(line, " \t");
		if (strncmp(value, "directories.tokendir", 20) != 0)
			continue;
		value += 20;
		value += strspn(value, " \t=");
		end = value + strcspn(value, "\r\n");
		while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		*end = '\0';
		found = snprintf(out, size, "%s", value) < (int)size;
	}
	fclose(file);
	return found;
}

/* Is there a token in this directory whose main file may be written? */
static bool
any_writable(const char *tokendir)
{
	DIR *dir = opendir(tokendir);
	struct dirent *entry;
	char path[2048];
	bool writable = false;

	if (dir == NULL)
		return false;
	while (!writable && (entry = readdir(dir)) != NULL)
		writable = entry->d_name[0] != '.' &&
			   snprintf(path, sizeof path, "%s/%s/token.object", tokendir,
			       entry->d_name) < (int)sizeof path &&
			   access(path, W_OK) == 0;
	closedir(dir);
	return writable;
}

bool
token_softhsm_writable(const char *text)
{
	struct token_error error;
	P11KitUri *uri = token_uri_parse(text, &error);
	const char *conf = uri != NULL ? token_uri_conf(uri) : NULL;
	char tokendir[1024];
	bool writable = conf != NULL && read_tokendir(conf, tokendir, sizeof tokendir) &&
			any_writable(tokendir);

	p11_kit_uri_free(uri);
	return writable;
}

int
token_softhsm_lock(const char *conf, struct token_error *error)
{
	int fd = open(conf, O_RDONLY | O_CLOEXEC);

	if (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (fd != -1 && errno == EWOULDBLOCK)
		token_fail(error, TOKEN_BUSY, "%s is locked: another process makes keys", conf);
	else
		token_fail(
		    error, TOKEN_CONFIG, "x-softhsm2-conf %s: %s", conf, strerror(errno));
	if (fd != -1)
		close(fd);
	return -1;
}
