/* prog_key - what the programs that sign with a key on a token do alike. */
#ifndef PROG_KEY_H
#define PROG_KEY_H

#include "cli/cli.h"
#include "token/token.h"

/* The PIN from the descriptor that --pin-fd named, for the caller to explicit_bzero; exits
 * 64 when that is standard input, where the records are. */
void prog_pin(const struct cli *, const char *descriptor, char pin[TOKEN_PIN_MAX + 1]);

/* The octets of a certificate's file, to be freed by the caller, or exit 78. */
uint8_t *prog_certificate(const struct cli *, const char *path, size_t *size);

/* Where cli_confine could not keep a login from writing: say what that can cost. */
void prog_warn_token(const struct cli *, const char *name, const char *uri);

/* Exit with the status of a token's error, saying it of name. */
_Noreturn void prog_token_failed(
    const struct cli *, const char *name, const struct token_error *);

#endif
