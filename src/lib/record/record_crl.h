/*
 * record_crl - CRLs for people and for programs that read JSON.  Every function puts whole
 * lines, newline included, behind what text holds; memory that runs out shows in
 * text->failed.  Whatever octets a list holds, the text has no control characters; what is
 * longer than anyone would read is cut and ends with "...".
 */
#ifndef RECORD_CRL_H
#define RECORD_CRL_H

#include "cbor/cput.h"
#include "pkix/pkix_tally.h"

#define RECORD_COMPLAINT_MAX 320

/* A list: number is its place in the stream. */
void record_crl_text(
    struct cput *text, uint64_t number, const struct pkix_crl *, const struct pkix_tally *);
void record_crl_json(
    struct cput *text, uint64_t number, const struct pkix_crl *, const struct pkix_tally *);

/* One entry of it. */
void record_crl_entry_text(struct cput *text, const struct pkix_entry *);
void record_crl_entry_json(struct cput *text, uint64_t number, const struct pkix_entry *);

/* The same with another type in place of "entry", and no place in a stream. */
void record_crl_entry_fields(struct cput *text, const char *type, const struct pkix_entry *);

/* For a message about an entry: "entry SERIAL: why"; after pkix_entry_next gave -1, that
 * nothing can be read from there on.  out itself. */
const char *record_crl_complaint(
    const struct pkix_entry *, int got, const char *why, char out[RECORD_COMPLAINT_MAX]);

/* Pieces, without newline and without quotes. */
void record_crl_hex(struct cput *text, struct der_slice octets);
void record_crl_time(struct cput *text, int64_t when);
void record_crl_algorithm(struct cput *text, struct der_slice algorithm);

#endif
