/* A file is replaced whole or not at all; one lock at a time. */
#include "file/file_replace.h"
#include "file/file_load.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static int failures;

#define EXPECT(condition)                                                                      \
	do {                                                                                   \
		if (!(condition)) {                                                            \
			printf("line %d: not so: %s (%s)\n", __LINE__, #condition,             \
			    strerror(errno));                                                  \
			failures++;                                                            \
		}                                                                              \
	} while (0)

static bool
holds(const char *path, const char *text)
{
	size_t size;
	uint8_t *data = file_load(path, 100, &size);
	bool same = data != NULL && size == strlen(text) && memcmp(data, text, size) == 0;

	free(data);
	return same;
}

static void
replacing(int dir)
{
	char name[300];
	struct stat st;

	EXPECT(file_replace(dir, "a", "old", 3, 0644) == 0 && holds("a", "old"));
	EXPECT(file_replace(dir, "a", "newer", 5, 0640) == 0 && holds("a", "newer"));
	EXPECT(stat("a", &st) == 0 && (st.st_mode & 0777) == 0640);
	EXPECT(file_replace(dir, "a", "", 0, 0644) == 0 && holds("a", ""));
	EXPECT(access(".a.new", F_OK) == -1);

	memset(name, 'x', sizeof name);
	name[251] = '\0'; /* with a dot and .new it is above NAME_MAX */
	EXPECT(file_replace(dir, name, "n", 1, 0644) == -1 && errno == ENAMETOOLONG);
	name[299] = '\0';
	name[251] = 'x';
	EXPECT(file_replace(dir, name, "n", 1, 0644) == -1 && errno == ENAMETOOLONG);
	EXPECT(file_replace(-1, "a", "n", 1, 0644) == -1 && errno == EBADF);
	EXPECT(mkdir("d", 0755) == 0 && file_replace(dir, "d", "n", 1, 0644) == -1);
	EXPECT(errno == EISDIR && access(".d.new", F_OK) == -1);
}

/* What a crash or somebody else left in the temporary's place. */
static void
leftovers(int dir)
{
	EXPECT(file_replace(dir, "b", "old", 3, 0644) == 0);
	EXPECT(symlink("b", ".b.new") == 0);
	EXPECT(file_replace(dir, "b", "n", 1, 0644) == -1 && errno == ELOOP);
	EXPECT(holds("b", "old"));
	unlink(".b.new");
	EXPECT(file_replace(dir, ".b.new", "a long one from before", 22, 0600) == 0);
	EXPECT(file_replace(dir, "b", "new", 3, 0644) == 0 && holds("b", "new"));
	EXPECT(access(".b.new", F_OK) == -1);
}

/* No room: the old file stands, and the temporary is gone. */
static void
full(int dir)
{
	struct rlimit before, limit;
	char large[10000] = { 0 };

	EXPECT(file_replace(dir, "c", "old", 3, 0644) == 0);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	limit = before;
	limit.rlim_cur = 4096;
	setrlimit(RLIMIT_FSIZE, &limit);
	EXPECT(file_replace(dir, "c", large, sizeof large, 0644) == -1 && errno == EFBIG);
	setrlimit(RLIMIT_FSIZE, &before);
	EXPECT(holds("c", "old") && access(".c.new", F_OK) == -1);
}

static void
locking(int dir)
{
	int again = open(".", O_RDONLY), below;

	EXPECT(file_lock(dir) == 0);
	EXPECT(file_lock(again) == -1 && errno == EWOULDBLOCK);
	EXPECT(file_lock(dir) == 0); /* ours already */
	below = file_directory(dir, "e");
	EXPECT(below != -1 && file_lock(below) == 0);
	EXPECT(close(below) == 0 && (below = file_directory(dir, "e")) != -1);
	EXPECT(file_lock(below) == 0); /* the one before ended with its descriptor */
	close(below);
	close(again);
	EXPECT(file_directory(dir, "a") == -1 && errno == ENOTDIR);
	EXPECT(file_directory(dir, "none/e") == -1 && errno == ENOENT);
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	char path[200], command[220];
	int dir;

	snprintf(path, sizeof path, "%s/inkan-unit-XXXXXX", tmp != NULL ? tmp : "/tmp");
	if (mkdtemp(path) == NULL || chdir(path) == -1 ||
	    (dir = open(".", O_RDONLY | O_DIRECTORY)) == -1)
		return 1;
	replacing(dir);
	leftovers(dir);
	full(dir);
	locking(dir);
	snprintf(command, sizeof command, "rm -r %s", path);
	return system(command) != 0 || failures != 0;
}
