/* cli_private - between the files of this room. */
#ifndef CLI_PRIVATE_H
#define CLI_PRIVATE_H

#include "cli/cli.h"

/* Say that standard output could not be written, and why; exit 74. */
_Noreturn void cli_stdout_failed(const struct cli *);

#endif
