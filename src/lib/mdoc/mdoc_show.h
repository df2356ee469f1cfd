/*
 * mdoc_show - an mdoc as text or JSON, for people.  It prints personal data: what the elements
 * say is all there, octets aside, of which size and SHA-256 are.
 */
#ifndef MDOC_SHOW_H
#define MDOC_SHOW_H

#include "mdoc/mdoc_read.h"

/* Put a document behind what text holds: JSON, one object without newline; or lines of text.
 * NULL; or why an item of it cannot be read, with some of it put. */
const char *mdoc_show_json(const struct mdoc *, struct cput *text);
const char *mdoc_show_text(const struct mdoc *, struct cput *text);

/* An element's value, an item that passed cseq_check, as JSON: octets as their size and
 * SHA-256, dates as text, other tags as {"tag": n, "value": ...}. */
void mdoc_show_value(const struct citem *, struct cput *text);

#endif
