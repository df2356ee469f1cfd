/*
 * mdoc_json - a line of JSON into an issuance record, each element by its docType:
 *
 *     text, full-date, tdate    a string
 *     bytes                     "base64:" and RFC 4648 4 with its padding, or else hex
 *     uint, sex                 a number
 *     bool                      true or false
 *     driving-privileges        an array of objects
 *
 * device and holder are octets as well; a device key is a JWK of P-256 (RFC 7518 6.2.1), its
 * coordinates in base64url or in 64 digits of hex.
 */
#ifndef MDOC_JSON_H
#define MDOC_JSON_H

#include "cbor/cput.h"
#include "mdoc/mdoc_issuance.h"

/*
 * Encode one JSON object behind what out holds (RFC 8949 4.2.1), by the one of the docTypes
 * that it names.  NULL; or why it is no such record, without any value of it, in *error, with
 * nothing put.  Memory that runs out shows in out->failed.
 */
const char *mdoc_issuance_encode(const struct mdoc_type *types, unsigned count,
    const char *line, size_t size, struct cput *out, struct mdoc_error *error);

#endif
