/* prog_parse - what operators type as an option's argument; each exits 64 when it is wrong. */
#ifndef PROG_PARSE_H
#define PROG_PARSE_H

#include "cli/cli.h"

/* "any" or "keyCompromise,superseded": bit n for CRLReason n. */
uint32_t prog_reasons(const struct cli *, const char *);

/* "72h", "3d", "90m", "3600s" or "3600", in seconds; more than nothing, at most ten years. */
int64_t prog_duration(const struct cli *, const char *);

/* A whole number, not negative, below 2^63. */
uint64_t prog_number(const struct cli *, const char *);

#endif
