/* The laws: a profile that is read has a source for every rule and can say all it demands, each
 * demand in a line; a certificate has no more findings than there are demands, and twice the
 * same ones.  The first octet chooses: a profile's text, or a certificate under one that is
 * built in. */
#include "profile/profile_check.h"
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static size_t
count_demands(const struct profile *p)
{
	char text[PROFILE_TEXT_MAX];
	size_t n, i;

	for (i = 0; i < p->count; i++)
		if (p->rules[i].source == NULL || p->rules[i].source[0] == '\0')
			__builtin_trap();
	for (n = 0; profile_demand(p, n, text); n++)
		if (memchr(text, '\0', sizeof text) == NULL || strchr(text, '\n') != NULL ||
		    strchr(text, '(') == NULL)
			__builtin_trap();
	return n;
}

static void
check(const struct profile *p, struct der_slice der)
{
	static struct profile_findings first, second;
	struct pkix_cert cert;
	size_t i, demands = count_demands(p);

	if (pkix_cert_read(der, &cert) != NULL)
		return;
	profile_check(p, &cert, &cert, 1795230000, &first);
	profile_check(p, &cert, &cert, 1795230000, &second);
	if (first.count > demands || first.count != second.count)
		__builtin_trap();
	for (i = 0; i < first.count; i++)
		if (strcmp(first.text[i], second.text[i]) != 0 || first.text[i][0] == '\0')
			__builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct profile_error error;
	struct profile *p;
	const char *text;
	size_t length;

	if (size == 0)
		return 0;
	if (data[0] != 0x30) {
		p = profile_read((const char *)data, size, &error);
		if (p == NULL && error.text[0] == '\0')
			__builtin_trap();
		if (p != NULL && count_demands(p) < 10)
			__builtin_trap();
	} else {
		text = profile_builtin(profile_builtin_name(size % 6), &length);
		if ((p = profile_read(text, length, &error)) == NULL)
			__builtin_trap();
		check(p, (struct der_slice){ data, size });
	}
	profile_free(p);
	return 0;
}
