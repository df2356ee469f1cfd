/* prog_cert - certificates (DER) in files that a command line names. */
#ifndef PROG_CERT_H
#define PROG_CERT_H

#include "cli/cli.h"
#include "pkix/pkix_judge.h"

/* The one certificate of a file, or exit 78.  What the slices point into; for free. */
uint8_t *prog_cert(const struct cli *, const char *path, struct pkix_cert *);

/* Add every certificate of a file, one after the other, or exit 78.  path is borrowed. */
void prog_certs(const struct cli *, struct pkix_verifiers *, const char *path);

#endif
