/*
 * measure INPUT COMMAND... - run a command on a file and print on descriptor 9 what it cost:
 * wall seconds, CPU seconds, peak resident MB, peak unshared (anonymous) MB.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(struct timespec t)
{
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* RssAnon of a process in kB; 0 when it is gone. */
static long
anonymous(pid_t pid)
{
	char path[64], line[128];
	long kb = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	if ((f = fopen(path, "r")) == NULL)
		return 0;
	while (fgets(line, sizeof line, f) != NULL)
		if (sscanf(line, "RssAnon: %ld kB", &kb) == 1)
			break;
	fclose(f);
	return kb;
}

int
main(int argc, char *argv[])
{
	struct timespec begin, end, tick = { 0, 5000000 };
	struct rusage used;
	long peak = 0, now;
	int status;
	pid_t pid;

	if (argc < 3)
		return 64;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	if ((pid = fork()) == 0) {
		close(9);
		if (dup2(open(argv[1], O_RDONLY), 0) == 0)
			execvp(argv[2], argv + 2);
		_exit(127);
	}
	while (wait4(pid, &status, WNOHANG, &used) == 0) {
		if ((now = anonymous(pid)) > peak)
			peak = now;
		nanosleep(&tick, NULL);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	dprintf(9, "%.3f %.3f %.0f %.0f\n", seconds(end) - seconds(begin),
	    (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
		(double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
	    (double)used.ru_maxrss / 1024, (double)peak / 1024);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
