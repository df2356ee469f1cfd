/*
 * Of any octets, taken as a draft: once signed, every other member is there octet for octet and
 * in its order, and what was made reads as a COSE_Sign1 whose Sig_structure is the one that was
 * signed.  Taken as a message: it reads the same from a copy of its parts, tagged or not, and
 * does not verify by a key that did not make it.  Taken as a key: written again it reads as the
 * same key, and its SubjectPublicKeyInfo gives it back.
 */
#include "cbor/cseq.h"
#include "cose/cose_cwt.h"
#include "cose/cose_draft.h"
#include "cose/cose_key.h"
#include "cose/cose_sign1.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct der_slice none = { NULL, 0 };
static const struct der_slice certificate = { (const uint8_t *)"0certificate", 12 };

static struct citem
read_again(const struct cput *c)
{
	const char *why;
	size_t size;

	if (c->failed || cseq_check(c->data, c->size, &size, &why) != 1 || size != c->size)
		abort();
	return citem_at(c->data);
}

static bool
same_structure(
    const struct cose_sign1 *message, struct der_slice protected, struct der_slice payload)
{
	struct cput a = { 0 }, b = { 0 };
	bool same;

	cose_put_sig_structure(&a, message->protected, none, message->payload);
	cose_put_sig_structure(&b, protected, none, payload);
	same = a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
	cput_free(&a);
	cput_free(&b);
	return same;
}

/* Every member of one map but "payload" and "signed" is in the other, in the same order. */
static void
compare_members(const struct citem *draft, const struct citem *signed_map)
{
	struct citem_walk left = citem_walk(draft), right = citem_walk(signed_map);
	struct citem a, b, value;

	if (draft->value != signed_map->value)
		abort();
	while (citem_pair(&left, &a, &value)) {
		if (citem_is_text(&a, "payload"))
			continue;
		a.size += value.size;
		do
			if (!citem_pair(&right, &b, &value))
				abort();
		while (citem_is_text(&b, "signed"));
		b.size += value.size;
		if (a.size != b.size || memcmp(a.whole, b.whole, a.size) != 0)
			abort();
	}
}

static void
try_draft(const struct citem *item)
{
	struct cput protected = { 0 }, out = { 0 };
	struct cose_sign1 message;
	struct cose_draft draft;
	struct citem map, value;
	struct der_slice header;
	const char *why = NULL;
	size_t at = 0, size;

	if (cose_draft_read(item, &draft) != NULL)
		return;
	cose_draft_protected(&draft, COSE_ES384, certificate, &protected);
	header = (struct der_slice){ protected.data, protected.size };
	cose_draft_put(&draft, COSE_ES384, header, certificate, &out, &at);
	/* Too deep or too large is what cose-sign refuses. */
	if (!out.failed && cseq_check(out.data, out.size, &size, &why) == 1) {
		map = read_again(&out);
		compare_members(item, &map);
		if (!citem_get(&map, "signed", &value) ||
		    cose_sign1_read(&value, &message) != NULL || message.detached ||
		    message.headers.algorithm != COSE_ES384 ||
		    message.headers.x5chain != draft.x5chain ||
		    message.tagged != draft.tagged || message.signature.data != out.data + at ||
		    message.signature.size != 96 ||
		    !same_structure(&message, header, draft.payload))
			abort();
	}
	cput_free(&protected);
	cput_free(&out);
}

static void
try_message(const struct citem *item)
{
	struct cose_sign1 message, again;
	struct cput copy = { 0 };
	const char *why = NULL;
	struct pkix_key *key;
	struct citem map;

	if (cose_sign1_read(item, &message) != NULL)
		return;
	if ((key = cose_chain_key(&message.headers, &why)) != NULL)
		cose_verify(&message, key, none);
	pkix_key_free(key);
	if (!message.tagged)
		cput_tag(&copy, COSE_TAG_SIGN1);
	cput_array(&copy, 4);
	cput_bytes(&copy, message.protected.data, message.protected.size);
	cput_raw(&copy, message.headers.unprotected.whole, message.headers.unprotected.size);
	if (message.detached)
		cput_null(&copy);
	else
		cput_bytes(&copy, message.payload.data, message.payload.size);
	cput_bytes(&copy, message.signature.data, message.signature.size);
	if (cseq_check(copy.data, copy.size, &(size_t){ 0 }, &why) == 1) {
		map = read_again(&copy);
		if (cose_sign1_read(&map, &again) != NULL || again.tagged == message.tagged ||
		    again.headers.algorithm != message.headers.algorithm ||
		    !same_structure(&again, message.protected, message.payload))
			abort();
	}
	cput_free(&copy);
}

static void
try_key(const struct citem *item)
{
	uint8_t spki[COSE_SPKI_MAX];
	struct cose_key key, again;
	struct cput copy = { 0 };
	const char *why = NULL;
	struct pkix_key *opened;
	struct citem map;

	if (cose_key_read(item, &key) != NULL)
		return;
	cose_key_put(&copy, &key);
	map = read_again(&copy);
	if (cose_key_read(&map, &again) != NULL || again.kind != key.kind ||
	    !der_equal(again.x, key.x) || !der_equal(again.y, key.y))
		abort();
	if (!cose_key_of_spki((struct der_slice){ spki, cose_key_spki(&key, spki) }, &again) ||
	    again.kind != key.kind || !der_equal(again.x, key.x) || !der_equal(again.y, key.y))
		abort();
	if ((opened = cose_key_open(&key, &why)) != NULL && pkix_key_kind(opened) != key.kind)
		abort();
	pkix_key_free(opened);
	cput_free(&copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *why = NULL;
	struct cose_cwt cwt;
	struct citem item;
	size_t whole;

	if (cseq_check(data, size, &whole, &why) != 1)
		return 0;
	item = citem_at(data);
	try_draft(&item);
	try_message(&item);
	try_key(&item);
	cose_cwt_read((struct der_slice){ data, size }, &cwt);
	return 0;
}
