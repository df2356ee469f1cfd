/* prog_profile - profiles that a command line names. */
#ifndef PROG_PROFILE_H
#define PROG_PROFILE_H

#include "cli/cli.h"
#include "profile/profile.h"

/*
 * A profile by the name of one that is built in ("ds"), or by the path of a file: whatever
 * holds a "/" or a ".".  Exits 64 when there is none of that name, 78 with file and line when
 * the file is none.  For profile_free.
 */
struct profile *prog_profile(const struct cli *, const char *name);

#endif
