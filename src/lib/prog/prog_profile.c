#include "prog/prog_profile.h"
#include "file/file_load.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One whose name is not known: say which there are. */
_Noreturn static void
no_builtin(const struct cli *cli, const char *name)
{
	char names[256] = "";
	const char *one;
	size_t n, at = 0;

	for (n = 0; (one = profile_builtin_name(n)) != NULL && at < sizeof names; n++)
		at += (size_t)snprintf(names + at, sizeof names - at, " %s", one);
	cli_die(
	    cli, CLI_USAGE, "no profile %s; there are%s, or the path of a file", name, names);
}

struct profile *
prog_profile(const struct cli *cli, const char *name)
{
	struct profile_error error;
	struct profile *profile;
	uint8_t *data = NULL;
	const char *text;
	size_t size;

	if (strpbrk(name, "/.") == NULL) {
		if ((text = profile_builtin(name, &size)) == NULL)
			no_builtin(cli, name);
	} else {
		if ((data = file_load(name, PROFILE_FILE_MAX, &size)) == NULL)
			cli_die(cli, CLI_CONFIG, "%s: %s", name, strerror(errno));
		text = (const char *)data;
	}
	if ((profile = profile_read(text, size, &error)) == NULL && error.line != 0)
		cli_die(cli, CLI_CONFIG, "%s:%u: %s", name, error.line, error.text);
	if (profile == NULL)
		cli_die(cli, CLI_CONFIG, "%s: %s", name, error.text);
	free(data);
	return profile;
}
