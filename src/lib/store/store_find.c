/* store_find - look issuers and lists up in the catalog. */
#include "store/store_private.h"
#include <string.h>

size_t
store_issuer_count(const struct store *s)
{
	return s->issuer_count;
}

const struct store_issuer *
store_issuer_at(const struct store *s, size_t i)
{
	return &s->issuers[i];
}

size_t
store_list_count(const struct store *s)
{
	return s->list_count;
}

const struct store_list *
store_list_at(const struct store *s, size_t i)
{
	return &s->lists[i];
}

static int
compare_text(const char *name, const char *text, size_t size)
{
	int order = strncmp(name, text, size);

	return order != 0 ? order : name[size] != '\0';
}

const struct store_issuer *
store_issuer_by_label(const struct store *s, const char *label, size_t size)
{
	size_t low = 0, high = s->issuer_count, middle;
	int order;

	while (size <= STORE_LABEL_MAX && low < high) {
		middle = low + (high - low) / 2;
		order = compare_text(s->issuers[middle].label, label, size);
		if (order == 0)
			return &s->issuers[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct store_list *
store_list_by_name(
    const struct store *s, const struct store_issuer *issuer, const char *name, size_t size)
{
	size_t i;

	for (i = 0; i < s->list_count; i++)
		if (s->lists[i].issuer == issuer && size <= STORE_LABEL_MAX &&
		    compare_text(s->lists[i].name, name, size) == 0)
			return &s->lists[i];
	return NULL;
}

const struct store_list *
store_list_by_id(const struct store *s, uint32_t id)
{
	size_t i;

	for (i = 0; i < s->list_count; i++)
		if (s->lists[i].id == id)
			return &s->lists[i];
	return NULL;
}

const struct store_issuer *
store_issuer_by_name(const struct store *s, struct der_slice name, struct der_slice key_id,
    const struct store_issuer *after)
{
	size_t i = after == NULL ? 0 : (size_t)(after - s->issuers) + 1;

	for (; i < s->issuer_count; i++)
		if (der_equal(s->issuers[i].cert.subject, name) &&
		    (key_id.size == 0 || der_equal(s->issuers[i].key_id, key_id)))
			return &s->issuers[i];
	return NULL;
}

const struct store_list *
store_list_by_dp(
    const struct store *s, const struct store_issuer *issuer, struct der_slice general_name)
{
	size_t i;

	for (i = 0; i < s->list_count; i++)
		if (s->lists[i].issuer == issuer && s->lists[i].dp.size != 0 &&
		    der_equal(s->lists[i].dp, general_name))
			return &s->lists[i];
	return NULL;
}

const struct store_list *
store_list_twin(const struct store *s, const struct store_list *list)
{
	const struct store_list *other;
	size_t i;

	for (i = 0; i < s->list_count; i++) {
		other = &s->lists[i];
		if (other->issuer == list->issuer && strcmp(other->name, list->name) != 0 &&
		    der_equal(other->dp, list->dp) &&
		    (list->dp.size != 0 || other->scope == list->scope))
			return other;
	}
	return NULL;
}

/* Is this the issuingDistributionPoint that crl-build writes for a list? */
static bool
is_idp_of(const struct pkix_idp *idp, const struct store_list *list)
{
	return idp->present && !idp->indirect && !idp->only_attribute &&
	       idp->some_reasons.size == 0 && idp->relative_name.size == 0 &&
	       idp->only_user == (list->scope == STORE_SCOPE_USER) &&
	       idp->only_ca == (list->scope == STORE_SCOPE_CA) &&
	       der_equal(idp->names, list->dp);
}

const struct store_list *
store_list_of_crl(const struct store *s, const struct pkix_crl *crl, const char **why)
{
	const struct store_issuer *issuer;
	size_t i;

	issuer = store_issuer_by_name(s, crl->issuer, crl->aki, NULL);
	if (issuer == NULL) {
		*why = "no issuer of the store has this name and key (RFC 5280 5.1.2.3, 5.2.1)";
		return NULL;
	}
	for (i = 0; i < s->list_count; i++)
		if (s->lists[i].issuer == issuer && is_idp_of(&crl->idp, &s->lists[i]))
			return &s->lists[i];
	*why = "its issuingDistributionPoint is of no list of its issuer (RFC 5280 5.2.5)";
	return NULL;
}

bool
store_is_label(const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (!((text[i] >= 'a' && text[i] <= 'z') ||
			(text[i] >= '0' && text[i] <= '9') || (text[i] == '-' && i != 0)))
			return false;
	return size > 0 && size <= STORE_LABEL_MAX;
}

struct store_list *
store_list_mine(struct store *s, const struct store_list *list)
{
	return &s->lists[list - s->lists];
}

struct store_list_state *
store_list_state(struct store *s, const struct store_list *list)
{
	return &s->states[list - s->lists];
}

struct store_table *
store_cert_table(struct store *s, const struct store_issuer *issuer)
{
	return &s->certs[issuer - s->issuers];
}
