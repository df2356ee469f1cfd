/*
 * mdoc_build - the Mobile Security Object of a document and the items that it covers
 * (ISO/IEC 18013-5 9.1.2), as a draft for cose-sign.
 *
 * Values are copied octet for octet; no tree is made of them.
 */
#ifndef MDOC_BUILD_H
#define MDOC_BUILD_H

#include "cbor/cput.h"
#include "mdoc/mdoc_issuance.h"
#include "mdoc/mdoc_random.h"

#define MDOC_DECOYS_MAX 64
#define MDOC_LIST_BITS 20 /* a status list has 2^20 places */

struct mdoc_maker; /* what many drafts share; freed with mdoc_maker_free (NULL is fine) */

/*
 * signed_at, until: validityInfo.  uri: of the status lists, which are uri/0, uri/1 and so on
 * (borrowed); NULL: no status.  decoys: digests of nothing in each namespace, up to
 * MDOC_DECOYS_MAX.  random: borrowed.  NULL: memory.
 */
struct mdoc_maker *mdoc_maker_new(struct mdoc_random *random, int64_t signed_at, int64_t until,
    const char *uri, unsigned decoys);
void mdoc_maker_free(struct mdoc_maker *);

/*
 * Make the draft for the n-th key of an admitted request: two pieces, *head and *items, to be
 * written one behind the other; valid until the next call.  NULL, or what failed, which is
 * nothing of the request.
 */
const char *mdoc_build(struct mdoc_maker *, const struct mdoc_issuance *, unsigned n,
    struct der_slice *head, struct der_slice *items);

#endif
