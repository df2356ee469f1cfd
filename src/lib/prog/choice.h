/* choice - which lists of a store the operator asked for: -i LABEL, -l LABEL/NAME. */
#ifndef CHOICE_H
#define CHOICE_H

#include "cli/cli.h"
#include "store/store.h"

struct choice {
	const char **names; /* LABEL or LABEL/NAME, borrowed each; the array is owned */
	size_t count;       /* 0: every list is meant */
};

/* Add the argument of -i or of -l; exits 64 when it is of the other form. */
void choice_issuer(const struct cli *, struct choice *, const char *label);
void choice_list(const struct cli *, struct choice *, const char *name);
void choice_free(struct choice *);

/* Every name is in the store, or exit 78. */
void choice_check(const struct cli *, const struct choice *, const struct store *);

bool choice_has(const struct choice *, const struct store_list *);

#endif
