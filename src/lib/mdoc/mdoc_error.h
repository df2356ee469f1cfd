/* mdoc_error - why something was refused: names and clauses, never the value of an element. */
#ifndef MDOC_ERROR_H
#define MDOC_ERROR_H

#include <stddef.h>

struct mdoc_error {
	unsigned line;  /* of a file of text, from 1; 0: not of one */
	char text[200]; /* printable ASCII */
};

/* Fill in error->text with 'field "NAME": why'; a name of NULL stands for the whole.  Returns
 * it. */
const char *mdoc_fail(struct mdoc_error *, const char *name, size_t size, const char *why);

#endif
