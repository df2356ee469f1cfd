#include "token/token_about.h"
#include "token/token_p11.h"
#include <stdlib.h>
#include <string.h>

const struct token_trait token_traits[TOKEN_TRAITS] = {
	{ "token", true },
	{ "private", true },
	{ "sensitive", true },
	{ "always_sensitive", true },
	{ "extractable", false },
	{ "never_extractable", true },
	{ "local", true },
	{ "modifiable", false },
	{ "sign", true },
	{ "sign_recover", false },
	{ "decrypt", false },
	{ "unwrap", false },
	{ "derive", false },
	{ "always_authenticate", false },
};

static const CK_ATTRIBUTE_TYPE trait_types[TOKEN_TRAITS] = {
	CKA_TOKEN,
	CKA_PRIVATE,
	CKA_SENSITIVE,
	CKA_ALWAYS_SENSITIVE,
	CKA_EXTRACTABLE,
	CKA_NEVER_EXTRACTABLE,
	CKA_LOCAL,
	CKA_MODIFIABLE,
	CKA_SIGN,
	CKA_SIGN_RECOVER,
	CKA_DECRYPT,
	CKA_UNWRAP,
	CKA_DERIVE,
	CKA_ALWAYS_AUTHENTICATE,
};

bool
token_date_valid(const char *date)
{
	static const int days[12] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int digits[8], year, month, day, n = 0;
	size_t i;

	if (strlen(date) != 10 || date[4] != '-' || date[7] != '-')
		return false;
	for (i = 0; i < 10; i++)
		if (i != 4 && i != 7) {
			if (date[i] < '0' || date[i] > '9')
				return false;
			digits[n++] = date[i] - '0';
		}
	year = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
	month = digits[4] * 10 + digits[5];
	day = digits[6] * 10 + digits[7];
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days[month - 1])
		return false;
	return day != 29 || month != 2 ||
	       (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static void
read_date(const struct token *t, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, char out[11])
{
	CK_DATE date;

	if (out[0] != '\0' || token_get(t, object, type, &date, sizeof date) != sizeof date)
		return;
	memcpy(out, date.year, 4);
	out[4] = out[7] = '-';
	memcpy(out + 5, date.month, 2);
	memcpy(out + 8, date.day, 2);
	out[10] = '\0';
	if (!token_date_valid(out))
		out[0] = '\0';
}

void
token_period(struct token_key *key, char start[11], char end[11])
{
	const struct token *t = key->token;
	CK_OBJECT_HANDLE public;
	struct token_error error;

	start[0] = end[0] = '\0';
	read_date(t, key->handle, CKA_START_DATE, start);
	read_date(t, key->handle, CKA_END_DATE, end);
	/* SoftHSM keeps the dates of a private key and cannot read them: its public half can.
	 */
	if (token_public(key, &public, &error)) {
		read_date(t, public, CKA_START_DATE, start);
		read_date(t, public, CKA_END_DATE, end);
	}
}

void
token_about(struct token_key *key, struct token_about *about)
{
	const struct token *t = key->token;
	struct token_error error;
	size_t i, size;

	memset(about, 0, sizeof *about);
	size = token_get(t, key->handle, CKA_LABEL, about->label, TOKEN_LABEL_MAX);
	about->label[size] = '\0';
	about->id_size = token_get(t, key->handle, CKA_ID, about->id, sizeof about->id);
	about->kind = key->kind;
	about->bits = key->bits;
	about->spki_size = token_spki(key, &error).size;
	memcpy(about->spki, key->spki, about->spki_size);
	for (i = 0; i < TOKEN_TRAITS; i++)
		about->traits[i] = token_get_bool(t, key->handle, trait_types[i]);
	token_period(key, about->start, about->end);
}

size_t
token_about_flaw(const struct token_about *about, size_t n)
{
	while (n < TOKEN_TRAITS && about->traits[n] == token_traits[n].wanted)
		n++;
	return n;
}

struct listed {
	char label[TOKEN_LABEL_MAX + 1];
	struct token_key *key;
};

static int
by_label(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;
	int order = strcmp(x->label, y->label);

	return order != 0
		   ? order
		   : (x->key->handle > y->key->handle) - (x->key->handle < y->key->handle);
}

/* The handle of every private key object; *found is freed by the caller. */
static bool
find_all(struct token *t, CK_OBJECT_HANDLE **found, size_t *count, struct token_error *error)
{
	static const CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
	CK_ATTRIBUTE template = token_attribute(CKA_CLASS, &class, sizeof class);
	size_t max = 32;

	do {
		max *= 2;
		free(*found);
		if ((*found = calloc(max, sizeof **found)) == NULL)
			return token_fail(error, TOKEN_BUSY, "memory is short");
		if (!token_search(t, &template, 1, *found, max, count, error))
			return false;
	} while (*count == max);
	return true;
}

bool
token_list(struct token *t, struct token_key ***keys, size_t *count, struct token_error *error)
{
	CK_OBJECT_HANDLE *found = NULL;
	struct listed *list = NULL;
	bool good = false;
	size_t i, size;

	*keys = NULL;
	if (!find_all(t, &found, count, error))
		goto out;
	list = calloc(*count + 1, sizeof *list);
	*keys = calloc(*count + 1, sizeof **keys);
	if (list == NULL || *keys == NULL) {
		token_fail(error, TOKEN_BUSY, "memory is short");
		goto out;
	}
	for (i = 0; i < *count; i++) {
		if ((list[i].key = token_adopt(t, found[i], error)) == NULL)
			goto out;
		size = token_get(t, found[i], CKA_LABEL, list[i].label, TOKEN_LABEL_MAX);
		list[i].label[size] = '\0';
	}
	qsort(list, *count, sizeof *list, by_label);
	for (i = 0; i < *count; i++)
		(*keys)[i] = list[i].key;
	good = true;
out:
	free(found);
	free(list);
	if (!good) {
		free(*keys);
		*keys = NULL;
	}
	return good;
}
