/*
 * prog - what programs do in the same way with more than one room: open a store or exit
 * with the right status, read records from standard input or say where it broke.
 */
#ifndef PROG_H
#define PROG_H

#include "cbor/cseq.h"
#include "cli/cli.h"
#include "der/der_stream.h"
#include "store/store.h"

/* Exit with the status that belongs to a store's error, saying it. */
_Noreturn void prog_store_failed(const struct cli *, const struct store_error *);

/* Open the store that -s named (NULL exits 64), or exit. */
struct store *prog_store(const struct cli *, const char *path, enum store_mode);

/* Look into standard input, or exit 74. */
void prog_input(const struct cli *, struct file_input *);

/* The next record; false at a clean end; exits 65 where the stream broke (74: unreadable). */
bool prog_der_next(struct cli *, struct der_reader *);
bool prog_cbor_next(struct cli *, struct cseq_reader *);
/* For who reads by cseq_read: it returned -1, errno is as it left it; exits. */
_Noreturn void prog_cbor_broken(struct cli *, const struct cseq_reader *);

/*
 * For effects: read standard input to its end before anything else, so that no lock is held
 * while a slow producer works; prog_der_whole also makes sure that all of it is framed, so
 * that a stream cut short has no effect at all (exits 65).  The input is left at its start.
 */
void prog_input_whole(const struct cli *, struct file_input *);
void prog_der_whole(struct cli *, struct file_input *);

/* "LABEL" or "LABEL/NAME" in a store; exits 78 when it is not there. */
const struct store_issuer *prog_issuer(const struct cli *, const struct store *, const char *);
const struct store_list *prog_list(const struct cli *, const struct store *, const char *);

#endif
